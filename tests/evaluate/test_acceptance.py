"""How a verdict is reached, by tiny policies: exactness, silence, ratios, conflict, intervals."""

from __future__ import annotations

from pathlib import Path

import pytest

from flopguard.evaluate.facts import DecisionRule
from flopguard.manifest.load import Loaded
from flopguard.result import Cause, Outcome
from tests.evaluate.support import card, counting, family, judged, phase, policy, pretrain, settings

MORE = 'quantity = "training_compute", counting = "all", more_than = "1e25"'
AT_LEAST = 'quantity = "training_compute", counting = "all", at_least = "1e25"'
BELOW = 'quantity = "training_compute", counting = "all", less_than = "1e25"'
AT_MOST = 'quantity = "training_compute", counting = "all", at_most = "1e25"'
YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
MFU = 'utilisation = "40%", utilisation_kind = "mfu"'


# --- exactly on the line -----------------------------------------------------------------------------------------

SPLITS = [
    ["1e24"] * 10,
    ["1e25"],
    ["5e24", "3e24", "2e24"],
    ["9.9e24", "1e23"],
    ["1e25/3", "1e25/3", "1e25/3"],
    ["0.1e24"] * 9 + ["9.1e24"],
    ["9999999999999999999999999", "1"],
]


@pytest.mark.parametrize("parts", SPLITS)
@pytest.mark.parametrize("when, outcome", [(MORE, NO), (AT_LEAST, YES), (BELOW, NO), (AT_MOST, YES)])
def test_parts_that_add_to_the_line_are_on_the_line(parts: list[str], when: str, outcome: Outcome) -> None:
    for order in (parts, parts[::-1]):
        found = judged(card(*map(pretrain, order), complete=True), policy(when))
        assert (found.outcome, found.because, found.margin) == (outcome, (), 1.0)


@pytest.mark.parametrize("components", [("pretrain", "rl_update"), ("rl_update", "pretrain")])
def test_the_parts_may_be_of_any_component(components: tuple[str, str]) -> None:
    text = card(*(phase(key, "5e24") for key in components), complete=True)
    assert [judged(text, policy(when)).outcome for when in (MORE, AT_LEAST)] == [NO, YES]


FRAGILE = [
    ("1e25", "", True),
    ("1.000000e25", "", True),
    ("9e24", "", False),
    ("9e24", 'tolerance = "30%"', True),
    ("7.7e24", 'tolerance = "30%"', True),
    ("7.0e24", 'tolerance = "30%"', False),
    ("1.42e25", 'tolerance = "30%"', True),
    ("1.5e25", 'tolerance = "30%"', False),
    ("9.9e24", "", False),
    ("9.95e24", 'tolerance = "0.1%"', False),
]


@pytest.mark.parametrize("flop, tolerance, fragile", FRAGILE)
def test_a_verdict_is_fragile_where_the_last_digit_or_the_tolerance_crosses(
    flop: str, tolerance: str, fragile: bool
) -> None:
    found = judged(card(pretrain(flop), complete=True), policy(MORE, trigger=tolerance))
    assert (found.outcome is not OPEN, found.fragile) == (True, fragile)


def test_the_written_digits_and_not_the_value_make_it_fragile() -> None:
    outcomes = [judged(card(pretrain(flop), complete=True), policy(MORE)) for flop in ("1.0e25", "9.6e24", "1e25")]
    assert [found.fragile for found in outcomes] == [True, False, True]
    assert not judged(card(pretrain("9.6e24"), complete=True), policy(MORE)).fragile
    assert judged(card(pretrain("9.96e24"), complete=True), policy(MORE, trigger='tolerance = "1%"')).fragile


# --- what is not stated ------------------------------------------------------------------------------------------


