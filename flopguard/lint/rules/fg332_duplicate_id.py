"""FG332: two definitions, curves, rates or gains of one name."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Manifest


@rule("FG332", "duplicate-id")
def duplicate_id(subject: Subject) -> Iterator[Finding]:
    """A definition, curve or trend with the id of another, or a gain stated twice under one definition.

    ## Why
    What names it means either of the two, and which one was taken cannot be seen. A gain that stands twice is
    multiplied twice.
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    curve = "house-2023"

    [[definition]]
    id = "loss-2023"
    curve = "house-2024"

    [[curve]]
    id = "house-2023"
    law = "power"
    floor = "1.7"
    coefficient = "1000"
    exponent = "0.15"

    [[curve]]
    id = "house-2024"
    law = "power"
    floor = "1.6"
    coefficient = "1000"
    exponent = "0.15"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    curve = "house-2023"

    [[definition]]
    id = "loss-2024"
    curve = "house-2024"

    [[curve]]
    id = "house-2023"
    law = "power"
    floor = "1.7"
    coefficient = "1000"
    exponent = "0.15"

    [[curve]]
    id = "house-2024"
    law = "power"
    floor = "1.6"
    coefficient = "1000"
    exponent = "0.15"
    ```
    """
    card = subject.card
    if not (card.definition or card.curve or card.trend or card.enhancement):
        return
    from flopguard.definition.load import duplicates  # slow to import, and few manifests define anything

    for problem in duplicates(definition=card.definition, curve=card.curve, trend=card.trend):
        yield Finding(at=problem.at, message=problem.message, help=problem.help)
    yield from _gains(card)


def _gains(card: Manifest) -> Iterator[Finding]:
    first: dict[tuple[str, str | None], int] = {}
    for number, entry in enumerate(card.enhancement):
        place = first.setdefault((entry.name, entry.definition), number)
        if place != number:
            message = f"the gain '{entry.name[:60]}' is stated before, as [[enhancement]] number {place + 1}"
            yield Finding(at=f"/enhancement/{number}/name", message=message, help="keep one, or name them apart")
