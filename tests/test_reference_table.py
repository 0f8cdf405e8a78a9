"""Every run of the reference table by every method, as committed: the data, the page, and why what is off is off.

After a change of a method or of a row: python scripts/compare_reference_models.py
"""

from __future__ import annotations

import copy
import csv
import importlib
import importlib.util
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from flopguard.quantity import show
from flopguard.reference_models import ReferenceModel, find_reference, known_references

ROOT = Path(__file__).resolve().parent.parent
IDS = [row.id for row in known_references()]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "compare_reference_models", ROOT / "scripts/compare_reference_models.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
COMPARED = {entry.row.id: entry for entry in SCRIPT.compared(known_references())}
ENTRIES = tuple(COMPARED.values())


def row_of(id: str) -> ReferenceModel:
    found = find_reference(id)
    assert found is not None
    return found


# --- what is committed ---------------------------------------------------------------------------------------------


def test_the_committed_table_is_what_the_methods_say() -> None:
    assert SCRIPT.TABLE.read_text(encoding="utf-8") == SCRIPT.table(ENTRIES), __doc__


def test_the_committed_page_shows_that_table() -> None:
    text = SCRIPT.PAGE.read_text(encoding="utf-8")
    assert SCRIPT.page(text, ENTRIES, SCRIPT.explanations()) == text, __doc__


def test_every_run_has_a_line_for_every_method_with_a_figure_or_what_that_lacks() -> None:
    lines = list(csv.DictReader(SCRIPT.TABLE.read_text(encoding="utf-8").splitlines()))
    apart = (SCRIPT.COUNT, "per-item")  # no method, and one whose facts few rows have
    methods = [line["method"] for line in lines if line["run"] == IDS[0] and line["method"] not in apart]
    found = [(line["run"], line["method"]) for line in lines if line["method"] not in apart]
    assert methods == ["architecture", "parameters-tokens", "hardware-time"]
    assert found == [(id, method) for id in IDS for method in methods]
    assert [line for line in lines if bool(line["flop"]) == bool(line["lacks"])] == []


def test_a_run_that_no_method_computes_is_on_the_page_with_what_it_lacks() -> None:
    _, _, part = SCRIPT.PAGE.read_text(encoding="utf-8").partition("<!-- left out: begin -->")
    for entry in ENTRIES:
        assert (f"\n| {entry.row.name} |" in part) == (not entry.estimates), entry.row.id


# --- the figures, worked out apart from the methods ----------------------------------------------------------------


def figure(id: str, method: str) -> Fraction | None:
    found: Fraction | None = COMPARED[id].figures.get(method)
    return found


def having(method: str) -> list[str]:
    return [id for id in IDS if figure(id, method) is not None]


def test_so_many_runs_are_computed_at_least() -> None:
    enough = {"architecture": 49, "parameters-tokens": 62, "hardware-time": 51, "per-item": 6}
    assert {method: len(having(method)) >= least for method, least in enough.items()} == dict.fromkeys(enough, True)


@pytest.mark.parametrize("id", having("parameters-tokens"))
def test_parameters_and_tokens_make_the_tables_own_product(id: str) -> None:
    row, found = row_of(id), figure(id, "parameters-tokens")
    assert found is not None
    assert found == 6 * Fraction(row.n_active or row.n_total or 0) * Fraction(row.samples or 0)


OTHER_COUNTS = {"bert-large": "8.854e19", "deepseek-v3-671b": "3.86e24"}
"""The table's count by flopguard's convention, from its notes: with the head at every position; with the predictor."""


@pytest.mark.parametrize("id", [id for id in having("architecture") if row_of(id).exact_flop])
def test_the_shape_makes_the_tables_own_count(id: str) -> None:
    """Of other networks the table's own count is rounded more, and takes no notice of the mask in T5's decoder."""
    row, found = row_of(id), figure(id, "architecture")
    assert found is not None
    near = Fraction(1, 300) if id in SCRIPT.configurations() else Fraction(1, 1000)
    assert abs(found / Fraction(OTHER_COUNTS.get(id, row.exact_flop or 0)) - 1) < near


@pytest.mark.parametrize("id", having("per-item"))
def test_the_cost_of_an_item_makes_the_tables_own_count(id: str) -> None:
    found = figure(id, "per-item")
    assert found is not None
    assert abs(found / Fraction(row_of(id).exact_flop or 0) - 1) < Fraction(1, 300)


def test_only_counts_by_another_convention_differ() -> None:
    assert [id for id in IDS if COMPARED[id].other_count is not None] == list(OTHER_COUNTS)


