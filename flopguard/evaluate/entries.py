"""Facts of which a manifest may state several, or state them in several ways: scores, clusters, shares of data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flopguard.evaluate.compared import Direct, Entries, Rows, Sides, against_line, loosened
from flopguard.evaluate.facts import is_later
from flopguard.evaluate.world import World
from flopguard.fields import Figure
from flopguard.formula import Amount, Comparison, Input
from flopguard.manifest.types import Benchmark, Cluster
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import parse
from flopguard.result import Cause
from flopguard.units import Dimension

_SAMPLING = {"single": "one attempt a problem", "mean": "the mean of several attempts a problem"}


def score(leaf: QuantityLeaf, world: World) -> Rows | Direct:
    """Every score on the benchmark that the leaf is about; one of which that cannot be told stays unknown."""
    says = _score_words(leaf)
    named = [
        (f"/benchmark/{number}", row)
        for number, row in enumerate(world.facts.manifest.benchmark)
        if _alike(row.name, leaf.benchmark) and not is_later(row.date, world.facts.settings.as_of)
    ]
    meant = [(at, _scored(leaf, world, at, row, says)) for at, row in named if _is_meant(leaf, row) is True]
    perhaps = [(at, row) for at, row in named if _is_meant(leaf, row) is None]
    if meant:
        pairs = ((_scored(leaf, world, at, row, says), _untold(leaf, at, row, says)) for at, row in perhaps)
        return Rows(tuple(meant), says, tuple((pair, untold) for pair, untold in pairs if isinstance(pair, Sides)))
    if perhaps:
        return Rows(tuple((at, _untold(leaf, at, row, says)) for at, row in perhaps), says)
    return Direct(None, says, Cause.MISSING, f"{says} ([[benchmark]])")


def _score_words(leaf: QuantityLeaf) -> str:
    split = f", problems '{leaf.split}'" if leaf.split else ""
    sampling = f", {_SAMPLING[leaf.samples]}" if leaf.samples else ""
    return f"score on {leaf.benchmark}{split}{sampling}"


def _alike(ours: str | None, theirs: str | None) -> bool:
    """Whether two names are one, whatever their case, blanks and punctuation."""
    return _plain(ours) == _plain(theirs)


def _plain(name: str | None) -> str:
    return re.sub(r"[\W_]+", "", name or "").casefold()


def _is_meant(leaf: QuantityLeaf, row: Benchmark) -> bool | None:
    """Whether a row is of the problems and the sampling that the leaf asks for; None where it does not say."""
    answers = (_right_split(leaf, row), _right_sampling(leaf, row))
    return False if False in answers else None if None in answers else True


def _right_split(leaf: QuantityLeaf, row: Benchmark) -> bool | None:
    if leaf.split is None:
        return True
    return None if row.split is None else _alike(row.split, leaf.split)


def _right_sampling(leaf: QuantityLeaf, row: Benchmark) -> bool | None:
    if leaf.samples is None:
        return True
    how = row.elicitation
    if how is None or how.samples is None:
        return None
    if how.samples == 1:
        return leaf.samples == "single"
    return None if how.over_samples is None else leaf.samples == "mean" and how.over_samples == "mean"


def _scored(leaf: QuantityLeaf, world: World, at: str, row: Benchmark, says: str) -> Sides | Direct:
    if row.score is None:
        return Direct(None, says, Cause.MISSING, f"{at}/score")
    return _stated(leaf, world, f"{at}/score", row.score, says)


def _untold(leaf: QuantityLeaf, at: str, row: Benchmark, says: str) -> Direct:
    wanted = [f"{at}/split"] if _right_split(leaf, row) is None else []
    if _right_sampling(leaf, row) is None:
        several = row.elicitation is not None and row.elicitation.samples is not None
        wanted.append(f"{at}/elicitation/{'over_samples' if several else 'samples'}")
    return Direct(None, says, Cause.MISSING, f"whether the score of {at} is that {says} ({', '.join(wanted)})")


def _stated(leaf: QuantityLeaf, world: World, at: str, figure: Figure, says: str) -> Sides:
    return against_line(leaf, loosened(Amount.of(Input(at, figure.estimate)), world), None, says)


# --- clusters ----------------------------------------------------------------------------------------------------


def cluster_rate(leaf: QuantityLeaf, world: World) -> Entries | Direct:
    """Every cluster with its rate and whatever else the leaf asks of the same cluster."""
    developer = world.facts.manifest.developer_facts
    clusters = developer.clusters if developer else ()
    if not clusters:
        return Direct(None, "a computing cluster", Cause.MISSING, "the computing clusters (/developer_facts/clusters)")
    return Entries(tuple(tuple(_cluster(leaf, world, number, entry)) for number, entry in enumerate(clusters)))


def _cluster(leaf: QuantityLeaf, world: World, number: int, cluster: Cluster) -> Iterator[Sides | Direct]:
    at = f"/developer_facts/clusters/{number}"
    says = f"peak rate of cluster {number}"
    yield _rate(leaf, world, f"{at}/peak", cluster.peak, says)
    if leaf.network_more_than is not None:
        yield _network(leaf.network_more_than, world, f"{at}/network", cluster.network, f"network of cluster {number}")
    if leaf.colocated:
        says = f"cluster {number} stands in one place"
        unknown = cluster.colocated is None
        yield Direct(cluster.colocated, says, Cause.MISSING if unknown else None, f"{at}/colocated" if unknown else "")


def _rate(leaf: QuantityLeaf, world: World, at: str, peak: Figure | None, says: str) -> Sides | Direct:
    return Direct(None, says, Cause.MISSING, at) if peak is None else _stated(leaf, world, at, peak, says)


def _network(line: str, world: World, at: str, network: Figure | None, says: str) -> Sides | Direct:
    if network is None:
        return Direct(None, says, Cause.MISSING, at)
    amount = loosened(Amount.of(Input(at, network.estimate)), world)
    return Sides(amount, None, parse(line, Dimension.BITS_PER_SECOND).low, line, Comparison.MORE_THAN, says)


# --- shares of the data ------------------------------------------------------------------------------------------


def biological_share(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    """The share of biological sequence data; of another basis only nothing and everything say the same."""
    data = world.facts.manifest.data
    says = "share of biological sequence data" + (f" by {leaf.basis}" if leaf.basis else "")
    if data is None or data.biological_share is None:
        return Direct(None, says, Cause.MISSING, "/data/biological_share")
    estimate = data.biological_share.estimate
    if leaf.basis in (None, data.basis) or (estimate.is_point and estimate.low in (0, 1)):
        return _stated(leaf, world, "/data/biological_share", data.biological_share, says)
    stated = f"the one stated is by {data.basis}" if data.basis else "its /data/basis is not stated"
    return Direct(None, says, Cause.MISSING, f"the {says}; {stated}")
