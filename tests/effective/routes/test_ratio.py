from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.effective.routes.ratio import Ratio, ratio
from flopguard.effective.routes.shared import scoped
from flopguard.effective.types import EffectiveAmount
from flopguard.formula import ratio_bounds
from flopguard.manifest.types import Manifest
from flopguard.quantity import Estimate, show
from flopguard.result import Step, StepInput
from tests.effective.trees import LOSS, Tree, definition, llama_2, loss, manifest, of_loss, power, routes, row

LINE: Tree = {"id": "curve", "metric": "index", "law": "log_linear", "slope": "0.1683", "slope_per": "e-fold"}
INDEX = definition({"name": "index", "kind": "latent_index"}, elicitation=None)


def both(ours: Manifest, theirs: Manifest, route: str) -> tuple[EffectiveAmount, EffectiveAmount]:
    """The answers of two models by one route, the second as those of an assessed model."""
    own = routes(ours)
    others = scoped(routes(theirs), theirs, "Other", own, ours)
    first, second = ([answer for answer in found if answer.route == route] for found in (own, others))
    return first[0], second[0]


def between(ours: Manifest, theirs: Manifest, route: str = "inversion") -> Ratio:
    return ratio(*both(ours, theirs, route))


def factor(found: Ratio) -> Estimate:
    assert found.above is not None
    if found.below is None:
        return found.above.bounds()
    bounds = ratio_bounds(found.above, found.below)
    assert bounds is not None
    return bounds


def shown(found: Ratio) -> tuple[str, str]:
    """The kind with the ends and the center, to three digits."""
    if found.above is None:
        return found.kind, found.reason
    ends = factor(found)
    parts = (ends.low, ends.central, ends.high)
    return found.kind, " | ".join("-" if part is None else show(part, 3) for part in parts)


# --- inversions ----------------------------------------------------------------------------------------------------

BOUND = "the score is known only to be {} than stated"


@pytest.mark.parametrize(
    "ours, theirs, expected",
    [
        pytest.param(of_loss(loss("2.01")), of_loss(loss("2.04")), ("value", "4.00 | 4.00 | 4.00"), id="two scores"),
        pytest.param(
            of_loss(loss("<2.01")), of_loss(loss("2.04")), ("at_least", "4.00 | - | -"), id="ours better than"
        ),
        pytest.param(of_loss(loss(">2.01")), of_loss(loss("2.04")), ("at_most", "0 | - | 4.00"), id="ours worse than"),
        pytest.param(
            of_loss(loss("2.01")), of_loss(loss("<2.04")), ("at_most", "0 | - | 4.00"), id="theirs better than"
        ),
        pytest.param(
            of_loss(loss("2.01")), of_loss(loss(">2.04")), ("at_least", "4.00 | - | -"), id="theirs worse than"
        ),
        pytest.param(
            of_loss(loss("<2.01")),
            of_loss(loss("<2.04")),
            ("undefined", f"the two leave no bound of the ratio: {BOUND.format('better')}; {BOUND.format('better')}"),
            id="both better than",
        ),
        pytest.param(of_loss(loss("1.9")), of_loss(loss("2.04")), ("unbounded", "0 | - | -"), id="ours past the curve"),
        pytest.param(
            of_loss(loss("2.04")),
            of_loss(loss("1.9")),
            ("undefined", "no compute reaches 1.9: the curve's floor is 2"),
            id="theirs past the curve",
        ),
        pytest.param(
            manifest(row("0.9")), manifest(row("0.437961")), ("at_least", "10.0 | - | -"), id="past the points"
        ),
        pytest.param(
            manifest(row("0.437961")), manifest(row("0.9")), ("at_most", "0 | - | 0.100"), id="the reference is"
        ),
        pytest.param(
            manifest(),
            manifest(row("0.6")),
            ("undefined", "this model: no score on 'MMLU': add a [[benchmark]] with that name"),
            id="no score",
        ),
        pytest.param(
            manifest(row("0.6")),
            manifest(row("0.6", elicitation={"shots": 0})),
            (
                "undefined",
                "the reference: elicitation-mismatch: /benchmark/0 has elicitation.shots '0', the definition '5'",
            ),
            id="with less effort",
        ),
        pytest.param(
            of_loss(loss("2.01")),
            of_loss(loss("2.04"), curve=power(exponent="0.9")),
            ("undefined", "the two models do not mean the same by the curve 'curve'"),
            id="another curve of one name",
        ),
        pytest.param(
            of_loss(loss("2.01")),
            of_loss(loss("2.04"), definition={"scale_side": "baseline"}),
            ("undefined", "the two models do not mean the same by the definition 'house'"),
            id="another definition of one name",
        ),
    ],
)
def test_ratios_of_two_scores(ours: Manifest, theirs: Manifest, expected: tuple[str, str]) -> None:
    assert shown(between(ours, theirs)) == expected


