"""The lint cases K01 to K14: each as a manifest that says the same, checked as the tool checks it.

A case states few things and the flags that they must raise. The manifest of a case states these things, and all else as
a good card does: what is then flagged is flagged because of the case. Flags are the names of the known checks that a
rule says it carries out (`covers`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flopguard.check import check_loaded
from flopguard.evaluate.facts import Settings
from flopguard.finding import Severity
from flopguard.lint.run import all_rules
from flopguard.manifest.load import load_text
from flopguard.policy.load import bundled_policies

FILE = Path(__file__).resolve().parent.parent / "data" / "effective" / "cases.json"
AS_OF = date(2026, 11, 22)
SOURCE = 'source = "https://example.com/card"'

MODEL = f"""
manifest = 1
[model]
name = "Example"
developer = "Example Lab"
released = 2026-06-01
base = "none"
{SOURCE}
[scope]
complete = true
{SOURCE}
"""


def trained(flop: str = "5e23", counted: str = "") -> str:
    """One run whose compute is reported."""
    return f"""
[[training]]
component = "pretrain"
flop = {{ value = "{flop} FLOP", {SOURCE} }}
{counted}
"""


def defined(
    metric: str = "held-out loss", kind: str = "loss", moe: str = "active", more: str = "", scale: str = "1e23..1e24"
) -> str:
    """A definition of effective compute that leaves nothing open."""
    unit = 'unit = "bits/byte", ' if kind == "loss" else ""
    return f"""
[[definition]]
id = "house"
version = "1"
baseline = {{ techniques = ["dense transformer", "AdamW"], cutoff_date = "2025-06-30", allocation = "compute_optimal" }}
metric = {{ name = "{metric}", version = "1", kind = "{kind}", {unit}direction = "{better(kind)}" }}
compute_scope = ["pretrain"]
flop_convention = {{ rule = "6ND", moe = "{moe}" }}
scale_side = "new"
reference_scale = "{scale} FLOP"
{SOURCE}
{more}
"""


def better(kind: str) -> str:
    return "lower_better" if kind == "loss" else "higher_better"


def gain(
    value: object = "2",
    name: str = "better schedule",
    kind: str = "optimizer",
    metric: str = "held-out loss",
    low: object = None,
    high: object = None,
    measured: tuple[object, object] = ("1e23", "1e24"),
    more: str = "",
) -> str:
    """A gain that says all that a gain has to say."""
    number = float(str(value))
    ends = f'low = "{low or round(number * 0.9, 3)}", high = "{high or round(number * 1.1, 3)}"'
    return f"""
[[enhancement]]
name = "{name}"
kind = "{kind}"
gain = {{ value = "{value}", {ends}, level = "90%", {SOURCE} }}
metric = "{metric}"
measured_at = ["{measured[0]} FLOP", "{measured[1]} FLOP"]
side = "new"
baseline = "dense transformer of 2025"
date = "2025-10"
tuned_baseline = "yes"
seeds = 3
{SOURCE}
{more}
"""


# --- what each case says, as a manifest ----------------------------------------------------------------------------

Inputs = Mapping[str, Any]


def k01(inputs: Inputs) -> str:
    """A bare claim of effective compute, and no compute at all."""
    return (
        MODEL
        + f'[[claim]]\nquantity = "effective_compute"\nvalue = "{inputs["claim"]["effective_flop"]} FLOP"\n{SOURCE}\n'
    )


def k02(inputs: Inputs) -> str:
    """A gain of prompting under a definition by next-token loss."""
    (factor,) = inputs["multipliers"]
    metric = inputs["metric"]
    return MODEL + trained() + defined(metric) + gain(factor["value"], "prompts", factor["kind"], metric)


def k03(inputs: Inputs) -> str:
    """A faster kernel stated as an algorithm."""
    (factor,) = inputs["multipliers"]
    assert factor["kind"] == "algorithm"
    return MODEL + trained() + defined() + gain(factor["value"], factor["name"], "pretraining_algorithm")


def k04(inputs: Inputs) -> str:
    """Two gains under one definition, each on a metric of its own, measured in one series of runs."""
    parts = [
        gain(each["value"], f"change {number}", metric=each["metric"], more='joint_evidence = "ablation-7"')
        for number, each in enumerate(inputs["multipliers"])
    ]
    return MODEL + trained() + defined("loss") + "".join(parts)


def k05(inputs: Inputs) -> str:
    """A gain that was measured far below the run."""
    (factor,) = inputs["multipliers"]
    low, high = factor["measured_range"]
    return (
        MODEL
        + trained(inputs["actual_flop"])
        + defined(scale="1e25..3e25")
        + gain(factor["value"], measured=(low, high))
    )


def k06(inputs: Inputs) -> str:
    """A gain that is read at a loss below the floor of the baseline's curve."""
    floor, target = inputs["baseline"]["E"], inputs["target_loss"]
    curve = f'[[curve]]\nid = "baseline"\nmetric = "held-out loss"\nfloor = "{floor}"\n{SOURCE}\n'
    law = 'law = "power"\ncoefficient = "12.000"\nexponent = "0.060000"\ndomain = "1e20..1e24 FLOP"\n'
    read = gain(more=f'target_score = "{target}"')
    return MODEL + trained() + defined(more='curve = "baseline"') + curve + law + read


