"""FG601: a figure that matters without its source."""

from collections.abc import Iterator

from flopguard.fields import Evidence, Figure
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject, rule


@rule("FG601", "figure-without-source", severity=Severity.INFO, covers=("provenance-missing",))
def figure_without_source(subject: Subject) -> Iterator[Finding]:
    """Reported training compute, or a gain, that does not say where it was reported.

    ## Why
    A verdict can be followed to its source only as far as its figures can.
    ## Seen
    For 104 of the 1,379 models of which a research data set has training compute, it does not say how that was
    estimated. Copies of its tables with other digits, such as 2.1e+36, are on the web. (Epoch AI, Data on AI Models,
    https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3.8e25 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = { value = "3.8e25 FLOP", source = "https://example.com/report", section = "3.2" }
    ```
    """
    for at, figure, source in _figures(subject):
        if figure is not None and figure.evidence is Evidence.REPORTED and not (figure.source or source):
            yield Finding(
                at=at,
                message="the figure does not say where it was reported",
                help='add source = "https://...", and section where there is one',
            )


def _figures(subject: Subject) -> Iterator[tuple[str, Figure | None, str | None]]:
    """The figures that need a source, with that of the table in which they stand."""
    card = subject.card
    for number, base in enumerate(card.model.base or ()):
        yield f"/model/base/{number}/compute", base.compute, base.source
    for number, phase in enumerate(card.training):
        yield f"/training/{number}/flop", phase.flop, phase.source
        yield f"/training/{number}/intended_total", phase.intended_total, phase.source
    for number, enhancement in enumerate(card.enhancement):
        at, source = f"/enhancement/{number}", enhancement.source
        yield f"{at}/gain", enhancement.gain, source
        yield from ((f"{at}/samples/{place}", figure, source) for place, figure in enumerate(enhancement.samples[:1]))
        yield from ((f"{at}/gain_at/{place}/gain", p.gain, source) for place, p in enumerate(enhancement.gain_at[:1]))
