"""One figure in another unit, or with a scale word, gives one report, but for the figure as it is spelt."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from flopguard.check import checked, report_of
from flopguard.evaluate.facts import Settings
from flopguard.manifest.load import load_text
from flopguard.policy.load import bundled_policies
from flopguard.report.json import report_v1

FEWER = examples(max_examples=15)
HOW = Settings(date(2026, 3, 1))
Tree = dict[str, Any]

# --- one figure, many spellings ----------------------------------------------------------------------------------

PREFIXES = {"": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18, "Z": 21, "Y": 24, "peta": 15, "exa": 18}
COUNTS = {"": 0, " thousand": 3, " million": 6, " billion": 9, " trillion": 12, "k": 3, "K": 3, "M": 6, "B": 9, "T": 12}
HOURS = ("", " h", " hour", " hours")
Spell = Callable[[str, int], tuple[str, str]]
"""The number and the unit of a figure with these digits and this power of ten."""


def prefixed(unit: str) -> list[Spell]:
    spelt = [_after(f" {prefix}{unit}", exponent) for prefix, exponent in PREFIXES.items()]
    return [_after("", 0), *spelt]


def counted(unit: str) -> list[Spell]:
    names = ("", f" {unit}")
    return [_after(f"{word}{name}", exponent) for word, exponent in COUNTS.items() for name in names]


def _after(unit: str, exponent: int) -> Spell:
    return lambda digits, power: (f"{digits}e{power - exponent}", unit)


SPELLINGS: dict[str, list[Spell]] = {
    "flop": prefixed("FLOP"),
    "tokens": counted("tokens"),
    "parameters": counted("parameters"),
    "count": counted("items"),
    "hours": [_after(unit, 0) for unit in HOURS],
    "chip_hours": [_after(unit, 0) for unit in HOURS],
    "peak": prefixed("FLOP/s")[1:],
    "utilisation": [_after("", 0), _after("%", -2), _after("x", 0)],
}
POWERS = {
    "flop": 24,
    "tokens": 12,
    "parameters": 10,
    "count": 3,
    "hours": 2,
    "chip_hours": 6,
    "peak": 14,
    "utilisation": -1,
}
digits = st.integers(100, 999).map(lambda n: f"{n // 100}.{n % 100:02}")


@st.composite
def spelt_twice(draw: st.DrawFn, key: str) -> tuple[Any, Any]:
    """One figure in two spellings of the same digits: a value, an interval, a bound, with a tolerance, or a table."""
    number, power = draw(digits), POWERS[key]
    ways = [draw(st.sampled_from(SPELLINGS[key])) for _ in range(2)]
    form = draw(st.sampled_from(["{0}{1}", "{0}{1}", "{0}{1}..{2}{3}", "{0}..{2}{3}", ">={0}{1}", "<{0}{1}", "table"]))
    ends = [(*way(number, power), *way(number, power + (key != "utilisation"))) for way in ways]
    if form == "table":
        return "".join(ends[0][:2]), {"value": "".join(ends[1][:2])}
    return form.format(*ends[0]), form.format(*ends[1])


def table(*needed: str, **fixed: Any) -> st.SearchStrategy[tuple[Tree, Tree]]:
    """A table twice over, its figures spelt in two ways."""

    @st.composite
    def draw_table(draw: st.DrawFn) -> tuple[Tree, Tree]:
        one, other = dict(fixed), dict(fixed)
        for key in needed:
            one[key], other[key] = draw(spelt_twice(key))
        return one, other

    return draw_table()


hardware = st.one_of(
    table("count", "hours", "utilisation", chip="h100-sxm5-80gb", precision="bf16", utilisation_kind="mfu"),
    table("chip_hours", "peak"),
)
phases = st.one_of(
    table("flop", component="pretrain"),
    table("tokens", "parameters", component="pretrain"),
    table("tokens", "parameters", "flop", component="rl_rollout"),
    hardware.map(lambda pair: tuple({"component": "midtrain_sft", "hardware": [half]} for half in pair)),
)
bases = table("flop", name="B", relation="finetune").map(
    lambda pair: tuple({("compute" if key == "flop" else key): value for key, value in half.items()} for half in pair)
)


@st.composite
def cards(draw: st.DrawFn) -> tuple[Tree, Tree]:
    """A card twice over."""
    chosen = draw(st.lists(phases, min_size=1, max_size=3))
    base = draw(st.one_of(st.none(), bases))
    complete = draw(st.booleans())
    return tuple(  # type: ignore[return-value]
        {
            "manifest": 1,
            "model": {"name": "M", "outputs": ["text"], **({"base": [base[half]]} if base else {})},
            "scope": {"complete": complete},
            "training": [pair[half] for pair in chosen],
        }
        for half in (0, 1)
    )


# --- the report of each ------------------------------------------------------------------------------------------

SPELT = {"digest", "text", "line", "column", "end_column", "line_text", "message", "observed", "fingerprint"}
"""What repeats a figure as it is written, or where it stands."""


def report(tree: Tree) -> Any:
    read = load_text(json.dumps(tree, indent=1), "m.json")
    return report_v1(report_of(checked([read], bundled_policies(), HOW), HOW))


def unspelt(tree: Any) -> Any:
    """The report without what repeats a figure as it is written: of a step's input that is its value."""
    if isinstance(tree, dict):
        shown = SPELT | ({"value"} if {"name", "evidence"} <= tree.keys() else set())
        return {key: unspelt(value) for key, value in tree.items() if key not in shown}
    return [unspelt(value) for value in tree] if isinstance(tree, list) else tree


