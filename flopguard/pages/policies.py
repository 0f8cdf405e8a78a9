"""Pages of policies and triggers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flopguard.pages.conditions import in_words
from flopguard.pages.points import ambiguity, applies, left_out, removed, status_lines, without_numbers
from flopguard.policy.types import CountingRule, Mark, OpenQuestion, Policy, Threshold, Trigger

_MARK_WORDS = {
    Mark.IN: "in",
    Mark.LEANING_IN: "leaning in",
    Mark.SILENT: "silent",
    Mark.LEANING_OUT: "leaning out",
    Mark.OUT: "out",
}


def policy_page(policy: Policy) -> str:
    """Everything a policy file says, for people."""
    parts = [
        f"# {policy.id}: {policy.title}\n",
        f"{policy.publisher}, {policy.kind}, version {policy.version}. Source: {policy.source} "
        f"(wording checked: {policy.verified.value}).\n",
        *([f"{policy.note}\n"] if policy.note else []),
        "## Status\n",
        status_lines(policy.status),
        *without_numbers(policy),
        *(part for trigger in policy.trigger for part in trigger_parts(policy, trigger)),
        *(part for name, rule in policy.counting.items() for part in _counting(name, rule)),
        *questions(policy.open_question),
        *removed(policy),
        *left_out(policy),
    ]
    return "\n".join(parts)


def trigger_page(policy: Policy, trigger: Trigger) -> str:
    """One trigger with what its verdicts rest on."""
    used = [question for question in policy.open_question if trigger.id in question.triggers]
    parts = [
        f"# {policy.id}/{trigger.id}: {trigger.title}\n",
        f"{policy.title} ({policy.publisher}), version {policy.version}. Source: {policy.source} "
        f"(wording checked: {(trigger.verified or policy.verified).value}).\n",
        "## Status\n",
        status_lines(policy.status),
        *trigger_parts(policy, trigger),
        *(part for name, rule in policy.counting.items() for part in _counting(name, rule)),
        *questions(used),
    ]
    return "\n".join(parts)


def trigger_parts(policy: Policy, trigger: Trigger) -> Iterator[str]:
    """A trigger: its condition in words, from when, what it assumes, what follows."""
    yield f"## {policy.id}/{trigger.id}: {trigger.title} ({trigger.cite})\n"
    yield f"{trigger.condition}\n"
    if trigger.verified and trigger.verified is not policy.verified:
        yield f"Wording of this trigger checked: {trigger.verified.value}.\n"
    if trigger.about != "model":
        yield f"It is about the {trigger.about}{' as a whole' if trigger.about == 'publisher' else ''}.\n"
    for threshold in trigger.threshold:
        yield f"From {threshold.from_}{_where(threshold)}:\n\n{in_words(threshold.when)}"
    yield from applies(trigger)
    if trigger.tolerance:
        yield f"An estimate may be off by {trigger.tolerance}; a verdict that this could change is marked fragile.\n"
    yield from _duties(trigger)
    yield from ambiguity(trigger)
    if trigger.note:
        yield f"Note: {trigger.note}\n"


def _where(threshold: Threshold) -> str:
    unread = f", wording from {threshold.verified.value}" if threshold.verified else ""
    return f" ({threshold.cite}{unread})" if threshold.cite else ""


def _duties(trigger: Trigger) -> Iterator[str]:
    lines = []
    for duty in trigger.duty:
        events = f", counted from {' or '.join(event.replace('_', ' ') for event in duty.counted_from)}"
        within = f" within {duty.within}{events if duty.counted_from else ''}" if duty.within else ""
        again = f", {'and again ' if duty.within else ''}every {duty.every}" if duty.every else ""
        unread = f"; wording from {duty.verified.value}" if duty.verified else ""
        start = f", from {duty.from_} on" if duty.from_ else ""
        lines.append(f"- {duty.modality}{start}: {duty.action}{within}{again} ({duty.cite}{unread})\n")
    lines.extend(f"- placed before {t.placed_before}: due {t.due} ({t.cite})\n" for t in trigger.transition)
    if lines:
        yield "Duties:\n\n" + "".join(lines)


def _counting(name: str, rule: CountingRule) -> Iterator[str]:
    yield f"## Counting rule `{name}`\n"
    yield f"Basis: {rule.basis}\n"
    marked: dict[Mark, list[str]] = {}
    for key, mark in rule.marked():
        marked.setdefault(mark, []).append(key.value)
    yield "".join(f"- {_MARK_WORDS[mark]}: {', '.join(marked.get(mark, ['none']))}\n" for mark in Mark)
    if rule.note:
        yield f"Note: {rule.note}\n"


def questions(asked: Iterable[OpenQuestion]) -> Iterator[str]:
    """Open questions with their readings."""
    listed = list(asked)
    if listed:
        yield "## Open questions\n"
    for question in listed:
        yield f"### {question.id}: {question.asks}\n"
        yield f"{question.text}\n"
        yield "".join(f"- `{reading.id}`: {reading.says or _sets(reading.set)}\n" for reading in question.readings)


def _sets(changes: dict[str, bool | int | str]) -> str:
    return ", ".join(f"{path} = {value}" for path, value in changes.items())
