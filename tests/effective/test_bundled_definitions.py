"""What flopguard brings: every definition and curve with its source, how far it was checked, and where it holds."""

from collections import Counter

import pytest

from flopguard.bundled import definitions_dir
from flopguard.definition.load import bundled_definitions, definitions_of_text
from flopguard.definition.types import Curve, Definition, Definitions, LawKind
from flopguard.effective.curves.read import law_of

DEFINITIONS = bundled_definitions().definition
CURVES = bundled_definitions().curve
BY_ID = {curve.id: curve for curve in CURVES}


def test_the_files_bring_what_is_documented() -> None:
    assert sorted(entry.id for entry in DEFINITIONS) == [
        "chinchilla-loss",
        "eci-published",
        "eci-raw",
        "gpqa-diamond-slope",
        "gundlach-2025-lstm",
        "gundlach-2025-transformer-2017",
        "gundlach-2025-transformer-modern",
        "llama-2-arc-c",
        "llama-2-gsm8k",
        "llama-2-gsm8k-cot",
        "llama-2-gsm8k-direct",
        "llama-2-hellaswag",
        "llama-2-humaneval",
        "llama-2-mmlu",
        "math-level-5-slope",
    ]


def test_no_id_stands_twice() -> None:
    for kind in ("definition", "curve", "trend"):
        ids = Counter(entry.id for entry in getattr(bundled_definitions(), kind))
        assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("file", sorted(path.name for path in definitions_dir().glob("*.toml")))
def test_every_file_can_be_read_by_itself(file: str) -> None:
    found = definitions_of_text((definitions_dir() / file).read_text(encoding="utf-8"), file)
    assert isinstance(found, Definitions), found
    assert found.title


@pytest.mark.parametrize("entry", [*DEFINITIONS, *CURVES], ids=lambda entry: f"{type(entry).__name__} {entry.id}")
def test_each_has_a_source_a_title_and_how_far_it_was_checked(entry: Definition | Curve) -> None:
    assert entry.source
    assert entry.title
    assert entry.verified is not None


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.id)
def test_each_curve_says_where_it_holds_or_why_it_does_not_say(curve: Curve) -> None:
    assert curve.domain is not None or (curve.note and "No domain" in curve.note)
    assert curve.metric in {entry.metric.name for entry in DEFINITIONS if entry.metric}


@pytest.mark.parametrize("entry", DEFINITIONS, ids=lambda entry: entry.id)
def test_each_definition_has_a_metric_a_baseline_and_curves_that_are_there(entry: Definition) -> None:
    assert entry.metric is not None
    assert entry.metric.direction is not None
    assert entry.baseline is not None
    assert entry.baseline.techniques
    assert entry.baseline.cutoff_date is not None or (entry.note and "No cut-off date" in entry.note)
    assert entry.curve in BY_ID
    assert {BY_ID[name].metric for name in (entry.curve, *entry.other_curves)} == {entry.metric.name}


@pytest.mark.parametrize("entry", DEFINITIONS, ids=lambda entry: entry.id)
def test_each_curve_of_a_definition_is_a_law_of_its_metric(entry: Definition) -> None:
    laws = [law_of(BY_ID[name], entry.metric) for name in (entry.curve or "", *entry.other_curves)]
    assert [law for law in laws if isinstance(law, str)] == []


def test_a_score_of_the_points_lies_in_their_domain() -> None:
    for curve in CURVES:
        if curve.law is LawKind.POINTS:
            computes = [point.compute.estimate.central for point in curve.points if point.compute]
            scores = [point.score.estimate.central for point in curve.points if point.score]
            assert curve.domain is not None
            assert curve.score_domain is not None
            assert (computes[0], computes[-1]) == (curve.domain.estimate.low, curve.domain.estimate.high)
            assert (scores[0], scores[-1]) == (curve.score_domain.estimate.low, curve.score_domain.estimate.high)
