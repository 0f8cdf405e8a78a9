"""What the rules about training compute and hardware say: a table of cases."""

from dataclasses import replace

import pytest

from flopguard.lint.rule import Subject
from flopguard.result import Component, Compute, CrossCheck, Finding, Range, Severity
from tests.lint.support import subject_of, yielded

PHASE = '[[training]]\ncomponent = "pretrain"\n'
E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
Said = list[tuple[Severity, str, str]]


def said(code: str, subject: Subject) -> Said:
    return [(severity, found.at, found.message) for severity, found in yielded(code, subject)]


# --- FG201 ----------------------------------------------------------------------------------------------


def checked(
    low: str, high: str, ratio: float | None, *, method: str = "reported", other: str = "hardware-time", text: str = ""
) -> Subject:
    """A run of 4e24 to 5e24 FLOP beside another method's figure."""
    flop = Range(low="4e24", central="4.5e24", high="5e24")
    figure = Range(low=low, central=low, high=high)
    component = Component(
        at="/training/0",
        component="pretrain",
        name="main",
        run="",
        origin=None,
        flop=flop,
        method=method,
        evidence="reported",
        source=None,
        cross_checks=(CrossCheck(method=other, flop=figure, ratio=ratio, independent=True),),
    )
    return Subject(manifest=subject_of(text).manifest, compute=Compute(components=(component,)))


ATTENTION = "attention, which 6 x parameters x tokens leaves out of the smaller"
SHAPE = "architecture"
STATED, BY_TOKENS, BY_CHIPS = "reported", "parameters-tokens", "hardware-time"
TWICE = "activations computed twice to save memory are in the larger figure"
SPARSE = "a sparse peak in the larger figure"
CORES = "cores counted as chips in the larger figure"
FUSED = "multiply-adds counted as one operation in the smaller figure"
SPARSE_4 = "a peak with 16:4 sparsity in the larger figure"
SPARSE_8 = "a peak with 8x sparsity in the larger figure"
SERVERS = "eight-chip servers counted as chips in the smaller figure"
THOUSAND = "a unit that is off by a thousand"
MILLION = "a unit that is off by a million"
ALL = "all parameters counted in the larger figure, not only the active ones"
TIMES_CONTEXT = "tokens multiplied by the context length in the larger figure"
SEQUENCES = "sequences counted as tokens in the smaller figure"


def apart(method: str, other: str, ratio: float, text: str = "") -> Subject:
    """A run by one method, and another method's figure that many times as high."""
    figure = f"{4.5e24 * ratio:e}"
    return checked(figure, figure, ratio, method=method, other=other, text=text)


def advice(shown: str, *causes: str) -> str:
    return f"near {shown}x often means: {', or '.join(causes)}" if causes else "compare the inputs of the two methods"


@pytest.mark.parametrize(
    "method, other, ratio, shown, causes",
    [
        (STATED, BY_CHIPS, 1.333, "1.3", [TWICE]),
        (STATED, BY_CHIPS, 0.75, "1.3", [TWICE]),
        (BY_TOKENS, BY_CHIPS, 1.333, "1.3", [TWICE]),
        (BY_TOKENS, BY_CHIPS, 0.75, "1.3", []),
        (STATED, BY_TOKENS, 1.333, "1.3", []),
        (STATED, BY_CHIPS, 1.39, "1.4", []),
        (STATED, BY_CHIPS, 2.0, "2.0", [SPARSE, CORES, FUSED]),
        (STATED, BY_CHIPS, 0.5, "2.0", [SPARSE, CORES, FUSED]),
        (BY_TOKENS, BY_CHIPS, 2.0, "2.0", [SPARSE, CORES]),
        (BY_TOKENS, BY_CHIPS, 0.5, "2.0", [FUSED]),
        (STATED, BY_TOKENS, 2.0, "2.0", [FUSED]),
        (STATED, BY_TOKENS, 0.5, "2.0", [SPARSE, CORES]),
        (STATED, BY_CHIPS, 2.25, "2.3", []),
        (STATED, BY_CHIPS, 3.84, "3.8", [SPARSE_4]),
        (BY_TOKENS, BY_CHIPS, 0.26, "3.8", []),
        (BY_TOKENS, BY_CHIPS, 8.0, "8.0", [SPARSE_8]),
        (BY_TOKENS, BY_CHIPS, 0.125, "8.0", [SERVERS]),
        (STATED, BY_CHIPS, 1000.0, "1000", [THOUSAND]),
        (STATED, BY_TOKENS, 0.001, "1000", [THOUSAND]),
        (STATED, BY_TOKENS, 1e6, "1.0e6", [MILLION]),
        (STATED, BY_CHIPS, 6.0, "6.0", []),
    ],
)
def test_disagreement_names_the_likely_causes(
    method: str, other: str, ratio: float, shown: str, causes: list[str]
) -> None:
    ((severity, found),) = yielded("FG201", apart(method, other, ratio))
    assert (severity, found.at) == (W, "/training/0/flop" if method == STATED else "/training/0")
    assert found.help == advice(shown, *causes)


