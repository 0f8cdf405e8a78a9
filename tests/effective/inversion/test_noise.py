from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from flopguard.effective.inversion.noise import NOT_KNOWN, Noise, noise_of
from flopguard.manifest.types import Benchmark
from tests.effective.trees import Tree, manifest, of_loss, row


def read(score: Tree) -> Noise | str:
    made = of_loss(score) if score["name"] == "loss" else manifest(score)
    (entry,) = made.benchmark
    metric = made.definition[0].metric
    assert isinstance(entry, Benchmark)
    assert metric is not None
    assert entry.score is not None
    return noise_of(entry, metric, entry.score.estimate.central or Fraction(0))


def error(score: Tree) -> tuple[str, str]:
    """The error to five digits, and how it is known."""
    found = read(score)
    assert isinstance(found, Noise)
    return ("none" if found.error is None else f"{found.error:.4e}"), found.how


BINOMIAL = "(binomial, at least as far as Wilson's interval)"


@pytest.mark.parametrize(
    "score, expected",
    [
        pytest.param(
            row("0.5", standard_error="0.02", items=198), ("2.0000e-2", "standard error 0.020 as stated"), id="stated"
        ),
        pytest.param(
            row("0.5", items=198), ("3.5533e-2", f"standard error 0.036 from 198 items {BINOMIAL}"), id="A14: items"
        ),
        pytest.param(
            row("0.5", items=198, standard_error="0"),
            ("3.5533e-2", f"standard error 0.036 from 198 items {BINOMIAL}"),
            id="a stated error of nothing is no error",
        ),
        pytest.param(
            row("1", items=10), ("1.2946e-1", f"standard error 0.13 from 10 items {BINOMIAL}"), id="all of ten"
        ),
        pytest.param(
            row("0", items=10), ("1.2946e-1", f"standard error 0.13 from 10 items {BINOMIAL}"), id="none of ten"
        ),
        pytest.param(
            row({"value": "0.5", "low": "0.45", "high": "0.53", "level": "95%"}),
            ("2.5511e-2", "standard error 0.026 from its interval (95%)"),
            id="the longer side of an interval",
        ),
        pytest.param(
            row({"value": "0.5", "low": "0.49", "high": "0.51"}, items=198),
            ("3.5533e-2", f"standard error 0.036 from 198 items {BINOMIAL}"),
            id="an interval narrower than its items allow",
        ),
        pytest.param(row("0.5"), ("none", NOT_KNOWN), id="nothing"),
        pytest.param(row("2.1", "loss", items=198), ("none", NOT_KNOWN), id="items say nothing of a loss"),
    ],
)
def test_where_the_error_of_a_score_comes_from(score: Tree, expected: tuple[str, str]) -> None:
    assert error(score) == expected


def test_an_error_that_has_no_upper_end_is_a_problem() -> None:
    assert read(row("0.5", standard_error=">0.01")) == "has a standard error that is known only from below"


@pytest.mark.parametrize("items", [1, 2, 10, 198, 10000])
@pytest.mark.parametrize("share", [0, 1, 50, 99, 100])
def test_the_error_is_never_nothing_and_never_under_the_binomial_one(share: int, items: int) -> None:
    found = read(row(f"{share / 100}", items=items))
    assert isinstance(found, Noise)
    assert found.error is not None
    assert found.error > 0
    binomial = (Decimal(share) * (100 - share) / 10000 / items).sqrt()
    assert found.error >= binomial * (1 - Decimal("1e-20"))
