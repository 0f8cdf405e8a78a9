"""Lint never fails: on a valid manifest with odd figures, on an arbitrary tree, on any text."""

from dataclasses import fields, replace
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.chips import known_chips
from flopguard.components import ComponentKey
from flopguard.definition.types import GainKind, MetricKind
from flopguard.lint.rule import Subject
from flopguard.lint.run import all_rules, lint
from flopguard.manifest.load import Loaded, load_text, manifest_of_tree, related_of
from flopguard.manifest.types import Manifest
from flopguard.problems import Problem
from flopguard.source import Source
from tests.lint.support import compute_of, subject_of_loaded, verdict

NAMES = st.sampled_from(["a", "b", "c4-loss", "gpqa", "unknown", "", "FlashAttention", "FP8 training"])
DATES = st.sampled_from(["2025", "2025-06", "2025-06-30", 2024])


def some(**optional: Any) -> dict[str, Any]:
    """Keys that may or may not be there."""
    return optional


def figures(unit: str = "") -> st.SearchStrategy[Any]:
    number = st.sampled_from(["0", "1", "0.5", "3.1", "1e20", "2e25", "1e-9", "9.9e59"])
    text = st.one_of(
        number,
        st.builds("{}{}".format, st.sampled_from([">=", "<=", ">"]), number),
        st.builds("<{}".format, number.filter(lambda written: written != "0")),
        st.builds("{} ±{}%".format, number, st.sampled_from(["5", "99"])),
        st.sampled_from(["1..3", "0..2", "1e20..1e24", "..5", "5..", "0..0", "1/3"]),
    ).map(lambda written: f"{written} {unit}".strip() if not written.endswith(("%", "..")) else written)
    text = text.filter(lambda written: written.split()[0] != "<0")  # leaves no value
    table = st.fixed_dictionaries(
        {"value": st.sampled_from(["2", "3"])},
        optional={
            "low": st.sampled_from(["0", "1"]),
            "high": st.sampled_from(["4", "1e9"]),
            "level": st.sampled_from(["50%", "0.999999"]),
            "evidence": st.sampled_from(["reported", "assumed", "derived"]),
        },
    )
    return st.one_of(text, table)


HARDWARE = st.fixed_dictionaries(
    {},
    optional=some(
        chip=st.sampled_from([chip.id for chip in known_chips()] + ["H100", "A100", "odd", ""]),
        peak=st.sampled_from(["989.4 TFLOP/s", "1979 TFLOP/s", "1..2 PFLOP/s"]),
        count=figures(),
        hours=figures(),
        precision=st.sampled_from(["bf16", "fp8", "half", ""]),
        utilisation=figures(),
        utilisation_kind=st.sampled_from(["mfu", "hfu", "occupancy"]),
        energy=st.sampled_from(["3 MWh", ">1 kWh"]),
        power=st.sampled_from(["400 W", "1..2 kW"]),
        pue=st.sampled_from(["1", "90%", "1.1..1.2"]),
    ),
)
TRAINING = st.fixed_dictionaries(
    {"component": st.sampled_from(list(ComponentKey)).map(str)},
    optional=some(
        status=st.sampled_from(["planned", "running", "done", "abandoned"]),
        parameters=st.sampled_from(["7e9", "3e9..4e9", ">=1e9", "<5e9"]),
        tokens=figures(),
        unique_tokens=st.sampled_from(["1e9", "1..3", ">2"]),
        epochs=st.sampled_from(["4", "1..3", ">2"]),
        trainable_parameters=st.sampled_from(["1e6", "10%"]),
        trained=st.sampled_from(["all", "adapters", "head"]),
        passes=st.sampled_from(["forward", "full"]),
        rolled_back_included=st.booleans(),
        rate=st.sampled_from(["1e18", "1 EFLOP/s", ">2"]),
        duration=st.sampled_from(["1 s", "5 days"]),
        flop_per_item=st.sampled_from(["1e13", "<2"]),
        items=st.sampled_from(["1", "1e9"]),
        flop=figures("FLOP"),
        intended_total=figures(),
        started=DATES,
        ended=DATES,
        hardware=st.lists(HARDWARE, max_size=2),
        confidential=st.booleans(),
    ),
)
ENHANCEMENT = st.fixed_dictionaries(
    {"name": NAMES, "kind": st.sampled_from(list(GainKind)).map(str)},
    optional=some(
        gain=figures(),
        metric=NAMES,
        metric_kind=st.sampled_from(list(MetricKind)).map(str),
        target_score=figures(),
        measured_at=st.lists(figures(), max_size=2),
        side=st.sampled_from(["new", "baseline"]),
        baseline=NAMES,
        date=DATES,
        evidence_arithmetic=st.fixed_dictionaries({}, optional=some(before=figures(), after=figures())),
        definition=NAMES,
    ),
)
CLAIM = st.fixed_dictionaries(
    {"quantity": st.sampled_from(["effective_compute", "training_compute", "algorithmic_gain"])},
    optional=some(
        value=figures(),
        relative_to=NAMES,
        definition=NAMES,
        metric=NAMES,
        baseline=NAMES,
        scale=figures(),
        date=DATES,
        actual_compute=figures(),
        text=NAMES,
    ),
)
DEFINITION = st.fixed_dictionaries(
    {"id": NAMES},
    optional=some(
        curve=NAMES,
        reference_scale=figures(),
        metric=st.fixed_dictionaries({"name": NAMES, "kind": st.sampled_from(list(MetricKind)).map(str)}),
        baseline=st.fixed_dictionaries({}, optional=some(techniques=st.lists(NAMES), cutoff_date=DATES)),
    ),
)
CURVE = st.fixed_dictionaries(
    {"id": NAMES},
    optional=some(
        floor=figures(),
        exponent=figures(),
        points=st.lists(st.fixed_dictionaries({}, optional=some(standard_error=figures())), max_size=2),
    ),
)
MANIFESTS = st.fixed_dictionaries(
    {"manifest": st.just(1), "model": st.just({"name": "x"})},
    optional=some(
        architecture=st.fixed_dictionaries({}, optional=some(experts=st.sampled_from([1, 8]))),
        training=st.lists(TRAINING, max_size=3),
        enhancement=st.lists(ENHANCEMENT, max_size=3),
        claim=st.lists(CLAIM, max_size=2),
        definition=st.lists(DEFINITION, max_size=2),
        curve=st.lists(CURVE, max_size=2),
    ),
)


