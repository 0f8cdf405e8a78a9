"""FG502 to FG512: what a card says of a policy, and what keeps a policy from being applied to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flopguard.finding import Severity
from flopguard.result import Cause, Outcome, Verdict
from tests.lint.support import checked_subject, compared, subject_of, yielded

W, INFO = Severity.WARNING, Severity.INFO
RATIO = "effective_compute relative"
ACTING = date(2025, 12, 1)
"""A day on which Anthropic's version 2.2 was in force."""


def of(developer: str, more: str = "", released: str = "") -> str:
    day = f"released = {released}\n" if released else ""
    return f'manifest = 1\n[model]\nname = "x"\ndeveloper = "{developer}"\n{day}{more}'


def claim(more: str) -> str:
    return f'[[claim]]\nquantity = "effective_compute"\nvalue = "2x"\n{more}\n'


def assessed(name: str, day: str, compute: str = "", kind: str = "comprehensive", series: str = "anthropic-rsp") -> str:
    known = f', compute = "{compute} FLOP"' if compute else ""
    model = f'model = {{ name = "{name}"{known} }}'
    return f'[[assessment]]\nseries = "{series}"\nkind = "{kind}"\ndate = {day}\n{model}\n'


def run(flop: str, started: str = "", ended: str = "", component: str = "pretrain") -> str:
    days = "".join(f"{key} = {day}\n" for key, day in (("started", started), ("ended", ended)) if day)
    return f'[[training]]\ncomponent = "{component}"\nflop = "{flop}"\n{days}'


OVER = 'relative_to = "{}"'
CITED = 'policy = "anthropic-rsp-2.2/ec4"\n'
TWO = assessed("Old-4", "2025-05-22") + assessed("Old-3", "2024-11-01")
SCORE = '[[benchmark]]\nname = "LiveCodeBench"\nscore = "51%"\n'
INDEX = '[[progress]]\nnow = "28.8"\nearlier = "15.5"\nunit = "points"\nindex = "an index"\n'
BASE = '[[model.base]]\nname = "Somebody-8B"\nrelation = "finetune"\n'

