"""Whether the tests of the lint rules notice mistakes: `mutate_rules.py [CODE...] [--at-least 95] [--write-docs]`.

Each mutant of a rule (a condition turned round, `and` for `or`, a comparison on the other side of its line, a number
twice as large, a finding that is not said) runs the tests that reach the rule, its own examples first, until one
fails. What survives is printed. `--write-docs` puts the table into `docs/rule-mutations.md`, after a run of all rules.
Survivors that change nothing a user could see are listed with the reason in `scripts/rule_mutants_alike.toml`.
"""

import argparse
import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from inspect import getsource
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import tomli

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from rule_mutants import Mutant, mutants  # noqa: E402

from flopguard.lint.rule import Rule  # noqa: E402
from flopguard.lint.run import all_rules  # noqa: E402
from flopguard.policy.lint.rule import PolicyRule  # noqa: E402
from flopguard.policy.lint.run import all_rules as all_policy_rules  # noqa: E402

PROCESSES = 2
TESTS = ("tests/lint", "tests/policy/lint")
PAGE = ROOT / "docs" / "rule-mutations.md"
ALIKE = ROOT / "scripts" / "rule_mutants_alike.toml"
BELOW = "<!-- made by scripts/mutate_rules.py --write-docs -->"
FEW_RULES = 3
"""A test that runs no more rules than this is about them."""

Known = Rule | PolicyRule
RULES: Mapping[str, Known] = {rule.code: rule for rule in (*all_rules(), *all_policy_rules())}


@dataclass(frozen=True)
class Survivor:
    """A mistake that no test notices; `reason` where it makes no difference."""

    says: str
    is_main: bool
    reason: str = ""


@dataclass(frozen=True)
class Result:
    """What the tests of one rule notice."""

    code: str
    name: str
    made: int
    survivors: tuple[Survivor, ...]

    @property
    def caught(self) -> int:
        """How many mistakes were noticed."""
        return self.made - len(self.survivors)

    @property
    def open(self) -> tuple[Survivor, ...]:
        """What is neither noticed nor explained."""
        return tuple(survivor for survivor in self.survivors if not survivor.reason)


