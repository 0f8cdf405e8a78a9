"""Both sides of conditions that the other tables leave out: on the line itself, and one part of a condition alone."""

from dataclasses import replace

import pytest

from flopguard.finding import Severity
from flopguard.lint.rule import Subject
from flopguard.result import Outcome, RoutesCompared
from tests.lint.support import compared, subject_of, yielded
from tests.lint.test_rules_on_actual_compute import checked
from tests.lint.test_rules_on_scores import lost, moved

PHASE = '[[training]]\ncomponent = "pretrain"\n'
CLAIM = '[[claim]]\nquantity = "{}"\nvalue = "4x"\n'
A100 = 'hardware = [{{ chip = "A100 SXM 80GB", precision = "bf16", peak = "{} TFLOP/s" }}]\n'
METHOD = PHASE + 'flop = {{ value = "4e24", method = "{}" }}\n'
FLOORED = """
[[curve]]
id = "c"
floor = "2"
points = [{{ compute = "1e20", score = "3", standard_error = "0.01" }}, {{ compute = "1e21", score = "2.5" }}]
[[definition]]
id = "d"
curve = "c"
[[enhancement]]
name = "data"
kind = "data"
gain = "40"
definition = "d"
metric = "c4-loss"
target_score = "{}"
"""
RL = '[[enhancement]]\nname = "reasoning training"\nkind = "post_training"\ngain = "2"\n'
FIT = """
[[definition]]
id = "d"
metric = {{ name = "loss", kind = "loss", unit = "bits/byte" }}
curve = "c"
[[curve]]
id = "c"
law = "power"
floor = "1.8172"
coefficient = "1000"
exponent = "0.15"
uncertain = ["floor"]
covariance = [["0.000009"]]
[[benchmark]]
name = "loss"
unit = "bits/byte"
score = "{}"
standard_error = "{}"
"""
OPTIMAL = """
[[definition]]
id = "d"
flop_convention = {{ rule = "compute-optimal equivalent" }}
[[enhancement]]
name = "x"
kind = "{}"
gain = "3.0"
"""
SAMPLED = '[[enhancement]]\nname = "x"\nkind = "data"\nsamples = ["{}"]\n'
READ_AT = '[[enhancement]]\nname = "x"\nkind = "data"\ngain_at = [{{ compute = "1e22 FLOP", gain = "{}" }}]\n'
SHARE = PHASE + 'hardware = [{{ chip = "A100 SXM 80GB", count = 8, hours = 1, utilisation = "{}" }}]\n'
REACHED = """
[[curve]]
id = "c"
law = "points"
points = [{{ compute = "1e22 FLOP", score = "2" }}, {{ compute = "1e23 FLOP", score = "3" }}]
[[definition]]
id = "d"
curve = "c"
metric = {{ name = "m", kind = "latent_index", direction = "{}" }}
[[enhancement]]
name = "x"
kind = "data"
gain = "4"
target_score = "{}"
"""
CURVE = '[[curve]]\nid = "c"\nlaw = "power"\nfloor = "1.7"\ncoefficient = "1000"\nexponent = "0.15"\n'
FITTED = '[[definition]]\nid = "d"\ncurve = "c"\n' + CURVE


def gain(figure: str, more: str = "") -> str:
    return f'[[enhancement]]\nname = "x"\nkind = "data"\ngain = {figure}\n{more}'


def sized(name: str, parameters: str) -> str:
    return f'manifest = 1\n[model]\nname = "{name}"\n[architecture]\n{parameters}\n'


def public(since: str, cutoff: str) -> str:
    return f'[data]\ncutoff = "{cutoff}"\n[[benchmark]]\nname = "b"\nscore = "50%"\npublic_since = "{since}"\n'


def fresh(score: str, clean: str) -> str:
    return f'[[benchmark]]\nname = "b"\nscore = "{score}"\nclean_score = "{clean}"\n'


