"""Work that processes share gives what one process gives, in the same order, and fails as one does."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from flopguard.check import check
from flopguard.cli import main
from flopguard.evaluate.facts import Settings
from flopguard.processes import ENOUGH, mapped, processes_for
from tests.lint.support import AS_OF

EXAMPLES = Path(__file__).parents[1] / "examples"


def doubled(item: int) -> int:
    if item == 13:
        raise ValueError("unlucky")
    return 2 * item


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    assert list(mapped(doubled, range(13), processes)) == [2 * item for item in range(13)]


@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_is_raised_here(processes: int) -> None:
    with pytest.raises(ValueError, match="unlucky"):
        list(mapped(doubled, range(20), processes))


def test_processes_are_started_only_where_they_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flopguard.processes._processors", lambda: 4)
    items = (0, 1, ENOUGH, 2 * ENOUGH - 1, 2 * ENOUGH, 3 * ENOUGH, 100 * ENOUGH)
    assert [processes_for(count) for count in items] == [1, 1, 1, 1, 2, 3, 4]
    assert [processes_for(5, wanted) for wanted in (1, 2, 9)] == [1, 2, 5]
    assert processes_for(0, 3) == 1


def test_a_report_survives_the_way_to_another_process() -> None:
    report = check([str(EXAMPLES / "vague.flopguard.toml")], (), Settings(AS_OF))
    again = pickle.loads(pickle.dumps(report))  # noqa: S301
    assert again == report
    assert hash(again.manifests[0].findings) == hash(report.manifests[0].findings)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_report_has_the_same_bytes(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number, file in enumerate(sorted(EXAMPLES.glob("*a*.flopguard.toml"))[:6]):
        (tmp_path / f"{number}.flopguard.toml").write_bytes(file.read_bytes())
    (tmp_path / "bad.flopguard.toml").write_text("manifest = 1\n[model\n")
    (tmp_path / "other.toml").write_text("x = 1\n")

    def run(jobs: str) -> tuple[int, str]:
        options = ("--policy", "us-ca-sb53", "--as-of", "2026-11-22", "--format", form, "--jobs", jobs)
        return main(["check", ".", *options]), capsys.readouterr().out

    assert run("3") == run("1")


def test_standard_input_is_read_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import io
    import sys

    text = (EXAMPLES / "vague.flopguard.toml").read_bytes()

    def run(jobs: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        known = str(EXAMPLES / "olmo-2-7b.flopguard.toml")
        main(["check", "-", known, "--policy", "us-ca-sb53", "--as-of", "2026-11-22", "--jobs", jobs])
        return capsys.readouterr().out

    assert run("2") == run("1")
