"""FG311: a scale that does not say whose compute it is."""

from collections.abc import Iterator
from fractions import Fraction
from math import log10

from flopguard.definition.types import Side
from flopguard.fields import Figure
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.amounts import span_of
from flopguard.lint.change import between, central, own_flop
from flopguard.lint.gains import Gain, curve_of, gains
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.manifest.types import Manifest
from flopguard.quantity import point
from flopguard.units import Dimension

SPREAD = "one published gain differs 41x by side"
MOST = 30
"""Orders of magnitude; more are worth no number."""
SIDES: tuple[Side, Side] = ("new", "baseline")


@rule("FG311", "scale-side-ambiguous", severity=Severity.WARNING, covers=("scale-side-ambiguous",))
def scale_side_ambiguous(subject: Subject) -> Iterator[Found]:
    """A gain at a scale that is the compute of the new technique or of the baseline, without saying which.

    ## Why
    "4,200x at 1e25 FLOP" and "170,000x at 1e25 FLOP" are one published pair of curves, read with 1e25 FLOP
    of the baseline and of the new model: a factor of 41 (case L09). Only for parallel curves the side does
    not matter; where the manifest's own curves are not parallel, this is an error.
    ## Seen
    The curves for LSTM and modern transformer of one study give 172,700x at 1e25 FLOP of the transformer and 4,183x at
    1e25 of the LSTM (case L09). For a change of allocation the same study has 162x and 17.6x at 1e24 (case L10).
    (Source: hansgundlach/Experimental_Progress, https://arxiv.org/abs/2511.21622. Primary.)
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
            others = _non_parallel(gain, subject.card)
            finding = Finding(
                at=gain.place,
                message=f"{gain.said} does not say whose compute its scale is: {SPREAD}",
                help=gain.cure('write side = "new" or side = "baseline"', 'scale_side = "new" or "baseline"'),
                factor=_factor(gain, subject.card, others) or _by_points(gain, subject),
            )
            yield Rated(finding, Severity.ERROR) if others else finding


def _non_parallel(gain: Gain, card: Manifest) -> list[Figure]:
    """The exponents of other curves that surely are not that of the baseline's curve."""
    own = curve_of(gain.definition, card)
    if own is None or own.exponent is None:
        return []
    exponent = span_of(own.exponent.estimate)
    others = [curve.exponent for curve in card.curve if curve.id != own.id and curve.exponent is not None]
    return [other for other in others if not exponent.overlaps(span_of(other.estimate))]


def _factor(gain: Gain, card: Manifest, others: list[Figure]) -> Factor | None:
    """What the gain is on the other side, over the gain itself.

    Of two power laws with one floor, m at a compute of the baseline is m^(b/a) at that compute of the new recipe,
    with a the exponent of the baseline and b the new one.
    """
    own, size = curve_of(gain.definition, card), central(gain.figure)
    exponents = [central(own.exponent if own else None), central(others[0] if len(others) == 1 else None)]
    old, new = (float(each) if each else 0.0 for each in exponents)
    if size is None or not old or not new:
        return None
    powers = (new / old - 1, old / new - 1)
    if any(abs(power * log10(size)) > MOST for power in powers):
        return None
    return between(*(Fraction(float(size) ** power) for power in powers))


def _by_points(gain: Gain, subject: Subject) -> Factor | None:
    """The two readings at the run's compute of a gain that is stated at several scales, the one over the other."""
    entry = subject.card.enhancement[int(gain.at.rpartition("/")[2])] if gain.quantity == "gain" else None
    run = own_flop(subject) if entry is not None and entry.gain_at else None
    if entry is None or run is None:
        return None
    from flopguard.effective.gains.evidence import evidence_of  # slow to import

    found = evidence_of(entry)
    if isinstance(found, str):
        return None
    reads = [found.read(point(run, Dimension.FLOP), side) for side in SIDES]
    new, old = (None if isinstance(read, str) else read.factor.central for read in reads)
    return between(new / old, old / new) if new and old else None
