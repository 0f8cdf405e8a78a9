"""What the rules about training compute and hardware say: a table of cases."""

from dataclasses import replace

import pytest

from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.rule import Subject
from flopguard.result import Component, Compute, CrossCheck, Range
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
HOURS = "hours that hold other models, teachers or restarts in the larger figure"
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
        (STATED, BY_CHIPS, 1.333, "1.3", [TWICE, HOURS]),
        (STATED, BY_CHIPS, 0.75, "1.3", [TWICE]),
        (BY_TOKENS, BY_CHIPS, 1.333, "1.3", [TWICE, HOURS]),
        (BY_TOKENS, BY_CHIPS, 0.75, "1.3", []),
        (STATED, BY_TOKENS, 1.333, "1.3", []),
        (STATED, BY_CHIPS, 1.39, "1.4", [HOURS]),
        (STATED, BY_CHIPS, 2.0, "2.0", [SPARSE, CORES, FUSED, HOURS]),
        (STATED, BY_CHIPS, 0.5, "2.0", [SPARSE, CORES, FUSED]),
        (BY_TOKENS, BY_CHIPS, 2.0, "2.0", [SPARSE, CORES, HOURS]),
        (BY_TOKENS, BY_CHIPS, 0.5, "2.0", [FUSED]),
        (STATED, BY_TOKENS, 2.0, "2.0", [FUSED]),
        (STATED, BY_TOKENS, 0.5, "2.0", [SPARSE, CORES]),
        (STATED, BY_CHIPS, 2.25, "2.2", [HOURS]),
        (STATED, BY_CHIPS, 3.84, "3.8", [SPARSE_4, HOURS]),
        (BY_TOKENS, BY_CHIPS, 0.26, "3.8", []),
        (BY_TOKENS, BY_CHIPS, 8.0, "8.0", [SPARSE_8, HOURS]),
        (BY_TOKENS, BY_CHIPS, 0.125, "8.0", [SERVERS]),
        (STATED, BY_CHIPS, 1000.0, "1000", [THOUSAND]),
        (STATED, BY_TOKENS, 0.001, "1000", [THOUSAND]),
        (STATED, BY_TOKENS, 1e6, "1.0e6", [MILLION]),
        (STATED, BY_CHIPS, 6.0, "6.0", [HOURS]),
        (STATED, BY_CHIPS, 31.0, "31", []),
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
                help=f"near 2.0x often means: {SPARSE}, or {CORES}, or {HOURS}",
                factor=Factor(low="1", high="2"),
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
    # Hours, and an energy over the same hours: one finding, unless the energy is at odds alone.
    ((STATED, (BY_CHIPS, "9e24", "9e24"), ("energy", "9.1e24", "9.1e24")), [(BY_CHIPS, STATED, "2.0x")]),
    ((STATED, (BY_CHIPS, "4.6e24", "4.6e24"), ("energy", "9e24", "9e24")), [("energy", STATED, "2.0x")]),
    ((STATED, ("rate-time", "9e24", "9e24"), (BY_CHIPS, "9e24", "9e24")), [("rate-time", STATED, "2.0x")]),
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
        (
            '[[training]]\ncomponent = "rl_update"\n' + PHASE,  # the main phase, wherever it stands
            "/training/1",
            "state one of: /training/1/flop; /training/1/hardware; /architecture/parameters and /training/1/tokens",
        ),
        (
            PHASE + 'name = "b"\n' + PHASE + 'name = "a"\n',
            "/training/1",
            "state one of: /training/1/flop; /training/1/hardware; /architecture/parameters and /training/1/tokens",
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
WHICH = "30% of which peak? {} is faster at {}"


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
        ("FG205", 'utilisation = "15%"', []),
        ("FG205", 'utilisation = "10%..15%"', []),
        ("FG205", 'utilisation = "60%", utilisation_kind = "mfu"', []),
        ("FG205", 'utilisation = "100%", utilisation_kind = "hfu"', []),
        ("FG205", 'utilisation = "40%..100%", utilisation_kind = "hfu"', []),
        ("FG205", 'utilisation = "1.5"', [(E, "utilisation", "a utilisation of 1.5 is more than all of the peak")]),
        (
            "FG205",
            'utilisation = "50%..150%"',
            [(E, "utilisation", "a utilisation of 50%..150% reaches beyond all of the peak")],
        ),
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
            'chip = "h200", peak = "1.97 PFLOP/s", precision = "bf16"',
            [(E, "peak", "1.97 PFLOP/s is 2.00x the dense peak of H200 SXM 141GB: a rate for sparse matrices")],
        ),
        (
            "FG206",
            'chip = "h200", peak = "3.94 PFLOP/s"',
            [(E, "peak", "3.94 PFLOP/s is 2.00x the dense peak of H200 SXM 141GB: a rate for sparse matrices")],
        ),
        (
            "FG206",
            'chip = "h200", peak = "1671 TFLOP/s", precision = "bf16"',
            [(E, "peak", "1671 TFLOP/s is 2.00x the dense peak of H200 NVL: a rate for sparse matrices")],
        ),
        ("FG206", 'chip = "h200", peak = "989 TFLOP/s", precision = "bf16"', []),
        ("FG206", 'chip = "h200", peak = "835.5 TFLOP/s", precision = "bf16"', []),
        ("FG206", 'chip = "h200", peak = "1.97 PFLOP/s"', []),
        (
            "FG206",
            'chip = "h200", peak = "1200 TFLOP/s", precision = "bf16"',
            [
                (
                    E,
                    "peak",
                    "1200 TFLOP/s is above every dense peak that the table has of H200 NVL or H200 SXM 141GB: "
                    "989.4 TFLOP/s",
                )
            ],
        ),
        ("FG206", 'chip = "P100", peak = "40 TFLOP/s"', []),
        ("FG206", 'chip = "Example One", peak = "40 PFLOP/s"', []),
        (
            "FG206",
            'chip = "b300-hgx-dgx", precision = "fp4", peak = "18000 TFLOP/s"',
            [(E, "peak", "18000 TFLOP/s is 1.33x the dense peak of B300 (HGX/DGX): a rate for sparse matrices")],
        ),
        (
            "FG206",
            'chip = "cerebras-wse-3", precision = "fp16", peak = "125000 TFLOP/s"',
            [(E, "peak", "125000 TFLOP/s is 8.00x the dense peak of Cerebras WSE-3: a rate for sparse matrices")],
        ),
        (
            "FG206",
            SXM + ', precision = "bf16", peak = "2028 TFLOP/s"',
            [(E, "peak", "2028 TFLOP/s is 2.00x the dense peak of H100 SXM5 80GB: a rate for sparse matrices")],
        ),
        (
            "FG206",
            SXM + ', precision = "bf16", peak = "2048 TFLOP/s"',
            [
                (
                    E,
                    "peak",
                    "2048 TFLOP/s is above every dense peak that the table has of H100 SXM5 80GB: 989.4 TFLOP/s",
                )
            ],
        ),
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
        (
            "FG225",
            SXM + ', utilisation = "98%", utilisation_kind = "occupancy"',
            [(INFO, "utilisation", "an occupancy of 98% is a share of time and says nothing of FLOP")],
        ),
        ("FG225", SXM + ', utilisation = "98%"', []),
        ("FG225", SXM + ', utilisation_kind = "occupancy"', []),
        ("FG226", SXM + ', utilisation = "30%"', [(INFO, "utilisation", WHICH.format("H100 SXM5 80GB", "fp8"))]),
        (
            "FG226",
            'chip = "b200-hgx-dgx", utilisation = "30%"',
            [(INFO, "utilisation", WHICH.format("B200 (HGX/DGX)", "fp8 and fp4"))],
        ),
        ("FG226", SXM + ', utilisation = "30%", precision = "bf16"', []),
        ("FG226", SXM + ', utilisation = "30%", peak = "989.4 TFLOP/s"', []),
        ("FG226", SXM, []),
        ("FG226", SXM + ', utilisation = "30%", utilisation_kind = "occupancy"', []),
        ("FG226", 'chip = "A100", utilisation = "30%"', []),
        ("FG226", 'chip = "tpu-v5p", utilisation = "30%"', []),  # 8 bits are no faster on it
        ("FG226", 'chip = "H100", utilisation = "30%"', []),
    ],
)
def test_hardware(code: str, hardware: str, expected: Said) -> None:
    found = said(code, subject_of(f"{PHASE}hardware = [{{ {hardware} }}]\n"))
    assert found == [(severity, f"/training/0/hardware/0/{key}", message) for severity, key, message in expected]