def test_nothing_about_the_rest_leaves_it_open() -> None:
    found = judged(card(pretrain("9e24")), policy(MORE, trigger='tolerance = "30%"'))
    assert (found.outcome, found.because, found.lean, found.margin) == (OPEN, (Cause.MISSING,), NO, 0.9)
    assert [[(item.input, item.tips_at) for item in group] for group in found.settled_by] == [
        [("/scope/complete", "1e24")]
    ]
    assert found.assumptions == ("that unstated components of M add at most 1x what is stated",)
    assert not found.fragile


def test_a_source_that_says_it_is_complete_closes_it() -> None:
    found = judged(card(pretrain("9e24"), complete=True), policy(MORE, trigger='tolerance = "30%"'))
    assert (found.outcome, found.because, found.fragile, found.assumptions) == (NO, (), True, ())


ORIGIN = [
    ("nothing at all", card(), OPEN, OPEN),
    ("neither pretrain nor base", card(phase("rl_update", "1e20")), OPEN, OPEN),
    ("pretrain alone", card(pretrain("1e20")), NO, NO),
    ("base = none, no pretrain", card(phase("rl_update", "1e20"), model='base = "none"'), OPEN, OPEN),
    ("unknown base", card(pretrain("1e20"), model='base = [{ name = "B" }]'), OPEN, OPEN),
    ("stated base", card(phase("rl_update", "1e20"), model='base = [{ name = "B", compute = "1e20" }]'), NO, NO),
    ("pretrain without a figure", card('component = "pretrain"', phase("rl_update", "1e20")), OPEN, OPEN),
    ("some of two runs", card(pretrain("1e20"), 'component = "pretrain"'), OPEN, OPEN),
]


@pytest.mark.parametrize("name, text, at_once, at_none", ORIGIN)
def test_weights_of_unknown_origin_have_no_upper_total(
    name: str, text: str, at_once: Outcome, at_none: Outcome
) -> None:
    assert judged(text, policy(MORE)).outcome is at_once, name
    assert judged(text, policy(MORE), settings(unstated=0)).outcome is at_none, name
    assert judged(text, policy(MORE), settings(unstated=None)).outcome is OPEN, name


def test_an_unbounded_total_has_no_lean() -> None:
    assert judged(card(phase("rl_update", "1e20")), policy(MORE)).lean is None


def test_an_unknown_base_stays_open_although_all_else_is_stated() -> None:
    found = judged(card(pretrain("1e20"), model='base = [{ name = "B" }]', complete=True), policy(MORE))
    assert (found.outcome, found.because) == (OPEN, (Cause.MISSING,))


def test_no_base_closes_what_is_inherited() -> None:
    rule = counting(rest="out", pretrain="in", base_inherited="in", ancestor_merge="in")
    texts = [card(pretrain("9e24"), model=base) for base in ("", 'base = "none"')]
    assert [judged(text, policy(MORE, rule=rule)).outcome for text in texts] == [OPEN, NO]


def test_a_zero_closes_its_component() -> None:
    rule = counting(rest="out", pretrain="in", rl_update="in")
    texts = [card(pretrain("9e24"), *more) for more in ((), (phase("rl_update", "0"),))]
    assert [judged(text, policy(MORE, rule=rule)).outcome for text in texts] == [OPEN, NO]


@pytest.mark.parametrize(
    "unstated, flop, outcome",
    [(0, "9e24", NO), (0, "1.1e25", YES), (1, "5e24", NO), (1, "5.1e24", OPEN), (2, "4e24", OPEN), (2, "3e24", NO)],
)
def test_how_much_may_be_missing_is_a_choice(unstated: int, flop: str, outcome: Outcome) -> None:
    assert judged(card(pretrain(flop)), policy(MORE), settings(unstated=unstated)).outcome is outcome


def test_a_triggered_verdict_needs_nothing_more() -> None:
    for unstated in (0, 1, None):
        assert judged(card(pretrain("2e25")), policy(MORE), settings(unstated=unstated)).outcome is YES


def test_a_component_that_is_out_is_not_missed() -> None:
    rule = counting(rest="out", pretrain="in")
    assert judged(card(pretrain("9e24")), policy(MORE, rule=rule), settings(unstated=None)).outcome is NO


