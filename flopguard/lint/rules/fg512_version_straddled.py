"""FG512: training that began under one version of a policy and ended under another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from typing import TYPE_CHECKING

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.citations import citations, date_of
from flopguard.lint.rule import Need, Subject, rule

if TYPE_CHECKING:
    from flopguard.policy.types import Policy

LAB = "lab-policy"


@rule(
    "FG512",
    "version-straddled",
    severity=Severity.WARNING,
    confidence=Confidence.POSSIBLE,
    needs=Need.VERDICTS,
    covers=("SUPERSEDED",),
)
def version_straddled(subject: Subject) -> Iterator[Finding]:
    """Training that went on while the developer's own policy changed to another version.

    ## Why
    Policies do not say which version governs a run in progress. A trigger may have been there when the run began and be
    gone when it ended. The version in force on the day of the event that a trigger watches is used here. Silent where
    a claim cites one of the two.
    ## Seen
    Anthropic's policy was renewed on 2026-02-24, 04-02, 04-29, 05-26 and 07-08. A run of four months in that spring
    lies under four versions. (Source: https://anthropic.com/responsible-scaling-policy/rsp-v3-0 and its change logs.
    Primary.)
    ## Flagged
    ```toml
    manifest = 1
    [model]
    name = "x"
    developer = "Anthropic"
    [[training]]
    component = "pretrain"
    started = 2026-01-10
    ended = 2026-03-20
    ```
    ## Instead
    ```toml
    manifest = 1
    [model]
    name = "x"
    developer = "Anthropic"
    [[training]]
    component = "pretrain"
    started = 2025-08-10
    ended = 2025-11-20
    ```
    """
    starts = [(phase.started.last, number) for number, phase in enumerate(subject.card.training) if phase.started]
    end = date_of(subject.card)
    if not starts or end is None or subject.card.model.developer is None:
        return
    begun, number = min(starts)
    cited = {entry.policy.id for entry in citations(subject) if entry.policy is not None}
    changed = [_change(versions, begun, end.first) for versions in _own_series(subject)]
    told = [pair for pair in changed if pair is not None and not {pair[0].id, pair[1].id} & cited]
    if told:
        words = " and ".join(f"{before.id} gave way to {after.id}" for before, after in told)
        yield Finding(
            at=f"/training/{number}/started",
            message=f"while the model was trained, {words}; which version governs the run is not said",
            help=f'say which the model was judged by: policy = "{told[0][1].id}" in the [[claim]] of its compute',
        )


def _change(versions: list[Policy], begun: Day, end: Day) -> tuple[Policy, Policy] | None:
    before, after = _in_force(versions, begun), _in_force(versions, end)
    return (before, after) if before is not None and after is not None and before.id != after.id else None


def _own_series(subject: Subject) -> list[list[Policy]]:
    """The versions of each policy of the developer itself."""
    from flopguard.evaluate.applies import is_of

    developer = subject.card.model.developer
    series: dict[str, list[Policy]] = {}
    for policy in subject.policies:
        names = [name for t in policy.trigger if t.applies_when for name in t.applies_when.developer_any]
        if policy.kind == LAB and is_of((policy.publisher, *names), developer):
            series.setdefault(policy.series, []).append(policy)
    return list(series.values())


def _in_force(versions: list[Policy], day: Day) -> Policy | None:
    from flopguard.policy.when import status_on

    found = [policy for policy in versions if (status := status_on(policy, day)) is not None and status.is_.applies]
    return found[0] if len(found) == 1 else None
