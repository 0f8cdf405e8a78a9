"""The laws of a lineage, on generated families: each ancestor once, whatever the ways, the order and the files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from flopguard.components import INHERITED, ComponentKey
from flopguard.estimate.actual import actual_compute, first_bases
from flopguard.estimate.types import ActualCompute
from flopguard.evaluate.counting import Counting, tally
from flopguard.evaluate.memo import Memo
from flopguard.manifest.load import Loaded, Related
from flopguard.policy.types import Mark
from tests.evaluate.strategies import COMPONENTS, loaded
from tests.evaluate.support import counting, family, judged, policy, read, settings

FEWER = examples(max_examples=100)
KEY = {
    **dict.fromkeys(("finetune", "adapter", "quantise", None), ComponentKey.BASE_INHERITED),
    **dict.fromkeys(("merge", "init"), ComponentKey.ANCESTOR_MERGE),
}
Edge = tuple[int, str | None]
Phase = tuple[str, int]


@dataclass(frozen=True)
class Family:
    """Models by number, the first the one that is asked about; each rests on later ones only."""

    phases: tuple[tuple[Phase, ...], ...]
    edges: tuple[tuple[Edge, ...], ...]

    def manifest(self, number: int) -> dict[str, Any]:
        """What one model says of itself."""
        bases = [{"manifest": f"m{n}.toml", **({"relation": how} if how else {})} for n, how in self.edges[number]]
        return {
            "manifest": 1,
            "model": {"name": f"M{number}", "developer": "Lab", "base": bases or "none"},
            "scope": {"complete": True},
            "training": [
                {"component": "pretrain", "flop": "0"},
                *({"component": component, "flop": str(flop)} for component, flop in self.phases[number]),
            ],
        }

    def read(self, number: int = 0, *, known: dict[int, Loaded] | None = None) -> Loaded:
        """The model as it is loaded; `known` keeps each file once, without it every mention is a copy of its own."""
        if known is not None and number in known:
            return known[number]
        plain = loaded(self.manifest(number))
        below = [self.read(n, known=known) for n, _ in self.edges[number]]
        related = (Related(entry.ref, entry.at, base) for entry, base in zip(plain.bases, below, strict=True))
        found = replace(plain, bases=tuple(related))
        if known is not None:
            known[number] = found
        return found


@st.composite
def families(draw: st.DrawFn) -> Family:
    size = draw(st.integers(2, 6))
    phase = st.tuples(st.sampled_from(COMPONENTS), st.integers(0, 9))
    relations = st.sampled_from(list(KEY))
    edges = [
        draw(st.lists(st.tuples(st.integers(n + 1, size - 1), relations), max_size=3)) if n < size - 1 else []
        for n in range(size)
    ]
    phases = [draw(st.lists(phase, min_size=1, max_size=2)) for _ in range(size)]
    return Family(tuple(map(tuple, phases)), tuple(map(tuple, edges)))


def marks(of: st.SearchStrategy[Mark]) -> st.SearchStrategy[dict[ComponentKey, Mark]]:
    return st.fixed_dictionaries(dict.fromkeys(ComponentKey, of))


every = marks(st.sampled_from(list(Mark)))


def spent(kin: Family, counted: set[ComponentKey]) -> int:
    """The sum over the models that can be reached along bases that count, each once."""
    reached, waiting = {0}, [0]
    while waiting:
        for base, how in kin.edges[waiting.pop()]:
            if KEY[how] in counted and base not in reached:
                reached.add(base)
                waiting.append(base)
    return sum(flop for n in reached for component, flop in kin.phases[n] if component in counted)


def ends(compute: ActualCompute, marked: dict[ComponentKey, Mark]) -> tuple[Fraction, Fraction | None]:
    bounds = tally(compute, Counting(label="p/all", marks=marked), Fraction(1), Memo()).bounds()
    return bounds.low, bounds.high


@FEWER
@given(families(), every)
def test_each_ancestor_that_is_reached_counts_once(kin: Family, marked: dict[ComponentKey, Mark]) -> None:
    sure = {key for key, mark in marked.items() if mark is Mark.IN}
    perhaps = {key for key, mark in marked.items() if mark is not Mark.OUT}
    expected = (spent(kin, sure), spent(kin, perhaps))
    assert ends(actual_compute(kin.read(known={})), marked) == expected
    assert ends(actual_compute(kin.read()), marked) == expected


def essence(compute: ActualCompute) -> tuple[object, ...]:
    """All but the order."""
    phases = [
        (str(phase.origin), phase.component, phase.ways, phase.chosen and phase.chosen.amount, phase.run)
        for phase in compute.phases
    ]
    return sorted(map(str, phases)), compute.complete, sorted(base.name for base in compute.unknown_bases)


@FEWER
@given(families(), st.randoms(use_true_random=False), every)
def test_the_order_of_bases_changes_nothing(kin: Family, random: Any, marked: dict[ComponentKey, Mark]) -> None:
    mixed = replace(kin, edges=tuple(tuple(random.sample(edges, len(edges))) for edges in kin.edges))
    before, after = kin.read(known={}), mixed.read(known={})
    assert essence(actual_compute(before)) == essence(actual_compute(after))
    assert first_bases(before) == first_bases(after)
    assert ends(actual_compute(before), marked) == ends(actual_compute(after), marked)


@FEWER
@given(families(), st.data())
def test_naming_a_base_once_more_changes_nothing(kin: Family, data: st.DataObject) -> None:
    """A base that an ancestor of the model has already, named by the model too, or a second time."""
    edges = [list(entries) for entries in kin.edges]
    named = [edge for entries in edges for edge in entries]
    if named:
        edges[0].append(data.draw(st.sampled_from(named)))
    more = replace(kin, edges=tuple(map(tuple, edges)))
    reached = {phase.origin for phase in actual_compute(kin.read(known={})).phases}
    if named and f"Lab M{edges[0][-1][0]}" in reached:
        counted = set(ComponentKey)
        assert spent(kin, counted) == spent(more, counted)
        marked = dict.fromkeys(ComponentKey, Mark.IN)
        assert ends(actual_compute(more.read()), marked) == ends(actual_compute(kin.read()), marked)


entries = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["A", "a", "Lab A", "Llama 3.1 405B"]),
        "developer": st.sampled_from(["Lab", "Meta", "Met"]),
        "version": st.sampled_from(["1", "2"]),
        "reference": st.sampled_from(["llama-3.1-405b", "llama-3.1-70b"]),
        "compute": st.sampled_from(["1e25", "3.8e25", "38e24"]),
        "relation": st.sampled_from(["merge", "finetune"]),
    },
)


@FEWER
@given(st.lists(entries, min_size=2, max_size=5), st.randoms(use_true_random=False), every)
def test_the_order_of_statements_changes_nothing(
    stated: list[dict[str, str]], random: Any, marked: dict[ComponentKey, Mark]
) -> None:
    """Bases that may be one or several: what they come to, and of how many of them nothing is known."""
    computes = []
    for listed in (stated, random.sample(stated, len(stated))):
        model = {"name": "M", "developer": "Met", "base": listed}
        computes.append(actual_compute(loaded({"manifest": 1, "model": model, "scope": {"complete": True}})))
    before, after = computes
    assert ends(before, marked) == ends(after, marked)
    assert len(before.unknown_bases) == len(after.unknown_bases)
    assert len(before.doubts) == len(after.doubts)


@FEWER
@given(st.lists(entries, min_size=1, max_size=4), st.data())
def test_a_statement_once_more_never_makes_more_or_less_sure(stated: list[dict[str, str]], data: st.DataObject) -> None:
    """A base that has a name is the same the second time; one without is another."""
    again = data.draw(st.sampled_from(stated))
    marked = dict.fromkeys(ComponentKey, Mark.IN)
    before, after = (
        actual_compute(loaded({"manifest": 1, "model": {"name": "M", "base": listed}, "scope": {"complete": True}}))
        for listed in (stated, [*stated, again])
    )
    if "name" in again or "reference" in again:
        assert ends(before, marked) == ends(after, marked)
        assert before.unknown_bases == after.unknown_bases


# --- both taken over and merged ----------------------------------------------------------------------------------

TWICE = """[
    { name = "B", compute = "2e25", relation = "finetune" }, { name = "B", compute = "2e25", relation = "merge" }
]"""
YES, NO, OPEN = "triggered", "not_triggered", "undetermined"


@pytest.mark.parametrize(
    "inherited, merged, outcome",
    [
        ("in", "in", YES),
        ("in", "out", YES),
        ("out", "in", YES),
        ("in", "silent", YES),
        ("leaning_out", "in", YES),
        ("out", "out", NO),
        ("silent", "out", OPEN),
        ("out", "leaning_in", OPEN),
        ("silent", "leaning_in", OPEN),
        ("silent", "silent", OPEN),
    ],
)
def test_one_way_in_that_counts_is_enough(inherited: str, merged: str, outcome: str) -> None:
    text = f'manifest = 1\n[scope]\ncomplete = true\n[model]\nname = "M"\nbase = {TWICE}\n'
    rule = {key.value: "in" for key in ComponentKey} | dict(zip(INHERITED, (inherited, merged), strict=True))
    assert judged(read(text), policy(rule=counting(**rule))).outcome.value == outcome


@pytest.mark.parametrize("base, outcome", [('base = "none"', NO), ("", OPEN)])
def test_a_base_that_does_not_say_what_it_was_made_from_leaves_that_open(
    base: str, outcome: str, tmp_path: Any
) -> None:
    files = {
        "own": 'manifest = 1\n[model]\nname = "M"\nbase = [{ manifest = "b.toml" }]\n'
        '[[training]]\ncomponent = "pretrain"\nflop = "1e20"\n',
        "b": f'manifest = 1\n[model]\nname = "B"\n{base}\n[[training]]\ncomponent = "pretrain"\nflop = "9e24"\n',
    }
    rule = counting(rest="out", pretrain="in", base_inherited="in")
    assert judged(family(tmp_path, **files), policy(rule=rule), settings(unstated=1)).outcome.value == outcome
