"""FG335: a gain of sparsity on top of FLOP that count every parameter."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Enhancement, GainKind
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.amounts import phase_of
from flopguard.lint.change import between, central, size_of, without
from flopguard.lint.counted_parameters import counted_of_run, share_active
from flopguard.lint.gains import enhancement_words, place_of_gain
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.lint.stacked import Stack, stacks

_SPARSE = re.compile(
    r"(?-i:MoE)|\bmoe\b|mixture[\s_-]*of[\s_-]*experts|\bexperts\b|\bsparsity\b"
    r"|\bexpert[\s_-]+(?:segmentation|choice|routing|layers?|granularity|speciali[sz]ation)\b"
    r"|\bsparse[\s_-]+(?:mlp|ffn|feed|model|layers)|\bsparse(?:ly)?[\s_-]+(?:gat|activat|upcycl)"
    r"|\bswitch[\s_-]+transformer|\bconditional[\s_-]+computation\b|efficiency[\s_-]+leverage",
    re.IGNORECASE,
)


_OF_SHAPE = (GainKind.ARCHITECTURE, GainKind.PRETRAINING_ALGORITHM)


@rule("FG335", "sparsity-counted-twice", confidence=Confidence.LIKELY, covers=("moe-double-count",))
def sparsity_counted_twice(subject: Subject) -> Iterator[Found]:
    """A gain of a mixture of experts where the FLOP count all of its parameters.

    ## Why
    Its leverage over a dense model is defined on the parameters that a token uses. One published model is worth
    0.51x by all parameters and 2.9x by the active ones; a leverage on top of those makes 16.6x (cases L19 and K08).
    Where only one number of parameters is stated and the run is counted by it, this is a warning.
    ## Seen
    DeepSeek-MoE-16B has the MMLU score of 9.7e22 FLOP of the Llama 2 family: 0.51x by all parameters, 2.9x by the
    active ones. A leverage of 5.7x on top of those would make 16.6x (case L19). (Source:
    ryoungj/ObsScaling/base_llm_benchmark_eval.csv. Primary; the active count is from memory.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    flop_convention = { rule = "6ND", moe = "total" }
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "7"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    flop_convention = { rule = "6ND", moe = "active" }
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "7"
    ```
    """
    if not any(map(_is_sparse, subject.card.enhancement)):
        return
    run = counted_of_run(subject)
    for stack in stacks(subject.card):
        why = _why(stack, run)
        for entry in stack.entries:
            if not _is_sparse(entry.enhancement):
                continue
            at, said = place_of_gain(entry.at, entry.enhancement), enhancement_words(entry.enhancement)
            if why:
                yield Finding(
                    at=at,
                    message=f"{said} holds for active parameters, and {why}",
                    help='count FLOP by active parameters (flop_convention.moe = "active"), or leave the gain out',
                    factor=_factor(entry.enhancement, subject),
                )
            elif _may_be_total(stack, subject):
                found = Finding(
                    at=at,
                    message=f"{said} holds for active parameters, and the run is counted by the only number of "
                    "parameters that is stated: whether all or the active ones cannot be told",
                    help="state architecture.active_parameters beside architecture.parameters",
                    confidence=Confidence.POSSIBLE,
                    factor=without(entry.enhancement),
                )
                yield Rated(found, Severity.WARNING)


def _may_be_total(stack: Stack, subject: Subject) -> bool:
    """Whether the run is counted by parameters of which it is not said that they are the active ones."""
    shape, convention = subject.card.architecture, stack.definition.flop_convention if stack.definition else None
    if shape is None or shape.active_parameters is not None or (convention is not None and convention.moe == "active"):
        return False
    return any(
        component.method == "parameters-tokens"
        and (phase := phase_of(subject, component))
        and central(phase.parameters) in (None, central(shape.parameters))
        for component in subject.own_components
    )


def _is_sparse(entry: Enhancement) -> bool:
    return entry.kind in _OF_SHAPE and _SPARSE.search(entry.name) is not None


def _why(stack: Stack, run: str | None) -> str | None:
    """What says that all parameters are counted; the definition's own word goes first."""
    convention = stack.definition.flop_convention if stack.definition else None
    if convention is not None and convention.moe == "total":
        return f"{stack.definition.id[:60] if stack.definition else ''} counts all of them"
    return "the compute of the run is that of all of them" if run == "total" else None


def _factor(entry: Enhancement, subject: Subject) -> Factor | None:
    """What each of the two cures makes of the answer."""
    size, share = size_of(entry), share_active(subject.card)
    cures: list[Fraction] = [change for change in (1 / size if size else None, share) if change is not None]
    return between(*cures) if cures else None
