"""FG211: a run that is to come to less than is spent already."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Status


@rule("FG211", "intended-below-spent")
def intended_below_spent(subject: Subject) -> Iterator[Finding]:
    """An intended total below what is spent already.

    ## Why
    Of a run that is planned or goes on, `flop` is what was spent so far and `intended_total` what it is to come
    to. A total that is below a part of it is wrong, and a plan below a line hides that the line is crossed.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    status = "running"
    flop = "2e25 FLOP"
    intended_total = "1e25 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    status = "running"
    flop = "2e25 FLOP"
    intended_total = "3e25 FLOP"
    ```
    """
    for number, phase in enumerate(subject.card.training):
        if phase.status not in (Status.PLANNED, Status.RUNNING) or phase.flop is None or phase.intended_total is None:
            continue
        spent, total = phase.flop.estimate, phase.intended_total.estimate
        if total.high is None or total.high > spent.low:
            continue
        if total.high < spent.low or total.high_open or spent.low_open:
            yield Finding(
                at=f"/training/{number}/intended_total",
                message=f"the intended total {_said(total.text)}is below what is spent so far{_given(spent.text)}",
                help="state what the run is now to come to, or leave intended_total out: then it may be any amount",
            )


def _said(text: str) -> str:
    return f"{text} " if text else ""


def _given(text: str) -> str:
    return f", {text}" if text else ""
