"""How a leaf names the rates of progress that it multiplies by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from flopguard.definition.types import Trend

STATED = "stated"
"""Names the rates that a manifest states, whatever their ids."""


def alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """The sets of rates that a text names, the preferred one first: "stated or a x b" is `stated`, else a and b."""
    return tuple(tuple(name.strip() for name in option.split(" x ")) for option in text.split(" or "))


@cache
def bundled_rates() -> Mapping[str, Trend]:
    """The rates that come with flopguard, by id."""
    from flopguard.definition.load import bundled_definitions  # read only where a text names one of them

    return {trend.id: trend for trend in bundled_definitions().trend}
