from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.effective.gains.route import by_gains
from flopguard.effective.types import EffectiveAmount, as_result
from flopguard.estimate.actual import actual_compute
from flopguard.formula import Role
from flopguard.manifest.load import Loaded, manifest_of_tree, related_of
from flopguard.manifest.types import Manifest
from flopguard.result import EffectiveValue, Step, StepInput

Tree = dict[str, Any]

RUN: Tree = {"component": "pretrain", "flop": "1e24 FLOP"}
LOSS: Tree = {
    "id": "loss",
    "baseline": {"techniques": ["dense transformer"], "cutoff_date": "2023-06-30"},
    "metric": {"name": "c4-loss", "kind": "loss"},
    "compute_scope": ["pretrain"],
    "scale_side": "new",
}
SCORE: Tree = {**LOSS, "id": "score", "metric": {"name": "gpqa", "kind": "accuracy"}}
ELICITED: Tree = {**SCORE, "elicitation": {"shots": 0}}
SAME_BUT_SHOTS: Tree = {**SCORE, "elicitation": {"shots": 0, "scaffold": "agent"}}
GAIN: Tree = {
    "name": "moe",
    "kind": "architecture",
    "gain": "2..8",
    "metric": "c4-loss",
    "measured_at": ["1e22 FLOP", "1e26 FLOP"],
}


def gain(**changes: Any) -> Tree:
    """The usual gain with some keys changed; a key set to None is taken out."""
    return {key: value for key, value in {**GAIN, **changes}.items() if value is not None}


def definition(**changes: Any) -> Tree:
    return {key: value for key, value in {**LOSS, **changes}.items() if value is not None}


def manifest(
    *enhancements: Tree, of: Tree | list[Tree] = LOSS, runs: list[Tree] | None = None, **more: Any
) -> Manifest:
    tree = {
        "manifest": 1,
        "model": {"name": "M"},
        "training": runs if runs is not None else [RUN],
        "definition": of if isinstance(of, list) else [of],
        "enhancement": list(enhancements),
        **more,
    }
    read = manifest_of_tree(tree)
    assert isinstance(read, Manifest), read
    return read


def all_found(read: Manifest) -> tuple[EffectiveAmount, ...]:
    loaded = Loaded(path="m.toml", text="", digest=None, manifest=read)
    return by_gains(read, actual_compute(related_of(read, loaded)))


def found(*enhancements: Tree, **more: Any) -> EffectiveAmount:
    (only,) = all_found(manifest(*enhancements, **more))
    return only


def value(of: EffectiveAmount) -> EffectiveValue:
    return as_result(of).result


def undefined(reason: str) -> EffectiveValue:
    return EffectiveValue(kind="undefined", reason=reason)


# --- what a product is ---------------------------------------------------------------------------------------------

THREE = [
    gain(name="a", gain="1.5..3"),
    gain(name="b", gain="2..8"),
    gain(name="c", gain="1..1.5"),
]


@pytest.mark.parametrize(
    "enhancements, expected",
    [
        pytest.param(
            [],
            EffectiveValue(
                kind="value",
                low="1e24",
                central="1e24",
                high="1e24",
                reason="no gain is stated: that is actual compute alone",
            ),
            id="no gain",
        ),
        pytest.param(
            [gain(gain="3.1")], EffectiveValue(kind="value", low="3.1e24", central="3.1e24", high="3.1e24"), id="one"
        ),
        pytest.param(
            [gain(gain={"value": "3", "low": "2", "high": "5"})],
            EffectiveValue(kind="value", low="2e24", central="3e24", high="5e24"),
            id="an interval",
        ),
        pytest.param(
            [gain(name="a", gain="2"), gain(name="b", gain="1/3", relative_to=["a"])],
            EffectiveValue(kind="value", low="6.66666666666e23", central="6.66666666667e23", high="6.66666666667e23"),
            id="a third is exact until it is printed",
        ),
        pytest.param(
            THREE,
            # 10^(-0.30 -+ 1.6449 x 0.2 x sqrt(2)) on top of 3 .. 36, and 1 in it
            EffectiveValue(kind="value", low="5.15093883951e23", central="1.03922618272e25", high="5.266685220984e25"),
            id="the ends multiply, and what stacking may do",
        ),
        pytest.param(
            [{**entry, "joint_evidence": "run 7"} for entry in THREE],
            EffectiveValue(kind="value", low="3e24", central="1.03922618272e25", high="3.6e25"),
            id="A08: the ends multiply",
        ),
        pytest.param(
            [gain(gain=">5")],
            EffectiveValue(
                kind="at_least", low="5e24", reason="the gain 'moe' (/enhancement/0) is known only from below"
            ),
            id="more than",
        ),
        pytest.param(
            [gain(gain="<5")],
            EffectiveValue(
                kind="at_most", high="5e24", reason="the gain 'moe' (/enhancement/0) is known only from above"
            ),
            id="less than",
        ),
        pytest.param(
            [gain(name="a", gain=">5"), gain(name="b", gain="2..8", relative_to=["a"])],
            EffectiveValue(
                kind="at_least", low="1e25", reason="the gain 'a' (/enhancement/0) is known only from below"
            ),
            id="a bound and an interval",
        ),
        pytest.param(
            [gain(name="a", gain=">5"), gain(name="b", gain="<8")],
            undefined(
                "the gain 'a' (/enhancement/0) is known only from below; "
                "the gain 'b' (/enhancement/1) is known only from above"
            ),
            id="bounds in opposite directions",
        ),
        pytest.param(
            [gain(gain="0")], undefined("the gain 'moe' (/enhancement/0) is 0, which no gain can be"), id="no gain is 0"
        ),
    ],
)
def test_actual_compute_times_the_gains(enhancements: list[Tree], expected: EffectiveValue) -> None:
    assert value(found(*enhancements)) == expected


