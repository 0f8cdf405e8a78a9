"""What is accepted is not mended: a suppressed finding, and one that stands in the baseline, stay as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomli
import yaml

from flopguard.check import summary_of
from flopguard.cli import main
from flopguard.finding import Edit, Finding, Fix
from flopguard.lint.catalogue import rule_of
from flopguard.lint.rule import Found, Subject
from tests.fixing.support import fixed, looked_at

RULE = "FG316"
GAIN: Mapping[str, Any] = {
    "kind": "architecture",
    "metric": "loss",
    "baseline": "dense",
    "measured_at": ["1e24 FLOP"],
    "date": "2025-06",
    "definition": "los",
}
TREE: Mapping[str, Any] = {
    "manifest": 1,
    "model": {"name": "x"},
    "training": [{"component": "pretrain", "flop": "3e24 FLOP"}],
    "definition": [{"id": "loss"}],
    "enhancement": [{"name": "a", "gain": "3.1", **GAIN}, {"name": "b", "gain": "2.5", **GAIN}],
}
A, B = "/enhancement/0/definition", "/enhancement/1/definition"
COVERED = {None: {A, B}, "/enhancement": {A, B}, "/enhancement/b": {B}, A: {A}}


def of(at: str | None, flop: str = "3e24 FLOP") -> dict[str, Any]:
    """The manifest with a suppression of the whole file or of a place."""
    entry = {"rule": RULE, "reason": "known", **({} if at is None else {"at": at})}
    return {**TREE, "training": [{**TREE["training"][0], "flop": flop}], "suppression": [entry]}


def as_toml(tree: Mapping[str, Any]) -> str:
    return "".join(_part(key, value) for key, value in tree.items())


def _part(key: str, value: object) -> str:
    if isinstance(value, dict):
        return f"[{key}]\n{_pairs(value)}"
    if isinstance(value, list):
        return "".join(f"[[{key}]]\n{_pairs(table)}" for table in value)
    return f"{key} = {value}\n"


def _pairs(table: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())


WRITTEN: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "x.toml": as_toml,
    "x.yaml": lambda tree: yaml.safe_dump(dict(tree), sort_keys=False),
    "x.json": lambda tree: json.dumps(tree, indent=2),
}
READ: Mapping[str, Callable[[str], Any]] = {"x.toml": tomli.loads, "x.yaml": yaml.safe_load, "x.json": json.loads}
every_syntax = pytest.mark.parametrize("path", WRITTEN)
every_place = pytest.mark.parametrize("at", COVERED)


@pytest.fixture
def mendable() -> Iterator[None]:
    """Each finding of the rule has a fix, as no finding has today in a file that can be read."""
    rule = rule_of(RULE)
    check = rule.check

    def with_fix(subject: Subject) -> Iterator[Found]:
        for found in check(subject):
            assert isinstance(found, Finding)
            yield replace(found, fix=Fix(says="write 'loss'", edits=(Edit(at=found.at, text="loss"),)))

    object.__setattr__(rule, "check", with_fix)
    yield
    object.__setattr__(rule, "check", check)


def places(findings: Iterable[Finding]) -> set[str]:
    return {finding.at for finding in findings if finding.code == RULE}


def mended_tree(at: str | None) -> dict[str, Any]:
    """What is left of the tree when all but what is covered is mended."""
    covered = COVERED[at]
    gains = [
        {**gain, "definition": "los" if place in covered else "loss"}
        for place, gain in zip((A, B), TREE["enhancement"], strict=True)
    ]
    return {**of(at), "enhancement": gains}


@every_syntax
@every_place
def test_no_edit_touches_a_suppressed_finding(mendable: None, path: str, at: str | None) -> None:
    before = WRITTEN[path](of(at))
    assert places(looked_at(before, path).accepted) == COVERED[at]
    found = fixed(before, path, unsafe=True)
    assert READ[path](found.text) == mended_tree(at)
    assert places(found.fixed) == {A, B} - COVERED[at]
    after = looked_at(found.text, path)
    assert (places(after.accepted), places(after.findings)) == (COVERED[at], set())
    assert fixed(found.text, path, unsafe=True).text == found.text


@every_syntax
@every_place
def test_what_is_suppressed_is_left_alone_when_a_fix_makes_the_file_readable(
    mendable: None, path: str, at: str | None
) -> None:
    before = WRITTEN[path](of(at, flop="3e24 FLOPs"))
    assert not looked_at(before, path).readable
    found = fixed(before, path)
    assert READ[path](found.text) == mended_tree(at)
    assert summary_of([looked_at(found.text, path)]).suppressed == len(COVERED[at])


@every_syntax
@every_place
def test_a_suppressed_finding_without_a_fix_is_still_counted(path: str, at: str | None) -> None:
    before = WRITTEN[path](of(at, flop="3e24 FLOPs"))
    found = fixed(before, path, unsafe=True)
    assert READ[path](found.text) == of(at)
    assert places(looked_at(found.text, path).accepted) == COVERED[at]


@pytest.fixture
def in_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file whose first fault alone is in the baseline."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "x.flopguard.toml"
    file.write_text(as_toml({**TREE, "enhancement": TREE["enhancement"][:1]}))
    run("--write-baseline")
    file.write_text(as_toml(TREE))
    return file


def run(*options: str) -> int:
    own = ("--isolated", "--baseline", "b.json", "--as-of", "2026-11-22", "--select", RULE)
    return main(["check", "x.flopguard.toml", *own, *options])


def test_a_finding_in_the_baseline_is_not_mended(
    mendable: None, in_baseline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gains = [TREE["enhancement"][0], {**TREE["enhancement"][1], "definition": "loss"}]
    run("--fix")
    assert tomli.loads(in_baseline.read_text()) == {**TREE, "enhancement": gains}
    capsys.readouterr()
    run("--format", "json")
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["in_baseline"], summary["errors"]) == (1, 0)
    assert run("--diff") == 0
    assert capsys.readouterr().out == ""


def test_without_the_baseline_it_is_mended(mendable: None, in_baseline: Path) -> None:
    main(["check", "x.flopguard.toml", "--isolated", "--fix", "--as-of", "2026-11-22"])
    assert {gain["definition"] for gain in tomli.loads(in_baseline.read_text())["enhancement"]} == {"loss"}
