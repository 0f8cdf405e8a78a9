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
_SPENT = {"ai": "what was spent on developing AI", "compute": "what was spent on computing for training"}
_CLOCKS = {"last_assessment_model_released": "the release of the model that was assessed last"}
_RATES = {"growth": "twice the rate squares the yearly factor", "factor": "twice the rate doubles the yearly factor"}
_EARLIER = {
    "expected": "the expected rate",
    "fastest_observed": "the fastest rate observed",
    "historical": "the historical rate",
}
_PLANS = {
    "begun": "with what a run that has begun is meant to reach",
    "spent": "only what is spent so far",
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
    if leaf.quantity is QuantityName.PROGRESS_RATE:
        return _rate(leaf)
    parts = [_name(leaf)]
    if leaf.quantity is QuantityName.COST:
        parts.append(f"of {leaf.cost_of.replace('_', '-')}")
    if leaf.benchmark and leaf.relative_to != "outside_model":
        parts.append(f"score on {leaf.benchmark}")
    parts += [f"({text})" for text in _ways(leaf)]
    if leaf.relative_to == "outside_model":
        parts.append(_over_outside(leaf))
    elif leaf.relative_to == "first_assessment":
        parts.append("relative to the model of the first assessment, on the grid of every power of the multiple,")
    elif leaf.relative_to:
        theirs = f" (counted by `{leaf.reference_counting}`)" if leaf.reference_counting else ""
        parts.append(f"relative to {_reference(leaf.relative_to)}{theirs}")
    if leaf.year:
        parts.append("of the preceding calendar year")
    if leaf.with_affiliates:
        parts.append("with affiliates")
    return " ".join(parts)


def _name(leaf: QuantityLeaf) -> str:
    """What is compared, by the kind of figure that is asked for."""
    match leaf.quantity:
        case QuantityName.ELAPSED:
            return f"the time since {_CLOCKS.get(leaf.since or '', _spoken(leaf.since))}"
        case QuantityName.SPEND:
            day = "the first of the month" if leaf.tested == "month_start" else "the check"
            return f"{_SPENT.get(leaf.of or '', 'what was spent')} in the {leaf.window} that end the day before {day}"
        case QuantityName.REVENUE if leaf.of == "ai":
            return "the revenue from AI services"
        case QuantityName.USERS:
            return f"the number of {(leaf.of or 'monthly').replace('_', ' ')} users"
        case _:
            return _NAMES.get(leaf.quantity, leaf.quantity.value.replace("_", " "))


def _rate(leaf: QuantityLeaf) -> str:
    """A rate of progress, with what a multiple of it means."""
    whose = "of the most capable model in the world" if leaf.of == "best_model" else "of the publisher"
    if leaf.relative_to is None:
        return f"the yearly factor of progress {whose}"
    means = _RATES.get(leaf.rate_as or "", f"read as {_spoken(leaf.rate_as)}")
    earlier = _EARLIER.get(leaf.relative_to, _spoken(leaf.relative_to))
    return f"the rate of progress {whose} ({means}) relative to {earlier}"


def _over_outside(leaf: QuantityLeaf) -> str:
    """The points by which a score is above that of an outside model."""
    judged = " that was evaluated as definitively below the threshold" if leaf.judged else ""
    where = f"on {leaf.benchmark}" if leaf.benchmark else "on each benchmark that is stated for it"
    rule = {"any": " (one is enough)", "all": " (all of them)"}.get(leaf.primary_metric or "", "")
    return f"score minus that of an outside model{judged}, {where}{rule},"


def _ways(leaf: QuantityLeaf) -> list[str]:
    """How the quantity is taken."""
    ways = [f"measured as `{leaf.measure}`"] if leaf.measure else []
    ways += [_counted(leaf.counting)] if leaf.counting else []
    ways += ["without any ancestor's"] if leaf.own_only else []
    ways += ["the largest run alone"] if leaf.aggregate == "max_run" else []
    ways += [_PLANS[leaf.plans]] if leaf.plans in _PLANS else []
    ways += [f"problems `{leaf.split}`"] if leaf.split else []
    ways += [_SAMPLING.get(leaf.samples, f"sampling `{leaf.samples}`")] if leaf.samples else []
    return [*ways, f"by `{leaf.basis}`"] if leaf.basis else ways


def _also(leaf: QuantityLeaf) -> str:
    """What else is asked of the same cluster."""
    more = [f"its network is faster than {leaf.network_more_than}"] if leaf.network_more_than else []
    more += ["it stands in one datacenter"] if leaf.colocated else []
    return "".join(f", and {text}" for text in more)


def _reference(name: str) -> str:
    return f"what a reading of `{name[1:]}` says" if name.startswith("$") else _spoken(name)


def _counted(rule: str) -> str:
    return f"counted as a reading of `{rule[1:]}` says" if rule.startswith("$") else f"counted by `{rule}`"


def _spoken(text: str | None) -> str:
    if text is None or text.startswith("$"):
        return f"`{text}`"
    return f"the {text.replace('_', ' ')}"


def _comparison(leaf: QuantityLeaf) -> str:
    given = leaf.comparisons()
    if given:
        comparison, text = next(iter(given.items()))
        return f"{_WORDS[comparison]} {text}"
    if leaf.operator is None:
        return "against a line that the text does not state"
    if leaf.operator.startswith("$"):
        return f"against {leaf.value} (a reading of `{leaf.operator[1:]}` says by which operator)"
    return f"{leaf.operator} {leaf.value}"
