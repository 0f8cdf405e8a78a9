"""The words of one block of Markdown, without its marks, each character with its place in the file."""

from __future__ import annotations

from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from flopguard.claims.cards.mapped import Mapped, joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 50_000
"""Characters of a block that is read as Markdown; a longer one is read as it stands."""

_SUPERSCRIPT = {"<sup>": "^", "<br>": " ", "<br/>": " ", "<br />": " "}


def words_of(content: Mapped) -> Mapped:
    """What a reader of the rendered block sees of it; superscripts are marked with ^."""
    if len(content.text) > LONGEST:
        return content
    return joined(_Words(content).parts(_inline(content.text)))


def _inline(text: str) -> list[Token]:
    return _parser().parseInline(text)[0].children or []


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    # Joined text would no longer say which of its characters were written as an entity or behind a backslash.
    parser.core.ruler.disable(["text_join", "normalize"])
    return parser


class _Words:
    """Finds the tokens of a block again in its text, one after the other."""

    def __init__(self, content: Mapped) -> None:
        self.content = content
        self.cursor = 0

    def parts(self, tokens: list[Token]) -> list[Mapped]:
        return [part for token in tokens for part in self._part(token)]

    def _part(self, token: Token) -> list[Mapped]:
        match token.type:
            case "text" | "code_inline":
                return self._found(token.content, token.content)
            case "text_special":
                return self._found(token.markup or token.content, token.content)
            case "softbreak" | "hardbreak":
                return self._found("\n", " ")
            case "html_inline":
                return self._found(token.content, _SUPERSCRIPT.get(token.content.lower(), ""))
            case "image":
                self.parts(token.children or [])
                self._leave_link()
            case "link_close" if token.markup != "autolink":
                self._leave_link()
            case _:
                pass
        return []

    def _found(self, written: str, shown: str) -> list[Mapped]:
        if not written:
            return []
        start = self.content.text.find(written, self.cursor)
        if start < 0:
            return []
        self.cursor = end = start + len(written)
        if written == shown:
            return [self.content.part(start, end)]
        return [Mapped.at(unescape(shown), self.content.starts[start], self.content.ends[end - 1])]

    def _leave_link(self) -> None:
        """Go behind the address of a link, in which the words that follow must not be looked for."""
        text, start = self.content.text, self.content.text.find("]", self.cursor)
        if start < 0:
            return
        self.cursor, depth = start + 1, 0
        if text[start + 1 : start + 2] == "[":
            self.cursor = text.find("]", start + 2) + 1 or start + 1
        elif text[start + 1 : start + 2] == "(":
            for place in range(start + 1, len(text)):
                depth += {"(": 1, ")": -1}.get(text[place], 0)
                if depth == 0:
                    self.cursor = place + 1
                    return
