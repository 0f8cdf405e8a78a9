"""FG102: a unit that is not known, or that stands for amounts and for rates."""

from collections.abc import Iterator

from flopguard.finding import Finding, Fix
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule
from flopguard.source import Source


@rule("FG102", "unknown-unit", needs=Need.PROBLEMS, covers=("trap-19", "trap-22"), fixes=("safe", "unsafe"))
def unknown_unit(subject: Subject) -> Iterator[Finding]:
    """A unit that is not known, or that stands for amounts and for rates.

    ## Why
    `FLOPS` is written for operations and for operations per second; the two differ by the running time of
    the run.
    ## Seen
    The card of Nemotron-Nano-9B-v2 gives its cumulative compute as 1.53E+24 FLOPS, and the notes on Granite 3.0 and
    EXAONE 3.0 write a total in the same way. Copied into a manifest it is refused until the unit says which is meant:
    (Epoch AI, Data on AI Models, https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1.53E+24 FLOPS"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3.8e25 FLOPS"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3.8e25 FLOP"
    ```
    """
    yield from problems_of_kind(subject, "unknown-unit", _mended)


def _mended(finding: Finding, source: Source) -> Fix | None:
    from flopguard.lint.fixes.units import fix_of_unit  # few files have this fault

    return fix_of_unit(finding, source)
