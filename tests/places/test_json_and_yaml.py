"""One document in three syntaxes: every field is found, each where it is written in its own text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flopguard.places.field import MAX_DEPTH, Field
from flopguard.places.json import fields_of as json_fields
from flopguard.places.yaml import fields_of as yaml_fields
from flopguard.reading.trees import read_tree
from flopguard.source import Source, Span
from flopguard.syntax import Syntax

YAML = """\
# A model card
manifest: 1
model:  # who
  name: Example-70B
  "odd/na~me": 'a # b'
  base: [{ name: é100, compute: 1e25 }, *none]
training:
  - component: pretrain
    flop: {value: "6.4e24", source: x}
    note: |
      Two lines:
      and more
  - component: eval
-broken: 1
""".replace(", *none", "").replace("-broken: 1\n", "")

JSON = """\
{
  "manifest": 1,
  "model": {"name": "Example-70B", "odd/na~me": "a , ] b",
    "base": [{"name": "\\u00e9100", "compute": 1e25}]
  },
  "training": [
    {"component": "pretrain", "flop": {"value": "6.4e24"}},
    {
      "component": "eval"
    }
  ]
}
"""


@pytest.mark.parametrize(
    "pointer, key, value",
    [
        ("", "# A model card", "# A model card"),
        ("/manifest", "manifest", "1"),
        ("/model", "model", "model"),
        ("/model/name", "name", "Example-70B"),
        ("/model/odd~1na~0me", '"odd/na~me"', "'a # b'"),
        ("/model/base", "base", "[{ name: é100, compute: 1e25 }]"),
        ("/model/base/0/compute", "compute", "1e25"),
        ("/training", "training", "training"),
        ("/training/0", "component: pretrain", "component: pretrain"),
        ("/training/0/flop", "flop", '{value: "6.4e24", source: x}'),
        ("/training/0/flop/value", "value", '"6.4e24"'),
        ("/training/0/note", "note", "|"),
        ("/training/1/component", "component", "eval"),
        ("/training/7", "training", "training"),
    ],
)
def test_where_the_fields_of_a_yaml_text_stand(pointer: str, key: str, value: str) -> None:
    assert [written(Source("a.yaml", YAML, Syntax.YAML), span, pointer) for span in ("key", "value")] == [key, value]


@pytest.mark.parametrize(
    "pointer, key, value",
    [
        ("", "{", "{"),
        ("/manifest", '"manifest"', "1"),
        ("/model", '"model"', '{"name": "Example-70B", "odd/na~me": "a , ] b",'),
        ("/model/odd~1na~0me", '"odd/na~me"', '"a , ] b"'),
        ("/model/base/0/name", '"name"', '"\\u00e9100"'),
        ("/training/1/component", '"component"', '"eval"'),
        ("/training/1", "{", "{"),
        ("/nothing", "{", "{"),
    ],
)
def test_where_the_fields_of_a_json_text_stand(pointer: str, key: str, value: str) -> None:
    assert [written(Source("a.json", JSON, Syntax.JSON), span, pointer) for span in ("key", "value")] == [key, value]


def written(source: Source, of: str, pointer: str) -> str:
    span: Span = getattr(source, of)(pointer)
    return source.line_text(span.line)[span.column - 1 : span.end_column - 1]


def test_what_an_alias_stands_for_is_where_it_is_written() -> None:
    source = Source("a.yaml", "a: &x\n  flop: 1e25\nb: *x\n", Syntax.YAML)
    assert [source.value("/b"), source.value("/b/flop")] == [Span(3, 4, 6), Span(2, 9, 13)]


@pytest.mark.parametrize("text", ["{" * 100_000, "[" * 100_000, '{"a":' * 100_000, '"' * 99_999, "{:,}]" * 20_000])
def test_depth_and_length_cost_neither_stack_nor_quadratic_time(text: str) -> None:
    assert depth_of(json_fields(text)) <= MAX_DEPTH
    assert depth_of(yaml_fields(text)) <= MAX_DEPTH


def depth_of(found: Field) -> int:
    return max((depth_of(inner) for inner in found.fields.values()), default=found.depth)


# PyYAML writes 0E0 and 08 without quotes: to it they are texts, here they are figures.
FIGURES = re.compile(r"[-+]?[0-9._]+([eE][-+]?[0-9]+)?")
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6).filter(lambda t: not FIGURES.fullmatch(t))
TREES = st.recursive(
    st.integers(-5, 5) | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab/~é \"'", max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abcd"), TREES, max_size=4), st.sampled_from([None, 0, 2]))
def test_every_field_of_a_json_text_is_found_at_its_value(tree: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=False)
    assert shape(json_fields(text)) == names(tree)
    for place, value in places(json_fields(text), tree):
        assert json.loads(text[slice(*place)]) == value


@given(st.dictionaries(st.sampled_from("abcd"), TREES, max_size=4), st.sampled_from([None, True, False]))
def test_every_field_of_a_yaml_text_is_found(tree: dict[str, Any], flow: bool | None) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True)
    assert read_tree(text, Syntax.YAML) == tree
    assert shape(yaml_fields(text)) == names(tree)
    for place, value in places(yaml_fields(text), tree):
        if isinstance(value, bool | int):
            assert yaml.safe_load(text[slice(*place)]) == value


def names(tree: Any) -> Any:
    entries = enumerate(tree) if isinstance(tree, list) else tree.items() if isinstance(tree, dict) else ()
    return {str(name): names(inner) for name, inner in entries}


def shape(found: Field) -> Any:
    return {name: shape(inner) for name, inner in found.fields.items()}


def places(found: Field, tree: Any) -> list[tuple[tuple[int, int], Any]]:
    entries = enumerate(tree) if isinstance(tree, list) else tree.items() if isinstance(tree, dict) else ()
    collected = []
    for name, value in entries:
        inner = found.fields[str(name)]
        assert inner.value is not None
        collected += [(inner.value, value), *places(inner, value)]
    return collected


@given(st.text(), st.sampled_from(Syntax), st.text("/ab0~", max_size=6))
def test_no_text_makes_it_fail_and_every_span_lies_in_the_file(text: str, syntax: Syntax, pointer: str) -> None:
    source = Source("a", text, syntax)
    for span in (source.key(pointer), source.value(pointer)):
        line = source.line_text(span.line)
        assert 1 <= span.column <= span.end_column <= len(line) + 1
