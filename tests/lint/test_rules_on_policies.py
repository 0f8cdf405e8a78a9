"""FG502 to FG512: what a card says of a policy, and what keeps a policy from being applied to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flopguard.finding import Severity
from flopguard.policy.load import bundled_policies
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
COUNTED = assessed("Old-4", "2025-05-22", "1e24") + assessed("Old-3", "2024-11-01", "5e23")
NAMELESS = '[[assessment]]\nseries = "anthropic-rsp"\nkind = "comprehensive"\ndate = 2025-05-22\n'
TWO = assessed("Old-4", "2025-05-22") + assessed("Old-3", "2024-11-01")
SCORE = '[[benchmark]]\nname = "LiveCodeBench"\nscore = "51%"\n'
INDEX = '[[progress]]\nnow = "28.8"\nearlier = "15.5"\nunit = "points"\nindex = "an index"\n'
BASE = '[[model.base]]\nname = "Somebody-8B"\nrelation = "finetune"\n'

CASES = [
    ("FG504", TWO + claim(OVER.format("Old-4.1") + "\n" + CITED), [(W, "/claim/0/relative_to")]),
    ("FG504", TWO + claim(OVER.format("Old-3") + "\n" + CITED), [(W, "/claim/0/relative_to")]),
    ("FG504", TWO + claim(OVER.format("old-4") + "\n" + CITED), []),
    ("FG504", TWO + claim(OVER.format("Old 4") + "\n" + CITED), []),
    ("FG504", TWO + claim(OVER.format("Old-4 (May 2025)") + "\n" + CITED), []),
    ("FG504", TWO + claim(OVER.format("Old-4 Turbo") + "\n" + CITED), [(W, "/claim/0/relative_to")]),
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
    ("FG504", COUNTED + run("4e24") + claim(OVER.format("Old-3") + "\n" + CITED), [(W, "/claim/0/relative_to")]),
    ("FG504", COUNTED + run("4e24") + claim(OVER.format("Old-4") + "\n" + CITED), []),
    ("FG504", NAMELESS + claim(OVER.format("Old-4.1") + "\n" + CITED), []),
    ("FG504", NAMELESS + "confidential = true\n" + claim(OVER.format("Old-4.1") + "\n" + CITED), []),
    (
        "FG504",
        assessed("Old-4", "2025-05-22") + "confidential = true\n" + claim(OVER.format("Old-4.1") + "\n" + CITED),
        [],
    ),
    (
        "FG504",
        assessed("Old-4", "2025-05-22").replace(" }", ", confidential = true }")
        + claim(OVER.format("Old-4.1") + "\n" + CITED),
        [],
    ),
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
    ("FG507", claim('policy = "anthropic-roadmap"'), []),  # one text alone is called so
    ("FG507", claim('policy = "us-ma-s3"'), []),  # two bills that begin so, and not a label of both
    # a series of one text, and a version that no id is made of, mean that text
    ("FG507", claim('policy = "cohere-safmf"'), []),
    ("FG507", claim('policy = "cohere-safmf/nothing"'), [(W, "/claim/0/policy")]),
    ("FG506", of("x", claim('policy = "microsoft-fgf"'), "2026-01-01"), []),
    ("FG506", of("x", claim('policy = "xAI-RMF-2025-08-20"'), "2026-10-01"), [(W, "/claim/0/policy")]),
    ("FG507", claim('policy = "anthropc-rsp-2.2/ec4"'), [(W, "/claim/0/policy")]),
    ("FG507", claim('policy = "anthropic-rsp-2.9"'), []),  # it may be a later one than those at hand
    ("FG507", claim('policy = "meta-rsp-2.2"'), []),
    ("FG509", BASE + run("5e23", component="midtrain_sft"), [(INFO, "/model/base/0")]),
    ("FG509", BASE + 'compute = "7e23 FLOP"\n' + run("5e23", component="midtrain_sft"), []),
    ("FG509", BASE + 'reference = "llama-3.1-8b"\n' + run("5e23", component="midtrain_sft"), []),
    ("FG509", BASE + run("3.33e22", component="midtrain_sft"), []),
    ("FG509", BASE + run("3.34e22", component="midtrain_sft"), [(INFO, "/model/base/0")]),
    ("FG509", run("5e23", component="midtrain_sft"), []),
    ("FG510", INDEX + 'breakpoint = "unknown"\n', [(W, "/progress/0")]),
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


def test_of_the_texts_of_a_label_those_with_the_trigger_are_named() -> None:
    ((_, found),) = yielded("FG507", checked_subject(claim('policy = "anthropic-rsp/6mo"')))
    assert found.message == "'anthropic-rsp' is the label of 9 texts"
    named = found.help.removeprefix("cite one by its id: ").split(", ")
    assert "anthropic-rsp-2.2/6mo" in named
    assert all(name.endswith("/6mo") for name in named)


@pytest.mark.parametrize(
    "code, text, cure",
    [
        ("FG507", claim('policy = "magic-arp-1.0"'), "cite one by its id: magic-arp-1.0a, magic-arp-1.0b"),
        (
            "FG507",
            claim('policy = "anthropic-fcf"'),
            "cite one by its id: anthropic-fcf-1, anthropic-fcf-1.1, anthropic-fcf-1.2, anthropic-fcf-2",
        ),
        (
            "FG507",
            claim('policy = "anthropic-rsp"'),
            "cite one by its id: anthropic-rsp-1.0, anthropic-rsp-2.0, anthropic-rsp-2.1, anthropic-rsp-2.2, ...",
        ),
        ("FG507", claim('policy = "eu-aiact/52"'), "cite one that it has: 51-2, annex13-f, rec98"),
        ("FG507", claim('policy = "naver-asf-2.0/x"'), "cite the policy alone"),
        (
            "FG511",
            of("Magic", SCORE),
            'add split = "...", the window of problems; add elicitation = { samples = 1 }, the attempts',
        ),
    ],
)
def test_the_cure_is_one_to_write(code: str, text: str, cure: str) -> None:
    ((_, found),) = yielded(code, checked_subject(text))
    assert found.help == cure


@pytest.mark.parametrize("named, said", [(True, "Somebody-8B"), (False, "the base")])
def test_a_base_is_called_by_its_name(named: bool, said: str) -> None:
    base = BASE if named else BASE.replace('name = "Somebody-8B"\n', "")
    ((_, found),) = yielded("FG509", subject_of(base + run("5e23", component="midtrain_sft")))
    assert found.message == f"the training compute of {said} is not known; a stand-in counts for it"


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
        ("3.2x..13.8x", ("ec4", "ec6"), [("/enhancement/1/gain", "0.48", "2.1")]),
        ("2.5x..3x", ("ec4",), [("/enhancement/0/gain", "0.82", "1.2")]),
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
    "gains",
    [
        pytest.param('gain = "2x"', id="a point leaves nothing open"),
        pytest.param('gain = ">2x"', id="without an upper end"),
        pytest.param('gain = "<3x"', id="down to nothing"),
        pytest.param("", id="without a gain"),
    ],
)
def test_a_gain_without_two_ends_splits_nothing(gains: str) -> None:
    text = f'[[enhancement]]\nname = "a"\nkind = "data"\n{gains}\n'
    subject = replace(subject_of(text), verdicts=(undetermined("ec4", "p", Cause.INTERVAL),))
    assert yielded("FG503", subject) == []


@pytest.mark.parametrize(
    "names, said",
    [(("a",), "p/a is open"), (("a", "b"), "p/a and 1 more are open"), (("a", "b", "c"), "p/a and 2 more")],
)
def test_the_first_trigger_is_named_and_the_others_counted(names: tuple[str, ...], said: str) -> None:
    found = tuple(undetermined(name, "p", Cause.INTERVAL) for name in names)
    ((_, told),) = yielded("FG503", replace(subject_of(f'{GAINS}gain = "2x"\n'), verdicts=found))
    assert told.message.startswith(said)
    assert told.message.endswith("open within the gain of 2x..3x")


@pytest.mark.parametrize(
    "gain, words, factor",
    [
        ('"3.2x..13.8x"', "within the gain of 3.2x..13.8x", ("0.48", "2.1")),
        ('{ value = "4", low = "3.2", high = "13.8" }', "within the gain of 4 (3.20 .. 13.8)", ("0.80", "3.4")),
    ],
)
def test_an_interval_is_told_with_its_ends(gain: str, words: str, factor: tuple[str, str]) -> None:
    hardware = '[[enhancement]]\nname = "kernels"\nkind = "hardware_utilisation"\ngain = "1x..90x"\n'
    text = f'{hardware}[[enhancement]]\nname = "a"\nkind = "data"\ngain = {gain}\n'
    subject = replace(subject_of(text), verdicts=(undetermined("ec4", "p", Cause.INTERVAL),))
    ((_, found),) = yielded("FG503", subject)
    assert (found.at, found.message.endswith(words)) == ("/enhancement/1/gain", True)
    assert found.factor is not None
    assert (found.factor.low, found.factor.high) == factor


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
    "second, flop, margin, count",
    [
        ("2e24", "3e24", 0.5, 1),  # 3x together, and the line is 3x
        ("1.2e24", "2.4e24", 1.0, 0),  # the last step is on its line of 2x
        ("2e24", "3e24", 0.75, 0),  # the first step is on the line of 2x
    ],
)
def test_a_step_or_all_of_them_on_the_line_itself(second: str, flop: str, margin: float, count: int) -> None:
    found = replace(compared("ec", Outcome.NOT_TRIGGERED, RATIO), series="s", margin=margin)
    steps = STEPS.replace("1.9e24", second) + run(flop)
    assert len(yielded("FG508", replace(subject_of(steps), verdicts=(found,)))) == count


@pytest.mark.parametrize(
    "compares, count", [((RATIO,), 1), (("training_compute",), 0), ((RATIO, "training_compute relative"), 0)]
)
def test_only_one_multiple_can_be_added_up(compares: tuple[str, ...], count: int) -> None:
    found = replace(compared("ec", Outcome.NOT_TRIGGERED, RATIO), series="s", margin=0.5, compares=compares)
    subject = replace(subject_of(STEPS.replace("1.9e24", "2e24") + run("3e24")), verdicts=(found,))
    assert len(yielded("FG508", subject)) == count


@pytest.mark.parametrize("share, expected", [(3.6 / 1.9 / 4, ["/assessment/0"]), (0.84, [])])
def test_steps_add_up_only_in_the_ratio_that_the_policy_compares(share: float, expected: list[str]) -> None:
    """The line of 4x, of which the margin is a share: of 1.89x that were spent, or of 3.4x effective ones."""
    policies = tuple(policy for policy in bundled_policies() if policy.id == "anthropic-rsp-2.2")
    found = replace(compared("ec4", Outcome.NOT_TRIGGERED, RATIO), policy=policies[0].id, series="s", margin=share)
    steps = STEPS.replace("1e24", "8e23")
    subject = replace(subject_of(steps + run("3.6e24")), verdicts=(found,), policies=policies)
    assert [entry.at for _, entry in yielded("FG508", subject)] == expected


def test_steps_of_another_series_do_not_add_up() -> None:
    found = replace(compared("ec", Outcome.NOT_TRIGGERED, RATIO), series="t", margin=0.9)
    assert yielded("FG508", replace(subject_of(STEPS + run("3.6e24")), verdicts=(found,))) == []
