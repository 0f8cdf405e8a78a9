"""The page of measurements says what the code does, and what it says is good enough."""

import csv
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "claims"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure_claims", ROOT / "scripts" / "measure_claims.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["measure_claims"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    return script()


def rows() -> list[dict[str, str]]:
    with (DATA / "claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_page_is_what_the_script_writes(measure: ModuleType) -> None:
    written = (ROOT / "docs" / "claims-measured.md").read_text(encoding="utf-8")
    assert written == measure.page(DATA / "claims.csv", measure.kept_cards()), "run scripts/measure_claims.py"


@pytest.mark.parametrize("half", ["odd", "even"])
def test_nine_amounts_in_ten_are_found(half: str, measure: ModuleType) -> None:
    of_half = [row for row in rows() if measure.half_of(row) == half]
    found = [measure.found_for(row, measure.claims_in(row["claim"] + "\n")) for row in of_half]
    assert sum(claim is not None for claim in found) >= 0.9 * len(of_half)


def test_every_unit_of_the_table_has_one_of_ours(measure: ModuleType) -> None:
    assert {measure.expected_of(row).unit for row in rows()} <= set(re.findall(r"[\w%/ -]+", docs_units()))


def docs_units() -> str:
    """The units that the page of claims names, each by itself and with what a rate is per."""
    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    cells = [line.split("|")[2].strip() for line in text.splitlines() if line.startswith("| `")]
    names = [name.strip() for cell in cells for name in re.split(r",| or ", cell)]
    return "\n".join([*names, *(f"tokens/s per {name}" for name in ("chip", "core", "node"))])
