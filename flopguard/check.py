"""The one orchestration: manifests and policies in, a report out. Reads files, never the clock or the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from flopguard.__about__ import __version__
from flopguard.estimate.everyday import equivalents
from flopguard.estimate.workloads import workloads
from flopguard.evaluate.compute_view import view
from flopguard.evaluate.facts import Facts, Settings
from flopguard.evaluate.memo import Same
from flopguard.evaluate.notes import notes
from flopguard.evaluate.run import gather, verdicts
from flopguard.evaluate.upcoming import Coming, as_result, coming
from flopguard.finding import Finding, Severity
from flopguard.lint.comments import comments_in
from flopguard.lint.rule import Subject
from flopguard.lint.run import lint, linted
from flopguard.lint.selection import EVERYTHING, Selection
from flopguard.manifest.confidential import has_marks_on_gains, masked, masked_tables
from flopguard.manifest.load import Loaded, load
from flopguard.manifest.marks import may_be_marked
from flopguard.manifest.types import Manifest
from flopguard.policy.types import Policy
from flopguard.quantity import exact_text
from flopguard.reading.card import Card
from flopguard.redact import NOTE, shown_compute, shown_effective, shown_routes, shown_verdicts
from flopguard.result import (
    Calculation,
    Claim,
    Compute,
    Effective,
    Inference,
    ManifestReport,
    Outcome,
    Report,
    Summary,
    Verdict,
)
from flopguard.source import Source
from flopguard.syntax import Syntax

if TYPE_CHECKING:
    from flopguard.evaluate.since import Since


def check(paths: Sequence[str], policies: Sequence[Policy], settings: Settings) -> Report:
    """Lint the manifests at the paths, compute, and evaluate every trigger of the policies on each of them."""
    return report_of(checked(map(load, paths), policies, settings), settings)


def checked(
    manifests: Iterable[Loaded | Card],
    policies: Sequence[Policy],
    settings: Settings,
    known: Sequence[Policy] = (),
    selection: Selection = EVERYTHING,
) -> Iterator[ManifestReport]:
    """The report of each manifest and of each model card, made when it is asked for."""
    return (check_input(found, policies, settings, known, selection) for found in manifests)


def check_input(
    found: Loaded | Card,
    policies: Sequence[Policy],
    settings: Settings,
    known: Sequence[Policy] = (),
    selection: Selection = EVERYTHING,
) -> ManifestReport:
    """The report of a manifest or of a model card."""
    if isinstance(found, Card):
        return check_card(found, selection, settings.as_of)
    return check_loaded(found, policies, settings, known, selection)


NO_TRIGGER = "a model card: no trigger can be evaluated on it alone; state its figures in a manifest beside it"


def check_card(card: Card, selection: Selection = EVERYTHING, as_of: date | None = None) -> ManifestReport:
    """One model card: what it claims and what is wrong with that. It gets no verdict, and so passes nothing."""
    readable = card.digest is not None
    claims = claims_in(card.text) if readable else ()
    comments = comments_in(card.text)
    subject = Subject(
        problems=(*card.problems, *comments.problems),
        claims=claims,
        front=card.front if readable else None,
        text=card.text,
        suppressions=comments.suppressions,
        as_of=as_of,
    )
    said = linted(subject, Source(card.path, card.text, Syntax.MARKDOWN), selection.of_file(card.path))
    return ManifestReport(
        path=card.path,
        model=card.name,
        developer=None,
        digest=card.digest,
        readable=readable,
        claims=claims,
        findings=said.open,
        accepted=said.accepted,
        kind="card",
        notes=(NO_TRIGGER,) if readable else (),
    )


def check_read(
    read: Callable[[], Loaded | Card],
    policies: Sequence[Policy],
    settings: Settings,
    known: Sequence[Policy],
    selection: Selection,
) -> ManifestReport:
    """The report of what is read here, in whatever process that is."""
    return check_input(read(), policies, settings, known, selection)


def of_compute(entry: ManifestReport) -> ManifestReport:
    """The same report without verdicts: the compute of a manifest, with the findings about it."""
    return replace(
        entry,
        verdicts=(),
        upcoming=(),
        findings=tuple(filter(_is_of_compute, entry.findings)),
        accepted=tuple(filter(_is_of_compute, entry.accepted)),
    )


def of_effective(entry: ManifestReport) -> ManifestReport:
    """The same report without verdicts: effective compute, with the findings about it and about the file."""
    return replace(
        entry,
        verdicts=(),
        upcoming=(),
        findings=tuple(filter(_is_of_effective, entry.findings)),
        accepted=tuple(filter(_is_of_effective, entry.accepted)),
    )


def _is_of_compute(finding: Finding) -> bool:
    """Whether it concerns files, units and actual compute."""
    return finding.code < "FG3"


def _is_of_effective(finding: Finding) -> bool:
    """Whether it concerns files, units, effective compute and benchmarks."""
    return finding.code[:3] in ("FG0", "FG1", "FG3", "FG4")


def report_of(manifests: Iterable[ManifestReport], settings: Settings, skipped: int = 0) -> Report:
    """The report over manifests that were checked; `skipped` is how many files beside them were no manifests."""
    listed = tuple(manifests)
    return Report(
        version=__version__,
        as_of="event" if settings.at_event else settings.as_of.isoformat(),
        decision_rule=settings.decision_rule.value,
        unstated="unbounded" if settings.unstated is None else f"{exact_text(settings.unstated)}x",
        horizon=None if settings.horizon is None else str(settings.horizon),
        manifests=listed,
        summary=replace(summary_of(listed), skipped=skipped),
    )


def check_loaded(
    loaded: Loaded,
    policies: Sequence[Policy],
    settings: Settings,
    known: Sequence[Policy] = (),
    selection: Selection = EVERYTHING,
) -> ManifestReport:
    """One manifest: findings only where it cannot be used, all there is to say where it can.

    `known` are further policies, whose triggers those that are asked may name; `selection` says which rules run.
    """
    if loaded.manifest is None:
        return _unusable(loaded)
    facts = gather(loaded, settings)
    ahead = coming(policies, facts, known)
    found = _Found(loaded, facts, _effective(facts), verdicts(policies, facts, known), ahead)
    told, texts = masked(loaded), _told(policies)
    if told is loaded and texts is policies:
        return _reported(found, policies, selection, known)
    routes = facts.routes
    facts = gather(told, settings)
    facts = replace(facts, routes=shown_routes(routes, facts.routes))
    has_gains = has_marks_on_gains(loaded)
    answers = shown_verdicts(found.verdicts, verdicts(texts, facts, _told(known)), gains=has_gains)
    shown_ahead = _shown_ahead(ahead, coming(texts, facts, _told(known)), gains=has_gains)
    effective = shown_effective(found.effective, _effective(facts))
    report = _reported(_Found(told, facts, effective, answers, shown_ahead), policies, selection, known)
    assert report.compute is not None
    return replace(report, digest=None, compute=shown_compute(report.compute), notes=(NOTE, *report.notes))


def _shown_ahead(whole: Sequence[Coming], masked: Sequence[Coming], *, gains: bool) -> tuple[Coming, ...]:
    told = shown_verdicts([one.verdict for one in whole], [one.verdict for one in masked], gains=gains)
    return tuple(Coming(one.begins, answer) for one, answer in zip(whole, told, strict=True))


def _told(policies: Sequence[Policy]) -> Sequence[Policy]:
    """The policies without the figures of definitions, curves and rates that are confidential."""
    found = [_told_policy(Same(policy)) for policy in policies]
    alike = all(one is other for one, other in zip(found, policies, strict=True))
    return policies if alike else found


@lru_cache(maxsize=1024)  # few policies have any, and all manifests are checked against the same ones
def _told_policy(policy: Same[Policy]) -> Policy:
    known = policy.value
    definition, curve = masked_tables(known.definition), masked_tables(known.curve)
    trend = masked_tables(known.trend)
    if definition is known.definition and curve is known.curve and trend is known.trend:
        return known
    return replace(known, definition=definition, curve=curve, trend=trend)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was worked out of one manifest."""

    loaded: Loaded
    facts: Facts
    effective: tuple[Effective, ...]
    verdicts: tuple[Verdict, ...]
    coming: tuple[Coming, ...] = ()


