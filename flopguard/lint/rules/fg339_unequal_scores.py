"""FG339: a gain read between two runs that did not score the same."""

from collections.abc import Iterator
from fractions import Fraction
from math import e

from flopguard.definition.types import Curve, Definition, Enhancement, LawKind, Measurement, MetricKind
from flopguard.fields import Figure
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.change import between, central
from flopguard.lint.gains import curve_of, enhancement_words, governing_definition, is_on_loss
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import last_digit_half


@rule("FG339", "unequal-scores", severity=Severity.WARNING, confidence=Confidence.LIKELY, covers=("unequal-score",))
def unequal_scores(subject: Subject) -> Iterator[Finding]:
    """A gain whose two runs have scores that differ by more than a standard error.

    ## Why
    A gain is compute at equal performance. Between runs of unequal scores the quotient of their compute is a bound at
    best. One data set claims 6.6x at 63.7 against 66.2 points; an illustrative slope of 12 points for each tenfold of
    compute leaves 4.1x (case L27).
    ## Seen
    DCLM-Baseline 7B is said to take 6.6x less compute than Llama-3-8B. 6 x parameters x tokens give 6.69x; on MMLU the
    two are at 63.7 and 66.2 (case L27). (Source: mlfoundations/dclm/README.md, https://arxiv.org/abs/2406.11794.
    Primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "filtered web text"
    kind = "data"
    gain = "6.6"
    metric = "mmlu"
    [enhancement.evidence_arithmetic]
    before = "7.2e23"
    after = "1.08e23"
    unit = "flop"
    before_score = "66.2%"
    after_score = "63.7%"
    standard_error = "0.5%"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "filtered web text"
    kind = "data"
    gain = "4.1"
    metric = "mmlu"
    [enhancement.evidence_arithmetic]
    before = "4.5e23"
    after = "1.08e23"
    unit = "flop"
    before_score = "63.9%"
    after_score = "63.7%"
    standard_error = "0.5%"
    ```
    """
    for number, enhancement in enumerate(subject.card.enhancement):
        stated = enhancement.evidence_arithmetic
        before, after = (central(stated.before_score), central(stated.after_score)) if stated else (None, None)
        if stated is None or before is None or after is None:
            continue
        definition = governing_definition(enhancement, subject.card)
        if not _equal(before, after, stated, definition):
            is_better = (after < before) is _lower_is_better(enhancement, definition, subject)
            word, end, sign = ("better", "lower", ">") if is_better else ("worse", "upper", "<")
            yield Finding(
                at=f"/enhancement/{number}/evidence_arithmetic",
                message=f"{enhancement_words(enhancement)} is read between scores of {_shown(stated.before_score)} "
                f"before and {_shown(stated.after_score)} after{_error(stated)}: the new run is "
                f"{word}, so that the gain is its {end} end",
                help=f"{_cure(stated)}compare two runs at one score, or state the bound, such as "
                f'gain = "{sign}{shown(enhancement.gain) if enhancement.gain else 2}"',
                factor=_factor(abs(after - before), curve_of(definition, subject.card), is_better=is_better),
            )


def _shown(figure: Figure | None) -> str:
    return shown(figure) if figure is not None else ""


def _error(stated: Measurement) -> str:
    return "" if stated.standard_error is not None else ", with no standard error stated"


def _cure(stated: Measurement) -> str:
    return "state standard_error; if they differ by more than that, " if stated.standard_error is None else ""


def _equal(before: Fraction, after: Fraction, stated: Measurement, definition: Definition | None) -> bool:
    """Whether the scores lie within one standard error, stated or of the items; without either, within their digits."""
    gap = abs(after - before)
    error = central(stated.standard_error)
    if error is not None:
        return gap <= error
    metric = definition.metric if definition else None
    if metric is None or metric.kind is not MetricKind.ACCURACY or metric.items is None or not 0 < before < 1:
        return gap <= max(map(_half, (stated.before_score, stated.after_score)))
    return gap**2 <= before * (1 - before) / metric.items


def _half(figure: Figure | None) -> Fraction:
    """Half a unit of the last digit in which a score is written."""
    text, value = (figure.estimate.text, central(figure)) if figure is not None else ("", None)
    return (last_digit_half(text) or Fraction(0)) * value if text and value else Fraction(0)


def _lower_is_better(entry: Enhancement, definition: Definition | None, subject: Subject) -> bool:
    metric = definition.metric if definition else None
    if metric is not None and metric.direction is not None:
        return metric.direction == "lower_better"
    return is_on_loss(entry, subject.card)


def _factor(gap: Fraction, curve: Curve | None, *, is_better: bool) -> Factor | None:
    """What the gap between the scores is worth in compute on a straight baseline; other curves are not read here."""
    slope = central(curve.slope) if curve is not None and curve.law is LawKind.LOG_LINEAR else None
    if curve is None or curve.confidential or slope is None:
        return None
    base = 10.0 if curve.slope_per == "tenfold" else e
    worth = Fraction(base ** min(float(gap / slope), 30.0))
    return between(worth if is_better else 1 / worth)
