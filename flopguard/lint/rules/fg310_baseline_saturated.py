"""FG310: a gain read off where the baseline's curve has flattened."""

from collections.abc import Iterator
from fractions import Fraction
from math import hypot, sqrt
from statistics import NormalDist

from flopguard.definition.types import Curve
from flopguard.fields import Figure
from flopguard.finding import Confidence, Finding
from flopguard.lint.amounts import central_of, shown
from flopguard.lint.gains import curve_of, enhancement_words, governing_definition, is_on_loss
from flopguard.lint.rule import Subject, rule
from flopguard.lint.scores import Turned, turned

STANDARD_DEVIATIONS = 3


@rule("FG310", "baseline-saturated", confidence=Confidence.LIKELY, covers=("baseline-saturated",))
def baseline_saturated(subject: Subject) -> Iterator[Finding]:
    """A gain or a score at a loss that the baseline hardly reaches, or never does, with any compute.

    ## Why
    Near its floor a curve is flat: the compute that the baseline would need grows without limit while the
    models hardly differ. At a loss of 1.82 against a floor of 1.8172, one published fit asks for 3.7e33
    FLOP (case K06).
    ## Seen
    By a published fit with a floor of 1.8172, a loss of 1.85 takes 3.8e27 FLOP, 1.82 takes 3.7e33, and 1.80 is out of
    reach. The older fit of the same runs has 8.2e24, 3.2e25 and 9.5e25 (case L15). (Sources:
    https://arxiv.org/abs/2404.10102 and https://arxiv.org/abs/2203.15556. Primary.)
    ## Flagged
    ```toml
    [[curve]]
    id = "baseline-2023"
    floor = { value = "1.8172", low = "1.775", high = "1.859" }
    [[definition]]
    id = "loss-2023"
    curve = "baseline-2023"
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = "40"
    definition = "loss-2023"
    metric = "c4-loss"
    target_score = "1.82"
    ```
    ## Instead
    ```toml
    [[curve]]
    id = "baseline-2023"
    floor = { value = "1.8172", low = "1.775", high = "1.859" }
    [[definition]]
    id = "loss-2023"
    curve = "baseline-2023"
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = "2.1"
    definition = "loss-2023"
    metric = "c4-loss"
    target_score = "2.2"
    ```
    """
    card = subject.card
    for number, enhancement in enumerate(card.enhancement):
        curve = curve_of(governing_definition(enhancement, card), card)
        target = enhancement.target_score
        if curve is None or curve.floor is None or target is None or not is_on_loss(enhancement, card):
            continue
        if _is_saturated(target, curve, curve.floor):
            at, words = f"/enhancement/{number}/target_score", enhancement_words(enhancement)
            yield _finding(at, words, target, curve, curve.floor)
    for entry in turned(card):
        score, floor = entry.score.row.score, entry.curve.floor
        if score is not None and floor is not None and entry.law.lower_is_better and _is_worthless(entry, floor):
            at, words = f"{entry.score.at}/score", entry.score.row.name[:60]
            yield _finding(at, words, score, entry.curve, floor)


def _is_worthless(entry: Turned, floor: Figure) -> bool:
    """Whether a score lies within three standard deviations of the floor: its own error and that of the fit."""
    noise = hypot(float(entry.score.noise.error or 0), _of_fit(entry.curve), deviation_of_interval(floor))
    return float(entry.score.value - central_of(floor.estimate)) <= STANDARD_DEVIATIONS * noise


def _of_fit(curve: Curve) -> float:
    """The standard deviation of the floor by the covariance of the curve, where it is one of what that is of."""
    if "floor" not in curve.uncertain or not curve.covariance:
        return 0.0
    place = curve.uncertain.index("floor")
    rows = curve.covariance
    variance = rows[place][place] if place < len(rows) and place < len(rows[place]) else Fraction(0)
    return sqrt(max(float(variance), 0.0))


def _is_saturated(target: Figure, curve: Curve, floor: Figure) -> bool:
    points = [deviation(point.standard_error) for point in curve.points if point.standard_error is not None]
    noise = hypot(deviation_of_interval(target), deviation_of_interval(floor), max(points, default=0.0))
    distance = central_of(target.estimate) - central_of(floor.estimate)
    return distance <= 0 or float(distance) <= STANDARD_DEVIATIONS * noise


def deviation(error: Figure) -> float:
    """A standard error as stated."""
    return float(central_of(error.estimate))


def deviation_of_interval(figure: Figure) -> float:
    """The standard deviation of a normal variable with this interval; 0 for a point or a bound."""
    estimate = figure.estimate
    if estimate.is_point or estimate.high is None or estimate.central is None:
        return 0.0
    return float(estimate.high - estimate.low) / (2 * NormalDist().inv_cdf((1 + float(figure.level)) / 2))


def _finding(at: str, words: str, target: Figure, curve: Curve, floor: Figure) -> Finding:
    past = central_of(target.estimate) <= central_of(floor.estimate)
    where = "at or past" if past else f"within {STANDARD_DEVIATIONS} standard deviations of"
    return Finding(
        at=at,
        message=f"{words} is read at {shown(target)}, {where} the floor {shown(floor)} of {curve.id}",
        help="read it at a score that the baseline reaches, or choose a later baseline",
    )
