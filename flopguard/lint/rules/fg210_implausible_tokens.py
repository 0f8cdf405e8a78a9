"""FG210: tokens that do not fit the size of the model."""

from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.estimate.tokens_seen import tokens_of
from flopguard.fields import Figure
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.manifest.training import Status, Training
from flopguard.manifest.types import Manifest
from flopguard.quantity import show

MOST, MANY, FEWEST = 100_000, 20_000, 0.5


@rule("FG210", "implausible-tokens", confidence=Confidence.LIKELY, covers=("unit-implausible", "trap-21"))
def implausible_tokens(subject: Subject) -> Iterator[Found]:
    """Pretraining tokens far outside what models of this size are trained on.

    ## Why
    A slip between billions and trillions moves training compute by a thousand and a small model across a
    threshold. A published table has 627 trillion tokens for a model trained on 627 billion (case K14).
    Small models at 60,000 tokens a parameter do exist.
    ## Seen
    A table of benchmark results gives btlm-3b-8k-base 627 trillion tokens. It was 627 billion; by the typo a model of
    1.1e22 FLOP crosses 1e25 (cases L35 and K14). (Source: ryoungj/ObsScaling/base_llm_benchmark_eval.csv. Primary.)
    ## Flagged
    ```toml
    [architecture]
    parameters = "3e9"
    [[training]]
    component = "pretrain"
    tokens = "627T"
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "3e9"
    [[training]]
    component = "pretrain"
    tokens = "627B"
    ```
    """
    for number, phase in enumerate(subject.card.training):
        parameters = _parameters(phase, subject.card)
        seen = tokens_of(phase)
        if seen is not None and parameters is not None and _is_whole_pretraining(phase, subject.card):
            name, tokens = seen
            yield from _judged(f"/training/{number}/{name}", tokens, parameters)


def _is_whole_pretraining(phase: Training, card: Manifest) -> bool:
    alone = sum(other.component is ComponentKey.PRETRAIN for other in card.training) == 1
    return phase.component is ComponentKey.PRETRAIN and phase.status is Status.DONE and alone and not card.model.base


def _parameters(phase: Training, card: Manifest) -> Figure | None:
    shape = card.architecture
    return phase.parameters or (shape.active_parameters or shape.parameters if shape else None)


def _judged(at: str, tokens: Figure, parameters: Figure) -> Iterator[Found]:
    fewest, most = tokens.estimate.low, tokens.estimate.high
    smallest, largest = parameters.estimate.low, parameters.estimate.high
    sizes = f"{shown(tokens)} for a model of {shown(parameters)}"
    if largest and fewest / largest > MANY:
        finding = Finding(
            at=at,
            message=f"{sizes}: {show(fewest / largest)} tokens a parameter",
            help="check the units: T is 1e12, B is 1e9",
        )
        yield finding if fewest / largest > MOST else Rated(finding, Severity.WARNING)
    elif most is not None and smallest and most / smallest < FEWEST:
        yield Finding(
            at=at,
            message=f"{sizes}: {show(most / smallest)} tokens a parameter",
            help="check the units: T is 1e12, B is 1e9; if there is a base, name it in [model]",
        )
