"""All amounts of a sentence; where two readings want the same number, the one that reads more of it has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from flopguard.claims.grammar import hints
from flopguard.claims.grammar.data import step_amounts, token_amounts
from flopguard.claims.grammar.flop import flop_amounts
from flopguard.claims.grammar.hardware import hardware_amounts
from flopguard.claims.grammar.multiples import multiples
from flopguard.claims.grammar.power import power_amounts
from flopguard.claims.grammar.sentence import Amount, Sentence
from flopguard.claims.grammar.share import shares

READERS: tuple[tuple[tuple[re.Pattern[str], ...], Callable[[Sentence], Iterator[Amount]]], ...] = (
    ((hints.MULTIPLE, hints.COMPUTE), multiples),
    ((hints.SHARE,), shares),
    ((hints.FLOP,), flop_amounts),
    ((hints.POWER,), power_amounts),
    ((hints.HARDWARE,), hardware_amounts),
    ((hints.STEPS,), step_amounts),
    ((hints.TOKENS,), token_amounts),
)
"""In order of preference, each with what a sentence must have for it: what stands first has a number first."""


def amounts_in(sentence: Sentence) -> tuple[Amount, ...]:
    """Every amount, in the order of the text."""
    found: list[Amount] = []
    for hint, reader in READERS:
        if all(words.search(sentence.text) for words in hint):
            for amount in reader(sentence):
                if not any(_same_number(amount, other) for other in found):
                    found.append(amount)
    return tuple(sorted(found, key=lambda amount: (amount.start, amount.end)))


def _same_number(amount: Amount, other: Amount) -> bool:
    """Whether they start at one number, or one of a single number lies in the other."""
    if amount.start == other.start:
        return True
    return amount.quantity == other.quantity and amount.start < other.end and other.start < amount.end
