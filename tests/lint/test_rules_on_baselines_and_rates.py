"""What the rules about baselines, conventions, rates of progress and stated products say: a table of cases."""

import pytest

from flopguard.finding import Factor, Finding, Severity
from tests.lint.support import subject_of, yielded

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
Places = list[tuple[Severity, str]]


def found(code: str, text: str) -> list[tuple[Severity, Finding]]:
    subject = subject_of(text)
    assert subject.problems == ()
    return yielded(code, subject)


def places(code: str, text: str) -> Places:
    return [(severity, finding.at) for severity, finding in found(code, text)]


def factors(code: str, text: str) -> list[Factor | None]:
    return [finding.factor for _, finding in found(code, text)]


def messages(code: str, text: str) -> list[str]:
    return [finding.message for _, finding in found(code, text)]


def gain(kind: str = "architecture", more: str = "", size: str = '"2"', name: str = "moe") -> str:
    value = f"gain = {size}\n" if size else ""
    return f'[[enhancement]]\nname = "{name}"\nkind = "{kind}"\n{value}{more}\n'


def phase(component: str, flop: str, more: str = "") -> str:
    return f'[[training]]\ncomponent = "{component}"\nflop = "{flop}"\n{more}\n'


def model(released: str) -> str:
    return f'manifest = 1\n[model]\nname = "x"\nreleased = "{released}"\n'


# --- FG339: unequal scores ---------------------------------------------------------------------------------------

OF_EVIDENCE = "/enhancement/0/evidence_arithmetic"
MMLU = '[[definition]]\nid = "d"\nmetric = { name = "mmlu", kind = "accuracy", items = 10000 }\n'
LOSS = '[[definition]]\nid = "d"\nmetric = { name = "loss", kind = "loss" }\n'
LINE = """[[definition]]
id = "d"
curve = "c"
metric = { name = "mmlu", kind = "accuracy" }
[[curve]]
id = "c"
law = "log_linear"
slope = "12%"
anchor = { compute = "1e23 FLOP", score = "60%" }
"""


def scored(before: str, after: str, error: str = "") -> str:
    stated = f', standard_error = "{error}"' if error else ""
    runs = f'before = "7.2e23", after = "1.08e23", before_score = "{before}", after_score = "{after}"{stated}'
    return gain(more=f"evidence_arithmetic = {{ {runs} }}", size='"6.6"')


@pytest.mark.parametrize(
    "text, expected",
    [
        (scored("66.2%", "63.7%", "0.5%"), [(W, OF_EVIDENCE)]),
        (scored("66.2%", "65.7%", "0.5%"), []),
        (scored("66.2%", "65.69%", "0.5%"), [(W, OF_EVIDENCE)]),
        (scored("66.2%", "66.7%", "0.5%"), []),
        (scored("66.2%", "66.71%", "0.5%"), [(W, OF_EVIDENCE)]),
        # without an error only equal scores are equal, unless the items say what it is: 0.5 points at 50 % of 10,000
        (scored("66.2%", "66.1%"), [(W, OF_EVIDENCE)]),
        (scored("66.2%", "66.2%"), []),
        (scored("66.2%", "66.15%"), []),
        (scored("66.2%", "66.14%"), [(W, OF_EVIDENCE)]),
        (scored("2.20", "2.205"), []),
        (MMLU + scored("50%", "50.5%"), []),
        (MMLU + scored("50%", "50.51%"), [(W, OF_EVIDENCE)]),
        (LOSS + scored("2.20", "2.21"), [(W, OF_EVIDENCE)]),
        (MMLU + scored("1.5", "1.5"), []),  # no share of items
        (MMLU + scored("1.5", "1.6"), [(W, OF_EVIDENCE)]),
        (gain(more='evidence_arithmetic = { before = "2", after = "1", before_score = "60%" }'), []),
        (gain(more='evidence_arithmetic = { before = "2", after = "1" }'), []),
    ],
)
def test_scores_that_differ(text: str, expected: Places) -> None:
    assert places("FG339", text) == expected


