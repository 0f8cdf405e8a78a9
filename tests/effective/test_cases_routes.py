"""The numeric cases about two routes to one effective compute."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from flopguard.effective.types import EffectiveAmount
from flopguard.formula import Comparison
from tests.effective.cases import case
from tests.effective.trees import Tree, compared, definition, manifest, routes, row

COVERS = {"A11"}


def test_two_routes_by_their_ratio_and_deviations() -> None:
    """The gain as stated; for the inversion a line on which a score 1 higher stands for e times the compute."""
    a11 = case("A11")
    compute, route = a11.inputs["actual_compute"], a11.inputs["inversion_route"]
    score, error = route["median_multiplier"].ln(), route["gsd"].ln()
    read = manifest(
        row(f"{score:f}", "index", elicitation=None, standard_error=f"{error:f}"),
        of=definition({"name": "index", "kind": "latent_index"}, elicitation=None),
        curves=[line_through(compute)],
        flop=f"{compute} FLOP",
        enhancement=[gain(a11.inputs["product_route"])],
    )
    product, inversion = routes(read)
    found = compared(read)
    assert found is not None
    a11.check(
        {
            "effective_compute_product": central(product),
            "effective_compute_inversion": central(inversion),
            "log10_ratio": found.log10_ratio,
            "z": found.z,
            "crosses_1e26_under": crossing({"product only": product, "inversion": inversion}),
        },
        a11.expected,
    )
    assert found.situation == "differ"


def line_through(compute: Decimal) -> Tree:
    anchor = {"compute": f"{compute} FLOP", "score": "0"}
    return {"id": "curve", "law": "log_linear", "slope": "1", "slope_per": "e-fold", "anchor": anchor}


def gain(route: dict[str, Decimal]) -> Tree:
    return {
        "name": "all techniques",
        "kind": "architecture",
        "gain": str(route["median_multiplier"]),
        "gsd": str(route["gsd"]),
        "metric": "index",
        "measured_at": ["1e25 FLOP", "1e26 FLOP"],
    }


def central(found: EffectiveAmount) -> float:
    assert found.amount is not None
    value = found.amount.central()
    assert value is not None
    return float(value)


def crossing(found: dict[str, EffectiveAmount]) -> list[str]:
    line = Fraction(10**26)
    return [name for name, answer in found.items() if Comparison.AT_LEAST.holds(Fraction(central(answer)), line)]