SLACK = [
    ("what is out is stated all the same", (pretrain("1e24"), phase("rl_update", "8e24")), "", "rl_update", NO, OPEN),
    ("nothing that counts is stated", (phase("rl_update", "2e25"), pretrain("0")), "", "rl_update", OPEN, OPEN),
    ("nothing that counts, and little else", (phase("rl_update", "1e24"), pretrain("0")), "", "rl_update", NO, NO),
    ("a zero bounds nothing", (pretrain("0"),), "", "", OPEN, OPEN),
    ("zeros bound nothing", (pretrain("0"), phase("rl_update", "0")), "", "rl_update", OPEN, OPEN),
    ("what may be nothing bounds nothing", (pretrain("0..1e20"),), "", "", OPEN, OPEN),
    ("an upper bound says how small it is", (pretrain("<1e20"),), "", "", NO, NO),
    ("integer operations are stated too", (pretrain("9e24", 'arithmetic = "int8"'),), "", "", NO, OPEN),
    ("a base that counts", (phase("midtrain_sft", "1e22"),), "9e24", "", OPEN, OPEN),
    ("a base that does not", (phase("midtrain_sft", "1e22"),), "9e24", "base_inherited", NO, NO),
]


@pytest.mark.parametrize("name, phases, base, out, at_once, at_twice", SLACK, ids=[entry[0] for entry in SLACK])
def test_all_that_is_stated_bounds_the_rest(
    name: str, phases: tuple[str, ...], base: str, out: str, at_once: Outcome, at_twice: Outcome
) -> None:
    text = card(*phases, model=f'base = [{{ name = "B", compute = "{base}" }}]' if base else "")
    rule = counting(**({out: "out"} if out else {}))
    law = policy(MORE, rule=rule, top="[parameters]\ncount_integer = false")
    found = [judged(text, law, settings(unstated=share)).outcome for share in (1, 2)]
    assert found == [at_once, at_twice]


def test_a_change_of_which_nothing_is_stated_may_be_any_change() -> None:
    text = card(model='base = [{ name = "B", compute = "1e25", relation = "finetune" }]')
    found = judged(text, policy(THIRD.replace("more_than", "at_least")))
    assert (found.outcome, found.because) == (OPEN, (Cause.MISSING,))


def test_compute_in_the_weights_is_no_compute_of_the_change() -> None:
    base = 'base = [{ name = "B", compute = "1e25", relation = "finetune" }]'
    text = card(phase("midtrain_sft", "1e22"), phase("base_inherited", "9e24"), model=base)
    assert judged(text, policy(THIRD)).outcome is NO


# --- open components ---------------------------------------------------------------------------------------------

MARKED = [
    ("in", YES, (), None, 1.1),
    ("leaning_in", OPEN, (Cause.READINGS,), YES, 1.1),
    ("silent", OPEN, (Cause.READINGS,), NO, 0.9),
    ("leaning_out", OPEN, (Cause.READINGS,), NO, 0.9),
    ("out", NO, (), None, 0.9),
]


@pytest.mark.parametrize("mark, outcome, because, lean, margin", MARKED)
def test_the_mark_of_a_component_decides(
    mark: str, outcome: Outcome, because: tuple[Cause, ...], lean: Outcome | None, margin: float
) -> None:
    text = card(pretrain("9e24"), phase("rl_rollout", "2e24"), complete=True)
    found = judged(text, policy(MORE, rule=counting(rl_rollout=mark)))
    assert (found.outcome, found.because, found.lean, found.margin) == (outcome, because, lean, margin)


def test_an_inherited_phase_needs_both_keys(tmp_path: Path) -> None:
    base = card(pretrain("2e25"), complete=True, model='developer = "Lab"\nbase = "none"').replace('"M"', '"Base"', 1)
    own = card(phase("midtrain_sft", "1e20"), model='base = [{ manifest = "base.toml" }]', complete=True)
    loaded = family(tmp_path, own=own, base=base)
    for inherited, pretraining, outcome in (
        ("in", "in", YES),
        ("in", "out", NO),
        ("out", "in", NO),
        ("in", "silent", OPEN),
    ):
        rule = counting(base_inherited=inherited, pretrain=pretraining)
        assert judged(loaded, policy(MORE, rule=rule)).outcome is outcome


