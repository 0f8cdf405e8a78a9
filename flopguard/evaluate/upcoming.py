"""Triggers that are not in force yet and begin within a time asked for, judged as of the day each of them begins.

The law is that of the day; the model is what is known of it on the day of the check. Nothing dated later is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from flopguard.dates import Period, add
from flopguard.evaluate.answers import for_versions
from flopguard.evaluate.facts import Facts, is_later
from flopguard.evaluate.run import library_of
from flopguard.evaluate.verdict import verdict
from flopguard.manifest.types import Benchmark, DeveloperFacts, Manifest, Progress, Spend, YearlyFigure
from flopguard.policy.types import Policy, Trigger
from flopguard.policy.when import begins, doubt_on, in_force
from flopguard.result import Upcoming, Verdict

T = TypeVar("T", Spend, Progress)


class Coming(NamedTuple):
    """The day on which a trigger begins to apply, and its verdict as of that day."""

    begins: date
    verdict: Verdict


def coming(policies: Sequence[Policy], facts: Facts, known: Sequence[Policy] = ()) -> tuple[Coming, ...]:
    """What begins to apply after the day of the check and within the time asked for, the earliest first."""
    horizon = facts.settings.horizon
    if horizon is None:
        return ()
    facts = for_versions(policies, facts)
    library = library_of(policies, known)
    begun = _beginning(policies, facts.settings.as_of, horizon)
    found = sorted(
        ((day, policy, trigger) for day, policy, trigger in begun if facts.settings.asks(policy.id, trigger.id)),
        key=lambda entry: (entry[0], entry[1].id),
    )
    return tuple(Coming(day, verdict(policy, trigger, _on(day, facts), library)) for day, policy, trigger in found)


def as_result(found: Iterable[Coming]) -> tuple[Upcoming, ...]:
    """What is told of it."""
    return tuple(
        Upcoming(
            policy=answer.policy,
            version=answer.version,
            text=answer.text,
            trigger=answer.trigger,
            title=answer.title,
            cite=answer.cite,
            begins=day.isoformat(),
            outcome=answer.outcome,
            because=answer.because,
            reason=answer.reason,
            hypothetical=answer.hypothetical,
            comparison=answer.comparison,
            missing=answer.missing,
            duties=answer.duties,
            verified=answer.verified,
        )
        for day, answer in found
    )


def _beginning(policies: Iterable[Policy], day: date, horizon: Period) -> Iterator[tuple[date, Policy, Trigger]]:
    last = add(day, horizon)
    for policy in policies:
        for trigger in policy.trigger:
            if in_force(policy, trigger, day) or doubt_on(policy, trigger, day):
                continue
            begun = begins(policy, trigger, day)
            if begun is not None and begun <= last:
                yield begun, policy, trigger


def _on(day: date, facts: Facts) -> Facts:
    """The facts of the day of the check under the law of another day."""

    def moved() -> Facts:
        known = _known_until(facts.settings.as_of, facts.manifest)
        settings = replace(facts.settings, as_of=day, at_event=False, horizon=None)
        return replace(facts, manifest=known, settings=settings)

    return facts.memo.once(("upcoming on", day), moved)


def _known_until(day: date, manifest: Manifest) -> Manifest:
    """The manifest without what is dated after a day, or goes on after it."""
    released = None if is_later(manifest.model.released, day) else manifest.model.released
    return replace(
        manifest,
        model=replace(manifest.model, released=released),
        benchmark=_scores(day, manifest.benchmark),
        placement=tuple(row for row in manifest.placement if not is_later(row.date, day)),
        outside_model=tuple(
            replace(model, benchmark=_scores(day, model.benchmark))
            for model in manifest.outside_model
            if not is_later(model.released, day)
        ),
        progress=_over(day, manifest.progress),
        developer_facts=_developer(day, manifest.developer_facts),
    )


def _developer(day: date, stated: DeveloperFacts | None) -> DeveloperFacts | None:
    if stated is None:
        return None
    return replace(
        stated,
        annual_revenue=_years(day, stated.annual_revenue),
        annual_ai_revenue=_years(day, stated.annual_ai_revenue),
        ai_spend=_over(day, stated.ai_spend),
        compute_spend=_over(day, stated.compute_spend),
    )


def _scores(day: date, rows: Iterable[Benchmark]) -> tuple[Benchmark, ...]:
    return tuple(row for row in rows if not is_later(row.date, day))


def _over(day: date, rows: Iterable[T]) -> tuple[T, ...]:
    """Those of times that are over; what is left out of a window leaves its total open."""
    return tuple(row for row in rows if not (is_later(row.started, day) or is_later(row.ended, day)))


def _years(day: date, rows: Iterable[YearlyFigure]) -> tuple[YearlyFigure, ...]:
    """Those of years that are over."""
    return tuple(row for row in rows if row.year < day.year)
