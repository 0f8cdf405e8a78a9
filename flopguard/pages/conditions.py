"""A condition in words."""

from __future__ import annotations

from flopguard.formula import Comparison
from flopguard.policy.types import (
    AllOf,
    AnyOf,
    Condition,
    FactLeaf,
    JudgementLeaf,
    MediaLeaf,
    ModelFact,
    Not,
    ParameterLeaf,
    QuantityLeaf,
    QuantityName,
    TriggerLeaf,
)

_WORDS = {
    Comparison.MORE_THAN: "is more than",
    Comparison.AT_LEAST: "is at least",
    Comparison.LESS_THAN: "is less than",
    Comparison.AT_MOST: "is at most",
}
_FACTS = {
    ModelFact.BASE_SYSTEMIC_RISK: "the base is a model with systemic risk",
    ModelFact.BASE_COMPUTE_KNOWN: "the training compute of the base is known",
    ModelFact.OPEN_WEIGHTS: "the weights of the model are published",
}
_NAMES = {
    QuantityName.BIOLOGICAL_SHARE: "the share of biological sequence data",
    QuantityName.CLUSTER_RATE: "the peak rate of one computing cluster",
    QuantityName.COST: "the compute cost",
}
_SAMPLING = {"single": "one attempt a problem", "mean": "the mean of several attempts a problem"}


def in_words(condition: Condition, depth: int = 0) -> str:
    """A Markdown list: one line a leaf, indented under "all of" and "any of"."""
    indent = "  " * depth
    match condition:
        case AllOf(all=inner):
            return f"{indent}- all of\n" + "".join(in_words(part, depth + 1) for part in inner)
        case AnyOf(any=inner):
            return f"{indent}- any of\n" + "".join(in_words(part, depth + 1) for part in inner)
        case Not(not_=part):
            return f"{indent}- not\n{in_words(part, depth + 1)}"
        case _:
            return f"{indent}- {_leaf(condition)}\n"


def _leaf(leaf: TriggerLeaf | JudgementLeaf | QuantityLeaf | MediaLeaf | FactLeaf | ParameterLeaf) -> str:
    match leaf:
        case TriggerLeaf(trigger=name):
            return f"the trigger `{name}`"
        case JudgementLeaf(judgement=name, asks=asks):
            return f"a judgement (`{name}`): {asks}"
        case MediaLeaf(outputs_any=outputs, inputs_any=inputs):
            source = f" from {' or '.join(inputs)}" if inputs else ""
            return f"the model makes {' or '.join(outputs)}{source}"
        case FactLeaf(fact=fact):
            return _FACTS[fact]
        case ParameterLeaf(parameter=name, says=says):
            return f"{says} (`{name}`, which a reading sets)"
        case QuantityLeaf():
            return f"{_quantity(leaf)} {_comparison(leaf)}{_also(leaf)}"


def _quantity(leaf: QuantityLeaf) -> str:
    name = _NAMES.get(leaf.quantity, leaf.quantity.value.replace("_", " "))
    parts = [name if leaf.quantity is not QuantityName.ELAPSED else f"the time since {_spoken(leaf.since)}"]
    if leaf.quantity is QuantityName.COST:
        parts.append(f"of {leaf.cost_of.replace('_', '-')}")
    if leaf.benchmark:
        parts.append(f"score on {leaf.benchmark}")
    parts += [f"({text})" for text in _ways(leaf)]
    if leaf.relative_to:
        theirs = f" (counted by `{leaf.reference_counting}`)" if leaf.reference_counting else ""
        parts.append(f"relative to {_spoken(leaf.relative_to)}{theirs}")
    if leaf.year:
        parts.append("of the preceding calendar year")
    if leaf.with_affiliates:
        parts.append("with affiliates")
    return " ".join(parts)


def _ways(leaf: QuantityLeaf) -> list[str]:
    """How the quantity is taken."""
    ways = [f"measured as `{leaf.measure}`"] if leaf.measure else []
    ways += [f"counted by `{leaf.counting}`"] if leaf.counting else []
    ways += ["without any ancestor's"] if leaf.own_only else []
    ways += [f"problems `{leaf.split}`"] if leaf.split else []
    ways += [_SAMPLING.get(leaf.samples, f"sampling `{leaf.samples}`")] if leaf.samples else []
    return [*ways, f"by `{leaf.basis}`"] if leaf.basis else ways


def _also(leaf: QuantityLeaf) -> str:
    """What else is asked of the same cluster."""
    more = [f"its network is faster than {leaf.network_more_than}"] if leaf.network_more_than else []
    more += ["it stands in one datacenter"] if leaf.colocated else []
    return "".join(f", and {text}" for text in more)


def _spoken(text: str | None) -> str:
    if text is None or text.startswith("$"):
        return f"`{text}`"
    return f"the {text.replace('_', ' ')}"


def _comparison(leaf: QuantityLeaf) -> str:
    given = leaf.comparisons()
    if given:
        comparison, text = next(iter(given.items()))
        return f"{_WORDS[comparison]} {text}"
    return "against a line that the text does not state" if leaf.operator is None else f"{leaf.operator} {leaf.value}"