# --- ratios ------------------------------------------------------------------------------------------------------

THIRD = 'quantity = "training_compute", counting = "all", relative_to = "base", more_than = "1/3"'
EXACT = 'quantity = "training_compute", counting = "all", relative_to = "base", at_least = "1/3"'


def pair(tmp_path: Path, own: tuple[str, ...], base: tuple[str, ...]) -> Loaded:
    mine = card(*own, model='base = [{ manifest = "base.toml", relation = "finetune" }]', complete=True)
    theirs = card(*base, complete=True, model='base = "none"').replace('"M"', '"Base"', 1)
    return family(tmp_path, own=mine, base=theirs)


def test_two_open_components_are_tried_one_by_one(tmp_path: Path) -> None:
    """10 with 10 open over 40 with 100 open: 10/40, 20/40, 10/140 and 20/140; only the second is over a third."""
    loaded = pair(
        tmp_path,
        (phase("midtrain_sft", "10"), phase("rl_rollout", "10")),
        (pretrain("40"), phase("data_prep", "100")),
    )
    found = judged(loaded, policy(THIRD, rule=counting(rl_rollout="silent", data_prep="silent")))
    assert (found.outcome, found.because, found.lean) == (OPEN, (Cause.READINGS,), NO)
    assert {item.input for group in found.settled_by for item in group} == {"p/all/rl_rollout", "p/all/data_prep"}


def test_one_open_component_on_both_sides_is_one_variable(tmp_path: Path) -> None:
    """10 with 10 open over 40 with 100 open: 10/40 or 20/140, never 20/40."""
    loaded = pair(
        tmp_path,
        (phase("midtrain_sft", "10"), phase("rl_rollout", "10")),
        (pretrain("40"), phase("rl_rollout", "100")),
    )
    found = judged(loaded, policy(THIRD, rule=counting(rl_rollout="silent")))
    assert (found.outcome, found.because) == (NO, ())


@pytest.mark.parametrize(
    "own, base, outcomes", [("1e24", "3e24", (NO, YES)), ("1", "3", (NO, YES)), ("2", "5", (YES, YES))]
)
def test_a_third_is_a_third(own: str, base: str, outcomes: tuple[Outcome, Outcome], tmp_path: Path) -> None:
    loaded = pair(tmp_path, (phase("midtrain_sft", own),), (pretrain(base),))
    assert tuple(judged(loaded, policy(when)).outcome for when in (THIRD, EXACT)) == outcomes


def test_without_a_base_there_is_nothing_to_be_a_third_of() -> None:
    assert judged(card(pretrain("1e24"), model='base = "none"', complete=True), policy(THIRD)).outcome is NO


@pytest.mark.parametrize("base", ["", 'base = [{ name = "B" }]'])
def test_an_unknown_base_leaves_the_ratio_open(base: str) -> None:
    found = judged(card(phase("midtrain_sft", "1e24"), model=base), policy(THIRD))
    assert (found.outcome, found.because) == (OPEN, (Cause.MISSING,))


# --- conflict ----------------------------------------------------------------------------------------------------


def rig(seconds: str, utilisation: str = MFU) -> str:
    return (
        f'hardware = [{{ peak = "1e15 FLOP/s", chip_hours = "{seconds} s"{", " if utilisation else ""}{utilisation} }}]'
    )


