"""The table of formats. A format is imported when a report is written in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from flopguard.report.style import Style
from flopguard.result import Report


@dataclass(frozen=True, slots=True)
class _LazyFormat:
    """The `render` function of a module, imported at the first call."""

    module: str

    def __call__(self, report: Report, style: Style) -> str:
        text: str = import_module(self.module).render(report, style)
        return text


FORMATS: Mapping[str, Callable[[Report, Style], str]] = {
    "text": _LazyFormat("flopguard.report.text.render"),
    "json": _LazyFormat("flopguard.report.json"),
}
"""What `--format` offers: name to a function that gives the whole report, its last line ended."""