@pytest.mark.parametrize(
    "text, which",
    [
        (scored("66.2%", "63.7%", "0.5%"), 'worse, so that the gain is its upper end|gain = "<6.6"'),
        (scored("63.7%", "66.2%", "0.5%"), 'better, so that the gain is its lower end|gain = ">6.6"'),
        (
            LOSS.replace('"loss" }', '"loss", direction = "higher_better" }') + scored("2.3", "2.2", "0.01"),
            'worse, so that the gain is its upper end|gain = "<6.6"',
        ),
        (
            MMLU.replace("10000", '10000, direction = "lower_better"') + scored("60%", "50%"),
            'better, so that the gain is its lower end|gain = ">6.6"',
        ),
        (LOSS + scored("2.2", "2.3", "0.01"), 'worse, so that the gain is its upper end|gain = "<6.6"'),
        (LOSS + scored("2.3", "2.2", "0.01"), 'better, so that the gain is its lower end|gain = ">6.6"'),
    ],
)
def test_unequal_scores_make_a_bound(text: str, which: str) -> None:
    ((_, finding),) = found("FG339", text)
    word, cure = which.split("|")
    assert (finding.message.endswith(word), finding.help.endswith(cure)) == (True, True)


def test_both_scores_and_what_is_missing_are_told() -> None:
    head = 'the gain of "moe" is read between scores of 66.2% before and 63.7% after'
    tail = ": the new run is worse, so that the gain is its upper end"
    assert messages("FG339", scored("66.2%", "63.7%", "0.5%")) == [head + tail]
    assert messages("FG339", scored("66.2%", "63.7%")) == [f"{head}, with no standard error stated{tail}"]


def test_a_gap_of_scores_in_compute() -> None:
    """Case L27: 2.5 points at 12 points for each tenfold are a factor of 1.62, which leaves 4.1 of 6.6."""
    assert factors("FG339", LINE + scored("66.2%", "63.7%", "0.5%")) == [Factor(low="0.62", high="0.62")]
    assert factors("FG339", LINE + scored("63.7%", "66.2%", "0.5%")) == [Factor(low="1.6", high="1.6")]
    assert factors("FG339", scored("66.2%", "63.7%", "0.5%")) == [None]


# --- FG340: stale baselines --------------------------------------------------------------------------------------


def cut_off(date: str) -> str:
    return f'[[definition]]\nid = "d"\nbaseline = {{ techniques = ["dense"], cutoff_date = "{date}" }}\n'


def claimed(date: str, quantity: str = "effective_compute") -> str:
    return f'[[claim]]\nquantity = "{quantity}"\nvalue = "4"\ndate = "{date}"\n'


OF_CUTOFF = "/definition/0/baseline/cutoff_date"


@pytest.mark.parametrize(
    "text, expected",
    [
        (model("2025-06-30") + cut_off("2023-06-30"), []),
        (model("2025-07-01") + cut_off("2023-06-30"), [(W, OF_CUTOFF)]),
        # a month or a year counts as old only where all of it is
        (model("2025-07") + cut_off("2023-06"), [(W, OF_CUTOFF)]),
        (model("2025-06") + cut_off("2023-06"), []),
        (model("2025-07") + cut_off("2023"), []),
        (model("2025") + cut_off("2022"), [(W, OF_CUTOFF)]),
        (model("2025") + cut_off("2023"), []),
        (model("2026-03-01") + cut_off("2024-02-29"), [(W, OF_CUTOFF)]),
        (model("2026-02-28") + cut_off("2024-02-29"), []),
        (model("2025-07-01") + claimed("2023-06-30"), [(W, "/claim/0/date")]),
        (model("2025-07-01") + claimed("2023-06-30", "training_compute"), []),
        (cut_off("2012"), []),
        (phase("pretrain", "1e24 FLOP", "ended = 2025-07-01") + cut_off("2023-06-30"), [(W, OF_CUTOFF)]),
        (phase("pretrain", "1e24 FLOP", "started = 2025-07-01") + cut_off("2023-06-30"), []),
        # what the release says goes before the training
        (model("2025-06-30") + phase("pretrain", "1e24 FLOP", "ended = 2025-07-01") + cut_off("2023-06-30"), []),
    ],
)
def test_stale_baselines(text: str, expected: Places) -> None:
    assert places("FG340", text) == expected


# --- FG342: untuned baselines ------------------------------------------------------------------------------------

OF_GAIN, OF_TUNED = "/enhancement/0/gain", "/enhancement/0/tuned_baseline"


