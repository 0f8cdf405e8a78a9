"""What a phase does with a model: every row of the table of passes, and pipelines made of several phases."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flopguard.estimate.types import Estimated
from flopguard.result import Step, StepInput
from tests.estimate.support import compute_of, phase_of

SHAPE = '[architecture]\nparameters = "7e9"\n'
N, SMALL, T = 7 * 10**9, 40 * 10**6, 10**9
TUNED = '[[training]]\ncomponent = "midtrain_sft"\ntokens = "1e9"\n'


def chosen(lines: str, head: str = SHAPE + TUNED) -> Estimated:
    found = phase_of(head + lines)
    assert found.chosen is not None, found.gaps
    return found.chosen


def ends(estimated: Estimated) -> tuple[Fraction | None, ...]:
    bounds = estimated.amount.bounds()
    return bounds.low, bounds.central, bounds.high


PART = 'trainable_parameters = "40e6"\n'
ROWS = [
    ("", 6 * N * T),
    ('passes = "full"', 6 * N * T),
    ('trained = "all"', 6 * N * T),
    ('trained = "all"\ntrainable_parameters = "100%"', 6 * N * T),
    ('trainable_parameters = "7e9"', 6 * N * T),
    ('trainable_parameters = "6.8e9"', 6 * N * T),
    ('trainable_parameters = "100%"', 6 * N * T),
    ('passes = "forward"', 2 * N * T),
    ('passes = "input_gradient"', 4 * N * T),
    (PART + 'trained = "adapters"', (4 * N + 6 * SMALL) * T),
    (PART + 'trained = "scattered"', (4 * N + 2 * SMALL) * T),
    (PART + 'trained = "upper_layers"', (2 * N + 4 * SMALL) * T),
    (PART + 'trained = "head"', (2 * N + 2 * SMALL) * T),
    ('trainable_parameters = "50%"\ntrained = "upper_layers"', (2 * N + 2 * N) * T),
    ('trainable_parameters = "100%"\ntrained = "upper_layers"', 6 * N * T),
    ('trainable_parameters = "7e9"\ntrained = "scattered"', 6 * N * T),
    ('trainable_parameters = "9e9"\ntrained = "adapters"', (4 * N + 54 * 10**9) * T),
]


@pytest.mark.parametrize("lines, expected", ROWS)
def test_each_row_of_the_table(lines: str, expected: int) -> None:
    found = chosen(lines)
    assert ends(found) == (expected, expected, expected)
    assert (found.method, found.assumptions) == ("parameters-tokens", ())


def test_where_the_trained_weights_lie_is_not_guessed() -> None:
    """From a head alone to adapters; central at what costs most."""
    found = chosen(PART)
    most = (4 * N + 6 * SMALL) * T
    assert ends(found) == ((2 * N + 2 * SMALL) * T, most, most)
    (assumption,) = found.assumptions
    assert str(assumption).startswith(
        "that share of the backward pass through the frozen weights is 0 .. 1.0 (central 1.0): it is not stated where"
    )
    assert found.steps[0].what == (
        "(2 FLOP x parameters + 2 FLOP x trainable parameters) x tokens, and share of the backward pass x "
        "(2 FLOP x parameters + 4 FLOP x trainable parameters) x tokens"
    )


@pytest.mark.parametrize("part", ['"50%"', '"34%"', '"2.4e9"', '"1e6..3e9"', '">1e6"'])
def test_a_part_costs_no_more_than_the_whole(part: str) -> None:
    """Adapters of more than a third of the model would; where the part may be as large, all passes are the most."""
    found = chosen(f"trainable_parameters = {part}")
    assert ends(found) == (2 * N * T, 6 * N * T, 6 * N * T)
    assert found.steps[0].what == (
        "2 FLOP x parameters x tokens, and share of the backward pass x 4 FLOP x parameters x tokens"
    )


@pytest.mark.parametrize("row", [lines for lines, _ in ROWS if PART in lines])
def test_what_is_said_lies_within_what_is_assumed_without_it(row: str) -> None:
    low, _, high = ends(chosen(PART))
    said = ends(chosen(row))[0]
    assert low is not None
    assert high is not None
    assert said is not None
    assert low <= said <= high


def test_the_step_tells_the_formula() -> None:
    assert chosen(PART + 'trained = "adapters"').steps == (
        Step(
            what="(4 FLOP x parameters + 6 FLOP x trainable parameters) x tokens (adapters)",
            inputs=(
                StepInput(name="parameters", value="7e9", evidence="reported"),
                StepInput(name="trainable_parameters", value="40e6", evidence="reported"),
                StepInput(name="tokens", value="1e9", evidence="reported"),
            ),
            result="2.8e19 FLOP",
        ),
    )


MEASURED = [
    # Training over forward as an operation counter has it on Llama 3.1 8B. Attention is in it and not in the formula.
    ("3490e6 + 525e6", 'trainable_parameters = "4014997504"\ntrained = "upper_layers"', Fraction("2.06877")),
    ("head", 'trainable_parameters = "525336576"\ntrained = "head"', Fraction("1.06877")),
    ("q, v at rank 16", 'trainable_parameters = "6815744"\ntrained = "adapters"', Fraction("2.0149")),
    ("all at rank 16", 'trainable_parameters = "41943040"\ntrained = "adapters"', Fraction("2.0196")),
]


@pytest.mark.parametrize("which, lines, measured", MEASURED)
def test_measured_shares_are_met_within_a_percent(which: str, lines: str, measured: Fraction) -> None:
    matrices = '[architecture]\nparameters = "7504658432"\n'
    forward = ends(chosen('passes = "forward"', matrices + TUNED))[0]
    trained = ends(chosen(lines, matrices + TUNED))[0]
    assert forward is not None
    assert trained is not None
    assert abs(trained / forward / measured - 1) < Fraction(1, 100)


AT = "/training/0"


@pytest.mark.parametrize(
    "lines, need",
    [
        ('trained = "adapters"', f"{AT}/trainable_parameters"),
        (
            PART + 'passes = "forward"',
            f"{AT}/passes that train (what has trainable parameters is run forward and backward)",
        ),
        (
            PART + 'trained = "all"',
            f"{AT}/trained as the part that the trainable parameters are (all are said to be)",
        ),
        (
            'trainable_parameters = "8e9"\ntrained = "head"',
            f"{AT}/trainable_parameters of at most the parameters of which they are a part",
        ),
        (
            'trainable_parameters = "110%"\ntrained = "scattered"',
            f"{AT}/trainable_parameters of at most the parameters of which they are a part",
        ),
    ],
)
def test_what_is_missing_or_cannot_be_is_named(lines: str, need: str) -> None:
    found = phase_of(SHAPE + TUNED + lines)
    assert found.chosen is None
    assert {gap.method: gap.needs for gap in found.gaps}["parameters-tokens"] == (need,)


@pytest.mark.parametrize(
    "component, passes", [("eval", "full"), ("data_prep", "full"), ("rl_rollout", "input_gradient")]
)
def test_stated_passes_go_before_those_of_the_component(component: str, passes: str) -> None:
    text = f'[[training]]\ncomponent = "{component}"\nparameters = "7e9"\ntokens = "1e9"\npasses = "{passes}"\n'
    assert ends(chosen("", text))[0] == {"full": 6, "input_gradient": 4}[passes] * N * T


FULL_SHAPE = (
    '[architecture]\nkind = "decoder-transformer"\nlayers = 32\nhidden_size = 4096\nheads = 32\nkv_heads = 8\n'
    "intermediate_size = 14336\nvocabulary = 128256\ntied_embeddings = false\ngated_mlp = true\nparameters = 8.03e9\n"
)


@pytest.mark.parametrize(
    "lines, counted",
    [
        ("", True),
        ('passes = "full"', True),
        ('trained = "all"', True),
        ('passes = "forward"', True),
        (PART + 'trained = "adapters"', True),
        (PART, False),
        (PART + 'trained = "upper_layers"', False),
    ],
)
def test_a_shape_is_counted_where_it_says_what_the_part_is(lines: str, counted: bool) -> None:
    found = phase_of(f"{FULL_SHAPE}{TUNED}sequence_length = 2048\n{lines}")
    assert (found.chosen is not None and found.chosen.method == "architecture") is counted


# --- pipelines of several phases ---------------------------------------------------------------------------------

OWN = 'parameters = "7e9"\n'


def pipeline(*phases: tuple[str, str]) -> Fraction:
    """What phases over a billion tokens come to, in parameters times tokens."""
    text = SHAPE + "".join(f'[[training]]\ncomponent = "{key}"\n{lines}\n' for key, lines in phases)
    total = sum((phase.chosen.amount.bounds().low for phase in compute_of(text).phases if phase.chosen), Fraction(0))
    return total / (N * T)


SEEN = 'tokens = "1e9"'
ROLLOUT = ("rl_rollout", SEEN)
UPDATE = ("rl_update", SEEN)
JUDGE = ("aux_infer", OWN + SEEN)
CRITIC = ("aux_train", OWN + SEEN)


def twice(key: str, more: str = "") -> tuple[str, str]:
    return key, more + 'unique_tokens = "1e9"\nepochs = 2'


PIPELINES = [
    ("PPO of equal sizes, one update", (ROLLOUT, JUDGE, JUDGE, JUDGE, CRITIC, UPDATE), 20),
    ("with old log-probabilities apart", (ROLLOUT, ROLLOUT, JUDGE, JUDGE, JUDGE, CRITIC, UPDATE), 22),
    ("two updates", (ROLLOUT, JUDGE, JUDGE, JUDGE, twice("aux_train", OWN), twice("rl_update")), 32),
    ("GRPO at its least", (ROLLOUT, UPDATE), 8),
    ("GRPO with log-probabilities and a reference", (ROLLOUT, ROLLOUT, JUDGE, UPDATE), 12),
    ("distillation, the teacher once", (twice("pretrain"), ("teacher_infer", OWN + SEEN)), 14),
    ("distillation, the teacher every epoch", (twice("pretrain"), twice("teacher_infer", OWN)), 16),
    ("frozen encoder", (("pretrain", SEEN), ("pretrain", OWN + SEEN + '\npasses = "forward"')), 8),
    ("preference tuning on two answers", (twice("midtrain_sft"), ("aux_infer", OWN + 'tokens = "2e9"')), 16),
    (
        "of a hundred samples ten are used",
        (
            ("syn_private_kept", OWN + 'tokens = "0.1e9"'),
            ("syn_private_discarded", OWN + 'tokens = "0.9e9"'),
        ),
        2,
    ),
]


@pytest.mark.parametrize("name, phases, expected", PIPELINES, ids=[name for name, _, _ in PIPELINES])
def test_pipelines_are_phases_side_by_side(name: str, phases: tuple[tuple[str, str], ...], expected: int) -> None:
    assert pipeline(*phases) == expected
