"""The phases: which parts of the training are inside."""

from __future__ import annotations

import re
from functools import lru_cache

from flopguard.claims.terms.lexicon import NUMBER_WORDS, OF_TRAINING, PHASES, PHASES_PARTLY
from flopguard.claims.terms.words import Words, any_of, pattern

_NAMED = pattern(*PHASES)
_SOME = pattern(*PHASES_PARTLY)
_TRAINED = pattern("train(?:ed|s)")
_STEPS = re.compile(
    rf"\b(?:for|over|after|trained) (?:(?:a total of|about) )?(?:\d[\d.,]*+|{any_of(NUMBER_WORDS)})"
    r" ?(?:[km]|thousand|million)?[- ](?:[a-z]+ )?(?:steps|iterations|updates)\b",
    re.I,
)
_TRAINING = re.compile(rf"(?<!during )\btraining\b(?! ?[:|]? ?(?:{any_of(OF_TRAINING)})\b)(?! all\b)(?!-)", re.I)


@lru_cache(maxsize=64)
def phases(words: Words, *, relative: bool) -> str:
    """Given by the name of a phase in the sentence or above it; another sentence gives no more than partly.

    That something was trained says a little where an amount is stated, and nothing of what a multiple compares.
    """
    if _NAMED.search(words.close) or _STEPS.search(words.own):
        return "given"
    spoken_of = _SOME.search(words.own) or _NAMED.search(words.beside)
    trained = not relative and (_TRAINED.search(words.own) or _TRAINING.search(words.close))
    return "partly" if spoken_of or trained else "missing"