@pytest.mark.parametrize(
    "text, expected",
    [
        (gain(more='tuned_baseline = "yes"'), []),
        (gain(more='tuned_baseline = "no"'), [(W, OF_TUNED)]),
        (gain(more='tuned_baseline = "unknown"'), [(W, OF_TUNED)]),
        (gain("optimizer"), [(W, OF_GAIN)]),
        (gain("architecture"), [(INFO, OF_GAIN)]),
        (gain("data", 'tuned_baseline = "no"'), [(W, OF_TUNED)]),
        (gain("prompting", 'tuned_baseline = "no"'), []),
        (gain("post_training"), []),
        (gain("price", 'tuned_baseline = "no"'), []),
        (gain("optimizer", size='"1.00"'), []),
        (gain("optimizer", size=""), []),
    ],
)
def test_untuned_baselines(text: str, expected: Places) -> None:
    assert places("FG342", text) == expected


# --- FG343: parameters -------------------------------------------------------------------------------------------


def said(text: str, quantity: str = "effective_compute", more: str = "") -> str:
    return f'[[claim]]\nquantity = "{quantity}"\nvalue = "4"\ntext = "{text}"\n{more}\n'


@pytest.mark.parametrize(
    "text, expected",
    [
        (said("four times the parameters of our last model"), [(E, "/claim/0/text")]),
        (said("4x as many active parameters"), [(E, "/claim/0/text")]),
        (said("4x more parameters"), [(E, "/claim/0/text")]),
        (said("a capability density of 4"), [(E, "/claim/0/text")]),
        (said("a parameter ratio of 4"), [(E, "/claim/0/text")]),
        (said("the ratio of the active parameters is 4"), [(E, "/claim/0/text")]),
        (said("4x", "algorithmic_gain", 'metric = "effective parameters"'), [(E, "/claim/0/metric")]),
        (said("scores like a model of five times its size"), [(E, "/claim/0/text")]),
        (said("scores like a 5x larger model"), [(E, "/claim/0/text")]),
        (said("the loss for which the baseline needs 4x the FLOP, in a 2x larger model"), []),
        (said("2x at equal parameters"), []),
        (said("4x with the same parameters"), []),
        (said("five times larger training compute than the last model"), []),
        (said("four times the parameters of our last model", "training_compute"), []),
        (said("4x effective compute, counted by active parameters"), []),
        (said("4x the effective compute of a model of 30 billion parameters"), []),
        (said("6 FLOP for each of the parameters and tokens"), []),
        (gain(name="parameter-efficient fine-tuning"), []),
        (gain(name="densing law"), [(E, OF_GAIN)]),
        (gain(more='metric = "capability density"'), [(E, OF_GAIN)]),
        (gain(name="capability density", size=""), []),
        (
            '[[trend]]\nid = "t"\ntitle = "Capability density of open models"\ndoubling_months = "3.5"\n',
            [(E, "/trend/0/title")],
        ),
        ('[[trend]]\nid = "t"\ntitle = "Compute of open models"\ndoubling_months = "3.5"\n', []),
    ],
)
def test_parameters_as_compute(text: str, expected: Places) -> None:
    assert places("FG343", text) == expected


def test_a_gap_of_unknown_error_asks_for_it_first() -> None:
    ((_, without), (_, with_one)) = (*found("FG339", scored("1", "2")), *found("FG339", scored("1", "2", "0.1")))
    assert without.help.startswith("state standard_error; if they differ by more than that, compare")
    assert with_one.help.startswith("compare")


# --- FG344: scopes -----------------------------------------------------------------------------------------------

PHASES = phase("pretrain", "2e25 FLOP") + phase("rl_rollout", "1e25 FLOP")
SCOPED = '[[definition]]\nid = "d"\ncompute_scope = ["pretrain"]\n'
ALL_STATED = 'manifest = 1\n[model]\nname = "x"\nbase = "none"\n[scope]\ncomplete = true\n' + PHASES
FOURFOLD = '[[claim]]\nquantity = "effective_compute"\nvalue = "4x"\n'


