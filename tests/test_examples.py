"""Every example: its verdicts, its cross-checks, what falls due, and its findings with their lines."""

import functools
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from flopguard.check import check
from flopguard.evaluate.facts import Settings
from flopguard.policy.load import bundled_policies
from flopguard.result import ManifestReport, Outcome

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
AS_OF = date(2026, 11, 22)

EU, MODEL, DEVELOPER, LARGE = (
    "eu-aiact/51-2",
    "us-ca-sb53/frontier-model",
    "us-ca-sb53/frontier-developer",
    "us-ca-sb53/large",
)
POLICIES = {name.partition("/")[0] for name in (EU, MODEL, DEVELOPER, LARGE)}  # the others have cases of their own


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What `check` says of an example as of 2026-11-22. Triggers that are not named do not take part that day."""

    triggered: dict[str, float] = field(default_factory=dict)  # trigger to margin
    undetermined: dict[str, float] = field(default_factory=dict)
    not_triggered: dict[str, float] = field(default_factory=dict)
    cross_checks: dict[str, float] = field(default_factory=dict)  # method to its ratio to the chosen figure
    independent: tuple[str, ...] = ()
    findings: tuple[tuple[str, int], ...] = ()  # code and line


def below(eu: float) -> dict[str, float]:
    return {EU: eu, MODEL: eu / 10, DEVELOPER: eu / 10, LARGE: eu / 10}


TABLE = {
    "llama-3.1-405b": Expected(
        triggered={EU: 3.8},
        not_triggered={MODEL: 0.38, DEVELOPER: 0.38, LARGE: 0.38},
        cross_checks={"parameters-tokens": 1.0, "hardware-time": 1.17},
        independent=("parameters-tokens", "hardware-time"),
    ),
    "gpt-3-175b": Expected(
        not_triggered=below(0.0314),
        cross_checks={"parameters-tokens": 1.0, "hardware-time": 1.0},
        independent=("parameters-tokens",),
    ),
    "deepseek-v3": Expected(not_triggered=below(0.32856), cross_checks={"hardware-time": 1.0}),
    "olmo-2-7b": Expected(
        not_triggered=below(0.018), cross_checks={"parameters-tokens": 0.985}, independent=("parameters-tokens",)
    ),
    "vague": Expected(
        undetermined={EU: 0.9},
        not_triggered={MODEL: 0.09, DEVELOPER: 0.09, LARGE: 0.09},
        findings=(
            *((code, 17) for code in ("FG301", "FG302", "FG303", "FG304", "FG313", "FG601")),
            *((code, 21) for code in ("FG301", "FG302", "FG303", "FG304")),
        ),
    ),
}


@functools.cache
def checked(name: str) -> ManifestReport:
    path = EXAMPLES / f"{name}.flopguard.toml"
    policies = [policy for policy in bundled_policies() if policy.id in POLICIES]
    (found,) = check([str(path)], policies, Settings(AS_OF)).manifests
    return found


def margins(name: str, outcome: Outcome) -> dict[str, object]:
    verdicts = [verdict for verdict in checked(name).verdicts if verdict.outcome is outcome]
    return {f"{verdict.policy}/{verdict.trigger}": pytest.approx(verdict.margin, rel=0.01) for verdict in verdicts}


def test_every_example_is_in_the_table_and_in_the_readme() -> None:
    files = {file.name for file in EXAMPLES.iterdir()} - {"README.md"}
    assert files == {f"{name}.flopguard.toml" for name in TABLE}
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name for name in files if f"({name})" not in listed] == []


@pytest.mark.parametrize("name", TABLE)
def test_verdicts_and_margins(name: str) -> None:
    expected = TABLE[name]
    assert margins(name, Outcome.TRIGGERED) == expected.triggered
    assert margins(name, Outcome.UNDETERMINED) == expected.undetermined
    assert margins(name, Outcome.NOT_TRIGGERED) == expected.not_triggered


@pytest.mark.parametrize("name", TABLE)
def test_findings_and_their_lines(name: str) -> None:
    assert tuple((finding.code, finding.line) for finding in checked(name).findings) == TABLE[name].findings


@pytest.mark.parametrize("name", TABLE)
def test_cross_checks(name: str) -> None:
    compute = checked(name).compute
    assert compute is not None
    checks = [entry for component in compute.components for entry in component.cross_checks]
    assert {entry.method: pytest.approx(entry.ratio, rel=0.005) for entry in checks} == TABLE[name].cross_checks
    assert tuple(entry.method for entry in checks if entry.independent) == TABLE[name].independent


def test_nothing_is_fragile() -> None:
    assert [(name, verdict.trigger) for name in TABLE for verdict in checked(name).verdicts if verdict.fragile] == []


def test_the_transition_governs_when_llama_is_due() -> None:
    (crossed,) = [verdict for verdict in checked("llama-3.1-405b").verdicts if verdict.outcome is Outcome.TRIGGERED]
    due = {duty.cite: [(entry.counted_from, entry.date) for entry in duty.due] for duty in crossed.duties}
    assert due == {"Article 52(1)": [("transition", "2027-08-02")], "Article 55": [("transition", "2027-08-02")]}


def test_without_a_placement_the_transition_is_one_of_several_clocks() -> None:
    (open_one,) = [verdict for verdict in checked("vague").verdicts if verdict.outcome is Outcome.UNDETERMINED]
    due = {duty.cite: [entry.counted_from for entry in duty.due] for duty in open_one.duties}
    assert due == {"Article 52(1)": ["transition", "known_in_advance", "crossed"], "Article 55": ["transition"]}


def test_the_claim_leaves_every_term_open() -> None:
    (claim,) = checked("vague").claims
    assert claim.slots == {
        "baseline": "missing",
        "scale": "missing",
        "benchmark": "missing",
        "date": "missing",
        "phases": "partly",
    }


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"vague"}))
def test_each_figure_of_a_real_model_names_its_source(name: str) -> None:
    compute = checked(name).compute
    assert compute is not None
    steps = [
        step
        for component in compute.components
        for step in (*component.steps, *(step for entry in component.cross_checks for step in entry.steps))
    ]
    unsourced = {given.name for step in steps for given in step.inputs if not given.source}
    assert unsourced - {"utilisation (mfu)"} == set()  # worked out from the others; its `method` says how
