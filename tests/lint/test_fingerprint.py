"""A fingerprint stays when lines move, tables change places or the file is saved otherwise; it tells findings apart."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.check import check_loaded
from flopguard.evaluate.facts import Settings
from flopguard.finding import Finding
from flopguard.manifest.load import load_bytes, load_text
from tests.lint.support import AS_OF

HEAD = 'manifest = 1\n\n[model]\nname = "x"\n'
TABLES = (
    '[[training]]\nname = "main"\ncomponent = "pretrain"\ntokens = "15e12"\nparameters = "7e9"\n'
    'hardware = [{ chip = "H100", count = 8, hours = 10 }]\n',
    '[[training]]\ncomponent = "rl_update"\nflop = "0"\n',
    '[[enhancement]]\nname = "a"\nkind = "architecture"\ngain = "3.1"\n',
    '[[enhancement]]\nname = "b"\nkind = "architecture"\ngain = "0.5"\n',
    '[[claim]]\nquantity = "effective_compute"\nvalue = "4x"\n',
    '[[claim]]\nquantity = "effective_compute"\nvalue = "5x"\n',
    '[[suppression]]\nrule = "FG404"\nreason = "none"\n',
)
TEXT = HEAD + "".join(TABLES)


def found(text: str | bytes, path: str = "m.toml") -> tuple[Finding, ...]:
    loaded = load_text(text, path) if isinstance(text, str) else load_bytes(text, path)
    return check_loaded(loaded, (), Settings(AS_OF)).findings


def prints(text: str | bytes, path: str = "m.toml") -> list[str]:
    return sorted(finding.fingerprint for finding in found(text, path))


def said(text: str | bytes, path: str = "m.toml") -> set[Finding]:
    """The findings without their lines."""
    return {replace(f, line=None, line_text=f.line_text.strip()) for f in found(text, path)}


def test_every_finding_has_a_fingerprint_of_its_own() -> None:
    assert len(prints(TEXT)) > 10
    assert len(set(prints(TEXT))) == len(prints(TEXT))
    assert all(len(print) == 16 for print in prints(TEXT))


@settings(max_examples=25)
@given(st.permutations(TABLES), st.integers(0, 50))
def test_the_order_of_tables_changes_no_finding_but_its_line(tables: list[str], lines: int) -> None:
    assert prints(HEAD + "\n" * lines + "".join(tables)) == prints(TEXT)
    told = {(f.code, f.message, f.fingerprint) for f in found(HEAD + "".join(tables))}
    assert told == {(f.code, f.message, f.fingerprint) for f in found(TEXT)}


@settings(max_examples=25)
@given(st.booleans(), st.booleans(), st.sampled_from(["m.toml", "a/b.flopguard.toml"]))
def test_how_a_file_is_saved_changes_no_finding(crlf: bool, mark: bool, path: str) -> None:
    text = TEXT.replace("\n", "\r\n") if crlf else TEXT
    data = b"\xef\xbb\xbf" * mark + text.encode()
    assert said(data, path) == said(TEXT)
    assert [f.line for f in found(data, path)] == [f.line for f in found(TEXT)]


@pytest.mark.parametrize(
    "old, new",
    [
        ('"0"', "'0'"),
        ("value = ", "value     =  "),
        ("[[claim]]", "\n# a comment\n[[claim]] # and one more"),
        ('kind = "architecture"\ngain = "3.1"', 'gain = "3.1"\nkind = "architecture"'),
    ],
)
def test_formatting_changes_no_fingerprint(old: str, new: str) -> None:
    assert old in TEXT
    assert prints(TEXT.replace(old, new)) == prints(TEXT)


def test_the_order_of_the_keys_in_yaml_changes_no_fingerprint() -> None:
    one = "manifest: 1\nmodel:\n  name: x\nclaim:\n- quantity: effective_compute\n  value: 4x\n"
    other = "# first\nclaim:\n- value: '4x'\n  quantity: effective_compute\nmodel: {name: x}\nmanifest: 1\n"
    assert prints(one, "m.yaml") == prints(other, "m.yaml")


def test_a_changed_value_is_another_finding() -> None:
    before, after = set(prints(TEXT)), set(prints(TEXT.replace('"4x"', '"6x"')))
    assert before - after
    assert after - before


def test_a_second_equal_fault_is_another_finding() -> None:
    twice = TEXT + TABLES[4]
    assert set(prints(TEXT)) < set(prints(twice))


def test_a_name_and_not_a_number_tells_tables_apart() -> None:
    renamed = TEXT.replace('name = "a"', 'name = "c"')
    assert set(prints(renamed)) != set(prints(TEXT))


SECRET = '[[training]]\ncomponent = "pretrain"\nconfidential = true\nname = "{}"\ntokens = "{}"\nparameters = "{}"\n'
OPEN = "[[training]]\ncomponent = 'rl_update'\nflop = '0'\n"


@settings(max_examples=25)
@given(st.integers(10**9, 10**13), st.integers(10**9, 10**15))
def test_a_confidential_figure_is_no_part_of_a_fingerprint(parameters: int, tokens: int) -> None:
    texts = (HEAD + OPEN + SECRET.format("n", tokens, parameters), HEAD + OPEN + SECRET.format("other", 1, 1))
    one, other = map(prints, texts)
    assert one == other


def test_a_file_that_cannot_be_used_has_fingerprints_too() -> None:
    phase = '[[training]]\ncomponent = "pretrain"\n'
    text = f'{HEAD}{phase}tokns = "1"\n{phase}token = "1"\n'
    moved = text.replace("[[training]]", "\n\n[[training]]")
    assert prints(text) == prints(moved)
    assert len(set(prints(text))) == 2


def test_shuffled_equal_faults_keep_their_set() -> None:
    tables = [TABLES[4]] * 3 + [TABLES[5]]
    expected = prints(HEAD + "".join(tables))
    random.Random(1).shuffle(tables)
    assert prints(HEAD + "".join(tables)) == expected