def test_a_line_without_an_anchor_still_gives_a_ratio() -> None:
    """Case L29: 0.25 on an index with this slope is 4.417 times."""
    ours, theirs = (manifest(row(s, "index", elicitation=None), of=INDEX, curves=[LINE]) for s in ("1.25", "1"))
    found = between(ours, theirs)
    assert shown(found) == ("value", "4.42 | 4.42 | 4.42")
    assert found.baseline == "the baseline cancels wholly: on a line in log compute only its slope counts"


def test_the_error_of_the_floor_cancels_in_part() -> None:
    """Both losses lie over one floor, so that the ratio is surer than the two amounts are."""
    curve = power(uncertain=["floor"], covariance=[["1e-6"]])
    ours, theirs = both(of_loss(loss("2.1"), curve=curve), of_loss(loss("2.11"), curve=curve), "inversion")
    together = factor(ratio(ours, theirs))
    assert ours.amount is not None
    assert theirs.amount is not None
    apart = ratio_bounds(ours.amount, theirs.amount)
    assert apart is not None
    assert apart.low < together.low
    assert together.high is not None
    assert apart.high is not None
    assert together.high < apart.high


def test_the_step_of_a_ratio_names_both_scores_with_their_sources() -> None:
    found = between(of_loss(loss("2.01", source="card")), of_loss(loss("2.04", source="old card")))
    assert found.steps == (
        Step(
            what="ratio of the compute that two scores stand for under house by 'curve'; "
            "the baseline matters: its coefficient cancels, its floor and exponent do not",
            inputs=(
                StepInput(name="score of this model", value="2.01", evidence="reported", source="card"),
                StepInput(name="score of the reference", value="2.04", evidence="reported", source="old card"),
            ),
            result="4.0x",
        ),
    )


# --- gains ---------------------------------------------------------------------------------------------------------

MADE = definition(LOSS, elicitation=None, curve=None)


def gain(name: str, factor: Any = "2..8", **changes: Any) -> Tree:
    usual = {"name": name, "kind": "architecture", "metric": "loss", "measured_at": ["1e20 FLOP", "1e26 FLOP"]}
    return {**usual, "gain": factor, "seeds": 3, "source": "paper", **changes}


def with_gains(*gains: Tree, flop: str = "1e24 FLOP") -> Manifest:
    return manifest(of=MADE, curves=[], flop=flop, enhancement=list(gains))


MATTERS_NOT = "the baseline does not matter: every gain of the reference is in both"


@pytest.mark.parametrize(
    "ours, theirs, expected, baseline",
    [
        pytest.param(
            with_gains(gain("moe"), flop="4e24 FLOP"),
            with_gains(gain("moe")),
            ("value", "4.00 | 4.00 | 4.00"),
            MATTERS_NOT,
            id="the same gain cancels",
        ),
        pytest.param(
            with_gains(gain("opt", "1.5", relative_to=["moe"]), gain("moe"), flop="4e24 FLOP"),
            with_gains(gain("moe")),
            ("value", "6.00 | 6.00 | 6.00"),
            f"{MATTERS_NOT}; 'opt' is added",
            id="wherever it stands",
        ),
        pytest.param(
            with_gains(gain("opt", "1.5"), gain("moe"), flop="4e24 FLOP"),
            with_gains(gain("moe")),
            ("value", "1.99 | 6.00 | 9.06"),
            f"{MATTERS_NOT}; 'opt' is added",
            id="what stacking does to an added one does not cancel",
        ),
        pytest.param(
            with_gains(gain("opt", "1.5"), gain("moe"), flop="4e24 FLOP"),
            with_gains(gain("moe"), gain("opt", "1.5")),
            ("value", "4.00 | 4.00 | 4.00"),
            MATTERS_NOT,
            id="but does where the gains are the same",
        ),
        pytest.param(
            with_gains(gain("moe", ">5"), flop="4e24 FLOP"),
            with_gains(gain("moe", ">5")),
            ("value", "4.00 | 4.00 | 4.00"),
            MATTERS_NOT,
            id="a bound cancels too",
        ),
        pytest.param(
            with_gains(gain("moe"), flop="4e24 FLOP"),
            with_gains(gain("moe", source="another paper")),
            ("value", "1.00 | 4.00 | 16.0"),
            "the baseline matters: 'moe' counted for the reference and 'moe' for this model do not cancel",
            id="other evidence does not",
        ),
        pytest.param(
            with_gains(gain("moe"), flop="4e24 FLOP"),
            with_gains(gain("moe", "2..9")),
            ("value", "0.889 | 3.77 | 16.0"),
            "the baseline matters: 'moe' counted for the reference and 'moe' for this model do not cancel",
            id="another figure does not",
        ),
        pytest.param(
            with_gains(gain("moe", measured_at=["1e22 FLOP", "1e24 FLOP"]), flop="1e25 FLOP"),
            with_gains(gain("moe", measured_at=["1e22 FLOP", "1e24 FLOP"])),
            ("value", "1.12 | 10.0 | 89.3"),
            "the baseline matters: 'moe' counted for the reference and 'moe' for this model do not cancel",
            id="nor does one that is extrapolated here and not there",
        ),
        pytest.param(
            with_gains(flop="4e24 FLOP"),
            with_gains(gain("moe", "2")),
            ("value", "2.00 | 2.00 | 2.00"),
            "the baseline matters: 'moe' counted for the reference does not cancel",
            id="a gain that only the reference has",
        ),
    ],
)
def test_what_two_products_share_cancels(
    ours: Manifest, theirs: Manifest, expected: tuple[str, str], baseline: str
) -> None:
    found = between(ours, theirs, "gains")
    assert (shown(found), found.baseline) == (expected, baseline)


