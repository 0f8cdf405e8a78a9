"""A file of cases that is not right is refused whole: every problem with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from flopguard.cases.load import suite_of_text
from flopguard.cases.manifests import shared_manifests
from flopguard.cases.suite import results_of
from flopguard.errors import PolicyError
from tests.cases.support import CASES, policy_with


def refused(text: str, shared: Path | None = None) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        suite_of_text(policy_with(), text, "rule.cases.toml", shared_manifests(shared) if shared else None)
    return str(caught.value).split("\n")


HEAD = '[[case]]\nname = "a case"\n'
EXPECT = 'as_of = 2026-03-01\nexpect = { line = "triggered" }\n'


@pytest.mark.parametrize(
    "text, expected",
    [
        ("[[case]\n", ["1: not valid TOML: expected ']]' at the end of an array declaration"]),
        ("", ["1: the file has no case (add [[case]])"]),
        (EXPECT, ["1: unknown key 'as_of'", "2: unknown key 'expect'"]),
        (HEAD + EXPECT + "becuase = {}\n", ["5: unknown key 'becuase' in [case] (did you mean 'because'?)"]),
        (HEAD + 'expect = { line = "triggered" }\n', ["1: case 'a case' has no day, or two ways of saying it"]),
        (HEAD + "as_of = 2026-03-01\n", ["1: case 'a case' expects nothing (add expect = { TRIGGER"]),
        (
            HEAD + 'as_of = 2026-03-01\nexpect = { lien = "triggered" }\n',
            ["4: 'lien' is no trigger of this policy (did you mean 'line'?)"],
        ),
        (
            HEAD + 'as_of = 2026-03-01\nexpect = { line = "trigered" }\n',
            ["4: 'trigered' is not a value of line (did you mean 'triggered'?)"],
        ),
        (HEAD + EXPECT + 'because = { line = ["luck"] }\n', ["5: 'luck' is not a value of line (one of: interval"]),
        (
            HEAD + EXPECT + "totals.al = [1, 2, 3]\n",
            ["5: 'al' is no counting rule of this policy (did you mean 'all'?)"],
        ),
        (HEAD + EXPECT + "totals.all = [1, 2]\n", ["5: a total has three ends (write [lower, likely, upper])"]),
        (HEAD + EXPECT + "totals.all = [1, true, 3]\n", ["5: 'True' is not a number"]),
        (
            HEAD + EXPECT + 'open.all = { pretran = "silent" }\n',
            ["5: 'pretran' is no component (did you mean 'pretrain'?)"],
        ),
        (HEAD + EXPECT + 'due = { line = ["soon"] }\n', ["5: 'soon' is not a day"]),
        (HEAD + EXPECT + 'due = { line = ["2026-01-01", ["2026-01-01"]] }\n', ["5: due is no list of dates"]),
        (HEAD + EXPECT + 'unstated = "a lot"\n', ["5: "]),
        (HEAD + EXPECT + 'manifest = "belw"\n', ["5: no manifest 'belw' is here or in manifests.toml"]),
        (HEAD + '[case.on]\nlater = { line = "triggered" }\n', ["4: 'later' is not a day (write 2026-03-01)"]),
        (
            HEAD + EXPECT + '[case.manifest]\ntraining = [{ component = "pretrian", flop = "1e25 FLOP/s" }]\n',
            ["6: 'pretrian' is not a value of component (did you mean 'pretrain'?)", "6: '1e25 FLOP/s' is a rate"],
        ),
        (
            HEAD + EXPECT + 'manifest = "m"\n' + HEAD + EXPECT + 'manifest = "m"\n[manifest.m]\nmodell = {}\n',
            ["12: unknown key 'modell' (did you mean 'model'?)"],
        ),
        (HEAD + 'as_of = "soon"\nexpect = { line = 1 }\nmanifest = 3\n', ["3: 'soon' is not a date", "4: ", "5: "]),
    ],
)
def test_bad_input(text: str, expected: list[str]) -> None:
    found = refused(text)
    assert [line[: len(f"rule.cases.toml:{start}")] for line, start in zip(found, expected, strict=True)] == [
        f"rule.cases.toml:{start}" for start in expected
    ]


def test_the_places_of_a_shared_manifest_are_in_its_own_file(tmp_path: Path) -> None:
    shared = tmp_path / "manifests.toml"
    shared.write_text('[bad]\nmodel = { outputs = ["smell"] }\n', encoding="utf-8")
    (line,) = refused(HEAD + EXPECT + 'manifest = "bad"\n' + HEAD + EXPECT + 'manifest = "bad"\n', shared)
    assert line.startswith(f"{shared}:2: 'smell' is not a value of outputs")


def test_a_shared_file_holds_tables_alone(tmp_path: Path) -> None:
    shared = tmp_path / "manifests.toml"
    shared.write_text("bad = 1\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"manifests\.toml:1: 'bad' is no manifest"):
        shared_manifests(shared)


def test_cases_that_are_right_leave_nothing_untried() -> None:
    suite = suite_of_text(policy_with(), CASES, "rule.cases.toml")
    (result,) = results_of([suite], ())
    assert [case.name for case in suite.cases] == [
        "exactly on the line is enough",
        "just below the line, and served, 2025-12-31",
        "just below the line, and served, 2026-01-01",
        "nothing is stated",
        "the standing",
    ]
    assert (result.failures, result.wrong, result.gaps, result.generated) == ((), (), (), 14)


@pytest.mark.parametrize(
    "was, now, expected",
    [
        ('expect = { line = "triggered" }', 'expect = { line = "not_triggered" }', "outcome of line"),
        ('due = { line = ["2026-02-28"] }', 'due = { line = ["2026-03-01"] }', "due of line"),
        ('["missing"]', '["missing", "judgement"]', "because of line"),
        ('2025-12-31 = "none"', '2025-12-31 = "in_force"', "standing on 2025-12-31"),
        ('totals.all = ["3e24", 3e24,', 'totals.all = ["3e24", 4e24,', "totals of all"),
    ],
)
def test_a_case_that_comes_out_otherwise_says_what_differs(was: str, now: str, expected: str) -> None:
    assert was in CASES
    (result,) = results_of([suite_of_text(policy_with(), CASES.replace(was, now, 1), "rule.cases.toml")], ())
    (failure,) = result.failures
    assert [difference.what for difference in failure.differences] == [expected]


@pytest.mark.parametrize(
    "cut, gap",
    [
        ('2025-12-31 = { "*" = "not_in_force" }\n', "no case on 2025-12-31, the day before (threshold of line)"),
        ('due = { line = ["2026-02-28"] }\n', "line: no case compares the due date of duty 1, within 1 month"),
        ('expect = { line = "undetermined" }\nbecause = { line = ["missing"] }', "line: never undetermined"),
    ],
)
def test_what_no_case_tries_is_named(cut: str, gap: str) -> None:
    assert cut in CASES
    text = CASES.replace(cut, 'because = { line = ["missing"] }' if "because" in cut else "", 1)
    (result,) = results_of([suite_of_text(policy_with(), text, "rule.cases.toml")], ())
    assert result.gaps == (gap,)


def test_leaves_answers_readings_and_triggers_are_wanted_both_ways() -> None:
    more = """
