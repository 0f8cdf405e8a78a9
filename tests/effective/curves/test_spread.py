from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.definition.types import Curve, Metric
from flopguard.effective.curves.answer import EXACT, at_least, at_most, value
from flopguard.effective.curves.errors import Normals, errors_of, other_laws
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.power import Power
from flopguard.effective.curves.read import law_of
from flopguard.effective.curves.spread import Inversion, invert, outside, ratio_of
from flopguard.effective.intervals import deviations
from flopguard.quantity import DEFAULT_LEVEL
from tests.effective.curves.laws import near
from tests.effective.curves.test_read import ACCURACY, LOSS, POWER, TWO_POINTS, curve

D = Decimal
FIT = 'law = "power"\nfloor = "1.8172"\ncoefficient = "2708.5"\nexponent = "0.178286"\n'
ERRORS = (
    'uncertain = ["floor", "ln coefficient", "exponent"]\n'
    'covariance = [["0.0006", "0.0015", "0.00003"], ["0.0015", "0.04", "0.0009"], '
    '["0.00003", "0.0009", "0.00002041"]]\n'
)
SURE, UNSURE = curve(FIT), curve(FIT + ERRORS)
INDEX = curve('law = "log_linear"\nslope = "0.1683"\nslope_per = "e-fold"\n')


def law(of: Curve, metric: Metric | None = LOSS) -> Law:
    found = law_of(of, metric)
    assert isinstance(found, Law), found
    return found


def inverted(of: Curve, score: str, error: str | None = None, metric: Metric | None = LOSS) -> Inversion:
    return invert(of, law(of, metric), D(score), None if error is None else D(error))


def width(found: Inversion) -> Decimal:
    """The interval in orders of magnitude."""
    assert found.low is not None
    assert found.high is not None
    return EXACT.log10(EXACT.divide(found.high, found.low))


def test_without_uncertainty_the_interval_is_the_answer() -> None:
    found = inverted(SURE, "2.2")
    compute = found.answer.value
    assert found == Inversion(answer=value(compute), low=compute, high=compute, method="exact")
    past = inverted(SURE, "1.8")
    assert (past.answer.kind, past.low is not None, past.high, past.share_unreachable) == ("unbounded", True, None, 1)


def test_the_delta_method_is_the_stated_expansion() -> None:
    """Against the gradient written out: 1/(b(L-E)) for the score and the floor, 1/b for ln a, -ln C/b for b."""
    narrow = curve(FIT + 'uncertain = ["ln coefficient"]\ncovariance = [["0.0004"]]\n')
    found = inverted(narrow, "2.5", "0.01")
    fit = law(narrow)
    assert isinstance(fit, Power)
    by_coefficient = D("0.02") / fit.exponent
    by_score = D("0.01") / (fit.exponent * (D("2.5") - fit.floor))
    half = deviations(DEFAULT_LEVEL) * (by_coefficient**2 + by_score**2).sqrt()
    assert found.method == "delta"
    assert found.high is not None
    assert near(EXACT.ln(found.high / found.answer.value), half, "1e-20")


def test_refits_and_the_delta_method_agree_away_from_the_floor() -> None:
    """Refits drawn from the covariance give the interval of the covariance, to the luck of 4000 draws."""
    small = (
        'uncertain = ["floor", "ln coefficient", "exponent"]\n'
        'covariance = [["1e-5", "0", "0"], ["0", "0.0025", "0.00005"], ["0", "0.00005", "0.000002"]]\n'
    )
    stated = curve(FIT + small)
    fit = law(stated)
    drawn = list(other_laws(fit, errors_of(stated, fit), 4000, Normals(7)))
    rows = tuple(
        (Fraction(each.floor), Fraction(EXACT.ln(each.coefficient)), Fraction(each.exponent))
        for each in drawn
        if isinstance(each, Power)
    )
    refits = replace(stated, covariance=(), draws=rows)
    by_delta, by_draws = invert(stated, fit, D("2.6"), None), invert(refits, fit, D("2.6"), None)
    assert (by_delta.method, by_draws.method, by_draws.notes[0]) == ("delta", "draws", "4000 refits")
    assert abs(width(by_delta) - width(by_draws)) < D("0.05") * width(by_delta)


