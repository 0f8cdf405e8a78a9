"""What holds of every mended file: a second run changes nothing, no number does, and it says the same as before."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.fixing.figures import numbers_in
from flopguard.manifest.types import Manifest
from flopguard.source import BYTE_ORDER_MARK
from tests.fixing.support import fixed, looked_at

KEYS = [
    "tokens",
    "Tokens",
    "tokns",
    "TOKENS",
    "flop",
    "FLOP",
    "flops",
    "params",
    "started",
    "status",
    "zzz",
    "duration",
]
VALUES = [
    "3e25 FLOPs",
    "3e25 FLOPS",
    "3e15 FLOP/s",
    "at least 1e12",
    "1e24 to 5e24",
    "15 bn",
    "2026/3/1",
    "Done",
    "completed",
    "54 Days",
    "1e6 GPU hours",
    "~3e25",
    "-4",
    "3,8",
    "x",
]
COMPONENTS = ["Pretrain", "pretrain", "pretraim", "SFT", "rl", "RL rollout"]
PLACES = ["training", "Training", "trainng"]
HEADS = ['manifest = 1\n[model]\nname = "x"\n', '[model]\nname = "x"\n', 'Manifest = 1\n[model]\nNAME = "x"\n']

pairs = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=4)
phases = st.tuples(st.sampled_from(PLACES), st.sampled_from(COMPONENTS), pairs)


def toml(head: str, tables: list[tuple[str, str, dict[str, str]]]) -> str:
    parts = [head]
    for place, component, values in tables:
        lines = [f'{key} = "{value}"  # kept' for key, value in values.items()]
        parts.append("\n".join([f"[[{place}]]", f"component = '{component}'", *lines, ""]))
    return "".join(parts)


texts = st.builds(toml, st.sampled_from(HEADS), st.lists(phases, max_size=3))


def figures(text: str) -> Counter[str]:
    """The numbers of a text; the version of the format, and the zeros of a date, are none."""
    return Counter({number: count for number, count in numbers_in(text).items() if number != "1"})


@settings(deadline=None, max_examples=60)
@given(texts, st.booleans())
def test_a_second_run_changes_nothing_and_no_number_changes(text: str, unsafe: bool) -> None:
    found = fixed(text, unsafe=unsafe)
    assert fixed(found.text, unsafe=unsafe).text == found.text
    assert figures(found.text) == figures(text)


@settings(deadline=None, max_examples=40)
@given(texts, st.booleans())
def test_what_was_fixed_is_gone_and_comments_stay(text: str, unsafe: bool) -> None:
    found = fixed(text, unsafe=unsafe)
    left = {(known.code, known.at, known.message) for known in looked_at(found.text).findings}
    assert not left & {(known.code, known.at, known.message) for known in found.fixed}
    assert found.text.count("# kept") == text.count("# kept")
    assert bool(found.fixed) is found.is_changed
    assert looked_at(found.text).readable or not looked_at(text).readable


@settings(deadline=None, max_examples=30)
@given(texts)
def test_line_ends_and_a_mark_change_nothing_else(text: str) -> None:
    plain = fixed(text, unsafe=True).text
    assert fixed(text.replace("\n", "\r\n"), unsafe=True).text == plain.replace("\n", "\r\n")
    assert fixed(BYTE_ORDER_MARK + text, unsafe=True).text == plain


def test_every_other_name_means_a_key_that_there_is() -> None:
    from flopguard.document import known_keys
    from flopguard.lint.fixes.keys import OTHER_NAMES
    from flopguard.lint.fixes.words import OTHER_WORDS
    from flopguard.lint.fixes.words import words_at as words

    places = ("", "/model", "/data", "/architecture", "/training/0", "/training/0/hardware/0")
    known = {
        key
        for at in places
        for key in known_keys(Manifest, [int(p) if p.isdecimal() else p for p in at.split("/")[1:]])
    }
    assert set(OTHER_NAMES.values()) <= known
    assert not set(OTHER_NAMES) & known
    lists = (
        "/training/0/component",
        "/training/0/status",
        "/model/base/0/relation",
        "/model/inputs/0",
        "/placement/0/evidence",
    )
    assert set(OTHER_WORDS.values()) <= {word for at in lists for word in words(at)}


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("3.8e25 FLOP ±10%", ["3.8e25", "10"]),
        ("h100-sxm5-80gb", []),
        ("15.6T", ["15.6"]),
        ("2026-03-01", ["2026", "3", "1"]),
        ("1e24..5e24", ["1e24", "5e24"]),
        ("1_000", ["1_000"]),
        ("0", ["0"]),
    ],
)
def test_what_is_a_number(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == Counter(numbers)