MIXED = '[architecture]\nparameters = "671e9"\nactive_parameters = "37e9"\n'
LONG = "[architecture]\ncontext = 4096\n"
OWN = 'parameters = "671e9"\n'
SECRET = "confidential = true\n"


@pytest.mark.parametrize(
    "method, other, ratio, text, shown, causes",
    [
        (STATED, BY_TOKENS, 0.055, MIXED + PHASE, "18", [ALL]),
        (STATED, BY_CHIPS, 0.055, MIXED + PHASE, "18", [ALL]),
        (BY_TOKENS, BY_CHIPS, 0.055, MIXED + PHASE + OWN, "18", [ALL]),
        (BY_TOKENS, BY_CHIPS, 0.055, MIXED + PHASE, "18", []),
        (STATED, BY_TOKENS, 18.1, MIXED + PHASE, "18", []),
        (STATED, BY_TOKENS, 0.04, MIXED + PHASE, "25", []),
        (STATED, BY_TOKENS, 0.055, MIXED + SECRET + PHASE, "18", []),
        (STATED, BY_TOKENS, 0.055, MIXED, "18", []),
        (STATED, BY_TOKENS, 0.055, '[architecture]\nparameters = "671e9"\n' + PHASE, "18", []),
        (STATED, BY_TOKENS, 4096.0, LONG + PHASE, "4100", [TIMES_CONTEXT, SEQUENCES]),
        (BY_TOKENS, BY_CHIPS, 4096.0, LONG + PHASE, "4100", [SEQUENCES]),
        (BY_TOKENS, BY_CHIPS, 1 / 4096, LONG + PHASE, "4100", [TIMES_CONTEXT]),
        (STATED, BY_TOKENS, 5000.0, LONG + PHASE, "5000", []),
        (STATED, BY_TOKENS, 4096.0, LONG + SECRET + PHASE, "4100", []),
        (BY_TOKENS, BY_CHIPS, 1024.0, "[architecture]\ncontext = 1024\n" + PHASE, "1000", [SEQUENCES, THOUSAND]),
    ],
)
def test_disagreement_by_a_number_of_the_shape_names_that_number(
    method: str, other: str, ratio: float, text: str, shown: str, causes: list[str]
) -> None:
    ((_, found),) = yielded("FG201", apart(method, other, ratio, text))
    assert found.help == advice(shown, *causes)


@pytest.mark.parametrize(
    "active, flop, help",
    [
        ("1e9", "6e19", None),
        ("1e9", "6e22", advice("1000", ALL, THOUSAND)),
        ("1e9", "6e25", advice("1.0e6", MILLION)),
        (">=0", "1e21", advice("17")),
    ],
)
def test_a_figure_of_far_less_disagrees_as_one_of_far_more(active: str, flop: str, help: str | None) -> None:
    shape = f'[architecture]\nparameters = "1e12"\nactive_parameters = "{active}"\n'
    text = f'{shape}{PHASE}flop = "{flop}"\nparameters = "1e9"\ntokens = "1e10"\n'
    assert [found.help for _, found in yielded("FG201", subject_of(text))] == ([help] if help else [])


