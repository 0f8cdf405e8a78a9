"""Effective compute against a line in FLOP: both routes, several definitions, and the floor of actual compute."""

from __future__ import annotations

import pytest

from flopguard.policy.types import Policy
from flopguard.result import Cause, MetricVerdict, Outcome
from tests.evaluate.effective_support import bent, definition, gain, index, line, loss, model, power, score
from tests.evaluate.support import card, judged, policy, settings

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED


def law(more: str = "", *, sign: str = "at_least", top: str = "") -> Policy:
    return policy(f'quantity = "effective_compute", {sign} = "1e26 FLOP"{more}', top=top)


def at(value: str) -> str:
    return gain(value, metric="reasoning")


LOSS = definition()
BOTH = definition(metric="reasoning", kind="accuracy", curve="c") + line("c")
LIMIT = definition(metric="web", kind="loss", curve="c") + power("c")


BENT = definition(metric="reasoning", kind="accuracy", curve="c") + bent("c")
ROUTES = [
    ("a score that several amounts have", model(BENT, score("57%")), OPEN, (Cause.MISSING,)),
    ("a score that several amounts have, and gains", model(BENT, score("57%"), at("4")), OPEN, (Cause.MISSING,)),
    ("a score that one amount has", model(BENT, score("70%")), YES, ()),
    ("the gains alone, over it", model(LOSS, gain("4")), YES, ()),
    ("the gains alone, on it", model(LOSS, gain("10/3")), YES, ()),
    ("the gains alone, below it", model(LOSS, gain("3.3")), NO, ()),
    ("the gains alone, across it", model(LOSS, gain("3..4")), OPEN, (Cause.INTERVAL,)),
    ("gains of no stated kind of evidence", model(LOSS), OPEN, (Cause.MISSING,)),
    ("what never counts is a gain of 1", model(LOSS, gain("8", kind="hardware_utilisation")), NO, ()),
    ("a score alone, over it", model(BOTH, score("71%")), YES, ()),
    ("a score alone, below it", model(BOTH, score("69%")), NO, ()),
    ("a score without gains and without a row", model(BOTH), OPEN, (Cause.MISSING,)),
    ("both over it", model(BOTH, score("71%"), at("4")), YES, ()),
    ("both below it", model(BOTH, score("69%"), at("3")), NO, ()),
    ("on different sides", model(BOTH, score("71%"), at("3")), OPEN, (Cause.CONFLICT,)),
    ("on different sides, the other way", model(BOTH, score("69%"), at("4")), OPEN, (Cause.CONFLICT,)),
    ("gains that cannot be multiplied", model(BOTH, score("71%"), gain("4", metric="other")), YES, ()),
    ("a score that is not there", model(BOTH, at("4")), YES, ()),
    ("a score that is at least this", model(BOTH, score(">=71%")), YES, ()),
    ("a score that is at least less", model(BOTH, score(">=69%")), OPEN, (Cause.INTERVAL,)),
    ("a score that is at most this", model(BOTH, score("<=69%")), NO, ()),
    ("a score beyond the limit, alone", model(LIMIT, loss("1.4")), OPEN, (Cause.MISSING,)),
    ("a score beyond the limit, and gains over it", model(LIMIT, loss("1.4"), gain("4")), YES, ()),
    ("beyond the limit, and gains below", model(LIMIT, loss("1.4"), gain("3")), OPEN, (Cause.CONFLICT,)),
]


@pytest.mark.parametrize("text, outcome, because", [pytest.param(*case[1:], id=case[0]) for case in ROUTES])
def test_routes_count_as_far_as_they_agree(text: str, outcome: Outcome, because: tuple[Cause, ...]) -> None:
    found = judged(text, law())
    assert (found.outcome, found.because) == (outcome, because)


MISSING = [
    (model(), "a [[definition]] with its metric, baseline and scale_side and gains measured on it"),
    (model(LOSS), "the gains of the model over the baseline ([[enhancement]]), or its score"),
    (model(LIMIT, loss("1.4")), "a later baseline"),
    (model(definition(metric="")), "lacks metric"),
]


@pytest.mark.parametrize("text, missing", MISSING)
def test_what_is_missing_is_said(text: str, missing: str) -> None:
    found = judged(text, law())
    assert any(missing in what for what in found.missing), found.missing


def test_the_other_route_is_left_aside_in_words() -> None:
    found = judged(model(BOTH, at("4")), law())
    assert any("inversion (c) is left aside: " in step.what for step in found.steps)


# --- the floor -----------------------------------------------------------------------------------------------------

FLOOR = [
    ("", "2e26", "0.1", YES, True),
    (", raw_floor = false", "2e26", "0.1", NO, False),
    ("", "2e26", "2", YES, False),
    ("", "3e25", "2", NO, False),
    (", raw_floor = false", "2e26", "2", YES, False),
]