@pytest.mark.parametrize(
    "name, help",
    [
        ("TPU v3 core", "a core is no chip: count chips, or state the dense peak of one core"),
        ("H100 Superchips", "a superchip is no chip: count chips, or state the dense peak of one superchip"),
        ("Example One", 'state its dense peak: peak = "... TFLOP/s"'),
        ("gaudi-3x", 'did you mean gaudi-3 or gaudi-2? If not, state its dense peak: peak = "... TFLOP/s"'),
    ],
)
def test_a_part_or_a_group_of_chips_is_told_from_a_misspelt_one(name: str, help: str) -> None:
    ((_, found),) = yielded("FG204", subject_of(f'{PHASE}hardware = [{{ chip = "{name}" }}]\n'))
    assert found.help == help


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
        (
            "FG210",
            PHASE + 'parameters = "3e9"\nunique_tokens = "209T"\nepochs = 3\n',
            [(E, "/training/0/unique_tokens", "6.3e14 for a model of 3e9: 2.1e5 tokens a parameter")],
        ),
        ("FG210", PHASE + 'parameters = "3e9"\nunique_tokens = "209B"\nepochs = 3\n', []),
        ("FG210", PHASE + 'parameters = "3e9"\ntokens = "627T"\nunique_tokens = "1T"\nepochs = 1\n', []),
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


