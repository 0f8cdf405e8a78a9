"""The words for outcomes, causes and events, and the ink of each outcome."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.report.ansi import Ink
from flopguard.result import Cause, Outcome, Upcoming, Verdict

INKS = {
    Outcome.TRIGGERED: Ink.RED,
    Outcome.UNDETERMINED: Ink.YELLOW,
    Outcome.NOT_TRIGGERED: Ink.GREEN,
    Outcome.NOT_APPLICABLE: Ink.DIM,
    Outcome.NOT_IN_FORCE: Ink.DIM,
}
CAUSES = {
    Cause.INTERVAL: "the interval of the figures",
    Cause.MISSING: "missing facts",
    Cause.READINGS: "questions that the text leaves open",
    Cause.JUDGEMENT: "a judgement that nobody has given",
    Cause.CONFLICT: "figures that contradict each other",
}
EVENTS = {
    "crossed": "counted from the crossing",
    "known_in_advance": "counted from knowing of it in advance",
    "released": "counted from the release",
    "transition": "by the transition rule",
}
UNSTATED = "components about which nothing is stated"
CHECKED = "wording from the primary source"
ORDINARY = ("", "in_force")
WORDING = {
    "secondary": "wording from a secondary source",
    "memory": "wording from memory",
}


def named(word: str) -> str:
    """A word of the contract as people write it: `not_triggered` is `not triggered`."""
    return word.replace("_", " ")


def listed(items: list[str]) -> str:
    """Items as a sentence has them: a, b and c."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def in_text(found: Verdict | Upcoming) -> Iterator[str]:
    """Which text it is of: title, version, and how its wording was checked unless a mark says so."""
    if not found.text:
        return
    version = f", version {found.version}" if found.version not in found.text else ""
    checked = f"; {CHECKED}" if found.verified == "primary" else ""
    yield f"in {found.text}{version}{checked}"


def flags(verdict: Verdict) -> list[str]:
    """What a reader must know of a verdict before its outcome: the standing of the text, and of our copy of it."""
    return [
        *([named(verdict.status)] if verdict.status not in ORDINARY else []),
        *(["hypothetical"] if verdict.hypothetical else []),
        *(["fragile"] if verdict.fragile else []),
        *([f"about the {verdict.about}"] if verdict.about != "model" else []),
        *(["acknowledged"] if verdict.acknowledgement else []),
        *([WORDING[verdict.verified]] if verdict.verified in WORDING else []),
    ]


def shortened(what: str) -> str:
    """What is not known; of unstated components the first few, where there are many."""
    keys = what.split(", ")
    return f"{', '.join(keys[:3])} and {len(keys) - 3} more" if what.startswith(UNSTATED) and len(keys) > 4 else what
