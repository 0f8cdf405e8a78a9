"""FG223: steps that were thrown away are in the run's figures and a phase of their own."""

from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.manifest.training import Training


@rule("FG223", "rolled-back-twice", covers=("annex-failed-runs",))
def rolled_back_twice(subject: Subject) -> Iterator[Found]:
    """A run whose figures hold the steps that were thrown away, and a phase for these steps beside it.

    ## Why
    Steps that were run, thrown away and run again were run twice, and count as often where a text counts them. In
    the figures of the run and in a phase of their own they count once too often.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "372e9"
    rolled_back_included = true
    [[training]]
    component = "run_rolled_back"
    tokens = "6e9"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "366e9"
    rolled_back_included = false
    [[training]]
    component = "run_rolled_back"
    tokens = "6e9"
    ```
    """
    yield from _nowhere(subject.card.training)
    holding = [phase for phase in subject.card.training if phase.rolled_back_included]
    for number, phase in enumerate(subject.card.training):
        if phase.component is ComponentKey.RUN_ROLLED_BACK and any(_of_one_run(phase, other) for other in holding):
            yield Finding(
                at=f"/training/{number}/component",
                message="these steps are in the figures of their run as well, which says rolled_back_included = true",
                help="delete the phase; or state the run without them, and rolled_back_included = false",
            )


def _nowhere(phases: tuple[Training, ...]) -> Iterator[Rated]:
    """Steps that are said to be left out and stand in no phase either."""
    thrown_away = [phase for phase in phases if phase.component is ComponentKey.RUN_ROLLED_BACK]
    for number, phase in enumerate(phases):
        if phase.rolled_back_included is False and not any(_of_one_run(phase, other) for other in thrown_away):
            finding = Finding(
                at=f"/training/{number}/rolled_back_included",
                message="steps were thrown away and run again, and are neither in this phase nor in one of their own",
                help='add a phase with component = "run_rolled_back", without a figure if none is known',
            )
            yield Rated(finding, Severity.WARNING)


def _of_one_run(one: Training, other: Training) -> bool:
    return one is not other and (one.run is None or other.run is None or one.run == other.run)
