"""Subjects and findings for the tests of the lint rules."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from flopguard.claims.prose import claims_in
from flopguard.effective.types import as_result
from flopguard.estimate.actual import actual_compute
from flopguard.evaluate.compute_view import view
from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.evaluate.since import since_assessments
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Rated, Subject
from flopguard.lint.run import all_rules
from flopguard.manifest.load import Loaded, load, load_text
from flopguard.policy.load import bundled_policies
from flopguard.reading.card import load_card_bytes
from flopguard.result import OVER_BY_ITSELF, UNDER_WHEN_ADJUSTED, Compute, Outcome, Step, Verdict

AS_OF = date(2026, 11, 22)
MINIMAL = 'manifest = 1\n[model]\nname = "x"\n'


def manifest_text(example: str) -> str:
    """The text laid over a minimal manifest, unless it is a whole one."""
    return example if example.lstrip().startswith("manifest") else MINIMAL + example


def subject_of(text: str) -> Subject:
    """What the rules see of a manifest given as text: its problems, or itself and its compute."""
    return subject_of_loaded(load_text(manifest_text(text)))


def subject_of_card(text: str) -> Subject:
    """What the rules see of a model card in Markdown."""
    card = load_card_bytes(text.encode(), "x.md")
    return Subject(problems=card.problems, claims=claims_in(card.text), front=card.front, text=card.text)


def subject_of_file(path: Path) -> Subject:
    return subject_of_loaded(load(str(path)))


def subject_of_loaded(loaded: Loaded) -> Subject:
    if loaded.manifest is None:
        return Subject(problems=loaded.problems)
    doubts = actual_compute(loaded).doubts
    facts = gather(loaded, Settings(AS_OF))
    return Subject(
        manifest=loaded.manifest,
        problems=(*loaded.problems, *doubts),
        compute=compute_of(loaded),
        effective=tuple(map(as_result, facts.effective)),
        routes=facts.routes,
        since=since_assessments(facts),
        config=loaded.config,
        as_of=AS_OF,
    )


def checked_subject(text: str, as_of: date = AS_OF) -> Subject:
    """What rules about verdicts see, every bundled policy asked; the model makes text and is made from no other."""
    whole = manifest_text(text).replace(MINIMAL, f'{MINIMAL}outputs = ["text"]\n{_base(text)}')
    loaded, policies = load_text(whole), bundled_policies()
    facts = gather(loaded, Settings(as_of))
    return Subject(
        manifest=loaded.manifest,
        problems=loaded.problems,
        compute=view(facts.compute, policies, facts.settings.unstated, facts.memo),
        verdicts=verdicts(policies, facts),
        routes=facts.routes,
        since=since_assessments(facts),
        config=loaded.config,
        policies=tuple(policies),
    )


def _base(text: str) -> str:
    return "" if "[[model.base]]" in text else 'base = "none"\n'


def compute_of(loaded: Loaded) -> Compute:
    return view(actual_compute(loaded), (), None)


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


def compared(trigger: str, outcome: Outcome, quantity: str) -> Verdict:
    """A verdict by a condition that compares one quantity."""
    return replace(verdict(trigger, fragile=False, comparison=f"by {quantity}"), outcome=outcome, compares=(quantity,))


def over_by_itself(trigger: str) -> Verdict:
    """A verdict of which a step says that actual compute is over the line and the adjusted amount is not."""
    said = Step(what=f"{OVER_BY_ITSELF}, although {UNDER_WHEN_ADJUSTED}: it decides", result="2.0e26 FLOP against 1e26")
    return replace(compared(trigger, Outcome.TRIGGERED, "effective_compute"), steps=(said,))


def yielded(code: str, subject: Subject) -> list[tuple[Severity, Finding]]:
    """What one rule yields, each with the severity it comes with."""
    (rule,) = (rule for rule in all_rules() if rule.code == code)
    if not subject.has(rule.needs):
        return []
    return [
        (found.severity, found.finding) if isinstance(found, Rated) else (rule.severity, found)
        for found in rule.check(subject)
    ]
