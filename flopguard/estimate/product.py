"""Two stated figures of a phase that multiply to its compute."""

from __future__ import annotations

from flopguard.estimate.types import Estimated, Missing, Phase, figure_input, span
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount
from flopguard.result import Step


def product(phase: Phase, method: str, names: tuple[str, str]) -> Estimated | Missing:
    """The product of the two fields, or those that are missing. One solved back from a total confirms nothing."""
    stated = [(name, getattr(phase.training, name)) for name in names]
    known: list[tuple[str, Figure]] = [(name, figure) for name, figure in stated if figure is not None]
    if len(known) < len(stated):
        needs = tuple(f"{phase.at}/{name}" for name, figure in stated if figure is None)
        return Missing(method=method, needs=needs, begun=bool(known))
    first, second = (Amount.of(phase.input(figure, f"{phase.at}/{name}")) for name, figure in known)
    amount = first * second
    step = Step(
        what=" x ".join(name.replace("_", " ") for name, _ in known),
        inputs=tuple(figure_input(name, figure) for name, figure in known),
        result=f"{span(amount.bounds())} FLOP",
    )
    cited = dict.fromkeys(figure.citation or phase.training.source for _, figure in known)
    return Estimated(
        method=method,
        amount=amount,
        evidence=Evidence.DERIVED.value,
        source="; ".join(text for text in cited if text) or None,
        steps=(step,),
        independent=not any(figure.evidence is Evidence.DERIVED for _, figure in known),
    )
