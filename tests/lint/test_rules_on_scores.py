"""FG401 to FG405 and FG330: scores that compute does not explain, and routes to effective compute that do not agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flopguard.finding import Finding, Severity
from tests.lint.support import subject_of, yielded

ROW = 'name = "gpqa-diamond"\nversion = "{version}"\nscore = "{score}"\nitems = {items}\nelicitation = {elicitation}\n'
SAME = "{ shots = 0, samples = 1 }"


def moved(then: str, now: str, before: str = "1e24", after: str = "4e24", **other: Any) -> str:
    """A manifest of a model with an assessed one: its score and compute then and now."""
    fields = {"version": "1", "items": 198, "elicitation": SAME}
    first = ROW.format(**{**fields, "score": then})
    second = ROW.format(**{**fields, **other, "score": now})
    return f"""
[[assessment]]
series = "s"
kind = "k"
date = 2026-01-15
model = {{ name = "Old", compute = "{before} FLOP" }}
[[assessment.benchmark]]
{first}
[[training]]
component = "pretrain"
flop = "{after} FLOP"
[[benchmark]]
{second}"""


FLAT = (
    "stated training compute is 4.0x that of Old (assessed), and gpqa-diamond went from 48.0% to 47.0%: "
    "weak elicitation, or a model that holds back"
)


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param(moved("48%", "47%"), [FLAT], id="four times the compute, a point less"),
        pytest.param(moved("48%", "48%"), [FLAT.replace("to 47.0%", "to 48.0%")], id="the same score"),
        pytest.param(moved("48%", "49%"), [], id="a point more, whatever sampling does"),
        pytest.param(moved("48%", "47%", after="1.9e24"), [], id="less than twice the compute"),
        pytest.param(moved("48%", "47%", after="1e24..9e24"), [], id="perhaps no more compute"),
        pytest.param(moved("48%", "47%", version="2"), [], id="another version is another score"),
        pytest.param(moved("98%", "97%"), [], id="at the ceiling"),
        pytest.param(moved("48%", "47%", before="confidential"), None, id="not a figure"),
    ],
)
def test_much_more_compute_and_no_higher_score(text: str, said: list[str] | None) -> None:
    if said is None:
        text = text.replace('compute = "confidential FLOP"', 'version = "1"')
    found = yielded("FG401", subject_of(text))
    assert [finding.message for _, finding in found] == (said or [])
    assert {(severity, finding.at) for severity, finding in found} <= {(Severity.WARNING, "/benchmark/0/score")}


ROSE = (
    "stated training compute is 1.0x that of Old (assessed), and gpqa-diamond went from 48.0% to 62.0%: contamination, "
    "elicitation"
)


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param(
            moved("48%", "62%", after="1e24"), [f"{ROSE} or a better recipe"], id="fourteen points on nothing"
        ),
        pytest.param(moved("48%", "52%", after="1e24"), [], id="within what sampling leaves open"),
        pytest.param(moved("48%", "62%", after="1.2e24"), [], id="some more compute"),
        pytest.param(
            moved("48%", "62%", after="1e24", elicitation="{ shots = 5, samples = 1 }"),
            [f"{ROSE} (the elicitation differs in shots (/benchmark/0/elicitation/shots)) or a better recipe"],
            id="with another elicitation",
        ),
        pytest.param(moved("48%", "62%", after="1e24", version="2"), [], id="another version"),
    ],
)
def test_no_more_compute_and_a_higher_score(text: str, said: list[str]) -> None:
    assert [finding.message for _, finding in yielded("FG402", subject_of(text))] == said


def lost(then: str, now: str, *, after: str = "4e24", name: str = "c4", unit: str = "bits/byte") -> str:
    how = f'standard_error = "0.0004"\nunit = "{unit}"'
    return moved(then, now, after=after).replace("items = 198", how).replace("gpqa-diamond", name)


CALLED_BITS = '[[definition]]\nid = "d"\nmetric = { name = "c4", kind = "accuracy", direction = "higher_better" }\n'


@pytest.mark.parametrize(
    "code, text, finds",
    [
        ("FG401", lost("0.873", "0.825"), False),
        ("FG401", lost("0.825", "0.873"), True),
        ("FG401", lost("3.1", "2.9", unit="nats/token"), False),
        ("FG401", lost("3.1", "2.9", unit="", name="held-out loss"), False),
        ("FG401", lost("0.873", "0.825", unit=""), True),  # nothing says that it is a loss
        ("FG401", lost("0.873", "0.825") + CALLED_BITS, True),  # the word of a definition comes first
        ("FG402", lost("0.873", "0.825", after="1e24"), True),
        ("FG402", lost("0.825", "0.873", after="1e24"), False),
    ],
)
def test_a_loss_gets_better_by_falling(code: str, text: str, finds: bool) -> None:
    found = yielded(code, subject_of(text))
    assert bool(found) is finds
    assert not any("%" in finding.message for _, finding in found if "bits/byte" in text and CALLED_BITS not in text)


CUTOFF = '[data]\ncutoff = "2024-03"\n'


@pytest.mark.parametrize(
    "text, at",
    [
        ('score = "78%"\nitems = 1000\nclean_score = "66%"', ["/benchmark/0/clean_score"]),
        ('score = "68%"\nitems = 1000\nclean_score = "66%"', []),
        ('score = "68%"\nclean_score = "66%"', ["/benchmark/0/clean_score"]),
        ('score = "68%"\npublic_since = "2023-11"', ["/benchmark/0/public_since"]),
        ('score = "68%"\npublic_since = "2024-03"', []),
        ('score = "68%"\npublic_since = "2024-05"', []),
        ('score = "68%"\nitems = 1000\nclean_score = "67%"\npublic_since = "2023-11"', []),
    ],
)
def test_scores_on_problems_that_could_be_trained_on(text: str, at: list[str]) -> None:
    found = yielded("FG404", subject_of(f'{CUTOFF}[[benchmark]]\nname = "b"\n{text}\n'))
    assert [finding.at for _, finding in found] == at


LLAMA = """
[[training]]
component = "pretrain"
flop = "6.3e24 FLOP"
[[definition]]
id = "llama-2"
baseline = { techniques = ["Llama 2"], cutoff_date = "2023-07" }
metric = { name = "mmlu", kind = "accuracy" }
compute_scope = ["pretrain"]
scale_side = "baseline"
curve = "llama-2"
[[curve]]
id = "llama-2"
law = "points"
points = [
    { compute = "8.4e22 FLOP", score = "0.437961" },
    { compute = "1.56e23 FLOP", score = "0.543378" },
    { compute = "8.4e23 FLOP", score = "0.698321" },
]
[[benchmark]]
name = "mmlu"
score = "SCORE"
"""


def test_a_model_that_answers_like_one_of_a_tenth_of_its_compute_is_suspect() -> None:
    """Case L36: 6.3e24 FLOP, and the score of a model of 8.4e22."""
    ((severity, finding),) = yielded("FG405", subject_of(LLAMA.replace("SCORE", "0.4379609636092418")))
    assert severity is Severity.WARNING
    assert finding.at == "/definition/0"
    assert "at most 0.013 times" in finding.message
    assert yielded("FG405", subject_of(LLAMA.replace("SCORE", "0.792329338617972"))) == []


def test_a_policy_whose_ratio_hides_a_step_names_both() -> None:
    from flopguard.lint.rule import Subject
    from flopguard.result import Outcome
    from tests.lint.support import compared

    subject = Subject(
        manifest=subject_of("").manifest,
        verdicts=(
            compared("points", Outcome.TRIGGERED, "benchmark relative"),
            compared("ec4", Outcome.NOT_TRIGGERED, "effective_compute relative"),
            compared("open", Outcome.UNDETERMINED, "training_compute relative"),
        ),
    )
    elsewhere = (subject.verdicts[0], replace(subject.verdicts[1], policy="another"))
    assert yielded("FG403", replace(subject, verdicts=elsewhere)) == []
    assert yielded("FG403", subject) == [
        (
            Severity.WARNING,
            Finding(
                at="/benchmark",
                message=(
                    "eu-aiact/points is passed by the score (by benchmark relative) while eu-aiact/ec4 is not "
                    "(by effective_compute relative): the ratio hides a jump"
                ),
                help="find what the ratio leaves out: gains not counted, another elicitation, problems that were "
                "trained on",
            ),
        )
    ]
