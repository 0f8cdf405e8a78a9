"""What the rules about gains and claims of effective compute say: a table of cases."""

from pathlib import Path

import pytest

from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.rule import Subject
from flopguard.lint.run import all_rules
from tests.lint.support import subject_of, subject_of_file, yielded

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
Said = list[tuple[Severity, str, str]]

RUN = '[[training]]\ncomponent = "pretrain"\nflop = "2e25 FLOP"\n'
CLAIM = '[[claim]]\nquantity = "effective_compute"\nvalue = "4x"\n'
GAIN_CLAIM = '[[claim]]\nquantity = "algorithmic_gain"\nvalue = "3x"\n'
GAIN = '[[enhancement]]\nname = "moe"\nkind = "architecture"\ngain = "3.1"\n'
DEFINITION = """[[definition]]
id = "loss-2023"
baseline = { techniques = ["dense transformer"], cutoff_date = 2023-06-30 }
metric = { name = "c4-loss", kind = "loss" }
scale_side = "new"
reference_scale = "1e25 FLOP"
"""
NAMES_CURVES = '[[enhancement]]\nname = "moe"\nkind = "architecture"\ncurves = { baseline = "y", new = "z" }\n'
SPREADS = {
    "FG301": "names no metric: the same gain is 0.58x to over 5x depending on the benchmark",
    "FG302": "names no baseline: 2x against a dense transformer is 8,000x against an LSTM",
    "FG303": "names no scale: one published gain is 17x at 1e16 FLOP and 170,000x at 1e25 FLOP",
    "FG304": "has no date: one published gain is 2.5x or 3.0x a year by its first year",
    "FG305": "rests on training compute that is not stated: nothing to multiply",
    "FG311": "does not say whose compute its scale is: one published gain differs 41x by side",
    "FG313": "has no interval: a verdict that rests on it cannot be graded",
}
TERMS = ("FG301", "FG302", "FG303", "FG304", "FG305", "FG311")


def said(code: str, subject: Subject) -> Said:
    return [(severity, found.at, found.message) for severity, found in yielded(code, subject)]


def terms_missing(text: str) -> list[tuple[str, str]]:
    """The codes of the terms that are flagged, each with its place."""
    subject = subject_of(text)
    assert subject.problems == ()
    return [(code, found.at) for code in TERMS for _, found in yielded(code, subject)]


# --- the terms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [code for code in SPREADS if code not in ("FG311", "FG313")])
def test_a_claim_is_told_what_its_missing_term_hides(code: str) -> None:
    assert said(code, subject_of(CLAIM)) == [
        (E, "/claim/0/value", f'"4x effective compute" {SPREADS[code]}'),
    ]


@pytest.mark.parametrize("code", ["FG301", "FG302", "FG303", "FG304"])
def test_a_gain_is_told_what_its_missing_term_hides(code: str) -> None:
    assert said(code, subject_of(GAIN)) == [
        (E, "/enhancement/0/gain", f'the gain of "moe" {SPREADS[code]}'),
    ]


def all_at(place: str, *codes: str) -> list[tuple[str, str]]:
    return [(code, place) for code in codes]


VALUE, OF_GAIN = "/claim/0/value", "/enhancement/0/gain"


