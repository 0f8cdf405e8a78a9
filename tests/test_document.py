"""Tree to value: every problem of a file at once, in order, each at its place."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.document import known_keys, pointer, validate
from flopguard.fields import STRICT, Figure, FigureOf, WholeNumber
from flopguard.manifest.types import Manifest
from flopguard.places.field import MAX_DEPTH
from flopguard.policy.types import Policy
from flopguard.problems import Problem
from flopguard.units import Dimension as D

# --- tree to value -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    __pydantic_config__ = STRICT

    colour: Literal["red", "green", "blue"]
    size: Annotated[int | None, WholeNumber()] = None
    flop: Annotated[Figure | None, FigureOf((D.FLOP,))] = None
    value: bool | str | None = None
    from_: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    __pydantic_config__ = STRICT

    name: str
    leaf: tuple[Leaf, ...] = ()
    one: Leaf | None = None
    by_name: dict[str, Leaf] = field(default_factory=dict)


def problem(kind: str, at: str, message: str, help: str = "", points_at: str = "value") -> Problem:
    return Problem(kind=kind, at=at, message=message, help=help, points_at=points_at)


RED: dict[str, Any] = {"colour": "red"}
KNOWN = "known here: colour, flop, from, size, value"
CHECK = "check the number"
SIZE = "did you mean 'size'?"
SURROGATE = problem("wrong-value", "", "a character is half of a surrogate pair, which is no Unicode", "remove it")

WRONG: list[tuple[Any, list[Problem]]] = [
    ({}, [problem("missing-key", "", "the document has no 'name'", "add name = ...", "key")]),
    (
        {"nme": "x", "name": "x"},
        [problem("unknown-key", "/nme", "unknown key 'nme'", "did you mean 'name'?", "key")],
    ),
    (
        {"zzzz": 1, "name": "x"},
        [problem("unknown-key", "/zzzz", "unknown key 'zzzz'", "known here: by_name, leaf, name, one", "key")],
    ),
    ({"name": 1}, [problem("wrong-value", "/name", "name is '1'", "it should be a valid string")]),
    ({"name": True}, [problem("wrong-value", "/name", "name is true", "it should be a valid string")]),
    ({"name": []}, [problem("wrong-value", "/name", "name is a list", "it should be a valid string")]),
    ({"name": {}}, [problem("wrong-value", "/name", "name is a table", "it should be a valid string")]),
    (
        {"name": date(2026, 3, 1)},
        [problem("wrong-value", "/name", "name is a date", "it should be a valid string")],
    ),
    ({"name": "x", "leaf": 1}, [problem("wrong-value", "/leaf", "leaf is '1'", "it should be a list")]),
    (
        {"name": "x", "leaf": [RED, {}]},
        [problem("missing-key", "/leaf/1", "[leaf] has no 'colour'", "add colour = ...", "key")],
    ),
    (
        {"name": "x", "leaf": [{"colour": "gren"}]},
        [problem("wrong-value", "/leaf/0/colour", "'gren' is not a value of colour", "did you mean 'green'?")],
    ),
    (
        {"name": "x", "one": {"colour": 5}},
        [problem("wrong-value", "/one/colour", "'5' is not a value of colour", "one of: red, green, blue")],
    ),
    (
        {"name": "x", "one": {**RED, "sise": 1}},
        [problem("unknown-key", "/one/sise", "unknown key 'sise' in [one]", "did you mean 'size'?", "key")],
    ),
    (
        {"name": "x", "by_name": {"n/~": {**RED, "sise": 1}}},
        [problem("unknown-key", "/by_name/n~1~0/sise", "unknown key 'sise' in [by_name.n/~]", SIZE, "key")],
    ),
    (
        {"name": "x", "by_name": {"colour": {**RED, "zzzz": 1}}},
        [problem("unknown-key", "/by_name/colour/zzzz", "unknown key 'zzzz' in [by_name.colour]", KNOWN, "key")],
    ),
    (
        {"name": "x", "one": {**RED, "from_": "x"}},
        [problem("unknown-key", "/one/from_", "unknown key 'from_' in [one]", "did you mean 'from'?", "key")],
    ),
    (
        {"name": "x", "one": {**RED, "value": 5}},  # both members of the union in one problem
        [problem("wrong-value", "/one/value", "value is '5'", "it should be a valid boolean or a valid string")],
    ),
    (
        {"name": "x", "one": {**RED, "flop": {"value": 1, "lo": 2}}},
        [problem("unknown-key", "/one/flop/lo", "unknown key 'lo' in [one.flop]", "did you mean 'low'?", "key")],
    ),
    (
        {"leaf": [{"colour": "red", "size": 0}, {"colour": "gren", "sise": 1}], "one": 3, "nme": "x"},
        [
            problem("missing-key", "", "the document has no 'name'", "add name = ...", "key"),
            problem("number-out-of-range", "/leaf/0/size", "'0' is not a whole number above zero"),
            problem("wrong-value", "/leaf/1/colour", "'gren' is not a value of colour", "did you mean 'green'?"),
            problem("unknown-key", "/leaf/1/sise", "unknown key 'sise' in [leaf]", "did you mean 'size'?", "key"),
            problem("wrong-value", "/one", "one is '3'", "it should be a dictionary or an instance of Leaf"),
            problem("unknown-key", "/nme", "unknown key 'nme'", "did you mean 'name'?", "key"),
        ],
    ),
    ({"name": "a\ud800"}, [replace(SURROGATE, at="/name")]),
    ({"name": "x", "one": {**RED, "flop": "\udfff"}}, [replace(SURROGATE, at="/one/flop")]),
    ({"name": "x", "by_name": {"\ud800": RED}}, [replace(SURROGATE, at="/by_name", help="rename the key")]),
    (
        {"name": "x", "one": {**RED, "size": -(16**5000)}, "leaf": ["\ud800"]},
        [
            problem("number-out-of-range", "/one/size", "a whole number of 20001 bits is no figure", CHECK),
            replace(SURROGATE, at="/leaf/0"),
        ],
    ),
    ([], [problem("wrong-value", "", "the document is a list", "it should be a dictionary or an instance of Tree")]),
    (None, [problem("wrong-value", "", "the document is empty", "it should be a dictionary or an instance of Tree")]),
]  # fmt: skip


@pytest.mark.parametrize("tree, expected", WRONG, ids=range(len(WRONG)))
def test_every_problem_has_its_place_and_its_cure(tree: Any, expected: list[Problem]) -> None:
    assert validate(tree, Tree) == tuple(expected)


def test_a_tree_becomes_a_value() -> None:
    tree = {"name": "x", "leaf": [{**RED, "from": "y"}], "by_name": {"a": RED}}
    assert validate(tree, Tree) == Tree(
        name="x", leaf=(Leaf(colour="red", from_="y"),), by_name={"a": Leaf(colour="red")}
    )


def nested(depth: int, innermost: Any, key: str | None) -> Any:
    for _ in range(depth):
        innermost = [innermost] if key is None else {key: innermost}
    return innermost


@pytest.mark.parametrize("key", [None, "all", "a", "not", "~/"])
@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 5000])
def test_a_tree_that_is_too_deep_is_refused(key: str | None, depth: int) -> None:
    found = validate(nested(depth, 1, key), Tree)
    place = "/".join(["", *["0" if key is None else pointer([key])[1:]] * (MAX_DEPTH + 1)])
    assert found == (problem("wrong-value", place, f"nested deeper than {MAX_DEPTH}"),)


@pytest.mark.parametrize(
    "location, expected",
    [([], ""), (["a", 0, "b"], "/a/0/b"), (["a/b", "~"], "/a~1b/~0"), ([""], "/")],
)
def test_a_pointer(location: list[str | int], expected: str) -> None:
    assert pointer(location) == expected


@pytest.mark.parametrize(
    "location, expected",
    [
        ((), ("by_name", "leaf", "name", "one")),
        (("leaf", 0), ("colour", "flop", "from", "size", "value")),
        (("one",), ("colour", "flop", "from", "size", "value")),
        (("by_name", "any"), ("colour", "flop", "from", "size", "value")),
        (("one", "flop"), ("date", "evidence", "high", "level", "low", "method", "section", "source", "value")),
        (("one", "colour"), ()),
        (("nowhere",), ()),
    ],
)  # fmt: skip
def test_the_keys_known_at_a_place(location: tuple[str | int, ...], expected: tuple[str, ...]) -> None:
    assert known_keys(Tree, location) == expected


# --- conditions: one form chosen by its key ----------------------------------------------------------------------

POLICY = {
    "policy": 1,
    "id": "p",
    "series": "s",
    "version": "1",
    "title": "t",
    "publisher": "b",
    "kind": "law",
    "status": [],
    "source": "x",
    "verified": "memory",
}
LEAF = {"quantity": "training_compute", "more_than": "1"}
WHEN = "/trigger/0/threshold/0/when"


FORMS = "a condition has one of the keys all, any, not, trigger, judgement, quantity, outputs_any, fact, parameter"
THERE = "[trigger.threshold.when"


@pytest.mark.parametrize(
    "condition, at, message, help",
    [
        ({**LEAF, "more_thn": "1"}, "/more_thn", f"unknown key 'more_thn' in {THERE}]", "did you mean 'more_than'?"),
        (
            {"quantity": "compute"},
            "/quantity",
            "'compute' is not a value of quantity",
            "did you mean 'training_compute'?",
        ),
        ({"judgement": "j"}, "", f"{THERE}] has no 'asks'", "add asks = ..."),
        ({"all": [LEAF, {"judgement": "j"}]}, "/all/1", f"{THERE}.all] has no 'asks'", "add asks = ..."),
        ({"not": {"not": {"judgement": "j"}}}, "/not/not", f"{THERE}.not.not] has no 'asks'", "add asks = ..."),
        ({"not": {"not": LEAF}, "nt": 1}, "/nt", f"unknown key 'nt' in {THERE}]", "did you mean 'not'?"),
        ({"not": {"not": LEAF, "nt": 1}}, "/not/nt", f"unknown key 'nt' in {THERE}.not]", "did you mean 'not'?"),
        ({"trigger": "a", "triger": 1}, "/triger", f"unknown key 'triger' in {THERE}]", "did you mean 'trigger'?"),
        ({"all": 1}, "/all", "all is '1'", "it should be a list"),
        ({}, "", "this is no condition", FORMS),
        (1, "", "this is no condition", FORMS),
    ],
)
def test_a_mistake_in_a_condition_has_its_place(condition: Any, at: str, message: str, help: str) -> None:
    trigger = {"id": "t", "title": "t", "cite": "c", "watches": "release", "condition": "c"}
    tree = {**POLICY, "trigger": [{**trigger, "threshold": [{"from": date(2026, 1, 1), "when": condition}]}]}
    found = validate(tree, Policy)
    assert isinstance(found, tuple), found
    assert [(entry.at, entry.message, entry.help) for entry in found] == [(WHEN + at, message, help)]


# --- whatever the tree -------------------------------------------------------------------------------------------

KEYS = st.sampled_from(known_keys(Manifest, ()) + known_keys(Manifest, ("model",)) + known_keys(Policy, ()))
some_text = st.text(st.characters(exclude_categories=()), max_size=6)  # half surrogate pairs too
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([16**2600, -(10**40), Decimal("NaN"), Decimal("1e9999"), "\ud800", "none", "1e25 FLOP", "<1"]),
    st.decimals(),
    st.floats(),
    some_text,
    st.dates(),
    st.datetimes(),
    st.times(),
)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | some_text, inner, max_size=5),
    max_leaves=30,
)


@given(trees, st.sampled_from([Manifest, Policy, Tree]))
def test_no_tree_makes_validation_fail(tree: Any, target: type[Any]) -> None:
    found = validate(tree, target)
    if isinstance(found, tuple):
        assert found
        for entry in found:
            f"{entry.at} {entry.message} {entry.help}".encode()
    else:
        assert isinstance(found, target)


@given(st.data())
def test_a_manifest_with_any_one_field_replaced_never_makes_validation_fail(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(known_keys(Manifest, ())))
    key = data.draw(st.sampled_from(known_keys(Manifest, (table,)) or ("x",)))
    value = data.draw(trees)
    tree = {"manifest": 1, "model": {"name": "x"}}
    tree[table] = data.draw(st.sampled_from([value, {key: value}, [{key: value}], [{key: [value]}]]))
    found = validate(tree, Manifest)
    assert isinstance(found, Manifest) or all(isinstance(entry, Problem) for entry in found)