CASES = [
    ("FG504", TWO + claim(OVER.format("Old-4.1") + "\n" + CITED), [(W, "/claim/0/relative_to")]),
    ("FG504", TWO + claim(OVER.format("Old-3") + "\n" + CITED), [(W, "/claim/0/relative_to")]),
    ("FG504", TWO + claim(OVER.format("old-4") + "\n" + CITED), []),
    ("FG504", TWO + claim(OVER.format("Old-4.1")), []),  # nobody's policy is cited, and none of the developer applies
    ("FG504", of("Anthropic", TWO + claim(OVER.format("Old-4.1"))), [(INFO, "/claim/0/relative_to")]),
    ("FG504", of("Anthropic", TWO + claim(OVER.format("Old-4"))), []),
    ("FG504", claim(OVER.format("Old-4.1") + "\n" + CITED), []),
    ("FG504", TWO + claim(CITED), []),
    (
        "FG504",
        '[[assessment]]\nseries = "anthropic-rsp"\nkind = "comprehensive"\ndate = 2025-05-22\n'
        + claim(OVER.format("Old-4.1") + "\n" + CITED),
        [],
    ),
    ("FG504", TWO + claim(OVER.format("Old-4.1") + "\n" + CITED).replace("effective", "training"), []),
    ("FG504", assessed("G", "2025-05-22", series="gdm-fsf") + claim(OVER.format("Old-4.1") + "\n" + CITED), []),
    ("FG505", claim('phases = ["pretrain", "rl_update"]\n' + CITED), [(W, "/claim/0/phases")]),
    ("FG505", claim('phases = ["pretrain", "midtrain_sft"]\n' + CITED), [(W, "/claim/0/phases")]),
    ("FG505", claim('phases = ["pretrain"]\n' + CITED), []),
    ("FG505", claim('phases = ["pretrain", "rl_update"]\n'), []),
    ("FG505", claim('phases = ["pretrain", "rl_update"]\npolicy = "anthropic-rsp-2.2"\n'), []),
    ("FG505", claim('phases = ["pretrain", "rl_update"]\npolicy = "openai-pf-beta/ec2"\n'), []),  # open in the text
    ("FG505", claim(CITED), []),
    ("FG505", claim('phases = ["pretrain"]\npolicy = "eu-aiact/51-2"\n'), [(W, "/claim/0/phases")]),
    ("FG505", claim('phases = ["pretrain", "rl_update"]\npolicy = "eu-aiact/51-2"\n'), []),
    ("FG506", of("x", claim(CITED), "2026-02-23"), []),
    ("FG506", of("x", claim(CITED), "2026-02-24"), [(W, "/claim/0/policy")]),
    ("FG506", of("x", claim(CITED), '"2026-02"'), []),  # it was in force on some of these days
    ("FG506", of("x", claim(CITED), '"2026-03"'), [(W, "/claim/0/policy")]),
    ("FG506", of("x", claim(CITED), "2025-05-13"), [(W, "/claim/0/policy")]),  # not yet
    ("FG506", of("x", claim('policy = "anthropic-rsp-2.2"\n'), "2026-02-24"), [(W, "/claim/0/policy")]),
    ("FG506", run("1e24", ended="2026-05-01") + claim(CITED), [(W, "/claim/0/policy")]),
    ("FG506", run("1e24", ended="2025-11-01") + claim(CITED), []),
    ("FG506", claim(CITED), []),  # no date of the model: the day of the check, on which it was in force
    ("FG506", of("x", claim('policy = "nobody-1"\n'), "2026-02-24"), []),
    ("FG507", claim('policy = "magic-arp-1.0"'), [(W, "/claim/0/policy")]),
    ("FG507", claim('policy = "magic-arp-1.0a"'), []),
    ("FG507", claim('policy = "meta-faif-1.1/x"'), [(W, "/claim/0/policy")]),
    ("FG507", claim('policy = "anthropic-rsp"'), [(W, "/claim/0/policy")]),
    ("FG507", claim('policy = "anthropic-rsp-2.2"'), []),
    ("FG507", claim('policy = "anthropic-rsp-2.2/ec5"'), [(W, "/claim/0/policy")]),
    ("FG507", claim('policy = "our own"'), []),
    ("FG507", claim('policy = "amazon-fmsf"'), []),  # of which there is one text
    ("FG509", BASE + run("5e23", component="midtrain_sft"), [(INFO, "/model/base/0")]),
    ("FG509", BASE + 'compute = "7e23 FLOP"\n' + run("5e23", component="midtrain_sft"), []),
    ("FG509", BASE + 'reference = "llama-3.1-8b"\n' + run("5e23", component="midtrain_sft"), []),
    ("FG509", BASE + run("3.33e22", component="midtrain_sft"), []),
    ("FG509", BASE + run("3.34e22", component="midtrain_sft"), [(INFO, "/model/base/0")]),
    ("FG509", run("5e23", component="midtrain_sft"), []),
    ("FG510", INDEX, [(W, "/progress/0")]),
    ("FG510", INDEX + 'breakpoint = "2025-11"\n', []),
    ("FG510", INDEX.replace('index = "an index"\n', ""), []),
    ("FG510", INDEX.replace('earlier = "15.5"\n', ""), []),
    ("FG511", of("Magic", SCORE), [(W, "/benchmark/0")]),
    ("FG511", of("Magic", SCORE + 'split = "after-2023-12"\n'), [(W, "/benchmark/0")]),
    ("FG511", of("Magic", SCORE + 'split = "after-2023-12"\nelicitation = { samples = 1 }\n'), []),
    ("FG511", of("Somebody", SCORE), []),
    ("FG511", of("Magic", SCORE.replace("LiveCodeBench", "HumanEval")), []),
    ("FG512", of("Anthropic", run("1e24", "2026-01-10", "2026-03-20")), [(W, "/training/0/started")]),
    ("FG512", of("Anthropic", run("1e24", "2026-01-10", "2026-02-23")), []),
    ("FG512", of("Anthropic", run("1e24", "2026-01-10", "2026-02-24")), [(W, "/training/0/started")]),
    ("FG512", of("Anthropic", run("1e24", "2026-03-02", "2026-03-20")), []),
    ("FG512", of("Anthropic", run("1e24", "2026-03-01", "2026-03-20")), [(W, "/training/0/started")]),
    ("FG512", of("Anthropic", run("1e24", "2026-01-10"), "2026-03-20"), [(W, "/training/0/started")]),
    ("FG512", of("Anthropic", run("1e24", "2026-01-10", "2026-02-28") + claim(CITED)), []),
    ("FG512", of("Anthropic", run("1e24", "2026-01-10", "2026-03-20") + claim(CITED)), [(W, "/training/0/started")]),
    ("FG512", of("Somebody", run("1e24", "2026-01-10", "2026-03-20")), []),
    ("FG512", run("1e24", "2026-01-10", "2026-03-20"), []),
    ("FG512", of("Anthropic", run("1e24", "2026-01-10")), []),
]


