"""An inversion with its interval, and the interval of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from flopguard.effective.curves.answer import FARTHEST, Answer

Method = Literal["exact", "delta", "draws", "sampled"]
Score = tuple[Decimal, Decimal | None]
"""A score and its standard error."""
Span = tuple[Decimal | None, Decimal | None]
"""The ends of an interval; None is no end."""
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inversion:
    """A compute (FLOP), or a ratio of two, with its interval.

    `low` or `high` None means no bound on that side. `share_unreachable` is the share of the curves, as uncertain as
    they are, that never reach the score. With method `exact` nothing is uncertain.
    """

    answer: Answer
    low: Decimal | None
    high: Decimal | None
    method: Method
    share_unreachable: Decimal = _ZERO
    notes: tuple[str, ...] = ()


def span(answer: Answer) -> Span:
    """The ends between which an answer lies."""
    match answer.kind:
        case "value" | "multivalued":
            return answer.values[0], answer.values[-1]
        case "at_least":
            return answer.value, None
        case "at_most":
            return None, answer.value
        case "unbounded":
            return FARTHEST, None
        case _:
            return None, None


def holding(found: Inversion) -> Inversion:
    """The inversion with an interval that holds its own answer."""
    low, high = span(found.answer)
    if found.answer.kind == "unbounded":
        return replace(found, high=None)
    if found.answer.kind == "undefined":
        return found
    return replace(
        found,
        low=None if low is None or found.low is None else min(low, found.low),
        high=None if high is None or found.high is None else max(high, found.high),
    )


def quantiles(spans: list[Span], tail: Fraction) -> Span:
    """The ends of the central interval, each taken outward; never a compute that no curve reaches."""
    below = int(tail * (len(spans) - 1))
    return _from_below(spans, below), _from_above(spans, below)


def _from_below(spans: list[Span], place: int) -> Decimal | None:
    lows = sorted((low is not None, low or _ZERO) for low, _ in spans)
    known, low = lows[min(max(place, 0), len(lows) - 1)]
    if not known:
        return None
    if low < FARTHEST:
        return low
    reached = [low for is_known, low in lows if is_known and low < FARTHEST]
    return reached[-1] if reached else None


def _from_above(spans: list[Span], place: int) -> Decimal | None:
    highs = sorted((high is None, high or _ZERO) for _, high in spans)
    unknown, high = highs[max(min(len(highs) - 1 - place, len(highs) - 1), 0)]
    return None if unknown else high


def sampling_error(spans: list[Span], tail: Fraction) -> Iterable[str]:
    """Within which values the ends lie by the luck of the sample alone, one standard error either way."""
    count = len(spans)
    middle, error = float(tail * (count - 1)), float(tail * (1 - tail) * count) ** 0.5
    ranks = (int(middle - error), int(middle + error) + 1)
    for name, ends in (
        ("lower", [_from_below(spans, rank) for rank in ranks]),
        ("upper", [_from_above(spans, rank) for rank in reversed(ranks)]),
    ):
        told = list(dict.fromkeys("no bound" if end is None else _three_digits(end) for end in ends))
        where = f"lies between {told[0]} and {told[1]}" if len(told) > 1 else f"is {told[0]}"
        yield f"by the luck of the sample alone the {name} end {where}"


def _three_digits(number: Decimal) -> str:
    return f"{number:.2e}".replace("e+", "e")
