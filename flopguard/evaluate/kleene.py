"""Answers to conditions and to their parts, and how answers combine: strong Kleene logic, agreement, the middle one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flopguard.evaluate.compared import Sides
from flopguard.quantity import Estimate
from flopguard.result import Cause


@dataclass(frozen=True, slots=True)
class LeafAnswer:
    """One leaf's answer, with what it compared."""

    key: str
    """What the leaf is called when it is settled by hand."""
    truth: bool | None
    says: str
    causes: frozenset[Cause] = frozenset()
    missing: tuple[str, ...] = ()
    sides: Sides | None = None
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A condition's answer with those of its leaves; causes and missing facts only where it is unknown."""

    truth: bool | None
    causes: frozenset[Cause] = frozenset()
    leaves: tuple[LeafAnswer, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, in the order of the text."""
        return tuple(dict.fromkeys(what for leaf in self.leaves for what in leaf.missing))


def kleene_all(answers: Iterable[Answer]) -> Answer:
    """False where one is, true where all are, else unknown because of those that are."""
    return _combined(tuple(answers), deciding=False)


def kleene_any(answers: Iterable[Answer]) -> Answer:
    """True where one is, false where all are, else unknown because of those that are."""
    return _combined(tuple(answers), deciding=True)


def all_hold(truths: Iterable[bool | None]) -> bool | None:
    """The truth of `kleene_all`, which looks no further than the first that is false."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def any_holds(truths: Iterable[bool | None]) -> bool | None:
    """The truth of `kleene_any`, which looks no further than the first that is true."""
    unknown = False
    for truth in truths:
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def kleene_not(answer: Answer) -> Answer:
    """The opposite; unknown stays unknown."""
    return Answer(None if answer.truth is None else not answer.truth, answer.causes, answer.leaves)


def _combined(answers: tuple[Answer, ...], *, deciding: bool) -> Answer:
    leaves = tuple(leaf for answer in answers for leaf in answer.leaves)
    if any(answer.truth is deciding for answer in answers):
        return Answer(deciding, frozenset(), tuple(map(_idle, leaves)))
    unknown = [answer for answer in answers if answer.truth is None]
    if not unknown:
        return Answer(not deciding, frozenset(), leaves)
    return Answer(None, frozenset().union(*(answer.causes for answer in unknown)), leaves)


def _idle(leaf: LeafAnswer) -> LeafAnswer:
    """A leaf beside one that decides: what is missing of it does not matter."""
    if leaf.truth is not None or not (leaf.causes or leaf.missing):
        return leaf
    return LeafAnswer(leaf.key, None, leaf.says, sides=leaf.sides, estimate=leaf.estimate)


def kleene_median(answers: Sequence[Answer]) -> Answer:
    """The answer of the middle one, which an order by size would have there, whatever the unknown ones are.

    Of an even number the middle lies between two: where one half says yes and the other no, that alone tells nothing.
    """
    needed = len(answers) // 2 + 1
    leaves = tuple(leaf for answer in answers for leaf in answer.leaves)
    for truth in (True, False):
        if sum(answer.truth is truth for answer in answers) >= needed:
            return Answer(truth, frozenset(), tuple(map(_idle, leaves)))
    causes = frozenset().union(*(answer.causes for answer in answers if answer.truth is None))
    return Answer(None, causes or frozenset({Cause.READINGS}), leaves)


def alike(answers: Sequence[Answer], what: str, settled: bool | None) -> Answer:
    """The common answer of readings; where some say yes and others no, unknown, and `what` would settle it."""
    leaves = tuple(leaf for answer in answers for leaf in answer.leaves)
    truths = {answer.truth for answer in answers}
    if len(truths) == 1 and truths != {None}:
        return Answer(truths.pop(), frozenset(), leaves)
    causes = frozenset().union(*(answer.causes for answer in answers if answer.truth is None))
    if not {True, False} <= truths:
        return Answer(None, causes, leaves)
    if settled is not None:
        return Answer(settled, frozenset(), (*leaves, LeafAnswer(what, settled, what)))
    parting = LeafAnswer(what, None, what, frozenset({Cause.READINGS}), (what,))
    return Answer(None, causes | {Cause.READINGS}, (*leaves, parting))


def agreed(answers: list[Answer], cause: Cause) -> Answer:
    """The common answer; where the answers differ, unknown because of `cause` and of what was unknown anyway."""
    truths = {answer.truth for answer in answers}
    causes = frozenset().union(*(answer.causes for answer in answers if answer.truth is None))
    if len(truths) == 1:
        leaves = answers[-1].leaves if None not in truths else _richest(answers[::-1]).leaves
        return Answer(answers[0].truth, causes, leaves)
    return Answer(None, causes | {cause}, _richest(answers).leaves)


def _richest(answers: list[Answer]) -> Answer:
    return max(answers, key=lambda answer: (answer.truth is None, len(answer.missing)))


def leaf_answer(leaf: LeafAnswer) -> Answer:
    """The answer of a condition that is one leaf."""
    return Answer(leaf.truth, leaf.causes, (leaf,))
