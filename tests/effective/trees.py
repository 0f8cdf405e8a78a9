"""Manifests with curves and scores, for the tests of the routes."""

from __future__ import annotations

from datetime import date
from typing import Any

from flopguard.effective.routes.compared import both_routes, routes_compared
from flopguard.effective.types import EffectiveAmount
from flopguard.estimate.actual import actual_compute
from flopguard.estimate.types import ActualCompute
from flopguard.manifest.load import Loaded, manifest_of_tree, related_of
from flopguard.manifest.types import Manifest
from flopguard.result import RoutesCompared

Tree = dict[str, Any]
DAY = date(2026, 1, 1)

LLAMA_2 = ("8.4e22 FLOP", "1.56e23 FLOP", "8.4e23 FLOP")
"""Training compute of the three models of the family, as in ryoungj/ObsScaling."""
SCORES = {
    "MMLU": ("0.437961", "0.543378", "0.698321"),
    "HellaSwag": ("0.777435", "0.809699", "0.873332"),
    "ARC-C": ("0.530717", "0.581058", "0.673208"),
    "XWinograd": ("0.754881", "0.786798", "0.824453"),
    "GSM8K": ("0.144807", "0.228203", "0.540561"),
    "HumanEval": ("0.128049", "0.182927", "0.29878"),
    "TruthfulQA": ("0.389802", "0.341724", "0.449235"),
}


def without_none(**keys: Any) -> Tree:
    return {key: value for key, value in keys.items() if value is not None}


def llama_2(metric: str = "MMLU") -> Tree:
    points = [{"compute": c, "score": s} for c, s in zip(LLAMA_2, SCORES[metric], strict=True)]
    return {"id": "curve", "metric": metric, "law": "points", "points": points, "source": "ryoungj/ObsScaling"}


def power(**changes: Any) -> Tree:
    """A falling loss: 3 at 1e20 FLOP, and a tenth of what is left over the floor for each tenfold after that."""
    usual = {
        "id": "curve",
        "metric": "loss",
        "law": "power",
        "floor": "2",
        "coefficient": "1e20",
        "exponent": "1",
        "source": "fit",
    }
    return without_none(**{**usual, **changes})


LOSS: Tree = {"name": "loss", "kind": "loss", "unit": "nats/byte"}


def definition(metric: Tree | None = None, **changes: Any) -> Tree:
    usual = {
        "id": "house",
        "baseline": {"techniques": ["Llama 2"]},
        "metric": {"name": "MMLU", "kind": "accuracy"} if metric is None else metric,
        "elicitation": {"shots": 5},
        "compute_scope": ["pretrain"],
        "scale_side": "new",
        "curve": "curve",
    }
    return without_none(**{**usual, **changes})


def row(score: Any, name: str = "MMLU", **changes: Any) -> Tree:
    return without_none(**{"name": name, "score": score, "elicitation": {"shots": 5}, **changes})


def loss(score: Any, **changes: Any) -> Tree:
    return row(score, **{"name": "loss", "unit": "nats/byte", "elicitation": None, **changes})


def manifest(
    *rows: Tree, of: Tree | None = None, curves: list[Tree] | None = None, flop: Any = "1e23 FLOP", **more: Any
) -> Manifest:
    tree = {
        "manifest": 1,
        "model": {"name": "M"},
        "training": [{"component": "pretrain", "flop": flop}],
        "definition": [definition() if of is None else of],
        "curve": [llama_2()] if curves is None else curves,
        "benchmark": list(rows),
        **more,
    }
    read = manifest_of_tree(tree)
    assert isinstance(read, Manifest), read
    return read


def of_loss(*rows: Tree, curve: Tree | None = None, **more: Any) -> Manifest:
    """A manifest whose definition is by a loss."""
    made = definition(LOSS, elicitation=None, **more.pop("definition", {}))
    return manifest(*rows, of=made, curves=[power() if curve is None else curve], **more)


def compute_of(read: Manifest) -> ActualCompute:
    return actual_compute(related_of(read, Loaded(path="m.toml", text="", digest=None, manifest=read)))


def routes(read: Manifest) -> tuple[EffectiveAmount, ...]:
    return both_routes(read, compute_of(read), DAY)


def inversion(read: Manifest) -> EffectiveAmount:
    """The one inversion of a manifest."""
    (found,) = (answer for answer in routes(read) if answer.route == "inversion")
    return found


def compared(read: Manifest) -> RoutesCompared | None:
    found = routes_compared(routes(read), read, compute_of(read))
    return found[0] if found else None
