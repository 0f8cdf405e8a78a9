"""Which terms of a claim in prose the words around it give: baseline, scale, benchmark, date and phases.

Rules on words and named things alone, so that the same words give the same slots. A slot that is given says that the
term stands there, never that it is right.
"""

from __future__ import annotations

from flopguard.claims.terms import benchmark, scale
from flopguard.claims.terms.date import date
from flopguard.claims.terms.phases import phases
from flopguard.claims.terms.words import Words, words_of
from flopguard.result import Claim

SLOTS = ("baseline", "scale", "benchmark", "date", "phases")
GAINS = frozenset({"effective_compute", "algorithmic_gain"})
RATIOS = GAINS | {"relative_compute", "relative_energy"}


def slots_of(claim: Claim, passage: str) -> dict[str, str]:
    """The five slots of a claim, each given, partly, missing or n/a.

    `claim.text` is the sentence or the table row in which the claim stands, and `passage` that with what is around it:
    headings as lines that begin with `#`, the head of a table as a line with `|`, the rest of the paragraph.
    """
    words = words_of(claim, passage)
    relative = claim.quantity in RATIOS or bool(claim.relative_to)
    return {
        "baseline": _baseline(claim, words) if relative else "n/a",
        "scale": scale.of_multiple(words) if relative else scale.of_amount(claim, words),
        "benchmark": _benchmark(claim, words) if relative else benchmark.of_amount(words),
        "date": date(words),
        "phases": phases(words, relative=relative),
    }


def _baseline(claim: Claim, words: Words) -> str:
    from flopguard.claims.terms.baseline import baseline

    return baseline(claim, words)


def _benchmark(claim: Claim, words: Words) -> str:
    return benchmark.of_gain(words) if claim.quantity in GAINS else benchmark.of_ratio(words)
