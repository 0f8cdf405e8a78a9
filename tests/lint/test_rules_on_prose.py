"""The rules on what a card's prose claims: both sides of every boundary, as a reader would write it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.check import check_card
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject
from flopguard.lint.run import lint
from flopguard.lint.selection import Selection
from flopguard.reading.card import load_card_bytes
from flopguard.result import Claim
from tests.lint.support import subject_of_card, yielded

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
        ("FG271", "Pretraining took 7680 GPU hours on 64 V100 GPUs.", False),
        ("FG271", "It took 40 hours per GPU on 16 nodes with 4 A100 each, 2560 GPU-hours in training.", False),
        ("FG272", "Training took 1000 GPU hours on A100 SXM4 80GB and used 801 kWh.", True),
        ("FG272", "Training took 1000 GPU hours on A100 SXM4 80GB and used 800 kWh.", False),
        ("FG272", "Training took 1000 GPU hours on A100 SXM4 80GB and used 100 kWh.", False),
        ("FG272", "Training took 1000 GPU hours on A100 SXM4 80GB and used 99 kWh.", True),
        ("FG272", "Training took 1000 GPU hours on some GPUs and used 9999 kWh.", False),
        ("FG273", FRONT.format("962", "962"), True),
        ("FG273", FRONT.format("962000", "962"), False),
        ("FG273", FRONT.format("1069000", "962"), True),
        ("FG273", FRONT.format("1058000", "962"), False),
        ("FG273", FRONT.format("unknown", "962"), False),
        ("FG273", FRONT.format("0", "962"), False),
        ("FG273", FRONT.format("962", "962") + "\nThe base model: 41 kg CO2eq.\n", False),
        ("FG273", "Emissions: 962 kg CO2eq.", False),
        ("FG274", "Training on 256 A100 80GB GPUs reached 313 TFLOP/s per GPU.", True),
        ("FG274", "Training on 256 A100 80GB GPUs reached 312 TFLOP/s per GPU.", False),
        ("FG274", "Training on 256 H100 GPUs in FP8 reached 1300 TFLOP/s per GPU.", False),
        ("FG530", "Our model was trained with 10x less compute.", True),
        ("FG530", "Our model was trained with 10x less compute than Example-70B.", False),
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


@pytest.mark.parametrize(
    "last, is_flagged", [("2,000", False), ("2,041", True), ("2,040", False), ("1,960", True), ("1,961", False)]
)
def test_rows_and_their_total_may_differ_by_rounding(last: str, is_flagged: bool) -> None:
    table = "| Model | Training time (A100 GPU hours) |\n| --- | --- |\n| 7B | 500 |\n| 13B | 1,500 |\n| Total | {} |\n"
    assert ("FG270" in {finding.code for finding in found(table.format(last))}) is is_flagged


def test_a_total_of_one_row_or_without_rows_is_no_matter() -> None:
    table = "| Model | Training time (A100 GPU hours) |\n| --- | --- |\n| 7B | 500 |\n| Total | 900 |\n"
    assert "FG270" not in {finding.code for finding in found(table)}


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
