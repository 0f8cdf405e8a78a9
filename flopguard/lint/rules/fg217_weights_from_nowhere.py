"""FG217: a later stage of training where nothing says what it began with."""

from collections.abc import Iterator

from flopguard.components import INHERITED, ComponentKey
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.rule import Subject, rule

_LATER = (ComponentKey.MIDTRAIN_SFT, ComponentKey.RL_UPDATE, ComponentKey.POST_DEPLOY)
_FIRST = (ComponentKey.PRETRAIN, *INHERITED)


@rule("FG217", "weights-from-nowhere", severity=Severity.WARNING, confidence=Confidence.LIKELY)
def weights_from_nowhere(subject: Subject) -> Iterator[Finding]:
    """A model without a base and without pre-training, of which only a later stage is stated.

    ## Why
    Fine-tuning begins with weights, and what they took counts under most texts. A fine-tune that says it has no base
    looks a thousand times smaller than it is.
    ## Flagged
    ```toml
    manifest = 1
    [model]
    name = "Example-70B-Instruct"
    base = "none"
    [[training]]
    component = "midtrain_sft"
    flop = "1e22 FLOP"
    ```
    ## Instead
    ```toml
    manifest = 1
    [model]
    name = "Example-70B-Instruct"
    base = [{ reference = "llama-3.1-70b", relation = "finetune" }]
    [[training]]
    component = "midtrain_sft"
    flop = "1e22 FLOP"
    ```
    """
    stated = [phase.component for phase in subject.card.training]
    later = next((component for component in stated if component in _LATER), None)
    if subject.card.model.base == () and later is not None and not any(key in _FIRST for key in stated):
        yield Finding(
            at="/model/base",
            message=f"there is no base and no pretrain, so the weights that {later} began with come from nowhere",
            help="name the base; or state the pretrain phase, without a figure if none is known",
        )
