"""A sentence as the recognisers of amounts see it, and an amount as they hand it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flopguard.claims.grammar.numbers import Number, numbers_in


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a sentence; low, value and high are in `unit`."""

    quantity: str
    value: Fraction | None
    unit: str
    start: int
    end: int
    low: Fraction | None = None
    high: Fraction | None = None
    bound: str = ""
    hardware: str = ""
    relative_to: str = ""
    of: str = ""


def amount_of(number: Number, quantity: str, unit: str, end: int, factor: Fraction | int = 1, **more: str) -> Amount:
    """The number, times `factor`, as an amount that ends at `end`."""
    return Amount(
        quantity,
        _times(number.value, factor),
        unit,
        number.start,
        max(end, number.end),
        low=_times(number.low, factor),
        high=_times(number.high, factor),
        bound=more.pop("bound", "") or number.bound,
        **more,
    )


def _times(value: Fraction | None, factor: Fraction | int) -> Fraction | None:
    return None if value is None else value * factor


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, and `around` it the headings, the label of the row and the name of the column."""

    text: str
    around: str = ""

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number in it."""
        return numbers_in(self.text)

    @cached_property
    def trains(self) -> bool:
        """Whether it or what stands around it is about training."""
        return TRAINS.search(f"{self.around} | {self.text}") is not None

    @cached_property
    def says_trained(self) -> bool:
        """Whether the sentence itself is about training."""
        return TRAINS.search(self.text) is not None

    @cached_property
    def serves(self) -> bool:
        """Whether it is about running a model that is trained already, or about what that needs."""
        return SERVES.search(self.text) is not None

    def before(self, place: int, characters: int = 40) -> str:
        """What stands before a place."""
        return self.text[max(0, place - characters) : place]

    def after(self, place: int, characters: int = 40) -> str:
        """What stands after a place."""
        return self.text[place : place + characters]


TRAINS = re.compile(
    r"\b(?:pre-?|post-?|re-?)?-?train(?:ed|ing|s)?\b(?!\s(?:program|course|session|camp|material))|\bpre-?train"
    r"|\bfine-?tun|\bdistill(?:ed|ing|ation)?\b"
    r"|\bannealing\b"
    r"|\bRL\b|\bRLHF\b|学習|訓練|事前学習",
    re.IGNORECASE,
)
SERVES = re.compile(
    r"\b(?:inference|infer|deploy(?:ed|ment|ing)?|serv(?:e|ed|es|ing)|latency|decod(?:e|ing)|generat(?:es|ing"
    r"|ion speed)"
    r"|throughput of the API|runs? on a|fits? (?:on|in)|can (?:be )?run|requires? at least|real-?time|per request"
    r"|evaluat(?:e|ed|ion|ing)|quanti[sz](?:ed|ation)|vLLM|SGLang|llama\.cpp|TensorRT(?:-LLM)?"
    r"|API|pricing"
    r"|推論)\b",
    re.IGNORECASE,
)
