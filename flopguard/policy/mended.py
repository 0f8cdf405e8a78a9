"""A tree that its types refuse, put right as far as that is plain, so that one run can say what else is wrong with it.

An unknown key or word is taken for the one that it was likely meant to be, else left out. What would have to be
invented, such as a name or a condition, is not: then nothing more is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flopguard.document import pointer, validate
from flopguard.policy.types import Policy
from flopguard.problems import Problem

_ROUNDS = 3  # a key that is renamed may hold a wrong word
_MEANT = re.compile(r"did you mean '(.*)'\?")
_MISSING = re.compile(r" has no '(\w+)'$")
_WORDS = frozenset(
    ("action", "asks", "basis", "cite", "condition", "doubt", "publisher", "says", "source", "text", "title", "why")
)
"""Keys whose words nothing else in a policy refers to, so that any will do."""
_NAMES = frozenset(("id", "parameters", "trigger", "triggers", "counting"))
"""Keys that name something, or hold what has names: without them others would seem to name what is not there."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The policy, and the places in it about which nothing can be said any more."""

    policy: Policy
    touched: frozenset[str]

    def can_tell(self, problem: Problem) -> bool:
        """Whether a problem does not come from what was left out."""
        return not any(f"{problem.at}/".startswith(f"{at}/") for at in self.touched)


def mended(tree: Mapping[str, Any], problems: Iterable[Problem]) -> Mended | None:
    """The policy that was meant; None where that is not plain."""
    touched: set[str] = set()
    for _ in range(_ROUNDS):
        for problem in reversed(list(problems)):  # what stands later in a list first, so that the rest keeps its place
            changed = _without(tree, problem, touched)
            if changed is None:
                return None
            tree = changed
        found = validate(tree, Policy)
        if isinstance(found, Policy):
            return Mended(found, frozenset(touched))
        problems = found
    return None


def _without(tree: Mapping[str, Any], problem: Problem, touched: set[str]) -> Mapping[str, Any] | None:
    """The tree without one problem; None where that is not plain."""
    path, meant = _path(problem.at), _MEANT.fullmatch(problem.help)
    if problem.kind == "missing-key":
        return _filled(tree, path, problem)
    if not path:
        return None
    if problem.kind == "unknown-key":
        return _renamed(tree, path, meant[1] if meant else None, touched)
    if meant is not None:
        return _changed(tree, path, meant[1])
    if path[-1] in _WORDS:
        return _changed(tree, path, "?")
    return _left_out(tree, path, touched) if _stands_alone(path) else None


def _filled(tree: Mapping[str, Any], path: Sequence[str], problem: Problem) -> Mapping[str, Any] | None:
    """The tree with words for a key that is missing, unless another one was taken for it."""
    missing, table = _MISSING.search(problem.message), _at(tree, path)
    if missing is None or not isinstance(table, Mapping):
        return None
    if missing[1] in table:
        return tree
    return _changed(tree, [*path, missing[1]], "?") if missing[1] in _WORDS else None


def _stands_alone(path: Sequence[str]) -> bool:
    """Whether what is at a place may be left out, so that nothing else of the policy seems wrong for the lack of it."""
    holds_names = path[0] == "parameters" or path[:-1] == ["counting"] or path[-1] in _NAMES
    return len(path) > 1 and "when" not in path and not holds_names


def _renamed(
    tree: Mapping[str, Any], path: Sequence[str], meant: str | None, touched: set[str]
) -> Mapping[str, Any] | None:
    """The tree with a key under the name that was meant, where that one is free; else without the key."""
    table = _at(tree, path[:-1])
    if meant is None or not isinstance(table, Mapping) or meant in table:
        return _left_out(tree, path, touched)
    entries = {meant if key == path[-1] else key: value for key, value in table.items()}
    return _changed(tree, path[:-1], entries)


def _left_out(tree: Mapping[str, Any], path: Sequence[str], touched: set[str]) -> Mapping[str, Any] | None:
    """The tree without a key, or without a word of a counting rule; the entries of other lists would move."""
    holder = _at(tree, path[:-1])
    if isinstance(holder, Mapping):
        kept: Any = {key: value for key, value in holder.items() if key != path[-1]}
    elif path[0] == "counting":
        kept = [entry for number, entry in enumerate(holder) if str(number) != path[-1]]
    else:
        return None
    touched.update(_about(path, _at(tree, path)))
    return _changed(tree, path[:-1], kept)


def _about(path: Sequence[str], value: object) -> Iterator[str]:
    """What may seem wrong where a value is left out: its counting rule, its condition, readings of what it names."""
    if path[0] == "counting":
        yield pointer(path[:2])
    elif "when" in path:
        yield pointer(path[: path.index("when") + 1])
        yield from ("/open_question",) if isinstance(value, str) else ()
    else:
        yield pointer(path)


# --- places in a tree --------------------------------------------------------------------------------------------


def _path(at: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in at.split("/")[1:]]


def _at(tree: Any, path: Sequence[str]) -> Any:
    for part in path:
        tree = _inside(tree, part)
    return tree


def _inside(holder: Any, part: str) -> Any:
    if isinstance(holder, Mapping):
        return holder.get(part)
    return holder[int(part)] if isinstance(holder, Sequence) and part.isdecimal() and int(part) < len(holder) else None


def _changed(tree: Mapping[str, Any], path: Sequence[str], value: Any) -> Mapping[str, Any]:
    """The tree with another value at a place; what lies beside the way there is shared."""
    changed: Mapping[str, Any] = _put(tree, path, value)
    return changed


def _put(holder: Any, path: Sequence[str], value: Any) -> Any:
    if not path:
        return value
    inner = _put(_inside(holder, path[0]), path[1:], value)
    if isinstance(holder, Mapping):
        return {**holder, path[0]: inner}
    return [inner if str(number) == path[0] else entry for number, entry in enumerate(holder)]
