"""Policy files become policies; a file that is not right is refused with every problem and its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from flopguard.bundled import policies_dir
from flopguard.definition.types import Definitions
from flopguard.document import validate
from flopguard.errors import PolicyError
from flopguard.listing import listed
from flopguard.policy.check import problems_of
from flopguard.policy.conditions import leaves
from flopguard.policy.snapshot import from_snapshot
from flopguard.policy.types import Policy, Trigger, TriggerLeaf
from flopguard.problems import Problem
from flopguard.reading.file import read_text
from flopguard.reading.trees import read_tree
from flopguard.source import Source

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
        raise PolicyError(listed(Source(shown, text), policy))
    whole, missing = with_definitions(policy, read or _no_files)
    problems = (*missing, *problems_of(whole))
    if problems:
        raise PolicyError(listed(Source(shown, text), problems))
    return whole


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


def library(files: list[Path], known: Sequence[Policy] = ()) -> tuple[Policy, ...]:
    """The policies of some files, by id.

    Raises PolicyError when two have one id, or a trigger names one that neither a file nor a `known` policy has or,
    through others, itself.
    """
    return joined((load_policy(file) for file in files), known)


def joined(loaded: Iterable[Policy], known: Sequence[Policy] = ()) -> tuple[Policy, ...]:
    """Policies that are used together, by id. Raises PolicyError as `library` does."""
    policies = sorted(loaded, key=lambda policy: policy.id)
    ids = [policy.id for policy in policies]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise PolicyError(f"policy id {', '.join(twice)} stands in several files; give each file its own id")
    everything = [*policies, *(policy for policy in known if policy.id not in ids)]
    problems = [*_unknown_triggers(everything), *_circles(everything)]
    if problems:
        raise PolicyError("\n".join(problems))
    return tuple(policies)


def _unknown_triggers(policies: list[Policy]) -> Iterator[str]:
    from difflib import get_close_matches

    links = _links(policies)
    for name, named in links.items():
        for other in sorted(named - links.keys()):
            near = get_close_matches(other, links, n=1)
            yield f"{name}: no policy has a trigger '{other}'" + (f" (did you mean '{near[0]}'?)" if near else "")


def _circles(policies: list[Policy]) -> Iterator[str]:
    links = _links(policies)
    for start in links:
        reached, frontier = set[str](), links[start]
        while frontier:
            reached |= frontier
            frontier = {name for via in frontier for name in links.get(via, ())} - reached
        if start in reached:
            yield f"{start}: the trigger depends on itself (break the cycle)"


def _links(policies: list[Policy]) -> dict[str, set[str]]:
    """Every trigger by its full name, with the full names of those that its conditions name."""
    return {
        f"{policy.id}/{trigger.id}": set(_named(policy, trigger)) for policy in policies for trigger in policy.trigger
    }


def _named(policy: Policy, trigger: Trigger) -> Iterator[str]:
    for threshold in trigger.threshold:
        for leaf in leaves(threshold.when):
            if isinstance(leaf, TriggerLeaf):
                yield leaf.trigger if "/" in leaf.trigger else f"{policy.id}/{leaf.trigger}"
