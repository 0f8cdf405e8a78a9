"""Undetermined verdicts that wait for one fact stand in one line, and none of them is lost by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flopguard.report.formats import FORMATS
from flopguard.report.style import Style
from flopguard.result import Cause, ManifestReport, Outcome, Report, Summary, Upcoming, Verdict

EMPTY = Report(version="0", as_of="2026-11-22", decision_rule="undetermined", unstated="1x", manifests=())
OPEN, NO = Outcome.UNDETERMINED, Outcome.NOT_TRIGGERED
CLOCK = Verdict(
    policy="lab-1",
    version="1",
    series="lab",
    trigger="clock",
    title="a report is due",
    cite="Section 1",
    outcome=OPEN,
    because=(Cause.MISSING,),
    about="publisher",
    missing=("the last assessment",),
)
OTHER = replace(CLOCK, policy="other-1", series="other")
COMPUTE = replace(CLOCK, about="model", compares=("training_compute",))
NAMELESS = replace(CLOCK, about="model", missing=("/model/developer",))
CLOCKS = (
    "undetermined 2: clocks and commitments of a publisher as a whole, and nothing is stated of its last assessment; "
    "add [[assessment]] with series = {}; -v lists them"
)
NAMES = "undetermined 2: {} and nothing says whose model this is; add /model/developer; -v lists them"
ONE, TWO = "a lab's policy for its own models,", "2 policies of labs for their own models,"


def shown(*verdicts: Verdict, assessed: tuple[str, ...] = (), verbose: int = 0) -> str:
    manifest = ManifestReport(
        path="m.toml", model="M", developer=None, digest=None, readable=True, verdicts=verdicts, assessed=assessed
    )
    summary = Summary(manifests=1, undetermined=sum(verdict.outcome is OPEN for verdict in verdicts))
    report = Report(
        version="0",
        as_of="2026-11-22",
        decision_rule="undetermined",
        unstated="1x",
        manifests=(manifest,),
        summary=summary,
    )
    return FORMATS["text"](report, Style(verbose=verbose))


@pytest.mark.parametrize(
    "verdicts, assessed, blocks, says",
    [
        ((CLOCK, CLOCK), (), 0, CLOCKS.format('"lab"')),
        ((CLOCK, OTHER), (), 0, CLOCKS.format('"lab" and "other"')),
        ((CLOCK,), (), 1, ""),
        ((CLOCK, CLOCK), ("lab",), 2, ""),
        ((COMPUTE, COMPUTE, COMPUTE), ("lab",), 3, ""),
        ((NAMELESS, NAMELESS), (), 0, NAMES.format(ONE)),
        ((NAMELESS, replace(NAMELESS, policy="x")), ("lab",), 0, NAMES.format(TWO)),
        ((NAMELESS, replace(NAMELESS, missing=("/training/0/flop",))), (), 2, ""),
        ((replace(CLOCK, outcome=Outcome.TRIGGERED), CLOCK), (), 1, ""),
        ((replace(CLOCK, outcome=NO), replace(CLOCK, outcome=NO)), (), 0, ""),
    ],
)
def test_those_that_wait_for_one_fact_are_one_paragraph(
    verdicts: tuple[Verdict, ...], assessed: tuple[str, ...], blocks: int, says: str
) -> None:
    text = shown(*verdicts, assessed=assessed)
    assert text.count("  undetermined   ") == blocks
    assert says in " ".join(text.split())
    assert ("-v lists" in text) is bool(says or any(verdict.outcome is NO for verdict in verdicts))
    assert not says or "2 undetermined" in text


def test_what_no_figure_of_the_model_tells_takes_a_line_each() -> None:
    asked = 'a judgement: Is it so? ([[answer]] question = "lab-1/so")'
    judged = replace(CLOCK, about="model", because=(Cause.JUDGEMENT,), missing=(asked,), verified="memory")
    users = replace(CLOCK, about="developer", missing=("users (/developer_facts/monthly_users)",))
    leaning = replace(judged, because=(Cause.READINGS,))
    text = shown(judged, users, users, leaning, COMPUTE, assessed=("lab",))
    assert text.count("  undetermined   ") == 2
    said = " ".join(text.split())
    assert "undetermined 3: not a matter of this model's compute; each with what to find out" in said
    assert "lab-1/clock [wording from memory] Is it so? (answer lab-1/so) (Section 1)" in said
    assert "lab-1/clock [about the developer] users (/developer_facts/monthly_users) (Section 1)" in said
    assert shown(judged, users, assessed=("lab",)).count("  undetermined   ") == 2  # two alone keep their blocks


def test_many_blocks_get_an_overview() -> None:
    many = [replace(COMPUTE, policy=f"p{n}", comparison="1e25 against > 1e25 FLOP") for n in range(5)]
    text = shown(*many)
    assert text.count("undetermined p3/clock") == 1
    assert text.index("in short, each in full below") < text.index("  undetermined   p0/clock")
    assert "in short" not in shown(*many[:4])


def test_verbose_gives_each_its_block() -> None:
    assert shown(CLOCK, CLOCK, NAMELESS, NAMELESS, verbose=1).count("  undetermined   lab-1/clock") == 4


def test_what_is_about_the_model_comes_before_what_is_about_its_publisher() -> None:
    model = replace(CLOCK, policy="z", about="model")
    text = shown(CLOCK, model, assessed=("lab",))
    assert text.index("z/clock") < text.index("lab-1/clock")


# --- what is to come ---------------------------------------------------------------------------------------------

COMING = Upcoming(
    policy="law",
    version="1",
    trigger="t",
    title="a line",
    cite="1",
    begins="2027-01-01",
    outcome=Outcome.TRIGGERED,
    comparison="2e25 against > 1e25 FLOP",
)


def ahead(*found: Upcoming, horizon: str | None = "12 months", verbose: int = 0) -> str:
    manifest = ManifestReport(path="m", model="M", developer=None, digest=None, readable=True, upcoming=found)
    report = replace(EMPTY, horizon=horizon, manifests=(manifest,), summary=Summary(manifests=1))
    return FORMATS["text"](report, Style(verbose=verbose))


def test_what_would_be_triggered_has_a_block_and_the_others_a_count() -> None:
    text = ahead(COMING, replace(COMING, policy="other", outcome=NO))
    assert "    2027-01-01   triggered law/t\n                 a line (1)\n" in text
    assert "    not triggered 1    " in text
    assert "other/t" not in text
    assert "not triggered other/t" in ahead(COMING, replace(COMING, policy="other", outcome=NO), verbose=1)


def test_nothing_ahead_is_said_and_not_asked_is_not() -> None:
    assert "  upcoming within 12 months of 2026-11-22: nothing begins to apply\n" in ahead()
    assert "upcoming" not in ahead(horizon=None)


def test_the_summary_counts_no_upcoming_verdict() -> None:
    assert "1 manifest: 0 errors, no trigger was evaluated" in ahead(COMING)


LATER = replace(CLOCK, outcome=Outcome.NOT_IN_FORCE, begins="2027-11-22")
SOON = '{} to apply within 12 months; --horizon "12 months" judges them'


@pytest.mark.parametrize(
    "begins, as_of, said",
    [
        (("2027-11-22",), "2026-11-22", "1 not in force begins"),
        (("2027-11-22", "2026-11-23", None), "2026-11-22", "2 not in force begin"),
        (("2027-11-23", None), "2026-11-22", ""),
        (("2027-11-22",), "event", ""),
        (("2027-11-22",), "9999-01-01", ""),
    ],
)
def test_without_a_horizon_a_line_says_how_many_begin_soon(
    begins: tuple[str | None, ...], as_of: str, said: str
) -> None:
    verdicts = tuple(replace(LATER, begins=day) for day in begins)
    manifest = ManifestReport(path="m", model="M", developer=None, digest=None, readable=True, verdicts=verdicts)
    text = " ".join(FORMATS["text"](replace(EMPTY, as_of=as_of, manifests=(manifest,)), Style()).split())
    assert (SOON.format(said) in text) if said else ("--horizon" not in text)