# --- what counts ---------------------------------------------------------------------------------------------------

ELICITATION = "it counts only under a definition that states its elicitation"
HOW_SCORED: Tree = {"name": "gpqa", "score": "50%", "elicitation": {"shots": 5, "scaffold": "agent"}}


@pytest.mark.parametrize(
    "of, kind, left_out",
    [
        (LOSS, "pretraining_algorithm", None),
        (LOSS, "data", None),
        (LOSS, "allocation", None),
        (LOSS, "architecture", None),
        (LOSS, "optimizer", None),
        (LOSS, "post_training", "its factor on a loss (c4-loss) is 1"),
        (LOSS, "prompting", "its factor on a loss (c4-loss) is 1"),
        (LOSS, "scaffolding", "its factor on a loss (c4-loss) is 1"),
        (SCORE, "post_training", ELICITATION),
        (SCORE, "prompting", ELICITATION),
        ({**SCORE, "elicitation": {}}, "scaffolding", ELICITATION),
        (SAME_BUT_SHOTS, "prompting", None),
        (
            ELICITED,
            "inference_compute",
            "compute spent when the model runs is an axis of its own, not training compute",
        ),
        (ELICITED, "hardware_utilisation", "it changes the seconds that a FLOP takes, not what a FLOP achieves"),
        (ELICITED, "price", "it changes what a FLOP costs, not what a FLOP achieves"),
    ],
)
def test_the_kind_decides_what_counts(of: Tree, kind: str, left_out: str | None) -> None:
    got = found(gain(gain="4", kind=kind, metric=of["metric"]["name"]), of=of, benchmark=[HOW_SCORED])
    at = "/enhancement/0"
    assert (got.used, got.left_out) == (((at,), ()) if left_out is None else ((), ((at, left_out),)))
    times = 4 if left_out is None else 1
    exact = f"{times}e24"
    alone = "" if left_out is None else "no gain of those that are stated counts: that is actual compute alone"
    assert value(got) == EffectiveValue(kind="value", low=exact, central=exact, high=exact, reason=alone)


SAME: Tree = {"shots": 0, "scaffold": "none"}
OPEN = "hangs on the elicitation of the model's score on gpqa, and there is none that states its elicitation"


@pytest.mark.parametrize(
    "kinds, own, score, expected",
    [
        pytest.param(["prompting"], SAME, {**SAME, "shots": 5}, ["counts"], id="differs in exactly this"),
        pytest.param(["scaffolding"], SAME, {**SAME, "scaffold": "agent"}, ["counts"], id="a scaffold"),
        pytest.param(["post_training"], SAME, SAME, ["counts"], id="the same elicitation"),
        pytest.param(
            ["prompting"],
            SAME,
            SAME,
            ["the model's score was obtained with the same shots as the definition's"],
            id="no difference to count",
        ),
        pytest.param(
            ["prompting"],
            SAME,
            {"shots": 5, "scaffold": "agent"},
            ["the score and the definition differ in scaffold as well"],
            id="another difference that no gain covers",
        ),
        pytest.param(
            ["prompting", "scaffolding"], SAME, {"shots": 5, "scaffold": "agent"}, ["counts", "counts"], id="covered"
        ),
        pytest.param(
            ["post_training"],
            SAME,
            {**SAME, "shots": 5},
            ["the score and the definition differ in shots as well"],
            id="post-training beside other prompts",
        ),
        pytest.param(
            ["scaffolding"],
            {"shots": 0},
            {"shots": 5},
            ["it counts only under a definition whose elicitation states one of scaffold, tools"],
            id="the definition is silent of it",
        ),
        pytest.param(["prompting"], SAME, None, [f"perhaps: whether it counts {OPEN}"], id="no score"),
        pytest.param(
            ["prompting"],
            SAME,
            {"scaffold": "none"},
            ["perhaps: whether it counts hangs on shots, which the model's score does not say"],
            id="the score is silent of it",
        ),
    ],
)
def test_what_elicitation_gives_counts_where_the_score_has_it_and_the_definition_does_not(
    kinds: list[str], own: Tree, score: Tree | None, expected: list[str]
) -> None:
    gains = [gain(name=kind, kind=kind, gain="4", metric="gpqa") for kind in kinds]
    rows = [{"name": "GPQA", "score": "50%", "elicitation": score}] if score is not None else []
    got = found(*gains, of={**SCORE, "elicitation": own}, benchmark=rows)
    reasons = dict(got.left_out)

    def said(number: int) -> str:
        step = got.steps[1 + number].what
        perhaps = step.rpartition("; ")[2].removesuffix(": its interval holds 1") if "holds 1" in step else ""
        return reasons.get(f"/enhancement/{number}", f"perhaps: {perhaps}" if perhaps else "counts")

    assert [said(number) for number in range(len(kinds))] == expected


def test_where_it_cannot_be_told_whether_a_gain_counts_no_verdict_rests_on_it() -> None:
    got = found(gain(kind="prompting", gain="4", metric="gpqa"), of=ELICITED)
    assert value(got) == EffectiveValue(kind="value", low="1e24", central="4e24", high="4e24")


@pytest.mark.parametrize("rule", ["compute-optimal equivalent", "6ND, Chinchilla optimal"])
def test_allocation_is_not_counted_on_top_of_compute_optimal_flop(rule: str) -> None:
    got = found(gain(kind="allocation", gain="2"), of=definition(flop_convention={"rule": rule}))
    reason = "the actual compute is already counted as that of the best allocation: it would count twice"
    assert (got.used, got.left_out) == ((), (("/enhancement/0", reason),))


