"""Revenue of AI services, the currency of a line, users of several kinds, and where the developer is established."""

from __future__ import annotations

from pathlib import Path

import pytest

from flopguard.result import Cause, Outcome
from tests.evaluate.support import card, family, judged, policy, pretrain

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
NA = Outcome.NOT_APPLICABLE
MISSING, CONFLICT = (Cause.MISSING,), (Cause.CONFLICT,)


def facts(text: str) -> str:
    return card(more=f"[developer_facts]\n{text}\n")


def ai(*rows: str) -> str:
    return f"annual_ai_revenue = [{', '.join('{ ' + row + ' }' for row in rows)}]"


def whole(*rows: str) -> str:
    return ai(*rows).replace("annual_ai_revenue", "annual_revenue")


AI = 'quantity = "revenue", year = "preceding", of = "ai", at_least = "10 billion KRW"'
WHOLE = 'quantity = "revenue", year = "preceding", at_least = "1 trillion KRW"'
EUROS = 'quantity = "revenue", year = "preceding", more_than = "50 million EUR"'
OF_2025 = "revenue from AI services in 2025"
NO_WAY = "/developer_facts/{}/{}/value in {}: the text names no way of converting {}"
REVENUE = [
    ("on the line", AI, ai('year = 2025, value = "10 billion KRW"'), YES, (), ()),
    ("a won below it", AI, ai('year = 2025, value = "9999999999 KRW"'), NO, (), ()),
    ("across it", AI, ai('year = 2025, value = "9e9..11e9 KRW"'), OPEN, (Cause.INTERVAL,), ()),
    ("not stated", AI, "", OPEN, MISSING, (f"{OF_2025} (/developer_facts/annual_ai_revenue)",)),
    (
        "all revenue is not that of AI",
        AI,
        whole('year = 2025, value = "9e12 KRW"'),
        OPEN,
        MISSING,
        (f"{OF_2025} (/developer_facts/annual_ai_revenue)",),
    ),
    (
        "nor the other way round",
        WHOLE,
        ai('year = 2025, value = "9e12 KRW"'),
        OPEN,
        MISSING,
        ("gross revenue of 2025 (/developer_facts/annual_revenue)",),
    ),
    (
        "of another year",
        AI,
        ai('year = 2024, value = "9e12 KRW"', 'year = 2026, value = "9e12 KRW"'),
        OPEN,
        MISSING,
        (f"{OF_2025} (/developer_facts/annual_ai_revenue)",),
    ),
    (
        "in another currency",
        AI,
        ai('year = 2025, value = "9e12 USD"'),
        OPEN,
        MISSING,
        (NO_WAY.format("annual_ai_revenue", 0, "KRW", "USD"),),
    ),
    ("in both", AI, ai('year = 2025, value = "1 USD"', 'year = 2025, value = "10e9 KRW"'), YES, (), ()),
    (
        "two that differ",
        AI,
        ai('year = 2025, value = "9e9 KRW"', 'year = 2025, value = "10e9 KRW"'),
        OPEN,
        CONFLICT,
        (f"which {OF_2025} is right (/developer_facts/annual_ai_revenue)",),
    ),
    ("two that are alike", AI, ai('year = 2025, value = "1e10 KRW"', 'year = 2025, value = "10e9 KRW"'), YES, (), ()),
    ("won, all of it", WHOLE, whole('year = 2025, value = "1e12 KRW"'), YES, (), ()),
    ("euros on the line", EUROS, whole('year = 2025, value = "50 million EUR"'), NO, (), ()),
    ("euros above it", EUROS, whole('year = 2025, value = "50000001 EUR"'), YES, (), ()),
    (
        "dollars against euros",
        EUROS,
        whole('year = 2025, value = "9e12 USD"'),
        OPEN,
        MISSING,
        (NO_WAY.format("annual_revenue", 0, "EUR", "USD"),),
    ),
]


