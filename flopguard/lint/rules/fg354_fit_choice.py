"""FG354: two published fits of one baseline that give different effective compute."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Curve, Definition, LawKind
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.change import between
from flopguard.lint.curves import exact, is_the_fit
from flopguard.lint.gains import curve_of
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.quantity import show
from flopguard.result import Effective

MOST = 2


@rule("FG354", "fit-choice", severity=Severity.WARNING, covers=("fit-choice-sensitivity",))
def fit_choice(subject: Subject) -> Iterator[Found]:
    """Fits of one baseline by which the model's effective compute differs more than 2x, or which only one can tell.

    ## Why
    The fit is then part of the answer, and so is whoever chose it. A warning where the curve is one published fit and
    another one is left out; a note where the definition names both, since each is then a reading of its own.
    ## Seen
    Two published fits of one set of runs agree within 1.5x where the runs lie. At a loss of 2.0 they differ 2.2x, at
    1.90 15x, and at 1.80 one of them is out of reach (case L15). With the constants of the older unrounded it is 3.2x
    and 21x. (Sources: https://arxiv.org/abs/2203.15556 and https://arxiv.org/abs/2404.10102. Primary.)
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
        if definition.confidential:
            continue
        if definition.other_curves:
            found = _judged(number, definition, _answers(subject, definition))
            yield from (Rated(finding, Severity.INFO) for finding in found)
        elif definition.curve is not None and subject.effective:
            yield from _left_out(number, definition, subject)


def _left_out(number: int, definition: Definition, subject: Subject) -> Iterator[Finding]:
    """Other published fits to the same runs as the published one that the curve is."""
    curve = curve_of(definition, subject.card)
    if curve is None or curve.law is not LawKind.FRONTIER or curve.confidential:
        return
    from flopguard.definition.load import bundled_definitions  # read only where such a law stands

    fits = [entry for entry in bundled_definitions().curve if entry.law is LawKind.FRONTIER]
    own = next((fit for fit in fits if is_the_fit(curve, fit)), None)
    central = next((found.result.central for found in subject.effective if found.curve == curve.id), None)
    if own is None or central is None:
        return
    others = [fit for fit in fits if fit.metric == own.metric and not is_the_fit(curve, fit)]
    known = [(change, fit) for fit in others if (change := _over(curve, fit, Fraction(central), definition))]
    apart = max(known, key=lambda pair: max(pair[0], 1 / pair[0]), default=None)
    if apart is not None and not Fraction(1, MOST) <= apart[0] <= MOST:
        change, fit = apart
        yield Finding(
            at=f"/definition/{number}/curve",
            message=f"{curve.id[:60]} is the published fit {own.id}; by {fit.id}, another one to the same runs, this "
            f"score takes {show(change)}x the compute",
            help='name the other fits as well, so that each is a reading: other_curves = ["..."]',
            factor=between(Fraction(1), change),
        )


def _over(curve: Curve, fit: Curve, compute: Fraction, definition: Definition) -> Fraction | None:
    """The compute of the score by another fit, over that by the curve."""
    from flopguard.effective.curves.read import law_of  # slow to import

    one, other = (law_of(entry, definition.metric) for entry in (curve, fit))
    score = None if isinstance(one, str) else one.score(exact(compute))
    if score is None or isinstance(other, str):
        return None
    found = other.compute(score)
    return Fraction(found.value) / compute if found.kind == "value" else None


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
    at, help_ = f"/definition/{number}", "measure at a score where the fits agree, or say in note why one is right here"
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
