"""A YAML text becomes nodes: what is written and where, with nothing resolved, built or run.

The library's parser is asked for its events, one by one, and never for objects: no tag constructs anything, and
nesting, aliases and size are counted before they cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from flopguard.places.field import MAX_DEPTH, Place

MAX_NODES = 100_000
_STRING_TAGS = ("!", "tag:yaml.org,2002:str")
_COLLECTION_TAGS = (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


class YamlError(Exception):
    """Why a text cannot be used: a message, where (an offset) and what to do."""

    def __init__(self, message: str, offset: int, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.help = help


@dataclass(slots=True, eq=False)
class Node:
    """A value as written. `entries` are the pairs of a mapping, `items` the elements of a sequence."""

    place: Place
    text: str | None = None
    """Of a scalar: its characters, without quotes and escapes."""
    is_plain: bool = False
    """Whether it is a scalar whose kind its characters tell: not quoted, and not marked as text."""
    is_flow: bool = False
    entries: list[tuple[Node, Node]] | None = None
    items: list[Node] | None = None
    size: int = 1
    """How many nodes it stands for, with every alias in it written out."""
    height: int = 0


@dataclass(slots=True)
class _Open:
    """A collection whose end is not reached, with the key that waits for its value."""

    node: Node
    key: Node | None = None
    anchor: str | None = None


@dataclass(slots=True)
class _Builder:
    """Puts events together; a node is handed to the collection that it stands in."""

    unclosed: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node | None] = field(default_factory=dict)
    root: Node | None = None

    def take(self, event: Any) -> None:
        match type(event).__name__:
            case "ScalarEvent":
                self._add(self._named(event, _scalar(event)))
            case "AliasEvent":
                place = (event.start_mark.index, event.end_mark.index)
                self._add(replace(self._target(event), place=place, is_flow=True))
            case "MappingStartEvent" | "SequenceStartEvent":
                self._open(event)
            case "MappingEndEvent" | "SequenceEndEvent":
                self._close(event)
            case "DocumentStartEvent" if self.root is not None:
                help = "a manifest is one model; write one file for each"
                raise YamlError("the file holds more than one document", event.start_mark.index, help)

    def _open(self, event: Any) -> None:
        start = event.start_mark.index
        if event.tag not in _COLLECTION_TAGS:
            raise _tag_error(event)
        if len(self.unclosed) >= MAX_DEPTH:
            raise YamlError(f"nested deeper than {MAX_DEPTH}", start)
        node = Node((start, start + 1), is_flow=bool(event.flow_style))
        if type(event).__name__ == "MappingStartEvent":
            node.entries = []
        else:
            node.items = []
        if event.anchor:
            self.anchors[event.anchor] = None
        self.unclosed.append(_Open(node, anchor=event.anchor))

    def _close(self, event: Any) -> None:
        closed = self.unclosed.pop()
        closed.node.place = (closed.node.place[0], event.end_mark.index)
        if closed.anchor:
            self.anchors[closed.anchor] = closed.node
        self._add(closed.node)

    def _named(self, event: Any, node: Node) -> Node:
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _target(self, event: Any) -> Node:
        offset = event.start_mark.index
        if event.anchor not in self.anchors:
            raise YamlError(f"the alias *{event.anchor[:40]} names nothing above it", offset, "write the value out")
        found = self.anchors[event.anchor]
        if found is None:
            raise YamlError(
                f"the alias *{event.anchor[:40]} stands inside what it names", offset, "write the value out"
            )
        return found

    def _add(self, node: Node) -> None:
        if not self.unclosed:
            self.root = node
            return
        parent = self.unclosed[-1]
        parent.node.size += node.size
        parent.node.height = max(parent.node.height, node.height + 1)
        if parent.node.size > MAX_NODES:
            raise YamlError(f"aliases and values come to more than {MAX_NODES} entries", node.place[0])
        if len(self.unclosed) + node.height > MAX_DEPTH:
            raise YamlError(f"nested deeper than {MAX_DEPTH}", node.place[0])
        if parent.node.items is not None:
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            assert parent.node.entries is not None
            parent.node.entries.append((parent.key, node))
            parent.key = None


def compose(text: str) -> Node | None:
    """The root of a YAML text, or None where the text says nothing. Raises YamlError."""
    builder = _Builder()
    for event in _events(text):
        builder.take(event)
    return builder.root


def _events(text: str) -> Iterator[Any]:
    import yaml

    try:
        yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.reader.ReaderError as error:
        help = 'remove it, or write it as an escape in quotes: "\\x07"'
        raise YamlError("a control character is not allowed here", error.position, help) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        said = getattr(error, "problem", None) or "it cannot be read"
        raise YamlError(f"not valid YAML: {said[:120]}", mark.index if mark else 0, _cure(said)) from None


def _cure(said: str) -> str:
    if "nesting" in said:
        return "no document here needs brackets as deep as this"
    if "tab" in said or "cannot start any token" in said:
        return "indent with spaces; put text that holds : # @ or ` in quotes"
    return "check the indentation; put text that holds ': ' or ' #' in quotes"


def _scalar(event: Any) -> Node:
    if event.tag is not None and event.tag not in _STRING_TAGS:
        raise _tag_error(event)
    is_plain = event.tag is None and event.implicit[0] and not event.style
    return Node((event.start_mark.index, event.end_mark.index), event.value, is_plain)


def _tag_error(event: Any) -> YamlError:
    help = "tags are not followed; write the plain value"
    return YamlError(f"the tag '{event.tag[:60]}' is not allowed", event.start_mark.index, help)