# --- tokens, steps run twice, synthetic data, energy ----------------------------------------------------

APART = "{} and {} are more than a tenth apart"
PARTS = 'unique_tokens = "1e9"\nepochs = 4\n'
LOST = "rolled_back_included = true\n"
ROLLED = '[[training]]\ncomponent = "run_rolled_back"\ntokens = "6e9"\n'
IN_BOTH = "these steps are in the figures of their run as well, which says rolled_back_included = true"
KEPT = '[[training]]\ncomponent = "syn_private_kept"\ntokens = "1e9"\n'
UNSTATED = "how much was generated and thrown away for these samples is not stated"
FROM_HOURS = "an energy of {} is the chip-hours times the power of a chip"


@pytest.mark.parametrize(
    "code, text, expected",
    [
        (
            "FG221",
            PHASE + 'tokens = "1e9"\n' + PARTS,
            [(E, TOKENS, APART.format("tokens", "unique_tokens x epochs"))],
        ),
        (
            "FG221",
            PHASE + PARTS + 'steps = 10\ntokens_per_step = "1e6"\n',
            [(E, "/training/0/unique_tokens", APART.format("unique_tokens x epochs", "steps x tokens_per_step"))],
        ),
        ("FG221", PHASE + 'tokens = "3.7e9"\n' + PARTS, []),
        ("FG221", PHASE + 'tokens = ">1e9"\n' + PARTS, []),
        (
            "FG222",
            PHASE + 'tokens = "1e9"\nepochs = 4\n',
            [(W, TOKENS, "tokens 1e9 are taken for those of all 4 epochs")],
        ),
        ("FG222", PHASE + 'tokens = "1e9"\nepochs = 1\n', []),
        ("FG222", PHASE + 'tokens = "1e9"\nepochs = "1..2"\n', []),
        ("FG222", PHASE + 'tokens = "4e9"\n' + PARTS, []),
        ("FG223", PHASE + "rolled_back_included = true\n" + ROLLED, [(E, "/training/1/component", IN_BOTH)]),
        ("FG223", PHASE + LOST + 'run = "a"\n' + ROLLED, [(E, "/training/1/component", IN_BOTH)]),
        ("FG223", PHASE + LOST + 'run = "a"\n' + ROLLED + 'run = "b"\n', []),
        ("FG223", PHASE + "rolled_back_included = false\n" + ROLLED, []),
        ("FG223", PHASE + ROLLED, []),
        ("FG223", ROLLED + "rolled_back_included = true\n", []),
        ("FG224", KEPT, [(INFO, "/training/0/component", UNSTATED)]),
        ("FG224", PHASE + KEPT + KEPT, [(INFO, "/training/1/component", UNSTATED)]),
        ("FG224", KEPT + KEPT.replace("kept", "discarded"), []),
        ("FG224", KEPT + "[scope]\ncomplete = true\n", []),
        ("FG213", KEPT + KEPT, [(W, "/training/1", "phase 1 says the same as phase 0, and both are counted")]),
        ("FG213", KEPT + KEPT + 'passes = "full"\n', []),
        ("FG213", KEPT + KEPT + 'trained = "head"\n', []),
        ("FG213", KEPT + KEPT + "epochs = 2\n", []),
        ("FG213", KEPT + KEPT + 'trainable_parameters = "1%"\n', []),
        (
            "FG220",
            PHASE + 'hardware = [{ chip = "a100-sxm4-80gb", count = 2, hours = 10, energy = "8 kWh" }]\n',
            [(INFO, "/training/0/hardware/0/energy", FROM_HOURS.format("8 kWh"))],
        ),
        ("FG220", PHASE + 'hardware = [{ chip = "a100-sxm4-80gb", count = 2, hours = 10, energy = "9 kWh" }]\n', []),
        ("FG220", PHASE + 'hardware = [{ chip = "A100", count = 2, hours = 10, energy = "8 kWh" }]\n', []),
        ("FG220", PHASE + 'hardware = [{ chip = "a100-sxm4-80gb", energy = "8 kWh" }]\n', []),
    ],
)
def test_what_the_figures_of_a_phase_hold(code: str, text: str, expected: Said) -> None:
    assert said(code, subject_of(text)) == expected


# --- attention ------------------------------------------------------------------------------------------

