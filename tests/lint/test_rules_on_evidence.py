"""What the rules about malformed evidence for gains say: a table of cases."""

import pytest

from flopguard.finding import Severity
from tests.lint.support import subject_of, yielded

E, W = Severity.ERROR, Severity.WARNING
HEAD = '[[enhancement]]\nname = "moe"\nkind = "architecture"\n'
DEFINITION = '[[definition]]\nid = "d"\nmetric = { name = "c4-loss", kind = "loss" }\n'
POINTS = """[[curve]]
id = "old"
law = "points"
points = [{ compute = "1e22 FLOP", score = "0.4" }, { compute = "1e23 FLOP", score = "0.5" }]
[[definition]]
id = "d"
curve = "old"
metric = { name = "gpqa", kind = "accuracy" }
"""


def gain(text: str, name: str = "moe", kind: str = "architecture") -> str:
    return f'[[enhancement]]\nname = "{name}"\nkind = "{kind}"\n{text}\n'


def said(code: str, text: str) -> list[tuple[Severity, str, str]]:
    subject = subject_of(text)
    assert subject.problems == ()
    return [(severity, found.at, found.message) for severity, found in yielded(code, subject)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ('gain = "2"', None),
        ('gain = "2"\ngsd = "1.3"', None),
        ('samples = ["2", "3", "4"]', None),
        ('gain_at = [{ compute = "1e22 FLOP", gain = "2" }]', None),
        ('curves = { baseline = "a", new = "b" }', None),
        ('gain = "0"', None),
        ('gain = "2"\nsamples = ["2"]', ("samples", "is stated in 2 forms (gain, samples): keep one")),
        (
            'samples = ["2", "3"]\ngsd = "2"',
            ("gsd", "has a geometric standard deviation (gsd), which goes with gain and not with samples"),
        ),
        ('gain = "2..3"\ngsd = "2"', ("gsd", "has a gsd around a gain that is not one value above 0")),
        ('samples = ["2", ">3"]', ("samples", "has samples that are not each one value above 0")),
        (
            'gain_at = [{ compute = "1e22 FLOP", gain = "2" }, { compute = "1e22 FLOP", gain = "3" }]',
            ("gain_at", "has points of gain_at at a compute of 0, or two at the same compute"),
        ),
    ],
)
def test_evidence_that_gives_no_factor(text: str, expected: tuple[str, str] | None) -> None:
    found = [] if expected is None else [(E, f"/enhancement/0/{expected[0]}", f'the gain of "moe" {expected[1]}')]
    assert said("FG319", HEAD + text + "\n") == found


@pytest.mark.parametrize("key", ["relative_to", "overlaps_with", "joint_of"])
def test_gains_that_there_are_not(key: str) -> None:
    both = gain('gain = "2"', "a") + gain(f'gain = "2"\n{key} = ["a", "moa"]')
    words = f"the gain of \"moe\" names 'moa' in {key}: there is no other gain of this name"
    assert said("FG319", both) == [(E, f"/enhancement/1/{key}/1", words)]


def claim(value: str, text: str) -> str:
    return f'[[claim]]\nquantity = "algorithmic_gain"\nvalue = "{value}"\ntext = "{text}"\n'


LOWER = "is stored as a measured value; the text says {}: it is the lower end of what it may be"


@pytest.mark.parametrize(
    "value, text, bound",
    [
        ("5x", "a gain of >5x", '">5"'),
        ("5", "a gain of \\u22655x", '"\\u22655"'),
        ("5", "at least 5 times", '"at least 5"'),
        ("5x", "more than a factor of 5.", '"more than a factor of 5"'),
        ("4.9x", "over 4.9x on code", '"over 4.9"'),
        ("5x", "the old model did not reach it", "that the baseline did not reach the score"),
        (">5x", "a gain of >5x", None),
        ("4..6", "at least 4x", None),
        ("5x", "over 5 years", None),
        ("5x", "more than 5% of it", None),
        ("5x", "at least 50x", None),
        ("5x", "at least 3x, we think 5x", None),
    ],
)
def test_a_bound_in_the_words_beside_a_plain_number(value: str, text: str, bound: str | None) -> None:
    words = None if bound is None else bound.encode().decode("unicode_escape")
    expected = [] if words is None else [(E, "/claim/0/value", f"{value} {LOWER.format(words)}")]
    assert said("FG320", claim(value, text)) == expected


