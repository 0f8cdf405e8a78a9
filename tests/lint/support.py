"""Subjects and findings for the tests of the lint rules."""

from pathlib import Path

from flopguard.estimate.actual import actual_compute
from flopguard.estimate.types import Estimated, PhaseCompute, as_range
from flopguard.lint.rule import Rated, Subject
from flopguard.lint.run import find_rule
from flopguard.manifest.load import Loaded, load, load_text
from flopguard.result import (
    Component,
    Compute,
    CrossCheck,
    Finding,
    MethodGap,
    Outcome,
    Severity,
    Verdict,
)

MINIMAL = 'manifest = 1\n[model]\nname = "x"\n'


def manifest_text(example: str) -> str:
    """The text laid over a minimal manifest, unless it is a whole one."""
    return example if example.lstrip().startswith("manifest") else MINIMAL + example


def subject_of(text: str) -> Subject:
    """What the rules see of a manifest given as text: its problems, or itself and its compute."""
    return subject_of_loaded(load_text(manifest_text(text)))


def subject_of_file(path: Path) -> Subject:
    return subject_of_loaded(load(str(path)))


def subject_of_loaded(loaded: Loaded) -> Subject:
    compute = compute_of(loaded) if loaded.manifest is not None else None
    return Subject(manifest=loaded.manifest, problems=loaded.problems, compute=compute)


def compute_of(loaded: Loaded) -> Compute:
    return Compute(components=tuple(map(_component, actual_compute(loaded).phases)))


def _component(phase: PhaseCompute) -> Component:
    chosen = phase.chosen
    return Component(
        at=phase.at,
        component=phase.component,
        name=phase.name,
        run=phase.run,
        origin=phase.origin,
        flop=as_range(chosen.amount.bounds()) if chosen else None,
        method=chosen.method if chosen else None,
        evidence=chosen.evidence if chosen else None,
        source=chosen.source if chosen else None,
        cross_checks=tuple(_cross_check(chosen, other) for other in phase.others) if chosen else (),
        gaps=tuple(MethodGap(method=gap.method, needs=gap.needs) for gap in phase.gaps),
    )


def _cross_check(chosen: Estimated, other: Estimated) -> CrossCheck:
    ours, theirs = chosen.amount.central(), other.amount.central()
    return CrossCheck(
        method=other.method,
        flop=as_range(other.amount.bounds()),
        ratio=float(theirs / ours) if ours and theirs is not None else None,
        independent=other.independent,
    )


def verdict(trigger: str, *, fragile: bool, comparison: str = "") -> Verdict:
    return Verdict(
        policy="eu-aiact",
        version="2024-1689",
        trigger=trigger,
        title="presumption of high-impact capabilities",
        cite="Article 51(2)",
        outcome=Outcome.NOT_TRIGGERED,
        comparison=comparison,
        fragile=fragile,
    )


def yielded(code: str, subject: Subject) -> list[tuple[Severity, Finding]]:
    """What one rule yields, each with the severity it comes with."""
    rule = find_rule(code)
    if not subject.has(rule.needs):
        return []
    return [
        (found.severity, found.finding) if isinstance(found, Rated) else (rule.severity, found)
        for found in rule.check(subject)
    ]
