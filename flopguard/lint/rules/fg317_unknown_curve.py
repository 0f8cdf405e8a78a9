"""FG317: a baseline's curve that the manifest does not have."""

from collections.abc import Iterator
from difflib import get_close_matches

from flopguard.finding import Finding
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Manifest


@rule("FG317", "unknown-curve")
def unknown_curve(subject: Subject) -> Iterator[Finding]:
    """A definition or a gain that names a curve which the manifest does not have.

    ## Why
    Without its curve a definition cannot turn a score into compute, and the second route to effective
    compute, which would show up a wrong product of gains, is lost. A gain that follows from two curves needs both.
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
    for at, name in _named(subject.card):
        if name not in known:
            yield Finding(at=at, message=f"there is no curve '{name[:60]}' in this manifest", help=_help(name, known))


def _help(name: str, known: list[str]) -> str:
    """Where the curve is to be had: from what flopguard brings, under a name like it, or as a table of its own."""
    from flopguard.definition.load import bundled_definitions  # read only where a curve is missing

    brought = next((entry for entry in bundled_definitions().definition if entry.curve == name), None)
    if brought is not None:
        named = f'id = "{brought.id}", version = "{brought.version}", from = "bundled"'
        return f"it comes with flopguard: add [[definition]] with {named}"
    near = get_close_matches(name, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f'add [[curve]] with id = "{name[:60]}"'


def _named(card: Manifest) -> Iterator[tuple[str, str]]:
    """Every name of a curve, with its place."""
    for number, definition in enumerate(card.definition):
        if definition.curve is not None:
            yield f"/definition/{number}/curve", definition.curve
        yield from ((f"/definition/{number}/other_curves/{n}", name) for n, name in enumerate(definition.other_curves))
    for number, enhancement in enumerate(card.enhancement):
        if enhancement.curves is not None:
            yield f"/enhancement/{number}/curves/baseline", enhancement.curves.baseline
            yield f"/enhancement/{number}/curves/new", enhancement.curves.new