def _effective(facts: Facts) -> tuple[Effective, ...]:
    if not facts.effective:
        return ()
    from flopguard.effective.types import as_result  # few manifests define effective compute

    return tuple(as_result(answer) for answer in facts.effective)


def _since(facts: Facts) -> tuple[Since, ...]:
    if not facts.manifest.assessment:
        return ()
    from flopguard.evaluate.since import since_assessments  # few models were assessed

    return since_assessments(facts)


def claims_in(text: str) -> tuple[Claim, ...]:
    """The claims in the prose of a card; what finds them is imported where there is a card."""
    from flopguard.claims.prose import claims_in as found_in

    return found_in(text)


def _in_texts(manifest: Manifest) -> tuple[Claim, ...]:
    """What the sentences that a manifest quotes in its claims say, at the place of the quotation."""
    return tuple(
        replace(found, at=f"/claim/{number}/text", line=None, column=None, end_column=None)
        for number, claim in enumerate(manifest.claim)
        if claim.text and any(letter.isdigit() for letter in claim.text)
        for found in claims_in(claim.text)
    )


def _claims(manifest: Manifest, compute: Compute, source: Source) -> tuple[Claim, ...]:
    if not manifest.claim:
        return ()
    from flopguard.claims.slots import claims_of  # few manifests claim anything

    return claims_of(manifest, compute, source)


