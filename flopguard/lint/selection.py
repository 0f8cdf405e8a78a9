"""Which rules run on a file, how severe their findings are, and how sure a rule must be to be heard.

A word means rules: a code (`FG301`), the beginning of codes (`FG3`), a name or a former name, or `all`. Of the words
that mean a rule the most specific one decides; between equals one of the command line comes before one of a file, and
`ignore` before `select`. Where nothing is selected every rule runs, save those of the strict set.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from flopguard.errors import UsageError
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.catalogue import codes, former_names
from flopguard.lint.rule import Rule

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

ALL = "all"
_WHOLE_CODE = re.compile(r"FG[0-9]{3}")
_BEGINNING = re.compile(r"FG[0-9]{0,2}")
_SURE = (Confidence.POSSIBLE, Confidence.LIKELY, Confidence.CERTAIN)


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen, worked out for each rule by its code; without choices every rule runs as it is."""

    left_out: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    """Rules that were selected one by one; one of the strict set then runs without the others."""
    severities: tuple[tuple[str, Severity], ...] = ()
    strict: bool = False
    confidence: Confidence = Confidence.POSSIBLE
    per_file: tuple[tuple[str, frozenset[str]], ...] = ()
    """Patterns in the form of gitignore, each with the rules that do not run on files that it matches."""
    base: str = "."
    """The folder that those patterns are relative to."""

    def of_file(self, path: str) -> Selection:
        """The selection as it holds for one file."""
        if not self.per_file:
            return self
        inside = os.path.relpath(path or ".", self.base).replace(os.sep, "/")
        here = [known for pattern, known in self.per_file if _spec(pattern).match_file(inside)]
        return replace(self, left_out=self.left_out.union(*here), per_file=())

    def runs(self, rule: Rule) -> bool:
        """Whether the rule is one of the set that was asked for; its code was not left out."""
        return not rule.strict or self.strict or rule.code in self.named

    def severity_of(self, code: str, own: Severity) -> Severity:
        """The severity that was set for the rule, else its own."""
        return next((severity for known, severity in self.severities if known == code), own)

    def hears(self, finding: Finding) -> bool:
        """Whether the finding is sure enough."""
        return _SURE.index(finding.confidence) >= _SURE.index(self.confidence)


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one setting, `origin` as an error names it, and whether they stand on the command line."""

    words: tuple[str, ...]
    origin: str
    on_line: bool = False


@dataclass(frozen=True, slots=True)
class _Choice:
    beginning: str
    takes: bool
    on_line: bool

    @property
    def rank(self) -> tuple[int, bool, bool]:
        return (len(self.beginning), self.on_line, not self.takes)


def left_out_by(select: Words, ignore: Words) -> tuple[frozenset[str], frozenset[str]]:
    """The codes that do not run, and those that were selected one by one. Raises UsageError for unknown words."""
    choices = [
        _Choice(meant(word, given.origin), takes, given.on_line)
        for given, takes in ((select, True), (ignore, False))
        for word in given.words
    ]
    left_out = {code for code in codes().values() if not _takes(code, choices, default=not select.words)}
    named = {choice.beginning for choice in choices if choice.takes and _WHOLE_CODE.fullmatch(choice.beginning)}
    return frozenset(left_out), frozenset(named)


def _takes(code: str, choices: Sequence[_Choice], *, default: bool) -> bool:
    meaning = [choice for choice in choices if code.startswith(choice.beginning)]
    return max(meaning, key=lambda choice: choice.rank).takes if meaning else default


def severities(given: Mapping[str, str], origin: str) -> tuple[tuple[str, Severity], ...]:
    """The severity of each rule that a word means, the most specific word deciding. Raises UsageError."""
    found: dict[str, Severity] = {}
    by_beginning = {meant(word, origin): _severity(word, level, origin) for word, level in given.items()}
    for beginning in sorted(by_beginning, key=len):
        found.update((code, by_beginning[beginning]) for code in codes().values() if code.startswith(beginning))
    return tuple(sorted(found.items()))


def _severity(word: str, level: str, origin: str) -> Severity:
    try:
        return Severity(level)
    except ValueError:
        hint = "; to leave a rule out, ignore it" if level in ("off", "ignore", "none") else ""
        raise UsageError(f"{origin}: '{level}' for {word} is none of error, warning and info{hint}") from None


def per_file(given: Iterable[tuple[str, Sequence[str]]], origin: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The rules that do not run on the files of each pattern. Raises UsageError."""
    return tuple((_pattern(pattern, origin), _codes_of(words, origin)) for pattern, words in given)


def _codes_of(words: Sequence[str], origin: str) -> frozenset[str]:
    beginnings = tuple(meant(word, origin) for word in words)
    return frozenset(code for code in codes().values() if code.startswith(beginnings))


def _pattern(pattern: str, origin: str) -> str:
    try:
        _spec(pattern)
    except ValueError:
        raise UsageError(f"{origin}: '{pattern}' is no pattern; write one as in .gitignore") from None
    return pattern


@cache
def _spec(pattern: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # slow to import, and seldom needed

    return GitIgnoreSpec.from_lines([pattern])


def meant(word: str, origin: str) -> str:
    """What the codes of the rules that a word means begin with. Raises UsageError naming the nearest rules."""
    if is_group(word):
        upper = word.strip().upper()
        return "" if upper == ALL.upper() else upper
    found = code_of(word)
    if found is None:
        raise UsageError(f"{origin}: there is no rule '{word[:60]}'; {advice(word)}")
    return found


def is_group(word: str) -> bool:
    """Whether a word means several rules: `all`, or the beginning of codes."""
    upper = word.strip().upper()
    is_beginning = _BEGINNING.fullmatch(upper) and any(code.startswith(upper) for code in codes().values())
    return upper == ALL.upper() or bool(is_beginning)


def code_of(word: str) -> str | None:
    """The code of one rule by its code, name or former name, in any case; None where there is none."""
    upper, name = word.strip().upper(), word.strip().casefold().replace("_", "-")
    if upper in codes().values():
        return upper
    return codes().get(name) or former_names().get(name)


def advice(word: str, groups: str = "; a name, the beginning of a code or 'all' will do") -> str:
    """The rules that a word may have meant; `groups` says what else it could be."""
    from difflib import get_close_matches

    is_beginning = _BEGINNING.fullmatch(word.strip().upper()) is not None  # to which every code is near
    near_codes = [] if is_beginning else get_close_matches(word.strip().upper(), codes().values(), n=3, cutoff=0.75)
    near_names = get_close_matches(word.strip().casefold(), codes(), n=3)
    near = [f"{code} ({name})" for name, code in codes().items() if name in near_names or code in near_codes]
    if near:
        return f"did you mean {' or '.join(near[:3])}?"
    known = tuple(codes().values())
    return f"codes run from {known[0]} to {known[-1]}{groups}"