def test_the_interval_opens_towards_the_floor() -> None:
    """Widths grow without end as the loss nears the floor, and then there is no upper end."""
    found = [inverted(UNSURE, score) for score in ("2.5", "2.2", "2.0", "1.95")]
    assert all(less < more for less, more in pairwise(width(each) for each in found))
    assert [each.method for each in found] == ["delta", "delta", "sampled", "sampled"]
    near_floor = inverted(UNSURE, "1.83")
    assert near_floor.high is None
    assert D("0.05") < near_floor.share_unreachable < 1
    assert near_floor.low is not None
    assert near_floor.low < near_floor.answer.value
    assert near_floor.notes[0] == "1000 inversions of curves drawn from the errors, seed 0"
    assert near_floor.notes[2] == "by the luck of the sample alone the upper end is no bound"


def test_past_the_floor_some_curves_still_reach_it() -> None:
    found = inverted(UNSURE, "1.80")
    assert (found.answer.kind, found.high) == ("unbounded", None)
    assert D("0.5") < found.share_unreachable < 1
    assert found.low is not None


def test_the_same_seed_gives_the_same_interval_and_another_one_nearly() -> None:
    fit, other = law(UNSURE), replace(UNSURE, seed=1)
    invert.cache_clear()
    first = invert(UNSURE, fit, D("2.0"), None)
    invert.cache_clear()
    assert invert(UNSURE, fit, D("2.0"), None) == first
    again = invert(other, fit, D("2.0"), None)
    assert again != first
    assert abs(width(again) - width(first)) < D("0.1") * width(first)


REFITS = curve(POWER + 'uncertain = ["floor"]\ndraws = [["1.6"], ["1.7"], ["1.75"], ["1.85"]]\n')


def test_each_refit_is_inverted() -> None:
    found = inverted(REFITS, "1.8")
    lowest = Power(D("1.6"), D(1000), D("0.15")).compute(D("1.8")).value
    assert (found.low, found.high, found.method) == (lowest, None, "draws")
    assert found.share_unreachable == D("0.25")
    assert found.notes[0] == "4 refits"


def test_a_refit_that_makes_no_curve_counts_as_anything() -> None:
    refits = curve(POWER + 'uncertain = ["exponent"]\ndraws = [["0.14"], ["0.15"], ["-0.01"]]\n')
    found = inverted(refits, "2.0")
    assert (found.low, found.high) == (None, None)
    assert found.notes[-1] == "1 of 3 sets of parameters make no curve; each counts as lying anywhere"


def test_the_fit_lies_in_the_interval_of_its_refits() -> None:
    refits = curve(POWER + 'uncertain = ["exponent"]\ndraws = [["0.16"], ["0.17"]]\n')
    found = inverted(refits, "2.0")
    assert found.high == found.answer.value


def test_an_error_of_the_score_is_sampled_beside_refits() -> None:
    found = inverted(REFITS, "2.2", "0.01")
    assert found.notes[0] == "1000 inversions of 4 refits, seed 0"
    assert width(found) > width(inverted(REFITS, "2.2"))


def test_intervals_of_figures_are_uncertainties_of_their_own() -> None:
    wide = curve(FIT.replace('"2708.5"', '{ value = "2708.5", low = "2500", high = "2934" }'))
    found = inverted(wide, "2.5")
    assert found.method == "delta"
    assert found.high is not None
    expected = EXACT.ln(D("2934") / D("2500")) / 2 / D("0.178286")
    assert near(EXACT.ln(found.high / found.answer.value), expected, "1e-15")
    named = curve(
        FIT.replace('"2708.5"', '{ value = "2708.5", low = "2500", high = "2934" }')
        + 'uncertain = ["ln coefficient"]\ncovariance = [["0"]]\n'
    )
    counted_once = inverted(named, "2.5")
    assert counted_once.low is not None
    assert near(counted_once.low, counted_once.answer.value)


def test_points_with_standard_errors() -> None:
    rough = 'law = "points"\n' + TWO_POINTS.replace('"40%"', '"40%", standard_error = "2%"')
    sure, unsure = (
        inverted(curve('law = "points"\n' + TWO_POINTS), "0.5", metric=ACCURACY),
        inverted(curve(rough), "0.5", metric=ACCURACY),
    )
    assert (sure.method, unsure.method) == ("exact", "sampled")
    assert sure.answer == unsure.answer
    assert D("0.1") < width(unsure) < D("0.3")
    at_end = inverted(curve(rough), "0.41", metric=ACCURACY)
    assert (at_end.low, at_end.high is None) == (None, False)  # the first point may be better than this


