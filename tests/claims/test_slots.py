"""The slots of claims in prose: a table of sentences with their labels, what may not matter, and what may only help."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.claims.terms.slots import SLOTS, slots_of
from flopguard.result import Claim

QUANTITIES = (
    "training_compute",
    "effective_compute",
    "algorithmic_gain",
    "relative_compute",
    "chip_hours",
    "hardware_time",
    "chips",
    "tokens",
    "steps",
    "utilisation",
    "throughput",
    "rate",
    "energy",
    "cost",
    "emissions",
)
LEVELS = {"given": 2, "partly": 1, "missing": 0}
WITH_DATE = "The run began on 3 May 2024."

with (Path(__file__).parent / "slots.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def claim(quantity: str, text: str, relative_to: str = "") -> Claim:
    return Claim(at="/claim", quantity=quantity, value="1", unit="", text=text, slots={}, relative_to=relative_to)


def passage_of(row: dict[str, str]) -> str:
    """The sentence under its headings, or the row under the head of its table."""
    above = row["above"].split(" / ") if row["above"] else []
    return "\n".join([*(f"| {head} |" if "," in head else f"# {head}" for head in above), row["text"]])


def slots(row: dict[str, str]) -> dict[str, str]:
    return slots_of(claim(row["quantity"], row["text"]), passage_of(row))


@pytest.mark.parametrize("row", [pytest.param(row, id=row["text"][:60]) for row in ROWS])
def test_the_slots_of_a_sentence(row: dict[str, str]) -> None:
    assert slots(row) == {slot: row[slot] for slot in SLOTS}


def test_every_label_of_every_slot_is_in_the_table() -> None:
    for slot in SLOTS:
        assert {row[slot] for row in ROWS} >= set(LEVELS)
    assert len(ROWS) >= 80


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_case_of_ordinary_words_and_spacing_change_nothing(row: dict[str, str], data: st.DataObject) -> None:
    change = data.draw(st.sampled_from((str.upper, str.title)))
    words = passage_of(row).split(" ")
    ordinary = [number for number, word in enumerate(words) if re.fullmatch(r"[a-z]+[,.;:]?", word)]
    chosen = data.draw(st.sets(st.sampled_from(ordinary))) if ordinary else set()
    text = " ".join(change(word) if number in chosen else word for number, word in enumerate(words))
    spaced = re.sub(r" (?=\w)", data.draw(st.sampled_from((" ", "  ", " \t ", "\u00a0"))), text)
    own = spaced.split("\n")[-1]
    assert slots_of(claim(row["quantity"], own), spaced) == slots(row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_a_sentence_with_a_date_never_takes_the_date_away(row: dict[str, str]) -> None:
    before = LEVELS[slots(row)["date"]]
    beside = slots_of(claim(row["quantity"], row["text"]), f"{passage_of(row)} {WITH_DATE}")
    within = slots_of(claim(row["quantity"], f"{row['text']} {WITH_DATE}"), f"{passage_of(row)} {WITH_DATE}")
    assert beside["date"] == within["date"] == "given"
    assert before <= LEVELS["given"]


TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from([w for row in ROWS for w in row["text"].split()] + ["\n", "#", "|", "-"]), max_size=60
    ).map(" ".join),
)


@given(quantity=st.sampled_from(QUANTITIES), text=TEXTS, passage=TEXTS, relative_to=st.just("") | TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_words_have_slots_and_always_the_same(quantity: str, text: str, passage: str, relative_to: str) -> None:
    found = slots_of(claim(quantity, text, relative_to), passage)
    assert tuple(found) == SLOTS
    assert set(found.values()) <= {*LEVELS, "n/a"}
    assert found == slots_of(claim(quantity, text, relative_to), passage)
    assert "n/a" not in {found["scale"], found["date"], found["phases"]}


@given(quantity=st.sampled_from(QUANTITIES), text=TEXTS, passage=TEXTS, added=TEXTS)
@settings(max_examples=150, deadline=None)
def test_more_words_beside_a_claim_never_lower_its_date(quantity: str, text: str, passage: str, added: str) -> None:
    stated = text or "A claim."
    before = slots_of(claim(quantity, stated), passage)["date"]
    after = slots_of(claim(quantity, stated), f"{passage}\n\nThe run ended in May 2024. {added}")["date"]
    assert LEVELS[after] >= LEVELS[before]


@pytest.mark.parametrize("junk", ["9" * 5_000, "gpt" + "1" * 5_000, "a-" * 2_000, "1,000 " * 800, "of " * 1_500])
@pytest.mark.parametrize("quantity", ["chip_hours", "algorithmic_gain"])
def test_a_long_line_takes_no_time_to_speak_of(junk: str, quantity: str) -> None:
    assert slots_of(claim(quantity, junk), junk)["phases"] == "missing"
