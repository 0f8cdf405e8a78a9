"""The result of testing policies, for people: a line a policy, and below it what failed and what is untried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flopguard.cases.suite import Failure, Tested, WrongSide
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.layout import Line, Span, printed, wrap
from flopguard.report.text.steps import lines as step_lines
from flopguard.result import Outcome, Verdict


def render(results: Sequence[Tested], style: Style) -> str:
    """Every result, and the sum of all at the end."""
    column = max((len(result.suite.policy.id) for result in results), default=0)
    shown = [line for result in results for line in _policy(result, style, column)]
    return printed([*shown, *wrap(_sum(results), style.width, rest="  ")], colour=style.colour)


def _policy(result: Tested, style: Style, column: int) -> Iterator[Line]:
    name = result.suite.policy.id
    head = Span(name.ljust(min(column, 32)), Ink.BOLD)
    counts = f"{_count(len(result.suite.cases), 'case')}, {result.generated} generated, {result.failed} failed"
    untried = f", {_count(len(result.gaps), 'gap')}" if result.gaps else ""
    yield from wrap(f"{counts}{untried}", style.width, (head, Span("  ")), "    ")
    for failure in result.failures:
        yield from _failure(failure, style)
    for wrong in result.wrong:
        yield from _wrong(wrong, result, style)
    for gap in result.gaps:
        yield from wrap(f"gap: {gap}", style.width, "  ", "    ")


def _failure(failure: Failure, style: Style) -> Iterator[Line]:
    case = failure.case
    yield from wrap(f"failed: {case.name}", style.width, "  ", "    ")
    yield from wrap(f"{case.source.path}:{case.line}, as of {case.settings.as_of}", style.width, "    ", "      ")
    for entry in failure.differences:
        yield from wrap(f"{entry.what}", style.width, "    ", "      ")
        yield from wrap(f"expected: {entry.expected}", style.width, "      ", "        ")
        yield from wrap(f"found:    {entry.found}", style.width, "      ", "        ")
    for found in failure.verdicts:
        yield from _verdict(found, style)


def _verdict(found: Verdict, style: Style) -> Iterator[Line]:
    """Why a verdict is as it is; its steps where they are asked for."""
    says = [found.reason] if found.reason else []
    says += [found.comparison] if found.comparison else []
    says += [f"because of {', '.join(found.because)}"] if found.because else []
    says += [f"missing: {'; '.join(found.missing)}"] if found.missing else []
    for text in says:
        yield from wrap(f"{found.trigger}: {text}", style.width, "    ", "      ")
    if style.verbose:
        yield from step_lines(found.steps, style.width, 6)


def _wrong(wrong: WrongSide, result: Tested, style: Style) -> Iterator[Line]:
    expected, found = _outcome(wrong.case.expected), _outcome(wrong.found)
    yield from wrap(f"failed: {wrong.case.name(result.suite.policy)}", style.width, "  ", "    ")
    yield from wrap(f"expected: {expected}", style.width, "      ", "        ")
    yield from wrap(f"found:    {found}", style.width, "      ", "        ")
    if style.verbose:
        for line in wrong.case.made.text.rstrip("\n").split("\n"):
            yield from wrap(line, style.width, "      ", "        ")


def _outcome(truth: bool | None) -> str:
    return {True: Outcome.TRIGGERED, False: Outcome.NOT_TRIGGERED, None: Outcome.UNDETERMINED}[truth].value


def _sum(results: Sequence[Tested]) -> str:
    policies = f"{len(results)} {'policy' if len(results) == 1 else 'policies'}"
    cases = _count(sum(len(result.suite.cases) for result in results), "case")
    made, failed = sum(result.generated for result in results), sum(result.failed for result in results)
    untried = _count(sum(len(result.gaps) for result in results), "gap")
    return f"{policies}: {cases}, {made} generated, {failed} failed, {untried}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
