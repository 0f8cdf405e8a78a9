from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.effective.types import EffectiveAmount, as_result
from flopguard.formula import ratio_bounds
from flopguard.manifest.types import Manifest
from flopguard.result import EffectiveValue, Step, StepInput
from tests.effective.cases import case
from tests.effective.trees import (
    LOSS,
    Tree,
    compute_of,
    definition,
    inversion,
    llama_2,
    loss,
    manifest,
    of_loss,
    power,
    routes,
    row,
)

MMLU: Tree = {"name": "MMLU", "kind": "accuracy"}
LOGISTIC: Tree = {
    "id": "curve",
    "metric": "MMLU",
    "law": "logistic",
    "floor": "0.25",
    "ceiling": "1",
    "slope": "2",
    "midpoint": "1e24 FLOP",
}


def value(read: Manifest) -> EffectiveValue:
    return as_result(inversion(read)).result


def undefined(reason: str) -> EffectiveValue:
    return EffectiveValue(kind="undefined", reason=reason)


# --- what an inversion is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "read, expected",
    [
        pytest.param(
            manifest(row("0.6")),
            EffectiveValue(kind="value", low="2.88613088184e23", central="2.88613088185e23", high="2.88613088185e23"),
            id="between points",
        ),
        pytest.param(
            manifest(row("0.9")),
            EffectiveValue(kind="at_least", low="8.4e23", reason="0.9 is better than every measured point"),
            id="better than every point",
        ),
        pytest.param(
            manifest(row("0.3")),
            EffectiveValue(kind="at_most", high="8.4e22", reason="0.3 is worse than every measured point"),
            id="worse than every point",
        ),
        pytest.param(
            manifest(row(">0.6")),
            EffectiveValue(
                kind="at_least", low="2.88613088184e23", reason="the score is known only to be better than stated"
            ),
            id="more than",
        ),
        pytest.param(
            manifest(row("<0.6")),
            EffectiveValue(
                kind="at_most", high="2.88613088185e23", reason="the score is known only to be worse than stated"
            ),
            id="less than",
        ),
        pytest.param(
            manifest(row(">0.3")),
            undefined("the score is known only to be better than stated, and 0.3 is worse than every measured point"),
            id="more than a score below the curve says nothing",
        ),
        pytest.param(
            manifest(row("<0.9")),
            undefined("the score is known only to be worse than stated, and 0.9 is better than every measured point"),
            id="less than a score above the curve says nothing",
        ),
        pytest.param(
            of_loss(loss("2")),
            EffectiveValue(kind="unbounded", low="0", reason="no compute reaches 2: the curve's floor is 2"),
            id="at the floor of a loss",
        ),
        pytest.param(
            of_loss(loss("<2.001")),
            EffectiveValue(
                kind="at_least", low="9.99999999999e22", reason="the score is known only to be better than stated"
            ),
            id="a loss below is better",
        ),
        pytest.param(
            of_loss(loss(">2.001")),
            EffectiveValue(kind="at_most", high="1e23", reason="the score is known only to be worse than stated"),
            id="a loss above is worse",
        ),
        pytest.param(
            of_loss(loss(">1.9")),
            undefined(
                "the score is known only to be worse than stated, and no compute reaches 1.9: the curve's floor is 2"
            ),
            id="worse than what the baseline cannot reach",
        ),
        pytest.param(
            manifest(
                row("0.36", "TruthfulQA"),
                of=definition({"name": "TruthfulQA", "kind": "accuracy"}),
                curves=[llama_2("TruthfulQA")],
            ),
            EffectiveValue(
                kind="multivalued",
                low="1.23289989464e23",
                high="2.07689709378e23",
                values=("1.23289989465e23", "2.07689709377e23"),
                reason="the score of the baseline does not always get better with compute: "
                "at its smallest compute it is better than here",
            ),
            id="a baseline that gets worse has a score twice",
        ),
        pytest.param(
            of_loss(loss("2.2"), curve=power(score_domain="2.4..2.5")),
            EffectiveValue(
                kind="at_least", low="2.49999999999e20", reason="2.2 is better than 2.4, where the fitted scores end"
            ),
            id="a score past the fitted scores",
        ),
        pytest.param(
            of_loss(loss("2.000001"), curve=power(domain="1e20..1e21 FLOP")),
            EffectiveValue(
                kind="at_least",
                low="9.99999999999e20",
                reason="2.000001 is better than 2.1, where the fitted scores end",
            ),
            id="far past the fitted compute, the fitted scores not stated",
        ),
        pytest.param(
            of_loss(loss("12"), curve=power(domain="1e20..1e21 FLOP")),
            EffectiveValue(kind="at_most", high="1e20", reason="12 is worse than 3, where the fitted scores end"),
            id="far before the fitted compute",
        ),
        pytest.param(
            of_loss(loss("2.1"), curve=power(domain="1e20..1e21 FLOP")),
            EffectiveValue(kind="value", low="9.99999999999e20", central="1e21", high="1e21"),
            id="at the end of the fitted compute",
        ),
        pytest.param(
            manifest(row("0.6"), curves=[{**llama_2(), "domain": "1e23..2e23 FLOP"}]),
            EffectiveValue(kind="value", low="2.88613088184e23", central="2.88613088185e23", high="2.88613088185e23"),
            id="points bound themselves",
        ),
    ],
)
def test_what_a_score_stands_for(read: Manifest, expected: EffectiveValue) -> None:
    assert value(read) == expected