@pytest.mark.parametrize("id", ["llama-4-maverick", "llama-4-scout"])
def test_at_the_length_that_the_table_assumes_the_configuration_makes_the_tables_own_count(id: str) -> None:
    """What the table assumes is not in the manifest, so the method has no figure; the shape is held against it here."""
    row = row_of(id)
    assert COMPARED[id].gaps["architecture"] == ("/training/0/sequence_length",)
    answer = SCRIPT.counted(SCRIPT.manifest_of(row, {"tokens": row.samples, "sequence_length": 8192}))
    assert abs(answer.amount.central() / Fraction(row.exact_flop or 0) - 1) < Fraction(1, 1000)


@pytest.mark.parametrize("id", [id for id in having("hardware-time") if row_of(id).peak_flop_per_s])
def test_hours_make_the_share_of_the_peak_that_is_reported_or_else_assumed(id: str) -> None:
    row, found = row_of(id), figure(id, "hardware-time")
    assert found is not None
    peak, share = Fraction(row.peak_flop_per_s or 0), Fraction("0.33")
    if row.utilisation_kind in ("MFU", "HFU"):
        share = Fraction(row.utilisation or 0)
    elif peak == Fraction("1.9789e15"):
        peak = Fraction("9.894e14")  # the row has the FP8 peak, and what is assumed is a share of the 16-bit peak
    assert abs(found / (Fraction(row.chip_hours or 0) * 3600 * peak * share) - 1) < Fraction(1, 100)


@pytest.mark.parametrize(
    "id, against, total, ratios",
    [
        ("gpt-3-175b", "published", "3.14e23", {"parameters-tokens": "1.0009", "hardware-time": "1.6798"}),
        ("deepseek-r1", "database", "3.5e24", {"hardware-time": "0.049367"}),
        ("llama-3.2-1b", "published", "6.5e23", {"parameters-tokens": "0.10266", "hardware-time": "0.66908"}),
        ("hunyuan-large", "published", "3.4924e24", {"parameters-tokens": "0.62536"}),
        ("grok-1", "database", "2.9e24", {}),
    ],
)
def test_what_a_run_is_held_against(id: str, against: str, total: str, ratios: dict[str, str]) -> None:
    entry = COMPARED[id]
    shown = {method: show(ratio, 5) for method, ratio in entry.ratios.items()}
    apart = {method: ratio for method, ratio in shown.items() if method not in ("architecture", SCRIPT.COUNT)}
    assert (entry.against, entry.total, apart) == (against, Fraction(total), ratios)


def test_a_run_without_any_total_has_no_ratio() -> None:
    row = ReferenceModel(
        "x", "X", "D", "2020", "language", "dense decoder", "tokens", "S", "primary", "1e9", samples="1e9"
    )
    (entry,) = SCRIPT.compared([row])
    assert (entry.against, entry.total, entry.kind, entry.ratios, entry.far) == ("nothing", None, "", {}, ())


@pytest.mark.parametrize(
    "ratio, far",
    [("1", False), ("1.3", False), ("1.30001", True), ("10/13", False), ("0.7692", True), ("0.77", False)],
)
def test_far_is_more_than_30_percent_on_either_side(ratio: str, far: bool) -> None:
    assert SCRIPT.is_far(Fraction(ratio)) is far


# --- a row as a manifest -------------------------------------------------------------------------------------------

GPT_3 = {
    "manifest": 1,
    "model": {
        "name": "GPT-3 175B",
        "source": (
            "Brown et al. 2020 Table D.1; Patterson et al. 2021 (10,000 V100, 14.8 days) via Epoch;"
            " OPT log repeats 3.14e23"
        ),
    },
    "architecture": {
        "kind": "dense decoder",
        "parameters": "1.746e11",
        "active_parameters": "1.746e11",
        "layers": 96,
        "hidden_size": 12288,
        "heads": 96,
        "kv_heads": 96,
        "head_size": 128,
        "intermediate_size": 49152,
        "vocabulary": 50257,
        "gated_mlp": False,
        "tied_embeddings": True,
    },
    "training": [
        {
            "component": "pretrain",
            "tokens": "3e11",
            "sequence_length": 2048,
            "hardware": [{"chip": "v100-sxm2", "count": "10000", "chip_hours": "3.552e6"}],
        }
    ],
}


def test_one_row_as_a_manifest_in_full() -> None:
    """Its utilisation was solved back from the total, so it is not in it."""
    assert SCRIPT.tree_of(row_of("gpt-3-175b")) == GPT_3


