"""The table of traced architectures is of the configurations that lie beside it, and says what was built."""

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "data" / "architectures"
ORIGINS = tomllib.loads((FOLDER / "origins.toml").read_text(encoding="utf-8"))["architecture"]
TRACED = tomllib.loads((FOLDER / "traced.toml").read_text(encoding="utf-8"))["traced"]
ROWS = {row["name"]: row for row in TRACED}

# Published parameter counts, to the last digit as far as published so: what was built is what was released.
PUBLISHED = {
    "gpt2-xl": 1_557_611_200,
    "llama-2-70b": 68_976_648_192,
    "llama-3.1-405b": 405_853_388_800,
    "mixtral-8x7b-v0.1": 46_702_792_704,
    "qwen3-235b-a22b": 235_093_634_560,
    "deepseek-v2": 235_741_434_880,
    "gpt-oss-120b": 116_829_156_672,
    "olmo-2-32b": 32_234_279_936,
    "bert-large": 336_226_108,
    "t5-11b": 11_307_321_344,
    "whisper-large": 1_543_304_960,
    "mamba-2.8b": 2_768_345_600,
    "mamba2-2.7b": 2_702_599_680,
    "dit-xl-2-256": 749_826_464,
    "sd-1-unet": 859_520_964,
}


def test_each_configuration_has_an_origin_and_a_count():
    folders = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    assert sorted(row["name"] for row in ORIGINS) == folders
    assert sorted(ROWS) == folders
    assert all(row["origin"] and row["licence"] for row in ORIGINS)


@pytest.mark.parametrize("origin", ORIGINS, ids=lambda row: row["name"])
def test_the_count_is_of_this_configuration(origin: dict[str, object]):
    row = ROWS[str(origin["name"])]
    content = (FOLDER / str(origin["name"]) / "config.json").read_bytes()
    raw = json.loads(content)
    assert {key: row[key] for key in ("config_sha256", "class", "inputs")} == {
        "config_sha256": hashlib.sha256(content).hexdigest(),
        "class": origin["class"],
        "inputs": origin["inputs"],
    }
    assert row["model_type"] == raw.get("model_type", row["model_type"])
    assert row["forward_flop"] == sum(row["by_operator"].values())


@pytest.mark.parametrize("name, parameters", PUBLISHED.items())
def test_what_was_built_is_what_was_released(name: str, parameters: int):
    assert ROWS[name]["parameters"] == parameters
