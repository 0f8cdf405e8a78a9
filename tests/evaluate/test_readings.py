"""Combinations of readings, judgements, and leaves that name other things than an amount."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from flopguard.errors import PolicyError
from flopguard.policy.types import Policy
from flopguard.quantity import show
from flopguard.result import Cause, Outcome, Reading
from tests.evaluate.support import (
    card,
    counting,
    family,
    judged,
    judged_all,
    more_trigger,
    phase,
    policy,
    pretrain,
    question,
    settings,
)

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
MORE = 'quantity = "training_compute", counting = "all", more_than = "1e25"'
LINE = 'quantity = "training_compute", counting = "all", operator = "$op", value = "$line"'
FACTS = f"{pretrain('9e24')}"
INT8 = 'arithmetic = "int8"'
INTEGERS = question(
    "integers",
    '"parameters.count_integer" = false',
    '"parameters.count_integer" = true',
    facts='"/training/*/arithmetic=int8", "/training/*/arithmetic=mixed"',
)


def parameters(**values: str) -> str:
    return "\n".join(["[parameters]", *(f"{name} = {value}" for name, value in values.items())])


def two_questions(*lines: str) -> Policy:
    """The operator is open between > and >=, the line between two values."""
    return policy(
        LINE,
        top=parameters(op='"more_than"', line='"1e25"'),
        more=question("op", '"parameters.op" = "more_than"', '"parameters.op" = "at_least"')
        + question("line", *(f'"parameters.line" = "{line}"' for line in lines)),
    )


BASE = 'base = [{ name = "B", compute = "8e24" }]\n'
WHOSE = question("whose", '"counting.all.base_inherited" = "in"', '"counting.all.base_inherited" = "out"')
SEVERAL_LINES = question("line", *(f'"parameters.line" = "{line}"' for line in ("1e25", "2e25")))
TUNED = card(phase("midtrain_sft", "1e20"), model=BASE, complete=True)
COMPARED = [
    (TUNED, MORE, WHOSE, "1.0e20 .. 8.0e24 against > 1e25"),
    (TUNED, LINE, SEVERAL_LINES, "8.0e24 against > 1e25; 8.0e24 against > 2e25"),
    (card(pretrain("9e24")), MORE, WHOSE, "9.0e24 .. 1.8e25 against > 1e25"),
    (card(pretrain(">2e25")), MORE, WHOSE, "2.0e25 .. no bound against > 1e25"),
]


@pytest.mark.parametrize("text, when, asked, comparison", COMPARED)
def test_a_comparison_is_that_of_all_readings(text: str, when: str, asked: str, comparison: str) -> None:
    law = policy(when, top=parameters(op='"more_than"', line='"1e25"'), more=asked)
    assert judged(text, law).comparison == comparison


SILENT = counting(pretrain="silent", midtrain_sft="out", rest="out")
AT_MOST = [
    ("5e24", SILENT, "0 .. 5.0e24 against > 1e25; at most 0.50x the line", 0.0),
    ("9.999e24", SILENT, "0 .. 9.999e24 against > 1e25; at most 0.9999x the line", 0.0),
    (">=5e24", SILENT, "0 .. no bound against > 1e25", None),
    ("0", SILENT, "0 against > 1e25", 0.0),
    ("5e24", counting(pretrain="leaning_in", rest="out"), "0 .. 5.0e24 against > 1e25", 0.5),
]


@pytest.mark.parametrize("flop, rule, comparison, margin", AT_MOST)
def test_a_likely_total_of_nothing_is_shown_by_the_highest(
    flop: str, rule: str, comparison: str, margin: float | None
) -> None:
    found = judged(card(pretrain(flop), complete=True), policy(rule=rule))
    assert (found.comparison.partition("; over it")[0], found.margin) == (comparison, margin)


# --- combinations ------------------------------------------------------------------------------------------------

COMBINED = [
    ("9e24", NO, [NO, NO, NO, NO]),
    ("1e25", OPEN, [NO, NO, YES, NO]),
    ("1.5e25", OPEN, [YES, NO, YES, NO]),
    ("2e25", OPEN, [YES, NO, YES, YES]),
    ("3e25", YES, [YES, YES, YES, YES]),
]


@pytest.mark.parametrize("flop, outcome, each", COMBINED)
def test_a_verdict_stands_only_under_every_combination(flop: str, outcome: Outcome, each: list[Outcome]) -> None:
    found = judged(card(pretrain(flop), complete=True), two_questions("1e25", "2e25"))
    assert found.outcome is outcome
    assert found.because == ((Cause.READINGS,) if outcome is OPEN else ())
    choices = [{"op": op, "line": line} for op in ("r0", "r1") for line in ("r0", "r1")]
    assert found.readings == tuple(
        Reading(choices=chosen, outcome=answer, amount=show(Fraction(flop)))
        for chosen, answer in zip(choices, each, strict=True)
    )


def test_the_questions_that_decide_are_named() -> None:
    found = judged(card(pretrain("1.5e25"), complete=True), two_questions("1e25", "2e25"))
    assert [[item.input for item in group] for group in found.settled_by] == [["p/line"]]
    at_the_line = judged(card(pretrain("1e25"), complete=True), two_questions("1e25", "2e25"))
    assert [[item.input for item in group] for group in at_the_line.settled_by] == [["p/op"], ["p/line"]]


def test_what_is_open_in_one_reading_only_is_open() -> None:
    found = judged(card(pretrain("9e24..1.1e25"), complete=True), two_questions("1e25", "2e25"))
    assert (found.outcome, set(found.because)) == (OPEN, {Cause.INTERVAL, Cause.READINGS})


ANSWERED = [
    ('[[answer]]\nquestion = "p/line"\nvalue = "r0"\n', YES, 2),
    ('[[answer]]\nquestion = "p/line"\nvalue = "r1"\n', NO, 2),
    ('[[answer]]\nquestion = "p/line"\nvalue = "no such reading"\n', OPEN, 4),
    ('[[answer]]\nquestion = "other/line"\nvalue = "r0"\n', OPEN, 4),
    ('[[answer]]\nquestion = "p/line"\nvalue = true\n', OPEN, 4),
    ('[[answer]]\nquestion = "p/line"\nvalue = "r0"\ndate = 2026-03-02\n', OPEN, 4),
    ('[[answer]]\nquestion = "p/line"\nvalue = "r0"\ndate = 2026-03-01\n', YES, 2),
    ('[[answer]]\nquestion = "p/line"\nvalue = "r0"\n[[answer]]\nquestion = "p/op"\nvalue = "r0"\n', YES, 0),
]


@pytest.mark.parametrize("answers, outcome, combinations", ANSWERED)
def test_an_answer_pins_its_question(answers: str, outcome: Outcome, combinations: int) -> None:
    found = judged(card(pretrain("1.5e25"), complete=True, more=answers), two_questions("1e25", "2e25"))
    assert (found.outcome, len(found.readings)) == (outcome, combinations)


def test_a_question_whose_facts_are_absent_does_not_branch() -> None:
    law = policy(MORE, top=parameters(count_integer="true"), more=INTEGERS)
    for line, combinations in ((), 0), ((INT8,), 2), (('arithmetic = "float"',), 0):
        assert len(judged(card(pretrain("9e24", *line), complete=True), law).readings) == combinations


def test_a_question_of_another_trigger_does_not_branch() -> None:
    law = policy(
        MORE,
        top=parameters(line='"1"'),
        more=more_trigger("u", MORE)
        + question("q", '"parameters.line" = "1"', '"parameters.line" = "2"', triggers='"u"'),
    )
    found = judged_all(card(pretrain("9e24"), complete=True), law)
    assert {name: len(answer.readings) for name, answer in found.items()} == {"p/t": 0, "p/u": 2}


def test_a_reading_may_set_the_mark_of_a_component() -> None:
    marks = question("q", '"counting.all.eval" = "in"', '"counting.all.eval" = "out"')
    found = judged(card(pretrain("9e24"), phase("eval", "2e24"), complete=True), policy(MORE, more=marks))
    assert [reading.outcome for reading in found.readings] == [YES, NO]


@pytest.mark.parametrize("count, too_many", [(3, False), (12, False), (13, True)])
def test_too_many_combinations_are_said_to_be_too_many(count: int, too_many: bool) -> None:
    names = {f"x{number}": '"1"' for number in range(count)}
    open_questions = "".join(
        question(name, f'"parameters.{name}" = "1"', f'"parameters.{name}" = "2"') for name in names
    )
    law = policy(MORE, top=parameters(**names), more=open_questions)
    found = judged(card(pretrain("2e25"), complete=True), law)
    assert (found.outcome, found.because) == ((OPEN, (Cause.READINGS,)) if too_many else (YES, ()))
    assert len(found.readings) == (0 if too_many else 2**count)
    assert found.missing == (
        ("more combinations of readings than can be evaluated; answer some of the open questions",) if too_many else ()
    )


# --- judgements --------------------------------------------------------------------------------------------------

JUDGE = 'judgement = "j", asks = "Is it so?"'
WITH_LINE = f"any = [{{ {JUDGE} }}, {{ {MORE} }}]"
JUDGED = [
    (JUDGE, None, OPEN, (Cause.JUDGEMENT,)),
    (JUDGE, "true", YES, ()),
    (JUDGE, "false", NO, ()),
    (JUDGE, '"yes"', OPEN, (Cause.JUDGEMENT,)),
    (WITH_LINE, None, OPEN, (Cause.JUDGEMENT,)),
    (f"all = [{{ {JUDGE} }}, {{ {MORE} }}]", None, NO, ()),
    (f"not = {{ {JUDGE} }}", "true", NO, ()),
    (f"not = {{ {JUDGE} }}", None, OPEN, (Cause.JUDGEMENT,)),
]


@pytest.mark.parametrize("when, value, outcome, because", JUDGED)
def test_a_judgement_is_unknown_until_it_is_answered(
    when: str, value: str | None, outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    answer = f'[[answer]]\nquestion = "p/j"\nvalue = {value}\n' if value else ""
    found = judged(card(FACTS, complete=True, more=answer), policy(when))
    assert (found.outcome, found.because, found.lean) == (outcome, because, None)
    assert found.missing == (('a judgement: Is it so? ([[answer]] question = "p/j")',) if because else ())


# --- integer operations ------------------------------------------------------------------------------------------

COUNTED = [
    ("true", INT8, YES),
    ("false", INT8, NO),
    ("false", 'arithmetic = "int4"', NO),
    ("false", 'arithmetic = "integer"', NO),
    ("false", 'arithmetic = "float"', YES),
    ("true", 'arithmetic = "mixed"', YES),
    ("false", 'arithmetic = "mixed"', OPEN),
]


@pytest.mark.parametrize("count, arithmetic, outcome", COUNTED)
def test_integer_operations_count_where_the_text_counts_them(count: str, arithmetic: str, outcome: Outcome) -> None:
    text = card(pretrain("9e24"), phase("midtrain_sft", "2e24", arithmetic), complete=True)
    law = policy(MORE, top=parameters(count_integer=count))
    assert judged(text, law).outcome is outcome
    assert judged(text, policy(MORE)).outcome is YES


def test_whether_they_count_is_a_question_like_any_other() -> None:
    text = card(pretrain("9e24"), phase("midtrain_sft", "2e24", INT8), complete=True)
    found = judged(text, policy(MORE, top=parameters(count_integer="true"), more=INTEGERS))
    assert (found.outcome, found.because) == (OPEN, (Cause.READINGS,))
    assert [reading.outcome for reading in found.readings] == [NO, YES]


# --- lines that are not stated, triggers, applicability ----------------------------------------------------------


def test_a_line_that_the_text_does_not_state_cannot_be_crossed() -> None:
    found = judged(
        card(pretrain("9e40"), complete=True),
        policy('quantity = "training_compute", counting = "all", value = "unstated"'),
    )
    assert (found.outcome, found.because, found.lean) == (OPEN, (Cause.READINGS,), None)


REFERENCED = [("2e25", YES), ("9e24", NO), ("9e24..2e25", OPEN)]


@pytest.mark.parametrize("flop, outcome", REFERENCED)
@pytest.mark.parametrize("name", ["u", "p/u"])
def test_a_trigger_may_be_a_condition_of_another(name: str, flop: str, outcome: Outcome) -> None:
    law = policy(f'trigger = "{name}"', more=more_trigger("u", MORE))
    assert judged(card(pretrain(flop), complete=True), law).outcome is outcome


@pytest.mark.parametrize("flop, outcome", REFERENCED)
def test_a_trigger_of_another_policy_may_be_a_condition(flop: str, outcome: Outcome) -> None:
    text = card(pretrain(flop), complete=True)
    found = judged_all(text, policy('trigger = "q/t"'), policy(MORE, id="q"))
    assert (found["p/t"].outcome, found["q/t"].outcome) == (outcome, outcome)
    assert found["p/t"].because == found["q/t"].because


def test_a_trigger_that_no_policy_has_is_refused() -> None:
    with pytest.raises(PolicyError, match="trigger 'q/t' is not in the library"):
        judged(card(FACTS), policy('trigger = "q/t"'))


def test_policies_that_lead_in_a_circle_are_refused() -> None:
    with pytest.raises(PolicyError):
        judged_all(card(FACTS), policy('trigger = "q/t"'), policy('trigger = "p/t"', id="q"))


def test_a_named_trigger_of_the_same_policy_that_is_not_in_force_yet_does_not_hold() -> None:
    law = policy('trigger = "u"', more=more_trigger("u", MORE, start="2030-01-01"))
    assert judged(card(pretrain("2e25"), complete=True), law).outcome is NO
    assert judged(card(pretrain("2e25"), complete=True), law, settings(as_if_in_force=True)).outcome is YES


def test_a_named_trigger_of_the_same_policy_that_does_not_apply_does_not_hold() -> None:
    applies = "[trigger.applies_when]\ndeveloper_any = ['Lab']"
    law = policy('trigger = "u"', more=more_trigger("u", MORE, table=applies))
    by = {
        developer: card(pretrain("2e25"), complete=True, model=f'developer = "{developer}"')
        for developer in ("Lab", "Us")
    }
    assert [judged(text, law).outcome for text in by.values()] == [YES, NO]
    assert judged(card(pretrain("2e25"), complete=True), law).outcome is OPEN


APPLIES = [
    ('outputs_any = ["text"]', 'outputs = ["text", "code"]', YES, "", ()),
    (
        'outputs_any = ["text"]',
        'outputs = ["action"]',
        Outcome.NOT_APPLICABLE,
        "outputs action; it asks for any of text",
        (),
    ),
    ('outputs_any = ["text"]', "outputs = []", Outcome.NOT_APPLICABLE, "outputs none; it asks for any of text", ()),
    ('outputs_any = ["text"]', "", OPEN, "", ("/model/outputs",)),
    ('inputs_any = ["image"]', "", OPEN, "", ("/model/inputs",)),
    ('developer_any = ["Lab"]', 'developer = "lab"', YES, "", ()),
    ('developer_any = ["Lab"]', 'developer = "Us"', Outcome.NOT_APPLICABLE, "a model of Us; the text is Lab's own", ()),
    ('developer_any = ["Lab"]', "", OPEN, "", ("/model/developer",)),
    ("has_base = true", "", OPEN, "", ("/model/base",)),
    ("has_base = true", 'base = "none"', Outcome.NOT_APPLICABLE, "the model has no base", ()),
    ("has_base = false", 'base = "none"', YES, "", ()),
    ("has_base = false", 'base = [{ name = "B" }]', Outcome.NOT_APPLICABLE, "the model has a base", ()),
    (
        'outputs_any = ["text"]\ndeveloper_any = ["Lab"]',
        'developer = "Us"',
        Outcome.NOT_APPLICABLE,
        "a model of Us; the text is Lab's own",
        (),
    ),
]


@pytest.mark.parametrize("applies, model, outcome, reason, missing", APPLIES)
def test_whether_a_trigger_has_a_subject(
    applies: str, model: str, outcome: Outcome, reason: str, missing: tuple[str, ...]
) -> None:
    law = policy(MORE, trigger=f"[trigger.applies_when]\n{applies}")
    found = judged(card(pretrain("2e25"), complete=True, model=model), law)
    assert (found.outcome, found.reason, found.missing) == (outcome, reason, missing)
    assert found.because == ((Cause.MISSING,) if outcome is OPEN else ())


def test_an_unknown_subject_is_open_even_where_the_condition_does_not_hold() -> None:
    law = policy(MORE, trigger='[trigger.applies_when]\noutputs_any = ["text"]')
    found = judged(card(pretrain("1e20"), complete=True), law)
    assert (found.outcome, found.lean) == (OPEN, None)
    assert [[item.input for item in group] for group in found.settled_by] == [["/model/outputs"]]


# --- the largest run ---------------------------------------------------------------------------------------------

LARGEST = 'quantity = "training_compute", counting = "all", at_least = "1e25", aggregate = "max_run"'
RUNS = [
    ([("a", "6e24"), ("b", "6e24")], NO),
    ([("a", "6e24"), ("a", "6e24")], YES),
    ([("a", "1e25"), ("b", "1")], YES),
    ([("", "6e24"), ("", "6e24")], OPEN),
    ([("", "4e24"), ("", "4e24")], NO),
    ([("a", "6e24"), ("", "6e24")], OPEN),
    ([("a", "6e24"), ("b", "1e24"), ("", "3.5e24")], NO),
    ([("a", "6e24"), ("b", "1e24"), ("", "4e24")], OPEN),
]


@pytest.mark.parametrize("runs, outcome", RUNS)
def test_the_largest_run(runs: list[tuple[str, str]], outcome: Outcome) -> None:
    phases = [pretrain(flop, *([f'run = "{run}"'] if run else [])) for run, flop in runs]
    for order in (phases, phases[::-1]):
        assert judged(card(*order, complete=True), policy(LARGEST)).outcome is outcome


def test_a_component_that_is_open_stays_a_reading_in_the_largest_run() -> None:
    text = card(pretrain("9e24", 'run = "a"'), phase("rl_rollout", "2e24", 'run = "a"'), complete=True)
    found = judged(text, policy(LARGEST, rule=counting(rl_rollout="silent")))
    assert (found.outcome, found.because) == (OPEN, (Cause.READINGS,))


# --- other quantities --------------------------------------------------------------------------------------------

OVER = 'quantity = "revenue", year = "preceding", with_affiliates = true, more_than = "500 million USD"'
REVENUE = [
    ("", OPEN, (Cause.MISSING,)),
    ('{ year = 2024, value = "6e8 USD", with_affiliates = true }', OPEN, (Cause.MISSING,)),
    ('{ year = 2025, value = "6e8 USD", with_affiliates = true }', YES, ()),
    ('{ year = 2025, value = "5e8 USD", with_affiliates = true }', NO, ()),
    ('{ year = 2025, value = "6e8 USD", with_affiliates = false }', YES, ()),
    ('{ year = 2025, value = "6e8 USD" }', YES, ()),
    ('{ year = 2025, value = "4e8 USD" }', OPEN, (Cause.MISSING,)),
    ('{ year = 2025, value = "4e8 USD", with_affiliates = false }', OPEN, (Cause.MISSING,)),
    ('{ year = 2025, value = "6e8 EUR", with_affiliates = true }', OPEN, (Cause.MISSING,)),
]


@pytest.mark.parametrize("row, outcome, because", REVENUE)
def test_revenue_without_affiliates_is_a_lower_bound(row: str, outcome: Outcome, because: tuple[Cause, ...]) -> None:
    text = card(more=f"[developer_facts]\nannual_revenue = [{row}]\n" if row else "")
    found = judged(text, policy(OVER))
    assert (found.outcome, found.because) == (outcome, because)


OWN = [
    ('{ year = 2025, value = "6e8 USD", with_affiliates = true }', OPEN, (Cause.MISSING,)),
    ('{ year = 2025, value = "5e8 USD", with_affiliates = true }', NO, ()),
    ('{ year = 2025, value = "6e8 USD", with_affiliates = false }', YES, ()),
    ('{ year = 2025, value = "6e8 USD" }', YES, ()),
]


@pytest.mark.parametrize("row, outcome, because", OWN)
def test_revenue_with_affiliates_is_an_upper_bound_of_the_developers_own(
    row: str, outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    own = 'quantity = "revenue", year = "preceding", more_than = "500 million USD"'
    found = judged(card(more=f"[developer_facts]\nannual_revenue = [{row}]\n"), policy(own))
    assert (found.outcome, found.because) == (outcome, because)


FIGURES = [
    ('quantity = "parameters", at_least = "70e9"', '[architecture]\nparameters = "70e9"\n', YES),
    ('quantity = "parameters", more_than = "70e9"', '[architecture]\nparameters = "70e9"\n', NO),
    ('quantity = "parameters", at_least = "70e9"', "", OPEN),
    ('quantity = "users", at_least = "1e6"', '[developer_facts]\nmonthly_users = "2e6"\n', YES),
    ('quantity = "cost", more_than = "1e8 USD"', '[developer_facts]\ncompute_cost = "1.5e8 USD"\n', YES),
    ('quantity = "cost", more_than = "1e8 USD"', '[developer_facts]\ncompute_cost = "1.5e8 EUR"\n', OPEN),
    ('quantity = "benchmark", benchmark = "b", at_least = "50%"', '[[benchmark]]\nname = "b"\nscore = "71.2%"\n', YES),
    ('quantity = "benchmark", benchmark = "b", at_least = "50%"', '[[benchmark]]\nname = "c"\nscore = "71.2%"\n', OPEN),
]


@pytest.mark.parametrize("when, facts, outcome", FIGURES)
def test_a_figure_of_the_manifest_against_a_line(when: str, facts: str, outcome: Outcome) -> None:
    assert judged(card(more=facts), policy(when)).outcome is outcome


# --- effective compute, as a responsible scaling policy has it ----------------------------------------------------

SCALING = (
    'quantity = "effective_compute", relative_to = "last_assessment", kind = "full", measure = "$measure", '
    'counting = "all", at_least = "4x"'
)
MEASURES = ("nominal", "trend", "loss", "benchmark")
METRIC = question("metric", *(f'"parameters.measure" = "{measure}"' for measure in MEASURES))


def assessed(flop: str | None, day: str = "2025-11-12", kind: str = "full") -> str:
    model = f'model = {{ name = "Old", compute = "{flop}" }}\n' if flop else ""
    return f'[[assessment]]\nseries = "s"\nkind = "{kind}"\ndate = {day}\n{model}'


def test_four_times_the_effective_compute_needs_a_metric() -> None:
    law = policy(SCALING, top=parameters(measure='"nominal"'), more=METRIC)
    found = judged(card(pretrain("1e25"), complete=True, more=assessed("5e24")), law)
    assert (found.outcome, set(found.because)) == (OPEN, {Cause.READINGS, Cause.MISSING})
    assert [reading.outcome for reading in found.readings] == [NO, OPEN, OPEN, OPEN]
    assert any("yearly multiplier" in what for what in found.missing)
    assert any("metric of kind loss" in what for what in found.missing)
    assert any("metric of kind accuracy" in what for what in found.missing)
    assert ["p/metric"] in [[item.input for item in group] for group in found.settled_by]


NOMINAL = [
    ("2e25", assessed("5e24"), YES),
    ("1.9e25", assessed("5e24"), NO),
    ("1.9e25", "", OPEN),
    ("1.9e25", assessed(None), OPEN),
    ("1.9e25", assessed("1e24", kind="other"), OPEN),
    ("1.9e25", assessed("5e24") + assessed("1e24", "2025-01-01"), NO),
    ("1.9e25", assessed("1e24", "2025-12-01") + assessed("5e24"), YES),
    ("1.9e25", assessed("5e24") + assessed("1e24", "2026-12-01"), NO),
]


@pytest.mark.parametrize("flop, history, outcome", NOMINAL)
def test_the_nominal_reading_compares_with_the_last_assessment(flop: str, history: str, outcome: Outcome) -> None:
    law = policy(SCALING, top=parameters(measure='"nominal"'))
    assert judged(card(pretrain(flop), complete=True, more=history), law).outcome is outcome


def test_a_model_is_once_itself(tmp_path: Path) -> None:
    """A copy of an uncertain base is exactly as large as the base."""
    base = card(pretrain("1e24..5e24"), phase("rl_rollout", "1e23..9e23"), complete=True, model='base = "none"')
    own = card(
        model='base = [{ manifest = "base.toml" }]',
        complete=True,
        more='[[assessment]]\nseries = "s"\nkind = "full"\ndate = 2025-11-12\nmodel = { manifest = "base.toml" }\n',
    )
    loaded = family(tmp_path, own=own.replace('"M"', '"Copy"', 1), base=base)
    for comparison, outcome in (("at_least", YES), ("more_than", NO), ("at_most", YES), ("less_than", NO)):
        when = f'quantity = "training_compute", relative_to = "last_assessment", counting = "all", {comparison} = "1x"'
        assert judged(loaded, policy(when, rule=counting(rl_rollout="silent"))).outcome is outcome


# --- time that passes --------------------------------------------------------------------------------------------

CLOCK = 'quantity = "elapsed", since = "last_assessment", kind = "full", {} = "6 months"'
ELAPSED = [
    ("2025-08-31", date(2026, 2, 27), NO, NO),
    ("2025-08-31", date(2026, 2, 28), YES, NO),
    ("2025-08-31", date(2026, 3, 1), YES, YES),
    ("2025-09-01", date(2026, 2, 28), NO, NO),
    ("2025-09-01", date(2026, 3, 1), YES, NO),
    ('"2025-08"', date(2026, 2, 15), OPEN, OPEN),
    ('"2025-08"', date(2026, 2, 28), YES, OPEN),
    ('"2025"', date(2026, 2, 28), OPEN, OPEN),
    ('"2024"', date(2026, 2, 28), YES, YES),
]


@pytest.mark.parametrize("day, as_of, at_least, more_than", ELAPSED)
def test_months_end_on_the_same_day_or_the_last_one(
    day: str, as_of: date, at_least: Outcome, more_than: Outcome
) -> None:
    text = card(more=assessed(None, day))
    found = [judged(text, policy(CLOCK.format(how)), settings(as_of)).outcome for how in ("at_least", "more_than")]
    assert found == [at_least, more_than]


def test_without_an_assessment_no_time_passes() -> None:
    found = judged(card(), policy(CLOCK.format("at_least")))
    assert (found.outcome, found.because) == (OPEN, (Cause.MISSING,))


@pytest.mark.parametrize(
    "own, outcome",
    [
        ("1.9e24", Outcome.NOT_TRIGGERED),  # a third of neither
        ("2.1e24", Outcome.UNDETERMINED),  # more than a third of either, less than a third of both together
        ("3e24", Outcome.UNDETERMINED),
        ("4e24", Outcome.UNDETERMINED),  # exactly a third of both together
        ("4.1e24", Outcome.TRIGGERED),
    ],
)
def test_of_several_bases_none_is_taken_for_the_original(own: str, outcome: Outcome) -> None:
    bases = ", ".join(f'{{ name = "{n}", developer = "{n}", relation = "merge", compute = "6e24" }}' for n in "AB")
    text = card(phase("midtrain_sft", own), model=f'base = [{bases}]\noutputs = ["text"]', complete=True)
    ratio = 'quantity = "training_compute", counting = "all", relative_to = "base", own_only = true, more_than = "1/3"'
    assert judged(text, policy(ratio)).outcome is outcome
