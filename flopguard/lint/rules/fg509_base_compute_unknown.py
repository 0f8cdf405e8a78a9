"""FG509: a base whose compute is not known, so that a policy's stand-in counts."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import run_compute
from flopguard.lint.rule import Need, Subject, rule
from flopguard.manifest.types import ModelRef

LEAST_FALLBACK = Fraction(10**23, 3)
"""A third of 10^23 FLOP: the lowest stand-in that a text names (Commission Guidelines, paragraph 61)."""


@rule("FG509", "base-compute-unknown", severity=Severity.INFO, needs=Need.COMPUTE, covers=("UNKNOWN-BASE",))
def base_compute_unknown(subject: Subject) -> Iterator[Finding]:
    """A large change to a model whose training compute is not stated and cannot be looked up.

    ## Why
    Texts ask whether a change took more than a third of what its base took. Where the base is unknown they put a third
    of 10^25 or of 10^23 FLOP in its place, which is a floor for ignorance and may be far off. Silent where the change
    is below all of these.
    ## Seen
    Microsoft's framework of February 2026 takes 3.33e24 FLOP, a third of 10^25, where the compute of a third party's
    frontier base is unknown, and the EU's guidelines a third of 10^25 or of 10^23. A change of an undisclosed 5e26
    model is then tested at a fiftieth of its third. (Sources:
    https://cdn-dynmedia-1.microsoft.com/is/content/microsoftcorp/microsoft/msc/documents/presentations/CSR/Frontier-Governance-Framework-Feb-2026.pdf
    and
    https://digital-strategy.ec.europa.eu/en/library/guidelines-scope-obligations-providers-general-purpose-ai-models-under-ai-act.
    Primary.)
    ## Flagged
    ```toml
    [[model.base]]
    name = "Somebody-8B"
    relation = "finetune"
    [[training]]
    component = "midtrain_sft"
    flop = "5e23 FLOP"
    ```
    ## Instead
    ```toml
    [[model.base]]
    name = "Somebody-8B"
    relation = "finetune"
    compute = "7.2e23 FLOP"
    [[training]]
    component = "midtrain_sft"
    flop = "5e23 FLOP"
    ```
    """
    unknown = [(number, base) for number, base in enumerate(subject.card.model.base or ()) if _is_unknown(base)]
    own = run_compute(subject) if unknown else None
    if own is None or (own.span.high is not None and own.span.high <= LEAST_FALLBACK):
        return
    for number, base in unknown:
        yield Finding(
            at=f"/model/base/{number}",
            message=f"the training compute of {(base.name or 'the base')[:60]} is not known; a stand-in counts for it",
            help='add compute = "... FLOP"; or reference or manifest, where it can be looked up',
        )


def _is_unknown(base: ModelRef) -> bool:
    return base.compute is None and base.reference is None and base.manifest is None and not base.confidential
