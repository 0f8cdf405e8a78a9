"""FG302: a gain without the baseline that is 1x."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.gains import gains
from flopguard.lint.prose_gains import first_missing
from flopguard.lint.rule import Found, Need, Subject, rule

SPREAD = "2x against a dense transformer is 8,000x against an LSTM"


@rule("FG302", "gain-without-baseline", covers=("missing-baseline", "EC-NO-BASELINE"), needs=Need.GAINS)
def gain_without_baseline(subject: Subject) -> Iterator[Found]:
    """A gain or a claim of effective compute that does not say which techniques are 1x.

    ## Why
    The same model is worth 2x against a dense transformer of its time and about 8,000x against an LSTM,
    both at 1e22 FLOP (case L09). For effective compute, the model that it is compared with is no baseline:
    both sides of "4x that of our last model" are measured against techniques that must be named.
    ## Flagged
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"
    relative_to = "Example-30B"
    ```
    ## Instead
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"
    relative_to = "Example-30B"
    baseline = "dense transformer, compute-optimal, web data of 2023"
    ```
    """
    if subject.manifest is None:
        yield from first_missing(subject, "baseline", SPREAD)
        return
    for gain in gains(subject.card):
        if gain.baseline is None:
            own = 'name the techniques that are 1x: baseline = "..."'
            yield Finding(
                at=gain.place,
                message=f"{gain.said} names no baseline: {SPREAD}",
                help=gain.cure(own, 'baseline = { techniques = ["..."] }'),
            )
