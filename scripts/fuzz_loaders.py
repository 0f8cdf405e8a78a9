"""Fuzz the three loaders and all that follows from what they accept.

    python -m pip install -e '.[fuzz]'
    python scripts/fuzz_loaders.py --seconds 3600 --corpus FOLDER... [--found FOLDER]

Inputs are mutations of real manifests (`examples/`, each in TOML, YAML and JSON) and of the files in the folders named.
What must hold: nothing is raised, every problem and finding lies inside its file, a file that is refused says why, and
a file that is accepted is checked against every bundled policy. An input that breaks this, or takes longer than ten
seconds, is written to the folder `--found` and ends the run with its traceback.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["flopguard"]):
    from flopguard.check import check_loaded
    from flopguard.document import known_keys
    from flopguard.evaluate.facts import Settings
    from flopguard.manifest.load import load_bytes
    from flopguard.manifest.types import Manifest
    from flopguard.policy.load import bundled_policies
    from flopguard.reading.trees import read_tree
    from flopguard.report.json import render as as_json
    from flopguard.report.text.render import render as as_text

import yaml  # noqa: E402

from flopguard.check import report_of  # noqa: E402
from flopguard.report.style import Style  # noqa: E402
from flopguard.source import Source  # noqa: E402
from flopguard.units import known_units  # noqa: E402

SUFFIXES = ("toml", "yaml", "json")
SETTINGS = Settings(date(2026, 11, 22), as_if_in_force=True)
SECONDS_AN_INPUT = 10  # of instrumented code on a busy machine; how fast it is the benchmarks show


def test_one_input(data: bytes) -> None:
    """The first byte chooses the syntax, the rest is the file."""
    suffix = SUFFIXES[data[0] % 3] if data else "toml"
    loaded = load_bytes(data[1:], f"fuzz.{suffix}")
    assert loaded.manifest is not None or loaded.problems, "refused without a reason"
    found = check_loaded(loaded, bundled_policies(), SETTINGS)
    lines = data.count(b"\n") + 1
    source = Source(loaded.path, loaded.text, loaded.syntax)
    for finding in found.findings:
        assert finding.line is None or 1 <= finding.line <= lines, finding
        source.value(finding.at)
    report = report_of([found], SETTINGS)
    json.loads(as_json(report, Style()))
    as_text(report, Style(verbose=1, explain=True)).encode("utf-8")


# --- the first inputs --------------------------------------------------------------------------------------------


def seeds(folders: list[Path]) -> Iterator[bytes]:
    """The examples in three syntaxes, and small files of real data."""
    for file in sorted((ROOT / "examples").glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        tree = read_tree(text)
        yield b"\0" + text.encode()
        yield b"\1" + yaml.safe_dump(_plain(tree), allow_unicode=True).encode()
        yield b"\2" + json.dumps(_plain(tree), indent=1).encode()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            kind = {".toml": 0, ".yaml": 1, ".yml": 1, ".md": 1, ".json": 2}.get(file.suffix)
            if kind is not None and file.is_file() and file.stat().st_size < 20_000:
                yield bytes([kind]) + file.read_bytes()


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case Decimal() | date():
            return str(value)
        case _:
            return value


def words() -> Iterator[str]:
    """What a mutation may put in: keys, units and the signs of the grammars."""
    places = [(), ("model",), ("model", "base"), ("training", 0), ("training", 0, "hardware"), ("enhancement", 0)]
    for place in places:
        yield from known_keys(Manifest, place)
    yield from list(known_units())[:80]
    yield from ("1e25", "..", "±10%", "<=", "[[", "]]", "= {", "&a", "*a", "!!str", "---", "\\ud83d", "2026-02", "1/3")
    yield from ("pretrain", "confidential", "true", "none", "nan", "-inf", "1e61", "0x10", '"""', "'''", "<<", "- ")


def main() -> None:
    """Run for a while; the exit status is 0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    options = parser.parse_args()
    options.found.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds(options.corpus)):
            (corpus / str(number)).write_bytes(seed)
        table = Path(folder) / "words"
        quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words())
        table.write_text("".join(f'"{word}"\n' for word in quoted if word))
        limits = [f"-max_total_time={options.seconds}", f"-timeout={SECONDS_AN_INPUT}", "-rss_limit_mb=1024"]
        places = [f"-dict={table}", f"-artifact_prefix={options.found}/", "-max_len=20000", str(corpus)]
        atheris.Setup([sys.argv[0], *limits, *places], test_one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
