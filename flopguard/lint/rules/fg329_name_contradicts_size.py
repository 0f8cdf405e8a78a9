"""FG329: a model whose name says another size or architecture than its figures."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Architecture
from flopguard.quantity import show

_SIZE = re.compile(r"(?<![0-9a-z.])(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<unit>[bm])(?![a-z0-9])", re.IGNORECASE)
_EXPERTS = re.compile(
    r"(?<![a-z])moe(?![a-z])|(?<![0-9a-z])[0-9]+x[0-9.]+b(?![a-z])|mixture[\s_-]of[\s_-]experts", re.I
)
_UNITS = {"b": Fraction(10**9), "m": Fraction(10**6)}
TOLERATED = Fraction(5, 4)


@rule(
    "FG329",
    "name-contradicts-size",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("model-identity",),
)
def name_contradicts_size(subject: Subject) -> Iterator[Finding]:
    """A name that says 7B over figures that say 13B, or that says experts over one count of parameters.

    ## Why
    A row of a published table has the name of a 7B model and the figures of a 13B one, and another counts all
    parameters of a mixture of experts as if each token used them (case L35). Training compute is then another model's.
    ## Seen
    A table of benchmark results has open_llama_7b_v2 with 13 billion parameters (case L35). (Source:
    ryoungj/ObsScaling/base_llm_benchmark_eval.csv. Primary.)
    ```toml
    manifest = 1
    [model]
    name = "open_llama_7b_v2"
    [architecture]
    parameters = "13e9"
    ```
    ## Flagged
    ```toml
    manifest = 1
    [model]
    name = "open-example-7b"
    [architecture]
    parameters = "13e9"
    ```
    ## Instead
    ```toml
    manifest = 1
    [model]
    name = "open-example-7b"
    [architecture]
    parameters = "6.7e9"
    ```
    """
    shape, name = subject.card.architecture, subject.card.model.name
    if shape is None or shape.parameters is None:
        return
    said = {Fraction(match["number"]) * _UNITS[match["unit"].lower()] for match in _SIZE.finditer(name)}
    if said and not any(_near(size, shape) for size in said):
        yield Finding(
            at="/architecture/parameters",
            message=f"{shown(shape.parameters)} parameters, and the name {name[:60]} says {show(min(said))}",
            help="check that the figures are of the model that is named",
        )
    elif _EXPERTS.search(name) and shape.active_parameters is None and shape.experts is None:
        yield Finding(
            at="/architecture/parameters",
            message=f"the name {name[:60]} says a mixture of experts, and one count of parameters is stated",
            help='add active_parameters = "...": a token does not use all of them',
        )


def _near(size: Fraction, shape: Architecture) -> bool:
    """Whether a size lies within a quarter of a count of parameters that is stated, rounded as names round."""
    stated = [figure.estimate for figure in (shape.parameters, shape.active_parameters) if figure is not None]
    return any(
        estimate.low <= size * TOLERATED and (estimate.high is None or size <= estimate.high * TOLERATED)
        for estimate in stated
    )