@pytest.mark.parametrize(
    "text, expected",
    [
        (SCOPED + FOURFOLD + 'phases = ["pretrain"]', []),
        (SCOPED + FOURFOLD + 'phases = ["pretrain", "rl_rollout"]', [(E, "/claim/0/phases")]),
        (SCOPED + FOURFOLD + 'phases = ["rl_rollout"]', [(E, "/claim/0/phases")]),
        (SCOPED.replace('"]', '", "eval"]') + FOURFOLD + 'phases = ["eval", "pretrain"]', []),
        (SCOPED.replace('"]', '", "eval"]') + FOURFOLD + 'phases = ["pretrain"]', [(E, "/claim/0/phases")]),
        (FOURFOLD + 'phases = ["pretrain", "rl_rollout"]', []),
        (SCOPED + FOURFOLD.replace("effective_compute", "training_compute") + 'phases = ["eval"]', []),
        # where all phases are stated, one of which there was none changes nothing
        (ALL_STATED + SCOPED.replace('"]', '", "eval"]') + FOURFOLD + 'phases = ["pretrain"]', []),
        (ALL_STATED + SCOPED + FOURFOLD + 'phases = ["pretrain", "eval"]', [(E, "/claim/0/phases")]),
        (
            ALL_STATED + SCOPED.replace('"]', '", "rl_rollout"]') + FOURFOLD + 'phases = ["pretrain"]',
            [(E, "/claim/0/phases")],
        ),
        (
            ALL_STATED.replace('base = "none"', 'base = [{ name = "b" }]')
            + SCOPED.replace('"]', '", "base_inherited"]')
            + FOURFOLD
            + 'phases = ["pretrain"]',
            [(E, "/claim/0/phases")],
        ),
        # the compute beside the claim
        (PHASES + SCOPED + FOURFOLD + 'actual_compute = "3e25 FLOP"', [(E, "/claim/0/actual_compute")]),
        (PHASES + SCOPED + FOURFOLD + 'actual_compute = "3.03e25 FLOP"', [(E, "/claim/0/actual_compute")]),
        (PHASES + SCOPED + FOURFOLD + 'actual_compute = "3.04e25 FLOP"', []),
        (PHASES + SCOPED + FOURFOLD + 'actual_compute = "2e25 FLOP"', []),
        (PHASES.replace("1e25", "2.2e24") + SCOPED + FOURFOLD + 'actual_compute = "2.22e25 FLOP"', []),
        (
            PHASES.replace("1e25", "2.3e24") + SCOPED + FOURFOLD + 'actual_compute = "2.23e25 FLOP"',
            [(E, "/claim/0/actual_compute")],
        ),
        (
            phase("pretrain", "1.8e25 FLOP")
            + phase("rl_rollout", "2e24 FLOP")
            + SCOPED
            + FOURFOLD
            + 'actual_compute = "2e25 FLOP"',
            [],
        ),
        (PHASES + SCOPED + FOURFOLD, []),
    ],
)
def test_scopes(text: str, expected: Places) -> None:
    assert places("FG344", text) == expected


def test_no_factor_where_the_phases_took_nothing() -> None:
    assert factors("FG344", PHASES + SCOPED + FOURFOLD + 'phases = ["pretrain", "eval"]') == [None]


def test_counting_as_the_definition_does() -> None:
    both = PHASES + SCOPED + FOURFOLD + 'phases = ["pretrain", "rl_rollout"]'
    assert factors("FG344", both) == [Factor(low="0.67", high="0.67")]
    assert factors("FG344", PHASES + SCOPED + FOURFOLD + 'actual_compute = "3e25 FLOP"') == factors("FG344", both)


def test_phases_of_which_nothing_is_known_give_no_factor() -> None:
    text = phase("pretrain", "2e25 FLOP") + SCOPED + FOURFOLD
    assert factors("FG344", text + 'phases = ["eval"]') == [None]
    assert messages("FG344", text + "phases = []") == ["the claim counts nothing, and d counts pretrain"]


# --- FG345: conventions ------------------------------------------------------------------------------------------

MOE = '[architecture]\nparameters = "16e9"\nactive_parameters = "2.8e9"\n'
TOKENS = 'tokens = "2e12"'
OF_CONVENTION = "/definition/0/flop_convention"


def convention(text: str) -> str:
    return f'[[definition]]\nid = "d"\nflop_convention = {{ {text} }}\n'


def hours(utilisation: str = "40%", kind: str = "mfu", more: str = "") -> str:
    """At 40 % of 1e15 FLOP/s 1e7 hours are 1.44e25 FLOP."""
    chips = f'peak = "1e15 FLOP/s", chip_hours = 1e7, utilisation = "{utilisation}", utilisation_kind = "{kind}"'
    return f'[[training]]\ncomponent = "pretrain"\nhardware = [{{ {chips} }}]\n{more}\n'