@pytest.mark.parametrize(
    "text, expected",
    [
        (CLAIM, all_at(VALUE, "FG301", "FG302", "FG303", "FG304", "FG305")),
        (RUN + CLAIM, all_at(VALUE, "FG301", "FG302", "FG303", "FG304")),
        (CLAIM + 'actual_compute = "2e25"\n', all_at(VALUE, "FG301", "FG302", "FG303", "FG304")),
        (RUN + CLAIM + 'metric = "mmlu"\n', all_at(VALUE, "FG302", "FG303", "FG304")),
        (RUN + CLAIM + 'metric = "unknown"\n', all_at(VALUE, "FG301", "FG302", "FG303", "FG304")),
        (RUN + CLAIM + 'relative_to = "y"\n', all_at(VALUE, "FG301", "FG302", "FG303", "FG304")),
        (GAIN_CLAIM + 'relative_to = "y"\n', all_at(VALUE, "FG301", "FG303", "FG304")),
        (RUN + CLAIM + 'scale = "1e24"\n', all_at(VALUE, "FG301", "FG302", "FG304", "FG311")),
        (RUN + CLAIM + 'scale = "1e24"\nside = "new"\n', all_at(VALUE, "FG301", "FG302", "FG304")),
        (
            RUN + '[[claim]]\nquantity = "effective_compute"\ntext = "some"\n',
            all_at("/claim/0/text", "FG301", "FG302", "FG303", "FG304"),
        ),
        (
            RUN + '[[claim]]\nquantity = "effective_compute"\n',
            all_at("/claim/0", "FG301", "FG302", "FG303", "FG304"),
        ),
        (RUN + DEFINITION + CLAIM + 'definition = "loss-2023"\n', []),
        (RUN + DEFINITION + CLAIM, all_at(VALUE, "FG301", "FG302", "FG303", "FG304")),
        (RUN + CLAIM + 'definition = "gone"\n', []),
        (
            RUN + '[[definition]]\nid = "d"\n' + CLAIM + 'definition = "d"\n',
            all_at(VALUE, "FG301", "FG302", "FG303", "FG304"),
        ),
        (DEFINITION + GAIN + 'definition = "loss-2023"\n', all_at(OF_GAIN, "FG303")),
        (GAIN + 'measured_at = []\nmetric = "m"\nbaseline = "b"\ndate = 2025\n', all_at(OF_GAIN, "FG303")),
        (GAIN + 'measured_at = ["1e20"]\nmetric = "m"\nbaseline = "b"\ndate = 2025\nside = "new"\n', []),
        ('[[enhancement]]\nname = "moe"\nkind = "architecture"\n', []),
        ('[[enhancement]]\nname = "cheap"\nkind = "price"\ngain = "3"\n', []),
        ('[[claim]]\nquantity = "training_compute"\nvalue = "1e25 FLOP"\n', []),
    ],
)
def test_which_terms_are_missing(text: str, expected: list[tuple[str, str]]) -> None:
    assert terms_missing(text) == expected


def test_the_cure_stands_where_the_claim_rests() -> None:
    text = RUN + '[[definition]]\nid = "d"\n' + CLAIM + 'definition = "d"\n'
    helps = [
        found.help for code in ("FG301", "FG302", "FG303", "FG304") for _, found in yielded(code, subject_of(text))
    ]
    assert helps == [
        'metric = { name = "...", kind = "loss" } or another kind, in [[definition]] "d"',
        'baseline = { techniques = ["..."] }, in [[definition]] "d"',
        'reference_scale = "... FLOP", in [[definition]] "d"',
        'baseline = { techniques = [...], cutoff_date = 2023-06-30 }, in [[definition]] "d"',
    ]


@pytest.mark.parametrize(
    "value, words",
    [
        ('"4x"', '"4x effective compute"'),
        ('"4"', '"4x effective compute"'),
        ("4", '"4x effective compute"'),
        ('"1e26 FLOP"', '"1e26 FLOP effective compute"'),
        ('"3..5x"', '"3..5x effective compute"'),
        ('{ low = "3", high = "5" }', '"3.0 .. 5.0x effective compute"'),
    ],
)
def test_how_a_claim_is_named(value: str, words: str) -> None:
    ((_, found),) = yielded("FG301", subject_of(f'[[claim]]\nquantity = "effective_compute"\nvalue = {value}\n'))
    assert found.message.startswith(words + " names")


# --- everything else ------------------------------------------------------------------------------------


def gain(value: str, *, name: str = "e", kind: str = "data", more: str = "") -> str:
    return f'[[enhancement]]\nname = "{name}"\nkind = "{kind}"\ngain = {value}\n{more}\n'


def curve(id: str, exponent: str) -> str:
    return f'[[curve]]\nid = "{id}"\nlaw = "power"\nexponent = "{exponent}"\n'


SCALED = 'measured_at = ["1e20"]\n'
CURVED = '[[definition]]\nid = "d"\ncurve = "old"\n'
FLOOR = '[[curve]]\nid = "old"\nfloor = { value = "1.8172", low = "1.775", high = "1.859" }\n'
SAID = 'the gain of "e"'


