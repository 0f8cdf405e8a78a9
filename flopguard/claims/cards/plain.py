"""One spelling for what is written in many: full-width digits, superscripts, formulas, odd dashes and spaces."""

from __future__ import annotations

import re

from flopguard.claims.cards.mapped import Mapped

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_SAME_LENGTH = str.maketrans(
    _WIDE
    | dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u2002\u2003\t"), " ")
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012"), "-")
    | dict.fromkeys(map(ord, "\u22c5\u2219\u30fb"), "·")
    | dict.fromkeys(map(ord, "\u223c\u301c\uff5e"), "~")
    | {ord("−"): "-", ord("✕"): "×", 0x2A2F: "×", ord("’"): "'"}
)
_WRITTEN = re.compile(
    rf"(?P<super>[{_SUPERSCRIPTS}]+)|(?P<times>\\times|\\cdot)(?![a-zA-Z])|(?P<approx>\\(?:approx|sim)(?![a-zA-Z]))"
    r"|(?P<pm>\\pm(?![a-zA-Z])|\+/-|\+-(?=\s?\d))|(?P<text>\\(?:text|mathrm|rm)\s?\{)|(?P<math>\$(?!\s?\d[\d.,]*\s?"
    r"(?:[kKMB]|million|billion|thousand|per|/|$|[^\d\s^\\×x*.,{$]))|(?<=[}\d])\$)|(?P<space>\\[,;:! ])"
)
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789+-")


def plain(text: Mapped) -> Mapped:
    """The text in the spelling that the grammar reads."""
    grouped = _GROUPED.sub(",", text.text)
    same = Mapped(grouped.translate(_SAME_LENGTH), text.starts, text.ends)
    return same.sub(_WRITTEN, _spelled)


def _spelled(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "super":
            return "^" + match[0].translate(_DIGITS)
        case "times":
            return "×"
        case "approx":
            return "~"
        case "pm":
            return "±"
        case _:
            return " "
