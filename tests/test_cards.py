"""Model cards in `check`: which files of a folder are some, and that none of them ever looks like a pass."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from flopguard.cli import main
from flopguard.discovery import Search

FRONT = "---\nlicense: mit\npipeline_tag: text-generation\n---\n# A-7B\n"
CARDS = {
    "MODEL_CARD.md": "text",
    "README.md": FRONT,
    "a/README.markdown": "\ufeff" + FRONT.replace("\n", "\r\n"),
    "a/model-card.md": "text",
    "b/Modelcard.md": "text",
    "b/gpt-2_model_card.md": "text",
    "b/notes.md": "---\nlicense: mit\nmetrics: [accuracy]\n---\n",
    "b/x.card.md": "text",
    "c/template.md": "---\nbase_model: {{ base }}\n---\n",
}
OTHERS = {
    "a/CHANGELOG.md": "# 1.0\n",
    "a/README.md": "# A software project\n\nTrained with 1e25 FLOP.\n",
    "b/dataset.md": "---\nlicense: mit\ntask_categories: [x]\nmetrics: [x]\n---\n",
    "b/page.md": "---\ntitle: x\nlicense: mit\n---\n",
    "b/space.md": "---\nsdk: gradio\nbase_model: x\n---\n",
    "b/ui-card.md": "# Card component\n",
    "b/unclosed.md": "---\npipeline_tag: x\n",
    "c/text.txt": FRONT,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {**CARDS, **OTHERS}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path


def found(folder: Path, search: Search) -> list[str]:
    return sorted(Path(entry.path).relative_to(folder).as_posix() for entry in search.manifests([str(folder)]))


def test_a_folder_yields_the_cards_of_models_and_no_other_text(folder: Path) -> None:
    assert found(folder, Search(cards=True)) == sorted(CARDS)


def test_cards_are_looked_for_only_where_they_are_asked_for(folder: Path) -> None:
    assert found(folder, Search()) == []


def test_ignore_files_and_patterns_hold_for_cards(folder: Path) -> None:
    (folder / ".gitignore").write_text("b/\n")
    names = found(folder, Search(("README*",), str(folder), cards=True))
    assert names == ["MODEL_CARD.md", "a/model-card.md", "c/template.md"]


class Run:
    """Runs `check` in this process, perhaps with something on standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *arguments: object, stdin: bytes = b"") -> tuple[int, str]:
        self.monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(stdin)))
        self.capsys.readouterr()
        status = main(["check", "--as-of", "2026-11-22", "--isolated", *map(str, arguments)])
        said = self.capsys.readouterr()
        return status, said.out or said.err

    def report(self, *arguments: object, stdin: bytes = b"") -> dict[str, Any]:
        tree: dict[str, Any] = json.loads(self(*arguments, "--format", "json", stdin=stdin)[1])
        return tree


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(monkeypatch, capsys)


def test_any_markdown_file_that_is_named_is_a_card(folder: Path, run: Run) -> None:
    status, out = run(folder / "a" / "CHANGELOG.md")
    assert "no trigger can be evaluated on it alone" in " ".join(out.split())
    assert (status, out.splitlines()[-1]) == (0, "1 model card: 0 errors, no trigger was evaluated")


def test_standard_input_is_a_card_by_its_name(run: Run) -> None:
    (entry,) = run.report("-", "--stdin-name", "x.md", stdin=FRONT.encode())["manifests"]
    assert (entry["kind"], entry["model"], entry["path"]) == ("card", "A-7B", "x.md")


def test_a_card_never_looks_like_a_pass(folder: Path, run: Run) -> None:
    path = folder / "MODEL_CARD.md"
    report = run.report(path)
    (entry,) = report["manifests"]
    assert (entry["readable"], entry["compute"], entry["verdicts"]) == (True, None, [])
    assert "no trigger can be evaluated" in entry["notes"][0]
    assert {key: value for key, value in report["summary"].items() if value} == {"manifests": 1, "cards": 1}
    gates = ("undetermined", "triggered", "error", "nothing")
    assert [run(path, "--fail-on", gate)[0] for gate in gates] == [1, 0, 0, 0]


def test_a_card_beside_a_manifest_is_counted_apart(folder: Path, run: Run) -> None:
    manifest = folder / "x.flopguard.toml"
    manifest.write_text('manifest = 1\n[model]\nname = "x"\n')
    last = " ".join(run(manifest, folder / "MODEL_CARD.md")[1].split("\n\n")[-1].split())
    assert last.startswith("1 manifest, 1 model card: ")
    assert "no trigger evaluated on 1 card" in last


@pytest.mark.parametrize("data", ["# Ä".encode("utf-16"), b"x" * 1_000_001])
def test_a_card_that_cannot_be_read_is_an_error(data: bytes, run: Run) -> None:
    report = run.report("-", "--stdin-name", "x.md", stdin=data)
    (entry,) = report["manifests"]
    assert [finding["code"] for finding in entry["findings"]] == ["FG001"]
    assert (entry["readable"], entry["notes"], report["summary"]["unreadable"]) == (False, [], 1)
    assert run("-", "--stdin-name", "x.md", stdin=data)[0] == 1


def test_an_unfilled_template_is_told_on_its_line(folder: Path, run: Run) -> None:
    (entry,) = run.report(folder / "c" / "template.md")["manifests"]
    (finding,) = entry["findings"]
    assert (finding["code"], finding["line"], finding["line_text"]) == ("FG002", 2, "base_model: {{ base }}")


def test_nothing_to_check_is_told(tmp_path: Path, run: Run) -> None:
    status, said = run(tmp_path)
    assert (status, said.startswith("no manifest and no model card found")) == (4, True)