@pytest.mark.parametrize(
    "code, text, expected",
    [
        # mixed metrics
        (
            "FG306",
            gain('"2"', more='metric = "C4 loss"') + gain('"9"', more='metric = "gpqa"'),
            [(E, "/enhancement/1/metric", f"{SAID} is on gpqa, the others are on C4 loss")],
        ),
        ("FG306", gain('"2"', more='metric = "C4 loss"') + gain('"9"', more='metric = "c4-loss"'), []),
        ("FG306", gain('"2"', more='metric = "m"') + gain('"9"'), []),
        (
            "FG306",
            DEFINITION + gain('"9"', more='metric = "gpqa"'),
            [(E, "/enhancement/0/metric", f"{SAID} is on gpqa, the others are on c4-loss")],
        ),
        (
            "FG306",
            DEFINITION
            + '[[definition]]\nid = "other"\n'
            + gain('"9"', more='metric = "gpqa"\ndefinition = "other"')
            + gain('"2"', more='metric = "c4-loss"\ndefinition = "loss-2023"'),
            [],
        ),
        ("FG306", gain('"2"', more='metric = "m"') + gain('"2"', kind="price", more='metric = "n"'), []),
        # extrapolated scale
        (
            "FG307",
            RUN + gain('"2"', more='measured_at = ["1e17", "1e19"]'),
            [
                (
                    E,
                    "/enhancement/0/measured_at",
                    f"{SAID} was measured at 1.0e17 .. 1.0e19 FLOP, 6.3 orders of magnitude from the run's 2.0e25 FLOP",
                )
            ],
        ),
        (
            "FG307",
            RUN + gain('"2"', more='measured_at = ["1e24"]'),
            [
                (
                    W,
                    "/enhancement/0/measured_at",
                    f"{SAID} was measured at 1.0e24 FLOP, 1.3 orders of magnitude from the run's 2.0e25 FLOP",
                )
            ],
        ),
        ("FG307", RUN + gain('"2"', more='measured_at = ["1e25"]'), []),
        ("FG307", RUN + gain('"2"', more='measured_at = ["1e25", "1e27"]'), []),
        ("FG307", gain('"2"', more='measured_at = ["1e17"]'), []),
        (
            "FG307",
            RUN + gain('"2"', more='measured_at = ["1e28"]'),
            [
                (
                    W,
                    "/enhancement/0/measured_at",
                    f"{SAID} was measured at 1.0e28 FLOP, 2.7 orders of magnitude from the run's 2.0e25 FLOP",
                )
            ],
        ),
        (
            "FG307",
            RUN + gain('"2"', more='measured_at = ["0 FLOP"]'),
            [
                (
                    E,
                    "/enhancement/0/measured_at",
                    f"{SAID} was measured at 0 FLOP, far from the run's 2.0e25 FLOP",
                )
            ],
        ),
        (
            "FG307",
            RUN + DEFINITION + gain('"2"', more='measured_at = ["1e23"]\ndefinition = "loss-2023"'),
            [
                (
                    W,
                    "/enhancement/0/measured_at",
                    f"{SAID} was measured at 1.0e23 FLOP, 2.0 orders of magnitude from "
                    "the reference scale of 1.0e25 FLOP",
                )
            ],
        ),
        (
            "FG307",
            CLAIM + 'scale = "1e21"\nactual_compute = "1e25"\n',
            [
                (
                    E,
                    "/claim/0/value",
                    '"4x effective compute" was measured at 1.0e21 FLOP, 4.0 orders of magnitude from '
                    "the stated compute of 1.0e25 FLOP",
                )
            ],
        ),
        (
            "FG307",
            RUN + "confidential = true\n" + gain('"2"', more='measured_at = ["1e24"]'),
            [
                (
                    W,
                    "/enhancement/0/measured_at",
                    f"{SAID} was measured at 1.0e24 FLOP, far from the run's compute",
                )
            ],
        ),
        # post-training on loss
        (
            "FG308",
            gain('"5"', kind="prompting", more='metric = "c4-loss"'),
            [
                (
                    E,
                    "/enhancement/0/metric",
                    f"{SAID} is one of prompting, which does not change next-token loss: on this metric it is 1x",
                )
            ],
        ),
        (
            "FG308",
            DEFINITION + gain('"5"', kind="inference_compute"),
            [
                (
                    E,
                    "/enhancement/0/gain",
                    f"{SAID} is one of inference compute, which does not change next-token loss: "
                    "on this metric it is 1x",
                )
            ],
        ),
        ("FG308", DEFINITION + gain('"5"', kind="scaffolding", more='metric = "gsm8k"'), []),
        ("FG308", gain('"5"', kind="prompting", more='metric = "loss"\nmetric_kind = "accuracy"'), []),
        ("FG308", gain('"5"', kind="data", more='metric = "c4-loss"'), []),
        # hardware
        (
            "FG309",
            gain('"3"', name="FlashAttention", kind="architecture"),
            [
                (
                    E,
                    "/enhancement/0/gain",
                    'the gain of "FlashAttention" saves time or money for each FLOP; '
                    "it is no gain in what a FLOP achieves",
                )
            ],
        ),
        (
            "FG309",
            gain('"3"', kind="price"),
            [
                (
                    E,
                    "/enhancement/0/gain",
                    f"{SAID} saves time or money for each FLOP; it is no gain in what a FLOP achieves",
                )
            ],
        ),
        (
            "FG309",
            gain('"2"', name="FP8 training", kind="pretraining_algorithm"),
            [
                (
                    W,
                    "/enhancement/0/gain",
                    'the gain of "FP8 training" may be speed: '
                    "a lower precision changes the time for each FLOP, not only the result",
                )
            ],
        ),
        ("FG309", gain('"2"', name="large convolution kernel", kind="architecture"), []),
        ("FG309", '[[enhancement]]\nname = "FlashAttention"\nkind = "architecture"\n', []),
        # saturated baseline
        (
            "FG310",
            FLOOR + CURVED + gain('"2"', more='metric = "loss"\ntarget_score = "1.82"'),
            [
                (
                    E,
                    "/enhancement/0/target_score",
                    f"{SAID} is read at 1.82, within 3 standard deviations of the floor 1.8172 of old",
                )
            ],
        ),
        (
            "FG310",
            FLOOR + CURVED + gain('"2"', more='metric = "loss"\ntarget_score = "1.80"'),
            [
                (
                    E,
                    "/enhancement/0/target_score",
                    f"{SAID} is read at 1.80, at or past the floor 1.8172 of old",
                )
            ],
        ),
        ("FG310", FLOOR + CURVED + gain('"2"', more='metric = "loss"\ntarget_score = "2.2"'), []),
        ("FG310", FLOOR + CURVED + gain('"2"', more='metric = "mmlu"\ntarget_score = "0.7"'), []),
        ("FG310", FLOOR + gain('"2"', more='metric = "loss"\ntarget_score = "1.80"'), []),
        # side
        ("FG311", gain('"2"', more=SCALED), [(W, OF_GAIN, f"{SAID} {SPREADS['FG311']}")]),
        (
            "FG311",
            CURVED + curve("old", "0.065") + curve("new", "0.094") + gain('"2"', more=SCALED + 'definition = "d"'),
            [(E, OF_GAIN, f"{SAID} {SPREADS['FG311']}")],
        ),
        (
            "FG311",
            CURVED + curve("old", "0.06..0.1") + curve("new", "0.094") + gain('"2"', more=SCALED + 'definition = "d"'),
            [(W, OF_GAIN, f"{SAID} {SPREADS['FG311']}")],
        ),
        # intervals
        (
            "FG312",
            gain('{ value = "3", low = "2", high = "4" }'),
            [(W, OF_GAIN, "the interval does not say how sure it is; 90 % is taken")],
        ),
        (
            "FG312",
            gain('{ low = "2", high = "4" }'),
            [(W, OF_GAIN, "the interval does not say how sure it is; 90 % is taken")],
        ),
        ("FG312", gain('">=2"') + gain('"<5"') + gain('"2"') + gain('{ value = "2..4", level = "90%" }'), []),
        ("FG312", gain('"2..4"'), [(W, OF_GAIN, "the interval does not say how sure it is; 90 % is taken")]),
        ("FG312", gain('"3 ±20%"'), [(W, OF_GAIN, "the interval does not say how sure it is; 90 % is taken")]),
        ("FG312", gain('"0"'), [(E, OF_GAIN, "a gain of 0 is not possible")]),
        (
            "FG312",
            gain('{ value = "3", low = "0", high = "4", level = "90%" }'),
            [(E, OF_GAIN, "a gain of 0 is not possible")],
        ),
        (
            "FG312",
            '[[claim]]\nquantity = "effective_compute"\nvalue = { value = "4", low = "2", high = "8" }\n',
            [(W, VALUE, "the interval does not say how sure it is; 90 % is taken")],
        ),
        ("FG313", gain('"3"'), [(W, OF_GAIN, f"{SAID} {SPREADS['FG313']}")]),
        ("FG313", gain('"2..4"') + gain('">=2"') + gain('"3"', kind="price") + CLAIM, []),
        ("FG313", gain('"1.00"'), []),
        # arithmetic
        (
            "FG314",
            gain('"10"', more='evidence_arithmetic = { before = "17", after = "0.75" }'),
            [(W, OF_GAIN, "a gain of 10 is stated; before divided by after is 22.7")],
        ),
        ("FG314", gain('"22"', more='evidence_arithmetic = { before = "17", after = "0.75" }'), []),
        ("FG314", gain('">=5"', more='evidence_arithmetic = { before = "17", after = "0.75" }'), []),
        (
            "FG314",
            gain('">=50"', more='evidence_arithmetic = { before = "17", after = "0.75" }'),
            [(W, OF_GAIN, "a gain of >=50 is stated; before divided by after is 22.7")],
        ),
        (
            "FG314",
            gain('"10"', more='evidence_arithmetic = { before = "17..20", after = "1" }'),
            [(W, OF_GAIN, "a gain of 10 is stated; before divided by after is 17.0 to 20.0")],
        ),
        ("FG314", gain('"10"', more='evidence_arithmetic = { before = "17", after = "0" }'), []),
        # below one
        (
            "FG315",
            gain('"0.6"'),
            [(INFO, OF_GAIN, f"{SAID} is 0.6, below 1: effective compute falls under actual")],
        ),
        (
            "FG315",
            '[[claim]]\nquantity = "effective_compute"\nvalue = "0.6x"\n',
            [
                (
                    INFO,
                    VALUE,
                    '"0.6x effective compute" is 0.6x, below 1: effective compute falls under actual',
                )
            ],
        ),
        ("FG315", gain('"0.5..3"') + gain('">=0.5"') + gain('"1"') + gain('"0"'), []),
        # names that lead nowhere
        (
            "FG316",
            DEFINITION + CLAIM + 'definition = "los-2023"\n' + gain('"2"', more='definition = "q"'),
            [
                (E, "/claim/0/definition", "there is no definition 'los-2023' in this manifest"),
                (E, "/enhancement/0/definition", "there is no definition 'q' in this manifest"),
            ],
        ),
        ("FG317", CURVED, [(E, "/definition/0/curve", "there is no curve 'old' in this manifest")]),
        (
            "FG317",
            '[[definition]]\nid = "d"\nother_curves = ["x"]\n' + NAMES_CURVES,
            [
                (E, "/definition/0/other_curves/0", "there is no curve 'x' in this manifest"),
                (E, "/enhancement/0/curves/baseline", "there is no curve 'y' in this manifest"),
                (E, "/enhancement/0/curves/new", "there is no curve 'z' in this manifest"),
            ],
        ),
        (
            "FG317",
            '[[definition]]\nid = "d"\ncurve = "gundlach-2025-lstm"\n[[curve]]\nid = "gundlach-2025-lst"\n',
            [(E, "/definition/0/curve", "there is no curve 'gundlach-2025-lstm' in this manifest")],
        ),
        # units of the evidence
        (
            "FG318",
            gain('"2"', more='evidence_arithmetic = { before = "2", after = "1", unit = "gpu_hours" }'),
            [(W, "/enhancement/0/evidence_arithmetic", f"{SAID} is measured in hours of chips, not in FLOP")],
        ),
        ("FG318", gain('"2"', more='evidence_arithmetic = { before = "2", after = "1" }'), []),
    ],
)
def test_gains_and_claims(code: str, text: str, expected: Said) -> None:
    subject = subject_of(text)
    assert subject.problems == ()
    assert said(code, subject) == expected


