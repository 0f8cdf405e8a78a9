"""FG350 to FG356: curves that are not parallel, cross, fall, mix or differ by fit, or are rounded; a floor passed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from flopguard.check import check_loaded
from flopguard.definition.load import bundled_definitions
from flopguard.definition.types import Definition
from flopguard.effective.curves.parallel import Slope, differ, slope_of
from flopguard.effective.curves.read import law_of
from flopguard.evaluate.facts import Settings
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.run import all_rules
from flopguard.manifest.load import load_text
from flopguard.policy.load import load_policies
from flopguard.result import OVER_BY_ITSELF, UNDER_WHEN_ADJUSTED, Outcome, Step
from tests.lint.support import AS_OF, compared, over_by_itself, subject_of, yielded


def found(code: str, text: str) -> list[Finding]:
    return [finding for _, finding in yielded(code, subject_of(text))]


def power(name: str, exponent: str, coefficient: str = "36.3", floor: str = "1.9", more: str = "") -> str:
    quoted = exponent if exponent.startswith("{") else f'"{exponent}"'
    return f"""
[[curve]]
id = "{name}"
law = "power"
floor = "{floor}"
coefficient = "{coefficient}"
exponent = {quoted}
{more}
"""


RUN = '[[training]]\ncomponent = "pretrain"\nflop = "{}"\n'
DEFINED = '[[definition]]\nid = "d"\ncurve = "old"\n{}\n'
LSTM, MODERN = power("old", "0.065"), power("new", "0.094", "88.0")
GAIN = '[[enhancement]]\nname = "the transformer"\nkind = "architecture"\nside = "new"\n{}\n'
MEASURED = GAIN.format('gain = "130"\nmeasured_at = ["1e18 FLOP"]')
FOLLOWS = GAIN.format('curves = { baseline = "old", new = "new" }')
CLAIM = '[[claim]]\nquantity = "{}"\nvalue = "130x"\ndefinition = "d"\n'


# --- what is published ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", bundled_definitions().definition, ids=lambda entry: entry.id)
def test_nothing_is_said_of_a_bundled_definition_by_itself(entry: Definition) -> None:
    brought = f'[[definition]]\nid = "{entry.id}"\nversion = "{entry.version}"\nfrom = "bundled"\n'
    subject = subject_of(RUN.format("1e24 FLOP") + brought)
    assert subject.problems == ()
    codes = [rule.code for rule in all_rules() if "FG350" <= rule.code < "FG370" or "FG406" <= rule.code < "FG430"]
    assert [finding for code in codes for finding in yielded(code, subject)] == []


# --- not parallel --------------------------------------------------------------------------------------------------


def interval(value: str, low: str, high: str) -> str:
    return f'{{ value = "{value}", low = "{low}", high = "{high}", level = "90%" }}'


@pytest.mark.parametrize(
    "text, at",
    [
        pytest.param(DEFINED.format("") + LSTM + MODERN + MEASURED, ["/enhancement/0/gain"], id="two exponents, L09"),
        pytest.param(
            DEFINED.format("") + LSTM + power("new", "0.065", "20") + MEASURED, [], id="one exponent, two heights"
        ),
        pytest.param(DEFINED.format("") + LSTM + MODERN + FOLLOWS, [], id="the gain follows from the curves"),
        pytest.param(
            DEFINED.format('other_curves = ["new"]') + LSTM + MODERN + MEASURED, [], id="another fit of one baseline"
        ),
        pytest.param(
            DEFINED.format("") + power("old", "0.065", more='metric = "a"') + MODERN + MEASURED,
            ["/enhancement/0/gain"],
            id="the metric of one is not stated",
        ),
        pytest.param(
            DEFINED.format("")
            + power("old", "0.065", more='metric = "a"')
            + power("new", "0.094", more='metric = "b"')
            + MEASURED,
            [],
            id="of two metrics",
        ),
        pytest.param(
            DEFINED.format("")
            + power("old", interval("0.065", "0.055", "0.075"))
            + power("new", interval("0.080", "0.070", "0.090"))
            + MEASURED,
            [],
            id="within their errors",
        ),
        pytest.param(
            DEFINED.format("")
            + power("old", interval("0.065", "0.055", "0.075"))
            + power("new", interval("0.083", "0.073", "0.093"))
            + MEASURED,
            ["/enhancement/0/gain"],
            id="beyond their errors",
        ),
        pytest.param(
            DEFINED.format("") + LSTM + MODERN + CLAIM.format("algorithmic_gain"), ["/claim/0/value"], id="a claim"
        ),
        pytest.param(
            DEFINED.format("") + LSTM + MODERN + CLAIM.format("effective_compute"),
            [],
            id="effective compute is no factor between two recipes",
        ),
        pytest.param(DEFINED.format("") + LSTM + MEASURED, [], id="one curve"),
        pytest.param(
            DEFINED.format("") + LSTM + power("new", "0.094", more="confidential = true") + MEASURED,
            [],
            id="a curve that is not to be told of",
        ),
        pytest.param(DEFINED.format("") + LSTM + power("new", "-0.094") + MEASURED, [], id="a curve that is none"),
    ],
)
def test_one_factor_needs_parallel_curves(text: str, at: list[str]) -> None:
    assert [finding.at for finding in found("FG350", text)] == at


@pytest.mark.parametrize(
    "run, factor",
    [
        ("1e22 FLOP", Factor(low="1.0", high="61")),
        ("1e16 FLOP", Factor(low="0.13", high="1.0")),
        ("1e18 FLOP", None),
        (">1e22 FLOP", Factor(low="1.0", high="61")),
        ("<1e22 FLOP", None),
    ],
)
def test_what_the_scale_makes_of_one_factor(run: str, factor: Factor | None) -> None:
    """7,922 at 1e22 FLOP over 130 at 1e18, and 16.7 at 1e16 (case L09)."""
    (finding,) = found("FG350", RUN.format(run) + DEFINED.format("") + LSTM + MODERN + MEASURED)
    assert finding.factor == factor


@pytest.mark.parametrize(
    "run, factor",
    [
        ("1e22 FLOP", Factor(low="1.0", high="61")),
        ("1e17 FLOP", None),
        ("1e15 FLOP", Factor(low="0.36", high="1.0")),
    ],
)
def test_a_measured_range_is_left_at_its_nearer_end(run: str, factor: Factor | None) -> None:
    """From 130 at 1e18 FLOP upward, and from 16.7 at 1e16 down to 5.97 at 1e15 (case L09)."""
    gain = MEASURED.replace('["1e18 FLOP"]', '["1e16 FLOP", "1e18 FLOP"]')
    (finding,) = found("FG350", RUN.format(run) + DEFINED.format("") + LSTM + MODERN + gain)
    assert finding.factor == factor


@pytest.mark.parametrize(
    "apart, error, expected",
    [("0.02", "0.0", True), ("0.0", "0.0", False), ("0.02", "0.01", False), ("0.0201", "0.01", True)],
)
def test_slopes_differ_beyond_two_deviations(apart: str, error: str, expected: bool) -> None:
    one = Slope(name="exponent", size=Decimal("0.1"), deviation=Decimal(0))
    other = Slope(name="exponent", size=Decimal("0.1") + Decimal(apart), deviation=Decimal(error))
    assert (differ(one, other), differ(other, one)) == (expected, expected)
    assert not differ(one, replace(other, name="slope"))


FRONTIER = """
[[curve]]
id = "f"
law = "frontier"
floor = "1.8"
parameter_coefficient = "482"
parameter_exponent = "0.3478"
data_coefficient = "2085"
data_exponent = "0.3658"
{}
"""
COVARIANCE = 'uncertain = ["parameter_exponent", "data_exponent"]\ncovariance = [[0.0004, 0], [0, 0.0001]]'
DRAWS = 'uncertain = ["exponent"]\ndraws = [[0.05], [0.06], [0.07]]'


@pytest.mark.parametrize(
    "curve, size, deviation",
    [
        # gamma = a b / (a + b); its error by b^2/(a+b)^2 and a^2/(a+b)^2 of those of the exponents
        (FRONTIER.format(""), 0.178286, 0.0),
        (FRONTIER.format(COVARIANCE), 0.178286, 0.005762),
        (power("p", "0.06", more=DRAWS), 0.06, 0.01),
        (power("p", "0.06", more='uncertain = ["ln exponent"]\ncovariance = [[0.01]]'), 0.06, 0.006),
        ('[[curve]]\nid = "l"\nlaw = "log_linear"\nslope = "0.12"\n', 0.0521153, 0.0),
        ('[[curve]]\nid = "l"\nlaw = "log_linear"\nslope = "0.12"\nslope_per = "e-fold"\n', 0.12, 0.0),
    ],
)
def test_the_slope_of_a_law_and_its_error(curve: str, size: float, deviation: float) -> None:
    (stated,) = subject_of(curve).card.curve
    law = law_of(stated, None)
    assert not isinstance(law, str)
    slope = slope_of(stated, law)
    assert slope is not None
    assert float(slope.size) == pytest.approx(size, rel=1e-5)
    assert float(slope.deviation) == pytest.approx(deviation, rel=1e-3)


# --- crossing ------------------------------------------------------------------------------------------------------

# The two attentions of case L20 with their axis in FLOP; they cross at 7.0e27.
FULL = power("old", "0.0798", "144.5957", "0")
LINEAR = power("new", "0.0763", "115.5308", "0")


@pytest.mark.parametrize(
    "text, count",
    [
        pytest.param(RUN.format("7.2e25 FLOP") + FULL + LINEAR + FOLLOWS, 1, id="two orders below"),
        pytest.param(RUN.format("6.7e25 FLOP") + FULL + LINEAR + FOLLOWS, 0, id="a little more than two"),
        pytest.param(RUN.format("6.7e29 FLOP") + FULL + LINEAR + FOLLOWS, 1, id="two orders above"),
        pytest.param(RUN.format("7.2e29 FLOP") + FULL + LINEAR + FOLLOWS, 0, id="a little more than two above"),
        pytest.param(RUN.format("1e24..7.2e25 FLOP") + FULL + LINEAR + FOLLOWS, 1, id="by the high end"),
        pytest.param(FULL + LINEAR + FOLLOWS, 0, id="no compute is known"),
        pytest.param(
            DEFINED.format('reference_scale = "1e27 FLOP"') + FULL + LINEAR + FOLLOWS, 1, id="by the reference scale"
        ),
        pytest.param(
            RUN.format("1e27 FLOP") + DEFINED.format("") + FULL + LINEAR + MEASURED, 1, id="beside a single factor"
        ),
        pytest.param(RUN.format("1e27 FLOP") + FULL + power("new", "0.0798", "100", "0") + FOLLOWS, 0, id="parallel"),
        pytest.param(
            RUN.format("1e20 FLOP") + power("old", "0.1", "1", "0") + power("new", "0.2", "50", "0.005") + FOLLOWS,
            0,
            id="they touch at 1e20, and the same one is better on both sides",
        ),
        pytest.param(
            RUN.format("1e20 FLOP") + power("old", "0.1", "1", "0") + power("new", "0.2", "49", "0.005") + FOLLOWS,
            1,
            id="they cross twice near it",
        ),
    ],
)
def test_curves_cross_where_the_gain_is_used(text: str, count: int) -> None:
    assert len(found("FG351", text)) == count


def test_a_crossing_is_told() -> None:
    (finding,) = found("FG351", RUN.format("1e27 FLOP") + FULL + LINEAR + FOLLOWS)
    assert "old and new cross at 7.0e27 FLOP" in finding.message


# --- falling -------------------------------------------------------------------------------------------------------


def points(*rows: tuple[str, str], id: str = "old") -> str:
    listed = ", ".join(f'{{ compute = "{compute} FLOP", score = "{score}" }}' for compute, score in rows)
    return f'[[curve]]\nid = "{id}"\nlaw = "points"\npoints = [{listed}]\n'


TRUTHFUL = (("8.4e22", "0.389802"), ("1.56e23", "0.341724"), ("8.4e23", "0.449235"))
ON = DEFINED.format('metric = {{ name = "truthfulqa", kind = "{}" }}')


@pytest.mark.parametrize(
    "text, count",
    [
        pytest.param(ON.format("accuracy") + points(*TRUTHFUL), 1, id="falls and rises, L33"),
        pytest.param(ON.format("accuracy") + points(*reversed(TRUTHFUL)), 1, id="in whatever order"),
        pytest.param(ON.format("accuracy") + points(("1e22", "0.3"), ("1e23", "0.4")), 0, id="rises"),
        pytest.param(ON.format("accuracy") + points(("1e22", "0.3"), ("1e23", "0.3")), 0, id="stays"),
        pytest.param(ON.format("accuracy") + points(("1e22", "0.3"), ("1e23", "0.299")), 1, id="falls a little"),
        pytest.param(ON.format("loss") + points(("1e22", "3"), ("1e23", "2")), 0, id="a loss that falls"),
        pytest.param(ON.format("loss") + points(("1e22", "2"), ("1e23", "3")), 1, id="a loss that rises"),
        pytest.param(ON.format("loss") + points(("1e22", "2"), ("1e23", "2")), 0, id="a loss that stays"),
        pytest.param(ON.format("accuracy") + points(("1e23", "0.4"), ("1e22", "0.3")), 0, id="rises, listed downward"),
        pytest.param(points(*TRUTHFUL), 0, id="nothing says which way is better"),
        pytest.param(ON.format("accuracy") + points(*TRUTHFUL) + "confidential = true\n", 0, id="confidential"),
        pytest.param(ON.format("accuracy") + points(("1e22", ">30%"), ("1e23", "29%")), 0, id="a bound"),
    ],
)
def test_a_baseline_gets_better_with_compute(text: str, count: int) -> None:
    assert len(found("FG352", text)) == count


def test_two_computes_of_one_score() -> None:
    """The score 0.3608 of case L33 has 1.22e23 and 2.10e23 FLOP."""
    score = '[[benchmark]]\nname = "truthfulqa"\nscore = "0.3608"\n'
    (finding,) = found("FG352", RUN.format("1e23 FLOP") + ON.format("accuracy") + points(*TRUTHFUL) + score)
    assert finding.factor == Factor(low="1.0", high="1.7")
    assert finding.message == (
        "the baseline 'old' is worse at 1.6e23 FLOP than at 8.4e22 FLOP: a score may have several computes"
    )


# --- mixed fits ----------------------------------------------------------------------------------------------------


def frontier(
    a: str = "482.01", alpha: str = "0.3478", b: str = "2085.43", beta: str = "0.3658", e: str = "1.8172"
) -> str:
    return f"""