BUDGET: Tree = {**SCORE, "elicitation": {"inference_budget": "1e4"}, "inference_exchange": "0.7"}


@pytest.mark.parametrize(
    "of, gains, expected",
    [
        (BUDGET, "100", ("2.51188643150e25", "2.51188643150e25", "2.51188643151e25")),
        ({**BUDGET, "inference_exchange": "0.5..1"}, "100", ("1e25", "2.5955e25", "1e26")),
        ({**BUDGET, "inference_exchange": None}, "100", ("1e24", "1e24", "1e24")),
        ({**BUDGET, "elicitation": {"shots": 0}}, "100", ("1e24", "1e24", "1e24")),
        ({**BUDGET, "metric": LOSS["metric"]}, "100", ("1e24", "1e24", "1e24")),
    ],
)
def test_inference_enters_only_by_a_stated_exchange(of: Tree, gains: str, expected: tuple[str, str, str]) -> None:
    # L37 at 1e24: effective orders = 24 + 0.7 x 2
    thinking = gain(kind="inference_compute", gain=gains, metric=of["metric"]["name"], measured_at=None)
    answer = found(thinking, of={key: entry for key, entry in of.items() if entry is not None})
    got, apart = value(answer), [step.result for step in answer.steps if "without inference" in step.what]
    assert apart == (["1.0e24 FLOP"] if got.central != "1e24" else [])
    assert [float(text or 0) for text in (got.low, got.central, got.high)] == [
        pytest.approx(float(text), rel=1e-3) for text in expected
    ]


def test_allocation_counts_once_and_the_larger_is_kept() -> None:
    small, large = gain(name="s", kind="allocation", gain="2"), gain(name="l", kind="allocation", gain="3")
    for order, kept, dropped in (([small, large], 1, 0), ([large, small], 0, 1)):
        got = found(*order)
        reason = f"allocation counts once, and 'l' (/enhancement/{kept}) is counted"
        assert (got.used, got.left_out) == ((f"/enhancement/{kept}",), ((f"/enhancement/{dropped}", reason),))
        assert value(got) == EffectiveValue(kind="value", low="3e24", central="3e24", high="3e24")


def test_a_gain_belongs_to_the_definition_that_it_names() -> None:
    first, second = definition(id="first"), definition(id="second")
    got = all_found(
        manifest(
            gain(name="a", gain="2", definition="first"),
            gain(name="b", gain="3", definition="second"),
            gain(name="c", gain="5"),
            gain(name="d", gain="7", definition="thrid"),
            of=[first, second],
        )
    )
    strays = (
        ("/enhancement/2", "it names no definition, and there are 2"),
        ("/enhancement/3", "it names the definition 'thrid', which does not exist"),
    )
    assert [(entry.definition.id, entry.used, entry.left_out, value(entry).central) for entry in got] == [
        ("first", ("/enhancement/0",), strays, "2e24"),
        ("second", ("/enhancement/1",), strays, "3e24"),
    ]


def test_no_definition_no_result() -> None:
    assert all_found(manifest(gain(), of=[])) == ()


# --- what must be stated -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "of, enhancement, reason",
    [
        (definition(metric=None), gain(), "the definition 'loss' lacks metric"),
        (definition(baseline=None), gain(), "the definition 'loss' lacks baseline"),
        (definition(baseline={"allocation": "as_trained"}), gain(), "the definition 'loss' lacks baseline"),
        (definition(scale_side=None), gain(), "the definition 'loss' lacks scale_side"),
        (LOSS, gain(metric=None), "the gain 'moe' (/enhancement/0) lacks metric"),
        (LOSS, gain(metric="unknown"), "the gain 'moe' (/enhancement/0) lacks metric"),
        (LOSS, gain(measured_at=None), "the gain 'moe' (/enhancement/0) lacks measured_at"),
        (LOSS, gain(measured_at=["0 FLOP"]), "measured_at of the gain 'moe' (/enhancement/0) names no compute above 0"),
        (LOSS, gain(gain=None), "the gain 'moe' (/enhancement/0) lacks gain"),
        (
            {"id": "bare"},
            {"name": "moe", "kind": "architecture"},
            "the definition 'bare' lacks metric, baseline, scale_side; "
            "the gain 'moe' (/enhancement/0) lacks gain, metric, measured_at",
        ),
        (
            LOSS,
            gain(metric="gpqa"),
            "mixed metrics: the gain 'moe' (/enhancement/0) is on 'gpqa', the definition on 'c4-loss'",
        ),
        (
            ELICITED,
            gain(kind="prompting", metric="mmlu"),
            "mixed metrics: the gain 'moe' (/enhancement/0) is on 'mmlu', the definition on 'gpqa'",
        ),
    ],
)
def test_everything_that_is_missing_is_named(of: Tree, enhancement: Tree, reason: str) -> None:
    got = found(enhancement, of=of, scope={"complete": True})
    assert (value(got), got.amount, got.used) == (undefined(reason), None, ())


@pytest.mark.parametrize("name", ["C4-Loss", "c4 loss", "C4_LOSS"])
def test_spelling_does_not_tell_metrics_apart(name: str) -> None:
    assert found(gain(metric=name)).kind == "value"


# --- scope ---------------------------------------------------------------------------------------------------------

SFT: Tree = {"component": "midtrain_sft", "flop": "1e22 FLOP"}
BOTH = definition(compute_scope=["pretrain", "midtrain_sft"])
NO_SCOPE = definition(compute_scope=None)


