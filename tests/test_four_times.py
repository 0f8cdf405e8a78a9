"""The walk from evidence to a verdict: two models of one developer, definitions, gains, scores and a 4x rule."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import pytest

from flopguard.check import check_loaded
from flopguard.evaluate.facts import Settings
from flopguard.manifest.load import load, load_text
from flopguard.policy.load import load_policy
from flopguard.result import ManifestReport, MetricVerdict, Outcome, RoutesCompared, Step, Verdict

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
POLICY = load_policy(EXAMPLES / "house-4x.policy.toml")
AS_OF = date(2026, 2, 1)


@functools.cache
def report(change: tuple[str, str] = ("", "")) -> ManifestReport:
    """What is said of the newer model, with one piece of its manifest changed."""
    file = EXAMPLES / "house-moe.flopguard.toml"
    text = file.read_text(encoding="utf-8")
    old, new = change
    assert old in text
    loaded = load_text(text.replace(old, new), str(file)) if old else load(str(file))
    return check_loaded(loaded, [POLICY], Settings(AS_OF))


def verdict(trigger: str, change: tuple[str, str] = ("", "")) -> Verdict:
    return next(entry for entry in report(change).verdicts if entry.trigger == trigger)


def test_it_is_over_by_loss_and_below_by_recall() -> None:
    found = verdict("ec4")
    assert found.outcome is Outcome.TRIGGERED
    assert found.metrics == (
        MetricVerdict(
            metric="closed-book questions",
            definition="house-recall",
            outcome=Outcome.NOT_TRIGGERED,
            comparison="0.66x .. 1.2x against >= 4x",
        ),
        MetricVerdict(
            metric="held-out bits per byte",
            definition="house-loss",
            outcome=Outcome.TRIGGERED,
            comparison="5.4x .. 7.3x against >= 4x; 6.6x .. 8.0x against >= 4x",
        ),
    )
    assert verdict("points").outcome is Outcome.NOT_TRIGGERED


def test_the_routes_agree_and_are_not_averaged() -> None:
    by_route = {entry.route: entry.result.central for entry in report().effective if entry.definition == "house-loss"}
    assert by_route["gains"] == "1.008e25"
    assert by_route["inversion"] is not None
    assert by_route["inversion"].startswith("1.19")
    (routes,) = report().routes
    assert routes == RoutesCompared(
        definition="house-loss",
        situation="agree",
        says="the inversion gives 1.18 times what the gains give, 0.57 standard deviations apart",
        log10_ratio=pytest.approx(-0.0728, abs=1e-3),
        z=pytest.approx(-0.57, abs=0.01),
        causes=(),
    )


def test_every_figure_of_the_walk_has_its_source() -> None:
    """Evidence to result: no step rests on a figure that nobody stands for."""
    shown = [step for entry in report().effective for step in entry.steps]
    inputs = [given for step in shown for given in step.inputs]
    assert [given for given in inputs if given.source is None] == []
    assert {given.source for given in inputs} >= {
        "https://example.com/example-moe#training",
        "https://example.com/ablation-7, section 2",
        "https://example.com/ablation-7, section 3",
        "https://example.com/definitions#fit",
        "https://example.com/definitions#recall-models",
        "https://example.com/example-moe#loss",
        "https://example.com/example-moe#scores",
    }


def test_the_verdict_tells_what_each_route_compares() -> None:
    found = verdict("ec4")
    told = {step.what.split(",")[0]: step.result for step in found.steps}
    assert told["effective compute by loss by gains"] == "5.4x .. 7.3x against >= 4x: holds"
    assert told["effective compute by loss by inversion"] == "6.6x .. 8.0x against >= 4x: holds"
    assert told["effective compute by benchmark by inversion"] == "0.66x .. 1.2x against >= 4x: does not hold"
    assert Step not in told


def test_without_the_gains_the_score_alone_decides_and_says_so() -> None:
    no_gains = ('definition = "house-loss"\ngain', 'definition = "elsewhere"\ngain')
    found = verdict("ec4", no_gains)
    assert found.outcome is Outcome.TRIGGERED
    assert any("gains is left aside" in step.what for step in found.steps)


def test_routes_on_different_sides_of_the_line_leave_it_undetermined() -> None:
    found = verdict("ec4", ('score = "0.8255"', 'score = "0.8610"'))
    assert found.outcome is Outcome.UNDETERMINED
    assert [cause.value for cause in found.because] == ["conflict"]
    assert [entry.outcome for entry in found.metrics] == [Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED]


def test_a_loss_that_the_baseline_never_reaches_adjudicates_nothing() -> None:
    entry = next(
        entry
        for entry in report(('score = "0.8255"', 'score = "0.4400"')).effective
        if (entry.definition, entry.route) == ("house-loss", "inversion")
    )
    assert (entry.result.kind, entry.result.high) == ("at_least", None)
    assert "where the fitted scores end" in entry.result.reason


def test_scores_that_fall_while_compute_rises_are_flagged() -> None:
    findings = {finding.code for finding in report(('flop = "3.0e24 FLOP"', 'flop = "6.0e24 FLOP"')).findings}
    assert "FG401" in findings