@pytest.mark.parametrize("more, flop, factor, outcome, is_assumed", FLOOR)
def test_an_adjustment_never_hides_that_actual_compute_is_over_the_line(
    more: str, flop: str, factor: str, outcome: Outcome, is_assumed: bool
) -> None:
    found = judged(model(LOSS, gain(factor), flop=flop), law(more))
    assert found.outcome is outcome
    assumed = [text for text in found.assumptions if "actual compute over the line is enough" in text]
    assert bool(assumed) is is_assumed
    over = [step for step in found.steps if step.what.startswith("actual compute is over the line by itself")]
    assert bool(over) is (flop == "2e26" and factor == "0.1")


def test_the_floor_says_what_decides() -> None:
    found = judged(model(LOSS, gain("0.1"), flop="2e26"), law())
    assert found.assumptions == (
        "that the gains that are stated are all there are",
        "that actual compute over the line is enough (2.0e26 against >= 1e26 FLOP), although the adjusted amount is "
        "not over it (2.0e25 against >= 1e26 FLOP)",
    )


def test_actual_compute_over_the_line_is_enough_without_any_definition() -> None:
    assert judged(model(flop="2e26"), law(', counting = "all"')).outcome is YES
    assert judged(model(flop="2e25"), law(', counting = "all"')).outcome is OPEN
    assert judged(model(flop="2e26"), law(', counting = "all", raw_floor = false')).outcome is OPEN


ACKNOWLEDGED = """[[acknowledgement]]
trigger = "p/t"
policy_version = "v1"
up_to = "1.3x"
by = "b"
reason = "r"
evidence = "e"
date = 2026-01-01
expires = 2027-01-01
"""


def test_no_acknowledgement_is_measured_by_the_floor() -> None:
    """Actual compute is 1.2x the line; how far effective compute is over it nobody knows."""
    by = law(', counting = "all"')
    found = judged(model(ACKNOWLEDGED, flop="1.2e26"), by)
    assert (found.outcome, found.margin, found.probability, found.acknowledgement) == (YES, None, None, None)
    raw = judged(
        model(ACKNOWLEDGED, flop="1.2e26"),
        policy('quantity = "training_compute", counting = "all", more_than = "1e26"'),
    )
    assert raw.acknowledgement is not None


def test_a_line_from_above_has_no_floor() -> None:
    assert judged(model(LOSS, gain("0.1"), flop="2e26"), law(sign="less_than")).outcome is YES


# --- several definitions -------------------------------------------------------------------------------------------

TWO = index("r", "reasoning") + index("k", "recall") + line("c")
THREE = TWO + index("x", "extra")


def scores(reasoning: str, recall: str, extra: str = "") -> str:
    rows = score(reasoning) + score(recall, name="recall")
    return rows + (score(extra, name="extra") if extra else "")


COMBINED = [
    ("", "71%", "69%", OPEN, (Cause.READINGS,)),
    ("any", "71%", "69%", YES, ()),
    ("all", "71%", "69%", NO, ()),
    ("median", "71%", "69%", OPEN, (Cause.READINGS,)),
    ("", "71%", "72%", YES, ()),
    ("", "61%", "62%", NO, ()),
    ("all", "71%", "72%", YES, ()),
    ("any", "61%", "62%", NO, ()),
]


