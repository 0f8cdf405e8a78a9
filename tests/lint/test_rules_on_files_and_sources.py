"""What the rules about files, units, verdicts and sources say: a table of cases."""

from dataclasses import replace

import pytest

from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject
from flopguard.manifest.load import load_text
from tests.lint.support import manifest_text, subject_of, verdict, yielded

PHASE = '[[training]]\ncomponent = "pretrain"\n'


@pytest.mark.parametrize(
    "code, text, at, message",
    [
        ("FG002", "[scope\n", "", "not valid TOML: expected ']' at the end of a table declaration"),
        ("FG003", "[scop]\n", "/scop", "unknown key 'scop'"),
        ("FG004", "[[training]]\n", "/training/0", "[training] has no 'component'"),
        ("FG005", "[scope]\ncomplete = 'maybe'\n", "/scope/complete", "'maybe' is neither true nor false"),
        ("FG005", PHASE + 'status = "don"\n', "/training/0/status", "'don' is not a value of status"),
        ("FG006", '[[model.base]]\nmanifest = "none.toml"\n', "/model/base/0/manifest", None),
        (
            "FG101",
            PHASE + 'flop = "3e25 FLOP/s"\n',
            "/training/0/flop",
            "'3e25 FLOP/s' is a rate; an amount is needed here",
        ),
        ("FG102", PHASE + 'flop = "3e25 FLOPPY"\n', "/training/0/flop", None),
        ("FG103", PHASE + 'flop = "a lot"\n', "/training/0/flop", "'a lot' is not a figure in FLOP"),
        (
            "FG104",
            PHASE + 'flop = "~6e23"\n',
            "/training/0/flop",
            "'~6e23' is approximate without saying how far off it may be",
        ),
        ("FG105", PHASE + 'flop = "54 days"\n', "/training/0/flop", "'54 days' is in s; FLOP is needed here"),
        ("FG106", PHASE + "flop = -1\n", "/training/0/flop", "'-1' is negative"),
        (
            "FG107",
            PHASE + 'started = "2026-02-30"\n',
            "/training/0/started",
            "'2026-02-30' is not a day of the calendar",
        ),
    ],
)
def test_a_problem_of_loading_is_a_finding(code: str, text: str, at: str, message: str | None) -> None:
    ((severity, found),) = yielded(code, subject_of(text))
    assert (severity, found.at) == (Severity.ERROR, at)
    assert message is None or found.message == message
    assert found.help or code == "FG107"


def test_all_problems_of_a_file_are_reported() -> None:
    subject = subject_of(PHASE + 'flop = "3e25 FLOP/s"\ntokns = 1\n' + PHASE + 'flop = "9e24 FLOP/s"\n')
    assert [found.at for _, found in yielded("FG101", subject)] == ["/training/0/flop", "/training/1/flop"]
    assert [found.at for _, found in yielded("FG003", subject)] == ["/training/0/tokns"]


# --- FG501 ----------------------------------------------------------------------------------------------


def judged(text: str) -> Subject:
    verdicts = (
        verdict("51-2", fragile=True, comparison="1.0e25 against > 1e25"),
        verdict("51-3", fragile=False),
        verdict("52-1", fragile=True),
    )
    return replace(subject_of(text), verdicts=verdicts)


HELP = "state the figure with more digits, or with its interval"


def test_a_fragile_verdict_points_at_the_largest_figure() -> None:
    small = '[[training]]\ncomponent = "eval"\nflop = "1e20"\n'
    assert yielded("FG501", judged(small + PHASE + 'flop = "1e25"\n')) == [
        (
            Severity.INFO,
            Finding(
                at="/training/1/flop",
                message="eu-aiact/51-2 is not triggered by less than the figures are known (1.0e25 against > 1e25)",
                help=HELP,
            ),
        ),
        (
            Severity.INFO,
            Finding(
                at="/training/1/flop",
                message="eu-aiact/52-1 is not triggered by less than the figures are known",
                help=HELP,
            ),
        ),
    ]


def test_a_fragile_verdict_on_confidential_figures_names_none() -> None:
    found = yielded("FG501", judged(PHASE + 'confidential = true\nflop = "1e25"\n'))
    assert [(each.at, each.message) for _, each in found] == [
        ("/model", "eu-aiact/51-2 and eu-aiact/52-1 are not triggered by less than the figures are known"),
    ]


@pytest.mark.parametrize(
    "triggers, said",
    [
        (["a"], "eu-aiact/a is"),
        (["a", "b"], "eu-aiact/a and eu-aiact/b are"),
        (["a", "b", "c"], "eu-aiact/a, eu-aiact/b and eu-aiact/c are"),
        (["a", "b", "c", "d", "e"], "eu-aiact/a, eu-aiact/b, eu-aiact/c and 2 more are"),
    ],
)
def test_triggers_that_compare_alike_are_told_at_once(triggers: list[str], said: str) -> None:
    verdicts = tuple(verdict(name, fragile=True, comparison="1e26 against > 1e26") for name in triggers)
    ((_, found),) = yielded("FG501", replace(subject_of(PHASE + 'flop = "1e26"\n'), verdicts=verdicts))
    assert found.message == f"{said} not triggered by less than the figures are known (1e26 against > 1e26)"


def test_a_fragile_verdict_on_computed_figures_points_at_the_phase() -> None:
    found = yielded("FG501", judged('[architecture]\nparameters = "1e9"\n' + PHASE + 'tokens = "1e12"\n'))
    assert [each.at for _, each in found] == ["/training/0", "/training/0"]


# --- FG601 ----------------------------------------------------------------------------------------------

GAIN = '[[enhancement]]\nname = "e"\nkind = "data"\n'


@pytest.mark.parametrize(
    "text, places",
    [
        (PHASE + 'flop = "1e25"\n', ["/training/0/flop"]),
        (PHASE + 'flop = "1e25"\nsource = "s"\n', []),
        (PHASE + 'flop = { value = "1e25", source = "s" }\n', []),
        (PHASE + 'flop = { value = "1e25", evidence = "assumed" }\n', []),
        (PHASE + 'tokens = "1e12"\n', []),
        (PHASE + 'status = "planned"\nintended_total = "1e25"\n', ["/training/0/intended_total"]),
        (GAIN + 'gain = "2"\n', ["/enhancement/0/gain"]),
        (GAIN + 'gain = "2"\nsource = "s"\n', []),
        (GAIN, []),
        ('[[model.base]]\nname = "b"\ncompute = "1e24"\n', ["/model/base/0/compute"]),
    ],
)
def test_figures_without_a_source(text: str, places: list[str]) -> None:
    found = yielded("FG601", subject_of(text))
    assert [each.at for _, each in found] == places
    assert {each.message for _, each in found} <= {"the figure does not say where it was reported"}


def test_the_support_loads_what_the_tests_write() -> None:
    assert load_text(manifest_text(PHASE)).problems == ()
