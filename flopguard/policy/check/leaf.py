"""A leaf that compares a quantity: its words are known, and it has what its quantity needs."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial
from typing import get_args

from flopguard.fields import ShareBasis
from flopguard.formula import Comparison
from flopguard.policy.check.found import problem
from flopguard.policy.check.lines import comparison, readable, whole_period
from flopguard.policy.check.settings import values
from flopguard.policy.conditions import named_parameters
from flopguard.policy.fits import line_text, misfits
from flopguard.policy.trends import STATED, alternatives, bundled_rates
from flopguard.policy.types import Measure, Policy, QuantityLeaf, QuantityName
from flopguard.problems import Problem
from flopguard.units import Dimension

CLOCKS = (
    "last_assessment",
    "last_assessment_started",
    "last_assessment_published",
    "last_assessment_model_released",
)

SAMPLING = ("single", "mean")


def quantity_leaf(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    """Every problem of a leaf that compares a quantity."""
    named = named_parameters(leaf)
    for parameter in named.values():
        if parameter not in policy.parameters:
            yield problem(at, f"${parameter} is not in [parameters]", f"add {parameter} = ... to [parameters]")
    yield from comparison(policy, at, leaf)
    closed = {
        "counting": policy.counting.keys(),
        "reference_counting": policy.counting.keys(),
        "basis": get_args(ShareBasis),
        "samples": SAMPLING,
        "rate_as": ("growth", "factor"),
        "judged": ("below",),
        "since": CLOCKS,
        "measure": [m.value for m in Measure],
        "operator": [c.value for c in Comparison],
    }
    for name, options in closed.items():
        for value in values(policy, getattr(leaf, name)):
            if value not in options:
                yield problem(at, f"{name} = '{value}' is not known", f"one of: {', '.join(options)}")
    for message, help in misfits(leaf, partial(values, policy)):
        yield problem(at, message, help)
    yield from _rates(policy, at, leaf)
    if leaf.quantity is QuantityName.TRAINING_COMPUTE and leaf.counting is None:
        yield problem(at, "training_compute needs a counting rule", 'add counting = "..."')
    if leaf.quantity is QuantityName.ELAPSED and leaf.since is None:
        yield problem(at, "elapsed needs the event it is counted from", 'add since = "last_assessment"')
    if leaf.quantity is QuantityName.BENCHMARK and leaf.benchmark is None and leaf.relative_to != "outside_model":
        yield problem(at, "benchmark needs the name of one", 'add benchmark = "..."')
    yield from _ratio_of_operations(policy, at, leaf)
    yield from _step_in_score(policy, at, leaf)
    if leaf.window is not None:
        yield from whole_period(at, leaf.window)
    elif leaf.quantity is QuantityName.SPEND:
        yield problem(at, "spend needs the time over which it is summed", 'add window = "12 months"')
    if leaf.network_more_than is not None:
        yield from readable(at, leaf.network_more_than, Dimension.BITS_PER_SECOND)


def _ratio_of_operations(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    """A measure that rests on the ratio of training compute needs another model, and a rule to count by."""
    by_ratio = {Measure.NOMINAL.value, Measure.TREND.value} & set(values(policy, leaf.measure))
    for measure in sorted(by_ratio):
        if leaf.relative_to is None:
            yield problem(at, f"measure = '{measure}' is of a ratio", 'add relative_to = "last_assessment"')
        elif leaf.counting is None:
            yield problem(at, f"measure = '{measure}' needs a counting rule", 'add counting = "..."')


def _step_in_score(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    """A gain in points is measured from the last assessment, and upwards."""
    if leaf.quantity is not QuantityName.BENCHMARK or leaf.relative_to != "last_assessment":
        return
    if "0" in (text.rstrip("%") for text in values(policy, line_text(leaf))):
        yield problem(at, "a step of no points is none", "write how many points, such as 5%")


def _rates(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    """Rates of progress that look misspelt; any other may be one that a manifest states."""
    known = {STATED, *(trend.id for trend in policy.trend)}
    named = {name for text in values(policy, leaf.trend) for option in alternatives(text) for name in option}
    for name in sorted(named - known):
        near = [] if name in bundled_rates() else get_close_matches(name, [*known, *bundled_rates()], n=1, cutoff=0.85)
        if near:
            yield problem(at, f"no rate '{name}' is known here", f"did you mean '{near[0]}'?")
