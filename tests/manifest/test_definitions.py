"""Definitions and rates that a manifest takes from elsewhere: what comes with them, and what is told of failures."""

from pathlib import Path

import pytest

from flopguard.manifest.load import Loaded, load

CARD = 'manifest = 1\n[model]\nname = "x"\n'
FILE = """definitions = 1
[[definition]]
id = "loss"
version = "2"
title = "by loss"
curve = "fit"
other_curves = ["other"]
[[curve]]
id = "fit"
law = "power"
[[curve]]
id = "other"
law = "power"
[[curve]]
id = "unused"
law = "power"
[[trend]]
id = "rate"
per_year = "3"
"""
HELP = "name a file with definitions = 1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "project"
    inside.mkdir()
    (inside / ".git").mkdir()
    (inside / "house.toml").write_text(FILE)
    (tmp_path / "outside.toml").write_text(FILE)
    (inside / "chained.toml").write_text('definitions = 1\n[[definition]]\nid = "loss"\nfrom = "house.toml"\n')
    (inside / "twice.toml").write_text(FILE + FILE.partition("\n")[2])
    (inside / "empty.toml").write_text("")
    (inside / "card.toml").write_text(CARD)
    (inside / "broken.toml").write_text("definitions = [\n")
    (inside / "unknown.toml").write_text("definitions = 1\ntitel = 1\nsorce = 2\nnot = 3\n")
    return inside


def loaded(folder: Path, more: str) -> Loaded:
    file = folder / "m.flopguard.toml"
    file.write_text(CARD + more)
    return load(str(file))


def definition(more: str) -> str:
    return f'[[definition]]\nid = "loss"\n{more}\n'


def test_a_definition_comes_with_its_curves_and_keeps_its_place(folder: Path) -> None:
    found = loaded(folder, definition('version = "2"\nfrom = "house.toml"') + '[[definition]]\nid = "own"\n')
    assert found.problems == ()
    assert found.manifest is not None
    assert [entry.id for entry in found.manifest.definition] == ["loss", "own"]
    assert (found.manifest.definition[0].title, found.manifest.definition[0].from_) == ("by loss", "house.toml")
    assert [entry.id for entry in found.manifest.curve] == ["fit", "other"]


def test_a_rate_is_taken_too(folder: Path) -> None:
    found = loaded(folder, '[[trend]]\nid = "rate"\nfrom = "house.toml"\n')
    assert found.problems == ()
    assert found.manifest is not None
    assert [str(entry.per_year.estimate.central) for entry in found.manifest.trend if entry.per_year] == ["3"]


@pytest.mark.parametrize(
    "more, at, message, help",
    [
        ('version = "1"\nfrom = "house.toml"', "version", "'loss' is version 2 there, not 1",
         "read what changed, then name the version that is meant"),
        ('from = "house.toml"\ntitle = "mine"', "title",
         "the definition 'loss' is taken from 'house.toml', and here it also has title",
         "leave it out here, or leave out from = ..."),
        ('from = "bundled"', "id", "'bundled' has no definition 'loss'", None),
        ('from = "none.toml"', "from", "'none.toml' cannot be used: the file does not exist", HELP),
        ('from = ""', "from", "'' cannot be used: the path is a folder", HELP),
        ('from = "."', "from", "'.' cannot be used: the path is a folder", HELP),
        ('from = "../outside.toml"', "from", "'../outside.toml' lies outside the project; copy it inside", HELP),
        ('from = "chained.toml"', "from", "'chained.toml' cannot be used: chained.toml:4: 'loss' stands in a file and "
         "is itself taken from elsewhere (state it in full)", HELP),
        ('from = "twice.toml"', "from", "'twice.toml' cannot be used: twice.toml:21: this and [[definition]] number 1 "
         "have one id, 'loss' (rename or remove one), and 4 more", HELP),
        ('from = "empty.toml"', "from", "'empty.toml' cannot be used: empty.toml:1: the document has no 'definitions' "
         "(add definitions = ...)", HELP),
        ('from = "card.toml"', "from", "'card.toml' cannot be used: card.toml:1: the document has no 'definitions' "
         "(add definitions = ...), and 2 more", HELP),
        ('from = "unknown.toml"', "from", "'unknown.toml' cannot be used: unknown.toml:2: unknown key 'titel' "
         "(did you mean 'title'?), and 2 more", HELP),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_at_its_field(
    folder: Path, more: str, at: str, message: str, help: str | None
) -> None:
    (problem,) = loaded(folder, definition(more)).problems
    assert (problem.kind, problem.at, problem.message) == ("unresolved-reference", f"/definition/0/{at}", message)
    assert help is None or problem.help == help


def test_a_broken_file_is_told_by_its_line(folder: Path) -> None:
    (problem,) = loaded(folder, definition('from = "broken.toml"')).problems
    assert problem.message.startswith("'broken.toml' cannot be used: broken.toml:2: not valid TOML: ")


def test_a_curve_of_ones_own_is_not_replaced_by_that_of_a_file(folder: Path) -> None:
    found = loaded(folder, definition('from = "house.toml"') + '[[curve]]\nid = "fit"\nlaw = "points"\n')
    (problem,) = found.problems
    assert (problem.at, problem.message) == (
        "/definition/0/from", "the curve 'fit' of 'loss' has the id of another curve",
    )  # fmt: skip


@pytest.mark.parametrize("named", ["manifest = 1\ndefinitions = 1\n", "definitions = 1\n"])
def test_a_file_of_definitions_is_no_manifest(tmp_path: Path, named: str) -> None:
    file = tmp_path / "d.flopguard.toml"
    file.write_text(named)
    messages = [problem.message for problem in load(str(file)).problems]
    is_told = "this is a file of definitions and no manifest" in messages
    assert is_told is ("manifest" not in named)
    assert len(messages) == (1 if is_told else 2)
