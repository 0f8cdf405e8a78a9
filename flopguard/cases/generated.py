"""Cases that follow from a policy alone: each quantity leaf just below its line, exactly on it and just above.

A leaf is evaluated by itself, under each reading that touches it, so that neither the rest of the condition nor the
day matters: a text that is not in force has the same lines. What is expected comes from the operator that stands in
the policy that the cases were made from; they may be run against another form of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, product

from flopguard.cases.makers import Made, NotMade, made_for
from flopguard.errors import FlopguardError
from flopguard.estimate.actual import actual_compute, related_compute
from flopguard.evaluate.condition import Question, holds
from flopguard.evaluate.facts import Facts, Settings, facts_of
from flopguard.evaluate.world import World
from flopguard.manifest.load import Loaded, load_text
from flopguard.policy.check import UNSTATED
from flopguard.policy.conditions import leaves, named_parameters, with_parameters
from flopguard.policy.types import Measure, Policy, QuantityLeaf, QuantityName, Scalar

MOST_READINGS = 64


@dataclass(frozen=True, slots=True)
class Place:
    """Which leaf of which threshold of which trigger, by their positions."""

    trigger: int
    threshold: int
    leaf: int

    def leaf_of(self, policy: Policy) -> QuantityLeaf:
        """The leaf there."""
        found = list(leaves(policy.trigger[self.trigger].threshold[self.threshold].when))[self.leaf]
        assert isinstance(found, QuantityLeaf)
        return found

    def shown(self, policy: Policy) -> str:
        """The place in words."""
        trigger = policy.trigger[self.trigger]
        since = f" from {trigger.threshold[self.threshold].from_}" if len(trigger.threshold) > 1 else ""
        return f"{trigger.id}{since}: {self.leaf_of(policy).quantity}"


@dataclass(frozen=True)
class Generated:
    """One value beside a line, and whether the leaf has to hold for it."""

    place: Place
    settings: Mapping[str, Scalar]
    """What the readings set."""
    reading: str
    made: Made
    expected: bool | None
    _facts: list[Facts] = field(default_factory=list, compare=False, repr=False)

    @property
    def facts(self) -> Facts:
        """The facts of the manifest, gathered once; what was worked out of them is not kept."""
        if not self._facts:
            loaded = _read(self.made.text)
            if self.made.earlier:
                earlier = _read(self.made.earlier)
                named = {number: replace(related, loaded=earlier) for number, related in loaded.assessed.items()}
                loaded = replace(loaded, assessed=named)
            assessed = {number: related_compute(related) for number, related in loaded.assessed.items()}
            self._facts.append(facts_of(loaded, actual_compute(loaded), assessed, Settings(self.made.as_of)))
        return replace(self._facts[0])

    def name(self, policy: Policy) -> str:
        """What it is about."""
        return f"{self.place.shown(policy)}{self.reading}, {self.made.says}"

    def found(self, policy: Policy) -> bool | None:
        """Whether the leaf holds in a policy that has one at this place; None where that is open."""
        world = World(policy, self.facts, {policy.id: policy}, settings=self.settings)
        leaf = plain(with_parameters(self.place.leaf_of(policy), world.parameters))
        return holds(Question(leaf, world), {})


def _read(text: str) -> Loaded:
    loaded = load_text(text, "generated.flopguard.toml")
    if loaded.manifest is None:
        said = "; ".join(problem.message for problem in loaded.problems)
        raise FlopguardError(f"a generated manifest cannot be read: {said}\n{text}")
    return loaded


@dataclass(frozen=True, slots=True)
class Cases:
    """What follows from a policy, and the leaves for which nothing could be made, with the reason."""

    cases: tuple[Generated, ...]
    gaps: tuple[str, ...]


def generated(policy: Policy) -> Cases:
    """The cases of every quantity leaf of a policy that has a line."""
    cases: list[Generated] = []
    gaps: list[str] = []
    for place in _places(policy):
        for reading, settings in _readings(policy, place):
            try:
                cases += _cases(policy, place, reading, settings)
            except NotMade as reason:
                gaps.append(f"{place.shown(policy)}{reading}: {reason}")
    return Cases(tuple(cases), tuple(dict.fromkeys(gaps)))


def _places(policy: Policy) -> Iterator[Place]:
    for number, trigger in enumerate(policy.trigger):
        for entry, threshold in enumerate(trigger.threshold):
            for position, leaf in enumerate(leaves(threshold.when)):
                if isinstance(leaf, QuantityLeaf):
                    yield Place(number, entry, position)


def _cases(policy: Policy, place: Place, reading: str, settings: Mapping[str, Scalar]) -> Iterator[Generated]:
    # The world is asked for marks and parameters alone; it has no facts yet.
    world = World(policy, None, settings=settings)  # type: ignore[arg-type]
    leaf = with_parameters(place.leaf_of(policy), world.parameters)
    if leaf.value == UNSTATED:
        return
    for made, expected in made_for(plain(leaf), world):
        yield Generated(place, settings, reading, made, expected)


def plain(leaf: QuantityLeaf) -> QuantityLeaf:
    """A multiple of effective compute read as that of operations: its line and operator are those of any measure."""
    if leaf.quantity is not QuantityName.EFFECTIVE_COMPUTE or leaf.relative_to is None:
        return leaf
    return replace(leaf, measure=Measure.NOMINAL.value, trend=None, definition=None, primary_metric=None)


def _readings(policy: Policy, place: Place) -> Iterator[tuple[str, Mapping[str, Scalar]]]:
    """What the readings that touch a leaf set, in every combination; those that set the same for it stand once."""
    leaf, trigger = place.leaf_of(policy), policy.trigger[place.trigger].id
    paths = {f"parameters.{name}" for name in named_parameters(leaf).values()}
    touching = [
        question
        for question in policy.open_question
        if trigger in question.triggers and any(paths & set(reading.set) for reading in question.readings)
    ]
    seen: list[QuantityLeaf] = []
    for picked in islice(product(*(question.readings for question in touching)), MOST_READINGS):
        settings = {path: value for reading in picked for path, value in reading.set.items()}
        world = World(policy, None, settings=settings)  # type: ignore[arg-type]
        filled = plain(with_parameters(leaf, world.parameters))
        if filled not in seen:
            seen.append(filled)
            named = ", ".join(reading.id for reading in picked)
            yield f" ({named})" if named else "", settings
