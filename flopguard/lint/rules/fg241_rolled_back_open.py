"""FG241: steps that were thrown away, and not said whether they are in the figures of their run."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import central_of, factor, phase_of
from flopguard.lint.eu_lines import counted, turned_by_factor
from flopguard.lint.rule import Need, Subject, rule


@rule(
    "FG241",
    "rolled-back-open",
    severity=Severity.WARNING,
    needs=Need.VERDICTS,
    covers=("annex-failed-runs",),
)
def rolled_back_open(subject: Subject) -> Iterator[Finding]:
    """Steps that were thrown away may be in the figures of their run as well, where that turns a European line.

    ## Why
    The EU's guidelines do not say whether steps that were run, thrown away and run again count. Before that can be
    asked it must be known where they are: in the figures of the run, or only in a phase of their own.
    ## Seen
    The log of OPT-175B tells of some ninety restarts, and not whether what they repeated is in its 4.30e23 FLOP. That
    lies at no line, so that the rule is silent on it. (Source:
    facebookresearch/metaseq/projects/OPT/chronicles/final_update.md. Primary.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1.05e25 FLOP"
    [[training]]
    component = "run_rolled_back"
    flop = "1e24 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1.05e25 FLOP"
    rolled_back_included = false
    [[training]]
    component = "run_rolled_back"
    flop = "1e24 FLOP"
    ```
    """
    thrown = [part for part in subject.own_components if part.component == ComponentKey.RUN_ROLLED_BACK and part.flop]
    for component, figure in counted(subject) if thrown else ():
        phase = phase_of(subject, component)
        of_run = [part for part in thrown if part.run == component.run or not part.run]
        if phase is None or phase.component is not ComponentKey.PRETRAIN or phase.rolled_back_included is not None:
            continue
        share = sum((central_of(part.flop) for part in of_run if part.flop is not None), Fraction(0)) / figure
        least = 1 - share if share < 1 else Fraction(1)  # more than the figure itself cannot be in it
        line = turned_by_factor(subject, figure, least, 1 + share)
        if share and line is not None:
            yield Finding(
                at=f"{component.at}/flop",
                message=f"it is not said whether this figure holds the steps thrown away, which turns {line.name}",
                help="write rolled_back_included = true or false",
                factor=factor(least, 1 + share),
            )
