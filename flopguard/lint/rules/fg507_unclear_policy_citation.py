"""FG507: a cited policy that is several texts."""

from collections.abc import Iterator
from difflib import get_close_matches

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.citations import Citation, citations
from flopguard.lint.rule import Need, Subject, rule

SHOWN = 4
NEAR = 0.85
"""How like an id a label is that is taken for a slip, from 0 to 1."""


@rule("FG507", "unclear-policy-citation", severity=Severity.WARNING, needs=Need.VERDICTS, covers=("LABEL-REUSED",))
def unclear_policy_citation(subject: Subject) -> Iterator[Finding]:
    """A claim that cites a policy by a label which several texts have, or none, or a trigger that it does not have.

    ## Why
    Two labs edited a published version in place, in ways that touch the trigger or its scope. The label alone then
    means two texts, and the name of a series means every version of it.
    ## Seen
    Magic's policy 1.0 was edited in place between 2024-07-10 and 2024-07-20 (primary); Meta's 1.1 has two texts as
    well. (Sources: https://magic.dev/agi-readiness-policy and
    https://ai.meta.com/static-resource/meta-frontier-ai-framework/.)
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "2x"
    policy = "magic-arp-1.0"
    ```
    ## Flagged
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "2x"
    policy = "magic-arp-1.0"
    ```
    ## Instead
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "2x"
    policy = "magic-arp-1.0b"
    ```
    """
    for cited in citations(subject):
        if cited.policy is None and len(cited.candidates) > 1:
            wanted = cited.text.partition("/")[2]
            having = [policy for policy in cited.candidates if wanted in {trigger.id for trigger in policy.trigger}]
            names = [f"{policy.id}/{wanted}" for policy in having] or [policy.id for policy in cited.candidates]
            more = ", ..." if len(names) > SHOWN else ""
            yield Finding(
                at=f"{cited.at}/policy",
                message=f"'{cited.text.partition('/')[0][:60]}' is the label of {len(cited.candidates)} texts",
                help=f"cite one by its id: {', '.join(names[:SHOWN])}{more}",
            )
        elif cited.policy is not None and "/" in cited.text and cited.trigger is None:
            known = [trigger.id for trigger in cited.policy.trigger]
            yield Finding(
                at=f"{cited.at}/policy",
                message=f"{cited.policy.id} has no trigger '{cited.text.partition('/')[2][:60]}'",
                help=f"cite one that it has: {', '.join(known[:SHOWN])}" if known else "cite the policy alone",
            )
        elif cited.policy is None and not cited.candidates:
            yield from _misspelt(cited, subject)


def _misspelt(cited: Citation, subject: Subject) -> Iterator[Finding]:
    """A label that is all but the id of a text; any other may be that of a text which was not asked."""
    label, slash, trigger = cited.text.partition("/")
    near = get_close_matches(label.casefold(), [policy.id for policy in subject.policies], n=1, cutoff=NEAR)
    if near and _figures(near[0]) == _figures(label):
        yield Finding(
            at=f"{cited.at}/policy",
            message=f"no text is called '{label[:60]}'",
            help=f"did you mean '{near[0]}{slash}{trigger[:60]}'?",
            confidence=Confidence.LIKELY,
        )


def _figures(label: str) -> str:
    """The digits of a label: another version is another text, and no slip of the pen."""
    return "".join(filter(str.isdigit, label))
