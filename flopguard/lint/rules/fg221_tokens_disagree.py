"""FG221: two statements of the tokens that a phase saw contradict each other."""

from collections.abc import Iterator

from flopguard.estimate.tokens_seen import tokens_apart
from flopguard.finding import Finding
from flopguard.lint.amounts import factor
from flopguard.lint.rule import Subject, rule


@rule("FG221", "tokens-disagree", covers=("trap-15",))
def tokens_disagree(subject: Subject) -> Iterator[Finding]:
    """Tokens, unique tokens times epochs, or steps times their tokens, that are more than a tenth apart.

    ## Why
    All of them are the tokens that the phase saw, every epoch counted. The usual slip is to state the size of the
    data set as `tokens`, which leaves every epoch after the first out. No operations are counted from such tokens.
    ## Seen
    ESM3 98B has 771 billion unique tokens and saw 1.8 trillion, which is 2.3 epochs. A research data set has the 771
    billion as the size of the data beside the 2.3 epochs; taken for tokens, the two contradict each other. (Epoch AI,
    Data on AI Models, https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "771e9"
    unique_tokens = "771e9"
    epochs = "2.3"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    unique_tokens = "771e9"
    epochs = "2.3"
    ```
    """
    for number, phase in enumerate(subject.card.training):
        for one, other, ratio in tokens_apart(phase):
            first = one.partition(" x ")[0]
            yield Finding(
                at=f"/training/{number}/{first}",
                message=f"{one} and {other} are more than a tenth apart",
                help="tokens are those that were seen, every epoch and every step counted; correct one of the two",
                factor=factor(1, ratio) if ratio else None,
            )
