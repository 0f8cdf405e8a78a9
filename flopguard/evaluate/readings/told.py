"""What a verdict tells of the readings of a claim: the factor at which it turns, the extremes, whether they matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flopguard.evaluate.case import Case
from flopguard.evaluate.compared import Sides
from flopguard.evaluate.condition import Question, told_amounts
from flopguard.evaluate.truth import bounds_of
from flopguard.formula import Comparison
from flopguard.quantity import Estimate, rounded_text, show_apart
from flopguard.result import Outcome, Reading, Step
from flopguard.units import Dimension

OUTCOMES = {True: Outcome.TRIGGERED, False: Outcome.NOT_TRIGGERED, None: Outcome.UNDETERMINED}
BREAK_EVEN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class _Reached:
    """The effective compute, or the multiple of it, that one reading comes to, with the outcome there."""

    says: str
    sides: Sides
    amount: Estimate
    outcome: Outcome

    @property
    def size(self) -> Fraction:
        """What it is ranked by: the central value, or else the low end."""
        return self.amount.low if self.amount.central is None else self.amount.central


def deciding(readings: Sequence[Reading]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of questions and slots whose answers leave one outcome."""
    if not readings:
        return ()
    from flopguard.evaluate.readings.deciding import Told
    from flopguard.evaluate.readings.deciding import deciding as deciding_sets

    return deciding_sets([Told(reading.choices, reading.outcome) for reading in readings])


def ranking(readings: Sequence[Reading]) -> Step:
    """The step that ranks the questions to ask: how often one alone, all else being equal, flips the outcome."""
    from flopguard.evaluate.readings.deciding import Told, ranked

    found = ranked([Told(reading.choices, reading.outcome) for reading in readings])
    shown = ", ".join(f"{entry.slot} {entry.flipped} of {entry.pairs}" for entry in found)
    return Step(what="pairs of readings that differ in one question alone, and how many of them flip", result=shown)


def claimed_pair(question: Question) -> Sides | None:
    """What is compared in a world by its reading of the claim; None where no claim is read."""
    read = question.world.read
    if read is None:
        return None
    names = {f"{read.at}/multiplier", f"{read.at}/value", *(entry.name for entry in read.unknown)}
    of_claim = (pair for pair in question.sides if any(item.name in names for item in pair.above.inputs))
    return next(of_claim, None)


def amount(question: Question) -> str:
    """The effective compute that a claim comes to in a world: `2.4e26 FLOP`; empty where it is not known."""
    pair, read = claimed_pair(question), question.world.read
    found = bounds_of(pair, {}) if pair is not None else None
    if pair is None or read is None or found is None or read.unknown:
        return ""
    return _with_unit(pair, found)


def _apart(found: Estimate, line: Fraction) -> str:
    """An amount so that it does not look like the line."""
    low = show_apart(found.low, line)
    high = "no bound" if found.high is None else show_apart(found.high, line)
    return low if low == high else f"{low} .. {high}"


def break_even(case: Case) -> str | None:
    """The factor on actual compute from which the line is crossed, to six digits, where every world has the same."""
    found = {_break_even(question) for question in case.questions}
    value = found.pop() if len(found) == 1 else None
    return rounded_text(value, BREAK_EVEN_DIGITS) if value else None


def _break_even(question: Question) -> Fraction | None:
    pair, read = claimed_pair(question), question.world.read
    if pair is None or read is None or read.amount is not None:
        return None
    from flopguard.evaluate.readings.scope import compute_of  # needed for claims only

    compute = compute_of(read.scope, question.world.facts)
    bounds = None if isinstance(compute, str) else compute.bounds()
    return pair.line / bounds.low if bounds is not None and bounds.is_point and bounds.low else None


def extremes(case: Case) -> tuple[str, ...]:
    """The reading with the highest and the one with the lowest amount, in words; none where all come to the same."""
    reached = list(_reached(case))
    if not reached or len({entry.size for entry in reached}) < 2:
        return ()
    plainest = sorted(reached, key=lambda entry: len(entry.says))  # of those that come to the same
    highest, lowest = max(plainest, key=lambda entry: entry.size), min(plainest, key=lambda entry: entry.size)
    return (_extreme("highest reading", highest, reached), _extreme("lowest reading", lowest, reached))


