"""Computation that is not training: what it comes to, and that no total and no verdict knows of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.check import check_loaded
from flopguard.estimate.workloads import workloads
from flopguard.result import CrossCheck, MethodGap, Range, Step, StepInput, Workload
from tests.estimate.support import loaded
from tests.evaluate import strategies
from tests.evaluate.support import settings


def workload_of(lines: str) -> Workload:
    manifest = loaded(f'[[workload]]\nname = "w"\n{lines}').manifest
    assert manifest is not None
    (only,) = workloads(manifest)
    return only


def flop(low: str, central: str | None = None, high: str | None = None) -> Range:
    return Range(low=low, central=central, high=high)


def exactly(value: str) -> Range:
    return flop(value, value, value)


NO_RATE = MethodGap(method="rate-time", needs=("/workload/0/rate", "/workload/0/duration"))
NO_ITEMS = MethodGap(method="per-item", needs=("/workload/0/flop_per_item", "/workload/0/items"))


@pytest.mark.parametrize(
    "lines, amount, method, gaps",
    [
        ('rate = "53 EFLOP/s"\nduration = "7 days"', exactly("3.20544e25"), "rate-time", (NO_ITEMS,)),
        ('rate = "1 EFLOP/s"\nduration = 10', exactly("1e19"), "rate-time", (NO_ITEMS,)),
        (
            'rate = "1..4 EFLOP/s"\nduration = "1..4 s"',
            flop("1e18", "4e18", "1.6e19"),
            "rate-time",
            (NO_ITEMS,),
        ),
        ('rate = "<1 EFLOP/s"\nduration = "1 s"', flop("0", None, "1e18"), "rate-time", (NO_ITEMS,)),
        ('flop_per_item = "1e14"\nitems = "2M"', exactly("2e20"), "per-item", (NO_RATE,)),
        ('flop_per_item = "1e14"\nitems = 0', exactly("0"), "per-item", (NO_RATE,)),
        ("", None, None, (NO_RATE, NO_ITEMS)),
        (
            'rate = "1 EFLOP/s"\nitems = 4',
            None,
            None,
            (
                MethodGap(method="rate-time", needs=("/workload/0/duration",)),
                MethodGap(method="per-item", needs=("/workload/0/flop_per_item",)),
            ),
        ),
    ],
)
def test_what_a_workload_comes_to(lines: str, amount: Range | None, method: str | None, gaps: tuple[Any, ...]) -> None:
    found = workload_of(lines)
    assert (found.at, found.name, found.flop, found.method, found.gaps) == ("/workload/0", "w", amount, method, gaps)
    assert (found.cross_checks, found.notes) == ((), ())


def test_every_step_is_recorded_with_its_source() -> None:
    found = workload_of(
        'rate = { value = "2 EFLOP/s", source = "the log" }\nduration = "5 s"\nsource = "the report"\nitems = 3'
    )
    assert found.steps == (
        Step(
            what="rate x duration",
            inputs=(
                StepInput(name="rate", value="2 EFLOP/s", evidence="reported", source="the log"),
                StepInput(name="duration", value="5 s", evidence="reported"),
            ),
            result="1.0e19 FLOP",
        ),
    )
    assert found.source == "the log; the report"


APART = "rate-time and per-item contradict each other: per-item gives"
BOTH = 'rate = "1 EFLOP/s"\nduration = "10 s"\nitems = "1e6"\nflop_per_item = "{}"'


@pytest.mark.parametrize(
    "per_item, amount, ratio, note",
    [
        ("1e13", exactly("1e19"), 1.0, ()),
        ("5e12..2e13", flop("5e18", "1e19", "2e19"), 1.0, ()),
        (">=1e13", flop("1e19", None, None), None, ()),
        (
            "4e13",
            exactly("4e19"),
            4.0,
            (f"{APART} 4.0e19, 4.0x that",),
        ),
        (
            "1e12..2e12",
            flop("1e18", "1.41421e18", "2e18"),
            0.1414,
            (f"{APART} 1.0e18 .. 2.0e18 (central 1.4e18), 0.14x that",),
        ),
        (
            ">1e13",
            flop("1e19", None, None),
            None,
            (f"{APART} at least 1.0e19",),
        ),
    ],
)
def test_two_methods_stand_beside_each_other(
    per_item: str, amount: Range, ratio: float | None, note: tuple[str, ...]
) -> None:
    found = workload_of(BOTH.format(per_item))
    step = found.cross_checks[0].steps
    assert found.flop == exactly("1e19")
    assert found.cross_checks == (
        CrossCheck(method="per-item", flop=amount, ratio=ratio, independent=True, steps=step),
    )
    assert found.notes == note


def test_a_bound_gives_way_to_a_value() -> None:
    found = workload_of(BOTH.format("1e13").replace('"1 EFLOP/s"', '">=1 EFLOP/s"'))
    assert (found.method, [check.method for check in found.cross_checks]) == ("per-item", ["rate-time"])


figures = st.one_of(st.integers(0, 10**9).map(str), st.sampled_from(["<1e25", ">=1e30", "1e25..9e30"]))
stated: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries(
        {"name": st.just("w")},
        optional=dict.fromkeys(("rate", "duration", "flop_per_item", "items"), figures),
    ),
    min_size=1,
    max_size=3,
)


@given(strategies.cards(), strategies.laws(strategies.any_way), stated)
def test_a_workload_changes_no_total_and_no_verdict(
    card: strategies.Tree, law: strategies.Law, added: list[dict[str, Any]]
) -> None:
    plain, loaded_up = (
        check_loaded(strategies.loaded(tree), [law.policy()], settings())
        for tree in (card, {**card, "workload": added})
    )
    assert plain.compute is not None
    assert loaded_up.compute is not None
    assert [entry.at for entry in loaded_up.compute.workloads] == [f"/workload/{n}" for n in range(len(added))]
    assert loaded_up.compute.components == plain.compute.components
    assert loaded_up.compute.totals == plain.compute.totals
    assert loaded_up.verdicts == plain.verdicts
    assert loaded_up.effective == plain.effective
