"""The fields of a configuration, read so that all that is missing or malformed is told at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

HIDDEN = ("hidden_size", "n_embd", "d_model")
LAYERS = ("num_hidden_layers", "n_layer", "n_layers", "num_layers")
HEADS = ("num_attention_heads", "n_head", "n_heads", "num_heads")
KV_HEADS = ("num_key_value_heads", "num_kv_heads", "multi_query_group_num")
WIDTH = ("intermediate_size", "ffn_hidden_size", "n_inner", "ffn_dim", "ffn_hidden_dim")
VOCABULARY = ("vocab_size",)
MOST_LAYERS = 10_000
MOST = 10**12
"""No field of a shape is larger; a number beyond it is a slip and would only slow the arithmetic down."""


@dataclass(frozen=True, slots=True)
class Fields:
    """One table of a configuration. What is asked for and cannot be had is added to `lacks` and read as 1."""

    table: Mapping[str, object]
    at: str = ""
    lacks: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether a field is there and says something."""
        return self.table.get(name) is not None

    def whole(self, *names: str, default: int | None = None) -> int:
        """The number under the first of the names that says something; 0 is one."""
        name = next((name for name in names if self.has(name)), None)
        if name is None:
            return self._lack(names[0], default)
        value = self.table[name]
        if isinstance(value, float | Decimal) and math.isfinite(value) and value == int(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            self.lacks.append(f"{self.at}{name} as a whole number (it is {_told(value)})")
            return 1
        return value

    def maybe(self, *names: str) -> int | None:
        """The same, None where no name says anything."""
        return self.whole(*names) if any(map(self.has, names)) else None

    def sized(self, *names: str, default: int | None = None) -> int:
        """The same where 0 is no size."""
        value = self.whole(*names, default=default)
        if value == 0:
            self.lacks.append(f"{self.at}{names[0]} above 0")
        return value or 1

    def layers(self) -> int:
        """How many layers there are."""
        count = self.sized(*LAYERS)
        if count > MOST_LAYERS:
            self.lacks.append(f"{self.at}{LAYERS[0]} of at most {MOST_LAYERS}")
        return count if count <= MOST_LAYERS else 1

    def few(self, *names: str, default: int = 0) -> int:
        """A number of layers or modules, of which there are never very many."""
        count = self.whole(*names, default=default)
        if count > MOST_LAYERS:
            self.lacks.append(f"{self.at}{names[0]} of at most {MOST_LAYERS}")
        return min(count, MOST_LAYERS)

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no; what is not said is the default of the family."""
        value = self.table.get(name)
        if value is None or isinstance(value, bool):
            return default if value is None else bool(value)
        self.lacks.append(f"{self.at}{name} as true or false (it is {_told(value)})")
        return default

    def ratio(self, name: str, default: int) -> Fraction:
        """A factor, which need not be whole."""
        value = self.table.get(name)
        if value is None:
            return Fraction(default)
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not _is_ratio(value):
            self.lacks.append(f"{self.at}{name} as a number (it is {_told(value)})")
            return Fraction(default)
        return Fraction(str(value))

    def words(self, name: str, count: int) -> tuple[str, ...] | None:
        """A word for each of `count` layers, where there is such a list; one of another length is told."""
        value = self.table.get(name)
        if value is None:
            return None
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != count:
            self.lacks.append(f"{self.at}{name} with one entry for each of the {count} layers")
            return None
        return tuple(str(entry) for entry in value)

    def numbers(self, name: str) -> tuple[int, ...] | None:
        """A list of whole numbers, where there is one."""
        value = self.table.get(name)
        if value is None:
            return None
        plain = isinstance(value, Sequence) and not isinstance(value, str)
        if not plain or not all(isinstance(entry, int) and 0 <= entry <= MOST for entry in value):  # type: ignore[attr-defined]
            self.lacks.append(f"{self.at}{name} as a list of whole numbers")
            return None
        return tuple(int(entry) for entry in value)  # type: ignore[attr-defined]

    def inner(self, name: str) -> Fields:
        """A table within; a missing one is told."""
        value = self.table.get(name)
        if not isinstance(value, Mapping):
            self.lacks.append(f"{self.at}{name}")
            value = {}
        return Fields(value, f"{self.at}{name}/", self.lacks)

    def divided(self, what: str, total: int, parts: int) -> int:
        """`total` shared out among `parts`, which has to come out even."""
        if self.lacks and 1 in {total, parts}:
            return 1  # one of the two could not be had, which is told already
        if parts == 0 or total % parts:
            self.lacks.append(f"{self.at}{what} ({parts} do not divide {total})")
            return 1
        return total // parts

    def _lack(self, name: str, default: int | None) -> int:
        if default is None:
            self.lacks.append(f"{self.at}{name}")
            return 1
        return default


def _is_ratio(value: float | Decimal) -> bool:
    return math.isfinite(value) and 0 < value <= MOST


def _told(value: object) -> str:
    """A value in a message, short and on one line."""
    if isinstance(value, int | float | Decimal):
        return str(value)[:40]
    text = " ".join(str(value).split())
    return f"'{text[:40]}'" if isinstance(value, str) else text[:40]