def test_swapped_evidence_is_named() -> None:
    text = gain('"22.7"', more='evidence_arithmetic = { before = "0.75", after = "17" }')
    assert yielded("FG314", subject_of(text)) == [
        (
            W,
            Finding(
                at=OF_GAIN,
                message="a gain of 22.7 is stated; before divided by after is 0.0441",
                help="before and after are swapped: before is what the baseline needs",
                factor=Factor(low="1.0", high="1.0"),
            ),
        )
    ]


CURES = [
    ("gundlach-2025-lstm", 'it comes with flopguard: add [[definition]] with id = "gundlach-2025-lstm", version = "1"'),
    ("gundlach-2025-lst", "did you mean 'gundlach-2025-ls'?"),
    ("x", 'add [[curve]] with id = "x"'),
]


@pytest.mark.parametrize("name, help", CURES)
def test_the_cure_of_a_curve_that_is_missing(name: str, help: str) -> None:
    text = f'[[definition]]\nid = "d"\ncurve = "{name}"\n[[curve]]\nid = "gundlach-2025-ls"\n'
    ((_, found),) = yielded("FG317", subject_of(text))
    assert found.help is not None
    assert found.help.startswith(help)


@pytest.mark.parametrize(
    "distance, help",
    [
        ("1e24", "measure it nearer to where it is used, or widen its interval"),
        ("1e23", "measure it nearer to where it is used; no verdict may rest on it alone"),
        ("1e21", "measure it nearer to where it is used; from this far it is a scenario, not evidence"),
    ],
)
def test_the_cure_of_a_far_scale_depends_on_the_distance(distance: str, help: str) -> None:
    ((_, found),) = yielded("FG307", subject_of(RUN + gain('"2"', more=f'measured_at = ["{distance}"]')))
    assert found.help == help