def test_disagreement_names_both_figures_and_the_ratio() -> None:
    assert yielded("FG201", checked("9e24", "1e25", 2.0, method="parameters-tokens")) == [
        (
            W,
            Finding(
                at="/training/0",
                message="hardware-time gives 9.0e24 FLOP, 2.0x the 4.5e24 FLOP of parameters-tokens",
                help=f"near 2.0x often means: {SPARSE}, or {CORES}",
            ),
        )
    ]


@pytest.mark.parametrize(
    "low, high, ratio",
    [
        ("4.9e24", "9e24", 1.5),
        ("5.5e24", "5.6e24", 1.24),
        ("0", "0", 0.0),
    ],
)
def test_methods_that_meet_or_lie_near_agree(low: str, high: str, ratio: float | None) -> None:
    assert yielded("FG201", checked(low, high, ratio)) == []


def with_figures(chosen: str, *others: tuple[str, str, str | None]) -> Subject:
    """A run by one method of 4e24 to 5e24 FLOP, and what others give: low, high and central are one but where told."""
    subject = checked("4.5e24", "4.5e24", 1.0, method=chosen)
    assert subject.compute is not None
    (component,) = subject.compute.components
    checks = tuple(
        CrossCheck(method=method, flop=Range(low=low, central=central, high=low), ratio=None, independent=True)
        for method, low, central in others
    )
    return replace(subject, compute=Compute(components=(replace(component, cross_checks=checks),)))


PAIRS = [
    # Two others that each agree with the wide stated figure, but not with each other.
    ((STATED, (SHAPE, "3.6e24", "3.6e24"), (BY_CHIPS, "5.8e24", "5.8e24")), [(BY_CHIPS, SHAPE, "1.6x")]),
    # The one that is at odds with the chosen figure is told of once.
    ((STATED, (SHAPE, "4.5e24", "4.5e24"), (BY_CHIPS, "9e24", "9e24")), [(BY_CHIPS, STATED, "2.0x")]),
    # The two counts of the same tokens are one opinion.
    ((SHAPE, (BY_TOKENS, "3e24", "3e24")), []),
    ((STATED, (SHAPE, "4.5e24", "4.5e24"), (BY_TOKENS, "3.3e24", "3.3e24")), [(BY_TOKENS, STATED, "0.73x")]),
    ((STATED, (SHAPE, "5.9e24", "5.9e24"), (BY_TOKENS, "4.4e24", "4.4e24")), [(SHAPE, STATED, "1.3x")]),
    ((STATED, (BY_CHIPS, "9e24", None)), []),  # a bound is no figure
]


@pytest.mark.parametrize("figures, expected", PAIRS)
def test_methods_are_compared_pairwise(
    figures: tuple[str, tuple[str, str, str | None]], expected: list[tuple[str, str, str]]
) -> None:
    found = [finding.message for _, finding in yielded("FG201", with_figures(*figures))]
    assert [(m.split()[0], m.split()[-1], m.split(", ")[1].split()[0]) for m in found] == expected


def test_attention_is_named_where_the_shape_gives_more_than_is_stated() -> None:
    ((_, found),) = yielded("FG201", with_figures(STATED, (SHAPE, "6.3e24", "6.3e24")))
    assert found.help == f"near 1.4x often means: {ATTENTION}"


# --- FG202 ----------------------------------------------------------------------------------------------

NOTHING = "no training compute follows from what is stated; every trigger on it stays undetermined"


@pytest.mark.parametrize(
    "text, at, help",
    [
        (
            "",
            "/model",
            "add [[training]] with flop, parameters and tokens, or chips and hours",
        ),
        (
            PHASE + 'tokens = "1e12"\n',
            "/training/0",
            "state one of: /training/0/flop; /architecture/parameters; /training/0/hardware",
        ),
        (
            PHASE,
            "/training/0",
            "state one of: /training/0/flop; /training/0/hardware; /architecture/parameters and /training/0/tokens",
        ),
    ],
)
def test_no_compute_at_all(text: str, at: str, help: str) -> None:
    assert yielded("FG202", subject_of(text)) == [(W, Finding(at=at, message=NOTHING, help=help))]


