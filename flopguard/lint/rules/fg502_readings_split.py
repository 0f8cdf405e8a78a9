"""FG502: triggers that come out differently by how their text is read."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Cause, Verdict


@rule(
    "FG502",
    "readings-split",
    severity=Severity.INFO,
    strict=True,
    needs=Need.VERDICTS,
    covers=("EC-READING-SPLIT", "ROUND-SPLIT"),
)
def readings_split(subject: Subject) -> Iterator[Finding]:
    """Triggers of a policy that come out differently by how their text is read.

    ## Why
    A multiple of effective compute is one thing as a ratio of operations and another with published progress; about
    1000x is 1000, 1225 or 1245. Where the answers differ the card alone cannot settle it: somebody has to say which
    reading is meant. Told once a policy, with the questions that decide.
    ## Seen
    Anthropic's policy of 2025 has a threshold of a scale-up of about 1000x in a year, and its own rate of 35x a year
    squared is 1,225, or 1,245 with the factors unrounded. (Source:
    https://www-cdn.anthropic.com/872c653b2d0501d6ab44cf87f43e1dc4853e4d37.pdf. Primary.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "9e24 FLOP"
    [[training]]
    component = "post_deploy"
    flop = "2e24 FLOP"
    [scope]
    complete = true
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "9e24 FLOP"
    [[training]]
    component = "post_deploy"
    flop = "2e24 FLOP"
    [scope]
    complete = true
    [[answer]]
    question = "eu-aiact/post-deployment"
    value = "lifecycle"
    ```
    """
    split = [verdict for verdict in subject.verdicts if Cause.READINGS in verdict.because and not verdict.missing]
    for policy in dict.fromkeys(verdict.policy for verdict in split):
        yield _finding(policy, [verdict for verdict in split if verdict.policy == policy])


def _finding(policy: str, split: list[Verdict]) -> Finding:
    questions = dict.fromkeys(name for verdict in split for choice in verdict.deciding for name in choice)
    decided = f"; decided by {', '.join(questions)}" if questions else ""
    triggers = ", ".join(verdict.trigger for verdict in split)
    first = next(iter(questions), None)
    return Finding(
        at="/model",
        message=f"{policy}: {triggers} {'comes' if len(split) == 1 else 'come'} out differently by reading{decided}",
        help=f'answer it: [[answer]] question = "{policy}/{first}"' if first else "see the readings of the verdict",
    )
