"""Readings of a claim that somebody has listed: they are taken as they stand, and as all there are."""

from __future__ import annotations

from dataclasses import replace

from flopguard.evaluate.readings.types import NOT_EVALUATED, Read, Scope, Unknown
from flopguard.manifest.types import Claim

UNSAID = "not said"
"""The answer to a slot of which a reading says nothing, while another reading does."""


def listed(claim: Claim, at: str, scope: Scope) -> tuple[Read, ...]:
    """The readings of `[[claim.reading]]`, each with an answer to every slot that any of them names."""
    names = tuple(dict.fromkeys(name for entry in claim.reading for name in entry.slots))
    return tuple(
        Read(
            at=f"{at}/reading/{number}",
            says=entry.says,
            factor=replace(entry.multiplier.estimate, text="") if entry.multiplier else None,
            scope=scope,
            slots={name: entry.slots.get(name, UNSAID) for name in names},
            unknown=() if entry.multiplier else (Unknown(f"{at}/reading/{number}/multiplier"),),
        )
        for number, entry in enumerate(claim.reading)
    )


def another(claim: Claim, at: str, scope: Scope) -> Read:
    """A reading that nobody listed, where what is not stated may be anything."""
    names = dict.fromkeys(name for entry in claim.reading for name in entry.slots)
    says = "a reading that is not listed, which cannot be evaluated"
    unknown = (Unknown(f"readings that are not listed ({at}/reading)"),)
    return Read(at=at, says=says, factor=None, scope=scope, slots=dict.fromkeys(names, NOT_EVALUATED), unknown=unknown)