SHALLOW = '[architecture]\nparameters = "7504658432"\nlayers = 32\nhidden_size = 4096\n'
SEEN = PHASE + 'tokens = "1e12"\nsequence_length = {}\n'
LEFT_OUT = "attention is about {}% of the work at {} tokens a sequence, and 6 x parameters x tokens leaves it out"
AT_LENGTH = "/training/0/sequence_length"


@pytest.mark.parametrize(
    "text, expected",
    [
        (SHALLOW + SEEN.format(8192), [(W, AT_LENGTH, LEFT_OUT.format("13", 8192))]),
        (SHALLOW + SEEN.format(2048), []),
        (SHALLOW + SEEN.format(8192) + 'flop = "5e22"\n', []),
        (SHALLOW + SEEN.format(8192) + 'parameters = "7e9"\n', []),
        (SHALLOW + PHASE + 'tokens = "1e12"\n', []),
        (SHALLOW.replace("layers = 32\n", "") + SEEN.format(8192), []),
    ],
)
def test_attention_that_is_left_out(text: str, expected: Said) -> None:
    assert said("FG227", subject_of(text)) == expected


# --- how a figure was worked out ------------------------------------------------------------------------

PLAIN = '[architecture]\nparameters = "1e11"\nactive_parameters = "1e10"\ncontext = 4000\n'
CLOSED = 'flop = {{ value = "3.2e23", method = "{}" }}\n'
NEITHER = "{} with V/{} is neither the form with recomputation nor the one without"
UNFIT = "the form with 72 does not hold for this shape: {}"
GATED = "[architecture]\nheads = 64\nkv_heads = 8\nhead_size = 64\nhidden_size = 8192\nintermediate_size = 28672\n"
METHOD = "/training/0/flop/method"
DOCUMENT = "E*V + L*(8*E^2*S + 4*E*H*S + H*S^2)"
TYPED = DOCUMENT + "; E=4096, L=100, V=200000, S=128000, H=8"
VALUE = "/training/0/flop/value"


def per_token(flop: str, item: str, extra: str = "") -> str:
    return f'[[workload]]\nname = "w"\nitem = "{item}"\nflop_per_item = "{flop}"\nitems = 9\n{extra}'


def costing(component: str, flop: str, extra: str = "") -> str:
    return f'[[training]]\ncomponent = "{component}"\nitem = "a token"\nflop_per_item = "{flop}"\nitems = 9\n{extra}'


TOO_MUCH = "{} a token is {}x what the parameters cost, {}"


