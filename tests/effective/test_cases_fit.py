"""The bootstrap of the 2022 points: the draws that come with flopguard, inverted."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from flopguard.definition.load import bundled_definitions
from flopguard.effective.curves.read import law_of
from flopguard.effective.curves.spread import Inversion, invert
from tests.effective.cases import case

COVERS = {"L17"}

CASE = case("L17")
NUMBERS = range(len(CASE.inputs["losses"]))
(CURVE,) = (curve for curve in bundled_definitions().curve if curve.id == "chinchilla-refit")


def inverted(number: int, level: Fraction) -> Inversion:
    """The case goes beyond the scores that were fitted, so that they are no limit here."""
    unrestricted = replace(CURVE, score_domain=None, domain=None)
    law = law_of(unrestricted, None)
    assert not isinstance(law, str), law
    return invert(unrestricted, law, CASE.inputs["losses"][number], None, level)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_interval_widens_towards_the_floor_until_it_has_no_top(number: int) -> None:
    found = inverted(number, Fraction(95, 100))
    assert found.method == "draws"
    assert found.low is not None
    width = "unbounded" if found.high is None else (found.high / found.low).log10()
    CASE.check(width, CASE.expected["width95_oom"][number])
    assert found.share_unreachable == CASE.expected["share_unreachable"][number]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_middle_of_the_draws_is_the_median_and_near_the_fit(number: int) -> None:
    found = inverted(number, Fraction(1, 100))
    assert found.low is not None
    assert found.high is not None
    near = pytest.approx(float(CASE.expected["log10C_median"][number]), abs=0.1)
    assert [float(each.log10()) for each in (found.low, found.high, found.answer.value)] == [near] * 3


def test_the_fit_was_made_on_the_scores_and_computes_of_the_case() -> None:
    assert CURVE.domain is not None
    assert CURVE.score_domain is not None
    for figure, ends in ((CURVE.domain, "data_compute_range"), (CURVE.score_domain, "data_loss_range")):
        for found, stated in zip((figure.estimate.low, figure.estimate.high), CASE.inputs[ends], strict=True):
            assert found is not None
            assert float(found) == pytest.approx(float(Decimal(stated)), rel=0.005)
