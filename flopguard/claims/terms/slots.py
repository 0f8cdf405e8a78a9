"""Which terms of a claim in prose the words around it give: baseline, scale, benchmark, date and phases.

Rules on words and named things alone, so that the same words give the same slots. A slot that is given says that the
term stands there, never that it is right.
"""

from __future__ import annotations

from functools import lru_cache

from flopguard.claims.terms import benchmark, scale
from flopguard.claims.terms.date import date
from flopguard.claims.terms.lexicon import COMPARES
from flopguard.claims.terms.phases import phases
from flopguard.claims.terms.words import Words, pattern, words_of
from flopguard.result import Claim

SLOTS = ("baseline", "scale", "benchmark", "date", "phases")
COMPARING = pattern(*COMPARES, "baselines?")
"""Words without which an amount is not compared with anything."""
GAINS = frozenset({"effective_compute", "algorithmic_gain"})
RATIOS = GAINS | {"relative_compute", "relative_energy"}


def slots_of(claim: Claim, passage: str) -> dict[str, str]:
    """The five slots of a claim, each given, partly, missing or n/a.

    `claim.text` is the sentence or the table row in which the claim stands, and `passage` that with what is around it:
    headings as lines that begin with `#`, the head of a table as a line with `|`, the rest of the paragraph.
    """
    words = words_of(claim, passage)
    relative = claim.quantity in RATIOS or bool(claim.relative_to)
    base = _baseline(claim, words, relative=relative)
    return {
        "baseline": base,
        "scale": scale.of_amount(claim, words) if base == "n/a" else scale.of_multiple(words),
        "benchmark": _benchmark(claim, words, base) if relative else benchmark.of_amount(words, base),
        "date": date(words),
        "phases": phases(words, claim.quantity, relative=relative),
    }


@lru_cache(maxsize=64)
def _compares(text: str) -> bool:
    return COMPARING.search(text) is not None


def _baseline(claim: Claim, words: Words, *, relative: bool) -> str:
    if not relative and not _compares(words.own):
        return "n/a"
    from flopguard.claims.terms.baseline import baseline, of_amount

    return baseline(claim, words) if relative else of_amount(words)


def _benchmark(claim: Claim, words: Words, base: str) -> str:
    return (benchmark.of_gain if claim.quantity in GAINS else benchmark.of_ratio)(words, base)
