"""FG322: intervals of different levels in one product."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Enhancement
from flopguard.fields import Figure
from flopguard.finding import Finding, Severity
from flopguard.lint.gains import enhancement_words
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import stacks
from flopguard.quantity import DEFAULT_LEVEL


@rule("FG322", "mixed-levels", severity=Severity.WARNING, covers=("confidence-level-mismatch",))
def mixed_levels(subject: Subject) -> Iterator[Finding]:
    """Gains of one product whose intervals hold different shares of chances.

    ## Why
    The ends of a 95 % interval lie a fifth farther out than those of a 90 % one. Multiplied end by end, the product
    has neither level. Two published ranges for one rate are 4.5 to 14.3 at 95 % and 2 to 22 at 90 %.
    ## Seen
    For one rate of progress in language models the preprint has 4.5 to 14.3 months a doubling at 95 %, and the version
    of the conference about 2 to 22 at 90 % (case L06). (Source: https://arxiv.org/abs/2403.05812. Primary.)
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
    for stack in stacks(subject.card):
        stated = [(entry, figure) for entry in stack.entries if (figure := _with_level(entry.enhancement))]
        usual = _usual([figure.level for _, figure in stated])
        names = [entry.enhancement.name for entry, figure in stated if figure.level == usual]
        for entry, figure in stated:
            if figure.level != usual:
                yield Finding(
                    at=f"{entry.at}/gain",
                    message=f"{enhancement_words(entry.enhancement)} has an interval at {_percent(figure.level)}, "
                    f'that of "{min(names)[:60]}" is at {_percent(usual)}',
                    help=f"give both at one level, such as {_percent(usual)}",
                )


def _usual(levels: list[Fraction]) -> Fraction:
    """The level of most intervals, and of several such ones the lowest, whatever the order of the file."""
    return min(levels, key=lambda level: (-levels.count(level), level), default=DEFAULT_LEVEL)


def _with_level(enhancement: Enhancement) -> Figure | None:
    figure = enhancement.gain
    return figure if figure is not None and not figure.estimate.is_point and figure.level_stated else None


def _percent(level: Fraction) -> str:
    return f"{float(level * 100):.4g} %"
