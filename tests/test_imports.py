"""Imports inside flopguard point one way: from the command line down to the errors, never up.

`LAYERS` is the table. A part may import what lies below it, what `BESIDE` grants it in its own layer, and nothing
else; a part in `ONLY` is held to that list. A part is a module or a package directly in `flopguard/`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "flopguard"

LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "kept", "processes", "record", "__about__"),
    (
        "arithmetic",
        "bundled",
        "components",
        "dates",
        "finding",
        "places",
        "problems",
        "spelling",
        "syntax",
        "units",
        "validator",
    ),
    ("quantity", "reading", "source"),
    ("chips", "fields", "formula", "listing", "reference_models", "result"),
    ("document", "figures"),
    ("definition",),
    ("configuration", "manifest", "policy"),
    ("estimate",),
    ("effective",),
    ("evaluate",),
    ("claims", "lint"),
    ("audit", "cases", "check", "discovery", "exporters", "fixing", "importers", "pages", "redact", "report"),
    ("cli",),
    ("__init__", "__main__"),
)
BESIDE: dict[str, set[str]] = {
    "audit": {"check", "importers"},
    "cases": {"report"},
    "check": {"redact"},
    "lint": {"claims"},
    "policy": {"manifest"},
    "reference_models": {"chips"},
    "result": {"formula"},
}
ONLY: dict[str, set[str]] = {"report": {"result", "finding", "errors", "quantity", "units", "dates"}}

LAYER = {part: height for height, layer in enumerate(LAYERS) for part in layer}


class Import(NamedTuple):
    """One import of a module of the package, by a module of the package."""

    place: str  # file:line
    importer: str
    imported: str


def modules_of(root: Path) -> dict[str, Path]:
    """Every module under `root/flopguard`, by its dotted name; a package's name is its `__init__`."""
    files = sorted((root / PACKAGE).rglob("*.py"))
    return {_dotted(file.relative_to(root)): file for file in files}


