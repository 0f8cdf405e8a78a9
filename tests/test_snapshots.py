"""The tables made ahead are those of the policies and rules. After a change: python scripts/make_snapshots.py"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from flopguard.bundled import data_dir, policies_dir
from flopguard.errors import UsageError
from flopguard.pages.rules import rule_page
from flopguard.policy import snapshot
from flopguard.policy.load import bundled_policies, library, policy_files

ROOT = Path(__file__).resolve().parent.parent


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_snapshots", ROOT / "scripts" / "make_snapshots.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_tables_are_those_of_the_files() -> None:
    for name, text in script().snapshots().items():
        assert (data_dir() / name).read_text(encoding="utf-8") == text, __doc__


def test_the_snapshot_holds_the_same_policies_as_the_files() -> None:
    files = policy_files(policies_dir())
    assert snapshot.from_snapshot(files) == library(files) == bundled_policies()


def test_a_snapshot_of_other_files_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = policy_files(policies_dir())[0]
    copy = tmp_path / file.name
    copy.write_bytes(file.read_bytes() + b"\n# a remark\n")
    assert snapshot.from_snapshot([copy]) is None
    monkeypatch.setattr(snapshot, "data_dir", lambda: tmp_path)
    assert snapshot.from_snapshot([file]) is None
    (tmp_path / snapshot.NAME).write_text("{", encoding="utf-8")
    assert snapshot.from_snapshot([file]) is None
    (tmp_path / snapshot.NAME).write_text(snapshot.snapshot_text([file]), encoding="utf-8")
    assert snapshot.from_snapshot([file]) == library([file], known=bundled_policies())


@pytest.mark.parametrize("name", ["FG301", "fg301", " FG301 ", "gain-without-metric", "Gain_Without_Metric"])
def test_a_rule_is_found_by_code_or_name(name: str) -> None:
    assert rule_page(name).startswith("# FG301 gain-without-metric\n\nSeverity: error, confidence: ")


@pytest.mark.parametrize(
    "name, message",
    [
        ("gain-without-metrics", "did you mean FG301 (gain-without-metric)"),
        ("FG3111", "did you mean FG311 (scale-side-ambiguous)?"),
        ("", "there is no rule ''; codes run from FG001 to FG"),
        ("§§§", "codes run from FG001 to FG"),
    ],
)
def test_an_unknown_rule_is_refused_with_the_nearest(name: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        rule_page(name)
    assert message in str(refused.value)
