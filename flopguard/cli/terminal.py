"""How a report looks where it is printed: the width and colours of the terminal, plain and 80 columns elsewhere."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flopguard.report.style import Style

NARROWEST, WIDEST, USUAL = 60, 200, 80


def terminal_style(verbose: int = 0, explain: bool = False) -> Style:
    """The style for standard output."""
    from flopguard.report.style import Style

    on_terminal = sys.stdout.isatty()
    columns = shutil.get_terminal_size((USUAL, 24)).columns if on_terminal or "COLUMNS" in os.environ else USUAL
    return Style(
        width=min(max(columns, NARROWEST), WIDEST), colour=_wants_colour(on_terminal), verbose=verbose, explain=explain
    )


def _wants_colour(on_terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return on_terminal and os.environ.get("TERM") != "dumb"
