"""FG318: a gain measured in steps, tokens, hours or money."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.gains import enhancement_words, is_hardware, states_gain
from flopguard.lint.rule import Subject, rule


@rule("FG318", "gain-not-in-flop", severity=Severity.WARNING, confidence=Confidence.LIKELY, covers=("steps-not-flop",))
def gain_not_in_flop(subject: Subject) -> Iterator[Finding]:
    """A gain whose evidence counts steps, tokens, hours of chips or money instead of FLOP.

    ## Why
    A technique that needs half the steps and makes each step twice as dear gains nothing. Only equal FLOP
    compares what a FLOP achieves (cases L23 and L24).
    ## Seen
    A study of 124-million-parameter models measures hours of chips to a fixed score, so that faster kernels are in its
    23.8x and 3.5x (case L24). Another counts steps and not FLOP (case L23). (Sources:
    baileyeet/data-vs-algorithms-ceg/README.md; jcksanderson/llm-algorithmic-progress. Primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "rotary embeddings"
    kind = "architecture"
    gain = "2"
    evidence_arithmetic = { before = "10000", after = "5000", unit = "steps" }
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "rotary embeddings"
    kind = "architecture"
    gain = "2"
    evidence_arithmetic = { before = "2e20", after = "1e20", unit = "flop" }
    ```
    """
    for number, enhancement in enumerate(subject.card.enhancement):
        stated = enhancement.evidence_arithmetic
        unit = stated.unit if stated else None
        if unit is not None and unit != "flop" and states_gain(enhancement) and not is_hardware(enhancement):
            yield Finding(
                at=f"/enhancement/{number}/evidence_arithmetic",
                message=f"{enhancement_words(enhancement)} is measured in {_WORDS[unit]}, not in FLOP",
                help='give before and after in FLOP: unit = "flop"',
            )


_WORDS = {"steps": "training steps", "tokens": "tokens", "gpu_hours": "hours of chips", "usd": "money"}
