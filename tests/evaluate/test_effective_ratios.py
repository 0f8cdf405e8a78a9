"""Four times the effective compute of the model that was assessed last, under one definition for both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Policy
from flopguard.result import Cause, MetricVerdict, Outcome, Verdict
from tests.evaluate.effective_support import definition, gain, index, line, loss, model, power, score
from tests.evaluate.support import family, judged, judged_all, policy, settings

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
ASSESSED = '[[assessment]]\nseries = "s"\nkind = "full"\ndate = 2025-11-12\nmodel = { manifest = "old.toml" }\n'


def law(measure: str = "benchmark", more: str = "") -> Policy:
    when = (
        'quantity = "effective_compute", relative_to = "last_assessment", kind = "full", counting = "all", '
        f'at_least = "4x", measure = "{measure}", raw_floor = false{more}'
    )
    return policy(when)


def against(folder: Path, own: str, old: str, by: Policy) -> Verdict:
    return judged(family(folder, own=own + ASSESSED, old=old), by)


LOSS = definition()
CURVE = definition(curve="c") + power("c")
LINE = index() + line("c")
BARE = index() + '[[curve]]\nid = "c"\nlaw = "log_linear"\nslope = "10%"\n'
SAME = gain("2..6", name="moe")

RATIOS = [
    ("gains on top of the same compute", "loss", LOSS + gain("5"), LOSS + gain("1.2"), "1e25", YES, ()),
    ("gains that fall short", "loss", LOSS + gain("5"), LOSS + gain("2"), "1e25", NO, ()),
    ("an uncertain gain of both cancels", "loss", LOSS + SAME, LOSS + SAME, "3.9e25", NO, ()),
    ("an uncertain gain of both cancels, over it", "loss", LOSS + SAME, LOSS + SAME, "4e25", YES, ()),
    ("an uncertain gain of one does not", "loss", LOSS + SAME, LOSS + gain("2"), "2e25", OPEN, (Cause.INTERVAL,)),
    ("a reference that is the baseline itself", "loss", LOSS + gain("5"), LOSS + gain("1"), "1e25", YES, ()),
    ("a reference of unknown gains", "loss", LOSS + gain("5"), LOSS, "1e25", OPEN, (Cause.MISSING,)),
    ("below the line whatever the reference gained", "loss", LOSS + gain("3.9"), LOSS, "1e25", NO, ()),
    ("a model without gains says nothing", "loss", LOSS, LOSS + gain("2"), "1e26", OPEN, (Cause.MISSING,)),
    ("a score 7 points higher", "benchmark", LINE + score("67%"), LINE + score("60%"), "1e25", YES, ()),
    ("a score 6 points higher", "benchmark", LINE + score("66%"), LINE + score("60%"), "1e26", NO, ()),
    ("on a line without an anchor", "benchmark", BARE + score("67%"), BARE + score("60%"), "1e25", YES, ()),
    ("no row of the other", "benchmark", LINE + score("67%"), LINE, "1e26", OPEN, (Cause.MISSING,)),
    ("no definition of the other", "benchmark", LINE + score("67%"), score("60%"), "1e26", OPEN, (Cause.MISSING,)),
    ("another meaning", "benchmark", LINE + score("67%"), index() + line("c", slope="5%") + score("60%"), "1e25",
     OPEN, (Cause.MISSING,)),
    ("of another kind", "loss", LINE + score("67%"), LINE + score("60%"), "1e25", OPEN, (Cause.MISSING,)),
    ("losses on one curve", "loss", CURVE + loss("4.2"), CURVE + loss("5"), "1e25", YES, ()),
    ("losses nearer together", "loss", CURVE + loss("4.8"), CURVE + loss("5"), "1e25", NO, ()),
    ("a loss beyond the limit", "loss", CURVE + loss("1.4"), CURVE + loss("5"), "1e25", OPEN, (Cause.MISSING,)),
]  # fmt: skip


@pytest.mark.parametrize(
    "measure, own, old, flop, outcome, because", [pytest.param(*case[1:], id=case[0]) for case in RATIOS]
)
def test_a_ratio_is_that_of_one_definition(
    tmp_path: Path, measure: str, own: str, old: str, flop: str, outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    found = against(tmp_path, model(own, flop=flop), model(old, flop="1e25", name="Old"), law(measure))
    assert (found.outcome, found.because) == (outcome, because)


def test_the_step_says_whether_the_baseline_matters(tmp_path: Path) -> None:
    found = against(tmp_path, model(LINE, score("67%")), model(LINE, score("60%"), name="Old"), law())
    (step,) = [step for step in found.steps if "by inversion" in step.what]
    assert "the baseline cancels wholly" in step.what
    assert step.result == "5.0x against >= 4x: holds"


def test_both_routes_on_different_sides_are_a_conflict(tmp_path: Path) -> None:
    both = index() + line("c") + gain("1", metric="reasoning")
    own, old = model(both, score("67%"), flop="1e25"), model(both, score("60%"), flop="1e25", name="Old")
    found = against(tmp_path, own, old, law())
    assert (found.outcome, found.because) == (OPEN, (Cause.CONFLICT,))


def test_better_reasoning_with_worse_recall_is_seen(tmp_path: Path) -> None:
    two = index("r", "reasoning") + index("k", "recall") + line("c")
    own = model(two, score("70%"), score("58%", name="recall"), flop="1e25")
    old = model(two, score("60%"), score("60%", name="recall"), flop="1e25", name="Old")
    found = against(tmp_path, own, old, law())
    assert (found.outcome, found.because) == (OPEN, (Cause.READINGS,))
    assert found.metrics == (
        MetricVerdict(metric="reasoning", definition="r", outcome=YES, comparison="10x against >= 4x"),
        MetricVerdict(metric="recall", definition="k", outcome=NO, comparison="0.63x against >= 4x"),
    )


def test_a_base_has_no_effective_compute_here() -> None:
    by = policy('quantity = "effective_compute", relative_to = "base", measure = "loss", at_least = "4x"')
    found = judged(model(LOSS, gain("5")), by)
    assert (found.outcome, found.because) == (OPEN, (Cause.MISSING,))


READ_BY = [("4.2", "scaling-law", YES), ("4.7", "scaling-law", NO), ("4.2", "nominal", NO)]


@pytest.mark.parametrize("reached, reading, outcome", READ_BY)
def test_a_scaling_law_is_read_through_a_bundled_policy(
    tmp_path: Path, reached: str, reading: str, outcome: Outcome
) -> None:
    """Twice the operations; 13 times the effective compute at a loss of 4.2, and 2.5 times at 4.7; a line of 6x."""
    told = f'[[answer]]\nquestion = "gdm-fsf-1.0/metric"\nvalue = "{reading}"\n'
    history = '[[assessment]]\nseries = "gdm-fsf"\nkind = "evaluation"\ndate = 2024-06-01\n'
    own = model(CURVE, loss(reached), told, history, 'model = { manifest = "old.toml" }\n', flop="2e25")
    own = own.replace("[model]", '[model]\ndeveloper = "Google DeepMind"')
    loaded = family(tmp_path, own=own, old=model(CURVE, loss("5"), flop="1e25", name="Old"))
    fsf = next(law for law in bundled_policies() if law.id == "gdm-fsf-1.0")
    found = judged_all(loaded, fsf, how=settings(date(2024, 12, 1)))["gdm-fsf-1.0/ec6"]
    assert (found.outcome, found.because) == (outcome, ())


def test_without_a_measure_every_definition_is_meant_and_operations_are_a_floor(tmp_path: Path) -> None:
    when = 'quantity = "effective_compute", relative_to = "last_assessment", kind = "full", at_least = "4x"'
    loaded = family(tmp_path, own=model(flop="4e25") + ASSESSED, old=model(flop="1e25", name="Old"))
    assert judged(loaded, policy(when)).outcome is OPEN
    assert judged(loaded, policy(f'{when}, counting = "all"')).outcome is YES
    assert judged(loaded, policy(f'{when}, counting = "all", raw_floor = false')).outcome is OPEN


def nominal(*history: tuple[str, str, str]) -> Verdict:
    """4e25 FLOP by the ratio to whichever of some models was assessed last: its date, name and compute."""
    when = 'quantity = "effective_compute", relative_to = "last_assessment", measure = "nominal", counting = "all"'
    rows = (
        ASSESSED.replace("2025-11-12", day).replace('manifest = "old.toml"', f'name = "{name}", compute = "{flop}"')
        for day, name, flop in history
    )
    return judged(model(*rows, flop="4e25"), policy(f'{when}, at_least = "4x"'))


PARTIAL = [
    ([("2025-06-15", "B", "1e25"), ("2024-06-15", "A", "5e25")], YES, ()),
    ([("2025-06-15", "B", "1e25"), ('"2025"', "A", "5e25")], OPEN, (Cause.MISSING,)),
    ([("2025-06-15", "B", "1e25"), ('"2025-06"', "A", "5e25")], OPEN, (Cause.MISSING,)),
    ([("2025-06-15", "B", "1e25"), ('"2025-05"', "A", "5e25")], YES, ()),
    ([("2025-06-15", "B", "1e25"), ('"2025-07"', "A", "5e25")], NO, ()),
    ([("2025-06-15", "B", "1e25"), ('"2026"', "A", "5e25")], OPEN, (Cause.MISSING,)),  # it may lie after the day
    ([("2025-06-15", "B", "1e25"), ("2025-06-15", "A", "5e25")], OPEN, (Cause.CONFLICT,)),
    ([("2025-06-15", "B", "1e25"), ('"2025"', "B", "1e25")], YES, ()),
]


@pytest.mark.parametrize("history, outcome, because", PARTIAL)
def test_a_partial_date_leaves_open_which_assessment_is_the_last(
    history: list[tuple[str, str, str]], outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    found = nominal(*history)
    assert (found.outcome, found.because) == (outcome, because)


CLOCKS = [('"2025"', "2025-06-15", OPEN), ('"2025-06"', "2025-06-15", YES), ('"2025-12"', "2025-11-15", NO)]


@pytest.mark.parametrize("one, other, outcome", CLOCKS)
def test_the_clock_runs_from_any_assessment_that_may_be_the_last(one: str, other: str, outcome: Outcome) -> None:
    """Six months by 2026-03-01, whichever model it was that was assessed last."""
    rows = (
        f'[[assessment]]\nseries = "s"\nkind = "full"\ndate = {day}\nmodel = {{ name = "{name}", compute = "1e25" }}\n'
        for name, day in (("A", one), ("B", other))
    )
    when = 'quantity = "elapsed", since = "last_assessment", at_least = "6 months"'
    assert judged(model(*rows), policy(when)).outcome is outcome
