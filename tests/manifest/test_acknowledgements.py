"""Acknowledgements in a file of another owner: read whole or not at all, and only for the models that they name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flopguard.check import check_loaded
from flopguard.manifest.acknowledgements import (
    AcknowledgementFile,
    NamedModel,
    SharedAcknowledgement,
    acknowledgements_of_text,
    load_acknowledgements,
    with_acknowledgements,
)
from flopguard.manifest.load import load_text
from flopguard.manifest.types import Acknowledgement, Model
from flopguard.problems import Problem
from tests.evaluate.support import card, policy, pretrain, read, settings

ROW = """
[[acknowledgement]]
model = { name = "M" }
trigger = "p/t"
policy_version = "v1"
up_to = "2x"
by = "x@example.com"
reason = "notified"
date = 2026-01-01
expires = 2026-12-31
"""
HEAD = "acknowledgements = 1\n"


def read_file(text: str) -> AcknowledgementFile:
    found = acknowledgements_of_text(text)
    assert isinstance(found, AcknowledgementFile), found
    return found


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text(HEAD + ROW + 'evidence = "https://example.com"\n', encoding="utf-8")
    found = load_acknowledgements(tmp_path / "known.toml")
    assert isinstance(found, AcknowledgementFile)
    (row,) = found.acknowledgement
    assert row == SharedAcknowledgement(
        model=NamedModel(name="M"),
        trigger="p/t",
        policy_version="v1",
        up_to=row.up_to,
        by="x@example.com",
        reason="notified",
        date=date(2026, 1, 1),
        expires=date(2026, 12, 31),
        evidence="https://example.com",
    )
    assert row.up_to.estimate.low == 2


def test_a_file_without_rows_is_a_file() -> None:
    assert read_file(HEAD).acknowledgement == ()


EXACT = "one value is needed here, not an interval or a bound"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", [("missing-key", "", "the document has no 'acknowledgements'")]),
        ("acknowledgements = 2\n", [("wrong-value", "/acknowledgements", "'2' is not a value of acknowledgements")]),
        ("acknowledgements = \n", [("invalid-syntax", "", "not valid TOML: invalid value")]),
        (
            HEAD + ROW.replace('model = { name = "M" }\n', ""),
            [("missing-key", "/acknowledgement/0", "[acknowledgement] has no 'model'")],
        ),
        (
            HEAD + ROW.replace("name", "nme"),
            [
                ("missing-key", "/acknowledgement/0/model", "[acknowledgement.model] has no 'name'"),
                ("unknown-key", "/acknowledgement/0/model/nme", "unknown key 'nme' in [acknowledgement.model]"),
            ],
        ),
        (
            HEAD + ROW.replace("2026-12-31", "2025-12-31"),
            [("wrong-value", "/acknowledgement/0/expires", "expires 2025-12-31 lies before date 2026-01-01")],
        ),
        (HEAD + ROW.replace('"2x"', '">=2x"'), [("malformed-quantity", "/acknowledgement/0/up_to", EXACT)]),
        (HEAD + ROW.replace('"2x"', '"2x..3x"'), [("malformed-quantity", "/acknowledgement/0/up_to", EXACT)]),
        (HEAD + ROW.replace('"2x"', '"2x ±10%"'), [("malformed-quantity", "/acknowledgement/0/up_to", EXACT)]),
        (
            HEAD + ROW.replace('"2x"', '{ value = "2x", high = "3x" }'),
            [("malformed-quantity", "/acknowledgement/0/up_to/value", EXACT)],
        ),
        (
            HEAD + ROW.replace('"2x"', "0"),
            [("number-out-of-range", "/acknowledgement/0/up_to", "0 is not a possible value here")],
        ),
        (
            HEAD + ROW.replace('"2x"', '"1e25 FLOP"'),
            [("wrong-dimension", "/acknowledgement/0/up_to", "'1e25 FLOP' is in FLOP; x is needed here")],
        ),
        (
            HEAD + ROW.replace("2026-12-31", '"2026-12"'),
            [
                (
                    "malformed-date",
                    "/acknowledgement/0/expires",
                    "'2026-12' is not a whole date",
                )
            ],
        ),
        ("manifest = 1\n" + HEAD, [("unknown-key", "/manifest", "unknown key 'manifest'")]),
    ],
)
def test_a_file_with_a_mistake_is_not_used(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = acknowledgements_of_text(text)
    assert isinstance(found, tuple)
    assert [(problem.kind, problem.at, problem.message) for problem in found] == expected


def test_one_bad_row_keeps_the_good_ones_from_counting() -> None:
    assert isinstance(acknowledgements_of_text(HEAD + ROW + ROW.replace('"2x"', '"much"')), tuple)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert load_acknowledgements(str(tmp_path / "nothing.toml")) == (
        Problem(kind="unreadable-file", at="", message="the file does not exist", help="check the path"),
    )


NAMED = [
    ('name = "M"', True),
    ('name = "M", version = "1"', True),
    ('name = "M", developer = "Lab"', True),
    ('name = "M", version = "1", developer = "Lab"', True),
    ('name = "M", version = "2"', False),
    ('name = "M", developer = "Other"', False),
    ('name = "m"', False),
    ('name = "M-large"', False),
]


@pytest.mark.parametrize("named, fits", NAMED)
def test_a_row_counts_for_the_model_that_it_names(named: str, fits: bool) -> None:
    rows = read_file(HEAD + ROW.replace('name = "M"', named)).acknowledgement
    loaded = read(card(pretrain("2e25"), complete=True, model='version = "1"\ndeveloper = "Lab"'))
    merged = with_acknowledgements(loaded, rows)
    (found,) = check_loaded(merged, [policy()], settings()).verdicts
    assert (found.acknowledgement is not None) is fits
    assert (merged.text, merged.digest, merged.path) == (loaded.text, loaded.digest, loaded.path)


def test_a_row_with_a_version_does_not_count_for_a_model_without_one() -> None:
    rows = read_file(HEAD + ROW.replace('name = "M"', 'name = "M", version = "1"')).acknowledgement
    loaded = read(card(pretrain("2e25"), complete=True))
    assert with_acknowledgements(loaded, rows) is loaded


def test_rows_come_after_those_of_the_manifest_and_are_of_their_kind() -> None:
    own = ROW.replace('model = { name = "M" }\n', "").replace("x@example.com", "own@example.com")
    rows = read_file(HEAD + ROW).acknowledgement
    merged = with_acknowledgements(read(card(pretrain("2e25"), complete=True, more=own)), rows)
    assert merged.manifest is not None
    found = merged.manifest.acknowledgement
    assert [(type(entry), entry.by) for entry in found] == [
        (Acknowledgement, "own@example.com"),
        (Acknowledgement, "x@example.com"),
    ]


def test_a_manifest_that_cannot_be_used_stays_as_it_is() -> None:
    broken = load_text("manifest = 1\n")
    assert with_acknowledgements(broken, read_file(HEAD + ROW).acknowledgement) is broken


def test_every_key_of_a_row_is_one_of_an_acknowledgement_but_the_model() -> None:
    own, shared = (set(kind.__dataclass_fields__) for kind in (Acknowledgement, SharedAcknowledgement))
    assert shared - own == {"model"}
    assert set(NamedModel.__dataclass_fields__) <= set(Model.__dataclass_fields__)
