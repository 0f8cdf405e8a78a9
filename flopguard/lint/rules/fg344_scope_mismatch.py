"""FG344: a claim that counts other phases than the baseline that it is measured against."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.definition.types import Definition
from flopguard.finding import Confidence, Factor, Finding
from flopguard.lint.change import between, central, own_flop
from flopguard.lint.gains import governing_definition
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Claim

SAME, APART = Fraction(1, 100), Fraction(1, 10)
"""An amount within a hundredth of the total is the total; a scope more than a tenth below it is another one."""


@rule("FG344", "scope-mismatch", covers=("compute-scope-mismatch",))
def scope_mismatch(subject: Subject) -> Iterator[Finding]:
    """A claim whose compute has other phases of training in it than the scope of its definition.

    ## Why
    Reinforcement learning has been from one to a hundred per cent of pre-training. A model that counts it, against a
    baseline that does not, is given that share as effective compute.
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    compute_scope = ["pretrain"]
    [[claim]]
    quantity = "effective_compute"
    value = "4x"
    definition = "loss-2023"
    phases = ["pretrain", "rl_update", "rl_rollout"]
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    compute_scope = ["pretrain"]
    [[claim]]
    quantity = "effective_compute"
    value = "4x"
    definition = "loss-2023"
    phases = ["pretrain"]
    ```
    """
    for number, claim in enumerate(subject.card.claim):
        definition = governing_definition(claim, subject.card)
        if claim.quantity == "effective_compute" and definition is not None and definition.compute_scope is not None:
            yield from _judged(f"/claim/{number}", claim, definition, definition.compute_scope, subject)


def _judged(
    at: str, claim: Claim, definition: Definition, scope: tuple[ComponentKey, ...], subject: Subject
) -> Iterator[Finding]:
    counted = _listed(scope)
    if claim.phases is not None and set(claim.phases) != set(scope):
        yield Finding(
            at=f"{at}/phases",
            message=f"the claim counts {_listed(claim.phases)}, and {definition.id[:60]} counts {counted}",
            help=f"count the same phases on both sides, here and in the figure: {counted}",
            factor=_factor(own_flop(subject, scope), own_flop(subject, claim.phases)),
        )
    elif claim.phases is None and _is_of_all(claim, scope, subject):
        yield Finding(
            at=f"{at}/actual_compute",
            message=f"the claim multiplies the compute of all phases, and {definition.id[:60]} counts {counted}",
            help="state the compute of the definition's phases alone, or take the others into compute_scope",
            confidence=Confidence.LIKELY,
            factor=_factor(own_flop(subject, scope), own_flop(subject)),
        )


def _listed(keys: tuple[ComponentKey, ...]) -> str:
    return ", ".join(sorted(set(keys))) or "nothing"


def _is_of_all(claim: Claim, scope: tuple[ComponentKey, ...], subject: Subject) -> bool:
    """Whether the compute beside the claim is that of all phases, which is more than that of the scope."""
    stated, whole, part = central(claim.actual_compute), own_flop(subject), own_flop(subject, scope)
    if stated is None or not whole or part is None:
        return False
    return abs(stated - whole) <= whole * SAME and part < whole * (1 - APART)


def _factor(scope: Fraction | None, counted: Fraction | None) -> Factor | None:
    """What counting as the definition does makes of the claim."""
    return between(scope / counted) if scope and counted else None
