"""How a report is to look; what it says does not depend on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """The wishes of the reader. A format for programs heeds none of them.

    `width` counts columns of a terminal. `verbose` 1 lists the verdicts that are otherwise only counted; `explain`
    prints every recorded step.
    """

    width: int = 80
    colour: bool = False
    verbose: int = 0
    explain: bool = False
    verdicts: bool = True
    """Whether triggers were asked for at all; without them only the compute is shown."""
    compute: bool = True
    """Whether actual compute is shown by itself."""