@pytest.mark.parametrize("text", [PHASE + "flop = 0\n", '[[model.base]]\nname = "b"\ncompute = "1e24"\n'])
def test_some_compute_is_enough(text: str) -> None:
    assert yielded("FG202", subject_of(text)) == []


# --- hardware -------------------------------------------------------------------------------------------

SXM = 'chip = "h100-sxm5-80gb"'


@pytest.mark.parametrize(
    "code, hardware, expected",
    [
        ("FG203", 'chip = "H100"', [(W, "chip", "'H100' is the name of 3 chips with different peaks")]),
        ("FG203", 'chip = "H100", peak = "989.4 TFLOP/s"', []),
        ("FG203", 'chip = "A100"', []),
        ("FG203", "count = 4", []),
        ("FG204", 'chip = "Example One"', [(W, "chip", "'Example One' is not in the table of chips")]),
        ("FG204", 'chip = "Example One", peak = "1 PFLOP/s"', []),
        ("FG204", 'chip = "H100"', []),
        ("FG205", SXM + ', utilisation = "43%", utilisation_kind = "mfu"', []),
        (
            "FG205",
            SXM + ', utilisation = "65%", utilisation_kind = "mfu"',
            [
                (
                    E,
                    "utilisation",
                    "a utilisation of 65% is above 60%, more than any large run is known to have kept up",
                )
            ],
        ),
        (
            "FG205",
            SXM + ', utilisation = "65%"',
            [
                (
                    W,
                    "utilisation",
                    "a utilisation of 65% is above 60%, more than any large run is known to have kept up",
                )
            ],
        ),
        ("FG205", SXM + ', utilisation = "65%", utilisation_kind = "hfu"', []),
        ("FG205", SXM + ', utilisation = "55%..70%", utilisation_kind = "mfu"', []),
        (
            "FG205",
            SXM + ', utilisation = "85%", utilisation_kind = "hfu"',
            [
                (
                    E,
                    "utilisation",
                    "a utilisation of 85% is above 80%, the best matrix product measured on this chip",
                )
            ],
        ),
        ("FG205", SXM + ', precision = "fp8", utilisation = "85%", utilisation_kind = "hfu"', []),
        ("FG205", SXM + ', utilisation = "98%", utilisation_kind = "occupancy"', []),
        (
            "FG205",
            'utilisation = "38"',
            [(E, "utilisation", "a utilisation of 38 is more than all of the peak")],
        ),
        (
            "FG205",
            'utilisation = "5.1%"',
            [
                (
                    INFO,
                    "utilisation",
                    "a utilisation of 5.1% is below 15%, which is unusual for one large run",
                )
            ],
        ),
        ("FG205", 'utilisation = "10%..20%"', []),
        (
            "FG206",
            SXM + ', precision = "bf16", peak = "1979 TFLOP/s"',
            [
                (
                    E,
                    "peak",
                    "1979 TFLOP/s is 2.00x the dense peak of H100 SXM5 80GB: a rate for sparse matrices",
                )
            ],
        ),
        ("FG206", SXM + ', precision = "fp8", peak = "1979 TFLOP/s"', []),
        ("FG206", SXM + ', peak = "1979 TFLOP/s"', []),
        ("FG206", SXM + ', precision = "odd", peak = "1979 TFLOP/s"', []),
        ("FG206", 'chip = "H100", peak = "1979 TFLOP/s"', []),
        (
            "FG206",
            'chip = "trainium2", peak = "2563 TFLOP/s", precision = "bf16"',
            [(E, "peak", "2563 TFLOP/s is 3.84x the dense peak of Trainium2: a rate for sparse matrices")],
        ),
        (
            "FG209",
            'chip = "A100", precision = "fp8"',
            [(W, "precision", "no dense fp8 peak of A100 PCIe 40GB is known")],
        ),
        ("FG209", SXM + ', precision = "half"', [(W, "precision", "'half' is not a known precision")]),
        ("FG209", SXM + ', precision = "half", peak = "1 PFLOP/s"', []),
        ("FG209", SXM + ', precision = "BF16"', []),
    ],
)
def test_hardware(code: str, hardware: str, expected: Said) -> None:
    found = said(code, subject_of(f"{PHASE}hardware = [{{ {hardware} }}]\n"))
    assert found == [(severity, f"/training/0/hardware/0/{key}", message) for severity, key, message in expected]