# --- the published cases: what each claim must be flagged with ------------------------------------------


@pytest.mark.parametrize(
    "text, slugs",
    [
        (
            '[[claim]]\nquantity = "effective_compute"\nvalue = "1e26 FLOP"\n',
            {
                "missing-baseline",
                "missing-metric",
                "missing-reference-scale",
                "missing-date",
                "missing-actual-flop",
            },
        ),
        (gain('"5"', kind="prompting", more='metric = "next-token loss"'), {"post-training-on-loss"}),
        (gain('"3"', name="FlashAttention", kind="pretraining_algorithm"), {"hardware-counted"}),
        (gain('"2"', more='metric = "loss"') + gain('"9"', more='metric = "GPQA"'), {"mixed-metrics"}),
        (RUN + gain('"10"', more='measured_at = ["1e17", "1e19"]'), {"extrapolated-scale"}),
        (
            '[[curve]]\nid = "old"\nfloor = "1.82"\n'
            + CURVED
            + gain('"2"', more='metric = "loss"\ntarget_score = "1.8"'),
            {"baseline-saturated"},
        ),
        (gain('"0.6"'), {"multiplier-below-one"}),
        (
            gain('"10"', more='evidence_arithmetic = { before = "17", after = "0.75" }'),
            {"evidence-arithmetic"},
        ),
        (
            '[[training]]\ncomponent = "pretrain"\nparameters = "3e9"\ntokens = "627e12"\n',
            {"unit-implausible"},
        ),
    ],
)
def test_published_cases_are_flagged(text: str, slugs: set[str]) -> None:
    subject = subject_of(text)
    flagged = {slug for rule in all_rules() if yielded(rule.code, subject) for slug in rule.covers}
    assert slugs <= flagged


