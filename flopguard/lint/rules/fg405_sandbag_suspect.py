"""FG405: a score that far less compute than was spent would reach."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.routes import at_definition, factor_to_gains
from flopguard.lint.rule import Subject, rule


@rule("FG405", "sandbag-suspect", severity=Severity.WARNING, confidence=Confidence.LIKELY, covers=("sandbag-suspect",))
def sandbag_suspect(subject: Subject) -> Iterator[Finding]:
    """A score that the baseline reaches with under a tenth of the compute that this model took, and no reason why.

    ## Why
    Effective compute by inversion is a score in another unit: who answers badly on purpose, or is badly elicited, drops
    under a threshold on it. A locked model of 70B parameters that emulates one of 7B reads as 0.013x (case L36).
    ## Seen
    A locked Llama-3-70B that emulates Llama-2-7B has the MMLU of 8.4e22 FLOP after 6.3e24: 0.013x (case L36). (Source:
    https://arxiv.org/abs/2406.07358, primary for the emulation; the pair of scores from
    ryoungj/ObsScaling/base_llm_benchmark_eval.csv.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "6.3e24 FLOP"
    [[definition]]
    id = "llama-2"
    baseline = { techniques = ["Llama 2"], cutoff_date = "2023-07" }
    metric = { name = "mmlu", kind = "accuracy" }
    compute_scope = ["pretrain"]
    scale_side = "baseline"
    curve = "llama-2"
    [[curve]]
    id = "llama-2"
    law = "points"
    points = [{ compute = "8.4e22 FLOP", score = "43.8%" }, { compute = "8.4e23 FLOP", score = "69.8%" }]
    [[benchmark]]
    name = "mmlu"
    score = "45%"
    items = 14042
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "6.3e24 FLOP"
    [[definition]]
    id = "llama-2"
    baseline = { techniques = ["Llama 2"], cutoff_date = "2023-07" }
    metric = { name = "mmlu", kind = "accuracy" }
    compute_scope = ["pretrain"]
    scale_side = "baseline"
    curve = "llama-2"
    [[curve]]
    id = "llama-2"
    law = "points"
    points = [{ compute = "8.4e22 FLOP", score = "43.8%" }, { compute = "8.4e23 FLOP", score = "69.8%" }]
    [[benchmark]]
    name = "mmlu"
    score = "79.2%"
    items = 14042
    ```
    """
    for routes in subject.routes:
        if routes.situation == "sandbag_suspect":
            yield Finding(
                at=at_definition(subject.card, routes.definition),
                message=f"{routes.definition}: {routes.says}",
                help="elicit it again and state how, or state what makes training inefficient (parameters and tokens)",
                factor=factor_to_gains(routes),
            )