# --- shape, dates, tokens -------------------------------------------------------------------------------

MIXTURE = "how many parameters of the 256 experts take part in a token is not stated"
TOKENS = "/training/0/tokens"


@pytest.mark.parametrize(
    "code, text, expected",
    [
        (
            "FG207",
            '[architecture]\nparameters = "671e9"\nexperts = 256\n',
            [(W, "/architecture/parameters", MIXTURE)],
        ),
        ("FG207", '[architecture]\nparameters = "671e9"\nexperts = 1\n', []),
        ("FG207", '[architecture]\nparameters = "671e9"\nexperts = 8\nactive_parameters = "37e9"\n', []),
        ("FG207", "[architecture]\nexperts = 8\n", []),
        (
            "FG208",
            PHASE + "started = 2025-09-30\nended = 2025-06-01\n",
            [(E, "/training/0/ended", "ended 2025-06-01 lies before started 2025-09-30")],
        ),
        ("FG208", PHASE + 'started = 2025-06-15\nended = "2025-06"\n', []),
        (
            "FG208",
            '[[assessment]]\nseries = "s"\nkind = "k"\nstarted = "2026"\ndate = "2025"\n',
            [(E, "/assessment/0/date", "date 2025 lies before started 2026")],
        ),
        (
            "FG208",
            '[[developer_facts.ai_spend]]\nvalue = "1e6 USD"\nstarted = "2026"\nended = "2025"\n',
            [(E, "/developer_facts/ai_spend/0/ended", "ended 2025 lies before started 2026")],
        ),
        (
            "FG208",
            '[[acknowledgement]]\ntrigger = "t"\npolicy_version = "1"\nup_to = "2x"\nby = "b"\nreason = "r"\n'
            "date = 2026-03-02\nexpires = 2025-03-02\n",
            [(E, "/acknowledgement/0/expires", "expires 2025-03-02 lies before date 2026-03-02")],
        ),
        (
            "FG210",
            '[architecture]\nparameters = "3e9"\n' + PHASE + 'tokens = "627T"\n',
            [(E, TOKENS, "627T for a model of 3e9: 2.1e5 tokens a parameter")],
        ),
        (
            "FG210",
            PHASE + 'parameters = "0.6e9"\ntokens = "36T"\n',
            [(W, TOKENS, "36T for a model of 0.6e9: 6.0e4 tokens a parameter")],
        ),
        (
            "FG210",
            PHASE + 'parameters = "70e9"\ntokens = "15.6B"\n',
            [(E, TOKENS, "15.6B for a model of 70e9: 0.22 tokens a parameter")],
        ),
        ("FG210", PHASE + 'parameters = "70e9"\ntokens = "15.6T"\n', []),
        ("FG210", PHASE + 'parameters = "70e9"\ntokens = "1e9"\nstatus = "running"\n', []),
        ("FG210", 'base = [{ name = "b" }]\n' + PHASE + 'parameters = "70e9"\ntokens = "1e9"\n', []),
        ("FG210", '[[training]]\ncomponent = "rl_update"\nparameters = "70e9"\ntokens = "1e9"\n', []),
    ],
)
def test_shape_dates_and_tokens(code: str, text: str, expected: Said) -> None:
    assert said(code, subject_of(text)) == expected


# --- plans ----------------------------------------------------------------------------------------------

BELOW = "the intended total {} is below what is spent so far, {}"