# --- curves and ids -----------------------------------------------------------------------------------------

CURVE = '[[curve]]\nid = "c"\nlaw = "power"\nfloor = "1.7"\ncoefficient = "1000"\nexponent = "0.15"\n'
POINTS = '[[curve]]\nid = "p"\nlaw = "points"\npoints = [{ compute = "1e22", score = "40%" }]\n'
CANNOT = "the curve 'c' cannot be used: "


@pytest.mark.parametrize(
    "text, found",
    [
        (CURVE, []),
        (POINTS, []),
        (CURVE.replace('floor = "1.7"\n', "confidential = true\n"), []),
        (CURVE.replace('floor = "1.7"\n', ""), [(E, "/curve/0", f"{CANNOT}floor is missing")]),
        (CURVE + 'uncertain = ["alpha"]\ncovariance = [["1"]]\n', [
            (E, "/curve/0", f"{CANNOT}uncertain names 'alpha', which is none of floor, coefficient, exponent")
        ]),
        (CURVE + f'uncertain = ["floor"]\ndraws = {[["1.7"]] * 19}\n', [
            (W, "/curve/0", "the curve 'c' has 19 draws, which show no interval of 90%")
        ]),
        (CURVE + f'uncertain = ["floor"]\ndraws = {[["1.7"]] * 20}\n', []),
        # The metric of the definition that names a curve says which way is better, and where its scale ends.
        (
            '[[definition]]\nid = "d"\ncurve = "c"\nmetric = { name = "exam", kind = "accuracy" }\n' + CURVE,
            [(E, "/curve/0", f"{CANNOT}power is the law of a score that falls, and of 'exam' higher is better")],
        ),
        (
            '[[definition]]\nid = "d"\ncurve = "c"\n'
            'metric = { name = "exam", kind = "accuracy", floor = "25%", ceiling = "1" }\n'
            '[[curve]]\nid = "c"\nlaw = "logistic"\nslope = "1"\nmidpoint = "1e24 FLOP"\n',
            [],
        ),
    ],
)  # fmt: skip
def test_a_curve_from_which_nothing_follows(text: str, found: Said) -> None:
    assert said("FG331", subject_of(text)) == found


