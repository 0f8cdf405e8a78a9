"""The manifests that are measured: every copy can be read, has a name of its own, and finds what it refers to."""

import json
from pathlib import Path

import jsonschema
import pytest

from benchmarks.corpus import ROOT, examples, in_syntax, renamed, write_copies
from flopguard.manifest.load import load

NUMBER = len(examples()) + 4  # one whole set and the beginning of another


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
def test_copies_are_readable_and_have_different_names(syntax: str, tmp_path: Path) -> None:
    files = write_copies(tmp_path / "copies", NUMBER, syntax)
    loaded = [load(str(file)) for file in files]
    manifests = (tmp_path / "copies").glob("*.flopguard.*")
    assert sorted(file.name for file in manifests) == sorted(file.name for file in files)
    assert [entry.problems for entry in loaded] == [()] * NUMBER
    assert len({entry.manifest.model.name for entry in loaded if entry.manifest}) == NUMBER


def test_copies_say_what_the_examples_say(tmp_path: Path) -> None:
    first = write_copies(tmp_path / "copies", len(examples()), "json")
    for example, copy in zip(examples(), first, strict=True):
        said = json.loads(in_syntax(example.read_text(encoding="utf-8"), "json"))
        copied = json.loads(copy.read_text(encoding="utf-8").replace("-001.flopguard.json", ".flopguard.toml"))
        assert copied.pop("model") == {**said["model"], "name": f"{said.pop('model')['name']}, copy 1"}
        assert copied == said


def test_copies_in_json_fit_the_schema_that_the_other_tool_checks(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "manifest.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    files = write_copies(tmp_path / "copies", len(examples()), "json")
    found = [error.message for file in files for error in validator.iter_errors(json.loads(file.read_text("utf-8")))]
    assert found == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ('[model]\nname = "X"\n', '[model]\nname = "X, copy 7"\n'),
        ('[[training]]\nname = "run"\n', '[[training]]\nname = "run"\n'),
        ('base = [{ manifest = "a-1.5.flopguard.toml" }]', 'base = [{ manifest = "a-1.5-007.flopguard.yaml" }]'),
    ],
)
def test_what_a_copy_changes(text: str, expected: str) -> None:
    assert renamed(text, 7, "yaml") == expected