CONFLICTS = [
    ("stated MFU, 1.2e25", ("9e24", rig("3e10")), OPEN, (Cause.CONFLICT,)),
    ("stated MFU, 8e24: same side", ("9e24", rig("2e10")), NO, ()),
    ("reported over, MFU under", ("2e25", rig("2e10")), OPEN, (Cause.CONFLICT,)),
    ("assumed, interval includes 9e24", ("9e24", rig("3e10", "")), NO, ()),
    ("assumed, all of it over", ("9e24", rig("9e11", "")), OPEN, (Cause.CONFLICT,)),
    (
        "solved back",
        ("9e24", rig("3e10", 'utilisation = { value = "40%", evidence = "derived" }, utilisation_kind = "mfu"')),
        NO,
        (),
    ),
    ("a bound below, six ND over", ("<1e25", 'parameters = "1e12"\ntokens = "2e12"'), OPEN, (Cause.CONFLICT,)),
    ("a bound over, six ND below", (">2e25", 'parameters = "1e12"\ntokens = "1e12"'), OPEN, (Cause.CONFLICT,)),
    ("a bound that fits", ("<1e25", 'parameters = "1e12"\ntokens = "1e12"'), NO, ()),
    (
        "a third method does not hide it",
        ("2e25", 'parameters = "1e12"\ntokens = "1.3e12"\n' + rig("2e10", "")),
        OPEN,
        (Cause.CONFLICT,),
    ),
]


