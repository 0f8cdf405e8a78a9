"""FG305: effective compute without the training compute that it multiplies."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.gains import gains
from flopguard.lint.rule import Subject, rule


@rule("FG305", "gain-without-actual-compute", covers=("missing-actual-flop",))
def gain_without_actual_compute(subject: Subject) -> Iterator[Finding]:
    """A claim of effective compute where no training compute is stated or can be computed.

    ## Why
    Effective compute is actual compute times a gain. With one factor missing there is nothing to compare
    with a threshold, and nothing that anybody could check (case K01).
    ## Seen
    GPT-4.5 is reported as 10x GPT-4 in effective compute, and no training compute of either was published. (Source:
    https://zenml-io-v2.pages.dev/llmops-database/training-and-deploying-gpt-4-5-scaling-challenges-and-system-design-at-the-frontier.
    Secondary.)
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "10x"
    ```
    ## Flagged
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "1e26 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "2e25 FLOP"
    [[claim]]
    quantity = "effective_compute"
    value = "1e26 FLOP"
    ```
    """
    if _is_known(subject):
        return
    for gain in gains(subject.card):
        if gain.quantity == "effective_compute" and gain.actual is None:
            yield Finding(
                at=gain.place,
                message=f"{gain.said} rests on training compute that is not stated: nothing to multiply",
                help='state it in [[training]], or beside the claim: actual_compute = "... FLOP"',
            )


def _is_known(subject: Subject) -> bool:
    if subject.compute is not None:
        return any(component.flop is not None for component in subject.compute.components)
    return any(phase.flop is not None for phase in subject.card.training)
