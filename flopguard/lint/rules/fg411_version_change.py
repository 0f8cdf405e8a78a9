"""FG411: scores of different versions of a benchmark, one set against the other."""

from collections.abc import Iterable, Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.gains import said_something, same_metric
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Benchmark, Manifest


@rule("FG411", "version-change", severity=Severity.WARNING, covers=("metric-version-change",))
def version_change(subject: Subject) -> Iterator[Finding]:
    """A score on another version of the benchmark than that of the baseline, the assessed or the outside model.

    ## Why
    A new version moves scores of the same weights. What looks like a gain is the new version.
    ## Seen
    A new version of one suite of tasks lowered the horizon of variants of GPT-4 by 35 to 57 %, and made a doubling in
    165 days one in 131 (case L38, secondary). Another benchmark was re-based from 57.1 to 56.0 for the same model
    (case L45, primary).
    ## Flagged
    ```toml
    [[assessment]]
    series = "example-rsp"
    kind = "comprehensive"
    date = 2026-01-15
    model = { name = "Example-30B" }
    [[assessment.benchmark]]
    name = "task-suite"
    version = "1.0"
    score = "41%"
    [[benchmark]]
    name = "task-suite"
    version = "1.1"
    score = "52%"
    ```
    ## Instead
    ```toml
    [[assessment]]
    series = "example-rsp"
    kind = "comprehensive"
    date = 2026-01-15
    model = { name = "Example-30B" }
    [[assessment.benchmark]]
    name = "task-suite"
    version = "1.1"
    score = "47%"
    [[benchmark]]
    name = "task-suite"
    version = "1.1"
    score = "52%"
    ```
    """
    card = subject.card
    if not card.benchmark:
        return
    for whose, name, versions in _compared(card):
        ours = [(number, row) for number, row in enumerate(card.benchmark) if same_metric(row.name, name)]
        known = {_plain(row.version) for _, row in ours}
        if not ours or "" in known or not versions or known & set(map(_plain, versions)):
            continue
        theirs = ", ".join(sorted(versions))
        for number, row in ours:
            yield Finding(
                at=f"/benchmark/{number}/version",
                message=f"{row.name[:60]} is of version {row.version}, and that of {whose} of {theirs}",
                help="score both models on one version, and state it for both",
            )


def _plain(version: str | None) -> str:
    """A version as it is compared; nothing where it says none."""
    return (said_something(version) or "").casefold()


def _compared(card: Manifest) -> Iterator[tuple[str, str, set[str]]]:
    """Whose score it is set against, on which metric, and of which versions; none where a version is not stated."""
    for definition in card.definition:
        metric = definition.metric
        version = said_something(metric.version) if metric is not None else None
        if metric is not None and version is not None and definition.curve is not None:
            yield f"the baseline of {definition.id[:60]}", metric.name, {version}
    for assessment in card.assessment:
        yield from _of_rows("the assessed model", assessment.benchmark)
    for other in card.outside_model:
        yield from _of_rows(other.name[:60], other.benchmark)


def _of_rows(whose: str, rows: Iterable[Benchmark]) -> Iterator[tuple[str, str, set[str]]]:
    stated: dict[str, set[str | None]] = {}
    for row in rows:
        stated.setdefault(row.name, set()).add(said_something(row.version))
    for name, versions in stated.items():
        yield whose, name, set() if None in versions else {version for version in versions if version}