def test_points_have_no_scenario_beyond_themselves() -> None:
    ends = curve('law = "points"\nscore_domain = "0.4..0.6"\n' + TWO_POINTS)
    found = inverted(ends, "0.9", metric=ACCURACY)
    assert found.answer.kind == "at_least"
    assert not [note for note in found.notes if "scenario" in note]


DOMAIN = 'domain = "1e18..1e22 FLOP"\nscore_domain = "2.0..3.4"\n'


@pytest.mark.parametrize("score, end, better", [("1.9", "2", True), ("1.8", "2", True), ("3.5", "3.4", False)])
def test_outside_the_fitted_scores_there_is_a_bound(score: str, end: str, better: bool) -> None:
    fitted = curve(FIT + DOMAIN)
    found, limit = inverted(fitted, score), inverted(SURE, end).answer.value
    side = "better" if better else "worse"
    reason = f"{score} is {side} than {end}, where the fitted scores end"
    assert found.answer == (at_least if better else at_most)(limit, reason)
    assert (found.low, found.high) == ((limit, None) if better else (None, limit))
    assert found.notes[-1].startswith("the law itself, beyond the scores it was fitted to, would give ")
    assert found.notes[-1].endswith(": a scenario, no evidence")


@pytest.mark.parametrize(
    "score, error, open_ends",
    [
        ("2.5", "0.1", (False, False)),
        ("2.05", "0.1", (False, True)),
        ("3.35", "0.1", (True, False)),
        ("2.7", "0.6", (True, True)),
        ("1.99", "0.1", (False, True)),
        ("3.41", "0.1", (True, False)),
    ],
)
def test_an_error_that_reaches_out_of_the_fitted_scores_opens_the_interval(
    score: str, error: str, open_ends: tuple[bool, bool]
) -> None:
    found = inverted(curve(FIT + DOMAIN), score, error)
    assert (found.low is None, found.high is None) == open_ends


def test_a_bound_is_no_surer_than_the_score() -> None:
    fitted = curve(FIT + DOMAIN)
    sure, noisy = inverted(fitted, "1.99"), inverted(fitted, "1.99", "0.1")
    assert noisy.answer == sure.answer
    assert sure.low == sure.answer.value
    assert noisy.low is not None
    assert noisy.low < sure.answer.value


@pytest.mark.parametrize(
    "ours, theirs, open_ends",
    [
        (("2.05", "0.1"), ("2.5", None), (False, True)),
        (("2.5", None), ("2.05", "0.1"), (True, False)),
        (("3.35", "0.1"), ("2.5", None), (True, False)),
        (("2.5", "0.1"), ("2.6", "0.1"), (False, False)),
    ],
)
def test_the_ratio_is_open_where_one_score_may_be_anything(
    ours: tuple[str, str | None], theirs: tuple[str, str | None], open_ends: tuple[bool, bool]
) -> None:
    fitted = curve(FIT + DOMAIN)
    scores = [(D(score), None if error is None else D(error)) for score, error in (ours, theirs)]
    found = ratio_of(fitted, law(fitted), scores[0], scores[1])
    assert (found.low is None, found.high is None) == open_ends


def test_the_scenario_is_what_the_law_says() -> None:
    assert "would give 2.10e25 FLOP" in inverted(curve(FIT + DOMAIN), "1.9").notes[-1]
    assert "would give no compute (no compute reaches 1.8" in inverted(curve(FIT + DOMAIN), "1.8").notes[-1]


def test_a_ratio_with_a_bound() -> None:
    fitted = curve(FIT + DOMAIN)
    found = ratio_of(fitted, law(fitted), (D("1.9"), None), (D("2.5"), None))
    expected = inverted(SURE, "2").answer.over(inverted(SURE, "2.5").answer)
    assert (found.answer.kind, found.answer.value, found.low, found.high) == (
        "at_least",
        expected.value,
        expected.value,
        None,
    )
    both = ratio_of(fitted, law(fitted), (D("1.9"), None), (D("1.95"), None))
    assert (both.answer.kind, both.low, both.high) == ("undefined", None, None)


