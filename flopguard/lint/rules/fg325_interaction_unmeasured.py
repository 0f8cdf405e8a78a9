"""FG325: gains multiplied that nobody measured together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flopguard.definition.types import Definition
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.change import between
from flopguard.lint.gains import enhancement_words
from flopguard.lint.rule import Subject, rule

if TYPE_CHECKING:
    from flopguard.effective.gains.counting import Gain


@rule(
    "FG325",
    "interaction-unmeasured",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("interaction-unmeasured",),
)
def interaction_unmeasured(subject: Subject) -> Iterator[Finding]:
    """Gains that are multiplied although each was measured without the others.

    ## Why
    Six gains measured one at a time multiply to 3.57; together they gave 1.33 (case L12). A grid of data and
    algorithms was overstated 2.2 times (case L24). Until a joint run is stated, verdicts rest on a wider interval.
    ## Seen
    Six changes to a model of some 3.6 million parameters were measured one at a time, from 1.04x to 1.87x. They
    multiply to 3.57x, and the joint figure is 1.33x (case L12). (Source: hansgundlach/Experimental_Progress,
    https://arxiv.org/abs/2511.21622. Primary; how the joint figure came about was not traced.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = "1.4"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = "1.4"
    relative_to = ["mixture of experts"]
    ```
    """
    if not subject.card.definition or not subject.card.enhancement:
        return
    from flopguard.effective.gains.counting import sort_out  # slow to import
    from flopguard.effective.gains.measured import unmeasured_together

    said: set[int] = set()
    for definition in subject.card.definition:
        counted, _ = sort_out(subject.card, definition)
        further = unmeasured_together(counted, [gain.number for gain in counted if _is_one(gain)])
        last = max(counted, key=lambda gain: gain.name, default=None)
        if further and last is not None and last.number not in said:
            said.add(last.number)
            yield Finding(
                at=last.at,
                message=f"{enhancement_words(last.enhancement)} and {len(counted) - 1} more under "
                f"{definition.id[:60]} are multiplied, {further + 1} of them without a joint measurement",
                help="say what it was measured on top of (relative_to) or in which joint run (joint_evidence)",
                factor=_factor(further, definition),
            )


def _factor(further: int, definition: Definition) -> Factor | None:
    """What stacking does to the product by the definition's own word, or as a few have measured it."""
    from flopguard.effective.gains.interaction import stacking

    prior = stacking(further, definition)
    if prior is None:
        return None
    estimate = prior.amount(definition).bounds()
    return between(estimate.low, estimate.high) if estimate.low and estimate.high else None


def _is_one(gain: Gain) -> bool:
    from flopguard.effective.gains.evidence import Constant
    from flopguard.effective.gains.measured import is_one

    return isinstance(gain.evidence, Constant) and is_one(gain.evidence.estimate)
