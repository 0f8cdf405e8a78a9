"""FLOP of a task beside the hours of an expert that its result is said to be worth; hours are never turned into FLOP.

How many FLOP stand beside an hour is the tokens of the task times twice the parameters of the model over the hours: it
changes with the model, with how much it writes and with the task. Two such ratios for one hour may be any factor apart.
So a ratio is told with its task, several are told beside each other, and none is applied to another task.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from flopguard.estimate.passes import FORWARD_FLOP
from flopguard.estimate.types import as_range
from flopguard.fields import Figure
from flopguard.formula import Amount, Input, ratio_bounds
from flopguard.manifest.training import Workload as Stated
from flopguard.quantity import show
from flopguard.result import Workload, Worth
from flopguard.units import Dimension

HOUR = Fraction(3600)


def worth_of(entry: Stated) -> Worth | None:
    """One item beside its hours; None where no hours are stated."""
    if entry.expert_hours is None:
        return None
    item = _item(entry)
    seconds = Amount.of(Input("expert_hours", entry.expert_hours.estimate))
    hours = entry.expert_hours.estimate.scaled(1 / HOUR)
    ratio = None if item is None else ratio_bounds(item, seconds)
    return Worth(
        flop=None if item is None else as_range(item.bounds()),
        expert_hours=as_range(hours),
        evidence=entry.expert_hours.evidence.value,
        source=entry.expert_hours.citation or entry.source,
        flop_per_hour=None if ratio is None else as_range(ratio.scaled(HOUR)),
    )


def _item(entry: Stated) -> Amount | None:
    """FLOP of one item: as stated, by its tokens, or as the whole where that is one item."""
    if entry.flop_per_item is not None:
        return multiplied(Amount.exactly(1, Dimension.RATIO), [("flop_per_item", entry.flop_per_item)])
    if entry.parameters is not None and entry.tokens_per_item is not None:
        known = [("parameters", entry.parameters), ("tokens_per_item", entry.tokens_per_item)]
        return multiplied(Amount.exactly(FORWARD_FLOP, Dimension.FLOP), known)
    is_one = entry.items is not None and entry.items.estimate.is_point and entry.items.estimate.low == 1
    if entry.rate is None or entry.duration is None or not is_one:
        return None
    return multiplied(Amount.exactly(1, Dimension.RATIO), [("rate", entry.rate), ("duration", entry.duration)])


def multiplied(start: Amount, factors: Iterable[tuple[str, Figure]]) -> Amount:
    """The product of stated figures, each a variable of its own."""
    for name, figure in factors:
        start *= Amount.of(Input(name, figure.estimate))
    return start


def refusal(worth: Worth | None) -> tuple[str, ...]:
    """Why hours alone come to no FLOP."""
    if worth is None or worth.flop is not None:
        return ()
    return (
        "expert hours are not turned into FLOP: what stands beside an hour changes with the task, the model and how "
        "much it writes; state flop_per_item, or parameters and tokens_per_item",
    )


def with_ratios(entries: tuple[Workload, ...]) -> tuple[Workload, ...]:
    """The workloads; where FLOP stand beside hours in several, those with more say how many times as many."""
    known = [(entry, each) for entry in entries if (each := _per_hour(entry))]
    if len(known) < 2:
        return entries
    least, fewest = min(known, key=lambda pair: pair[1])
    noted = {entry.at: _ratio(least, each / fewest) for entry, each in known if entry is not least}
    return tuple(
        replace(entry, notes=(*entry.notes, noted[entry.at])) if entry.at in noted else entry for entry in entries
    )


def _per_hour(entry: Workload) -> Fraction | None:
    ratio = entry.worth.flop_per_hour if entry.worth else None
    return Fraction(ratio.central) if ratio is not None and ratio.central is not None else None


def _ratio(least: Workload, times: Fraction) -> str:
    return (
        f"FLOP an expert hour: {show(times)} times that of {least.name}; both cannot be what an hour comes to, so "
        "neither is used for another task"
    )