SIZED = '[architecture]\nparameters = "2e11"\n'


def shape(context: int) -> str:
    """A dense model of about 7e9 parameters, trained on sequences of a length."""
    sizes = "layers = 32\nhidden_size = 4096\nheads = 32\nintermediate_size = 11008\nvocabulary = 32000\n"
    more = f'component = "pretrain"\ntokens = "2e12"\nsequence_length = {context}\n'
    kind = 'kind = "decoder-transformer"\nparameters = "6.74e9"\n'
    flags = "kv_heads = 32\ngated_mlp = true\ntied_embeddings = false\n"
    return f"[architecture]\n{kind}{flags}{sizes}[[training]]\n{more}"


SHORT, LONG = shape(512), shape(32768)


@pytest.mark.parametrize(
    "text, expected",
    [
        (MOE + phase("pretrain", "1.92e23 FLOP", TOKENS) + convention('moe = "active"'), [(W, OF_CONVENTION)]),
        (MOE + phase("pretrain", "3.36e22 FLOP", TOKENS) + convention('moe = "active"'), []),
        (MOE + phase("pretrain", "3.36e22 FLOP", TOKENS) + convention('moe = "total"'), [(W, OF_CONVENTION)]),
        (MOE + phase("pretrain", "1.92e23 FLOP", TOKENS) + convention('moe = "total"'), []),
        (MOE + phase("pretrain", "1.92e23 FLOP", TOKENS) + convention('rule = "6ND"'), []),
        (MOE + phase("pretrain", "8e22 FLOP", TOKENS) + convention('moe = "active"'), []),
        (phase("pretrain", "1.92e23 FLOP", TOKENS) + convention('moe = "active"'), []),
        # hours of chips against the closed form
        (hours() + convention('rule = "6ND"'), [(W, OF_CONVENTION)]),
        (hours() + convention('rule = "6 x N x D"'), [(W, OF_CONVENTION)]),
        (hours() + convention('rule = "as spent"'), []),
        (hours() + convention('rule = "measured"'), []),
        (phase("pretrain", "1e25 FLOP") + convention('rule = "6ND"'), []),
        # what was worked out against what was measured: equal within a tenth it is the same
        (SIZED + hours(more='tokens = "1.2e13"') + convention('rule = "measured"'), []),
        (SIZED + hours(more='tokens = "1.31e13"') + convention('rule = "measured"'), []),
        (SIZED + hours(more='tokens = "1.4e13"') + convention('rule = "measured"'), [(W, OF_CONVENTION)]),
        (SIZED + hours(more='tokens = "1.4e13"') + convention('rule = "6ND"'), []),
        (
            SIZED + '[[training]]\ncomponent = "pretrain"\ntokens = "1e13"\n' + convention('rule = "profiled"'),
            [(W, OF_CONVENTION)],
        ),
        (SHORT + convention('rule = "6ND"'), []),
        (LONG + convention('rule = "6ND"'), [(W, OF_CONVENTION)]),
        (LONG + convention('rule = "whole shape"'), []),
        (LONG.replace('parameters = "6.74e9"\n', "") + convention('rule = "6ND"'), []),
        (hours(kind="hfu") + convention("recompute = false"), [(W, OF_CONVENTION)]),
        (hours(kind="mfu") + convention("recompute = false"), []),
        (hours(kind="hfu") + convention("recompute = true"), []),
        # only the phases that the definition counts
        (hours() + convention('rule = "6ND"') + 'compute_scope = ["midtrain_sft"]\n', []),
        (hours() + convention('rule = "6ND"') + 'compute_scope = ["pretrain"]\n', [(W, OF_CONVENTION)]),
    ],
)
def test_conventions(text: str, expected: Places) -> None:
    assert places("FG345", text) == expected


def test_the_two_counts_of_experts_are_in_the_factor() -> None:
    total = MOE + phase("pretrain", "1.92e23 FLOP", TOKENS) + convention('moe = "active"')
    active = MOE + phase("pretrain", "3.36e22 FLOP", TOKENS) + convention('moe = "total"')
    assert factors("FG345", total) == [Factor(low="0.18", high="0.18")]
    assert factors("FG345", active) == [Factor(low="5.7", high="5.7")]
    assert messages("FG345", total) == [
        "d counts by active parameters, and the compute of the run is that of all parameters"
    ]
    ((_, cure),) = found("FG345", active)
    assert cure.help == "state the compute of the run by all parameters, or change the definition"


