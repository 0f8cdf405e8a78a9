"""FG501: a verdict that the last digit of a figure decides."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import central_of, is_confidential_phase
from flopguard.lint.rule import Need, Subject, rule

SHOWN = 3
"""How many triggers are named; the verdicts list them all."""


@rule(
    "FG501",
    "fragile-verdict",
    severity=Severity.INFO,
    needs=Need.VERDICTS,
    covers=("trap-18", "OP-BOUNDARY", "annex-margin"),
)
def fragile_verdict(subject: Subject) -> Iterator[Finding]:
    """A verdict that turns within the last digit of a figure, or within the tolerance that the text allows.

    ## Why
    "1e25 FLOP" may have been rounded from either side of the line, and exactly on it "more than" and "at least" part.
    The comparison is exact; the figure is not. The EU's guidelines allow an error of 30 % of the reported estimate, so
    that reports of 7.69e24 to 1.43e25 are on neither side for sure. Told once for all triggers with one comparison.
    ## Seen
    Evo 2 7B is 1.008e23 FLOP by its rounded size and tokens, and OLMo 7B 1.02e23 to 1.03e23: any correction decides the
    side of 1e23. (Source: the records of Epoch AI, https://epoch.ai/data/ai-models, CC BY 4.0, and an operation count.)
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
    if not any(verdict.fragile for verdict in subject.verdicts):
        return
    place = _place(subject)
    may_be_named = not any(phase.confidential for phase in subject.card.training)
    alike: dict[tuple[str, str], list[str]] = {}
    for verdict in subject.verdicts:
        if verdict.fragile:
            amounts = f" ({verdict.comparison})" if verdict.comparison and may_be_named else ""
            alike.setdefault((verdict.outcome, amounts), []).append(f"{verdict.policy}/{verdict.trigger}")
    for (outcome, amounts), names in alike.items():
        yield Finding(
            at=place,
            message=f"{_listed(names)} {outcome.replace('_', ' ')} by less than the figures are known{amounts}",
            help="state the figure with more digits, or with its interval",
        )


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} is"
    if len(names) > SHOWN:
        return f"{', '.join(names[:SHOWN])} and {len(names) - SHOWN} more are"
    return f"{', '.join(names[:-1])} and {names[-1]} are"


def _place(subject: Subject) -> str:
    """The largest figure that may be shown, since it carries the last digit that counts."""
    known = [component for component in subject.own_components if not is_confidential_phase(subject, component)]
    sized = [(central_of(component.flop), component) for component in known if component.flop is not None]
    if not sized:
        return "/model"
    largest = max(sized, key=lambda pair: pair[0])[1]
    return f"{largest.at}/flop" if largest.method == "reported" else largest.at
