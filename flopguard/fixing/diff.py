"""What a file would become, as a unified diff that repeats nothing confidential."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from flopguard.fixing.passes import Mended
from flopguard.lint.confidential import hidden_lines
from flopguard.manifest.load import load_text
from flopguard.manifest.marks import may_be_marked
from flopguard.source import Source

CONTEXT = 3
KEPT_BACK = "(this line is kept back: it may be confidential)"
NO_NEWLINE = "\\ No newline at end of file"


def unified(path: str, mended: Mended) -> str:
    """The diff; of a file with a confidential table the changed lines alone, and none that may be of the table."""
    marked = may_be_marked(mended.before) or may_be_marked(mended.text)
    before, after = _shown(path, mended.before, marked), _shown(path, mended.text, marked)
    # Compared as they are and shown as they may be: a line that is kept back would otherwise look unchanged.
    matcher = difflib.SequenceMatcher(None, _lines(mended.before), _lines(mended.text), autojunk=False)
    groups = matcher.get_grouped_opcodes(0 if marked else CONTEXT)
    body = [line for group in groups for line in _hunk(group, before, after)]
    return "".join([f"--- {path}\n", f"+++ {path}\n", *body]) if body else ""


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one, as everywhere else."""
    parts = text.split("\n")
    return [*(part + "\n" for part in parts[:-1]), *([parts[-1]] if parts[-1] else [])]


def _shown(path: str, text: str, marked: bool) -> list[str]:
    lines = _lines(text)
    if not marked:
        return lines
    hidden = hidden_lines(load_text(text, path).manifest, Source(path, text, load_text(text, path).syntax))
    kept = KEPT_BACK + "\n"
    return [kept if hidden is None or number in hidden else line for number, line in enumerate(lines, 1)]


def _hunk(group: Sequence[tuple[str, int, int, int, int]], before: list[str], after: list[str]) -> Iterator[str]:
    first, last = group[0], group[-1]
    yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
    for kind, start, end, new_start, new_end in group:
        if kind == "equal":
            yield from (_ended(" " + line) for line in before[start:end])
        else:
            yield from (_ended("-" + line) for line in before[start:end])
            yield from (_ended("+" + line) for line in after[new_start:new_end])


def _range(start: int, end: int) -> str:
    length = end - start
    begin = start + 1 if length else start
    return f"{begin}" if length == 1 else f"{begin},{length}"


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}\n"
