"""`flopguard compute --per-token`: which contexts it takes, and what it says of others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flopguard.cli import main
from flopguard.cli.options import context_of
from flopguard.errors import UsageError

MANIFEST = 'manifest = 1\n[model]\nname = "M"\n[architecture]\nparameters = "1e11"\n'


@pytest.mark.parametrize(
    "text, tokens", [("128000", 128_000), ("128k", 128_000), ("1", 1), ("8192 tokens", 8192), ("1e12", 10**12)]
)
def test_a_context_is_a_whole_number_of_tokens(text: str, tokens: int) -> None:
    assert context_of(text) == tokens


@pytest.mark.parametrize("text", ["0", "1.5", "1e13", "1..2", ">5", "many", "", "-1", "5 FLOP"])
def test_anything_else_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--per-token: .*; write a whole number of tokens, such as 8192 or 128k"):
        context_of(text)


def test_it_is_told_where_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "m.toml"
    file.write_text(MANIFEST, encoding="utf-8")
    shown = []
    for asked in ([], ["--per-token", "128k"]):
        assert main(["compute", str(file), "--policy", "eu-aiact", "--isolated", "--format", "json", *asked]) == 0
        shown.append(json.loads(capsys.readouterr().out)["manifests"][0]["compute"]["inference"])
    first, second = shown
    assert first is None
    assert [(cost["kind"], cost["flop"]["central"]) for cost in second["tokens"]] == [
        ("decode with a cache", "2e11"),
        ("prefill", "2e11"),
        ("forward without a cache", "2.56e16"),
    ]


def test_a_context_that_is_none_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "m.toml"
    file.write_text(MANIFEST, encoding="utf-8")
    assert main(["compute", str(file), "--per-token", "some"]) == 2
    assert "--per-token: " in capsys.readouterr().err
