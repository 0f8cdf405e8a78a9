"""The one orchestration: manifests and policies in, a report out; the same inputs give the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from flopguard.check import check, of_compute, report_of
from flopguard.evaluate.facts import Settings
from flopguard.policy.load import bundled_policies
from flopguard.report.json import render
from flopguard.report.style import Style
from flopguard.result import Outcome
from tests.evaluate.support import card, phase, policy, pretrain

HOW = Settings(date(2026, 3, 1))
CARD = card(
    pretrain("9e24..1.2e25"),
    phase("rl_rollout", "2e24"),
    model='developer = "Anthropic"\noutputs = ["text"]\nbase = [{ name = "B", compute = "1e24" }]',
    more='[[assessment]]\nseries = "anthropic-rsp"\nkind = "comprehensive"\ndate = 2025-11-12\n',
)


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.toml") for name in texts]


def test_a_manifest_gets_compute_verdicts_and_counts(tmp_path: Path) -> None:
    report = check(write(tmp_path, m=card(pretrain("2e25"), complete=True)), [policy()], HOW)
    (entry,) = report.manifests
    assert (entry.readable, entry.model) == (True, "M")
    assert [verdict.outcome for verdict in entry.verdicts] == [Outcome.TRIGGERED]
    assert (report.summary.manifests, report.summary.unreadable, report.summary.triggered) == (1, 0, 1)
    assert (report.as_of, report.unstated, report.decision_rule) == ("2026-03-01", "1x", "undetermined")


def test_a_broken_file_is_a_finding_and_stops_no_other(tmp_path: Path) -> None:
    paths = write(tmp_path, bad="manifest = [", good=card(pretrain("2e25"), complete=True))
    report = check([*paths, str(tmp_path / "none.toml")], [policy()], HOW)
    assert [entry.readable for entry in report.manifests] == [False, True, False]
    assert all(entry.findings for entry in report.manifests if not entry.readable)
    assert (report.summary.unreadable, report.summary.triggered) == (2, 1)
    assert report.summary.errors >= 2


def test_every_verdict_is_counted_once(tmp_path: Path) -> None:
    report = check(write(tmp_path, m=CARD, n=card()), bundled_policies(), HOW)
    verdicts = sum(len(entry.verdicts) for entry in report.manifests)
    summary = report.summary
    counted = (
        summary.triggered + summary.not_triggered + summary.undetermined + summary.not_applicable + summary.not_in_force
    )
    assert counted == verdicts == 2 * sum(len(law.trigger) for law in bundled_policies())


def test_compute_alone_has_no_verdicts(tmp_path: Path) -> None:
    whole = check(write(tmp_path, m=CARD), bundled_policies(), HOW)
    report = report_of(map(of_compute, whole.manifests), HOW)
    (entry,) = report.manifests
    assert entry.verdicts == ()
    assert entry.compute is not None
    assert all(finding.code < "FG3" for finding in entry.findings)


def test_no_summary_makes_an_empty_card_a_pass(tmp_path: Path) -> None:
    report = check(write(tmp_path, m=card()), [policy()], HOW)
    assert (report.summary.undetermined, report.summary.not_triggered) == (1, 0)


SCRIPT = """
import sys
from datetime import date
from flopguard.check import check
from flopguard.evaluate.facts import Settings
from flopguard.policy.load import bundled_policies
from flopguard.report.json import render
from flopguard.report.style import Style
sys.stdout.write(render(check(["m.toml"], bundled_policies(), Settings(date(2026, 3, 1))), Style()))
"""


def test_the_same_inputs_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    write(tmp_path, m=CARD)
    root = str(Path(__file__).parent.parent)
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


def test_the_order_of_policies_changes_no_byte(tmp_path: Path) -> None:
    paths = write(tmp_path, m=CARD)
    forward, backward = (check(paths, laws, HOW) for laws in (bundled_policies(), bundled_policies()[::-1]))
    again = check(paths, bundled_policies(), HOW)
    assert render(forward, Style()) == render(backward, Style()) == render(again, Style())
