"""Suppressions in a manifest: what they cover, until when, and what is said of those that do nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flopguard.finding import Accepted, Confidence
from flopguard.lint.run import linted
from flopguard.lint.selection import Selection
from flopguard.lint.suppression import Suppressing
from flopguard.source import Source
from tests.lint.support import AS_OF, manifest_text, subject_of

GAINS = """[[enhancement]]
name = "mixture of experts"
kind = "architecture"
gain = "3.1"
[[enhancement]]
name = "a / b"
kind = "architecture"
gain = "2"
"""
REASON = 'reason = "known"\n'


def suppression(rule: str, rest: str = "", reason: str = REASON) -> str:
    return f'[[suppression]]\nrule = "{rule}"\n{rest}\n{reason}'


def outcome(
    text: str, as_of: date | None = AS_OF, selection: Selection | None = None
) -> tuple[set[str], list[str], set[str]]:
    """Places of FG301 that stand, places that are accepted, and the codes about suppressions."""
    whole = manifest_text(text)
    said = linted(replace(subject_of(whole), as_of=as_of), Source("m.toml", whole), selection or Selection())
    standing = {_table(finding.at) for finding in said.open if finding.code == "FG301"}
    return standing, [_table(f.at) for f in said.accepted], {f.code for f in said.open if f.code < "FG1"}


def _table(at: str) -> str:
    return at.removesuffix("/gain")


BOTH = {"/enhancement/0", "/enhancement/1"}


@pytest.mark.parametrize(
    "rest, accepted",
    [
        ("", BOTH),
        ('at = "/enhancement"', BOTH),
        ('at = "enhancement"', BOTH),
        ('at = "/enhancement/mixture of experts"', {"/enhancement/0"}),
        ('at = "/enhancement/1"', {"/enhancement/1"}),
        ('at = "/enhancement/a ~1 b"', {"/enhancement/1"}),
        ('at = "/enhancement/a / b"', set()),
        ('at = "/enhancement/10"', set()),
        ('at = "/enhancement/2"', set()),
        ('at = "/training"', set()),
        ('at = "/enhancement/mixture of experts/gain"', {"/enhancement/0"}),
        ('at = "/enhancement/mixture of experts/kind"', set()),
        ('at = "/enhancement/0/ga"', set()),
        ('at = "/nothing"', set()),
        ('at = "/__class__"', set()),
    ],
)
def test_a_suppression_covers_its_place_and_what_lies_in_it(rest: str, accepted: set[str]) -> None:
    standing, places, about = outcome(GAINS + suppression("FG301", rest))
    assert set(places) == accepted
    assert standing == BOTH - accepted
    assert about == (set() if accepted else {"FG008"})


def test_a_name_goes_on_meaning_its_table_when_tables_are_moved() -> None:
    first, second = GAINS.split("[[enhancement]]\n")[1:]
    moved = f"[[enhancement]]\n{second}[[enhancement]]\n{first}"
    covered = suppression("FG301", 'at = "/enhancement/mixture of experts"')
    assert outcome(GAINS + covered)[1] == ["/enhancement/0"]
    assert outcome(moved + covered)[1] == ["/enhancement/1"]


def test_the_reason_and_the_last_day_stay_with_the_finding() -> None:
    text = manifest_text(GAINS + suppression("gain-without-metric", "expires = 2027-03-01"))
    (first, _) = linted(subject_of(text), Source("m.toml", text)).accepted
    assert first.accepted == Accepted(by="suppression", reason="known", expires="2027-03-01")
    assert first.line is not None


@pytest.mark.parametrize(
    "as_of, holds",
    [(date(2026, 12, 31), True), (date(2027, 1, 1), True), (date(2027, 1, 2), False), (None, True)],
)
def test_a_suppression_holds_to_the_end_of_its_last_day(as_of: date | None, holds: bool) -> None:
    standing, accepted, about = outcome(GAINS + suppression("FG301", "expires = 2027-01-01"), as_of)
    assert (standing == set()) is holds
    assert (len(accepted) == 2) is holds
    assert about == (set() if holds else {"FG009"})


@pytest.mark.parametrize(
    "text, about",
    [
        (suppression("FG399"), {"FG010"}),
        (suppression("gain-without-metrics"), {"FG010"}),
        (suppression("FG3"), {"FG010"}),
        (suppression("all"), {"FG010"}),
        (suppression("FG008"), {"FG010"}),
        (suppression("unused-suppression"), {"FG010"}),
        (suppression("FG301", reason='reason = ""\n'), {"FG011"}),
        (suppression("FG301", reason='reason = " "\n'), {"FG011"}),
        (suppression("FG313") + suppression("FG008"), {"FG010"}),
        (suppression("FG404"), {"FG008"}),
        (suppression("FG404", "expires = 2026-01-01"), {"FG009"}),
    ],
)
def test_a_suppression_that_does_nothing_is_told_and_hides_nothing(text: str, about: set[str]) -> None:
    standing, _, told = outcome(GAINS + text)
    assert (standing, told) == (BOTH, about)


def test_what_a_suppression_lacks_keeps_the_file_from_being_used() -> None:
    text = manifest_text(GAINS + suppression("FG301", reason=""))
    (found,) = subject_of(text).problems
    assert (found.kind, found.at) == ("missing-key", "/suppression/0")


@pytest.mark.parametrize(
    "selection",
    [
        Selection(left_out=frozenset({"FG404"})),
        Selection(confidence=Confidence.CERTAIN),
        Selection(left_out=frozenset({"FG008"})),
    ],
)
def test_a_suppression_is_not_called_unused_where_the_rule_had_no_say(selection: Selection) -> None:
    assert outcome(GAINS + suppression("FG404"), selection=selection)[2] == set()


def test_a_suppression_of_a_rule_about_verdicts_is_not_called_unused() -> None:
    assert outcome(GAINS + suppression("FG501"))[2] == set()


def test_of_two_that_cover_the_same_only_one_is_used() -> None:
    assert outcome(GAINS + suppression("FG301") + suppression("FG301"))[2] == {"FG008"}


def test_a_suppression_by_line_covers_its_lines_only() -> None:
    text = manifest_text(GAINS)
    lines = [f.line for f in linted(subject_of(text), Source("m.toml", text)).open if f.code == "FG301"]
    assert lines[0] is not None
    by_line = Suppressing(rule="FG301", reason="known", line=1, lines=(lines[0], lines[0]))
    subject = replace(subject_of(text), suppressions=(by_line,))
    said = linted(subject, Source("m.toml", text))
    assert [finding.line for finding in said.accepted] == lines[:1]