def test_a_curve_taken_from_a_file_is_flagged_where_it_is_taken(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text('definitions = 1\n[[definition]]\nid = "d"\ncurve = "c"\n[[curve]]\nid = "c"\n')
    card = tmp_path / "m.flopguard.toml"
    card.write_text('manifest = 1\n[model]\nname = "x"\n[[definition]]\nid = "d"\nfrom = "d.toml"\n')
    assert said("FG331", subject_of_file(card)) == [(E, "/definition/0/from", "the curve 'c' has no law")]


TREND = '[[trend]]\nid = "t"\nper_year = "3"\n'


@pytest.mark.parametrize(
    "text, found",
    [
        (DEFINITION * 2, [(E, "/definition/1/id", "this and [[definition]] number 1 have one id, 'loss-2023'")]),
        (CURVE + CURVE.replace("0.15", "0.14"), [(E, "/curve/1/id", "this and [[curve]] number 1 have one id, 'c'")]),
        (TREND * 3, [(E, f"/trend/{n}/id", "this and [[trend]] number 1 have one id, 't'") for n in (1, 2)]),
        (GAIN * 2, [(E, "/enhancement/1/name", "the gain 'moe' is stated before, as [[enhancement]] number 1")]),
        (GAIN + GAIN + 'definition = "other"\n', []),
        (DEFINITION + CURVE.replace('"c"', '"loss-2023"') + GAIN, []),
    ],
)
def test_what_stands_twice(text: str, found: Said) -> None:
    assert said("FG332", subject_of(text)) == found


@pytest.mark.parametrize("named", ['definition = "d"', ""])
def test_a_gain_that_names_no_definition_takes_the_terms_of_the_only_one(named: str) -> None:
    """As it does where effective compute is worked out."""
    text = f"""
[[definition]]
id = "d"
baseline = {{ techniques = ["dense transformer"], cutoff_date = "2023-06-30" }}
metric = {{ name = "bits per byte", kind = "loss", unit = "bits/byte" }}
scale_side = "new"
[[enhancement]]
name = "experts"
kind = "architecture"
gain = "2"
measured_at = ["1e23 FLOP"]
{named}
"""
    subject = subject_of(text)
    assert [code for code in ("FG301", "FG302", "FG304", "FG311") if yielded(code, subject)] == []
