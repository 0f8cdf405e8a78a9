"""What no fix may touch: the numbers of a file."""

from __future__ import annotations

import re
from collections import Counter

# A name such as h100-sxm5 has digits and is no number; 15.6T and 3e25 are.
_NAME = re.compile(r"(?<![0-9.])[A-Za-z_][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"[0-9](?:[0-9_]*[0-9])?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"(?<![0-9.])([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})(?![0-9.])")
_VERSION = "manifest = 1"


def numbers_in(text: str) -> Counter[str]:
    """The numbers that stand in a text, as they are written; zeros before them are no part of one."""
    return Counter(found.lstrip("0") or "0" for found in _NUMBER.findall(_DATE.sub(r"\1 \2 \3", _NAME.sub(" ", text))))


def same_numbers(before: str, after: str) -> bool:
    """Whether two texts have the same numbers; the version of the format is none."""
    return numbers_in(before) == numbers_in("" if after == _VERSION else after)
