"""The unit that the paragraph above a table gives to its bare figures: `measured in tokens per second`."""

from __future__ import annotations

import re

_UNIT = re.compile(
    r"\b(?:measured|given|reported|expressed|stated|listed|shown|numbers|figures|values)\s(?:are\s|is\s)?in\s[*_]{0,2}"
    r"(?P<unit>(?:GPU|TPU|chip|node|[AHV]\d00)[- ]hours|tokens per second|tokens/s|[PE]F(?:LOP)?/?s?-days|[kMG]Wh)\b",
)
_OF_SIZE = re.compile(r"(?:[\w.-]*-)?\d+(?:\.\d+)?\s?[BM](?![\w%])|\d+\s?[x×]\s?\S")


def unit_of(caption: str) -> str:
    """The unit, or nothing."""
    found = _UNIT.search(caption)
    return found["unit"] if found else ""


def named_by_size(header: str) -> bool:
    """Whether a column is named after the size of a model or after its hardware, so that its figures have no unit."""
    return _OF_SIZE.match(header) is not None
