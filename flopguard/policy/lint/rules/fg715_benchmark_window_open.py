"""FG715: a score of a benchmark of which it is not said which problems, or how many attempts."""

from collections.abc import Iterator

from flopguard.policy.check.settings import values
from flopguard.policy.lint.placed import only, quantities
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.types import Policy, QuantityLeaf, QuantityName


@rule("FG715", "benchmark-window-open", covers=("BENCH-WINDOW",))
def benchmark_window_open(subject: Subject) -> Iterator[Note]:
    """A score of a benchmark of which it is not said which problems, or how many attempts.

    ## Why
    Benchmarks are extended and their problems leak into training data. Over another window, or with the best of
    many attempts, the same model has another score.
    ## Seen
    Magic's policy has 50 % on LiveCodeBench; release, scenario and difficulty are open, and it warns itself that scores
    move with the problems that are chosen. (policies/labs/magic/arp-1.0b.toml. Primary.)
    ## Flagged
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "benchmark", benchmark = "Problems", more_than = "50%" }
    ```
    ## Instead
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    [trigger.threshold.when]
    quantity = "benchmark"
    benchmark = "Problems"
    split = "2026-01 to 2026-06"
    samples = "single"
    more_than = "50%"
    ```
    """
    told: set[str] = set()
    for _, trigger, place, leaf in quantities(subject):
        missing = _missing(subject.policy, leaf) if leaf.quantity is QuantityName.BENCHMARK else []
        message = f"'{trigger.id}' {_named(subject.policy, leaf)} and leaves open {' and '.join(missing)}"
        if missing and message not in told:
            told.add(message)
            yield Note(
                at=place,
                message=message,
                help='name the release or window (split = "...") and the attempts (samples = "single" or "mean")',
            )


def _named(policy: Policy, leaf: QuantityLeaf) -> str:
    names = values(policy, leaf.benchmark)
    return f"names {' or '.join(names)}" if names else "names no benchmark"


def _missing(policy: Policy, leaf: QuantityLeaf) -> list[str]:
    asked = {"which release or window of problems": leaf.split, "how many attempts count": leaf.samples}
    return [words for words, text in asked.items() if only(policy, text) is None]
