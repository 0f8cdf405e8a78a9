"""FG404: a score on problems that could be trained on."""

from collections.abc import Iterator

from flopguard.dates import PartialDate
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.rule import Subject, rule
from flopguard.lint.scores import worth_of
from flopguard.manifest.types import Benchmark


@rule("FG404", "contaminated-score", severity=Severity.WARNING, covers=("contamination",))
def contaminated_score(subject: Subject) -> Iterator[Finding]:
    """A score on problems that were public before the data end, or one that fresh problems do not bear out.

    ## Why
    A problem that was in the training data measures memory. Turned into effective compute, a contaminated score is
    worth compute that nobody spent: some families lose up to 13 % on fresh problems of the same kind (GSM1k).
    ## Seen
    On problems written anew in the style of GSM8K some families, Phi among them, lose up to 13 %; models at the
    frontier lose little. phi-2 has over 37x of its compute on GSM8K itself (case L32b). (Sources:
    https://arxiv.org/abs/2405.00332; ryoungj/ObsScaling/base_llm_benchmark_eval.csv. Primary.)
    ## Flagged
    ```toml
    [[benchmark]]
    name = "word-problems"
    score = "78%"
    items = 1000
    public_since = "2021-10"
    clean_score = "66%"
    ```
    ## Instead
    ```toml
    [[benchmark]]
    name = "word-problems"
    score = "67%"
    items = 1000
    public_since = "2021-10"
    clean_score = "66%"
    ```
    """
    cutoff = subject.card.data.cutoff if subject.card.data else None
    for number, row in enumerate(subject.card.benchmark):
        at = f"/benchmark/{number}"
        if _falls_on_fresh_problems(row):
            assert row.score is not None
            assert row.clean_score is not None
            yield Finding(
                at=f"{at}/clean_score",
                message=f"{row.name[:60]} is {shown(row.score)}, and {shown(row.clean_score)} on fresh problems",
                help="use the clean score wherever the score stands for capability",
                factor=worth_of(subject.card, at, row.clean_score.estimate.central),
            )
        elif row.clean_score is None and _before(row.public_since, cutoff):
            yield Finding(
                at=f"{at}/public_since",
                message=f"problems of {row.name[:60]} are public since {row.public_since}, the data reach to {cutoff}",
                help="state clean_score on fresh problems of the same kind, or what was done to keep these out",
                confidence=Confidence.LIKELY,
            )


def _falls_on_fresh_problems(row: Benchmark) -> bool:
    """Whether the clean score lies below all that sampling leaves open of the score."""
    clean = row.clean_score.estimate.high if row.clean_score is not None else None
    if clean is None or row.score is None:
        return False
    from flopguard.evaluate.sampling import sampled  # slow to import

    noise = sampled(row)
    return clean < (noise.low if noise is not None else row.score.estimate.low)


def _before(public: PartialDate | None, cutoff: PartialDate | None) -> bool:
    return public is not None and cutoff is not None and public.last < cutoff.first
