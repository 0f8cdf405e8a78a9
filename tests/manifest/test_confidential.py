"""Masking: what a confidential table loses, what it keeps, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from flopguard.dates import PartialDate
from flopguard.fields import Figure
from flopguard.manifest.confidential import ANY_DAY, marked_fields, masked
from flopguard.manifest.load import Loaded, load_text
from flopguard.manifest.marks import may_be_marked, may_be_misspelt
from flopguard.manifest.training import Training
from flopguard.manifest.types import Acknowledgement, Manifest, Model
from flopguard.quantity import Estimate
from flopguard.result import CONFIDENTIAL
from tests.manifest.test_types import EXAMPLE, document_types

MARKED = [kind for kind in document_types(Manifest, {}) if "confidential" in kind.__dataclass_fields__]
FREE = {"Acknowledgement", "Scope", "Model", "Answer", "Manifest", "Suppression"}
"""Tables that hold no figure of the model: a margin, whether all is stated, names, answers, reasons."""
INSIDE = {
    "Baseline",
    "ClaimReading",
    "CurvePair",
    "CurvePoint",
    "Elicitation",
    "FlopConvention",
    "GainPoint",
    "Headline",
    "Interaction",
    "Measurement",
    "Metric",
}
"""Tables that lie in one that has a mark."""


def everything_marked(value: Any) -> Any:
    """The same manifest with the mark on every table that takes one."""
    if isinstance(value, tuple):
        return tuple(map(everything_marked, value))
    if not is_dataclass(value) or isinstance(value, (Figure, PartialDate, type)):
        return value
    changed = {entry.name: everything_marked(getattr(value, entry.name)) for entry in fields(value)}
    mark = {"confidential": True} if "confidential" in changed else {}
    return replace(value, **{**changed, **mark})


def walk(value: Any) -> Iterator[tuple[Any, str, Any]]:
    """Every field of every table: the table, the name, the value."""
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif is_dataclass(value) and not isinstance(value, (Figure, PartialDate)):
        for entry in fields(value):
            found = getattr(value, entry.name)
            yield value, entry.name, found
            yield from walk(found)


def test_every_table_takes_the_mark_that_holds_a_figure() -> None:
    assert {kind.__name__ for kind in document_types(Manifest, {})} - {
        kind.__name__ for kind in MARKED
    } == FREE | INSIDE


def test_nothing_that_is_a_figure_or_a_date_is_left() -> None:
    loaded = load_text(EXAMPLE)
    assert loaded.manifest is not None
    known = masked(replace(loaded, manifest=everything_marked(loaded.manifest))).manifest
    assert known is not None
    seen = 0
    for table, name, value in walk(known):
        if isinstance(table, (Acknowledgement, Model)):
            continue
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Figure):
                seen += 1
                assert item.estimate == Estimate(
                    item.estimate.low * 0, None, None, item.estimate.dimension, text=CONFIDENTIAL
                ), (table, name)
            if isinstance(item, PartialDate) and type(table).__name__ not in FREE:
                seen += 1
                assert item == ANY_DAY, (table, name)
            if isinstance(item, int) and not isinstance(item, bool):
                assert name in ("manifest", "year"), (table, name)
    assert seen > 15


def test_without_a_mark_it_is_the_same_object() -> None:
    loaded = load_text(EXAMPLE)
    assert masked(loaded) is loaded
    broken = Loaded(path="x", text="", digest=None, manifest=None)
    assert masked(broken) is broken


TWO = """manifest = 1
[model]
name = "x"
[[training]]
component = "pretrain"
flop = "1e24"
[[training]]
component = "rl_update"
tokens = { value = "2e12", low = "1e12", source = "s", section = "3" }
started = 2025-01-01
confidential = true
[[training.hardware]]
chip = "h100"
count = 5
"""


def test_only_the_marked_table_and_those_in_it_are_masked() -> None:
    loaded = load_text(TWO)
    known = masked(loaded).manifest
    assert loaded.manifest is not None
    assert known is not None
    assert known.training[0] == loaded.manifest.training[0]
    second: Training = known.training[1]
    assert (second.component, second.started, second.hardware[0].chip) == ("rl_update", None, "h100")
    assert second.tokens is not None
    assert second.hardware[0].count is not None
    assert {second.tokens.estimate.text, second.hardware[0].count.estimate.text} == {CONFIDENTIAL}
    assert second.tokens.citation == "s, section 3"


def test_where_the_marked_fields_stand() -> None:
    manifest = load_text(TWO).manifest
    assert manifest is not None
    found = set(marked_fields(manifest))
    assert {at for at in found if not at.startswith("/training/1")} == set()
    assert {
        "/training/1",
        "/training/1/tokens",
        "/training/1/tokens/low",
        "/training/1/started",
        "/training/1/hardware/0/count",
    } <= found


@pytest.mark.parametrize(
    "text, marked, misspelt",
    [
        ("flop = 1", False, False),
        ("confidential = true", True, False),
        ("confidental = true", True, True),
        ("Confidential = true", True, True),
        ("# in confidence", True, True),
        ("config = 'config.json'", False, False),
        ("configured = 1", True, True),
    ],
)
def test_the_mark_in_a_file_that_cannot_be_used(text: str, marked: bool, misspelt: bool) -> None:
    """Where in doubt, something is kept back."""
    assert (may_be_marked(text), may_be_misspelt(text)) == (marked, misspelt)