@pytest.mark.parametrize(
    "status, spent, total, said",
    [
        ("running", "2e25", "1e25", BELOW.format("1e25", "2e25")),
        ("planned", "2e25", "1e25", BELOW.format("1e25", "2e25")),
        ("running", ">2e25", "2e25", BELOW.format("2e25", ">2e25")),
        ("running", "2e25", "<2e25", BELOW.format("<2e25", "2e25")),
        ("running", "1e25..3e25", "5e24..9e24", BELOW.format("5e24..9e24", "1e25..3e25")),
        ("running", "2e25", "2e25", None),
        ("running", "1e25..3e25", "2e25", None),
        ("running", "2e25", ">1e25", None),
        ("running", "2e25", "3e25", None),
        ("done", "2e25", "1e25", None),
        ("abandoned", "1e24", "1e25", None),
    ],
)
def test_an_intended_total_is_no_less_than_what_is_spent(status: str, spent: str, total: str, said: str | None) -> None:
    text = f'{PHASE}status = "{status}"\nflop = "{spent}"\nintended_total = "{total}"\n'
    help = "state what the run is now to come to, or leave intended_total out: then it may be any amount"
    found = [(E, Finding(at="/training/0/intended_total", message=said, help=help))] if said else []
    assert yielded("FG211", subject_of(text)) == found


# --- contradictory shapes -------------------------------------------------------------------------------

PART = "{} is above {}, of which it is a part"
CORRECT_PART = "swap the two, or correct one"
GROUPS = "heads 64 is no multiple of kv_heads 12, though each of these serves as many heads"
CORRECT_GROUPS = "correct one; without grouped queries kv_heads is the same as heads"
WIDTH = "hidden_size 4100 is no multiple of heads 32, and head_size is not stated"
CORRECT_WIDTH = "state head_size, or correct one of the two"
DENSE = "{} is stated, and experts is not: the model is taken for a dense one"
CORRECT_DENSE = "state experts; or, if there are none, delete this"
LONG = "{} is above context 4096, the longest that the model takes"
CORRECT_LONG = "correct one; context is what the model takes after all of its training"


@pytest.mark.parametrize(
    "shape, expected",
    [
        (
            'parameters = "37e9"\nactive_parameters = "671e9"',
            [(E, "active_parameters", PART.format("active_parameters 671e9", "parameters 37e9"), CORRECT_PART)],
        ),
        (
            "heads = 8\nkv_heads = 64",
            [(E, "kv_heads", PART.format("kv_heads 64", "heads 8"), CORRECT_PART)],
        ),
        (
            "experts = 8\nexperts_per_token = 256",
            [(E, "experts_per_token", PART.format("experts_per_token 256", "experts 8"), CORRECT_PART)],
        ),
        (
            "layers = 3\ndense_layers = 61",
            [(E, "dense_layers", PART.format("dense_layers 61", "layers 3"), CORRECT_PART)],
        ),
        (
            "layers = 3\nwindowed_layers = 4",
            [(E, "windowed_layers", PART.format("windowed_layers 4", "layers 3"), CORRECT_PART)],
        ),
        (
            'parameters = "<7e9"\nactive_parameters = "7e9"',
            [(E, "active_parameters", PART.format("active_parameters 7e9", "parameters <7e9"), CORRECT_PART)],
        ),
        (
            "context = 4096\nattention_window = 8192",
            [(W, "attention_window", LONG.format("attention_window 8192"), CORRECT_LONG)],
        ),
        (
            "shared_experts = 1\nlayers = 61\ndense_layers = 3",
            [
                (W, "shared_experts", DENSE.format("shared_experts 1"), CORRECT_DENSE),
                (W, "dense_layers", DENSE.format("dense_layers 3"), CORRECT_DENSE),
            ],
        ),
        ("heads = 64\nkv_heads = 12", [(E, "kv_heads", GROUPS, CORRECT_GROUPS)]),
        ("heads = 32\nhidden_size = 4100", [(W, "hidden_size", WIDTH, CORRECT_WIDTH)]),
        (
            "experts_per_token = 2\nexpert_intermediate_size = 2048",
            [
                (W, "experts_per_token", DENSE.format("experts_per_token 2"), CORRECT_DENSE),
                (W, "expert_intermediate_size", DENSE.format("expert_intermediate_size 2048"), CORRECT_DENSE),
            ],
        ),
        (
            "heads = 64\nkv_heads = 12\nlayers = 3\ndense_layers = 4",
            [
                (E, "dense_layers", PART.format("dense_layers 4", "layers 3"), CORRECT_PART),
                (E, "kv_heads", GROUPS, CORRECT_GROUPS),
            ],
        ),
        # What lies next to a contradiction and is none.
        ('parameters = "7e9"\nactive_parameters = "7e9"', []),
        ('parameters = "36e9..40e9"\nactive_parameters = "38e9..42e9"', []),
        ('active_parameters = "671e9"', []),
        ("heads = 64\nkv_heads = 64", []),
        ("heads = 71\nkv_heads = 1\nhidden_size = 4544", []),
        ("heads = 64\nkv_heads = 8", []),
        ("kv_heads = 12", []),
        ("heads = 32\nhidden_size = 4100\nhead_size = 128", []),
        ("heads = 8\nhidden_size = 2304\nhead_size = 256", []),
        ("hidden_size = 4100", []),
        ("experts = 8\nexperts_per_token = 8", []),
        ("experts = 8\nexpert_intermediate_size = 2048", []),
        ('kind = "decoder, Mixture of experts"\nexperts_per_token = 2', []),
        ('kind = "MoE"\nexpert_intermediate_size = 2048', []),
        ("shared_experts = 0", []),
        ("dense_layers = 3", []),
        ("experts = 256\nshared_experts = 1\nlayers = 61\ndense_layers = 3", []),
        ("layers = 61\nwindowed_layers = 61", []),
        ("context = 4096\nattention_window = 4096", []),
        ('parameters = "<=7e9"\nactive_parameters = "7e9"', []),
        ("layers = 61\ndense_layers = 61", []),
        ("layers = 61\ndense_layers = 0", []),
    ],
)
def test_facts_of_a_shape_contradict_each_other_or_do_not(
    shape: str, expected: list[tuple[Severity, str, str, str]]
) -> None:
    assert yielded("FG214", subject_of(f"[architecture]\n{shape}\n")) == [
        (severity, Finding(at=f"/architecture/{field}", message=message, help=help))
        for severity, field, message, help in expected
    ]


