"""FG716: a number that rests on memory."""

from collections.abc import Iterator

from flopguard.policy.lint.placed import quantities
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.types import Verified


@rule("FG716", "number-from-memory")
def number_from_memory(subject: Subject) -> Iterator[Note]:
    """A number that rests on memory.

    ## Why
    Nobody has read it in the text for this file. A verdict that turns on it should not be shown as one on the
    text.
    ## Seen
    The clocks of a reporting rule that was proposed in the US in 2024 rest on memory here, and so does a limb of
    Executive Order 14110 on foreign customers. (policies/us/bis-2024.toml, policies/us/eo14110.toml.)
    ## Flagged
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    verified = "memory"
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "training_compute", counting = "all", more_than = "1e25 FLOP" }
    ```
    ## Instead
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    verified = "primary"
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "training_compute", counting = "all", more_than = "1e25 FLOP" }
    ```
    """
    policy = subject.policy
    told: set[str] = set()
    for _, trigger, place, leaf in quantities(subject):
        held = subject.threshold_of(trigger)
        verified = (held[1].verified if held else None) or trigger.verified or policy.verified
        if verified is Verified.MEMORY and trigger.id not in told and leaf.value != "unstated":
            told.add(trigger.id)
            yield Note(at=place, message=f"the number of '{trigger.id}' rests on memory", help=_CURE)
    for number, trigger in enumerate(policy.trigger):
        for place_of, duty in enumerate(trigger.duty):
            if duty.within and (duty.verified or trigger.verified or policy.verified) is Verified.MEMORY:
                at = f"/trigger/{number}/duty/{place_of}/within"
                yield Note(at=at, message=f"the deadline of '{duty.action}' rests on memory", help=_CURE)


_CURE = 'read it in the text and write verified = "primary"'
