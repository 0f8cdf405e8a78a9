import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flopguard.reference_models
from flopguard.chips import Chip, find_chip
from flopguard.reference_models import ReferenceModel, find_reference, known_references, nearest

DATA = Path(flopguard.reference_models.__file__).with_name("data")
MODELS = known_references()
IDS = [model.id for model in MODELS]
DECIMAL = re.compile(r"\d+(\.\d+)?(e-?[1-9]\d*)?")
PURE_FIGURES = (
    "n_total",
    "n_active",
    "n_matmul",
    "samples",
    "vocab",
    "experts",
    "experts_per_token",
    "shared_experts",
    "expert_d_ff",
    "dense_layers",
    "chips",
    "chip_hours",
    "peak_flop_per_s",
    "utilisation",
    "published_flop",
    "six_nd_flop",
    "exact_flop",
    "exact_full_attention_flop",
    "epoch_flop",
)


def reference(id: str) -> ReferenceModel:
    found = find_reference(id)
    assert found is not None
    assert found.id == id
    return found


def test_the_table_has_every_run_once_and_in_order() -> None:
    rows = json.loads((DATA / "reference_models.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in rows] == IDS == sorted(set(IDS))
    assert len(IDS) == 90


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_a_row_says_where_it_comes_from_and_its_figures_are_decimals(model: ReferenceModel) -> None:
    assert all(
        (
            model.name,
            model.developer,
            model.released,
            model.domain,
            model.architecture,
            model.unit,
            model.source,
        )
    )
    assert model.verified in {"primary", "secondary", "memory"}
    figures = [figure for name in PURE_FIGURES if (figure := getattr(model, name)) is not None]
    assert [figure for figure in figures if not DECIMAL.fullmatch(figure)] == []


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_every_figure_that_needs_a_kind_has_one(model: ReferenceModel) -> None:
    assert (model.published_flop is None) == (model.published_kind is None)
    assert (model.epoch_flop is None) == (model.epoch_method is None)
    assert (model.utilisation is None) == (model.utilisation_kind is None)


@pytest.mark.parametrize(
    "name, id",
    [
        ("Llama 3.1 405B", "llama-3.1-405b"),
        ("GPT-3 175B", "gpt-3-175b"),
        ("GPT-4 (Mar 2023)", "gpt-4-mar-2023"),
        ("CLIP ViT-L/14@336", "clip-vit-l-14-336"),
        ("Stable Diffusion 2.x (768-v)", "stable-diffusion-2.x-768-v"),
        ("DeepSeek-V3 671B", "deepseek-v3-671b"),
    ],
)
def test_an_id_is_the_name_made_plain(name: str, id: str) -> None:
    assert reference(id).name == name


def test_one_row_in_full() -> None:
    assert reference("gpt-3-175b") == ReferenceModel(
        id="gpt-3-175b",
        name="GPT-3 175B",
        developer="OpenAI",
        released="2020-05-28",
        domain="language",
        architecture="dense decoder",
        unit="tokens",
        source=(
            "Brown et al. 2020 Table D.1; Patterson et al. 2021 (10,000 V100, 14.8 days) via Epoch;"
            " OPT log repeats 3.14e23"
        ),
        verified="secondary",
        n_total="1.746e11",
        n_active="1.746e11",
        n_matmul="174563733504",
        samples="3e11",
        seq_len="2048",
        layers="96",
        d_model="12288",
        heads="96",
        kv_heads="96",
        head_dim="128",
        d_ff="49152",
        gated_mlp=False,
        vocab="50257",
        tied_embeddings=True,
        hardware="V100",
        chips="10000",
        chip_hours="3.552e6",
        peak_flop_per_s="1.25e14",
        utilisation="0.1966",
        utilisation_kind="MFU (back-solved)",
        published_flop="3.14e23",
        published_kind="6ND, model FLOP, no recompute",
        six_nd_flop="3.1428e23",
        exact_flop="3.1857e23",
        exact_full_attention_flop="3.2291e23",
        epoch_flop="3.14e23",
        epoch_method="reported",
        note=(
            "The utilisation was worked out from the published total: no second evidence."
            " Its partly sparse attention counts as dense in the exact figures."
        ),
    )


@pytest.mark.parametrize(
    "id, published, six_nd, exact, epoch",
    [
        ("llama-3.1-405b", "3.8e25", "3.7988e25", "3.9374e25", "3.8e25"),
        ("deepseek-v3-671b", None, "3.2856e24", "3.7068e24", "3.4078e24"),
        ("opt-175b", "4.3e23", "3.1429e23", "3.1857e23", "4.3e23"),
        ("opt-13b-database-row", None, "2.34e22", None, "3.53e23"),
        ("llama-3.2-1b", "6.5e23", "6.6728e22", "8.1228e22", None),
        ("gpt-4-mar-2023", None, None, None, "2.1e25"),
        ("switch-c-1.6t", "8.22e22", None, None, "8.22e22"),
        ("eu-annex-model-g", "1.5e23", "1.56e23", None, None),
    ],
)
def test_the_totals_of_a_run(
    id: str, published: str | None, six_nd: str | None, exact: str | None, epoch: str | None
) -> None:
    model = reference(id)
    totals = (model.published_flop, model.six_nd_flop, model.exact_flop, model.epoch_flop)
    assert totals == (published, six_nd, exact, epoch)


@pytest.mark.parametrize("model", [model for model in MODELS if model.six_nd_flop], ids=lambda model: model.id)
def test_six_nd_follows_from_the_row(model: ReferenceModel) -> None:
    assert model.n_active is not None
    assert model.samples is not None
    assert model.six_nd_flop is not None
    ratio = 6 * Fraction(model.n_active) * Fraction(model.samples) / Fraction(model.six_nd_flop)
    assert abs(ratio - 1) < Fraction(1, 1000)


@pytest.mark.parametrize("model", [model for model in MODELS if model.n_active], ids=lambda model: model.id)
def test_no_more_parameters_are_active_than_there_are(model: ReferenceModel) -> None:
    assert model.n_active is not None
    assert model.n_total is not None
    assert Fraction(model.n_active) <= Fraction(model.n_total)


@pytest.mark.parametrize(
    "model",
    [model for model in MODELS if model.exact_full_attention_flop and model.exact_flop],
    ids=lambda m: m.id,
)
def test_a_mask_never_adds_work(model: ReferenceModel) -> None:
    assert Fraction(model.exact_flop or 0) <= Fraction(model.exact_full_attention_flop or 0)


def with_a_known_chip() -> list[tuple[ReferenceModel, Chip]]:
    found = [(model, find_chip(model.hardware)) for model in MODELS if model.hardware and model.peak_flop_per_s]
    return [(model, chip) for model, chip in found if isinstance(chip, Chip)]


@pytest.mark.parametrize("model, chip", with_a_known_chip(), ids=lambda each: each.id)
def test_the_peak_used_is_a_dense_peak_of_the_chip(model: ReferenceModel, chip: Chip) -> None:
    peak = chip.peak_flop_per_s("bf16") or chip.peak_flop_per_s("fp16") or chip.peak_flop_per_s("fp32")
    assert Fraction(model.peak_flop_per_s or 0) == peak


def test_active_parameters_that_are_the_total_of_experts_are_left_out() -> None:
    assert reference("switch-c-1.6t").n_active is None


@pytest.mark.parametrize("id", ["LLAMA-3.1-405B", " llama-3.1-405b "])
def test_case_and_outer_spaces_do_not_matter(id: str) -> None:
    assert find_reference(id) == reference("llama-3.1-405b")


@pytest.mark.parametrize(
    "id, expected",
    [
        ("llama-3.1-405", "llama-3.1-405b"),
        ("Llama 3.1 405B", "llama-3.1-405b"),
        ("gpt3-175b", "gpt-3-175b"),
        ("olmo2-7b", "olmo-2-7b"),
    ],
)
def test_what_is_not_an_id_names_the_nearest(id: str, expected: str) -> None:
    assert find_reference(id) is None
    assert nearest(id)[0] == expected
    assert len(nearest(id)) <= 3


def test_nothing_is_near_to_nothing() -> None:
    assert nearest("") == ()


@given(st.text())
def test_any_text_has_an_answer(id: str) -> None:
    found = find_reference(id)
    assert found is None or found.id == id.strip().casefold()
    assert set(nearest(id)) <= set(IDS)
