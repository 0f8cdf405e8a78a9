"""Laws of the methods on generated figures: more is no less, units change nothing, parts of a phase are the whole."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.estimate.types import Estimated
from flopguard.quantity import Estimate
from tests.estimate.support import compute_of, phase_of

whole = st.integers(1, 60)
FIGURES = {
    "rate-time": ("rate", "duration"),
    "per-item": ("flop_per_item", "items"),
    "parameters-tokens": ("parameters", "unique_tokens", "epochs"),
}
KINDS = {
    "rate-time": st.sampled_from(["", 'rate_kind = "model"\n', 'rate_kind = "hardware"\nrecomputation = "full"\n']),
    "per-item": st.just(""),
    "parameters-tokens": st.sampled_from(
        [
            "",
            'passes = "forward"\n',
            "trainable_parameters = 3\n",
            'trainable_parameters = 3\ntrained = "adapters"\n',
            'trainable_parameters = "50%"\ntrained = "upper_layers"\n',
            'trainable_parameters = "50%"\ntrained = "head"\n',
        ]
    ),
}
CHIP = 'peak = "1 PFLOP/s", utilisation = "40%", utilisation_kind = "hfu"'


def stated(figures: dict[str, str], more: str) -> str:
    lines = "".join(f'{name} = "{figure}"\n' for name, figure in figures.items())
    return f'[[training]]\ncomponent = "pretrain"\n{lines}{more}'


def bounds(text: str, method: str) -> Estimate:
    found = phase_of(text)
    answers = [answer for answer in (found.chosen, *found.others) if answer is not None and answer.method == method]
    assert answers, found.gaps
    return answers[0].amount.bounds()


def no_less(one: Estimate, other: Estimate) -> bool:
    pairs = ((one.low, other.low), (one.central, other.central), (one.high, other.high))
    return all(a is not None and b is not None and a >= b for a, b in pairs)


@pytest.mark.parametrize("method", FIGURES)
@given(data=st.data())
def test_more_of_a_figure_is_no_less(method: str, data: st.DataObject) -> None:
    names = FIGURES[method]
    # From 4 parameters on, so that the trained part is a part of them.
    figures = {name: data.draw(whole) + 4 for name in names}
    more = data.draw(KINDS[method])
    raised = {**figures, data.draw(st.sampled_from(names)): 0}
    name = next(name for name, value in raised.items() if value == 0)
    raised[name] = figures[name] + data.draw(whole)
    few, many = (
        bounds(stated({key: str(value) for key, value in values.items()}, more), method) for values in (figures, raised)
    )
    assert no_less(many, few)


@pytest.mark.parametrize("method", FIGURES)
@given(data=st.data())
def test_a_wider_figure_is_a_wider_amount(method: str, data: st.DataObject) -> None:
    figures = {name: str(data.draw(whole) + 4) for name in FIGURES[method]}
    more = data.draw(KINDS[method])
    name = data.draw(st.sampled_from(FIGURES[method]))
    ends = f"{int(figures[name]) - data.draw(st.integers(0, 1))}..{int(figures[name]) + data.draw(whole)}"
    narrow, wide = (bounds(stated(values, more), method) for values in (figures, {**figures, name: ends}))
    assert narrow.high is not None
    assert wide.high is not None
    assert wide.low <= narrow.low <= narrow.high <= wide.high


def energy(wh: int, pue: str, watts: int) -> Estimate:
    entry = f'{CHIP}, energy = "{wh} Wh", pue = "{pue}", power = "{watts} W"'
    return bounds(f'[[training]]\ncomponent = "pretrain"\nhardware = [{{ {entry} }}]', "energy")


@given(whole, st.integers(0, 5), whole, whole)
def test_more_energy_is_more_and_more_power_or_overhead_less(wh: int, tenths: int, watts: int, more: int) -> None:
    plain = energy(wh, f"1.{tenths}", watts)
    assert no_less(energy(wh + more, f"1.{tenths}", watts), plain)
    assert no_less(plain, energy(wh, f"1.{tenths}", watts + more))
    assert no_less(plain, energy(wh, f"1.{tenths + 1}", watts))


UNITS = [
    ("rate-time", {"rate": "4e18", "duration": "864000"}, {"rate": "4 EFLOP/s", "duration": "10 days"}),
    ("per-item", {"flop_per_item": "3e13", "items": "12e8"}, {"flop_per_item": "30 TFLOP", "items": "1.2 billion"}),
    (
        "parameters-tokens",
        {"parameters": "7e9", "unique_tokens": "771e9", "epochs": "2.5"},
        {"parameters": "7B", "unique_tokens": "0.771T", "epochs": "250%"},
    ),
]


@pytest.mark.parametrize("method, plain, with_units", UNITS)
def test_units_change_nothing(method: str, plain: dict[str, str], with_units: dict[str, str]) -> None:
    one, other = (bounds(stated(figures, ""), method) for figures in (plain, with_units))
    assert (one.low, one.central, one.high) == (other.low, other.central, other.high)


def sums(text: str) -> tuple[Fraction, ...]:
    answers: list[Estimated] = [phase.chosen for phase in compute_of(text).phases if phase.chosen]
    ends = [(answer.amount.bounds().low, answer.amount.bounds().high or Fraction(0)) for answer in answers]
    return tuple(map(sum, zip(*ends, strict=True)))  # type: ignore[arg-type]


@pytest.mark.parametrize("method, split", [(m, FIGURES[m][1]) for m in FIGURES])
@given(data=st.data())
def test_the_parts_of_a_phase_are_the_whole(method: str, split: str, data: st.DataObject) -> None:
    figures = {name: data.draw(whole) + 4 for name in FIGURES[method]}
    first = data.draw(st.integers(1, figures[split] - 1))
    more = data.draw(KINDS[method])
    parts = [{**figures, split: part} for part in (figures[split], first, figures[split] - first)]
    one, *two = (stated({key: str(value) for key, value in part.items()}, more) for part in parts)
    assert sums(one) == sums("".join(two))


@given(whole, whole)
def test_the_parts_of_an_energy_are_the_whole(first: int, second: int) -> None:
    head = '[[training]]\ncomponent = "pretrain"\nhardware = '
    one, *two = (
        f'{{ {CHIP}, energy = "{wh} Wh", pue = 1, power = "300 W" }}' for wh in (first + second, first, second)
    )
    assert sums(f"{head}[{one}]") == sums(f"{head}[{', '.join(two)}]")
