"""What the rules about gains that would be multiplied say: a table of cases."""

import pytest

from flopguard.finding import Factor, Finding, Severity
from tests.lint.support import subject_of, yielded

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def found(code: str, text: str) -> list[tuple[Severity, Finding]]:
    subject = subject_of(text)
    assert subject.problems == ()
    return yielded(code, subject)


def places(code: str, text: str) -> list[tuple[Severity, str]]:
    return [(severity, finding.at) for severity, finding in found(code, text)]


def factors(code: str, text: str) -> list[Factor | None]:
    return [finding.factor for _, finding in found(code, text)]


def gain(name: str, kind: str = "architecture", more: str = "", size: str = '"2"') -> str:
    value = f"gain = {size}\n" if size else ""
    return f'[[enhancement]]\nname = "{name}"\nkind = "{kind}"\n{value}{more}\n'


def phase(component: str, flop: str, more: str = "") -> str:
    return f'[[training]]\ncomponent = "{component}"\nflop = "{flop}"\n{more}\n'


RUN = phase("pretrain", "1e22 FLOP")
DEFINITION = '[[definition]]\nid = "d"\n'

# --- FG334: one scale for every link -----------------------------------------------------------------------------

SCOPED = DEFINITION + 'compute_scope = ["pretrain"]\nscale_side = "new"\nmetric = { name = "m", kind = "loss" }\n'


def curve(id: str, coefficient: str, exponent: str) -> str:
    law = f'law = "power"\nfloor = "0"\ncoefficient = "{coefficient}"\nexponent = "{exponent}"\n'
    return f'[[curve]]\nid = "{id}"\nmetric = "m"\n{law}'


CURVES = curve("p", "40", "0.065") + curve("q", "80", "0.085") + curve("r", "88", "0.094")
P_TO_Q = gain("p to q", size="", more='curves = { baseline = "p", new = "q" }')
POINTS = 'gain_at = [{ compute = "1e20 FLOP", gain = "2" }, { compute = "1e24 FLOP", gain = "20" }]'


def q_to_r(more: str = "") -> str:
    return gain("q to r", size="", more=f'curves = {{ baseline = "q", new = "r" }}\n{more}')


@pytest.mark.parametrize(
    "text, expected",
    [
        (RUN + SCOPED + CURVES + P_TO_Q + q_to_r(), [(W, "/enhancement/1")]),
        (RUN + SCOPED + CURVES + q_to_r() + P_TO_Q, [(W, "/enhancement/0")]),
        (RUN + SCOPED + CURVES + P_TO_Q + q_to_r('relative_to = ["p to q"]'), []),
        (RUN + SCOPED + CURVES + P_TO_Q + q_to_r('overlaps_with = ["p to q"]'), []),
        (
            RUN + SCOPED + CURVES + P_TO_Q + gain("x", more='relative_to = ["p to q"]') + q_to_r('relative_to = ["x"]'),
            [],
        ),
        (RUN + SCOPED + CURVES + P_TO_Q, []),
        (RUN + CURVES + P_TO_Q + q_to_r(), []),
        (RUN + SCOPED + gain("a", more=POINTS, size="") + gain("b", more=POINTS, size=""), [(W, "/enhancement/1")]),
        (RUN + SCOPED + gain("a", more=POINTS, size="") + gain("b"), []),
        (
            RUN
            + SCOPED
            + gain("a", more=POINTS + '\njoint_evidence = "j"', size="")
            + gain("b", more=POINTS + '\njoint_evidence = "j"', size=""),
            [],
        ),
    ],
)
def test_links_of_a_chain_at_one_scale(text: str, expected: list[tuple[Severity, str]]) -> None:
    assert places("FG334", text) == expected