def test_an_upper_bound_is_named_as_one() -> None:
    ((_, _, message),) = said("FG320", claim("3x", "less than 3x"))
    assert (
        message
        == '3x is stored as a measured value; the text says "less than 3": it is the upper end of what it may be'
    )


@pytest.mark.parametrize("score, flagged", [("0.45", False), ("0.5", False), ("0.55", True)])
def test_a_gain_read_beyond_all_measured_points_is_a_bound(score: str, flagged: bool) -> None:
    found = said("FG320", POINTS + gain(f'gain = "3"\ntarget_score = "{score}"'))
    words = f'the gain of "moe" is read at {score}, and old was measured to 0.50: it is the lower end of what it may be'
    message = f"3 is stored as a measured value; {words}"
    assert found == ([(E, "/enhancement/0/gain", message)] if flagged else [])


METRIC = '[[definition]]\nid = "d"\nmetric = {{ name = "c4-loss", kind = "loss", {} }}\n'
ROW = '[[benchmark]]\nname = "C4 loss"\nscore = "2.1"\n{}\n'


@pytest.mark.parametrize(
    "metric, row, expected",
    [
        ('unit = "bits/byte"', "", []),
        ('unit = "nats/token", tokenizer = "gpt-2"', 'tokenizer = "GPT 2"', []),
        (
            'unit = "nats/token", tokenizer = "gpt-2"',
            'tokenizer = "llama-3"',
            [("/benchmark/0/tokenizer", "the score is per token of llama-3, and the definition per token of gpt-2")],
        ),
        (
            'unit = "nats per token", tokenizer = "gpt-2"',
            "",
            [("/benchmark/0", "C4 loss is per token, and the score names no tokenizer")],
        ),
        (
            'unit = "nats/token", tokenizer = "gpt-2"',
            'unit = "bits/byte"',
            [("/benchmark/0/unit", "the score is in bits/byte, and the definition is per token")],
        ),
        (
            'unit = "perplexity"',
            'tokenizer = "gpt-2"',
            [("/definition/0/metric", "c4-loss is per token, and of no stated tokenizer")],
        ),
    ],
)
def test_losses_per_token(metric: str, row: str, expected: list[tuple[str, str]]) -> None:
    found = said("FG321", METRIC.format(metric) + ROW.format(row))
    assert found == [(E, at, message) for at, message in expected]


def levelled(level: str, name: str) -> str:
    return gain(f'gain = {{ low = "2", high = "3", level = "{level}" }}', name)


@pytest.mark.parametrize(
    "text, expected",
    [
        (levelled("90%", "a") + levelled("90%", "b"), []),
        (levelled("90%", "a") + gain('gain = "2"', "b"), []),
        (
            levelled("90%", "a") + levelled("95%", "b"),
            [(W, "/enhancement/1/gain", 'the gain of "b" has an interval at 95 %, that of "a" is at 90 %')],
        ),
    ],
)
def test_levels_of_one_product(text: str, expected: list[tuple[Severity, str, str]]) -> None:
    assert said("FG322", text) == expected


