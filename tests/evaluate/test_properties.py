"""The laws of a verdict on generated cards and policies."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from flopguard.evaluate.facts import DecisionRule
from flopguard.evaluate.kleene import Answer, kleene_all, kleene_any, kleene_not
from flopguard.evaluate.run import gather, verdicts
from flopguard.formula import Amount, Input, constant, ratio_bounds, total
from flopguard.quantity import Estimate
from flopguard.result import Cause, Outcome, Verdict
from flopguard.units import Dimension
from tests.evaluate.strategies import (
    COMPONENTS,
    DOWN,
    UP,
    Law,
    Tree,
    any_way,
    cards,
    counted,
    judged,
    laws,
    leaves,
    loaded,
    plain_phases,
    points,
    some_readings,
    stated,
    timed,
    upward,
)
from tests.evaluate.support import settings

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
shares = st.sampled_from([0, 1, 2, None])
FEWER = examples(max_examples=25)  # each is a whole evaluation or several; 200 take two minutes
WORSE = {(YES, NO), (OPEN, NO)}


# --- more compute ------------------------------------------------------------------------------------------------


def raised(figure: str, by: int) -> str:
    """The figure with both ends larger."""
    low, dots, high = figure.partition("..")
    return f"{int(low) + by}{dots}{int(high) + by if dots else ''}"


@FEWER
@given(cards(plain_phases), laws(upward), st.integers(1, 9), shares, st.data())
def test_more_compute_never_untriggers(
    tree: Tree, law: Law, by: int, unstated: int | None, data: st.DataObject
) -> None:
    more = deepcopy(tree)
    phase = data.draw(st.sampled_from(more["training"]))
    phase["flop"] = raised(phase["flop"], by)
    how = settings(unstated=unstated)
    before, after = judged(tree, law, how), judged(more, law, how)
    worse = {(YES, NO), (YES, OPEN), (OPEN, NO)}
    if all(entry["flop"].startswith("0") for entry in tree["training"]):
        worse -= {(OPEN, NO)}  # figures that may be nothing bound nothing; the first that is more than that does
    assert (before.outcome, after.outcome) not in worse


@FEWER
@given(cards(plain_phases), laws(leaves(UP)), st.integers(1, 9))
def test_a_higher_line_never_triggers(tree: Tree, law: Law, by: int) -> None:
    line = int(law.condition.split('"')[5])
    higher = replace(law, condition=law.condition.replace(f'"{line}"', f'"{line + by}"'))
    before, after = judged(tree, law), judged(tree, higher)
    assert (before.outcome, after.outcome) not in {(NO, YES), (NO, OPEN), (OPEN, YES)}


# --- less certain ------------------------------------------------------------------------------------------------


def widened(figure: str, down: int, up: int) -> str:
    low, _, high = figure.partition("..")
    return f"{max(0, int(low) - down)}..{int(high or low) + up}"


@FEWER
@given(cards(plain_phases), laws(any_way), st.integers(0, 9), st.integers(0, 9), shares, st.data())
def test_a_wider_interval_never_makes_a_verdict_certain(
    tree: Tree, law: Law, down: int, up: int, unstated: int | None, data: st.DataObject
) -> None:
    """Of a figure that is the only one for its phase: a wider cross-check may stop contradicting."""
    wide = deepcopy(tree)
    phase = data.draw(st.sampled_from(wide["training"]))
    phase["flop"] = widened(phase["flop"], down, up)
    how = settings(unstated=unstated)
    before, after = judged(tree, law, how), judged(wide, law, how)
    assert after.outcome in (OPEN, before.outcome)


@FEWER
@given(cards(plain_phases), laws(any_way, some_readings))
def test_another_reading_never_makes_a_verdict_certain(tree: Tree, law: Law) -> None:
    fewer = replace(law, readings=law.readings[:-1])
    before, after = judged(tree, fewer), judged(tree, law)
    assert after.outcome in (OPEN, before.outcome)
    assert after.readings[: len(before.readings)] == before.readings


@FEWER
@given(cards(), laws(any_way), st.sampled_from([(0, 1), (1, 2), (2, None), (0, None)]))
def test_assuming_less_of_what_is_not_stated_never_makes_a_verdict_certain(
    tree: Tree, law: Law, shares: tuple[int, int | None]
) -> None:
    less, more = (judged(tree, law, settings(unstated=share)) for share in shares)
    assert more.outcome in (OPEN, less.outcome)


@FEWER
@given(cards(), laws(any_way), st.sampled_from([DecisionRule.CENTRAL, DecisionRule.UPPER_BOUND]))
def test_a_decision_rule_touches_nothing_but_intervals(tree: Tree, law: Law, rule: DecisionRule) -> None:
    plain, ruled = judged(tree, law), judged(tree, law, settings(rule=rule))
    if plain.because != (Cause.INTERVAL,):
        assert ruled == plain
    elif ruled.outcome is not OPEN:
        assert f"decision rule {rule}: the interval alone leaves it open" in ruled.assumptions


# --- what changes nothing ----------------------------------------------------------------------------------------


def essence(found: Verdict) -> tuple[object, ...]:
    return found.outcome, found.because, found.lean, found.margin, found.readings


@FEWER
@given(cards(plain_phases), laws(upward), shares, st.data())
def test_splitting_a_phase_within_a_run_changes_nothing(
    tree: Tree, law: Law, unstated: int | None, data: st.DataObject
) -> None:
    """The last digits of the parts are other ones, so that only `fragile` may differ."""
    split = deepcopy(tree)
    number = data.draw(st.integers(0, len(split["training"]) - 1))
    phase = split["training"][number]
    phase["run"] = tree["training"][number]["run"] = phase.get("run", "c")
    low, dots, high = phase["flop"].partition("..")
    part = data.draw(st.integers(0, int(low)))
    wide = data.draw(st.integers(0, int(high) - int(low))) if dots else 0
    rest = {**phase, "flop": f"{int(low) - part}" + (f"..{int(high) - part - wide}" if dots else "")}
    phase["flop"] = f"{part}" + (f"..{part + wide}" if dots else "")
    split["training"].insert(data.draw(st.integers(0, len(split["training"]))), rest)
    how = settings(unstated=unstated)
    before, after = judged(tree, law, how), judged(split, law, how)
    assert (before.outcome, before.because) == (after.outcome, after.because)
    if not any(".." in entry["flop"] for entry in split["training"]):
        assert essence(before) == essence(after)


@FEWER
@given(cards(st.one_of(counted, timed)), laws(upward), shares, st.data())
def test_splitting_tokens_or_hours_within_a_run_changes_nothing(
    tree: Tree, law: Law, unstated: int | None, data: st.DataObject
) -> None:
    """Whatever is open about a factor of the whole is open about it in each part, and as wide."""
    split = deepcopy(tree)
    number = data.draw(st.integers(0, len(split["training"]) - 1))
    phase = split["training"][number]
    phase["run"] = tree["training"][number]["run"] = "c"
    rest = deepcopy(phase)
    for table, key in ((phase, "tokens"), *((entry, "chip_hours") for entry in phase.get("hardware", ()))):
        if key in table:
            other = rest if key == "tokens" else rest["hardware"][0]
            table[key], other[key] = shared_out(table[key], data.draw(st.integers(0, 12)))
    split["training"].insert(data.draw(st.integers(0, len(split["training"]))), rest)
    how = settings(unstated=unstated)
    before, after = judged(tree, law, how), judged(split, law, how)
    assert (before.outcome, before.because) == (after.outcome, after.because)
    if ".." not in tree["training"][number].get("tokens", ""):
        assert essence(before) == essence(after)


def shared_out(figure: str, twelfths: int) -> tuple[str, str]:
    """The two parts of a figure, one of so many twelfths of it."""
    number, _, unit = figure.partition(" ")

    def part(share: int) -> str:
        ends = (f"{int(end) * share}/12" for end in number.split(".."))
        return f"{'..'.join(ends)} {unit}".strip()

    return part(twelfths), part(12 - twelfths)


@FEWER
@given(cards(), laws(any_way, some_readings), st.randoms(use_true_random=False), shares)
def test_the_order_of_phases_changes_nothing(tree: Tree, law: Law, random: Any, unstated: int | None) -> None:
    mixed = deepcopy(tree)
    random.shuffle(mixed["training"])
    how = settings(unstated=unstated)
    before, after = judged(tree, law, how), judged(mixed, law, how)
    assert (essence(before), before.fragile) == (essence(after), after.fragile)


@FEWER
@given(cards(), st.lists(laws(any_way), min_size=2, max_size=4))
def test_the_order_of_policies_changes_nothing(tree: Tree, several: list[Law]) -> None:
    policies = [law.policy(f"p{number}") for number, law in enumerate(several)]
    facts = gather(loaded(tree), settings())
    assert verdicts(policies, facts) == verdicts(policies[::-1], facts)


@FEWER
@given(cards(), laws(any_way, some_readings))
def test_the_same_inputs_give_the_same_verdict(tree: Tree, law: Law) -> None:
    assert judged(tree, law) == judged(deepcopy(tree), law)


# --- a card that says less ---------------------------------------------------------------------------------------

ANSWER = {"question": "p/j", "value": True}


def without(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The card without one of its facts. Exceptions: one of several phases, the only one of a model with a base, or the
    base, of a complete card, which says that they are nothing; and what a phase was marked as (see `test_open_points`).
    """
    complete = "scope" in tree
    for number, phase in enumerate(tree["training"]):
        if not complete or (len(tree["training"]) == 1 and not isinstance(tree["model"].get("base"), list)):
            less = deepcopy(tree)
            del less["training"][number]
            yield f"phase {number}", less
        for key in phase:
            if key not in ("component", "passes", "trained", "status", "arithmetic", "started"):
                less = deepcopy(tree)
                del less["training"][number][key]
                yield f"{key} of {number}", less
        for key in phase.get("hardware", [{}])[0]:
            less = deepcopy(tree)
            del less["training"][number]["hardware"][0][key]
            yield f"{key} of the hardware of {number}", less
    for key in ("scope", "answer"):
        if key in tree:
            yield key, {name: value for name, value in tree.items() if name != key}
    for key in ("base", "outputs"):
        if key in tree["model"] and not (key == "base" and complete):
            yield key, {**tree, "model": {name: value for name, value in tree["model"].items() if name != key}}
    for number, base in enumerate(tree["model"].get("base", [])):
        if isinstance(base, dict):
            for key in base:
                less = deepcopy(tree)
                del less["model"]["base"][number][key]
                yield f"{key} of base {number}", less


