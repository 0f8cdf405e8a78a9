"""The forms in which the evidence for a gain may come, and the factor that each gives at a compute.

A factor that depends on scale is read at the compute that the chain of gains reached, on the side on which it was
measured: of the new recipe, which is the run's own, or of the baseline, which is that times the gain.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

from flopguard.definition.types import Enhancement, Measurement, Side
from flopguard.effective.distance import Distance, Range, distance, in_flop
from flopguard.effective.gains.forms import forms_of
from flopguard.effective.gains.loglog import LogLog
from flopguard.effective.gains.samples import of_samples, with_geometric_deviation
from flopguard.effective.intervals import at_default_level
from flopguard.estimate.types import span
from flopguard.fields import Figure
from flopguard.quantity import DEFAULT_LEVEL, Estimate, interval
from flopguard.units import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A factor at a scale: the estimate, and the compute on the gain's own side at which it was read."""

    factor: Estimate
    scale: Estimate | None
    reached: Estimate | None = None
    """The compute of the new recipe, where the factor was read by that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(ABC):
    """What is known of the factor of one gain. `level` is None where its interval holds no stated share of chances."""

    level: Fraction | None = DEFAULT_LEVEL
    how: str = ""
    """How the factor follows from what is stated, where that is not the factor itself."""
    measured: Range | None = None
    """The compute range of the measurements, where the form itself says it."""

    @abstractmethod
    def read(self, reached: Estimate | None, side: Side | None) -> Read | str:
        """The factor where the new recipe has the compute `reached`, or why there is none."""

    def distance(self, found: Read, measured: Range) -> Distance | None:
        """How far outside what was measured the factor was read; None where the scale has no known end."""
        return None if found.scale is None else distance(found.scale, measured)

    def used_at(self, found: Read, measured: Range) -> str:
        """Where the factor was read, in words."""
        assert found.scale is not None
        return f"used at {in_flop(found.scale)}"

    @property
    @abstractmethod
    def stated(self) -> str:
        """What is stated, as a step shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Evidence):
    """One factor, whatever the compute."""

    estimate: Estimate

    def read(self, reached: Estimate | None, side: Side | None) -> Read:
        """The factor itself; its scale on the side of the baseline has the factor in it."""
        scale = times(reached, self.estimate) if reached is not None and side == "baseline" else reached
        return Read(factor=self.estimate, scale=scale)

    @property
    def stated(self) -> str:
        """The factor."""
        return span(self.estimate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Evidence):
    """A factor measured at several scales: between them linear in log gain over log compute, outside the nearest."""

    low: LogLog
    central: LogLog | None
    high: LogLog

    def read(self, reached: Estimate | None, side: Side | None) -> Read | str:
        """The factor over the whole range of the compute reached, each end of it by its own line of points."""
        if reached is None or side is None:
            return "the compute at which it is used is not known, and it depends on it"
        low, central, high = self._lines(side)
        if low is None or high is None or (self.central is not None and central is None):
            return "it grows faster than the compute of the baseline itself, so that one run has several factors"
        factor = Estimate(
            low.least(reached.low, reached.high),
            None if central is None or reached.central is None else central.at(reached.central),
            high.most(reached.low, reached.high),
            Dimension.RATIO,
        )
        factor = factor if factor.central is not None else interval(factor.low, factor.high, Dimension.RATIO)
        return Read(factor=factor, scale=reached if side == "new" else times(reached, factor))

    def _lines(self, side: Side) -> tuple[LogLog | None, LogLog | None, LogLog | None]:
        """The lines of points by the compute of the new recipe."""
        if side == "new":
            return self.low, self.central, self.high
        return self.low.on_new_side(), self.central and self.central.on_new_side(), self.high.on_new_side()

    @property
    def stated(self) -> str:
        """Where the measurements lie and what they gave."""
        return f"{self.low} to {self.high}" if self.low != self.high else str(self.low)


def evidence_of(enhancement: Enhancement) -> Evidence | str:
    """The evidence for a gain in the one form that is stated, or what is wrong: a text that follows its name.

    A gain that follows from two curves is read by `curve_pair`, which knows the curves.
    """
    forms = forms_of(enhancement)
    if not forms:
        return "lacks gain"
    if len(forms) > 1:
        return f"is stated in {len(forms)} forms ({', '.join(forms)}): keep one"
    if enhancement.gsd is not None and forms != ("gain",):
        return f"has a geometric standard deviation (gsd), which goes with gain and not with {forms[0]}"
    if enhancement.gain is not None:
        return _of_figure(enhancement)
    if enhancement.samples:
        return _of_samples(enhancement)
    return _of_points(enhancement) if enhancement.gain_at else "is stated by two curves, which are not at hand"


