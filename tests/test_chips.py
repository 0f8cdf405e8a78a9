import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flopguard.chips
from flopguard.chips import PRECISIONS, Ambiguous, Chip, Unknown, find_chip, known_chips, rated_watts
from flopguard.errors import FlopguardError

DATA = Path(flopguard.chips.__file__).with_name("data")
IDS = [chip.id for chip in known_chips()]


def chip(id: str) -> Chip:
    found = find_chip(id)
    assert isinstance(found, Chip)
    assert found.id == id
    return found


def test_the_table_has_every_chip_once_and_in_order() -> None:
    rows = json.loads((DATA / "hardware.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in rows] == IDS == sorted(set(IDS))
    assert len(IDS) == 60


@pytest.mark.parametrize("each", known_chips(), ids=IDS)
def test_a_row_is_complete_and_its_figures_are_decimals(each: Chip) -> None:
    assert all((each.id, each.name, each.vendor, each.unit_counted, each.released, each.source))
    assert each.verified in {"primary", "secondary", "memory"}
    assert set(each.peaks) <= set(PRECISIONS)
    assert all(Fraction(tflops) > 0 for tflops in each.peaks.values())
    assert each.note == each.note.strip()


@pytest.mark.parametrize("each", [each for each in known_chips() if each.best_matmul_tflops], ids=lambda each: each.id)
def test_no_measured_product_exceeds_the_peak(each: Chip) -> None:
    peak = each.peak_flop_per_s("bf16")
    assert peak is not None
    assert each.best_matmul_tflops is not None
    assert Fraction(each.best_matmul_tflops) * 10**12 <= peak


def test_one_row_in_full() -> None:
    assert chip("tpu-v5p") == Chip(
        id="tpu-v5p",
        name="TPU v5p",
        vendor="Google",
        unit_counted="chip",
        released="2023-12-06",
        source=("Google Cloud TPU7x page (comparison table); Epoch AI ML hardware data, copy of 2026-04 (CC BY)"),
        verified="primary",
        peaks={"bf16": "459", "fp8": "459", "int8": "918"},
        tdp_w="540 (derived)",
        memory_gb="95",
        memory_tb_per_s="2.765",
        note="FP8 is no faster than BF16.",
    )


@pytest.mark.parametrize(
    "id, precision, tflops",
    [
        ("h100-sxm5-80gb", "bf16", "989.4"),
        ("h100-sxm5-80gb", "BF16", "989.4"),
        ("h100-sxm5-80gb", "fp8", "1978.9"),
        ("h100-sxm5-80gb", "fp64", "33.5"),
        ("h100-sxm5-80gb", "FP64-matrix", "66.9"),
        ("h100-sxm5-80gb", "fp4", None),
        ("h100-pcie-80gb", "bf16", "756"),
        ("h100-nvl-94gb", "bf16", "835.5"),
        ("h800-sxm5", "fp64", "1"),
        ("a100-sxm4-80gb", "bf16", "312"),
        ("a100-sxm4-80gb", "int8", "624"),
        ("a100-sxm4-80gb", "fp8", None),
        ("v100-sxm2", "bf16", None),
        ("v100-sxm2", "fp16", "125"),
        ("tpu-v5p", "fp8", "459"),
        ("tpu-v6e-trillium", "fp8", "918"),
        ("mi250x", "bf16", "383"),
        ("mi250x", "tf32", None),
        ("mi355x", "fp8", "5033.2"),
        ("b300-hgx-dgx", "fp4", "13500"),
        ("b300-hgx-dgx", "int8", "157.5"),
        ("trainium2", "bf16", "667"),
        ("gaudi-3", "bf16", "1678"),
        ("rtx-4090", "fp16", "165.2"),
        ("cerebras-wse-2", "fp16", None),
    ],
)
def test_peaks_are_dense_and_exact(id: str, precision: str, tflops: str | None) -> None:
    expected = None if tflops is None else Fraction(tflops) * 10**12
    assert chip(id).peak_flop_per_s(precision) == expected


def test_a_peak_is_an_exact_rate_in_flop_per_s() -> None:
    assert chip("h100-sxm5-80gb").peak_flop_per_s("bf16") == 989_400_000_000_000


def test_an_unknown_precision_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(FlopguardError, match=r"unknown precision 'fp12'; use one of fp64, .*, int8"):
        chip("tpu-v4").peak_flop_per_s("fp12")


@pytest.mark.parametrize(
    "id, unit",
    [
        ("mi250x", "package of 2 GCDs"),
        ("gb200-per-gpu", "one of two GPUs in the superchip"),
        ("tesla-k80", "board of 2 GPUs"),
        ("tpu-v3", "chip (2 cores)"),
        ("ascend-910c", "package of 2 dies"),
        ("h100-sxm5-80gb", "GPU"),
    ],
)
def test_what_one_of_them_is(id: str, unit: str) -> None:
    assert chip(id).unit_counted == unit


@pytest.mark.parametrize("each", known_chips(), ids=IDS)
def test_ids_and_names_mean_themselves(each: Chip) -> None:
    spellings = [
        each.id,
        each.id.upper(),
        each.id.replace("-", " "),
        each.name,
        f" {each.vendor}_{each.name} ",
    ]
    assert [find_chip(spelling) for spelling in spellings] == [each] * len(spellings)


@pytest.mark.parametrize(
    "name, id",
    [
        ("NVIDIA H100 80GB SXM", "h100-sxm5-80gb"),
        ("H100-SXM", "h100-sxm5-80gb"),
        ("h100_sxm5", "h100-sxm5-80gb"),
        ("NVIDIA H100 80GB HBM3", "h100-sxm5-80gb"),
        ("NVIDIA H100 PCIe", "h100-pcie-80gb"),
        ("NVIDIA H100 NVL", "h100-nvl-94gb"),
        ("H100 94GB", "h100-nvl-94gb"),
        ("H800 SXM", "h800-sxm5"),
        ("H20", "h20-96gb"),
        ("NVIDIA GH200 480GB", "gh200-hopper-gpu"),
        ("B200", "b200-hgx-dgx"),
        ("NVIDIA GB200", "gb200-per-gpu"),
        ("NVIDIA A100-SXM4-40GB", "a100-sxm4-40gb"),
        ("A100 40GB PCIe", "a100-pcie-40gb"),
        ("A800", "a800-sxm"),
        ("Tesla V100-SXM2-32GB", "v100-sxm2"),
        ("K80", "tesla-k80"),
        ("NVIDIA GeForce RTX 4090", "rtx-4090"),
        ("4090", "rtx-4090"),
        ("AMD Instinct MI250X", "mi250x"),
        ("TPUv4", "tpu-v4"),
        ("Google Cloud TPU v5e", "tpu-v5e"),
        ("tpu_v5_lite", "tpu-v5e"),
        ("Trillium", "tpu-v6e-trillium"),
        ("Ironwood", "tpu-v7-ironwood-tpu7x"),
        ("AWS Trainium 2", "trainium2"),
        ("Intel Habana Gaudi2", "gaudi-2"),
        ("Huawei Ascend 910B3", "ascend-910b3"),
        ("CS-3", "cerebras-wse-3"),
        ("Groq LPU", "groq-lpu-v1"),
    ],
)
def test_names_that_people_use(name: str, id: str) -> None:
    assert find_chip(name) == chip(id)


@pytest.mark.parametrize(
    "name, first, others",
    [
        ("A100", "a100-pcie-40gb", ["a100-pcie-80gb", "a100-sxm4-40gb", "a100-sxm4-80gb"]),
        ("A100 80GB", "a100-pcie-80gb", ["a100-sxm4-80gb"]),
    ],
)
def test_variants_with_equal_peaks_need_no_choice(name: str, first: str, others: list[str]) -> None:
    assert find_chip(name) == chip(first)
    assert all(chip(first).same_peaks(chip(other)) for other in others)


@pytest.mark.parametrize(
    "name, candidates",
    [
        ("H100", ("h100-nvl-94gb", "h100-pcie-80gb", "h100-sxm5-80gb")),
        ("NVIDIA H100 80GB", ("h100-pcie-80gb", "h100-sxm5-80gb")),
        ("H200", ("h200-nvl", "h200-sxm-141gb")),
        ("H800", ("h800-pcie", "h800-sxm5")),
        ("V100", ("v100-pcie", "v100-sxm2", "v100s-pcie")),
        ("V100s", ("v100-pcie", "v100-sxm2", "v100s-pcie")),  # the chip V100S, or several V100
        ("V100 16GB", ("v100-pcie", "v100-sxm2")),
        ("P100", ("p100-sxm2",)),  # the PCIe one has other peaks and is not in the table
        ("MI300", ("mi300a", "mi300x")),
        ("TPU v5", ("tpu-v5e", "tpu-v5p")),
        ("Gaudi", ("gaudi-2", "gaudi-3")),
        ("Trainium", ("trainium1", "trainium2", "trainium3")),
        ("Ascend 910B", ("ascend-910b-b1", "ascend-910b2", "ascend-910b3", "ascend-910b4")),
        ("910B", ("ascend-910b-b1", "ascend-910b2", "ascend-910b3", "ascend-910b4")),
        ("WSE", ("cerebras-wse-2", "cerebras-wse-3")),
        ("TPU", tuple(id for id in IDS if id.startswith("tpu-"))),
    ],
)
def test_a_name_of_chips_with_other_peaks_is_ambiguous(name: str, candidates: tuple[str, ...]) -> None:
    assert find_chip(name) == Ambiguous(name, candidates)


@pytest.mark.parametrize(
    "name, nearest",
    [
        ("MI250", "mi250x"),
        ("H100s", "h100-sxm5-80gb"),
        ("DGX B200", "b200-hgx-dgx"),  # a server of eight
        ("GB200 superchip", "gb200-per-gpu"),  # two GPUs
        ("MI250X GCD", "mi250x"),  # half a package
        ("TPU v3-8", "tpu-v3"),  # eight cores
        ("trn2", "trainium2"),  # a server of sixteen
        ("L40", "l40s"),
    ],
)
def test_another_unit_or_chip_is_unknown_and_names_the_nearest(name: str, nearest: str) -> None:
    found = find_chip(name)
    assert isinstance(found, Unknown)
    assert found.name == name
    assert nearest in found.nearest
    assert len(found.nearest) <= 3


@pytest.mark.parametrize("name", ["", " - ", "NVIDIA", "nvidia nvidia", "abacus", "Cloud TPU v3", "A100/H100"])
def test_what_names_no_chip_is_unknown(name: str) -> None:
    assert isinstance(find_chip(name), Unknown)


NAMES = json.loads((DATA / "chip_aliases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("alias", NAMES["aliases"])
def test_every_alias_resolves_to_chips_that_exist(alias: str) -> None:
    ids = NAMES["aliases"][alias]
    assert set(ids) <= set(IDS)
    assert ids == sorted(set(ids))
    assert find_chip(alias) == (
        chip(ids[0]) if len(ids) == 1 and alias not in NAMES["incomplete"] else Ambiguous(alias, tuple(ids))
    )


def test_every_incomplete_name_is_an_alias() -> None:
    assert set(NAMES["incomplete"]) <= set(NAMES["aliases"])


@given(st.one_of(st.text(), st.text(alphabet="ahbvp1028 -_sxmgctpu"), st.sampled_from(IDS).map(lambda id: id[:-1])))
def test_any_text_has_an_answer(name: str) -> None:
    match find_chip(name):
        case Chip(id=id):
            assert id in IDS
        case Ambiguous(name=same, candidates=candidates):
            assert same == name
            assert candidates
            assert set(candidates) <= set(IDS)
        case Unknown(name=same, nearest=nearest):
            assert same == name
            assert len(nearest) <= 3
            assert set(nearest) <= set(IDS)


@pytest.mark.parametrize(
    "name, watts",
    [
        ("h100-sxm5-80gb", 700),
        ("NVIDIA A100-SXM4-80GB", 400),
        ("TPU v4", 340),
        ("mi250x", 500),
        ("trainium2", 500),
        ("tpu-v5p", 540),
        ("A100", None),  # the peaks of its variants are alike, their power is not
        ("H100", None),
        ("tpu-v3", None),  # two sources, 450 and 220
        ("tpu-v5e", None),  # a range of estimates
        ("gh200-hopper-gpu", None),
        ("cerebras-wse-3", None),
        ("rubin-announced", None),
        ("no such chip", None),
    ],
)
def test_the_rated_power_where_it_is_one_figure(name: str, watts: int | None) -> None:
    assert rated_watts(name) == watts