def test_a_chain_of_curves_says_by_what_it_is_wrong() -> None:
    """Case A10: 35,265 in the right places, 9,560 at one compute."""
    (found_one,) = found("FG334", RUN + SCOPED + CURVES + P_TO_Q + q_to_r())
    assert found_one[1].help == 'say what it was measured on top of: relative_to = ["p to q"]'
    assert found_one[1].factor == Factor(low="3.7", high="3.7")


def test_points_in_no_known_order_are_read_in_both() -> None:
    """At 1e22 each gives 6.32; at 6.32e22 that grows by 6.32^0.25."""
    text = RUN + SCOPED + gain("a", more=POINTS, size="") + gain("b", more=POINTS, size="")
    assert factors("FG334", text) == [Factor(low="1.6", high="1.6")]


# --- FG335: sparsity ---------------------------------------------------------------------------------------------

MOE = '[architecture]\nparameters = "16e9"\nactive_parameters = "2.8e9"\n'
TOKENS = 'tokens = "2e12"'
LEVERAGE = gain("MoE leverage", size='"7"')


def counted_by(rule: str) -> str:
    return f'[[definition]]\nid = "d"\nflop_convention = {{ moe = "{rule}" }}\n'


@pytest.mark.parametrize(
    "text, expected",
    [
        # cases K08 and K07
        (counted_by("total") + LEVERAGE, [(E, "/enhancement/0/gain")]),
        (counted_by("active") + LEVERAGE, []),
        (DEFINITION + LEVERAGE, []),
        # 6 x 16e9 x 2e12 is 1.92e23; 6 x 2.8e9 x 2e12 is 3.36e22
        (MOE + phase("pretrain", "1.92e23 FLOP", TOKENS) + LEVERAGE, [(E, "/enhancement/0/gain")]),
        (MOE + phase("pretrain", "2.1e23 FLOP", TOKENS) + LEVERAGE, [(E, "/enhancement/0/gain")]),
        (MOE + phase("pretrain", "2.12e23 FLOP", TOKENS) + LEVERAGE, []),
        (MOE + phase("pretrain", "1.73e23 FLOP", TOKENS) + LEVERAGE, [(E, "/enhancement/0/gain")]),
        (MOE + phase("pretrain", "1.72e23 FLOP", TOKENS) + LEVERAGE, []),
        (MOE + phase("pretrain", "3.36e22 FLOP", TOKENS) + LEVERAGE, []),
        (phase("pretrain", "1.92e23 FLOP", TOKENS) + LEVERAGE, []),
        # only a gain of sparsity
        (counted_by("total") + gain("fine-grained experts"), [(E, "/enhancement/0/gain")]),
        (counted_by("total") + gain("text written by experts", "data"), []),
        (counted_by("total") + gain("expert-curated text"), []),
        (counted_by("total") + gain("rotary embeddings"), []),
        (counted_by("total") + gain("mixture of experts", size=""), []),
    ],
)
def test_sparsity_counted_twice(text: str, expected: list[tuple[Severity, str]]) -> None:
    assert places("FG335", text) == expected


def test_both_cures_of_sparsity_are_in_the_factor() -> None:
    """Without the gain a seventh; by active parameters 2.8 of 16."""
    text = MOE + phase("pretrain", "1.92e23 FLOP", TOKENS) + LEVERAGE
    assert factors("FG335", text) == [Factor(low="0.14", high="0.18")]


# --- FG336: rates ------------------------------------------------------------------------------------------------

RATE = gain("algorithmic progress at 3x a year", "pretraining_algorithm", size='"9"')
TREND = '[[trend]]\nid = "language"\nper_year = "3"\nfirst = "2012"\nlast = "2023"\n'
DAYS = '[[trend]]\nid = "language"\nper_year = "3"\nfirst = "2012-01-01"\nlast = "2023-12-31"\n'
NAMED = gain("language", "pretraining_algorithm", size='"9"')