def part(id: str, *keys: str) -> dict[str, object]:
    """Of the tables of a row's manifest together, these keys."""
    tree: Any = SCRIPT.tree_of(row_of(id))
    (training,) = tree["training"]
    (hardware,) = training.get("hardware", [{}])
    together = {**tree["architecture"], **training, **hardware}
    return {key: together[key] for key in keys if key in together}


@pytest.mark.parametrize(
    "id, expected",
    [
        ("palm-540b", {"chip": "TPU v4", "precision": "bf16", "utilisation": "0.462", "utilisation_kind": "mfu"}),
        ("opt-175b", {"utilisation": "0.47", "utilisation_kind": "hfu"}),
        ("xtrimopglm-100b", {"utilisation": None}),  # assumed
        ("pangu-ultra-135b", {"chip": "Ascend 910B", "utilisation": None}),  # of a rate only
        ("grok-3", {"chip": "h100-sxm5-80gb", "precision": None, "utilisation": None}),  # several H100; by its peak
        ("exaone-4.0-32b", {"chip": "H200 SXM", "precision": "fp8"}),  # with a 16-bit peak beside it
        ("deepseek-v3-671b", {"chip": "H800 SXM", "precision": "fp8"}),
        ("olmo-3-7b", {"chip": "H100", "precision": None}),  # several, and no peak that tells
        ("gnmt", {"chip": "K80", "precision": "fp32"}),
        ("deepseek-r1", {"component": "rl_update", "tokens": None}),
        ("mixtral-8x7b", {"experts": 8, "shared_experts": 0, "dense_layers": 0, "tokens": None}),
        ("deepseek-v3-671b", {"layers": 61, "head_size": None, "shared_experts": 1, "dense_layers": 3}),
        ("t5-11b", {"layers": None, "samples": "2147483648", "sequence_length": 512, "target_length": 114}),
        ("t5-11b", {"hidden_size": 1024, "tokens": None}),  # counted as sequences
        ("switch-c-1.6t", {"sequence_length": None, "samples": None, "tokens": "5.76e11"}),
        ("llama-4-scout", {"sequence_length": None, "tokens": "4e13"}),  # a length that is assumed
        ("vit-h-14-jft-300m", {"tokens": None, "samples": "4.242e9"}),  # images
        ("whisper-large-v2", {"samples": "6.71089e8", "target_length": 128}),
        ("bert-large", {"tokens": "4.26e10", "samples": None, "sequence_length": None}),  # the run as a whole
        ("gemma-3-27b", {"attention_window": 1024, "windowed_layers": 52}),
        ("switch-c-1.6t", {"parameters": "1.571e12", "active_parameters": None}),
    ],
)
def test_what_of_a_row_is_in_its_manifest(id: str, expected: dict[str, object]) -> None:
    stated = {key: value for key, value in expected.items() if value is not None}
    assert part(id, *expected) == stated


def test_a_row_that_makes_no_manifest_is_refused() -> None:
    row = ReferenceModel(
        "x", "X", "D", "2020", "language", "dense decoder", "tokens", "S", "primary", "1e9", samples="-"
    )
    with pytest.raises(ValueError, match=r"^x: "):
        SCRIPT.manifest_of(row)


# --- the configurations of what is no plain decoder ----------------------------------------------------------------

CONFIGURED = SCRIPT.configurations()


@pytest.mark.parametrize("id", CONFIGURED)
def test_a_configuration_is_of_a_run_and_says_what_it_rests_on(id: str) -> None:
    run = CONFIGURED[id]
    assert id in IDS
    assert run["rests_on"]
    assert run.keys() - {"rests_on", "phase", "stages"} in (set(), {"folder"}, {"config"})
    assert run.keys() & {"folder", "config", "phase"}


@pytest.mark.parametrize("id", [id for id in CONFIGURED if "samples" in str(CONFIGURED[id])])
def test_what_a_run_saw_in_parts_is_what_its_row_says_it_saw(id: str) -> None:
    row, run = row_of(id), CONFIGURED[id]
    parts = [SCRIPT.tree_of(row, stage)["training"][0] for stage in run.get("stages", [run.get("phase")])]
    each = [part["sequence_length"] if row.unit == "tokens" else 1 for part in parts]
    seen = sum(Fraction(part["samples"]) * size for part, size in zip(parts, each, strict=True))
    assert abs(seen / Fraction(row.samples or 0) - 1) < Fraction(1, 1000)


