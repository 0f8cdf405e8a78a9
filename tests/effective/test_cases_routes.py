"""The numeric cases about two routes to one effective compute."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from flopguard.effective.types import EffectiveAmount
from flopguard.formula import Comparison
from tests.effective.trees import Tree, compared, definition, manifest, routes, row

COVERS = {"A11"}
CASES = {case["id"]: case for case in json.loads(Path("tests/data/effective/cases.json").read_text())["cases"]}


def test_a11_two_routes_by_their_ratio_and_deviations() -> None:
    """The gain as stated; for the inversion a line on which a score 1 higher stands for e times the compute."""
    given, expected = CASES["A11"]["inputs"], CASES["A11"]["expected"]
    rel = CASES["A11"]["tolerance"]["rel"]
    read = manifest(
        row("1.0986122886681098", "index", elicitation=None, standard_error="0.26236426446749106"),  # ln 3, ln 1.3
        of=definition({"name": "index", "kind": "latent_index"}, elicitation=None),
        curves=[line_through(given["actual_compute"])],
        flop=f"{given['actual_compute']!r} FLOP",
        enhancement=[gain(given["product_route"]["median_multiplier"], given["product_route"]["gsd"])],
    )
    product, inversion = routes(read)
    assert central(product) == pytest.approx(expected["effective_compute_product"], rel=rel)
    assert central(inversion) == pytest.approx(expected["effective_compute_inversion"], rel=rel)
    found = compared(read)
    assert found is not None
    assert found.log10_ratio == pytest.approx(expected["log10_ratio"], rel=rel)
    assert found.z == pytest.approx(expected["z"], rel=rel)
    assert found.situation == "differ"
    crossing = [name for name, e in (("product only", product), ("inversion", inversion)) if crosses(e)]
    assert crossing == expected["crosses_1e26_under"]


def line_through(compute: float) -> Tree:
    anchor = {"compute": f"{compute!r} FLOP", "score": "0"}
    return {"id": "curve", "law": "log_linear", "slope": "1", "slope_per": "e-fold", "anchor": anchor}


def gain(median: float, gsd: float) -> Tree:
    """A log-normal gain by the ends of its 90 % interval, 1.6449 deviations from its median."""
    off = gsd**1.6448536269514722
    figure = {"value": repr(median), "low": repr(median / off), "high": repr(median * off), "level": "90%"}
    return {
        "name": "all techniques",
        "kind": "architecture",
        "gain": figure,
        "metric": "index",
        "measured_at": ["1e25 FLOP", "1e26 FLOP"],
    }


def central(found: EffectiveAmount) -> float:
    assert found.amount is not None
    value = found.amount.central()
    assert value is not None
    return float(value)


def crosses(found: EffectiveAmount) -> bool:
    return Comparison.AT_LEAST.holds(Fraction(central(found)), Fraction(10**26))