def test_the_other_count_is_in_the_factor_unless_the_phase_is_confidential() -> None:
    more = SIZED + hours(more='tokens = "1.4e13"')
    assert factors("FG345", more + convention('rule = "measured"')) == [Factor(low="0.86", high="0.86")]
    hidden = more.replace('component = "pretrain"', 'component = "pretrain"\nconfidential = true')
    assert factors("FG345", hidden + convention('rule = "measured"')) == [None]


# --- FG346: headlines --------------------------------------------------------------------------------------------


def trend(rate: str, headline: str = "", window: str = '"2014".."2023"', more: str = "") -> str:
    first, last = window.split("..")
    told = f"headline = {{ {headline} }}\n" if headline else ""
    return f'[[trend]]\nid = "t"\n{rate}\nfirst = {first}\nlast = {last}\n{told}{more}\n'


MEDIAN = 'doubling_months = "8.4"'


@pytest.mark.parametrize(
    "text, expected",
    [
        # case L06: 7,420 of 8.4 months, 21,619 of 7.5
        (trend(MEDIAN, 'factor = "22000"'), [(W, "/trend/0/headline/factor")]),
        (trend(MEDIAN, 'factor = "7420"'), []),
        (trend('doubling_months = "7.5"', 'factor = "22000"'), []),
        (trend('doubling_months = "7.8"', 'factor = "22000"'), [(W, "/trend/0/headline/factor")]),
        # the last digit of 8.4 leaves 7,030 to 7,826, and a tenth beyond
        (trend(MEDIAN, 'factor = "8600"'), []),
        (trend(MEDIAN, 'factor = "8610"'), [(W, "/trend/0/headline/factor")]),
        (trend(MEDIAN, 'factor = "6340"'), []),
        (trend(MEDIAN, 'factor = "6320"'), [(W, "/trend/0/headline/factor")]),
        (trend('per_year = "3.0"', 'factor = "20000"'), []),
        (trend('per_year = "2.0"', 'factor = "512"'), []),
        (trend('per_year = "2.0"', 'factor = "1000"'), [(W, "/trend/0/headline/factor")]),
        # dates with a day are counted by the day
        (trend('per_year = "2.00"', 'factor = "4"', '"2014-01-01".."2016-01-01"'), []),
        (trend('per_year = "2.00"', 'factor = "8"', '"2014-01-01".."2016-01-01"'), [(W, "/trend/0/headline/factor")]),
        # its own window goes first
        (trend(MEDIAN, 'factor = "7420", first = "2014"', '"2012".."2023"'), []),
        (trend(MEDIAN, 'factor = "7420"', '"2012".."2023"'), [(W, "/trend/0/headline/factor")]),
        # years without data
        (trend(MEDIAN, 'factor = "53700", first = "2012"', '"2014".."2023"'), [(W, "/trend/0/headline")]),
        (trend(MEDIAN, 'factor = "20000", last = "2024"', '"2014".."2023"'), [(W, "/trend/0/headline")]),
        (trend(MEDIAN, 'first = "2014", last = "2023"'), []),
        (trend(MEDIAN), []),
        (trend('per_year = "3"\ndoubling_months = "12"', 'factor = "5"'), []),
    ],
)
def test_headlines(text: str, expected: Places) -> None:
    assert places("FG346", text) == expected


QUOTED = '[[claim]]\nquantity = "algorithmic_gain"\nvalue = "{}x"\ntext = "{}"\n'
HEADLINE = trend('doubling_months = "7.5"', 'factor = "22000"')


@pytest.mark.parametrize(
    "text, expected",
    [
        (HEADLINE + QUOTED.format(22000, "22,000x from 2012 to 2023"), [(W, "/claim/0/text")]),
        (HEADLINE + QUOTED.format(22000, "22,000x in 2014\u20132022"), [(W, "/claim/0/text")]),
        (HEADLINE + QUOTED.format(22000, "22,000x from 2014 to 2023"), []),
        (HEADLINE + QUOTED.format(21000, "21,000x from 2012 to 2023"), []),
        (HEADLINE + QUOTED.format(22000, "22,000x"), []),
    ],
)
def test_factors_of_other_years(text: str, expected: Places) -> None:
    assert places("FG346", text) == expected