@pytest.mark.parametrize(
    "of, runs, more, expected",
    [
        pytest.param(BOTH, [RUN, SFT], {}, ("value", "2.02e24", "2.02e24", ""), id="both stated"),
        pytest.param(LOSS, [RUN, SFT], {}, ("value", "2e24", "2e24", ""), id="one out of scope"),
        pytest.param(
            BOTH,
            [RUN],
            {},
            (
                "at_least",
                "2e24",
                None,
                "nothing is stated about midtrain_sft, which the definition counts; "
                "the actual compute is known only from below",
            ),
            id="saying less never lowers the upper end",
        ),
        pytest.param(BOTH, [RUN], {"scope": {"complete": True}}, ("value", "2e24", "2e24", ""), id="no more than that"),
        pytest.param(NO_SCOPE, [RUN], {"scope": {"complete": True}}, ("value", "2e24", "2e24", ""), id="only one"),
        pytest.param(
            NO_SCOPE,
            [RUN],
            {},
            (
                "at_least",
                "2e24",
                None,
                "compute scope not stated; pretrain alone is, and other components may be in it; "
                "the actual compute is known only from below",
            ),
            id="only one is stated",
        ),
        pytest.param(
            NO_SCOPE,
            [RUN, SFT],
            {},
            ("undefined", None, None, "compute scope not stated: the definition lacks compute_scope"),
            id="scope not stated",
        ),
        pytest.param(
            LOSS,
            [SFT],
            {},
            ("undefined", None, None, "no training phase of the scope (pretrain) is stated"),
            id="nothing in scope",
        ),
        pytest.param(
            BOTH,
            [RUN, {"component": "midtrain_sft", "name": "chat"}],
            {},
            ("undefined", None, None, "the compute of chat (/training/1) is not known"),
            id="a phase without a figure",
        ),
        pytest.param(
            LOSS,
            [{"component": "pretrain", "flop": "0"}],
            {},
            ("undefined", None, None, "the actual compute in scope is 0: there is nothing to multiply"),
            id="nothing spent",
        ),
        pytest.param(
            definition(compute_scope=["pretrain", "base_inherited"]),
            [RUN],
            {"model": {"name": "M", "base": [{"name": "B"}]}},
            ("undefined", None, None, "the compute of the base B is not known"),
            id="a base without a figure",
        ),
        pytest.param(
            definition(compute_scope=["pretrain", "base_inherited"]),
            [RUN],
            {"model": {"name": "M", "base": [{"name": "B", "compute": "3e24 FLOP"}]}},
            ("value", "8e24", "8e24", ""),
            id="a base in scope",
        ),
        pytest.param(
            definition(compute_scope=["pretrain", "base_inherited"]),
            [RUN],
            {"model": {"name": "M", "base": "none"}},
            ("value", "2e24", "2e24", ""),
            id="there is no base",
        ),
        pytest.param(
            LOSS,
            [{"component": "pretrain", "flop": "<1e24 FLOP"}],
            {},
            ("at_most", None, "2e24", "the actual compute is known only from above"),
            id="compute known from above",
        ),
    ],
)
def test_the_scope_says_which_compute(
    of: Tree, runs: list[Tree], more: Tree, expected: tuple[str, str | None, str | None, str]
) -> None:
    got = value(found(gain(gain="2"), of=of, runs=runs, **more))
    assert (got.kind, got.low, got.high, got.reason) == expected


def test_what_is_not_stated_is_one_input_named_by_its_place() -> None:
    amount = found(of=BOTH).amount
    assert amount is not None
    unstated = [item for item in amount.inputs if item.role is Role.UNSTATED]
    assert [(item.name, item.ends) for item in unstated] == [("/definition/loss/unstated", (Fraction(0), None))]
    assert amount.fixed({"/definition/loss/unstated": Fraction(0)}).bounds().high == 10**24


# --- distance ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "enhancement, low, high",
    [
        pytest.param(gain(gain="2", kind="optimizer", measured_at=["1e24 FLOP"]), 2.0, 2.0, id="inside"),
        pytest.param(gain(gain="2", kind="optimizer", measured_at=["4e23 FLOP"]), 2.0, 2.0, id="near: 0.4 above"),
        pytest.param(gain(gain="2", kind="optimizer", measured_at=["2.5e24 FLOP"]), 2.0, 2.0, id="near: 0.4 below"),
        # 2 x 10^(+-1.6449 x 0.05 x 1)
        pytest.param(gain(gain="2", kind="optimizer", measured_at=["1e23 FLOP"]), 1.6549592869, 2.4169778868, id="far"),
        pytest.param(
            gain(gain="2", kind="optimizer", measured_at=["1e25 FLOP"]), 1.6549592869, 2.4169778868, id="below"
        ),
        pytest.param(
            gain(gain="2", kind="allocation", measured_at=["1e22 FLOP"]), 0.1411342621, 28.341806886, id="beyond"
        ),
        pytest.param(
            gain(gain="2", kind="pretraining_algorithm", measured_at=["1e21 FLOP"]), 0.0212425, 188.301746, id="3"
        ),
        # 4 x 10^(+-sqrt(0.30103^2 + (1.6449 x 0.35)^2)), and each end of a skew interval on its own
        pytest.param(gain(gain="2..8", measured_at=["1e23 FLOP"]), 0.8962056459, 17.8530453068, id="in quadrature"),
        pytest.param(
            gain(gain={"value": "3", "low": "2", "high": "5"}, measured_at=["1e23 FLOP"]),
            0.7500559780,
            12.4189923556,
            id="skew",
        ),
    ],
)
def test_a_gain_used_away_from_where_it_was_measured_is_widened(enhancement: Tree, low: float, high: float) -> None:
    amount = found(enhancement).amount
    assert amount is not None
    bounds = amount.bounds()
    assert bounds.high is not None
    assert float(bounds.low) == pytest.approx(low * 1e24, rel=1e-6)
    assert float(bounds.high) == pytest.approx(high * 1e24, rel=1e-6)