def test_no_shape_is_no_contradiction() -> None:
    assert yielded("FG214", subject_of("")) == []


@pytest.mark.parametrize("shape, found", [("", True), ("confidential = true\n", False)])
def test_a_sequence_is_no_longer_than_the_context(shape: str, found: bool) -> None:
    text = f"[architecture]\ncontext = 4096\n{shape}{PHASE}sequence_length = 4096\n{PHASE}sequence_length = 4097\n"
    said = Finding(at="/training/1/sequence_length", message=LONG.format("sequence_length 4097"), help=CORRECT_LONG)
    assert yielded("FG214", subject_of(text)) == ([(W, said)] if found else [])


# --- figures of nothing, and times that do not fit ------------------------------------------------------

CHIPS = 'hardware = [{{ chip = "h100-sxm5-80gb", {} }}]\n'
DAYS = "started = 2025-06-01\nended = 2025-06-10\n"


@pytest.mark.parametrize(
    "phase, places",
    [
        ("tokens = 0\n", {"tokens": "tokens"}),
        ('tokens = "0..0"\n', {"tokens": "tokens"}),
        (CHIPS.format("count = 0, hours = 10"), {"hardware/0/count": "count"}),
        (
            CHIPS.format('hours = "0 h", utilisation = "0%"'),
            {"hardware/0/hours": "hours", "hardware/0/utilisation": "utilisation"},
        ),
        (CHIPS.format("chip_hours = 0"), {"hardware/0/chip_hours": "chip_hours"}),
        ('flop = "0"\n', {}),
        ('tokens = "0..5"\n', {}),
        (CHIPS.format("count = 1, hours = 1"), {}),
    ],
)
def test_no_factor_of_a_phase_is_zero(phase: str, places: dict[str, str]) -> None:
    assert yielded("FG215", subject_of(PHASE + phase)) == [
        (
            E,
            Finding(
                at=f"/training/0/{place}",
                message=f"{name} is 0: by that the phase took nothing at all",
                help=f'leave {name} out where it is not known; a component that took nothing is flop = "0"',
            ),
        )
        for place, name in places.items()
    ]


