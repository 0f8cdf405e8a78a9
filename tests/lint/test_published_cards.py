"""Published cards: what the rules find in the copies here, and how the findings on a whole collection were judged."""

import csv
from pathlib import Path

import pytest

from flopguard.check import check_card
from flopguard.finding import Severity
from flopguard.lint.selection import Selection
from flopguard.reading.card import load_card

DATA = Path(__file__).parents[1] / "data"
JUDGED = DATA / "lint-cards-judged.csv"
NOTES_JUDGED = DATA / "lint-notes-judged.csv"
COPIES = {"other/metaseq_OPT_final_update.md": "opt-175b-final-update.md", "llm-jp/template.md": "llm-jp-template.md"}
COPIES |= {"llm-jp/v3-152m-exp1.md": "llm-jp-v3-152m.md", "hf/TucanoBR__Tucano-1b1/README.md": "tucano-1b1.md"}
COPIES |= {"other/deepseek-v3_README.md": "deepseek-v3.md"}
COPIES |= {"hf_fixtures/sample_windows_line_breaks.md": "windows-line-breaks.md"}


def judged() -> list[dict[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_nine_in_ten_findings_were_judged_true() -> None:
    judgements = [row["judgement"] for row in judged()]
    assert set(judgements) <= {"true", "false"}
    assert judgements.count("true") >= 0.9 * len(judgements)


def test_nine_in_ten_findings_in_notes_were_judged_true_once_what_was_false_was_mended() -> None:
    with NOTES_JUDGED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["judgement"] for row in rows} == {"true", "doubtful", "false"}
    assert [sum(row["run"] == run for row in rows) for run in ("first", "after")] == [200, 200]
    assert sum(row["run"] == "after" and row["judgement"] == "true" for row in rows) >= 180
    assert all(row["remark"] for row in rows if row["judgement"] != "true")


@pytest.mark.parametrize("origin, copy", COPIES.items())
def test_a_copied_card_has_the_findings_that_were_judged(origin: str, copy: str) -> None:
    report = check_card(load_card(str(DATA / "cards" / copy)), Selection(strict=True))
    found = [(str(finding.line), finding.code, finding.message) for finding in report.findings]
    assert found == [(row["line"], row["code"], row["message"]) for row in judged() if row["file"] == origin]


@pytest.mark.parametrize("copy", COPIES.values())
def test_no_copied_card_has_an_error(copy: str) -> None:
    report = check_card(load_card(str(DATA / "cards" / copy)))
    assert not [finding for finding in report.findings if finding.severity is Severity.ERROR]
    assert all(finding.line is not None and finding.line_text for finding in report.findings)
