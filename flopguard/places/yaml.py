"""Where the fields of a YAML text stand.

A value in brackets, quotes or on one line stands where it is written; a mapping or list that is written in lines of its
own stands at the key that names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.places.field import Field
from flopguard.places.yaml_nodes import Node, YamlError, compose


def fields_of(text: str) -> Field:
    """The root of every field in a YAML text; of a text that is not YAML, a root without any."""
    root = Field()
    try:
        top = compose(text)
    except YamlError:
        return root
    waiting = [(root, top)] if top is not None else []
    while waiting:
        found, node = waiting.pop()
        waiting.extend(_inside(found, node))
    return root


def _inside(found: Field, node: Node) -> Iterator[tuple[Field, Node]]:
    for key, value in node.entries or ():
        if key.text is not None:
            inner = found.inner(key.text)
            is_block = value.text is None and not value.is_flow
            inner.settle(key.place if is_block else value.place, key.place)
            yield inner, value
    for item in node.items or ():
        inner = found.next_element()
        inner.settle(item.place)
        yield inner, item
