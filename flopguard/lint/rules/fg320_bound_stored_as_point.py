"""FG320: a bound stored as a number."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Curve, Enhancement
from flopguard.fields import Figure
from flopguard.finding import Confidence, Finding
from flopguard.lint.amounts import shown
from flopguard.lint.gains import curve_of, enhancement_words, governing_definition
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Manifest
from flopguard.quantity import show

_WORDS = "at least|at most|more than|less than|better than|fewer than|over|under|up to|above|below"
_BOUND = re.compile(
    rf"(?P<sign>[<>\u2264\u2265]=?|\b(?:{_WORDS})\b)\s*(?:a factor of\s*)?"
    r"(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?=\s*(?:x\b|\u00d7|times|-?fold|FLOP|[,;:)\]]|\.?\s|\.?$))"
    r"(?!\s*(?:%|per ?cent|points?|years?|months?|days?|hours?|models?|tokens?|parameters?))",
    re.IGNORECASE,
)
_UPPER = ("<", "\u2264", "at most", "less", "fewer", "under", "up to", "below")
_NEVER_REACHED = re.compile(
    r"(?:did|does|do|could|can) ?not reach|didn't reach|never reach|not reached|out of reach", re.IGNORECASE
)


@rule("FG320", "bound-stored-as-point", confidence=Confidence.LIKELY, covers=("censored-as-point",))
def bound_stored_as_point(subject: Subject) -> Iterator[Finding]:
    """A factor known only as "more than 5" that is stored as 5.

    ## Why
    Where the baseline did not reach the score, the gain has a lower end and no upper one. As a plain number it looks
    measured, and a verdict that rests on it looks certain. Published tables have ">5" and ">37" in one row with
    measured factors (case L32a).
    ## Seen
    Against the Llama 2 family Qwen1.5-7B is off the end of the curve on HumanEval: over 5x, and not 5x (case L32a).
    phi-2 is over 37x on GSM8K (case L32b). (Source: ryoungj/ObsScaling/base_llm_benchmark_eval.csv. Primary.)
    ## Flagged
    ```toml
    [[claim]]
    quantity = "algorithmic_gain"
    value = "5x"
    text = "the gain on coding is >5x"
    ```
    ## Instead
    ```toml
    [[claim]]
    quantity = "algorithmic_gain"
    value = ">5x"
    text = "the gain on coding is >5x"
    ```
    """
    card = subject.card
    for number, claim in enumerate(card.claim):
        if claim.value is not None and claim.text and claim.quantity != "training_compute":
            yield from _judged(f"/claim/{number}/value", claim.value, claim.text)
    for number, enhancement in enumerate(card.enhancement):
        if enhancement.gain is None:
            continue
        at, words = f"/enhancement/{number}/gain", (enhancement.gain.method, enhancement.name, enhancement.section)
        found = list(_judged(at, enhancement.gain, " / ".join(filter(None, words))))
        yield from found or _out_of_reach(at, enhancement, enhancement.gain, card)


def _judged(at: str, figure: Figure, text: str) -> Iterator[Finding]:
    if not figure.estimate.is_point:
        return
    if _NEVER_REACHED.search(text):
        said = "the text says that the baseline did not reach the score"
        yield _finding(at, figure, said, ">")
        return
    for match in _BOUND.finditer(text):
        if Fraction(match["number"]) == figure.estimate.low:
            sign = "<" if match["sign"].lower().startswith(_UPPER) else ">"
            yield _finding(at, figure, f'the text says "{match[0]}"', sign)
            return


def _out_of_reach(at: str, enhancement: Enhancement, gain: Figure, card: Manifest) -> Iterator[Finding]:
    """A gain read at a score that the baseline was never measured to reach is a lower end."""
    curve, target = curve_of(governing_definition(enhancement, card), card), enhancement.target_score
    definition = governing_definition(enhancement, card)
    metric = definition.metric if definition else None
    if curve is None or target is None or metric is None or not gain.estimate.is_point:
        return
    low_is_better = metric.direction == "lower_better" if metric.direction else metric.kind == "loss"
    best = _best(curve, low_is_better=low_is_better)
    score = target.estimate.high if low_is_better else target.estimate.low
    if best is not None and score is not None and (score < best if low_is_better else score > best):
        words = (
            f"{enhancement_words(enhancement)} is read at {shown(target)}, and {curve.id} was measured to {show(best)}"
        )
        yield _finding(at, gain, words, ">", Confidence.CERTAIN)


def _best(curve: Curve, *, low_is_better: bool) -> Fraction | None:
    """The best score of a curve that is points, which says nothing beyond them."""
    if curve.law != "points":
        return None
    scores = [point.score.estimate.central for point in curve.points if point.score]
    known = [score for score in scores if score is not None]
    return None if not known else min(known) if low_is_better else max(known)


def _finding(at: str, figure: Figure, said: str, sign: str, confidence: Confidence = Confidence.LIKELY) -> Finding:
    number = shown(figure)
    bound = "lower" if sign == ">" else "upper"
    return Finding(
        at=at,
        message=f"{number} is stored as a measured value; {said}: it is the {bound} end of what it may be",
        help=f'store the bound: "{sign}{number}"',
        confidence=confidence,
    )
