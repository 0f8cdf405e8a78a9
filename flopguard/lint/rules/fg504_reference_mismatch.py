"""FG504: a multiple of another model than the one that a policy compares with."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.citations import citations
from flopguard.lint.gains import same_metric
from flopguard.lint.rule import Found, Need, Rated, Subject, rule
from flopguard.manifest.types import Assessment
from flopguard.result import Outcome

RELATIVE = "effective_compute relative"
_IDLE = (Outcome.NOT_APPLICABLE, Outcome.NOT_IN_FORCE)


@rule(
    "FG504",
    "reference-mismatch",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=Need.VERDICTS,
    covers=("EC-REF-MISMATCH",),
)
def reference_mismatch(subject: Subject) -> Iterator[Found]:
    """A claimed multiple of another model than the one that was last assessed under the policy.

    ## Why
    Policies compare with the last model that was assessed, or comprehensively assessed. A multiple of a later model
    that was not is smaller and answers nothing: one card compares with two such models. A note where the claim cites
    no policy.
    ## Seen
    The card of Claude Sonnet 4.5 compares with Claude Sonnet 4 and Claude Opus 4.1; the policy asks for the last model
    that was comprehensively assessed, and the card has no multiple. (Secondary. Source of the policy:
    https://www-cdn.anthropic.com/872c653b2d0501d6ab44cf87f43e1dc4853e4d37.pdf.)
    ## Flagged
    ```toml
    [[assessment]]
    series = "anthropic-rsp"
    kind = "comprehensive"
    date = 2025-05-22
    model = { name = "Example-4" }
    [[claim]]
    quantity = "effective_compute"
    value = "2x"
    relative_to = "Example-4.1"
    policy = "anthropic-rsp-2.2/ec4"
    ```
    ## Instead
    ```toml
    [[assessment]]
    series = "anthropic-rsp"
    kind = "comprehensive"
    date = 2025-05-22
    model = { name = "Example-4" }
    [[claim]]
    quantity = "effective_compute"
    value = "3x"
    relative_to = "Example-4"
    policy = "anthropic-rsp-2.2/ec4"
    ```
    """
    if not subject.card.assessment or not subject.card.claim:
        return
    cited = {entry.at: entry.policy.series for entry in citations(subject) if entry.policy is not None}
    known = subject.verdicts if subject.card.model.developer is not None else ()
    asked = [v.series for v in known if RELATIVE in v.compares and v.outcome not in _IDLE]
    for number, claim in enumerate(subject.card.claim):
        at, other = f"/claim/{number}", claim.relative_to
        if claim.quantity != "effective_compute" or other is None:
            continue
        for series in dict.fromkeys([cited[at]] if at in cited else asked):
            last = _last(subject, series)
            names = _names(subject, last) if last is not None else ()
            if last is not None and names and not any(_is(name, other) for name in names):
                found = Finding(
                    at=f"{at}/relative_to",
                    message=f"{series} compares with '{names[0][:60]}', assessed on {last[1].date}, not with this one",
                    help=f'state the multiple of "{names[0][:60]}", or leave out the policy',
                )
                yield found if at in cited else Rated(found, Severity.INFO)


def _is(name: str, said: str) -> bool:
    """Whether a model is meant: case, spaces, hyphens and underscores tell nothing apart, nor does a remark behind."""
    return any(same_metric(name, each) for each in (said, re.split(r"\s*[,;(]", said)[0]))


def _last(subject: Subject, series: str) -> tuple[int, Assessment] | None:
    ours = [(number, entry) for number, entry in enumerate(subject.card.assessment) if entry.series == series]
    return max(ours, key=lambda pair: pair[1].date.last, default=None)


def _names(subject: Subject, last: tuple[int, Assessment]) -> tuple[str, ...]:
    """What the model that was last assessed is called, here and in its own file."""
    number, entry = last
    if entry.model is None or entry.model.confidential or entry.confidential:
        return ()
    by_file = [since.model for since in subject.since if since.at == f"/assessment/{number}"]
    return tuple(name for name in (entry.model.name, entry.model.reference, *by_file) if name)