@pytest.mark.parametrize(
    "phase, expected",
    [
        (DAYS + CHIPS.format("count = 8, hours = 240"), []),
        (
            DAYS + CHIPS.format("count = 8, hours = 241"),
            [("hours", "hours 241 do not fit into the 10 days from started to ended")],
        ),
        (DAYS + CHIPS.format('hours = "200..300"'), []),
        (DAYS + CHIPS.format("chip_hours = 9e9"), []),
        ('started = "2025-06"\nended = "2025-06"\n' + CHIPS.format("hours = 720"), []),
        (
            'started = "2025-06"\nended = "2025-06"\n' + CHIPS.format("hours = 721"),
            [("hours", "hours 721 do not fit into the 30 days from started to ended")],
        ),
        ("started = 2025-06-10\nended = 2025-06-01\n" + CHIPS.format("hours = 1000"), []),
        ("started = 2025-06-10\n" + CHIPS.format("hours = 1e6"), []),
        (
            CHIPS.format("count = 8, hours = 10, chip_hours = 500"),
            [("chip_hours", "chip_hours 500 is not count 8 x hours 10")],
        ),
        (
            CHIPS.format("count = 8, hours = 10, chip_hours = 71"),
            [("chip_hours", "chip_hours 71 is not count 8 x hours 10")],
        ),
        (CHIPS.format("count = 8, hours = 10, chip_hours = 72"), []),
        (CHIPS.format("count = 8, hours = 10, chip_hours = 88"), []),
        (CHIPS.format('count = ">=8", hours = 10, chip_hours = 500'), []),
        (CHIPS.format("hours = 10, chip_hours = 500"), []),
    ],
)
def test_times_on_hardware_fit_each_other_and_the_days(phase: str, expected: list[tuple[str, str]]) -> None:
    assert said("FG216", subject_of(PHASE + phase)) == [
        (E, f"/training/0/hardware/0/{place}", message) for place, message in expected
    ]


@pytest.mark.parametrize(
    "released, phase, expected",
    [
        (
            "2025-01-01",
            "started = 2024-06-01\nended = 2025-06-01\n",
            ("ended", "ended 2025-06-01 lies after released 2025-01-01"),
        ),
        ("2024-01-01", 'started = "2025"\n', ("started", "started 2025 lies after released 2024-01-01")),
        ("2025-01-01", "started = 2024-06-01\nended = 2025-01-01\n", None),
        ('"2025"', "ended = 2025-06-01\n", None),
        ("2025-01-01", 'ended = 2025-06-01\nstatus = "abandoned"\n', None),
        ("2025-01-01", 'ended = 2025-06-01\nstatus = "running"\n', None),
    ],
)
def test_training_is_over_when_the_model_is_out(released: str, phase: str, expected: tuple[str, str] | None) -> None:
    for component in ("pretrain", "post_deploy"):
        text = f'released = {released}\n[[training]]\ncomponent = "{component}"\n{phase}'
        found = [(W, f"/training/0/{expected[0]}", expected[1])] if expected and component == "pretrain" else []
        assert said("FG208", subject_of(text)) == found


# --- where the weights come from ------------------------------------------------------------------------

NOWHERE = "there is no base and no pretrain, so the weights that {} began with come from nowhere"


@pytest.mark.parametrize(
    "base, components, later",
    [
        ('base = "none"', ["midtrain_sft"], "midtrain_sft"),
        ("base = []", ["data_prep", "rl_update", "midtrain_sft"], "rl_update"),
        ('base = "none"', ["post_deploy"], "post_deploy"),
        ('base = "none"', ["pretrain", "midtrain_sft"], None),
        ('base = "none"', ["base_inherited", "midtrain_sft"], None),
        ('base = "none"', ["eval"], None),
        ('base = [{ name = "B" }]', ["midtrain_sft"], None),
        ("", ["midtrain_sft"], None),
    ],
)
def test_a_later_stage_began_with_something(base: str, components: list[str], later: str | None) -> None:
    phases = "".join(f'[[training]]\ncomponent = "{component}"\n' for component in components)
    found = [(W, "/model/base", NOWHERE.format(later))] if later else []
    assert said("FG217", subject_of(f"{base}\n{phases}")) == found