@pytest.mark.parametrize("name, lines, outcome, because", CONFLICTS)
def test_independent_methods_on_different_sides(
    name: str, lines: tuple[str, ...], outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    found = judged(card(pretrain(*lines), complete=True), policy(MORE))
    assert (found.outcome, found.because) == (outcome, because), name
    assert found.lean is None


@pytest.mark.parametrize("rule", list(DecisionRule))
def test_no_decision_rule_settles_a_conflict(rule: DecisionRule) -> None:
    text = card(pretrain("9e24", rig("3e10")), complete=True)
    assert judged(text, policy(MORE), settings(rule=rule)).outcome is OPEN


@pytest.mark.parametrize("seconds, outcome", [("2e10", NO), ("3e10", OPEN)])
def test_a_method_on_the_other_side_speaks_against_the_central_value(seconds: str, outcome: Outcome) -> None:
    text = card(pretrain("8e24..1.1e25", rig(seconds)), complete=True)
    found = judged(text, policy(MORE), settings(rule=DecisionRule.CENTRAL))
    assert found.outcome is outcome
    assert found.because == ((Cause.INTERVAL, Cause.CONFLICT) if outcome is OPEN else (Cause.INTERVAL,))


# --- intervals ---------------------------------------------------------------------------------------------------

STRADDLING = [
    ("8e24..1.2e25", NO, OPEN, NO, YES),
    ("9e24..1.3e25", YES, OPEN, YES, YES),
    ("<2e25", None, OPEN, OPEN, YES),
    ("8e24..1e25", None, NO, NO, NO),
    ("1.1e25..2e25", None, YES, YES, YES),
    ("<1e25", None, NO, NO, NO),
]


@pytest.mark.parametrize("flop, lean, plain, central, upper", STRADDLING)
def test_an_interval_over_the_line(
    flop: str, lean: Outcome | None, plain: Outcome, central: Outcome, upper: Outcome
) -> None:
    text = card(pretrain(flop), complete=True)
    found = judged(text, policy(MORE))
    assert (found.outcome, found.lean) == (plain, lean)
    assert found.because == ((Cause.INTERVAL,) if plain is OPEN else ())
    for rule, expected in ((DecisionRule.CENTRAL, central), (DecisionRule.UPPER_BOUND, upper)):
        ruled = judged(text, policy(MORE), settings(rule=rule))
        assert ruled.outcome is expected
        said = f"decision rule {rule}: the interval alone leaves it open"
        assert ruled.assumptions == ((said,) if plain is OPEN and expected is not OPEN else ())


NOT_BY_RULE = [
    ("missing", card(pretrain("9e24")), counting()),
    ("missing and interval", card(pretrain("9e24..1.1e25")), counting()),
    ("readings", card(pretrain("9e24"), phase("eval", "2e24"), complete=True), counting(eval="silent")),
]


@pytest.mark.parametrize("rule", list(DecisionRule))
@pytest.mark.parametrize("name, text, marks", NOT_BY_RULE)
def test_a_decision_rule_settles_nothing_but_an_interval(name: str, text: str, marks: str, rule: DecisionRule) -> None:
    assert judged(text, policy(MORE, rule=marks), settings(rule=rule)).outcome is OPEN, name


def test_a_central_value_that_what_is_missing_could_lift_over_the_line_is_no_pass() -> None:
    text = card(pretrain("2e24..3e25"))
    outcomes = [judged(text, policy(MORE), settings(rule=rule)).outcome for rule in DecisionRule]
    assert outcomes == [OPEN, OPEN, YES]


def test_the_upper_bound_of_a_ratio_is_its_largest_value(tmp_path: Path) -> None:
    loaded = pair(tmp_path, (phase("midtrain_sft", "10..14"),), (pretrain("40..56"),))
    found = judged(loaded, policy(THIRD), settings(rule=DecisionRule.UPPER_BOUND))
    assert found.outcome is YES


def test_the_tipping_value_of_a_figure_is_where_the_outcome_flips() -> None:
    text = card(
        'component = "pretrain"\ntokens = "10e12"', complete=True, more='[architecture]\nparameters = "100e9"\n'
    )
    found = judged(text, policy(MORE))
    assert {item.input: item.tips_at for item in found.tipping} == {
        "/architecture/parameters": "1.66666666667e11",
        "/training/0/tokens": "1.66666666667e13",
    }


PLAUSIBLE = [
    ('flop = "2e25"', {"/training/0/flop": "0.50x what is stated"}),
    ('flop = "9e24..2e25"', {"/training/0/flop": "within the stated 9.0e24 .. 2.0e25"}),
    ('flop = "1.2e25..2e25"', {"/training/0/flop": "below the stated 1.2e25 .. 2.0e25"}),
    (
        f'hardware = [{{ peak = "1e15 FLOP/s", chip_hours = 5e6, {MFU} }}]',
        {
            "/training/0/hardware/0/chip_hours": "1.4x what is stated",
            "/training/0/hardware/0/peak": "1.4x what is stated",
            "/training/0/hardware/0/utilisation": "1.4x what is stated, above the 0.15 .. 0.55 of published runs",
        },
    ),
    (
        'hardware = [{ peak = "1e15 FLOP/s", chip_hours = "8e6..9e6" }]',
        {
            "/training/0/hardware/0/chip_hours": "within the stated 8.0e6 .. 9.0e6",
            "/training/0/hardware/0/peak": "0.99x what is stated",
            "/training/0/hardware/0/utilisation": "within the assumed 0.030 .. 0.55",
        },
    ),
]


@pytest.mark.parametrize("line, expected", PLAUSIBLE)
def test_a_tipping_value_says_how_plausible_it_is(line: str, expected: dict[str, str]) -> None:
    found = judged(card(f'component = "pretrain"\n{line}', complete=True), policy(MORE))
    assert {item.input: item.plausible for item in found.tipping} == expected


FLIPS_TOGETHER = [("any", "2e25", "5e24"), ("any", "1e24", "5e24"), ("all", "2e25", "1e25"), ("all", "1e24", "1e25")]


@pytest.mark.parametrize("join, flop, tips_at", FLIPS_TOGETHER)
def test_a_comparison_flips_nothing_where_the_others_decide(join: str, flop: str, tips_at: str) -> None:
    lower = MORE.replace("1e25", "5e24")
    found = judged(card(pretrain(flop), complete=True), policy(f"{join} = [{{ {lower} }}, {{ {MORE} }}]"))
    assert [(item.input, item.tips_at) for item in found.tipping] == [("/training/0/flop", tips_at)]


# --- one variable, wherever it occurs ------------------------------------------------------------------------------

EITHER = [
    ("any", 'more_than = "1e25"', 'at_most = "1e25"', YES),
    ("all", 'more_than = "1e25"', 'at_most = "1e25"', NO),
    ("any", 'at_least = "1.1e25"', 'less_than = "1.1e25"', YES),
    ("any", 'more_than = "1.1e25"', 'less_than = "1.1e25"', OPEN),
]


@pytest.mark.parametrize("join, one, other, outcome", EITHER)
def test_an_open_component_counts_in_every_leaf_or_in_none(join: str, one: str, other: str, outcome: Outcome) -> None:
    leaf = '{{ quantity = "training_compute", counting = "all", {} }}'
    text = card(pretrain("9e24"), phase("rl_rollout", "2e24"), complete=True)
    law = policy(f"{join} = [{leaf.format(one)}, {leaf.format(other)}]", rule=counting(rl_rollout="silent"))
    assert judged(text, law).outcome is outcome


# --- plans ---------------------------------------------------------------------------------------------------------

NO_PLANS = f'{MORE}, plans = "spent"'
PLANS = [
    ('status = "planned"', "2e25", YES, NO),
    ('status = "done"', "2e25", YES, YES),
    ('status = "running"', "2e25", YES, YES),
    ('status = "running"', "9e24", OPEN, NO),
    ('status = "running"\nintended_total = "1e24"', "2e25", YES, YES),
    ('status = "running"\nintended_total = "2e25"', "9e24", YES, NO),
    ('status = "running"\nintended_total = "5e25"', "2e25", YES, YES),
]


@pytest.mark.parametrize("lines, flop, with_plans, without_plans", PLANS)
def test_a_text_may_look_only_at_what_is_spent(
    lines: str, flop: str, with_plans: Outcome, without_plans: Outcome
) -> None:
    text = card(pretrain(flop, lines), complete=True)
    assert [judged(text, policy(when)).outcome for when in (MORE, NO_PLANS)] == [with_plans, without_plans]


# --- what methods take for granted ---------------------------------------------------------------------------------


def test_an_assumption_is_named_once_with_the_phases_that_rest_on_it() -> None:
    timed = 'component = "{}"\nname = "{}"\nhardware = [{{ peak = "1e15 FLOP/s", chip_hours = "{}" }}]'
    runs = [timed.format(*entry) for entry in (("pretrain", "run", 10), ("rl_update", "RL", 20), ("eval", "tests", 30))]
    (said,) = judged(card(*runs, complete=True), policy(rule=counting(eval="out"))).assumptions
    assert said.startswith("that utilisation of run, RL is 0.030 .. 0.55 (central 0.33): it is not reported, nor ")


# --- what was certain by one method and is open by another ---------------------------------------------------------

SIZED = '[architecture]\nparameters = "1e12"\n'
ALL_THREE = (
    'all = [{ quantity = "training_compute", counting = "all", more_than = "1e25" }, { judgement = "j", asks = "?" }]'
)


@pytest.mark.parametrize(
    "when, flop, tokens, complete, outcome",
    [
        # 6 x parameters x tokens is 5.5e24: over the line only with what is not stated.
        (MORE, "1.2e25", "9.2e11", False, OPEN),
        (MORE, "1.2e25", "1.9e12", False, YES),
        # 9.9e24: below the line, unless something that is not stated is added.
        (MORE, "4.9e24", "1.65e12", False, OPEN),
        (MORE, "4.9e24", "8e11", False, NO),
        # 3e25: over the line, where the judgement would decide that 9e24 never asks for.
        (ALL_THREE, "9e24", "5e12", True, OPEN),
        (ALL_THREE, "9e24", "1.5e12", True, NO),
    ],
)
def test_what_another_method_leaves_open_is_a_conflict(
    when: str, flop: str, tokens: str, complete: bool, outcome: Outcome
) -> None:
    text = card(pretrain(flop, f'tokens = "{tokens}"'), complete=complete, model='base = "none"', more=SIZED)
    found = judged(text, policy(when))
    assert (found.outcome, found.because) == (outcome, (Cause.CONFLICT,) if outcome is OPEN else ())