def test_other_years_change_the_rate() -> None:
    """Case L07: 3.04x a year over nine years, 2.48x over eleven."""
    assert factors("FG346", HEADLINE + QUOTED.format(22000, "2012 to 2023")) == [Factor(low="1.2", high="1.2")]
    assert factors("FG346", trend(MEDIAN, 'factor = "22000"')) == [Factor(low="0.34", high="0.34")]


# --- FG347, FG348: windows and populations -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, expected",
    [
        (model("2024-01-01") + trend(MEDIAN), [(W, "/trend/0/last")]),
        (model("2023-12-31") + trend(MEDIAN), []),
        (model("2023") + trend(MEDIAN, window='"2014".."2023-06"'), []),
        (model("2023-07") + trend(MEDIAN, window='"2014".."2023-06"'), [(W, "/trend/0/last")]),
        (trend(MEDIAN), []),
        (model("2024-01-01") + '[[trend]]\nid = "t"\nper_year = "3"\n', []),
        (model("2024-01-01") + '[[trend]]\nid = "language-2024"\nfrom = "bundled"\n', [(W, "/trend/0/from")]),
        (model("2023-12-31") + '[[trend]]\nid = "language-2024"\nfrom = "bundled"\n', []),
    ],
)
def test_rates_outside_their_years(text: str, expected: Places) -> None:
    assert places("FG347", text) == expected


def test_progress_after_the_data_may_be_none() -> None:
    text = model("2025-12-31") + trend('per_year = "2"', window='"2014".."2023-12-31"')
    assert factors("FG347", text) == [Factor(low="0.25", high="1.0")]


@pytest.mark.parametrize(
    "text, expected",
    [
        ('[[trend]]\nid = "t"\nper_year = "3"\n', [(W, "/trend/0/per_year")]),
        ('[[trend]]\nid = "t"\ndoubling_months = "8"\n', [(W, "/trend/0/doubling_months")]),
        ('[[trend]]\nid = "t"\nper_year = "3"\npopulation = "unknown"\n', [(W, "/trend/0/per_year")]),
        ('[[trend]]\nid = "t"\nper_year = "3"\npopulation = "all models"\n', []),
        ('[[trend]]\nid = "t"\n', []),
        ('[[trend]]\nid = "said-4x"\nfrom = "bundled"\n', []),
    ],
)
def test_populations(text: str, expected: Places) -> None:
    assert places("FG348", text) == expected


# --- FG349: products ---------------------------------------------------------------------------------------------


def between(low: str, high: str, name: str = "a") -> str:
    return gain(size=f'{{ low = "{low}", high = "{high}", level = "90%" }}', name=name)


THREE = between("1.5", "3") + between("2", "8", "b") + between("1", "1.5", "c")  # case A08
TWO = gain("data", size='"12.0"', name="data") + gain(size='"3.7"', name="model")  # case L26


def product(value: str, text: str = "", quantity: str = "algorithmic_gain") -> str:
    told = f'text = "{text}"\n' if text else ""
    return f'[[claim]]\nquantity = "{quantity}"\nvalue = {value}\n{told}'


STATED = "/claim/0/value"
BOTH = '[[definition]]\nid = "d"\n[[definition]]\nid = "e"\n'


def of(definition: str, text: str) -> str:
    """The gains or the claim, under a definition."""
    return "[[".join(part and f'{part}definition = "{definition}"\n' for part in text.split("[["))


