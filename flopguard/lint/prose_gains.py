"""Multiples of compute in prose, and which of the terms that give them meaning are missing.

One finding a multiple: the rule of the first missing term names the others as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Severity
from flopguard.lint.prose import on, quoted, stated
from flopguard.lint.rule import Found, Rated, Subject
from flopguard.result import Claim

GAINS = ("effective_compute", "algorithmic_gain")
TERMS = {
    "benchmark": ("metric", "on which test or loss it holds"),
    "baseline": ("baseline", "against which techniques or model"),
    "scale": ("scale", "at which training compute it was measured"),
    "date": ("date", "up to when techniques belong to the baseline"),
}
_NO_MEANING = ("benchmark", "baseline")
_OF_POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|frameworks?|RSP|thresholds?|commitments?|regulat\w+|legislat\w+)\b"
    r"|\b(?:assessments?|evaluations?)\b.{0,40}\b(?:due|required|triggered)\b",
    re.IGNORECASE,
)


def gains_in_prose(subject: Subject) -> Iterator[Claim]:
    """Every multiple of effective compute and every gain that the card claims; what a policy demands is no claim."""
    return (claim for claim in stated(subject, *GAINS) if not _OF_POLICY.search(claim.text))


def first_missing(subject: Subject, term: str, spread: str) -> Iterator[Found]:
    """A finding for each multiple whose first missing term this is.

    Without metric or baseline it has no meaning, which is a warning; without the others it has some. A sentence may be
    continued elsewhere in the card, so that it is never an error.
    """
    for claim in gains_in_prose(subject):
        missing = _missing(claim)
        if missing[:1] != [term]:
            continue
        message = f"{quoted(claim)} names no {_listed(missing)}: {spread}"
        finding = on(claim, message, _cure(missing), confidence=Confidence.LIKELY)
        severity = Severity.WARNING if set(missing) & set(_NO_MEANING) else Severity.INFO
        yield Rated(finding, severity)


def _missing(claim: Claim) -> list[str]:
    """The terms that are missing; a baseline that is a named model needs no date, for it does not move."""
    missing = [name for name in TERMS if claim.slots.get(name) == "missing"]
    return [name for name in missing if name != "date" or claim.slots.get("baseline") != "given"]


def _listed(missing: list[str]) -> str:
    names = [TERMS[name][0] for name in missing]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _cure(missing: list[str]) -> str:
    return f"say in the same sentence {', '.join(TERMS[name][1] for name in missing)}"
