"""FG710: a line that is several numbers, by the rounding or the wording of the text itself."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.policy.check.lines import UNSTATED, line_dimension
from flopguard.policy.check.settings import values
from flopguard.policy.lint.placed import line_of, quantities
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.types import QuantityLeaf, QuantityName
from flopguard.quantity import QuantityError, parse


@rule("FG710", "line-splits", covers=("ROUND-SPLIT", "LOG-LINEAR"))
def line_splits(subject: Subject) -> Iterator[Note]:
    """A line that is several numbers, by the rounding or the wording of the text itself.

    ## Why
    Between the smallest and the largest of them the outcome depends on which digit of the text is believed. "Twice as
    fast" is two lines as well: a yearly factor of 9 doubles to 18 as a factor, and to 81 as growth.
    ## Seen
    Anthropic's policies 2.0 to 2.2 have a scale-up of about 1000x in a year, from 35x a year over two years, which is
    1,225, or 1,245 with the factors unrounded. (policies/labs/anthropic/rsp-2.2.toml. Primary.)
    ## Flagged
    ```toml
    [parameters]
    line = "1000x"

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
    quantity = "effective_compute"
    relative_to = "last_assessment"
    counting = "all"
    measure = "nominal"
    at_least = "$line"

    [[open_question]]
    id = "number"
    triggers = ["line"]
    asks = "Which number?"
    text = "It says about 1000 and gives factors that make 1225."
    readings = [
        { id = "stated", set = { "parameters.line" = "1000x" } },
        { id = "worked-out", set = { "parameters.line" = "1225x" } },
    ]
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
    quantity = "effective_compute"
    relative_to = "last_assessment"
    counting = "all"
    measure = "nominal"
    at_least = "1000x"
    ```
    """
    for _, trigger, place, leaf in quantities(subject):
        lines = [text for text in line_of(subject.policy, leaf) if text != UNSTATED]
        if len(lines) > 1:
            yield Note(
                at=place,
                message=f"the line of '{trigger.id}' is {' or '.join(lines)}{_apart(leaf, lines)}",
                help="state one number with the digits that count, and say how it was rounded",
            )
        ways = values(subject.policy, leaf.rate_as)
        if len(ways) > 1:
            yield Note(
                at=place,
                message=f"the line of '{trigger.id}' is {' or '.join(lines)} a rate, taken as {' or as '.join(ways)}",
                help="say whether the yearly factor is multiplied or the growth, with one example",
            )


def _apart(leaf: QuantityLeaf, lines: list[str]) -> str:
    """The largest over the smallest, where they are figures."""
    if leaf.quantity is QuantityName.ELAPSED:
        return ""
    try:
        figures: list[Fraction] = [parse(text, line_dimension(leaf, text)).low for text in lines]
    except QuantityError:
        return ""
    least = min(figures)
    return f", which differ by a factor of {float(max(figures) / least):.3g}" if least > 0 else ""
