"""Facts that cannot all be true are findings at their field, from the file to the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from flopguard.check import check
from tests.evaluate.support import settings

HEAD = 'manifest = 1\n[model]\nname = "M"\nreleased = 2025-03-01\nbase = "none"\n'
CHIP = 'chip = "h100-sxm5-80gb"'

SHAPES = [
    ("heads = 10\nkv_heads = 4", "FG214", "kv_heads"),
    ("heads = 8\nkv_heads = 16", "FG214", "kv_heads"),
    ("heads = 7\nhidden_size = 512", "FG214", "hidden_size"),
    ("heads = 7\nhidden_size = 512\nhead_size = 64", None, ""),
    ("experts = 4\nexperts_per_token = 8", "FG214", "experts_per_token"),
    ("layers = 4\nshared_experts = 1", "FG214", "shared_experts"),
    ("layers = 2\ndense_layers = 3", "FG214", "dense_layers"),
    ("layers = 2\nwindowed_layers = 3", "FG214", "windowed_layers"),
    ("context = 4096\nattention_window = 8192", "FG214", "attention_window"),
    ('parameters = "7e9"\nactive_parameters = "8e9"', "FG214", "active_parameters"),
    ("context = 0", "FG106", "context"),
    ("heads = 0", "FG106", "heads"),
    ("layers = -2", "FG106", "layers"),
    ('parameters = "0"', "FG106", "parameters"),
]


@pytest.mark.parametrize("shape, code, field", SHAPES)
def test_of_a_shape(shape: str, code: str | None, field: str, tmp_path: Path) -> None:
    text = f'{HEAD}[architecture]\n{shape}\n[[training]]\ncomponent = "pretrain"\nflop = "1e24"\n'
    line = HEAD.count("\n") + 1 + len(shape.splitlines())
    assert contradictions(text, tmp_path) == ([(code, f"/architecture/{field}", line)] if code else [])


PHASES = [
    ("started = 2025-02-01\nended = 2025-01-01", "FG208", "ended"),
    ("started = 2025-01-01\nended = 2025-06-01", "FG208", "ended"),
    ("tokens = 0", "FG215", "tokens"),
    ("tokens = -1", "FG106", "tokens"),
    ("sequence_length = 0", "FG106", "sequence_length"),
    (f"hardware = [{{ {CHIP}, count = 0, hours = 9 }}]", "FG215", "hardware/0/count"),
    (f"hardware = [{{ {CHIP}, count = -8, hours = 9 }}]", "FG106", "hardware/0/count"),
    (f"hardware = [{{ {CHIP}, count = 8, hours = 0 }}]", "FG215", "hardware/0/hours"),
    (f"hardware = [{{ {CHIP}, count = 8, hours = 9, chip_hours = 9 }}]", "FG216", "hardware/0/chip_hours"),
    (
        f"started = 2025-01-01\nended = 2025-01-02\nhardware = [{{ {CHIP}, count = 8, hours = 49 }}]",
        "FG216",
        "hardware/0/hours",
    ),
]


@pytest.mark.parametrize("phase, code, field", PHASES)
def test_of_a_phase(phase: str, code: str, field: str, tmp_path: Path) -> None:
    text = f'{HEAD}[[training]]\ncomponent = "pretrain"\nflop = "1e24"\n{phase}\n'
    assert contradictions(text, tmp_path) == [(code, f"/training/0/{field}", len(text.splitlines()))]


def contradictions(text: str, folder: Path) -> list[tuple[str, str, int | None]]:
    """The findings on a manifest but for those on methods that disagree and on sources: code, field and line."""
    (folder / "m.toml").write_text(text, encoding="utf-8")
    (entry,) = check([str(folder / "m.toml")], [], settings()).manifests
    return [
        (found.code, found.at, found.line) for found in entry.findings if found.code != "FG201" and found.code < "FG6"
    ]
