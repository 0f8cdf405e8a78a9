"""The stated training compute in units that people know: petaflop/s-days, chip-years, multiples of known runs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flopguard.chips import Chip, find_chip
from flopguard.estimate.types import ActualCompute, as_range
from flopguard.formula import Amount, total
from flopguard.quantity import Estimate, exact_text
from flopguard.reference_models import find_reference
from flopguard.result import Equivalent
from flopguard.units import Dimension

PETAFLOP_S_DAY = Fraction(10**15 * 86400)
SECONDS_A_YEAR = Fraction(36525 * 864)
CHIP = "h100-sxm5-80gb"
KNOWN_RUNS = ("gpt-3-175b", "llama-3.1-405b")


def equivalents(compute: ActualCompute) -> tuple[Equivalent, ...]:
    """The sum of the model's own phases that have a central figure; nothing where none has one, or it is nothing."""
    own = [phase.chosen for phase in compute.phases if phase.origin is None]
    amounts = [chosen.amount for chosen in own if chosen is not None and chosen.amount.central() is not None]
    whole = _sum(amounts)
    if not amounts or whole.high == 0:
        return ()
    return tuple(_all(whole, _left_out(len(own) - len(amounts))))


def _sum(amounts: list[Amount]) -> Estimate:
    return total(amounts, Dimension.FLOP).bounds()


def _left_out(count: int) -> str:
    if not count:
        return ""
    return f"; {count} {'phase' if count == 1 else 'phases'} without a central figure left out"


def _all(flop: Estimate, left_out: str) -> Iterator[Equivalent]:
    yield _in("petaflop/s-days", flop, PETAFLOP_S_DAY, f"1 is {exact_text(PETAFLOP_S_DAY)} FLOP{left_out}")
    chip = find_chip(CHIP)
    assert isinstance(chip, Chip)
    peak = chip.peak_flop_per_s("bf16")
    assert peak is not None
    because = (
        f"one {chip.name} at 100% of its dense BF16 peak of {exact_text(peak)} FLOP/s for 365.25 days; "
        "a real run takes longer: divide by the utilisation"
    )
    yield _in("H100-years at full peak", flop, peak * SECONDS_A_YEAR, because + left_out)
    for id in KNOWN_RUNS:
        run = find_reference(id)
        assert run is not None
        assert run.published_flop is not None
        because = f"its published total is {run.published_flop} FLOP ({run.published_kind}), verified: {run.verified}"
        yield _in(f"times {run.name}", flop, Fraction(run.published_flop), because + left_out)


def _in(unit: str, flop: Estimate, one: Fraction, because: str) -> Equivalent:
    return Equivalent(unit=unit, amount=as_range(flop.scaled(1 / one)), because=because)