@pytest.mark.parametrize(
    "figure, why",
    [
        ('gain = "2..3"', None),
        ('gain = "1..1.5"', None),
        ('gain = "<5"', None),
        ('gain = ">0.5"', None),
        (
            'gain = { value = "1.29", low = "0.341", high = "4.878" }',
            "gain is 1.29 with an interval that holds 1: it may be none",
        ),
        (
            'gain = { value = "0.248", low = "0", high = "99266.244" }',
            "gain is 0.248 with an interval that holds 1: it may be none",
        ),
        ('gain = "2..201"', "gain has an interval whose ends lie more than a hundredfold apart"),
        ('samples = ["2", "3"]', "samples rests on 2 runs: too few to know their scatter"),
        ('samples = ["2"]', "samples rests on 1 run: too few to know their scatter"),
        (f"samples = {['2'] * 9}", "samples rests on 9 runs: too few to know their scatter"),
        (f"samples = {['2'] * 10}", None),
    ],
)
def test_intervals_that_say_nothing(figure: str, why: str | None) -> None:
    field, _, words = (why or "").partition(" ")
    expected = [] if why is None else [(W, f"/enhancement/0/{field}", f'the gain of "moe" {words}')]
    assert said("FG323", gain(figure)) == expected


@pytest.mark.parametrize(
    "text, runs",
    [
        ('gain = "1.063"', "an unstated number of runs"),
        ('gain = "1.063"\nseeds = 1', "one run"),
        ('gain = "1.063"\nseeds = 2', None),
        ('gain = "1.1"', None),
        ('gain = "1"', None),
        ('gain = "0.95"', None),
        ('gain = ">1.05"', None),
    ],
)
def test_gains_no_larger_than_noise(text: str, runs: str | None) -> None:
    message = f'the gain of "moe", 1.063, comes from {runs}: so much is often noise'
    assert said("FG324", gain(text)) == ([] if runs is None else [(W, "/enhancement/0/gain", message)])


@pytest.mark.parametrize(
    "text, expected",
    [
        (gain('gain = "2"', "a"), None),
        (gain('gain = "2"', "a") + gain('gain = "3"', "b"), "1 more under d are multiplied, 2 of them"),
        (gain('gain = "2"', "a") + gain('gain = "3"\nrelative_to = ["a"]', "b"), None),
        (gain('gain = "2"', "a") + gain('gain = "1"', "b"), None),
        (gain('gain = "2"', "a") + gain('gain = "3"', "b", "price"), None),
        (
            "".join(gain(f'gain = "2"\njoint_evidence = "{run}"', name) for name, run in ("aj", "bj", "ck")),
            "2 more under d are multiplied, 2 of them",
        ),
    ],
)
def test_gains_that_nobody_measured_together(text: str, expected: str | None) -> None:
    found = said("FG325", DEFINITION + text)
    if expected is None:
        assert found == []
        return
    ((severity, at, message),) = found
    assert severity is W
    assert at == f"/enhancement/{text.count('[[enhancement]]') - 1}"
    assert message.endswith(f"{expected} without a joint measurement")


@pytest.mark.parametrize(
    "rule, flagged", [("compute-optimal", True), ("Chinchilla-optimal FLOP", True), ("6ND", False)]
)
def test_allocation_on_top_of_compute_optimal_flop(rule: str, flagged: bool) -> None:
    text = f'[[definition]]\nid = "d"\nflop_convention = {{ rule = "{rule}" }}\n'
    words = 'the gain of "moe" is one of allocation, and d already counts compute as that of the best allocation'
    found = said("FG326", text + gain('gain = "2"', kind="allocation"))
    assert found == ([(E, "/enhancement/0/kind", words)] if flagged else [])


TOKENS = 'evidence_arithmetic = { before = "2", after = "1", unit = "tokens" }'


@pytest.mark.parametrize(
    "first, second, flagged",
    [
        ('gain = "2"', 'gain = "2"', False),
        ('gain = "2"', f'gain = "2"\n{TOKENS}', True),
        ('gain = "2"\noverlaps_with = ["b"]', f'gain = "2"\n{TOKENS}', False),
        ('gain = "2"', f'gain = "2"\nrelative_to = ["a"]\n{TOKENS}', False),
        ('gain = "2"\njoint_evidence = "j"', f'gain = "2"\njoint_evidence = "j"\n{TOKENS}', False),
    ],
)
def test_data_counted_as_a_gain_and_in_tokens(first: str, second: str, flagged: bool) -> None:
    found = said("FG327", gain(first, "a", "data") + gain(second, "b", "data"))
    message = 'the gain of "b" is counted in tokens, beside that of "a": better data may count twice'
    assert found == ([(W, "/enhancement/1", message)] if flagged else [])


