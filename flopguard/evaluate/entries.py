"""Facts of which a manifest may state several, or state them in several ways: clusters, shares of data."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.evaluate.compared import Direct, Entries, Sides, against_line, loosened
from flopguard.evaluate.world import World
from flopguard.fields import Figure
from flopguard.formula import Amount, Comparison, Input
from flopguard.manifest.types import Cluster
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import parse
from flopguard.result import Cause
from flopguard.units import Dimension


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