@pytest.mark.parametrize(
    "enhancement, low, high",
    [
        (gain(gain=">2", kind="optimizer", measured_at=["1e23 FLOP"]), 1.6549592869, None),
        (gain(gain="<2", kind="optimizer", measured_at=["1e23 FLOP"]), 0.0, 2.4169778868),
    ],
)
def test_a_bound_moves_by_the_whole_of_it(enhancement: Tree, low: float, high: float | None) -> None:
    amount = found(enhancement).amount
    assert amount is not None
    bounds = amount.bounds()
    assert float(bounds.low) == pytest.approx(low * 1e24)
    assert (bounds.high and float(bounds.high)) == (high and pytest.approx(high * 1e24))


def test_over_three_orders_a_gain_is_no_evidence() -> None:
    got = found(gain(measured_at=["9.99e20 FLOP"]), gain(name="b", gain="1"))
    reason = (
        "the gain 'moe' (/enhancement/0) is used 3.0 orders of magnitude above the measured range: over 3, no evidence"
    )
    assert (value(got), got.left_out, got.used) == (undefined(reason), (("/enhancement/0", reason),), ())


def test_the_farther_end_of_the_run_decides() -> None:
    wide = [{"component": "pretrain", "flop": "1e24..5e26 FLOP"}]
    assert found(gain(measured_at=["1e23 FLOP"]), runs=wide).kind == "undefined"
    assert found(gain(measured_at=["1e24 FLOP"]), runs=wide).kind == "value"


CHAIN = [
    gain(name="Q", gain="506.879", measured_at=["6.95727e23 FLOP"]),
    gain(name="R", gain="69.5727", measured_at=["1e22 FLOP"], relative_to=["Q"]),
]
AT_1E22 = [{"component": "pretrain", "flop": "1e22 FLOP"}]


def test_a_link_is_looked_at_where_the_one_on_top_of_it_leads() -> None:
    # A10: R over Q at 1e22 gives 69.5727, so that Q over P is looked at 6.95727e23; the product is 35265 (35264.94...).
    got = found(*CHAIN, runs=AT_1E22)
    product = Fraction("506.879") * Fraction("69.5727")
    assert float(product) == pytest.approx(35265.0, rel=1e-4)
    assert got.amount is not None
    assert got.amount.bounds().low == product * 10**22
    assert all("inside the measured range" in step.what for step in got.steps[1:3])


@pytest.mark.parametrize("links", [[], ["R"]])
def test_without_the_order_the_link_lies_far_from_its_measurement(links: list[str]) -> None:
    reversed_chain = [{**CHAIN[0], "relative_to": links}, {**CHAIN[1], "relative_to": []}]
    got = found(*reversed_chain, runs=AT_1E22)
    assert "1.8 orders of magnitude below the measured range" in got.steps[1].what


def test_on_the_side_of_the_baseline_the_gain_itself_is_in_the_scale() -> None:
    for side, words in (("baseline", "used at 1.0e26 FLOP; inside"), ("new", "used at 1.0e24 FLOP; 2.0 orders")):
        got = found(gain(gain="100", measured_at=["1e26 FLOP"], side=side))
        assert words in got.steps[1].what


@pytest.mark.parametrize(
    "enhancements, reason",
    [
        (
            [gain(name="a", relative_to=["b"]), gain(name="b", relative_to=["a"])],
            "/enhancement/0, /enhancement/1 are relative to each other in a circle",
        ),
        ([gain(relative_to=["moe"])], "/enhancement/0 are relative to each other in a circle"),
        (
            [gain(relative_to=["moa"])],
            "the gain 'moe' (/enhancement/0) is relative to 'moa', which is no gain of this definition",
        ),
    ],
)
def test_an_order_that_is_none(enhancements: list[Tree], reason: str) -> None:
    assert value(found(*enhancements)) == undefined(reason)


# --- steps ---------------------------------------------------------------------------------------------------------


def test_the_steps_in_full() -> None:
    got = found(
        gain(
            gain={"value": "3.1", "low": "2.5", "high": "3.8", "evidence": "measured"}, source="https://a", section="3"
        ),
        gain(name="kernels", kind="hardware_utilisation", gain="2", measured_at=None, metric=None),
    )
    stated = StepInput(name="moe", value="2.5 .. 3.8 (central 3.1)", evidence="measured", source="https://a, section 3")
    assert got.steps == (
        Step(
            what="actual compute in the definition's scope: pretrain",
            inputs=(StepInput(name="pretrain", value="1.0e24 FLOP", evidence="reported"),),
            result="1.0e24 FLOP",
        ),
        Step(
            what="gain 'moe' (architecture), on c4-loss; measured at 1.0e22 .. 1.0e26 FLOP (of the new recipe); "
            "used at 1.0e24 FLOP; inside the measured range",
            inputs=(stated,),
            result="factor 2.5 .. 3.8 (central 3.1)",
        ),
        Step(
            what="left out: 'kernels' (hardware_utilisation)",
            inputs=(StepInput(name="kernels", value="2.0", evidence="reported"),),
            result="it changes the seconds that a FLOP takes, not what a FLOP achieves",
        ),
        Step(
            what="product of 'moe': at the ends of the intervals, as if all moved together (comonotone), "
            "2.5 .. 3.8 (central 3.1); as independent log-normals, 90%: 2.5 .. 3.8 (median 3.1, mean 3.1)",
            result="factor 2.5 .. 3.8 (central 3.1)",
        ),
        Step(
            what="effective compute under loss: actual compute x product of the gains",
            result="2.5e24 .. 3.8e24 (central 3.1e24) FLOP",
        ),
    )


