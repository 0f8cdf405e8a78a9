"""FG534: a threshold that the text which is named does not have."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.named_texts import Sentence, at_offset, sentences_that_name, thresholds_of
from flopguard.lint.prose import shown
from flopguard.lint.rule import Need, Subject, rule


@rule(
    "FG534",
    "wrong-threshold",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("OP-BOUNDARY",),
    needs=Need.CARD,
)
def wrong_threshold(subject: Subject) -> Iterator[Finding]:
    """A compute threshold ascribed to a law or a policy that draws no such line.

    ## Why
    Thresholds of different texts are a factor of ten apart and are easily mixed up. The EU AI Act presumes
    high-impact capabilities above 10^25 FLOP, California's SB 53 speaks of more than 10^26. The lines are those of
    the policies that come with flopguard, in all their versions; a sentence that names several texts may quote the
    line of any, and one that speaks of a text that is not known here is let pass.
    ## Flagged
    ```markdown
    The model stays below the EU AI Act threshold of 10^26 FLOP.
    ```
    ## Instead
    ```markdown
    The model stays below the EU AI Act threshold of 10^25 FLOP.
    ```
    """
    for sentence in sentences_that_name(subject.text):
        if sentence.names_others:
            continue
        for value, start, end in sentence.lines_drawn():
            known = {line for series in sentence.series for line in thresholds_of(series)}
            if known and value not in known:
                yield at_offset(subject.text, start, end, _finding(sentence, shown(value), sorted(known)))


def _finding(sentence: Sentence, said: str, known: list[Fraction]) -> Finding:
    lines = ", ".join(shown(line) for line in known)
    named = " and ".join(sentence.names)
    return Finding(
        at="",
        message=f"{named} draws no line at {said} FLOP; the lines of that text are at {lines} FLOP",
        help="quote the line with its article; `flopguard policy list` names the texts",
    )
