"""Every trap of accounting on a minimal manifest, and the page that says what catches it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from flopguard.check import check_loaded
from flopguard.evaluate.facts import Settings
from flopguard.lint.run import lint
from flopguard.manifest.load import load_text
from flopguard.policy.load import bundled_policies
from flopguard.result import Outcome
from tests.estimate.support import bounds_of, phase_of
from tests.lint.support import manifest_text, subject_of

PAGE = Path(__file__).resolve().parent.parent / "docs" / "accounting-traps.md"
ROW = re.compile(r"^\| (\d+) \| .+ \| (.+) \|$", re.M)
RUN = '[[training]]\ncomponent = "pretrain"\n'
WHOLE = 'outputs = ["text"]\nbase = "none"\n[scope]\ncomplete = true\n'
H = "/training/0/hardware/0"


@dataclass(frozen=True)
class Trap:
    """One way into a trap: what is found, and which methods name what does not fit."""

    number: int
    text: str
    found: list[tuple[str, str]] = field(default_factory=list)
    says: str = ""
    """Words in the help or the message of the first finding."""
    refused: dict[str, str] = field(default_factory=dict)
    """By method: words in what it lacks."""


def chips(text: str) -> str:
    return f"{RUN}hardware = [{{ {text} }}]\n"


def model(shape: str, phase: str = 'tokens = "1e12"') -> str:
    return f"[architecture]\n{shape}\n{RUN}{phase}\n"


def peak(chip: str, precision: str, tflops: str) -> str:
    return chips(f'chip = "{chip}", precision = "{precision}", peak = "{tflops} TFLOP/s", chip_hours = 9')


def of(share: str, kind: str) -> str:
    stated = f'utilisation = "{share}", utilisation_kind = "{kind}"'
    return chips(f'chip = "h100-sxm5-80gb", chip_hours = 9, precision = "bf16", {stated}')


KIND = "an architecture that 6 x parameters x tokens fits; it does not fit"
SMALL = (
    'kind = "decoder-transformer, mixture of experts"\nlayers = 32\nhidden_size = 4096\nheads = 32\nkv_heads = 8\n'
    "intermediate_size = 14336\nvocabulary = 32000\ntied_embeddings = false\ngated_mlp = true\nexperts = 8\n"
    "experts_per_token = 2\nshared_experts = 0\ndense_layers = 0\nexpert_intermediate_size = 14336\n"
)
EIGHT = 'parameters = "7.5e9"\nlayers = 32\nhidden_size = 4096'
DENSE = 'parameters = "1e10"'
FORM = 'flop = { value = "3.2e23", method = "VALUE" }'
EITHER = 'parameters = "671e9"\nactive_parameters = "37e9"'
DOCUMENT = "E*V + L*(8*E^2*S + 4*E*H*S + H*S^2); E=4096, L=100, V=200000, S=128000, H=8"
WORKLOAD = '[[workload]]\nname = "w"\nitems = 1\n'

TRAPS = [
    Trap(1, peak("h100-sxm5-80gb", "bf16", "1979"), [("FG206", f"{H}/peak")], "2.00x the dense peak"),
    Trap(1, peak("b300-hgx-dgx", "fp4", "18000"), [("FG206", f"{H}/peak")], "1.33x the dense peak"),
    Trap(1, peak("trainium2", "bf16", "2563"), [("FG206", f"{H}/peak")], "3.84x the dense peak"),
    Trap(1, peak("cerebras-wse-3", "fp16", "125000"), [("FG206", f"{H}/peak")], "8.00x the dense peak"),
    Trap(2, of("65%", "mfu"), [("FG205", f"{H}/utilisation")], "above 60%"),
    Trap(2, of("85%", "hfu"), [("FG205", f"{H}/utilisation")], "above 80%, the best matrix product"),
    Trap(2, of("5%", "mfu"), [("FG205", f"{H}/utilisation")], "check whether the hours hold other models"),
    Trap(2, of("98%", "occupancy"), [("FG225", f"{H}/utilisation")], "is a share of time"),
    Trap(
        3,
        chips('chip = "a100-sxm4-80gb", count = 1000, hours = "30 days", chip_hours = 500000, precision = "bf16"'),
        [("FG202", "/training/0"), ("FG216", f"{H}/chip_hours")],
        refused={"hardware-time": f"{H}/chip_hours that agree with count x hours"},
    ),
    Trap(
        3,
        chips('chip = "TPU v3 core", count = 1000, hours = 100'),
        [("FG202", "/training/0"), ("FG204", f"{H}/chip")],
        refused={"hardware-time": f"{H}/chip as one known chip"},
    ),
    Trap(
        4,
        chips('chip = "a100-sxm4-80gb", chip_hours = 1082990, energy = "433196 kWh", pue = 1'),
        [("FG220", f"{H}/energy")],
        "is the chip-hours times the power of a chip",
    ),
    Trap(
        5,
        model(DENSE, 'tokens = "1e12"\nflop = "8e22"'),
        [("FG201", "/training/0/flop")],
        "near 1.3x often means: activations computed twice",
    ),
    Trap(
        5,
        model(DENSE, 'tokens = "1e12"\nflop = "3e22"'),
        [("FG201", "/training/0/flop")],
        "near 2.0x often means: multiply-adds counted as one operation in the smaller figure",
    ),
    Trap(
        5,
        model(DENSE, 'tokens = "1e12"\nflop = "12e22"'),
        [("FG201", "/training/0/flop")],
        "near 2.0x often means: a sparse peak in the larger figure, or cores counted as chips",
    ),
    Trap(
        5,
        model(EITHER, 'tokens = "1e12"\nflop = "4e24"'),
        [("FG201", "/training/0/flop")],
        "near 18x often means: all parameters counted in the larger figure, not only the active ones",
    ),
    Trap(
        6,
        model('parameters = "671e9"\nexperts = 256'),
        [("FG202", "/training/0"), ("FG207", "/architecture/parameters")],
        refused={"parameters-tokens": "/architecture/active_parameters"},
    ),
    Trap(
        6,
        model(SMALL + 'parameters = "46.7e9"\nactive_parameters = "20e9"', 'tokens = "1e12"\nsequence_length = 512'),
        [("FG202", "/training/0"), ("FG218", "/architecture")],
        refused={"architecture": "active_parameters"},
    ),
    *(
        Trap(
            7,
            model(f'kind = "{kind}"\nparameters = "1e9"'),
            [("FG202", "/training/0")],
            refused={"parameters-tokens": f"{KIND} {kind}"},
        )
        for kind in ("encoder-decoder", "vision transformer", "latent diffusion", "protein pairs, Evoformer")
    ),
    Trap(
        7,
        model('kind = "encoder-decoder"\nparameters = "1e9"', 'tokens = "1e12"\nflop = "6e21"'),
        [("FG243", "/training/0/flop")],
        "does not fit a model of kind 'encoder-decoder'",
        {"parameters-tokens": f"{KIND} encoder-decoder"},
    ),
    Trap(
        8,
        model("gated_mlp = true", FORM.replace("VALUE", "72 L d^2 (1 + S/(6d) + V/(12 L d))")),
        [("FG228", "/training/0/flop/method")],
        "its MLP is gated",
    ),
    Trap(
        9,
        RUN + FORM.replace("VALUE", "72 L d^2 (1 + S/(6d) + V/(16 L d))"),
        [("FG228", "/training/0/flop/method")],
        "72 with V/16",
    ),
    Trap(
        9,
        RUN + FORM.replace("VALUE", "96 L d^2 (1 + S/(6d) + V/(12 L d))"),
        [("FG228", "/training/0/flop/method")],
        "96 with V/12",
    ),
    Trap(
        10,
        '[architecture]\nparameters = "1e11"\ncontext = 128000\n'
        + WORKLOAD
        + 'item = "generated token"\nflop_per_item = "2.56e16"\n',
        [("FG202", "/model"), ("FG229", "/workload/0/flop_per_item")],
    ),
    Trap(
        10,
        '[architecture]\nparameters = "1e11"\ncontext = 128000\n'
        + WORKLOAD
        + 'item = "generated token, no cache"\nflop_per_item = "2.56e16"\n',
        [("FG202", "/model")],
    ),
    Trap(
        11,
        model(EIGHT, 'tokens = "1e12"\nsequence_length = 8192'),
        [("FG227", "/training/0/sequence_length")],
        "attention is about 13% of the work",
        {"architecture": "/architecture/kind"},
    ),
    Trap(
        11,
        model(EIGHT, 'tokens = "1e12"\nsequence_length = 131072'),
        [("FG202", "/training/0")],
        refused={"parameters-tokens": "at 131072 tokens attention, which it leaves out, is 230% of it on top"},
    ),
    Trap(11, model(SMALL + 'active_parameters = "13e9"'), refused={"architecture": "/training/0/sequence_length"}),
    Trap(
        12,
        model(EITHER, 'tokens = "1e12"\nflop = { value = "1.45e24", method = "FlopCounterMode" }'),
        [("FG201", "/training/0/flop"), ("FG230", "/training/0/flop/method")],
    ),
    Trap(
        13,
        model(DENSE, 'tokens = "1e12"\nflop = { value = "4.7e22", method = "FlopCounterMode on a CPU" }'),
        [("FG230", "/training/0/flop/method")],
        "attention through fused kernels counts as nothing",
    ),
    Trap(
        14,
        model(DENSE, 'tokens = "1e12"\nflop = { value = "10.8e22", method = "traced" }'),
        [("FG201", "/training/0/flop"), ("FG230", "/training/0/flop/method")],
    ),
    Trap(
        15,
        model(DENSE, 'tokens = "771e9"\nunique_tokens = "771e9"\nepochs = "2.3"'),
        [("FG202", "/training/0"), ("FG221", "/training/0/tokens")],
        refused={"parameters-tokens": "/training/0/tokens on which all that is stated of them agrees"},
    ),
    Trap(15, model(DENSE, 'tokens = "771e9"\nepochs = "2.3"'), [("FG222", "/training/0/tokens")]),
    Trap(
        15,
        model(DENSE, 'unique_tokens = "771e9"'),
        [("FG202", "/training/0")],
        refused={"parameters-tokens": "/training/0/epochs"},
    ),
    Trap(
        16,
        '[[model.base]]\nname = "B"\ncompute = "1.2e24"\n' + model(DENSE, 'tokens = "5e12"\nflop = "1.5e24"'),
        [("FG201", "/training/0/flop")],
        "near 5.0x often means: the compute of the base in the larger figure",
    ),
    Trap(
        16,
        '[[model.base]]\nname = "B"\ncompute = "1.2e24"\n[[training]]\ncomponent = "base_inherited"\nflop = "1.2e24"\n',
        [("FG212", "/training/0/component")],
    ),
    Trap(
        17,
        chips('chip = "h100-sxm5-80gb", chip_hours = "2.1e6", utilisation = "30%", utilisation_kind = "mfu"'),
        [("FG226", f"{H}/utilisation")],
    ),
    Trap(18, WHOLE + RUN + 'flop = "1e25"', [("FG501", "/training/0/flop")]),
    Trap(19, RUN + 'flop = "3e25 FLOP/s"', [("FG101", "/training/0/flop")]),
    Trap(19, RUN + 'flop = "100 TFLOPS"', [("FG102", "/training/0/flop")]),
    Trap(
        19,
        RUN + 'rate = "4 EFLOP/s"',
        [("FG202", "/training/0")],
        refused={"rate-time": "/training/0/duration"},
    ),
    Trap(
        19,
        '[[calculation]]\nname = "an answer"\nformula = "2*N*T"\ninputs = { N = "70e9", T = 700 }\n'
        'printed = "98 TFLOP/s"\nper = "item"\n',
        [("FG202", "/model"), ("FG232", "/calculation/0/printed")],
    ),
    Trap(
        20,
        WORKLOAD + f'flop_per_item = {{ value = "1731304652800000", method = "{DOCUMENT}" }}',
        [("FG202", "/model"), ("FG231", "/workload/0/flop_per_item/value")],
        "is 1.7327726592e15 at its inputs",
    ),
    Trap(21, model(DENSE, 'tokens = "1e12"\nflop = "6e32"'), [("FG201", "/training/0/flop")]),
    Trap(21, model('parameters = "3e9"', 'tokens = "627T"'), [("FG210", "/training/0/tokens")]),
    Trap(22, RUN + 'flop = "12 GMAC"', [("FG102", "/training/0/flop")]),
    Trap(22, RUN + 'flop = "1e24 ops"', [("FG102", "/training/0/flop")]),
]


def findings(text: str, *, with_verdicts: bool = False) -> list[tuple[str, str, str]]:
    """Code, place and words of everything that is found, but for figures without a source."""
    if with_verdicts:
        known = check_loaded(load_text(manifest_text(text)), bundled_policies(), Settings(date(2026, 11, 22))).findings
    else:
        known = lint(subject_of(text))
    said = [(found.code, found.at, f"{found.message}; {found.help}") for found in known if found.code != "FG601"]
    return sorted(dict.fromkeys(said))


IDS = [f"{trap.number}-{number}" for number, trap in enumerate(TRAPS)]


@pytest.mark.parametrize("trap", TRAPS, ids=IDS)
def test_a_trap_is_found_at_its_place(trap: Trap) -> None:
    found = findings(trap.text, with_verdicts=trap.number == 18)
    places = list(dict.fromkeys((code, at) for code, at, _ in found))
    assert places == trap.found
    assert not trap.says or any(trap.says in words for _, _, words in found), found


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if trap.refused])
def test_a_method_that_does_not_fit_says_so(trap: Trap) -> None:
    gaps = {gap.method: "; ".join(gap.needs) for gap in phase_of(trap.text).gaps}
    assert {method: words for method, words in trap.refused.items() if words not in gaps.get(method, "")} == {}, gaps


# --- what is no finding and no refusal -----------------------------------------------------------------------------


def test_trap_3_the_step_names_what_is_counted() -> None:
    found = phase_of(chips('chip = "mi250x", count = 8, hours = 10, precision = "bf16"')).chosen
    assert found is not None
    assert [entry.name for entry in found.steps[0].inputs if "peak" in entry.name] == [
        "dense peak of MI250X (package of 2 GCDs) at bf16"
    ]


def test_trap_4_an_energy_made_from_hours_confirms_nothing() -> None:
    (made,) = [trap for trap in TRAPS if trap.number == 4]
    assert [(answer.method, answer.independent) for answer in phase_of(made.text).others] == [("energy", False)]


def test_trap_17_the_range_is_over_both_peaks() -> None:
    (unstated,) = [trap for trap in TRAPS if trap.number == 17]
    bounds = bounds_of(unstated.text)
    assert bounds.high is not None
    assert Fraction("2.24e24") <= bounds.low < Fraction("2.25e24")
    assert Fraction("4.48e24") <= bounds.high < Fraction("4.49e24")


def test_trap_18_methods_on_both_sides_of_a_line_leave_it_open() -> None:
    text = WHOLE + model('parameters = "4e11"', 'tokens = "4.4e12"\nflop = "9.4e24"')
    report = check_loaded(load_text(manifest_text(text)), bundled_policies(), Settings(date(2026, 11, 22)))
    (verdict,) = [v for v in report.verdicts if (v.policy, v.trigger) == ("eu-aiact", "51-2")]
    assert (verdict.outcome, "conflict" in [cause.value for cause in verdict.because]) == (Outcome.UNDETERMINED, True)


@pytest.mark.parametrize(
    "written, flop",
    [
        ("3640 petaflop/s-days", Fraction(3640 * 10**15 * 86400)),
        ("3640 PF-days", Fraction(3640 * 10**15 * 86400)),
        ("21 zettaFLOP", Fraction(21 * 10**21)),
        ("21 ZFLOP", Fraction(21 * 10**21)),
        ("2 EFLOP/s-days", Fraction(2 * 10**18 * 86400)),
    ],
)
def test_trap_22_units_are_converted_exactly(written: str, flop: Fraction) -> None:
    assert bounds_of(f'{RUN}flop = "{written}"').low == flop


# --- the page ------------------------------------------------------------------------------------------------------


def rows() -> dict[int, str]:
    return {int(match[1]): match[2] for match in ROW.finditer(PAGE.read_text(encoding="utf-8"))}


def test_the_page_has_every_trap_and_each_is_tried() -> None:
    assert list(rows()) == list(range(1, 23))
    assert sorted({trap.number for trap in TRAPS}) == list(range(1, 23))


@pytest.mark.parametrize("number", range(1, 23))
def test_the_page_names_what_the_tests_found(number: int) -> None:
    tried = [trap for trap in TRAPS if trap.number == number]
    codes = {code for trap in tried for code, _ in trap.found} - {"FG202"}
    assert set(re.findall(r"FG\d{3}", rows()[number])) == codes
    methods = {method for trap in tried for method in trap.refused if "refused" in rows()[number]}
    assert all(method in rows()[number] for method in methods), (methods, rows()[number])