@FEWER
@given(cards(), laws(any_way), st.booleans())
def test_saying_less_never_helps(tree: Tree, law: Law, answered: bool) -> None:
    card = {**tree, "answer": [ANSWER]} if answered else tree
    how = settings(unstated=None)
    before = judged(card, law, how).outcome
    for what, less in without(card):
        assert (before, judged(less, law, how).outcome) not in WORSE, what


@FEWER
@given(cards(), laws(upward), st.booleans())
def test_saying_less_never_helps_against_a_line_from_below(tree: Tree, law: Law, answered: bool) -> None:
    """Here what a phase is marked as may go too, but for what says that its figure is not the whole: a run that was
    abandoned, which is another component, one that goes on, and one that lies ahead.
    """
    how = settings(unstated=None)
    before = judged(tree, law, how).outcome
    for number, phase in enumerate(tree["training"]):
        for key in ("status", "arithmetic", "started"):
            if phase.get(key, "running") not in ("abandoned", "running", "2027-01-01"):
                less = deepcopy(tree)
                del less["training"][number][key]
                assert (before, judged(less, law, how).outcome) not in WORSE, (key, number)
    for what, less in without(tree):
        assert (before, judged(less, law, how).outcome) not in WORSE, what


# --- against brute force -----------------------------------------------------------------------------------------

