"""What was worked out already, so that leaves, readings, policies and passes over them that ask the same share it.

A memo belongs to the facts of one manifest (or to one pair of sides) and goes with them: nothing is kept from one
manifest to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class Same(Generic[T]):
    """A value as a key: equal to itself alone, however alike another is.

    It holds the value, so that no other takes over its id; and it hashes an id, where values hash all they contain.
    """

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


class Memo:
    """Answers by their question. A question starts with a word that tells its kind, which fixes the answer's type."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[Hashable, object] = {}

    def once(self, question: Hashable, answer: Callable[[], T]) -> T:
        """The answer that is known, or else the one that is worked out now."""
        if question not in self._known:
            self._known[question] = answer()
        return cast("T", self._known[question])
