"""FG340: a baseline more than two years older than the model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flopguard.dates import PartialDate
from flopguard.finding import Finding, Severity
from flopguard.lint.model_date import model_date
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Manifest

OLDEST = 2
"""Years."""


@rule("FG340", "stale-baseline", severity=Severity.WARNING, covers=("stale-baseline",))
def stale_baseline(subject: Subject) -> Iterator[Finding]:
    """A baseline whose techniques end more than two years before the model.

    ## Why
    Against an old recipe everything that the field has learnt since counts as this model's own gain, and where the
    old curve flattens the gain grows without limit. At 1e22 FLOP one published model recipe is worth 2x against a dense
    transformer of its time and about 8,000x against an LSTM (case L09).
    ## Seen
    The best known long-run gains take the LSTM of 2012 for 1x: 6,900x up to 2023 at 1.34e22 FLOP. Against a dense
    transformer of its own time the last recipe is 2x at every scale (cases L09 and L11). (Source:
    hansgundlach/Experimental_Progress, https://arxiv.org/abs/2511.21622. Primary.)
    ## Flagged
    ```toml
    manifest = 1
    [model]
    name = "example"
    released = 2026-03-01
    [[definition]]
    id = "loss-2020"
    baseline = { techniques = ["dense transformer"], cutoff_date = "2020-06" }
    ```
    ## Instead
    ```toml
    manifest = 1
    [model]
    name = "example"
    released = 2026-03-01
    [[definition]]
    id = "loss-2025"
    baseline = { techniques = ["mixture of experts"], cutoff_date = "2025-06" }
    ```
    """
    model = model_date(subject.card) if subject.card.definition or subject.card.claim else None
    for at, cutoff in _cutoffs(subject.card) if model is not None else ():
        if model is not None and model.first > _years_later(cutoff.last, OLDEST):
            yield Finding(
                at=at,
                message=f"the baseline ends with {cutoff}, more than {OLDEST} years before the model ({model})",
                help="choose a later baseline, or state the gain beside one against a baseline of the model's own time",
            )


def _cutoffs(card: Manifest) -> Iterator[tuple[str, PartialDate]]:
    """Until when the techniques of each baseline were known, with the place that says it."""
    for number, entry in enumerate(card.definition):
        if entry.baseline is not None and entry.baseline.cutoff_date is not None:
            at = f"/definition/{number}"
            yield f"{at}/baseline/cutoff_date" if entry.from_ is None else f"{at}/from", entry.baseline.cutoff_date
    for number, claim in enumerate(card.claim):
        if claim.date is not None and claim.quantity != "training_compute":
            yield f"/claim/{number}/date", claim.date


def _years_later(day: date, years: int) -> date:
    """The same day some years later; of a leap day the last one of its month."""
    year = min(day.year + years, date.max.year)
    leap_day = (day.month, day.day) == (2, 29)
    return date(year, 2, 28) if leap_day else day.replace(year=year)
