"""By what factor the answer could change, as the rules on gains say it: a table of cases."""

import pytest

from flopguard.finding import Confidence, Factor
from flopguard.lint.run import all_rules
from tests.lint.support import subject_of, yielded

RUN = '[[training]]\ncomponent = "pretrain"\nflop = "2e25 FLOP"\n'


def gain(size: str = '"4"', kind: str = "architecture", name: str = "moe", more: str = "") -> str:
    value = f"gain = {size}\n" if size else ""
    return f'[[enhancement]]\nname = "{name}"\nkind = "{kind}"\n{value}{more}\n'


def arithmetic(before: str, after: str) -> str:
    return f'evidence_arithmetic = {{ before = "{before}", after = "{after}" }}'


def measured(low: str, high: str) -> str:
    return RUN + gain(more=f'measured_at = ["{low} FLOP", "{high} FLOP"]\nside = "new"')


def curve(id: str, exponent: str) -> str:
    return f'[[curve]]\nid = "{id}"\nexponent = "{exponent}"\n'


SIDES = '[[definition]]\nid = "d"\ncurve = "old"\n' + curve("old", "0.065") + curve("new", "0.094")
POINTS = 'gain_at = [{ compute = "1e20 FLOP", gain = "2" }, { compute = "1e26 FLOP", gain = "20" }]'


@pytest.mark.parametrize(
    "code, text, low, high",
    [
        ("FG306", gain(more='metric = "a"') + gain(name="b", more='metric = "b"'), "0.25", "1.0"),
        # one order of magnitude: 1/3.8 to 2.8; two: squared
        ("FG307", measured("1e23", "2e24"), "0.26", "2.8"),
        ("FG307", measured("1e23", "2e23"), "0.069", "7.8"),
        ("FG308", gain(kind="prompting", more='metric = "c4-loss"'), "0.25", "0.25"),
        ("FG309", gain(kind="price"), "0.25", "0.25"),
        ("FG309", gain(name="fp8 training"), "0.25", "1.0"),
        # case L09: 4,183 by the baseline's compute and 172,700 by the new one's
        ("FG311", SIDES + gain('"4183"', more='measured_at = ["1e25 FLOP"]'), "0.076", "41"),
        ("FG314", gain('"10"', more=arithmetic("17", "0.75")), "2.3", "2.3"),
        ("FG314", gain('"10"', more=arithmetic("17..20", "1")), "1.7", "2.0"),
        ("FG323", gain('{ value = "2", low = "0.5", high = "8", level = "90%" }'), "0.25", "4.0"),
        ("FG324", gain('"1.05"'), "0.95", "1.0"),
        (
            "FG326",
            '[[definition]]\nid = "d"\nflop_convention = { rule = "compute-optimal" }\n' + gain(kind="allocation"),
            "0.25",
            "0.25",
        ),
        ("FG327", gain(kind="data") + gain(kind="data", name="effective tokens"), "0.25", "1.0"),
        ("FG328", '[[trend]]\nid = "t"\nper_year = "3"\ndoubling_months = "12"\n', "0.67", "0.67"),
        ("FG338", gain(kind="data", name="synthetic data"), "0.25", "1.0"),
    ],
)
def test_what_the_answer_could_become(code: str, text: str, low: str, high: str) -> None:
    assert of(code, text) == [Factor(low=low, high=high)]


def of(code: str, text: str) -> list[Factor | None]:
    subject = subject_of(text)
    assert subject.problems == ()
    return [finding.factor for _, finding in yielded(code, subject)]


def test_a_gain_at_points_is_read_on_both_sides() -> None:
    """On the new side at 2e25 it is 15.3; the baseline reaches that compute at a smaller one of the new recipe."""
    (factor,) = of("FG311", RUN + gain("", more=POINTS))
    assert factor is not None
    assert (float(factor.low) < 1 < float(factor.high), len(factor.low) <= 5) == (True, True)


def test_gains_of_which_nothing_can_be_said_have_no_factor() -> None:
    assert of("FG308", gain('">=4"', kind="prompting", more='metric = "c4-loss"')) == [None]
    assert of("FG307", RUN + gain(more='measured_at = ["0 FLOP"]')) == [None]
    assert of("FG311", gain(more='measured_at = ["1e25 FLOP"]')) == [None]


def test_stacking_is_in_the_factor_as_verdicts_take_it() -> None:
    """One further gain: log10 -0.15 with a deviation of 0.2, which holds 0.33 to 1.5."""
    text = '[[definition]]\nid = "d"\n' + gain() + gain(name="data", kind="data")
    assert of("FG325", text) == [Factor(low="0.33", high="1.5")]


# --- how sure ------------------------------------------------------------------------------------------------------

CERTAIN = {"FG301", "FG302", "FG303", "FG304", "FG305", "FG311", "FG312", "FG313", "FG314", "FG316", "FG317", "FG319"}
POSSIBLE = {"FG315", "FG327", "FG342"}


def test_rules_say_how_sure_they_are() -> None:
    sure = {rule.code: rule.confidence for rule in all_rules()}
    assert {sure[code] for code in CERTAIN} == {Confidence.CERTAIN}
    assert {sure[code] for code in POSSIBLE} == {Confidence.POSSIBLE}


@pytest.mark.parametrize(
    "text, confidence",
    [
        (gain(kind="price"), Confidence.CERTAIN),
        (gain(name="FlashAttention"), Confidence.LIKELY),
        (gain(name="fp8 training"), Confidence.POSSIBLE),
    ],
)
def test_a_kind_is_surer_than_a_name(text: str, confidence: Confidence) -> None:
    ((_, finding),) = yielded("FG309", subject_of(text))
    assert finding.confidence is confidence
