"""FG535: a text that was revoked, vetoed or superseded, named beside a threshold as if it held."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.named_texts import Sentence, at_offset, policies_of, sentences_that_name
from flopguard.lint.rule import Need, Subject, rule
from flopguard.policy.types import Policy, PolicyStatus

_OVER = {PolicyStatus.REVOKED: "was revoked", PolicyStatus.VETOED: "was vetoed", PolicyStatus.LAPSED: "lapsed"}
_ABOUT_IT = re.compile(r"threshold|FLOP|10\^|compute|report|requir|compl|notif|\d\s?x\b", re.IGNORECASE)
_KNOWS = re.compile(
    r"revok|rescind|repeal|veto|supersed|former|previous|no longer|then-|was in force|had been|earlier|until|lapsed",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(r"\b(?:4\s?[x×]|four times|4-fold)(?!\w)", re.IGNORECASE)


@rule(
    "FG535",
    "text-no-longer-in-force",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    covers=("SUPERSEDED",),
    needs=Need.CARD,
)
def text_no_longer_in_force(subject: Subject) -> Iterator[Finding]:
    """A threshold of a text that is revoked or vetoed, or of a version that another one has replaced.

    ## Why
    A model that stays below a line which no longer exists has met no duty by that. Executive Order 14110 was revoked on
    2025-01-20, and the multiple of effective compute that one lab's policy once had went with its version 3. A card
    written before that day was right then, and this is a note.
    ## Flagged
    ```markdown
    Training compute is below the reporting threshold of Executive Order 14110.
    ```
    ## Instead
    ```markdown
    Training compute was below the reporting threshold of Executive Order 14110, which has been revoked.
    ```
    """
    for sentence in sentences_that_name(subject.text):
        if not _ABOUT_IT.search(sentence.text) or _KNOWS.search(sentence.text):
            continue
        for series, name in zip(sorted(sentence.series), sentence.names, strict=False):
            said = _over(series, sentence) if len(sentence.series) == 1 else ""
            if said:
                message, help = f"{name} {said}", "say that it no longer holds, or name the text that does"
                place = sentence.start + max(sentence.text.find(name.split()[0]), 0)
                found = Finding(at="", message=message, help=help)
                yield at_offset(subject.text, place, place + len(name), found)


def _over(series: str, sentence: Sentence) -> str:
    """What became of the text; empty where it holds."""
    versions = policies_of(series)
    if not versions:
        return ""
    last = versions[-1].status[-1]
    if last.is_ in _OVER:
        return f"{_OVER[last.is_]} on {last.from_}"
    gone = next((policy for policy in reversed(versions) if _has_multiple(policy)), None)
    if gone is None or gone is versions[-1] or not _MULTIPLE.search(sentence.text):
        return ""
    ended = next((entry for entry in gone.status if entry.is_ is PolicyStatus.SUPERSEDED), None)
    return f"has had no multiple of effective compute since {ended.from_}" if ended else ""


def _has_multiple(policy: Policy) -> bool:
    from flopguard.policy.conditions import leaves
    from flopguard.policy.types import QuantityLeaf, QuantityName

    return any(
        isinstance(leaf, QuantityLeaf) and leaf.quantity is QuantityName.EFFECTIVE_COMPUTE
        for trigger in policy.trigger
        for threshold in trigger.threshold
        for leaf in leaves(threshold.when)
    )
