"""FG229: a cost of one token that is the cost of a whole sequence."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.estimate.passes import FLOP_OF, passes_of
from flopguard.finding import Confidence, Finding
from flopguard.lint.amounts import central_of, factor, shown
from flopguard.lint.amounts_stated import Stated, amounts_stated
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Architecture, Passes, Training
from flopguard.quantity import show

FAR = 100
NEAR = Fraction(11, 10)
_TOKEN = r"(?i)\btokens?\b"
_NO_CACHE = r"(?i)\b(no|without|un)[\s-]*cach"


@rule("FG229", "per-token-of-a-sequence", confidence=Confidence.LIKELY, covers=("trap-10",))
def per_token_of_a_sequence(subject: Subject) -> Iterator[Finding]:
    """A cost per token that is near the context length, or a hundred, times what the parameters cost a token.

    ## Why
    2 x parameters x context is the work on a whole prompt. Told as the cost of a token it is too high by the length
    of the context: 2.56e16 FLOP for a model of 1e11 parameters at 128,000 tokens, of which one takes 2e11 to 7e11.
    Only where nothing is kept from one token to the next does each cost a pass over all: then say so in `item`.
    A `[[calculation]]` per token is flagged where it is a multiple of a length of the sequence but for a small rest,
    or grows faster.
    ## Seen
    An essay on units of compute takes 2 x 1e11 parameters x 128,000 = 2.56e16 FLOP as the cost of a token. With the
    keys kept, one token costs 2e11, or 4.1e11 to 6.7e11 with attention. (Worked out in docs/worked-examples.md.)
    ## Flagged
    ```toml
    [architecture]
    parameters = "1e11"
    context = 128000
    [[workload]]
    name = "an answer"
    item = "token"
    flop_per_item = "2.56e16"
    items = 500
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "1e11"
    context = 128000
    [[workload]]
    name = "an answer"
    item = "token"
    flop_per_item = "4.1e11"
    items = 500
    ```
    """
    if subject.card.calculation:
        from flopguard.lint.calculations import per_token_of_a_sequence as of_calculations  # few cards have any

        yield from of_calculations(subject)
    for stated in amounts_stated(subject):
        item = stated.of.item
        if item is None or not stated.at.endswith("/flop_per_item"):
            continue
        if not re.search(_TOKEN, item) or re.search(_NO_CACHE, item):
            continue
        plain = _plain(stated, subject.card.architecture)
        found = _judged(stated, plain, _length(stated, subject.card.architecture)) if plain else None
        if found is not None:
            yield found


def _plain(stated: Stated, shape: Architecture | None) -> Fraction | None:
    """FLOP of the parameters for one token."""
    phase = stated.of if isinstance(stated.of, Training) else None
    own = phase.parameters if phase is not None else None
    figure = own or (shape.active_parameters or shape.parameters if shape is not None else None)
    passes = passes_of(phase) if phase is not None else Passes.FORWARD
    return FLOP_OF[passes] * central_of(figure.estimate) if figure is not None else None


def _length(stated: Stated, shape: Architecture | None) -> int | None:
    length = stated.of.sequence_length if isinstance(stated.of, Training) else None
    return length or (shape.context if shape is not None else None)


def _judged(stated: Stated, plain: Fraction, length: int | None) -> Finding | None:
    times = central_of(stated.figure.estimate) / plain
    is_length = length is not None and length > 1 and length / NEAR <= times <= length * NEAR
    if not is_length and times < FAR:
        return None
    said = f"which is near the context of {length}" if is_length else "as a whole sequence would"
    return Finding(
        at=stated.at,
        message=f"{shown(stated.figure)} a token is {show(times)}x what the parameters cost, {said}",
        help='divide by the tokens of the sequence; or, if nothing is kept between tokens, item = "token, no cache"',
        factor=factor(1 / times),
    )
