"""FG336: a yearly rate of progress as the gain of one model."""

import re
from collections.abc import Iterator

from flopguard.definition.types import Enhancement, GainKind, Trend
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.change import between, size_of
from flopguard.lint.gains import enhancement_words, place_of_gain
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.lint.stacked import TRAINED, Entry, stacks
from flopguard.manifest.types import Manifest

_RATE = re.compile(
    r"\bper\s+(?:year|annum)\b|/\s*y(?:ea)?r\b|\bannuali[sz]ed\b|\byear[\s-]+(?:on|over)[\s-]+year\b|\byoy\b"
    r"|[0-9]\s*(?:x|\u00d7|%|-?fold|times)?\s+(?:annually|yearly|p\.\s?a\.)|\brate\s+of\s+progress\b|\btrend(?:line)?\b"
    r"|(?:[0-9]\s*(?:x|\u00d7|%|-?fold|times)?|\bOOMs?|\bmagnitude)\s+(?:a|each|every)\s+year\b"
    r"|\b(?:annual|yearly)\s+(?:algorithmic\s+)?(?:rate|progress|gains?|improvements?|factor|growth|multiplier)\b"
    r"|\b(?:doubl|halv)\w+\s+(?:time|every)\b",
    re.IGNORECASE,
)


@rule(
    "FG336",
    "rate-as-gain",
    confidence=Confidence.LIKELY,
    covers=("rate-and-technique-double-count", "rate-instead-of-evidence"),
)
def rate_as_gain(subject: Subject) -> Iterator[Found]:
    """A yearly rate of progress that stands for a gain of this model.

    ## Why
    A rate is an average over many models and years: it says nothing of this one, and published ones run from 1.6x to
    60x a year (case L42). The techniques of its years are in it already, so that "3x a year" times a
    mixture of experts at 2x counts the experts twice. That is an error; a rate that stands alone is a warning.
    ## Seen
    From one data set of 68 models, published readings run from 3.15x to 18.6x a year by how the slope is chosen (case
    L28). One account multiplies 3x a year of software with chips and their price to 9.3x, which is no property of a
    model (case L44). (Source: https://arxiv.org/abs/2512.00193, primary; the account secondary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "algorithmic progress at 3x a year"
    kind = "pretraining_algorithm"
    gain = "9"
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "2"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "2"
    ```
    """
    card = subject.card
    for stack in stacks(card):
        for entry in stack.entries:
            if _is_rate(entry.enhancement, card):
                yield _judged(entry, list(_in_it(entry, stack.entries, card)))
    for number, claim in enumerate(card.claim):
        if claim.quantity == "effective_compute" and claim.text and _RATE.search(claim.text):
            at = f"/claim/{number}/text"
            yield Rated(Finding(at=at, message=f"the claim rests on {_AVERAGE}", help=_HELP), Severity.WARNING)


_AVERAGE = "a yearly rate, an average over many models: it is no evidence for this one"
_HELP = "state the gains of the techniques that were used, with their evidence; a rate belongs in [[trend]]"


def _is_rate(entry: Enhancement, card: Manifest) -> bool:
    return _RATE.search(entry.name) is not None or _trend(entry, card) is not None


def _trend(entry: Enhancement, card: Manifest) -> Trend | None:
    """The trend whose id is the gain's name."""
    return next((trend for trend in card.trend if trend.id == entry.name), None)


def _in_it(rate: Entry, entries: tuple[Entry, ...], card: Manifest) -> Iterator[Entry]:
    """The techniques beside a rate that are not known to be from outside its years, or of another kind."""
    trend = _trend(rate.enhancement, card)
    for entry in entries:
        other = entry.enhancement
        if not _is_rate(other, card) and _may_be_in(other, trend):
            yield entry


def _may_be_in(entry: Enhancement, trend: Trend | None) -> bool:
    kinds = TRAINED if trend is None or trend.of == "algorithms" else TRAINED | {GainKind.POST_TRAINING}
    if trend is not None and trend.of == "post_training":
        kinds = frozenset({GainKind.POST_TRAINING})
    if entry.kind not in kinds:
        return False
    if trend is None or entry.date is None:
        return True
    before = trend.first is not None and entry.date.last < trend.first.first
    return not before and not (trend.last is not None and entry.date.first > trend.last.last)


def _judged(rate: Entry, inside: list[Entry]) -> Found:
    at, words = place_of_gain(rate.at, rate.enhancement), enhancement_words(rate.enhancement)
    if not inside:
        return Rated(Finding(at=at, message=f"{words} is {_AVERAGE}", help=_HELP), Severity.WARNING)
    names = [f'"{name[:60]}"' for name in sorted(entry.enhancement.name for entry in inside)]
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return Finding(
        at=at,
        message=f"{words} is a yearly rate, and {listed} beside it {'is' if len(names) == 1 else 'are'} in that rate "
        "already",
        help="leave the rate out and keep the techniques, or the other way round",
        factor=_factor(rate, inside),
    )


def _factor(rate: Entry, inside: list[Entry]) -> Factor | None:
    """What leaving out the rate, or the techniques, makes of the product."""
    of_rate, techniques = size_of(rate.enhancement), [size_of(entry.enhancement) for entry in inside]
    known = [size for size in techniques if size is not None]
    if of_rate is None or len(known) < len(techniques):
        return None
    product = known[0]
    for size in known[1:]:
        product *= size
    return between(1 / of_rate, 1 / product)