TRUTHS: tuple[bool | None, ...] = (True, False, None)


def brute(truths: tuple[bool | None, ...], combine: Any) -> bool | None:
    """The common value of a connective over everything that the unknowns could be."""
    found = {combine(values) for values in product(*([t] if t is not None else [True, False] for t in truths))}
    return found.pop() if len(found) == 1 else None


@pytest.mark.parametrize("truths", [case for size in range(1, 5) for case in product(TRUTHS, repeat=size)])
def test_the_connectives_are_those_of_strong_kleene_logic(truths: tuple[bool | None, ...]) -> None:
    answers = [Answer(truth, frozenset({Cause.MISSING} if truth is None else ())) for truth in truths]
    for combined, combine in ((kleene_all(answers), all), (kleene_any(answers), any)):
        assert combined.truth is brute(truths, combine)
        assert combined.causes == (frozenset({Cause.MISSING}) if combined.truth is None else frozenset())
    assert kleene_not(answers[0]).truth is brute(truths[:1], lambda values: not values[0])


def test_the_causes_of_what_is_unknown_are_joined() -> None:
    answers = [Answer(True), Answer(None, frozenset({Cause.MISSING})), Answer(None, frozenset({Cause.INTERVAL}))]
    assert kleene_all(answers).causes == {Cause.MISSING, Cause.INTERVAL}
    assert kleene_any(answers[1:]).causes == {Cause.MISSING, Cause.INTERVAL}
    assert kleene_any(answers).causes == frozenset()


def connectives(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        of,
        lambda inner: st.one_of(
            st.tuples(st.just("all"), st.lists(inner, min_size=1, max_size=3)),
            st.tuples(st.just("any"), st.lists(inner, min_size=1, max_size=3)),
            st.tuples(st.just("not"), inner.map(lambda one: [one])),
        ),
        max_leaves=4,
    )


simple = st.tuples(st.sampled_from(UP + DOWN), st.integers(1, 24), st.sampled_from(["all", "other"]))


def written(node: Any) -> str:
    if node[0] in ("all", "any"):
        return f"{{ {node[0]} = [{', '.join(map(written, node[1]))}] }}"
    if node[0] == "not":
        return f"{{ not = {written(node[1][0])} }}"
    return f'{{ quantity = "training_compute", counting = "{node[2]}", {node[0]} = "{node[1]}" }}'