@pytest.mark.parametrize(
    "read, kind, ends, reason",
    [
        pytest.param(
            manifest(row("1", items=10), curves=[LOGISTIC]),
            "unbounded",
            (2.64e24, None, None),
            "no compute reaches 1: the curve's limit is 1; near-ceiling: within 2 standard errors of the ceiling, 1.00",
            id="all of ten right is no certainty",
        ),
        pytest.param(
            manifest(row("0.27", items=100), curves=[LOGISTIC]),
            "value",
            (0, 1.59e22, 1.13e23),
            "near-floor: within 2 standard errors of chance, 0.250",
            id="near chance nothing holds it from below",
        ),
        pytest.param(
            manifest(row("0.99", items=100), curves=[LOGISTIC]),
            "value",
            (2.34e25, 1.42e26, None),
            "near-ceiling: within 2 standard errors of the ceiling, 1.00",
            id="near the ceiling nothing holds it from above",
        ),
        pytest.param(
            of_loss(loss("2.02", standard_error="0.01")),
            "value",
            (2.75e21, 5e21, 3.9e22),
            "baseline-saturated: within 3 standard errors of the curve's floor, 2.00",
            id="near the floor of a loss",
        ),
        pytest.param(
            of_loss(loss("2.02", standard_error="0.02")),
            "value",
            (1.89e21, 5e21, None),
            "baseline-saturated: within 3 standard errors of the curve's floor, 2.00",
            id="nearer the floor of a loss",
        ),
    ],
)
def test_near_an_end_of_the_curve_noise_decides(
    read: Manifest, kind: str, ends: tuple[float | None, ...], reason: str
) -> None:
    found = value(read)
    numbers = [None if end is None else float(end) for end in (found.low, found.central, found.high)]
    assert (found.kind, found.reason) == (kind, reason)
    assert numbers == [None if end is None else pytest.approx(end, rel=0.05) for end in ends]


# --- whether a row is the metric -----------------------------------------------------------------------------------

VERSIONED = definition({**MMLU, "version": "1", "split": "test"})
PER_TOKEN: Tree = {**LOSS, "unit": "nats/token", "tokenizer": "house-64k"}


def with_metric(metric: Tree, *rows: Tree) -> Manifest:
    return manifest(*rows, of=definition(metric, elicitation=None), curves=[power()])


