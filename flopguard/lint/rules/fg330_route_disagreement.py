"""FG330: gains and score give effective compute that does not agree."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.routes import at_definition, factor_to_score
from flopguard.lint.rule import Subject, rule

FLAGGED = ("disagree", "contradiction")


@rule(
    "FG330",
    "route-disagreement",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("route-disagreement",),
)
def route_disagreement(subject: Subject) -> Iterator[Finding]:
    """The product of gains and the inverted score lie two standard deviations apart or more, or contradict each other.

    ## Why
    Both are meant to be the same number. Where they differ one of them is wrong, and their mean hides which: the
    metrics may differ, gains measured one at a time may overlap, a scale may be extrapolated, the problems may have
    been trained on, or the model may be badly elicited.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e24 FLOP"
    [[definition]]
    id = "loss-2023"
    baseline = { techniques = ["dense transformer"], cutoff_date = "2023-06-30" }
    metric = { name = "held-out loss", kind = "loss", unit = "bits/byte" }
    compute_scope = ["pretrain"]
    scale_side = "new"
    curve = "baseline-2023"
    [[curve]]
    id = "baseline-2023"
    law = "power"
    floor = "0.45"
    coefficient = "12"
    exponent = "0.06"
    [[enhancement]]
    name = "experts"
    kind = "architecture"
    gain = { value = "8", low = "6", high = "10", level = "90%" }
    metric = "held-out loss"
    measured_at = ["1e23 FLOP", "2e24 FLOP"]
    [[benchmark]]
    name = "held-out loss"
    unit = "bits/byte"
    score = "0.8700"
    standard_error = "0.001"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "1e24 FLOP"
    [[definition]]
    id = "loss-2023"
    baseline = { techniques = ["dense transformer"], cutoff_date = "2023-06-30" }
    metric = { name = "held-out loss", kind = "loss", unit = "bits/byte" }
    compute_scope = ["pretrain"]
    scale_side = "new"
    curve = "baseline-2023"
    [[curve]]
    id = "baseline-2023"
    law = "power"
    floor = "0.45"
    coefficient = "12"
    exponent = "0.06"
    [[enhancement]]
    name = "experts"
    kind = "architecture"
    gain = { value = "1.9", low = "1.5", high = "2.4", level = "90%" }
    metric = "held-out loss"
    measured_at = ["1e23 FLOP", "2e24 FLOP"]
    [[benchmark]]
    name = "held-out loss"
    unit = "bits/byte"
    score = "0.8700"
    standard_error = "0.001"
    ```
    """
    for routes in subject.routes:
        if routes.situation in FLAGGED:
            causes = f" (likely: {'; '.join(routes.causes)})" if routes.causes else ""
            yield Finding(
                at=at_definition(subject.card, routes.definition),
                message=f"{routes.definition}: {routes.says}{causes}",
                help="settle which is wrong; flopguard uses neither alone where they lie on different sides of a line",
                factor=factor_to_score(routes),
            )
