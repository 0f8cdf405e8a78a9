"""A field of a text: where its key and its value stand, and the fields inside it."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_DEPTH = 100  # a pointer with more segments than this answers with its ancestor
NO_KEY = MAX_DEPTH + 1  # the depth of a field that no pointer leads to

Place = tuple[int, int]  # offsets into the text: start, and end exclusive


@dataclass(slots=True)
class Field:
    """Where a field stands and the fields inside it; those of an array are named "0", "1" and so on."""

    depth: int = 0
    key: Place | None = None
    value: Place | None = None
    is_settled: bool = False  # its own value or header was seen, not only that of a field inside it
    is_tables: bool = False  # made by [[...]]
    fields: dict[str, Field] = field(default_factory=dict)
    keys: list[Place] = field(default_factory=list)
    """Every place where its name is written: a table may have several headers."""

    def inner(self, name: str) -> Field:
        """The field of that name, made if it is new; below the greatest depth it is not kept."""
        if self.depth > MAX_DEPTH:
            return self  # however deep the text goes, one field stands for the rest
        found = self.fields.get(name)
        if found is None:
            found = Field(self.depth + 1)
            if found.depth <= MAX_DEPTH:
                self.fields[name] = found
        return found

    def next_element(self) -> Field:
        """A new field at the end of this array."""
        return self.inner(str(len(self.fields)))

    def last_table(self) -> Field:
        """What a header means by this name: the last of an array of tables, else the field itself."""
        return next(reversed(self.fields.values()), self) if self.is_tables else self

    def mention(self, key: Place, value: Place) -> None:
        """Stand here unless already seen: at a key or header that leads to a field inside this one."""
        self.keys.append(key)
        if self.value is None:
            self.key, self.value = key, value

    def settle(self, value: Place, key: Place | None = None) -> None:
        """Stand at its own value or header; in a document that defines a field twice the first counts."""
        if key is not None and key not in self.keys[-1:]:
            self.keys.append(key)
        if not self.is_settled:
            self.key, self.value, self.is_settled = key or self.key, value, True
