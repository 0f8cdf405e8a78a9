"""FG711: a point that is called defined while nothing in the condition defines it."""

from collections.abc import Iterator

from flopguard.finding import Severity
from flopguard.policy.lint.placed import only
from flopguard.policy.lint.points import Standing, standings
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked, settled_by_data
from flopguard.policy.types import Openness, Policy, QuantityName


@rule("FG711", "point-contradicted", severity=Severity.ERROR)
def point_contradicted(subject: Subject) -> Iterator[Note]:
    """A point that is called defined while nothing in the condition defines it.

    ## Why
    A reader trusts the judgement. Where the condition names no metric, baseline or scale, either the judgement
    is wrong or the condition leaves out what the text says.
    ## Flagged
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    [trigger.ambiguity]
    metric = { is = "defined" }
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "effective_compute", relative_to = "last_assessment", at_least = "4x" }
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "house"
    metric = { name = "held-out loss", kind = "loss" }

    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    [trigger.ambiguity]
    metric = { is = "defined" }
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "effective_compute", relative_to = "last_assessment", definition = "house", at_least = "4x" }
    ```
    """
    for point in SHOWN:
        for found in standings(subject, point):
            if found.openness is Openness.DEFINED and _is_undefined(subject.policy, found, point):
                yield Note(
                    at=found.at,
                    message=f"the {point} of '{found.trigger.id}' is called defined, and its condition names none",
                    help='name it in a [[definition]] that the leaf names, or write is = "partly" or "open"',
                )


def _is_undefined(policy: Policy, found: Standing, point: Asked) -> bool:
    """Whether a comparison of effective compute names nothing that could define the point."""
    if found.leaf.quantity is not QuantityName.EFFECTIVE_COMPUTE:
        return False
    is_measured = point is Asked.METRIC and only(policy, found.leaf.measure) is not None
    return not (is_measured or settled_by_data(policy, found.trigger, found.leaf, point))


SHOWN = (Asked.BASELINE, Asked.SCALE, Asked.METRIC, Asked.REFERENCE)
"""The points that a condition can show; of the others the words alone may settle more."""