def test_what_is_common_cancels_in_a_ratio() -> None:
    """An error of the coefficient alone moves both computes alike."""
    moved = curve(FIT + 'uncertain = ["ln coefficient"]\ncovariance = [["0.01"]]\n')
    found = ratio_of(moved, law(moved), (D("2.2"), None), (D("2.5"), None))
    assert found.method == "delta"
    assert found.low is not None
    assert found.high is not None
    assert near(found.low, found.high)
    refits = curve(POWER + 'uncertain = ["coefficient"]\ndraws = [["900"], ["1000"], ["1100"]]\n')
    by_draws = ratio_of(refits, law(refits), (D("2.2"), None), (D("2.5"), None))
    assert by_draws.low is not None
    assert by_draws.high is not None
    assert near(by_draws.low, by_draws.high)


def test_a_line_without_an_anchor_has_ratios_alone() -> None:
    alone = inverted(INDEX, "1", metric=None)
    assert (alone.answer.kind, alone.low, alone.high) == ("undefined", None, None)
    found = ratio_of(INDEX, law(INDEX, None), (D("1.25"), None), (D("1"), None))
    exactly = law(INDEX, None).ratio(D("1.25"), D("1"))  # type: ignore[attr-defined]
    assert near(found.answer.value, exactly.value)
    assert (found.low, found.high, found.method) == (found.answer.value, found.answer.value, "exact")
    noisy = ratio_of(INDEX, law(INDEX, None), (D("1.25"), D("0.02")), (D("1"), D("0.02")))
    half = deviations(DEFAULT_LEVEL) * D("0.0008").sqrt() / D("0.1683")
    assert noisy.high is not None
    assert near(EXACT.ln(noisy.high / noisy.answer.value), half, "1e-15")


@pytest.mark.parametrize(
    "score, compute, words",
    [
        ("2.5", "1e20", None),
        (None, None, None),
        ("2.0", "1e22", None),
        ("1.9", None, "the score 1.9 is 0.1 below the fitted scores, which end at 2"),
        ("3.5", None, "the score 3.5 is 0.1 above the fitted scores, which end at 3.4"),
        (None, "1e24", "1e24 FLOP is 2.0 orders of magnitude above the fitted compute, which ends at 1e22 FLOP"),
        (None, "1e17", "1e17 FLOP is 1.0 orders of magnitude below the fitted compute, which ends at 1e18 FLOP"),
    ],
)
def test_how_far_outside_a_curve(score: str | None, compute: str | None, words: str | None) -> None:
    fitted = curve(FIT + DOMAIN)
    score_, compute_ = (None if text is None else D(text) for text in (score, compute))
    assert outside(fitted, law(fitted), score_, compute_) == words
    assert outside(SURE, law(SURE), D("1.9"), D("1e30")) is None


@given(st.decimals(D("1.5"), D("3.5"), places=3), st.sampled_from([None, "0.01", "0.05"]))
@settings(max_examples=12)
def test_an_interval_holds_its_answer_and_is_finite(score: Decimal, error: str | None) -> None:
    found = invert(UNSURE, law(UNSURE), score, None if error is None else D(error))
    ends = [end for end in (found.low, found.high) if end is not None]
    assert all(end.is_finite() and end > 0 for end in ends)
    if found.answer.kind == "value":
        assert found.low is None or found.low <= found.answer.value
        assert found.high is None or found.answer.value <= found.high
    assert 0 <= found.share_unreachable <= 1


@given(st.decimals(D("2.1"), D("3.4"), places=3), st.decimals(D("0.001"), D("0.1"), places=3))
@settings(max_examples=25)
def test_a_higher_level_is_wider(score: Decimal, error: Decimal) -> None:
    levels = (Fraction(1, 2), Fraction(9, 10), Fraction(99, 100))
    widths = [width(invert(SURE, law(SURE), score, error, level)) for level in levels]
    assert widths[0] < widths[1]
    assert widths[1] <= widths[2] * D("1.05")


def test_a_score_below_the_floor_whatever_its_error_leaves_the_bound_of_the_fitted_scores() -> None:
    read = curve(
        'law = "power"\nfloor = "0.45"\ncoefficient = "12"\nexponent = "0.06"\nscore_domain = "0.80..1.05"\n'
        'uncertain = ["exponent"]\ncovariance = [[1e-8]]\n'
    )
    sure, noisy = (inverted(read, "0.44", error) for error in (None, "0.0004"))
    assert (noisy.answer, noisy.low, noisy.high) == (sure.answer, sure.low, None)
    assert noisy.low is not None
