"""Which inputs of two models are one variable: gains of the same evidence, used in the same place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flopguard.definition.types import Enhancement
from flopguard.effective.types import EffectiveAmount
from flopguard.formula import Amount, Input, renamed
from flopguard.manifest.types import Manifest

STACKING = "/interaction"
"""How the name of the input ends that stands for what stacking does to a product of gains."""


def with_names(answers: Sequence[EffectiveAmount], manifest: Manifest) -> tuple[EffectiveAmount, ...]:
    """The amounts with the names of the gains that are in them."""
    return tuple(replace(answer, names=tuple(_names(answer, manifest))) for answer in answers)


def _names(answer: EffectiveAmount, manifest: Manifest) -> list[tuple[str, str]]:
    found = [(item.name, _number(item.name)) for item in (answer.amount.inputs if answer.amount else ())]
    gains = manifest.enhancement
    return [(name, gains[number].name) for name, number in found if number is not None and number < len(gains)]


def _number(name: str) -> int | None:
    """The place of the gain that an input is of; None for what is of no gain."""
    parts = name.split("/")
    return int(parts[2]) if len(parts) > 2 and parts[1] == "enhancement" and parts[2].isdecimal() else None


def scoped(
    theirs: Sequence[EffectiveAmount],
    manifest: Manifest,
    model: str,
    ours: Sequence[EffectiveAmount],
    own: Manifest,
) -> tuple[EffectiveAmount, ...]:
    """The amounts of another model, with names of their own for whatever is not the same variable as in ours.

    A gain is the same where the evidence is, and where it has the same factor here and there, so that it is as far
    from where it was measured, on the same side. One that may count for one model and not for the other is not the
    same. All else that stands in a manifest is another variable in another model.
    """
    by_definition = {(answer.definition.id, answer.route, answer.curve): answer for answer in ours}
    return tuple(
        _scoped(
            answer,
            model,
            _same(answer, manifest, by_definition.get((answer.definition.id, answer.route, answer.curve)), own),
        )
        for answer in theirs
    )


def _scoped(answer: EffectiveAmount, model: str, same: Mapping[str, str]) -> EffectiveAmount:
    def rename(name: str) -> str:
        return same.get(name) or (f"{model}#{name}" if name[0] == "/" else name)

    inverted = answer.inverted and replace(answer.inverted, variable=rename(answer.inverted.variable))
    amount = None if answer.amount is None else renamed(answer.amount, rename)
    names = tuple((rename(name), gain) for name, gain in answer.names)
    return replace(answer, amount=amount, inverted=inverted, names=names)


def _same(answer: EffectiveAmount, manifest: Manifest, ours: EffectiveAmount | None, own: Manifest) -> dict[str, str]:
    """From the names of their gains to the names that the same gains have in ours, each taken once."""
    if answer.amount is None or ours is None or ours.amount is None:
        return {}
    free = [item for item in ours.amount.inputs if _number(item.name) is not None]
    found: dict[str, str] = {}
    for item in answer.amount.inputs:
        said = _said(item, answer, manifest)
        match = next((other for other in free if said and said == _said(other, ours, own)), None)
        if match is not None:
            free.remove(match)
            found[item.name] = match.name
    all_of_theirs = len(found) == sum(_number(item.name) is not None for item in answer.amount.inputs)
    return {**found, **_alike_beside(answer.amount, ours.amount)} if all_of_theirs and not free else found


def _alike_beside(theirs: Amount, ours: Amount) -> dict[str, str]:
    """What stacking does to gains, which is the same where all the gains are."""
    known = {item.name: item.estimate for item in ours.inputs}
    both = [item for item in theirs.inputs if item.name.endswith(STACKING)]
    return {item.name: item.name for item in both if known.get(item.name) == item.estimate}


def _said(item: Input, answer: EffectiveAmount, manifest: Manifest) -> tuple[object, ...]:
    """All that makes an input the variable that it is; nothing for what is of no gain, or of one that may not count.

    That is its factor, and the evidence of each gain in it, with the side of the measured scale on which it is used:
    a gain may be more than was measured above that scale and less below it.
    """
    numbers = [int(number) for number in _OF_GAIN.findall(item.name)]
    if not numbers or max(numbers) >= len(manifest.enhancement):
        return ()
    places, sides = {f"/enhancement/{number}" for number in numbers}, dict(answer.outside)
    if places & set(answer.doubted):
        return ()
    gains = [(_evidence(manifest.enhancement[n]), sides.get(f"/enhancement/{n}", "")) for n in numbers]
    return _OF_GAIN.sub("", item.name), item.estimate, gains


_OF_GAIN = re.compile(r"/enhancement/(\d+)(?=/)")


def _evidence(gain: Enhancement) -> Enhancement:
    """All that is said of a gain but what it stands next to: order, overlap and marks are another model's own."""
    return replace(gain, relative_to=(), overlaps_with=(), joint_of=(), confidential=False)