@pytest.mark.parametrize(
    "code, text, flagged",
    [
        ("FG206", PHASE + 'hardware = [{ chip = "A100 SXM 80GB", count = 8, hours = 1 }]\n', False),
        ("FG206", PHASE + 'hardware = [{ chip = "Example One", peak = "400 TFLOP/s" }]\n', False),
        ("FG205", SHARE.format("100%"), True),
        ("FG206", A100.join((PHASE, "")).format("312"), False),
        ("FG207", '[architecture]\nparameters = "70e9"\nexperts = 2\n', True),
        ("FG207", '[architecture]\nparameters = "70e9"\nexperts = 1\n', False),
        ("FG208", f"{PHASE}started = 2026-03-01\nended = 2026-03-01\n", False),
        ("FG208", f"{PHASE}started = 2026-03-02\nended = 2026-03-01\n", True),
        ("FG213", 2 * f'{PHASE}flop = "1e24"\nname = "main"\n', True),
        ("FG213", f'{PHASE}flop = "1e24"\nname = "main"\n{PHASE}flop = "1e24"\n', True),
        ("FG213", f'{PHASE}flop = "1e24"\nname = "main"\n{PHASE}flop = "1e24"\nname = "more"\n', False),
        ("FG222", f'{PHASE}tokens = "1e12"\nepochs = "2"\n', True),
        ("FG222", f'{PHASE}tokens = "1e12"\nepochs = "1"\n', False),
        ("FG229", f'{PHASE}flop = "1e24"\nparameters = "1e9"\nitem = "token"\n', False),
        ("FG229", f'{PHASE}flop_per_item = "1e24"\nparameters = "1e9"\nitem = "token"\n', True),
        ("FG229", f'{PHASE}flop_per_item = "1e24"\nparameters = "1e9"\n', False),
        ("FG231", METHOD.format("N*S; N=7, S=5e23"), False),
        ("FG231", METHOD.format("N*S; N=6.9, S=5e23"), True),
        ("FG231", METHOD.format("N*S; N=9, S=5e23"), False),
        ("FG231", METHOD.format("N*S; N=9.1, S=5e23"), True),
        ("FG305", CLAIM.format("effective_compute"), True),
        ("FG305", CLAIM.format("algorithmic_gain"), False),
        ("FG305", f'{PHASE}tokens = "1e12"\nparameters = "1e9"\n' + CLAIM.format("effective_compute"), False),
        ("FG243", f'[architecture]\nkind = "encoder-decoder"\nparameters = "11e9"\n{PHASE}tokens = "1e12"\n', False),
        ("FG243", f'[architecture]\nkind = "encoder-decoder"\n{PHASE}tokens = "1e12"\nflop = "6.6e22"\n', False),
        ("FG310", FLOORED.format("2.03"), True),
        ("FG310", FLOORED.format("2.04"), False),
        ("FG310", FIT.format("1.8250", "0.0010"), True),
        ("FG310", FIT.format("1.8290", "0.0010"), False),
        ("FG310", FIT.format("1.8290", "0.0030"), True),
        ("FG310", FIT.format("1.80", "0.0010"), True),
        ("FG312", gain('"<=0x"'), True),
        ("FG312", gain('"<=1x"'), False),
        ("FG312", SAMPLED.format("2..4"), True),
        ("FG312", SAMPLED.format("2"), False),
        ("FG312", READ_AT.format("2..4"), True),
        ("FG312", READ_AT.format("2"), False),
        ("FG312", CLAIM.format("algorithmic_gain").replace('"4x"', '"4x ±50%"'), True),
        ("FG312", CLAIM.format("training_compute").replace('"4x"', '"4e24 FLOP ±50%"'), False),
        ("FG312", '[[claim]]\nquantity = "algorithmic_gain"\n', False),
        ("FG313", gain('"1.3"'), True),
        ("FG313", gain('"1.3"', 'gsd = "1.1"\n'), False),
        ("FG239", f'{PHASE.replace("pretrain", "rl_update")}name = "DPO"\n', False),
        ("FG239", PHASE + RL, True),
        ("FG239", PHASE + RL.replace("post_training", "data"), False),
        ("FG239", PHASE + RL.replace("reasoning training", "instruction tuning"), False),
        ("FG239", PHASE + RL.replace('gain = "2"\n', ""), False),
        ("FG239", PHASE.replace("pretrain", "rl_rollout") + RL, False),
        ("FG239", f'{PHASE.replace("pretrain", "rl_update")}name = "PPO"\n', True),
        ("FG239", 2 * PHASE.replace("pretrain", "rl_update") + 'name = "DPO"\n', True),
        ("FG314", gain('"10"', 'evidence_arithmetic = { before = "9", after = "1" }'), False),
        ("FG314", gain('"10"', 'evidence_arithmetic = { before = "8.9", after = "1" }'), True),
        ("FG314", gain('"10"', 'evidence_arithmetic = { before = "11", after = "1" }'), False),
        ("FG314", gain('"10"', 'evidence_arithmetic = { before = "11.1", after = "1" }'), True),
        ("FG314", gain('"10"'), False),
        (
            "FG314",
            gain('"10"', 'evidence_arithmetic = { before = "20", after = "1" }').replace('gain = "10"\n', ""),
            False,
        ),
        ("FG315", gain('"<0.5x"'), True),
        ("FG315", gain('{ value = "0.9", low = "0.5", high = "1.2" }'), True),
        ("FG315", gain('"1"'), False),
        (
            "FG320",
            f'{CLAIM.format("training_compute").replace("4x", "3e25 FLOP")}text = "more than 3e25 FLOP"\n',
            False,
        ),
        ("FG323", gain('{ low = "0.5", high = "1" }'), False),
        ("FG323", gain('{ low = "0.5", high = "1.5" }'), True),
        ("FG320", REACHED.format("higher_better", "1.9"), False),
        ("FG320", REACHED.format("higher_better", "3"), False),
        ("FG320", REACHED.format("higher_better", "3.1"), True),
        ("FG320", REACHED.format("lower_better", "1.9"), True),
        ("FG320", REACHED.format("lower_better", "2"), False),
        ("FG320", REACHED.format("lower_better", "3.1"), False),
        ("FG323", gain('{ low = "0.2", high = "0.5" }'), False),
        ("FG323", gain('{ low = "2", high = "200" }'), False),
        ("FG323", gain('{ low = "2", high = "201" }'), True),
        ("FG323", gain('{ value = "2", low = "0", high = "201" }'), True),
        ("FG601", SAMPLED.format("2"), True),
        ("FG601", SAMPLED.format("2") + 'source = "s"\n', False),
        ("FG601", READ_AT.format("2"), True),
        ("FG601", READ_AT.format("2") + 'source = "s"\n', False),
        ("FG326", OPTIMAL.format("allocation"), True),
        ("FG326", OPTIMAL.format("data"), False),
        ("FG329", sized("X-70B", "layers = 80"), False),
        ("FG329", sized("X-70B", 'parameters = "87.5e9"'), False),
        ("FG329", sized("X-70B", 'parameters = "87.6e9"'), True),
        ("FG329", sized("X-70B", 'parameters = "56e9"'), False),
        ("FG329", sized("X-70B", 'parameters = "55.9e9"'), True),
        ("FG329", sized("X-70B", 'parameters = ">=60e9"'), False),
        ("FG333", FITTED, True),
        ("FG333", FITTED + 'domain = "1e19..1e23 FLOP"\n', False),
        ("FG333", FITTED + 'score_domain = "2..3"\n', False),
        ("FG401", moved("48%", "47%", after="2e24"), True),
        ("FG401", moved("48%", "47%", after="1.99e24"), False),
        ("FG401", moved("100%", "99%"), False),
        ("FG401", lost("1.5", "1.4", name="index", unit="points"), True),
        ("FG402", moved("20%", "80%", after="1.1e24"), True),
        ("FG402", moved("20%", "80%", after="1.11e24"), False),
        ("FG404", fresh("50%", "50%"), False),
        ("FG404", fresh("50%", "49%"), True),
        ("FG404", public("2024-01-01", "2024-01-01"), False),
        ("FG404", public("2024-01-01", "2024-01-02"), True),
    ],
)
def test_on_which_side_of_its_condition_a_rule_speaks(code: str, text: str, flagged: bool) -> None:
    subject = subject_of(text)
    assert subject.problems == ()
    assert bool(yielded(code, subject)) is flagged


