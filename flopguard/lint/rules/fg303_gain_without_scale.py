"""FG303: a gain without the compute at which it was measured."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.gains import Gain, gains
from flopguard.lint.prose_gains import first_missing
from flopguard.lint.rule import Found, Need, Subject, rule

SPREAD = "one published gain is 17x at 1e16 FLOP and 170,000x at 1e25 FLOP"


@rule("FG303", "gain-without-scale", covers=("missing-reference-scale", "EC-NO-SCALE"), needs=Need.GAINS)
def gain_without_scale(subject: Subject) -> Iterator[Found]:
    """A gain or a claim of effective compute that does not say at which training compute it was measured.

    ## Why
    Gains grow and shrink with scale. From LSTM to a modern transformer the published curves give 17x at
    1e16 FLOP and 170,000x at 1e25 FLOP (case L09); several optimisers lose their gain between 0.1 and 1.2
    billion parameters.
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    measured_at = ["1e20 FLOP", "1e22 FLOP"]
    side = "new"
    ```
    """
    if subject.manifest is None:
        yield from first_missing(subject, "scale", SPREAD)
        return
    for gain in gains(subject.card):
        if not gain.scale:
            yield Finding(
                at=gain.place,
                message=f"{gain.said} names no scale: {SPREAD}",
                help=_cure(gain),
            )


def _cure(gain: Gain) -> str:
    """A gain is measured somewhere, whatever its definition says; a claim may leave the scale to it."""
    asked = "state the training compute at which it was measured"
    if gain.quantity == "gain":
        return f'{asked}: measured_at = ["... FLOP", "... FLOP"]'
    return gain.cure(f'{asked}: scale = "... FLOP"', 'reference_scale = "... FLOP"')
