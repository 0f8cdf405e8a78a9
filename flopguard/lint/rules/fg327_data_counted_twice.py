"""FG327: better data counted as a gain and as more tokens."""

import re
from collections.abc import Iterator

from flopguard.definition.types import Enhancement, GainKind
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.change import without
from flopguard.lint.gains import enhancement_words, governing_definition
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import are_apart

_TOKENS = re.compile(
    r"effective[\s_-]+(?:data|tokens?)|tokens?[\s_-]+(?:multiplier|equivalent|efficien)", re.IGNORECASE
)


@rule(
    "FG327",
    "data-counted-twice",
    severity=Severity.WARNING,
    confidence=Confidence.POSSIBLE,
    covers=("data-token-double-count",),
)
def data_counted_twice(subject: Subject) -> Iterator[Finding]:
    """Two gains from data in one product, of which one is counted in tokens.

    ## Why
    "Each token is worth two" and "the same loss with half the compute" are often one and the same finding. Multiplied
    they count it twice.
    ## Flagged
    ```toml
    [[enhancement]]
    name = "filtered web text"
    kind = "data"
    gain = "2"
    [[enhancement]]
    name = "effective tokens"
    kind = "data"
    gain = "2"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "filtered web text"
    kind = "data"
    gain = "2"
    ```
    """
    card = subject.card
    gains = [(n, e) for n, e in enumerate(card.enhancement) if e.kind is GainKind.DATA]
    for number, enhancement in gains:
        if not _in_tokens(enhancement):
            continue
        definition = governing_definition(enhancement, card)
        for _, other in sorted(gains, key=lambda pair: pair[1].name):
            if (
                other is not enhancement
                and governing_definition(other, card) is definition
                and are_apart(enhancement, other)
            ):
                yield Finding(
                    at=f"/enhancement/{number}",
                    message=f"{enhancement_words(enhancement)} is counted in tokens, beside that of "
                    f'"{other.name[:60]}": better data may count twice',
                    help="keep one of them, or say that they overlap: overlaps_with",
                    factor=without(enhancement),
                )
                break


def _in_tokens(enhancement: Enhancement) -> bool:
    stated = enhancement.evidence_arithmetic
    return (stated is not None and stated.unit == "tokens") or _TOKENS.search(enhancement.name) is not None