@pytest.mark.parametrize("code, text, expected", CASES)
def test_what_a_card_says_of_a_policy(code: str, text: str, expected: list[tuple[Severity, str]]) -> None:
    found = yielded(code, checked_subject(text, ACTING))
    assert [(severity, finding.at) for severity, finding in found] == expected


def test_a_policy_that_is_not_in_force_compares_with_no_model() -> None:
    text = of("Anthropic", TWO + claim(OVER.format("Old-4.1")))
    assert len(yielded("FG504", checked_subject(text, ACTING))) == 1
    assert yielded("FG504", checked_subject(text)) == []


def test_a_post_training_gain_of_the_definition_counts_as_post_training() -> None:
    gain = '[[enhancement]]\nname = "tools"\nkind = "scaffolding"\ngain = "2x"\ndefinition = "d"\n'
    text = f'[[definition]]\nid = "d"\n{gain}{claim("definition = " + chr(34) + "d" + chr(34) + chr(10) + CITED)}'
    assert [found.at for _, found in yielded("FG505", checked_subject(text, ACTING))] == ["/claim/0"]
    without = gain.replace('definition = "d"\n', "") + claim(CITED)
    assert yielded("FG505", checked_subject(without, ACTING)) == []


@pytest.mark.parametrize(
    "code, text, words",
    [
        ("FG506", of("x", claim(CITED), "2026-03-01"), "was not in force on 2026-03-01: superseded since 2026-02-24"),
        ("FG506", claim(CITED), "is not in force: superseded since 2026-02-24"),
        ("FG507", claim('policy = "magic-arp-1.0"'), "'magic-arp-1.0' is the label of 2 texts"),
        ("FG509", BASE + run("5e23", component="midtrain_sft"), "compute of Somebody-8B is not known"),
        ("FG511", of("Magic", SCORE), "magic-arp-1.0b/lcb50 asks for this score by its split and samples, not stated"),
        (
            "FG512",
            of("Anthropic", run("1e24", "2026-01-10", "2026-03-20")),
            "while the model was trained, anthropic-fcf-1 gave way to anthropic-fcf-1.1 and anthropic-rsp-2.2 gave "
            "way to anthropic-rsp-3.0; which version governs the run is not said",
        ),
    ],
)
def test_the_words_name_the_version(code: str, text: str, words: str) -> None:
    ((_, found),) = yielded(code, checked_subject(text))
    assert words in found.message


@pytest.mark.parametrize(
    "text, cure",
    [
        (of("x", claim(CITED), "2026-03-01"), 'the version of that day: policy = "anthropic-rsp-3.0"'),
        (of("x", claim(CITED), "2025-01-01"), 'the version of that day: policy = "anthropic-rsp-2.0"'),
        (of("x", claim(CITED), "2020-01-01"), "leave the policy out"),
        (claim(CITED), "cite the version that is in force, or leave the policy out"),
    ],
)
def test_a_superseded_citation_is_told_the_version_of_its_day(text: str, cure: str) -> None:
    ((_, found),) = yielded("FG506", checked_subject(text))
    assert found.help == cure


