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

PAGE = Path(__file__).resolve().parents[2] / "docs" / "claims-slots.md"
EXAMPLE = re.compile(r"^\| (?P<words>[^|`]+) \| (?P<quantity>[a-z_]+) \| (?P<label>given|partly|missing|n/a) \|$", re.M)

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
@settings(max_examples=6, deadline=None)
def test_case_of_ordinary_words_and_spacing_change_nothing(row: dict[str, str], data: st.DataObject) -> None:
    change = data.draw(st.sampled_from((str.upper, str.capitalize)))
    words = passage_of(row).split(" ")
    ordinary = [number for number, word in enumerate(words) if re.fullmatch(r"[a-z]+[,.;:]?", word)]
    chosen = set(ordinary) if data.draw(st.booleans()) else {n for n in ordinary if data.draw(st.booleans())}
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


def examples() -> list[object]:
    """Every example of the page, with the slot whose section it stands in."""
    found = []
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        slot = section.splitlines()[0].lower()
        found += [pytest.param(slot, match, id=match["words"][:60]) for match in EXAMPLE.finditer(section)]
    return found


@pytest.mark.parametrize("slot, example", examples())
def test_the_examples_of_the_page_have_the_slots_that_it_says(slot: str, example: re.Match[str]) -> None:
    assert slots_of(claim(example["quantity"], example["words"]), example["words"])[slot] == example["label"]


def test_the_page_has_each_label_of_each_slot() -> None:
    shown = {(param.values[0], param.values[1]["label"]) for param in examples()}  # type: ignore[attr-defined]
    wanted = {(slot, label) for slot in SLOTS for label in LEVELS} | {("baseline", "n/a"), ("benchmark", "n/a")}
    assert shown == wanted


@pytest.mark.parametrize(
    "slot, sentence, beside, expected",
    [
        ("scale", "Training took 3e23 FLOP.", "The model has 7 billion parameters.", "given"),
        ("scale", "Training took 3e23 FLOP.", "It is released under a free licence.", "missing"),
        ("date", "Training took 3e23 FLOP.", "The run ended on 3 May 2024.", "given"),
        ("date", "Training took 3e23 FLOP.", "It was released on 3 May 2024.", "missing"),
        ("date", "Training took 3e23 FLOP.", "We met on 3 May 2024.", "missing"),
        ("phases", "We used 300 A100 hours.", "Pretraining had been done before.", "partly"),
        ("phases", "We used 300 A100 hours.", "It was a good summer.", "missing"),
        ("baseline", "It is four times as efficient.", "It does better than Heron-2.", "partly"),
        ("baseline", "It is four times as efficient.", "It does better.", "missing"),
        ("benchmark", "It is four times as efficient.", "We also measured MMLU.", "partly"),
        ("benchmark", "It is four times as efficient.", "We also measured it.", "missing"),
    ],
)
def test_another_sentence_fixes_scale_and_date_and_is_no_more_than_partly_for_the_rest(
    slot: str, sentence: str, beside: str, expected: str
) -> None:
    quantity = "algorithmic_gain" if slot in {"baseline", "benchmark"} else "training_compute"
    assert slots_of(claim(quantity, sentence), f"{sentence} {beside}")[slot] == expected
    assert slots_of(claim(quantity, sentence), f"# Heading\n{beside}\n{sentence}")[slot] == expected


def test_what_a_multiple_is_of_counts_as_its_words() -> None:
    assert slots_of(claim("effective_compute", "4x", "Heron-2"), "4x")["baseline"] == "given"
    assert slots_of(claim("effective_compute", "4x", "the previous model"), "4x")["baseline"] == "partly"
    energy = slots_of(claim("energy", "4x the energy", "Heron-2"), "4x the energy")
    assert (energy["baseline"], energy["benchmark"]) == ("given", "n/a")


