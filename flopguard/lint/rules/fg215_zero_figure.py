"""FG215: a figure of 0 where some work is described."""

from collections.abc import Iterator

from flopguard.fields import Figure
from flopguard.finding import Finding
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Hardware, Training


@rule("FG215", "zero-figure")
def zero_figure(subject: Subject) -> Iterator[Finding]:
    """A phase described by a figure of 0: no tokens, no chips, no hours, or no use made of them.

    ## Why
    Compute is a product. One factor of 0 makes the phase cost nothing, whatever else is stated of it, and what was
    a blank in a form becomes a training run below every line.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", count = 0, hours = 1800 }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", count = 16384, hours = 1800 }]
    ```
    """
    for number, phase in enumerate(subject.card.training):
        for at, name, figure in _factors(phase):
            if figure is not None and figure.estimate.high == 0:
                yield Finding(
                    at=f"/training/{number}/{at}{name}",
                    message=f"{name} is 0: by that the phase took nothing at all",
                    help=f'leave {name} out where it is not known; a component that took nothing is flop = "0"',
                )


def _factors(phase: Training) -> Iterator[tuple[str, str, Figure | None]]:
    """The figures that a method multiplies: the table that they stand in and their names."""
    yield "", "tokens", phase.tokens
    for number, entry in enumerate(phase.hardware):
        yield from ((f"hardware/{number}/", name, figure) for name, figure in _of_hardware(entry))


def _of_hardware(entry: Hardware) -> Iterator[tuple[str, Figure | None]]:
    yield "count", entry.count
    yield "hours", entry.hours
    yield "chip_hours", entry.chip_hours
    yield "utilisation", entry.utilisation