# --- verdicts ------------------------------------------------------------------------------------------------------


def undetermined(trigger: str, policy: str, *because: Cause, quantity: str = RATIO, **more: object) -> Verdict:
    found = compared(trigger, Outcome.UNDETERMINED, quantity)
    return replace(found, policy=policy, because=because, **more)  # type: ignore[arg-type]


def test_readings_are_told_once_a_policy() -> None:
    subject = replace(
        subject_of(""),
        verdicts=(
            undetermined("a", "p", Cause.READINGS, deciding=(("metric", "reference"),)),
            undetermined("b", "p", Cause.READINGS, Cause.INTERVAL, deciding=(("metric",),)),
            undetermined("c", "q", Cause.INTERVAL),
            undetermined("d", "r", Cause.READINGS, Cause.MISSING, missing=("/model/developer",)),
            undetermined("e", "s", Cause.READINGS),
        ),
    )
    assert [found.message for _, found in yielded("FG502", subject)] == [
        "p: a, b come out differently by reading; decided by metric, reference",
        "s: e comes out differently by reading",
    ]


GAINS = '[[enhancement]]\nname = "a"\nkind = "data"\ngain = "2x..3x"\n[[enhancement]]\nname = "b"\nkind = "data"\n'


@pytest.mark.parametrize(
    "gain, verdicts, expected",
    [
        ("3.2x..13.8x", ("ec4", "ec6"), [("/enhancement/1/gain", "1", "4.312")]),
        ("2.5x..3x", ("ec4",), [("/enhancement/0/gain", "1", "1.5")]),
        ("3.2x..13.8x", (), []),
    ],
)
def test_an_interval_is_told_once_at_the_widest_gain(
    gain: str, verdicts: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    found = tuple(undetermined(name, "p", Cause.INTERVAL) for name in verdicts)
    other = undetermined("51-2", "eu-aiact", Cause.INTERVAL, quantity="training_compute")
    subject = replace(subject_of(f'{GAINS}gain = "{gain}"\n'), verdicts=(*found, other))
    told = [(f.at, f.factor and f.factor.low, f.factor and f.factor.high) for _, f in yielded("FG503", subject)]
    assert told == expected


@pytest.mark.parametrize(
    "names, said",
    [
        (["a"], "p/a is open within the gain of 3.2x..13.8x"),
        (["a", "b"], "p/a and 1 more are open within the gain of 3.2x..13.8x"),
        (["a", "b", "c"], "p/a and 2 more are open within the gain of 3.2x..13.8x"),
    ],
)
def test_an_interval_names_what_it_leaves_open(names: list[str], said: str) -> None:
    verdicts = tuple(undetermined(name, "p", Cause.INTERVAL) for name in names)
    subject = replace(subject_of(f'{GAINS}gain = "3.2x..13.8x"\n'), verdicts=verdicts)
    assert [found.message for _, found in yielded("FG503", subject)] == [said]


@pytest.mark.parametrize("gain", ['gain = "2x"\n', "", 'gain = ">2x"\n'])
def test_a_gain_without_two_ends_leaves_nothing_open(gain: str) -> None:
    text = f'[[enhancement]]\nname = "a"\nkind = "data"\n{gain}'
    found = (undetermined("a", "p", Cause.INTERVAL),)
    assert yielded("FG503", replace(subject_of(text), verdicts=found)) == []


STEPS = assessed("Old-1", "2025-01-15", "1e24", series="s") + assessed("Old-2", "2025-09-15", "1.9e24", series="s")


@pytest.mark.parametrize(
    "flop, line, outcome, expected",
    [
        ("3.6e24", 2, Outcome.NOT_TRIGGERED, ["/assessment/0"]),  # 1.9x, then 1.89x
        ("3.6e24", 4, Outcome.NOT_TRIGGERED, []),  # together below the line
        ("4e24", 2, Outcome.TRIGGERED, []),
        ("1.95e24", 2, Outcome.NOT_TRIGGERED, []),
        ("3.6e24", "1.9", Outcome.NOT_TRIGGERED, []),  # the step between the two assessed models was on the line
    ],
)
def test_steps_below_the_line_that_pass_it_together(
    flop: str, line: float | str, outcome: Outcome, expected: list[str]
) -> None:
    share = float(flop) / 1.9e24 / float(line)
    found = replace(compared("ec", outcome, RATIO), series="s", margin=share)
    subject = replace(subject_of(STEPS + run(flop)), verdicts=(found, replace(found, trigger="other")))
    assert [entry.at for _, entry in yielded("FG508", subject)] == expected


@pytest.mark.parametrize(
    "run_flop, line, expected",
    [
        ("2e24", 2, ["/assessment/0"]),  # exactly the line from the first, and each step below it
        ("3e24", 2, ["/assessment/0"]),
        ("3e24", "1.5", []),  # the last step is on the line
    ],
)
def test_steps_on_the_line(run_flop: str, line: float | str, expected: list[str]) -> None:
    rows = assessed("Old-1", "2025-01-15", "1e24", series="s") + assessed("Old-2", "2025-09-15", "1.6e24", series="s")
    rows = rows.replace("1.6e24", "2e24") if line == "1.5" else rows
    last = float(run_flop) / (2e24 if line == "1.5" else 1.6e24)
    found = replace(compared("ec", Outcome.NOT_TRIGGERED, RATIO), series="s", margin=last / float(line))
    subject = replace(subject_of(rows + run(run_flop)), verdicts=(found,))
    assert [entry.at for _, entry in yielded("FG508", subject)] == expected


def test_a_step_between_two_assessed_models_that_is_on_the_line_is_no_small_one() -> None:
    rows = assessed("Old-1", "2025-01-15", "1e24", series="s") + assessed("Old-2", "2025-09-15", "2e24", series="s")
    found = replace(compared("ec", Outcome.NOT_TRIGGERED, RATIO), series="s", margin=0.75)
    assert yielded("FG508", replace(subject_of(rows + run("3e24")), verdicts=(found,))) == []


def test_a_trigger_that_compares_more_than_the_ratio_is_left_alone() -> None:
    found = replace(
        compared("ec", Outcome.NOT_TRIGGERED, RATIO), series="s", margin=1.8947 / 2, compares=(RATIO, "cost")
    )
    assert yielded("FG508", replace(subject_of(STEPS + run("3.6e24")), verdicts=(found,))) == []


def test_cures_name_what_to_write() -> None:
    helps = {
        code: yielded(code, checked_subject(text))[0][1].help
        for code, text in {
            "FG507": claim('policy = "magic-arp-1.0"'),
            "FG511": of("Magic", SCORE),
        }.items()
    }
    assert helps == {
        "FG507": "cite one by its id: magic-arp-1.0a, magic-arp-1.0b",
        "FG511": 'add split = "...", the window of problems; add elicitation = { samples = 1 }, the attempts',
    }
    ((_, found),) = yielded("FG507", checked_subject(claim('policy = "anthropic-rsp"')))
    assert found.help.endswith(", ...")
    assert found.help.count("anthropic-rsp-") == 4
    verdict = undetermined("a", "p", Cause.READINGS, deciding=(("metric",),))
    ((_, found),) = yielded("FG502", replace(subject_of(""), verdicts=(verdict,)))
    assert found.help == 'answer it: [[answer]] question = "p/metric"'


def test_steps_of_another_series_do_not_add_up() -> None:
    found = replace(compared("ec", Outcome.NOT_TRIGGERED, RATIO), series="t", margin=0.9)
    assert yielded("FG508", replace(subject_of(STEPS + run("3.6e24")), verdicts=(found,))) == []
