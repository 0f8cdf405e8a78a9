"""Whether a trigger has a subject at all; an unknown fact stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flopguard.evaluate.facts import Facts
from flopguard.evaluate.memo import Same
from flopguard.evaluate.traits import base_by_another, base_compute_known
from flopguard.manifest.types import DeveloperFacts
from flopguard.policy.types import Applies

_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class Applicability:
    """True, false with the reason, or unknown with the facts that are missing."""

    truth: bool | None
    reason: str = ""
    missing: tuple[str, ...] = ()


def applicability(applies: Applies | None, facts: Facts) -> Applicability:
    """Every part must hold; a false one decides, whatever is unknown."""
    if applies is None:
        return Applicability(True)
    return facts.memo.once(("applies", Same(applies)), lambda: _applicability(applies, facts))


def _applicability(applies: Applies, facts: Facts) -> Applicability:
    model = facts.manifest.model
    parts = [
        _overlap("outputs", applies.outputs_any, model.outputs),
        _overlap("inputs", applies.inputs_any, model.inputs),
        _developer(applies.developer_any, model.developer),
        _outside(applies.developer_outside, facts.manifest.developer_facts),
        *_base(applies, facts),
    ]
    refused = next((part for part in parts if part.truth is False), None)
    if refused is not None:
        return refused
    missing = tuple(dict.fromkeys(what for part in parts for what in part.missing))
    return Applicability(None if missing else True, missing=missing)


def _overlap(name: str, wanted: Iterable[str], stated: tuple[str, ...] | None) -> Applicability:
    wanted = tuple(wanted)
    if not wanted:
        return Applicability(True)
    if stated is None:
        return Applicability(None, missing=(f"/model/{name}",))
    if set(wanted) & set(stated):
        return Applicability(True)
    return Applicability(False, f"{name} {', '.join(stated) or 'none'}; it asks for any of {', '.join(wanted)}")


def _developer(wanted: tuple[str, ...], stated: str | None) -> Applicability:
    if not wanted:
        return Applicability(True)
    if stated is None:
        return Applicability(None, missing=("/model/developer",))
    if stated.casefold() in {name.casefold() for name in wanted}:
        return Applicability(True)
    return Applicability(False, f"a model of {stated}; the text is {' and '.join(wanted)}'s own")


def _outside(country: str | None, developer: DeveloperFacts | None) -> Applicability:
    """Whether the developer is established elsewhere. Only two letters tell: a name may be written in many ways."""
    if country is None:
        return Applicability(True)
    stated = developer.country.strip() if developer is not None and developer.country is not None else ""
    if not _TWO_LETTERS.fullmatch(stated):
        return Applicability(None, missing=("/developer_facts/country as two letters",))
    if stated.upper() == country.upper():
        return Applicability(False, f"the developer is established in {country.upper()}; the text is about others")
    return Applicability(True)


def _base(applies: Applies, facts: Facts) -> tuple[Applicability, ...]:
    """What is asked of the base; where there is surely none, that alone is said."""
    bases = facts.manifest.model.base
    has = None if bases is None else bool(bases)
    about_base = applies.base_by_another is not None or applies.base_compute_known is not None
    wanted = True if about_base else applies.has_base
    there = _asked(wanted, has, "the model has a base", "the model has no base", "/model/base")
    if not bases:
        return (there,)
    another = None if applies.base_by_another is None else base_by_another(facts)
    developers = "/model/developer and that of the base (/model/base/*/developer)"
    ours = "the developer's own model is developed further"
    known = None if applies.base_compute_known is None else base_compute_known(facts)
    return (
        there,
        _asked(applies.base_by_another, another, "the base is another developer's", ours, developers),
        _asked(applies.base_compute_known, known, "the compute of the base is known", _UNKNOWN, "/model/base"),
    )


_UNKNOWN = "the compute of the base is not known"


def _asked(wanted: bool | None, stated: bool | None, yes: str, no: str, at: str) -> Applicability:
    if wanted is None or stated is wanted:
        return Applicability(True)
    if stated is None:
        return Applicability(None, missing=(at,))
    return Applicability(False, yes if stated else no)
