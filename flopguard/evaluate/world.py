"""One combination of readings: the policy's parameters and counting marks as those readings set them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from flopguard.components import ComponentKey
from flopguard.evaluate.counting import Counting, Marks, marks_of
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.memo import Same
from flopguard.kept import kept
from flopguard.policy.conditions import named_parameters
from flopguard.policy.types import Mark, OpenQuestion, Policy, QuantityLeaf, QuantityName, ReadingChoice, Scalar

if TYPE_CHECKING:
    from flopguard.evaluate.readings.types import Read

MAX_COMBINATIONS = 4096


@dataclass(frozen=True)
class World:
    """What is taken as given while a condition is evaluated once."""

    policy: Policy
    facts: Facts
    library: Mapping[str, Policy] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Scalar] = field(default_factory=dict)
    """Paths that the chosen readings set."""
    tolerance: Fraction | None = None
    """None: figures as reported. Otherwise each figure is widened by its last digit and totals by this share."""
    read: Read | None = None
    """How the manifest's claim is read, where a condition rests on one."""
    curves: Mapping[str, str] = field(default_factory=dict)
    """By definition: the curve of its baseline that is taken, where several are published."""

    @kept
    def parameters(self) -> dict[str, Scalar]:
        """The parameters of the policy under these readings."""
        set_here = {
            path.removeprefix("parameters."): value
            for path, value in self.settings.items()
            if path.startswith("parameters.")
        }
        return {**self.policy.parameters, **set_here}

    @kept
    def count_integer(self) -> bool:
        """Whether integer operations count; they do where a policy does not say."""
        return self.parameters.get("count_integer", True) is not False

    def marks(self, counting: str) -> Marks:
        """The marks of a counting rule under these readings."""
        changes = {
            ComponentKey(path.split(".")[2]): Mark(str(value))
            for path, value in self.settings.items()
            if path.startswith(f"counting.{counting}.")
        }
        return marks_of(self.policy.counting[counting], changes)

    def read_by(self, leaf: QuantityLeaf) -> tuple[Hashable, ...]:
        """What the readings set of all that the sides of a leaf depend on: worlds alike in this have the same sides."""
        is_effective = leaf.quantity is QuantityName.EFFECTIVE_COMPUTE and (self.read is not None or self.curves)
        read: tuple[Hashable, ...] = (Same(self.read), *sorted(self.curves.items())) if is_effective else ()
        return read + self._set_for(leaf) if self.settings else read

    def _set_for(self, leaf: QuantityLeaf) -> tuple[Hashable, ...]:
        names = named_here(Same(leaf))
        rules = [self._text(text) for text in (leaf.counting, leaf.reference_counting) if text is not None]
        paths = {f"parameters.{name}" for name in (*names, "count_integer")}
        begins = tuple(f"counting.{rule}." for rule in rules)
        touching = [path for path in self.settings if path in paths or path.startswith(begins)]
        return tuple((path, repr(self.settings[path])) for path in sorted(touching))

    def _text(self, text: str) -> str:
        """A text of a leaf, or that of the parameter that it names."""
        return str(self.parameters.get(text[1:])) if text.startswith("$") else text

    def facts_with(self, facts: Facts) -> World:
        """The same readings on other facts."""
        return replace(self, facts=facts)


@lru_cache(maxsize=1024)  # leaves never change, and are asked about in every world of every manifest
def named_here(leaf: Same[QuantityLeaf]) -> frozenset[str]:
    """The parameters that a leaf names."""
    return frozenset(named_parameters(leaf.value).values())


def counting_in(world: World, name: str, plans: str = "planned", *, own_only: bool = False) -> Counting:
    """A counting rule of the policy as these readings have it and a leaf uses it."""
    return Counting(
        label=f"{world.policy.id}/{name}",
        marks=world.marks(name),
        own_ancestors=world.policy.counting[name].own_ancestors,
        count_integer=world.count_integer,
        plans=plans,
        own_only=own_only,
    )


# --- the combinations --------------------------------------------------------------------------------------------


