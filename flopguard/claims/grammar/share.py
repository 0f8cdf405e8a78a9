"""Utilisation in per cent and throughput in tokens per second."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flopguard.claims.grammar.chips import CHIP, GENERIC
from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of

PER_CENT = r"\s?(?:%|per\s?cent\b|percent\b|パーセント)"
_PER_CENT = re.compile(PER_CENT)
_KIND = (
    r"(?:(?P<mfu>MFU|model[- ](?:FLOPs?|FLOPS)[- ]utili[sz]ation)|(?P<hfu>HFU|hardware[- ](?:FLOPs?"
    r"|FLOPS)(?:[- ]utili[sz]ation)?|peak hardware FLOPs?(?:/s)?)"
    r"|(?P<any>(?:FLOPs?|FLOPS|GPU|compute|hardware)[- ]utili[sz]ation|utili[sz]ation(?: of (?:the )?(?:peak"
    r"|GPUs?|hardware))?|(?:theoretical |of )?peak (?:FLOP|performance|throughput|compute)\S*"
    r"|hardware efficiency|利用率))"
)
_AFTER = re.compile(
    rf"{PER_CENT}\s?(?:\(?(?:of|for|the|an?|average|mean|overall|training|theoretical|its|sustained"
    rf"|our)\s){{0,4}}\(?{_KIND}",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"{_KIND}(?:\s?\([^()]{{1,20}}\))?[^.;,%\d]{{0,40}}?\W{{0,4}}\s?$", re.IGNORECASE)
_FRACTION = re.compile(r"\b(?:MFU|HFU)\**\s?(?:\([^()]{1,20}\))?\s?(?:[:=]|of|was|is|at)\s?\**\s?[~≈]?\s?$")
_FRACTION_AFTER = re.compile(r"\s(MFU|HFU)\b")
_TOKENS_PER_SECOND = re.compile(
    r"\s?(?:training\s)?tokens?\s?(?:/\s?s(?:ec(?:ond)?)?\b|per\ssec(?:ond)?\b|a second\b)(?:\s?(?P<per>/|per|and"
    r"|each|on each|for each)\s?(?P<what>single\s)?(?P<chip>(?:CHIP)|GENERIC))?".replace("CHIP", CHIP).replace(
        "GENERIC", GENERIC
    )
)
_PER_CHIP_FIRST = re.compile(rf"\s?tokens?\s?(?:/|per)\s?(?P<chip>{CHIP}|{GENERIC})\s?(?:/|per)\s?s(?:ec(?:ond)?)?\b")


def shares(sentence: Sentence) -> Iterator[Amount]:
    """Every utilisation and every throughput of training."""
    for number in sentence.numbers:
        amount = _utilisation(sentence, number) or _throughput(sentence, number)
        if amount is not None:
            yield amount


def _utilisation(sentence: Sentence, number: Number) -> Amount | None:
    per_cent = _PER_CENT.match(sentence.text, number.end)
    if number.value is None or number.value > 100:
        return None
    if per_cent is None:
        behind = _FRACTION_AFTER.match(sentence.text, number.end)
        if behind and number.value < 1:
            return amount_of(number, "utilisation", f"% {behind[1]}", behind.end(), 100)
        is_share = number.value < 1 and number.plain and _FRACTION.search(sentence.before(number.begin))
        kind = _BEFORE.search(sentence.before(number.begin, 80)) if is_share else None
        return amount_of(number, "utilisation", _unit(kind), number.end, 100) if kind else None
    after = _AFTER.match(sentence.text, number.end)
    before = None if after else _BEFORE.search(sentence.before(number.begin, 80))
    kind = after or before
    if kind is None or (kind["any"] and not _is_of_training(sentence)):
        return None
    return amount_of(number, "utilisation", _unit(kind), (after or per_cent).end())


def _is_of_training(sentence: Sentence) -> bool:
    return (
        not sentence.serves
        and (sentence.trains or re.search(r"\bpeak\b|FLOP|TPU|GPU", sentence.text) is not None)
        and "memory" not in sentence.text
    )


def _unit(kind: re.Match[str] | None) -> str:
    if kind is None or kind["any"]:
        return "% utilisation"
    return "% MFU" if kind["mfu"] else "% HFU"


def _throughput(sentence: Sentence, number: Number) -> Amount | None:
    unit = _TOKENS_PER_SECOND.match(sentence.text, number.end)
    first = None if unit else _PER_CHIP_FIRST.match(sentence.text, number.end)
    found = unit or first
    if found is None or (sentence.serves and not sentence.says_trained):
        return None
    chip = found["chip"]
    if not chip:
        return amount_of(number, "throughput", "tokens/s", found.end()) if sentence.trains else None
    named = chip if re.fullmatch(CHIP, chip) and not re.fullmatch(GENERIC, chip) else ""
    per = "core" if "core" in chip.lower() else "node" if "node" in chip.lower() else "chip"
    return amount_of(number, "throughput", f"tokens/s per {per}", found.end(), hardware=named)
