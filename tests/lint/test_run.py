"""The runner: place, order, severity, duplicates, confidential tables, and finding a rule by its name."""

from dataclasses import replace
from typing import Any

import pytest

from flopguard.finding import Edit, Finding, Fix, Severity
from flopguard.lint.rule import Need, Subject
from flopguard.lint.run import all_rules, lint
from flopguard.problems import Problem
from flopguard.source import Source
from tests.lint.support import manifest_text, subject_of

VAGUE = """manifest = 1

[model]
name = "Vague-1"
developer = "Example Lab"
[[claim]]
quantity = "effective_compute"
value = "4x"
relative_to = "Example-30B"
"""


def findings(text: str) -> tuple[Finding, ...]:
    whole = manifest_text(text)
    return unmarked(lint(subject_of(whole), Source("m.toml", whole)))


def unmarked(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without their fingerprints."""
    return tuple(replace(finding, fingerprint="") for finding in found)


def test_a_claim_without_terms_gives_one_finding_a_term_all_on_its_value() -> None:
    place: dict[str, Any] = {
        "at": "/claim/0/value",
        "line": 8,
        "column": 9,
        "end_column": 13,
        "line_text": 'value = "4x"',
        "observed": '"4x"',
    }
    said = '"4x effective compute"'
    assert [finding for finding in findings(VAGUE) if finding.code.startswith("FG3")] == [
        Finding(
            code="FG301",
            rule="gain-without-metric",
            message=f"{said} names no metric: the same gain is 0.58x to over 5x depending on the benchmark",
            help='name what was measured, with its version: metric = "..."',
            **place,
        ),
        Finding(
            code="FG302",
            rule="gain-without-baseline",
            message=f"{said} names no baseline: 2x against a dense transformer is 8,000x against an LSTM",
            help='name the techniques that are 1x: baseline = "..."',
            **place,
        ),
        Finding(
            code="FG303",
            rule="gain-without-scale",
            message=f"{said} names no scale: one published gain is 17x at 1e16 FLOP and 170,000x at 1e25 FLOP",
            help='state the training compute at which it was measured: scale = "... FLOP"',
            **place,
        ),
        Finding(
            code="FG304",
            rule="gain-without-date",
            message=f"{said} has no date: one published gain is 2.5x or 3.0x a year by its first year",
            help='state up to when techniques belong to the baseline: date = "2023-06"',
            **place,
        ),
        Finding(
            code="FG305",
            rule="gain-without-actual-compute",
            message=f"{said} rests on training compute that is not stated: nothing to multiply",
            help='state it in [[training]], or beside the claim: actual_compute = "... FLOP"',
            **place,
        ),
    ]


def test_a_finding_without_a_source_has_no_line() -> None:
    assert {finding.line for finding in lint(subject_of(VAGUE))} == {None}


def test_a_finding_about_a_key_points_at_the_key() -> None:
    (found,) = findings('[[training]]\ncomponent = "pretrain"\ntokns = "15e12"\n')
    assert found == Finding(
        at="/training/0/tokns",
        message="unknown key 'tokns' in [training]",
        help="did you mean 'tokens'?",
        code="FG003",
        rule="unknown-key",
        observed="tokns",
        line=6,
        column=1,
        end_column=6,
        line_text='tokns = "15e12"',
        fix=Fix(
            says="call the key 'tokens'",
            edits=(Edit(at="/training/0/tokns", text="tokens", points_at="key"),),
            safe=False,
        ),
        points_at="key",
    )


def test_a_problem_that_knows_its_line_keeps_it() -> None:
    (found,) = findings("[scope]\ncomplete = yes\n")
    assert (found.code, found.line, found.column, found.end_column) == ("FG002", 5, 12, 13)
    assert found.line_text == "complete = yes"


def test_a_problem_with_a_line_and_no_column_marks_the_whole_line() -> None:
    problem = Problem(kind="unreadable-file", at="", message="the file is not UTF-8", line=1)
    (found,) = lint(Subject(problems=(problem,)), Source("m.toml", "name"))
    assert (found.line, found.column, found.end_column, found.line_text) == (1, 1, 5, "name")


def test_a_problem_of_a_kind_without_a_rule_is_a_wrong_value() -> None:
    problem = Problem(kind="from-the-future", at="/model", message="something new")
    assert unmarked(lint(Subject(problems=(problem,)))) == (
        Finding(at="/model", message="something new", code="FG005", rule="wrong-value"),
    )


def test_two_findings_that_say_the_same_of_one_place_are_one() -> None:
    problem = Problem(kind="wrong-value", at="/model", message="said twice")
    other = Problem(kind="wrong-value", at="/model", message="said once")
    assert [found.message for found in lint(Subject(problems=(problem, other, problem)))] == [
        "said once",
        "said twice",
    ]


def test_findings_come_by_line_then_column_then_code() -> None:
    found = findings(VAGUE + '[[training]]\ncomponent = "pretrain"\nflop = "1e25"\nended = 2025\nstarted = 2026\n')
    order = [(finding.line, finding.column, finding.code) for finding in found]
    assert order == sorted(order)
    assert len({line for line, _, _ in order}) > 2


def test_a_rule_may_set_its_own_severity() -> None:
    found = findings(
        '[[training]]\ncomponent = "pretrain"\nflop = "2e22 FLOP"\nsource = "s"\n'
        '[[enhancement]]\nname = "e"\nkind = "data"\ngain = "2"\nmeasured_at = ["1e21 FLOP"]\n'
    )
    assert [finding.severity for finding in found if finding.code == "FG307"] == [Severity.WARNING]


# --- confidential tables --------------------------------------------------------------------------------

SECRET = '[[training]]\ncomponent = "pretrain"\nconfidential = true\nsource = "s"\n'


@pytest.mark.parametrize(
    "text",
    [
        'flop = "7.77e24 FLOP"\ntokens = "777e12"\nparameters = "7.77e9"\n',
        'flop = "7.77e24 FLOP/s"\n',
        'flop = "~7.77e24"\n',
        'tokens = "777 days"\n',
        'flop = { value = "7.77e24", low = "7.7777e24" }\n',
        'flop = "7.77e24\n',
        'hardware = [{ chip = "H777", count = 7777, utilisation = "77.7%" }]\n',
        'flop = "7.77e24 FLOP"\n[[enhancement]]\nname = "e"\nkind = "data"\ngain = "2"\nmeasured_at = ["1e18"]\n',
    ],
)
def test_nothing_of_a_confidential_table_is_repeated(text: str) -> None:
    found = findings(SECRET + text)
    assert found
    assert not any("77" in said for each in found for said in (each.message, each.help, each.line_text))


@pytest.mark.parametrize("more", ["", 'tokns = "1"'])
def test_a_line_that_a_confidential_table_shares_is_not_repeated(more: str) -> None:
    secret = '{ component = "pretrain", confidential = true, flop = "7.77e24" }'
    tables = secret + ', { component = "eval", flop = "1e20" }'
    found = findings(f'manifest = 1\ntraining = [{tables}]\n{more}\n[model]\nname = "x"\n')
    assert found
    assert not any("7.77" in each.line_text for each in found)


def test_a_finding_in_a_confidential_table_says_which_rule_and_where() -> None:
    (found,) = findings(SECRET + 'flop = "3e25 FLOP/s"\n')
    assert found == Finding(
        at="/training/0/flop",
        message="A rate (FLOP/s) where an amount (FLOP) is needed; the table is confidential",
        code="FG101",
        rule="rate-as-amount",
        line=8,
    )


def test_a_table_that_says_it_is_not_confidential_is_shown() -> None:
    (found,) = findings('[[training]]\ncomponent = "pretrain"\nconfidential = false\nflop = "3e25 FLOP/s"\n')
    assert "3e25 FLOP/s" in found.message


# --- which rules run ------------------------------------------------------------------------------------


def test_the_first_families_report_problems_of_loading_and_the_others_do_not() -> None:
    assert [rule.code for rule in all_rules() if (rule.needs is Need.PROBLEMS) is not (rule.code < "FG2")] == []
