"""Where a claim stands: its headings, its line and its columns, however the card is written."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.claims.prose import claims_in
from flopguard.source import BYTE_ORDER_MARK

CARD = """---
license: mit
training_compute: 1e20 FLOP
---
# Model *M*

Intro with no figures.

## Training Data & Compute

The model was **pre-trained** on 15T [tokens](https://example.org/9T(1)) with `3.8e25 FLOP`
in all; it used 10<sup>5</sup> GPU hours &amp; 1,022 MWh.

> We reached an MFU of
> about 38%.

- GPUs: 8xH100
  - Training time: 5 days

| Model | GPU hours | Note |
|---|--:|---|
| 8B | **1,300,000** | a \\| b |
| 70B |6.4M| |

<table>
<tr><th>Model</th><th>Emissions (tCO2eq)</th></tr>
<tr><td>8B</td><td><b>420</b></td></tr>
</table>
"""
PLACES = [
    ("/model-m/training-data-compute", "tokens", 11, "15T [tokens"),
    ("/model-m/training-data-compute", "training_compute", 11, "3.8e25 FLOP"),
    ("/model-m/training-data-compute", "chip_hours", 12, "10<sup>5</sup> GPU hours"),
    ("/model-m/training-data-compute", "energy", 12, "1,022 MWh"),
    ("/model-m/training-data-compute", "utilisation", 15, "38%"),
    ("/model-m/training-data-compute", "chips", 17, "8xH100"),
    ("/model-m/training-data-compute", "chip_hours", 22, "1,300,000"),
    ("/model-m/training-data-compute", "chip_hours", 23, "6.4M"),
    ("/model-m/training-data-compute", "emissions", 27, "420"),
]


def places(text: str) -> list[tuple[str, str, int | None, str]]:
    lines = text.removeprefix(BYTE_ORDER_MARK).split("\n")
    return [
        (
            claim.at,
            claim.quantity,
            claim.line,
            lines[(claim.line or 1) - 1][(claim.column or 1) - 1 : (claim.end_column or 1) - 1],
        )
        for claim in claims_in(text)
    ]


def test_every_place_is_right() -> None:
    found = places(CARD)
    assert [place for place in found if place in PLACES] == PLACES
    assert [place for place in found if place not in PLACES] == [
        ("/model-m/training-data-compute", "hardware_time", 18, "5 days")
    ]


@pytest.mark.parametrize(
    "rewritten", [CARD.replace("\n", "\r\n"), BYTE_ORDER_MARK + CARD, BYTE_ORDER_MARK + CARD.replace("\n", "\r\n")]
)
def test_line_ends_and_a_byte_order_mark_change_nothing(rewritten: str) -> None:
    assert places(rewritten) == places(CARD)
    assert [claim.text for claim in claims_in(rewritten)] == [claim.text for claim in claims_in(CARD)]


@pytest.mark.parametrize(
    "text, quantity, written",
    [
        (
            "トレーニングには\u3000\uff13\uff0e\uff18\uff45\uff12\uff15\u3000FLOP を使用した。",
            "training_compute",
            "\uff13\uff0e\uff18\uff45\uff12\uff15\u3000FLOP",
        ),
        ("\tTraining", None, ""),
        ("a\tb\tTraining used 3e25 FLOP", "training_compute", "3e25 FLOP"),
        ("\\*Training\\* used 3e25 FLOP", "training_compute", "3e25 FLOP"),
        ("Training used 3e25\u00a0FLOP", "training_compute", "3e25\u00a0FLOP"),
        ("| GPU hours\n|---|\n| 5,000 | 6 | 7\n", "chip_hours", "5,000"),
        ("1. Training used\n   3e25 FLOP", "training_compute", "3e25 FLOP"),
        ("Setext\n===\n\nTraining used 3e25 FLOP", "training_compute", "3e25 FLOP"),
        ("# Trained with 3e25 FLOP", "training_compute", "3e25 FLOP"),
        ("<div>\nTraining used <b>3e25</b> FLOP</div>", "training_compute", "3e25</b> FLOP"),
    ],
)
def test_what_is_written_is_what_stands_there(text: str, quantity: str | None, written: str) -> None:
    found = places(text)
    assert [(place[1], place[3]) for place in found] == ([(quantity, written)] if quantity else [])


PIECES = (
    "Training used trained on with for 3e25 4.2 × 10^24 10<sup>23</sup> FLOP FLOPs TFLOP/s PF-days GPU-hours H100 "
    "8xA100 GPUs days hours two 15T tokens **1,720,320** [7.7 million](http://x.y/1) "
    "` | - # > \n \n\n \t \r\n <td> </td> "
    "<table> <tr> 40% MFU of $5 million 4x effective compute less more than GPT-4 ± 50 to 60 kWh tCO2eq "
    "学習 兆 トークン \uff11\uff12 &amp; &#50; \\| ~~ --- |---| ``` steps batch size 512 sequence length half the "
    "a few <p> <br> <sup> * __ \\ ] ( <b>"
)
WORDS = st.sampled_from(PIECES.split(" "))
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_place_is_inside_it(text: str) -> None:
    lines = text.removeprefix(BYTE_ORDER_MARK).split("\n")
    for claim in claims_in(text):
        line = lines[(claim.line or 0) - 1]
        part = line[(claim.column or 0) - 1 : (claim.end_column or 0) - 1]
        assert claim.column
        assert part
        assert (claim.end_column or 0) <= len(line) + 1
        assert claim.value or claim.bound
        first = re.search(r"\d+", claim.written)
        if first and claim.written[0].isdigit() and "\n" not in part:
            assert re.match(r"\d+", part)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_a_paragraph_behind_it_takes_no_claim_away(text: str) -> None:
    if any(mark in text for mark in ("`", "<", "|", ">")):
        return  # an open fence or table takes in what follows
    longer = text + "\n\nIt also speaks Portuguese.\n"
    assert claims_in(longer) == claims_in(text)


def seconds(text: str) -> float:
    start = time.perf_counter()
    claims_in(text)
    return time.perf_counter() - start


PATHOLOGICAL = (
    *(
        "1",
        "1,",
        "1 ",
        "1.",
        "9e",
        "(",
        "[",
        "[a](",
        "<",
        "<td>",
        "*a ",
        "**1",
        "`",
        "| 1 ",
        "|1|\n|-|\n",
        "> ",
        "&amp;",
        "\\",
    ),
    *(
        "- 1 GPU\n",
        "a few ",
        "1 to ",
        "3e25 FLOP ",
        "1 GPU hours, ",
        "10 x 10",
        "tokens: ",
        "GPU hours ",
        "of the ",
        "total ",
    ),
    *("training compute ", "half of the ", "4x ", "7 GPUs for ", "from January 1 to "),
)


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    short, long = (piece * (size // len(piece)) for size in (5_000, 40_000))
    before = max(min(seconds(short) for _ in range(2)), 0.01)
    assert seconds(long) < 40 * before + 0.5
