"""Gains of reinforcement learning, told by their kind and name."""

import re

from flopguard.definition.types import Enhancement, GainKind

_LEARNING = re.compile(
    r"\brl\w{0,2}\b|reinforcement|\brollouts?\b|reason(?:ing|er)|\bgrpo\b|\bppo\b|\brlhf\b|\brlvr\b", re.IGNORECASE
)


def is_of_learning(entry: Enhancement) -> bool:
    """Whether it is a gain of reinforcement learning, by its kind and name."""
    return entry.kind is GainKind.POST_TRAINING and _LEARNING.search(entry.name) is not None