STACKED = (
    "2 further gains stacked without joint evidence: interaction of log10 mean -0.30 and sd 0.28 (in quadrature); "
    "the independent product with it is 1.4 .. 20 (median 5.2); "
)


@pytest.mark.parametrize(
    "enhancements, of, words",
    [
        (THREE, LOSS, "as independent log-normals, 90%: 4.7 .. 23 (median 10, mean 12)"),
        (THREE, {**LOSS, "correlation": "0.5"}, "with a correlation of 0.50 between their logarithms: 3.7 .. 30"),
        (THREE, {**LOSS, "correlation": "2"}, "no correlated interval: a correlation lies between 0 and 1"),
        (THREE, LOSS, STACKED),
        (
            THREE,
            {**LOSS, "interaction": {"mean": "-0.1", "deviation": "0.05", "source": "our joint runs"}},
            "log10 mean -0.20 and sd 0.071 (in quadrature); the independent product with it is 2.8 .. 15 (median 6.6); "
            "as the definition says (our joint runs)",
        ),
        ([gain(gain=">5")], LOSS, "no independent log-normal interval"),
        ([], LOSS, "there are none"),
    ],
)
def test_the_product_says_how_it_was_formed(enhancements: list[Tree], of: Tree, words: str) -> None:
    assert words in " / ".join(step.what for step in found(*enhancements, of=of).steps)


@pytest.mark.parametrize(
    "changes, further",
    [
        pytest.param([{}, {}, {}], 2, id="three measured one at a time"),
        pytest.param([{"joint_evidence": "j"}] * 3, 0, id="all in one joint run"),
        pytest.param([{"joint_evidence": "j"}, {"joint_evidence": "j"}, {}], 1, id="two of three in a joint run"),
        pytest.param([{"joint_evidence": "j"}, {"joint_evidence": "k"}, {}], 2, id="different joint runs"),
        pytest.param([{}, {"relative_to": ["a"]}, {"relative_to": ["b"]}], 0, id="each on top of the last"),
        pytest.param(
            [{}, {"relative_to": ["a"]}, {"relative_to": ["a"]}], 1, id="two on top of one, not of each other"
        ),
        pytest.param([{"gain": "1"}, {}, {}], 1, id="a factor of exactly 1 has nothing to share"),
        pytest.param([{"overlaps_with": ["b"]}, {}, {}], 1, id="two that overlap are one part"),
    ],
)
def test_how_many_gains_are_stacked_without_joint_evidence(changes: list[Tree], further: int) -> None:
    got = found(*(gain(name=name, **change) for name, change in zip("abc", changes, strict=True)))
    stacked = [step.what.partition(" ")[0] for step in got.steps if "without joint evidence" in step.what]
    assert stacked == ([str(further)] if further else [])


def test_the_interval_of_verdicts_holds_the_product_with_the_prior_and_without_it() -> None:
    amount = found(*THREE).amount
    assert amount is not None
    bounds = amount.bounds()
    assert bounds.high is not None
    for low, high in ((3.0, 36.0), (1.4, 20.0)):
        assert bounds.low <= low * 10**24
        assert high * 10**24 <= bounds.high
    (prior,) = (item for item in amount.inputs if item.role is Role.ASSUMPTION)
    assert prior.name == "/definition/loss/interaction"
    assert prior.estimate.central == 1


JOINT = gain(name="both", gain="3.3", joint_of=["a", "b"])


def test_a_joint_measurement_stands_for_its_parts() -> None:
    got = found(gain(name="a", gain="2"), gain(name="b", gain="2.5"), JOINT)
    reason = "'both' (/enhancement/2) measures it together with others"
    assert (got.used, got.left_out) == (
        ("/enhancement/2",),
        (("/enhancement/0", reason), ("/enhancement/1", reason)),
    )
    assert value(got) == EffectiveValue(kind="value", low="3.3e24", central="3.3e24", high="3.3e24")
    assert "measured together: 'a', 'b': product 5.00, joint 3.30" in got.steps[1].what


def test_a_joint_measurement_with_allocation_in_it_is_the_one_that_counts() -> None:
    for place in (0, 3):
        rows = [gain(name="a", gain="2"), gain(name="b", gain="2.5", kind="allocation"), JOINT]
        rows.insert(place, gain(name="other", gain="9", kind="allocation"))
        got = found(*rows)
        joint, other = (f"/enhancement/{rows.index(row)}" for row in (JOINT, rows[place]))
        assert got.used == (joint,)
        assert dict(got.left_out)[other] == f"allocation counts once, and 'both' ({joint}) is counted"


def test_a_joint_measurement_is_as_doubtful_as_its_parts() -> None:
    parts = [gain(name="a", kind="prompting", metric="gpqa"), gain(name="b", metric="gpqa")]
    got = found(*parts, {**JOINT, "metric": "gpqa"}, of=ELICITED)
    assert value(got) == EffectiveValue(kind="value", low="1e24", central="3.3e24", high="3.3e24")


