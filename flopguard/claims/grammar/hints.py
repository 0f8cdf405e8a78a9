"""Words without which a kind of amount is not there: what has none of them is not read."""

from __future__ import annotations

import re

_COMPUTE = (
    r"comput|[ -]hours|[ -]days|flop|budget|training cost|energy|electricity|cost|price|efficien|leverage"
    r"|train|algorithm"
)
_FLOP = r"flop|operations|計算量|演算|comput|(?:PF|EF|TF|ZF)[-/]"
_POWER = (
    r"wh\b|w·h|watt|wh\)|co2|co₂|carbon|emission|\dg?j\b|joule|[$€£]|usd|dollar|eur\b|万円|億円|\btons?\b|tonne"
    r"|\bkg|消費電力"
)
_HARDWARE = (
    r"hour|hrs?\b|days?\b|weeks?\b|months?\b|years?\b|時間|日間|週間|月|[gtnix]pus?\b|gpu|tpu|accelerator|chip"
    r"|\bcores?\b|\bnodes?\b|\bdevices?\b|server|\dh\b"
)
_CHIPS = (
    r"\b[ahblvtpkm]\d{1,3}[0-9a-z]?s?\b|gh200|gb[23]00|mi\d{3}|rtx|gtx|titan|trainium|gaudi|910[abc]|wse|dgx|xa?\d00"
)

COMPUTE = re.compile(rf"{_COMPUTE}|計算", re.IGNORECASE)
MULTIPLE = re.compile(
    r"\d\s?[x×](?![a-z])|\dx\b|times|fold|倍|\d\s?%|per\s?cent|half|third|quarter|fifth|sixth|eighth|tenth"
    r"|twentieth|hundredth|twice|double|same|equal|identical|factor of|\d/\d|order of magnitude",
    re.IGNORECASE,
)
SHARE = re.compile(r"mfu|hfu|utili[sz]|peak|efficiency|tokens?\s?(?:/|per|a\s)|利用率", re.IGNORECASE)
FLOP = re.compile(_FLOP, re.IGNORECASE)
POWER = re.compile(_POWER, re.IGNORECASE)
HARDWARE = re.compile(rf"{_HARDWARE}|{_CHIPS}", re.IGNORECASE)
STEPS = re.compile(r"step|iteration|update|ステップ", re.IGNORECASE)
TOKENS = re.compile(r"token|トークン", re.IGNORECASE)
ANY = re.compile(
    rf"{_FLOP}|{_POWER}|{_HARDWARE}|{_CHIPS}|step|iteration|update|ステップ|token|トークン|mfu|hfu|utili|peak|effective"
    rf"|{_COMPUTE}|scale-up",
    re.IGNORECASE,
)
"""Of any kind."""
