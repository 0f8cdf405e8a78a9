"""FG322: intervals of different levels in one product."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Enhancement
from flopguard.fields import Figure
from flopguard.finding import Finding, Severity
from flopguard.lint.gains import enhancement_words, governing_definition, is_hardware
from flopguard.lint.rule import Subject, rule


@rule("FG322", "mixed-levels", severity=Severity.WARNING, covers=("confidence-level-mismatch",))
def mixed_levels(subject: Subject) -> Iterator[Finding]:
    """Gains of one product whose intervals hold different shares of chances.

    ## Why
    The ends of a 95 % interval lie a fifth farther out than those of a 90 % one. Multiplied end by end, the product
    has neither level. Two published ranges for one rate are 4.5 to 14.3 at 95 % and 2 to 22 at 90 %.
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = { low = "2.5", high = "3.8", level = "90%" }
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = { low = "1.4", high = "2.1", level = "95%" }
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = { low = "2.5", high = "3.8", level = "90%" }
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = { low = "1.45", high = "2.04", level = "90%" }
    ```
    """
    first: dict[str, tuple[Fraction, str]] = {}
    for number, enhancement in enumerate(subject.card.enhancement):
        figure = _with_level(enhancement)
        if figure is None or is_hardware(enhancement):
            continue
        definition = governing_definition(enhancement, subject.card)
        level, name = first.setdefault(definition.id if definition else "", (figure.level, enhancement.name))
        if figure.level != level:
            yield Finding(
                at=f"/enhancement/{number}/gain",
                message=f"{enhancement_words(enhancement)} has an interval at {_percent(figure.level)}, "
                f'that of "{name[:60]}" is at {_percent(level)}',
                help=f"give both at one level, such as {_percent(level)}",
            )


def _with_level(enhancement: Enhancement) -> Figure | None:
    figure = enhancement.gain
    return figure if figure is not None and not figure.estimate.is_point and figure.level_stated else None


def _percent(level: Fraction) -> str:
    return f"{float(level * 100):.4g} %"
