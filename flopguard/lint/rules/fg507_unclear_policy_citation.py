"""FG507: a cited policy that is several texts."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.citations import citations
from flopguard.lint.rule import Need, Subject, rule

SHOWN = 4


@rule("FG507", "unclear-policy-citation", severity=Severity.WARNING, needs=Need.VERDICTS, covers=("LABEL-REUSED",))
def unclear_policy_citation(subject: Subject) -> Iterator[Finding]:
    """A claim that cites a policy by a label which several texts have, or a trigger that the policy does not have.

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
            names = [policy.id for policy in cited.candidates]
            more = ", ..." if len(names) > SHOWN else ""
            yield Finding(
                at=f"{cited.at}/policy",
                message=f"'{cited.text[:60]}' is the label of {len(names)} texts",
                help=f"cite one by its id: {', '.join(names[:SHOWN])}{more}",
            )
        elif cited.policy is not None and "/" in cited.text and cited.trigger is None:
            known = [trigger.id for trigger in cited.policy.trigger]
            yield Finding(
                at=f"{cited.at}/policy",
                message=f"{cited.policy.id} has no trigger '{cited.text.partition('/')[2][:60]}'",
                help=f"cite one that it has: {', '.join(known[:SHOWN])}" if known else "cite the policy alone",
            )
