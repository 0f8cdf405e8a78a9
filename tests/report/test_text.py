"""What holds for the text of any report, and the parts of it that the golden files do not tell apart."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flopguard.check import check_loaded, report_of
from flopguard.finding import Finding
from flopguard.report.ansi import Ink, paint
from flopguard.report.formats import FORMATS
from flopguard.report.safe import cells, safe
from flopguard.report.style import Style
from flopguard.report.text.compute import section
from flopguard.report.text.findings import block
from flopguard.report.text.layout import Span, printed, row, spread, wrap
from flopguard.result import Compute, CrossCheck, Outcome, Range, Report, Verdict
from tests.evaluate.support import card, policy, read
from tests.evaluate.support import settings as how
from tests.report import strategies
from tests.report.reports import INHERITED, MAXIMAL_MANIFEST, REPORTS, VAGUE

render = FORMATS["text"]
any_report = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
styles = st.builds(Style, width=st.integers(60, 200), verbose=st.integers(0, 1), explain=st.booleans())


def too_wide(text: str, width: int) -> list[str]:
    """The lines that are wider than that, though they hold more than one word beside the bar of an excerpt."""
    return [line for line in text.split("\n") if cells(line) > width and " " in line.strip(" |")]


@any_report
@given(strategies.REPORTS, styles)
def test_no_line_is_wider_than_the_width(report: Report, style: Style) -> None:
    assert too_wide(render(report, style), style.width) == []


@any_report
@given(strategies.REPORTS, styles)
def test_the_text_holds_no_raw_control_character(report: Report, style: Style) -> None:
    text = render(report, style).replace("\n", "")
    assert [char for char in text if unicodedata.category(char) in ("Cc", "Cs") or char in "\u202e\u200f"] == []


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("report", REPORTS)
def test_no_finding_figure_or_citation_is_cut(report: str, width: int) -> None:
    text = render(REPORTS[report], Style(width=width, verbose=1, explain=True))
    words = {word.strip("|") for word in text.split()}
    for manifest in REPORTS[report].manifests:
        said = [finding.message for finding in manifest.findings] + [finding.help for finding in manifest.findings]
        for verdict in manifest.verdicts:
            name = f"{verdict.policy}/{verdict.trigger}"
            said += [name, f"({verdict.cite})", *verdict.assumptions, verdict.comparison]
        assert {safe(word) for word in " ".join(said).split()} - words - {word.rstrip(",:") for word in words} == set()


@pytest.mark.parametrize("width", range(60, 201, 7))
@pytest.mark.parametrize("report", REPORTS)
def test_the_reports_by_hand_fit_every_width(report: str, width: int) -> None:
    for verbose in (0, 1):
        style = Style(width=width, verbose=verbose, explain=bool(verbose))
        assert too_wide(render(REPORTS[report], style), width) == []


def lines(made: object) -> list[str]:
    return printed(made, colour=False).splitlines()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text, width, first, rest, expected",
    [
        ("", 20, "", "", [""]),
        ("one two three", 9, "", "", ["one two", "three"]),
        ("one two three", 13, "", "", ["one two three"]),
        ("one two", 9, "= help: ", "  ", ["= help:", "  one two"]),
        ("abcdefghij k", 8, "    ", "    ", ["abcdefghij", "    k"]),
        ("abcdefgh", 10, "    ", "    ", ["  abcdefgh"]),
        ("abcdefgh", 10, "| ^ ", "|   ", ["| ^", "| abcdefgh"]),
        ([Span("one"), Span(", two")], 4, "", "", ["one,", "two"]),
        ("模型训练计算量", 8, "", "", ["模型训练", "计算量"]),
        ("模型训练,计算量", 8, "", "", ["模型训", "练,计算", "量"]),
        ("模型训练。", 8, "", "", ["模型训", "练。"]),
        ("a\x1b[0mb c", 9, "", "", ["a\\x1b[0mb", "c"]),
        ("10\u00a0FLOP more", 9, "", "", ["10 FLOP", "more"]),
    ],
)
def test_wrap(text: str, width: int, first: str, rest: str, expected: list[str]) -> None:
    assert lines(wrap(text, width, first, rest)) == expected


def test_columns_stand_side_by_side_or_below_each_other() -> None:
    assert lines(row("id", "what it says", 6, 12)) == ["id    what", "      it", "      says"]
    assert lines(row("a-long-id", "says", 6, 20)) == ["a-long-id", "      says"]
    assert lines(spread("left", "right", 12)) == ["left   right"]
    assert lines(spread("left", "right", 10)) == ["left", "  right"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("plain", "plain"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x7f\x9b", "\\x7f\\x9b"),
        ("\u202eabc\u2069", "\\u202eabc\\u2069"),
        ("\ufeff\u00ad\U000e0041", "\\ufeff\\xad\\U000e0041"),
        ("\u2028\ud800", "\\u2028\\ud800"),
    ],
)
def test_safe(text: str, expected: str) -> None:
    assert safe(text) == expected
    assert safe(expected) == expected


@pytest.mark.parametrize("text", ["नमस्ते", "\u0645\u06cc\u200c\u062e", "模型", "10\u00a0%", "é", "👩\u200d💻"])
def test_letters_of_any_script_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize("text, expected", [("abc", 3), ("模型", 4), ("e\u0301", 1), ("각", 2), ("", 0)])
def test_cells(text: str, expected: int) -> None:
    assert cells(text) == expected


def test_paint() -> None:
    assert paint("x", Ink.RED) == "\x1b[1;31mx\x1b[0m"
    assert paint("x", Ink.PLAIN) == "x"
    assert paint("  ", Ink.RED) == "  "


@pytest.mark.parametrize(
    "finding, width, expected",
    [
        (
            Finding(at="/a", message="too much", line=7, column=5, end_column=8, line_text="a = 100"),
            60,
            ["m.toml:7:5: error", "   |", " 7 | a = 100", "   |     ^^^ too much"],
        ),
        (
            Finding(at="/a", message="too much", line=7, column=None, line_text="a = 100"),
            60,
            ["m.toml:7: error", "   |", " 7 | a = 100", "   | too much"],
        ),
        (
            Finding(at="/a", message="the end is missing", line=7, column=8, line_text="a = 100"),
            60,
            ["m.toml:7:8: error", "   |", " 7 | a = 100", "   |        ^ the end is missing"],
        ),
        (
            Finding(at="/a", message="wide", line=1234, column=6, end_column=8, line_text="模型 = 12"),
            60,
            ["m.toml:1234:6: error", "     |", "1234 | 模型 = 12", "     |        ^^ wide"],
        ),
        (
            Finding(at="/a", message="far", line=7, column=101, end_column=104, line_text="x" * 100 + "yyy" + "z" * 99),
            40,
            [
                "m.toml:7:101: error",
                "   |",
                " 7 | ...xxxxxxxxyyyzzzzzzzzzzzzzzzzzz...",
                "   |            ^^^ far",
            ],
        ),
        (
            Finding(at="/a", message="all of it", line=7, column=1, end_column=200, line_text="x" * 199),
            40,
            [
                "m.toml:7:1: error",
                "   |",
                " 7 | " + "x" * 32 + "...",
                "   | " + "^" * 35,
                "   | all of it",
            ],
        ),
        (Finding(at="", message="no text", line=3), 60, ["m.toml:3: error", "   = no text"]),
    ],
)
def test_a_finding_points_at_what_is_at_fault(finding: Finding, width: int, expected: list[str]) -> None:
    assert lines(block("m.toml", finding, width, with_pointer=False)) == expected


def test_a_rule_is_pointed_to_once() -> None:
    assert render(VAGUE, Style()).count("flopguard explain FG301") == 1


def test_what_matters_comes_first_and_hypothetical_verdicts_last_among_equals() -> None:
    found = [line.split()[1] for line in render(REPORTS["maximal"], Style()).splitlines() if line[:3] in ("  t", "  u")]
    assert [name for name in found if "/" in name] == [
        "eu-aiact/51-2",
        "us-ca-sb1047/covered-model",
        "eu-gl/modifier-third",
    ]


LONG = "that utilisation is 0.15 .. 0.55: it is not reported"


def test_the_reason_of_an_assumption_is_told_once() -> None:
    part = replace(MAXIMAL_MANIFEST.compute.components[0], gaps=(), source=None, cross_checks=())  # type: ignore[union-attr]
    check = CrossCheck(method="m", flop=part.flop or Range(), ratio=None, independent=True, assumptions=(LONG,))
    phases = [replace(part, assumptions=(LONG,)), replace(part, assumptions=(LONG, "that it ends"))]
    phases.append(replace(part, assumptions=(), cross_checks=(check,)))
    made = section(Compute(components=tuple(phases), totals=()), "1x", frozenset(), Style(width=200))
    said = [line.strip().rpartition("assumes ")[2] for line in lines(made) if "assumes " in line]
    brief = "that utilisation is 0.15 .. 0.55, as above"
    assert said == [LONG, brief, "that it ends", brief]


def verdict_text(**changes: object) -> str:
    bare = Verdict(policy="p", version="1", trigger="t", title="", cite="", outcome=Outcome.UNDETERMINED)
    verdict = replace(bare, **changes)  # type: ignore[arg-type]
    bare_report = {"findings": (), "accepted": (), "claims": (), "effective": (), "compute": None}
    manifest = replace(MAXIMAL_MANIFEST, verdicts=(verdict,), **bare_report)  # type: ignore[arg-type]
    report = replace(REPORTS["maximal"], manifests=(manifest,), decision_rule="undetermined")
    return "\n".join(render(report, Style(width=100, verbose=1)).split("\n\n")[1].splitlines())


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({}, "  undetermined   p/t"),
        ({"margin": float("nan")}, "  undetermined   p/t\n                 an unknown number of times the line"),
        (
            {"lean": Outcome.TRIGGERED, "margin": 1.0001},
            "  undetermined   p/t\n                 leans triggered: the central estimate is 1.0001x the line",
        ),
        ({"lean": Outcome.TRIGGERED}, "  undetermined   p/t\n                 leans triggered"),
        ({"margin": 0.0}, "  undetermined   p/t"),
        (
            {
                "margin": 0.0,
                "outcome": Outcome.NOT_TRIGGERED,
                "comparison": "0 .. 2 against > 9; at most 0.22x the line",
            },
            "  not triggered 1\n    p/t  0 .. 2 against > 9; at most 0.22x the line",
        ),
        ({"probability": 1.0}, "  undetermined   p/t\n                 100% likely to be crossed"),
    ],
)
def test_a_verdict_says_what_there_is_to_say(changes: dict[str, object], expected: str) -> None:
    assert verdict_text(**changes) == expected


# --- runs that are not done -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"status": "done"}, None),
        ({"status": "abandoned"}, None),
        ({"status": "planned"}, "planned: that is what it is to come to"),
        ({"status": "running"}, "running: how much of that is spent is not stated"),
        (
            {"status": "running", "so_far": Range(low="5e24", central="5e24", high="5e24")},
            "running: so far 5.0e24 FLOP of an intended 2.0e25 FLOP",
        ),
        (
            {"status": "running", "so_far": Range(low="5e24", central=None, high=None)},
            "running: so far at least 5.0e24 FLOP of an intended 2.0e25 FLOP",
        ),
        (
            {
                "status": "running",
                "flop": Range(low="5e24", central="5e24", high=None),
                "so_far": Range(low="5e24", central="5e24", high="5e24"),
            },
            "running: so far 5.0e24 FLOP; what it is to come to is not stated",
        ),
        (
            {"status": "running", "so_far": Range(low="2e25", central="2e25", high="2e25")},
            "running: all of that is spent so far, and no larger total is intended",
        ),
        ({"status": "running", "flop": None}, None),
    ],
)
def test_a_run_says_how_far_it_has_come(changes: dict[str, Any], said: str | None) -> None:
    whole = Range(low="2e25", central="2e25", high="2e25")
    part = replace(INHERITED, **{"flop": whole, "source": None, "name": "", **changes})
    lines = [
        printed([line], colour=False).strip()
        for line in section(Compute(components=(part,)), "1x", frozenset(), Style(width=120))
    ]
    assert lines[2:] == ([] if said is None else [said])


@pytest.mark.parametrize(
    "lines, expected",
    [
        ('status = "planned"\nintended_total = "2e25"', "planned: that is what it is to come to"),
        ('status = "planned"\nflop = "2e25"', "planned: that is what it is to come to"),
        ('status = "running"\nintended_total = "2e25"', "running: how much of that is spent is not stated"),
        (
            'status = "running"\nintended_total = "2e25"\nflop = "5e24"',
            "running: so far 5.0e24 FLOP of an intended 2.0e25 FLOP",
        ),
        ('status = "running"\nflop = "5e24"', "running: so far 5.0e24 FLOP; what it is to come to is not stated"),
        (
            'status = "running"\nflop = "5e24"\nintended_total = "4e24"',
            "running: all of that is spent so far, and no larger total is intended",
        ),
        ('flop = "5e24"\nstarted = 2026-01-01\nended = 2027-01-01', "running: how much of that is spent is not stated"),
    ],
)
def test_how_far_a_run_has_come_reaches_the_reader(lines: str, expected: str) -> None:
    found = check_loaded(read(card(f'component = "pretrain"\n{lines}')), [policy()], how())
    assert f"{expected}\n" in render(report_of([found], how()), Style(width=120))
