"""FG343: a ratio of parameters offered as effective compute."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding
from flopguard.lint.gains import enhancement_words, place_of_gain, states_gain
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Claim, Manifest

_PARAMETERS = re.compile(
    r"\b(?:capability|capacity|knowledge)[\s_-]+densit(?:y|ies)\b|\bdensing\b"
    r"|\beffective[\s_-]+(?:parameters?|model[\s_-]+size|parameter[\s_-]+(?:size|count))\b"
    r"|\bparameters?[\s_-]+(?:density|equivalents?|equivalence|ratio|multipliers?)\b"
    r"|(?:\btimes|[0-9]\s*x|\u00d7|-?fold)\s+(?:(?:as\s+many|more|fewer|the)\s+)?"
    r"(?:(?!(?:at|with|for|in|on|per|by|of|and|equal|same)\b)\w+\s+){0,2}?parameters\b"
    r"|\bratio\s+of\s+(?:the\s+)?(?:\w+\s+)?parameters?\b",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"(?:\btimes|[0-9]\s*x|\u00d7)\s+(?:its|their|the|our)\s+(?:own\s+)?size\b"
    r"|(?:\btimes|[0-9]\s*x|\u00d7|-?fold)\s+(?:larger|bigger|smaller)\s+(?:\w+\s+)?models?\b",
    re.IGNORECASE,
)
"""Sizes of models, which may stand beside a factor in compute that is told as one."""
_FLOP = re.compile(r"\bFLOPs?\b|\boperations\b|\btraining[\s_-]+compute\b", re.IGNORECASE)


@rule(
    "FG343",
    "parameters-as-compute",
    confidence=Confidence.LIKELY,
    covers=("params-as-compute", "PROXY-ABUSE"),
)
def parameters_as_compute(subject: Subject) -> Iterator[Finding]:
    """A factor in parameters, such as capability density, that stands for one in compute.

    ## Why
    How many parameters an older family would need for the same score is another axis than how much compute it would
    need: at a fixed ratio of tokens to parameters compute grows with their square, at fixed tokens with the number
    itself. One published density doubles every 3.3 to 3.5 months; as a rate of compute that is 10.8x a year (case L42).
    ## Seen
    Capability density is said to double every 3.3 to 3.5 months: parameters of an older family for the same score, over
    those of the model (case L42). The first framework of Google DeepMind has six times the effective compute as about 2
    to 2.5 times the size. (Sources: https://arxiv.org/abs/2412.04315, secondary; the framework of 2024-05-17, primary.)
    ## Flagged
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"
    text = "a capability density four times that of our last model"
    ```
    ## Instead
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"
    text = "the compute that the baseline of 2023 would need for the same loss"
    ```
    """
    for name, fields in _said(subject.card):
        flop = any(_FLOP.search(words) for _, words in fields)
        matches = ((at, _PARAMETERS.search(words) or (None if flop else _SIZE.search(words))) for at, words in fields)
        at, match = next((found for found in matches if found[1] is not None), ("", None))
        if match is not None:
            yield Finding(
                at=at,
                message=f'{name} is a factor in parameters ("{match[0][:60]}"), which is no factor in compute',
                help="state the FLOP that the baseline needs for the same score, over those of this model",
            )


def _said(card: Manifest) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each claim, gain and trend that stands for compute: its name, and the words that say what it is, with places."""
    for number, claim in enumerate(card.claim):
        if claim.quantity != "training_compute":
            yield _name(claim), _known(f"/claim/{number}", text=claim.text, metric=claim.metric)
    for number, entry in enumerate(card.enhancement):
        if states_gain(entry):
            words = (entry.name, entry.metric, entry.gain.method if entry.gain else None)
            at = place_of_gain(f"/enhancement/{number}", entry)
            yield enhancement_words(entry), [(at, text) for text in words if text]
    for number, trend in enumerate(card.trend):
        at = f"/trend/{number}"
        fields = _known(at, title=trend.title, metric=trend.metric)
        yield f'the rate "{trend.id[:60]}"', fields if trend.from_ is None else [(f"{at}/from", w) for _, w in fields]


def _known(at: str, **fields: str | None) -> list[tuple[str, str]]:
    return [(f"{at}/{name}", words) for name, words in fields.items() if words]


def _name(claim: Claim) -> str:
    return f"the claim of {claim.quantity.replace('_', ' ')}"