def _unusable(loaded: Loaded) -> ManifestReport:
    findings = lint(Subject(problems=loaded.problems), Source(loaded.path, loaded.text, loaded.syntax))
    digest = None if may_be_marked(loaded.text) else loaded.digest
    return ManifestReport(
        path=loaded.path, model=None, developer=None, digest=digest, readable=False, findings=findings
    )


def _calculations(manifest: Manifest) -> tuple[Calculation, ...]:
    if not manifest.calculation:
        return ()
    from flopguard.estimate.calculation import calculations  # few manifests have any

    return calculations(manifest)


def _inference(facts: Facts) -> Inference | None:
    if facts.settings.context is None:
        return None
    from flopguard.estimate.inference import inference  # told only where it is asked for

    return inference(facts.manifest, facts.settings.context, facts.loaded.config)


def _reported(
    found: _Found, policies: Sequence[Policy], selection: Selection, known: Sequence[Policy] = ()
) -> ManifestReport:
    loaded, facts, effective, answers = found.loaded, found.facts, found.effective, found.verdicts
    manifest, settings = facts.loaded.manifest, facts.settings
    source = Source(loaded.path, loaded.text, loaded.syntax)
    assert manifest is not None
    compute = replace(
        view(facts.compute, policies, settings.unstated, facts.memo),
        workloads=workloads(manifest),
        equivalents=equivalents(facts.compute),
        calculations=_calculations(manifest),
        inference=_inference(facts),
    )
    subject = Subject(
        manifest=manifest,
        problems=(*loaded.problems, *facts.compute.doubts),
        compute=compute,
        verdicts=answers,
        effective=effective,
        routes=facts.routes,
        since=_since(facts),
        config=facts.loaded.config,
        as_of=settings.as_of,
        claims=_in_texts(manifest),
        policies=(*policies, *known),
    )
    said = linted(subject, source, selection.of_file(loaded.path))
    return ManifestReport(
        path=loaded.path,
        model=manifest.model.name,
        developer=manifest.model.developer,
        digest=loaded.digest,
        readable=True,
        compute=compute,
        effective=effective,
        routes=facts.routes,
        verdicts=answers,
        upcoming=as_result(found.coming),
        assessed=tuple(dict.fromkeys(entry.series for _, entry in facts.assessments)),
        claims=_claims(manifest, compute, source),
        findings=said.open,
        accepted=said.accepted,
        notes=notes(policies, answers, facts),
    )


def summary_of(manifests: Sequence[ManifestReport]) -> Summary:
    """Counts over manifests; every verdict and every finding is in one of them."""
    severities = Counter(finding.severity for entry in manifests for finding in entry.findings)
    outcomes = Counter(verdict.outcome for entry in manifests for verdict in entry.verdicts)
    accepted = Counter(known.accepted.by for entry in manifests for known in entry.accepted if known.accepted)
    return Summary(
        manifests=len(manifests),
        unreadable=sum(not entry.readable for entry in manifests),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.INFO],
        cards=sum(entry.kind == "card" for entry in manifests),
        suppressed=accepted["suppression"],
        in_baseline=accepted["baseline"],
        triggered=outcomes[Outcome.TRIGGERED],
        not_triggered=outcomes[Outcome.NOT_TRIGGERED],
        undetermined=outcomes[Outcome.UNDETERMINED],
        not_applicable=outcomes[Outcome.NOT_APPLICABLE],
        not_in_force=outcomes[Outcome.NOT_IN_FORCE],
    )
