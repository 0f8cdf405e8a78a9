"""Claims in the prose of a card as rules see them: by quantity, with exact values, and with what stands near them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Factor, Finding
from flopguard.lint.rule import Subject
from flopguard.quantity import show
from flopguard.result import Claim

NEAR = 12
"""Lines; statements under one heading that are no farther apart than this belong together."""
LONGEST = 80


def stated(subject: Subject, *quantities: str) -> Iterator[Claim]:
    """The claims of these quantities, in the order of the text."""
    return (claim for claim in subject.claims if claim.quantity in quantities)


def in_card(subject: Subject, *quantities: str) -> Iterator[Claim]:
    """The same of a card alone: a sentence that a manifest quotes has the rest of its terms in the manifest."""
    return iter(()) if subject.front is None else stated(subject, *quantities)


def value_of(claim: Claim) -> Fraction | None:
    """The exact value; None where there is none."""
    try:
        return Fraction(claim.value)
    except (ValueError, ZeroDivisionError):
        return None


def beside(claim: Claim, subject: Subject, *quantities: str) -> list[Claim]:
    """The other claims of these quantities in the same sentence, or else under the same heading and near by."""
    others = [other for other in stated(subject, *quantities) if other is not claim and other.at == claim.at]
    together = [other for other in others if other.text == claim.text and other.line == claim.line]
    return together or [other for other in others if abs((other.line or 0) - (claim.line or 0)) <= NEAR]


def words_before(claim: Claim, most: int = 60) -> str:
    """What the sentence says before the amount."""
    place = claim.text.find(claim.written) if claim.written else -1
    return claim.text[max(0, place - most) : place] if place > 0 else ""


def words_after(claim: Claim, most: int = 60) -> str:
    """What the sentence says after the amount."""
    place = claim.text.find(claim.written) if claim.written else -1
    end = place + len(claim.written)
    return claim.text[end : end + most] if place >= 0 else ""


def quoted(claim: Claim) -> str:
    """The amount as it is written."""
    written = " ".join((claim.written or claim.value).split())
    return f'"{written if len(written) <= LONGEST else written[: LONGEST - 3] + "..."}"'


def on(
    claim: Claim,
    message: str,
    help: str,
    *,
    factor: Factor | None = None,
    confidence: Confidence = Confidence.CERTAIN,
) -> Finding:
    """A finding on the place of a claim."""
    return Finding(
        at=claim.at,
        message=message,
        help=help,
        observed=" ".join(claim.written.split()),
        factor=factor,
        confidence=confidence,
        line=claim.line,
        column=claim.column,
        end_column=claim.end_column,
    )


def shown(value: Fraction, digits: int = 3) -> str:
    """A figure for a message: whole where it is a small whole number, and with no zeros that say nothing."""
    if value.denominator == 1 and abs(value) < 10**6:
        return f"{value.numerator:,}"
    if Fraction(1, 100) < abs(value) < 1000:
        return f"{float(value):,.{digits}g}"
    exact = (text for count in range(1, digits) if Fraction(text := show(value, count)) == value)
    return next(exact, show(value, digits))


def one_factor(low: Fraction, high: Fraction) -> Factor:
    """The factor from `low` to `high` as decimal text."""
    return Factor(low=show(low, 2), high=show(high, 2))
