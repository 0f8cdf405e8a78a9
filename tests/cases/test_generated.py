"""Every quantity that a leaf may compare has a maker; what it makes comes out as the operator demands."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from flopguard.cases.generated import generated
from flopguard.cases.points import HOLDS, Side, number, points
from flopguard.formula import Comparison
from flopguard.policy.types import Policy, QuantityLeaf, QuantityName, Threshold
from tests.cases.support import OPERATOR_IS_OPEN, policy_with

ASSESSED = 'relative_to = "last_assessment", counting = "all"'
LEAVES = {
    '{ quantity = "training_compute", counting = "all", at_least = "1e25 FLOP" }': 14,
    '{ quantity = "training_compute", counting = "all", more_than = "1e25/3 FLOP" }': 10,
    '{ quantity = "training_compute", counting = "all", own_only = true, at_most = "1e25 FLOP" }': 14,
    '{ quantity = "training_compute", counting = "all", plans = "spent", less_than = "1e25 FLOP" }': 14,
    '{ quantity = "training_compute", counting = "all", aggregate = "max_run", at_least = "1e26 FLOP" }': 14,
    '{ quantity = "training_compute", counting = "all", relative_to = "base", more_than = "1/3" }': 10,
    '{ quantity = "training_compute", counting = "all", relative_to = "first_base", more_than = "1/3" }': 10,
    f'{{ quantity = "training_compute", {ASSESSED}, at_least = "4x" }}': 10,
    f'{{ quantity = "effective_compute", {ASSESSED}, measure = "loss", at_least = "4x" }}': 9,
    '{ quantity = "effective_compute", relative_to = "first_assessment", counting = "all", at_least = "2x" }': 9,
    '{ quantity = "elapsed", since = "last_assessment", at_least = "6 months" }': 9,
    '{ quantity = "elapsed", since = "last_assessment_started", kind = "full", more_than = "72 hours" }': 10,
    '{ quantity = "elapsed", since = "last_assessment_published", at_most = "1 year" }': 9,
    '{ quantity = "elapsed", since = "last_assessment_model_released", at_least = "2 weeks" }': 9,
    '{ quantity = "revenue", year = "preceding", with_affiliates = true, more_than = "500000000 USD" }': 9,
    '{ quantity = "revenue", of = "ai", at_least = "1000000000000 KRW" }': 3,
    '{ quantity = "cost", cost_of = "training", more_than = "100000000 USD" }': 9,
    '{ quantity = "cost", cost_of = "fine_tuning", more_than = "10000000 USD" }': 9,
    '{ quantity = "spend", of = "ai", window = "36 months", tested = "month_start", more_than = "1e9 USD" }': 9,
    '{ quantity = "spend", of = "compute", window = "12 months", more_than = "1e9 EUR" }': 3,
    '{ quantity = "parameters", at_least = "1e9" }': 9,
    '{ quantity = "users", of = "daily", at_least = "1000000" }': 9,
    '{ quantity = "users", of = "registered_business", at_least = "10000" }': 6,
    '{ quantity = "biological_share", basis = "tokens", more_than = "1/2" }': 6,
    '{ quantity = "biological_share", more_than = "0%" }': 4,
    '{ quantity = "cluster_rate", more_than = "1e20 FLOP/s", network_more_than = "100 Gbit/s", colocated = true }': 18,
    '{ quantity = "progress_rate", of = "best_model", at_least = "3x" }': 6,
    '{ quantity = "progress_rate", relative_to = "historical", rate_as = "growth", at_least = "3/2" }': 6,
    '{ quantity = "progress_rate", relative_to = "expected", rate_as = "factor", at_least = "2x" }': 6,
    '{ quantity = "benchmark", benchmark = "B", split = "hard", samples = "single", more_than = "50%" }': 6,
    '{ quantity = "benchmark", benchmark = "B", samples = "mean", at_least = "1300" }': 6,
    '{ quantity = "benchmark", benchmark = "B", relative_to = "last_assessment", at_least = "5%" }': 4,
    '{ quantity = "benchmark", relative_to = "outside_model", judged = "below", less_than = "0%" }': 4,
    '{ quantity = "training_compute", counting = "all", operator = "$operator", value = "1e25 FLOP" }': 28,
    '{ quantity = "training_compute", counting = "all", value = "unstated" }': 0,
}
"""Each leaf with how many cases are made for it."""


@pytest.mark.parametrize("leaf, made", LEAVES.items())
def test_cases_are_made_for_every_quantity_and_come_out_right(leaf: str, made: int) -> None:
    policy = policy_with(leaf, OPERATOR_IS_OPEN if "$operator" in leaf else "")
    found = generated(policy)
    assert found.gaps == ()
    assert [case.name(policy) for case in found.cases if case.found(policy) is not case.expected] == []
    assert len(found.cases) == made


def test_every_quantity_is_in_the_table() -> None:
    assert {name for name in QuantityName if not any(f'"{name.value}"' in leaf for leaf in LEAVES)} == set()


def with_leaf(policy: Policy, leaf: QuantityLeaf) -> Policy:
    (trigger,) = policy.trigger
    (entry,) = trigger.threshold
    changed = Threshold(from_=entry.from_, when=leaf, cite=entry.cite)
    return replace(policy, trigger=(replace(trigger, threshold=(changed,)),))


@pytest.mark.parametrize("leaf", [leaf for leaf, made in LEAVES.items() if made and "value" not in leaf])
def test_a_comparison_turned_round_is_noticed(leaf: str) -> None:
    policy = policy_with(leaf)
    (condition,) = (entry.when for entry in policy.trigger[0].threshold)
    assert isinstance(condition, QuantityLeaf)
    ((comparison, text),) = condition.comparisons().items()
    other = {"more_than": "less_than", "at_least": "at_most", "less_than": "more_than", "at_most": "at_least"}
    turned = with_leaf(policy, replace(condition, **{comparison.value: None, other[comparison.value]: text}))
    assert any(case.found(turned) is not case.expected for case in generated(policy).cases)


@pytest.mark.parametrize(
    "leaf, gap",
    [
        (
            '{ quantity = "effective_compute", more_than = "1e27 FLOP" }',
            "line: effective_compute: there is no maker for an absolute amount of effective compute",
        ),
        (
            '{ quantity = "effective_compute", relative_to = "last_assessment", at_least = "4x" }',
            "line: effective_compute: it names no counting rule",
        ),
        (
            '{ quantity = "effective_compute", relative_to = "base", counting = "few", at_least = "4x" }',
            "line: effective_compute: 'few' does not surely count the pre-training of the model that it is relative to",
        ),
    ],
)
def test_what_has_no_maker_is_a_gap_with_its_reason(leaf: str, gap: str) -> None:
    every = ", ".join(f'"{key.value}"' for key in policy_with().counting["all"].in_)
    few = f'[counting.few]\nbasis = "x"\nsilent = [{every}, "serve"]\n'
    assert generated(policy_with(leaf, few)).gaps == (gap,)


# --- the values beside a line ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line, unit, written",
    [
        (
            Fraction(10**25),
            " FLOP",
            [
                '"9.99999999999999e24 FLOP"',
                "9.99999999999999e24",
                '"1e25 FLOP"',
                "1e25",
                '"1.00000000000001e25 FLOP"',
                "1.00000000000001e25",
                "9999999999999999999999999",
                "10000000000000000000000000",
                "10000000000000000000000001",
            ],
        ),
        (
            Fraction(1, 3),
            "x",
            [
                '"3.33333333333333e-1x"',
                "3.33333333333333e-1",
                '"1/3x"',
                '"3.33333333333334e-1x"',
                "3.33333333333334e-1",
            ],
        ),
        (Fraction(0), "x", ['"0x"', "0.0", '"1e-15x"', "1e-15"]),
    ],
)
def test_the_values_beside_a_line(line: Fraction, unit: str, written: list[str]) -> None:
    assert [point.written for point in points(line, unit)] == written


@pytest.mark.parametrize(
    "line", [Fraction(1), Fraction(1, 3), Fraction(10**25), Fraction(7, 10**9), Fraction(10**40, 7)]
)
def test_they_lie_on_the_side_that_they_are_said_to(line: Fraction) -> None:
    for point in points(line, ""):
        value = Fraction(point.written.strip('"'))
        assert {Side.BELOW: value < line, Side.ON: value == line, Side.ABOVE: value > line}[point.side]
        assert abs(value - line) <= line / 10**13


def test_a_comparison_and_its_opposite_share_no_side() -> None:
    assert HOLDS[Comparison.MORE_THAN] | HOLDS[Comparison.AT_MOST] == set(Side)
    assert HOLDS[Comparison.AT_LEAST] | HOLDS[Comparison.LESS_THAN] == set(Side)
    assert number(Fraction(10**23, 3)) == f"{10**23}/3"