@pytest.mark.parametrize(
    "text, expected",
    [
        (RATE, [(W, "/enhancement/0/gain")]),
        (RATE + gain("moe"), [(E, "/enhancement/0/gain")]),
        (gain("moe") + RATE, [(E, "/enhancement/1/gain")]),
        (RATE + gain("reasoning", "post_training"), [(W, "/enhancement/0/gain")]),
        (RATE + gain("faster kernels", "hardware_utilisation"), [(W, "/enhancement/0/gain")]),
        (gain("learning rate schedule", "optimizer") + gain("moe"), []),
        (gain("doubling every 8 months", "data"), [(W, "/enhancement/0/gain")]),
        (gain("annual trend", "data"), [(W, "/enhancement/0/gain")]),
        (gain("progress of 0.5 OOM/yr", "data"), [(W, "/enhancement/0/gain")]),
        (gain("a year of web text", "data"), []),
        (gain("annual reports", "data"), []),
        (gain("annual gain", "data"), [(W, "/enhancement/0/gain")]),
        (gain("2.5 OOM a year", "data"), [(W, "/enhancement/0/gain")]),
        # the window of the rate, on both of its sides
        (TREND + NAMED + gain("moe", more='date = "2023-12"'), [(E, "/enhancement/0/gain")]),
        (TREND + NAMED + gain("moe", more='date = "2024-01"'), [(W, "/enhancement/0/gain")]),
        (TREND + NAMED + gain("moe", more='date = "2012-01"'), [(E, "/enhancement/0/gain")]),
        (TREND + NAMED + gain("moe", more='date = "2011-12"'), [(W, "/enhancement/0/gain")]),
        (DAYS + NAMED + gain("moe", more='date = "2012-01-01"'), [(E, "/enhancement/0/gain")]),
        (DAYS + NAMED + gain("moe", more='date = "2011-12-31"'), [(W, "/enhancement/0/gain")]),
        (DAYS + NAMED + gain("moe", more='date = "2023-12-31"'), [(E, "/enhancement/0/gain")]),
        (DAYS + NAMED + gain("moe", more='date = "2024-01-01"'), [(W, "/enhancement/0/gain")]),
        (TREND + NAMED + gain("moe"), [(E, "/enhancement/0/gain")]),
        (TREND + gain("moe"), []),
        # what the rate is of
        (TREND + 'of = "both"\n' + NAMED + gain("rl", "post_training"), [(E, "/enhancement/0/gain")]),
        (TREND + 'of = "post_training"\n' + NAMED + gain("moe"), [(W, "/enhancement/0/gain")]),
        # other definitions multiply other gains
        (
            DEFINITION
            + '[[definition]]\nid = "e"\n'
            + gain("3x per year", more='definition = "d"')
            + gain("moe", more='definition = "e"'),
            [(W, "/enhancement/0/gain")],
        ),
    ],
)
def test_rates_as_gains(text: str, expected: list[tuple[Severity, str]]) -> None:
    assert places("FG336", text) == expected


def test_claims_that_rest_on_a_rate() -> None:
    claim = '[[claim]]\nquantity = "{}"\nvalue = "9x"\ntext = "3x per year over two years"\n'
    assert places("FG336", claim.format("effective_compute")) == [(W, "/claim/0/text")]
    assert places("FG336", claim.format("algorithmic_gain")) == []


def test_the_rate_or_the_techniques_go() -> None:
    assert factors("FG336", RATE + gain("moe") + gain("data", "data", size='"3"')) == [Factor(low="0.11", high="0.17")]


# --- FG337: inference --------------------------------------------------------------------------------------------


def scoped(*keys: str, more: str = "") -> str:
    listed = ", ".join(f'"{key}"' for key in keys)
    metric = 'metric = { name = "gpqa", kind = "accuracy" }\nelicitation = { shots = 0, inference_budget = "1e4" }\n'
    return f'[[definition]]\nid = "d"\ncompute_scope = [{listed}]\n{metric}{more}\n'