@pytest.mark.parametrize(
    "read, reason",
    [
        pytest.param(manifest(), "no score on 'MMLU': add a [[benchmark]] with that name", id="no row"),
        pytest.param(
            manifest(row("0.6", "GSM8K")), "no score on 'MMLU': add a [[benchmark]] with that name", id="another metric"
        ),
        pytest.param(
            manifest(row("0.6", date="2026-05")),
            "no score on 'MMLU' by 2026-01-01: add a [[benchmark]] with that name",
            id="dated later",
        ),
        pytest.param(
            manifest(row({"value": "0.6", "date": "2026-05"})),
            "no score on 'MMLU' by 2026-01-01: add a [[benchmark]] with that name",
            id="whose figure is dated later",
        ),
        pytest.param(manifest(row(None)), "/benchmark/0 states no score", id="no score"),
        pytest.param(
            manifest(row("60")),
            "/benchmark/0 has a score above 1 for an accuracy: write a share, such as 0.44 or 44%",
            id="percent without its sign",
        ),
        pytest.param(
            manifest(row("0.6"), of=VERSIONED),
            "/benchmark/0 does not state version, which the definition has as '1': add it; "
            "/benchmark/0 does not state split, which the definition has as 'test': add it",
            id="version and split not stated",
        ),
        pytest.param(
            manifest(row("0.6", version="2", split="test"), of=VERSIONED),
            "/benchmark/0 has version '2', the definition '1'",
            id="another version",
        ),
        pytest.param(
            manifest(row("0.6", items=100), of=definition({**MMLU, "items": 14042})),
            "/benchmark/0 is over 100 items, the definition's metric over 14042",
            id="another set of items",
        ),
        pytest.param(
            manifest(row("0.6", elicitation=None)),
            "/benchmark/0 does not state elicitation.shots, which the definition has as '5': add it",
            id="elicitation not stated",
        ),
        pytest.param(
            manifest(row("0.6", elicitation={"shots": 0})),
            "elicitation-mismatch: /benchmark/0 has elicitation.shots '0', the definition '5'",
            id="elicitation-mismatch",
        ),
        pytest.param(
            manifest(row("0.6"), row("0.61")),
            "different scores on 'MMLU': 0.600 (/benchmark/0), 0.610 (/benchmark/1); "
            "say what tells them apart (version, split, elicitation), or leave one out",
            id="two scores",
        ),
        pytest.param(
            manifest(row("0.6"), curves=[]), "the curve 'curve' of 'house' is no [[curve]] of this manifest", id="curve"
        ),
        pytest.param(
            manifest(row("0.6"), curves=[llama_2("GSM8K")]),
            "the curve 'curve' is of 'GSM8K', the definition's metric is 'MMLU'",
            id="a curve of another metric",
        ),
        pytest.param(
            with_metric({"name": "loss", "kind": "loss"}, loss("2.1")),
            "the metric of 'house' is a loss without a unit: add nats/token with its tokenizer, or bits/byte",
            id="a loss without a unit",
        ),
        pytest.param(
            with_metric(LOSS, loss("2.1", unit="bits/byte")),
            "/benchmark/0 has unit 'bits/byte', the definition 'nats/byte'",
            id="another unit",
        ),
        pytest.param(
            with_metric(PER_TOKEN, loss("2.1", unit="nats/token")),
            "/benchmark/0 does not state tokenizer, which the definition has as 'house-64k': add it",
            id="tokenizer not stated",
        ),
        pytest.param(
            with_metric(PER_TOKEN, loss("2.1", unit="nats/token", tokenizer="gpt-2")),
            "losses per token do not compare: /benchmark/0 has tokenizer 'gpt-2', the definition 'house-64k'",
            id="another tokenizer",
        ),
        pytest.param(
            with_metric({**LOSS, "unit": "nats/token"}, loss("2.1", unit="nats/token")),
            "the metric of 'house' is per token and lacks tokenizer",
            id="per token without a tokenizer",
        ),
    ],
)
def test_a_score_that_may_be_another_measure_gives_nothing(read: Manifest, reason: str) -> None:
    assert value(read) == undefined(reason)


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([row("0.7", version="2")], id="of another version"),
        pytest.param([row("0.7", version=None)], id="of no stated version"),
        pytest.param([row("0.7", version="1", date="2026-05")], id="of a later day"),
        pytest.param([row("0.7", version="1", elicitation={"shots": 0})], id="with less effort"),
        pytest.param([row("0.6", version="1")], id="the same"),
    ],
)
def test_rows_that_are_no_such_score_do_not_disturb_it(others: list[Tree]) -> None:
    made = definition({**MMLU, "version": "1"})
    alone = value(manifest(row("0.6", version="1"), of=made))
    assert alone.kind == "value"
    assert value(manifest(row("0.6", version="1"), *others, of=made)) == alone


