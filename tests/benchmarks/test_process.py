"""The order of the runs and what is made of their samples; nothing is timed here."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.process import Command, CommandError, Sample, bare, environment, measure, medians, rehearse, rounds

posix = pytest.mark.skipif(not hasattr(os, "wait4"), reason="children are measured on Linux and macOS")

A, B = Command("a", ("a",)), Command("b", ("b",))


def python(text: str, *statuses: int) -> Command:
    return Command("python", (sys.executable, "-I", "-c", text), statuses or (0,))


def test_the_bare_interpreter_runs_before_each_command_of_each_round() -> None:
    made = rounds([A, B], 2, lambda command: Sample(len(command.name), 0, 0))
    assert [(command.name, sample.cpu) for command, sample in made] == [
        ("bare interpreter", 16),
        ("a", 1),
        ("bare interpreter", 16),
        ("b", 1),
    ] * 2


def test_medians_are_taken_of_each_measure_by_itself() -> None:
    assert medians([Sample(1, 9, 30), Sample(2, 8, 10), Sample(6, 7, 20)]) == Sample(2, 8, 20)


def test_children_do_not_inherit_what_changes_python_or_flopguard() -> None:
    given = {"PATH": "/bin", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": "x", "FLOPGUARD_DEBUG": "1", "LANG": "C"}
    assert environment(given) == {"PATH": "/bin", "LANG": "C"}


@posix
def test_a_measured_command_has_used_something(tmp_path: Path) -> None:
    sample = measure(bare(), tmp_path)
    assert min(sample.cpu, sample.wall) > 0
    assert sample.peak > 1_000_000  # bytes, not kilobytes


def test_a_rehearsal_hands_back_what_was_printed_in_the_folder(tmp_path: Path) -> None:
    assert rehearse(python("import os; print(os.getcwd())"), tmp_path) == f"{tmp_path.resolve()}\n"


@pytest.mark.parametrize("run", [pytest.param(measure, marks=posix), rehearse])
def test_a_status_that_was_not_expected_ends_the_measuring(run: Callable[..., object], tmp_path: Path) -> None:
    run(python("raise SystemExit(1)", 0, 1), tmp_path)
    with pytest.raises(CommandError, match=r"python: exit status 3, expected \(0, 1\)"):
        run(python("raise SystemExit(3)", 0, 1), tmp_path)
