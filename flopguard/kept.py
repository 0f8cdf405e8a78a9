"""A value that an object works out at the first question and keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801 - used like a decorator of the standard library
    """`functools.cached_property` without its lock, which in Python 3.11 costs more than most of what is kept here.

    For values of objects that never change: two threads that ask at once work out the same.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, of: type) -> kept[T]: ...
    @overload
    def __get__(self, owner: object, of: type) -> T: ...

    def __get__(self, owner: object | None, of: type) -> kept[T] | T:
        if owner is None:
            return self
        value = owner.__dict__[self.name] = self.make(owner)  # found there from now on, before this is asked again
        return value
