"""Text that knows for each of its characters where in the file it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Mapped:
    """`text` as a reader sees it; `starts` and `ends` are the offsets in the file of each of its characters."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @staticmethod
    def of(text: str, start: int) -> Mapped:
        """Text that stands in the file as it is, from `start` on."""
        return Mapped(text, range(start, start + len(text)), range(start + 1, start + 1 + len(text)))

    @staticmethod
    def at(text: str, start: int, end: int) -> Mapped:
        """Text that stands for all that is written from `start` to `end`."""
        return Mapped(text, (start,) * len(text), (end,) * len(text))

    def part(self, start: int, end: int) -> Mapped:
        """The characters from `start` up to `end`."""
        return Mapped(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def stripped(self) -> Mapped:
        """Without the white space around it."""
        if self.text == self.text.strip():
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def sub(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Mapped:
        """With every match replaced; what replaces it stands for the whole match."""
        parts, last = [], 0
        for match in pattern.finditer(self.text):
            parts.append(self.part(last, match.start()))
            if match.end() > match.start():
                where = self.starts[match.start()], self.ends[match.end() - 1]
                parts.append(Mapped.at(replace(match), *where))
            last = match.end()
        return joined([*parts, self.part(last, len(self.text))]) if last else self


def joined(parts: Iterable[Mapped]) -> Mapped:
    """One after the other."""
    kept = [part for part in parts if part.text]
    if len(kept) == 1:
        return kept[0]
    return Mapped(
        "".join(part.text for part in kept),
        tuple(chain.from_iterable(part.starts for part in kept)),
        tuple(chain.from_iterable(part.ends for part in kept)),
    )
