"""Every multiple from the first assessment: a fixed grid, against exact arithmetic and against the rolling rule."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.evaluate.compared import Direct, Sides
from flopguard.evaluate.condition import answer_of
from flopguard.evaluate.grid import on_grid
from flopguard.formula import Amount, Comparison, Input
from flopguard.policy.types import QuantityLeaf, QuantityName
from flopguard.quantity import Estimate
from flopguard.result import Cause, Outcome
from flopguard.units import Dimension
from tests.evaluate.effective_support import gain, index, line, model, score
from tests.evaluate.support import card, family, judged, policy, pretrain, settings

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
INTERVAL, MISSING, CONFLICT = (Cause.INTERVAL,), (Cause.MISSING,), (Cause.CONFLICT,)
GRID = 'quantity = "training_compute", counting = "all", relative_to = "first_assessment", at_least = "4x"'
OVER = GRID.replace("at_least", "more_than")
ROLLING = GRID.replace("first_assessment", "last_assessment")
HOW = settings(unstated=0)


def assessed(day: str, flop: str, name: str = "Old", kind: str = "k") -> str:
    about = f'{{ name = "{name}", compute = "{flop}" }}' if flop else f'{{ name = "{name}" }}'
    return f'[[assessment]]\nseries = "s"\nkind = "{kind}"\ndate = {day}\nmodel = {about}\n'


def now(flop: str, *history: str) -> str:
    return card(pretrain(flop), complete=True, more="".join(history))


FIRST = assessed("2025-01-01", "1e24", "First")
CASES = [
    ("on the first line", GRID, now("4e24", FIRST), YES, (), ()),
    ("below it", GRID, now("3.999e24", FIRST), NO, (), ()),
    ("passed before", GRID, now("9e24", FIRST, assessed("2025-06-01", "5e24")), NO, (), ()),
    ("passed since, with less than a step", GRID, now("4.1e24", FIRST, assessed("2025-06-01", "3.9e24")), YES, (), ()),
    ("the last one on the line", GRID, now("15e24", FIRST, assessed("2025-06-01", "4e24")), NO, (), ()),
    ("on the second line", GRID, now("16e24", FIRST, assessed("2025-06-01", "4e24")), YES, (), ()),
    ("two lines at once", GRID, now("17e24", FIRST, assessed("2025-06-01", "3e24")), YES, (), ()),
    ("over the line means above it", OVER, now("4e24", FIRST), NO, (), ()),
    ("and above it", OVER, now("4.001e24", FIRST), YES, (), ()),
    (
        "the last one on a line that is not over it",
        OVER,
        now("5e24", FIRST, assessed("2025-06-01", "4e24")),
        YES,
        (),
        (),
    ),
    ("alike with the first one", OVER, now("3e24", FIRST, assessed("2025-06-01", "1e24")), NO, (), ()),
    ("smaller than the last one", GRID, now("4e24", FIRST, assessed("2025-06-01", "9e24")), NO, (), ()),
    ("a smaller one in between", GRID, now("1.2e24", FIRST, assessed("2025-06-01", "5e23")), YES, (), ()),
    ("across the line", GRID, now("3e24..5e24", FIRST, assessed("2025-06-01", "2e24")), OPEN, INTERVAL, ()),
    (
        "the last one across the line",
        GRID,
        now("9e24", FIRST, assessed("2025-06-01", "3e24..5e24")),
        OPEN,
        INTERVAL,
        (),
    ),
    (
        "then and now across one line each",
        GRID,
        now("15e24..17e24", FIRST, assessed("2025-06-01", "3e24..5e24")),
        OPEN,
        INTERVAL,
        (),
    ),
    ("whichever it was, one was passed", GRID, now("17e24", FIRST, assessed("2025-06-01", "3e24..5e24")), YES, (), ()),
    (
        "nobody knows how much, but enough",
        GRID,
        now(">=17e24", FIRST, assessed("2025-06-01", "3e24..5e24")),
        YES,
        (),
        (),
    ),
    ("nobody knows how much", GRID, now(">=1e24", FIRST, assessed("2025-06-01", ">=3e24")), OPEN, INTERVAL, ()),
    (
        "several in between do not count",
        GRID,
        now("9e24", FIRST, assessed("2025-03-01", "1e26"), assessed("2025-06-01", "5e24")),
        NO,
        (),
        (),
    ),
    (
        "no assessment",
        GRID,
        now("9e24"),
        OPEN,
        MISSING,
        ('the first assessment: [[assessment]] with series = "s", its date and model',),
    ),
    (
        "no compute of the first",
        GRID,
        now("9e24", assessed("2025-01-01", ""), assessed("2025-06-01", "5e24", "New")),
        OPEN,
        MISSING,
        ("the compute of the model assessed on 2025-01-01 (/assessment/0/model)",),
    ),
    (
        "no compute of the last",
        GRID,
        now("9e24", FIRST, assessed("2025-06-01", "")),
        OPEN,
        MISSING,
        ("the compute of the model assessed on 2025-06-01 (/assessment/1/model)",),
    ),
    (
        "two that may have been first",
        GRID,
        now("9e24", assessed('"2025"', "1e24", "A"), assessed("2025-06-01", "2e24", "B")),
        OPEN,
        MISSING,
        ("which of the assessments of 2025 and 2025-06-01 came first",),
    ),
    (
        "two on the first day",
        GRID,
        now(
            "9e24",
            assessed("2025-01-01", "1e24", "A"),
            assessed("2025-01-01", "2e24", "B"),
            assessed("2025-06-01", "2e24"),
        ),
        OPEN,
        CONFLICT,
        ("which of the assessments of 2025-01-01 came first",),
    ),
    (
        "one of another kind is none",
        f'{GRID}, kind = "k"',
        now("9e24", assessed("2024-01-01", "1e20", "X", "y"), FIRST),
        YES,
        (),
        (),
    ),
]


@pytest.mark.parametrize(
    "when, text, outcome, because, missing", [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_a_multiple_was_passed_since_the_last_assessment(
    when: str, text: str, outcome: Outcome, because: tuple[Cause, ...], missing: tuple[str, ...]
) -> None:
    found = judged(text, policy(when), HOW)
    assert (found.outcome, found.because, found.missing) == (outcome, because, missing)


def test_the_steps_name_the_lines() -> None:
    found = judged(now("17e24", FIRST, assessed("2025-06-01", "5e24")), policy(GRID), HOW)
    says = "training compute counted by 'all' (a test), relative to First (assessed), the first one"
    assert [(step.what, step.result) for step in found.steps[:2]] == [
        (f"{says}: this model against the multiple 16x", "17x against >= 16x: holds"),
        (f"{says}: the one assessed last against the multiple 16x", "5.0x against < 16x: holds"),
    ]


def test_only_what_moves_no_line_has_a_value_at_which_it_flips() -> None:
    """With another compute of the first or the last model other lines would decide than those that were compared."""
    found = judged(now("17e24", FIRST, assessed("2025-06-01", "5e24")), policy(GRID), HOW)
    assert [(entry.input, entry.tips_at) for entry in found.tipping] == [("/training/0/flop", "1.6e25")]


# --- laws --------------------------------------------------------------------------------------------------------


def log_floor(value: Fraction, step: Fraction) -> int:
    """The largest power of the step that is at most the value, by multiplying alone."""
    power, line = 0, Fraction(1)
    while line * step <= value:
        power, line = power + 1, line * step
    while line > value:
        power, line = power - 1, line / step
    return power


amounts = st.integers(1, 4000).map(lambda n: Fraction(n, 8))
steps = st.sampled_from([Fraction(4), Fraction(2), Fraction(6), Fraction(3, 2), Fraction(10)])


def sides(of: Estimate, origin: Estimate, step: Fraction, comparison: Comparison, name: str) -> Sides:
    above, below = Amount.of(Input(name, of)), Amount.of(Input("origin", origin))
    return Sides(above, below, step, f"{step}x", comparison, name)


def exact(value: Fraction) -> Estimate:
    return Estimate(value, value, value, Dimension.FLOP)


def truth(
    ours: Estimate, last: Estimate, origin: Fraction, step: Fraction, comparison: str = "at_least"
) -> bool | None:
    leaf = QuantityLeaf(quantity=QuantityName.TRAINING_COMPUTE, **{comparison: f"{step}x"})  # type: ignore[arg-type]
    found = [
        sides(of, exact(origin), step, Comparison(comparison), name) for of, name in ((ours, "now"), (last, "last"))
    ]
    return answer_of(on_grid(leaf, *found)).truth


@given(amounts, amounts, amounts, steps)
def test_points_are_those_of_logarithms(ours: Fraction, last: Fraction, origin: Fraction, step: Fraction) -> None:
    passed = log_floor(ours / origin, step) > log_floor(last / origin, step)
    assert truth(exact(ours), exact(last), origin, step) is passed


@given(amounts, amounts, steps, st.sampled_from(["at_least", "more_than"]))
def test_with_one_assessment_it_is_the_rolling_rule(
    ours: Fraction, origin: Fraction, step: Fraction, comparison: str
) -> None:
    expected = Comparison(comparison).holds(ours / origin, step)
    assert truth(exact(ours), exact(origin), origin, step, comparison) is expected


@given(amounts, amounts, amounts, amounts, amounts, steps, st.booleans(), st.booleans())
def test_intervals_are_answered_as_all_their_ends_are(
    a: Fraction, b: Fraction, c: Fraction, d: Fraction, origin: Fraction, step: Fraction, no_end: bool, none: bool
) -> None:
    """The more now and the less then, the sooner a line lies between: so the corners tell; far out for no bound."""
    ours, last = sorted((a, b)), sorted((c, d))
    far = Fraction(10**9)
    tops = (far if no_end else ours[1], far * step**3 if none else last[1])
    corners = [
        log_floor(x / origin, step) > log_floor(y / origin, step)
        for x, y in ((ours[0], tops[1]), (tops[0] if not (no_end and none) else far * step**9, last[0]))
    ]
    expected = corners[0] if corners[0] == corners[1] else None
    known = (
        Estimate(ours[0], None, None if no_end else ours[1], Dimension.FLOP),
        Estimate(last[0], None, None if none else last[1], Dimension.FLOP),
    )
    assert truth(*known, origin, step) is expected


@given(amounts, steps)
def test_a_model_over_every_line_passed_one_unless_the_last_one_was_too(last: Fraction, step: Fraction) -> None:
    leaf = QuantityLeaf(quantity=QuantityName.EFFECTIVE_COMPUTE, at_least=f"{step}x")
    beyond = Direct(True, "beyond the curve")
    known = sides(exact(last), exact(Fraction(1)), step, Comparison.AT_LEAST, "a model")
    assert answer_of(on_grid(leaf, beyond, known)).truth is True
    assert answer_of(on_grid(leaf, known, beyond)).truth is False


# --- effective compute -------------------------------------------------------------------------------------------

EFFECTIVE = 'quantity = "effective_compute", relative_to = "first_assessment", measure = "{}", at_least = "4x"'
FIRST_AND_LAST = (
    '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 2025-01-01\nmodel = { manifest = "first.toml" }\n'
    '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 2025-06-01\nmodel = { manifest = "last.toml" }\n'
)
LINE = index() + line("c")
ROUTES = [
    ("index by scores, passed", "benchmark", "76.1%", "65%", YES, ()),
    ("index by scores, not passed", "benchmark", "71%", "66.1%", NO, ()),
    ("index by scores, then over it", "benchmark", "72%", "67%", NO, ()),
    ("no score then", "benchmark", "76.1%", "", OPEN, MISSING),
]


@pytest.mark.parametrize(
    "measure, own, last, outcome, because", [pytest.param(*case[1:], id=case[0]) for case in ROUTES]
)
def test_effective_compute_on_the_grid(
    tmp_path: Path, measure: str, own: str, last: str, outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    """The first model has 1e25 of effective compute, 60 %; tenfold is 10 points, 4x is 66.02 % and 16x is 72.04 %."""
    loaded = family(
        tmp_path,
        own=model(LINE, score(own)) + FIRST_AND_LAST,
        first=model(LINE, score("60%"), name="First"),
        last=model(LINE, score(last) if last else "", name="Last"),
    )
    found = judged(loaded, policy(EFFECTIVE.format(measure)))
    assert (found.outcome, found.because) == (outcome, because)


def test_gains_on_the_grid_and_operations_as_a_floor(tmp_path: Path) -> None:
    """By operations 3.9x and 4.1x of the first model; the same gain everywhere cancels."""
    by = index() + gain("2", metric="reasoning")
    loaded = family(
        tmp_path,
        own=model(by, flop="4.1e25") + FIRST_AND_LAST,
        first=model(by, flop="1e25", name="First"),
        last=model(by, flop="3.9e25", name="Last"),
    )
    assert judged(loaded, policy(EFFECTIVE.format("benchmark"))).outcome is YES
    assert judged(loaded, policy(f'{EFFECTIVE.format("nominal")}, counting = "all"')).outcome is YES
    assert judged(loaded, policy(ROLLING)).outcome is NO
    bare = family(
        tmp_path,
        own=model(flop="4.1e25") + FIRST_AND_LAST,
        first=model(flop="1e25", name="First"),
        last=model(flop="3.9e25", name="Last"),
    )
    when = EFFECTIVE.format("benchmark")
    assert judged(bare, policy(when)).outcome is OPEN
    assert judged(bare, policy(f'{when}, counting = "all"')).outcome is YES
    assert judged(bare, policy(f'{when}, counting = "all", raw_floor = false')).outcome is OPEN