@pytest.mark.parametrize("id", [id for id in having("per-item") if row_of(id).unit != "tokens"])
def test_the_items_of_a_run_are_the_samples_of_its_row(id: str) -> None:
    assert Fraction(CONFIGURED[id]["phase"]["items"]) == Fraction(row_of(id).samples or 0)


def test_an_inline_configuration_holds_nothing_that_the_row_does_not_state() -> None:
    row = row_of("vit-22b")
    stated = [int(text or 0) for text in (row.layers, row.d_model, row.heads, row.d_ff)]
    assert [*CONFIGURED[row.id]["config"].values()] == ["vit", *stated]
    assert COMPARED[row.id].gaps["architecture"] == (
        "/architecture/config/image_size",
        "/architecture/config/patch_size",
    )


def test_a_stage_has_its_own_samples_and_its_own_configuration() -> None:
    """The fields that are others in the stage stand in the tables of the configuration, beside those that are not."""
    first, second = (
        SCRIPT.tree_of(row_of("clip-vit-l-14-336"), stage) for stage in CONFIGURED["clip-vit-l-14-336"]["stages"]
    )
    assert first["training"] == [{"component": "pretrain", "samples": "1.28e10"}]
    assert second["training"] == [{"component": "pretrain", "samples": "4e8"}]
    sides = [tree["architecture"]["config"]["vision_config"] for tree in (first, second)]
    assert [(side["image_size"], side["patch_size"]) for side in sides] == [(224, 14), (336, 14)]


def test_stages_count_together_and_one_that_lacks_something_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = row_of("bert-large")
    short, long = CONFIGURED[row.id]["stages"]
    figures = [SCRIPT.counted(SCRIPT.manifest_of(row, stage)).amount.central() for stage in (short, long)]
    assert COMPARED[row.id].figures["architecture"] == sum(figures)
    broken = {**CONFIGURED, row.id: {**CONFIGURED[row.id], "stages": [short, {"samples": "2.56e7"}]}}
    monkeypatch.setattr(SCRIPT, "configurations", lambda: broken)
    (entry,) = SCRIPT.compared([row])
    assert entry.gaps["architecture"] == ("/training/0/sequence_length",)


FOLDERS = {
    "bloom-176b": "bloom-176b",
    "falcon-180b": "falcon-180b",
    "falcon-40b": "falcon-40b",
    "gemma-3-27b": "gemma-3-27b-text",
    "glm-4.5": "glm-4.5",
    "gpt-3-175b": "gpt3-175b",
    "gpt-neox-20b": "gpt-neox-20b",
    "llama-3.1-405b": "llama-3.1-405b",
    "nemotron-4-340b": "nemotron-4-340b",
    "opt-175b": "opt-175b",
    "phi-4-14b": "phi-4",
    "pythia-12b": "pythia-12b",
    "qwen2.5-72b": "qwen2.5-72b",
    "qwen3-0.6b": "qwen3-0.6b",
    "qwen3-235b-a22b": "qwen3-235b-a22b",
    "qwen3-30b-a3b": "qwen3-30b-a3b-fp8",
}


@pytest.mark.parametrize("id, folder", FOLDERS.items())
def test_a_decoder_counts_the_same_from_its_row_and_from_its_configuration(
    id: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SCRIPT, "configurations", lambda: {id: {"folder": folder}})
    (entry,) = SCRIPT.compared([row_of(id)])
    found, inline = entry.figures["architecture"], figure(id, "architecture")
    assert inline is not None
    assert abs(found / inline - 1) < Fraction(1, 100_000)


# --- the explanations ----------------------------------------------------------------------------------------------


def test_what_is_off_is_explained_and_nothing_else_is() -> None:
    assert SCRIPT.problems(ENTRIES, SCRIPT.explanations()) == []


def without(id: str, table: str = "runs") -> Callable[[Any], object]:
    return lambda told: told[table].pop(id)


def changed(id: str, **values: object) -> Callable[[Any], object]:
    return lambda told: told["runs"][id].update(values)


def added(id: str, source: str) -> Callable[[Any], object]:
    return lambda told: told["runs"].update({id: told["runs"][source]})


