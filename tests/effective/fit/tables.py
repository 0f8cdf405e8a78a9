"""Tables of points made from a stated law, with and without noise; the noise is the same ones every time."""

from collections.abc import Callable, Sequence
from math import exp, log10
from random import Random

from flopguard.effective.fit.points import Columns, Points, read_points

Law = Callable[[float], float]


def scales(low: float, high: float, count: int) -> list[float]:
    """Computes at equal distances of their logarithm, in exponents of 10."""
    return [10 ** (low + (high - low) * number / (count - 1)) for number in range(count)]


def points(law: Law, computes: Sequence[float], noise: float = 0, seed: int = 1, relative: bool = True) -> Points:
    """The law at these computes; noise is a standard deviation, of ln(score) where relative."""
    random = Random(seed)
    rows = []
    for compute in computes:
        off = random.gauss(0, noise) if noise else 0.0
        score = law(compute) * exp(off) if relative else law(compute) + off
        rows.append(f"{compute!r},{score!r}")
    return read_points("compute,score\n" + "\n".join(rows).replace("e+", "e"), "p.csv", Columns(named={}))


def power(compute: float) -> float:
    """Floor 1.7, coefficient 1000, exponent 0.15."""
    return 1.7 + 1000 * compute**-0.15


def logistic(compute: float) -> float:
    """From 0.25 to 0.95 around 1e24 by 2 for each tenfold."""
    return 0.25 + 0.7 / (1 + exp(-2 * (log10(compute) - 24)))


def line(compute: float) -> float:
    """0.4 at 1e24, and 0.12 for each tenfold."""
    return 0.4 + 0.12 * (log10(compute) - 24)


def frontier_points(noise: float = 0, seed: int = 1) -> Points:
    """A grid of parameters and tokens under 1.8 + 480 N^-0.35 + 2100 D^-0.37."""
    random = Random(seed)
    rows = []
    for parameters in scales(8, 10.5, 6):
        for ratio in (3.0, 10.0, 30.0, 100.0):
            tokens = ratio * parameters
            loss = 1.8 + 480 * parameters**-0.35 + 2100 * tokens**-0.37
            rows.append(f"{parameters!r},{tokens!r},{loss * exp(random.gauss(0, noise) if noise else 0.0)!r}")
    text = "parameters,tokens,score\n" + "\n".join(rows)
    return read_points(text, "p.csv", Columns(named={}, frontier=True))
