"""Comments of a card that suppress: what they say, and which lines they cover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.check import check_card
from flopguard.lint.comments import Comments, comments_in
from flopguard.lint.suppression import Suppressing
from flopguard.reading.card import load_card_bytes
from flopguard.result import ManifestReport

IGNORE = '<!-- flopguard: ignore FG301 reason="known" -->'


def lines_of(text: str) -> list[tuple[int, int] | None]:
    found = comments_in(text)
    assert found.problems == ()
    return [one.lines for one in found.suppressions]


@pytest.mark.parametrize(
    "text, covered",
    [
        (f"{IGNORE}\nwords\nmore\n\nother\n", (2, 3)),
        (f"before\n\n{IGNORE}\n\n\nwords\n", (6, 6)),
        (f"{IGNORE}\n- one\n- two\n\n  more\n\nother\n", (2, 5)),
        (f"{IGNORE}\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nother", (3, 5)),
        (f"{IGNORE}\n## heading\nwords", (2, 2)),
        (f"words {IGNORE}\nmore", (1, 1)),
        (f"first\nwords {IGNORE}\nmore", (2, 2)),
        (f"{IGNORE} words\n\nother", (1, 1)),
        (f"| a | b |\n| - | - |\n| 1 | 2 {IGNORE} |\n| 3 | 4 |\n", (3, 3)),
        (f"- one\n- two {IGNORE}\n- three\n", (2, 2)),
        (f"- one\n\n  {IGNORE}\n\n  inner\n- three\n", (5, 5)),
        (f"> {IGNORE}\n> words\n> more\n", (2, 3)),
        (f"{IGNORE}\n<!-- another -->\nwords\n", (3, 3)),
        (f"first\n{IGNORE}\nsecond\nthird\n", (3, 4)),
        (f"---\nname: x\n---\n\n{IGNORE}\nwords\n", (6, 6)),
        (f"---\r\nname: x\r\n---\r\n\r\n{IGNORE}\r\nwords\r\nmore\r\n", (6, 7)),
        (f"words\n\n{IGNORE}\n", (3, 3)),
        (f"a\rb\n\n{IGNORE}\nwords\n", (4, 4)),
        ('<!-- flopguard: ignore FG301\n  reason="known" -->\nwords\n', (3, 3)),
        ('<!-- flopguard: ignore-file FG301 reason="known" -->\nwords\n', None),
        ('words\n\n<!--flopguard:ignore-file FG301 reason="known"-->', None),
    ],
)
def test_a_comment_covers_the_next_block_or_its_line(text: str, covered: tuple[int, int] | None) -> None:
    assert lines_of(text) == [covered]


def test_two_comments_before_one_block_cover_it_both() -> None:
    other = IGNORE.replace("FG301", "FG302")
    assert lines_of(f"{IGNORE}\n{other}\nwords\nmore\n") == [(3, 4), (3, 4)]
    assert lines_of(f"{IGNORE} {other}\nwords\nmore\n") == [(2, 3), (2, 3)]


@pytest.mark.parametrize(
    "text", [f"`{IGNORE}`", f"```\n{IGNORE}\n```\n", f"    {IGNORE}\n", f"---\nx: '{IGNORE}'\n---\n"]
)
def test_code_is_no_comment(text: str) -> None:
    assert comments_in(text) == Comments()


def test_what_a_comment_says() -> None:
    text = "<!-- flopguard: ignore FG301, gain-without-date reason='a \"b\"' expires=2027-01-01 by=me -->\nwords"
    common = {"reason": 'a "b"', "line": 1, "expires": date(2027, 1, 1), "lines": (2, 2)}
    assert comments_in(text).suppressions == (
        Suppressing(rule="FG301", **common),  # type: ignore[arg-type]
        Suppressing(rule="gain-without-date", **common),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "body, said",
    [
        ("ignore", "names no rule"),
        ("ignor FG301", "names no rule"),
        ("", "names no rule"),
        ('ignore reason="x"', "names no rule"),
        ('ignore FG301 reason="x" until=2027', "'until' in this comment means nothing"),
        ("ignore FG301 because it is known", "'because it is known' in this comment means nothing"),
        ('ignore FG301 reason="x" expires=soon', "soon"),
        ('ignore FG301 reason="x" expires=2027-01', "'2027-01' is not a whole date"),
    ],
)
def test_a_comment_that_cannot_be_read_is_a_problem_on_its_line(body: str, said: str) -> None:
    found = comments_in(f"words\n\n<!-- flopguard: {body} -->\nmore\n")
    assert found.suppressions == ()
    (problem,) = found.problems
    assert (problem.kind, problem.line) == ("malformed-suppression", 3)
    assert said in problem.message


def test_a_comment_without_a_reason_is_kept_to_be_told() -> None:
    (found,) = comments_in("<!-- flopguard: ignore FG301 -->\nwords").suppressions
    assert found.reason == ""


@given(
    st.lists(
        st.sampled_from([IGNORE, "\r", "<!--", "-->", "flopguard:", "\n", "- ", "> ", "| a |", "```", "words", " "])
    )
)
def test_no_text_is_too_odd(parts: list[str]) -> None:
    text = "".join(parts)
    for found in comments_in(text).suppressions:
        assert found.lines is not None
        assert 1 <= found.lines[0] <= found.lines[1] <= text.count("\n") + 1


CARD = """---
license: mit
---
# Example

<!-- flopguard: ignore FG301 reason="named in the annex" expires=2027-03-01 -->
It has 4x the effective compute of Example-30B.

It also has 5x the effective compute of Example-20B.

<!-- flopguard: ignore FG999 reason="x" -->
<!-- flopguard: ignore FG302 -->
"""


def of_card(text: str, day: date = date(2026, 11, 22)) -> ManifestReport:
    return check_card(load_card_bytes(text.encode(), "x.card.md"), as_of=day)


def test_a_comment_suppresses_what_is_found_in_the_block_behind_it() -> None:
    found = of_card(CARD)
    assert [(one.code, one.line) for one in found.accepted] == [("FG301", 7)]
    assert [one.line for one in found.findings if one.code == "FG301"] == [9]
    assert {(one.code, one.line) for one in found.findings if one.code < "FG1"} == {("FG010", 11), ("FG011", 12)}
    assert all(one.fingerprint for one in found.findings)


def test_a_comment_ends_with_its_last_day() -> None:
    found = of_card(CARD, date(2027, 3, 2))
    assert found.accepted == ()
    assert ("FG009", 6) in {(one.code, one.line) for one in found.findings}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("# Example\n", "# Example\n" + "\n" * 50),
    ],
)
def test_how_a_card_is_saved_changes_no_fingerprint(change: Callable[[str], str]) -> None:
    def prints(text: str) -> list[str]:
        found = of_card(text)
        return sorted(one.fingerprint for one in (*found.findings, *found.accepted))

    assert prints(change(CARD)) == prints(CARD)
    assert len(set(prints(CARD))) == len(prints(CARD))
