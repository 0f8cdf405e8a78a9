"""Statements and paragraphs that were written before the grammar had seen them, and what they brought to light."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from flopguard.claims.prose import claims_in

DATA = Path(__file__).parents[1] / "data" / "claims"
NOT_READ = {"U057", "U071"}
"""A run between two dates that is not said to be a training, and GT for a thousand million tokens."""

HAS_ONE = {"M018"}
"""What a technique adds in compute is a multiple of compute, though of no model that is named."""


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("unseen-statements.csv"), ids=lambda row: row["id"])
def test_a_statement_is_read(row: dict[str, str]) -> None:
    wanted = Fraction(row["value"])
    found = [(claim.quantity, claim.unit, Fraction(claim.value or 0)) for claim in claims_in(row["text"] + "\n")]
    hit = [one for one in found if one[:2] == (row["quantity"], row["unit"]) and abs(one[2] - wanted) <= wanted / 500]
    assert bool(hit) != (row["id"] in NOT_READ), found


@pytest.mark.parametrize("row", rows("unseen-paragraphs.csv"), ids=lambda row: row["id"])
def test_a_paragraph_without_a_claim_has_none(row: dict[str, str]) -> None:
    assert bool(claims_in(row["text"] + "\n")) == (row["id"] in HAS_ONE)


LABELLED = (
    ("Tokens (B)", "300", "tokens", "3e11", "tokens"),
    ("Training tokens (T)", "15", "tokens", "1.5e13", "tokens"),
    ("Training tokens (billions)", "300", "tokens", "3e11", "tokens"),
    ("GPU hours (M)", "1.7", "chip_hours", "1.7e6", "chip-hours"),
    ("GPU hours (k)", "184", "chip_hours", "184000", "chip-hours"),
    ("GPU hours (M)", "1.7M", "chip_hours", "1.7e6", "chip-hours"),
    ("Training compute (1e21 FLOP)", "3.2", "training_compute", "3.2e21", "FLOP"),
    ("Training FLOPs (×10²³)", "8.3", "training_compute", "8.3e23", "FLOP"),
    ("Total train compute (flops)", "3.14E+23", "training_compute", "3.14e23", "FLOP"),
    ("Total train compute (PF-days)", "3640", "training_compute", "3.14496e23", "FLOP"),
    ("PF-days", "10", "training_compute", "8.64e20", "FLOP"),
    ("Training cost (USD million)", "4.6", "cost", "4.6e6", "USD"),
    ("Energy (MWh)", "688", "energy", "688000", "kWh"),
    ("MFU (%)", "41", "utilisation", "41", "% MFU"),
    ("Throughput (tokens/s/GPU)", "3900", "throughput", "3900", "tokens/s per chip"),
    ("TFLOPS/GPU", "410", "rate", "4.1e14", "FLOP/s per chip"),
)


@pytest.mark.parametrize("label, cell, quantity, value, unit", LABELLED)
def test_a_scale_or_a_unit_in_the_label_counts(label: str, cell: str, quantity: str, value: str, unit: str) -> None:
    """And the label by itself is no claim: it is wrong by a million to take 1.7 for GPU hours in millions."""
    wanted = [(quantity, Fraction(value), unit)]
    for text in (
        f"## Training\n\n| Model | {label} |\n|---|---|\n| Marlin-7B | {cell} |\n",
        f"## Training\n\n- {label}: {cell}\n",
    ):
        assert [(c.quantity, Fraction(c.value), c.unit) for c in claims_in(text)] == wanted


THRESHOLDS = (
    ("AT", "Our model was trained with 2.1e25 FLOP, which exceeds the EU threshold of 10^25 FLOP."),
    ("AT", "At 2.1e25 FLOP our model is above the 1e25 FLOP presumption of Article 51."),
    ("TA", "The threshold of 1e25 FLOP is far above the 3e22 FLOP of our run."),
    ("A", "Training took 5e25 FLOP, so we notified the AI Office."),
    ("A", "Training compute: 3e25 FLOP (systemic risk)."),
    ("AT", "Since training compute (3e25 FLOP) exceeds 1e25 FLOP, the model is presumed to have systemic risk."),
    ("A", "We estimate 4e24 FLOP, below the systemic-risk threshold."),
    ("T", "Models above 1e26 FLOP must be reported."),
    ("A", "Training used more than 1e26 FLOP."),
    ("AT", "With about 3.9e22 FLOP, the model is below the threshold of 1e25 FLOP."),
    ("TA", "The compute threshold is 10^26 FLOP and our model used 10^24 FLOP."),
    ("TA", "The 1e25 FLOP threshold does not apply: this fine-tune took 2e20 FLOP."),
    ("TA", "Reporting applies from 1e26 operations; this model is at 3.0e25 operations."),
    ("T", "The thresholds of 1e25 and 1e26 FLOP are counted over all training."),
    ("A", "The run stays under the notification threshold at 4e24 FLOP."),
    ("A", "It used 3e22 FLOP, well short of the threshold."),
    ("A", "We used 3e22 FLOP far below any threshold."),
    (
        "T",
        "A model is presumed to have high-impact capabilities when its cumulative training compute exceeds "
        "10^25 FLOPs.",
    ),
    (
        "T",
        "The order applies to any model trained using a quantity of computing power greater than 10^26 integer "
        "or floating-point operations.",
    ),
    ("T", "Developers of models above 10²³ FLOP that generate text fall under the guidelines."),
    ("T", "“Frontier model” means a foundation model trained using more than 10^26 computational operations."),
    ("A", "We trained with more than 2e25 FLOP and have notified the Commission."),
    ("A", "The model took 1.2e25 FLOP. It must therefore be notified."),
    ("TA", "Below the 1e25 FLOP threshold of the AI Act, our 2.2e24 FLOP need no notice."),
    ("AT", "2.2e24 FLOP vs. the threshold 1e25 FLOP"),
    ("T", "Training compute threshold (EU): 1e25 FLOP"),
    ("A", "Training compute: 2.2e24 FLOP (threshold not reached)"),
    ("A", "We are below the threshold and used 4e24 FLOP."),
    ("AT", "Our training compute of 3.8e25 FLOP is above the 10^25 FLOP at which systemic risk is presumed."),
)
"""A for an amount and T for a threshold, in the order of the sentence."""


@pytest.mark.parametrize("kinds, text", THRESHOLDS)
def test_an_amount_is_no_threshold_and_a_threshold_no_amount(kinds: str, text: str) -> None:
    found = [claim for claim in claims_in(text + "\n") if claim.quantity == "training_compute"]
    assert "".join("T" if claim.of == "threshold" else "A" for claim in found) == kinds


MORE = (
    ("The model was trained on 8xH100 80GB.", ["chips 8 chips"]),
    ("We trained on a TPU v3-8 VM.", ["chips 8 cores"]),
    ("Trained on TPU v5e-256 for 3 days.", ["chip_hours 18432 chip-hours"]),
    ("Trained on 4 TPU v3-32 slices.", ["chips 4 chips"]),
    ("Trained on 4 cloud TPUs (16 TPU chips total).", ["chips 16 chips"]),
    ("It was trained on TPUv3 hardware (8 cores).", ["chips 8 cores"]),
    (
        "Base models were trained on 5T, 10T and 20T tokens.",
        ["tokens 5e12 tokens", "tokens 1e13 tokens", "tokens 2e13 tokens"],
    ),
    ("Pretraining Tokens: 4T(en) + 1.2T(en+ar)", ["tokens 4e12 tokens", "tokens 1.2e12 tokens"]),
    ("We trained past the optimum by about 75,000 steps.", []),
    ("The goal of training at this scale for 14 days was met.", []),
    ("| Spec | Value |\n|---|---|\n| Learning rate decay steps | 268,442 (=1.9T tokens) |", []),
    ("Roughly 1'250'000 GPU hours went into it.", ["chip_hours 1.25e6 chip-hours"]),
    (
        "Full training took 2.66M GPU hours for pre-training, 119K for context extension and 5K for post-training.",
        ["chip_hours 2.66e6 chip-hours", "chip_hours 119000 chip-hours", "chip_hours 5000 chip-hours"],
    ),
    ("Training took 1.7M GPU hours with a batch of 4M for the 70B.", ["chip_hours 1.7e6 chip-hours"]),
    ("Training took 1.7M GPU hours and cost $4M for the 70B.", ["chip_hours 1.7e6 chip-hours", "cost 4e6 USD"]),
    ("Total compute (in units of 10^21 FLOP): 314", ["training_compute 3.14e23 FLOP"]),
    ("The agents had 8 hours and one H100 for each task.", []),
    ("This will take over a day to run and 5 GB of memory.", []),
    ("Pretraining lasted half a year.", ["hardware_time 6 months"]),
    ("We trained for a day and a half on 8 A100s.", ["chip_hours 288 chip-hours"]),
    ("Default: Single V100 GPU or Intel CPU", []),
)


@pytest.mark.parametrize("text, wanted", MORE)
def test_what_the_cards_brought_to_light(text: str, wanted: list[str]) -> None:
    assert [f"{c.quantity} {c.value} {c.unit}" for c in claims_in(text + "\n")] == wanted


CAPTIONED = """## Pre-training