[[trigger]]
id = "other"
title = "x"
cite = "x"
watches = "release"
condition = "x"
[[trigger.threshold]]
from = 2026-01-01
cite = "x"
[trigger.threshold.when]
any = [
    { trigger = "line" },
    { fact = "open_weights" },
    { outputs_any = ["text"] },
    { judgement = "novel", asks = "Is it?" },
]

[[open_question]]
id = "point"
triggers = ["other"]
asks = "x"
text = "x"
readings = [
    { id = "one", set = { "counting.all.eval" = "out" } },
    { id = "two", set = { "counting.all.eval" = "in" } },
]
"""
    (result,) = results_of([suite_of_text(policy_with(more=more), CASES, "rule.cases.toml")], ())
    assert [gap for gap in result.gaps if not gap.startswith("other: never")] == [
        "judgement novel: never answered yes",
        "judgement novel: never answered no",
        "question point: reading one is never chosen",
        "question point: reading two is never chosen",
        "other: fact open_weights is never true",
        "other: fact open_weights is never false",
        "other: output of text is never true",
        "other: output of text is never false",
    ]


BASE = """
[[case]]
name = "an original with a manifest of its own"
as_of = 2026-03-01
expect = { line = "triggered" }
terms = { line = ["within 1 month"] }
[case.manifest]
scope = { complete = true }
model = { base = [{ manifest = "original", relation = "finetune", developer = "Other" }] }
training = [{ component = "midtrain_sft", flop = "1e24" }]

[manifest.original]
scope = { complete = true }
model = { name = "original", developer = "Other", base = BASE }
training = [{ component = "pretrain", flop = "2e24" }]
"""


def test_a_manifest_may_name_another_one() -> None:
    (result,) = results_of([suite_of_text(policy_with(), BASE.replace("BASE", '"none"'), "rule.cases.toml")], ())
    assert result.failures == ()


@pytest.mark.parametrize(
    "base, said",
    [
        ('[{ manifest = "orignal" }]', "no manifest 'orignal' is here or in manifests.toml (did you mean 'original'?)"),
        ('[{ manifest = "original" }]', "'original' names itself, directly or through its own base"),
    ],
)
def test_a_manifest_that_names_none_or_itself(base: str, said: str) -> None:
    (line,) = refused(BASE.replace("BASE", base))
    assert said in line


def test_what_is_to_come_is_compared_whole() -> None:
    text = """
[[case]]
name = "a day before"
as_of = 2025-12-31
horizon = "1 month"
upcoming = { line = "triggered" }
[case.manifest]
scope = { complete = true }
model = { base = "none" }
training = [{ component = "pretrain", flop = "3e24" }]
"""
    (result,) = results_of([suite_of_text(policy_with(), text, "rule.cases.toml")], ())
    assert result.failures == ()
    (line,) = refused(text.replace('horizon = "1 month"\n', ""))
    assert "it is not said how far ahead is looked" in line
