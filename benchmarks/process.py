"""What commands cost: processor time, wall time and peak memory of child processes, one at a time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BIN = Path(sys.executable).parent
"""Where the environment that runs this has its console scripts."""


@dataclass(frozen=True)
class Command:
    """A command line, and the exit statuses with which it did its work."""

    name: str
    argv: tuple[str, ...]
    statuses: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Sample:
    """One run: user and system time together and wall time in seconds, peak memory in bytes."""

    cpu: float
    wall: float
    peak: int


class CommandError(Exception):
    """A command ended in a way that makes its time worthless."""


def bare() -> Command:
    """The interpreter that does nothing: the unit of the budgets."""
    return Command("bare interpreter", (sys.executable, "-I", "-c", "pass"))


def rounds(
    commands: Sequence[Command], count: int, run: Callable[[Command], Sample]
) -> Iterator[tuple[Command, Sample]]:
    """Each command once a round, the bare interpreter before each: what else the machine does meets both alike."""
    for _ in range(count):
        for command in commands:
            for each in (bare(), command):
                yield each, run(each)


def medians(samples: Sequence[Sample]) -> Sample:
    """The median of each measure, by itself."""
    return Sample(
        median(sample.cpu for sample in samples),
        median(sample.wall for sample in samples),
        int(median(sample.peak for sample in samples)),
    )


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Without what changes how Python or flopguard works, such as a Python that may not keep its bytecode."""
    return {name: value for name, value in given.items() if not name.startswith(("PYTHON", "FLOPGUARD_"))}


def rehearse(command: Command, folder: Path) -> str:
    """Run a command once, unmeasured, so that bytecode and file caches are there; what it printed.

    Raises CommandError where it ends with another status than it may.
    """
    done = subprocess.run(command.argv, cwd=folder, env=environment(os.environ), capture_output=True, text=True)
    if done.returncode not in command.statuses:
        shown = (done.stderr or done.stdout)[-2000:]
        raise CommandError(f"{command.name}: exit status {done.returncode}, expected {command.statuses}\n{shown}")
    return done.stdout


def measure(command: Command, folder: Path) -> Sample:
    """Run a command in a folder, its output thrown away. Raises CommandError as `rehearse` does."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command.argv, cwd=folder, env=environment(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in command.statuses:
        raise CommandError(f"{command.name}: exit status {child.returncode}, expected {command.statuses}")
    return Sample(used.ru_utime + used.ru_stime, wall, _peak_bytes(used.ru_maxrss))


def _peak_bytes(reported: int) -> int:
    # Linux counts a child from the size of the process that started it, so this one must stay small: no flopguard here.
    return reported if sys.platform == "darwin" else reported * 1024
