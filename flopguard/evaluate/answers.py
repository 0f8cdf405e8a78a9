"""Answers to judgements and open questions: bound to a policy, dated, and worth nothing where they contradict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from flopguard.dates import PartialDate
from flopguard.evaluate.facts import Facts, answers_on, is_later
from flopguard.manifest.types import Answer, YearlyFigure
from flopguard.policy.conditions import leaves
from flopguard.policy.types import JudgementLeaf, Policy


def for_versions(policies: Sequence[Policy], facts: Facts) -> Facts:
    """The facts without the answers that were made for another version of a policy."""
    versions = {policy.id: policy.version for policy in policies}
    entries = facts.manifest.answer
    kept = tuple(entry for entry in entries if not _is_stale(entry, versions))
    if len(kept) == len(entries):
        return facts
    manifest = replace(facts.manifest, answer=kept)
    loaded = replace(facts.loaded, manifest=manifest)
    return replace(facts, loaded=loaded, manifest=manifest, answers=answers_on(kept, facts.settings.as_of))


def answer_notes(policies: Sequence[Policy], facts: Facts) -> Iterator[str]:
    """Why each answer that decides nothing does not; one to a policy that is not evaluated gets no note."""
    versions = {policy.id: policy.version for policy in policies}
    entries, as_of = facts.manifest.answer, facts.settings.as_of
    later = sum(is_later(entry.date, as_of) for entry in entries)
    if later:
        yield f"{later} answer{'s' if later > 1 else ''} dated after {as_of} left out"
    known = [entry for entry in entries if not is_later(entry.date, as_of)]
    yield from (note for entry in known if (note := _unbound(entry, versions)))
    current = [entry for entry in known if not _is_stale(entry, versions)]
    kept = answers_on(current, as_of)
    asked = dict.fromkeys(entry.question for entry in current)
    yield from (f"the answers to {question} contradict each other" for question in asked if question not in kept)
    known_questions = {policy.id: _answerable(policy) for policy in policies}
    for question, value in kept.items():
        policy, _, name = question.partition("/")
        if policy in known_questions and value not in known_questions[policy].get(name, ()):
            yield f"the answer to '{question}' answers nothing: {_why(name, value, known_questions[policy])}"


def _is_stale(entry: Answer, versions: Mapping[str, str]) -> bool:
    policy = entry.question.partition("/")[0]
    return entry.policy_version is not None and versions.get(policy, entry.policy_version) != entry.policy_version


def _unbound(entry: Answer, versions: Mapping[str, str]) -> str:
    policy, _, question = entry.question.partition("/")
    if not question:
        return f"the answer to '{entry.question}' answers nothing: it names no policy; write POLICY/{entry.question}"
    if _is_stale(entry, versions):
        made_for = f"it was made for version {entry.policy_version} of {policy}"
        return f"the answer to '{entry.question}' does not count: {made_for}, and this is {versions[policy]}"
    return ""


def _why(question: str, value: bool | str, answerable: Mapping[str, tuple[bool | str, ...]]) -> str:
    if question not in answerable:
        return f"known questions are {', '.join(answerable)}"
    possible = answerable[question]
    if True in possible:
        return f"it takes true or false, not the text '{value}'"
    return f"possible answers are {', '.join(map(str, possible))}"


def _answerable(policy: Policy) -> dict[str, tuple[bool | str, ...]]:
    """The questions and judgements of a policy with the answers that they take."""
    judged: dict[str, tuple[bool | str, ...]] = {
        leaf.judgement: (True, False)
        for trigger in policy.trigger
        for threshold in trigger.threshold
        for leaf in leaves(threshold.when)
        if isinstance(leaf, JudgementLeaf)
    }
    asked = {question.id: tuple(reading.id for reading in question.readings) for question in policy.open_question}
    return {**asked, **judged}


# --- other facts that contradict each other ----------------------------------------------------------------------


def contradiction_notes(facts: Facts) -> Iterator[str]:
    """Placements on one market, and revenues of one year, that cannot all be right."""
    placements: dict[str, list[PartialDate]] = {}
    for placement in facts.manifest.placement:
        placements.setdefault(placement.market, []).append(placement.date)
    for market, days in placements.items():
        if not _overlap(days):
            yield f"the placements on the {market} market contradict each other; where it matters, none of them decides"
    developer = facts.manifest.developer_facts
    yield from _revenue_notes("revenues", developer.annual_revenue if developer else ())
    yield from _revenue_notes("AI revenues", developer.annual_ai_revenue if developer else ())


def _revenue_notes(what: str, rows: Sequence[YearlyFigure]) -> Iterator[str]:
    """Of one year, in one currency and of one kind there is one figure."""
    figures: dict[tuple[int, bool | None, str], set[object]] = {}
    for row in rows:
        key = (row.year, row.with_affiliates, row.value.estimate.dimension.value)
        figures.setdefault(key, set()).add(replace(row.value.estimate, text=""))
    for year in dict.fromkeys(year for (year, _, _), found in figures.items() if len(found) > 1):
        yield f"the {what} of {year} contradict each other; none of them is used"


def _overlap(days: Sequence[PartialDate]) -> bool:
    """Whether one day lies in all of them."""
    latest: date = max(day.first for day in days)
    return latest <= min(day.last for day in days)