@pytest.mark.parametrize(
    "code, text, expected",
    [
        ("FG228", PHASE + CLOSED.format("72 L d^2 (1 + S/(6d) + V/(12 L d))"), []),
        ("FG228", PHASE + CLOSED.format("96*L*d**2*(1 + S/(6*d) + V/(16*L*d))"), []),
        ("FG228", PHASE + CLOSED.format("72 L d² (1 + S/6d + V/16Ld)"), [(E, METHOD, NEITHER.format(72, 16))]),
        ("FG228", PHASE + CLOSED.format("96 × L d² (1 + S/6d + V/(12 L d))"), [(E, METHOD, NEITHER.format(96, 12))]),
        ("FG228", PHASE + CLOSED.format("6 N D"), []),
        (
            "FG228",
            "[architecture]\ngated_mlp = true\n" + PHASE + CLOSED.format("72 L d² (1 + S/6d + V/12Ld)"),
            [(E, METHOD, UNFIT.format("its MLP is gated"))],
        ),
        (
            "FG228",
            GATED + PHASE + CLOSED.format("72 L d² (1 + S/6d + V/12Ld)"),
            [
                (
                    E,
                    METHOD,
                    UNFIT.format(
                        "it has 8 key heads for 64, intermediate_size is not 4 x 8192, its heads do not fill a width "
                        "of 8192"
                    ),
                )
            ],
        ),
        (
            "FG228",
            "[architecture]\nheads = 96\nkv_heads = 96\nhidden_size = 12288\nintermediate_size = 49152\n"
            + PHASE
            + CLOSED.format("72 L d² (1 + S/6d + V/12Ld)"),
            [],
        ),
        (
            "FG229",
            PLAIN + per_token("8e13", "generated token"),
            [(E, "/workload/0/flop_per_item", TOO_MUCH.format("8e13", 4000, "which is near the context of 4000"))],
        ),
        (
            "FG229",
            PLAIN + per_token("3e12", "token"),
            [(E, "/workload/0/flop_per_item", TOO_MUCH.format("3e12", 150, "as a whole sequence would"))],
        ),
        ("FG229", PLAIN + per_token("6e11", "token"), []),
        ("FG229", PLAIN + per_token("8e13", "token, without a cache").replace("a cache", "cache"), []),
        ("FG229", PLAIN + per_token("8e13", "uncached token"), []),
        ("FG229", PLAIN + per_token("8e13", "answer"), []),
        ("FG229", per_token("8e13", "token"), []),
        (
            "FG229",
            PLAIN + costing("pretrain", "2.4e14", "sequence_length = 3900\n"),
            [(E, "/training/0/flop_per_item", TOO_MUCH.format("2.4e14", 4000, "which is near the context of 3900"))],
        ),
        ("FG229", PLAIN + costing("pretrain", "7e10"), []),
        (
            "FG229",
            PLAIN + costing("rl_rollout", "8e13"),
            [(E, "/training/0/flop_per_item", TOO_MUCH.format("8e13", 4000, "which is near the context of 4000"))],
        ),
        (
            "FG230",
            PHASE + CLOSED.format("fvcore on one sequence"),
            [
                (
                    INFO,
                    METHOD,
                    "a count by a tool: it counts multiply-adds, which are 2 FLOP; attention through fused kernels "
                    "counts as nothing; it counts the forward pass only",
                )
            ],
        ),
        (
            "FG230",
            PHASE + CLOSED.format("torch FlopCounterMode"),
            [
                (
                    INFO,
                    METHOD,
                    "a count by a tool: on a CPU attention through fused kernels counts as nothing, grouped experts "
                    "count as nothing, and backward of grouped convolutions is too high",
                )
            ],
        ),
        (
            "FG230",
            PHASE + CLOSED.format("traced"),
            [
                (
                    INFO,
                    METHOD,
                    "a count by a tool: see that the experts appear, that only active ones ran, and that attention is "
                    "in it",
                )
            ],
        ),
        ("FG230", PHASE + CLOSED.format("6 N D"), []),
        (
            "FG231",
            PHASE + f'flop = {{ value = "1731304652800000", method = "{TYPED}" }}\n',
            [
                (
                    W,
                    VALUE,
                    f"{DOCUMENT} is 1.7327726592e15 at its inputs, not 1731304652800000; that comes out where H is "
                    "left out of 4*E*H*S",
                )
            ],
        ),
        ("FG231", PHASE + f'flop = {{ value = "1732772659200000", method = "{TYPED}" }}\n', []),
        (
            "FG231",
            PHASE + f'flop = {{ value = "1731304652800000", method = "{TYPED.replace("*H*S +", "*S +")}" }}\n',
            [],
        ),
        ("FG231", PHASE + 'flop = { value = "6.3e24", method = "6*N*D; N=70e9, D=15e12" }\n', []),
        ("FG231", PHASE + 'flop = { value = "6.3e24", method = "6*N*D; N=70B, D=15T" }\n', []),
        ("FG231", PHASE + 'flop = { value = "6.3e24", method = "6*N*D; N=7K, D=15T" }\n', []),
        (
            "FG231",
            PHASE + 'flop = { value = "6.9e24", method = "6*N*D; N=70B, D=15T" }\n',
            [(W, "/training/0/flop/value", "6*N*D is 6.3e24 at its inputs, not 6.9e24")],
        ),
        ("FG231", PHASE + 'flop = { value = "6.3e24", method = "6*N*D; N=69.5e9, D=15e12" }\n', []),
        ("FG231", PHASE + 'flop = { value = "6.34e24", method = "6*N*D; N=70e9, D=15.1e12" }\n', []),
        (
            "FG231",
            PHASE + 'flop = { value = "6.4e24", method = "6*N*D; N=70e9, D=15e12" }\n',
            [(W, VALUE, "6*N*D is 6.3e24 at its inputs, not 6.4e24")],
        ),
        ("FG231", PHASE + 'flop = { value = "6e24..7e24", method = "6*N*D; N=70e9, D=15e12" }\n', []),
        ("FG231", PHASE + 'flop = { value = ">6e24", method = "6*N*D; N=70e9, D=15e12" }\n', []),
        ("FG231", PHASE + 'flop = { value = "6.4e24", method = "6*N*D of the paper" }\n', []),
    ],
)
def test_how_a_figure_was_worked_out(code: str, text: str, expected: Said) -> None:
    assert said(code, subject_of(text)) == expected


BASE = '[[model.base]]\nname = "B"\ncompute = "1.2e24"\n'
COUNTED = '[architecture]\nparameters = "1e10"\n'
SCOPES = [
    (BASE + COUNTED + PHASE + 'tokens = "5e12"\nflop = "1.5e24"\n', "the compute of the base in the larger figure"),
    (
        COUNTED + PHASE + 'tokens = "5e12"\nflop = "1.5e24"\n[[training]]\ncomponent = "rl_update"\nflop = "1.2e24"\n',
        "other phases in the larger figure",
    ),
    (COUNTED + PHASE + 'tokens = "5e12"\nepochs = 5\nflop = "1.5e24"\n', "one epoch in the smaller figure"),
]