@pytest.mark.parametrize("primary, reasoning, recall, outcome, because", COMBINED)
def test_metrics_are_combined_as_the_text_says_or_not_at_all(
    primary: str, reasoning: str, recall: str, outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    more = f', primary_metric = "{primary}"' if primary else ""
    found = judged(model(TWO, scores(reasoning, recall), flop="1e24"), law(more))
    assert (found.outcome, found.because) == (outcome, because)


def test_of_three_metrics_the_middle_one_decides() -> None:
    more = ', primary_metric = "median"'
    assert judged(model(THREE, scores("71%", "69%", "72%"), flop="1e24"), law(more)).outcome is YES
    assert judged(model(THREE, scores("71%", "69%", "62%"), flop="1e24"), law(more)).outcome is NO


def test_each_metric_has_an_answer_of_its_own() -> None:
    """Better reasoning with worse recall is seen, whichever of them decides."""
    found = judged(model(TWO, scores("75%", "55%"), flop="1e24"), law(', primary_metric = "any"'))
    assert found.outcome is YES
    assert found.metrics == (
        MetricVerdict(metric="reasoning", definition="r", outcome=YES, comparison="3.2e26 against >= 1e26 FLOP"),
        MetricVerdict(metric="recall", definition="k", outcome=NO, comparison="3.2e24 against >= 1e26 FLOP"),
    )


def test_one_definition_has_no_answers_beside_the_verdict() -> None:
    assert judged(model(BOTH, score("71%")), law()).metrics == ()


def test_a_leaf_may_name_its_definition() -> None:
    text = model(TWO, scores("75%", "55%"), flop="1e24")
    assert [judged(text, law(f', definition = "{name}"')).outcome for name in ("r", "k", "z")] == [YES, NO, OPEN]


def test_the_definition_of_the_text_comes_before_those_of_the_manifest() -> None:
    text = model(TWO, scores("75%", "55%"), flop="1e24")
    assert judged(text, law(top=index("own", "recall") + line("c"))).outcome is NO


def test_the_other_fits_of_a_baseline_are_readings() -> None:
    """One score on five published slopes: the curve decides, and none of them is taken for the right one."""
    steep = index(more='other_curves = ["s"]') + line("c") + line("s", slope="20%")
    apart = judged(model(steep, score("71%"), flop="1e24"), law())
    assert (apart.outcome, apart.because) == (OPEN, (Cause.READINGS,))
    assert judged(model(steep, score("95%"), flop="1e24"), law()).outcome is YES
    assert judged(model(steep, score("60%"), flop="1e24"), law()).outcome is NO


# --- what would settle it, and other figures -----------------------------------------------------------------------


def test_that_metrics_part_is_something_to_settle() -> None:
    found = judged(model(TWO, scores("75%", "55%"), flop="1e24"), law())
    what = "which definition decides: definition 'k' on recall, definition 'r' on reasoning"
    assert found.missing == (what,)
    assert [[item.what for item in group] for group in found.settled_by] == [[what]]


def test_another_figure_of_the_same_run_is_a_conflict_under_a_definition_too() -> None:
    """By the reported figure it is over the line, by 6 x parameters x tokens it is not."""
    shape = '[architecture]\nparameters = "1e12"\n'
    run = 'component = "pretrain"\nflop = "4e25"\ntokens = "4e12"'
    text = card(run, complete=True, more=shape + LOSS + gain("3"))
    alone = judged(text.replace('\ntokens = "4e12"', ""), law())
    assert (alone.outcome, alone.because) == (YES, ())
    found = judged(text, law())
    assert (found.outcome, found.because) == (OPEN, (Cause.CONFLICT,))


def test_only_one_reading_of_a_measure_takes_the_definitions_of_its_kind() -> None:
    text = model(LOSS, gain("4", of="d"), index("r"), line("c"), score("69%"))
    assert judged(text, law(', measure = "loss"')).outcome is YES
    assert judged(text, law(', measure = "benchmark"')).outcome is NO
    assert judged(text, law(', measure = "index"')).outcome is OPEN


def test_a_gain_of_which_it_is_open_what_it_belongs_to_is_no_gain_of_one() -> None:
    two = LOSS + definition("e")
    below = judged(model(two, gain("3")), law(', definition = "d"'))
    assert (below.outcome, below.because) == (OPEN, (Cause.MISSING,))
    assert below.missing == (
        "which definition each gain belongs to: /enhancement/0/definition (it names no definition, and there are 2)",
    )
    beside = judged(model(two, gain("3", of="d"), gain("3", name="opt")), law(', definition = "d"'))
    assert (beside.outcome, beside.because) == (OPEN, (Cause.MISSING,))
    assert judged(model(two, gain("3", of="d")), law(', definition = "d"')).outcome is NO


# --- a policy's own definition -------------------------------------------------------------------------------------

OLDER = LOSS.replace("2023-06-30", "2015-01-01")
TITLED = LOSS.replace('id = "d"', 'id = "d"\ntitle = "as our policy has it"')
OWNERS = [
    ("the gain of the policy's definition", gain("9", of="d"), YES),
    ("a gain of the one definition that there is", gain("9"), YES),
    ("the same definition said again", TITLED + gain("9", of="d"), YES),
    ("another definition of the same id", OLDER + gain("9", of="d"), OPEN),
    ("the gain of the manifest's only definition", OLDER + gain("9"), OPEN),
    ("the gain of the manifest's definition of another id", definition("x") + gain("9"), OPEN),
    ("the gain of one of several definitions", TITLED + definition("x") + gain("9"), OPEN),
]


@pytest.mark.parametrize("tables, outcome", [pytest.param(*case[1:], id=case[0]) for case in OWNERS])
def test_a_gain_under_the_manifests_definition_is_none_under_the_policys(tables: str, outcome: Outcome) -> None:
    """The gain was measured against the baseline that the manifest means, whatever the two are called."""
    by = policy('quantity = "effective_compute", definition = "d", at_least = "1e26 FLOP"', more=LOSS)
    assert judged(model(tables), by).outcome is outcome


# --- lines from above ----------------------------------------------------------------------------------------------


def test_a_gain_that_is_not_stated_may_lower_what_has_to_stay_below() -> None:
    below, whatever = law(sign="less_than"), settings(unstated=None)
    text = model(LOSS, gain("9"))
    assert judged(text, below).outcome is NO
    assert judged(text, below, whatever).outcome is OPEN


def test_a_score_beyond_the_curve_is_not_below_a_line() -> None:
    """The gains say 2e24 FLOP; no compute of the baseline reaches the score."""
    text = model(definition(curve="c"), power("c"), loss("1.4"), gain("2"), flop="1e24")
    for sign in ("less_than", "at_least"):
        found = judged(text, law(sign=sign))
        assert (found.outcome, found.because) == (OPEN, (Cause.CONFLICT,))
