"""FG352: a baseline whose score gets worse with more compute."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from flopguard.definition.types import Curve, CurvePoint, LawKind
from flopguard.finding import Factor, Finding
from flopguard.lint.change import between
from flopguard.lint.curves import place_of_curve
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import show


@rule("FG352", "non-monotone-baseline", covers=("non-monotone-baseline",))
def non_monotone_baseline(subject: Subject) -> Iterator[Finding]:
    """A baseline of measured points at which more compute has the worse score.

    ## Why
    Turned round, such a curve has two answers for one score.
    ## Seen
    On TruthfulQA the three Llama 2 models have 39.0, 34.2 and 44.9 %, so that a score between takes 1.2e23 FLOP or
    2.1e23 (case L33). (Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "llama-2"
    metric = { name = "truthfulqa", kind = "accuracy" }
    curve = "llama-2"
    [[curve]]
    id = "llama-2"
    law = "points"
    points = [
        { compute = "8.4e22 FLOP", score = "39.0%" },
        { compute = "1.56e23 FLOP", score = "34.2%" },
        { compute = "8.4e23 FLOP", score = "44.9%" },
    ]
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "llama-2"
    metric = { name = "mmlu", kind = "accuracy" }
    curve = "llama-2"
    [[curve]]
    id = "llama-2"
    law = "points"
    points = [
        { compute = "8.4e22 FLOP", score = "43.8%" },
        { compute = "1.56e23 FLOP", score = "54.3%" },
        { compute = "8.4e23 FLOP", score = "69.8%" },
    ]
    ```
    """
    for number, curve in enumerate(subject.card.curve):
        if curve.law is not LawKind.POINTS or curve.confidential:
            continue
        found = _falls(curve, subject)
        if found is not None:
            before, after = found
            yield Finding(
                at=place_of_curve(subject.card, curve.id, number),
                message=(
                    f"the baseline '{curve.id[:60]}' is worse at {_compute(after)} than at {_compute(before)}: "
                    "a score may have several computes"
                ),
                help="leave out models that are off the frontier, with the reason, or choose a metric that rises",
                factor=_factor(subject, curve),
            )


def _falls(curve: Curve, subject: Subject) -> tuple[CurvePoint, CurvePoint] | None:
    """The first two neighbours of which the larger is worse, where it is known which way is better."""
    from flopguard.effective.curves.usable import metric_of  # slow to import
    from flopguard.effective.inversion.scores import lower_is_better

    metric = metric_of(curve, subject.card.definition)
    if metric is None:
        return None
    known = [(*_figures(point), point) for point in curve.points if None not in _figures(point)]
    known.sort(key=lambda entry: entry[0] or 0)
    for (_, one, before), (_, other, after) in pairwise(known):
        assert one is not None
        assert other is not None
        if (other > one) if lower_is_better(metric) else (other < one):
            return before, after
    return None


def _figures(point: CurvePoint) -> tuple[Fraction | None, Fraction | None]:
    """Compute and score."""
    figures = (point.compute, point.score)
    compute, score = (None if figure is None else figure.estimate.central for figure in figures)
    return compute, score


def _compute(point: CurvePoint) -> str:
    compute = _figures(point)[0]
    assert compute is not None
    return f"{show(compute)} FLOP"


def _factor(subject: Subject, curve: Curve) -> Factor | None:
    """From the least to the most compute that has the model's score, over the least, which is what is told first."""
    for found in subject.effective:
        if found.curve == curve.id and found.result.kind == "multivalued":
            values = [Fraction(text) for text in found.result.values]
            return between(Fraction(1), max(values) / min(values))
    return None