def test_of_two_rows_that_agree_the_less_exact_one_counts() -> None:
    both = manifest(row("0.6", items=1000), row("0.6", items=50))
    assert value(both) == value(manifest(row("0.6", items=50)))


def test_each_curve_is_an_answer_of_its_own_and_nothing_is_averaged() -> None:
    made = definition(LOSS, elicitation=None, other_curves=["other"])
    read = manifest(loss("2.01"), of=made, curves=[power(), power(id="other", floor="1.99")])
    found = [(answer.curve, as_result(answer).result.central) for answer in routes(read)]
    assert found == [("", "1e23"), ("curve", "1e22"), ("other", "5e21")]


def test_a_definition_without_a_curve_has_no_inversion() -> None:
    assert [answer.route for answer in routes(manifest(row("0.6"), of=definition(curve=None)))] == ["gains"]


# --- steps ---------------------------------------------------------------------------------------------------------


def test_the_steps_lead_from_the_score_to_the_multiplier() -> None:
    read = of_loss(loss("2.01", source="card"), flop="1e23 FLOP")
    assert inversion(read).steps == (
        Step(
            what="score on loss (/benchmark/0); "
            "no error stated and no number of items: its sampling noise is left out of the interval",
            inputs=(StepInput(name="loss", value="2.01", evidence="reported", source="card"),),
            result="2.010",
        ),
        Step(
            what="curve 'curve'; no domain stated",
            inputs=(
                StepInput(name="floor", value="2", evidence="reported", source="fit"),
                StepInput(name="coefficient", value="1e20", evidence="reported", source="fit"),
                StepInput(name="exponent", value="1", evidence="reported", source="fit"),
            ),
        ),
        Step(
            what="the least compute at which floor + coefficient x C^-exponent reaches 2.010; "
            "no interval: no error is stated of the curve or of the score",
            result="1.000e22 FLOP",
        ),
        Step(what="effective compute under house: compute at which 'curve' reaches the score", result="1.0e22 FLOP"),
        Step(
            what="multiplier of the model: effective compute over its actual compute in scope; below 1 is no error: "
            "a model trained past the best split, or for another task, needs more for this score",
            result="factor 0.10",
        ),
    )


def test_a_frontier_shows_what_the_split_of_the_model_costs() -> None:
    """Case L16: Llama-3-8B on the fit of 2024 is 5.51 times as costly as the best split."""
    made = {**definition(LOSS, elicitation=None), "curve": "fit"}
    fit = {
        "id": "fit",
        "law": "frontier",
        "floor": "1.8172",
        "parameter_coefficient": "482.01",
        "parameter_exponent": "0.3478",
        "data_coefficient": "2085.43",
        "data_exponent": "0.3658",
    }
    stated: list[Tree] = [
        {"training": [{"component": "pretrain", "parameters": "8e9", "tokens": "15e12"}]},
        {"training": [{"component": "pretrain", "tokens": "15e12"}], "architecture": {"parameters": "8e9"}},
        {
            "training": [{"component": "pretrain", "tokens": "15e12"}],
            "architecture": {"parameters": "8e9", "experts": 8},
        },
    ]
    found, by_model, mixture = (inversion(manifest(loss("1.95"), of=made, curves=[fit], **keys)) for keys in stated)
    assert mixture.inverted is None or mixture.inverted.penalty is None
    assert by_model.inverted == found.inverted
    assert found.inverted is not None
    assert found.inverted.penalty is not None
    expected = case("L16").expected["besiroglu"]["Llama-3-8B"]
    assert abs(found.inverted.penalty / expected - 1) < Decimal("0.002")
    assert "its parameters and tokens take 5.51" in found.steps[-1].what


# --- real models ---------------------------------------------------------------------------------------------------