@pytest.mark.parametrize(
    "when, stated, outcome, because, missing", [pytest.param(*case[1:], id=case[0]) for case in REVENUE]
)
def test_revenue_in_the_currency_of_the_line(
    when: str, stated: str, outcome: Outcome, because: tuple[Cause, ...], missing: tuple[str, ...]
) -> None:
    found = judged(facts(stated), policy(when))
    assert (found.outcome, found.because, found.missing) == (outcome, because, missing)


USERS = [
    ("daily", 'daily_users = "1e6"', YES, ()),
    ("daily", "daily_users = 999_999", NO, ()),
    ("daily", 'monthly_users = "1e9"', OPEN, ("daily users (/developer_facts/daily_users)",)),
    ("monthly", 'daily_users = "1e9"', OPEN, ("monthly users (/developer_facts/monthly_users)",)),
    ("registered_business", "registered_business_users = 1_000_000", YES, ()),
    (
        "registered_business",
        'monthly_users = "1e9"',
        OPEN,
        ("registered business users (/developer_facts/registered_business_users)",),
    ),
]


@pytest.mark.parametrize("of, stated, outcome, missing", USERS)
def test_users_of_one_kind_never_stand_in_for_another(
    of: str, stated: str, outcome: Outcome, missing: tuple[str, ...]
) -> None:
    found = judged(facts(stated), policy(f'quantity = "users", of = "{of}", at_least = "1e6"'))
    assert (found.outcome, found.missing) == (outcome, missing)


# --- where the developer is established --------------------------------------------------------------------------

COUNTRY = "/developer_facts/country as two letters"
OUTSIDE = [
    ('country = "US"', YES, "", ()),
    ('country = "kr"', NA, "the developer is established in KR; the text is about others", ()),
    ('country = " KR "', NA, "the developer is established in KR; the text is about others", ()),
    ('country = "Korea"', OPEN, "", (COUNTRY,)),
    ('country = "KOR"', OPEN, "", (COUNTRY,)),
    ('country = ""', OPEN, "", (COUNTRY,)),
    ("", OPEN, "", (COUNTRY,)),
]


@pytest.mark.parametrize("stated, outcome, reason, missing", OUTSIDE)
def test_a_text_about_developers_of_other_countries(
    stated: str, outcome: Outcome, reason: str, missing: tuple[str, ...]
) -> None:
    law = policy(trigger='[trigger.applies_when]\ndeveloper_outside = "KR"')
    text = card(pretrain("2e25"), complete=True, more=f"[developer_facts]\n{stated}\n")
    found = judged(text, law)
    assert (found.outcome, found.reason, found.missing) == (outcome, reason, missing)


# --- since the assessed model was released -----------------------------------------------------------------------

SINCE = 'quantity = "elapsed", since = "last_assessment_model_released", at_least = "6 months"'
NO_RELEASE = "when the assessed model was released: /model/released of the manifest that /assessment/0/model names"
RELEASED = [
    ("released = 2025-09-01", YES, ()),
    ("released = 2025-09-02", NO, ()),
    ('released = "2025-09"', OPEN, ("the day of the release of the assessed model: 2025-09 is not exact enough",)),
    ("released = 2026-03-02", OPEN, (NO_RELEASE,)),
    ("", OPEN, (NO_RELEASE,)),
]


@pytest.mark.parametrize("stated, outcome, missing", RELEASED)
def test_a_clock_from_the_release_of_the_assessed_model(
    stated: str, outcome: Outcome, missing: tuple[str, ...], tmp_path: Path
) -> None:
    """The assessment itself was made long before, and does not start the clock."""
    history = '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 2025-01-01\nmodel = { manifest = "old.toml" }\n'
    loaded = family(tmp_path, own=card(more=history), old=card(model=stated).replace('"M"', '"Old"', 1))
    found = judged(loaded, policy(SINCE))
    assert (found.outcome, found.missing) == (outcome, missing)