@pytest.mark.parametrize("text, cause", SCOPES)
def test_a_disagreement_by_the_scope_of_a_figure_names_it(text: str, cause: str) -> None:
    ((_, found),) = yielded("FG201", subject_of(text))
    assert found.help == f"near 5.0x often means: {cause}"


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


# --- configurations that are stated and not counted -------------------------------------------------------

CONFIGURED = """[architecture]
parameters = "{parameters}"
{beside}[architecture.config]
model_type = "{family}"
hidden_size = 8
num_hidden_layers = 2
num_attention_heads = {heads}
intermediate_size = 16
vocab_size = 10
tie_word_embeddings = false
{more}[[training]]
component = "pretrain"
tokens = "1e6"
sequence_length = 4
"""
NOT_COUNTED = "the configuration is not counted for want of "


def configured(
    family: str = "llama", more: str = "", parameters: str = "1440", heads: int = 4, beside: str = ""
) -> str:
    return CONFIGURED.format(family=family, more=more, parameters=parameters, heads=heads, beside=beside)


@pytest.mark.parametrize(
    "text, expected",
    [
        (configured(), []),
        (
            configured(heads=3),
            [(W, "/architecture/config", NOT_COUNTED + "head_dim (3 do not divide 8)")],
        ),
        (
            configured(more='num_key_value_heads = "two"\n'),
            [
                (
                    W,
                    "/architecture/config/num_key_value_heads",
                    NOT_COUNTED + "num_key_value_heads as a whole number (it is 'two')",
                )
            ],
        ),
        (
            configured(family="yolo"),
            [
                (
                    INFO,
                    "/architecture/config/model_type",
                    NOT_COUNTED + "model_type that can be counted ('yolo' is not supported; the inline fields of a "
                    "decoder, flop, or hardware and hours would do)",
                )
            ],
        ),
        (
            configured(parameters="2e3"),
            [
                (
                    W,
                    "/architecture",
                    "the shape is not counted; what would be is architecture whose shape makes up its parameters (it "
                    "makes 1440, 2000 are stated)",
                )
            ],
        ),
        (configured().replace("sequence_length = 4\n", ""), []),
        # what is missing is told together
        (
            '[architecture]\n[architecture.config]\nmodel_type = "t5"\n' + PHASE + 'tokens = "1e12"\n',
            [
                (
                    W,
                    "/architecture/config",
                    NOT_COUNTED + "d_ff, d_kv, d_model, num_heads, num_hidden_layers and 1 more",
                )
            ],
        ),
    ],
)
def test_a_configuration_that_is_not_counted(text: str, expected: Said) -> None:
    assert said("FG218", subject_of(text)) == expected


def test_experts_of_a_configuration_ask_for_active_parameters() -> None:
    text = configured(family="unknown-moe", more="num_experts = 4\n")
    message = "how many parameters of its experts take part in a token is not stated"
    assert said("FG207", subject_of(text)) == [(W, "/architecture/parameters", message)]


def test_a_sequence_longer_than_the_configuration_takes() -> None:
    found = said("FG214", subject_of(configured(more="max_position_embeddings = 3\n")))
    message = "sequence_length 4 is above context 3, the longest that the model takes"
    assert found == [(W, "/training/0/sequence_length", message)]


HOURS_OF = (
    'hardware = [{{ chip = "h100-sxm5-80gb", {more}chip_hours = 1e6, precision = "bf16", utilisation = "40%", '
    'utilisation_kind = "mfu" }}]\n'
)


@pytest.mark.parametrize(
    "more, named",
    [("", False), ('peak = "1979 TFLOP/s", ', True)],
    ids=["a peak of the table is dense", "a peak of the card may be sparse"],
)
def test_sparsity_is_named_only_where_the_card_states_the_peak(more: str, named: bool) -> None:
    flop = "7e23" if not more else "1.4e24"
    text = PHASE + f'flop = "{flop}"\n' + HOURS_OF.format(more=more)
    ((_, found),) = yielded("FG201", subject_of(text))
    assert (SPARSE in found.help) is named
    assert CORES in found.help


FACTORS = [
    ("FG206", 'chip = "h100-sxm5-80gb", precision = "bf16", peak = "1978.8 TFLOP/s"', ("0.5", "0.5")),
    ("FG206", 'chip = "h100-sxm5-80gb", precision = "bf16", peak = "9894 TFLOP/s"', ("0.1", "0.1")),
    ("FG205", 'utilisation = "38"', ("0.01", "0.01")),
    ("FG205", 'utilisation = "100"', ("0.01", "0.01")),
    ("FG205", 'utilisation = "101"', None),
    ("FG205", 'utilisation = "8%"', None),
    ("FG216", "count = 100, hours = 10, chip_hours = 500", ("1", "2")),
    ("FG216", "count = 100, hours = 10, chip_hours = 4000", ("0.25", "1")),
    ("FG226", 'chip = "h100-sxm5-80gb", utilisation = "30%", utilisation_kind = "mfu"', ("1", "2")),
]


