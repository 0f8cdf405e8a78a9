"""Policy files become policies; a file that is not right is refused with every problem and its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

from flopguard.bundled import policies_dir
from flopguard.definition.types import Definitions
from flopguard.document import validate
from flopguard.errors import PolicyError, UsageError
from flopguard.listing import listed
from flopguard.policy.check import problems_of
from flopguard.policy.check.library import Place, problems_between
from flopguard.policy.snapshot import from_snapshot
from flopguard.policy.types import Policy
from flopguard.problems import Problem
from flopguard.reading.file import read_text
from flopguard.reading.trees import read_tree
from flopguard.source import BYTE_ORDER_MARK, Source

Read = Callable[[str], Definitions | str]
"""Reads a file of definitions that a policy names, or says what is wrong with it."""


def load_policy(path: Path) -> Policy:
    """The policy in a file. Raises PolicyError that lists every problem as `file:line: what (what to do)`."""
    text = read_text(path)
    if isinstance(text, Problem):
        raise PolicyError(f"{path}: {text.message}; {text.help}")
    return policy_of_text(text, str(path), partial(_definitions_beside, path))


def policy_of_text(text: str, shown: str, read: Read | None = None) -> Policy:
    """The policy in a text; `read` reads the files that it names. Raises PolicyError as `load_policy` does."""
    tree = read_tree(text)
    policy = tree if isinstance(tree, tuple) else validate(tree, Policy)
    if isinstance(policy, tuple):
        problems = (*(_of_trigger(problem, tree) for problem in policy), *_further(tree, policy, read or _no_files))
        raise PolicyError(_in_order(problems, Source(shown, text)))
    whole, missing = with_definitions(policy, read or _no_files)
    problems = (*missing, *problems_of(whole))
    if problems:
        raise PolicyError(_in_order(problems, Source(shown, text)))
    return whole


def _in_order(problems: Iterable[Problem], source: Source) -> str:
    return listed(source, sorted(problems, key=lambda problem: source.value(problem.at).line))


def _further(tree: object, problems: Sequence[Problem], read: Read) -> Iterator[Problem]:
    """What is wrong beyond the types with a policy that its types refuse, as far as that can be told."""
    if not isinstance(tree, dict):
        return
    from flopguard.policy.mended import mended  # most policies are right

    found = mended(tree, problems)
    if found is not None:
        whole, missing = with_definitions(found.policy, read)
        yield from filter(found.can_tell, (*missing, *problems_of(whole)))


def _of_trigger(problem: Problem, tree: object) -> Problem:
    """A problem of a trigger with its name, and with what to write where a citation is missing."""
    found = re.fullmatch(r"/trigger/([0-9]+)(/.*)?", problem.at)
    if problem.kind != "missing-key" or found is None or not isinstance(tree, dict):
        return problem
    trigger = tree["trigger"][int(found[1])]
    name = trigger.get("id") if isinstance(trigger, dict) else None
    whose = f"of trigger '{name}'" if found[2] else f"'{name}'"
    said = problem.message.replace("] has no", f"] {whose} has no") if name else problem.message
    cites = problem.message.endswith(" has no 'cite'")
    help = 'add cite = "Article ...", the place in the text' if cites else problem.help
    return replace(problem, message=said, help=help)


def with_definitions(policy: Policy, read: Read) -> tuple[Policy, tuple[Problem, ...]]:
    """The policy with the definitions and rates that it takes from elsewhere, and what is wrong with those."""
    taken = [entry.from_ for entry in policy.definition] + [entry.from_ for entry in policy.trend]
    if all(name is None for name in taken):
        return policy, ()
    from flopguard.definition.load import resolved  # few policies take any

    found = resolved(policy.definition, policy.curve, policy.trend, read)
    return replace(policy, definition=found.definition, curve=found.curve, trend=found.trend), found.problems


def _no_files(name: str) -> Definitions | str:
    return f"cannot be read: a policy that is no file names no other ({name})"


def _definitions_beside(path: Path, name: str) -> Definitions | str:
    """A file of definitions in the folder of a policy or below it, or what is wrong with it."""
    from flopguard.definition.load import definitions_of_text, in_short

    file, folder = (path.parent / name).resolve(), path.parent.resolve()
    if not file.is_relative_to(folder):
        return "lies outside the policy's folder"
    text = read_text(file)
    found = f"{text.message}" if isinstance(text, Problem) else definitions_of_text(text, name)
    return f"cannot be used: {in_short(found)}" if isinstance(found, str) else found


@cache
def bundled_policies() -> tuple[Policy, ...]:
    """The policies that come with flopguard, by id."""
    files = policy_files(policies_dir())
    return from_snapshot(files) or library(files)  # these take no definitions from elsewhere


def policy_files(folder: Path) -> list[Path]:
    """The policy files in a folder, at any depth, in an order that does not depend on where the folder lies."""
    return sorted(folder.rglob("*.toml"))


_POLICY_KEY = re.compile(r"^\s*policy\s*=", re.MULTILINE)
_TABLE = re.compile(r"^\s*\[", re.MULTILINE)


def policies_in(folder: Path) -> list[Path]:
    """The policies in a user's folder, beside manifests, cases and the like: the files with `policy` at their top.

    One that is no text may be any of these, and counts, so that it is told. Raises UsageError where there is none.
    """
    heads = {file: head_of(file) for file in policy_files(folder)}
    found = [file for file, head in heads.items() if head is None or _POLICY_KEY.search(head)]
    if not found:
        raise UsageError(f"the folder {folder} holds no policy: a TOML file with policy = 1 at its top")
    return found


def head_of(file: Path) -> str | None:
    """What stands in a file before its first table; None where it is no text."""
    text = read_text(file)
    if isinstance(text, Problem):
        return None
    table = _TABLE.search(text)
    return (text[: table.start()] if table else text).removeprefix(BYTE_ORDER_MARK)


def library(files: list[Path], known: Sequence[Policy] = (), *, whole: bool = False) -> tuple[Policy, ...]:
    """The policies of some files, by id; `whole` says that no others exist, so that all that is named is in them.

    Raises PolicyError that lists what the files contradict each other in: ids that stand twice, triggers that are
    named and absent or depend on themselves, versions of one text that apply on the same day.
    """
    return joined(((policy, file) for file, policy in load_policies(files).items()), known, whole=whole)


def load_policies(files: Iterable[Path]) -> dict[Path, Policy]:
    """The policy of each file. Raises PolicyError that lists every problem of every file."""
    loaded: dict[Path, Policy] = {}
    problems: list[str] = []
    for file in files:
        try:
            loaded[file] = load_policy(file)
        except PolicyError as error:
            problems.append(str(error))
    if problems:
        raise PolicyError("\n".join(problems))
    return loaded


def joined(
    loaded: Iterable[tuple[Policy, Path]], known: Sequence[Policy] = (), *, whole: bool = False
) -> tuple[Policy, ...]:
    """Policies of files that are used together, by id. Raises PolicyError as `library` does."""
    entries = sorted(loaded, key=lambda entry: (entry[0].id, str(entry[1])))
    policies = [policy for policy, _ in entries]
    place = partial(_place, {id(policy): file for policy, file in entries})
    problems = list(_twice(policies, place))
    if not problems:
        ids = {policy.id for policy in policies}
        others = [policy for policy in known if policy.id not in ids]
        problems = problems_between(policies, others, place, whole=whole)
    if problems:
        raise PolicyError("\n".join(problems))
    return tuple(policies)


def _place(files: Mapping[int, Path], policy: Policy, at: str) -> str:
    file = files[id(policy)]
    text = read_text(file)
    span = Source(str(file), text if isinstance(text, str) else "").value(at)
    return f"{file}:{span.line}"


def _twice(policies: Sequence[Policy], place: Place) -> Iterator[str]:
    for one, other in pairwise(policies):
        if one.id == other.id:
            said = f"policy id '{one.id}' stands in {place(one, '/id')} too"
            yield f"{place(other, '/id')}: {said} (give each file its own id)"
