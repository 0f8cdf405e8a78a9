"""Scores against a line, and steps in a score since the last assessment."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.evaluate.sampling import Sampled
from flopguard.evaluate.steps_in_score import between
from flopguard.policy.types import Policy
from flopguard.result import Cause, Outcome, Verdict
from tests.evaluate.support import card, family, judged, policy

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED


def line(text: str = 'more_than = "50%"') -> Policy:
    return policy(f'quantity = "benchmark", benchmark = "GPQA", {text}')


def row(score: str, more: str = "") -> str:
    return f'[[benchmark]]\nname = "gpqa"\nscore = "{score}"\n{more}\n'


POINTS = [
    ("55%", "", YES, False),
    ("55%", "items = 198", YES, True),
    ("55%", "items = 1000", YES, False),
    ("45%", "items = 198", NO, True),
    ("60%", "items = 198", YES, False),
    ("50%", "items = 198", NO, True),
    ("55%", 'standard_error = "3%"', YES, False),
    ("55%", 'standard_error = "4%"', YES, True),
    ("48%..52%", "items = 198", OPEN, False),
]


@pytest.mark.parametrize("score, more, outcome, fragile", POINTS)
def test_the_reported_score_decides_and_its_sampling_makes_it_fragile(
    score: str, more: str, outcome: Outcome, fragile: bool
) -> None:
    found = judged(card(more=row(score, more)), line())
    assert (found.outcome, found.fragile) == (outcome, fragile)
    said = [step for step in found.steps if "sampling error of a score reaches over the line" in step.what]
    assert bool(said) is fragile


def test_the_step_says_how_far_sampling_reaches() -> None:
    found = judged(card(more=row("55%", "items = 198")), line())
    assert "sampling alone leaves 0.49 .. 0.61 open (standard error 0.036 from 198 items" in found.steps[0].what


# --- steps ---------------------------------------------------------------------------------------------------------

ASSESSED = '[[assessment]]\nseries = "s"\nkind = "full"\ndate = 2025-11-12\nmodel = { manifest = "old.toml" }\n'
HOW = 'version = "1"\nelicitation = { shots = 0, tools = false }\nitems = 1000'
STEP = 'relative_to = "last_assessment", kind = "full", at_least = "10%"'


def against(folder: Path, own: str, old: str) -> Verdict:
    loaded = family(folder, own=card(more=own + ASSESSED), old=card(more=old).replace('"M"', '"Old"', 1))
    return judged(loaded, line(STEP))


STEPS = [
    ("65%", HOW, HOW, YES, ()),
    ("55%", HOW, HOW, NO, ()),
    ("61%", HOW, HOW, OPEN, (Cause.INTERVAL,)),
    ("60%", HOW.replace("1000", "10000"), HOW.replace("1000", "10000"), OPEN, (Cause.INTERVAL,)),
    ("40%", HOW, HOW, NO, ()),
    ("65%", HOW.replace('"1"', '"2"'), HOW, OPEN, (Cause.MISSING,)),
    ("65%", HOW.replace('version = "1"', ""), HOW.replace('version = "1"', ""), OPEN, (Cause.MISSING,)),
    ("65%", HOW.replace("shots = 0", "shots = 5"), HOW, OPEN, (Cause.MISSING,)),
    ("65%", HOW.replace(", tools = false", ""), HOW, OPEN, (Cause.MISSING,)),
    ("65%", HOW.replace("items = 1000", ""), HOW, OPEN, (Cause.MISSING,)),
    ("65%", 'version = "1"\nitems = 1000', 'version = "1"\nitems = 1000', OPEN, (Cause.MISSING,)),
]


@pytest.mark.parametrize("score, ours, theirs, outcome, because", STEPS)
def test_a_step_is_that_of_comparable_scores(
    tmp_path: Path, score: str, ours: str, theirs: str, outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    found = against(tmp_path, row(score, ours), row("50%", theirs))
    assert (found.outcome, found.because) == (outcome, because)


ABSENT = [
    (row("65%", HOW), "", "the score on GPQA of the assessed model ([[benchmark]])"),
    ("", row("50%", HOW), "the score on GPQA of this model ([[benchmark]])"),
    (row("65%", HOW.replace('"1"', '"2"')), row("50%", HOW), "the version is '2' here and '1' there"),
]


@pytest.mark.parametrize("own, old, missing", ABSENT)
def test_what_a_step_lacks_is_said(tmp_path: Path, own: str, old: str, missing: str) -> None:
    found = against(tmp_path, own, old)
    assert any(missing in what for what in found.missing), found.missing


SHARES = st.fractions(min_value=Fraction(1, 10), max_value=Fraction(9, 10), max_denominator=1000)
REACHES = st.fractions(min_value=0, max_value=Fraction(1, 10), max_denominator=1000)


def spread(center: Fraction, reach: Fraction) -> Sampled:
    return Sampled(center - reach, center, center + reach, "")


@given(SHARES, SHARES, REACHES, REACHES, REACHES)
def test_more_noise_never_makes_a_step_more_certain(
    ours: Fraction, theirs: Fraction, one: Fraction, other: Fraction, more: Fraction
) -> None:
    narrow = between(spread(ours, one), spread(theirs, other))
    wide = between(spread(ours, one + more), spread(theirs, other))
    assert wide.high is not None
    assert narrow.high is not None
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(SHARES, SHARES)
def test_without_noise_a_step_is_the_difference(ours: Fraction, theirs: Fraction) -> None:
    found = between(spread(ours, Fraction(0)), spread(theirs, Fraction(0)))
    gained = max(ours - theirs, Fraction(0))
    assert (found.low, found.high) == (gained, gained)


def test_a_loss_gains_no_points(tmp_path: Path) -> None:
    """Its rise is no step forward, and a line in points says nothing of its fall."""
    how = HOW.replace("items = 1000", 'standard_error = "0.1%"\nunit = "bits/byte"')
    loaded = family(tmp_path, own=card(more=row("90%", how) + ASSESSED), old=card(more=row("80%", how)))
    by = policy(
        'quantity = "benchmark", benchmark = "GPQA", relative_to = "last_assessment", kind = "full", at_least = "5%"'
    )
    found = judged(loaded, by)
    assert (found.outcome, found.because) == (OPEN, (Cause.MISSING,))
