"""FG270: the rows of a table beside a total that they do not come to."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, one_factor, quoted, shown, value_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

QUANTITIES = ("chip_hours", "training_compute", "energy", "emissions", "tokens", "cost")
TOLERANCE = Fraction(2, 100)
_TOTAL = re.compile(r"^(?:[^|]{0,30}:)?\W*(?:grand |overall )?(?:total|sum)\b", re.IGNORECASE)


@rule(
    "FG270",
    "parts-against-total",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=Need.CLAIMS,
)
def parts_against_total(subject: Subject) -> Iterator[Finding]:
    """Rows of a table whose sum differs from the row that is called their total.

    ## Why
    A total that holds more than its rows holds a run, a stage or a model that is not listed; one that holds less
    has a slip. One family's table lists models whose hours add up to less than its total. Rounding of up to
    2 % is let pass.
    ## Flagged
    ```markdown
    | Model | Training time (GPU hours) |
    | --- | --- |
    | 7B | 184,320 |
    | 13B | 368,640 |
    | 70B | 1,720,320 |
    | Total | 3,300,000 |
    ```
    ## Instead
    ```markdown
    | Model | Training time (GPU hours) |
    | --- | --- |
    | 7B | 184,320 |
    | 13B | 368,640 |
    | 70B | 1,720,320 |
    | Total | 2,273,280 |
    ```
    """
    for total in in_card(subject, *QUANTITIES):
        parts = _rows_above(total, subject) if _TOTAL.search(total.text) else []
        total_value, values = value_of(total), [value_of(part) for part in parts]
        if len(values) < 2 or not total_value or not all(values):
            continue
        ratio = sum((value for value in values if value), Fraction(0)) / total_value
        if abs(ratio - 1) > TOLERANCE:
            message = f"the {len(parts)} rows above {quoted(total)} come to {shown(ratio, 3)}x of it"
            cure = "list what is missing, or mend the total"
            yield on(total, message, cure, factor=one_factor(min(ratio, Fraction(1)), max(ratio, Fraction(1))))


def _rows_above(total: Claim, subject: Subject) -> list[Claim]:
    """The amounts of the same column in the lines directly above: one a line, without a gap."""
    column = [
        claim
        for claim in in_card(subject, total.quantity)
        if claim.at == total.at and claim.unit == total.unit and _name(claim) == _name(total)
    ]
    by_line = {claim.line: claim for claim in column}
    rows: list[Claim] = []
    line = (total.line or 0) - 1
    while line in by_line:
        rows.append(by_line[line])
        line -= 1
    return rows


def _name(claim: Claim) -> str:
    """What the row calls the cell, which is the name of its column."""
    before = claim.text[: max(0, claim.text.find(claim.written))]
    return before.rpartition("| ")[2]
