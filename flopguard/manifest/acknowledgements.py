"""Acknowledgements that live in a file of their own, often of another owner than the manifests they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from flopguard.document import validate
from flopguard.fields import STRICT
from flopguard.manifest.load import Loaded
from flopguard.manifest.types import Acknowledgement, Model
from flopguard.problems import Problem
from flopguard.reading.file import read_text
from flopguard.reading.trees import read_tree
from flopguard.record import record
from flopguard.syntax import syntax_of


@record
class NamedModel:
    """Which models a row speaks of: those of this name, and of this version and developer where they are stated."""

    __pydantic_config__ = STRICT

    name: str
    version: str | None = None
    developer: str | None = None


@record
class SharedAcknowledgement(Acknowledgement):
    """An acknowledgement with the model that it speaks of."""

    __pydantic_config__ = STRICT

    model: NamedModel


@record
class AcknowledgementFile:
    """A file of acknowledgements, version 1."""

    __pydantic_config__ = STRICT

    acknowledgements: Literal[1]
    acknowledgement: tuple[SharedAcknowledgement, ...] = ()


def load_acknowledgements(path: str | Path) -> AcknowledgementFile | tuple[Problem, ...]:
    """The file as read, or every problem in it; no row of a file that has one is used."""
    text = read_text(path)
    return (text,) if isinstance(text, Problem) else acknowledgements_of_text(text, str(path))


def acknowledgements_of_text(text: str, path: str = "") -> AcknowledgementFile | tuple[Problem, ...]:
    """The same from text, in the syntax that the path tells."""
    tree = read_tree(text, syntax_of(path, text))
    if isinstance(tree, tuple):
        return tree
    found = validate(tree, AcknowledgementFile)
    if isinstance(found, tuple):
        return found
    wrong = tuple(
        Problem(
            kind="wrong-value",
            at=f"/acknowledgement/{number}/expires",
            message=f"expires {entry.expires} lies before date {entry.date}",
            help="swap the two dates, or correct one",
        )
        for number, entry in enumerate(found.acknowledgement)
        if entry.expires < entry.date
    )
    return wrong or found


def with_acknowledgements(loaded: Loaded, rows: Iterable[SharedAcknowledgement]) -> Loaded:
    """The loaded manifest with the rows that name its model after its own; its text and digest stay what they are."""
    if loaded.manifest is None:
        return loaded
    manifest = loaded.manifest
    fitting = tuple(_plain(row) for row in rows if names(row.model, manifest.model))
    if not fitting:
        return loaded
    together = replace(manifest, acknowledgement=(*manifest.acknowledgement, *fitting))
    return replace(loaded, manifest=together, shared=loaded.shared + len(fitting))


def names(named: NamedModel, model: Model) -> bool:
    """Whether a row speaks of this model. Spelling counts, and what a row states the manifest has to state alike."""
    return (
        named.name == model.name
        and named.version in (None, model.version)
        and named.developer in (None, model.developer)
    )


def _plain(row: SharedAcknowledgement) -> Acknowledgement:
    return Acknowledgement(
        trigger=row.trigger,
        policy_version=row.policy_version,
        up_to=row.up_to,
        by=row.by,
        reason=row.reason,
        date=row.date,
        expires=row.expires,
        evidence=row.evidence,
    )