@pytest.mark.parametrize(
    "text, expected",
    [
        ('per_year = "3"', []),
        ('per_year = "3"\ndoubling_months = "7.6"', []),
        ('doubling_months = "0"', [(E, "/trend/0/doubling_months", "a rate of 0 is no rate")]),
        ('per_year = "0"', [(E, "/trend/0/per_year", "a rate of 0 is no rate")]),
        (
            'per_year = "3"\ndoubling_months = "12"',
            [(E, "/trend/0/doubling_months", "12 months a doubling is 2.0 a year, not 3")],
        ),
    ],
)
def test_rates_that_are_none(text: str, expected: list[tuple[Severity, str, str]]) -> None:
    assert said("FG328", f'[[trend]]\nid = "t"\n{text}\n') == expected


@pytest.mark.parametrize("months", ["-30.6", "-30.6 months"])
def test_a_negative_doubling_time_is_refused_at_its_field(months: str) -> None:
    subject = subject_of(f'[[trend]]\nid = "t"\ndoubling_months = "{months}"\n')
    assert [(problem.kind, problem.at) for problem in subject.problems] == [
        ("number-out-of-range", "/trend/0/doubling_months")
    ]


def test_low_above_high_is_refused_at_its_field() -> None:
    subject = subject_of(gain('gain = { low = "5", high = "2", level = "90%" }'))
    assert [(problem.kind, problem.at) for problem in subject.problems] == [
        ("malformed-quantity", "/enhancement/0/gain/low")
    ]


@pytest.mark.parametrize("code", ["FG301", "FG302", "FG303", "FG304"])
@pytest.mark.parametrize("form", ["samples", "gain_at"])
def test_terms_are_asked_of_a_gain_in_every_form(code: str, form: str) -> None:
    factor = {"samples": '["2", "3", "4"]', "gain_at": '[{ compute = "1e22 FLOP", gain = "2" }]'}[form]
    found = said(code, gain(f"{form} = {factor}"))
    places = [at for _, at, _ in found]
    assert places == ([] if (code, form) == ("FG303", "gain_at") else [f"/enhancement/0/{form}"])


@pytest.mark.parametrize(
    "name, shape, expected",
    [
        ("open_llama_7b_v2", 'parameters = "13e9"', "13e9 parameters, and the name open_llama_7b_v2 says 7.0e9"),
        ("open_llama_7b_v2", 'parameters = "6.7e9"', None),
        ("chat-9b-1m", 'parameters = "9.4e9"', None),
        ("tiny-160M", 'parameters = "160e6"', None),
        ("gpt-4", 'parameters = "1e9"', None),
        ("x-a3b", 'parameters = "30e9"', None),
        (
            "deepseek-moe-16b",
            'parameters = "16e9"',
            "the name deepseek-moe-16b says a mixture of experts, and one count of parameters is stated",
        ),
        ("deepseek-moe-16b", 'parameters = "16e9"\nactive_parameters = "2.8e9"', None),
        (
            "mix-8x7b",
            'parameters = "47e9"',
            "the name mix-8x7b says a mixture of experts, and one count of parameters is stated",
        ),
        ("smoe-7b", 'parameters = "7e9"', None),
    ],
)
def test_a_name_that_contradicts_the_figures(name: str, shape: str, expected: str | None) -> None:
    text = f'manifest = 1\n[model]\nname = "{name}"\n[architecture]\n{shape}\n'
    assert said("FG329", text) == ([] if expected is None else [(W, "/architecture/parameters", expected)])
