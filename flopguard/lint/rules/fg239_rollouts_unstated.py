"""FG239: reinforcement learning whose samples are stated nowhere."""

from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject, rule


@rule("FG239", "rollouts-unstated", severity=Severity.INFO, covers=("SCOPE-RL", "annex-rollouts"))
def rollouts_unstated(subject: Subject) -> Iterator[Finding]:
    """Updates by reinforcement learning, without a word of the samples that they learnt from.

    ## Why
    A model writes its samples before it learns from them, and that can take more than the updates. Whether the EU's
    guidelines count it as making synthetic data is open; a text that counts pre-training alone leaves all of it out.
    A card that states the updates only looks complete under each of them and is not.
    ## Seen
    The card of Llama 3.2 11B Vision lists its stages: 147,000 H100 hours, 98,000, 896 for fine-tuning and 224 for
    learning from preferences. Whether the answers that were judged are in the 224 is not said. (Source:
    https://github.com/meta-llama/llama-models/blob/main/models/llama3_2/MODEL_CARD_VISION.md, by way of the notes of
    Epoch AI, CC BY 4.0.)
    ```toml
    [[training]]
    component = "rl_update"
    hardware = [{ chip = "h100-sxm5-80gb", chip_hours = 224 }]
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "rl_update"
    flop = "2e23 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "rl_update"
    flop = "2e23 FLOP"
    [[training]]
    component = "rl_rollout"
    flop = "6e23 FLOP"
    ```
    """
    card = subject.card
    components = [phase.component for phase in card.training]
    if ComponentKey.RL_UPDATE not in components or ComponentKey.RL_ROLLOUT in components:
        return
    if card.scope is None or not card.scope.complete:
        yield Finding(
            at=f"/training/{components.index(ComponentKey.RL_UPDATE)}/component",
            message="what the samples for reinforcement learning took is not stated; it may be more than the updates",
            help='add a phase "rl_rollout", without a figure if none is known',
        )
