"""Whether the cases of the policies notice mistakes: `mutate_policies.py [ID...] [--at-least 95] [--sample 10]`.

`--write-docs` puts the table into `docs/policy-mutations.md`, after a run of all policies in full.

Each mutant of a policy (an operator flipped, a date off by a day, a component under another mark, a number with one
digit changed ...) runs the written and the generated cases of the policy it was made from until one fails. What
survives is printed with the case that would notice it.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from policy_mutants import Mutant, mutants, with_dependents  # noqa: E402

from flopguard.cases.files import bundled_suites  # noqa: E402
from flopguard.cases.generated import Generated, generated, plain  # noqa: E402
from flopguard.cases.load import Case, Suite  # noqa: E402
from flopguard.cases.run import Found, differences, facts_of_case, of_standing  # noqa: E402
from flopguard.errors import FlopguardError  # noqa: E402
from flopguard.evaluate.facts import Facts  # noqa: E402
from flopguard.policy.conditions import leaves, with_parameters  # noqa: E402
from flopguard.policy.load import bundled_policies  # noqa: E402
from flopguard.policy.types import Policy, QuantityLeaf  # noqa: E402

PROCESSES = 2
PAGE = ROOT / "docs" / "policy-mutations.md"
BELOW = "<!-- made by scripts/mutate_policies.py --write-docs -->"


@dataclass(frozen=True)
class Result:
    """What the cases of one policy notice."""

    policy: str
    made: int
    survivors: tuple[tuple[str, str], ...]
    """What each survivor is, and what would show it, in words: a policy itself does not pass between processes."""

    @property
    def caught(self) -> int:
        """How many mutants were noticed."""
        return self.made - len(self.survivors)


@dataclass
class Cases:
    """The cases of one policy, those first that noticed a mutant last; the order of mutants fixes that of the cases."""

    suite: Suite
    library: Mapping[str, Policy]
    others: Mapping[str, Suite] = field(default_factory=dict)
    """The suites of other policies, by id."""
    written: list[Case] = field(default_factory=list)
    facts: dict[int, Facts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.written = list(self.suite.cases)

    @cached_property
    def made(self) -> tuple[Generated, ...]:
        """The generated cases, of the policy as it is."""
        return generated(self.suite.policy).cases

    def notice(self, mutant: Mutant) -> bool:
        """Whether some case fails; what cannot even be evaluated is noticed as well."""
        try:
            if mutant.shown_by is not None:
                return self._earlier_fails(mutant, mutant.shown_by)
            if mutant.standing and self._standing_fails(mutant):
                return True
            return self._written_fails(mutant) or self._generated_fails(mutant)
        except (FlopguardError, LookupError, ValueError, ArithmeticError, AssertionError):
            return True

    def _written_fails(self, mutant: Mutant) -> bool:
        if mutant.counting is not None and self._fails(mutant, frozenset(), totals=True):
            return True
        only = None if mutant.triggers is None else with_dependents(mutant.policy, mutant.triggers)
        return self._fails(mutant, only, totals=False)

    def _standing_fails(self, mutant: Mutant) -> bool:
        """Whether the lines on the standing of the text tell, which need no manifest."""
        return any(next(of_standing(case, mutant.policy), None) is not None for case in self.written)

    def _earlier_fails(self, mutant: Mutant, earlier: str) -> bool:
        """Whether the cases of an earlier text tell that another one takes its place, or that it is gone."""
        suite, library = self.others[earlier], {**self.library, mutant.policy.id: mutant.policy}
        telling = (case for case in suite.cases if case.entry.reason)
        return any(self._other_reason(suite.policy, case, library) for case in telling)

    def _other_reason(self, policy: Policy, case: Case, library: Mapping[str, Policy]) -> bool:
        found = Found(policy, self._facts_of(case), library)
        return any(found.verdict(name).reason != said for name, said in case.entry.reason.items())

    def _fails(self, mutant: Mutant, only: frozenset[str] | None, *, totals: bool) -> bool:
        for place, case in enumerate(self.written):
            silent = totals and not case.entry.totals and not case.entry.open
            if silent or mutant.day not in (None, case.settings.as_of):
                continue
            found = Found(mutant.policy, self._facts_of(case), self.library)
            if next(differences(case, found, only, totals=totals), None) is not None:
                self.written.insert(0, self.written.pop(place))
                return True
        return False

    def _facts_of(self, case: Case) -> Facts:
        if id(case) not in self.facts:
            self.facts[id(case)] = facts_of_case(case)
        return self.facts[id(case)]

    def _generated_fails(self, mutant: Mutant) -> bool:
        if _shape(mutant.policy) != _shape(self.suite.policy):
            return False  # their places are those of the policy as it is
        touched = (case for case in self.made if self._touches(mutant, case))
        return any(case.found(mutant.policy) is not case.expected for case in touched)

    def _touches(self, mutant: Mutant, case: Generated) -> bool:
        """Whether the leaf of a generated case, or how it counts, is another in the mutant."""
        if mutant.counting is not None:
            leaf = _filled(case, mutant.policy)
            return mutant.counting in (leaf.counting, leaf.reference_counting)
        return _filled(case, mutant.policy) != _filled(case, self.suite.policy)


def _filled(case: Generated, policy: Policy) -> QuantityLeaf:
    parameters = {path.removeprefix("parameters."): value for path, value in case.settings.items()}
    return plain(with_parameters(case.place.leaf_of(policy), {**policy.parameters, **parameters}))


def _shape(policy: Policy) -> list[list[int]]:
    return [[len(list(leaves(entry.when))) for entry in trigger.threshold] for trigger in policy.trigger]


def tried(
    suite: Suite, library: Mapping[str, Policy], sample: int = 1, others: Mapping[str, Suite] | None = None
) -> Result:
    """Every mutant of a policy, or each of so many, against its cases."""
    cases = Cases(suite, library, others or {})
    earlier = [library[name] for name in suite.policy.supersedes if name in cases.others]
    every = list(mutants(suite.policy, earlier))[::sample]
    survivors = tuple((mutant.says, mutant.add) for mutant in every if not cases.notice(mutant))
    return Result(suite.policy.id, len(every), survivors)


def shown(result: Result) -> Iterator[str]:
    """A line a policy, and two for each mutant that nothing notices."""
    share = 100 * result.caught / result.made if result.made else 100
    yield f"{result.policy}: {result.caught} of {result.made} noticed, {share:.1f} %"
    for says, add in result.survivors:
        yield f"  {says}"
        yield f"    add: {add}"


def table(results: Sequence[Result]) -> str:
    """What was made and noticed by policy, as the page shows it, with what was not noticed below."""
    rows = [f"| {r.policy} | {r.made} | {r.caught} | {_share(r.caught, r.made)} |" for r in results]
    made, caught = sum(result.made for result in results), sum(result.caught for result in results)
    rows.append(f"| **all {len(results)}** | **{made}** | **{caught}** | **{_share(caught, made)}** |")
    left = [f"- {r.policy}: {says}" for r in results for says, _ in r.survivors] or ["None."]
    head = ["| policy | mistakes | noticed | share |", "| --- | ---: | ---: | ---: |"]
    return "\n".join((*head, *rows, "", "## What is not noticed", "", *left)) + "\n"


def _share(caught: int, made: int) -> str:
    return f"{100 * caught / made:.1f} %" if made else "no line to mistake"


def write_docs(results: Sequence[Result]) -> None:
    """The page with the table of this run below its text."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(text[: text.index(BELOW)] + BELOW + "\n\n" + table(results), encoding="utf-8")


