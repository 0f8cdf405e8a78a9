"""FG202: no training compute can be computed."""

from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Component

_ORDER: dict[str, int] = {key: number for number, key in enumerate(ComponentKey)}


@rule("FG202", "no-training-compute", severity=Severity.WARNING, needs=Need.COMPUTE)
def no_training_compute(subject: Subject) -> Iterator[Finding]:
    """A model of which no training compute can be computed.

    ## Why
    Every trigger on training compute stays undetermined: silence is not a small number.
    ## Seen
    Mixtral 8x7B has public weights and a public configuration, and nobody has said on how many tokens it was trained. A
    research data set has a figure for 1,379 of its 3,237 models. (Epoch AI, Data on AI Models,
    https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```toml
    [architecture]
    parameters = "46.7e9"
    active_parameters = "12.9e9"
    [[training]]
    component = "pretrain"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "70e9"
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    ```
    """
    assert subject.compute is not None
    if any(component.flop is not None for component in subject.compute.components):
        return
    phases = sorted(subject.own_components, key=_rank)
    gaps = [_gaps(component) for component in phases]
    yield Finding(
        at=phases[0].at if phases else "/model",
        message="no training compute follows from what is stated; every trigger on it stays undetermined",
        help=next(filter(None, gaps), "add [[training]] with flop, parameters and tokens, or chips and hours"),
    )


def _rank(component: Component) -> tuple[int, str]:
    """The main phases first, wherever they stand in the file."""
    return _ORDER.get(component.component, len(_ORDER)), component.name


def _gaps(component: Component) -> str:
    """What the three methods that lack least lack, the nearest first."""
    wanted = sorted(component.gaps, key=lambda gap: len(gap.needs))
    return "state one of: " + "; ".join(" and ".join(gap.needs) for gap in wanted[:3]) if wanted else ""
