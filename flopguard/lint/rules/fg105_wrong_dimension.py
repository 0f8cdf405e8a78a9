"""FG105: a figure that measures something else than its key asks for."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG105", "wrong-dimension", needs=Need.PROBLEMS)
def wrong_dimension(subject: Subject) -> Iterator[Finding]:
    """A figure that measures something else than its key asks for.

    ## Why
    Tokens are not hours and a share is not an amount; a figure in the wrong place would enter a total as
    nonsense.
    ## Seen
    The data of Whisper large-v3 are told in hours of sound: 5 million, seen twice. A research data set has them in the
    column that holds tokens for other models, converted by words a minute. As hours they are refused. (Epoch AI, Data
    on AI Models, https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "5e6 hours"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "54 days"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "15.6T"
    ```
    """
    yield from problems_of_kind(subject, "wrong-dimension")
