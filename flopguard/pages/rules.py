"""The pages of the lint rules, by code or name, read from a table that is made from the rules.

The table spares `flopguard explain` the import of every type that rules look at; `scripts/make_snapshots.py` makes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from flopguard.bundled import data_dir
from flopguard.errors import UsageError

NAME = "rules.json"
FORMAT = "flopguard-rules/1"
FAMILIES = {
    "FG0": "files: syntax, unknown and missing keys, references",
    "FG1": "units and numbers",
    "FG2": "actual compute",
    "FG3": "effective compute and gains",
    "FG4": "benchmarks and elicitation",
    "FG5": "policies and claims about them",
    "FG6": "sources",
    "FG7": "what the text of a policy leaves open; run by `flopguard policy lint`",
}

Entry = Mapping[str, Any]
_HEAD = re.compile(r'\{"code": "(?P<code>[^"]*)", "name": "(?P<name>[^"]*)", "formerly": (?P<formerly>\[[^]]*\])')
"""How the line of a rule begins in the table."""


def rule_page(code_or_name: str) -> str:
    """The page of the rule of this code or name, whatever the case. Raises UsageError naming the nearest ones."""
    page: str = find_rule(code_or_name)["page"]
    return page


def find_rule(code_or_name: str) -> Entry:
    """The rule of this code, or of this name or one that it once had. Raises UsageError.

    Only its own line of the table is read: the whole table takes longer than all the rest of the command.
    """
    wanted = code_or_name.strip()
    names: dict[str, str] = {}
    lines: dict[str, str] = {}
    for line in _table().splitlines():
        if head := _HEAD.match(line):
            lines[head["code"]] = line
            names.update((name, head["code"]) for name in (head["name"], *json.loads(head["formerly"])))
    code = wanted.upper() if wanted.upper() in lines else names.get(wanted.casefold().replace("_", "-"))
    if code is None:
        raise UsageError(f"there is no rule '{wanted[:60]}'; {_advice(wanted, names)}")
    entry: Entry = json.loads(lines[code].removesuffix(","))
    return entry


def _table() -> str:
    return (data_dir() / NAME).read_text(encoding="utf-8")


def all_entries() -> tuple[Entry, ...]:
    """Every rule, by code: those about manifests and those about the text of policies."""
    return tuple(json.loads(_table())["rules"])


def rules_text() -> str:
    """Every rule on a line, by family."""
    return "\n".join(_listed(all_entries())) + "\n"


def _listed(entries: tuple[Entry, ...]) -> Iterator[str]:
    width = max(len(entry["name"]) for entry in entries)
    for family, about in FAMILIES.items():
        yield f"{family}: {about.replace('`', '')}\n"
        for entry in entries:
            if entry["family"] == family:
                yield f"  {entry['code']}  {entry['name']:{width}}  {'; '.join(marks_of(entry))}"
        yield ""
    yield "`flopguard explain CODE` prints the page of one, with examples."


def marks_of(entry: Entry) -> Iterator[str]:
    """What is known of a rule in a few words: how bad, how sure, when it runs, what is fixed."""
    confidence = entry["confidence"]
    yield f"{entry['severity']}, {confidence}" if confidence else entry["severity"]
    if entry["strict"]:
        yield "strict set only"
    if entry["fixable"]:
        yield f"fix: {', '.join(entry['fixable'])}"


def rules_json(entries: tuple[Entry, ...], version: str) -> str:
    """The rules as JSON, in a form that other tools may rely on."""
    body = {"format": FORMAT, "version": version, "rules": list(entries)}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _advice(wanted: str, names: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    near_codes = set(get_close_matches(wanted.upper(), names.values(), n=3, cutoff=0.75))
    near_names = set(get_close_matches(wanted.casefold(), names, n=3))
    near = [f"{code} ({name})" for name, code in names.items() if name in near_names or code in near_codes]
    if near:
        return f"did you mean {' or '.join(near[:3])}?"
    return f"codes run from {min(names.values())} to {max(names.values())}"