@pytest.mark.parametrize(
    "figure, is_likely", [("4.0e27", False), ("4.05e27", True), ("4.95e27", True), ("5.0e27", False), ("2.7e27", False)]
)
def test_a_factor_of_about_a_thousand_is_told_as_a_slip_of_units(figure: str, is_likely: bool) -> None:
    ((_, found),) = yielded("FG201", checked(figure, figure, 1.0))
    assert ("off by a thousand" in found.help) is is_likely


def test_a_peak_three_percent_above_the_sparse_one_is_still_called_sparse() -> None:
    ((_, found),) = yielded("FG206", subject_of(PHASE + A100.format("642.72")))
    assert "for sparse matrices" in found.message
    ((_, above),) = yielded("FG206", subject_of(PHASE + A100.format("643")))
    assert "above every dense peak" in above.message


def test_without_worked_out_compute_a_stated_amount_is_enough() -> None:
    def of(text: str) -> Subject:
        return replace(subject_of(text + CLAIM.format("effective_compute")), compute=None)

    assert yielded("FG305", of(f'{PHASE}flop = "1e24"\n')) == []
    assert [found.at for _, found in yielded("FG305", of(f'{PHASE}tokens = "1e12"\n'))] == ["/claim/0/value"]


@pytest.mark.parametrize(
    "definitions, help",
    [
        ("", 'add [[definition]] with id = "zzz"'),
        ('[[definition]]\nid = "loss"\n[[definition]]\nid = "bench"\n', "known here: loss, bench"),
        ('[[definition]]\nid = "zz"\n', "did you mean 'zz'?"),
    ],
)
def test_an_unknown_definition_is_told_with_those_that_are_known(definitions: str, help: str) -> None:
    text = f'{definitions}{CLAIM.format("effective_compute")}definition = "zzz"\n'
    assert [found.help for _, found in yielded("FG316", subject_of(text))] == [help]