ROLLOUT = phase("pretrain", "2e25 FLOP") + phase("rl_rollout", "1e25 FLOP")
REASONING = gain("reasoning training", "post_training", size='"9"')
INFERENCE = gain("longer answers", "inference_compute", size='"10"')
EXCHANGE = 'inference_exchange = "0.7"'


@pytest.mark.parametrize(
    "text, expected",
    [
        (ROLLOUT + scoped("pretrain", "rl_rollout") + REASONING, [(E, "/enhancement/0/gain")]),
        (ROLLOUT + scoped("pretrain", "rl_update") + REASONING, []),
        (ROLLOUT + scoped("pretrain") + REASONING, []),
        (phase("pretrain", "2e25 FLOP") + scoped("pretrain", "rl_rollout") + REASONING, []),
        (
            phase("pretrain", "2e25 FLOP") + phase("rl_rollout", "0") + scoped("pretrain", "rl_rollout") + REASONING,
            [],
        ),
        (ROLLOUT + scoped("pretrain", "rl_rollout") + gain("better instructions", "post_training"), []),
        (ROLLOUT + scoped("pretrain", "rl_rollout") + gain("moe"), []),
        (ROLLOUT + scoped("pretrain", "rl_rollout", more=EXCHANGE) + INFERENCE, [(E, "/enhancement/0/gain")]),
        # without an exchange inference is an axis of its own, and multiplies nothing
        (ROLLOUT + scoped("pretrain", "rl_rollout") + INFERENCE, []),
        (ROLLOUT + REASONING, []),
    ],
)
def test_inference_counted_twice(text: str, expected: list[tuple[Severity, str]]) -> None:
    assert places("FG337", text) == expected


def test_the_phases_or_the_gain_go() -> None:
    assert factors("FG337", ROLLOUT + scoped("pretrain", "rl_rollout") + REASONING) == [Factor(low="0.11", high="0.67")]


# --- FG338: teachers ---------------------------------------------------------------------------------------------

SYNTHETIC, DISTILLED = gain("synthetic data", "data", size='"4"'), gain("distillation", "post_training")


@pytest.mark.parametrize(
    "text, expected",
    [
        (RUN + SYNTHETIC, [(W, "/enhancement/0/gain")]),
        (RUN + DISTILLED, [(W, "/enhancement/0/gain")]),
        (RUN + phase("syn_private_kept", "1e21 FLOP") + SYNTHETIC, []),
        (RUN + phase("syn_public", "1e21 FLOP") + SYNTHETIC, []),
        (RUN + phase("teacher_infer", "1e21 FLOP") + SYNTHETIC + DISTILLED, []),
        # text that a model wrote is not its teaching
        (RUN + phase("syn_private_kept", "1e21 FLOP") + DISTILLED, [(W, "/enhancement/0/gain")]),
        ('[scope]\ncomplete = true\nsource = "https://example.com"\n' + RUN + SYNTHETIC, [(W, "/enhancement/0/gain")]),
        (RUN + gain("filtered web text", "data"), []),
        (RUN + gain("teacher forcing", "pretraining_algorithm"), []),
        (RUN + gain("synthetic data", "data", size=""), []),
    ],
)
def test_teachers_without_compute(text: str, expected: list[tuple[Severity, str]]) -> None:
    assert places("FG338", text) == expected


def test_borrowed_compute_may_be_all_of_the_gain() -> None:
    assert factors("FG338", RUN + SYNTHETIC) == [Factor(low="0.25", high="1.0")]


# --- FG341: baselines of several dates ---------------------------------------------------------------------------


def dated(name: str, date: str, baseline: str = "", more: str = "") -> str:
    words = f'baseline = "{baseline}"\n' if baseline else ""
    return gain(name, more=f'date = "{date}"\n{words}{more}')


