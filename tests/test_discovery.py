"""Which files a path means: a folder made by hand, what is found in it, in which order, and what is left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flopguard.discovery import Found, Search
from flopguard.problems import Problem

MANIFEST = {
    ".toml": 'manifest = 1\n[model]\nname = "a"\n',
    ".yaml": "manifest: 1\nmodel: {name: a}\n",
    ".yml": "# a card\n---\nmodel: {name: a}\nmanifest: 1\n",
    ".json": '{"model": {"name": "a"}, "manifest": 1}',
}
OTHERS = {
    "pyproject.toml": "[project]\nname = 'x'\nmanifest = 'no, below a header'\n",
    "package.json": '{"name": "x", "inner": {"manifest": 1}}',
    "list.json": "[1, 2]",
    "broken.json": '{"inner": {"manifest": 1},',
    "deploy.yaml": "kind: Pod\nspec:\n  manifest: 1\n",
    "bytes.toml": "\udcff",
}


def lay(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))


def found(folder: Path, *paths: str, exclude: tuple[str, ...] = ()) -> tuple[list[str], int]:
    search = Search(exclude, str(folder))
    names = [os.path.relpath(entry.path, folder) for entry in search.manifests([str(folder / path) for path in paths])]
    return names, search.skipped


def test_a_folder_yields_what_is_named_as_a_manifest_or_says_so_at_its_top(tmp_path: Path) -> None:
    lay(tmp_path, **{f"sub/m{suffix}": text for suffix, text in MANIFEST.items()}, **OTHERS)
    lay(tmp_path, **{f"x.flopguard{suffix}": "this is broken [" for suffix in MANIFEST}, **{"README.md": "x"})
    assert found(tmp_path, ".") == (
        [
            *("sub/m.json", "sub/m.toml", "sub/m.yaml", "sub/m.yml"),
            *("x.flopguard.json", "x.flopguard.toml", "x.flopguard.yaml", "x.flopguard.yml"),
        ],
        len(OTHERS),
    )


@pytest.mark.parametrize(
    "name, text",
    [
        ("llama.yaml", "manifest: 1\nmodel:\n  name: x\n outputs: [text]\n"),
        ("two.yaml", "manifest: 1\n---\nmanifest: 1\n"),
        ("b.json", '{"manifest": 1, "model": {"name": "A",}}'),
        ("c.toml", '# a card\nmanifest = 1\n[model]\nname = "x\n'),
        ("d.toml", "manifest = 1\n\udcff"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_not_lost(name: str, text: str, tmp_path: Path) -> None:
    lay(tmp_path, **{name: text})
    assert found(tmp_path, ".") == ([name], 0)


def test_paths_keep_their_order_and_a_file_comes_once(tmp_path: Path) -> None:
    lay(tmp_path, **{"b/z.flopguard.toml": "", "b/a.flopguard.toml": "", "a.toml": "", "none": ""})
    (tmp_path / "b" / "link.flopguard.toml").symlink_to("a.flopguard.toml")
    paths = ["none", "b", "a.toml", "b/../b/a.flopguard.toml", "missing.toml"]
    assert found(tmp_path, *paths)[0] == ["none", "b/a.flopguard.toml", "b/z.flopguard.toml", "a.toml", "missing.toml"]


def test_ignore_files_are_respected_from_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    names = ["keep", "drop", "build/keep", "sub/drop", "sub/keep", "sub/local", "node_modules/keep", ".git/keep"]
    names += ["venv/keep", "sub/back/drop"]
    lay(tmp_path, **{f"{name}.flopguard.toml": "" for name in names})
    lay(
        tmp_path,
        **{".gitignore": "build/\ndrop.*\n", "sub/.gitignore": "/local.*\n!\n", "sub/back/.ignore": "!drop.*\n"},
    )
    lay(tmp_path, **{"venv/pyvenv.cfg": ""})
    everything = ["keep.flopguard.toml", "sub/back/drop.flopguard.toml", "sub/keep.flopguard.toml"]
    assert found(tmp_path, ".")[0] == everything
    assert found(tmp_path, "sub")[0] == everything[1:]
    assert found(tmp_path, ".", exclude=("sub/back", "keep.*"))[0] == []
    assert found(tmp_path, "drop.flopguard.toml")[0] == ["drop.flopguard.toml"]


def test_links_to_folders_are_not_followed_and_odd_files_are_passed_over(tmp_path: Path) -> None:
    lay(tmp_path, **{"a/m.flopguard.toml": ""})
    (tmp_path / "a" / "again").symlink_to("..")
    (tmp_path / "b").symlink_to("b")
    (tmp_path / "loop.flopguard.toml").symlink_to("loop.flopguard.toml")
    os.mkfifo(tmp_path / "pipe.toml")
    os.mkfifo(tmp_path / "pipe.flopguard.toml")
    assert found(tmp_path, ".") == (["a/m.flopguard.toml", "loop.flopguard.toml"], 0)


def test_a_folder_that_may_not_be_searched_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, **{"a/m.flopguard.toml": "", "b/m.flopguard.toml": "", "c/m.flopguard.toml": ""})
    listdir = os.listdir

    def refuse(path: str) -> list[str]:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied")
        if path.endswith("b"):
            raise FileNotFoundError(2, "No such file or directory")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)

    def unsearched(reason: str) -> Problem:
        message = f"the folder cannot be searched: {reason}"
        return Problem(kind="unreadable-file", at="", message=message, help="check path and permissions")

    assert list(Search().manifests([str(tmp_path)])) == [
        Found(str(tmp_path / "a"), unsearched("Permission denied")),
        Found(str(tmp_path / "b"), unsearched("No such file or directory")),
        Found(str(tmp_path / "c" / "m.flopguard.toml")),
    ]
