"""The phases: which parts of the training are inside."""

from __future__ import annotations

import re
from functools import lru_cache

from flopguard.claims.terms.lexicon import NUMBER_WORDS, OF_TRAINING, PHASES, PHASES_PARTLY
from flopguard.claims.terms.words import Words, any_of, pattern

_NAMED = pattern(*PHASES)
_SOME = pattern(*PHASES_PARTLY)
_TRAINED = pattern("train(?:ed|s)?")
_STEPS = re.compile(
    rf"\b(?:for|over|after|during|in|trained) (?:(?:a total of|about) )?(?:\d[\d.,]*+|{any_of(NUMBER_WORDS)})"
    r" ?(?:[km]|thousand|million)?[- ](?:[a-z]+ )?(?:steps|iterations|updates)\b",
    re.I,
)
_TRAINING = re.compile(rf"\btraining\b(?! ?[:|]? ?(?:{any_of(OF_TRAINING)})\b)(?!-)", re.I)
_TOKENS = re.compile(r"\d ?(?:[mbt]|million|billion|trillion)?[- ](?:[\w-]+ ){0,3}tokens\b(?! (?:per|a|each)\b)", re.I)
_PLANNED = pattern("(?:is|are|was|were) planned", "plan(?:s|ned)?", "we plan", "will be")
SPENT = frozenset({"chip_hours", "hardware_time", "chips", "tokens", "samples", "steps", "energy", "emissions"})
"""What a training takes. FLOP, rates and prices are not among them: "training" beside these is but their name."""


@lru_cache(maxsize=64)
def phases(words: Words, quantity: str, *, relative: bool) -> str:
    """Given by the name of a phase in the sentence or above it; another sentence gives no more than partly.

    That something was trained says a little where it is stated what that took, and so do the tokens beside its
    hardware. It says nothing of what a multiple compares, nor of a sum of FLOP.
    """
    if _is_named(words):
        return "given"
    spoken_of = _is_spoken_of(words)
    trained = quantity in SPENT and not relative and (_TRAINED.search(words.own) or _TRAINING.search(words.close))
    return "partly" if spoken_of or trained or _is_over_tokens(words, quantity) else "missing"


@lru_cache(maxsize=64)
def _is_named(words: Words) -> bool:
    return _NAMED.search(words.close) is not None or _STEPS.search(words.own) is not None


@lru_cache(maxsize=64)
def _is_spoken_of(words: Words) -> bool:
    return _SOME.search(words.own) is not None or _NAMED.search(words.beside) is not None


def _is_over_tokens(words: Words, quantity: str) -> bool:
    """Whether hardware or its hours stand beside the tokens that they saw, in what is no plan."""
    hardware = quantity in {"chip_hours", "hardware_time", "chips"}
    return bool(hardware and _TOKENS.search(words.own) and not _PLANNED.search(words.own))
