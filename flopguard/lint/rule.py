"""What a lint rule is: a name, a severity and a function that yields findings and does nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from inspect import cleandoc
from typing import TYPE_CHECKING

from flopguard.finding import Confidence, Finding, Severity
from flopguard.manifest.types import Manifest
from flopguard.problems import Problem
from flopguard.record import record
from flopguard.result import Claim, Component, Compute, Effective, RoutesCompared, Verdict

if TYPE_CHECKING:
    from flopguard.evaluate.since import Since
    from flopguard.lint.suppression import Suppressing
    from flopguard.policy.types import Policy
    from flopguard.source import Source


class Need(StrEnum):
    """What must be there for a rule to run at all."""

    CLAIMS = "claims"
    """Statements about compute in the prose of a card."""
    GAINS = "gains"
    """A manifest, or statements about compute in the prose of a card."""
    CARD = "card"
    """The text of a model card."""
    PROBLEMS = "problems"
    """The problems found while the file was loaded; such a rule reports those whose kind is its name."""
    MANIFEST = "manifest"
    COMPUTE = "compute"
    VERDICTS = "verdicts"


@record
class Subject:
    """All that rules look at; `manifest` and what follows from it are missing for a file that is unusable."""

    manifest: Manifest | None = None
    problems: tuple[Problem, ...] = ()
    compute: Compute | None = None
    verdicts: tuple[Verdict, ...] = ()
    effective: tuple[Effective, ...] = ()
    routes: tuple[RoutesCompared, ...] = ()
    since: tuple[Since, ...] = ()
    """What changed since each assessment."""
    claims: tuple[Claim, ...] = ()
    """The statements about compute that were found in prose."""
    as_of: date | None = None
    """The day of the check; None where nothing may depend on it."""
    suppressions: tuple[Suppressing, ...] = ()
    """Those that stand elsewhere than in the manifest, such as in the comments of a card."""
    front: Mapping[str, object] | None = None
    """The front matter of a model card, empty where it has none; None for a manifest."""
    text: str = ""
    """The whole text of a model card, front matter and all; the lines of a finding count in it."""
    config: Mapping[str, object] | None = None
    """The fields of the model hub configuration that the manifest names or holds."""
    source: Source | None = None
    """The text of the file, for what it takes to mend it."""
    policies: tuple[Policy, ...] = ()
    """The texts that were asked, and those that they may name."""

    def has(self, need: Need) -> bool:
        """Whether a rule with this need can run."""
        if need is Need.PROBLEMS:
            return True
        if need is Need.CLAIMS:
            return bool(self.claims)
        if need is Need.CARD:
            return self.front is not None
        if need is Need.GAINS:
            return self.manifest is not None or bool(self.claims)
        return self.manifest is not None and (need is not Need.COMPUTE or self.compute is not None)

    @property
    def card(self) -> Manifest:
        """The manifest, for rules that run only where there is one."""
        assert self.manifest is not None, "the rule needs a manifest"
        return self.manifest

    @property
    def own_components(self) -> tuple[Component, ...]:
        """The components of the model's own training; its ancestors are linted in their own files."""
        components = self.compute.components if self.compute else ()
        return tuple(component for component in components if component.origin is None)


@dataclass(frozen=True, slots=True)
class Rated:
    """A finding whose severity is not that of its rule."""

    finding: Finding
    severity: Severity


Found = Finding | Rated
Check = Callable[[Subject], Iterable[Found]]


@record
class Rule:
    """One lint rule. `doc` is its page; `covers` names the known checks of compute claims that it carries out."""

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    strict: bool
    """Whether it runs only where the strict set, made for auditors, is asked for."""
    since: str
    formerly: tuple[str, ...]
    """Names that it once had; they go on working."""
    fixes: tuple[str, ...]
    """`safe` and `unsafe`: the kinds of fix that a finding of it may have."""
    covers: tuple[str, ...]
    needs: Need
    check: Check
    doc: str

    @property
    def summary(self) -> str:
        """The first line of the page, without its full stop."""
        return self.doc.partition("\n")[0].removesuffix(".")


def rule(
    code: str,
    name: str,
    *,
    severity: Severity = Severity.ERROR,
    confidence: Confidence = Confidence.CERTAIN,
    strict: bool = False,
    since: str = "0.1",
    formerly: tuple[str, ...] = (),
    fixes: tuple[str, ...] = (),
    covers: tuple[str, ...] = (),
    needs: Need = Need.MANIFEST,
) -> Callable[[Check], Rule]:
    """Make a function the check of a rule; the function's docstring becomes the rule's page."""

    def made(check: Check) -> Rule:
        return Rule(
            code=code,
            name=name,
            severity=severity,
            confidence=confidence,
            strict=strict,
            since=since,
            formerly=formerly,
            fixes=fixes,
            covers=covers,
            needs=needs,
            check=check,
            doc=cleandoc(check.__doc__ or ""),
        )

    return made