def _dotted(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(root: Path) -> Iterator[Import]:
    """Every import in every file, wherever it stands: in functions and under `TYPE_CHECKING` too."""
    modules = modules_of(root)
    for name, file in modules.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for target in _targets(node, name, file.name == "__init__.py"):
                module = _nearest_module(target, modules)
                if module is not None:
                    yield Import(f"{file.relative_to(root).as_posix()}:{node.lineno}", name, module)  # type: ignore[attr-defined]


def _targets(node: ast.AST, importer: str, is_package: bool) -> list[str]:
    """The full names that one statement asks for; of `from a import b` it is `a.b`."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            base = importer.split(".") if is_package else importer.split(".")[:-1]
            start = base[: len(base) - (level - 1)] if level else []
            return [".".join([*start, *([module] if module else []), alias.name]) for alias in names]
        case ast.Call(func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"), args=[first, *_]):
            return [first.value] if isinstance(first, ast.Constant) and isinstance(first.value, str) else []
        case _:
            return []


def _nearest_module(target: str, modules: dict[str, Path]) -> str | None:
    """The module that holds a name: `flopguard.result.Step` is in `flopguard.result`."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target or None


def part_of(module: str) -> str:
    """`flopguard.lint.rules.fg101` belongs to `lint`; `flopguard` itself to `__init__`."""
    return module.split(".")[1] if "." in module else "__init__"


def violations(root: Path) -> list[str]:
    """What breaks the rules, each with its file and line."""
    unknown = [
        f"{file.relative_to(root).as_posix()}: {part_of(name)} is in no layer; add it to LAYERS in this test"
        for name, file in modules_of(root).items()
        if part_of(name) not in LAYER
    ]
    return unknown + [f"{found.place}: {reason}" for found in imports_of(root) if (reason := _objection(found))]


def _objection(found: Import) -> str | None:
    if _reaches_own_package(found):
        return f"{found.importer} imports {found.imported} from inside; name the module in it that has what you need"
    upper, lower = part_of(found.importer), part_of(found.imported)
    if upper == lower or upper not in LAYER or lower not in LAYER:
        return None
    if upper in ONLY:
        return None if lower in ONLY[upper] else f"{upper} may import {_listed(ONLY[upper])} only, not {lower}"
    if LAYER[lower] > LAYER[upper]:
        return f"{upper} may not import {lower}, which lies above it"
    if LAYER[lower] == LAYER[upper] and lower not in BESIDE.get(upper, set()):
        return f"{upper} may not import {lower}, which lies beside it"
    return None


def _reaches_own_package(found: Import) -> bool:
    # `python -m` and the package importing itself by name are the two that may: neither can go round in a circle.
    if found.importer == f"{PACKAGE}.__main__" or found.importer == found.imported:
        return False
    return found.importer.startswith(f"{found.imported}.")


def _listed(parts: set[str]) -> str:
    return ", ".join(sorted(parts))


def test_imports_point_one_way() -> None:
    assert violations(ROOT) == []


def test_the_table_names_each_part_once() -> None:
    parts = [part for layer in LAYERS for part in layer]
    assert sorted(parts) == sorted(set(parts))
    named_elsewhere = {*BESIDE, *ONLY, *(part for parts in (*BESIDE.values(), *ONLY.values()) for part in parts)}
    assert named_elsewhere <= set(parts)


def test_what_is_granted_beside_goes_round_in_no_circle() -> None:
    def below(part: str) -> set[str]:
        return {part}.union(*(below(other) for other in BESIDE.get(part, set())))

    for part, granted in BESIDE.items():
        assert part not in set[str]().union(*(below(other) for other in granted))


def plant(root: Path, files: dict[str, str]) -> None:
    """A small tree: the files given, and an empty `__init__` in every folder."""
    for name, text in files.items():
        file = root / PACKAGE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for folder in {root / PACKAGE, *(file.parent for file in (root / PACKAGE).rglob("*.py"))}:
        (folder / "__init__.py").touch()


@pytest.mark.parametrize(
    "files, expected",
    [
        ({"errors.py": "", "quantity.py": "from flopguard.errors import FlopguardError\n"}, []),
        ({"errors.py": "", "quantity.py": "from flopguard import errors\n"}, []),
        ({"lint/rule.py": "", "lint/runner.py": "from flopguard.lint.rule import Rule\nfrom .rule import Rule\n"}, []),
        ({"lint/__init__.py": "from flopguard.lint.rule import Rule\n", "lint/rule.py": ""}, []),
        ({"cli/__init__.py": "", "__main__.py": "from flopguard.cli import main\n"}, []),
        ({"quantity.py": "import json, os.path\nfrom pathlib import Path\n"}, []),
        (
            {"quantity.py": "\nfrom flopguard.policy import load\n", "policy/load.py": ""},
            ["flopguard/quantity.py:2: quantity may not import policy, which lies above it"],
        ),
        (
            {"quantity.py": "def f():\n    import flopguard.policy.load\n", "policy/load.py": ""},
            ["flopguard/quantity.py:2: quantity may not import policy, which lies above it"],
        ),
        (
            {
                "quantity.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .check import check\n",
                "check.py": "",
            },
            ["flopguard/quantity.py:3: quantity may not import check, which lies above it"],
        ),
        (
            {"quantity.py": "from importlib import import_module\nimport_module('flopguard.check')\n", "check.py": ""},
            ["flopguard/quantity.py:2: quantity may not import check, which lies above it"],
        ),
        (
            {"manifest/load.py": "from ..policy import load\n", "policy/load.py": ""},
            ["flopguard/manifest/load.py:1: manifest may not import policy, which lies beside it"],
        ),
        (
            {"claims.py": "from flopguard.lint import rule\n", "lint/rule.py": ""},
            ["flopguard/claims.py:1: claims may not import lint, which lies beside it"],
        ),
        (
            {"report/text.py": "from flopguard.manifest import load\n", "manifest/load.py": ""},
            [
                "flopguard/report/text.py:1: "
                "report may import dates, errors, finding, quantity, result, units only, not manifest"
            ],
        ),
        (
            {"lint/runner.py": "from flopguard.lint import Rule\n"},
            [
                "flopguard/lint/runner.py:1: flopguard.lint.runner imports flopguard.lint from inside; "
                "name the module in it that has what you need"
            ],
        ),
        (
            {"lint/rules/fg101.py": "from ... import __version__\n"},
            [
                "flopguard/lint/rules/fg101.py:1: flopguard.lint.rules.fg101 imports flopguard from inside; "
                "name the module in it that has what you need"
            ],
        ),
        (
            {"surprise.py": ""},
            ["flopguard/surprise.py: surprise is in no layer; add it to LAYERS in this test"],
        ),
    ],
)
def test_a_planted_violation_is_found(files: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    plant(tmp_path, files)
    assert violations(tmp_path) == expected
