"""What was understood of a model card's prose: one line a claim, with the parts of it that are not given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from flopguard.report.amounts import amount_text
from flopguard.report.ansi import Ink
from flopguard.report.safe import cells
from flopguard.report.style import Style
from flopguard.report.text.layout import KEPT, Line, Span, joined, kept, wrap
from flopguard.report.text.words import listed, named
from flopguard.result import Claim, ManifestReport

SHORTENED_FROM = 16
"""How many claims are listed one by one; of more the first ones are, and the others counted."""
LISTED = 12
FOREMOST = (
    "effective_compute",
    "algorithmic_gain",
    "relative_compute",
    "training_compute",
    "chip_hours",
    "hardware_time",
    "utilisation",
)
WRITTEN_OUT = 10**7
_WIDEST = 26
_BOUNDS = {
    "about": "about ",
    "at_least": "at least ",
    "more_than": "more than ",
    "at_most": "at most ",
    "less_than": "less than ",
    "up_to": "up to ",
}


def section(card: ManifestReport, style: Style) -> list[Line]:
    """The claims by their lines; `-v` lists them all, with every slot and the words around each."""
    claims = card.claims
    if not claims:
        return [(Span("  no statement about compute was found"),)]
    is_short = style.verbose or len(claims) <= SHORTENED_FROM
    shown = claims if is_short else _foremost(claims)
    lines: list[Line] = [(Span(f"  claims understood ({len(claims)})", Ink.BOLD),)]
    columns = _Columns(shown)
    for claim in shown:
        lines += columns.lines(claim, style)
    return lines if is_short else [*lines, *_others([claim for claim in claims if claim not in shown], style)]


def _foremost(claims: Sequence[Claim]) -> list[Claim]:
    """Those that say most of the compute, in the order of the text; tables of data sets have many others."""
    ranked = sorted(range(len(claims)), key=lambda number: (claims[number].quantity not in FOREMOST, number))
    return [claims[number] for number in sorted(ranked[:LISTED])]


class _Columns:
    """Line, quantity and value below each other, as wide as the claims need."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.line = max(len(_place(claim)) for claim in claims)
        self.quantity = max(len(_quantity(claim)) for claim in claims)
        self.value = min(max(cells(value_text(claim)) for claim in claims), _WIDEST)

    def lines(self, claim: Claim, style: Style) -> list[Line]:
        """One claim; what is missing stands right of the value."""
        left = f"    {_place(claim).rjust(self.line)}  {_quantity(claim).ljust(self.quantity)}  "
        value = value_text(claim)
        gap = " " * max(self.value - cells(value) + 2, 2)
        first = (Span(left), Span(value, Ink.BOLD), Span(gap))
        margin = " " * min(len(left) + self.value + 2, style.width * 5 // 8)
        if len(left) + cells(value) + 2 > style.width - 24:
            margin = " " * min(len(left) + 2, style.width // 2)
            broken = wrap(Span(value.replace(KEPT, " "), Ink.BOLD), style.width, (first[0],), margin)
            lines = [*broken, *wrap(_slots(claim, style), style.width, margin, margin)]
        else:
            lines = wrap(_slots(claim, style), style.width, first, margin)
        return [*lines, *(_words(claim, style) if style.verbose else ())]


def value_text(claim: Claim) -> str:
    """The value with its unit and its bound: `at least 3.1e23 FLOP`; as written where it is no number."""
    unit = claim.unit if claim.unit in ("x", "%", "") else f"{KEPT}{claim.unit}"
    ends = f"{_amount(claim.low)} .. {_amount(claim.high)}" if claim.low and claim.high else ""
    value = _amount(claim.value) if claim.value else ends or claim.written
    bound = _BOUNDS.get(claim.bound, "")
    value = value.removeprefix("about ") if bound == "about " else value
    return kept(f"{bound}{value.removesuffix(unit)}{unit}")


def _amount(text: str) -> str:
    """Few digits of a large amount, every one of a whole amount that people write out."""
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return text
    is_written_out = value.denominator == 1 and abs(value) < WRITTEN_OUT
    return f"{value.numerator:,}" if is_written_out else amount_text(text)


def _quantity(claim: Claim) -> str:
    """What the amount is one of; the line of a law is no compute of a model."""
    return "threshold" if claim.of == "threshold" else named(claim.quantity)


def _place(claim: Claim) -> str:
    return "-" if claim.line is None else str(claim.line)


def _slots(claim: Claim, style: Style) -> list[Span]:
    """What is missing or only partly there; every slot when verbose."""
    states = ("missing", "partly", *(("given", "n/a") if style.verbose else ()))
    groups = [(state, [name for name, found in claim.slots.items() if found == state]) for state in states]
    said = [Span(f"{_STATES[state]} {', '.join(names)}", _INKS[state]) for state, names in groups if names]
    return joined(said, "; ") if said else [Span("all given" if claim.slots else "", Ink.DIM)]


_STATES = {"missing": "no", "partly": "partly", "given": "given:", "n/a": "n/a:"}
_INKS = {"missing": Ink.PLAIN, "partly": Ink.PLAIN, "given": Ink.DIM, "n/a": Ink.DIM}


def _words(claim: Claim, style: Style) -> list[Line]:
    """The words that the claim stands in, and whose the amount is."""
    whose = [f"of {claim.of}"] if claim.of else []
    more = [*whose, *([f"relative to {claim.relative_to}"] if claim.relative_to else [])]
    lines = wrap(f'"{claim.text}"', style.width, "      ", "       ") if claim.text else []
    return [*lines, *(wrap(", ".join(more), style.width, "      ", "       ") if more else [])]


def _others(claims: Sequence[Claim], style: Style) -> list[Line]:
    """The claims that are not listed, counted by quantity."""
    counts = Counter(_quantity(claim) for claim in claims)
    said = listed([kept(f"{count} of {quantity}") for quantity, count in counts.most_common()])
    return wrap(f"and {len(claims)} more: {said} (-v lists them)", style.width, "    ", "      ")
