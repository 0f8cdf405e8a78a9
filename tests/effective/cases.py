"""The numeric cases of effective compute, and how near a result must come to one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flopguard.effective.curves.answer import Answer

FILE = Path(__file__).resolve().parent.parent / "data" / "effective" / "cases.json"
_KINDS = {"unbounded": "unbounded", "above_ceiling": "unbounded", "below_floor": "undefined"}


@dataclass(frozen=True)
class Case:
    """One case: every number in it is a Decimal, as written."""

    id: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: Mapping[str, Any]

    def check(self, found: object, expected: object) -> None:
        """Whether a result is as near to an expected value as the case asks; of tables and lists, every entry."""
        assert _plain(found, expected) == self._near(expected)

    def _near(self, expected: object) -> object:
        if isinstance(expected, Mapping):
            return {key: self._near(entry) for key, entry in expected.items()}
        if isinstance(expected, list):
            return [self._near(entry) for entry in expected]
        if isinstance(expected, Decimal):
            return self._number(expected)
        if isinstance(expected, str):
            return self._bound(expected)
        return expected

    def _bound(self, expected: str) -> object:
        """`>3.7` is at least 3.7; words are the kind of an answer without a number."""
        if expected[0] in "<>":
            number = Decimal(expected[1:].split()[0])
            return ("at_least" if expected[0] == ">" else "at_most", self._number(number))
        return _KINDS.get(expected, expected)

    def _number(self, expected: Decimal) -> object:
        if self.tolerance.get("exact"):
            return float(expected)
        absolute = self.tolerance.get("abs")
        if absolute is not None:
            return pytest.approx(float(expected), abs=float(absolute), rel=0)
        return pytest.approx(float(expected), rel=float(self.tolerance["rel"]), abs=0)


def _plain(found: object, expected: object) -> object:
    if isinstance(found, Mapping):
        inner = expected if isinstance(expected, Mapping) else {}
        return {key: _plain(entry, inner.get(key)) for key, entry in found.items()}
    if isinstance(found, (list, tuple)):
        others = expected if isinstance(expected, list) else [None] * len(found)
        return [_plain(entry, other) for entry, other in zip(found, others, strict=True)]
    if isinstance(found, Answer):
        return _of_answer(found)
    return float(found) if isinstance(found, Decimal) or type(found) is int else found


def _of_answer(found: Answer) -> object:
    if found.kind == "value":
        return float(found.value)
    if found.kind == "multivalued":
        return [float(number) for number in found.values]
    return (found.kind, float(found.value)) if found.values else found.kind


@cache
def all_cases() -> Mapping[str, Case]:
    """Every case by its id."""
    listed = json.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)["cases"]
    return {entry["id"]: Case(entry["id"], entry["inputs"], entry["expected"], entry["tolerance"]) for entry in listed}


def case(id: str) -> Case:
    """One case."""
    return all_cases()[id]


def numeric_ids() -> set[str]:
    """The ids of all cases but those of the linter."""
    return {id for id in all_cases() if not id.startswith("K")}
