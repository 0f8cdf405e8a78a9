"""FG239: reinforcement learning whose samples are stated nowhere."""

import re
from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.gains import enhancement_words, states_gain
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import is_of_learning
from flopguard.manifest.types import Manifest

_FROM_PAIRS = re.compile(r"\b(?:dpo|ipo|kto|orpo|simpo|offline)\b|direct[\s-]+preference", re.IGNORECASE)
"""Methods that learn from pairs which are there already."""


@rule("FG239", "rollouts-unstated", severity=Severity.INFO, covers=("SCOPE-RL", "annex-rollouts"))
def rollouts_unstated(subject: Subject) -> Iterator[Finding]:
    """Updates or gains by reinforcement learning, without a word of the samples that were learnt from.

    ## Why
    A model writes its samples before it learns from them, and that can take more than the updates. Whether the EU's
    guidelines count it as making synthetic data is open; a text that counts pre-training alone leaves all of it out.
    A card that states the updates only looks complete under each of them and is not. Silent on phases that are named
    for learning from preferences without samples of the model's own.
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
    if any(phase.component is ComponentKey.RL_ROLLOUT for phase in card.training):
        return
    updates = [
        number
        for number, phase in enumerate(card.training)
        if phase.component is ComponentKey.RL_UPDATE and not _FROM_PAIRS.search(phase.name or "")
    ]
    if updates and (card.scope is None or not card.scope.complete):
        yield Finding(
            at=f"/training/{updates[0]}/component",
            message="what the samples for reinforcement learning took is not stated; it may be more than the updates",
            help='add a phase "rl_rollout", without a figure if none is known',
        )
    if not any(phase.component is ComponentKey.RL_UPDATE for phase in card.training):
        yield from _gains_without(card)


def _gains_without(card: Manifest) -> Iterator[Finding]:
    """Gains of reinforcement learning in a card that states no compute of any."""
    for number, entry in enumerate(card.enhancement):
        if is_of_learning(entry) and states_gain(entry):
            yield Finding(
                at=f"/enhancement/{number}/name",
                message=f"{enhancement_words(entry)} is one of reinforcement learning, whose compute is stated nowhere",
                help='add phases "rl_update" and "rl_rollout", without a figure if none is known',
                confidence=Confidence.LIKELY,
            )
