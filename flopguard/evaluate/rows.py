"""Which rows of a manifest's benchmarks a leaf is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from flopguard.definition.types import Definition
from flopguard.effective.inversion.scores import lower_is_better
from flopguard.evaluate.facts import is_later
from flopguard.manifest.types import Benchmark
from flopguard.policy.types import QuantityLeaf

_SAMPLING = {"single": "one attempt a problem", "mean": "the mean of several attempts a problem"}


def named(leaf: QuantityLeaf, rows: Sequence[Benchmark], as_of: date) -> list[tuple[str, Benchmark]]:
    """The rows on the benchmark of a leaf that are not dated later, with their places."""
    return [
        (f"/benchmark/{number}", row)
        for number, row in enumerate(rows)
        if alike(row.name, leaf.benchmark) and not is_later(row.date, as_of)
    ]


def words_of(leaf: QuantityLeaf) -> str:
    """What the leaf is about, in words."""
    split = f", problems '{leaf.split}'" if leaf.split else ""
    sampling = f", {_SAMPLING[leaf.samples]}" if leaf.samples else ""
    return f"score on {leaf.benchmark}{split}{sampling}"


def alike(ours: str | None, theirs: str | None) -> bool:
    """Whether two names are one, whatever their case, blanks and punctuation."""
    return _plain(ours) == _plain(theirs)


def _plain(name: str | None) -> str:
    return re.sub(r"[\W_]+", "", name or "").casefold()


def is_meant(leaf: QuantityLeaf, row: Benchmark) -> bool | None:
    """Whether a row is of the problems and the sampling that the leaf asks for; None where it does not say."""
    answers = (right_split(leaf, row), right_sampling(leaf, row))
    return False if False in answers else None if None in answers else True


def right_split(leaf: QuantityLeaf, row: Benchmark) -> bool | None:
    """Whether the row is on the problems of the leaf; None where it does not say."""
    if leaf.split is None:
        return True
    return None if row.split is None else alike(row.split, leaf.split)


def right_sampling(leaf: QuantityLeaf, row: Benchmark) -> bool | None:
    """Whether the row is of the attempts of the leaf; None where it does not say."""
    if leaf.samples is None:
        return True
    how = row.elicitation
    if how is None or how.samples is None:
        return None
    if how.samples == 1:
        return leaf.samples == "single"
    return None if how.over_samples is None else leaf.samples == "mean" and how.over_samples == "mean"


_FALLING = re.compile(
    r"loss|perplexity|\bppl\b|\b(?:bits?|nats?)\b\s*(?:/|per|$)|bits?[- _]per[- _]|\bbp[bc]\b|cross[- _]entropy"
    r"|error rate|\bwer\b",
    re.IGNORECASE,
)


def falls(row: Benchmark, definitions: Iterable[Definition]) -> bool:
    """Whether a lower score is the better one: by a definition of its metric, else by its unit and its name."""
    metrics = (entry.metric for entry in definitions if entry.metric is not None)
    known = next((metric for metric in metrics if alike(metric.name, row.name)), None)
    if known is not None:
        return lower_is_better(known)
    return _FALLING.search(f"{row.unit or ''} {row.name}") is not None
