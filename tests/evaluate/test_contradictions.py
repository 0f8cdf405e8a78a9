"""What contradicts itself, is only planned or cannot be is never taken for a certainty."""

from __future__ import annotations

from datetime import date

import pytest

from flopguard.check import check_loaded
from flopguard.evaluate.facts import Settings
from flopguard.manifest.load import load_text
from flopguard.policy.load import bundled_policies
from flopguard.result import Verdict

HEAD = 'manifest = 1\n[model]\nname = "A"\ndeveloper = "{developer}"\noutputs = ["text"]\nbase = {base}\n'
COMPLETE = "[scope]\ncomplete = true\n"
H100 = 'hardware = [{{ chip = "h100-sxm5-80gb", {} }}]\n'


TEXTS = ("eu-aiact", "us-ca-sb53", "kr-aibasic", "anthropic-rsp-2.2", "openai-pf-beta")
"""Ids of triggers are their own within these; across the library they are not."""


def outcomes(
    body: str, *, base: str = '"none"', developer: str = "Lab", day: date = date(2026, 11, 22)
) -> dict[str, str]:
    """Outcome and causes of every trigger of a few texts, by its id."""
    loaded = load_text(HEAD.format(base=base, developer=developer) + COMPLETE + body)
    assert loaded.manifest is not None, loaded.problems
    found = check_loaded(loaded, bundled_policies(), Settings(day)).verdicts
    return {verdict.trigger: _said(verdict) for verdict in found if verdict.policy in TEXTS}


def _said(verdict: Verdict) -> str:
    return " ".join([verdict.outcome.value, *(cause.value for cause in verdict.because)])


def phase(flop: str | None, more: str = "", component: str = "pretrain") -> str:
    stated = f'flop = "{flop}"\n' if flop else ""
    return f'[[training]]\ncomponent = "{component}"\n{stated}{more}\n'


REVENUES = [
    '{ year = 2025, value = "4e8 USD", with_affiliates = true }',
    '{ year = 2025, value = "6e8 USD", with_affiliates = true }',
]


@pytest.mark.parametrize("order", [1, -1])
def test_two_revenues_of_one_year(order: int) -> None:
    body = phase("2e26") + f"[developer_facts]\nannual_revenue = [{', '.join(REVENUES[::order])}]\n"
    assert outcomes(body)["large"] == "undetermined conflict"


@pytest.mark.parametrize("order", [1, -1])
def test_two_statements_on_one_base(order: int) -> None:
    entries = [f'{{ name = "X", developer = "Other", compute = "{c}", relation = "merge" }}' for c in ("1e24", "2e25")]
    base = f"[{', '.join(entries[::order])}]"
    assert outcomes(phase("1e22", component="midtrain_sft"), base=base)["51-2"] == "undetermined missing"


@pytest.mark.parametrize("order", [1, -1])
def test_two_assessments_of_one_day(order: int) -> None:
    entries = [
        f'[[assessment]]\nseries = "anthropic-rsp"\nkind = "comprehensive"\ndate = 2025-06-01\n'
        f'model = {{ name = "M{flop}", compute = "{flop}" }}\n'
        for flop in ("1e25", "4e25")
    ]
    answers = '[[answer]]\nquestion = "anthropic-rsp-2.2/metric"\nvalue = "nominal"\n'
    body = phase("4e25") + "".join(entries[::order]) + answers
    assert outcomes(body, developer="Anthropic", day=date(2025, 11, 22))["ec4"] == "undetermined conflict"


def test_two_answers_to_one_judgement() -> None:
    answer = '[[answer]]\nquestion = "openai-pf-beta/algorithmic-breakthrough"\nvalue = {}\n'
    body = phase("1e24") + answer.format("true") + answer.format("false")
    said = outcomes(body, developer="OpenAI", day=date(2024, 6, 1))["ec2"]
    assert said.startswith("undetermined")
    assert "judgement" in said