def branching(policy: Policy, triggers: frozenset[str], facts: Facts) -> tuple[OpenQuestion, ...]:
    """The open questions that touch a trigger, are not answered, and whose facts the manifest has."""
    return tuple(
        question
        for question in policy.open_question
        if triggers & set(question.triggers)
        and _pinned(policy, question, facts) is None
        and _has_facts(question, facts)
    )


def worlds(
    policy: Policy,
    triggers: frozenset[str],
    facts: Facts,
    library: Mapping[str, Policy],
    reads: Sequence[Read] = (),
    curves: Sequence[Mapping[str, str]] = (),
) -> tuple[World, ...] | None:
    """Every combination of the readings of the text and of a claim or a curve; None when there are too many."""
    pinned = _answered(policy, triggers, facts)
    base = World(policy, facts, library, choices={}, settings=pinned)
    questions = branching(policy, triggers, facts)
    beside = max(len(reads), 1) * max(len(curves), 1)
    if prod(len(question.readings) for question in questions) * beside > MAX_COMBINATIONS:
        return None
    found = tuple(_chosen(base, questions, picked) for picked in product(*(q.readings for q in questions)))
    found = tuple(_read(world, read) for world in found for read in reads) if reads else found
    return tuple(_by_curves(world, chosen) for world in found for chosen in curves) if curves else found


def _by_curves(world: World, curves: Mapping[str, str]) -> World:
    """A world with one of several curves for each definition; with one definition the question is which curve."""
    choices = {"curve" if len(curves) == 1 else f"curve of {name}": curve for name, curve in curves.items()}
    return replace(world, curves=curves, choices={**world.choices, **choices})


def _read(world: World, read: Read) -> World:
    """A world in which the claim is read so; a slot that has the name of a question of the policy says whose it is."""
    asked = {question.id for question in world.policy.open_question}
    slots = {f"{name} of the claim" if name in asked else name: answer for name, answer in read.slots.items()}
    return replace(world, read=read, choices={**world.choices, **slots})


def _chosen(base: World, questions: tuple[OpenQuestion, ...], picked: tuple[ReadingChoice, ...]) -> World:
    choices = {question.id: reading.id for question, reading in zip(questions, picked, strict=True)}
    settings = dict(base.settings)
    for reading in picked:
        settings.update(reading.set)
    return replace(base, choices=choices, settings=settings)


def _answered(policy: Policy, triggers: frozenset[str], facts: Facts) -> dict[str, Scalar]:
    settings: dict[str, Scalar] = {}
    for question in policy.open_question:
        reading = _pinned(policy, question, facts)
        if reading is not None and triggers & set(question.triggers):
            settings.update(reading.set)
    return settings


def _pinned(policy: Policy, question: OpenQuestion, facts: Facts) -> ReadingChoice | None:
    """The reading that an answer of the manifest chooses, if one does."""
    answer = facts.answers.get(f"{policy.id}/{question.id}")
    return next((reading for reading in question.readings if reading.id == answer), None)


def _has_facts(question: OpenQuestion, facts: Facts) -> bool:
    """Whether the manifest has the facts that the question turns on; a question without patterns always has."""
    if not question.facts:
        return True
    return facts.memo.once(
        ("has facts", Same(question)), lambda: any(_found(pattern, facts) for pattern in question.facts)
    )


def _found(pattern: str, facts: Facts) -> bool:
    """Whether a fact is stated; where nothing may be taken for granted, a card that is silent on it may have it."""
    path, _, wanted = pattern.partition("=")
    values = tuple(_values(facts.manifest, path.strip("/").split("/")))
    if facts.settings.unstated is None and (not values or None in values):
        return True
    return any(str(value) == wanted if wanted else value is not None for value in values)


def _values(node: object, segments: list[str]) -> Iterator[object]:
    """The values at a pattern of fields; `*` stands for every entry of a list."""
    if not segments:
        yield node
        return
    head, *rest = segments
    if head == "*":
        for entry in node if isinstance(node, tuple) else ():
            yield from _values(entry, rest)
    elif node is not None and hasattr(node, head):
        yield from _values(getattr(node, head), rest)
