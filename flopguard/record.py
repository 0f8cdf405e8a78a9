"""Frozen value types that cost next to nothing to define.

`dataclass(frozen=True, slots=True, kw_only=True)` writes and compiles six functions a class, which for the document and
report types together is a third of what a check of one file takes. A record is such a dataclass, taken for one by
`fields`, `replace` and validators, whose functions are the shared ones below.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a class of annotated fields a frozen type with slots, made by keyword, compared and hashed by its values."""
    for name, shared in _SHARED.items():
        setattr(cls, name, shared)
    made = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    _MADE[made] = _Made(made)
    return made


class _Made:
    """What the shared functions have to know of a type."""

    __slots__ = ("defaults", "factories", "names", "values")

    def __init__(self, cls: type[Any]) -> None:
        entries = fields(cls)
        self.names = tuple(entry.name for entry in entries)
        self.defaults = {entry.name: entry.default for entry in entries if entry.default is not MISSING}
        self.factories = {e.name: e.default_factory for e in entries if e.default_factory is not MISSING}
        self.values = attrgetter(*self.names)


_MADE: dict[type[Any], _Made] = {}


def _init(self: Any, /, **given: Any) -> None:
    made = _MADE[type(self)]
    values = {**made.defaults, **given}
    for name, factory in made.factories.items():
        if name not in given:
            values[name] = factory()
    if len(values) != len(made.names) or not values.keys() >= set(made.names):
        raise TypeError(_complaint(type(self), made, values))
    for name, value in values.items():
        object.__setattr__(self, name, value)


def _complaint(cls: type[Any], made: _Made, values: dict[str, Any]) -> str:
    missing = [name for name in made.names if name not in values]
    surplus = [name for name in values if name not in made.names]
    said = {"is made without": missing, "has no field": surplus}
    return f"{cls.__name__} {' and '.join(_listed(what, names) for what, names in said.items() if names)}"


def _listed(what: str, names: list[str]) -> str:
    return f"{what} {', '.join(names)}"


def _eq(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    values = _MADE[type(self)].values
    return values(self) == values(other)


def _hash(self: Any) -> int:
    return hash(_MADE[type(self)].values(self))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _MADE[type(self)].names)
    return f"{type(self).__qualname__}({shown})"


def _reduce(self: Any) -> tuple[Any, ...]:
    """How a record is sent to another process: its type and its values in their order."""
    return _remade, (type(self), *(getattr(self, name) for name in _MADE[type(self)].names))


def _remade(cls: type[Any], *values: object) -> Any:
    made = object.__new__(cls)
    for name, value in zip(_MADE[cls].names, values, strict=True):
        object.__setattr__(made, name, value)
    return made


def _setattr(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__reduce__": _reduce,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
}
