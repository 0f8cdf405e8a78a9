"""Training tokens and steps, and what steps come to with their batch and sequence length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of

_TOKENS = re.compile(
    r"\+?\s?-?\s?(?:(?:diverse|high-quality|and|multimodal|unique|training|pre-?training|text|vision|visual"
    r"|language|code|of|the|seen"
    r"|image|image-text|audio|BPE|more|additional|total|curated|web|synthetic|English|[Mm]ultilingual|\w+ese"
    r"|\w+ish)\s){0,5}"
    r"(?:[Tt]okens?\b|トークン)"
)
_LABEL = re.compile(
    r"(?:(?:pre-?)?train(?:ing|ed)?\s(?:on\s)?(?:total\s)?tokens|tokens?\s(?:seen|trained|processed|count|used)"
    r"|(?:number|total|no\.|#)\sof\s(?:\w+\s)?tokens"
    r"|(?:total|processed|seen|consumed)\stokens|\btoken count|(?<!max )(?<!new )(?<!\w )\btokens|学習トークン数?"
    r"|トークン数)\s?(?:\([^()]{0,30}\))?\**\s?[:=]\s?\**\s?[~≈><]?\s?$",
    re.IGNORECASE,
)
_NOT_TRAINING = re.compile(
    r"context|window|vocab|max(?:imum|_| )|sequence length|length of|per (?:second|1M|million|sec|expert|request"
    r"|query|minute)"
    r"|\bprice|\$|warm-?up|ramp|decay|over the first|per[- ]token|batch size|each batch|position|prompt"
    r"|generat(?:e|es|ing)\s(?:up|at)"
    r"|retriev|long-context"
    r"|thinking|reasoning budget|output tokens|input tokens|supports?\b|limit(?:ed)?\b|truncat|short(?:er)? than"
    r"|combined length|コンテキスト|文脈長|語彙",
    re.IGNORECASE,
)
_NOT_BEHIND = re.compile(
    r"\)?\s?(?:of\s|in\s|for\s|as\s)?(?:the\s|a\s|its\s)?(?:context|window|vocab|warm|ramp|batch|prompt|output"
    r"|input|limit|max|at a time)",
    re.IGNORECASE,
)
_RATE = re.compile(r"\s?(?:/|per\b|a\ssecond|every)\s?(?!model)")
_DATA_WORDS = re.compile(r"dataset|corpus|corpora|data\b|seen|consum|processed|budget|データ|コーパス", re.IGNORECASE)
FEWEST = 10**8
"""Tokens; fewer are a context, a batch or an answer unless the words say that it was trained on them."""


def token_amounts(sentence: Sentence) -> Iterator[Amount]:
    """Every number of training tokens."""
    for number in sentence.numbers:
        unit = _TOKENS.match(sentence.text, number.end)
        labelled = None if unit or _has_unit(sentence, number) else _LABEL.search(sentence.before(number.begin, 50))
        end = unit.end() if unit else number.end
        if (unit or labelled) and _is_training(sentence, number, end, unit is None):
            yield amount_of(number, "tokens", "tokens", end)


def _has_unit(sentence: Sentence, number: Number) -> bool:
    return re.match(r"\s?[-*×]?\s?[A-Za-z%$]", sentence.after(number.end, 4)) is not None


def _is_training(sentence: Sentence, number: Number, end: int, is_labelled: bool) -> bool:
    near = sentence.before(number.start, 45) + sentence.text[number.start : end] + " " + sentence.after(end, 20)
    clause = re.split(r"[;,.(]\s", sentence.before(number.start, 45))[-1] + sentence.text[number.start : end]
    if _RATE.match(sentence.text, end) or _NOT_TRAINING.search(clause):
        return False
    if _NOT_BEHIND.match(sentence.text, end):
        return False
    if _NOT_TRAINING.search(sentence.around.rsplit("|", 1)[-1]):
        return False
    trains = sentence.trains or _DATA_WORDS.search(near) is not None
    if (number.value or 0) >= FEWEST or number.value is None:
        return trains or ((number.value or 0) >= 10 * FEWEST and not sentence.serves)
    return (
        sentence.says_trained
        and re.search(r"(?:train|tun)\w*\s(?:on|over|with|for)\s\S*\s?\S*\s?$", sentence.before(number.start, 35))
        is not None
    ) or (is_labelled and sentence.trains and (number.value or 0) >= 10**6)


_STEPS = re.compile(
    r"\s?(?:(?:training|gradient|optimi[sz](?:er|ation)|update|total|further|more|pre-?training"
    r"|SGD)\s){0,2}(?:steps|iterations|updates|ステップ)\b(?!\s?/|\s?per\b)"
)
_STEPS_LABEL = re.compile(
    r"(?:(?:number|total|no\.|#)\sof\s)?(?:train(?:ing)?[ _])?(?:steps"
    r"|iterations)(?:\s?\([^()]{0,20}\))?\**\s?[:=]\s?\**\s?$",
    re.IGNORECASE,
)
_NOT_RUN = re.compile(
    r"warm-?up|every|decay|sampling|inference|denois|diffusion|eval|log|save|checkpoint|accumulation|per epoch"
    r"|first|last|reasoning|thinking|multi-step|turn|over the|gradual"
    r"|schedul|learning rate|simulation|timestep|forecast|tool|step-by-step|patience|ramp|Adam.*with",
    re.IGNORECASE,
)
_BATCH = re.compile(r"batch(?:\ssize)?(?:\s(?:of|was|is))?\s?[:=]?\s?(?:about\s|around\s)?$", re.IGNORECASE)
_BATCH_AFTER = re.compile(r"\s?(?:sequences|samples|examples)?\s?(?:per batch|batch size|a batch)", re.IGNORECASE)
_LENGTH = re.compile(r"(?:sequence|context)\s?lengths?(?:\s(?:of|was|is))?\s?[:=]?\s?$", re.IGNORECASE)


def step_amounts(sentence: Sentence) -> Iterator[Amount]:
    """Steps of training; with a batch and a sequence length the tokens that they come to, with a batch the samples."""
    for number in sentence.numbers:
        unit = _STEPS.match(sentence.text, number.end)
        labelled = None if unit or _has_unit(sentence, number) else _STEPS_LABEL.search(sentence.before(number.begin))
        if (unit or labelled) and _is_run(sentence, number, unit.end() if unit else number.end):
            yield from _steps(sentence, number, unit.end() if unit else number.end)


def _is_run(sentence: Sentence, number: Number, end: int) -> bool:
    if (
        number.value is None
        or number.value < 100
        or _NOT_RUN.search(sentence.before(number.start, 30) + sentence.after(end, 12))
    ):
        return False
    if number.start == 0 and end == len(sentence.text):
        return sentence.trains
    others = re.search(r"\bbatch|GPUs?\b|TPUs?\b|[AHV]\d00\b", sentence.text)
    return sentence.trains or others is not None


def _steps(sentence: Sentence, number: Number, end: int) -> Iterator[Amount]:
    batch, length = _batch(sentence), _of(sentence, _LENGTH)
    steps = number.value or Fraction(0)
    if batch and batch.value and length and length.value:
        last = max(end, batch.end, length.end)
        yield Amount(
            "tokens",
            steps * _binary(batch) * _binary(length),
            "tokens",
            min(number.start, batch.start, length.start),
            last,
        )
    elif batch and batch.value and not re.match(r"\s?tokens", sentence.after(batch.end)):
        yield Amount(
            "samples", steps * _binary(batch), "sequences", min(number.start, batch.start), max(end, batch.end)
        )
    elif batch and batch.value:
        yield Amount("tokens", steps * batch.value, "tokens", min(number.start, batch.start), max(end, batch.end))
    else:
        yield amount_of(number, "steps", "steps", end)


def _batch(sentence: Sentence) -> Number | None:
    found = _of(sentence, _BATCH)
    return found or next((n for n in sentence.numbers if _BATCH_AFTER.match(sentence.text, n.end)), None)


def _of(sentence: Sentence, label: re.Pattern[str]) -> Number | None:
    return next((number for number in sentence.numbers if label.search(sentence.before(number.begin))), None)


def _binary(number: Number) -> Fraction:
    """8K of a batch or a length is 8192: it is a power of two wherever one is meant."""
    value = number.value or Fraction(0)
    thousands = value / 1000
    is_power = thousands.denominator == 1 and thousands > 0 and thousands.numerator & (thousands.numerator - 1) == 0
    return thousands * 1024 if number.factor == 1000 and is_power else value
