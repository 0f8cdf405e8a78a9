"""FG501: a verdict that the last digit of a figure decides."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import central_of, is_confidential_phase
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Verdict


@rule("FG501", "fragile-verdict", severity=Severity.INFO, needs=Need.VERDICTS, covers=("trap-18", "OP-BOUNDARY"))
def fragile_verdict(subject: Subject) -> Iterator[Finding]:
    """A verdict that turns within the last digit of a figure, or within the tolerance that the text allows.

    ## Why
    "1e25 FLOP" may have been rounded from either side of the line. The comparison is exact; the figure is
    not.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e25 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "9.2e24 FLOP"
    ```
    """
    place = _place(subject)
    may_be_named = not any(phase.confidential for phase in subject.card.training)
    for verdict in subject.verdicts:
        if verdict.fragile:
            yield Finding(
                at=place,
                message=_said(verdict, may_be_named),
                help="state the figure with more digits, or with its interval",
            )


def _said(verdict: Verdict, may_be_named: bool) -> str:
    amounts = f" ({verdict.comparison})" if verdict.comparison and may_be_named else ""
    outcome = verdict.outcome.replace("_", " ")
    return f"{verdict.policy}/{verdict.trigger} is {outcome} by less than the figures are known{amounts}"


def _place(subject: Subject) -> str:
    """The largest figure that may be shown, since it carries the last digit that counts."""
    known = [component for component in subject.own_components if not is_confidential_phase(subject, component)]
    sized = [(central_of(component.flop), component) for component in known if component.flop is not None]
    if not sized:
        return "/model"
    largest = max(sized, key=lambda pair: pair[0])[1]
    return f"{largest.at}/flop" if largest.method == "reported" else largest.at
