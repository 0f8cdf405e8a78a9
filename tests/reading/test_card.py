"""Model cards as files: front matter, names, and what is wrong with some."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.reading.card import Card, is_card_name, load_card, load_card_bytes
from flopguard.reading.file import MAX_BYTES

CARDS = Path(__file__).parents[1] / "data" / "cards"


def card(text: str) -> Card:
    return load_card_bytes(text.encode(), "x.md")


@pytest.mark.parametrize(
    "file, name, front",
    [
        ("deepseek-v3.md", None, set[str]()),
        ("llm-jp-template.md", None, set[str]()),
        ("llm-jp-v3-152m.md", "LLM-jp v3 152M experiment 1", set[str]()),
        ("opt-175b-final-update.md", None, set[str]()),
        ("tucano-1b1.md", "Tucano-1b1", {"co2_eq_emissions", "model-index"}),
        ("windows-line-breaks.md", "Hello old Windows line breaks", {"license", "widget"}),
    ],
)
def test_a_published_card_is_read(file: str, name: str | None, front: set[str]) -> None:
    found = load_card(str(CARDS / file))
    assert (found.name, found.problems) == (name, ())
    assert front <= set(found.front)


@pytest.mark.parametrize(
    "text, name",
    [
        ("# Example-7B\n", "Example-7B"),
        ("\n<!-- a --><!-- b -->\n<p align=center><img src='x'></p>\n# Example-7B\n", "Example-7B"),
        ("# **Example-7B**: a model for all\n", "Example-7B"),
        ("# Model card for the [Example-7B](https://example.com)\n", "Example-7B"),
        ("# Example 7B model card\n", "Example 7B"),
        ("---\nmodel_name: Front\n---\n# Title\n", "Front"),
        ("---\nmodel-index:\n- name: One\n---\n# Title-7B\n", "One"),
        ("---\nmodel-index:\n- name: One\n- name: Two\n---\n# Title-7B\n", "Title-7B"),
        ("---\nmodel_name: '{{ name }}'\n---\n", None),
        ("---\nmodel_name: 7\n---\n", None),
        ("# Model Details\n", None),
        ("# {{ model_id }}\n", None),
        ("# (model name)\n", None),
        ("# How do I use it?\n", None),
        ("# A name of far too many words to be one\n", None),
        ("Some text first.\n\n# Example-7B\n", None),
        ("## Example-7B\n", None),
        ("#\n", None),
        ("", None),
    ],
)
def test_the_name_is_told_only_where_it_is_plainly_there(text: str, name: str | None) -> None:
    assert card(text).name == name


def test_a_byte_order_mark_and_windows_line_ends_change_nothing_but_the_digest() -> None:
    text = "---\nmodel_name: A\nco2_eq_emissions:\n  emissions: 5\n---\n# B\n"
    plain, marked = card(text), load_card_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "x.md")
    assert (plain.name, plain.front, plain.problems) == (marked.name, marked.front, marked.problems)


def test_front_matter_that_is_no_yaml_is_a_problem_on_its_line() -> None:
    found = card("---\nlicense: mit\nbase: {{ base }}\n---\n# A-7B\n")
    (problem,) = found.problems
    assert (problem.kind, problem.line) == ("invalid-syntax", 3)
    assert problem.message.startswith("the front matter cannot be read: ")
    assert (found.name, found.digest is not None) == ("A-7B", True)


@pytest.mark.parametrize("text", ["---\nno end\n# A\n", "---\n---\n", "--- x\na: [\n---\n", "text\n---\na: [\n---\n"])
def test_what_is_no_front_matter_is_no_problem(text: str) -> None:
    assert (card(text).problems, card(text).front) == ((), {})


@pytest.mark.parametrize("data", ["# Ä".encode("utf-16"), b"\xff", b"x" * (MAX_BYTES + 1), b"# A\0"])
def test_a_card_that_cannot_be_read_is_a_problem(data: bytes) -> None:
    found = load_card_bytes(data, "x.md")
    assert [problem.kind for problem in found.problems] == ["unreadable-file"]
    assert (found.digest, found.name) == (None, None)


def test_a_card_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert load_card(str(tmp_path / "no.md")).digest is None


@given(st.text(), st.text())
def test_no_text_makes_it_fail(front: str, text: str) -> None:
    card_text = f"---\n{front}\n---\n# {text}"
    load_card_bytes(card_text.encode("utf-8", "replace"), "x.md")


@pytest.mark.parametrize(
    "path, is_one", [("README.md", True), ("x.MARKDOWN", True), ("x.mdx", False), ("md", False), ("<stdin>", False)]
)
def test_which_names_are_those_of_cards(path: str, is_one: bool) -> None:
    assert is_card_name(path) is is_one
