"""Every stated amount of FLOP of phases and workloads with its place, for rules on how it was worked out."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.fields import Figure
from flopguard.lint.rule import Subject
from flopguard.manifest.training import Training, Workload
from flopguard.record import record

_FIELDS = ("flop", "intended_total", "flop_per_item")


@record
class Stated:
    """One amount: where it stands and what it is an amount of."""

    at: str
    figure: Figure
    of: Training | Workload


def amounts_stated(subject: Subject) -> Iterator[Stated]:
    """In the order of the manifest."""
    for number, phase in enumerate(subject.card.training):
        yield from _of(f"/training/{number}", phase)
    for number, workload in enumerate(subject.card.workload):
        yield from _of(f"/workload/{number}", workload)


def _of(at: str, entry: Training | Workload) -> Iterator[Stated]:
    for name in _FIELDS:
        figure: Figure | None = getattr(entry, name, None)
        if figure is not None:
            yield Stated(at=f"{at}/{name}", figure=figure, of=entry)
