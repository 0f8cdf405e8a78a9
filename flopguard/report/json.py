"""The report as JSON: format `flopguard/1`, a contract. `schema` publishes what is written here, a test compares."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from math import isfinite
from typing import Any, TypeVar

from flopguard.finding import Accepted, Edit, Factor, Finding, Fix
from flopguard.report.safe import is_harmless
from flopguard.report.style import Style
from flopguard.result import (
    Acknowledged,
    Calculation,
    Claim,
    Component,
    Compute,
    CountingBasis,
    CrossCheck,
    Due,
    Duty,
    Effective,
    EffectiveValue,
    Equivalent,
    GainCurve,
    Inference,
    ManifestReport,
    MethodGap,
    MetricVerdict,
    OpenComponent,
    Range,
    Reading,
    Report,
    RoutesCompared,
    ScalePoint,
    Settling,
    SizeCost,
    Step,
    StepInput,
    Summary,
    TokenCost,
    Total,
    Upcoming,
    Verdict,
    Workload,
    Worth,
)

FORMAT = "flopguard/1"

Json = dict[str, Any]
T = TypeVar("T")


def render(report: Report, style: Style) -> str:
    """The report as one JSON document; nothing in it depends on the style."""
    text = json.dumps(report_v1(report), indent=2, ensure_ascii=False, allow_nan=False)
    # "##[" begins a command to some continuous-integration runners, wherever it stands in a line.
    return re.sub(r"[^\n\x20-\x7e]|#(?=#\[)", lambda found: _escaped(found[0]), text) + "\n"


def report_v1(report: Report) -> Json:
    """The report as the tree that is written."""
    return {
        "format": FORMAT,
        "version": report.version,
        "as_of": report.as_of,
        "decision_rule": report.decision_rule,
        "unstated": report.unstated,
        "horizon": report.horizon,
        "manifests": _each(_manifest, report.manifests),
        "gain_curves": _each(_gain_curve, report.gain_curves),
        "summary": _summary(report.summary),
    }


def _escaped(char: str) -> str:
    """What a terminal must not be sent raw as its JSON escape; other letters stay as they are."""
    if char == "#":
        return "\\u0023"
    return char if is_harmless(char) else json.dumps(char)[1:-1]


def _each(write: Callable[[T], Json], items: Iterable[T]) -> list[Json]:
    return [write(item) for item in items]


def _maybe(write: Callable[[T], Json], item: T | None) -> Json | None:
    return None if item is None else write(item)


def _number(number: float | None) -> float | None:
    """JSON has no infinity and no NaN: such a number is not known."""
    return None if number is None or not isfinite(number) else number


def _manifest(manifest: ManifestReport) -> Json:
    return {
        "path": manifest.path,
        "model": manifest.model,
        "developer": manifest.developer,
        "digest": manifest.digest,
        "readable": manifest.readable,
        "compute": _maybe(_compute, manifest.compute),
        "effective": _each(_effective, manifest.effective),
        "routes": _each(_routes, manifest.routes),
        "verdicts": _each(_verdict, manifest.verdicts),
        "upcoming": _each(_upcoming, manifest.upcoming),
        "assessed": list(manifest.assessed),
        "claims": _each(_claim, manifest.claims),
        "findings": _each(finding_json, manifest.findings),
        "accepted": _each(finding_json, manifest.accepted),
        "kind": manifest.kind,
        "notes": list(manifest.notes),
    }


def _compute(compute: Compute) -> Json:
    return {
        "components": _each(_component, compute.components),
        "totals": _each(_total, compute.totals),
        "workloads": _each(_workload, compute.workloads),
        "equivalents": _each(_equivalent, compute.equivalents),
        "calculations": _each(_calculation, compute.calculations),
        "inference": _maybe(_inference, compute.inference),
    }


def _calculation(calculation: Calculation) -> Json:
    return {
        "at": calculation.at,
        "name": calculation.name,
        "formula": calculation.formula,
        "value": calculation.value,
        "printed": calculation.printed,
        "unit": calculation.unit,
        "agreement": calculation.agreement,
        "explained": list(calculation.explained),
        "reason": calculation.reason,
        "per": calculation.per,
        "source": calculation.source,
    }


def _inference(inference: Inference) -> Json:
    return {
        "context": inference.context,
        "method": inference.method,
        "source": inference.source,
        "tokens": _each(_token_cost, inference.tokens),
        "growth": _each(_size_cost, inference.growth),
        "growth_because": inference.growth_because,
        "gaps": _each(_gap, inference.gaps),
        "notes": list(inference.notes),
    }


def _token_cost(cost: TokenCost) -> Json:
    return {
        "kind": cost.kind,
        "flop": _range(cost.flop),
        "in_all": _maybe(_range, cost.in_all),
        "because": cost.because,
    }


def _size_cost(size: SizeCost) -> Json:
    return {
        "times": size.times,
        "parameters": _range(size.parameters),
        "forward": _range(size.forward),
        "training": _range(size.training),
    }


def _equivalent(equivalent: Equivalent) -> Json:
    return {"unit": equivalent.unit, "amount": _range(equivalent.amount), "because": equivalent.because}


def _workload(workload: Workload) -> Json:
    return {
        "at": workload.at,
        "name": workload.name,
        "flop": _maybe(_range, workload.flop),
        "method": workload.method,
        "source": workload.source,
        "cross_checks": _each(_cross_check, workload.cross_checks),
        "gaps": _each(_gap, workload.gaps),
        "steps": _each(_step, workload.steps),
        "notes": list(workload.notes),
        "worth": _maybe(_worth, workload.worth),
    }


def _worth(worth: Worth) -> Json:
    return {
        "flop": _maybe(_range, worth.flop),
        "expert_hours": _range(worth.expert_hours),
        "evidence": worth.evidence,
        "source": worth.source,
        "flop_per_hour": _maybe(_range, worth.flop_per_hour),
    }


def _component(component: Component) -> Json:
    return {
        "at": component.at,
        "component": component.component,
        "name": component.name,
        "run": component.run,
        "origin": component.origin,
        "flop": _maybe(_range, component.flop),
        "method": component.method,
        "evidence": component.evidence,
        "source": component.source,
        "assumptions": list(component.assumptions),
        "cross_checks": _each(_cross_check, component.cross_checks),
        "gaps": _each(_gap, component.gaps),
        "steps": _each(_step, component.steps),
        "status": component.status,
        "why": component.why,
        "so_far": _maybe(_range, component.so_far),
    }


def _range(amount: Range) -> Json:
    return {"low": amount.low, "central": amount.central, "high": amount.high, "text": amount.text}


def _cross_check(check: CrossCheck) -> Json:
    return {
        "method": check.method,
        "flop": _range(check.flop),
        "ratio": _number(check.ratio),
        "independent": check.independent,
        "assumptions": list(check.assumptions),
        "steps": _each(_step, check.steps),
    }


def _gap(gap: MethodGap) -> Json:
    return {"method": gap.method, "needs": list(gap.needs)}


def _step(step: Step) -> Json:
    return {"what": step.what, "inputs": _each(_step_input, step.inputs), "result": step.result}


def _step_input(given: StepInput) -> Json:
    return {"name": given.name, "value": given.value, "evidence": given.evidence, "source": given.source}


def _total(total: Total) -> Json:
    return {
        "policy": total.policy,
        "counting": total.counting,
        "lower": _range(total.lower),
        "likely": _range(total.likely),
        "upper": _range(total.upper),
        "open": _each(_open_component, total.open),
        "unstated": list(total.unstated),
    }


def _open_component(component: OpenComponent) -> Json:
    return {"component": component.component, "mark": component.mark, "stated": component.stated}


def _effective(effective: Effective) -> Json:
    return {
        "definition": effective.definition,
        "route": effective.route,
        "metric": effective.metric,
        "curve": effective.curve,
        "result": _effective_value(effective.result),
        "steps": _each(_step, effective.steps),
    }


def _effective_value(value: EffectiveValue) -> Json:
    return {
        "kind": value.kind,
        "low": value.low,
        "central": value.central,
        "high": value.high,
        "values": list(value.values),
        "reason": value.reason,
    }


def _routes(routes: RoutesCompared) -> Json:
    return {
        "definition": routes.definition,
        "situation": routes.situation,
        "says": routes.says,
        "log10_ratio": _number(routes.log10_ratio),
        "z": _number(routes.z),
        "causes": list(routes.causes),
    }


def _gain_curve(curve: GainCurve) -> Json:
    return {
        "baseline": curve.baseline,
        "new": curve.new,
        "metric": curve.metric,
        "sources": list(curve.sources),
        "measured": _maybe(_range, curve.measured),
        "points": _each(_scale_point, curve.points),
        "crossings": list(curve.crossings),
        "touches": list(curve.touches),
        "saturates_at": curve.saturates_at,
        "new_slope": _number(curve.new_slope),
        "baseline_slope": _number(curve.baseline_slope),
        "notes": list(curve.notes),
    }


def _scale_point(point: ScalePoint) -> Json:
    return {
        "compute": point.compute,
        "new": _effective_value(point.new),
        "new_outside": list(point.new_outside),
        "new_evidence": point.new_evidence,
        "baseline": _effective_value(point.baseline),
        "baseline_outside": list(point.baseline_outside),
        "baseline_evidence": point.baseline_evidence,
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "policy": verdict.policy,
        "version": verdict.version,
        "text": verdict.text,
        "series": verdict.series,
        "trigger": verdict.trigger,
        "title": verdict.title,
        "cite": verdict.cite,
        "outcome": verdict.outcome.value,
        "because": [cause.value for cause in verdict.because],
        "reason": verdict.reason,
        "begins": verdict.begins,
        "about": verdict.about,
        "compares": list(verdict.compares),
        "counted_by": _each(_counting_basis, verdict.counted_by),
        "comparison": verdict.comparison,
        "lean": None if verdict.lean is None else verdict.lean.value,
        "margin": _number(verdict.margin),
        "probability": _number(verdict.probability),
        "fragile": verdict.fragile,
        "hypothetical": verdict.hypothetical,
        "status": verdict.status,
        "verified": verdict.verified,
        "readings": _each(_reading, verdict.readings),
        "metrics": _each(_metric, verdict.metrics),
        "break_even": verdict.break_even,
        "deciding": [list(together) for together in verdict.deciding],
        "extremes": list(verdict.extremes),
        "assumptions": list(verdict.assumptions),
        "missing": list(verdict.missing),
        "settled_by": [_each(_settling, together) for together in verdict.settled_by],
        "tipping": _each(_settling, verdict.tipping),
        "duties": _each(_duty, verdict.duties),
        "acknowledgement": _maybe(_acknowledged, verdict.acknowledgement),
        "steps": _each(_step, verdict.steps),
    }


def _counting_basis(rule: CountingBasis) -> Json:
    return {"counting": rule.counting, "basis": rule.basis}


def _reading(reading: Reading) -> Json:
    return {
        "choices": dict(reading.choices),
        "outcome": reading.outcome.value,
        "because": [cause.value for cause in reading.because],
        "says": reading.says,
        "amount": reading.amount,
    }


def _metric(metric: MetricVerdict) -> Json:
    return {
        "metric": metric.metric,
        "definition": metric.definition,
        "outcome": metric.outcome.value,
        "comparison": metric.comparison,
    }


def _settling(settling: Settling) -> Json:
    return {
        "input": settling.input,
        "what": settling.what,
        "tips_at": settling.tips_at,
        "plausible": settling.plausible,
    }


def _duty(duty: Duty) -> Json:
    return {
        "action": duty.action,
        "modality": duty.modality,
        "cite": duty.cite,
        "within": duty.within,
        "every": duty.every,
        "states": duty.states,
        "due": _each(_due, duty.due),
        "verified": duty.verified,
    }


def _upcoming(upcoming: Upcoming) -> Json:
    return {
        "policy": upcoming.policy,
        "version": upcoming.version,
        "text": upcoming.text,
        "trigger": upcoming.trigger,
        "title": upcoming.title,
        "cite": upcoming.cite,
        "begins": upcoming.begins,
        "outcome": upcoming.outcome.value,
        "because": [cause.value for cause in upcoming.because],
        "reason": upcoming.reason,
        "hypothetical": upcoming.hypothetical,
        "comparison": upcoming.comparison,
        "missing": list(upcoming.missing),
        "duties": _each(_duty, upcoming.duties),
        "verified": upcoming.verified,
    }


def _due(due: Due) -> Json:
    return {"counted_from": due.counted_from, "date": due.date, "why": due.why}


def _acknowledged(known: Acknowledged) -> Json:
    return {"by": known.by, "reason": known.reason, "evidence": known.evidence, "expires": known.expires}


def _claim(claim: Claim) -> Json:
    return {
        "at": claim.at,
        "line": claim.line,
        "quantity": claim.quantity,
        "value": claim.value,
        "unit": claim.unit,
        "text": claim.text,
        "slots": dict(claim.slots),
        "column": claim.column,
        "end_column": claim.end_column,
        "written": claim.written,
        "low": claim.low,
        "high": claim.high,
        "bound": claim.bound,
        "hardware": claim.hardware,
        "relative_to": claim.relative_to,
        "of": claim.of,
        "in_prose": claim.in_prose,
    }


def finding_json(finding: Finding) -> Json:
    """One finding by the names of its fields."""
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "observed": finding.observed,
        "factor": _maybe(_factor, finding.factor),
        "fix": _maybe(_fix, finding.fix),
        "fingerprint": finding.fingerprint,
        "accepted": _maybe(_accepted, finding.accepted),
        "at": finding.at,
        "line": finding.line,
        "column": finding.column,
        "end_column": finding.end_column,
        "line_text": finding.line_text,
        "points_at": finding.points_at,
        "message": finding.message,
        "help": finding.help,
    }


def _factor(factor: Factor) -> Json:
    return {"low": factor.low, "high": factor.high}


def _fix(fix: Fix) -> Json:
    return {"says": fix.says, "edits": _each(_edit, fix.edits), "safe": fix.safe}


def _edit(edit: Edit) -> Json:
    return {"at": edit.at, "text": edit.text, "points_at": edit.points_at}


def _accepted(accepted: Accepted) -> Json:
    return {"by": accepted.by, "reason": accepted.reason, "expires": accepted.expires}


def _summary(summary: Summary) -> Json:
    return {
        "manifests": summary.manifests,
        "skipped": summary.skipped,
        "unreadable": summary.unreadable,
        "cards": summary.cards,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "notes": summary.notes,
        "suppressed": summary.suppressed,
        "in_baseline": summary.in_baseline,
        "triggered": summary.triggered,
        "not_triggered": summary.not_triggered,
        "undetermined": summary.undetermined,
        "not_applicable": summary.not_applicable,
        "not_in_force": summary.not_in_force,
    }
