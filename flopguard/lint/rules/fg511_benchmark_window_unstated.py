"""FG511: a score that a policy's line cannot be set against, for want of its problems or its attempts."""

import re
from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Verdict

_OPEN = re.compile(r"whether the score of (/benchmark/\d+) is that .* \((.+)\)$")


@rule("FG511", "benchmark-window-unstated", severity=Severity.WARNING, needs=Need.VERDICTS, covers=("BENCH-WINDOW",))
def benchmark_window_unstated(subject: Subject) -> Iterator[Finding]:
    """A score on a benchmark of a policy, without the problems or the attempts by which the policy asks for it.

    ## Why
    A benchmark that is extended is several: the same model scores differently on the problems of each window, and with
    the best of many attempts. A line of 50 % is met on one and not on another.
    ## Seen
    Magic's policy has 50 % on LiveCodeBench. Its first text set 44 % beside it, on problems after December 2023, and
    the second 48.8 % on those of April and May 2024: the margin shrank from 6 points to 1.2 by the window and the
    models. (Source: https://magic.dev/agi-readiness-policy. Primary.)
    ## Flagged
    ```toml
    manifest = 1
    [model]
    name = "x"
    developer = "Magic"
    [[benchmark]]
    name = "LiveCodeBench"
    score = "51%"
    ```
    ## Instead
    ```toml
    manifest = 1
    [model]
    name = "x"
    developer = "Magic"
    [[benchmark]]
    name = "LiveCodeBench"
    score = "51%"
    split = "after-2023-12"
    elicitation = { samples = 1 }
    ```
    """
    wanted: dict[str, tuple[Verdict, list[str]]] = {}
    for verdict in subject.verdicts if subject.card.benchmark else ():
        for missing in verdict.missing:
            match = _OPEN.match(missing)
            if match is not None:
                fields = wanted.setdefault(match[1], (verdict, []))[1]
                fields += [name.rpartition("/")[2] for name in match[2].split(", ")]
    for at, (verdict, fields) in wanted.items():
        named = list(dict.fromkeys(fields))
        yield Finding(
            at=at,
            message=f"{verdict.policy}/{verdict.trigger} asks for this score by its {' and '.join(named)}, not stated",
            help="; ".join(_HELP[name] for name in named if name in _HELP),
        )


_HELP = {
    "split": 'add split = "...", the window of problems',
    "samples": "add elicitation = { samples = 1 }, the attempts",
    "over_samples": 'say how attempts were put together: elicitation.over_samples = "..."',
}