_SUITES: Mapping[str, Suite] = {}


def _job(job: tuple[str, int]) -> Result:
    name, sample = job
    return tried(_SUITES[name], {policy.id: policy for policy in bundled_policies()}, sample, _SUITES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is noticed by policy and in all; 1 where that is less than was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*", metavar="ID", help="policies to try; default all that are bundled")
    parser.add_argument("--at-least", type=float, default=0, metavar="PERCENT", help="share that has to be noticed")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="try each Nth mutant only")
    parser.add_argument("--write-docs", action="store_true", help="put the table into the documentation")
    options = parser.parse_args(arguments)
    if options.write_docs and (options.ids or options.sample > 1):
        parser.error("--write-docs needs a run of all policies in full")
    global _SUITES  # the processes that are forked share it
    _SUITES = {suite.policy.id: suite for suite in bundled_suites()}
    wanted = [name for name in _SUITES if not options.ids or any(fnmatchcase(name, glob) for glob in options.ids)]
    jobs = [(name, max(options.sample, 1)) for name in wanted]
    jobs.sort(key=lambda job: -len(_SUITES[job[0]].cases))  # the longest first, so that no process waits at the end
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        results = sorted(pool.imap_unordered(_job, jobs), key=lambda result: result.policy)
    for line in (line for result in results for line in shown(result)):
        print(line)
    if options.write_docs:
        write_docs(results)
    made, caught = sum(result.made for result in results), sum(result.caught for result in results)
    share = 100 * caught / made if made else 100.0
    print(f"{len(results)} policies: {caught} of {made} mutants noticed, {share:.1f} %")
    return 1 if share < options.at_least else 0


if __name__ == "__main__":
    sys.exit(main())