def mixture(accounting: str, leverage: object) -> str:
    """A mixture of experts with the leverage over a dense model as a gain, and its compute counted one way."""
    counted = {"active params": "active", "total params": "total"}[accounting]
    tokens = 'tokens = "2.5e12"'
    parameters = {"active": "34e9", "total": "340e9"}[counted]
    flop = {"active": "5.1e23", "total": "5.1e24"}[counted]
    shape = '[architecture]\nparameters = "340e9"\nactive_parameters = "34e9"\n'
    measured = ("1e23", "1e24") if counted == "active" else ("1e24", "1e25")
    return (
        MODEL
        + shape
        + trained(flop, f'{tokens}\nparameters = "{parameters}"')
        + defined(moe=counted)
        + gain(leverage, "MoE leverage", "architecture", measured=measured)
    )


def k07(inputs: Inputs) -> str:
    """Compute of active parameters times the leverage over a dense baseline: as it should be."""
    (factor,) = inputs["multipliers"]
    assert (factor["name"], inputs["baseline"]) == ("MoE leverage", "dense")
    return mixture(inputs["actual_flop_accounting"], factor["value"])


def k08(inputs: Inputs) -> str:
    """The same gain on compute that counts all parameters."""
    (factor,) = inputs["multipliers"]
    assert (factor["name"], inputs["architecture"]) == ("MoE leverage", "MoE")
    return mixture(inputs["actual_flop_accounting"], factor["value"])


def k09(inputs: Inputs) -> str:
    """A score near the share of problems that have no mistake, among few problems."""
    return (
        MODEL
        + trained()
        + f"""
[[benchmark]]
name = "{inputs["benchmark"]}"
score = "{inputs["score"]}"
items = {inputs["n_items"]}
ceiling = "{inputs["ceiling_estimate"]}"
{SOURCE}
"""
    )


def k10(inputs: Inputs) -> str:
    """A score that the baseline has at the compute to which it is inverted, of a model with much more."""
    curve = f"""
[[curve]]
id = "baseline"
metric = "questions"
law = "points"
points = [
    {{ compute = "1e22 FLOP", score = "35%" }},
    {{ compute = "{inputs["inverted_flop"]} FLOP", score = "43.8%" }},
    {{ compute = "1e24 FLOP", score = "69.8%" }},
]
{SOURCE}
"""
    score = f'[[benchmark]]\nname = "questions"\nversion = "1"\nscore = "43.8%"\nitems = 14042\n{SOURCE}\n'
    return (
        MODEL
        + trained(inputs["actual_flop"])
        + defined("questions", "accuracy", more='curve = "baseline"')
        + curve
        + score
    )


def k11(inputs: Inputs) -> str:
    """A gain that is a loss."""
    return MODEL + trained() + defined() + gain(inputs["multiplier"])


def k12(inputs: Inputs) -> str:
    """A gain whose interval has its ends in the wrong order."""
    low, high = inputs["interval"]
    return MODEL + trained() + defined() + gain(inputs["value"], low=low, high=high)


def k13(inputs: Inputs) -> str:
    """A gain that is not the quotient of what stood before and after."""
    stood = inputs["evidence"]
    worked = f'evidence_arithmetic = {{ before = "{stood["before"]}", after = "{stood["after"]}", unit = "flop" }}'
    return MODEL + trained() + defined() + gain(inputs["stated_factor"], more=worked)


def k14(inputs: Inputs) -> str:
    """Tokens that are a thousand times those of a model of this size."""
    shape = f'[architecture]\nparameters = "{inputs["params"]}"\n'
    return MODEL + shape + f'[[training]]\ncomponent = "pretrain"\ntokens = "{inputs["tokens"]}"\n{SOURCE}\n'


MANIFESTS: Mapping[str, Callable[[Inputs], str]] = {
    "K01": k01,
    "K02": k02,
    "K03": k03,
    "K04": k04,
    "K05": k05,
    "K06": k06,
    "K07": k07,
    "K08": k08,
    "K09": k09,
    "K10": k10,
    "K11": k11,
    "K12": k12,
    "K13": k13,
    "K14": k14,
}
"""The manifest of each case, made from the case's own figures."""

ALSO: Mapping[str, set[str]] = {"K03": {"price-as-efficiency", "growth-account-as-model-property"}}
"""Further flags of the one rule that looks for hardware, its price and its growth among the gains."""
OTHER_LISTS = ("trap-", "annex-")
"""How the names of checks begin that are of other lists than the cases; those of a third are in capitals."""


# --- the cases -----------------------------------------------------------------------------------------------------


@cache
def lint_cases() -> Mapping[str, Mapping[str, Any]]:
    listed = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
    return {entry["id"]: entry for entry in listed if entry["group"] == "lint"}


def flags(id: str, least: tuple[Severity, ...] = tuple(Severity)) -> set[str]:
    """The checks of which the manifest of a case is flagged, at these severities."""
    text = MANIFESTS[id](lint_cases()[id]["inputs"])
    report = check_loaded(load_text(text), bundled_policies(), Settings(AS_OF))
    covers = {rule.code: rule.covers for rule in all_rules()}
    raised = {slug for finding in report.findings if finding.severity in least for slug in covers[finding.code]}
    return {slug for slug in raised if slug.islower() and not slug.startswith(OTHER_LISTS)}


def test_each_case_has_its_manifest() -> None:
    assert set(MANIFESTS) == set(lint_cases())


@pytest.mark.parametrize("id", sorted(MANIFESTS))
def test_a_case_raises_the_flags_that_it_must(id: str) -> None:
    assert set(lint_cases()[id]["expected"]["flags_subset"]) - flags(id) == set()


@pytest.mark.parametrize("id", sorted(MANIFESTS))
def test_a_case_raises_no_flag_that_it_excludes(id: str) -> None:
    """Where the rest of the card is good, nothing else is at the level of a warning."""
    expected = set(lint_cases()[id]["expected"]["flags_subset"])
    assert flags(id, (Severity.ERROR, Severity.WARNING)) - expected - ALSO.get(id, set()) == set()
