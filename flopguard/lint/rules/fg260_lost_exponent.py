"""FG260: a number in prose whose exponent was lost."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import on, quoted, shown, stated, value_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

_NO_MARK = re.compile(r"\d\s?\+\s?\d{2}(?!\d)")
_NO_SUPERSCRIPT = re.compile(r"[x×*·]\s?10[12]\d(?!\d)")


@rule("FG260", "lost-exponent", severity=Severity.WARNING, confidence=Confidence.LIKELY, needs=Need.CLAIMS)
def lost_exponent(subject: Subject) -> Iterator[Finding]:
    """An amount of FLOP whose exponent lost its mark or its superscript.

    ## Why
    Text that is copied out of a document loses superscripts: 4 × 10^23 becomes "4 × 1023", which is 4092. A
    training log prints 3.14e23 as "3.14+23". Readers guess right; programs read another number.
    ## Flagged
    ```markdown
    Training consumed 3.14+23 FLOPs in all.
    ```
    ```markdown
    The total computation for training was about 4 × 1023 FLOPs.
    ```
    ## Instead
    ```markdown
    Training consumed 3.14e23 FLOP in all.
    ```
    ```markdown
    The total computation for training was about 4 × 10^23 FLOP.
    ```
    """
    for claim in stated(subject, "training_compute"):
        if _NO_MARK.search(claim.written) or _NO_SUPERSCRIPT.search(claim.written):
            yield _finding(claim)


def _finding(claim: Claim) -> Finding:
    value = value_of(claim)
    read = f": {shown(value)} FLOP is meant, as it seems" if value else ""
    cure = f"write {shown(value)} FLOP" if value else "write the exponent, such as 3.14e23 FLOP"
    return on(claim, f"{quoted(claim)} has lost the mark of its exponent{read}", cure)
