"""Any report at all, made from the types: every field filled, text as hostile as it comes."""

from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from flopguard.finding import Accepted, Finding
from flopguard.result import Claim, EffectiveValue, ManifestReport, Range, Report, Verdict

WORDS = st.sampled_from(
    [
        "reported",
        "6.4e24 FLOP",
        "https://example.com/a/rather/long/address/that/cannot/be/broken",
        "模型训练",
        "Art. 52(1)",
    ]
)
# The no-break space is left out: a line may not end there, which the test of widths cannot tell from a mistake.
TEXT = st.one_of(
    st.text(st.characters(exclude_characters="\u00a0"), max_size=40),
    st.lists(WORDS, max_size=12).map(" ".join),
    st.text("\x1b\x07\r\n\t\u202e\u200f\u0301a 界", max_size=20),
)
AMOUNT = st.decimals(0, 10**30, allow_nan=False, places=2).map(lambda number: f"{number:.6e}".replace("e+", "e"))
PLACE = st.integers(1, 200)

SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(0, 2000),
    float: st.floats(min_value=0),
    NoneType: st.none(),
}
NARROWED: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    **{(kind, name): st.none() | AMOUNT for kind in (Range, EffectiveValue) for name in ("low", "central", "high")},
    (Range, "low"): AMOUNT,
    (EffectiveValue, "kind"): st.sampled_from(
        ["value", "at_least", "at_most", "unbounded", "multivalued", "undefined"]
    ),
    (Claim, "slots"): st.dictionaries(TEXT, st.sampled_from(["given", "partly", "missing", "n/a"]), max_size=3),
    (Claim, "line"): st.none() | PLACE,
    (Claim, "quantity"): st.sampled_from(["training_compute", "effective_compute", "hardware_time", "x"]),
    (Claim, "unit"): st.sampled_from(["FLOP", "x", "chip-hours", ""]),
    (Claim, "value"): st.just("") | AMOUNT,
    **{(Claim, name): st.none() | AMOUNT for name in ("low", "high")},
    **{(Finding, name): st.none() | PLACE for name in ("line", "column", "end_column")},
    (Finding, "points_at"): st.sampled_from(["key", "value"]),
    (Verdict, "probability"): st.none() | st.floats(0, 1),
    (ManifestReport, "kind"): st.sampled_from(["manifest", "card"]),
    (ManifestReport, "accepted"): st.deferred(lambda: st.lists(_accepted(), max_size=2).map(tuple)),
}


def _accepted() -> st.SearchStrategy[Finding]:
    """Findings that something accepts; those of a report's other list are accepted by nothing."""
    return st.builds(lambda finding, by: replace(finding, accepted=by), made(Finding), made(Accepted))


@cache
def made(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Values of a type of `result`, all its fields drawn."""
    hints = get_type_hints(kind)
    drawn = {
        entry.name: NARROWED[kind, entry.name]
        if (kind, entry.name) in NARROWED
        else _strategy(hints[entry.name], entry.name)
        for entry in fields(kind)
    }
    return st.builds(kind, **drawn)


def _strategy(hint: Any, name: str) -> st.SearchStrategy[Any]:
    if hint in SIMPLE:
        return SIMPLE[hint]
    if is_dataclass(hint):
        return st.deferred(lambda: made(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    if get_origin(hint) is UnionType:
        return st.one_of([_strategy(part, name) for part in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(_strategy(get_args(hint)[0], name), max_size=2).map(tuple)
    assert get_origin(hint) is dict, f"{name}: no strategy for {hint}"
    return st.dictionaries(TEXT, _strategy(get_args(hint)[1], name), max_size=3)


REPORTS = made(Report)
