"""FG224: synthetic data that were kept, and no word of those that were thrown away."""

from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject, rule


@rule("FG224", "discarded-unstated", severity=Severity.INFO, covers=("SCOPE-RL",))
def discarded_unstated(subject: Subject) -> Iterator[Finding]:
    """Private synthetic data that were kept, without a word of the samples that were thrown away.

    ## Why
    Data are sampled, judged, and mostly dropped. The EU's guidelines count all that was generated: of 100 samples of
    which 10 are used, 100. What was thrown away can be many times what was kept, and is not known to be zero.
    ## Seen
    The report on Phi-4 has 290 billion unique synthetic tokens, seen 13.8 times. How many were written and dropped on
    the way is not in the record. (Source: https://arxiv.org/abs/2412.08905, by way of the notes of Epoch AI, CC BY
    4.0.)
    ```toml
    [[training]]
    component = "syn_private_kept"
    tokens = "290e9"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "syn_private_kept"
    parameters = "70e9"
    tokens = "10e9"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "syn_private_kept"
    parameters = "70e9"
    tokens = "10e9"
    [[training]]
    component = "syn_private_discarded"
    parameters = "70e9"
    tokens = "90e9"
    ```
    """
    card = subject.card
    components = [phase.component for phase in card.training]
    if ComponentKey.SYN_PRIVATE_DISCARDED in components or (card.scope is not None and card.scope.complete):
        return
    if ComponentKey.SYN_PRIVATE_KEPT in components:
        yield Finding(
            at=f"/training/{components.index(ComponentKey.SYN_PRIVATE_KEPT)}/component",
            message="how much was generated and thrown away for these samples is not stated",
            help='add a phase "syn_private_discarded"; with tokens = 0 where everything was kept',
        )
