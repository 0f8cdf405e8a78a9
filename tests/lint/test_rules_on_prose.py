"""The rules on what a card's prose claims: both sides of every boundary, as a reader would write it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.check import check_card, check_loaded
from flopguard.evaluate.facts import Settings
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.rule import Subject
from flopguard.lint.run import lint
from flopguard.lint.selection import Selection
from flopguard.manifest.load import load_text
from flopguard.reading.card import load_card_bytes
from flopguard.result import Claim
from tests.lint.support import AS_OF, subject_of_card, yielded

STRICT = Selection(strict=True)
FRONT = "---\nco2_eq_emissions:\n  emissions: {}\n---\nEmissions: {} kg CO2eq.\n"


def found(text: str) -> tuple[Finding, ...]:
    return check_card(load_card_bytes(text.encode(), "x.md"), STRICT).findings


@pytest.mark.parametrize(
    "code, text, is_flagged",
    [
        ("FG260", "It consumed 3.14+23 FLOPs in training.", True),
        ("FG260", "It consumed 3.14E+23 FLOPs in training.", False),
        ("FG260", "Training took 4 × 1023 FLOPs in all.", True),
        ("FG260", "Training took 4 × 10^23 FLOPs in all.", False),
        ("FG260", "Training took 4 × 10<sup>23</sup> FLOPs in all.", False),
        ("FG260", "Training took 4 × 10²³ FLOPs in all.", False),
        ("FG261", "The total training compute was 4e23 FLOPS.", True),
        ("FG261", "The total training compute was 4e23 FLOPs.", False),
        ("FG261", "Training ran at 150 TFLOPs per GPU on 8 A100 GPUs.", True),
        ("FG261", "Training ran at 150 TFLOP/s per GPU on 8 A100 GPUs.", False),
        ("FG261", "Training ran at 150 TFLOPs/s per GPU on 8 A100 GPUs.", False),
        ("FG262", "Training took 8,785 hours on A100 GPUs.", True),
        ("FG262", "Training took 8,784 hours on A100 GPUs.", False),
        ("FG262", "Training took 10,000 GPU hours on A100 GPUs.", False),
        ("FG262", "Training took 10,000 hours of wall-clock time on A100 GPUs.", False),
        ("FG262", "- Training hours used: 150000\n- In all 150,000 A100 GPU hours of training\n", False),
        ("FG263", "Pretraining took 80,000 TPU-days.", True),
        ("FG263", "Pretraining took 80,000 TPU v4 days.", False),
        ("FG263", "Pretraining took 80,000 GPU-hours on 64 A100 GPUs.", False),
        ("FG264", "The model was trained on 32 A100 40GB GPUs.", True),
        ("FG264", "The model was trained on 32 A100 40GB GPUs.\n\n# Time\n\nTraining took 14 days.", False),
        ("FG265", "Training took 2 weeks on 128 TPUv3 cores.", True),
        ("FG265", "Training took 2 weeks on 128 TPUv3 chips.", False),
        ("FG266", "Training the whole family took 3.3 million A100 GPU hours.", True),
        ("FG266", "Training it took a cumulative 7680 A100 GPU hours.", False),
        ("FG267", "Training reached a GPU utilization of 92% on 512 H100 GPUs.", True),
        ("FG267", "Training reached an MFU of 41% on 512 H100 GPUs.", False),
        ("FG267", "Training reached an HFU of 57.8% on 512 H100 GPUs.", False),
        ("FG268", "The average MFU during training was 60.1%.", True),
        ("FG268", "The average MFU during training was 60%.", False),
        ("FG268", "The average HFU during training was 70%.", False),
        ("FG269", "The pretraining dataset holds 771 billion unique tokens.", True),
        ("FG269", "The dataset holds 771 billion unique tokens, and training saw 1.8 trillion tokens.", False),
        ("FG269", "The model was trained on 1.5T tokens of a new dataset.", False),
        ("FG271", "Pretraining took 7680 GPU hours: 64 V100 GPUs for 5.51 days.", True),
        ("FG271", "Pretraining took 7680 GPU hours: 64 V100 GPUs for 5.49 days.", False),
        ("FG271", "Pretraining took 7680 GPU hours: 64 V100 GPUs for 4.49 days.", True),
        ("FG271", "Pretraining took 7680 GPU hours: 64 V100 GPUs for 132 hours.", False),
        ("FG271", "Pretraining took 7680 GPU hours: 10 days on 64 V100 GPUs.", True),
        ("FG271", "Pretraining took 7680 GPU hours on 64 V100 GPUs.", False),
        ("FG271", "It took 40 hours per GPU on 16 nodes with 4 A100 each, 2560 GPU-hours in training.", False),
        ("FG271", "Pretraining took 7680 GPU hours on 64 V100 GPUs, and its evaluation took 2 hours.", False),
        ("FG272", "Training took 1000 GPU hours on A100 SXM4 80GB and used 801 kWh.", True),
        ("FG272", "Training took 1000 GPU hours on A100 SXM4 80GB and used 800 kWh.", False),
        ("FG272", "Training took 1000 GPU hours on A100 SXM4 80GB and used 100 kWh.", False),
        ("FG272", "Training took 1000 GPU hours on A100 SXM4 80GB and used 99 kWh.", True),
        ("FG272", "Training took 1000 GPU hours on some GPUs and used 9999 kWh.", False),
        ("FG273", FRONT.format("962", "962"), True),
        ("FG273", FRONT.format("962000", "962"), False),
        ("FG273", FRONT.format("1069000", "962"), True),
        ("FG273", FRONT.format("1058200", "962"), False),
        ("FG273", FRONT.format("1100000", "1000"), False),
        ("FG273", FRONT.format("1100001", "1000"), True),
        ("FG273", FRONT.format("900000", "1000"), False),
        ("FG273", FRONT.format("true", "962"), False),
        ("FG273", FRONT.format("unknown", "962"), False),
        ("FG273", FRONT.format("0", "962"), False),
        ("FG273", FRONT.format("962", "962") + "\nThe base model: 41 kg CO2eq.\n", False),
        ("FG273", "Emissions: 962 kg CO2eq.", False),
        ("FG274", "Training on 256 A100 80GB GPUs reached 313 TFLOP/s per GPU.", True),
        ("FG274", "Training on 256 A100 80GB GPUs reached 312 TFLOP/s per GPU.", False),
        ("FG274", "Training on 256 H100 GPUs in FP8 reached 1300 TFLOP/s per GPU.", False),
        ("FG530", "Our model was trained with 10x less compute.", True),
        ("FG530", "Our model was trained with 10x less compute than Example-70B.", False),
        ("FG530", "Post-training took 1% of the training compute.", False),
        ("FG530", "Example-7B vs Other-8B: it needs 6.6x less compute for training.", False),
        ("FG531", "The optimizer reduces training compute by up to 2.3x.", True),
        ("FG531", "The optimizer reduces training compute by 2.3x.", False),
        ("FG532", "The price of training such a model fell by 4x.", True),
        ("FG532", "Our recipe cuts the training cost by 4x against the baseline.", False),
        ("FG532", "Our recipe gives a 4x gain in compute efficiency over the baseline.", False),
        ("FG533", "With 1.4B active parameters it gives 7x equivalent dense performance leverage.", True),
        ("FG533", "It gives a 7x gain in compute efficiency at the same loss with fewer parameters.", False),
        ("FG534", "The model stays below the EU AI Act threshold of 10^26 FLOP.", True),
        ("FG534", "The model stays below the EU AI Act threshold of 10^25 FLOP.", False),
        ("FG534", "The model stays below the EU AI Act threshold of 1e25 FLOP.", False),
        ("FG534", "The model stays below the EU AI Act threshold of 10²⁵ FLOP.", False),
        ("FG534", "It is under the 1e25 FLOP threshold of SB 53.", True),
        ("FG534", "It is under the 1e26 FLOP threshold of SB 53.", False),
        ("FG534", "The threshold of the EU AI Act is 10^26 FLOP.", True),
        ("FG534", "The threshold of the EU AI Act is 10^25 FLOP.", False),
        ("FG534", "It stays below the threshold of the EU AI Act, which is 10^26 FLOP.", True),
        ("FG534", "It stays below the threshold of the EU AI Act, which is 10^25 FLOP.", False),
        ("FG534", "The compute threshold under SB 53 is set at 1e25 FLOP.", True),
        ("FG534", "The compute threshold under SB 53 is set at 1e26 FLOP.", False),
        ("FG534", "SB 53 has a threshold of 10^26 and the EU AI Act a threshold of 10^25 FLOP.", False),
        ("FG534", "Trained with 3e24 FLOP, it has no duties under the EU AI Act.", False),
        ("FG534", "Above the threshold of 10^24 FLOP we evaluate anew.", False),
        ("FG534", "Korea's AI Basic Act has a threshold of 10^26 FLOP.", False),
        ("FG535", "It is below the reporting threshold of Executive Order 14110.", True),
        ("FG535", "It is below the threshold of Executive Order 14110, since revoked.", False),
        ("FG535", "It is below the threshold of 10^26 FLOP of SB 53.", False),
        ("FG535", "Under the Responsible Scaling Policy, 4x effective compute requires an assessment.", True),
        ("FG535", "Under the Responsible Scaling Policy we ran evaluations for every model.", False),
    ],
)
def test_a_rule_flags_what_it_is_about_and_nothing_beside(code: str, text: str, is_flagged: bool) -> None:
    findings = [finding for finding in found(text) if finding.code == code]
    assert [finding.line is not None and bool(finding.line_text) for finding in findings] == [True] * is_flagged


TWO_RUNS = "The 8B run took 65 hours on 8 GPUs, while the reward model was trained in 9 hours on 8 H100 GPUs."
OF_PEAK = "The model sustained 30% of peak FLOPs in training."
PRODUCT = "6 FLOP / parameter / token * 366e6 parameters * 1342177300000 tokens [see dataset size notes] = 2.9e21 FLOP"


@pytest.mark.parametrize(
    "code, text, is_flagged",
    [
        ("FG260", "The peak of 128 GPUs is 128 × (312 × 1012) = 3.9936 × 1016 flops in training.", True),
        ("FG262", "We doubled the training dataset from 150,000 hours to 300,000 hours.", False),
        ("FG262", "Whisper v1 was trained for 680k hours for between 2 and 3 epochs.", False),
        ("FG262", "Version 3 was trained on 10M hours.", False),
        ("FG262", "- Training hours used: 150000\n", True),
        ("FG263", "A peak of 312e12 FLOP/s [A100 reported] * 14184 GPU-hours of training", False),
        ("FG263", "Training took 14184 GPU-hours.\n\nThe card was a GeForce GTX 285.", False),
        ("FG263", "Training took 14184 GPU-hours on a cluster of TeslaV100-32GB.", False),
        ("FG263", "Training took 14184 GPU-hours on 64 h100s.", False),
        ("FG263", "Training took 14184 GPU-hours on Titan RTX.", False),
        ("FG263", "Training took 14184 GPU-hours of a T5 model.", True),
        ("FG263", "Optimization of such models often consumes hundreds of GPU days of training.", False),
        ("FG263", "Training took 25 million core hours.", False),
        ("FG264", "It was trained on 12 A100 GPUs.\n\nThe best results came after 3 weeks of updates.", False),
        ("FG264", "It was trained on 12 A100 GPUs.\n\n" + "So it is. " * 20 + "Love helps us one day.", True),
        ("FG264", "It was trained on 12 A100 GPUs.\n\nThe data hold 17 hours of speech.", True),
        ("FG264", "We bring the required training resources from 1x A100 GPU to 4x RTX-3090 GPUs.", False),
        ("FG264", "It was trained on 8x RTX 3090 GPUs.", True),
        ("FG264", "It was trained on one of the GPUs.", False),
        ("FG264", "We assume that it was trained on 8 A100 GPUs.", False),
        ("FG264", "It can be fine-tuned on 8 A100 GPUs.", False),
        ("FG264", "Training took 6435 GPU seconds for 1M examples.", False),
        ("FG265", "Training took 25 million core hours.", False),
        ("FG265", "Training took 22 TPU v3 core-years.", True),
        ("FG265", "Training took 22 TPU v3 core-years.\n\nThere are 2 cores per TPU v3 chip.", False),
        ("FG265", "Training took 4 hours * (512 TPUv3 cores / 2) * 123e12 FLOP/s.", False),
        ("FG265", "Training took 2 weeks on 128 TPUv3 cores, which are 64 TPUv3 chips.", False),
        ("FG265", "It ran on 2,048 TPUv3 cores in training.\n\n2048 TPUv3 cores means 1024 TPUv3 chips.", False),
        ("FG265", "It ran on 8 TPUv3 cores in training.\n\nThat is 8 TPUv3 cores, or 4 TPUv3 chips.", False),
        ("FG261", "The accelerators achieve over 1.54 zettaflops in training runs.", False),
        ("FG261", "The two GPUs of the training would perform 1500 PFLOPs in 32 bits for 5.5 days.", False),
        ("FG261", "The two GPUs of the training would perform 15 PFLOPs in 32 bits.", True),
        ("FG262", "## Dataset\n\nThe model was trained for 150,000 hours.\n", False),
        ("FG262", "## Training\n\nThe model was trained for 150,000 hours.\n", True),
        ("FG267", "Training reached a GPU utilization of 100% on 512 H100 GPUs.", False),
        ("FG267", "Training reached a GPU utilization of 50% on 512 H100 GPUs.", True),
        ("FG267", "Training ran 1024 H100 GPUs for 30 days at 40% GPU utilization = 1e24 FLOP.", False),
        ("FG266", "Training all models took 1.4M A100 GPU hours.\n\nThe cost is 1.4M A100 GPU hours.", True),
        ("FG266", "Training all 12 models took 1400K A100 GPU hours.", True),
        ("FG266", "All models are trained on four NVIDIA V100 GPUs for one week.", False),
        ("FG266", "Fine-tuning took 664 A100 GPU hours (next to 1e24 FLOP for all base models).", True),
        ("FG266", "Training all models took 1.4M A100 hours. The 70B took 985k A100 hours.", False),
        ("FG267", "Assuming 33% utilization of the GPUs, training took 4e23 FLOP.", False),
        ("FG267", "Training: 60 days * 50 GPUs * 40% utilization * 8 TFLOP/s = 8e20 FLOP", False),
        ("FG267", "The GPU utilization of training was 40%.\n\n3.12e14 FLOP/s × 8e7 s × 0.40 = 1e22 FLOP", False),
        ("FG267", "The GPU utilization of training was 40%.\n\n3.12e14 FLOP/s × 8e7 s × 0.41 = 1e22 FLOP", True),
        ("FG267", "It is 2e25 FLOP of training at 100% utilization of the GPUs.", False),
        ("FG267", OF_PEAK, True),
        ("FG268", "Training of the kernel alone reaches up to 225 TFLOP/s per A100 GPU (72% MFU).", False),
        ("FG268", "Training reaches 225 TFLOP/s per A100 GPU (72% MFU).", True),
        ("FG269", PRODUCT, False),
        ("FG269", "The data set is distilled on a budget of 5 billion tokens of the corpus.", False),
        ("FG269", "We pre-train for 1.5T tokens on a mixture of the C4 dataset.", False),
        ("FG269", "The training dataset holds 771 billion tokens.\n\nWe made 2 epochs.", False),
        ("FG269", "The training dataset holds 771 billion tokens.\n\nWe counted epochs.", True),
        ("FG269", "The training corpus is 9 trillion tokens, of which 1 trillion tokens are Chinese.", True),
        ("FG269", "The training corpus is 9T tokens.\n\n6 FLOP * 16e9 parameters * 9T tokens = 8.6e23 FLOP", False),
        ("FG269", "The training corpus is 9T tokens.\n\nSo the training corpus is 9T tokens.", True),
        ("FG271", TWO_RUNS, False),
        ("FG271", "Training: 6144 TPUv4 for 1200 hours + 3072 TPUv4 for 336 hours.", False),
        ("FG271", "Training: 1e14 FLOP/s * (208 hours * 16 GPUs + 1 GPU * 12 hours)", False),
        ("FG271", "Each run of training took 9 days on 2 A100 GPUs (9000 GPU hours in total).", False),
        ("FG271", "Training took 9 days on 2 A100 GPUs (9000 GPU hours in total).", True),
        ("FG271", "Training took 19 days on 8 A100 GPUs (the same as 48 H100 GPU days).", False),
        ("FG271", "Training took 12 days on 32 A100 GPUs, i.e. 9’216 GPU hours.", False),
        ("FG271", "Training took 12 days on 32 A100 GPUs, i.e. 216 GPU hours.", True),
        ("FG271", "Training took 2.1 million H100-hours, at 1,979 H100 TFLOP/s for 2 hours.", False),
        ("FG274", "Setup: 8x RTX 4090 GPUs (3.3e14 FLOP/s per GPU) in training.", True),
        ("FG301", "The image models have 10x higher cost efficiency.", False),
        ("FG301", "It achieves a 3x training speed-up.", False),
        ("FG532", "It achieves a 3x training speed-up.", True),
        ("FG532", "This is a 3x cost reduction of training from our last post.", True),
        ("FG532", "Trained from scratch it has compute cost savings of 1.8x.", False),
        ("FG530", "So fine-tuning added 8.5% more compute.", False),
        ("FG530", "It would have 10 times less compute that normal architecture needs.", False),
        ("FG530", "It took 16 GPUs instead of 1,000. In training we consumed 61 times less energy.", False),
        ("FG530", "In training we consumed 61 times less energy.", True),
    ],
)
def test_what_a_card_says_in_other_words_is_no_fault(code: str, text: str, is_flagged: bool) -> None:
    assert [finding.code for finding in found(text) if finding.code == code] == [code] * is_flagged


def test_a_share_of_the_peak_is_no_share_of_time() -> None:
    (of_peak,) = [finding for finding in found(OF_PEAK) if finding.code == "FG267"]
    assert of_peak.factor == Factor(low="0.75", high="1.0")


def test_a_rate_above_the_peak_is_told_once_and_how_sums_are_kept() -> None:
    setup = "Setup: 8x RTX 4090 GPUs (3.3e14 FLOP/s per GPU) in training."
    text = f"{setup}\n\n{setup}\n"
    (once,) = [finding for finding in found(text) if finding.code == "FG274"]
    assert once.message.endswith("2 times the dense 16-bit peak of RTX 4090, which is that with sums in 32 bits")


@pytest.mark.parametrize(
    "text, quantity, value, bound",
    [
        ("Training: 6 FLOP * 70*10^9 parameters * 200*10^9 tokens", "tokens", "2e11", ""),
        ("Training took upper bounds -> 4.47*10^19 FLOP", "training_compute", "4.47e19", ""),
        ("Training compute is unlikely to exceed 10^25 FLOP.", "training_compute", "1e25", "at_most"),
        ("Training took > 4.47*10^19 FLOP", "training_compute", "4.47e19", "more_than"),
        ("The training time is much higher than 296 days.", "hardware_time", "7104", "more_than"),
        ("Training took 9’216 GPU hours.", "chip_hours", "9216", ""),
        ("37 hours of training with 2 nodes or 53 hours on a single node.", "chip_hours", "74", ""),
    ],
)
def test_amounts_that_notes_write_in_their_own_way(text: str, quantity: str, value: str, bound: str) -> None:
    claims = check_card(load_card_bytes(text.encode(), "x.md"), STRICT).claims
    assert (quantity, value, bound) in [(claim.quantity, claim.value, claim.bound) for claim in claims]


@pytest.mark.parametrize(
    "text",
    [
        "In training, a batch takes 60 seconds.",
        "It was trained with a batch size of 2.3 hours of data across 48 GPUs.",
        "Over the course of five years it has built a cluster with 27,000 GPUs for training.",
        "All models are trained on 8 NVIDIA 3090 GPUs.",
        "The result is 22016 * 3600 = 7.41851136e+21\ngpu hours in seconds times the flops of training",
    ],
)
def test_what_is_no_time_and_no_number_of_chips(text: str) -> None:
    claims = check_card(load_card_bytes(text.encode(), "x.md"), STRICT).claims
    assert [claim.written for claim in claims if claim.quantity in ("chip_hours", "hardware_time")] == []


@pytest.mark.parametrize(
    "last, is_flagged", [("2,000", False), ("2,041", True), ("2,040", False), ("1,960", True), ("1,961", False)]
)
def test_rows_and_their_total_may_differ_by_rounding(last: str, is_flagged: bool) -> None:
    table = "| Model | Training time (A100 GPU hours) |\n| --- | --- |\n| 7B | 500 |\n| 13B | 1,500 |\n| Total | {} |\n"
    assert ("FG270" in {finding.code for finding in found(table.format(last))}) is is_flagged


@pytest.mark.parametrize("total, is_flagged", [("1,000", False), ("1,020", False), ("1,100", True)])
def test_rows_with_subtotals_come_to_twice_the_total(total: str, is_flagged: bool) -> None:
    rows = "| web | 600B |\n| code | 400B |\n| English | 800B |\n| others | 200B |\n"
    table = f"| Data | Training tokens |\n| --- | --- |\n{rows}| Total | {total}B |\n"
    assert ("FG270" in {finding.code for finding in found(table)}) is is_flagged


@pytest.mark.parametrize(
    "grams, severity",
    [
        ("962", Severity.WARNING),
        ("0.962", Severity.WARNING),
        ("874", Severity.INFO),
        ("875", Severity.WARNING),
        ("1100000", Severity.INFO),
    ],
)
def test_emissions_in_other_units_are_worse_than_other_emissions(grams: str, severity: Severity) -> None:
    findings = [finding for finding in found(FRONT.format(grams, "962")) if finding.code == "FG273"]
    assert [finding.severity for finding in findings] == [severity]


@pytest.mark.parametrize(
    "grams, kilograms, severity",
    [
        ("1000", "1100", Severity.WARNING),
        ("1000", "1100.1", Severity.INFO),
        ("1", "900", Severity.WARNING),
        ("1", "899", Severity.INFO),
    ],
)
def test_ten_per_cent_off_a_unit_is_that_unit(grams: str, kilograms: str, severity: Severity) -> None:
    findings = [finding for finding in found(FRONT.format(grams, kilograms)) if finding.code == "FG273"]
    assert [finding.severity for finding in findings] == [severity]


@pytest.mark.parametrize("second, is_flagged", [("520", False), ("521", True), ("1,540", False), ("1,541", True)])
def test_two_per_cent_are_let_pass_and_no_more(second: str, is_flagged: bool) -> None:
    table = f"| Model | Training (A100 GPU hours) |\n| --- | --- |\n| A | 500 |\n| B | {second} |\n| Total | 1,000 |\n"
    assert ("FG270" in {finding.code for finding in found(table)}) is is_flagged


@pytest.mark.parametrize(
    "slot, relative_to, is_flagged",
    [("missing", "", True), ("missing", "Example-70B", False), ("given", "", False), ("partly", "", False)],
)
def test_a_ratio_has_its_reference_in_the_slot_or_by_name(slot: str, relative_to: str, is_flagged: bool) -> None:
    text = "It took 10x less compute."
    claim = replace(GAIN, quantity="relative_compute", text=text, written="10x less compute", relative_to=relative_to)
    subject = Subject(claims=(replace(claim, slots={"baseline": slot}),), front={})
    assert len(yielded("FG530", subject)) == is_flagged


@pytest.mark.parametrize(
    "quantity, severity", [("effective_compute", Severity.WARNING), ("algorithmic_gain", Severity.INFO)]
)
def test_price_that_is_called_effective_compute_is_worse(quantity: str, severity: Severity) -> None:
    claim = replace(GAIN, quantity=quantity, text="The price fell by 4x", written="4x")
    assert [found for found, _ in yielded("FG532", Subject(claims=(claim,), front={}))] == [severity]


@pytest.mark.parametrize("quantity, count", [("effective_compute", 1), ("algorithmic_gain", 0)])
def test_price_elsewhere_in_the_sentence_is_of_effective_compute_alone(quantity: str, count: int) -> None:
    claim = replace(GAIN, quantity=quantity, text="The price rose, and the gain is 4x", written="4x")
    assert len(yielded("FG532", Subject(claims=(claim,), front={}))) == count


def test_the_exponent_that_is_meant_is_told() -> None:
    (told,) = [finding for finding in found("It consumed 3.14+23 FLOPs in training.") if finding.code == "FG260"]
    assert told.help == "write 3.14e23 FLOP"


def test_a_text_that_holds_no_more_is_told_with_its_day() -> None:
    said = {finding.message for finding in found("The RSP requires an assessment at 4x effective compute.")}
    assert "RSP has had no multiple of effective compute since 2026-02-24" in said


def test_a_total_of_one_row_or_without_rows_is_no_matter() -> None:
    table = "| Model | Training time (A100 GPU hours) |\n| --- | --- |\n| 7B | 500 |\n| Total | 900 |\n"
    assert "FG270" not in {finding.code for finding in found(table)}


# --- sentences that a manifest quotes ----------------------------------------------------------------------

QUOTED = 'manifest = 1\n[model]\nname = "x"\n[[claim]]\nquantity = "training_compute"\ntext = "{}"\n'


@pytest.mark.parametrize(
    "text, codes",
    [
        ("Training consumed 3.14+23 FLOPs in all.", {"FG260"}),
        ("Training consumed 3.14e23 FLOPs in all.", set[str]()),
        ("Training on A100 GPUs took 150,000 hours.", set[str]()),
        ("Pretraining took 7680 GPU hours: 64 V100 GPUs for 10 days.", {"FG271"}),
        ("It was trained with 10x less compute.", set[str]()),
    ],
)
def test_a_quoted_sentence_is_read_for_itself_alone(text: str, codes: set[str]) -> None:
    report = check_loaded(load_text(QUOTED.format(text)), (), Settings(AS_OF), selection=STRICT)
    findings = [finding for finding in report.findings if finding.code[:4] in ("FG26", "FG27", "FG53")]
    assert {finding.code for finding in findings} == codes
    assert {(finding.at, finding.line) for finding in findings} <= {("/claim/0/text", 6)}


# --- multiples: one finding each, by the first term that is missing ---------------------------------------

TERMS = ("benchmark", "baseline", "scale", "date")
GAIN = Claim(
    at="/x",
    quantity="effective_compute",
    value="4",
    unit="x",
    text="It is 4x the effective compute of Example-30B.",
    slots={},
    line=3,
    column=7,
    end_column=9,
    written="4x",
    in_prose=True,
)


def flagged(missing: set[str], **changes: str) -> list[tuple[str, Severity, str]]:
    slots = {term: "missing" if term in missing else "given" for term in (*TERMS, "phases")}
    subject = Subject(claims=(replace(GAIN, slots=slots, **changes),), front={})
    codes = ("FG301", "FG302", "FG303", "FG304")
    return [(code, severity, item.message) for code in codes for severity, item in yielded(code, subject)]


@pytest.mark.parametrize(
    "missing, code, severity, said",
    [
        (set(TERMS), "FG301", Severity.WARNING, "names no metric, baseline, scale or date: "),
        ({"benchmark"}, "FG301", Severity.WARNING, "names no metric: "),
        ({"baseline", "date"}, "FG302", Severity.WARNING, "names no baseline or date: "),
        ({"scale", "date"}, "FG303", Severity.INFO, "names no scale: "),
    ],
)
def test_a_multiple_is_flagged_once(missing: set[str], code: str, severity: Severity, said: str) -> None:
    ((found_code, found_severity, message),) = flagged(missing)
    assert (found_code, found_severity) == (code, severity)
    assert message.startswith(f'"4x" {said}')


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": "relative_compute"},
        {"quantity": "tokens"},
        {"text": "Our policy requires an assessment at 4x effective compute."},
        {"text": "Comprehensive assessments are due at 4x effective compute."},
    ],
)
def test_what_is_no_claimed_gain_needs_no_terms(changes: dict[str, str]) -> None:
    assert flagged(set(TERMS), **changes) == []


@pytest.mark.parametrize("baseline, is_flagged", [("partly", True), ("given", False)])
def test_a_baseline_that_is_a_named_model_needs_no_date(baseline: str, is_flagged: bool) -> None:
    slots = {**dict.fromkeys(TERMS, "given"), "baseline": baseline, "date": "missing"}
    subject = Subject(claims=(replace(GAIN, slots=slots),), front={})
    assert [severity for severity, _ in yielded("FG304", subject)] == [Severity.INFO] * is_flagged


def test_a_multiple_with_all_its_terms_is_not_flagged() -> None:
    assert flagged(set()) == []


def test_steps_of_one_epoch_are_not_those_of_the_run() -> None:
    text = "We train for 300 epochs, with one epoch being 2,000 updates with a batch size of 64 examples."
    assert check_card(load_card_bytes(text.encode(), "x.md"), STRICT).claims == ()


# --- what changes nothing but the line --------------------------------------------------------------------

PIECES = [
    "It consumed 3.14+23 FLOPs in training.",
    "It was trained on 32 A100 40GB GPUs.",
    "It is below the EU AI Act threshold of 10^26 FLOP.",
    "Our recipe cuts the training cost by 4x.",
    "A sentence about nothing.",
    "| a | b |\n| --- | --- |\n| Tokens | 5T |",
    "データ: 2.1T トークン",
]


def said(text: str) -> list[tuple[str, str, str]]:
    subject = subject_of_card(text)
    return sorted((finding.code, finding.message, finding.observed) for finding in lint(subject, selection=STRICT))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5), st.integers(0, 3))
def test_line_ends_a_mark_and_blank_lines_change_no_finding(pieces: list[str], blank: int) -> None:
    text = "# A-7B\n\n" + "\n\n".join(pieces) + "\n"
    expected = said(text)
    assert said(text.replace("\n", "\r\n")) == expected
    assert said("\ufeff" + text) == expected
    assert said("\n" * blank + text) == expected


@settings(max_examples=60, deadline=None)
@given(st.text(), st.sampled_from(PIECES))
def test_no_text_makes_a_rule_fail(text: str, piece: str) -> None:
    for finding in found(f"{piece} {text}\n\n{text}".encode("utf-8", "replace").decode()):
        assert finding.line is not None