@pytest.mark.parametrize(
    "text, expected",
    [
        (THREE + product('"3..36"'), [(INFO, STATED)]),
        (THREE + product('"3.06..36.7"'), [(INFO, STATED)]),
        (THREE + product('"3.07..36"'), []),
        (THREE + product('"3..36.8"'), []),
        (THREE + product('"4.7..23"'), []),
        (THREE + product('"11.7"'), [(INFO, STATED)]),
        (THREE + product('"11.47"'), [(INFO, STATED)]),
        (THREE + product('"11.46"'), []),
        (THREE + product('"10.4"'), []),
        (THREE + product('{ value = "11.7", low = "3", high = "36" }'), [(INFO, STATED), (INFO, STATED)]),
        (THREE + product('"3..36"', quantity="effective_compute"), []),
        (between("1.5", "3") + product('"1.5..3"'), []),
        (between("1.5", "3") + gain(name="b") + product('"1.5..3"'), []),
        (between("1.9", "2.1") + between("2.9", "3.1", "b") + product('"6"'), []),
        (TWO + product('"0.308"', "0.308x, more from data"), []),
        # the gains of the claim's own definition
        (BOTH + of("d", THREE + product('"3..36"')) + of("e", TWO), [(INFO, STATED)]),
        (BOTH + of("e", TWO) + of("d", THREE + product('"3..36"')), [(INFO, STATED)]),
        (BOTH + of("d", THREE) + of("e", TWO) + product('"3..36"'), []),
        (BOTH + of("d", between("1.5", "3") + product('"1.5..3"')) + of("e", TWO), []),
        (between("1.5", "3") + gain(name="point") + product('"3..6"'), []),
        # a ratio of two gains
        (TWO + product('"3.24"', "3.24x more from data"), [(INFO, STATED)]),
        (TWO + product('"3.30"', "3.30x more from data"), [(INFO, STATED)]),
        (TWO + product('"3.31"', "3.31x more from data"), []),
        (TWO + product('"3.24"', "3.24x from data"), []),
        (TWO + product('"44.4"', "44.4x, more than before"), []),
        (TWO + product('"1.0"', "no more than before"), []),
        (gain(name="a") + gain(name="b") + product('"1"', "1x as much from a"), []),
        (gain(size='"3"', name="a") + gain(name="b") + product('"1.5"', "1.5x more from a"), [(INFO, STATED)]),
        (gain(size='"6"', name="a") + gain(name="b") + product('"3"', "3x more from a"), [(INFO, STATED)]),
        (gain(size='"2"', name="a") + gain(size='"0.5"', name="b") + product('"4"', "4x more from a"), []),
        (
            gain(size='"3"', name="a")
            + gain(size='"1"', name="b")
            + gain(size='"2"', name="c")
            + product('"3"', "3x more from a"),
            [],
        ),
    ],
)
def test_products(text: str, expected: Places) -> None:
    assert places("FG349", text) == expected


def test_what_products_and_shares_are() -> None:
    assert messages("FG349", THREE + product('"3..36"')) == [
        "3..36 multiplies the ends of the gains, which holds if all move together; independent ones give 4.7 .. 23"
    ]
    assert factors("FG349", THREE + product('"3..36"')) == [Factor(low="0.64", high="1.6")]
    assert messages("FG349", THREE + product('"11.7"')) == [
        "11.7 is the mean of the product, which a few high values pull up; half of the chances lie below 10.4"
    ]
    (near,) = messages("FG349", THREE + product('"11.47"'))
    assert near.startswith("11.5 is the mean of the product")
    assert factors("FG349", THREE + product('"11.7"')) == [Factor(low="0.89", high="0.89")]
    assert messages("FG349", TWO + product('"3.24"', "3.24x more from data")) == [
        '3.24 is the ratio of "data" to "model"; of the progress in orders of magnitude the parts are 66% and 34%'
    ]


# --- FG309: growth of compute ------------------------------------------------------------------------------------

SAME = 'the gain of "{}" is more or cheaper computation, which is in the FLOP of the run already'


@pytest.mark.parametrize(
    "name",
    [
        *("chip production", "hardware price-performance", "GPU generations", "more chips", "Moore's law"),
        *("compute growth", "hardware progress", "growth in training compute"),
    ],
)
def test_growth_of_compute_is_no_gain(name: str) -> None:
    assert messages("FG309", gain("pretraining_algorithm", name=name)) == [SAME.format(name)]


@pytest.mark.parametrize(
    "name", ["test-time compute scaling", "more inference compute", "better data", "growth in data"]
)
def test_what_is_not_growth_of_compute(name: str) -> None:
    assert messages("FG309", gain("pretraining_algorithm", name=name)) == []


@pytest.mark.parametrize(
    "name, flagged",
    [
        ("memory-efficient attention of xFormers", True),
        ("4D parallelism", True),
        ("cost per token at one level of skill", True),
        ("hardware-aware search of shapes", False),
        ("cost-sensitive loss", False),
    ],
)
def test_what_saves_time_or_money_for_each_flop(name: str, flagged: bool) -> None:
    assert bool(messages("FG309", gain("pretraining_algorithm", name=name))) is flagged
