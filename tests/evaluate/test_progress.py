"""Rates of progress: as a factor a year, as growth or as a factor of an earlier rate, on one index or several."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.result import Cause, Outcome
from tests.evaluate.support import card, judged, policy

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
INTERVAL, MISSING, CONFLICT = (Cause.INTERVAL,), (Cause.MISSING,), (Cause.CONFLICT,)
GROWTH = 'quantity = "progress_rate", relative_to = "expected", rate_as = "growth", at_least = "2x"'
FACTOR = GROWTH.replace('"growth"', '"factor"')
HALF = GROWTH.replace('"2x"', '"1.5x"')
YEARLY = 'quantity = "progress_rate", of = "best_model", at_least = "1000x"'
FASTEST = GROWTH.replace("expected", "fastest_observed")


def rates(*rows: str) -> str:
    return card(more="".join(f"[[progress]]\n{row}\n" for row in rows))


def row(earlier: str, now: str, more: str = 'compared_with = "expected"') -> str:
    stated = (f'{key} = "{value}"' for key, value in (("earlier", earlier), ("now", now)) if value)
    return "\n".join((*stated, more))


def points(earlier: str, now: str, since: str) -> str:
    return row(earlier, now, f'compared_with = "expected"\nunit = "points"\nindex = "ECI"\nbreakpoint = "{since}"')


EARLY, LATE = points("15.5", "28.8", "2024-04"), points("15.7", "67.4", "2025-04")
SAYS = "yearly rate of progress of the publisher against the expected rate"
ADD = f'the {SAYS}: [[progress]] with of = "publisher", now, earlier, compared_with = "expected"'
ADD_FASTEST = ADD.replace("the expected", "the fastest observed").replace('"expected"', '"fastest_observed"')
ADD_YEARLY = 'the yearly rate of progress of the most capable model: [[progress]] with of = "best_model", now'
FLAT = "an earlier yearly factor above 1x (/progress/0/earlier): without growth there is none to be a multiple of"
LOG = "are a log measure and tell no factor"
RATES = [
    ("nine a year, then its square", GROWTH, (row("9x", "81x"),), YES, (), ()),
    ("just below it", GROWTH, (row("9x", "80.999x"),), NO, (), ()),
    ("twice the factor is no twice the growth", GROWTH, (row("9x", "18x"),), NO, (), ()),
    ("it is as a factor", FACTOR, (row("9x", "18x"),), YES, (), ()),
    ("just below that", FACTOR, (row("9x", "17.999x"),), NO, (), ()),
    ("one and a half times the growth", HALF, (row("9x", "27x"),), YES, (), ()),
    ("just below that too", HALF, (row("9x", "26.999x"),), NO, (), ()),
    ("intervals over the line", GROWTH, (row("8x..9x", "81x..90x"),), YES, (), ()),
    ("intervals across it", GROWTH, (row("8x..9x", "80x..90x"),), OPEN, INTERVAL, ()),
    ("intervals below it", GROWTH, (row("8x..9x", "50x..63x"),), NO, (), ()),
    ("an end that is left out", GROWTH.replace("at_least", "more_than"), (row("<9x", "81x"),), OPEN, MISSING, (FLAT,)),
    ("no growth before", GROWTH, (row("1x", "81x"),), OPEN, MISSING, (FLAT,)),
    ("perhaps none", GROWTH, (row("0.9x..2x", "81x"),), OPEN, MISSING, (FLAT,)),
    ("less growth than none, as a factor", FACTOR, (row("0.5x", "1x"),), YES, (), ()),
    (
        "nothing before",
        FACTOR,
        (row("0x", "1x"),),
        OPEN,
        MISSING,
        ("an earlier rate above zero (/progress/0/earlier)",),
    ),
    ("points cut early", GROWTH, (EARLY,), NO, (), ()),
    ("points cut late", GROWTH, (LATE,), YES, (), ()),
    (
        "the two cuts together",
        GROWTH,
        (EARLY, LATE),
        OPEN,
        CONFLICT,
        (f"which {SAYS} is right: /progress/0 1.9x, /progress/1 4.3x",),
    ),
    (
        "points tell no factor",
        FACTOR,
        (LATE,),
        OPEN,
        MISSING,
        (f'{ADD} in unit = "factor"; points a year on an index (/progress/0) {LOG}',),
    ),
    ("points beside a factor", FACTOR, (EARLY, row("9x", "18x")), YES, (), ()),
    ("nothing is stated", GROWTH, (), OPEN, MISSING, (ADD,)),
    ("no rate before", GROWTH, (row("", "81x"),), OPEN, MISSING, ("/progress/0/earlier",)),
    ("no rate now", GROWTH, (row("9x", ""),), OPEN, MISSING, ("/progress/0/now",)),
    (
        "one of two without its earlier rate",
        GROWTH,
        (row("9x", "81x"), row("", "81x")),
        OPEN,
        MISSING,
        ("/progress/1/earlier",),
    ),
    ("another comparison", FASTEST, (row("9x", "81x"),), OPEN, MISSING, (ADD_FASTEST,)),
    (
        "a comparison that is not named",
        GROWTH,
        (row("9x", "81x", ""),),
        OPEN,
        MISSING,
        ("which rate the earlier one is (/progress/0/compared_with)",),
    ),
    ("one not named on the same side", GROWTH, (row("9x", "81x"), row("9x", "99x", "")), YES, (), ()),
    (
        "one not named on the other side",
        GROWTH,
        (row("9x", "81x"), row("9x", "18x", "")),
        OPEN,
        MISSING,
        ("which rate the earlier one is (/progress/1/compared_with)",),
    ),
    ("a rate alone beside a comparison", GROWTH, (row("9x", "81x"), row("", "3x", "")), YES, (), ()),
    (
        "one not named and not whole",
        GROWTH,
        (row("9x", "81x"), row("9x", "", "")),
        OPEN,
        MISSING,
        ("which rate the earlier one is (/progress/1/compared_with)",),
    ),
    (
        "of somebody else",
        GROWTH,
        (row("9x", "81x", 'compared_with = "expected"\nof = "best_model"'),),
        OPEN,
        MISSING,
        (ADD,),
    ),
    (
        "a year that is not over",
        GROWTH,
        (row("9x", "81x", 'compared_with = "expected"\nended = 2026-03-02'),),
        OPEN,
        MISSING,
        (ADD,),
    ),
    ("up to the day", GROWTH, (row("9x", "81x", 'compared_with = "expected"\nended = 2026-03-01'),), YES, (), ()),
    ("a thousand a year", YEARLY, (row("", "1000x", 'of = "best_model"'),), YES, (), ()),
    ("just less", YEARLY, (row("", "999.9x", 'of = "best_model"'),), NO, (), ()),
    ("across a thousand", YEARLY, (row("", "900x..1245x", 'of = "best_model"'),), OPEN, INTERVAL, ()),
    (
        "two that differ",
        YEARLY,
        (row("", "900x", 'of = "best_model"'), row("", "1225x", 'of = "best_model"')),
        OPEN,
        CONFLICT,
        ("which yearly rate of progress of the most capable model is right: /progress/0 900x, /progress/1 1225x",),
    ),
    (
        "points against a thousand",
        YEARLY,
        (row("", "9999", 'of = "best_model"\nunit = "points"'),),
        OPEN,
        MISSING,
        (f'{ADD_YEARLY} in unit = "factor"; points a year on an index (/progress/0) {LOG}',),
    ),
]


@pytest.mark.parametrize(
    "when, rows, outcome, because, missing", [pytest.param(*case[1:], id=case[0]) for case in RATES]
)
def test_a_rate_against_its_line(
    when: str, rows: tuple[str, ...], outcome: Outcome, because: tuple[Cause, ...], missing: tuple[str, ...]
) -> None:
    found = judged(rates(*rows), policy(when))
    assert (found.outcome, found.because, found.missing) == (outcome, because, missing)


def test_the_step_says_what_twice_means() -> None:
    grown, in_points = (judged(rates(one), policy(GROWTH)).steps[0] for one in (row("9x", "18x"), LATE))
    assert grown.what == f"{SAYS}; 2x the growth is the earlier yearly factor to the power of 2"
    assert grown.result == "0.22x against >= 1x the earlier yearly factor to the power of 2: does not hold"
    assert in_points.what == (
        f"{SAYS} (on ECI, from 2025-04 on); "
        "points on an index are a log measure, so that 2x the growth is 2x the points"
    )
    assert in_points.result == "4.3x against >= 2x: holds"


@given(st.integers(11, 90), st.integers(1, 4000), st.sampled_from(["2", "3", "1.5", "4/3", "0.5", "1.25"]))
def test_growth_is_compared_by_whole_powers(earlier: int, now: int, line: str) -> None:
    """Exactly: now >= earlier to the power of p/q means that its q-th power is at least the p-th power."""
    power = Fraction(line)
    expected = Fraction(now, 10) ** power.denominator >= Fraction(earlier, 10) ** power.numerator
    text = rates(row(f"{Fraction(earlier, 10)}x", f"{Fraction(now, 10)}x"))
    assert judged(text, policy(GROWTH.replace("2x", f"{line}x"))).outcome is (YES if expected else NO)


@given(st.integers(2, 60), st.integers(2, 60), st.booleans())
def test_growth_of_a_factor_is_the_ratio_of_points(a: int, b: int, doubled: bool) -> None:
    """Points as powers of two: the growth is compared alike whether rates are given as logarithms or as factors."""
    later = 2 * a if doubled else b
    by_factor = judged(rates(row(f"{2**a}x", f"{2**later}x")), policy(GROWTH)).outcome
    assert judged(rates(points(str(a), str(later), "x")), policy(GROWTH)).outcome is by_factor
