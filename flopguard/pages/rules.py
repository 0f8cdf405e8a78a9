"""The pages of the lint rules, by code or name, read from a table that is made from the rules.

The table spares `flopguard explain` the import of every type that rules look at; `scripts/make_snapshots.py` makes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from flopguard.bundled import data_dir
from flopguard.errors import UsageError

NAME = "rules.json"


def rule_page(code_or_name: str) -> str:
    """The page of the rule of this code or name, whatever the case. Raises UsageError naming the nearest ones."""
    rules: dict[str, dict[str, str]] = json.loads((data_dir() / NAME).read_text(encoding="utf-8"))
    wanted = code_or_name.strip()
    names = {entry["name"]: code for code, entry in rules.items()}
    code = wanted.upper() if wanted.upper() in rules else names.get(wanted.casefold().replace("_", "-"))
    if code is None:
        raise UsageError(f"there is no rule '{wanted[:60]}'; {_advice(wanted, names)}")
    return rules[code]["page"]


def _advice(wanted: str, names: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    near_codes = set(get_close_matches(wanted.upper(), names.values(), n=3, cutoff=0.75))
    near_names = set(get_close_matches(wanted.casefold(), names, n=3))
    near = [f"{code} ({name})" for name, code in names.items() if name in near_names or code in near_codes]
    if near:
        return f"did you mean {' or '.join(near[:3])}?"
    return f"codes run from {min(names.values())} to {max(names.values())}"
