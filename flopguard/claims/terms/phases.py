"""The phases: which parts of the training are inside."""

from __future__ import annotations

import re

from flopguard.claims.terms.lexicon import OF_TRAINING, PHASES, PHASES_PARTLY
from flopguard.claims.terms.words import Words, any_of, pattern

_NAMED = pattern(*PHASES)
_SOME = pattern(*PHASES_PARTLY)
_STEPS = re.compile(r"\bfor \d[\d.,]*+ ?(?:k|m|thousand|million)?[- ](?:\w+ )?steps\b|\bfor one million steps\b", re.I)
_TRAINING = re.compile(rf"(?<!during )\btraining\b(?! ?[:|]? ?(?:{any_of(OF_TRAINING)})\b)(?! all\b)(?!-)", re.I)


def phases(words: Words) -> str:
    """Given by the name of a phase in the sentence or above it; another sentence gives no more than partly."""
    if _NAMED.search(words.close) or _STEPS.search(words.own):
        return "given"
    partly = _SOME.search(words.own) or _TRAINING.search(words.close) or _NAMED.search(words.beside)
    return "partly" if partly else "missing"
