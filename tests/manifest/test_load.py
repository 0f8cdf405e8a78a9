"""A manifest with the manifests it names: read from beside it, once each, never from outside its project."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.manifest.load import (
    MAX_LINEAGE,
    Loaded,
    Related,
    load,
    load_text,
    manifest_of_tree,
    project_root,
)
from flopguard.manifest.types import Manifest, Model, ModelRef
from flopguard.problems import Problem
from flopguard.reading.file import read_text

UNKNOWN = "its compute counts as unknown until it is mended"


def model(name: str, *bases: str) -> str:
    listed = ", ".join(f"{{ manifest = '{base}' }}" for base in bases)
    return f"manifest = 1\n[model]\nname = '{name}'\nbase = [{listed}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of its own."""
    (tmp_path / ".git").mkdir()
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def unresolved(message: str, at: str = "/model/base/0/manifest", help: str = UNKNOWN) -> Problem:
    return Problem(kind="unresolved-reference", at=at, message=message, help=help)


def names(loaded: Loaded | None) -> object:
    """The tree of names under a manifest."""
    if loaded is None or loaded.manifest is None:
        return None
    return {loaded.manifest.model.name: [names(base.loaded) for base in loaded.bases]}


# --- one file ----------------------------------------------------------------------------------------------------


def test_a_manifest_alone(folder: Path) -> None:
    text = "manifest = 1\n[model]\nname = 'a'\n"
    write(folder, a=text)
    assert load(str(folder / "a.toml")) == Loaded(
        path=str(folder / "a.toml"),
        text=text,
        digest="sha256:b965770bbe9b103088afe06fc41227d691e5a5d1b07568a1f2934ea10e94eccd",
        manifest=Manifest(manifest=1, model=Model(name="a")),
    )


def test_the_digest_is_of_the_text_and_nothing_else(folder: Path) -> None:
    text = model("a")
    write(folder, a=text, b=text, c=text + "\n")
    (folder / "bom.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    a, b, c, bom = (load(str(folder / f"{name}.toml")).digest for name in ("a", "b", "c", "bom"))
    assert a == b == bom == load_text(text).digest
    assert a != c


@pytest.mark.parametrize(
    "data, problem",
    [
        (None, Problem(kind="unreadable-file", at="", message="the file does not exist", help="check the path")),
        (
            b"manifest = 1\n\xff",
            Problem(kind="unreadable-file", at="", message="the file is not UTF-8", help="save it as UTF-8", line=2),
        ),
        (b"\0", Problem(kind="unreadable-file", at="", message="the file has a NUL byte", help="remove it", line=1)),
    ],
)
def test_a_file_that_cannot_be_read(folder: Path, data: bytes | None, problem: Problem) -> None:
    path = folder / "a.toml"
    if data is not None:
        path.write_bytes(data)
    assert load(str(path)) == Loaded(path=str(path), text="", digest=None, manifest=None, problems=(problem,))


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("manifest = ", ["invalid-syntax"]),
        ("", ["missing-key", "missing-key"]),
        ("manifest = 2\n[model]\nname = 1\nbas = []\n", ["wrong-value", "wrong-value", "unknown-key"]),
        ("manifest = 1\n[model]\nname = '\ud800'", ["invalid-syntax"]),
    ],
)
def test_a_text_that_is_no_manifest_keeps_its_digest_and_its_problems(text: str, kinds: list[str]) -> None:
    found = load_text(text)
    assert (found.text, found.manifest, found.bases) == (text, None, ())
    assert found.digest is not None
    assert [problem.kind for problem in found.problems] == kinds


def test_a_tree_read_elsewhere() -> None:
    assert manifest_of_tree({"manifest": 1, "model": {"name": "a"}}) == Manifest(manifest=1, model=Model(name="a"))
    assert isinstance(manifest_of_tree({}), tuple)


@pytest.mark.parametrize("path", ["", ".", "a\0b.toml", "a\0/b.toml", "x" * 5000, "/dev/null", "/nowhere/at/all.toml"])
def test_no_path_makes_loading_fail(path: str) -> None:
    found = load(path)
    assert found.manifest is None
    assert [problem.kind for problem in found.problems] in (["unreadable-file"], ["missing-key", "missing-key"])


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_makes_loading_fail(text: str) -> None:
    assert load_text(text).problems


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), st.sampled_from(["manifest", "reference"]))
def test_no_reference_makes_loading_fail(written: str, key: str) -> None:
    quoted = "".join(f"\\U{ord(letter):08x}" for letter in written)
    found = load_text(f'manifest = 1\n[model]\nname = "a"\nbase = [{{ {key} = "{quoted}" }}]\n')
    assert found.manifest is not None
    assert [problem.kind for problem in found.problems] == ["unresolved-reference"]
    assert found.bases == (Related(found.manifest.model.base[0], "/model/base/0"),)  # type: ignore[index]