def multiplier(found: EffectiveAmount, read: Manifest) -> str:
    """The multiplier as the cases write it: a number, or a bound."""
    spent = next(phase.chosen.amount for phase in compute_of(read).phases if phase.chosen)
    assert found.amount is not None
    factor = ratio_bounds(found.amount, spent)
    assert factor is not None
    if factor.high is None:
        return f">{float(factor.low):.4g}"
    return f"<{float(factor.high):.4g}" if factor.central is None else f"{float(factor.central):.6g}"


@pytest.mark.parametrize("id", ["L32a", "L32b", "L32c", "L32d", "L32e"])
def test_real_models_against_the_llama_2_curve(id: str) -> None:
    given, wanted = case(id).inputs, case(id).expected
    for metric, expected in wanted.items():
        if expected is None:
            continue
        points = [{"compute": f"{p['C']} FLOP", "score": str(p[metric])} for p in given["baseline_points"].values()]
        made = definition({"name": metric, "kind": "accuracy"}, elicitation=None)
        curve = {"id": "curve", "law": "points", "points": points}
        target = row(str(given["target"][metric]), metric)
        read = manifest(target, of=made, curves=[curve], flop=f"{given['target']['C']} FLOP")
        found = multiplier(inversion(read), read)
        if isinstance(expected, str):
            assert (found[0], float(found[1:])) == (expected[0], pytest.approx(float(expected[1:]), rel=0.01))
        else:
            assert float(found) == pytest.approx(float(expected), rel=0.01)


# --- laws ----------------------------------------------------------------------------------------------------------

SHARES = st.integers(0, 1000).map(lambda n: Fraction(n, 1000))


def written(share: Fraction) -> str:
    return format(Decimal(share.numerator) / Decimal(share.denominator), "f")


@settings(max_examples=25, deadline=None)
@given(SHARES, st.integers(5, 2000), st.sampled_from([llama_2(), LOGISTIC]))
def test_noise_never_makes_anything_more_certain(score: Fraction, items: int, curve: Tree) -> None:
    bare = inversion(manifest(row(written(score)), curves=[curve]))
    noisy = inversion(manifest(row(written(score), items=items), curves=[curve]))
    if bare.amount is None:
        assert noisy.amount is None
        return
    if noisy.amount is not None:
        inner, outer = bare.amount.bounds(), noisy.amount.bounds()
        assert bare.kind == noisy.kind
        assert outer.low <= inner.low or bare.kind == "unbounded"
        assert outer.high is None or (inner.high is not None and outer.high >= inner.high)


@settings(max_examples=40, deadline=None)
@given(SHARES, SHARES)
def test_a_better_score_never_stands_for_less(one: Fraction, other: Fraction) -> None:
    worse, better = sorted((one, other))
    low, high = (inversion(manifest(row(written(score)))).amount for score in (worse, better))
    assert low is not None
    assert high is not None
    assert low.bounds().low <= high.bounds().low
    most, least = low.bounds().high, high.bounds().high
    assert least is None or (most is not None and most <= least)


def test_a_confidential_score_gives_nothing_and_may_be_any() -> None:
    masked: Any = {"value": ">=0"}
    assert value(manifest(row(masked))) == undefined("/benchmark/0 states no score")


@pytest.mark.parametrize("noise", [{}, {"items": 100}, {"standard_error": "0.03"}])
@pytest.mark.parametrize("share", ["0.5", "0.7", "0.85"])
def test_a_score_known_by_a_bound_is_no_surer_than_the_figure_itself(share: str, noise: Tree) -> None:
    stated, better, worse = (
        value(manifest(row(f"{sign}{share}", **noise), curves=[LOGISTIC])) for sign in ("", ">", "<")
    )
    assert (better.kind, better.low, better.high) == ("at_least", stated.low, None)
    assert (worse.kind, worse.low, worse.high) == ("at_most", None, stated.high)


def test_a_bound_past_the_limit_keeps_what_its_noise_leaves() -> None:
    found = value(of_loss(loss("<1.99", standard_error="0.01")))
    assert (found.kind, found.low) == ("unbounded", value(of_loss(loss("1.99", standard_error="0.01"))).low)
    assert found.low is not None
