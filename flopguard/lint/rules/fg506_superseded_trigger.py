"""FG506: a claim that cites a policy which was not in force."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.citations import Citation, citations, date_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Outcome


@rule("FG506", "superseded-trigger", severity=Severity.WARNING, needs=Need.VERDICTS, covers=("SUPERSEDED",))
def superseded_trigger(subject: Subject) -> Iterator[Finding]:
    """A claim that cites a policy or trigger which was not in force when the model was released.

    ## Why
    Every published trigger on a multiple of effective compute has been withdrawn, and some lists of changes do not say
    so. To be under a line of 4x that no longer holds answers nothing; what holds on the day of the model does. Without
    a date of the model, the day of the check counts.
    ## Seen
    Four published triggers on a multiple of effective compute are gone: 2x of OpenAI since 2025-04-15, 6x of Google
    DeepMind since 2025-02-04, 4x of Anthropic since 2026-02-24, and 6x of performance of NAVER since 2026-07-07.
    OpenAI's list of twelve changes does not have it. (Source of that list:
    https://cdn.openai.com/pdf/18a02b5d-6b67-4cec-ab64-68cdfbddebcd/preparedness-framework-v2.pdf. Primary.)
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "1.9x"
    policy = "openai-pf-beta/ec2"
    date = 2026-05-01
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e25 FLOP"
    ended = 2026-05-01
    [[claim]]
    quantity = "effective_compute"
    value = "2x"
    policy = "anthropic-rsp-2.2/ec4"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e25 FLOP"
    ended = 2025-11-01
    [[claim]]
    quantity = "effective_compute"
    value = "2x"
    policy = "anthropic-rsp-2.2/ec4"
    ```
    """
    for cited in citations(subject):
        why = _why_not(cited, subject)
        if why is not None:
            yield Finding(
                at=f"{cited.at}/policy",
                message=f"{cited.text} {why}",
                help=_cure(cited, subject),
            )


def _cure(cited: Citation, subject: Subject) -> str:
    """The version that was in force on the day of the model, or else on that of the check."""
    from flopguard.policy.when import status_on

    day = date_of(subject.card)
    if day is None or cited.policy is None:
        return "cite the version that is in force, or leave the policy out"
    ours = [policy for policy in subject.policies if policy.series == cited.policy.series]
    known = [policy.id for policy in ours if (status := status_on(policy, day.last)) and status.is_.applies]
    return f'the version of that day: policy = "{known[0]}"' if len(known) == 1 else "leave the policy out"


def _why_not(cited: Citation, subject: Subject) -> str | None:
    from flopguard.policy.standing import why_not_in_force  # few claims cite a policy

    day = date_of(subject.card)
    if cited.policy is None or not cited.triggers:
        return None
    if day is None:
        idle = [v for v in subject.verdicts if v.policy == cited.policy.id and v.outcome is Outcome.NOT_IN_FORCE]
        found = next((v for v in idle if v.trigger in {trigger.id for trigger in cited.triggers}), None)
        return f"is not in force: {found.reason}" if found is not None else None
    library = {policy.id: policy for policy in subject.policies}
    first, last = (
        [why_not_in_force(cited.policy, trigger, end, library) for trigger in cited.triggers]
        for end in (day.first, day.last)
    )
    return f"was not in force on {day}: {last[0]}" if all(first) and all(last) else None
