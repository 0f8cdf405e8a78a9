"""Every numeric case of effective compute is held by some module here."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tests.effective.cases import numeric_ids

HERE = Path(__file__).parent
TO_COME = {
    "test_cases_gains": [
        *("A08", "A09", "A12", "A13", "L01", "L02", "L12", "L19", "L21", "L22", "L23", "L24", "L25", "L26", "L27"),
        *("L35", "L41", "L44", "L45"),
    ],
    "test_cases_routes": ["A11"],
    "test_cases_fit": ["L17"],
    "test_cases_evaluate": ["L40"],
    "test_cases_readings": ["R01", "R02", "R03"],
}
"""Modules that may not be there yet; one that is counts by what it says of itself."""
MODULES = sorted(path.stem for path in HERE.glob("test_cases_*.py"))


def test_each_case_is_held() -> None:
    held = {id for name in MODULES for id in import_module(f"tests.effective.{name}").COVERS}
    to_come = {id for name, ids in TO_COME.items() if name not in MODULES for id in ids}
    assert held | to_come == numeric_ids()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_uses_each_case_that_it_says_it_holds(name: str) -> None:
    module = import_module(f"tests.effective.{name}")
    text = (HERE / f"{name}.py").read_text(encoding="utf-8")
    assert {id for id in module.COVERS if text.count(f'"{id}"') < 2} == set()
