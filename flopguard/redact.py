"""Keeps confidential figures out of a report: what is shown of them, and what could be worked back from it.

A verdict keeps its outcome and its causes. Amounts, margins, tipping values and steps go as soon as one phase is
confidential, since they would give the figure away.
"""

from __future__ import annotations

from dataclasses import replace

from flopguard.manifest.types import Manifest
from flopguard.result import (
    Component,
    Compute,
    Effective,
    EffectiveValue,
    ManifestReport,
    Range,
    Settling,
    Total,
    Verdict,
)

HIDDEN = Range(low="0", central=None, high=None, text="confidential")
SAID = "the figures are confidential"


def redacted(report: ManifestReport, manifest: Manifest) -> ManifestReport:
    """The report without the figures of confidential phases, or as it is where there are none."""
    places = {f"/training/{number}" for number, phase in enumerate(manifest.training) if phase.confidential}
    if not places:
        return report
    return replace(
        report,
        compute=None if report.compute is None else _compute(report.compute, places),
        effective=tuple(_effective(entry) for entry in report.effective),
        verdicts=tuple(_verdict(entry) for entry in report.verdicts),
        findings=tuple(finding for finding in report.findings if finding.rule != "fragile-verdict"),
    )


def _compute(compute: Compute, places: set[str]) -> Compute:
    components = tuple(_component(entry) if entry.at in places else entry for entry in compute.components)
    return Compute(components=components, totals=tuple(_total(entry) for entry in compute.totals))


def _component(entry: Component) -> Component:
    return replace(
        entry, flop=HIDDEN, source=None, assumptions=(), cross_checks=(), gaps=(), steps=(), evidence="confidential"
    )


def _total(entry: Total) -> Total:
    return replace(entry, lower=HIDDEN, likely=HIDDEN, upper=HIDDEN)


def _effective(entry: Effective) -> Effective:
    return replace(entry, result=EffectiveValue(kind="undefined", reason=SAID), steps=())


def _verdict(entry: Verdict) -> Verdict:
    if not (entry.comparison or entry.steps):
        return entry
    return replace(
        entry,
        comparison=SAID,
        margin=None,
        probability=None,
        assumptions=(),
        settled_by=tuple(tuple(_settling(item) for item in items) for items in entry.settled_by),
        tipping=(),
        fragile=False,
        steps=(),
    )


def _settling(item: Settling) -> Settling:
    """The item without its tipping value and without an amount in its words."""
    return Settling(input=item.input, what=item.what.partition(": crossing needs")[0])
