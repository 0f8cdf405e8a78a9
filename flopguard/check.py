"""The one orchestration: manifests and policies in, a report out. Reads files, never the clock or the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flopguard.__about__ import __version__
from flopguard.claims.slots import claims_of
from flopguard.effective.types import as_result
from flopguard.evaluate.compute_view import view
from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather, unmatched_answers, verdicts
from flopguard.lint.rule import Subject
from flopguard.lint.run import lint
from flopguard.manifest.load import Loaded, load
from flopguard.policy.types import Policy
from flopguard.quantity import exact_text
from flopguard.redact import redacted
from flopguard.result import Finding, ManifestReport, Outcome, Report, Severity, Summary
from flopguard.source import Source


def check(paths: Sequence[str], policies: Sequence[Policy], settings: Settings) -> Report:
    """Lint the manifests at the paths, compute, and evaluate every trigger of the policies on each of them."""
    return report_of(checked(map(load, paths), policies, settings), settings)


def checked(manifests: Iterable[Loaded], policies: Sequence[Policy], settings: Settings) -> Iterator[ManifestReport]:
    """The report of each manifest, made when it is asked for."""
    return (check_loaded(loaded, policies, settings) for loaded in manifests)


def of_compute(entry: ManifestReport) -> ManifestReport:
    """The same report without verdicts: the compute of a manifest, with the findings about it."""
    return replace(entry, verdicts=(), findings=_of_compute(entry))


def _of_compute(entry: ManifestReport) -> tuple[Finding, ...]:
    """The findings that concern files, units and actual compute."""
    return tuple(finding for finding in entry.findings if finding.code < "FG3")


def report_of(manifests: Iterable[ManifestReport], settings: Settings, skipped: int = 0) -> Report:
    """The report over manifests that were checked; `skipped` is how many files beside them were no manifests."""
    listed = tuple(manifests)
    return Report(
        version=__version__,
        as_of="event" if settings.at_event else settings.as_of.isoformat(),
        decision_rule=settings.decision_rule.value,
        unstated="unbounded" if settings.unstated is None else f"{exact_text(settings.unstated)}x",
        manifests=listed,
        summary=replace(summary_of(listed), skipped=skipped),
    )


def check_loaded(loaded: Loaded, policies: Sequence[Policy], settings: Settings) -> ManifestReport:
    """One manifest: findings only where it cannot be used, all there is to say where it can."""
    source = Source(loaded.path, loaded.text, loaded.syntax)
    if loaded.manifest is None:
        findings = lint(Subject(problems=loaded.problems), source)
        return ManifestReport(
            path=loaded.path, model=None, developer=None, digest=loaded.digest, readable=False, findings=findings
        )
    facts = gather(loaded, settings)
    compute = view(facts.compute, policies, settings.unstated, facts.memo)
    effective = tuple(as_result(answer) for answer in facts.effective)
    answers = verdicts(policies, facts)
    subject = Subject(
        manifest=loaded.manifest,
        problems=loaded.problems,
        compute=compute,
        verdicts=answers,
        effective=effective,
    )
    found = ManifestReport(
        path=loaded.path,
        model=loaded.manifest.model.name,
        developer=loaded.manifest.model.developer,
        digest=loaded.digest,
        readable=True,
        compute=compute,
        effective=effective,
        verdicts=answers,
        claims=claims_of(loaded.manifest, compute, source),
        findings=lint(subject, source),
        notes=(*facts.notes, *unmatched_answers(policies, facts)),
    )
    return redacted(found, loaded.manifest)


def summary_of(manifests: Sequence[ManifestReport]) -> Summary:
    """Counts over manifests; every verdict and every finding is in one of them."""
    severities = Counter(finding.severity for entry in manifests for finding in entry.findings)
    outcomes = Counter(verdict.outcome for entry in manifests for verdict in entry.verdicts)
    return Summary(
        manifests=len(manifests),
        unreadable=sum(not entry.readable for entry in manifests),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        triggered=outcomes[Outcome.TRIGGERED],
        not_triggered=outcomes[Outcome.NOT_TRIGGERED],
        undetermined=outcomes[Outcome.UNDETERMINED],
        not_applicable=outcomes[Outcome.NOT_APPLICABLE],
        not_in_force=outcomes[Outcome.NOT_IN_FORCE],
    )
