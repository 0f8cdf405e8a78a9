"""FG403: a step in a score was passed, while the compute ratio of the same text stayed below its line."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Outcome, Verdict

SCORE_STEP = "benchmark relative"
COMPUTE_STEPS = ("training_compute relative", "effective_compute relative")


@rule("FG403", "step-hides-jump", severity=Severity.WARNING, confidence=Confidence.LIKELY, needs=Need.VERDICTS)
def step_hides_jump(subject: Subject) -> Iterator[Finding]:
    """A score rose by a whole step of a text whose compute ratio, since the same assessment, says that little changed.

    ## Why
    A text that asks for an assessment at so many times the compute, and one that asks for it at so many points, mean to
    catch the same thing. Where the score has jumped and the ratio has not, the ratio leaves something out: gains that
    nobody counted, another elicitation, or problems that were trained on. Who looks at the ratio alone does not see it.
    ## Flagged
    ```toml
    [[benchmark]]
    name = "gpqa-diamond"
    score = "62%"
    ```
    ## Instead
    ```toml
    [[benchmark]]
    name = "gpqa-diamond"
    score = "51%"
    ```
    """
    passed = [v for v in subject.verdicts if v.outcome is Outcome.TRIGGERED and v.compares == (SCORE_STEP,)]
    if not passed:
        return
    below = [v for v in subject.verdicts if v.outcome is Outcome.NOT_TRIGGERED and _is_ratio(v)]
    yield from (_finding(step, ratio) for step in passed for ratio in below if ratio.policy == step.policy)


def _is_ratio(verdict: Verdict) -> bool:
    return len(verdict.compares) == 1 and verdict.compares[0] in COMPUTE_STEPS


def _finding(step: Verdict, ratio: Verdict) -> Finding:
    policy = step.policy
    return Finding(
        at="/benchmark",
        message=(
            f"{policy}/{step.trigger} is passed by the score ({step.comparison}) while {policy}/{ratio.trigger} is not "
            f"({ratio.comparison}): the ratio hides a jump"
        ),
        help="find what the ratio leaves out: gains not counted, another elicitation, problems that were trained on",
    )
