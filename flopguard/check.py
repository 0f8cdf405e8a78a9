"""The one orchestration: manifests and policies in, a report out. Reads files, never the clock or the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flopguard.__about__ import __version__
from flopguard.claims.slots import claims_of
from flopguard.effective.types import as_result
from flopguard.estimate.workloads import workloads
from flopguard.evaluate.compute_view import view
from flopguard.evaluate.facts import Settings
from flopguard.evaluate.notes import notes
from flopguard.evaluate.run import gather, verdicts
from flopguard.lint.rule import Subject
from flopguard.lint.run import lint
from flopguard.manifest.load import Loaded, load
from flopguard.policy.types import Policy
from flopguard.quantity import exact_text
from flopguard.redact import redacted
from flopguard.result import Finding, ManifestReport, Outcome, Report, Severity, Summary
from flopguard.source import Source


def check(paths: Sequence[str], policies: Sequence[Policy], settings: Settings) -> Report:
    """Lint the manifests, compute, and evaluate every trigger of the policies on each of them."""
    return report_of([check_loaded(load(path), policies, settings) for path in paths], settings)


def compute(paths: Sequence[str], policies: Sequence[Policy], settings: Settings) -> Report:
    """The same report without verdicts: the compute of each manifest, with the findings about it."""
    found = check(paths, policies, settings)
    return report_of([replace(entry, verdicts=(), findings=_of_compute(entry)) for entry in found.manifests], settings)


def _of_compute(entry: ManifestReport) -> tuple[Finding, ...]:
    """The findings that concern files, units and actual compute."""
    return tuple(finding for finding in entry.findings if finding.code < "FG3")


def report_of(manifests: Iterable[ManifestReport], settings: Settings) -> Report:
    """The report over manifests that were checked."""
    listed = tuple(manifests)
    return Report(
        version=__version__,
        as_of="event" if settings.at_event else settings.as_of.isoformat(),
        decision_rule=settings.decision_rule.value,
        unstated="unbounded" if settings.unstated is None else f"{exact_text(settings.unstated)}x",
        manifests=listed,
        summary=summary_of(listed),
    )


def check_loaded(loaded: Loaded, policies: Sequence[Policy], settings: Settings) -> ManifestReport:
    """One manifest: findings only where it cannot be used, all there is to say where it can."""
    source = Source(loaded.path, loaded.text)
    if loaded.manifest is None:
        findings = lint(Subject(problems=loaded.problems), source)
        return ManifestReport(
            path=loaded.path, model=None, developer=None, digest=loaded.digest, readable=False, findings=findings
        )
    facts = gather(loaded, settings)
    compute = replace(view(facts.compute, policies, settings.unstated), workloads=workloads(loaded.manifest))
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
    )
    shown = redacted(found, loaded.manifest)
    return replace(shown, notes=notes(policies, shown.verdicts, facts))


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
