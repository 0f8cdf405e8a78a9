"""FG316: a definition that the manifest does not have."""

from collections.abc import Iterator
from difflib import get_close_matches

from flopguard.definition.types import Enhancement
from flopguard.finding import Finding
from flopguard.lint.gains import names_unknown_definition
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Claim


@rule("FG316", "unknown-definition")
def unknown_definition(subject: Subject) -> Iterator[Finding]:
    """A claim or a gain that rests on a definition which the manifest does not have.

    ## Why
    Effective compute is a function of its definition. What a claim leaves out is taken from there, so a
    name that leads nowhere leaves out everything.
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    [[claim]]
    quantity = "effective_compute"
    value = "4x"
    definition = "los-2023"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    [[claim]]
    quantity = "effective_compute"
    value = "4x"
    definition = "loss-2023"
    ```
    """
    known = [definition.id for definition in subject.card.definition]
    for at, item in _items(subject):
        if names_unknown_definition(item, subject.card):
            name = str(item.definition)
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}" if known else ""
            yield Finding(
                at=f"{at}/definition",
                message=f"there is no definition '{name[:60]}' in this manifest",
                help=hint or f'add [[definition]] with id = "{name[:60]}"',
            )


def _items(subject: Subject) -> Iterator[tuple[str, Claim | Enhancement]]:
    yield from ((f"/claim/{number}", claim) for number, claim in enumerate(subject.card.claim))
    yield from ((f"/enhancement/{number}", item) for number, item in enumerate(subject.card.enhancement))