@pytest.mark.parametrize("code, hardware, factor", FACTORS)
def test_by_what_factor_hardware_could_change_the_figure(
    code: str, hardware: str, factor: tuple[str, str] | None
) -> None:
    assert factors(code, PHASE + f"hardware = [{{ {hardware} }}]\n") == [factor]


@pytest.mark.parametrize(
    "code, text, factor",
    [
        ("FG207", '[architecture]\nparameters = "1e9"\nexperts = 8\n', ("0.125", "1")),
        ("FG207", '[architecture]\nparameters = "1e9"\nexperts = 8\nexperts_per_token = 2\n', ("0.25", "1")),
        (
            "FG207",
            '[architecture]\nparameters = "1e9"\nexperts = 8\nexperts_per_token = 2\nshared_experts = 2\n',
            ("0.5", "1"),
        ),
        ("FG213", PHASE + 'flop = "1e24"\n' + PHASE + 'flop = "1e24"\n', ("0.5", "1")),
        ("FG221", PHASE + 'tokens = "1e12"\nunique_tokens = "1e12"\nepochs = 4\n', ("1", "4")),
        ("FG222", PHASE + 'tokens = "1e12"\nepochs = 4\n', ("1", "4")),
        ("FG231", PHASE + 'flop = { value = "3.15e24", method = "6*N*D; N=70B, D=15T" }\n', ("1", "2")),
    ],
)
def test_by_what_factor_the_figure_could_change(code: str, text: str, factor: tuple[str, str]) -> None:
    assert factors(code, text) == [factor]


PLAIN_KIND = '[architecture]\nkind = "{kind}"\nparameters = "11e9"\n' + PHASE + 'tokens = "1e12"\nflop = "{flop}"\n'


@pytest.mark.parametrize(
    "kind, flop, found",
    [
        ("encoder-decoder", "6.6e22", True),
        ("Encoder-Decoder transformer", "6.6e22", True),
        ("latent diffusion", "6.6e22", True),
        ("decoder-transformer", "6.6e22", False),
        ("encoder-decoder", "6.732e22", True),
        ("encoder-decoder", "6.733e22", False),
        ("T5-style encoder/decoder", "6.6e22", True),
        ("transformer with encoder and decoder", "6.6e22", True),
        ("encoder-decoder language model", "6.6e22", True),
        ("vision transformer", "6.6e22", True),
        ("vision-language model", "6.6e22", False),
        ("decoder-transformer with a CLIP encoder", "6.6e22", False),
        ("transformer over protein sequences", "6.6e22", False),
        ("protein model with a pair representation", "6.6e22", True),
        ("encoder-decoder", "6.73e22", True),
        ("encoder-decoder", "6.74e22", False),
        ("encoder-decoder", "6.46e22", False),
        ("encoder-decoder", "3.3e22", False),
    ],
)
def test_the_plain_formula_for_a_model_that_it_does_not_fit(kind: str, flop: str, found: bool) -> None:
    places = [finding.at for _, finding in yielded("FG243", subject_of(PLAIN_KIND.format(kind=kind, flop=flop)))]
    assert places == (["/training/0/flop"] if found else [])


@pytest.mark.parametrize(
    "more, found",
    [('samples = "1e12"\n', True), ('items = "1e12"\nflop_per_item = "1e13"\n', True), ('samples = "2e12"\n', False)],
)
def test_the_plain_formula_with_images_for_tokens(more: str, found: bool) -> None:
    text = PLAIN_KIND.format(kind="vision transformer", flop="6.6e22").replace('tokens = "1e12"\n', more)
    assert [finding.at for _, finding in yielded("FG243", subject_of(text))] == ["/training/0/flop"] * found


def test_the_plain_formula_for_a_family_of_two_sides() -> None:
    config = '[architecture]\nparameters = "11e9"\n[architecture.config]\nmodel_type = "t5"\n'
    text = config + PHASE + 'tokens = "1e12"\nflop = "6.6e22"\n'
    ((_, finding),) = yielded("FG243", subject_of(text))
    assert finding.message.endswith("a model of kind 'encoder-decoder'")


def test_without_its_kind_or_tokens_no_formula_is_recognised() -> None:
    text = PLAIN_KIND.format(kind="vision", flop="6.6e22")
    assert yielded("FG243", subject_of(text.replace('kind = "vision"\n', ""))) == []
    assert yielded("FG243", subject_of(text.replace('tokens = "1e12"\n', ""))) == []


