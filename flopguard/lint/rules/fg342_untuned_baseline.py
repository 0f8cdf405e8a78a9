"""FG342: a gain over a baseline that may not have been tuned as well."""

from collections.abc import Iterator

from flopguard.definition.types import Enhancement, GainKind
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.change import ONE, without
from flopguard.lint.gains import enhancement_words, place_of_gain
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.lint.stacked import TRAINED, stacks


@rule(
    "FG342",
    "untuned-baseline",
    severity=Severity.WARNING,
    confidence=Confidence.POSSIBLE,
    covers=("untuned-baseline",),
)
def untuned_baseline(subject: Subject) -> Iterator[Found]:
    """A gain over a baseline that was not tuned as the new recipe was, or of which nobody knows.

    ## Why
    Settings searched for the new recipe and inherited by the old one make a gain of their own. Optimisers that were
    claimed at 1.4x to 2x came to 1.1x at 1.2 billion parameters once both sides were tuned alike (case L21). For an
    optimiser, saying nothing is a warning; for other changes of training it is a note.
    ## Seen
    Muon is said to have about twice the efficiency of AdamW. With both tuned alike, another study has 1.4x at 0.1
    billion parameters and 1.1x at 1.2 billion (case L21). (Sources: https://arxiv.org/abs/2502.16982, secondary;
    https://arxiv.org/abs/2509.02046, primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "orthogonalised momentum"
    kind = "optimizer"
    gain = "2"
    tuned_baseline = "no"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "orthogonalised momentum"
    kind = "optimizer"
    gain = { value = "1.2", low = "1.1", high = "1.4", level = "90%" }
    tuned_baseline = "yes"
    ```
    """
    for stack in stacks(subject.card):
        for entry in stack.entries:
            enhancement = entry.enhancement
            if enhancement.tuned_baseline == "yes" or enhancement.kind not in TRAINED or _is_none(enhancement):
                continue
            at = f"{entry.at}/tuned_baseline" if enhancement.tuned_baseline else place_of_gain(entry.at, enhancement)
            finding = Finding(
                at=at,
                message=f"{enhancement_words(enhancement)} {_WORDS[enhancement.tuned_baseline]}",
                help='tune the baseline with the same effort and state it: tuned_baseline = "yes"',
                factor=without(enhancement),
            )
            yield Rated(finding, Severity.INFO) if _is_minor(enhancement) else finding


_WORDS = {
    "no": "is over a baseline that was not tuned as well as it",
    "unknown": "is over a baseline of which nobody knows how well it was tuned",
    None: "does not say whether its baseline was tuned as well as it",
}


def _is_none(entry: Enhancement) -> bool:
    """Whether no gain over the baseline is stated at all."""
    return entry.gain is not None and entry.gain.estimate.is_point and entry.gain.estimate.low == ONE


def _is_minor(entry: Enhancement) -> bool:
    return entry.tuned_baseline is None and entry.kind is not GainKind.OPTIMIZER
