"""What every rule says of the examples on its page stays when the file is written otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
import tomli
import yaml

from flopguard.claims.prose import claims_in
from flopguard.finding import Finding
from flopguard.lint.named import named_place
from flopguard.lint.rule import Need, Rule, Subject
from flopguard.lint.run import lint
from flopguard.lint.selection import Selection
from flopguard.manifest.load import Loaded, load_bytes
from flopguard.reading.card import load_card_bytes
from flopguard.source import Source
from flopguard.syntax import Syntax
from tests.lint.support import AS_OF, checked_loaded, checked_text, manifest_text, subject_of_loaded
from tests.lint.test_all_rules import RULES, SAVED_AS, VERDICTS, Example, examples

BOM = b"\xef\xbb\xbf"
STRICT = Selection(strict=True)
PATH = "m.flopguard.toml"
Said = frozenset[tuple[str, ...]]

EXAMPLES = [
    pytest.param(rule, heading, example, id=f"{rule.code}-{heading}-{number}")
    for rule in RULES
    if rule.code not in SAVED_AS  # told in words: the example is a file that is saved otherwise
    for heading in ("Flagged", "Instead")
    for number, example in enumerate(examples(rule, heading))
]
MANIFESTS = [case for case in EXAMPLES if case.values[2].kind != "markdown"]
CARDS = [case for case in EXAMPLES if case.values[2].kind == "markdown"]


def text_of(rule: Rule, example: Example) -> str:
    """The whole manifest of an example."""
    is_asked = rule.needs is Need.VERDICTS and rule.code not in VERDICTS
    return checked_text(example) if is_asked else manifest_text(example)


def said(rule: Rule, heading: str, data: bytes, path: str = PATH) -> Said:
    """What all rules say of a manifest, by the names of its tables and without lines."""
    loaded = load_bytes(data, path)
    subject = _seen(rule, heading, loaded)
    found = lint(subject, Source(path, loaded.text, loaded.syntax), STRICT)
    assert all(finding.line is not None for finding in found)
    return frozenset(_told(finding, named_place(finding.at, loaded.manifest)) for finding in found)


def _told(f: Finding, at: str) -> tuple[str, ...]:
    """All of a finding but its line, and the numbers of tables in what it advises."""
    advice = re.sub(r"/[0-9]+\b", "/*", f.help)
    return (f.code, f.severity, f.confidence, at, f.message, advice, str(f.factor), f.fingerprint)


def _seen(rule: Rule, heading: str, loaded: Loaded) -> Subject:
    if loaded.manifest is None or rule.needs is not Need.VERDICTS:
        return subject_of_loaded(loaded)
    if rule.code in VERDICTS:
        return replace(subject_of_loaded(loaded), verdicts=VERDICTS[rule.code][heading])
    return checked_loaded(loaded)


def said_of_card(data: bytes, path: str = "x.md") -> Said:
    """What all rules say of a model card, without lines."""
    card = load_card_bytes(data, path)
    subject = Subject(
        problems=card.problems, claims=claims_in(card.text), front=card.front, text=card.text, as_of=AS_OF
    )
    found = lint(subject, Source(path, card.text, Syntax.MARKDOWN), STRICT)
    assert all(finding.line is not None for finding in found)
    return frozenset(_told(finding, finding.at) for finding in found)


SAVED: Mapping[str, Callable[[bytes], bytes]] = {
    "line ends": lambda data: data.replace(b"\n", b"\r\n"),
    "byte order mark": lambda data: BOM + data,
    "both": lambda data: BOM + data.replace(b"\n", b"\r\n"),
    "lines above": lambda data: b"\n\n\n" + data,
}


@pytest.mark.parametrize("rule, heading, example", MANIFESTS)
def test_a_manifest_saved_otherwise(rule: Rule, heading: str, example: Example) -> None:
    data = text_of(rule, example).encode()
    before = said(rule, heading, data)
    assert (rule.code in {code for code, *_ in before}) is (heading == "Flagged")
    assert {name: said(rule, heading, change(data)) for name, change in SAVED.items()} == dict.fromkeys(SAVED, before)
    assert said(rule, heading, data, "a/other name.toml") == before


@pytest.mark.parametrize("rule, heading, example", CARDS)
def test_a_card_saved_otherwise(rule: Rule, heading: str, example: Example) -> None:
    data = example.encode()
    before = said_of_card(data)
    assert (rule.code in {code for code, *_ in before}) is (heading == "Flagged")
    ways = {name: change for name, change in SAVED.items() if name != "lines above"}  # front matter stands on line 1
    assert {name: said_of_card(change(data)) for name, change in ways.items()} == dict.fromkeys(ways, before)
    assert said_of_card(data, "a/other name.md") == before


def blocks(text: str) -> list[str]:
    """The text before the first table, then each table with those that lie in it."""
    parts = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    found = [parts[0]]
    for part in parts[1:]:
        is_inside = "." in _name(part) and _name(found[-1]).partition(".")[0] == _name(part).partition(".")[0]
        if is_inside:
            found[-1] += part
        else:
            found.append(part)
    return [part if part.endswith("\n") else f"{part}\n" for part in found]


def _name(block: str) -> str:
    return block.partition("]")[0].lstrip("[")


@pytest.mark.parametrize("rule, heading, example", MANIFESTS)
def test_a_manifest_with_its_tables_in_another_order(rule: Rule, heading: str, example: Example) -> None:
    text = text_of(rule, example)
    head, *tables = blocks(text)
    assert said(rule, heading, (head + "".join(reversed(tables))).encode()) == said(rule, heading, text.encode())


def tree_of(text: str) -> object:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError:
        return None


SPOKEN = [case for case in MANIFESTS if tree_of(text_of(case.values[0], case.values[2])) is not None]


@pytest.mark.parametrize("rule, heading, example", SPOKEN)
def test_a_manifest_in_another_syntax(rule: Rule, heading: str, example: Example) -> None:
    text = text_of(rule, example)
    tree = tree_of(text)
    before = said(rule, heading, text.encode())
    assert said(rule, heading, yaml.safe_dump(tree, sort_keys=False, allow_unicode=True).encode(), "m.yaml") == before
    assert said(rule, heading, json.dumps(tree, default=str, indent=2, ensure_ascii=False).encode(), "m.json") == before