# --- the models it names -----------------------------------------------------------------------------------------


def test_bases_are_read_from_beside_the_file_that_names_them(folder: Path) -> None:
    (folder / "old").mkdir()
    write(folder, a=model("a", "old/b.toml", "d.toml"), d=model("d"))
    write(folder / "old", b=model("b", "c.toml", "../d.toml"), c=model("c"))
    found = load(str(folder / "a.toml"))
    assert found.problems == ()
    assert names(found) == {"a": [{"b": [{"c": []}, {"d": []}]}, {"d": []}]}
    assert [base.at for base in found.bases] == ["/model/base/0", "/model/base/1"]


def test_bases_of_a_text_are_read_from_beside_its_path(folder: Path) -> None:
    write(folder, b=model("b"))
    assert names(load_text(model("a", "b.toml"), str(folder / "a.toml"))) == {"a": [{"b": []}]}


def test_an_assessed_model_is_read_as_well(folder: Path) -> None:
    assessment = "[[assessment]]\nseries = 's'\nkind = 'k'\ndate = 2025-01-01\n"
    write(folder, a=model("a") + assessment + assessment + "model = { manifest = 'b.toml' }\n", b=model("b"))
    found = load(str(folder / "a.toml"))
    assert found.problems == ()
    assert {number: (entry.at, names(entry.loaded)) for number, entry in found.assessed.items()} == {
        1: ("/assessment/1/model", {"b": []})
    }


def test_what_is_only_stated_of_a_base_is_kept() -> None:
    found = load_text("manifest = 1\n[model]\nname = 'a'\nbase = [{ name = 'b', open_weights = true }]\n")
    assert found.problems == ()
    assert found.bases == (Related(ModelRef(name="b", open_weights=True), "/model/base/0"),)


@pytest.mark.parametrize("written, bases", [("", None), ("base = 'none'\n", ()), ("base = []\n", ())])
def test_no_base_and_nothing_said_of_a_base(written: str, bases: tuple[ModelRef, ...] | None) -> None:
    found = load_text(f"manifest = 1\n[model]\nname = 'a'\n{written}")
    assert found.manifest is not None
    assert (found.manifest.model.base, found.bases, found.problems) == (bases, (), ())


def test_each_file_of_a_diamond_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        folder,
        a=model("a", "b.toml", "c.toml", "./d.toml"),
        b=model("b", "d.toml"),
        c=model("c", "d.toml"),
        d=model("d", "e.toml"),
        e=model("e"),
    )
    (folder / "link.toml").symlink_to("d.toml")
    write(folder, a=model("a", "b.toml", "c.toml", "./d.toml", "link.toml"))
    read: list[str] = []

    def counted(path: Path) -> str | Problem:
        read.append(path.name)
        return read_text(path)

    monkeypatch.setattr("flopguard.manifest.load.read_text", counted)
    found = load(str(folder / "a.toml"))
    below: dict[str, object] = {"d": [{"e": []}]}
    assert names(found) == {"a": [{"b": [below]}, {"c": [below]}, below, below]}
    assert sorted(read) == ["a.toml", "b.toml", "c.toml", "d.toml", "e.toml"]
    assert found.bases[0].loaded is not None
    assert found.bases[2].loaded is found.bases[0].loaded.bases[0].loaded


BAD_BASES = [
    ("a.toml", "'a.toml' names itself, directly or through its own base"),
    ("./x/../a.toml", "'./x/../a.toml' names itself, directly or through its own base"),
    ("missing.toml", "'missing.toml' cannot be used: the file does not exist"),
    ("", "'' cannot be used: the path is empty"),
    ("broken.toml", "'broken.toml' cannot be used: not valid TOML: invalid value"),
    ("wrong.toml", "'wrong.toml' cannot be used: the document has no 'model'"),
    ("latin.toml", "'latin.toml' cannot be used: the file is not UTF-8"),
    ("../outside.toml", "'../outside.toml' lies outside the project; copy it inside"),
    ("/etc/passwd", "'/etc/passwd' lies outside the project; copy it inside"),
    ("link_outside.toml", "'link_outside.toml' lies outside the project; copy it inside"),
    ("nul\\u0000.toml", "'nul\0.toml' cannot be followed"),
]


@pytest.mark.parametrize("base, message", BAD_BASES)
def test_a_base_that_cannot_be_had_is_unknown(tmp_path: Path, base: str, message: str) -> None:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    write(tmp_path, outside=model("outside"))
    write(folder, broken="manifest = x", wrong="manifest = 1")
    (folder / "x").mkdir()
    (folder / "latin.toml").write_bytes(model("é").encode("latin-1"))
    (folder / "link_outside.toml").symlink_to("../outside.toml")
    write(folder, a=f'manifest = 1\n[model]\nname = "a"\nbase = [{{ manifest = "{base}" }}]\n')
    found = load(str(folder / "a.toml"))
    assert found.manifest is not None
    assert found.problems == (unresolved(message),)
    assert [related.loaded for related in found.bases] == [None]


