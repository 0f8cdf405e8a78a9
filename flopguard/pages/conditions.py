"""A condition in words."""

from __future__ import annotations

from flopguard.formula import Comparison
from flopguard.policy.types import AllOf, AnyOf, Condition, JudgementLeaf, Not, QuantityLeaf, QuantityName, TriggerLeaf

_WORDS = {
    Comparison.MORE_THAN: "is more than",
    Comparison.AT_LEAST: "is at least",
    Comparison.LESS_THAN: "is less than",
    Comparison.AT_MOST: "is at most",
}


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
        case TriggerLeaf(trigger=name):
            return f"{indent}- the trigger `{name}`\n"
        case JudgementLeaf(judgement=name, asks=asks):
            return f"{indent}- a judgement (`{name}`): {asks}\n"
        case QuantityLeaf():
            return f"{indent}- {_leaf(condition)}\n"


def _leaf(leaf: QuantityLeaf) -> str:
    name = leaf.quantity.value.replace("_", " ")
    parts = [name if leaf.quantity is not QuantityName.ELAPSED else f"the time since {_spoken(leaf.since)}"]
    if leaf.measure:
        parts.append(f"(measured as `{leaf.measure}`)")
    if leaf.counting:
        parts.append(f"(counted by `{leaf.counting}`)")
    if leaf.relative_to:
        parts.append(f"relative to {_spoken(leaf.relative_to)}")
    if leaf.year:
        parts.append("of the preceding calendar year")
    if leaf.with_affiliates:
        parts.append("with affiliates")
    return f"{' '.join(parts)} {_comparison(leaf)}"


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
