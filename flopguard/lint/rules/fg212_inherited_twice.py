"""FG212: a base beside a phase for the same inherited compute."""

from collections.abc import Iterator

from flopguard.components import INHERITED
from flopguard.finding import Confidence, Finding
from flopguard.lint.rule import Subject, rule


@rule("FG212", "inherited-twice", confidence=Confidence.LIKELY, covers=("trap-16",))
def inherited_twice(subject: Subject) -> Iterator[Finding]:
    """A base model named under `[model]`, and a phase for inherited compute beside it.

    ## Why
    What a base took is counted through the base. A phase `base_inherited` or `ancestor_merge` beside it counts the
    same operations a second time.
    ## Flagged
    ```toml
    [[model.base]]
    name = "Base-7B"
    compute = "1.8e23 FLOP"
    [[training]]
    component = "base_inherited"
    flop = "1.8e23 FLOP"
    ```
    ## Instead
    ```toml
    [[model.base]]
    name = "Base-7B"
    compute = "1.8e23 FLOP"
    [[training]]
    component = "midtrain_sft"
    flop = "2e20 FLOP"
    ```
    """
    if not subject.card.model.base:
        return
    for number, phase in enumerate(subject.card.training):
        if phase.component in INHERITED:
            yield Finding(
                at=f"/training/{number}/component",
                message=f"a phase '{phase.component}' beside a base counts the base's compute twice",
                help="state the compute under [model] base, and delete the phase",
            )
