"""Counts from real configurations, held against what torch's operation counter saw of the models built from them.

After a change of a count or a family: python scripts/compare_traces.py
"""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[4]
WITHIN = Fraction(1, 1000)
SAME = 0.975
"""Least share of a model's parameters that stands in its weight matrices; the rest are norms, biases, positions."""


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare_traces", ROOT / "scripts/compare_traces.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
ROWS = SCRIPT.compared()
COUNTED = [row for row in ROWS if not isinstance(row.network, tuple)]
IN_THE_FACTS = {
    *("gpt2", "llama", "mistral", "mixtral", "qwen2", "qwen3", "qwen3_moe", "gemma", "gemma2", "gemma3_text", "opt"),
    *("deepseek_v2", "deepseek_v3", "kimi_k2", "gpt_oss", "glm4_moe", "olmo", "olmo2", "olmo3", "phi3", "gpt_neox"),
    *("bloom", "falcon", "nemotron", "llama4_text", "bert", "t5", "vit", "clip", "esm", "whisper", "mamba", "mamba2"),
    "DiTTransformer2DModel",
}
"""Families whose counts were compared before, with another version of the library."""


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row.name)
def test_a_forward_pass_is_what_the_counter_saw(row: Any) -> None:
    assert abs(Fraction(row.forward, row.traced["forward_flop"]) - 1) < WITHIN


TRAINED = [row for row in COUNTED if "train_flop" in row.traced]


@pytest.mark.parametrize("row", TRAINED, ids=lambda row: row.name)
def test_a_forward_and_a_backward_pass_are_what_the_counter_saw(row: Any) -> None:
    work = row.network.work(row.sample)
    assert abs(Fraction(work.training_flop(SCRIPT.ALL), row.traced["train_flop"]) - 1) < WITHIN


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row.name)
def test_the_weights_are_those_of_the_model_that_was_built(row: Any) -> None:
    assert SAME < row.network.parameters() / row.traced["parameters"] <= 1.0005


def test_so_many_families_are_compared_at_least() -> None:
    families = {row.family for row in COUNTED}
    exact = [row for row in COUNTED if row.forward == row.traced["forward_flop"]]
    assert (len(families) >= 100, len(families - IN_THE_FACTS) >= 60, len(exact) >= 120) == (True, True, True)


def test_what_is_not_counted_says_so_and_nothing_else() -> None:
    reasons = {row.name: row.network for row in ROWS if isinstance(row.network, tuple)}
    assert {name: needs for name, needs in reasons.items() if not needs[0].startswith("model_type")} == {}


def test_the_committed_page_is_what_is_counted() -> None:
    assert SCRIPT.PAGE.read_text(encoding="utf-8") == SCRIPT.page(), __doc__
