"""The validator that is made from the types agrees with the one that pydantic makes, in values and in errors."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydantic_core import ValidationError

from flopguard.bundled import policies_dir
from flopguard.configuration import Configuration
from flopguard.manifest.types import Manifest
from flopguard.policy.types import Policy
from flopguard.reading.trees import read_tree
from flopguard.validator import validator

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
ADAPTERS = {target: TypeAdapter(target) for target in (Manifest, Policy, Configuration)}
FILES = [(Manifest, EXAMPLES.glob("*.flopguard.toml")), (Policy, policies_dir().rglob("*.toml"))]
TREES = [(kind, read_tree(file.read_text(encoding="utf-8"))) for kind, files in FILES for file in sorted(files)]
ODD = [None, True, 0, -1, "", "none", "1e25", "unknown", [], {}, ["text"], [{}], {"value": "1e25"}, {"not": {}}]


def answer(judge: Any, tree: Any) -> Any:
    """The value, or the errors without what names the parts of the validator itself."""
    try:
        return judge.validate_python(tree)
    except ValidationError as error:
        return [(line["type"], line["loc"], line["msg"]) for line in error.errors(include_url=False)]


@pytest.mark.parametrize("target, tree", TREES)
def test_a_document_becomes_the_same_value(target: type[Any], tree: dict[str, Any]) -> None:
    assert answer(validator(target), tree) == answer(ADAPTERS[target], tree)
    assert isinstance(answer(validator(target), tree), target)


@given(st.sampled_from([*TREES, (Configuration, {"policy": ["a"], "as_of": "2026-01-01"})]), st.data())
def test_a_document_with_mistakes_gets_the_same_errors(found: tuple[type[Any], Any], data: st.DataObject) -> None:
    target, tree = found[0], deepcopy(found[1])
    for _ in range(data.draw(st.integers(1, 3))):
        _spoil(tree, data)
    assert answer(validator(target), tree) == answer(ADAPTERS[target], tree)


def _spoil(tree: Any, data: st.DataObject) -> None:
    """Put something odd in one place, or a key that is not known, or take one away."""
    while True:
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        key = data.draw(st.sampled_from([*keys, "surplus"] if isinstance(tree, dict) else keys or [None]))
        if key is None:
            return
        inner = tree.get(key) if isinstance(tree, dict) else tree[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
            tree = inner
            continue
        if isinstance(tree, dict) and key in tree and data.draw(st.booleans()):
            del tree[key]
        else:
            tree[key] = deepcopy(data.draw(st.sampled_from(ODD)))
        return


def test_a_hint_that_no_document_uses_is_refused() -> None:
    from dataclasses import dataclass

    from flopguard.fields import STRICT

    @dataclass(frozen=True)
    class Odd:
        __pydantic_config__ = STRICT
        value: set

    Odd.__annotations__["value"] = set[str]
    with pytest.raises(TypeError, match="no document type uses"):
        validator(Odd)