[[curve]]
id = "house"
law = "frontier"
floor = "{e}"
parameter_coefficient = "{a}"
parameter_exponent = "{alpha}"
data_coefficient = "{b}"
data_exponent = "{beta}"
"""


@pytest.mark.parametrize(
    "text, said",
    [
        pytest.param(frontier(), [], id="one published fit"),
        pytest.param(frontier("477.8", "0.3473", "2143.4", "0.3672"), [], id="another, rounded"),
        pytest.param(frontier("406.4", "0.34", "410.7", "0.28", "1.69"), [], id="as printed"),
        pytest.param(
            frontier("406.4", "0.34"),
            [
                "parameter_coefficient, parameter_exponent as in the fit hoffmann-2022-rounded, "
                "and the others as in besiroglu-2024"
            ],
            id="half of each",
        ),
        pytest.param(
            frontier("477.8"),
            ["parameter_coefficient as in the fit chinchilla-refit, and the others as in besiroglu-2024"],
            id="a refit's coefficient beside the paper's",
        ),
        pytest.param(frontier("500", "0.35", "2000", "0.36", "1.8"), [], id="a fit of one's own"),
        pytest.param(
            frontier(e="1.81686"),
            ["all constants are as in the fit besiroglu-2024 but floor"],
            id="the floor that a repository prints beside them",
        ),
        pytest.param(frontier("500", "0.351"), [], id="two constants that are nobody's"),
        pytest.param(frontier("482.01", "0.35", "2000", "0.36", "1.69"), [], id="a coincidence of two digits"),
        pytest.param(
            '[[curve]]\nid = "house"\nlaw = "power"\nsource = "a"\nfloor = "1"\n'
            'coefficient = { value = "2", source = "b" }\nexponent = "0.1"\n',
            ["floor is of a, and coefficient of b"],
            id="two sources",
        ),
        pytest.param(
            '[[curve]]\nid = "house"\nlaw = "power"\nsource = "a"\nfloor = "1"\n'
            'coefficient = { value = "2", source = "a" }\nexponent = "0.1"\n',
            [],
            id="one source, said twice",
        ),
        pytest.param(
            '[[curve]]\nid = "house"\nlaw = "power"\nfloor = "1"\n'
            'coefficient = { value = "2", source = "a" }\nexponent = "0.1"\n',
            [],
            id="one source, said of one constant",
        ),
    ],
)
def test_constants_are_of_one_fit(text: str, said: list[str]) -> None:
    assert [finding.message for finding in found("FG353", text)] == [f"'house': {each}" for each in said]


LOSS = 'metric = { name = "held-out loss", kind = "loss", unit = "bits/byte" }\n'
SCORE = '[[benchmark]]\nname = "held-out loss"\nunit = "bits/byte"\nscore = "{}"\n'


@pytest.mark.parametrize(
    "curve, factor",
    [
        # section 4.7: the two floors are a factor of 1.9 in compute at a loss of 1.82
        (frontier(e="1.81686"), Factor(low="1.0", high="1.9")),
        (frontier(), None),
    ],
)
def test_what_a_floor_of_another_fit_does_to_compute(curve: str, factor: Factor | None) -> None:
    text = RUN.format("1e24 FLOP") + f'[[definition]]\nid = "d"\ncurve = "house"\n{LOSS}' + curve + SCORE.format("1.82")
    assert [finding.factor for finding in found("FG353", text)] == ([] if factor is None else [factor])


# --- the choice of a fit -------------------------------------------------------------------------------------------

TWO_FITS = DEFINED.format(LOSS + 'other_curves = ["refit"]') + power("old", "0.5", "100", "0")


@pytest.mark.parametrize(
    "coefficient, score, factor",
    [
        # compute goes with the square of the coefficient
        ("141", "1", []),
        ("142", "1", [Factor(low="1.0", high="2.0")]),
        ("200", "1", [Factor(low="1.0", high="4.0")]),
        ("50", "1", [Factor(low="0.25", high="1.0")]),
        ("71", "1", []),
    ],
)
def test_fits_that_differ_by_more_than_two(coefficient: str, score: str, factor: list[Factor]) -> None:
    text = RUN.format("1e4 FLOP") + TWO_FITS + power("refit", "0.5", coefficient, "0") + SCORE.format(score)
    assert [finding.factor for finding in found("FG354", text)] == factor


@pytest.mark.parametrize("coefficient, count", [("200", 0), ("200.001", 1)])
def test_twice_is_not_more_than_twice(coefficient: str, count: int) -> None:
    one = DEFINED.format(LOSS + 'other_curves = ["refit"]') + power("old", "1", "100", "0")
    text = RUN.format("1e4 FLOP") + one + power("refit", "1", coefficient, "0") + SCORE.format("1")
    assert len(found("FG354", text)) == count


def test_a_score_that_no_fit_reaches() -> None:
    fits = DEFINED.format(LOSS + 'other_curves = ["refit"]') + power("old", "1", "100", "2")
    assert found("FG354", RUN.format("1e4 FLOP") + fits + power("refit", "1", "100", "3") + SCORE.format("1")) == []


def test_a_score_that_one_fit_never_reaches() -> None:
    text = RUN.format("1e4 FLOP") + TWO_FITS + power("refit", "0.5", "100", "1.5") + SCORE.format("1")
    (finding,) = found("FG354", text)
    assert finding.message == "d: no compute reaches the score by refit, 1.0e4 FLOP by old"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RUN.format("1e4 FLOP") + TWO_FITS + power("refit", "0.5", "200", "0"), id="no score"),
        pytest.param(
            RUN.format("1e4 FLOP") + DEFINED.format(LOSS) + power("old", "0.5", "100", "0") + SCORE.format("1"),
            id="one fit",
        ),
    ],
)
def test_one_answer_alone_differs_from_none(text: str) -> None:
    assert found("FG354", text) == []


# --- rounded constants ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "curve, factor",
    [
        # C = (A / L)^2: a last digit of A counts twice, one of the floor 0 not at all, one of the exponent by ln C / b
        pytest.param(power("old", "0.500000000", "100", "0"), [], id="0.5 % of the coefficient is 1 % of compute"),
        pytest.param(power("old", "0.500000000", "10", "0"), [Factor(low="0.90", high="1.1")], id="5 % is 10.5 %"),
        pytest.param(power("old", "0.500000000", "11", "0"), [], id="4.5 % is 9.5 %"),
        pytest.param(
            power("old", "0.5", "100.000", "0"), [Factor(low="0.40", high="2.5")], id="an exponent of one digit"
        ),
        pytest.param(
            power("old", "0.5", "10", "0", 'uncertain = ["exponent"]\ncovariance = [[1e-6]]'),
            [],
            id="errors are stated",
        ),
        pytest.param(power("old", interval("0.5", "0.49", "0.51"), "10", "0"), [], id="an interval is one"),
        pytest.param(power("old", "0.5", "10", "0", "confidential = true"), [], id="confidential"),
    ],
)
def test_last_digits_that_decide(curve: str, factor: list[Factor]) -> None:
    text = RUN.format("1e4 FLOP") + DEFINED.format(LOSS) + curve + SCORE.format("1")
    findings = yielded("FG355", subject_of(text))
    assert [finding.factor for _, finding in findings] == factor
    assert {severity for severity, _ in findings} <= {Severity.INFO}


# --- a floor that is passed ----------------------------------------------------------------------------------------

UNDER = over_by_itself("t")
OPEN = Step(what=f"{OVER_BY_ITSELF}, although what an adjustment makes of it cannot be told: it decides")
NOT_A_FLOOR = Step(what=f"{OVER_BY_ITSELF}, although {UNDER_WHEN_ADJUSTED}: it is no floor here and decides nothing")


@pytest.mark.parametrize(
    "verdict, count",
    [
        (UNDER, 1),
        (replace(UNDER, steps=(NOT_A_FLOOR,)), 1),
        (replace(UNDER, steps=(OPEN,)), 0),
        (replace(UNDER, steps=()), 0),
        (replace(UNDER, compares=("training_compute",)), 0),
        (compared("t", Outcome.NOT_TRIGGERED, "effective_compute"), 0),
    ],
)
def test_an_adjustment_that_lowers_what_was_spent(verdict: object, count: int) -> None:
    subject = replace(subject_of(""), verdicts=(verdict,))
    assert len(yielded("FG356", subject)) == count


EXAMPLES = Path(__file__).parents[2] / "examples"
SPENT = """
manifest = 1
[model]
name = "x"
base = "none"
[scope]
complete = true
[[training]]
component = "pretrain"
flop = "{spent} FLOP"
[[definition]]
id = "d"
baseline = {{ techniques = ["2023 recipe"], cutoff_date = "2023-06-30" }}
metric = {{ name = "questions", kind = "accuracy" }}
compute_scope = ["pretrain"]
scale_side = "baseline"
curve = "c"
[[curve]]
id = "c"
law = "points"
points = [{{ compute = "1e24 FLOP", score = "40%" }}, {{ compute = "1e27 FLOP", score = "70%" }}]
[[benchmark]]
name = "questions"
score = "57.5%"
items = 100000
"""


@pytest.mark.parametrize("spent, codes", [("2e26", {"FG356"}), ("9e25", {"FG412"})])
def test_a_floor_is_found_in_a_verdict_of_the_tool(spent: str, codes: set[str]) -> None:
    """5.6e25 FLOP by the score against a line of 1e26, which actual compute is over or under."""
    policies = list(load_policies([EXAMPLES / "house-1e26.policy.toml"]).values())
    report = check_loaded(load_text(SPENT.format(spent=spent)), policies, Settings(AS_OF))
    assert {finding.code for finding in report.findings} & {"FG356", "FG412"} == codes