def test_a_link_that_leads_to_itself_is_unknown(folder: Path) -> None:
    (folder / "loop.toml").symlink_to("loop.toml")
    found = load_text(model("a", "loop.toml"), str(folder / "a.toml"))
    # how it is said depends on the release of Python: older ones refuse to follow it, newer ones find no file
    assert [(problem.kind, problem.at) for problem in found.problems] == [
        ("unresolved-reference", "/model/base/0/manifest")
    ]


def test_a_circle_ends_where_it_closes(folder: Path) -> None:
    write(folder, a=model("a", "b.toml"), b=model("b", "c.toml"), c=model("c", "a.toml"))
    found = load(str(folder / "a.toml"))
    assert names(found) == {"a": [{"b": [{"c": [None]}]}]}
    c = found.bases[0].loaded.bases[0].loaded  # type: ignore[union-attr]
    assert c is not None
    closed = "'a.toml' names itself, directly or through its own base"
    assert c.problems == (unresolved(closed),)
    assert found.problems == (unresolved(f"'b.toml' rests on what is not known: {closed}"),)


def test_a_chain_of_bases_has_an_end(folder: Path) -> None:
    for number in range(MAX_LINEAGE + 10):
        write(folder, **{f"m{number}": model(f"m{number}", f"m{number + 1}.toml")})
    found: Loaded | None = load(str(folder / "m0.toml"))
    depth, problems = 0, list[Problem]()
    while found is not None:
        depth, problems = depth + 1, [*problems, *found.problems]
        found = found.bases[0].loaded
    assert depth == MAX_LINEAGE + 1
    cut = f"'m{MAX_LINEAGE + 1}.toml' has too long a chain of bases"
    below = [unresolved(f"'m{n}.toml' rests on what is not known: {cut}") for n in range(1, MAX_LINEAGE + 1)]
    assert problems == [*below, unresolved(cut)]


def test_what_a_base_cannot_use_is_told_of_what_rests_on_it(folder: Path) -> None:
    write(folder, a=model("a", "b.toml"), b=model("b", "c.toml"), c=model("c", "gone.toml"))
    said = "'b.toml' rests on what is not known: 'gone.toml' cannot be used: the file does not exist"
    assert load(str(folder / "a.toml")).problems == (unresolved(said),)
    write(folder, b=model("b", "c.toml") + "[data]\nconfidential = true\n")
    assert load(str(folder / "a.toml")).problems == (
        unresolved("'b.toml' rests on what is not known: a base that cannot be used"),
    )


def test_a_manifest_is_read_although_a_reference_stands_beside_it(folder: Path) -> None:
    write(folder, b='manifest = 1\n[model]\nname = "b"\n')
    write(folder, a='manifest = 1\n[model]\nname = "a"\nbase = [{ manifest = "b.toml", reference = "zzz" }]\n')
    found = load(str(folder / "a.toml"))
    assert names(found) == {"a": [{"b": []}]}
    assert [problem.at for problem in found.problems] == ["/model/base/0/reference"]


@pytest.mark.parametrize(
    "reference, problem",
    [
        ("llama-3.1-405b", None),
        ("Llama-3.1-405B ", None),
        (
            "llama-3.1-405",
            unresolved(
                "'llama-3.1-405' is not in the table of reference models",
                "/model/base/0/reference",
                "did you mean llama-3.1-405b, llama-3.1-70b, llama-3.1-8b?",
            ),
        ),
        (
            "zzz",
            unresolved(
                "'zzz' is not in the table of reference models",
                "/model/base/0/reference",
                "state what is known of it: name, developer, compute",
            ),
        ),
    ],
)
def test_a_base_by_its_id_in_the_table(reference: str, problem: Problem | None) -> None:
    found = load_text(f"manifest = 1\n[model]\nname = 'a'\nbase = [{{ reference = '{reference}' }}]\n")
    assert found.problems == ((problem,) if problem else ())


def test_a_folder_that_may_not_be_searched_is_no_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.stat

    def refuse(path: Any, **how: Any) -> os.stat_result:
        if str(path).endswith(".git"):
            raise PermissionError(13, "Permission denied")
        return really(path, **how)

    write(folder, a=model("a"))
    monkeypatch.setattr(os, "stat", refuse)
    assert names(load(str(folder / "a.toml"))) == {"a": []}


def test_the_project_is_the_repository_or_else_the_folder(tmp_path: Path) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "deep" / "down").mkdir(parents=True)
    (tmp_path / "plain").mkdir()
    assert project_root(tmp_path / "repository" / "deep" / "down" / "a.toml") == (tmp_path / "repository").resolve()
    assert project_root(tmp_path / "plain" / "a.toml") == (tmp_path / "plain").resolve()
