"""Which claims a condition rests on: those on effective compute that name no definition, where none is usable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flopguard.definition.types import MetricKind
from flopguard.estimate.types import span
from flopguard.evaluate.absolute import silence
from flopguard.evaluate.definitions import under
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.readings.generated import factor_text, generated, slots_of, steps_of
from flopguard.evaluate.readings.listed import another, listed
from flopguard.evaluate.readings.scope import scope_of
from flopguard.evaluate.readings.types import NOT_EVALUATED, Claimed, Read, Scope, Unknown
from flopguard.evaluate.world import World
from flopguard.fields import Figure
from flopguard.manifest.types import Claim
from flopguard.policy.conditions import leaves, named_parameters
from flopguard.policy.types import Condition, Measure, QuantityLeaf, QuantityName
from flopguard.units import Dimension

_GAINS = ("algorithmic_gain", "effective_compute")


def claimed(conditions: Iterable[Condition], world: World) -> tuple[Claimed, ...]:
    """The claims that conditions rest on, with their readings; none where a definition answers, or nothing asks."""
    facts = world.facts
    if not facts.manifest.claim:
        return ()
    found = (leaf for condition in conditions for leaf in leaves(condition) if isinstance(leaf, QuantityLeaf))
    asking = [leaf for leaf in found if _may_rest_on_claim(leaf)]
    if not asking or any(_is_answered(leaf, world) for leaf in asking):
        return ()
    on_loss = any(_may_be_on_loss(leaf, world) for leaf in asking)
    return facts.memo.once(("claims read", on_loss), lambda: _claimed(facts, on_loss=on_loss))


def _may_rest_on_claim(leaf: QuantityLeaf) -> bool:
    """Whether a leaf compares effective compute itself, which a claim may state."""
    return leaf.quantity is QuantityName.EFFECTIVE_COMPUTE and leaf.relative_to is None


def _is_answered(leaf: QuantityLeaf, world: World) -> bool:
    """Whether a definition has an answer that rests on something, so that no claim is needed."""
    if named_parameters(leaf):
        return any(found.amount is not None for found in world.facts.effective)
    answers = (found for entry in under(leaf, world) for found in entry.ours)
    return any(found.amount is not None and not silence(found, "") for found in answers)


def _may_be_on_loss(leaf: QuantityLeaf, world: World) -> bool:
    """Whether the line may be on a loss: neither its measure nor the metric of its definition is of another kind."""
    if leaf.measure in (Measure.BENCHMARK, Measure.INDEX):
        return False
    known = (*world.policy.definition, *world.facts.manifest.definition)
    kinds = {entry.metric.kind for entry in known if entry.id == leaf.definition and entry.metric is not None}
    return not kinds or MetricKind.LOSS in kinds


def _claimed(facts: Facts, *, on_loss: bool) -> tuple[Claimed, ...]:
    entries = ((claim, f"/claim/{number}") for number, claim in enumerate(facts.manifest.claim))
    return tuple(_read(claim, at, facts, on_loss=on_loss) for claim, at in entries if _is_open(claim, facts))


def _is_open(claim: Claim, facts: Facts) -> bool:
    """Whether a claim is on effective compute by a figure, and leaves open against what."""
    known = {entry.id for entry in facts.manifest.definition}
    says_how_much = claim.value is not None or bool(claim.reading)
    return claim.quantity in _GAINS and says_how_much and claim.relative_to is None and claim.definition not in known


def _read(claim: Claim, at: str, facts: Facts, *, on_loss: bool) -> Claimed:
    scope = scope_of(claim, at)
    if claim.reading:
        further = (another(claim, at, scope),) if facts.settings.unstated is None else ()
        return Claimed(at=at, says=_says(claim), reads=(*listed(claim, at, scope), *further), is_listed=True)
    found = slots_of(claim, at, scope, facts, on_loss=on_loss)
    if found is None:
        return Claimed(at=at, says=_says(claim), reads=_as_amount(claim, at, scope))
    asked, slots = found
    return Claimed(at=at, says=_says(claim), reads=generated(asked, slots), steps=steps_of(slots))


def _as_amount(claim: Claim, at: str, scope: Scope) -> tuple[Read, ...]:
    """A claim of an amount whose actual compute is not known: as it stands, or anything."""
    assert claim.value is not None
    slots = {"actual compute": "as claimed"}
    as_it_stands = Read(at=at, says="as it stands", factor=None, scope=scope, slots=slots, amount=claim.value.estimate)
    what = f"the actual compute that the claim rests on ({at}/actual_compute)"
    other = Read(
        at=at,
        says="otherwise, which cannot be evaluated",
        factor=None,
        scope=scope,
        slots={"actual compute": NOT_EVALUATED},
        unknown=(Unknown(what),),
    )
    return (as_it_stands, other)


def _says(claim: Claim) -> str:
    """The claim in short: `8x on 3.0e25 FLOP ("as the card says it")`."""
    on = f" on {_figure(claim.actual_compute)}" if claim.actual_compute is not None else ""
    said = f' ("{claim.text}")' if claim.text else ""
    return f"{_figure(claim.value) if claim.value else 'a gain'}{on}{said}"


def _figure(figure: Figure) -> str:
    estimate = figure.estimate
    return factor_text(estimate) if estimate.dimension is Dimension.RATIO else f"{span(estimate)} FLOP"


def all_reads(found: tuple[Claimed, ...]) -> tuple[Read, ...]:
    """The readings of every claim; where there are several claims, which of them holds is one more slot."""
    if len(found) < 2:
        return tuple(read for entry in found for read in entry.reads)
    names = tuple(dict.fromkeys(name for entry in found for read in entry.reads for name in read.slots))
    return tuple(
        replace(read, slots={"claim": entry.at, **{name: read.slots.get(name, "not said") for name in names}})
        for entry in found
        for read in entry.reads
    )