@dataclass
class Reach:
    """Which rules each test reaches, told by running all tests once."""

    called: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    said: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    test: str = ""

    def watching(self, rule: Known) -> Callable[[Any], Iterator[Any]]:
        """The check of the rule, which notes by whom it is called and whether it says anything."""
        check = rule.check

        def watched(subject: Any) -> Iterator[Any]:
            self.called[self.test].add(rule.code)
            for found in check(subject):
                self.said[self.test].add(rule.code)
                yield found

        return watched

    def tests_of(self, code: str, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The tests that would tell, those that are about the fewest rules first."""
        about = [item for item in items if self._is_about(code, item)]
        return sorted(about, key=lambda item: (code not in words_of(item), len(self.called[item.nodeid])))

    def _is_about(self, code: str, item: pytest.Item) -> bool:
        called = self.called[item.nodeid]
        is_told = code in called and (len(called) <= FEW_RULES or code in self.said[item.nodeid])
        return is_told or (code in called and code in words_of(item))


class Mutating:
    """Takes the place of the loop over the tests, after they were collected."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = codes
        self.results: list[Result] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all tests once, then the mutants in two processes that share what was collected."""
        global _TRYING
        items = [item for item in session.items if not getattr(item.obj, "is_hypothesis_test", False)]  # type: ignore[attr-defined]
        _TRYING = Trying(items, _reach(items), alike())
        with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
            self.results = sorted(pool.imap_unordered(_job, self.codes), key=lambda result: result.code)
        return True


@cache
def words_of(item: pytest.Item) -> str:
    """What a test is called, what it is run with, and what it is: where it names a rule it is about that rule."""
    given = getattr(getattr(item, "callspec", None), "params", {})
    return f"{item.nodeid} {given} {getsource(item.obj)}"  # type: ignore[attr-defined]


def _reach(items: Sequence[pytest.Item]) -> Reach:
    reach = Reach()
    checks = {code: rule.check for code, rule in RULES.items()}
    for rule in RULES.values():
        _set_check(rule, reach.watching(rule))
    for item in items:
        reach.test = item.nodeid
        if _fails(item):
            raise SystemExit(f"{item.nodeid} fails without any mistake")
    for code, rule in RULES.items():
        _set_check(rule, checks[code])
    return reach


def _set_check(rule: Known, check: Any) -> None:
    """The rule itself is changed, since tests hold it."""
    object.__setattr__(rule, "check", check)


def _fails(item: pytest.Item) -> bool:
    from _pytest.runner import runtestprotocol

    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


@dataclass
class Trying:
    """What a process needs to try the mutants of a rule."""

    items: Sequence[pytest.Item]
    reach: Reach
    alike: Mapping[str, Mapping[str, str]]

    def result(self, code: str) -> Result:
        """Every mutant of a rule against the tests that reach it."""
        rule = RULES[code]
        module = module_of(rule)
        items = self.reach.tests_of(code, self.items)
        made = list(mutants(Path(str(module.__file__)).read_text(encoding="utf-8")))
        known = self.alike.get(code, {})
        survivors = [
            Survivor(mutant.says, mutant.is_main, known.get(mutant.says, ""))
            for mutant in made
            if not self._noticed(rule, module, mutant, items)
        ]
        return Result(code, rule.name, len(made), tuple(survivors))

    def _noticed(self, rule: Known, module: ModuleType, mutant: Mutant, items: list[pytest.Item]) -> bool:
        """Whether some test fails, or the module cannot even be run; a test that noticed comes first the next time."""
        kept = rule.check
        try:
            _set_check(rule, check_of(mutant, module))
            for place, item in enumerate(items):
                if _fails(item):
                    items.insert(0, items.pop(place))
                    return True
            return False
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
            return True
        finally:
            _set_check(rule, kept)


def module_of(rule: Known) -> ModuleType:
    """The module that a rule is written in."""
    family = "flopguard.lint.rules" if isinstance(rule, Rule) else "flopguard.policy.lint.rules"
    return import_module(f"{family}.{rule.code.lower()}_{rule.name.replace('-', '_')}")


def check_of(mutant: Mutant, module: ModuleType) -> Any:
    """The check of the module with the mistake in it."""
    names: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(mutant.tree, str(module.__file__), "exec"), names)  # noqa: S102 - the project's own code
    (made,) = (item for item in names.values() if isinstance(item, (Rule, PolicyRule)))
    return made.check


def alike() -> Mapping[str, Mapping[str, str]]:
    """Mistakes that make no difference, by code: what the mistake is, and why."""
    return tomli.loads(ALIKE.read_text(encoding="utf-8"))


_TRYING: Trying


def _job(code: str) -> Result:
    return _TRYING.result(code)


def results_of(codes: Sequence[str]) -> list[Result]:
    """What the tests notice of the mistakes in these rules."""
    plugin = Mutating(codes)
    folders = [str(ROOT / name) for name in TESTS]
    pytest.main([*folders, "-qq", "--no-header", "--no-summary", "-p", "no:cacheprovider"], plugins=[plugin])
    return plugin.results


def shown(result: Result) -> Iterator[str]:
    """A line a rule, and one for each mistake that nothing notices."""
    yield f"{result.code} {result.name}: {result.caught} of {result.made} noticed"
    for survivor in result.survivors:
        mark = f" [{survivor.reason}]" if survivor.reason else " [main]" if survivor.is_main else ""
        yield f"  {survivor.says}{mark}"


def table(results: Sequence[Result]) -> str:
    """What was made and noticed by rule, as the page shows it, with what was not noticed below."""
    rows = [f"| {r.code} {r.name} | {r.made} | {r.caught} | {len(r.survivors) - len(r.open)} |" for r in results]
    made, caught = sum(result.made for result in results), sum(result.caught for result in results)
    reasons = sum(len(result.survivors) - len(result.open) for result in results)
    rows.append(f"| **all {len(results)}** | **{made}** | **{caught}** | **{reasons}** |")
    left = [f"- {r.code}: `{survivor.says}`" for r in results for survivor in r.open] or ["None."]
    same = [f"- {r.code}: `{s.says}`: {s.reason}" for r in results for s in r.survivors if s.reason] or ["None."]
    head = ["| rule | mistakes | noticed | no difference |", "| --- | ---: | ---: | ---: |"]
    return "\n".join((*head, *rows, "", "## Not noticed", "", *left, "", "## No difference", "", *same)) + "\n"


def write_docs(results: Sequence[Result]) -> None:
    """The page with the table of this run below its text."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(text[: text.index(BELOW)] + BELOW + "\n\n" + table(results), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is noticed by rule and in all; 1 where a main condition is not, or less than was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codes", nargs="*", metavar="CODE", help="rules to try, or the beginning of their codes")
    parser.add_argument("--at-least", type=float, default=0, metavar="PERCENT", help="share that has to be noticed")
    parser.add_argument("--write-docs", action="store_true", help="put the table into the documentation")
    options = parser.parse_args(arguments)
    if options.write_docs and options.codes:
        parser.error("--write-docs needs a run of all rules")
    starts = tuple(code.upper() for code in options.codes)
    results = results_of([code for code in RULES if not starts or code.startswith(starts)])
    for line in (line for result in results for line in shown(result)):
        print(line)
    if options.write_docs:
        write_docs(results)
    made = sum(result.made for result in results)
    known = made - sum(len(result.open) for result in results)
    unnoticed = [survivor for result in results for survivor in result.open if survivor.is_main]
    share = 100 * known / made if made else 100.0
    print(f"{len(results)} rules: {known} of {made} mistakes noticed or without effect, {share:.1f} %")
    return 1 if unnoticed or share < options.at_least else 0


if __name__ == "__main__":
    sys.exit(main())
