"""FG345: a run whose FLOP are counted otherwise than those of the baseline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Definition, FlopConvention
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.amounts import phase_of
from flopguard.lint.change import between
from flopguard.lint.counted_parameters import counted_of_run, share_active
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import UtilisationKind
from flopguard.result import Component

_CLOSED = re.compile(
    r"\b6\s*[x*\u00b7\u00d7]?\s*n\s*[x*\u00b7\u00d7]?\s*d\b|parameters\s*(?:x|\*|\u00d7|and)\s*tokens", re.I
)
_MEASURED = re.compile(r"\bmeasured\b|\bprofil|\bhardware\b|\bcounters?\b", re.IGNORECASE)
_BY_HARDWARE = ("hardware-time", "rate-time", "energy")
_BY_SHAPE = ("parameters-tokens", "architecture")
AGREE = 0.1
"""Counts that differ by no more than this say the same."""


@rule(
    "FG345",
    "flop-convention-mismatch",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("flop-convention-mismatch",),
)
def flop_convention_mismatch(subject: Subject) -> Iterator[Finding]:
    """A run whose FLOP follow another convention than the one that its definition states for the baseline.

    ## Why
    Six times parameters times tokens, a count of hours of chips, and a count by active parameters are different
    numbers for one run: up to 5.7x for a published mixture of experts (case L35). Set against a baseline that is
    counted otherwise, that difference looks like effective compute.
    ## Seen
    One table counts DeepSeek-MoE-16B by all parameters and DeepSeek-V2 by the active ones (cases L35 and L19): 5.7x
    between the two for the first. (Source: ryoungj/ObsScaling/base_llm_benchmark_eval.csv. Primary.)
    ## Flagged
    ```toml
    [architecture]
    parameters = "16e9"
    active_parameters = "2.8e9"
    [[training]]
    component = "pretrain"
    tokens = "2e12"
    flop = "1.92e23 FLOP"
    [[definition]]
    id = "loss-2023"
    flop_convention = { rule = "6ND", moe = "active" }
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "16e9"
    active_parameters = "2.8e9"
    [[training]]
    component = "pretrain"
    tokens = "2e12"
    flop = "3.36e22 FLOP"
    [[definition]]
    id = "loss-2023"
    flop_convention = { rule = "6ND", moe = "active" }
    ```
    """
    for number, definition in enumerate(subject.card.definition):
        convention = definition.flop_convention
        if convention is not None:
            at = f"/definition/{number}/{'flop_convention' if definition.from_ is None else 'from'}"
            yield from _by_parameters(at, definition, convention, subject)
            yield from _by_method(at, definition, convention, subject)


def _by_parameters(at: str, definition: Definition, convention: FlopConvention, subject: Subject) -> Iterator[Finding]:
    """Active parameters on the one side, and all of them on the other."""
    counted = counted_of_run(subject) if convention.moe is not None else None
    share = share_active(subject.card)
    if counted is None or share is None or counted == convention.moe:
        return
    words = {"active": "active parameters", "total": "all parameters"}
    yield Finding(
        at=at,
        message=f"{definition.id[:60]} counts by {words[convention.moe or counted]}, "
        f"and the compute of the run is that of {words[counted]}",
        help=f"state the compute of the run by {words[convention.moe or counted]}, or change the definition",
        factor=between(share if counted == "total" else 1 / share),
    )


def _by_method(at: str, definition: Definition, convention: FlopConvention, subject: Subject) -> Iterator[Finding]:
    """A closed form on the one side, and hours of chips on the other; the first phase that shows it."""
    scope = definition.compute_scope
    for component in subject.own_components:
        words = (
            None if scope is not None and component.component not in scope else _clash(convention, component, subject)
        )
        if words is not None:
            factor = _factor(convention, component, subject)
            yield Finding(
                at=at,
                message=f"{definition.id[:60]} counts {words[0]}, and the compute of {component.name[:60]} {words[1]}",
                help="state the compute of the run by the same rule, or the rule that both follow: "
                'flop_convention.rule = "..."',
                factor=factor,
            )
            return


def _clash(convention: FlopConvention, component: Component, subject: Subject) -> tuple[str, str] | None:
    """How the definition counts and how the phase does, where these differ."""
    rule, phase = convention.rule or "", phase_of(subject, component)
    if _CLOSED.search(rule) and component.method in _BY_HARDWARE:
        return "by parameters and tokens", "is that of hours of chips"
    if _CLOSED.search(rule) and component.method == "architecture" and _is_more_than_closed(component, subject):
        return "by parameters and tokens", "is that of the whole shape"
    if _MEASURED.search(rule) and component.method in _BY_SHAPE and _is_off(component, "hardware-time", unknown=True):
        return "what was measured", "is worked out from parameters and tokens"
    by_hfu = phase is not None and any(entry.utilisation_kind is UtilisationKind.HFU for entry in phase.hardware)
    if convention.recompute is False and component.method == "hardware-time" and by_hfu:
        return "no recomputation", "has it inside"
    return None


def _ratio(component: Component, method: str) -> float | None:
    """What the method that the definition asks for gives, over the figure that was taken."""
    return next((check.ratio for check in component.cross_checks if check.method == method and check.ratio), None)


def _is_more_than_closed(component: Component, subject: Subject) -> bool:
    """Whether the short formula gives another figure, or does not fit although all that it needs is stated."""
    shape = subject.card.architecture
    return _is_off(component, "parameters-tokens", unknown=shape is not None and shape.parameters is not None)


def _is_off(component: Component, method: str, *, unknown: bool = False) -> bool:
    """Whether the method that the definition asks for gives another figure; `unknown` where it gives none."""
    ratio = _ratio(component, method)
    return unknown if ratio is None else abs(ratio - 1) > AGREE


def _factor(convention: FlopConvention, component: Component, subject: Subject) -> Factor | None:
    phase = phase_of(subject, component)
    method = "parameters-tokens" if _CLOSED.search(convention.rule or "") else "hardware-time"
    ratio = _ratio(component, method)
    return None if ratio is None or (phase is not None and phase.confidential) else between(Fraction(ratio))