@pytest.mark.parametrize(
    "enhancements, reason",
    [
        (
            [gain(name="a"), JOINT],
            "the gain 'both' (/enhancement/1) measures together 'b', which is no gain of this definition",
        ),
        ([gain(joint_of=["moe"])], "the gain 'moe' (/enhancement/0) measures itself together with others"),
        (
            [gain(name="a"), gain(name="b"), JOINT, {**JOINT, "name": "again"}],
            "the gain 'a' is measured together with others by more than one gain: keep one of them; "
            "the gain 'b' is measured together with others by more than one gain: keep one of them",
        ),
        (
            [gain(name="a"), gain(name="b", kind="price"), JOINT],
            "the gain 'both' (/enhancement/2) measures 'b' (/enhancement/1) with others, "
            "and its part is not known: it changes what a FLOP costs, not what a FLOP achieves",
        ),
        (
            [
                gain(name="a", kind="allocation"),
                gain(name="b", kind="allocation"),
                gain(name="x", joint_of=["a"]),
                gain(name="y", joint_of=["b"]),
            ],
            "/enhancement/2, /enhancement/3 each have a gain from allocation in them, which counts once",
        ),
        (
            [gain(name="a", overlaps_with=["c"])],
            "the gain 'a' (/enhancement/0) overlaps with 'c', which is no gain of this definition",
        ),
    ],
)
def test_a_joint_measurement_that_is_none(enhancements: list[Tree], reason: str) -> None:
    assert value(found(*enhancements)) == undefined(reason)


@pytest.mark.parametrize(
    "left, right, expected",
    [
        ("2..8", "3..5", ("3e24", "1.549192e25", "4e25")),
        ("3", "2", ("3e24", "6e24", "6e24")),
        ("0.5", "3", ("1.5e24", "1.5e24", "3e24")),
    ],
)
def test_gains_that_overlap_give_at_least_the_largest_of_them(left: str, right: str, expected: Any) -> None:
    for said in ({"overlaps_with": ["b"]}, {}):
        other = {} if said else {"overlaps_with": ["a"]}
        got = value(found(gain(name="a", gain=left, **said), gain(name="b", gain=right, **other)))
        assert (got.low, got.central, got.high) == expected
    joint = {"joint_evidence": "j"}
    apart = found(gain(name="a", gain="2", overlaps_with=["b"], **joint), gain(name="b", gain="3", **joint))
    assert value(apart).low == "6e24"


def test_each_gain_is_one_input_named_by_its_place() -> None:
    amount = found(gain(name="a"), gain(name="b")).amount
    assert amount is not None
    assert [item.name for item in amount.inputs] == [
        "/definition/loss/interaction",
        "/enhancement/0/gain",
        "/enhancement/1/gain",
        "/training/0/flop",
    ]


# --- properties ----------------------------------------------------------------------------------------------------

COUNTING = ("pretraining_algorithm", "data", "allocation", "architecture", "optimizer")
sizes = st.integers(2, 60).map(lambda tenths: Fraction(tenths, 10))
scales = st.sampled_from(["1e20 FLOP", "1e22 FLOP", "1e23 FLOP", "8e23 FLOP", "1e24 FLOP", "1e26 FLOP", "1e28 FLOP"])


def decimal(number: Fraction) -> str:
    return f"{float(number):.6f}"


@st.composite
def figures(draw: st.DrawFn) -> Any:
    low, central, high = sorted(draw(st.tuples(sizes, sizes, sizes)))
    table = {"value": decimal(central), "low": decimal(low), "high": decimal(high), "level": "90%"}
    bounds = st.sampled_from([f">{decimal(low)}", f"<{decimal(high)}", decimal(central)])
    return draw(st.one_of(st.just(table), bounds))


@st.composite
def enhancement_lists(draw: st.DrawFn) -> list[Tree]:
    names = [f"g{number}" for number in range(draw(st.integers(0, 4)))]
    return [
        gain(
            name=name,
            kind=draw(st.sampled_from((*COUNTING, "post_training", "inference_compute", "price"))),
            gain=draw(figures()),
            metric=draw(st.sampled_from(["c4-loss"] * 5 + ["gpqa", None])),
            measured_at=draw(st.one_of(st.lists(scales, min_size=1, max_size=2), st.just(["1e22 FLOP", "1e27 FLOP"]))),
            side=draw(st.sampled_from(["new", "baseline", None])),
            relative_to=draw(st.lists(st.sampled_from(names), max_size=2, unique=True)),
        )
        for name in names
    ]


def outcome(of: EffectiveAmount) -> tuple[str, Any]:
    return of.kind, of.amount and of.amount.bounds()


@given(enhancement_lists())
def test_a_result_is_always_tagged_and_whole(enhancements: list[Tree]) -> None:
    got = found(*enhancements)
    assert got.kind in ("value", "at_least", "at_most", "undefined")
    assert (got.amount is None) == (got.kind == "undefined")
    assert bool(got.reason) == (got.kind != "value" or not got.used)
    shown = value(got)
    ends = {"value": (True, True), "at_least": (True, False), "at_most": (False, True), "undefined": (False, False)}
    assert (shown.low is not None, shown.high is not None) == ends[got.kind]
    assert not {"inf", "nan"} & {str(text).lower() for text in (shown.low, shown.central, shown.high)}
    named = [*got.used, *(at for at, _ in got.left_out)]
    assert len(named) == len(set(named))
    assert got.kind == "undefined" or sorted(named) == [f"/enhancement/{n}" for n in range(len(enhancements))]


@given(enhancement_lists(), st.sampled_from(["architecture", "data", "optimizer"]), st.integers(0, 4))
def test_a_gain_of_exactly_one_changes_nothing(enhancements: list[Tree], kind: str, place: int) -> None:
    one = gain(name="one", kind=kind, gain="1", measured_at=["1e15 FLOP", "1e40 FLOP"])
    assert outcome(found(*enhancements[:place], one, *enhancements[place:])) == outcome(found(*enhancements))