@FEWER
@given(cards())
def test_the_spelling_of_a_figure_changes_nothing(pair: tuple[Tree, Tree]) -> None:
    one, other = map(report, pair)
    assert one["summary"]["unreadable"] == other["summary"]["unreadable"] == 0
    assert unspelt(one) == unspelt(other)


# --- units that take other digits --------------------------------------------------------------------------------

CONVERTED = [
    # the key, what it says in its own unit, and the same in units of which one is no power of ten
    ("flop", "8.64e24", ["1e5 petaflop/s-days", "100 EFLOP/s-days", "864e22 FLOP", "25.92e24/3"]),
    ("hours", "1008", ["42 days", "6 weeks", "60480 min", "3628800 s", "2016/2 h"]),
    ("chip_hours", "2520000", ["105000 days", "15000 weeks", "1.512e8 minutes"]),
    ("utilisation", "0.4", ["40%", "2/5", "0.400"]),
    ("tokens", "15.6T", ["15600 billion", "15.60e12", "31.2e12/2"]),
]


@pytest.mark.parametrize("key, plain, others", CONVERTED)
def test_another_unit_changes_no_amount_and_no_verdict(key: str, plain: str, others: list[str]) -> None:
    """Digits may differ, which decide how many are shown and whether the last of them is in doubt."""
    expected = decided(report(card_with(key, plain)))
    assert [decided(report(card_with(key, other))) for other in others] == [expected] * len(others)


def card_with(key: str, figure: str) -> Tree:
    entry: Tree = {"chip": "h100-sxm5-80gb", "precision": "bf16", "utilisation": "40%", "utilisation_kind": "mfu"}
    entry |= {"chip_hours": "2520000"} if key == "chip_hours" else {"count": 16384, "hours": "1008"}
    phase: Tree = {"component": "pretrain", "parameters": "70e9", "tokens": "15.6e12", "hardware": [entry]}
    place = phase if key in ("flop", "tokens") else entry
    place[key] = figure
    return {"manifest": 1, "model": {"name": "M", "outputs": ["text"], "base": "none"}, "training": [phase]}


def decided(found: Any) -> Any:
    """The amounts, the outcomes and the places of findings."""
    (entry,) = found["manifests"]
    amounts = deepcopy(entry["compute"])
    verdicts = [
        (one["policy"], one["trigger"], one["outcome"], one["because"], one["lean"], one["margin"], one["probability"])
        for one in entry["verdicts"]
    ]
    places = [(one["code"], one["at"]) for one in entry["findings"] if one["code"] != "FG501"]
    ranges = [unspelt(part["flop"]) for part in amounts["components"]]
    checks = [
        (other["method"], unspelt(other["flop"]), other["ratio"])
        for part in amounts["components"]
        for other in part["cross_checks"]
    ]
    return ranges, checks, unspelt(amounts["totals"]), verdicts, places


def test_a_figure_is_read_exactly() -> None:
    """What the two tests rest on: the amounts differ in nothing, not in their last digit either."""
    (entry,) = report(card_with("flop", "25.92e24/3"))["manifests"]
    assert Fraction(entry["compute"]["components"][0]["flop"]["central"]) == Fraction("8.64e24")
