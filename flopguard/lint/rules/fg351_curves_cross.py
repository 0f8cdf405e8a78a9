"""FG351: two curves that cross where the gain between them is used."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.curves import Pair, exact, pairs, use_of
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import show

NEAR = 100
"""Two orders of magnitude."""


@rule("FG351", "curves-cross", severity=Severity.WARNING, confidence=Confidence.LIKELY, covers=("curves-cross",))
def curves_cross(subject: Subject) -> Iterator[Finding]:
    """A gain between two curves that cross within two orders of magnitude of the compute at which it is used.

    ## Why
    Past the crossing the gain is a loss.
    ## Seen
    Fits of two kinds of attention cross at 8e7 times the unit of their axis: the newer one gains 1.64x at a thousand
    of it, and has 0.90x at a thousand million (case L20). (Secondary; the unit is assumed to be a petaflop/s-day.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e26 FLOP"
    [[curve]]
    id = "full-attention"
    law = "power"
    floor = "0"
    coefficient = "144.5957"
    exponent = "0.0798"
    [[curve]]
    id = "linear-attention"
    law = "power"
    floor = "0"
    coefficient = "115.5308"
    exponent = "0.0763"
    [[enhancement]]
    name = "linear attention"
    kind = "architecture"
    curves = { baseline = "full-attention", new = "linear-attention" }
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e24 FLOP"
    [[curve]]
    id = "full-attention"
    law = "power"
    floor = "0"
    coefficient = "144.5957"
    exponent = "0.0798"
    [[curve]]
    id = "linear-attention"
    law = "power"
    floor = "0"
    coefficient = "115.5308"
    exponent = "0.0763"
    [[enhancement]]
    name = "linear attention"
    kind = "architecture"
    curves = { baseline = "full-attention", new = "linear-attention" }
    ```
    """
    for pair in pairs(subject.card):
        crossing = _crossing(subject, pair)
        if crossing is not None:
            yield Finding(
                at=pair.at,
                message=(
                    f"{pair.said}: {pair.old.id[:60]} and {pair.new.id[:60]} cross at {show(Fraction(crossing))} FLOP, "
                    "within two orders of magnitude of where it is used; on the other side it is a loss"
                ),
                help="state on which side the run lies with the interval of the crossing, or leave the gain out",
            )


def _crossing(subject: Subject, pair: Pair) -> Decimal | None:
    use = use_of(subject, pair.definition)
    if use is None or use.low <= 0:
        return None
    laws = pair.laws()
    if laws is None:
        return None
    from flopguard.effective.curves.bracket import crossings  # slow to import

    least, most = exact(use.low / NEAR), exact((use.high or use.low) * NEAR)
    met = crossings(*laws, least, most)
    return next((meeting.compute for meeting in met if not meeting.touching), None)
