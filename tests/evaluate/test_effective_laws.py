"""Laws of verdicts on effective compute: more never untriggers, wider and further ones never decide, floors hold."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flopguard.evaluate.kleene import Answer, kleene_median
from flopguard.policy.types import Policy
from flopguard.result import Cause, Outcome
from tests.evaluate.effective_support import definition, gain, index, line, model, score
from tests.evaluate.support import family, judged, policy, settings

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
TENTHS = st.integers(min_value=1, max_value=300)
PER_CENT = st.integers(min_value=51, max_value=90)


def law(more: str = "") -> Policy:
    return policy(f'quantity = "effective_compute", at_least = "1e26 FLOP"{more}')


def gained(low: int, high: int, flop: str = "3e25") -> str:
    text = f"{low / 10}" if low == high else f"{low / 10}..{high / 10}"
    return model(definition(), gain(text), flop=flop)


@given(TENTHS, TENTHS)
def test_a_larger_gain_never_untriggers(one: int, other: int) -> None:
    small, large = sorted((one, other))
    if judged(gained(small, small), law()).outcome is YES:
        assert judged(gained(large, large), law()).outcome is YES


@given(TENTHS, TENTHS, TENTHS)
def test_a_wider_gain_never_decides(one: int, other: int, more: int) -> None:
    low, high = sorted((one, other))
    if judged(gained(low, high), law()).outcome is OPEN:
        assert judged(gained(low, high + more), law()).outcome is OPEN


@given(TENTHS, TENTHS)
def test_with_a_floor_actual_compute_over_the_line_triggers_whatever_the_gain(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert judged(gained(low, high, flop="1e26"), law()).outcome is YES


@given(PER_CENT, PER_CENT)
def test_another_metric_never_decides_what_was_open(reasoning: int, recall: int) -> None:
    """Without a word on how metrics are put together they have to agree."""
    rows = [score(f"{share}%", name=name) for share, name in ((reasoning, "reasoning"), (recall, "recall"))]
    alone = judged(model(index("r"), line("c"), *rows, flop="1e24"), law())
    both = judged(model(index("r"), index("k", "recall"), line("c"), *rows, flop="1e24"), law())
    assert both.outcome in (alone.outcome, OPEN)


@given(PER_CENT, PER_CENT, PER_CENT)
def test_any_metric_is_at_least_as_strict_as_the_middle_one_and_that_as_all(one: int, two: int, three: int) -> None:
    defined = index("a", "a") + index("b", "b") + index("c", "c") + line("c")
    rows = "".join(score(f"{s}%", name=name) for name, s in zip("abc", (one, two, three), strict=True))
    text = model(defined, rows, flop="1e24")
    rank = {YES: 2, OPEN: 1, NO: 0}
    found = [rank[judged(text, law(f', primary_metric = "{how}"')).outcome] for how in ("any", "median", "all")]
    assert found == sorted(found, reverse=True)


GAINS = st.lists(st.integers(min_value=2, max_value=90), min_size=1, max_size=3)
ASSESSED = '[[assessment]]\nseries = "s"\nkind = "full"\ndate = 2025-01-01\nmodel = { manifest = "old.toml" }\n'
RATIO_LINE = (
    'quantity = "effective_compute", relative_to = "last_assessment", kind = "full", counting = "all", '
    'at_least = "4x", measure = "loss", raw_floor = false'
)
RATIO = policy(RATIO_LINE)


def stated(tenths: list[int]) -> str:
    return "".join(gain(f"{max(value, 10) / 10}", name=f"g{number}") for number, value in enumerate(tenths))


@given(GAINS, st.data())
def test_leaving_out_a_gain_never_clears_a_line_in_flop(tenths: list[int], data: st.DataObject) -> None:
    kept = [value for value in tenths if data.draw(st.booleans())]
    whatever = settings(unstated=None)
    before = judged(model(definition(), stated(tenths)), law(), whatever).outcome
    after = judged(model(definition(), stated(kept)), law(), whatever).outcome
    assert before is NO or after is not NO


@given(GAINS, GAINS, st.data())
@example([50], [10], None)
def test_leaving_out_a_gain_of_either_model_never_clears_a_multiple(
    ours: list[int], theirs: list[int], data: st.DataObject | None
) -> None:
    def judge(*gains: list[int]) -> Outcome:
        own, old = (model(definition(), stated(entry)) for entry in gains)
        with TemporaryDirectory() as folder:
            return judged(family(Path(folder), own=own + ASSESSED, old=old), RATIO, settings(unstated=None)).outcome

    kept = [[value for value in entry if data and data.draw(st.booleans())] for entry in (ours, theirs)]
    assert judge(ours, theirs) is NO or judge(*kept) is not NO


@given(st.integers(min_value=55, max_value=85), st.sampled_from(["standard_error", "items", "score"]))
def test_leaving_out_what_a_score_rests_on_never_clears_a_line(per_cent: int, dropped: str) -> None:
    row = score(f"{per_cent}%", more="items = 200").replace('"0%"', '"3%"')
    whole = model(index(), line("c"), row, flop="1e24")
    less = "".join(text for text in whole.splitlines(keepends=True) if not text.startswith(dropped))
    whatever = settings(unstated=None)
    assert judged(whole, law(), whatever).outcome is NO or judged(less, law(), whatever).outcome is not NO


NOISE = [
    ('standard_error = "3%"', 1, OPEN, ()),
    ("items = 100", 1, OPEN, ()),
    ("", 1, NO, ("that a score without a standard error or items has no sampling error",)),
    ("", None, OPEN, ("that the sampling error of a score (standard_error or items) may be any amount",)),
    ('standard_error = "1%"', None, OPEN, ()),  # the gains are not stated either
]


@pytest.mark.parametrize("stated, unstated, outcome, assumed", NOISE)
def test_a_score_without_its_error_is_exact_only_by_assumption(
    stated: str, unstated: int | None, outcome: Outcome, assumed: tuple[str, ...]
) -> None:
    """68 % is 6.3e25 FLOP on the curve, and 70 % the line."""
    text = model(index(), line("c"), score("68%").replace('standard_error = "0%"', stated))
    found = judged(text, law(), settings(unstated=unstated))
    assert (found.outcome, found.assumptions) == (outcome, assumed)


ANYWHERE = "that a curve that states no domain holds where the scores lie"


@pytest.mark.parametrize(
    "unstated, outcome, assumed",
    [
        (1, NO, (ANYWHERE,)),
        (None, OPEN, ("that the distance to where a curve without a domain holds may be any amount",)),
    ],
)
def test_a_curve_without_a_domain_holds_only_by_assumption(
    unstated: int | None, outcome: Outcome, assumed: tuple[str, ...]
) -> None:
    curve = line("c").replace('domain = "1e15..1e35 FLOP"\n', "")
    text = model(index(), curve, score("68%").replace('standard_error = "0%"', 'standard_error = "0.1%"'))
    found = judged(text, law(), settings(unstated=unstated))
    assert (found.outcome, found.assumptions) == (outcome, assumed)


MEDIANS = list(product((True, False, None), repeat=3)) + list(product((True, False, None), repeat=4))


@pytest.mark.parametrize("truths", MEDIANS)
def test_the_middle_one_is_told_where_every_way_to_fill_in_the_unknown_agrees(truths: tuple[bool | None, ...]) -> None:
    """Of an even number the two in the middle must agree, since what lies between them is not known."""
    filled = product(*((True, False) if truth is None else (truth,) for truth in truths))
    middles = {tuple(sorted(ways)[(len(ways) - 1) // 2 : len(ways) // 2 + 1]) for ways in filled}
    told = {middle[0] if len(set(middle)) == 1 else None for middle in middles}
    answers = [Answer(t, frozenset({Cause.MISSING}) if t is None else frozenset()) for t in truths]
    found = kleene_median(answers)
    assert found.truth is (told.pop() if len(told) == 1 else None)
    assert bool(found.causes) is (found.truth is None)


@pytest.mark.parametrize("unstated", [1, None])
@pytest.mark.parametrize(
    "flop, floor, told", [("3e26", "true", YES), ("", "true", OPEN), ("", "false", NO), ("3e25", "true", NO)]
)
def test_leaving_out_actual_compute_never_clears_a_line_with_a_floor(
    flop: str, floor: str, told: Outcome, unstated: int | None
) -> None:
    """The score says 6.3e25 FLOP, below the line; actual compute alone may be over it, and so may gains not stated."""
    outcome = OPEN if told is NO and unstated is None else told
    text = model(index(), line("c"), score("68%", more="").replace('"0%"', '"0.1%"'), flop=flop or "1e20")
    text = text if flop else text.replace('flop = "1e20"\n', "")
    assert judged(text, law(f", raw_floor = {floor}"), settings(unstated=unstated)).outcome is outcome


@pytest.mark.parametrize("old, floor, outcome", [("1e24", "true", YES), ("", "true", OPEN), ("", "false", NO)])
def test_leaving_out_compute_of_the_assessed_model_never_clears_a_multiple_with_a_floor(
    tmp_path: Path, old: str, floor: str, outcome: Outcome
) -> None:
    """By their scores the model has 1.6 times as much, by actual compute 30 times."""
    how = 'relative_to = "last_assessment", kind = "full", counting = "all", at_least = "4x"'
    leaf = policy(f'quantity = "effective_compute", {how}, raw_floor = {floor}')
    own, before = (
        model(index(), line("c"), score(per_cent).replace('"0%"', '"0.1%"'), flop="3e25") for per_cent in ("62%", "60%")
    )
    before = before.replace('flop = "3e25"\n', f'flop = "{old}"\n' if old else "")
    assert judged(family(tmp_path, own=own + ASSESSED, old=before), leaf).outcome is outcome


@given(
    st.sampled_from(["more_than", "less_than"]), st.integers(min_value=1, max_value=60), st.booleans(), st.booleans()
)
def test_leaving_out_a_route_never_clears_a_line(comparison: str, line_at: int, gains: bool, scores: bool) -> None:
    """Gains say 3.9e25 FLOP and the score 1.6e25, with its luck; what either would have said may be anything."""
    leaf = policy(f'quantity = "effective_compute", {comparison} = "{line_at}e24 FLOP", raw_floor = false')
    tables = [gain("1.3", metric="reasoning")] * gains + [score("62%").replace('"0%"', '"3%"')] * scores
    found = judged(model(index(), line("c"), *tables), leaf, settings(unstated=None))
    assert found.outcome is not NO


@pytest.mark.parametrize("more", ["0.1%", "2%", "9%", "40%"])
def test_a_wider_error_of_either_score_never_leaves_the_gains_alone(tmp_path: Path, more: str) -> None:
    """By gains the model has 1.2 times as much, by scores over 30 times; past 70 % no score was fitted."""
    curve = line("c").replace("1e15..1e35", "1e20..1e26")
    own, old = (
        model(index(), curve, gain("3", metric="reasoning"), score(share).replace('"0%"', f'"{error}"'), flop=flop)
        for share, error, flop in (("75%", "0.1%", "1.2e25"), ("55%", more, "1e25"))
    )
    leaf = policy(RATIO_LINE.replace("loss", "benchmark"))
    assert judged(family(tmp_path, own=own + ASSESSED, old=old), leaf).outcome is OPEN


@pytest.mark.parametrize("low", ["4", ">=4"])
def test_a_gain_known_from_below_beside_one_known_from_above_is_no_silence(low: str) -> None:
    """With both as points the gains say 2.4e26 FLOP; the score says 6.3e25, below the line."""
    gains = gain(low, name="a", metric="reasoning"), gain("<=2" if low[0] == ">" else "2", name="b", metric="reasoning")
    text = model(index(), line("c"), *gains, score("68%").replace('"0%"', '"0.1%"'))
    assert judged(text, law(", raw_floor = false")).outcome is OPEN