def _extreme(which: str, found: _Reached, among: Sequence[_Reached]) -> str:
    alike = sum(entry.size == found.size for entry in among) - 1
    others = f" (and {alike} more like it)" if alike else ""
    outcome = found.outcome.value.replace("_", " ")
    return f"{which}, {_with_unit(found.sides, found.amount)}, {outcome}: {found.says}{others}"


def _with_unit(pair: Sides, found: Estimate) -> str:
    return f"{_apart(found, pair.line)}{' FLOP' if pair.below is None else 'x'}"


def _reached(case: Case) -> Iterator[_Reached]:
    for question, answer in zip(case.questions, case.answers, strict=True):
        pair = _pair(question)
        found = bounds_of(pair, {}) if pair is not None else None
        if pair is not None and found is not None:
            yield _Reached(says(question), pair, found, OUTCOMES[answer.truth])


def _pair(question: Question) -> Sides | None:
    """What a reading comes to; None where that is not known."""
    read = question.world.read
    if read is not None:
        return None if read.unknown else claimed_pair(question)
    pairs = tuple(told_amounts(question)) if question.world.curves else ()
    return pairs[0] if len(pairs) == 1 else None


def says(question: Question) -> str:
    """A reading of a claim or of a curve in words; empty for the readings of a text."""
    read, curves = question.world.read, question.world.curves
    return read.says if read is not None else " and ".join(f"by the curve '{curve}'" for curve in curves.values())


def is_told(case: Case) -> bool:
    """Whether a case is read by a claim or by one of several curves, so that its readings are worth words."""
    return bool(case.claims) or any(question.world.curves for question in case.questions)


def comparison(case: Case, tally: str) -> str:
    """The claim, how many of its readings cross the line, and from where to where they reach."""
    claims = " and ".join(entry.says for entry in case.claims)
    told = f"the claim of {claims}: {tally}" if claims else tally
    return "; ".join([told, *_spread(case), *_raw(case)])


def listed_notes(case: Case) -> list[str]:
    """That the readings that somebody has listed are all there are."""
    if case.facts.settings.unstated is None:
        return []
    return [f"that the readings listed for {entry.at} are all there are" for entry in case.claims if entry.is_listed]


def harmless(case: Case) -> str:
    """That every reading agrees, where there are several."""
    truths = {answer.truth for answer in case.answers}
    if len(case.questions) < 2 or truths not in ({True}, {False}):
        return ""
    outcome = OUTCOMES[truths.pop()].value.replace("_", " ")
    return f"the ambiguity is harmless, {outcome} under every one of {len(case.questions)} readings"


def _spread(case: Case) -> list[str]:
    """From the lowest to the highest amount of the readings that can be evaluated, against the line."""
    reached = list(_reached(case))
    lines = {(entry.sides.comparison, entry.sides.line_text) for entry in reached}
    if len(lines) != 1:
        return []
    pair, highs = reached[0].sides, [entry.amount.high for entry in reached if entry.amount.high is not None]
    unit = "" if pair.below is None else "x"
    low = show_apart(min(entry.amount.low for entry in reached), pair.line) + unit
    high = show_apart(max(highs), pair.line) + unit if len(highs) == len(reached) else "no bound"
    shown = low if low == high else f"{low} .. {high}"
    return [f"{shown} against {pair.comparison.sign} {pair.line_text}"]


def _raw(case: Case) -> list[str]:
    """That actual compute alone is over the line, where it is in every world."""
    found = {_raw_over(question) for question in case.questions}
    shown = found.pop() if len(found) == 1 else None
    return [f"actual compute alone, {shown} FLOP, is over the line"] if shown else []


def _raw_over(question: Question) -> str | None:
    pair, read = claimed_pair(question), question.world.read
    if pair is None or read is None or pair.comparison not in (Comparison.MORE_THAN, Comparison.AT_LEAST):
        return None
    from flopguard.evaluate.readings.scope import compute_of

    compute = compute_of(read.scope, question.world.facts)
    if isinstance(compute, str) or compute.dimension is not Dimension.FLOP:
        return None
    bounds = compute.bounds()
    return _apart(bounds, pair.line) if pair.comparison.holds(bounds.low, pair.line) else None