@given(enhancement_lists(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(enhancements: list[Tree], random: Any) -> None:
    shuffled = list(enhancements)
    random.shuffle(shuffled)
    assert outcome(found(*shuffled)) == outcome(found(*enhancements))


@given(enhancement_lists(), figures(), st.sampled_from(["hardware_utilisation", "price", "inference_compute"]))
def test_what_never_counts_never_changes_the_result(enhancements: list[Tree], figure: Any, kind: str) -> None:
    extra = gain(name="kernels", kind=kind, gain=figure, metric=None, measured_at=None)
    assert outcome(found(extra, *enhancements)) == outcome(found(*enhancements))


@given(enhancement_lists(), st.lists(st.tuples(sizes, sizes), min_size=4, max_size=4))
def test_a_wider_interval_never_narrows_the_result(
    enhancements: list[Tree], more: list[tuple[Fraction, Fraction]]
) -> None:
    def wider(entry: Tree, by: tuple[Fraction, Fraction]) -> Tree:
        figure = entry["gain"]
        if not isinstance(figure, dict):
            return entry
        low, high = Fraction(figure["low"]) / (1 + by[0]), Fraction(figure["high"]) * (1 + by[1])
        return {**entry, "gain": {**figure, "low": decimal(low), "high": decimal(high)}}

    narrow = found(*enhancements)
    wide = found(*(wider(*pair) for pair in zip(enhancements, more, strict=False)))
    if narrow.amount is None or wide.amount is None:
        assert wide.amount is None
        return
    inner, outer = narrow.amount.bounds(), wide.amount.bounds()
    assert outer.low <= inner.low
    assert outer.high is None or (inner.high is not None and inner.high <= outer.high)


# --- joint measurements of joint measurements ----------------------------------------------------------------------

A, B = gain(name="a", gain="2"), gain(name="b", gain="3")
PAIR = gain(name="pair", gain="4", joint_of=["a", "b"])


@pytest.mark.parametrize(
    "enhancements, expected",
    [
        pytest.param(
            [gain(name="x", joint_of=["y"]), gain(name="y", joint_of=["x"])],
            undefined(
                "the gain 'x' (/enhancement/0) measures itself together with others; "
                "the gain 'y' (/enhancement/1) measures itself together with others"
            ),
            id="two that stand for each other leave no gain, which is not a gain of 1",
        ),
        pytest.param(
            [A, B, PAIR, gain(name="c", gain="5"), gain(name="all", gain="7", joint_of=["pair", "c"])],
            EffectiveValue(kind="value", low="7e24", central="7e24", high="7e24"),
            id="one inside another",
        ),
        pytest.param(
            [A, gain(name="b", gain="3", kind="price"), PAIR, gain(name="all", gain="7", joint_of=["pair"])],
            undefined(
                "the gain 'all' (/enhancement/3) measures 'b' (/enhancement/1) with others, and its part is not known: "
                "it changes what a FLOP costs, not what a FLOP achieves"
            ),
            id="what never counts, inside one inside another",
        ),
        pytest.param(
            [
                A,
                gain(name="b", gain="3", kind="allocation"),
                PAIR,
                gain(name="all", gain="7", joint_of=["pair"]),
                gain(name="split", gain="2", kind="allocation"),
            ],
            EffectiveValue(kind="value", low="7e24", central="7e24", high="7e24"),
            id="allocation counts once, wherever it is inside",
        ),
        pytest.param(
            [A, B, PAIR, gain(name="all", gain="7", joint_of=["pair"]), gain(name="c", gain="2", relative_to=["a"])],
            EffectiveValue(kind="value", low="1.4e25", central="1.4e25", high="1.4e25"),
            id="on top of a part of a part",
        ),
        pytest.param(
            [A, B, PAIR, gain(name="all", gain="7", joint_of=["pair"]), gain(name="c", gain="2", overlaps_with=["a"])],
            EffectiveValue(kind="value", low="7e24", central="1.4e25", high="1.4e25"),
            id="that overlaps with a part of a part",
        ),
    ],
)
def test_a_joint_measurement_stands_for_all_that_is_inside(enhancements: list[Tree], expected: EffectiveValue) -> None:
    assert value(found(*enhancements)) == expected


def test_a_doubt_about_a_part_of_a_part_is_one_about_the_whole() -> None:
    inner = gain(name="inner", gain="3", kind="prompting", metric="gpqa")
    outer = [
        gain(name=name, gain="4", metric="gpqa", joint_of=[of]) for name, of in (("pair", "inner"), ("all", "pair"))
    ]
    got = found(inner, *outer, of=ELICITED)
    assert value(got) == EffectiveValue(kind="value", low="1e24", central="4e24", high="4e24")


def test_an_interval_at_a_low_level_is_no_narrower_than_one_at_the_level_of_the_product() -> None:
    at_half: Tree = {"value": "4", "low": "2", "high": "8", "level": "50%"}
    told, points = (
        gain(gain=at_half),
        [{"compute": "1e22 FLOP", "gain": at_half}, {"compute": "1e26 FLOP", "gain": at_half}],
    )
    for each in (told, gain(gain=None, measured_at=None, gain_at=points)):
        got = found(each)
        assert got.amount is not None
        ends = got.amount.bounds()
        assert float(ends.low) == pytest.approx(0.7378177302924399e24, rel=1e-9)
        assert ends.high is not None
        assert float(ends.high) == pytest.approx(21.68557265987397e24, rel=1e-9)
    no_level = gain(gain={**at_half, "level": "0.0001%"})
    says = "the gain 'moe' (/enhancement/0) has an interval at so low a level that it says nothing"
    assert value(found(no_level)) == undefined(says)
