"""FG326: a better split of compute counted on top of compute-optimal FLOP."""

from collections.abc import Iterator

from flopguard.definition.types import GainKind
from flopguard.finding import Confidence, Finding
from flopguard.lint.change import without
from flopguard.lint.gains import enhancement_words, governing_definition
from flopguard.lint.rule import Subject, rule


@rule("FG326", "allocation-double-count", confidence=Confidence.LIKELY, covers=("allocation-double-count",))
def allocation_double_count(subject: Subject) -> Iterator[Finding]:
    """A gain of allocation under a definition that counts FLOP as those of the best allocation.

    ## Why
    Compute that is expressed as its compute-optimal equivalent already has the better split in it. For one
    published model the difference is 2 or 4 times by the fit (case L16), and it would enter twice.
    ## Seen
    By two published fits Gopher took 2.0 or 3.9 times what the best split of its compute would have, and Llama-3-8B 5.5
    or 2.0 (case L16). The same change of recipe is a 2x gain or a 4x one. (Sources: https://arxiv.org/abs/2203.15556
    with its printed constants and https://arxiv.org/abs/2404.10102. Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    flop_convention = { rule = "compute-optimal equivalent" }
    [[enhancement]]
    name = "more tokens for each parameter"
    kind = "allocation"
    gain = "3.0"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    flop_convention = { rule = "6ND" }
    [[enhancement]]
    name = "more tokens for each parameter"
    kind = "allocation"
    gain = "3.0"
    ```
    """
    for number, enhancement in enumerate(subject.card.enhancement):
        definition = governing_definition(enhancement, subject.card)
        if enhancement.kind is not GainKind.ALLOCATION or definition is None:
            continue
        from flopguard.effective.gains.counting import is_compute_optimal_flop  # slow to import

        if is_compute_optimal_flop(definition):
            yield Finding(
                at=f"/enhancement/{number}/kind",
                message=f"{enhancement_words(enhancement)} is one of allocation, "
                f"and {definition.id[:60]} already counts compute as that of the best allocation",
                help="leave the gain out, or count FLOP as they were spent",
                factor=without(enhancement, surely=True),
            )
