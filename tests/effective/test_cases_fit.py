"""The bootstrap of the 2022 points: the draws that come with flopguard, inverted."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from flopguard.definition.load import bundled_definitions
from flopguard.effective.curves.read import law_of
from flopguard.effective.curves.spread import Inversion, invert

COVERS = {"L17"}

LOSSES = ["2.5", "2.2", "2.0", "1.95", "1.9", "1.88", "1.86"]
MEDIANS = [20.179, 21.584, 23.382, 24.156, 25.316, 25.99, 26.937]
WIDTHS = [0.02, 0.124, 0.68, 1.197, 2.852, 6.188, None]
UNREACHABLE = ["0", "0", "0", "0", "0.0075", "0.02", "0.065"]


def inverted(loss: str, level: Fraction = Fraction(95, 100)) -> Inversion:
    (curve,) = (curve for curve in bundled_definitions().curve if curve.id == "chinchilla-refit")
    unrestricted = replace(curve, score_domain=None)  # the case goes beyond the scores that were fitted
    law = law_of(unrestricted, None)
    assert not isinstance(law, str), law
    return invert(unrestricted, law, Decimal(loss), None, level)


@pytest.mark.parametrize("loss, width, share", list(zip(LOSSES, WIDTHS, UNREACHABLE, strict=True)))
def test_the_interval_widens_towards_the_floor_until_it_has_no_top(loss: str, width: float | None, share: str) -> None:
    found = inverted(loss)
    assert found.method == "draws"
    assert found.share_unreachable == Decimal(share)
    assert found.low is not None
    if width is None:
        assert found.high is None
    else:
        assert found.high is not None
        assert float((found.high / found.low).log10()) == pytest.approx(width, rel=0.1, abs=0.002)


@pytest.mark.parametrize("loss, median", list(zip(LOSSES, MEDIANS, strict=True)))
def test_the_median_of_the_draws(loss: str, median: float) -> None:
    narrow = inverted(loss, Fraction(1, 100))
    assert narrow.low is not None
    assert narrow.high is not None
    assert [float(end.log10()) for end in (narrow.low, narrow.high)] == pytest.approx([median] * 2, abs=0.1)
    assert narrow.answer.kind == "value"
    assert float(narrow.answer.value.log10()) == pytest.approx(median, abs=0.1)
