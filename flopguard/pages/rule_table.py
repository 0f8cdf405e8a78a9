"""The table of the rules that is made ahead, and the pages of the documentation, from the rules themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from flopguard.lint.rule import Rule
from flopguard.pages.rules import FAMILIES, FORMAT, Entry
from flopguard.policy.lint.rule import PolicyRule

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_EXAMPLE = re.compile(r"^```(toml|text|yaml|json|markdown)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def entry_of(rule: Rule | PolicyRule) -> dict[str, Any]:
    """All that is told of a rule, by stable names."""
    about_manifests = isinstance(rule, Rule)
    entry = {
        "code": rule.code,
        "name": rule.name,
        "formerly": list(rule.formerly) if isinstance(rule, Rule) else [],
        "family": rule.code[:3],
        "about": "manifest" if about_manifests else "policy",
        "severity": rule.severity.value,
        "confidence": rule.confidence.value if isinstance(rule, Rule) else None,
        "strict": rule.strict if isinstance(rule, Rule) else False,
        "since": rule.since,
        "covers": list(rule.covers),
        "fixable": list(rule.fixes) if isinstance(rule, Rule) else [],
        "summary": rule.doc.partition("\n")[0].removesuffix("."),
        "examples": {heading.lower(): list(_examples(rule.doc, heading)) for heading in ("Flagged", "Instead")},
    }
    return {**entry, "page": page_of(entry, rule.doc)}


def page_of(entry: Entry, doc: str) -> str:
    """The page of a rule: its name, what is known of it, and its docstring."""
    return f"# {entry['code']} {entry['name']}\n\n{' '.join(_head(entry))}\n\n{doc}\n"


def _head(entry: Entry) -> Iterator[str]:
    confidence = f", confidence: {entry['confidence']}" if entry["confidence"] else ""
    yield f"Severity: {entry['severity']}{confidence}. Since {entry['since']}."
    if entry["formerly"]:
        yield f"Formerly {', '.join(entry['formerly'])}."
    if entry["strict"]:
        yield "Part of the strict set, which runs only where it is asked for."
    if entry["fixable"]:
        unsafe = {"safe": "`--fix`", "unsafe": "`--fix --unsafe-fixes`"}
        yield f"Fixed by {' and '.join(unsafe[kind] for kind in entry['fixable'])} where it can be."


def _examples(doc: str, heading: str) -> Iterator[str]:
    parts = _HEADING.split(doc)
    for title, text in zip(parts[1::2], parts[2::2], strict=True):
        if title == heading:
            yield from (found[2] for found in _EXAMPLE.finditer(text))


def table_text(rules: Iterable[Rule | PolicyRule]) -> str:
    """The table as it is kept beside the code, a rule a line, so that one can be read without the others."""
    entries = sorted(map(entry_of, rules), key=lambda entry: str(entry["code"]))
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'{{"format": {json.dumps(FORMAT)}, "rules": [\n{lines}\n]}}\n'


# --- pages of the documentation ----------------------------------------------------------------------------------

_HEAD = ("| rule | severity | confidence | strict | fix | about |", "| --- | --- | --- | --- | --- | --- |")


def rule_index(entries: Iterable[Entry]) -> str:
    """The table of all rules by family, each with a link to its page."""
    known = list(entries)
    lines = [
        "# Rules\n",
        f"{len(known)} rules, one page each. `flopguard explain CODE` prints the same page, and "
        "`flopguard explain --all --format json` all of them. A released code keeps its meaning, and a rule that is "
        "renamed goes on answering to its former name.\n",
    ]
    for family, about in FAMILIES.items():
        rows = [_row(entry) for entry in known if entry["family"] == family]
        lines += [f"## {family}: {about}\n", *_HEAD, *rows, ""]
    return "\n".join(lines)


def _row(entry: Entry) -> str:
    code, name = entry["code"], entry["name"]
    marks = (entry["confidence"] or "", "strict" if entry["strict"] else "", ", ".join(entry["fixable"]))
    summary = entry["summary"].replace("|", "\\|")
    return f"| [{code}]({code}.md) {name} | {entry['severity']} | {' | '.join(marks)} | {summary} |"


def rule_schema(dialect: str) -> dict[str, Any]:
    """The JSON Schema of `flopguard explain --all --format json`. Every key is always there, and there is no other."""
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    entry = {
        "code": {"type": "string", "pattern": "^FG[0-9]{3}$"},
        "name": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "formerly": texts,
        "family": {"enum": list(FAMILIES)},
        "about": {"enum": ["manifest", "policy"]},
        "severity": {"enum": ["error", "warning", "info"]},
        "confidence": {"enum": ["certain", "likely", "possible", None]},
        "strict": {"type": "boolean"},
        "since": text,
        "covers": texts,
        "fixable": {"type": "array", "items": {"enum": ["safe", "unsafe"]}},
        "summary": text,
        "examples": _closed({"flagged": texts, "instead": texts}),
        "page": text,
    }
    body = {"format": {"const": FORMAT}, "version": text, "rules": {"type": "array", "items": _closed(entry)}}
    return {
        "$schema": dialect,
        "$id": "urn:flopguard:schema:rules:1",
        "title": "flopguard rules, version 1",
        **_closed(body),
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
