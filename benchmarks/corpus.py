"""Manifests to measure with: copies of the examples under other names, in TOML, YAML or JSON."""

import json
import re
from datetime import date
from itertools import count, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
ENDING = ".flopguard.toml"

_REFERENCE = re.compile(r'"([\w.-]+)\.flopguard\.toml"')
_MODEL_NAME = re.compile(r'^(\[model\]\nname = "[^"\n]+)', re.MULTILINE)


def examples() -> list[Path]:
    """The examples: those that refer to other files after those that are referred to."""
    files = EXAMPLES.glob(f"*{ENDING}")
    return sorted(files, key=lambda file: (bool(_REFERENCE.search(file.read_text(encoding="utf-8"))), file.name))


def write_copies(folder: Path, number: int, syntax: str = "toml") -> list[Path]:
    """Fill a new folder with that many manifests, whole sets of the examples one after the other.

    The configurations and definitions that they name stand beside them, once.
    """
    folder.mkdir(parents=True)
    for pattern in ("*.config.json", "*.definitions.toml"):
        for file in EXAMPLES.glob(pattern):
            (folder / file.name).write_bytes(file.read_bytes())
    texts = [(file.name.removesuffix(ENDING), file.read_text(encoding="utf-8")) for file in examples()]
    wanted = ((stem, text, copy) for copy in count(1) for stem, text in texts)
    return [_write(folder, stem, text, copy, syntax) for stem, text, copy in islice(wanted, number)]


def _write(folder: Path, stem: str, text: str, copy: int, syntax: str) -> Path:
    path = folder / f"{stem}-{copy:03}.flopguard.{syntax}"
    path.write_text(in_syntax(renamed(text, copy, syntax), syntax), encoding="utf-8")
    return path


def renamed(text: str, copy: int, syntax: str) -> str:
    """A manifest in TOML with another name of its model, referring to the other files of the same set."""
    text = _REFERENCE.sub(rf'"\1-{copy:03}.flopguard.{syntax}"', text)
    return _MODEL_NAME.sub(rf"\1, copy {copy}", text, count=1)


def in_syntax(text: str, syntax: str) -> str:
    """A manifest in TOML, written in another syntax; comments are lost on the way."""
    if syntax == "toml":
        return text
    import tomli

    tree = tomli.loads(text)
    if syntax == "json":
        return json.dumps(tree, indent=2, ensure_ascii=False, default=_day) + "\n"
    import yaml

    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"JSON has no form for a {type(value).__name__}")
