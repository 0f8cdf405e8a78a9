"""FG240: a reward model or a teacher was trained, and what it then did is stated nowhere."""

from collections.abc import Iterator

from flopguard.components import ComponentKey as Key
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject, rule

USED = {
    Key.AUX_TRAIN: (Key.AUX_INFER, "the reward or value model"),
    Key.TEACHER_TRAIN: (Key.TEACHER_INFER, "the teacher"),
}


@rule("FG240", "auxiliary-inference-unstated", severity=Severity.INFO, covers=("annex-auxiliary-inference",))
def auxiliary_inference_unstated(subject: Subject) -> Iterator[Finding]:
    """The training of a reward model or a teacher, without a word of what it then worked out for this model.

    ## Why
    The EU's guidelines leave the training of such models out by name. What they compute while this model is trained
    contributes to it and is not named: the general rule says in. A card that states the one and not the other states
    what does not count and is silent on what may.
    ## Seen
    Llama 4 Maverick learnt from a larger model with 288 billion active parameters, itself at least 5.2e25 FLOP. If that
    model read each of the 22 trillion tokens of the student, this took another 1.3e25. (Source: records of Epoch AI,
    https://epoch.ai/data/ai-models, CC BY 4.0, secondary; the last figure derived.)
    ```toml
    [[training]]
    component = "teacher_train"
    parameters = "288e9"
    tokens = "30e12"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "teacher_train"
    flop = "5e24 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "teacher_train"
    flop = "5e24 FLOP"
    [[training]]
    component = "teacher_infer"
    flop = "4e23 FLOP"
    ```
    """
    card = subject.card
    components = [phase.component for phase in card.training]
    if card.scope is not None and card.scope.complete:
        return
    for trained, (used, whose) in USED.items():
        if trained in components and used not in components:
            yield Finding(
                at=f"/training/{components.index(trained)}/component",
                message=f"what {whose} worked out while this model was trained is not stated",
                help=f'add a phase "{used}", without a figure if none is known',
            )
