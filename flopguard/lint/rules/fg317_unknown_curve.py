"""FG317: a baseline's curve that the manifest does not have."""

from collections.abc import Iterator
from difflib import get_close_matches

from flopguard.lint.rule import Subject, rule
from flopguard.result import Finding


@rule("FG317", "unknown-curve")
def unknown_curve(subject: Subject) -> Iterator[Finding]:
    """A definition that names a curve which the manifest does not have.

    ## Why
    Without its curve a definition cannot turn a score into compute, and the second route to effective
    compute, which would show up a wrong product of gains, is lost.
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    curve = "baseline-2023"
    ```
    ## Instead
    ```toml
    [[curve]]
    id = "baseline-2023"
    [[definition]]
    id = "loss-2023"
    curve = "baseline-2023"
    ```
    """
    known = [curve.id for curve in subject.card.curve]
    for number, definition in enumerate(subject.card.definition):
        if definition.curve is not None and definition.curve not in known:
            near = get_close_matches(definition.curve, known, n=1)
            yield Finding(
                at=f"/definition/{number}/curve",
                message=f"there is no curve '{definition.curve[:60]}' in this manifest",
                help=f"did you mean '{near[0]}'?" if near else f'add [[curve]] with id = "{definition.curve[:60]}"',
            )
