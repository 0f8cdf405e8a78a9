"""FG321: losses per token of different tokenizers."""

import re
from collections.abc import Iterator

from flopguard.definition.types import Metric
from flopguard.finding import Confidence, Finding
from flopguard.lint.gains import said_something, same_metric
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Benchmark

_PER_TOKEN = re.compile(r"(?:/|\bper[\s_-]?)\s*tok(?:en)?s?\b|\bperplexity\b|\bppl\b", re.IGNORECASE)


@rule("FG321", "tokenizer-incomparable", confidence=Confidence.LIKELY, covers=("tokenizer-incomparable",))
def tokenizer_incomparable(subject: Subject) -> Iterator[Finding]:
    """A loss per token compared across tokenizers, or without saying which tokenizer it is of.

    ## Why
    A tokenizer that cuts the same text into fewer tokens has a higher loss for each of them, and the better model can
    then look worse. Published word-level and byte-pair figures on one corpus cannot be compared; bits per byte can.
    ## Seen
    A study fits the losses of 231 models on WikiText-103, WikiText-2 and Penn Treebank, of which the tokenizers differ.
    (Source: https://arxiv.org/abs/2403.05812. Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    metric = { name = "c4-loss", kind = "loss", unit = "nats/token", tokenizer = "gpt-2" }
    [[benchmark]]
    name = "c4-loss"
    score = "2.1"
    unit = "nats/token"
    tokenizer = "llama-3"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    metric = { name = "c4-loss", kind = "loss", unit = "bits/byte" }
    [[benchmark]]
    name = "c4-loss"
    score = "0.71"
    unit = "bits/byte"
    ```
    """
    for number, definition in enumerate(subject.card.definition):
        metric = definition.metric
        if metric is None or not _is_per_token(metric.unit, metric.name):
            continue
        if said_something(metric.tokenizer) is None and definition.from_ is None:  # else its own file has to say it
            yield _finding(
                f"/definition/{number}/metric", f"{metric.name[:60]} is per token, and of no stated tokenizer"
            )
        for row, benchmark in enumerate(subject.card.benchmark):
            if same_metric(benchmark.name, metric.name):
                yield from _compared(f"/benchmark/{row}", benchmark, metric)


def _is_per_token(unit: str | None, name: str) -> bool:
    return _PER_TOKEN.search(unit if unit is not None else name) is not None


def _compared(at: str, row: Benchmark, metric: Metric) -> Iterator[Finding]:
    own, theirs = said_something(row.tokenizer), said_something(metric.tokenizer)
    if row.unit is not None and not _is_per_token(row.unit, row.name):
        yield _finding(f"{at}/unit", f"the score is in {row.unit[:40]}, and the definition is per token")
    elif own is None:
        yield _finding(at, f"{row.name[:60]} is per token, and the score names no tokenizer")
    elif theirs is not None and not same_metric(own, theirs):
        message = f"the score is per token of {own[:40]}, and the definition per token of {theirs[:40]}"
        yield _finding(f"{at}/tokenizer", message)


def _finding(at: str, message: str) -> Finding:
    return Finding(at=at, message=message, help='state the loss in bits per byte: unit = "bits/byte"')
