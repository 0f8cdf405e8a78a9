"""The claims of a model card in Markdown: every amount of compute in it, with its line and its slots."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from flopguard.claims.cards.lists import combined
from flopguard.claims.cards.mapped import Mapped
from flopguard.claims.cards.passage import Passage
from flopguard.claims.cards.passages import passages_of
from flopguard.claims.cards.sentences import sentences_of
from flopguard.claims.cards.tables import named
from flopguard.claims.grammar.amounts import amounts_in
from flopguard.claims.grammar.sentence import Amount, Sentence
from flopguard.claims.terms.slots import slots_of
from flopguard.quantity import exact_text
from flopguard.result import Claim
from flopguard.source import BYTE_ORDER_MARK


@dataclass(frozen=True, slots=True)
class _Found:
    """An amount in a run of text of a passage."""

    amount: Amount
    text: Mapped
    said: str
    passage: Passage

    @property
    def start(self) -> int:
        return self.text.starts[self.amount.start]


def claims_in(text: str) -> tuple[Claim, ...]:
    """Every claim about compute in the text of a card, in the order of the file."""
    body = text.removeprefix(BYTE_ORDER_MARK)
    passages = passages_of(body)
    found = [
        one
        for _, group in groupby(passages, key=lambda passage: passage.group or -id(passage))
        for one in _of_group(list(group))
    ]
    lines = _Lines(body)
    return tuple(_claim(one, lines) for one in sorted(found, key=lambda one: one.start))


def _of_group(passages: list[Passage]) -> Iterator[_Found]:
    """The amounts of a list, of a table or of one paragraph."""
    found = [one for passage in passages for one in _of_passage(passage)]
    amounts = [one.amount for one in found]
    for one, amount in zip(found, combined(amounts) if len(passages) > 1 else amounts, strict=True):
        yield replace(one, amount=amount)


def _of_passage(passage: Passage) -> Iterator[_Found]:
    if passage.is_cell:
        yield from _of_cell(passage)
        return
    around = " | ".join((*passage.under, ""))
    for part in sentences_of(passage.text):
        said = " ".join(part.text.split())
        for amount in amounts_in(Sentence(part.text, around)):
            yield _Found(amount, part, said, passage)


def _of_cell(passage: Passage) -> Iterator[_Found]:
    """A cell is read with the name of its column before it, else with that of its row, else alone."""
    around = " | ".join((*passage.under, passage.label, passage.header))
    readings = [named(passage.text, name) for name in (passage.header, passage.label) if name]
    for text in (*readings, passage.text):
        amounts = amounts_in(Sentence(text.text, around))
        first = len(text.text) - len(passage.text.text)
        inside = [amount for amount in amounts if amount.end > first and amount.start >= first]
        if inside:
            yield from (_Found(amount, text, passage.row, passage) for amount in inside)
            return


def _claim(found: _Found, lines: _Lines) -> Claim:
    amount, text = found.amount, found.text
    start, end = text.starts[amount.start], text.ends[max(amount.start, amount.end - 1)]
    line, column, end_column = lines.span(start, end)
    claim = Claim(
        at=found.passage.at,
        quantity=amount.quantity,
        value=_text(amount.value),
        unit=amount.unit,
        text=found.said,
        slots={},
        line=line,
        column=column,
        end_column=end_column,
        written=" ".join(lines.body[start:end].split()),
        low=_text(amount.low) or None,
        high=_text(amount.high) or None,
        bound=amount.bound,
        hardware=" ".join(amount.hardware.split()),
        relative_to=amount.relative_to,
        of=amount.of,
        in_prose=True,
    )
    return replace(claim, slots=_slots(claim, found.passage.around(found.said)))


def _slots(claim: Claim, passage: str) -> dict[str, str]:
    return dict(_slots_of_words(claim.quantity, claim.relative_to, claim.at, claim.text, passage))


@lru_cache(maxsize=256)
def _slots_of_words(quantity: str, relative_to: str, at: str, text: str, passage: str) -> dict[str, str]:
    """The slots depend on the words and on the kind of claim alone: many of one sentence have the same."""
    claim = Claim(
        at=at, quantity=quantity, value="", unit="", text=text, slots={}, relative_to=relative_to, in_prose=True
    )
    return slots_of(claim, passage)


def _text(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value)


class _Lines:
    """Line and column of an offset, counted as in flopguard.source."""

    def __init__(self, body: str) -> None:
        self.body = body
        self._starts = [0]
        place = body.find("\n")
        while place >= 0:
            self._starts.append(place + 1)
            place = body.find("\n", place + 1)

    def span(self, start: int, end: int) -> tuple[int, int, int]:
        """Line, column and the column behind it; what goes over several lines ends with its first."""
        line = bisect_right(self._starts, start)
        first = self._starts[line - 1]
        line_end = self._starts[line] - 1 if line < len(self._starts) else len(self.body)
        line_end -= self.body[first:line_end].endswith("\r")
        return line, start - first + 1, max(start + 1, min(end, line_end)) - first + 1