def factors(code: str, text: str) -> list[tuple[str, str] | None]:
    found = [finding.factor for _, finding in yielded(code, subject_of(text))]
    return [(factor.low, factor.high) if factor else None for factor in found]


# --- what was missed before --------------------------------------------------------------------------------

RIG = 'hardware = [{{ chip = "{chip}", precision = "bf16", {more} }}]\n'
H100 = "h100-sxm5-80gb"
PEAK_AT, SHARE_AT = "/training/0/hardware/0/peak", "/training/0/hardware/0/utilisation"
DAYS = "started = 2025-01-01\nended = 2025-01-30\n"
IN_NO_PHASE = "steps were thrown away and run again, and are neither in this phase nor in one of their own"


def rig(more: str, chip: str = H100) -> str:
    return PHASE + RIG.format(chip=chip, more=more)


@pytest.mark.parametrize(
    "code, text, places",
    [
        ("FG206", rig('peak = "2 PFLOP/s"'), [(E, PEAK_AT)]),
        ("FG206", rig('peak = "1979 TFLOP/s ±1%"'), [(E, PEAK_AT)]),
        ("FG206", rig('peak = "5 PFLOP/s"'), [(E, PEAK_AT)]),
        ("FG206", rig('peak = "1 PFLOP/s"'), []),
        ("FG206", rig('peak = "756 TFLOP/s"'), []),
        ("FG205", rig('utilisation = "59%..300%", utilisation_kind = "mfu"'), [(E, SHARE_AT)]),
        ("FG205", rig('utilisation = "38%..43%", utilisation_kind = "mfu"'), []),
        ("FG205", rig('utilisation = "59%..90%", utilisation_kind = "mfu"'), [(W, SHARE_AT)]),
        ("FG205", rig('utilisation = "59%..90%", utilisation_kind = "hfu"'), [(W, SHARE_AT)]),
        ("FG205", rig('utilisation = "59%..90%", utilisation_kind = "occupancy"'), []),
        ("FG205", rig('utilisation = "59%..80%", utilisation_kind = "mfu"'), []),
        ("FG205", rig('utilisation = "59%..81%", utilisation_kind = "mfu"'), [(W, SHARE_AT)]),
        ("FG205", rig('utilisation = "61%..90%", utilisation_kind = "mfu"'), [(E, SHARE_AT)]),
        ("FG205", rig('utilisation = "59%..90%"', chip="tpu-v4"), []),
        ("FG222", PHASE + "samples = 100\nepochs = 3\n", [(W, "/training/0/samples")]),
        ("FG222", PHASE + 'items = 100\nflop_per_item = "1e9"\nepochs = 3\n', [(W, "/training/0/items")]),
        ("FG222", PHASE + "samples = 100\nepochs = 1\n", []),
        ("FG223", PHASE + "rolled_back_included = false\n", [(W, "/training/0/rolled_back_included")]),
        ("FG223", PHASE + "rolled_back_included = false\n" + ROLLED, []),
        ("FG216", PHASE + DAYS + 'rate = "1e18 FLOP/s"\nduration = "31 days"\n', [(E, "/training/0/duration")]),
        ("FG216", PHASE + DAYS + 'rate = "1e18 FLOP/s"\nduration = "30 days"\n', []),
        ("FG216", rig("count = 10, chip_hours = 7201") + DAYS, [(E, "/training/0/hardware/0/chip_hours")]),
        ("FG216", rig("count = 10, chip_hours = 7200") + DAYS, []),
    ],
)
def test_a_slip_is_found_at_its_place(code: str, text: str, places: list[tuple[Severity, str]]) -> None:
    assert [(severity, at) for severity, at, _ in said(code, subject_of(text))] == places


def test_steps_that_stand_nowhere_are_asked_for() -> None:
    (found,) = said("FG223", subject_of(PHASE + "rolled_back_included = false\n"))
    assert found[2] == IN_NO_PHASE


CAUSES_BY_OWN_NUMBERS = [
    (
        PHASE + 'flop = "4.9152e25"\ntokens = "1e12"\nsequence_length = 8192\n[architecture]\nparameters = "1e9"\n',
        "tokens multiplied by the context length in the larger figure",
    ),
    (
        PHASE + 'flop = "4.1e18"\nrate = "4.1 EFLOP/s"\nrate_kind = "model"\nduration = "54 days"\n',
        "a rate in FLOP/s written as an amount in the smaller figure",
    ),
]


@pytest.mark.parametrize("text, cause", CAUSES_BY_OWN_NUMBERS)
def test_a_factor_that_the_phase_itself_states_is_the_first_cause(text: str, cause: str) -> None:
    found = [entry for _, entry in yielded("FG201", subject_of(text)) if cause in entry.help]
    assert len(found) == 1
