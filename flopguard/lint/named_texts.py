"""Laws and policies as the prose of a card names them, with the lines that the card says they draw.

The lines themselves are those of the bundled policies; here stand only the names by which people know the texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from flopguard.finding import Finding

if TYPE_CHECKING:
    from flopguard.policy.types import Policy

NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:EU\s)?AI\sAct\b(?<!Basic\sAct)|Regulation\s\(EU\)\s2024/1689", ("eu-aiact", "eu-gl")),
    (r"SB[\s-]?53\b|Transparency\sin\sFrontier\sArtificial\sIntelligence\sAct", ("us-ca-sb53",)),
    (r"SB[\s-]?1047\b", ("us-ca-sb1047",)),
    (r"RAISE\sAct\b", ("us-ny-raise",)),
    (r"(?:[Ee]xecutive\s[Oo]rder|E\.?O\.?)\s(?:No\.\s?)?14110\b", ("us-eo14110",)),
    (r"Responsible\sScaling\sPolicy\b|RSP\b", ("anthropic-rsp",)),
    (r"Preparedness\sFramework\b", ("openai-pf",)),
)
"""Names of texts, and the series of the policies that they are."""

LEAST = 10**15
"""FLOP; what is less is a share of another model's compute."""


@cache  # made for the first card that is read: the pattern is costly to make
def _named() -> re.Pattern[str]:
    """The names of the texts, each a group of its own."""
    return re.compile("|".join(rf"(?P<n{number}>\b(?:{name}))" for number, (name, _) in enumerate(NAMES)))


@cache  # made for the first card that is read: the pattern is costly to make
def _others() -> re.Pattern[str]:
    """Words for laws and policies of every kind."""
    return re.compile(
        r"\b(?:orders?|acts?|bills?|laws?|rules?|regulations?|directives?|polic(?:y|ies)|frameworks?|proposals?|drafts?"
        r"|amendments?|guidelines?|code of practice|[SH]B|EO|AB)\b",
        re.IGNORECASE,
    )


_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d*])|\n\s*\n|\n\s*(?=[-*+|#>])|\|")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FIGURE = (
    r"(?:(?P<many{0}>\d{{1,2}}(?:\.\d+)?)\s?(?:[x×*·]|\\times)\s?)?"
    r"(?:10\s?(?:\^\{{?|\*\*|<sup>)\s?(?P<power{0}>\d\d)(?:\}}|</sup>)?|10(?P<high{0}>[²³¹⁰⁴-⁹]{{2}})"
    r"|(?P<point{0}>\d(?:\.\d+)?)[eE]\+?(?P<e{0}>\d\d))"
)
_LINE = r"(?:thresholds?|cut-?offs?|limit|trigger)"
_OF = (
    r"(?:of|at|in|which|that|under|by|from|is|set|was|being|the|training|compute|more\sthan|over|above|at\sleast|\x00+)"
)
_UNIT = r"(?:FLOPs?|FLOPS|training|compute|floating[- ]point|operations?)"


@cache  # made for the first card that is read: the pattern is costly to make
def _drawn() -> re.Pattern[str]:
    """An amount of FLOP that is said to be a line."""
    return re.compile(
        rf"(?:{_LINE}\W{{1,3}}(?:{_OF}\W{{1,3}}){{0,6}}\$?{_FIGURE.format(1)}"
        rf"|{_FIGURE.format(2)}\$?\s?-?(?:{_UNIT}[\s-]?){{0,4}}{_LINE})",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that names texts: their names as written, their series, and the offset at which it begins."""

    text: str
    start: int
    names: tuple[str, ...]
    series: frozenset[str]

    @property
    def names_others(self) -> bool:
        """Whether it speaks of a law or a policy that is not in the table, whose line it may quote."""
        return _others().search(_named().sub("", self.text)) is not None

    def lines_drawn(self) -> Iterator[tuple[Fraction, int, int]]:
        """Each amount of FLOP that is said to be a threshold, with the offsets at which that stands."""
        for found in _drawn().finditer(_named().sub(lambda name: "\0" * len(name[0]), self.text)):
            yield _value(found), self.start + found.start(), self.start + found.end()


def sentences_that_name(text: str) -> Iterator[Sentence]:
    """The sentences of a card that name a text of the table."""
    if not _named().search(text):
        return
    start = 0
    for end in (*_ENDS.finditer(text), None):
        stop = end.start() if end else len(text)
        named = list(_named().finditer(text, start, stop))
        if named:
            series = frozenset(one for found in named for one in _series(found))
            names = tuple(dict.fromkeys(" ".join(found[0].split()) for found in named))
            yield Sentence(text[start:stop], start, names, series)
        start = end.end() if end else stop


def _series(found: re.Match[str]) -> tuple[str, ...]:
    return NAMES[int((found.lastgroup or "n0")[1:])][1]


def _value(found: re.Match[str]) -> Fraction:
    side = "1" if any(found[f"{name}1"] for name in ("power", "high", "e")) else "2"
    power = found[f"power{side}"] or (found[f"high{side}"] or "").translate(_SUPERSCRIPTS) or found[f"e{side}"]
    return Fraction(found[f"many{side}"] or found[f"point{side}"] or 1) * Fraction(10) ** int(power)


@cache
def policies_of(series: str) -> tuple[Policy, ...]:
    """The bundled versions of a text, the oldest first."""
    from flopguard.policy.load import bundled_policies

    found = [policy for policy in bundled_policies() if policy.series == series]
    return tuple(sorted(found, key=lambda policy: policy.status[0].from_))


@cache
def thresholds_of(series: str) -> frozenset[Fraction]:
    """Every amount of FLOP at which any version of the text draws a line."""
    return frozenset(value for policy in policies_of(series) for value in _amounts(policy))


def _amounts(policy: Policy) -> Iterator[Fraction]:
    from flopguard.policy.conditions import leaves
    from flopguard.policy.types import QuantityLeaf, QuantityName
    from flopguard.quantity import QuantityError, parse
    from flopguard.units import Dimension

    for threshold in (one for trigger in policy.trigger for one in trigger.threshold):
        for leaf in leaves(threshold.when):
            if not isinstance(leaf, QuantityLeaf) or leaf.quantity is not QuantityName.TRAINING_COMPUTE:
                continue
            for text in leaf.comparisons().values():
                try:
                    amount = parse(text, Dimension.FLOP).low
                except QuantityError:  # a parameter
                    continue
                if amount >= LEAST:
                    yield amount


def at_offset(text: str, start: int, end: int, finding: Finding) -> Finding:
    """The finding with the line and the columns of a part of the text."""
    from dataclasses import replace

    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    line = bisect_right(starts, start)
    first = starts[line - 1]
    stop = min(end, starts[line] - 1 if line < len(starts) else len(text))
    return replace(
        finding,
        line=line,
        column=start - first + 1,
        end_column=max(stop, start + 1) - first + 1,
        observed=" ".join(text[start:end].split()),
    )