def test_two_gains_alike_are_matched_one_to_one() -> None:
    once, twice = with_gains(gain("moe")), with_gains(gain("moe"), gain("moe"))
    assert shown(between(twice, twice, "gains")) == ("value", "1.00 | 1.00 | 1.00")
    assert shown(between(twice, once, "gains")) == ("value", "0.664 | 4.00 | 12.1")


@pytest.mark.parametrize(
    "ours, theirs, expected",
    [
        ("<5", "2", ("at_most", "0 | - | 2.50")),
        ("<5", ">2", ("at_most", "0 | - | 2.50")),
        (">5", "2", ("at_least", "2.50 | - | -")),
        ("5", "<2", ("at_least", "2.50 | - | -")),
        (">5", "<2", ("at_least", "2.50 | - | -")),
        (">5", ">2", ("undefined", "the two are bounds that leave no bound of the ratio")),
        ("<5", "<2", ("undefined", "the two are bounds that leave no bound of the ratio")),
    ],
)
def test_products_that_are_bounds(ours: str, theirs: str, expected: tuple[str, str]) -> None:
    found = between(with_gains(gain("a", ours)), with_gains(gain("b", theirs)), "gains")
    assert shown(found) == expected


# --- laws ----------------------------------------------------------------------------------------------------------

SCORES = st.integers(1, 99).map(lambda n: Decimal(n) / 100)


@settings(max_examples=25, deadline=None)
@given(SCORES, st.none() | st.integers(5, 2000), st.sampled_from(["points", "log_linear"]))
def test_a_model_over_itself_is_one(score: Decimal, items: int | None, law: str) -> None:
    line = {"id": "curve", "law": "log_linear", "slope": "0.1"}
    read = manifest(row(str(score), items=items), curves=[llama_2() if law == "points" else line])
    for answer in routes(read):
        found = factor(ratio(answer, answer))
        assert (found.low, found.high) == (Fraction(1), Fraction(1))


@settings(max_examples=25, deadline=None)
@given(SCORES, SCORES)
def test_the_ratio_turned_round_is_one_over_it(one: Decimal, other: Decimal) -> None:
    line = {"id": "curve", "law": "log_linear", "slope": "0.1"}
    ours, theirs = (manifest(row(str(score)), curves=[line]) for score in (one, other))
    there, back = factor(between(ours, theirs)).central, factor(between(theirs, ours)).central
    assert there is not None
    assert back is not None
    assert abs(there * back - 1) < Fraction(1, 10**10)


# --- which gains are the same variable -----------------------------------------------------------------------------


def measured(name: str = "a", **changes: Any) -> Tree:
    usual = {"name": name, "kind": "architecture", "gain": "2..8", "metric": "loss", "source": "paper"}
    return {**usual, "measured_at": ["1e24 FLOP"], **changes}


def of_gains(flop: str, *gains: Tree) -> Manifest:
    return of_loss(flop=flop, enhancement=list(gains))


OTHER_SHARE = measured("c", source="another paper", overlaps_with=["a"])
SHARE = measured("b", overlaps_with=["a"])
PROMPT: Tree = measured(kind="prompting", metric="MMLU")


@pytest.mark.parametrize(
    "ours, theirs, expected",
    [
        pytest.param(of_gains("1e24", measured()), of_gains("1e24", measured()), "1.00 | 1.00 | 1.00", id="one place"),
        pytest.param(
            of_gains("1e25", measured()), of_gains("1e25", measured()), "1.00 | 1.00 | 1.00", id="both as far above"
        ),
        pytest.param(
            of_gains("1e25", measured()), of_gains("1e23", measured()), "5.02 | 100 | 1990", id="one above, one below"
        ),
        pytest.param(
            of_gains("1e24", measured(), SHARE), of_gains("1e24", measured(), SHARE), "1.00 | 1.00 | 1.00", id="a group"
        ),
        pytest.param(
            of_gains("1e24", measured(), SHARE),
            of_gains("1e24", measured(), OTHER_SHARE),
            "0.0312 | 1.00 | 32.0",
            id="a group with another gain in it",
        ),
        pytest.param(
            manifest(row("0.5", elicitation=None), enhancement=[PROMPT], flop="1e24"),
            manifest(row("0.6", elicitation=None), enhancement=[PROMPT], flop="1e24"),
            "0.125 | 1.00 | 8.00",
            id="one that may count for one model only",
        ),
    ],
)
def test_what_two_models_share(ours: Manifest, theirs: Manifest, expected: str) -> None:
    kind, ends = shown(between(ours, theirs, "gains"))
    assert (kind, ends) == ("value", expected)