@pytest.mark.parametrize(
    "quantity, text, above, slot, expected",
    [
        ("tokens", "Model: Lark-8B | Tokens: 2T | Release date: 4 May 2024", "", "date", "missing"),
        ("tokens", "Model: Lark-8B | Tokens: 2T | Knowledge cutoff: December 2023", "", "date", "missing"),
        ("tokens", "Model: Lark-8B | Tokens: 2T | Training dates: January to March 2024", "", "date", "given"),
        ("tokens", "Lark was trained on 2T tokens (Smith et al., 2023).", "", "date", "missing"),
        ("chips", "It was trained in 2048 GPUs.", "", "date", "missing"),
        ("chip_hours", "The RL phase spanned 80k TPU-days.", "", "date", "missing"),
        ("tokens", "Sizes 160m, 410m and 1.4b saw 300B tokens.", "", "scale", "partly"),
        ("tokens", "Sizes 160m, 410m, 1.4b saw 300B tokens.", "", "scale", "partly"),
        ("tokens", "We used 500B vision and text tokens.", "", "scale", "partly"),
        ("tokens", "We used 14.8T diverse, high-quality tokens.", "", "scale", "partly"),
        ("tokens", "We used 6.2B tokens.", "Lark-1b1", "scale", "given"),
        ("tokens", "We used 6.2B tokens.", "Lark 8x7B", "scale", "given"),
        ("tokens", "We used 6.2B tokens.", "Lark-160m", "scale", "given"),
        ("tokens", "We used 6.2B tokens.", "Lark 3 (8B and 70B)", "scale", "partly"),
        ("tokens", "We used 6.2B tokens.", "Lark", "scale", "partly"),
        ("chip_hours", "The 360 million parameter encoder took 7,680 V100 hours.", "", "scale", "given"),
        ("chip_hours", "It took 150,000 hours on A100 PCIe 40GB.", "", "scale", "missing"),
        ("cost", "Training cost 7 billion dollars.", "", "scale", "missing"),
        ("training_compute", "Training took 5 × 10^22 FLOP on 16 nodes in 40 hours.", "", "scale", "given"),
        ("throughput", "150 TFLOP/s per GPU.", "", "scale", "missing"),
        ("algorithmic_gain", "It needs more than 1e25 FLOP, 2x less in effect.", "", "baseline", "missing"),
        ("algorithmic_gain", "It needs 2x less than 1e25 FLOP, relative to 2e25 FLOP.", "", "baseline", "given"),
        ("effective_compute", "Heron-3 reached 4x effective compute.", "", "baseline", "missing"),
        ("effective_compute", "A 4x rise over A100 hardware.", "", "baseline", "missing"),
        ("effective_compute", "A 4x rise over MMLU scores.", "", "baseline", "missing"),
        ("chip_hours", "We used 39.3M GPU hours.", "", "scale", "missing"),
        ("rate", "The cluster of the 7B model peaks at 5e17 FLOP/s.", "", "scale", "partly"),
        ("algorithmic_gain", "It is twice as efficient on a cluster of 5e17 FLOP/s.", "", "scale", "missing"),
        ("algorithmic_gain", "It is twice as efficient at 5e21 FLOP.", "", "scale", "given"),
        ("tokens", "We used 2T and 3T tokens.", "Lark-7B", "scale", "given"),
        ("effective_compute", "A fourfold increase of Heron-3 in effective compute.", "", "baseline", "missing"),
        ("algorithmic_gain", "The compute of models falls fourfold.", "", "baseline", "missing"),
        ("algorithmic_gain", "It is 2x better than Expected.", "", "baseline", "missing"),
        ("relative_compute", "It needs half the compute of zephyrine-7b.", "", "baseline", "given"),
        ("relative_compute", "It needs half the compute of Zephyrine.", "", "baseline", "given"),
        (
            "relative_compute",
            "It needs half the compute of [zephyrine 7B](https://example.com).",
            "",
            "baseline",
            "given",
        ),
        ("relative_compute", "It matches the performance of Heron-2 on half of it.", "", "benchmark", "partly"),
        ("chip_hours", "Training on C4 took 300 A100 hours.", "", "benchmark", "n/a"),
        ("chip_hours", "Training took 300 A100 hours and reached 61 per cent on MMLU.", "", "benchmark", "given"),
        ("hardware_time", "Trained from 3 <b>May</b> 2024 on.", "", "date", "given"),
        ("utilisation", "Average MFU during training was 42 per cent.", "", "phases", "missing"),
        ("chip_hours", "Training data was prepared in 200 A100 hours.", "", "phases", "missing"),
        ("chip_hours", "We used 200 A100 hours.", "Training data", "phases", "missing"),
        ("chip_hours", "We used 200 A100 hours.", "Training procedure", "phases", "partly"),
        ("chip_hours", "We used 200 A100 hours.", "Fine-tuning", "phases", "given"),
        ("training_compute", "It was trained with 3e23 FLOP.", "", "phases", "missing"),
        ("cost", "It took two million dollars to train.", "", "phases", "missing"),
        ("utilisation", "Training reached an MFU of 42 per cent.", "", "phases", "missing"),
        ("chip_hours", "It took 200 A100 hours to train.", "", "phases", "partly"),
        ("samples", "It was trained with a batch of 256 in 900 steps.", "", "phases", "given"),
        ("chip_hours", "It took 200 A100 hours on 2T tokens.", "", "phases", "partly"),
        ("samples", "It was trained with a batch of 256.", "", "phases", "partly"),
        ("chip_hours", "It took 200 A100 hours.", "Lark 1.2T", "scale", "given"),
        ("relative_compute", "GPT-4 used five times more compute.", "", "baseline", "missing"),
        ("training_compute", "It took 3e22 FLOP, against 9e22 for Heron-2.", "", "baseline", "given"),
        ("chip_hours", "It took 200 A100 hours at 2k tokens per second.", "", "phases", "missing"),
        ("chip_hours", "We plan 200 A100 hours for 2T tokens.", "", "phases", "missing"),
        ("energy", "It took 200 kWh on 2T tokens.", "", "phases", "missing"),
        ("steps", "Number of steps: 9,000", "", "phases", "partly"),
        (
            "effective_compute",
            "Tests follow 2x effective compute or post-training enhancements.",
            "",
            "phases",
            "partly",
        ),
        ("effective_compute", "Post-training adds 2x effective compute.", "", "phases", "given"),
        (
            "effective_compute",
            "Tests follow 2x effective compute or an algorithmic breakthrough.",
            "",
            "phases",
            "partly",
        ),
        ("effective_compute", "Tests follow 2x effective compute or algorithmic efficiency.", "", "phases", "missing"),
        ("relative_compute", "It needs 2x fewer training tokens than Heron-2.", "", "phases", "missing"),
        ("training_compute", "It took 3e23 FLOP.", "Lark 7B", "scale", "partly"),
        ("training_compute", "It took 3e23 FLOP for 7B parameters.", "", "scale", "given"),
        ("training_compute", "It took 3e23 FLOP for 2T tokens.", "Lark 7B", "scale", "given"),
        ("training_compute", "It took 3e23 FLOP on an H100 cluster.", "Lark 7B", "scale", "partly"),
        ("training_compute", "It took 3e23 FLOP on an H100.", "Lark 7B", "scale", "given"),
        ("training_compute", "It took 3e23 FLOP, against 9e23 FLOP for Heron-2.", "Lark 7B", "scale", "given"),
        ("relative_energy", "It took half the energy of Heron.", "Lark 1.2T", "scale", "given"),
        ("relative_energy", "It took half the energy of Heron.", "Lark on 1.2T tokens", "scale", "partly"),
        ("tokens", "We used 9 billion amino acids.", "Lark 7B", "scale", "given"),
        ("chip_hours", "It took 11,000 TPU-days.", "", "scale", "missing"),
        ("steps", "All models ran for 9,000 steps.", "", "scale", "partly"),
        ("algorithmic_gain", "The family of 8B and 4B saves up to 2x.", "", "scale", "given"),
        ("algorithmic_gain", "It saves up to 2.3x on diffusion models.", "", "scale", "missing"),
        ("algorithmic_gain", "It saves 2.3x up to 8B parameters.", "", "scale", "partly"),
        ("relative_compute", "It needs 4 per cent of the FLOPs of GPT-4.", "", "baseline", "partly"),
        ("relative_compute", "It needs 4 per cent of the FLOPs of GPT-3.", "", "baseline", "given"),
        ("relative_compute", "It needs 4 per cent of the FLOPs of GPT-4 Turbo.", "", "baseline", "partly"),
        ("relative_compute", "It beats GPT-4 with 4 per cent of the FLOPs of BLOOM.", "", "baseline", "given"),
        ("effective_compute", "It has 4 times the effective compute of GPT-4.", "", "baseline", "given"),
        ("relative_compute", "It needs 4 per cent of the energy required by Heron-2.", "", "baseline", "given"),
        ("relative_compute", "A reduction of two, with performance comparable to Heron-2.", "", "baseline", "given"),
        ("algorithmic_gain", "A reduction by two from Heron-2.", "", "baseline", "missing"),
        ("algorithmic_gain", "A 2x reduction from Heron-2.", "", "baseline", "given"),
        ("algorithmic_gain", "It takes 45 minutes where the Heron-2 baseline took two hours.", "", "baseline", "given"),
        ("chip_hours", "It took 20 A100 hours where the Heron-2 baseline took 40.", "", "baseline", "given"),
        ("chip_hours", "It took 20 A100 hours, see the Heron-2 baseline logs.", "", "baseline", "n/a"),
        ("chip_hours", "It took 20 A100 hours, against 40 for Heron-2.", "", "baseline", "given"),
        ("chip_hours", "It took 20 A100 hours, more than two weeks of Heron-2.", "", "baseline", "n/a"),
        ("chip_hours", "It took 20 A100 hours, compared with larger models.", "", "baseline", "n/a"),
        ("training_compute", "It took 3e22 FLOP, which equals a dense model.", "", "baseline", "partly"),
        ("rate", "It ran at 4e14 FLOP/s, relative to 989 teraFLOP/s per GPU.", "", "baseline", "n/a"),
        ("training_compute", "It took 3e22 FLOP, which equals a dense model.", "", "benchmark", "missing"),
        ("training_compute", "It took 3e22 FLOP, against 9e22 for Heron-2.", "", "benchmark", "n/a"),
        (
            "relative_compute",
            "It takes half the compute of Heron-2 while performing better.",
            "",
            "benchmark",
            "partly",
        ),
        (
            "relative_compute",
            "It takes half the compute of a dense model while performing better.",
            "",
            "benchmark",
            "missing",
        ),
        ("relative_compute", "It takes half the compute of Heron-2 on puzzle tasks.", "", "benchmark", "partly"),
        ("effective_compute", "Evaluations follow each 2x of effective compute.", "", "benchmark", "missing"),
        ("effective_compute", "It is worth 2x of effective compute on coding evaluations.", "", "benchmark", "partly"),
        ("throughput", "Batch of 2048 at 150 TFLOP/s.", "", "date", "missing"),
        ("hardware_time", "It took a couple of weeks on 8 A100.", "", "date", "partly"),
    ],
)
def test_edges(quantity: str, text: str, above: str, slot: str, expected: str) -> None:
    passage = f"# {above}\n{text}" if above else text
    assert slots_of(claim(quantity, text), passage)[slot] == expected
