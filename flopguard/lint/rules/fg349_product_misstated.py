"""FG349: a product of gains whose ends, middle or parts are stated as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import permutations
from operator import mul

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.change import between, central, size_of
from flopguard.lint.gains import named_definition
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import Entry, stacks
from flopguard.manifest.types import Claim, Manifest
from flopguard.quantity import Estimate, show

NEAR = Fraction(1, 50)
"""How near a stated figure lies to one that it is taken for; figures are stated with two or three digits."""
_MORE = re.compile(r"\bmore\b|\blarger\b|\bgreater\b|\bbigger\b|\bas\s+(?:much|important)\b", re.IGNORECASE)


@rule(
    "FG349",
    "product-misstated",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    covers=("product-ends-as-interval", "mean-vs-median", "ratio-vs-log-share"),
)
def product_misstated(subject: Subject) -> Iterator[Finding]:
    """A claim that multiplies the ends of intervals, takes the mean for the middle, or a ratio of gains for a share.

    ## Why
    Ends multiplied are the interval of gains that all move together: 3 to 36 where independent ones give 4.7 to 23,
    around 10.4; the mean of that product is 11.7 (case A08). "3.24x more from data" is a ratio of 12.0x to 3.7x; of
    the progress in orders of magnitude it is 65.5 to 34.5 per cent (case L26).
    ## Seen
    A study of six recipes and six corpora has 12.0x from data and 3.7x from models, and is summed up as 3.24x more from
    data. In orders of magnitude it is 65.5 to 34.5 per cent (case L26). (Patel and Han, September 2026. Secondary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = { low = "1.5", high = "3", level = "90%" }
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = { low = "2", high = "8", level = "90%" }
    [[claim]]
    quantity = "algorithmic_gain"
    value = "3..24"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = { low = "1.5", high = "3", level = "90%" }
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = { low = "2", high = "8", level = "90%" }
    [[claim]]
    quantity = "algorithmic_gain"
    value = "3.9..18"
    ```
    """
    card = subject.card
    if not card.claim or len(card.enhancement) < 2:
        return
    for number, claim in enumerate(card.claim):
        entries = _parts(claim, card) if claim.quantity == "algorithmic_gain" and claim.value is not None else ()
        if len(entries) > 1:
            yield from _as_product(f"/claim/{number}/value", claim, entries)
            yield from _as_share(f"/claim/{number}/value", claim, entries)


def _parts(claim: Claim, card: Manifest) -> tuple[Entry, ...]:
    """The gains of the claim's definition, or the only ones there are."""
    definition, found = named_definition(claim, card), list(stacks(card))
    own = [stack for stack in found if definition is not None and stack.definition is definition]
    return own[0].entries if own else found[0].entries if len(found) == 1 else ()


def _is_near(stated: Fraction | None, value: Fraction | None) -> bool:
    return stated is not None and value is not None and abs(stated - value) <= value * NEAR


# --- the product ---------------------------------------------------------------------------------------------------


def _as_product(at: str, claim: Claim, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    figures = [entry.enhancement.gain for entry in entries if not entry.enhancement.confidential]
    gains = [figure for figure in figures if figure is not None and _has_ends(figure.estimate)]
    value = claim.value
    if value is None or len(gains) < len(entries):
        return
    from flopguard.effective.intervals import independent, together  # slow to import

    spread, ends = independent([(gain.estimate, gain.level) for gain in gains]), together(g.estimate for g in gains)
    if spread is None:
        return
    estimate = value.estimate
    if _has_ends(estimate) and _is_near(estimate.low, ends.low) and _is_near(estimate.high, ends.high):
        assert ends.high is not None
        yield Finding(
            at=at,
            message=f"{shown(value)} multiplies the ends of the gains, which holds if all move together; "
            f"independent ones give {show(spread.low)} .. {show(spread.high)}",
            help="say that the gains move together, or state the interval of independent ones",
            factor=between(spread.low / ends.low, spread.high / ends.high),
        )
    middle = estimate.central
    if spread.mean is not None and _is_near(middle, spread.mean) and not _is_near(middle, spread.median):
        yield Finding(
            at=at,
            message=f"{show(middle or spread.mean, 3)} is the mean of the product, which a few high values pull up; "
            f"half of the chances lie below {show(spread.median, 3)}",
            help="state the median, and say so if it is the mean",
            factor=between(spread.median / spread.mean),
        )


def _has_ends(estimate: Estimate) -> bool:
    return estimate.high is not None and 0 < estimate.low < estimate.high


# --- a ratio for a share -------------------------------------------------------------------------------------------


def _as_share(at: str, claim: Claim, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """The ratio of two gains, said to be how much more comes from the one."""
    value = central(claim.value)
    if value is None or value <= 1 or not _MORE.search(claim.text or ""):
        return
    sizes = {entry.enhancement.name: size for entry in entries if (size := size_of(entry.enhancement))}
    if _is_near(value, reduce(mul, sizes.values(), Fraction(1))):
        return
    for one, other in permutations(sizes, 2):
        if sizes[other] > 1 and _is_near(value, sizes[one] / sizes[other]):
            share = _share(sizes[one], sizes[other])
            yield Finding(
                at=at,
                message=f'{show(value, 3)} is the ratio of "{one[:60]}" to "{other[:60]}"; of the progress in orders '
                f"of magnitude the parts are {share:.0%} and {1 - share:.0%}",
                help="state the shares in orders of magnitude, or say that it is a ratio of two gains",
            )
            return


def _share(one: Fraction, other: Fraction) -> float:
    """The share of one gain in the product of two, in logarithms."""
    from flopguard.effective.intervals import decimal_of  # slow to import
    from flopguard.effective.rates import log_share

    return float(log_share(decimal_of(one), decimal_of(one * other)))
