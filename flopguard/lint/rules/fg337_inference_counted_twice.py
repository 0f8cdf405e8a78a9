"""FG337: reinforcement learning or inference counted as FLOP and as a gain."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flopguard.components import ComponentKey as Key
from flopguard.definition.types import Definition, Enhancement, GainKind
from flopguard.finding import Confidence, Factor, Finding
from flopguard.lint.change import between, own_flop, size_of
from flopguard.lint.gains import enhancement_words, place_of_gain
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import is_of_learning

_OF_LEARNING = frozenset({Key.RL_UPDATE, Key.RL_ROLLOUT})
_OF_INFERENCE = frozenset({Key.RL_ROLLOUT, Key.AUX_INFER, Key.SERVE})


@rule("FG337", "inference-counted-twice", confidence=Confidence.LIKELY, covers=("inference-double-count",))
def inference_counted_twice(subject: Subject) -> Iterator[Finding]:
    """A gain of reinforcement learning or inference where its FLOP are in the compute that is multiplied.

    ## Why
    The FLOP of rollouts and updates, and the gain that they bring, are one effect. A definition may count the one or
    the other.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "2e25 FLOP"
    [[training]]
    component = "rl_rollout"
    flop = "1e25 FLOP"
    [[definition]]
    id = "questions-2023"
    compute_scope = ["pretrain", "rl_rollout"]
    metric = { name = "gpqa-diamond", kind = "accuracy" }
    elicitation = { shots = 0 }
    [[enhancement]]
    name = "reasoning training"
    kind = "post_training"
    gain = "9"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "2e25 FLOP"
    [[training]]
    component = "rl_rollout"
    flop = "1e25 FLOP"
    [[definition]]
    id = "questions-2023"
    compute_scope = ["pretrain"]
    metric = { name = "gpqa-diamond", kind = "accuracy" }
    elicitation = { shots = 0 }
    [[enhancement]]
    name = "reasoning training"
    kind = "post_training"
    gain = "9"
    ```
    """
    card = subject.card
    if not any(map(_keys, card.enhancement)) or not any(entry.compute_scope for entry in card.definition):
        return
    from flopguard.effective.gains.counting import sort_out  # slow to import

    for definition in card.definition:
        for gain in sort_out(card, definition)[0] if definition.compute_scope else ():
            twice = _spent(subject) & _keys(gain.enhancement) & frozenset(definition.compute_scope or ())
            if twice:
                yield _finding(gain.at, gain.enhancement, definition, twice, subject)


def _keys(entry: Enhancement) -> frozenset[Key]:
    """The components whose effect the gain is."""
    if entry.kind is GainKind.INFERENCE_COMPUTE:
        return _OF_INFERENCE
    return _OF_LEARNING if is_of_learning(entry) else frozenset()


def _spent(subject: Subject) -> frozenset[str]:
    """The components of the model's own training that are stated, and not as zero."""
    return frozenset(
        entry.component for entry in subject.own_components if entry.flop is None or entry.flop.high != "0"
    )


def _finding(at: str, entry: Enhancement, definition: Definition, twice: frozenset[str], subject: Subject) -> Finding:
    named = ", ".join(sorted(twice))
    return Finding(
        at=place_of_gain(at, entry),
        message=f"{enhancement_words(entry)} comes from {named}, whose FLOP {definition.id[:60]} counts as well",
        help=f"take {named} out of compute_scope, or leave the gain out",
        factor=_factor(entry, definition, twice, subject),
    )


def _factor(entry: Enhancement, definition: Definition, twice: frozenset[str], subject: Subject) -> Factor | None:
    """What each of the two cures makes of the answer."""
    size, whole, part = (
        size_of(entry),
        own_flop(subject, definition.compute_scope),
        own_flop(subject, twice),
    )
    cures: list[Fraction] = [1 / size] if size else []
    if whole and part is not None and part < whole:
        cures.append((whole - part) / whole)
    return between(*cures) if cures else None
