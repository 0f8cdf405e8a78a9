"""Scores against those of another developer's model that was judged below a threshold."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flopguard.result import Cause, Outcome
from tests.evaluate.support import card, judged, policy

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
INTERVAL, MISSING, READINGS = (Cause.INTERVAL,), (Cause.MISSING,), (Cause.READINGS,)
HOW = 'version = "1"\nelicitation = { shots = 0, tools = false }\nstandard_error = "0.1%"'
LOWER = 'quantity = "benchmark", relative_to = "outside_model", judged = "below", less_than = "0%"'
AT_MOST = LOWER.replace("less_than", "at_most")
NEAR = LOWER.replace('"0%"', '"5%"')
NAMED = LOWER.replace("relative_to", 'benchmark = "Cybench", relative_to')
ALL, ANY = (f'{LOWER}, primary_metric = "{rule}"' for rule in ("all", "any"))
ANYBODY = LOWER.replace(', judged = "below"', "")


def ours(name: str, score: str, how: str = HOW) -> str:
    return f'[[benchmark]]\nname = "{name}"\nscore = "{score}"\n{how}\n'


def theirs(name: str, score: str, how: str = HOW) -> str:
    return ours(name, score, how).replace("[[benchmark]]", "[[outside_model.benchmark]]")


def outside(*rows: str, judged: str = 'judged_below = ["s"]', name: str = "O") -> str:
    return f'[[outside_model]]\nname = "{name}"\n{judged}\n{"".join(rows)}'


ADD = (
    'an outside model: [[outside_model]] with its name, judged_below = ["s"] '
    "and its scores ([[outside_model.benchmark]])"
)
BELOW = "whether O was evaluated as definitively below the threshold (/outside_model/0/judged_below)"
TWO = (ours("a", "40%"), ours("b", "60%"), outside(theirs("a", "50%"), theirs("b", "50%")))
LIKE = "scores that can be compared: "
SCORES = [
    ("lower", LOWER, (ours("a", "49%"), outside(theirs("a", "50%"))), YES, (), ()),
    (
        "alike, and either may be the lower one",
        LOWER,
        (ours("a", "50%"), outside(theirs("a", "50%"))),
        OPEN,
        INTERVAL,
        (),
    ),
    ("lower is at most", AT_MOST, (ours("a", "49%"), outside(theirs("a", "50%"))), YES, (), ()),
    ("higher is not", AT_MOST, (ours("a", "51%"), outside(theirs("a", "50%"))), NO, (), ()),
    ("within five points above", NEAR, (ours("a", "54%"), outside(theirs("a", "50%"))), YES, (), ()),
    ("six points above", NEAR, (ours("a", "56%"), outside(theirs("a", "50%"))), NO, (), ()),
    (
        "within the errors",
        LOWER,
        (
            ours("a", "49%", HOW.replace("0.1%", "1%")),
            outside(theirs("a", "50%", HOW.replace("0.1%", "1%"))),
        ),
        OPEN,
        INTERVAL,
        (),
    ),
    (
        "beyond the errors",
        LOWER,
        (ours("a", "45%", HOW.replace("0.1%", "1%")), outside(theirs("a", "50%"))),
        YES,
        (),
        (),
    ),
    ("no outside model", LOWER, (ours("a", "40%"),), OPEN, MISSING, (ADD,)),
    (
        "judged by another text",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "50%"), judged='judged_below = ["t"]')),
        OPEN,
        MISSING,
        (ADD,),
    ),
    (
        "not said whether judged",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "50%"), judged="")),
        OPEN,
        MISSING,
        (BELOW,),
    ),
    ("not judged and not lower", LOWER, (ours("a", "60%"), outside(theirs("a", "50%"), judged="")), NO, (), ()),
    ("any outside model", ANYBODY, (ours("a", "40%"), outside(theirs("a", "50%"), judged="")), YES, (), ()),
    (
        "released later",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "50%"), judged='released = 2026-03-02\njudged_below = ["s"]')),
        OPEN,
        MISSING,
        (ADD,),
    ),
    (
        "one of two outside models is enough",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "30%")), outside(theirs("a", "50%"), name="P")),
        YES,
        (),
        (),
    ),
    (
        "none of two is",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "30%")), outside(theirs("a", "39%"), name="P")),
        NO,
        (),
        (),
    ),
    ("lower on one benchmark of two", LOWER, TWO, OPEN, READINGS, ("which benchmark of O decides: a, b",)),
    ("where all are needed", ALL, TWO, NO, (), ()),
    ("where one is enough", ANY, TWO, YES, (), ()),
    ("one benchmark alone", NAMED.replace("Cybench", "a"), TWO, YES, (), ()),
    (
        "a score that only the other model has",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "50%"), theirs("b", "50%"))),
        OPEN,
        MISSING,
        ("the score on b of this model (/benchmark)",),
    ),
    (
        "a score that only this model has",
        LOWER,
        (ours("a", "40%"), ours("b", "60%"), outside(theirs("a", "50%"))),
        YES,
        (),
        (),
    ),
    (
        "no score of the other model",
        NAMED,
        (ours("cybench", "40%"), outside(theirs("a", "50%"))),
        OPEN,
        MISSING,
        ("the score on Cybench of O (/outside_model/0/benchmark)",),
    ),
    ("no scores at all", LOWER, (outside(),), OPEN, MISSING, ("a score of O (/outside_model/0/benchmark)",)),
    (
        "another version",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "50%", HOW.replace('"1"', '"2"')))),
        OPEN,
        MISSING,
        (f"{LIKE}the version is '1' here and '2' there",),
    ),
    (
        "other elicitation",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "50%", HOW.replace("shots = 0", "shots = 5")))),
        OPEN,
        MISSING,
        (f"{LIKE}the elicitation differs in shots (/benchmark/0/elicitation/shots)",),
    ),
    (
        "no error of theirs",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "50%", HOW.replace('standard_error = "0.1%"', "")))),
        OPEN,
        MISSING,
        (
            "the sampling error of /outside_model/0/benchmark/0: "
            "standard_error, or items where the score is a share of them",
        ),
    ),
    (
        "a score of a later day",
        LOWER,
        (ours("a", "40%"), outside(theirs("a", "50%", f"{HOW}\ndate = 2026-03-02"))),
        OPEN,
        MISSING,
        ("a score of O (/outside_model/0/benchmark)",),
    ),
    (
        "a loss",
        LOWER,
        (ours("validation loss", "2.1"), outside(theirs("validation loss", "2.2"))),
        OPEN,
        MISSING,
        ("a score that rises with what is measured: validation loss falls",),
    ),
    (
        "a score of nothing",
        LOWER,
        (ours("a", "0%"), outside(theirs("a", "0%"))),
        OPEN,
        MISSING,
        ("a score above 0 (/outside_model/0/benchmark/0/score)",),
    ),
]


@pytest.mark.parametrize(
    "when, rows, outcome, because, missing", [pytest.param(*case[1:], id=case[0]) for case in SCORES]
)
def test_a_score_against_that_of_an_outside_model(
    when: str, rows: tuple[str, ...], outcome: Outcome, because: tuple[Cause, ...], missing: tuple[str, ...]
) -> None:
    found = judged(card(more="".join(rows)), policy(when))
    assert (found.outcome, found.because, found.missing) == (outcome, because, missing)


def test_the_step_says_what_is_compared() -> None:
    found = judged(card(more=ours("a", "40%") + outside(theirs("a", "50%"))), policy(LOWER))
    (step,) = found.steps
    assert found.compares == ("benchmark outside",)  # no step since an assessment
    assert step.what.startswith("score on a against that of O; independent errors (")
    assert step.result == "0.80x against < 1x that score: holds"


@given(st.integers(100, 900), st.integers(100, 900), st.integers(1, 40), st.integers(1, 40), st.integers(0, 50))
def test_points_are_compared_with_both_errors(one: int, other: int, noise: int, noises: int, line: int) -> None:
    """In tenths of a point. Nine in ten of normal errors lie within 1.645 standard deviations."""
    difference, reach = one - other - line, 1.6448536 * (noise**2 + noises**2) ** 0.5
    assume(abs(abs(difference) - reach) > 0.001)
    expected = OPEN if abs(difference) < reach else YES if difference < 0 else NO
    how, their_how = (HOW.replace("0.1%", f"{of / 10}%") for of in (noise, noises))
    rows = ours("a", f"{one / 10}%", how) + outside(theirs("a", f"{other / 10}%", their_how))
    when = ANYBODY.replace('"0%"', f'"{line / 10}%"')
    assert judged(card(more=rows), policy(when)).outcome is expected
