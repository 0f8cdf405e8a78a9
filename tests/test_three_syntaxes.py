"""One manifest in TOML, YAML and JSON gives one report, but for the file's name, its digest and the places in it."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from flopguard.cli import main
from flopguard.reading.trees import read_tree

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PLACES = ("line", "column", "end_column", "line_text", "observed")


def in_json(tree: Any) -> str:
    """The tree as JSON, each number with the digits that it was written with."""
    marked = json.dumps(_marked(tree), indent=1, ensure_ascii=False)
    return re.sub(r'"@([^"@]*)@"', r"\1", marked)


def in_yaml(tree: Any) -> str:
    """The tree as YAML, each number with the digits that it was written with."""
    marked = yaml.safe_dump(_marked(tree), allow_unicode=True, sort_keys=False)
    return re.sub(r"(?m)'@([^'@]*)@'", r"\1", marked)


def _marked(value: Any) -> Any:
    match value:
        case dict():
            return {key: _marked(inner) for key, inner in value.items()}
        case list():
            return [_marked(inner) for inner in value]
        case Decimal():
            return f"@{value}@"
        case date():
            return value.isoformat()
        case _:
            return value


@pytest.mark.parametrize("name", sorted(file.name for file in EXAMPLES.glob("*.flopguard.toml")))
def test_the_reports_are_the_same(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    tree = read_tree(text)
    for other in filter(Path.is_file, EXAMPLES.iterdir()):  # its bases, its definitions and its configuration
        (tmp_path / other.name).write_bytes(other.read_bytes())
    written = {"toml": text, "yaml": in_yaml(tree), "json": in_json(tree)}
    reports = {}
    for suffix, body in written.items():
        file = tmp_path / f"the.flopguard.{suffix}"
        file.write_text(body, encoding="utf-8")
        main(["check", str(file), "--as-of", "2026-11-22", "--as-if-in-force", "--format", "json", "--isolated"])
        reports[suffix] = _without_places(json.loads(capsys.readouterr().out.replace(f"the.flopguard.{suffix}", "the")))
    assert reports["yaml"] == reports["toml"]
    assert reports["json"] == reports["toml"]


def _without_places(report: Any) -> Any:
    (entry,) = report["manifests"]
    entry["digest"] = None
    for finding in (*entry["findings"], *entry["accepted"]):
        for place in PLACES:
            finding.pop(place, None)
    entry["findings"].sort(key=lambda finding: (finding["at"], finding["code"], finding["message"]))
    for claim in entry["claims"]:
        claim["line"] = None
    return report