@pytest.mark.parametrize(
    "change, problem",
    [
        (without("palm-540b"), "palm-540b: off are hardware-time; explained are none"),
        (added("olmo-7b", "palm-540b"), "olmo-7b: off are none; explained are hardware-time"),
        (
            changed("palm-540b", methods=["architecture"]),
            "palm-540b: off are hardware-time; explained are architecture",
        ),
        (changed("palm-540b", cause="bad luck"), "palm-540b: 'bad luck' is none of the causes"),
        (
            changed("palm-540b", cause="not explained"),
            "palm-540b: say what would tell exactly where the cause is 'not explained'",
        ),
        (
            changed("palm-540b", would_tell="the log"),
            "palm-540b: say what would tell exactly where the cause is 'not explained'",
        ),
        (changed("palm-540b", text=""), "palm-540b: say why, and what that rests on"),
        (changed("palm-540b", rests_on=""), "palm-540b: say why, and what that rests on"),
        (
            without("bert-large", "counts"),
            "bert-large: that its shape is not counted as the table counts it is not explained",
        ),
        (
            lambda told: told["counts"].update({"gpt-3-175b": "x"}),
            "gpt-3-175b: that its shape is not counted as the table counts it is no longer so",
        ),
        (
            without("gopher-280b", "shapes"),
            "gopher-280b: that its shape does not make up its parameters is not explained",
        ),
        (
            lambda told: told["shapes"].update({"gpt-3-175b": "x"}),
            "gpt-3-175b: that its shape does not make up its parameters is no longer so",
        ),
    ],
)
def test_a_missing_a_stale_and_an_empty_explanation_are_named(change: Callable[[Any], object], problem: str) -> None:
    told = copy.deepcopy(SCRIPT.explanations())
    change(told)
    assert SCRIPT.problems(ENTRIES, told) == [problem]


def test_no_text_is_used_twice() -> None:
    told = SCRIPT.explanations()
    texts = [run["text"] for run in told["runs"].values()]
    assert len(set(texts)) == len(texts)


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The script writes here; the page has no more than its marks."""
    for name in ("TABLE", "PAGE"):
        monkeypatch.setattr(SCRIPT, name, tmp_path / getattr(SCRIPT, name).name)
    parts = (
        "summary",
        "published",
        "database",
        "counted",
        "explanations",
        "configurations",
        "counts",
        "shapes",
        "left out",
    )
    SCRIPT.PAGE.write_text(
        "".join(f"<!-- {part}: begin -->\n<!-- {part}: end -->\n" for part in parts), encoding="utf-8"
    )
    return tmp_path


def test_the_command_writes_table_and_page(elsewhere: Path) -> None:
    SCRIPT.main()
    assert SCRIPT.TABLE.read_text(encoding="utf-8") == SCRIPT.table(ENTRIES)
    text = SCRIPT.PAGE.read_text(encoding="utf-8")
    assert text.startswith("<!-- summary: begin -->\n\nOf 90 runs, ")
    assert SCRIPT.page(text, ENTRIES, SCRIPT.explanations()) == text


def test_a_page_without_a_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="the page lacks <!-- summary: begin -->"):
        SCRIPT.page("", ENTRIES, SCRIPT.explanations())


FACTS = {
    "model": "Short 1B",
    "org": "D",
    "release_date": "2020-01-01",
    "domain": "language",
    "arch_type": "dense decoder",
    "unit": "tokens",
    "source": "S",
    "verified": "primary",
    "n_total": "1e+09",
    "n_active": "1e+09",
    "train_tokens_or_samples": "2e+10",
    "published_flop": "1.2e+20",
    "published_kind": "6ND",
}


def test_the_rows_may_come_from_a_table_of_facts(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    making = importlib.import_module("make_reference_models")
    monkeypatch.setattr(making, "NOTES", {})
    columns = [making.TEXT_COLUMNS, making.LABEL_COLUMNS, making.FIGURE_COLUMNS, making.YES_NO_COLUMNS]
    names = ["model", "arch_type", *(name for table in columns for name in table.values())]
    with (elsewhere / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(names)), restval="")
        writer.writeheader()
        writer.writerow(FACTS)
    monkeypatch.setattr(SCRIPT, "explanations", lambda: {"causes": {}, "runs": {}, "counts": {}, "shapes": {}})
    SCRIPT.main(str(elsewhere / "facts.csv"))
    second = SCRIPT.TABLE.read_text(encoding="utf-8").splitlines()[2]
    assert second == "short-1b,primary,published,1.2000e20,6ND,parameters-tokens,1.2000e20,,,1.0000,no,"


def test_nothing_is_written_while_an_explanation_is_missing(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = SCRIPT.explanations()
    told["runs"].pop("palm-540b")
    monkeypatch.setattr(SCRIPT, "explanations", lambda: told)
    with pytest.raises(SystemExit, match="palm-540b: off are hardware-time; explained are none"):
        SCRIPT.main()
    assert not SCRIPT.TABLE.exists()
