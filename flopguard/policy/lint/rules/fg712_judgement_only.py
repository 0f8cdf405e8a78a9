"""FG712: a policy no trigger of which compares a number."""

from collections.abc import Iterator

from flopguard.finding import Severity
from flopguard.policy.conditions import leaves
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.types import QuantityLeaf


@rule("FG712", "judgement-only", severity=Severity.INFO, covers=("JUDGEMENT-ONLY",))
def judgement_only(subject: Subject) -> Iterator[Note]:
    """A policy no trigger of which compares a number.

    ## Why
    Every verdict on it is the answer of a person. That is a fact about the text; a report that lists it beside
    numeric policies should say so.
    ## Seen
    Amazon's framework of 2025 has no number: what starts an assessment is a major update that could meaningfully
    enhance a model. NVIDIA's calls its factors a better proxy than compute. (policies/labs/amazon/fmsf-1.toml,
    policies/labs/nvidia/fara-1.toml. Primary.)
    ## Flagged
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { judgement = "severe", asks = "Is the capability severe?" }
    ```
    ## Instead
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "training_compute", counting = "all", more_than = "1e25 FLOP" }
    ```
    """
    conditions = [threshold.when for trigger in subject.policy.trigger for threshold in trigger.threshold]
    if not any(isinstance(leaf, QuantityLeaf) for condition in conditions for leaf in leaves(condition)):
        instead = f"; instead: {subject.policy.without_numbers}" if subject.policy.without_numbers else ""
        yield Note(
            at="/id",
            message=f"no trigger of '{subject.policy.id}' compares a number{instead}",
            help="name a quantity, a value and an event for the condition that a person has to judge",
        )
