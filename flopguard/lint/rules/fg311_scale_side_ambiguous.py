"""FG311: a scale that does not say whose compute it is."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import span_of
from flopguard.lint.gains import Gain, curve_of, gains
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.manifest.types import Manifest

SPREAD = "one published gain differs 41x by side"


@rule("FG311", "scale-side-ambiguous", severity=Severity.WARNING, covers=("scale-side-ambiguous",))
def scale_side_ambiguous(subject: Subject) -> Iterator[Found]:
    """A gain at a scale that is the compute of the new technique or of the baseline, without saying which.

    ## Why
    "4,200x at 1e25 FLOP" and "170,000x at 1e25 FLOP" are one published pair of curves, read with 1e25 FLOP
    of the baseline and of the new model: a factor of 41 (case L09). Only for parallel curves the side does
    not matter; where the manifest's own curves are not parallel, this is an error.
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    measured_at = ["1e20 FLOP", "1e22 FLOP"]
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
    for gain in gains(subject.card):
        if gain.scale and gain.side is None:
            finding = Finding(
                at=gain.place,
                message=f"{gain.said} does not say whose compute its scale is: {SPREAD}",
                help=gain.cure('write side = "new" or side = "baseline"', 'scale_side = "new" or "baseline"'),
            )
            yield Rated(finding, Severity.ERROR) if _is_known_non_parallel(gain, subject.card) else finding


def _is_known_non_parallel(gain: Gain, card: Manifest) -> bool:
    """Whether the baseline's curve has an exponent that another curve surely does not share."""
    own = curve_of(gain.definition, card)
    if own is None or own.exponent is None:
        return False
    exponent = span_of(own.exponent.estimate)
    others = (curve.exponent for curve in card.curve if curve.id != own.id and curve.exponent is not None)
    return any(not exponent.overlaps(span_of(other.estimate)) for other in others)
