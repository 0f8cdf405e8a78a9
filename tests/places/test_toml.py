"""Where fields stand: a table of cases, then generated documents in every style against the parser."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flopguard.places.field import MAX_DEPTH
from flopguard.source import Source, Span

CARD = """\
# A model card
manifest = 1
base = "none"

[model]  # who
name = "Example-70B"
"odd/na~me" = 'a # b'
released = 2026-03-01 07:32:00  # late

[[training]]
flop.value = "6.4e24" # reported
flop.evidence = 'reported'
hardware = [{ chip = "h100", count = 8 }, { chip = "b200" }]

[[training.part]]
name = 1

[[training.part]]
name = 2
[training.part.'in ner'.deep]
x = 1

[[training]]
hardware = [
  { chip = "a\\"100" }, # ], not the end
  # [ nor this
  {
    chip = "é100",
    "count" = [1, 2,
      3,],
  },
]
text = \"\"\"
Two lines \\
  and "quotes\"\"\"\"
[[training.part]]
name = '''it's'''

[data.late]
share = 1_0.5
[data]
basis = {}
"""


def written(source: Source, span: Span) -> str:
    return source.line_text(span.line)[span.column - 1 : span.end_column - 1]


# pointer, line, key as written, value as written (its first line)
FIELDS = [
    ("", 1, "# A model card", "# A model card"),
    ("/manifest", 2, "manifest", "1"),
    ("/base", 3, "base", '"none"'),
    ("/model", 5, "model", "[model]"),
    ("/model/name", 6, "name", '"Example-70B"'),
    ("/model/odd~1na~0me", 7, '"odd/na~me"', "'a # b'"),
    ("/model/released", 8, "released", "2026-03-01 07:32:00"),
    ("/training", 10, "training", "[[training]]"),
    ("/training/0", 10, "[[training]]", "[[training]]"),
    ("/training/0/flop", 11, "flop", "flop"),
    ("/training/0/flop/value", 11, "value", '"6.4e24"'),
    ("/training/0/flop/evidence", 12, "evidence", "'reported'"),
    ("/training/0/hardware", 13, "hardware", '[{ chip = "h100", count = 8 }, { chip = "b200" }]'),
    ("/training/0/hardware/0/count", 13, "count", "8"),
    ("/training/0/hardware/1", 13, '{ chip = "b200" }', '{ chip = "b200" }'),
    ("/training/0/hardware/1/chip", 13, "chip", '"b200"'),
    ("/training/0/part", 15, "part", "[[training.part]]"),
    ("/training/0/part/0/name", 16, "name", "1"),
    ("/training/0/part/1", 18, "[[training.part]]", "[[training.part]]"),
    ("/training/0/part/1/name", 19, "name", "2"),
    ("/training/0/part/1/in ner", 20, "'in ner'", "[training.part.'in ner'.deep]"),
    ("/training/0/part/1/in ner/deep", 20, "deep", "[training.part.'in ner'.deep]"),
    ("/training/0/part/1/in ner/deep/x", 21, "x", "1"),
    ("/training/1", 23, "[[training]]", "[[training]]"),
    ("/training/1/hardware", 24, "hardware", "["),
    ("/training/1/hardware/0/chip", 25, "chip", '"a\\"100"'),
    ("/training/1/hardware/1", 27, "{", "{"),
    ("/training/1/hardware/1/chip", 28, "chip", '"é100"'),
    ("/training/1/hardware/1/count", 29, '"count"', "[1, 2,"),
    ("/training/1/hardware/1/count/2", 30, "3", "3"),
    ("/training/1/text", 33, "text", '"""'),
    ("/training/1/part/0", 36, "[[training.part]]", "[[training.part]]"),
    ("/training/1/part/0/name", 37, "name", "'''it's'''"),
    ("/data/late", 39, "late", "[data.late]"),
    ("/data/late/share", 40, "share", "1_0.5"),
    ("/data", 41, "data", "[data]"),
    ("/data/basis", 42, "basis", "{}"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("pointer, line, key, value", FIELDS)
def test_a_field_stands_where_it_is_written(
    pointer: str, line: int, key: str, value: str, mark: str, newline: str
) -> None:
    source = Source("card.toml", mark + CARD.replace("\n", newline))
    spans = [source.key(pointer), source.value(pointer)]
    assert [(span.line, written(source, span)) for span in spans] == [(line, key), (line, value)]


SPANS = [
    ("a = 1", "/a", Span(1, 1, 2), Span(1, 5, 6)),
    ("\ta\t=\t1\t", "/a", Span(1, 2, 3), Span(1, 6, 7)),
    ("\ufeffa = 1", "/a", Span(1, 1, 2), Span(1, 5, 6)),
    ("\r\n\r\na = '\U0001f600é' # x\r\n", "/a", Span(3, 1, 2), Span(3, 5, 9)),
    ("a = '\u2028\x85' #\u2028\nb = 2", "/b", Span(2, 1, 2), Span(2, 5, 6)),
    (" [ a . 'b' ] # x", "/a/b", Span(1, 8, 11), Span(1, 2, 13)),
    ('"a\\u00e9\\t" = 1', "/aé\t", Span(1, 1, 12), Span(1, 15, 16)),
    ("'a\\t' = 1", "/a\\t", Span(1, 1, 6), Span(1, 9, 10)),
    ('"" = 1', "/", Span(1, 1, 3), Span(1, 6, 7)),
    ("a . b.c = 1", "/a/b", Span(1, 5, 6), Span(1, 1, 6)),
    ("a = { b.c = 1, b.d = 2 }", "/a/b/d", Span(1, 18, 19), Span(1, 22, 23)),
    ('a = """x""""', "/a", Span(1, 1, 2), Span(1, 5, 13)),
    ('a = ["""\n""", 1]', "/a/1", Span(2, 6, 7), Span(2, 6, 7)),
    ("a = [[1], [ [2] ]]", "/a/1/0/0", Span(1, 14, 15), Span(1, 14, 15)),
    ("'~1' = 1", "/~01", Span(1, 1, 5), Span(1, 8, 9)),
    ('"\\e\\x41\\U0001F600" = 1', "/\x1bA\U0001f600", Span(1, 1, 19), Span(1, 22, 23)),
    ("a = '''x'''''", "/a", Span(1, 1, 2), Span(1, 5, 14)),
]


@pytest.mark.parametrize("text, pointer, key, value", SPANS)
def test_a_span_counts_characters(text: str, pointer: str, key: Span, value: Span) -> None:
    source = Source("card.toml", text)
    assert (source.key(pointer), source.value(pointer)) == (key, value)


ANCESTORS = [
    ("/training/0/tokens", "/training/0"),
    ("/training/0/hardware/2/chip", "/training/0/hardware"),
    ("/training/1/hardware/0/count", "/training/1/hardware/0"),
    ("/training/0/flop/value/more", "/training/0/flop/value"),
    ("/training/2", "/training"),
    ("/training/00", "/training"),
    ("/training/-", "/training"),
    ("/training/" + "9" * 5000, "/training"),
    ("/model/", "/model"),
    ("/nothing", ""),
    ("no pointer", ""),
]


@pytest.mark.parametrize("pointer, ancestor", ANCESTORS, ids=[ancestor for _, ancestor in ANCESTORS])
def test_what_is_not_there_stands_where_its_nearest_ancestor_does(pointer: str, ancestor: str) -> None:
    source = Source("card.toml", CARD)
    assert (source.key(pointer), source.value(pointer)) == (source.key(ancestor), source.value(ancestor))


NOT_TOML = [
    ("", "/a", Span(1, 1, 1)),
    (" \n\t\n", "/a", Span(1, 1, 1)),
    ("\n\n  not toml \n", "/a", Span(3, 3, 11)),
    ("a =\nb = 2", "/a", Span(1, 4, 4)),
    ("a = 'open\nb = 2", "/b", Span(2, 5, 6)),
    ('a = "open\\\nb = 2', "/b", Span(2, 5, 6)),
    ("a = 1 2 3\nb = 2", "/b", Span(2, 5, 6)),
    ("[a\nb = 2", "/a/b", Span(2, 5, 6)),
    ("[]\nb = 2", "/a", Span(1, 1, 3)),
    ("[[a]\nb = 2", "/a/0/b", Span(2, 5, 6)),
    ("a = [1, 2\n", "/a/1", Span(1, 9, 10)),
    ("a = [1, 2\n", "/a", Span(1, 5, 10)),
    ("a = { = 1, b = 2 }", "/a/b", Span(1, 16, 17)),
    ("a = 1\na = 2", "/a", Span(1, 5, 6)),
    ("a = []\n[a.b]\nc = 1", "/a/b/c", Span(3, 5, 6)),
    ('"\\uZZZZ\\UFFFFFFFF" = 1', "/\\uZZZZ\\UFFFFFFFF", Span(1, 22, 23)),
]


@pytest.mark.parametrize("text, pointer, value", NOT_TOML)
def test_text_that_is_not_toml_is_read_as_far_as_it_can_be(text: str, pointer: str, value: Span) -> None:
    assert Source("card.toml", text).value(pointer) == value


def test_a_line_has_no_end_and_outside_the_file_no_text() -> None:
    source = Source("card.toml", "\ufeffa = 1\r\n\nb\r = 2")
    assert [source.line_text(line) for line in range(-1, 5)] == ["", "", "a = 1", "", "b\r = 2", ""]


DEEP = [
    ("[" + ".".join("a" * 300) + "]", "/a", Span(1, 1, 602)),
    (".".join("a" * 300) + " = 1", "/a", Span(1, 1, 200)),
    ("a = " + "[" * 300 + "1" + "]" * 300, "/0", Span(1, 104, 507)),
    ("[[" + ".".join("a" * 300) + "]]\nb = 1", "/a", Span(1, 1, 604)),
]


@pytest.mark.parametrize("text, segment, deepest", DEEP)
def test_below_the_greatest_depth_an_ancestor_answers(text: str, segment: str, deepest: Span) -> None:
    pointer = "/a" + segment * (MAX_DEPTH - 1)
    source = Source("card.toml", text)
    assert [source.value(pointer), source.value(pointer + segment * 200)] == [deepest, deepest]


LONG = [
    "a = " + "[" * 100_000,
    "a = " + "{ b = " * 100_000,
    "a." * 100_000 + "a = 1",
    '["' + "k" * 100_000 + '"]\n' + "a = 1\n" * 20_000,  # quadratic if every field had its whole pointer
    'a = """' + '\\n""' * 50_000,
    "[[a]]\nb = 1\n" * 20_000,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_depth_and_length_cost_neither_stack_nor_quadratic_time(text: str) -> None:
    assert Source("card.toml", text).value("/").line == 1


# Generated documents. A tree of plain values is written in a style that is drawn at every choice.

CHARACTERS = st.one_of(
    st.sampled_from("ab01-_ .,=#'\"\\[]{}\t\n/~é\u2028\x85\U0001f600"),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.text(CHARACTERS, max_size=8)
NAMES = st.one_of(st.sampled_from(["a", "b", "0", "1-_"]), TEXTS)
LEAVES = st.one_of(
    TEXTS,
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.datetimes(timezones=st.sampled_from([None, UTC])).map(lambda at: at.replace(microsecond=0)),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(st.dictionaries(NAMES, inner, max_size=3), min_size=1, max_size=3),
        st.dictionaries(NAMES, inner, max_size=3),
    ),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(NAMES, TREES, max_size=5)
COMMENTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)

Tree = dict[str, Any]


class Writer:
    """Writes a tree as TOML, drawing between the styles that the format allows."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw

    def one_of(self, *choices: str) -> str:
        return str(self.draw(st.sampled_from(choices)))

    def blank(self) -> str:
        return self.one_of("", " ", "\t ")

    def line_end(self) -> str:
        comment = self.one_of("", "", "#")
        if comment:
            comment += self.draw(COMMENTS)
        return self.blank() + comment + self.one_of("\n", "\n", "\n\n")

    def gap(self) -> str:
        """Between the parts of an array or inline table: blanks, lines, comments."""
        return self.blank() + self.one_of("", "", self.line_end()) + self.blank()

    def key(self, path: list[str]) -> str:
        return (self.blank() + "." + self.blank()).join(self.name(each) for each in path)

    def name(self, name: str) -> str:
        styles = [basic(name), escaped(name)]
        if re.fullmatch("[A-Za-z0-9_-]+", name):
            styles += [name, name]
        if fits_literal(name):
            styles.append(f"'{name}'")
        return self.one_of(*styles)

    def string(self, text: str) -> str:
        styles = [
            basic(text),
            escaped(text),
            '"""' + self.one_of("", "\n") + basic(text, lines=True)[1:-1] + '"""',
        ]
        styles.append('"""\\\n  \n ' + basic(text, lines=True)[1:-1] + '\\  \n  """')
        if fits_literal(text):
            styles.append(f"'{text}'")
        if fits_lines(text):
            styles.append(f"'''\n{text}'''")
        return self.one_of(*styles)

    def value(self, tree: Any) -> str:
        match tree:
            case str():
                return self.string(tree)
            case bool():
                return str(tree).lower()
            case datetime():
                return tree.isoformat(self.one_of("T", " "))
            case date() | time():
                return tree.isoformat()
            case list():
                return self.enclosed("[", [self.value(each) for each in tree], "]")
            case dict():
                return self.enclosed("{", list(self.pairs(tree)), "}")
        return repr(tree)

    def enclosed(self, opening: str, parts: list[str], closing: str) -> str:
        text = ",".join(self.gap() + part + self.gap() for part in parts)
        return opening + text + (self.one_of("", ",") if parts else "") + self.gap() + closing

    def pairs(self, table: Tree) -> Iterator[str]:
        for path, tree in self.dotted(table):
            yield self.key(path) + self.blank() + "=" + self.blank() + self.value(tree)

    def dotted(self, table: Tree) -> Iterator[tuple[list[str], Any]]:
        """The table's fields, those of some tables inside it as dotted keys."""
        for name, tree in table.items():
            if isinstance(tree, dict) and tree and self.one_of("dotted", "inline") == "dotted":
                yield from (([name, *path], inner) for path, inner in self.dotted(tree))
            else:
                yield [name], tree

    def table(self, table: Tree, path: list[str], header: str = "[") -> str:
        """The table under its header; tables with headers of their own after it or, if allowed, before."""
        apart = [name for name, tree in table.items() if takes_header(tree) and self.draw(st.booleans())]
        own = {name: tree for name, tree in table.items() if name not in apart}
        top = self.header(path, header) if path else ""
        top += "".join(self.blank() + pair + self.line_end() for pair in self.pairs(own))
        inner = "".join(self.under_header(table[name], [*path, name]) for name in apart)
        if not (path and header == "[" and apart):
            return top + inner
        if not own:
            return self.one_of(top + inner, inner + top, inner)
        return self.one_of(top + inner, inner + top)

    def under_header(self, tree: Any, path: list[str]) -> str:
        if isinstance(tree, dict):
            return self.table(tree, path)
        return "".join(self.table(each, path, "[[") for each in tree)

    def header(self, path: list[str], opening: str) -> str:
        key = self.blank() + self.key(path) + self.blank()
        return self.blank() + opening + key + "]" * len(opening) + self.line_end()


def basic(text: str, lines: bool = False) -> str:
    """The text as a basic string that escapes only what it must; with `lines`, line ends stay as they are."""
    kept = "\n\t" if lines else "\t"
    return '"' + "".join(c if c in kept or is_plain(c) else f"\\u{ord(c):04x}" for c in text) + '"'


def escaped(text: str) -> str:
    """The text as a basic string in the escapes that JSON and TOML share."""
    return json.dumps(text, ensure_ascii=True).replace("\\/", "/") if is_narrow(text) else basic(text)


def is_narrow(text: str) -> bool:
    return all(ord(c) < 0x10000 and c != "\x7f" for c in text)


def is_plain(character: str) -> bool:
    return character >= " " and character not in '"\\\x7f'


def fits_literal(text: str) -> bool:
    return all(c == "\t" or (c >= " " and c not in "'\x7f") for c in text)


def fits_lines(text: str) -> bool:
    """Whether the text can stand as it is between three apostrophes."""
    plain = text.replace("\n", "").replace("'", "")
    return fits_literal(plain) and "'''" not in text and not text.endswith("'")


def takes_header(tree: Any) -> bool:
    if isinstance(tree, list):
        return tree != [] and all(isinstance(each, dict) for each in tree)
    return isinstance(tree, dict)


@st.composite
def toml_texts(draw: Callable[[st.SearchStrategy[Any]], Any]) -> str:
    text = Writer(draw).table(draw(DOCUMENTS), [])
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def fields(tree: Any, pointer: str = "") -> Iterator[tuple[str, str | None, Any]]:
    """Every field under the tree: its pointer, its name if it is not an element, its value."""
    named = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for name, inner in named:
        below = pointer + "/" + str(name).replace("~", "~0").replace("/", "~1")
        yield below, name if isinstance(name, str) else None, inner
        yield from fields(inner, below)


def parsed(text: str) -> str | None:
    """The value that is written so, in a form where 1 is not 1.0 and not true; none if it is not one."""
    try:
        return repr(tomli.loads("x = " + text)["x"])
    except tomli.TOMLDecodeError:
        return None


def begins_with(text: str, value: Any) -> bool:
    """Whether the text begins with this value, whatever follows it."""
    ends = [match.end() for match in re.finditer(r"[]}\"']", text)]
    return any(parsed(text[:end]) == repr(value) for end in ends)


def rest_from(source: Source, span: Span) -> str:
    lines = source.text.split("\n")[span.line - 1 :]
    return "\n".join(lines)[span.column - 1 :]


def stands_right(source: Source, span: Span, value: Any) -> bool:
    """Whether the span is the value itself, the first line of it, or the header or dotted key of a table."""
    text = written(source, span)
    if parsed(text) == repr(value):
        return True
    to_line_end = span.end_column == len(source.line_text(span.line)) + 1
    if to_line_end and begins_with(rest_from(source, span), value):
        return True
    return takes_header(value) and (text.startswith("[") or is_key(text))


def is_key(text: str) -> bool:
    try:
        return bool(tomli.loads(text + " = 1"))
    except tomli.TOMLDecodeError:
        return False


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(toml_texts())
@example(CARD)
@example(CARD.replace("\n", "\r\n"))
def test_every_field_the_parser_sees_is_found_at_its_value(text: str) -> None:
    source = Source("card.toml", text)
    wrong = [
        (pointer, value, source.value(pointer))
        for pointer, _, value in fields(tomli.loads(text))
        if not stands_right(source, source.value(pointer), value)
    ]
    assert wrong == []


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(toml_texts())
@example(CARD)
def test_every_key_is_found_as_it_is_written(text: str) -> None:
    source = Source("card.toml", text)
    for pointer, name, _ in fields(tomli.loads(text)):
        if name is not None:
            assert tomli.loads(written(source, source.key(pointer)) + " = 1") == {name: 1}


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(toml_texts())
def test_line_ends_move_nothing(text: str) -> None:
    plain = text.replace("\r\n", "\n")
    one, other = Source("card.toml", plain), Source("card.toml", plain.replace("\n", "\r\n"))
    pointers = ["", *(pointer for pointer, _, _ in fields(tomli.loads(text)))]
    assert [(one.key(each), one.value(each)) for each in pointers] == [
        (other.key(each), other.value(each)) for each in pointers
    ]


TOML_LIKE = st.text(st.sampled_from("ab01 .,=#'\"\\[]{}\t\n\r\ufeffuUx~/é"), max_size=60)
POINTERS = st.one_of(st.sampled_from(["", "/", "/a", "/a/b", "/a/0", "/a/0/b", "/0"]), st.text(max_size=8))


@given(st.one_of(st.text(), TOML_LIKE), POINTERS)
def test_no_text_makes_it_fail_and_every_span_lies_in_the_file(text: str, pointer: str) -> None:
    source = Source("card.toml", text)
    for span in (source.key(pointer), source.value(pointer)):
        assert 1 <= span.line <= text.count("\n") + 1
        assert 1 <= span.column <= span.end_column <= len(source.line_text(span.line)) + 1
