"""What a policy file says beside its conditions: how open each point is, what it removed, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from flopguard.policy.types import Applies, Openness, Point, Policy, StatusEntry, Trigger

ASKS = {
    "baseline": "which algorithms or recipe are 1x",
    "reference": "compared with which model or event",
    "scale": "at which compute scale",
    "metric": "on which measure",
    "timing": "measured when, clock from when",
    "post_training": "whether fine-tuning and elicitation are inside",
    "compute_scope": "which compute counts",
    "operator": "more than or at least, how rounded",
    "consequence": "what follows, by when",
    "subject": "which models",
    "modality": "commitment, aim or option",
    "reset": "whether small steps add up",
}
"""Each point on which a trigger turns, as a question."""

_WORDS = {
    Openness.DEFINED: "defined",
    Openness.PARTLY: "partly",
    Openness.OPEN: "open",
    Openness.NOT_APPLICABLE: "does not arise",
}


def points(trigger: Trigger) -> Iterator[tuple[str, Point]]:
    """The points that were judged, in the order of their names in the format."""
    if trigger.ambiguity is None:
        return
    for entry in fields(trigger.ambiguity):
        point = getattr(trigger.ambiguity, entry.name)
        if point is not None:
            yield entry.name, point


def ambiguity(trigger: Trigger) -> Iterator[str]:
    """How far the text settles each point."""
    lines = [f"- {name.replace('_', ' ')} ({ASKS[name]}): {_point(point)}\n" for name, point in points(trigger)]
    if lines:
        yield "How far the text settles what it turns on:\n\n" + "".join(lines)


def _point(point: Point) -> str:
    return f"{_WORDS[point.is_]}; {point.note}" if point.note else _WORDS[point.is_]


def applies(trigger: Trigger) -> Iterator[str]:
    """Where the trigger has a subject at all, and what that stands for."""
    if trigger.applies_when is None:
        return
    if only := "; ".join(_only(trigger.applies_when)):
        yield f"Only where {only}.\n"
    if trigger.applies_when.assumes:
        yield f"Assumed: {trigger.applies_when.assumes}\n"


def _only(when: Applies) -> Iterator[str]:
    for said, words in (
        ("the developer is one of", when.developer_any),
        ("the model takes", when.inputs_any),
        ("the model makes", when.outputs_any),
    ):
        if words:
            yield f"{said} {' or '.join(words)}"
    for truth, yes, no in (
        (when.has_base, "the model was made from another", "the model was not made from another"),
        (when.base_by_another, "somebody else made that model", "the same developer made that model"),
        (when.base_compute_known, "what that model took is known", "what that model took is not known"),
    ):
        if truth is not None:
            yield yes if truth else no
    if when.developer_outside:
        yield f"the developer is established outside {when.developer_outside}"


def status_lines(entries: Iterable[StatusEntry]) -> str:
    """The standing of a text from each day on, with what sources differ about."""
    return "".join(f"- from {entry.from_}: {entry.is_.value.replace('_', ' ')}{_place(entry)}\n" for entry in entries)


def _place(entry: StatusEntry) -> str:
    place = f" ({entry.cite})" if entry.cite else ""
    days = f"perhaps from {entry.earliest} on: " if entry.earliest else "in doubt: "
    return f"{place}; {days}{entry.doubt}" if entry.doubt else place


def without_numbers(policy: Policy) -> Iterator[str]:
    """What the text has where it compares no number."""
    if policy.without_numbers:
        yield f"No trigger compares a number. {policy.without_numbers}\n"


def removed(policy: Policy) -> Iterator[str]:
    """Triggers of earlier versions that are gone."""
    announced = {"yes": "its own account of changes says so", "in_part": "its own account of changes says so in part"}
    lines = [
        f"- `{entry.trigger}`: {'a number' if entry.numeric else 'nothing numeric'} replaced it; {entry.replaced_by} "
        f"({entry.cite}; {announced.get(entry.announced, 'its own account of changes does not say so')})\n"
        for entry in policy.removed
    ]
    if lines:
        yield "## What earlier versions had and this one has not\n"
        yield "".join(lines)


def left_out(policy: Policy) -> Iterator[str]:
    """Clauses of the text that are no triggers here."""
    if policy.left_out:
        yield "## What is no trigger here\n"
        yield "".join(f"- `{entry.id}`: {entry.says} Why not: {entry.why}\n" for entry in policy.left_out)
