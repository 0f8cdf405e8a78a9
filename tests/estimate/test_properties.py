"""The laws of the methods on generated phases: more of a factor is no less, and the parts of a phase are the whole."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from flopguard.estimate.methods import METHODS
from flopguard.estimate.types import Estimated, Phase
from flopguard.estimate.workloads import workloads
from flopguard.manifest.load import manifest_of_tree
from flopguard.manifest.types import Manifest
from flopguard.quantity import Estimate

FEWER = examples(max_examples=20)
Tree = dict[str, Any]
Path = tuple[str | int, ...]

# --- phases of which every method knows all that it needs --------------------------------------------------------

whole = st.integers(1, 50)
shares = st.integers(1, 40).map(lambda n: f"{n}%")


@st.composite
def figures(draw: st.DrawFn, unit: str = "") -> str:
    low, more = draw(whole), draw(st.one_of(st.just(0), whole))
    return f"{low}..{low + more}{unit}" if more else f"{low}{unit}"


@st.composite
def shapes(draw: st.DrawFn) -> Tree:
    groups, per_group = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    shape: Tree = {
        "kind": "decoder-transformer",
        **{key: draw(st.integers(1, 9)) for key in ("layers", "hidden_size", "head_size", "vocabulary")},
        "intermediate_size": draw(whole),
        "heads": groups * per_group,
        "kv_heads": groups,
        "gated_mlp": draw(st.booleans()),
        "tied_embeddings": draw(st.booleans()),
    }
    if draw(st.booleans()):
        shape |= {"experts": 8, "experts_per_token": draw(st.integers(1, 4)), "expert_intermediate_size": draw(whole)}
        shape |= {"shared_experts": draw(st.integers(0, 2)), "dense_layers": draw(st.integers(0, shape["layers"]))}
    return shape


def chips(*stated: str) -> st.SearchStrategy[Tree]:
    """Hardware with these figures; the others where they may be."""
    timed = "chip_hours" if "chip_hours" in stated else "hours"
    factors = ("count", timed) if timed == "hours" else (timed,)
    needed = {"peak": figures(" FLOP/s"), **dict.fromkeys(factors, figures())}
    may_be = {"utilisation": shares, "utilisation_kind": st.sampled_from(["mfu", "hfu", "occupancy"])}
    needed |= {key: may_be.pop(key) for key in stated if key in may_be}
    return st.fixed_dictionaries(needed, optional=may_be)


@st.composite
def trees(draw: st.DrawFn, *stated: str) -> Tree:
    """A manifest with one phase, of which every method knows what it needs; its hardware has the figures `stated`."""
    others = draw(st.lists(st.one_of(chips("hours"), chips("chip_hours")), max_size=1))
    phase = {
        "component": draw(st.sampled_from(["pretrain", "rl_update", "rl_rollout", "eval"])),
        "flop": draw(figures()),
        "tokens": draw(figures()),
        "parameters": draw(figures()),
        "sequence_length": draw(st.integers(1, 9)),
        "hardware": [draw(chips(*stated)), *others],
    }
    return {"manifest": 1, "model": {"name": "M"}, "architecture": draw(shapes()), "training": [phase]}


def answers(tree: Tree) -> dict[str, Estimate]:
    """What each method makes of the first phase. The shape is counted only where the phase states no parameters."""
    shape_alone = deepcopy(tree)
    del shape_alone["training"][0]["parameters"]
    return answered(shape_alone) | answered(tree)


def answered(tree: Tree) -> dict[str, Estimate]:
    manifest = manifest_of_tree(tree)
    assert isinstance(manifest, Manifest), manifest
    found = [method(Phase(manifest, 0)) for method in METHODS]
    return {answer.method: answer.amount.bounds() for answer in found if isinstance(answer, Estimated)}


def with_value(tree: Tree, path: Path, change: Any) -> Tree:
    changed = deepcopy(tree)
    place = changed
    for key in path[:-1]:
        place = place[key]  # type: ignore[index]
    place[path[-1]] = change(place[path[-1]])  # type: ignore[index]
    return changed


# --- more of a factor --------------------------------------------------------------------------------------------


def raised(by: int) -> Any:
    """A figure with every number in it larger."""

    def change(value: Any) -> Any:
        if isinstance(value, int):
            return value + by
        unit = value.lstrip("0123456789.")
        ends = value.removesuffix(unit).split("..")
        return "..".join(str(int(end) + by) for end in ends) + unit

    return change


def no_less(before: Estimate, after: Estimate) -> bool:
    pairs = ((before.low, after.low), (before.central, after.central), (before.high, after.high))
    return all((one is None) == (other is None) and (one or 0) <= (other or 0) for one, other in pairs)


def is_more(before: Estimate, after: Estimate) -> bool:
    pairs = ((before.low, after.low), (before.central, after.central), (before.high, after.high))
    return all(one is None or (other is not None and one < other) for one, other in pairs)


PHASE: Path = ("training", 0)
GROWS: list[tuple[Path, set[str]]] = [
    # what is raised, and the methods whose answer surely grows with it
    ((*PHASE, "flop"), {"reported"}),
    ((*PHASE, "tokens"), {"architecture", "parameters-tokens"}),
    ((*PHASE, "parameters"), {"parameters-tokens"}),
    (("architecture", "layers"), {"architecture"}),
    (("architecture", "hidden_size"), {"architecture"}),
    (("architecture", "head_size"), {"architecture"}),
    (("architecture", "vocabulary"), {"architecture"}),
    (("architecture", "intermediate_size"), set()),  # of the dense layers, of which there may be none
    ((*PHASE, "sequence_length"), {"architecture"}),
    ((*PHASE, "hardware", 0, "peak"), {"hardware-time"}),
    ((*PHASE, "hardware", 0, "count"), {"hardware-time"}),
    ((*PHASE, "hardware", 0, "hours"), {"hardware-time"}),
    ((*PHASE, "hardware", 0, "chip_hours"), {"hardware-time"}),
    ((*PHASE, "hardware", 0, "utilisation"), set()),  # an occupancy bounds nothing below what is assumed anyway
]


KNOWN = {"reported", "architecture", "parameters-tokens", "hardware-time"}


@pytest.mark.parametrize("path, growing", GROWS, ids=[str(path[-1]) for path, _ in GROWS])
def test_more_of_a_factor_is_no_less_compute_by_any_method(path: Path, growing: set[str]) -> None:
    @FEWER
    @given(trees(str(path[-1])), st.integers(1, 20))
    def holds(tree: Tree, by: int) -> None:
        before, after = answers(tree), answers(with_value(tree, path, raised(by)))
        assert before.keys() == after.keys() >= KNOWN
        assert [method for method in before if not no_less(before[method], after[method])] == []
        assert [method for method in growing if not is_more(before[method], after[method])] == []

    holds()


@pytest.mark.parametrize("name", ["rate", "duration", "flop_per_item", "items"])
def test_more_of_a_factor_is_more_of_a_workload(name: str) -> None:
    needed = ("rate", "duration") if name in ("rate", "duration") else ("flop_per_item", "items")
    units = {"rate": " FLOP/s", "duration": " s"}

    @FEWER
    @given(st.fixed_dictionaries({key: figures(units.get(key, "")) for key in needed}), st.integers(1, 20))
    def holds(facts: Tree, by: int) -> None:
        tree = {"manifest": 1, "model": {"name": "M"}, "workload": [{"name": "w", **facts}]}
        before, after = (ends_of(one) for one in (tree, with_value(tree, ("workload", 0, name), raised(by))))
        assert all(one < other for one, other in zip(before, after, strict=True))

    holds()


def ends_of(tree: Tree) -> list[Fraction]:
    manifest = manifest_of_tree(tree)
    assert isinstance(manifest, Manifest), manifest
    (found,) = workloads(manifest)
    assert found.flop is not None
    return [Fraction(end) for end in (found.flop.low, found.flop.central, found.flop.high) if end is not None]


# --- the parts of a phase ----------------------------------------------------------------------------------------

AMOUNTS = ("flop", "tokens")
TIMES = ("hours", "chip_hours")


@FEWER
@given(st.one_of(trees("hours"), trees("chip_hours")), st.integers(2, 7), st.data())
def test_by_each_method_the_parts_of_a_phase_are_the_whole(tree: Tree, parts: int, data: st.DataObject) -> None:
    """Its tokens, its time and its stated amount shared out; what every part has alike stays as it is."""
    cuts = sorted(data.draw(st.lists(st.integers(0, 100), min_size=parts - 1, max_size=parts - 1)))
    sizes = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    found = [answers(with_value(tree, PHASE, shared_out(size))) for size in sizes]
    for method, before in answers(tree).items():
        after = [answer[method] for answer in found]
        assert sum(part.low for part in after) == before.low
        assert sum(part.high or 0 for part in after) == before.high
        if not has_interval(tree["training"][0]):  # the centre of one is rounded
            assert before.central == sum(part.central or 0 for part in after)


def has_interval(phase: Tree) -> bool:
    """Whether one of the figures that are shared out is an interval."""
    return any(".." in str(table.get(key, "")) for table in (phase, *phase["hardware"]) for key in (*AMOUNTS, *TIMES))


def shared_out(hundredths: int) -> Any:
    """A phase with this much of its amounts and times."""

    def part(figure: str) -> str:
        return "..".join(f"{int(end) * hundredths}/100" for end in figure.split(".."))

    def change(phase: Tree) -> Tree:
        hardware = [
            {key: part(value) if key in TIMES else value for key, value in entry.items()} for entry in phase["hardware"]
        ]
        return {key: part(value) if key in AMOUNTS else value for key, value in phase.items()} | {"hardware": hardware}

    return change
