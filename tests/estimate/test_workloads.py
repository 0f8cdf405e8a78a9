"""Computation that is not training: what it comes to, and that no total and no verdict knows of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.check import check_loaded
from flopguard.estimate.workloads import workloads
from flopguard.redact import HIDDEN
from flopguard.result import CrossCheck, MethodGap, Range, Step, StepInput, Workload, Worth
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


NO_TOKENS = MethodGap(method="per-token", needs=("/workload/0/tokens_per_item", "/workload/0/items"))


@pytest.mark.parametrize(
    "lines, amount, gaps",
    [
        ('parameters = "70e9"\ntokens_per_item = 714\nitems = 10', exactly("9.996e14"), (NO_RATE,)),
        (
            'parameters = "70e9..80e9"\ntokens_per_item = 1\nitems = 1',
            flop("1.4e11", "1.496662e11", "1.6e11"),
            (NO_RATE,),
        ),
        ('parameters = "70e9"', None, (NO_RATE, NO_ITEMS, NO_TOKENS)),
    ],
)
def test_twice_the_parameters_for_each_token(lines: str, amount: Range | None, gaps: tuple[Any, ...]) -> None:
    found = workload_of(lines)
    no_flop = MethodGap(method="per-item", needs=("/workload/0/flop_per_item",))
    assert (found.flop, found.method) == (amount, "per-token" if amount else None)
    assert found.gaps == (gaps if amount is None else (*gaps, no_flop))


ASSUMED = 'expert_hours = { value = 2, evidence = "assumed", source = "the essay" }\n'
NOT_TURNED = (
    "expert hours are not turned into FLOP: what stands beside an hour changes with the task, the model and how much "
    "it writes; state flop_per_item, or parameters and tokens_per_item"
)


@pytest.mark.parametrize(
    "lines, item, an_hour",
    [
        ('flop_per_item = "100 TFLOP"', exactly("1e14"), exactly("5e13")),
        ('flop_per_item = "1e14..4e14"\nitems = 3', flop("1e14", "2e14", "4e14"), flop("5e13", "1e14", "2e14")),
        ('parameters = "70e9"\ntokens_per_item = 714', exactly("9.996e13"), exactly("4.998e13")),
        ('rate = "53 EFLOP/s"\nduration = "1 h"\nitems = 1', exactly("1.908e23"), exactly("9.54e22")),
        ('rate = "53 EFLOP/s"\nduration = "1 h"\nitems = 2', None, None),
        ('rate = "53 EFLOP/s"\nduration = "1 h"', None, None),
        ("items = 2", None, None),
        ('parameters = "70e9"', None, None),
    ],
)
def test_an_item_stands_beside_its_hours(lines: str, item: Range | None, an_hour: Range | None) -> None:
    found = workload_of(f"{ASSUMED}{lines}")
    assert found.worth == Worth(
        flop=item,
        expert_hours=exactly("2"),
        evidence="assumed",
        source="the essay",
        flop_per_hour=an_hour,
    )
    assert found.notes == (() if item else (NOT_TURNED,))


def test_no_ratio_to_no_hours() -> None:
    worth = workload_of('expert_hours = 0\nflop_per_item = "1e14"').worth
    assert worth is not None
    assert (worth.flop, worth.flop_per_hour) == (exactly("1e14"), None)


def test_without_hours_nothing_stands_beside_them() -> None:
    assert workload_of('flop_per_item = "1e14"\nitems = 1').worth is None


def test_two_ratios_for_an_hour_are_told_beside_each_other_and_not_used() -> None:
    answer = f'[[workload]]\nname = "answer"\nflop_per_item = "100 TFLOP"\n{ASSUMED}'
    brain = '[[workload]]\nname = "brain"\nrate = "53 EFLOP/s"\nduration = "1 h"\nitems = 1\nexpert_hours = 1\n'
    more = '[[workload]]\nname = "report"\nexpert_hours = 3\n'
    manifest = loaded(answer + brain + more).manifest
    assert manifest is not None
    assert [(entry.name, entry.notes) for entry in workloads(manifest)] == [
        ("answer", ()),
        (
            "brain",
            (
                "FLOP an expert hour: 3.8e9 times that of answer; both cannot be what an hour comes to, so neither is "
                "used for another task",
            ),
        ),
        ("report", (NOT_TURNED,)),
    ]


@pytest.mark.parametrize("lines", ["", 'flop_per_item = "1e14"\n', 'parameters = "1e9"\ntokens_per_item = 5\n'])
def test_confidential_hours_are_not_told(lines: str) -> None:
    open_one = '[[workload]]\nname = "o"\nflop_per_item = "1e15"\nexpert_hours = 1\n'
    marked = f'[[workload]]\nname = "w"\nexpert_hours = 7\n{lines}confidential = true\n'
    told = check_loaded(loaded(open_one + marked), (), settings()).compute
    assert told is not None
    assert told.workloads[1] == Workload(at="/workload/1", name="w", flop=HIDDEN, method=None)
    assert told.workloads[0].notes == ()


figures = st.one_of(st.integers(0, 10**9).map(str), st.sampled_from(["<1e25", ">=1e30", "1e25..9e30"]))
stated: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries(
        {"name": st.just("w")},
        optional=dict.fromkeys(
            ("rate", "duration", "flop_per_item", "items", "tokens_per_item", "expert_hours"), figures
        ),
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
