"""An item of a list is read with the other items of its list, unless two of them state the same quantity."""

import pytest

from flopguard.claims.cards.passages import passages_of
from flopguard.claims.prose import claims_in

ITEMS = {
    "parameters": "Parameters: 2.7B",
    "tokens": "Training tokens: **1.4T**",
    "chips": "GPUs: 96xA100-80G",
    "time": "Training time: 14 days",
    "dates": "Trained from 3 May to 17 May 2024",
}


def slots(text: str, written: str) -> dict[str, str]:
    """The slots of the claim that is written so."""
    return next(claim.slots for claim in claims_in(text) if claim.written == written)


def card(*names: str, mark: str = "- ") -> str:
    return "# Heron\n\n" + "".join(f"{mark}{ITEMS[name]}\n" for name in names)


@pytest.mark.parametrize("mark", ["- ", "* ", "1. "])
def test_size_and_data_of_another_item_fix_the_scale(mark: str) -> None:
    assert slots(card("chips", "time", mark=mark), "14 days")["scale"] == "partly"
    assert slots(card("parameters", "chips", "time", mark=mark), "14 days")["scale"] == "given"
    assert slots(card("tokens", "chips", "time", mark=mark), "14 days")["scale"] == "given"


def test_the_dates_of_another_item_are_those_of_the_run() -> None:
    assert slots(card("chips", "time"), "14 days")["date"] == "partly"
    assert slots(card("chips", "time", "dates"), "14 days")["date"] == "given"
    assert slots(card("dates", "chips", "time"), "14 days")["date"] == "given"


def test_an_item_does_not_know_another_list() -> None:
    other = f"{card('chips', 'time')}\nMore:\n\n* {ITEMS['dates']}\n"
    assert slots(other, "14 days")["date"] == "partly"


def test_an_item_far_away_says_nothing() -> None:
    between = "".join(f"- Seed {number}\n" for number in range(20))
    assert slots(f"{card('chips', 'time')}{between}- {ITEMS['dates']}\n", "14 days")["date"] == "partly"
    assert slots(f"- {ITEMS['dates']}\n{between}- {ITEMS['chips']}\n- {ITEMS['time']}\n", "14 days")["date"] == "partly"


def test_two_items_with_the_same_quantity_stand_alone() -> None:
    text = "- SFT: 100 H100 hours\n- DPO: 30 H100 hours, trained in May 2024\n"
    assert slots(text, "100 H100 hours")["date"] == "missing"
    assert slots(text.replace("30 H100 hours, trained", "Trained"), "100 H100 hours")["date"] == "given"


def test_an_item_is_not_beside_itself() -> None:
    passage = next(iter(list(passages_of(card("chips", "time")))))
    assert passage.around(passage.text.text).splitlines() == ["# Heron", ITEMS["chips"], f"- {ITEMS['time']}"]
