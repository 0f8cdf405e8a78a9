"""Chips in one item of a list and the time that they ran in another, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from flopguard.claims.grammar.numbers import ABOUT
from flopguard.claims.grammar.sentence import Amount
from flopguard.claims.grammar.times import HOURS


def combined(amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts of a list; where it has one number of chips and one time, the time becomes the chip-hours."""
    chips = [amount for amount in amounts if amount.quantity == "chips"]
    times = [amount for amount in amounts if amount.quantity == "hardware_time"]
    stated = any(amount.quantity == "chip_hours" for amount in amounts)
    if stated or len(chips) != 1 or len(times) != 1:
        return list(amounts)
    return [_ran_for(chips[0], amount) if amount is times[0] else amount for amount in amounts]


def _ran_for(chips: Amount, time: Amount) -> Amount:
    count = chips.value or Fraction(0)
    least, mean, most = HOURS[time.unit.removesuffix("s")]
    low, value, high = (time.low or time.value, time.value, time.high or time.value)
    exact = least == most and time.low is None
    return replace(
        time,
        quantity="chip_hours",
        unit=f"{chips.unit.removesuffix('s')}-hours",
        value=_product(count, value, mean),
        low=None if exact else _product(count, low, least),
        high=None if exact else _product(count, high, most),
        bound=time.bound or chips.bound or ("" if exact else ABOUT),
        hardware=chips.hardware or time.hardware,
    )


def _product(count: Fraction, time: Fraction | None, hours: Fraction) -> Fraction | None:
    return None if time is None else count * time * hours