def holds(node: Any, totals: dict[str, int]) -> bool:
    match node[0]:
        case "all":
            return all(holds(part, totals) for part in node[1])
        case "any":
            return any(holds(part, totals) for part in node[1])
        case "not":
            return not holds(node[1][0], totals)
        case "more_than":
            return totals[node[2]] > node[1]
        case "at_least":
            return totals[node[2]] >= node[1]
        case "less_than":
            return totals[node[2]] < node[1]
        case _:
            return totals[node[2]] <= node[1]


@FEWER
@given(cards(stated(points), st.just("none")), laws(connectives(simple).map(written)), st.data())
def test_open_components_are_tried_in_every_way(tree: Tree, law: Law, data: st.DataObject) -> None:
    """Against plain sums over every choice of the open components; each rule has switches of its own."""
    node = data.draw(connectives(simple))
    tree["scope"] = {"complete": True}
    law = replace(law, condition=written(node), applies=False)
    spent = {key: sum(int(p["flop"]) for p in tree["training"] if p["component"] == key) for key in COMPONENTS}
    rules = {
        name: dict(zip(COMPONENTS, marks, strict=True)) for name, marks in zip(("all", "other"), law.marks, strict=True)
    }
    stated_keys = {phase["component"] for phase in tree["training"]}
    opens = [
        (n, key)
        for n, marks in rules.items()
        for key in COMPONENTS
        if key in stated_keys and marks[key] not in ("in", "out")
    ]
    found = set()
    for values in product((0, 1), repeat=len(opens)):
        chosen = dict(zip(opens, values, strict=True))
        totals = {
            name: sum(spent[key] * chosen.get((name, key), marks[key] == "in") for key in COMPONENTS)
            for name, marks in rules.items()
        }
        found.add(holds(node, totals))
    expected = OPEN if len(found) > 1 else YES if found == {True} else NO
    outcome = judged(tree, law).outcome
    assert outcome is expected


# --- ratios ------------------------------------------------------------------------------------------------------

ends = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted)
names = st.sampled_from("uvwxyz")


@st.composite
def amounts_of(draw: st.DrawFn) -> dict[str, Amount]:
    """Variables by name, each one interval wherever it is used."""
    return {
        name: Amount.of(Input(name, Estimate(Fraction(low), Fraction(low), Fraction(high), Dimension.RATIO)))
        for name, (low, high) in draw(st.dictionaries(names, ends, min_size=1, max_size=5)).items()
    }


@st.composite
def sums(draw: st.DrawFn, variables: dict[str, Amount]) -> Amount:
    terms = draw(
        st.lists(st.lists(st.sampled_from(sorted(variables)), max_size=2, unique=True), min_size=1, max_size=4)
    )
    return total(
        (product_of([constant(draw(st.integers(1, 3))), *(variables[n] for n in t)]) for t in terms), Dimension.RATIO
    )


def product_of(parts: list[Amount]) -> Amount:
    found = constant(1)
    for part in parts:
        found = found * part
    return found


@given(st.data())
def test_an_amount_over_itself_is_one(data: st.DataObject) -> None:
    amount = data.draw(sums(data.draw(amounts_of())))
    assume(amount.bounds().low > 0)
    found = ratio_bounds(amount, amount)
    assert found is not None
    assert (found.low, found.high) == (1, 1)


@given(st.data())
def test_the_interval_of_a_ratio_is_spanned_by_the_corners(data: st.DataObject) -> None:
    variables = data.draw(amounts_of())
    above, below = data.draw(sums(variables)), data.draw(sums(variables))
    assume(below.bounds().low > 0)
    inputs = {item.name: item for amount in (above, below) for item in amount.inputs}
    corners = [
        dict(zip(inputs, values, strict=True))
        for values in product(*([i.estimate.low, i.estimate.high] for i in inputs.values()))
    ]
    ratios = [above.value(corner) / below.value(corner) for corner in corners]  # type: ignore[arg-type]
    found = ratio_bounds(above, below)
    assert found is not None
    assert (found.low, found.high) == (min(ratios), max(ratios))


@given(st.data())
def test_the_interval_of_a_sum_is_spanned_by_the_corners(data: st.DataObject) -> None:
    amount = data.draw(sums(data.draw(amounts_of())))
    values = [
        amount.value(dict(zip((i.name for i in amount.inputs), corner, strict=True)))  # type: ignore[arg-type]
        for corner in product(*([i.estimate.low, i.estimate.high] for i in amount.inputs))
    ]
    assert (amount.bounds().low, amount.bounds().high) == (min(values), max(values))


def test_a_factor_of_both_sides_cancels_even_without_an_upper_end() -> None:
    factor = Amount.of(Input("x", Estimate(Fraction(1), None, None, Dimension.RATIO)))
    found = ratio_bounds(factor * constant(3), factor * constant(2))
    assert found is not None
    assert (found.low, found.high) == (Fraction(3, 2), Fraction(3, 2))
