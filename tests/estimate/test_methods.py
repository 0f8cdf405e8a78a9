"""Each method on one phase: exact amounts, and what it lacks where it cannot be used."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flopguard.components import ComponentKey
from flopguard.estimate.types import span
from flopguard.quantity import Estimate, show
from flopguard.reference_models import find_reference
from flopguard.units import Dimension
from tests.estimate.support import bounds_of, compute_of, phase_of

E = Fraction(10)


def flop(low: Fraction | int, central: Fraction | int | None, high: Fraction | int | None) -> Estimate:
    ends = [None if end is None else Fraction(end) for end in (low, central, high)]
    assert ends[0] is not None
    return Estimate(ends[0], ends[1], ends[2], Dimension.FLOP)


def point(value: Fraction | int) -> Estimate:
    return flop(value, value, value)


def without_text(estimate: Estimate) -> tuple[Fraction, Fraction | None, Fraction | None]:
    return estimate.low, estimate.central, estimate.high


def phase(*lines: str, component: str = "pretrain", shape: str = "") -> str:
    architecture = f"[architecture]\n{shape}\n" if shape else ""
    return "\n".join([architecture, "[[training]]", f'component = "{component}"', *lines])


# --- reported ----------------------------------------------------------------------------------------------------

REPORTED = [
    (['flop = "6.4e24"'], point(64 * E**23)),
    (["flop = 6.4e24"], point(64 * E**23)),
    (['flop = "3640 petaflop/s-days"'], point(3640 * E**15 * 86400)),
    (['flop = "1e25..5e25 FLOP"'], flop(E**25, Fraction("2.23607e25"), 5 * E**25)),
    (['flop = "3.8e25 ±10%"'], flop(Fraction("3.42e25"), 38 * E**24, Fraction("4.18e25"))),
    (['flop = "<1e25 FLOP"'], flop(0, None, E**25)),
    (['flop = ">=2e25"'], flop(2 * E**25, None, None)),
    (['flop = "1e24"', 'intended_total = "5e25"', 'status = "planned"'], point(5 * E**25)),
    (['flop = "1e24"', 'intended_total = "5e25"', 'status = "running"'], point(5 * E**25)),
    (['flop = "1e24"', 'intended_total = "5e25"', 'status = "done"'], point(E**24)),
    (['flop = "1e24"', 'intended_total = "5e25"', 'status = "abandoned"'], point(E**24)),
    (['flop = "1e24"', 'status = "planned"'], point(E**24)),
]


@pytest.mark.parametrize("lines, expected", REPORTED)
def test_a_stated_amount_is_taken_as_it_stands(lines: list[str], expected: Estimate) -> None:
    found = phase_of(phase(*lines))
    assert found.chosen is not None
    assert (found.chosen.method, found.chosen.evidence) == ("reported", "reported")
    assert without_text(found.chosen.amount.bounds()) == without_text(expected)


def test_an_end_that_is_excluded_stays_excluded() -> None:
    assert bounds_of(phase('flop = "<1e25"')).high_open
    assert not bounds_of(phase('flop = "<=1e25"')).high_open


def test_an_abandoned_run_counts_as_such_whatever_it_was_to_become() -> None:
    assert phase_of(phase('flop = "1e24"', 'status = "abandoned"')).component is ComponentKey.RUN_ABANDONED


def test_the_source_and_the_evidence_are_those_of_the_figure() -> None:
    found = phase_of(phase('flop = { value = "1e24", evidence = "measured", source = "paper", section = "3.2" }'))
    assert found.chosen is not None
    assert (found.chosen.evidence, found.chosen.source) == ("measured", "paper, section 3.2")


def test_the_source_of_an_intended_total_is_its_own() -> None:
    found = phase_of(
        phase(
            'status = "running"',
            'flop = { value = "1e24", source = "so far" }',
            'intended_total = { value = "5e25", source = "the plan" }',
        )
    )
    assert found.chosen is not None
    assert found.chosen.source == "the plan"


# --- parameters and tokens ---------------------------------------------------------------------------------------

DENSE = 'parameters = "70e9"'
MIXTURE = 'parameters = "671e9"\nexperts = 256'
COUNTED = [
    ("pretrain", DENSE, ['tokens = "15e12"'], 6 * 70 * 15 * E**21),
    ("midtrain_sft", DENSE, ['tokens = "15e12"'], 6 * 70 * 15 * E**21),
    ("rl_update", DENSE, ['tokens = "15e12"'], 6 * 70 * 15 * E**21),
    ("pretrain", MIXTURE + '\nactive_parameters = "37e9"', ['tokens = "14.8e12"'], 6 * 37 * 148 * E**20),
    ("pretrain", DENSE, ['parameters = "7e9"', 'tokens = "2T"'], 6 * 7 * 2 * E**21),
    ("rl_rollout", DENSE, ['tokens = "2e12"'], 2 * 70 * 2 * E**21),
    ("eval", DENSE, ['tokens = "2e12"'], 2 * 70 * 2 * E**21),
    ("serve", DENSE, ['tokens = "2e12"'], 2 * 70 * 2 * E**21),
    ("teacher_infer", DENSE, ['parameters = "400e9"', 'tokens = "1e12"'], 2 * 400 * E**21),
    ("syn_private_kept", DENSE, ['parameters = "400e9"', 'tokens = "1e12"'], 2 * 400 * E**21),
    ("aux_train", DENSE, ['parameters = "8e9"', 'tokens = "1e12"'], 6 * 8 * E**21),
]


@pytest.mark.parametrize("component, shape, lines, expected", COUNTED)
def test_parameters_times_tokens(component: str, shape: str, lines: list[str], expected: Fraction) -> None:
    found = phase_of(phase(*lines, component=component, shape=shape))
    assert found.chosen is not None
    assert (found.chosen.method, found.chosen.evidence) == ("parameters-tokens", "derived")
    assert without_text(found.chosen.amount.bounds()) == without_text(point(expected))


def test_intervals_of_both_figures_multiply_at_their_ends() -> None:
    found = bounds_of(phase('tokens = "1e12..4e12"', shape='parameters = "1e9..9e9"'))
    assert without_text(found) == (6 * E**21, 6 * 3 * E**9 * 2 * E**12, 6 * 36 * E**21)


GAPS = [
    ("pretrain", "", ['tokens = "1e12"'], ("/architecture/parameters",)),
    ("pretrain", DENSE, [], ("/training/0/tokens",)),
    ("pretrain", "", [], ("/architecture/parameters", "/training/0/tokens")),
    ("pretrain", MIXTURE, ['tokens = "1e12"'], ("/architecture/active_parameters",)),
    ("pretrain", DENSE + '\nkind = "mixture-of-experts"', ['tokens = "1e12"'], ("/architecture/active_parameters",)),
    ("pretrain", DENSE + '\nkind = "MoE decoder"', ['tokens = "1e12"'], ("/architecture/active_parameters",)),
    ("teacher_infer", DENSE, ['tokens = "1e12"'], ("/training/0/parameters (of the model that was run)",)),
    (
        "pretrain",
        DENSE + '\nkind = "encoder-decoder"',
        ['tokens = "1e12"'],
        ("an architecture that 6 x parameters x tokens fits; it does not fit encoder-decoder",),
    ),
]


@pytest.mark.parametrize("component, shape, lines, needs", GAPS)
def test_what_is_missing_is_named_and_never_guessed(
    component: str, shape: str, lines: list[str], needs: tuple[str, ...]
) -> None:
    found = phase_of(phase(*lines, component=component, shape=shape))
    assert found.chosen is None
    assert {gap.method: gap.needs for gap in found.gaps}["parameters-tokens"] == needs


PUBLISHED = ["llama-3.1-405b", "gpt-3-175b", "deepseek-v3-671b", "olmo-2-7b", "llama-2-7b"]


@pytest.mark.parametrize("id", PUBLISHED)
def test_published_models_have_their_six_nd(id: str) -> None:
    row = find_reference(id)
    assert row is not None
    assert row.six_nd_flop is not None
    shape = f'parameters = "{row.n_total}"\nactive_parameters = "{row.n_active}"'
    if row.experts:
        shape += f"\nexperts = {row.experts}"
    found = bounds_of(phase(f'tokens = "{row.samples}"', shape=shape))
    digits = len(row.six_nd_flop.split("e")[0].replace(".", ""))
    assert show(found.low, digits) == row.six_nd_flop


# --- hardware and time -------------------------------------------------------------------------------------------

H100 = 989_400_000_000_000
A100 = 312 * E**12
MFU = 'utilisation = "40%", utilisation_kind = "mfu"'


def rig(text: str) -> str:
    return phase(f"hardware = [{{ {text} }}]")


SPENT = [
    (f'chip = "h100-sxm5-80gb", count = 1000, hours = 100, precision = "bf16", {MFU}', 36 * E**7 * H100 * 4 / 10),
    (f'chip = "h100-sxm5-80gb", chip_hours = 100000, precision = "bf16", {MFU}', 36 * E**7 * H100 * 4 / 10),
    (
        f'chip = "h100-sxm5-80gb", count = 1000, hours = "100 hours", precision = "BF16", {MFU}',
        36 * E**7 * H100 * 4 / 10,
    ),
    (
        f'chip = "h100-sxm5-80gb", count = 1, hours = "1 day", precision = "fp8", {MFU}',
        86400 * Fraction("1978.9e12") * 4 / 10,
    ),
    (f'peak = "100 TFLOP/s", count = 1, hours = 1, {MFU}', 36 * 4 * E**15),
    (f'chip = "no such chip", peak = "100 TFLOP/s", count = 1, hours = 1, {MFU}', 36 * 4 * E**15),
    (f'chip = "A100", count = 1, hours = 1, precision = "fp16", {MFU}', 3600 * A100 * 4 / 10),
]


@pytest.mark.parametrize("text, expected", SPENT)
def test_chips_times_time_times_peak_times_mfu(text: str, expected: Fraction) -> None:
    found = phase_of(rig(text))
    assert found.chosen is not None, found.gaps
    assert (found.chosen.method, found.chosen.evidence) == ("hardware-time", "derived")
    assert found.chosen.assumptions == ()
    assert without_text(found.chosen.amount.bounds()) == without_text(point(expected))


def test_several_entries_add() -> None:
    entry = f'{{ peak = "100 TFLOP/s", count = 1, hours = 1, {MFU} }}'
    assert bounds_of(phase(f"hardware = [{entry}, {entry}]")).low == 2 * bounds_of(phase(f"hardware = [{entry}]")).low


UTILISED = [
    ("", ("0.03", "0.33", "0.55"), 1),
    ('utilisation = "90%", utilisation_kind = "occupancy"', ("0.03", "0.33", "0.55"), 1),
    ('utilisation = "40%", utilisation_kind = "occupancy"', ("0.03", "0.33", "0.4"), 1),
    ('utilisation = "10%", utilisation_kind = "occupancy"', ("0.03", "0.1", "0.1"), 1),
    ('utilisation = "40%", utilisation_kind = "mfu"', ("0.4", "0.4", "0.4"), 0),
    ('utilisation = "38%..43%", utilisation_kind = "mfu"', ("0.38", "0.404228", "0.43"), 0),
    ('utilisation = "40%", utilisation_kind = "hfu"', ("0.3", "0.4", "0.4"), 1),
    ('utilisation = "40%"', ("0.08", "0.4", "0.4"), 1),
]


@pytest.mark.parametrize("text, shares, assumptions", UTILISED)
def test_the_utilisation_as_it_is_stated(text: str, shares: tuple[str, str, str], assumptions: int) -> None:
    found = phase_of(rig(", ".join(filter(None, ('peak = "1e15 FLOP/s", chip_hours = 1', text)))))
    assert found.chosen is not None
    assert len(found.chosen.assumptions) == assumptions
    assert without_text(found.chosen.amount.bounds()) == tuple(Fraction(share) * 3600 * E**15 for share in shares)


RECOMPUTED = [
    ("hfu", "none", ("0.4", "0.4", "0.4"), 0),
    ("hfu", "selective", ("0.37988", "0.3894", "0.4"), 1),
    ("hfu", "full", ("0.3", "0.3", "0.32564"), 1),
    ("mfu", "full", ("0.4", "0.4", "0.4"), 0),
]


@pytest.mark.parametrize("kind, recomputation, shares, assumptions", RECOMPUTED)
def test_what_was_computed_twice_is_taken_out_of_what_the_hardware_did(
    kind: str, recomputation: str, shares: tuple[str, str, str], assumptions: int
) -> None:
    entry = f'hardware = [{{ peak = 1e15, chip_hours = 1, utilisation = "40%", utilisation_kind = "{kind}" }}]'
    found = phase_of(phase(entry, f'recomputation = "{recomputation}"'))
    assert found.chosen is not None
    assert len(found.chosen.assumptions) == assumptions
    assert without_text(found.chosen.amount.bounds()) == tuple(Fraction(share) * 3600 * E**15 for share in shares)


PUBLISHED_PAIRS = [
    # Both kinds of one run, and what was recomputed.
    ("0.48", "0.36", "full"),  # 150 of 312 TFLOP/s, with the coefficient of full recomputation
    ("0.578", "0.462", "full"),
    ("0.437", "0.415", "selective"),
    ("0.528", "0.514", "selective"),
    ("0.570", "0.560", "selective"),
    ("0.570", "0.563", "selective"),
]


@pytest.mark.parametrize("hfu, mfu, recomputation", PUBLISHED_PAIRS)
def test_published_pairs_of_both_kinds_lie_within_the_range(hfu: str, mfu: str, recomputation: str) -> None:
    share = f"{float(Fraction(hfu)):.6f}"
    entry = f'hardware = [{{ peak = 1e15, chip_hours = 1, utilisation = "{share}", utilisation_kind = "hfu" }}]'
    found = bounds_of(phase(entry, f'recomputation = "{recomputation}"'))
    assert found.high is not None
    own = Fraction(mfu) * 3600 * E**15
    assert found.low * Fraction(999, 1000) <= own <= found.high * Fraction(1001, 1000)


def test_an_occupancy_is_told_as_the_reason_for_the_range() -> None:
    found = phase_of(rig('peak = 1e15, chip_hours = 1, utilisation = "98%", utilisation_kind = "occupancy"'))
    assert found.chosen is not None
    (assumption,) = found.chosen.assumptions
    assert str(assumption).startswith(
        "that utilisation is 0.030 .. 0.55 (central 0.33): what is stated is an occupancy, a share of time"
    )


UNSTATED_PRECISION = [
    ('chip = "h100-sxm5-80gb", ' + MFU, ("0.4", "0.4", "0.80004")),
    ('chip = "h100-sxm5-80gb"', ("0.03", "0.33", "0.55")),
    ('chip = "h100-sxm5-80gb", precision = "fp8"', ("0.03", "0.33", "0.6")),
    ('chip = "A100", ' + MFU, ("0.4", "0.4", "0.4")),
]


@pytest.mark.parametrize("text, shares", UNSTATED_PRECISION)
def test_a_share_of_an_unstated_mode_may_be_one_of_a_faster_mode(text: str, shares: tuple[str, str, str]) -> None:
    """Of the 16-bit peak, or up to the one at 8 bits; what is assumed is a share of the 16-bit peak anyway."""
    found = phase_of(rig(f"chip_hours = 1, {text}"))
    assert found.chosen is not None, found.gaps
    assert len(found.chosen.assumptions) == 1
    sixteen_bit = H100 if "h100" in text else A100
    bounds = found.chosen.amount.bounds()
    assert [end and show(end / 3600 / sixteen_bit, 5) for end in without_text(bounds)] == [
        show(Fraction(share), 5) for share in shares
    ]


NOT_ENOUGH = [
    ("count = 1, hours = 1", ("/training/0/hardware/0/chip",)),
    (
        'chip = "h100", count = 1, hours = 1',
        ("/training/0/hardware/0/chip as one known chip ('h100' is not)",),
    ),
    (
        'chip = "no such chip", count = 1, hours = 1',
        ("/training/0/hardware/0/chip as one known chip ('no such chip' is not)",),
    ),
    (
        'chip = "A100", count = 1, hours = 1, precision = "fp8"',
        ("/training/0/hardware/0/peak (no dense fp8 peak of A100 PCIe 40GB is known)",),
    ),
    (
        'chip = "A100", count = 1, hours = 1, precision = "fp3"',
        ("/training/0/hardware/0/peak (no dense fp3 peak of A100 PCIe 40GB is known)",),
    ),
    (
        'chip = "A100", count = 1',
        ("/training/0/hardware/0/hours (or /training/0/hardware/0/chip_hours)",),
    ),
    (
        "precision = 'bf16'",
        (
            "/training/0/hardware/0/count and /training/0/hardware/0/hours (or /training/0/hardware/0/chip_hours)",
            "/training/0/hardware/0/chip",
        ),
    ),
]


@pytest.mark.parametrize("text, needs", NOT_ENOUGH)
def test_what_hardware_lacks_is_named(text: str, needs: tuple[str, ...]) -> None:
    found = phase_of(rig(text))
    assert found.chosen is None
    assert {gap.method: gap.needs for gap in found.gaps}["hardware-time"] == needs


def test_one_entry_that_lacks_something_spoils_the_sum() -> None:
    found = phase_of(phase('hardware = [{ peak = "1e15 FLOP/s", chip_hours = 1 }, { chip = "A100", count = 1 }]'))
    assert found.chosen is None
    assert {gap.method: gap.needs for gap in found.gaps}["hardware-time"] == (
        "/training/0/hardware/1/hours (or /training/0/hardware/1/chip_hours)",
    )


def test_a_utilisation_solved_back_from_a_total_confirms_nothing() -> None:
    derived = 'utilisation = { value = "40%", evidence = "derived" }, utilisation_kind = "mfu"'
    entries = [rig(f'peak = "1e15 FLOP/s", chip_hours = 1, {text}') for text in (derived, MFU)]
    chosen = [phase_of(entry).chosen for entry in entries]
    assert [answer.independent for answer in chosen if answer] == [False, True]


# --- the order of preference -------------------------------------------------------------------------------------

ALL = ['tokens = "1e12"', f'hardware = [{{ peak = "1e15 FLOP/s", chip_hours = 1, {MFU} }}]']


def methods_of(*lines: str) -> tuple[str | None, list[str], list[str]]:
    found = phase_of(phase(*lines, shape='parameters = "1e9"'))
    chosen = found.chosen.method if found.chosen else None
    return chosen, [answer.method for answer in found.others], [gap.method for gap in found.gaps]


ORDER = [
    (['flop = "6e21"', *ALL], ("reported", ["parameters-tokens", "hardware-time"], ["architecture"])),
    (ALL, ("parameters-tokens", ["hardware-time"], ["reported", "architecture"])),
    (ALL[1:], ("hardware-time", [], ["reported", "architecture", "parameters-tokens"])),
    ([], (None, [], ["reported", "architecture", "parameters-tokens", "hardware-time"])),
    (['flop = "<1e25"', *ALL], ("parameters-tokens", ["reported", "hardware-time"], ["architecture"])),
    (['flop = "<1e25"'], ("reported", [], ["architecture", "parameters-tokens", "hardware-time"])),
    (['flop = "<1e25"', 'tokens = "<1e12"'], ("reported", ["parameters-tokens"], ["architecture", "hardware-time"])),
]


@pytest.mark.parametrize("lines, expected", ORDER)
def test_the_preferred_method_is_chosen_and_the_others_stand_beside_it(
    lines: list[str], expected: tuple[str | None, list[str], list[str]]
) -> None:
    assert methods_of(*lines) == expected


def test_every_phase_stands_for_itself() -> None:
    text = phase('flop = "1e24"') + phase('flop = "2e24"', component="rl_update").replace("[[t", "\n[[t")
    assert [(p.at, p.component.value, p.run) for p in compute_of(text).phases] == [
        ("/training/0", "pretrain", ""),
        ("/training/1", "rl_update", ""),
    ]


WHY = [
    (['flop = "6e21"', *ALL], "the source states it, which goes before what is worked out"),
    (ALL, "no total is stated, nor all that a count of the shape needs"),
    (ALL[1:], "what the methods before it need is not stated, or does not fit"),
    (['flop = "<1e25"', *ALL], "what is stated is only a bound, and this gives a value"),
    (['flop = "<1e25"'], "the source states it, which goes before what is worked out"),
    ([], ""),
]


@pytest.mark.parametrize("lines, expected", WHY)
def test_the_reason_for_the_choice_is_told(lines: list[str], expected: str) -> None:
    assert phase_of(phase(*lines, shape='parameters = "1e9"')).why == expected


COPIES = [
    ('{ value = "6e21", evidence = "derived" }', [("parameters-tokens", False), ("hardware-time", True)]),
    ('{ value = "6.02e21", evidence = "derived" }', [("parameters-tokens", False), ("hardware-time", True)]),
    ('{ value = "6.1e21", evidence = "derived" }', [("parameters-tokens", True), ("hardware-time", True)]),
    ('"6e21"', [("parameters-tokens", True), ("hardware-time", True)]),
    ('{ value = "1.44e18", evidence = "derived" }', [("parameters-tokens", True), ("hardware-time", False)]),
    ('{ value = "<7e21", evidence = "derived" }', [("reported", True), ("hardware-time", True)]),
]


@pytest.mark.parametrize("flop, expected", COPIES)
def test_a_total_that_was_derived_is_not_confirmed_by_what_it_was_derived_by(
    flop: str, expected: list[tuple[str, bool]]
) -> None:
    found = phase_of(phase(f"flop = {flop}", *ALL, shape='parameters = "1e9"'))
    assert [(answer.method, answer.independent) for answer in found.others] == expected


LARGE = '[architecture]\nkind = "{kind}"\nparameters = "{size}"\n[[training]]\ncomponent = "{component}"\n{rig}'
RIG = 'hardware = [{{ peak = "1e15 FLOP/s", chip_hours = 1, precision = "{}" }}]\n'


@pytest.mark.parametrize(
    "kind, size, component, precision, low, high",
    [
        ("decoder", "70e9", "pretrain", "bf16", "0.15", "0.55"),
        ("decoder", "10e9", "pretrain", "bf16", "0.15", "0.55"),
        ("decoder", "70e9", "pretrain", "fp8", "0.15", "0.6"),
        ("decoder", "9.9e9", "pretrain", "bf16", "0.03", "0.55"),
        ("decoder", "70e9", "rl_update", "bf16", "0.03", "0.55"),
        ("latent diffusion", "70e9", "pretrain", "bf16", "0.03", "0.55"),
        ("multimodal decoder", "70e9", "pretrain", "fp8", "0.03", "0.6"),
    ],
)
def test_the_usual_utilisation_is_that_of_large_runs_only(
    kind: str, size: str, component: str, precision: str, low: str, high: str
) -> None:
    found = bounds_of(LARGE.format(kind=kind, size=size, component=component, rig=RIG.format(precision)))
    assert (found.low, found.high) == (Fraction(low) * 3600 * 10**15, Fraction(high) * 3600 * 10**15)


SPANS = [
    (Estimate(Fraction(2), Fraction(3), Fraction(5), Dimension.FLOP), "2.0 .. 5.0 (central 3.0)"),
    (Estimate(Fraction(1000001), Fraction(1000002), Fraction(1000003), Dimension.FLOP), "1.0e6"),
    (Estimate(Fraction(1000001), None, Fraction(1000003), Dimension.FLOP), "1.0e6"),
    (Estimate(Fraction(2), None, None, Dimension.FLOP), "at least 2.0"),
]


@pytest.mark.parametrize("estimate, told", SPANS)
def test_an_interval_within_its_digits_is_told_as_one_figure(estimate: Estimate, told: str) -> None:
    assert span(estimate) == told
