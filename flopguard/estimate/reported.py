"""The reported method: the source states the amount itself."""

from __future__ import annotations

from flopguard.estimate.types import Estimated, Missing, Phase, figure_input, span
from flopguard.formula import Amount
from flopguard.manifest.training import Status
from flopguard.result import Step

METHOD = "reported"


def estimate(phase: Phase) -> Estimated | Missing:
    """The stated FLOP; for a run that is planned or goes on, the intended total where one is stated."""
    training = phase.training
    name, figure = "flop", training.flop
    planned = training.intended_total if training.status in (Status.PLANNED, Status.RUNNING) else None
    if planned is not None and not (figure is not None and figure.estimate.low > planned.estimate.low):
        name, figure = "intended_total", planned
    if figure is None:
        return Missing(method=METHOD, needs=(f"{phase.at}/flop",))
    amount = Amount.of(phase.input(figure, f"{phase.at}/{name}"))
    said = "intended" if name == "intended_total" else "stated"
    step = Step(
        what=f"{said} by the source", inputs=(figure_input(name, figure),), result=f"{span(amount.bounds())} FLOP"
    )
    source = figure.citation or training.source
    return Estimated(method=METHOD, amount=amount, evidence=figure.evidence.value, source=source, steps=(step,))
