"""FG222: epochs beside tokens of which it is not said whether they are counted."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import central_of, factor, shown
from flopguard.lint.rule import Subject, rule


@rule("FG222", "epochs-of-unknown-tokens", severity=Severity.WARNING, covers=("trap-15",))
def epochs_of_unknown_tokens(subject: Subject) -> Iterator[Finding]:
    """More than one epoch beside tokens, samples or items, and not said whether they are of one epoch or of all.

    ## Why
    `tokens` is what the phase saw, every epoch counted, and is taken so. Cards often state the size of the data set
    instead; then the compute that follows is too low by the number of epochs.
    ## Seen
    CLIP was trained for 32 epochs, and a research data set has 400 million pairs as the size of its data: one epoch, of
    which the 32 make 1.28e10. (Epoch AI, Data on AI Models, https://epoch.ai/data/ai-models, CC BY 4.0, export of
    2026-03-30.)
    ```toml
    [[training]]
    component = "pretrain"
    samples = "400e6"
    epochs = 32
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "300e9"
    epochs = 4
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    unique_tokens = "300e9"
    epochs = 4
    ```
    """
    for number, phase in enumerate(subject.card.training):
        if phase.epochs is None or phase.unique_tokens is not None or phase.epochs.estimate.low <= 1:
            continue
        for name, stated in (("tokens", phase.tokens), ("samples", phase.samples), ("items", phase.items)):
            if stated is not None:
                yield Finding(
                    at=f"/training/{number}/{name}",
                    message=f"{name} {shown(stated)} are taken for those of all {shown(phase.epochs)} epochs",
                    help=_HELP[name],
                    factor=factor(1, central_of(phase.epochs.estimate)),
                )


_ALL_EPOCHS = "state those of all epochs, and leave epochs out"
_HELP = {
    "tokens": "write unique_tokens for those of one epoch; or leave epochs out, where tokens hold them",
    "samples": _ALL_EPOCHS,
    "items": _ALL_EPOCHS,
}