def test_methods_that_disagree_under_one_reading() -> None:
    more = 'arithmetic = "int8"\n' + H100.format(
        'count = 10000, hours = 1000, precision = "int8", utilisation = "40%", utilisation_kind = "mfu"'
    )
    assert outcomes(phase("9.5e24", more))["51-2"] == "undetermined conflict"


def test_an_integer_precision_is_integer_arithmetic() -> None:
    more = H100.format('count = 10000, hours = 1000, precision = "int8", utilisation = "40%", utilisation_kind = "mfu"')
    assert outcomes(phase(None, more))["51-2"] == "undetermined readings"


BEGUN_PERHAPS = ("triggered", "undetermined missing", "undetermined missing")
PLANS = [
    ("2e24", 'status = "running"', ("undetermined missing", "not_triggered", "undetermined missing")),
    ("2e25", 'status = "running"\nintended_total = "1e24"', ("triggered", "not_triggered", "not_triggered")),
    ("2e26", 'status = "planned"', ("triggered", "not_triggered", "not_triggered")),
    ("2e26", 'status = "planned"\nstarted = 2027-01-10', ("triggered", "not_triggered", "not_triggered")),
    ("2e26", 'status = "planned"\nended = 2027-01-10', ("triggered", "not_triggered", "not_triggered")),
    ("2e26", 'status = "planned"\nstarted = "2026-12"', ("triggered", "not_triggered", "not_triggered")),
    ("2e26", 'status = "planned"\nstarted = 2026-11-23', ("triggered", "not_triggered", "not_triggered")),
    ("2e26", 'status = "planned"\nstarted = 2026-11-22', BEGUN_PERHAPS),
    ("2e26", 'status = "planned"\nstarted = "2026-11"', BEGUN_PERHAPS),
    ("2e26", 'status = "planned"\nended = "2026"', BEGUN_PERHAPS),
    ("9e25", 'status = "planned"\nstarted = 2026-01-01', ("triggered", "not_triggered", "not_triggered")),
    ("2e26", 'status = "running"\nstarted = 2026-12-01', ("undetermined missing",) * 3),
    ("2e26", "started = 2026-11-01\nended = 2027-01-01", ("triggered", "undetermined missing", "triggered")),
    ("2e26", "ended = 2027-01-01", BEGUN_PERHAPS),
    ("2e26", 'started = "2026"\nended = "2027"', BEGUN_PERHAPS),
]


@pytest.mark.parametrize("flop, more, expected", PLANS)
def test_plans_count_where_the_text_looks_ahead(flop: str, more: str, expected: tuple[str, str, str]) -> None:
    found = outcomes(phase(flop, more))
    assert (found["51-2"], found["frontier-model"], found["frontier-developer"]) == expected


IMPOSSIBLE = [
    'count = 10000, hours = 1000, chip_hours = 5, precision = "bf16", utilisation = "40%", utilisation_kind = "mfu"',
    'count = 10000, hours = 1000, precision = "bf16", utilisation = "140%", utilisation_kind = "mfu"',
    'count = 10000, hours = 1000, precision = "bf16", utilisation = "40", utilisation_kind = "mfu"',
]


@pytest.mark.parametrize("hardware", IMPOSSIBLE)
def test_what_cannot_be_decides_nothing(hardware: str) -> None:
    assert outcomes(phase(None, H100.format(hardware)))["51-2"] == "undetermined missing"


def test_a_complete_card_still_says_where_its_weights_come_from() -> None:
    loaded = load_text(
        'manifest = 1\n[model]\nname = "A"\noutputs = ["text"]\n' + COMPLETE + phase("1e22", component="midtrain_sft")
    )
    found = check_loaded(loaded, bundled_policies(), Settings(date(2026, 11, 22))).verdicts
    assert {v.trigger: _said(v) for v in found}["51-2"] == "undetermined missing"
