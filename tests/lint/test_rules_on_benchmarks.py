"""FG406 to FG412, and by what factor the rules on scores say that the answer could change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.rule import Subject
from flopguard.result import Outcome
from tests.lint.support import compared, over_by_itself, subject_of, yielded


def found(code: str, text: str) -> list[Finding]:
    return [finding for _, finding in yielded(code, subject_of(text))]


RUN = '[[training]]\ncomponent = "pretrain"\nflop = "{}"\n'


def row(score: str = "50%", name: str = "gsm8k", more: str = "") -> str:
    return f'[[benchmark]]\nname = "{name}"\nscore = "{score}"\n{more}\n'


def definition(more: str = "", kind: str = "accuracy", metric: str = "", curve: str = 'curve = "c"') -> str:
    return f'[[definition]]\nid = "d"\nmetric = {{ name = "gsm8k", kind = "{kind}"{metric} }}\n{curve}\n{more}\n'


def sloped(slope: str = "0.12") -> str:
    return f'[[curve]]\nid = "c"\nlaw = "log_linear"\nslope = "{slope}"\n'


def effort(said: str) -> str:
    return f"elicitation = {{ {said} }}"


# --- elicitation ---------------------------------------------------------------------------------------------------

DIRECT = definition(effort("shots = 5, reasoning = false, tools = false, samples = 1, inference_budget = 1000"))
PROMPTS = '[[enhancement]]\nname = "thought"\nkind = "{}"\ngain = "5"\n'


@pytest.mark.parametrize(
    "text, at",
    [
        pytest.param(DIRECT + row(more=effort("shots = 5, reasoning = false")), [], id="alike as far as both say"),
        pytest.param(DIRECT + row(more=effort("shots = 8")), ["/benchmark/0/elicitation/shots"], id="shots"),
        pytest.param(DIRECT + row(more=effort("reasoning = true")), ["/benchmark/0/elicitation/reasoning"], id="CoT"),
        pytest.param(DIRECT + row(more=effort("tools = true")), ["/benchmark/0/elicitation/tools"], id="tools"),
        pytest.param(DIRECT + row(more=effort("samples = 32")), ["/benchmark/0/elicitation/samples"], id="samples"),
        pytest.param(
            DIRECT + row(more=effort("inference_budget = 8000")),
            ["/benchmark/0/elicitation/inference_budget"],
            id="budget",
        ),
        pytest.param(DIRECT + row(more=effort("inference_budget = 1000")), [], id="one budget"),
        pytest.param(DIRECT + row(more=effort('harness = "x"')), [], id="a harness is no effort"),
        pytest.param(DIRECT + row(), [], id="nothing is said of the score"),
        pytest.param(definition() + row(more=effort("shots = 8")), [], id="nothing is said of the baseline"),
        pytest.param(
            definition(effort("shots = 5"), curve="") + row(more=effort("shots = 8")), [], id="no baseline to compare"
        ),
        pytest.param(
            DIRECT + row(more=effort("shots = 8")) + row("40%", more=effort("shots = 5")),
            [],
            id="another score was obtained in the same way",
        ),
        pytest.param(DIRECT + row(name="mmlu", more=effort("shots = 8")), [], id="a score on something else"),
        pytest.param(
            DIRECT + PROMPTS.format("prompting") + row(more=effort("reasoning = true")), [], id="a gain stands for it"
        ),
        pytest.param(
            DIRECT + PROMPTS.format("scaffolding") + row(more=effort("reasoning = true")),
            ["/benchmark/0/elicitation/reasoning"],
            id="a gain of another kind does not",
        ),
    ],
)
def test_a_score_and_its_baseline_take_the_same_effort(text: str, at: list[str]) -> None:
    findings = yielded("FG406", subject_of(text))
    assert [(severity, finding.at) for severity, finding in findings] == [(Severity.ERROR, place) for place in at]


def test_the_two_efforts_are_told() -> None:
    (finding,) = found("FG406", DIRECT + row(more=effort("shots = 5, reasoning = true")))
    assert finding.message == (
        "gsm8k was scored with reasoning true, and the baseline of d with reasoning false: "
        "the difference would count as compute"
    )


@pytest.mark.parametrize(
    "kind, said, at",
    [
        ("data", "shots = 8", ["/enhancement/0/elicitation/shots"]),
        ("data", "shots = 5", []),
        ("prompting", "shots = 8", []),
    ],
)
def test_a_gain_is_measured_with_the_effort_of_its_definition(kind: str, said: str, at: list[str]) -> None:
    gain = f'[[enhancement]]\nname = "g"\nkind = "{kind}"\ngain = "2"\ndefinition = "d"\n{effort(said)}\n'
    findings = yielded("FG406", subject_of(definition(effort("shots = 5")) + gain))
    assert [(severity, finding.at) for severity, finding in findings] == [(Severity.WARNING, place) for place in at]


ASSESSED = '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 2026-01-15\nmodel = {{ name = "Old" }}\n{}\n'


def assessed(score: str = "40%", more: str = "") -> str:
    return ASSESSED.format(row(score, more=more).replace("[[benchmark]]", "[[assessment.benchmark]]"))


@pytest.mark.parametrize(
    "then, now, at",
    [
        ("shots = 5", "shots = 5", []),
        ("shots = 5", "shots = 0", ["/benchmark/0/elicitation/shots"]),
        ("shots = 5", "tools = true", []),
    ],
)
def test_two_models_are_scored_with_the_same_effort(then: str, now: str, at: list[str]) -> None:
    findings = yielded("FG406", subject_of(assessed(more=effort(then)) + row(more=effort(now))))
    assert [(severity, finding.at) for severity, finding in findings] == [(Severity.WARNING, place) for place in at]


# --- near an end ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, count",
    [
        pytest.param(row("92%", more='ceiling = "93%"\nstandard_error = "0.5%"'), 1, id="two standard errors"),
        pytest.param(row("92%", more='ceiling = "93%"\nstandard_error = "0.49%"'), 0, id="a little more than two"),
        pytest.param(row("94%", more='ceiling = "93%"\nstandard_error = "0.1%"'), 1, id="above it"),
        pytest.param(row("92%", more='ceiling = "93%"\nitems = 198'), 1, id="by its items, K09"),
        pytest.param(row("92%", more='ceiling = "93%"'), 0, id="no error is known"),
        pytest.param(row("99.9%", more="items = 198"), 0, id="no ceiling is stated"),
        pytest.param(
            definition(metric=', ceiling = "93%"') + sloped() + row("92%", more="items = 198"), 1, id="of the metric"
        ),
        pytest.param(
            definition() + sloped() + 'ceiling = "93%"\n' + row("92%", more="items = 198"), 1, id="of the curve"
        ),
        pytest.param(
            definition(metric=', version = "2", ceiling = "93%"')
            + sloped()
            + row("92%", more='items = 198\nversion = "1"'),
            0,
            id="of another version",
        ),
        pytest.param(row("2.0", "held-out loss", 'ceiling = "2.1"\nstandard_error = "0.1"'), 0, id="a loss falls"),
        pytest.param(row("1450", "elo", 'ceiling = "1460"\nstandard_error = "6"'), 1, id="no share"),
        pytest.param(row("92%", more='ceiling = "93%"\nitems = 198\nconfidential = true'), 0, id="confidential"),
    ],
)
def test_near_the_ceiling(text: str, count: int) -> None:
    assert len(found("FG407", text)) == count


def test_what_a_point_is_worth_near_the_ceiling() -> None:
    """On the curve of case A05, from 25 to 95 %: 18 times as much at 94 % as half way up."""
    (finding,) = found("FG407", row("94%", more='floor = "25%"\nceiling = "95%"\nstandard_error = "0.5%"'))
    assert finding.message == (
        "gsm8k is 94.0% with a standard error of 0.50%: two of them reach its ceiling, 95.0%; "
        "a point is worth 18 times the orders of magnitude of one half way up"
    )


@pytest.mark.parametrize(
    "text, count",
    [
        pytest.param(row("27%", more='floor = "25%"\nstandard_error = "1%"'), 1, id="two standard errors"),
        pytest.param(row("27%", more='floor = "25%"\nstandard_error = "0.99%"'), 0, id="a little more than two"),
        pytest.param(row("20%", more='floor = "25%"\nstandard_error = "0.1%"'), 1, id="below chance"),
        pytest.param(row("27%", more='floor = "25%"\nitems = 14042'), 0, id="many items"),
        pytest.param(row("27%", more='floor = "25%"\nitems = 400'), 1, id="few items"),
        pytest.param(row("0%", more="items = 400"), 0, id="no chance is stated"),
    ],
)
def test_near_chance(text: str, count: int) -> None:
    assert len(found("FG408", text)) == count


# --- noise ---------------------------------------------------------------------------------------------------------


def logistic(floor: str = "0", ceiling: str = "1") -> str:
    return (
        '[[curve]]\nid = "c"\nlaw = "logistic"\nslope = "2"\nmidpoint = "1e24 FLOP"\n'
        f'floor = "{floor}"\nceiling = "{ceiling}"\n'
    )


POINTS = """
[[curve]]
id = "c"
law = "points"
points = [{ compute = "1e22 FLOP", score = "40%" }, { compute = "1e23 FLOP", score = "52%" }]
"""


@pytest.mark.parametrize(
    "text, factor",
    [
        # 1.5x at 12 points for each tenfold is 2.113 points, 1.078 of which is one standard error at 95 %
        pytest.param(definition() + sloped() + row(more='standard_error = "1.078%"'), [], id="1.5x"),
        pytest.param(
            definition() + sloped() + row(more='standard_error = "1.079%"'),
            [Factor(low="0.67", high="1.5")],
            id="over 1.5x",
        ),
        pytest.param(
            definition() + sloped() + row(more="items = 198"), [Factor(low="0.26", high="3.8")], id="198 items, A14"
        ),
        pytest.param(definition() + sloped("0.17") + row(more="items = 1324"), [], id="1324 items at 17, A14"),
        pytest.param(definition() + sloped() + row(), [], id="no error is known"),
        pytest.param(sloped() + row(more="items = 198"), [], id="no score is turned into compute"),
        pytest.param(definition() + POINTS + row(more='standard_error = "1.078%"'), [], id="between points, 1.5x"),
        pytest.param(
            definition() + POINTS + row(more='standard_error = "1.079%"'),
            [Factor(low="0.67", high="1.5")],
            id="between points, over 1.5x",
        ),
        pytest.param(
            definition() + logistic() + row("60%", more='standard_error = "5%"'),
            [Factor(low="0.63", high="1.6")],
            id="on a logistic curve",
        ),
        pytest.param(definition() + logistic() + row("95%", more='standard_error = "3%"'), [None], id="to the ceiling"),
        pytest.param(
            definition() + logistic("25%") + row("27%", more='standard_error = "2%"'), [None], id="to the floor"
        ),
        pytest.param(definition() + sloped() + row("<50%", more="items = 198"), [], id="a bound"),
        pytest.param(row("92%", more='ceiling = "93%"\nitems = 198'), [None], id="to a stated ceiling, K09"),
        pytest.param(row("92%", more='ceiling = "94%"\nstandard_error = "1.03%"'), [None], id="1.96 errors reach it"),
        pytest.param(row("92%", more='ceiling = "94%"\nstandard_error = "1.01%"'), [], id="1.96 errors do not"),
    ],
)
def test_what_sampling_alone_makes_of_compute(text: str, factor: list[Factor | None]) -> None:
    assert [finding.factor for finding in found("FG409", text)] == factor


POWER = '[[curve]]\nid = "c"\nlaw = "power"\nfloor = "1.5"\ncoefficient = "100"\nexponent = "0.1"\n'


@pytest.mark.parametrize(
    "text, end",
    [
        (
            definition(kind="loss", metric=', unit = "bits/byte"')
            + POWER
            + row("1.52", more='unit = "bits/byte"\nstandard_error = "0.02"'),
            "up",
        ),
        (definition() + logistic() + row("95%", more='standard_error = "3%"'), "up"),
        (definition() + logistic("25%") + row("27%", more='standard_error = "2%"'), "down"),
    ],
)
def test_the_side_without_an_end(text: str, end: str) -> None:
    (finding,) = found("FG409", text)
    assert f"without end {end} at 95 %" in finding.message


def judged(margin: float, compares: str = "effective_compute relative", text: str = "") -> Subject:
    """A score with a sampling error of 1.27x either way at 95 %, and a verdict so far from its line."""
    known = subject_of(text or definition() + sloped() + row(more='standard_error = "0.636%"'))
    return replace(known, verdicts=(replace(compared("ec4", Outcome.TRIGGERED, compares), margin=margin),))


@pytest.mark.parametrize(
    "subject, count",
    [
        (judged(1.26), 1),
        (judged(1.29), 0),
        (judged(0.8), 1),
        (judged(0.77), 0),
        (judged(1.1, "training_compute"), 0),
        (judged(0.0), 0),
        (judged(1.0, text="[scope]\ncomplete = true\n"), 0),
    ],
)
def test_noise_that_reaches_the_line(subject: Subject, count: int) -> None:
    assert len(yielded("FG409", subject)) == count


# --- the measure itself --------------------------------------------------------------------------------------------

OTHER = '[[definition]]\nid = "e"\nmetric = {{ name = "solved", kind = "{}" }}\n'


@pytest.mark.parametrize(
    "text, count",
    [
        pytest.param(definition(kind="horizon"), 1, id="a horizon alone"),
        pytest.param(definition(kind="horizon") + OTHER.format("accuracy"), 0, id="beside what is solved"),
        pytest.param(definition(kind="horizon") + OTHER.format("horizon"), 1, id="beside another horizon"),
        pytest.param(definition(kind="horizon", curve=""), 0, id="nothing follows from it"),
        pytest.param(definition(kind="horizon", curve="") + PROMPTS.format("data"), 1, id="gains are on it"),
        pytest.param(definition(), 0, id="a share of right answers"),
        pytest.param(definition(kind="latent_index"), 0, id="an index"),
    ],
)
def test_a_horizon_may_fall_while_a_model_gets_better(text: str, count: int) -> None:
    assert len(found("FG410", text)) == count


OUTSIDE = '[[outside_model]]\nname = "Other"\n[[outside_model.benchmark]]\nname = "gsm8k"\nversion = "{}"\n'
V1, V2 = 'version = "1"', 'version = "2"'


@pytest.mark.parametrize(
    "text, count",
    [
        pytest.param(assessed(more=V1) + row(more=V2), 1, id="another version was assessed"),
        pytest.param(assessed(more=V1) + row(more=V2) + row(more='version = "3"'), 2, id="two others"),
        pytest.param(assessed(more=V1) + row(more=V1), 0, id="the same"),
        pytest.param(assessed(more=V1) + row(more=V1) + row(more=V2), 0, id="the same as well"),
        pytest.param(assessed(more=V1) + row(), 0, id="not stated here"),
        pytest.param(assessed(more=V1) + row(more='version = "unknown"'), 0, id="a word for not stated"),
        pytest.param(assessed(more='version = "V1"') + row(more='version = "v1"'), 0, id="in other letters"),
        pytest.param(assessed() + row(more=V1), 0, id="not stated there"),
        pytest.param(
            assessed(more=V1) + "[[assessment.benchmark]]\nname = 'gsm8k'\n" + row(more=V2), 0, id="not of each there"
        ),
        pytest.param(assessed(more=V1) + row(name="mmlu", more=V2), 0, id="two benchmarks"),
        pytest.param(definition(metric=', version = "1"') + row(more=V2), 1, id="the baseline's is another"),
        pytest.param(definition(metric=', version = "1"', curve="") + row(more=V2), 0, id="no baseline is stated"),
        pytest.param(definition(metric=', version = "1"') + row(more=V1), 0, id="the baseline's is the same"),
        pytest.param(OUTSIDE.format("1") + row(more=V2), 1, id="an outside model's is another"),
        pytest.param(OUTSIDE.format("2") + row(more=V2), 0, id="an outside model's is the same"),
    ],
)
def test_scores_of_two_versions(text: str, count: int) -> None:
    assert len(found("FG411", text)) == count


LOSS = '[[definition]]\nid = "e"\ncurve = "c"\nmetric = { name = "loss", kind = "loss" }\n'
RATIO = compared("ec4", Outcome.TRIGGERED, "effective_compute relative")


@pytest.mark.parametrize(
    "text, verdict, count",
    [
        (definition(), RATIO, 1),
        (definition(), replace(RATIO, outcome=Outcome.NOT_TRIGGERED), 1),
        (definition(), replace(RATIO, outcome=Outcome.UNDETERMINED), 0),
        (definition(), replace(RATIO, outcome=Outcome.NOT_APPLICABLE), 0),
        (definition(), replace(RATIO, compares=("training_compute relative",)), 0),
        (definition() + LOSS, RATIO, 0),
        (definition(kind="horizon"), RATIO, 1),
        (definition(kind="loss"), RATIO, 0),
        (definition(kind="latent_index"), RATIO, 0),
        (definition(curve=""), RATIO, 0),
        (definition(), over_by_itself("ec"), 0),
        (definition(), replace(over_by_itself("ec"), steps=()), 1),
    ],
)
def test_one_benchmark_decides(text: str, verdict: object, count: int) -> None:
    assert len(yielded("FG412", replace(subject_of(text), verdicts=(verdict,)))) == count


# --- by what factor the answer could change ------------------------------------------------------------------------

LLAMA = """
[[definition]]
id = "d"
baseline = { techniques = ["Llama 2"], cutoff_date = "2023-07" }
metric = { name = "gsm8k", kind = "accuracy" }
compute_scope = ["pretrain"]
scale_side = "baseline"
curve = "c"
[[curve]]
id = "c"
law = "points"
points = [{ compute = "1e22 FLOP", score = "40%" }, { compute = "1e24 FLOP", score = "60%" }]
"""
MOVED = """
[[assessment]]
series = "s"
kind = "k"
date = 2026-01-15
model = {{ name = "Old", compute = "1e24 FLOP" }}
[[assessment.benchmark]]
name = "gsm8k"
version = "1"
score = "{then}"
items = 1000
elicitation = {{ shots = 0 }}
[[training]]
component = "pretrain"
flop = "{flop} FLOP"
[[benchmark]]
name = "gsm8k"
version = "1"
score = "{now}"
items = 1000
elicitation = {{ shots = 0 }}
"""
CLEAN = row("55%", more='items = 1000\nclean_score = "45%"')
PUBLIC = '[data]\ncutoff = "2025-06"\n' + row("55%", more='items = 1000\npublic_since = "2021"')


@pytest.mark.parametrize(
    "code, text, factor, confidence",
    [
        # ten points are a tenfold of compute on this baseline
        ("FG404", LLAMA + CLEAN, Factor(low="0.10", high="1.0"), Confidence.CERTAIN),
        ("FG404", CLEAN, None, Confidence.CERTAIN),
        ("FG404", LLAMA + PUBLIC, None, Confidence.LIKELY),
        (
            "FG405",
            LLAMA + RUN.format("1e25 FLOP") + row("50%", more="items = 10000"),
            Factor(low="1.0", high="100"),
            Confidence.CERTAIN,
        ),
        ("FG401", MOVED.format(then="48%", now="47%", flop="4e24"), Factor(low="1.0", high="4.0"), Confidence.CERTAIN),
        ("FG402", MOVED.format(then="45%", now="55%", flop="1e24"), None, Confidence.CERTAIN),
        (
            "FG402",
            LLAMA + MOVED.format(then="45%", now="55%", flop="1e24"),
            Factor(low="0.10", high="1.0"),
            Confidence.CERTAIN,
        ),
    ],
)
def test_the_factor_of_a_doubtful_score(code: str, text: str, factor: Factor | None, confidence: Confidence) -> None:
    """A confidence that a finding leaves as it is, is that of its rule."""
    (finding,) = found(code, text)
    assert (finding.factor, finding.confidence) == (factor, confidence)


def test_the_factor_between_the_routes() -> None:
    """The gains give 4 times the actual compute, the score no more than that."""
    gain = PROMPTS.format("data").replace('"5"', '"4"') + 'metric = "gsm8k"\nmeasured_at = ["1e22 FLOP", "1e24 FLOP"]\n'
    text = LLAMA + RUN.format("1e23 FLOP") + gain + row("50%", more="items = 100000")
    (finding,) = found("FG330", text)
    assert finding.factor == Factor(low="0.25", high="1.0")
