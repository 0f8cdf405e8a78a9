"""An id that more than one definition or curve has is none of them."""

from __future__ import annotations

from tests.effective.trees import Tree, definition, llama_2, manifest, power, routes, row

DOUBLED = "more than one {} has the id '{}': give each an id of its own"


def test_of_two_curves_of_one_id_neither_is_inverted() -> None:
    _, found = routes(manifest(row("0.6"), curves=[llama_2(), llama_2("HellaSwag")]))
    assert (found.route, found.kind, found.reason) == ("inversion", "undefined", DOUBLED.format("curve", "curve"))


def test_of_two_definitions_of_one_id_neither_is_used() -> None:
    found = routes(manifest(row("0.6"), definition=[definition(), definition(scale_side="baseline")]))
    assert {answer.kind for answer in found} == {"undefined"}
    assert all(DOUBLED.format("definition", "house") in answer.reason for answer in found)


def test_a_gain_of_two_curves_of_one_id_is_not_read() -> None:
    gain: Tree = {"name": "a", "kind": "architecture", "metric": "loss", "curves": {"baseline": "x", "new": "curve"}}
    domain = {"domain": "1e18..1e24 FLOP"}
    curves = [power(**domain), power(id="x", coefficient="2e20", **domain), power(id="x", coefficient="4e20", **domain)]
    of = definition({"name": "loss", "kind": "loss", "unit": "nats/byte"}, elicitation=None)
    one, several = (routes(manifest(of=of, curves=some, enhancement=[gain]))[0] for some in (curves[:2], curves))
    assert one.kind == "value"
    assert several.kind == "undefined"
    assert "names the curve 'x', of which there is more than one: give each an id of its own" in several.reason
