from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.effective.curves.answer import Answer
from flopguard.effective.gains.grid import Grid, joint_over_product, log_share
from flopguard.effective.gains.matched import Run, gain_of_runs

above_zero = st.integers(1, 10**6).map(lambda number: Fraction(number, 1000))


@given(above_zero, above_zero, above_zero)
def test_the_shares_multiply_to_the_joint_gain_whatever_the_interaction(
    first: Fraction, second: Fraction, joint: Fraction
) -> None:
    grid = Grid.of_gains(first=first, second=second, joint=joint)
    one, other = grid.shares
    assert float(one * other) == pytest.approx(float(joint), rel=1e-20)
    assert grid.one_at_a_time * grid.interaction == joint


@given(above_zero, above_zero, above_zero)
def test_the_two_ways_to_state_a_grid_agree(first: Fraction, second: Fraction, joint: Fraction) -> None:
    grid = Grid.of_gains(first=first, second=second, joint=joint)
    assert Grid.of_first(alone=first, on_second=joint / second, joint=joint) == grid


def test_changes_without_interaction_keep_their_gains() -> None:
    grid = Grid.of_gains(first=Fraction(4), second=Fraction(9), joint=Fraction(36))
    assert grid.interaction == 1
    assert grid.shares == (Decimal(4), Decimal(9))
    assert joint_over_product(Fraction(36), [Fraction(4), Fraction(9)]) == 1


def test_what_has_no_growth_has_no_shares() -> None:
    assert log_share(Fraction(4), Fraction(2)) + log_share(Fraction(2), Fraction(4)) == 1
    with pytest.raises(ValueError, match="no shares"):
        log_share(Fraction(2), Fraction(1, 2))


@pytest.mark.parametrize(
    "new, old, lower_is_better, kind",
    [
        ("0.5", "0.5", False, "value"),
        ("0.6", "0.5", False, "at_least"),
        ("0.4", "0.5", False, "at_most"),
        ("2.0", "2.1", True, "at_least"),
        ("2.2", "2.1", True, "at_most"),
    ],
)
def test_two_runs_give_a_factor_only_at_equal_scores(new: str, old: str, lower_is_better: bool, kind: str) -> None:
    found: Answer = gain_of_runs(run(1, new), run(3, old), lower_is_better=lower_is_better)
    assert found.kind == kind
    assert found.value == Decimal(3)


def run(compute: int, score: str) -> Run:
    return Run(Decimal(compute), Decimal(score))
