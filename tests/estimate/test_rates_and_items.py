"""A rate over a time, and so much an item, as the compute of a training phase."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flopguard.estimate.types import Estimated
from flopguard.manifest.load import load_text
from flopguard.result import Step, StepInput
from tests.estimate.support import HEAD, phase_of

TRAINING = '[[training]]\ncomponent = "pretrain"\n'
Ends = tuple[str | None, str | None, str | None]


def ends(estimated: Estimated) -> tuple[Fraction | None, ...]:
    bounds = estimated.amount.bounds()
    return bounds.low, bounds.central, bounds.high


def exact(*values: str | None) -> tuple[Fraction | None, ...]:
    return tuple(None if value is None else Fraction(value) for value in values)


def chosen(lines: str) -> Estimated:
    found = phase_of(TRAINING + lines)
    assert found.chosen is not None, found.gaps
    return found.chosen


RATE = 'rate = "4 EFLOP/s"\nduration = "10 days"\n'
ITEMS = 'flop_per_item = "3e13"\nitems = "1.2e9"\n'


@pytest.mark.parametrize(
    "lines, method, expected, assumptions",
    [
        (RATE + 'rate_kind = "model"', "rate-time", ("3.456e24", "3.456e24", "3.456e24"), 0),
        (RATE + 'rate_kind = "hardware"', "rate-time", ("2.592e24", "3.456e24", "3.456e24"), 1),
        (RATE + 'rate_kind = "hardware"\nrecomputation = "none"', "rate-time", ("3.456e24",) * 3, 0),
        (
            RATE + 'rate_kind = "hardware"\nrecomputation = "full"',
            "rate-time",
            ("2.592e24", "2.592e24", "2.8135296e24"),
            1,
        ),
        (RATE + 'rate_kind = "peak"', "rate-time", ("5.184e23", "1.14048e24", "1.9008e24"), 1),
        (RATE, "rate-time", ("2.592e24", "3.456e24", "3.456e24"), 1),
        ('rate = "4e18"\nduration = 864000\nrate_kind = "model"', "rate-time", ("3.456e24",) * 3, 0),
        ('rate = "<4e18"\nduration = 864000\nrate_kind = "model"', "rate-time", ("0", None, "3.456e24"), 0),
        ('rate = "1..4 EFLOP/s"\nduration = "1..4 s"\nrate_kind = "model"', "rate-time", ("1e18", "4e18", "1.6e19"), 0),
        (ITEMS, "per-item", ("3.6e22", "3.6e22", "3.6e22"), 0),
        ('flop_per_item = ">=3e13"\nitems = 2', "per-item", ("6e13", None, None), 0),
    ],
)
def test_two_figures_multiply(lines: str, method: str, expected: Ends, assumptions: int) -> None:
    found = chosen(lines)
    assert (found.method, found.evidence, len(found.assumptions)) == (method, "derived", assumptions)
    assert ends(found) == exact(*expected)
    assert found.independent


def test_a_rate_whose_kind_is_not_stated_may_be_a_peak() -> None:
    """What is assumed is that it was achieved; without assumptions it could be any share."""
    (assumption,) = chosen(RATE).assumptions
    assert assumption.input.widest is not None
    assert (assumption.input.widest.low, assumption.input.widest.high) == (0, 1)
    assert str(assumption).startswith(
        "that share of the rate that is the model's own is 0.75 .. 1.0 (central 1.0): it is not stated whether"
    )


@pytest.mark.parametrize(
    "lines, gaps",
    [
        ('rate = "4 EFLOP/s"', {"rate-time": ("/training/0/duration",)}),
        ('duration = "4 days"', {"rate-time": ("/training/0/rate",)}),
        ('items = 4\nrate_kind = "model"', {"per-item": ("/training/0/flop_per_item",)}),
        ("", {}),
    ],
)
def test_what_is_missing_is_named_where_something_is_stated(lines: str, gaps: dict[str, tuple[str, ...]]) -> None:
    found = phase_of(TRAINING + lines)
    assert found.chosen is None
    assert {gap.method: gap.needs for gap in found.gaps if gap.method in ("rate-time", "per-item")} == gaps


def test_the_steps_show_the_figures_with_their_sources() -> None:
    found = chosen(
        'source = "the report"\nrate = { value = "4 EFLOP/s", source = "the log" }\nduration = "10 days"\n'
        'rate_kind = "model"'
    )
    assert found.steps == (
        Step(
            what="rate x duration",
            inputs=(
                StepInput(name="rate", value="4 EFLOP/s", evidence="reported", source="the log"),
                StepInput(name="duration", value="10 days", evidence="reported"),
            ),
            result="3.5e24 FLOP",
        ),
    )
    assert found.source == "the log; the report"


@pytest.mark.parametrize(
    "figure",
    [
        'rate = { value = "4 EFLOP/s", evidence = "derived" }\nduration = 10',
        'flop_per_item = { value = "3e13", evidence = "derived" }\nitems = 10',
    ],
)
def test_a_figure_solved_back_from_a_total_confirms_nothing(figure: str) -> None:
    found = phase_of(f'{TRAINING}flop = "1e24"\n{figure}')
    assert [answer.independent for answer in found.others] == [False]


def test_the_order_in_which_they_are_preferred() -> None:
    """What was achieved in a time and the utilisation over that time are one measurement, told twice."""
    shape = '[architecture]\nparameters = "1e9"\n'
    found = phase_of(f'{shape}{TRAINING}tokens = "1e12"\n{RATE}{ITEMS}hardware = [{{ peak = 1e15, chip_hours = 1 }}]')
    assert found.chosen is not None
    order = [found.chosen.method, *(answer.method for answer in found.others)]
    assert order == ["per-item", "parameters-tokens", "rate-time", "hardware-time"]
    assert [answer.independent for answer in found.others] == [True, True, False]


FACTORS = ("rate", "duration", "flop_per_item", "items", "unique_tokens", "epochs", "steps", "tokens_per_step")


@pytest.mark.parametrize("name", FACTORS)
def test_a_factor_of_nothing_is_no_figure(name: str) -> None:
    """It would make a phase cost nothing, whatever else is stated of it."""
    (problem,) = load_text(f"{HEAD}{TRAINING}{name} = 0\n").problems
    assert (problem.kind, problem.message) == ("number-out-of-range", "0 is not a possible value here")
