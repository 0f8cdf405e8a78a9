"""Measures the budgets of flopguard and prints a table of them: `./dev/bench`, or `python benchmarks/run.py`.

Needs Linux or macOS, and flopguard installed with its extra `bench` in the Python that runs this.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.budgets import plan, tables
from benchmarks.corpus import ROOT
from benchmarks.process import Command, CommandError, Sample, bare, measure, medians, rehearse, rounds
from benchmarks.table import Table, as_markdown, as_text, between_markers

PAGE = ROOT / "docs" / "benchmarks.md"


class Effort(NamedTuple):
    """How often each thing is done: quick commands, those that take seconds, calls inside a process."""

    light: int
    heavy: int
    calls: int


QUICK, FULL = Effort(5, 2, 5), Effort(25, 5, 40)


def main() -> int:
    """Measure all, print it, and with `--write-docs` put it into the page."""
    options = _options()
    effort = QUICK if options.quick else FULL
    about = _about(effort)
    try:
        measured = _measured(effort)
    except (CommandError, FileNotFoundError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    markdown = "\n\n".join((about, *map(as_markdown, measured)))
    if options.write_docs:
        PAGE.write_text(between_markers(PAGE.read_text(encoding="utf-8"), markdown), encoding="utf-8")
    print(markdown if options.markdown else "\n\n".join((about, *map(as_text, measured))))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev/bench", description="Measure flopguard against its budgets.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for a first look")
    parser.add_argument("--markdown", action="store_true", help="print markdown instead of plain text")
    parser.add_argument("--write-docs", action="store_true", help=f"put the tables into {PAGE.relative_to(ROOT)}")
    return parser.parse_args()


def _measured(effort: Effort) -> Sequence[Table]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        planned = plan(folder)
        for command in (bare(), *planned.light, *planned.heavy):
            rehearse(command, folder)
        samples: dict[str, list[Sample]] = defaultdict(list)
        for commands, count in ((planned.light, effort.light), (planned.heavy, effort.heavy)):
            _collect(commands, count, folder, samples)
        _tell("inside a process")
        warm = rehearse(_warm(effort.calls), folder)
    return tables({name: medians(found) for name, found in samples.items()}, json.loads(warm))


def _collect(commands: Sequence[Command], count: int, folder: Path, samples: dict[str, list[Sample]]) -> None:
    _tell(f"{count} rounds of {len(commands)} commands")
    for command, sample in rounds(commands, count, partial(measure, folder=folder)):
        samples[command.name].append(sample)


def _warm(repetitions: int) -> Command:
    return Command("warm.py", (sys.executable, str(ROOT / "benchmarks" / "warm.py"), str(repetitions)))


def _tell(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr)


def _about(effort: Effort) -> str:
    """What the numbers hold for; nothing that tells whose machine it is."""
    return (
        f"Measured on {datetime.now(UTC).date()}: {_processor()}, {os.cpu_count()} cores, {platform.system()}; "
        f"{platform.python_implementation()} {platform.python_version()}; flopguard {version('flopguard')}, "
        f"check-jsonschema {version('check-jsonschema')}. Load average at the start: {os.getloadavg()[0]:.1f}. "
        f"Medians of {effort.light} rounds, of {effort.heavy} for folders and lists of manifests, of {effort.calls} "
        "calls a model inside a process."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


if __name__ == "__main__":
    sys.exit(main())