@pytest.mark.parametrize(
    "text, expected",
    [
        (dated("a", "2020-06", "x") + dated("b", "2023-06", "y"), [(E, "/enhancement/1/date")]),
        (dated("a", "2020-06", "x") + dated("b", "2020-07", "y"), [(E, "/enhancement/1/date")]),
        (dated("a", "2020-06", "x") + dated("b", "2020-06", "y"), []),
        (dated("a", "2020-06-01", "x") + dated("b", "2020-06-01", "y"), []),
        # the later one is told, wherever it stands
        (dated("a", "2020-06-02", "x") + dated("b", "2020-06-01", "y"), [(E, "/enhancement/0/date")]),
        # a year holds all of its months
        (dated("a", "2020", "x") + dated("b", "2020-07", "y"), []),
        # one baseline, looked at on two days
        (dated("a", "2020-06", "Dense transformer") + dated("b", "2023-06", "dense-transformer"), []),
        (dated("a", "2020-06") + dated("b", "2023-06"), [(E, "/enhancement/1/date")]),
        (dated("a", "2020-06", "x") + gain("b"), []),
        (dated("a", "2020-06", "x") + dated("b", "2023-06", "y", 'relative_to = ["a"]'), []),
        (
            dated("a", "2020-06", "x", 'joint_evidence = "j"') + dated("b", "2023-06", "y", 'joint_evidence = "j"'),
            [],
        ),
        # a third is told once
        (
            dated("a", "2020", "x") + dated("b", "2021", "y") + dated("c", "2022", "z"),
            [(E, "/enhancement/1/date"), (E, "/enhancement/2/date")],
        ),
        (dated("a", "2020-06", "x") + gain("faster kernels", "price", 'date = "2023-06"'), []),
    ],
)
def test_moving_baselines(text: str, expected: list[tuple[Severity, str]]) -> None:
    assert places("FG341", text) == expected


# --- the order of the file ---------------------------------------------------------------------------------------


def interval(name: str, level: str, kind: str = "architecture") -> str:
    return gain(name, kind, size=f'{{ low = "2", high = "3", level = "{level}" }}')


ORDERS = {
    "FG306": [gain("b", more='metric = "x"'), gain("a", more='metric = "y"'), gain("c", more='metric = "z"')],
    "FG322": [interval("b", "95%"), interval("a", "90%"), interval("c", "95%")],
    "FG325": [DEFINITION, gain("b"), gain("c"), gain("a")],
    "FG327": [gain("b", "data"), gain("effective tokens", "data"), gain("a", "data")],
    "FG334": [RUN, SCOPED, *(gain(name, more=POINTS, size="") for name in "bca")],
    "FG336": [RATE, gain("b"), gain("a")],
    "FG341": [dated("b", "2020-06", "x"), dated("a", "2020-06", "z"), dated("c", "2023-06", "y")],
}


@pytest.mark.parametrize("code", sorted(ORDERS))
def test_the_order_of_gains_decides_nothing(code: str) -> None:
    def told(tables: list[str]) -> list[tuple[str, str, Factor | None]]:
        subject = subject_of("".join(tables))
        numbers = [(finding, int(finding.at.split("/")[2])) for _, finding in yielded(code, subject)]
        names = [(finding, subject.card.enhancement[number].name) for finding, number in numbers]
        return sorted((name, finding.message, finding.factor) for finding, name in names)

    expected = told(ORDERS[code])
    assert expected
    assert told(ORDERS[code][::-1]) == expected
    assert told([*ORDERS[code][1:], ORDERS[code][0]]) == expected


def test_the_odd_one_out_is_told() -> None:
    metrics = gain("a", more='metric = "y"') + gain("b", more='metric = "z"') + gain("c", more='metric = "Z"')
    assert places("FG306", metrics) == [(E, "/enhancement/0/metric")]
    levels = interval("a", "90%") + interval("b", "95%") + interval("c", "95%")
    assert places("FG322", levels) == [(W, "/enhancement/0/gain")]
    assert places("FG322", interval("b", "95%") + interval("a", "90%")) == [(W, "/enhancement/0/gain")]
