"""A bound or a range in words, as signs; and a rate under the key that means a rate."""

from __future__ import annotations

import re

from flopguard.finding import Edit, Finding, Fix
from flopguard.lint.fixes.asked import above
from flopguard.lint.fixes.text_at import text_at
from flopguard.source import Source

_SIGNS = {
    ">=": ("at least", "no less than", "not less than"),
    "<=": ("at most", "up to", "no more than", "not more than"),
    ">": ("more than",),
    "<": ("less than", "fewer than"),
}
_WORDS = {words: sign for sign, several in _SIGNS.items() for words in several}
_BOUND = re.compile(rf"({'|'.join(_WORDS)})\s+(?=[0-9])", re.IGNORECASE)
_RANGE = re.compile(r"(?<=[0-9A-Za-z%])\s*(?:\.\.\.|\u2026|\s+to\s+)\s*(?=[0-9])")
_TRAINING_RATE = re.compile(r"/training/[0-9]+/flop(?:/(?:value|low|high))?")


def fix_of_words(finding: Finding, source: Source) -> Fix | None:
    """`at least 3e25` as `>=3e25`, `1e24 to 5e24` as `1e24..5e24`."""
    written = text_at(finding.at, source)
    if written is None:
        return None
    signed = _BOUND.sub(lambda found: _WORDS[found[1].casefold()], written, count=1)
    text = _RANGE.sub("..", signed, count=1) if signed == written else signed
    if text == written:
        return None
    return Fix(says=f'write "{text}"', edits=(Edit(at=finding.at, text=text),))


def fix_of_rate(finding: Finding, source: Source) -> Fix | None:
    """A rate of a phase whose duration is stated, under `rate`: the two give the amount."""
    if not _TRAINING_RATE.fullmatch(finding.at):
        return None
    at = finding.at if finding.at.endswith("/flop") else above(finding.at)
    there = source.names_in(above(at))
    if "duration" not in there or "rate" in there:
        return None
    edits = (Edit(at=at, text="rate", points_at="key"),)
    return Fix(says="call the key 'rate'; the duration beside it makes it an amount", edits=edits)
