"""Pages of the policy library for the documentation: one a policy, with its counting table and its cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flopguard.components import ComponentKey
from flopguard.pages.points import left_out, removed, status_lines, without_numbers
from flopguard.pages.policies import questions, trigger_parts
from flopguard.policy.types import CountingRule, Policy, StatusEntry


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of a policy as its page lists it: what it is called, on which day, and what comes out."""

    name: str
    day: str
    outcomes: tuple[tuple[str, str], ...]


_HEAD = ("| policy | standing, from the day on | triggers | wording |", "| --- | --- | --- | --- |")


def library_index(policies: Sequence[Policy]) -> str:
    """The table of all policies by publisher, with every standing and its day."""
    lines = [
        "# The policy library\n",
        f"{len(policies)} versions of laws, guidance, bills, proposals and lab policies, each a file of data with its "
        "citations. `flopguard policy list --as-of DATE` gives the standing on a day.\n",
    ]
    publishers = sorted({policy.publisher for policy in policies}, key=str.casefold)
    for publisher in publishers:
        rows = [_index_row(policy) for policy in policies if policy.publisher == publisher]
        lines += [f"## {publisher}\n", *_HEAD, *rows, ""]
    return "\n".join(lines)


def _index_row(policy: Policy) -> str:
    standing = "<br>".join(map(_standing, policy.status))
    triggers = ", ".join(f"`{trigger.id}`" for trigger in policy.trigger) or "none"
    title = _cell(policy.title)
    return f"| [{policy.id}]({policy.id}.md)<br>{title} | {standing} | {triggers} | {policy.verified.value} |"


def _standing(entry: StatusEntry) -> str:
    return f'<span class="day">{entry.from_}</span> {entry.is_.value.replace("_", " ")}'


def library_page(policy: Policy, cases: Iterable[CaseRow]) -> str:
    """Everything a policy file says, with a table of what counts and a table of its cases."""
    parts = [
        f"# {policy.id}\n",
        f"{policy.title}. {policy.publisher}, {policy.kind}, version {policy.version}. "
        f"[Source]({_link(policy.source)}); wording checked: {policy.verified.value}.\n",
        *([f"{policy.note}\n"] if policy.note else []),
        "## Dates\n",
        status_lines(policy.status),
        *without_numbers(policy),
        *(part for trigger in policy.trigger for part in trigger_parts(policy, trigger)),
        *_counting(policy),
        *questions(policy.open_question),
        *removed(policy),
        *left_out(policy),
        *_cases(cases),
    ]
    return "\n".join(parts)


def _link(source: str) -> str:
    return f"<{source}>"


def _counting(policy: Policy) -> Iterator[str]:
    """A table with a row a component and a column a counting rule, and what each rule rests on."""
    if not policy.counting:
        return
    yield "## What counts\n"
    for name, rule in policy.counting.items():
        yield f"`{name}`: {rule.basis}.{f' {rule.note}' if rule.note else ''}\n"
    columns = [_marks(rule) for rule in policy.counting.values()]
    rows = [f"| `{key.value}` | {' | '.join(marks[key] for marks in columns)} |" for key in ComponentKey]
    head = [f"| component | {' | '.join(f'`{name}`' for name in policy.counting)} |"]
    yield "\n".join([*head, f"| --- |{' --- |' * len(columns)}", *rows]) + "\n"


def _marks(rule: CountingRule) -> dict[ComponentKey, str]:
    return {key: mark.value.replace("_", " ") for key, mark in rule.marked()}


def _cases(cases: Iterable[CaseRow]) -> Iterator[str]:
    rows = [
        f"| {_cell(case.name)} | {case.day} | {_cell(', '.join(f'{name}: {found}' for name, found in case.outcomes))} |"
        for case in cases
    ]
    if rows:
        yield "## Cases\n"
        yield "\n".join(["| case | as of | outcome |", "| --- | --- | --- |", *rows]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
