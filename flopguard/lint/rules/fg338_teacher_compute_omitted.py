"""FG338: a gain from another model's output without that model's compute."""

import re
from collections.abc import Iterator

from flopguard.components import ComponentKey as Key
from flopguard.definition.types import Enhancement
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.change import without
from flopguard.lint.gains import enhancement_words, place_of_gain
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import stacks

_DISTILLED = re.compile(r"distil|\bteachers?\b(?![\s-]+forc)|pseudo[\s-]?label", re.IGNORECASE)
_SYNTHETIC = re.compile(r"\bsynthetic|model[\s-]+(?:generated|written)|self[\s-]?instruct", re.IGNORECASE)
_TEACHER = frozenset({Key.TEACHER_TRAIN, Key.TEACHER_INFER})
_MADE = frozenset({Key.SYN_PRIVATE_KEPT, Key.SYN_PRIVATE_DISCARDED, Key.SYN_PUBLIC})


@rule(
    "FG338",
    "teacher-compute-omitted",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("teacher-compute-omitted",),
)
def teacher_compute_omitted(subject: Subject) -> Iterator[Finding]:
    """A gain from distillation or synthetic data where nothing is said of the compute behind them.

    ## Why
    What a teacher knows was paid for in its own training, and its output in inference. Without these FLOP the gain
    is borrowed compute; some published rates leave distillation out for this reason. phi-2 reads as more than 37x
    against one baseline family on GSM8K, and as less than 3.7x on HellaSwag (case L32b).
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e23 FLOP"
    [[enhancement]]
    name = "synthetic data"
    kind = "data"
    gain = "4"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e23 FLOP"
    [[training]]
    component = "syn_private_kept"
    flop = "3e22 FLOP"
    [[enhancement]]
    name = "synthetic data"
    kind = "data"
    gain = "4"
    ```
    """
    stated = {phase.component for phase in subject.card.training}
    for stack in stacks(subject.card):
        for entry in stack.entries:
            asked = _asked(entry.enhancement)
            if asked and not asked & stated:
                yield Finding(
                    at=place_of_gain(entry.at, entry.enhancement),
                    message=f"{enhancement_words(entry.enhancement)} is made with another model, "
                    "and no compute of that model is stated",
                    help=f"add [[training]] with component {' or '.join(_first(asked))}, if only as an estimate",
                    factor=without(entry.enhancement),
                )


def _asked(entry: Enhancement) -> frozenset[Key]:
    """The components of which at least one has to be stated; none for a gain that no other model made."""
    if _DISTILLED.search(entry.name):
        return _TEACHER
    return _MADE | _TEACHER if _SYNTHETIC.search(entry.name) else frozenset()


def _first(asked: frozenset[Key]) -> list[str]:
    order = (Key.SYN_PRIVATE_KEPT, Key.TEACHER_INFER, Key.TEACHER_TRAIN)
    return [f'"{key}"' for key in order if key in asked][:2]
