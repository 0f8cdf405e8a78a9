"""FG354: two published fits of one baseline that give different effective compute."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Definition
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.change import between
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import show
from flopguard.result import Effective

MOST = 2


@rule("FG354", "fit-choice", severity=Severity.WARNING, covers=("fit-choice-sensitivity",))
def fit_choice(subject: Subject) -> Iterator[Finding]:
    """Fits of one baseline by which the model's effective compute differs more than 2x, or which only one can tell.

    ## Why
    The fit is then part of the answer, and so is whoever chose it.
    ## Seen
    Two published fits of one set of runs agree within 1.5x where the runs lie. At a loss of 2.0 they differ 2.2x, at
    1.90 15x, and at 1.80 one of them is out of reach (case L15). (Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    metric = { name = "held-out loss", kind = "loss", unit = "bits/byte" }
    curve = "fit"
    other_curves = ["refit"]
    [[curve]]
    id = "fit"
    law = "power"
    floor = "0.45"
    coefficient = "12.0"
    exponent = "0.06"
    [[curve]]
    id = "refit"
    law = "power"
    floor = "0.40"
    coefficient = "10.6"
    exponent = "0.056"
    [[benchmark]]
    name = "held-out loss"
    unit = "bits/byte"
    score = "0.70"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    metric = { name = "held-out loss", kind = "loss", unit = "bits/byte" }
    curve = "fit"
    other_curves = ["refit"]
    [[curve]]
    id = "fit"
    law = "power"
    floor = "0.45"
    coefficient = "12.0"
    exponent = "0.06"
    [[curve]]
    id = "refit"
    law = "power"
    floor = "0.40"
    coefficient = "10.6"
    exponent = "0.056"
    [[benchmark]]
    name = "held-out loss"
    unit = "bits/byte"
    score = "0.87"
    ```
    """
    for number, definition in enumerate(subject.card.definition):
        if definition.other_curves and not definition.confidential:
            yield from _judged(number, definition, _answers(subject, definition))


def _answers(subject: Subject, definition: Definition) -> list[Effective]:
    """What each fit makes of the score; nothing where one of them cannot be asked."""
    return [
        found
        for found in subject.effective
        if found.definition == definition.id and found.curve and found.result.kind != "undefined"
    ]


def _judged(number: int, definition: Definition, found: list[Effective]) -> Iterator[Finding]:
    known = sorted((Fraction(each.result.central), each.curve) for each in found if each.result.central)
    beyond = [each.curve for each in found if each.result.kind == "unbounded"]
    at, help_ = f"/definition/{number}", "let every fit count as a reading, or say why one of them is right here"
    if known and beyond:
        message = f"{definition.id[:60]}: no compute reaches the score by {beyond[0][:60]}, {_told(known[0])}"
        yield Finding(at=at, message=message, help=help_)
    elif known and known[-1][0] > MOST * known[0][0]:
        times = known[-1][0] / known[0][0]
        yield Finding(
            at=at,
            message=(
                f"{definition.id[:60]}: fits of one baseline differ {show(times)}x at this score, "
                f"{_told(known[0])}, {_told(known[-1])}"
            ),
            help=help_,
            factor=_factor(definition, known),
        )


def _factor(definition: Definition, known: list[tuple[Fraction, str]]) -> Factor:
    """The least and the most over what the definition's own curve gives; over the least, where that gives nothing."""
    own = next((size for size, curve in known if curve == definition.curve), known[0][0])
    return between(known[0][0] / own, known[-1][0] / own)


def _told(known: tuple[Fraction, str]) -> str:
    return f"{show(known[0])} FLOP by {known[1][:60]}"