def test_a_curve_without_an_exponent_is_not_compared() -> None:
    curves = CURVE + '[[curve]]\nid = "e"\nlaw = "points"\npoints = [{ compute = "1e20", score = "3" }]\n'
    text = f'[[definition]]\nid = "d"\ncurve = "c"\n{curves}' + gain(
        '"2"', 'definition = "d"\nmeasured_at = ["1e20"]\n'
    )
    assert [severity for severity, _ in yielded("FG311", subject_of(text))] == [Severity.WARNING]


def test_routes_that_disagree_are_told_with_their_causes() -> None:
    def of(*causes: str) -> str:
        routes = RoutesCompared(definition="d", situation="disagree", says="they are apart", causes=causes)
        ((_, found),) = yielded("FG330", replace(subject_of(""), routes=(routes,)))
        return found.message

    assert of() == "d: they are apart"
    assert of("noise", "scale") == "d: they are apart (likely: noise; scale)"


def test_only_a_ratio_of_compute_can_hide_a_jump() -> None:
    step = compared("step", Outcome.TRIGGERED, "benchmark relative")
    for quantity, count in (("effective_compute relative", 1), ("training_compute relative", 1), ("elapsed", 0)):
        subject = replace(subject_of(""), verdicts=(step, compared("ratio", Outcome.NOT_TRIGGERED, quantity)))
        assert len(yielded("FG403", subject)) == count
    both = replace(
        compared("ratio", Outcome.NOT_TRIGGERED, "x"),
        compares=("effective_compute relative", "training_compute relative"),
    )
    assert yielded("FG403", replace(subject_of(""), verdicts=(step, both))) == []