{caption}

| Model | Layers | {first} | {second} |
|---|---|---|---|
| Marlin-7B | 32 | 81222 | 55775 (-31.3%) |
"""


@pytest.mark.parametrize(
    "caption, first, second, wanted",
    [
        (
            "The figures are given in **tokens per second** on GPUs with 80 GB.",
            "8 x 80G",
            "16 x 80G",
            ["throughput 81222 tokens/s", "throughput 55775 tokens/s"],
        ),
        (
            "Cost in GPU hours, reported in GPU hours:",
            "7B",
            "70B",
            ["chip_hours 81222 chip-hours", "chip_hours 55775 chip-hours"],
        ),
        ("The figures are given in tokens per second.", "GSM8K", "Score", []),
        ("The table shows the models.", "7B", "70B", []),
    ],
)
def test_the_paragraph_above_a_table_gives_bare_figures_their_unit(
    caption: str, first: str, second: str, wanted: list[str]
) -> None:
    found = claims_in(CAPTIONED.format(caption=caption, first=first, second=second))
    assert [f"{claim.quantity} {claim.value} {claim.unit}" for claim in found] == wanted


def test_brackets_around_a_chip_are_no_part_of_its_name() -> None:
    texts = ("We used 3.3M GPU hours (A100-80GB).", "Training ran on 8 A100 (80GB) for two days.")
    assert [claim.hardware for text in texts for claim in claims_in(text)] == ["A100-80GB", "A100 (80GB)"]
