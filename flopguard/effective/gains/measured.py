"""Which gains were measured together, and how many are stacked on each other without that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from flopguard.effective.gains.chain import above_of
from flopguard.effective.gains.counting import Gain
from flopguard.quantity import Estimate

Links = list[tuple[int, int]]


def unmeasured_together(gains: tuple[Gain, ...], ones: Collection[int]) -> int:
    """How many further gains are stacked on the first without a joint measurement.

    One less than the largest number of gains of which no two were measured together: one on top of the other, or in
    one joint run. Gains that overlap are one part, and one that is exactly 1 (`ones`, by number) has nothing that
    another could have a part in.
    """
    parts = groups([*overlaps(gains), *_joint_runs(gains)], [gain.number for gain in gains])
    part_of = {number: part[0] for part in parts for number in part}
    above: dict[int, set[int]] = {part[0]: set() for part in parts}
    for number, found in above_of(gains).items():
        above[part_of[number]] |= {part_of[other] for other in found}
    stacked = {part[0] for part in parts if not set(part) <= set(ones)}
    return max(_most_apart(_order(above, stacked)) - 1, 0)


def overlaps(gains: Sequence[Gain]) -> Links:
    """The pairs of gains, by number, that overlap and that nothing measured together."""
    above = above_of(tuple(gains))
    return [
        (one.number, other.number)
        for one in gains
        for other in gains
        if one is not other
        and {other.name, *other.stands_for} & set(one.enhancement.overlaps_with)
        and other.number not in above[one.number]
        and one.number not in above[other.number]
        and not _in_one_run(one, other)
    ]


def _joint_runs(gains: Sequence[Gain]) -> Links:
    return [(a.number, b.number) for a in gains for b in gains if a.number < b.number and _in_one_run(a, b)]


def _in_one_run(one: Gain, other: Gain) -> bool:
    run = one.enhancement.joint_evidence
    return run is not None and run == other.enhancement.joint_evidence


def is_one(factor: Estimate) -> bool:
    """Whether a factor is exactly 1."""
    return factor.is_point and factor.low == 1


def groups(links: Iterable[tuple[int, int]], members: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The members in groups that the links join, each group and all of them in rising order."""
    group = {member: member for member in members}
    for left, right in links:
        first, second = sorted((group[left], group[right]))
        group = {member: first if of == second else of for member, of in group.items()}
    found: dict[int, list[int]] = {}
    for member in sorted(members):
        found.setdefault(group[member], []).append(member)
    return tuple(tuple(each) for each in found.values())


def _order(above: Mapping[int, set[int]], kept: Collection[int]) -> dict[int, frozenset[int]]:
    """What is above each part that is kept, directly or through others; parts above each other are one part."""
    found = {number: set(direct) for number, direct in above.items()}
    for middle in found:
        for direct in found.values():
            if middle in direct:
                direct |= found[middle]
    first = {n for n in kept if not any(other < n and n in found[other] for other in found[n] & set(kept))}
    return {number: frozenset(found[number] & first - {number}) for number in first}


def _most_apart(above: Mapping[int, frozenset[int]]) -> int:
    """The largest number of parts of which none is above another.

    By Dilworth's theorem it is the number of chains that cover all of them: as many as there are, less the most pairs
    of neighbours in chains, each part being used once as the upper one and once as the lower one.
    """
    lower: dict[int, int] = {}

    def found(part: int, seen: set[int]) -> bool:
        for other in sorted(above[part] - seen):
            seen.add(other)
            if other not in lower or found(lower[other], seen):
                lower[other] = part
                return True
        return False

    return len(above) - sum(found(part, set()) for part in sorted(above))
