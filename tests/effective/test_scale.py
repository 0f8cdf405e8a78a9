import json
from fractions import Fraction
from pathlib import Path

import pytest

import flopguard.effective.scale
from flopguard.definition.types import GainKind
from flopguard.effective.distance import Distance, distance
from flopguard.effective.scale import cut_off, tau_of
from flopguard.quantity import Estimate, parse
from flopguard.units import Dimension

MEASURED = (Fraction("1e14"), Fraction("5e17"))
NEVER = {GainKind.HARDWARE_UTILISATION, GainKind.PRICE, GainKind.INFERENCE_COMPUTE}
TABLE = Path(flopguard.effective.scale.__file__).parent.parent / "data" / "effective.json"


@pytest.mark.parametrize(
    "at, orders, above",
    [
        # A13
        ("1e16", 0.0, None),
        ("1e18", 0.30103, True),
        ("1.34e22", 4.42813, True),
        ("5e25", 8.0, True),
        ("1e12", 2.0, False),
        # bounds are looked at where they stand, intervals at their farther end
        (">1e18", 0.30103, True),
        ("<1e12", 2.0, False),
        ("1e12..1e18", 2.0, False),
        ("1e13..5e25", 8.0, True),
    ],
)
def test_distance_in_orders_of_magnitude(at: str, orders: float, above: bool | None) -> None:
    found = distance(parse(at, Dimension.FLOP), MEASURED)
    assert found is not None
    assert float(found.orders) == pytest.approx(orders, rel=1e-4)
    assert above is None or found.above is above


def test_a_scale_without_any_end_has_no_distance() -> None:
    assert distance(Estimate(Fraction(0), None, None, Dimension.FLOP), MEASURED) is None


@pytest.mark.parametrize(
    "times, cut, expected",
    [
        ("1000", "3", False),
        ("1000.0000000000000000001", "3", True),
        ("3.16227766016837933199", "1/2", False),
        ("3.16227766016837933200", "1/2", True),
    ],
)
def test_no_double_decides_a_cut_off(times: str, cut: str, expected: bool) -> None:
    assert Distance(Fraction(times), above=True).beyond(Fraction(cut)) is expected


def test_every_kind_that_may_count_has_its_tau() -> None:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    assert {GainKind(kind) for kind in table["tau"]} == set(GainKind) - NEVER
    assert all(0 < tau_of(GainKind(kind)) < 1 for kind in table["tau"])
    rows = [*table["tau"].values(), table["cut_offs"]]
    assert all(row["because"] and row["source"] and row["verified"] == "derived" for row in rows)


def test_the_cut_offs_rise() -> None:
    assert 0 < cut_off("widen_from") < cut_off("weak_from") < cut_off("refuse_over")
