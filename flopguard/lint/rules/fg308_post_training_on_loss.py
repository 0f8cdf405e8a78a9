"""FG308: a gain of prompting or post-training on next-token loss."""

from collections.abc import Iterator

from flopguard.definition.types import GainKind
from flopguard.finding import Confidence, Finding
from flopguard.lint.change import without
from flopguard.lint.gains import enhancement_words, is_on_loss, place_of_gain, states_gain
from flopguard.lint.rule import Subject, rule

KINDS = (GainKind.POST_TRAINING, GainKind.PROMPTING, GainKind.SCAFFOLDING, GainKind.INFERENCE_COMPUTE)


@rule("FG308", "post-training-on-loss", confidence=Confidence.LIKELY, covers=("post-training-on-loss",))
def post_training_on_loss(subject: Subject) -> Iterator[Finding]:
    """A gain of prompting, scaffolds, post-training or inference stated on next-token loss.

    ## Why
    These change how a model is used and not how well it predicts text: on loss their gain is 1 by
    construction, while on tasks it runs from 4.9x to more than 40x for one technique (cases K02 and L34).
    ## Flagged
    ```toml
    [[enhancement]]
    name = "chain of thought"
    kind = "prompting"
    gain = "5"
    metric = "c4-loss"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "chain of thought"
    kind = "prompting"
    gain = "5"
    metric = "gsm8k"
    ```
    """
    for number, enhancement in enumerate(subject.card.enhancement):
        if not states_gain(enhancement) or enhancement.kind not in KINDS or not is_on_loss(enhancement, subject.card):
            continue
        at, kind = f"/enhancement/{number}", enhancement.kind.replace("_", " ")
        words = f"{enhancement_words(enhancement)} is one of {kind}"
        yield Finding(
            at=f"{at}/metric" if enhancement.metric else place_of_gain(at, enhancement),
            message=f"{words}, which does not change next-token loss: on this metric it is 1x",
            help='state it on a task: metric = "...", with its elicitation, or leave it out',
            factor=without(enhancement, surely=True),
        )
