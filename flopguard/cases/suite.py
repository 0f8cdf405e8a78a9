"""A whole suite: the written cases, the generated ones, and what neither tries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flopguard.cases.coverage import gaps
from flopguard.cases.generated import Generated, generated
from flopguard.cases.load import Case, Suite
from flopguard.cases.run import Difference, Found, differences, facts_of_case
from flopguard.policy.types import Policy
from flopguard.result import Verdict


@dataclass(frozen=True, slots=True)
class Failure:
    """A written case that comes out otherwise, with the verdicts that its differences are about."""

    case: Case
    differences: tuple[Difference, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class WrongSide:
    """A generated case that comes out otherwise."""

    case: Generated
    found: bool | None


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of one policy."""

    suite: Suite
    generated: int
    failures: tuple[Failure, ...]
    wrong: tuple[WrongSide, ...]
    gaps: tuple[str, ...]

    @property
    def failed(self) -> int:
        """How many cases failed, written and generated."""
        return len(self.failures) + len(self.wrong)


def results_of(suites: Sequence[Suite], known: Sequence[Policy]) -> Iterator[Tested]:
    """Every suite, run. `known` are further policies, whose triggers may be named."""
    library = {policy.id: policy for policy in (*known, *(suite.policy for suite in suites))}
    return (_tested(suite, library) for suite in suites)


def _tested(suite: Suite, library: Mapping[str, Policy]) -> Tested:
    found = {id(case): Found(suite.policy, facts_of_case(case), library) for case in suite.cases}
    failures = tuple(_failures(suite, found))
    made = generated(suite.policy)
    answers = ((case, case.found(suite.policy)) for case in made.cases)
    wrong = tuple(WrongSide(case, answer) for case, answer in answers if answer is not case.expected)
    named = gaps(suite, made, lambda case: found[id(case)])
    return Tested(suite, len(made.cases), failures, wrong, named)


def _failures(suite: Suite, found: Mapping[int, Found]) -> Iterator[Failure]:
    for case in suite.cases:
        there = found[id(case)]
        different = tuple(differences(case, there))
        if different:
            names = dict.fromkeys(entry.trigger for entry in different if entry.trigger)
            yield Failure(case, different, tuple(map(there.verdict, names)))