def _of_figure(enhancement: Enhancement) -> Evidence | str:
    figure = enhancement.gain
    assert figure is not None
    if 0 in (figure.estimate.central, figure.estimate.high):
        return "is 0, which no gain can be"
    if enhancement.gsd is None:
        return _of_interval(figure)
    found = with_geometric_deviation(figure.estimate, enhancement.gsd.estimate)
    if isinstance(found, str):
        return found
    how = f"median and geometric standard deviation {span(enhancement.gsd.estimate)}, log-normal at 90%"
    return Constant(estimate=found, how=how)


def _of_interval(figure: Figure) -> Evidence | str:
    """The factor as stated; an interval that holds fewer chances than those beside it is brought to their level."""
    found = at_default_level(figure.estimate, figure.level)
    if found is None:
        return _SAYS_NOTHING
    if found == figure.estimate:
        return Constant(estimate=figure.estimate, level=figure.level)
    how = (
        f"stated at {float(figure.level):.0%} as {span(figure.estimate)}, as a log-normal at {float(DEFAULT_LEVEL):.0%}"
    )
    return Constant(estimate=found, how=how)


_SAYS_NOTHING = "has an interval at so low a level that it says nothing"


def _of_samples(enhancement: Enhancement) -> Evidence | str:
    found = of_samples([figure.estimate for figure in enhancement.samples])
    return found if isinstance(found, str) else Constant(estimate=found.estimate, level=found.level, how=found.how)


def _of_points(enhancement: Enhancement) -> Evidence | str:
    stated = [(p.compute.estimate.low, p) for p in enhancement.gain_at if p.compute and p.gain]
    points = sorted(stated, key=lambda pair: pair[0])
    computes = [compute for compute, _ in points]
    if len(points) < len(enhancement.gain_at) or any(not p.compute.estimate.is_point for _, p in points if p.compute):
        return "has a point of gain_at whose compute is not one value"
    if not all(computes) or len(set(computes)) < len(computes):
        return "has points of gain_at at a compute of 0, or two at the same compute"
    brought = [at_default_level(p.gain.estimate, p.gain.level) for _, p in points if p.gain]
    gains = [gain for gain in brought if gain is not None]
    if len(gains) < len(brought):
        return _SAYS_NOTHING
    ends = [(gain.low, gain.high) for gain in gains if gain.low > 0 and gain.high is not None]
    if len(ends) < len(gains):
        return "has a point of gain_at that is a bound or 0, between which nothing can be read"
    centrals = [(c, gain.central) for c, gain in zip(computes, gains, strict=True) if gain.central is not None]
    levels = {max(p.gain.level, DEFAULT_LEVEL) for _, p in points if p.gain and not p.gain.estimate.is_point}
    return Points(
        low=LogLog(tuple((c, low) for c, (low, _) in zip(computes, ends, strict=True))),
        central=LogLog(tuple(centrals)) if len(centrals) == len(gains) else None,
        high=LogLog(tuple((c, high or low) for c, (low, high) in zip(computes, ends, strict=True))),
        level=min(levels) if levels else DEFAULT_LEVEL,
        how="read between its points, linear in log gain over log compute, and from the nearest point outside them",
        measured=(computes[0], computes[-1]),
    )


# --- before and after ----------------------------------------------------------------------------------------------


def quotient(stated: Measurement | None) -> Range | None:
    """The least and the greatest value of before over after, where both are known and above zero."""
    if stated is None or stated.before is None or stated.after is None:
        return None
    before, after = stated.before.estimate, stated.after.estimate
    if not before.low or not after.low or before.high is None or after.high is None:
        return None
    return before.low / after.high, before.high / after.low


def times(compute: Estimate | None, factor: Estimate) -> Estimate | None:
    """A compute times a factor, their ends as if both moved together."""
    if compute is None:
        return None
    high = None if compute.high is None or factor.high is None else compute.high * factor.high
    central = None if compute.central is None or factor.central is None else compute.central * factor.central
    return Estimate(compute.low * factor.low, central, high, compute.dimension)