def subject_of_tree(tree: dict[str, Any]) -> Subject:
    found = manifest_of_tree(tree)
    if isinstance(found, tuple):
        return Subject(problems=found)
    loaded = related_of(found, Loaded(path="m", text="", digest=None, manifest=found))
    verdicts = (verdict("51-2", fragile=True),)
    return Subject(manifest=found, compute=compute_of(loaded), verdicts=verdicts)


@settings(max_examples=300)
@given(MANIFESTS)
def test_lint_never_raises_on_a_valid_manifest(tree: dict[str, Any]) -> None:
    subject = subject_of_tree(tree)
    assert subject.problems == ()
    findings = lint(subject)
    assert len({(finding.at, finding.code, finding.message) for finding in findings}) == len(findings)
    assert lint(subject) == findings
    lint(replace(subject, compute=None))


@given(MANIFESTS)
def test_what_lint_says_is_whole(tree: dict[str, Any]) -> None:
    for finding in lint(subject_of_tree(tree)):
        assert finding.message
        assert "\n" not in finding.message + finding.help
        assert finding.at == "" or finding.at.startswith("/")
        assert {rule.code: rule.name for rule in all_rules()}[finding.code] == finding.rule


@cache
def known_names() -> tuple[str, ...]:
    return tuple(sorted(field.name for field in fields(Manifest)))


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.sampled_from(["1e25 FLOP", "~3"]))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(known_names()), st.text(max_size=5)), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(known_names()), TREES))
def test_lint_never_raises_on_an_arbitrary_tree(tree: dict[str, Any]) -> None:
    subject = subject_of_tree(tree)
    assert bool(lint(subject)) or subject.manifest is not None


@given(st.text(alphabet='[]{}="#.,\n abctraining0123e', max_size=80))
def test_lint_never_raises_on_any_text(text: str) -> None:
    whole = f'manifest = 1\n[model]\nname = "x"\n{text}'
    loaded = load_text(whole)
    for finding in lint(subject_of_loaded(loaded), Source("m.toml", whole)):
        assert finding.line is not None
        assert 1 <= finding.line <= whole.count("\n") + 1


@given(st.lists(st.sampled_from(["a", "unknown-key", "wrong-value", "invalid-syntax"])))
def test_no_problem_is_lost(kinds: list[str]) -> None:
    problems = tuple(Problem(kind=kind, at=f"/{number}", message=kind) for number, kind in enumerate(kinds))
    assert sorted(found.at for found in lint(Subject(problems=problems))) == sorted(each.at for each in problems)
