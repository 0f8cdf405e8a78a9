from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.manifest.types import Manifest
from flopguard.result import RoutesCompared
from tests.effective.trees import LOSS, Tree, compared, definition, llama_2, loss, manifest, of_loss, power, row


def gain(name: str, factor: Any = "2..8", **changes: Any) -> Tree:
    usual = {"name": name, "kind": "architecture", "metric": "loss", "measured_at": ["1e18 FLOP", "1e26 FLOP"]}
    return {**usual, "gain": factor, "seeds": 3, "source": "paper", **changes}


def model(score: str, *gains: Tree, cutoff: str | None = None, **changes: Any) -> Manifest:
    """A model of 1e22 FLOP; the loss 2.01 stands for that, and each tenfold nearer to 2 for ten times as much."""
    keys = {key: changes.pop(key) for key in ("definition", "curve", "flop", "training") if key in changes}
    more = {"data": {"cutoff": cutoff}} if cutoff else {}
    row = loss(score, **{"standard_error": "0.0001", **changes})
    return of_loss(row, enhancement=list(gains), **{"flop": "1e22 FLOP", **keys, **more})


def situation(read: Manifest) -> str:
    found = compared(read)
    return found.situation if found is not None else ""


def causes(read: Manifest) -> tuple[str, ...]:
    found = compared(read)
    assert found is not None
    return found.causes


WEAK = "a weak model for its compute: over-trained, specialised, or trained with trouble"
TOO_SMALL = "a product that is too small: a technique that no gain stands for"
NOT_EXCLUDED = "contamination, which cannot be excluded: public_since and [data] cutoff not stated"
ONLY_BOUND = "only a bound is known, and 2.0e22 .. 8.0e22 (central 4.0e22) FLOP does not contradict it"


@pytest.mark.parametrize(
    "read, expected",
    [
        pytest.param(
            model("2.0025", gain("a")),
            RoutesCompared(definition="house", situation="agree", says="both give the same", log10_ratio=0.0, z=0.0),
            id="equal",
        ),
        pytest.param(
            model("2.01", gain("a", "4"), standard_error=None),
            RoutesCompared(
                definition="house",
                situation="disagree",
                says="the gains give 4.00 times what the inversion gives, and neither has an interval",
                log10_ratio=0.60206,
                causes=(WEAK,),
            ),
            id="without any interval every difference counts",
        ),
        pytest.param(
            model("2.0025", gain("a", "4"), standard_error=None),
            RoutesCompared(definition="house", situation="agree", says="both give the same", log10_ratio=0.0),
            id="equal without any interval",
        ),
        pytest.param(
            model("2.01", gain("a", kind="price"), standard_error=None),
            RoutesCompared(
                definition="house",
                situation="agree",
                says="both give the same; no gain is in the product, which is actual compute alone",
                log10_ratio=0.0,
            ),
            id="no gain that counts",
        ),
        pytest.param(model("2.01"), None, id="no gains at all: no evidence for a gain of 1"),
        pytest.param(
            model("1.9", gain("a")),
            RoutesCompared(
                definition="house",
                situation="cannot_adjudicate",
                says="the score is better than the limit of the baseline's curve: take a later baseline",
            ),
            id="unbounded",
        ),
        pytest.param(
            model("<2.0001", gain("a"), standard_error=None),
            RoutesCompared(
                definition="house",
                situation="contradiction",
                says="the score takes at least 1.0e24 FLOP, the gains give at most 8.0e22 FLOP",
                causes=(NOT_EXCLUDED, TOO_SMALL),
            ),
            id="at least more than the product",
        ),
        pytest.param(
            model("<2.01", gain("a"), standard_error=None),
            RoutesCompared(definition="house", situation="cannot_adjudicate", says=ONLY_BOUND),
            id="at least less than the product",
        ),
        pytest.param(
            model(">2.09", gain("a"), standard_error=None),
            RoutesCompared(
                definition="house",
                situation="contradiction",
                says="the score takes at most 1.1e21 FLOP, the gains give at least 2.0e22 FLOP",
                causes=(WEAK,),
            ),
            id="at most less than the product",
        ),
        pytest.param(
            model(">2.001", gain("a"), standard_error=None),
            RoutesCompared(definition="house", situation="cannot_adjudicate", says=ONLY_BOUND),
            id="at most more than the product",
        ),
        pytest.param(
            model("2.2", standard_error=None),
            RoutesCompared(
                definition="house",
                situation="sandbag_suspect",
                says="the score stands for 0.050 times the model's actual compute, and no inefficiency is declared",
                log10_ratio=1.30103,
                causes=(WEAK,),
            ),
            id="a score for a twentieth of the compute",
        ),
        pytest.param(model("2.01", gain("a", measured_at=None)), None, id="no product to compare with"),
        pytest.param(of_loss(enhancement=[gain("a")]), None, id="no score to compare with"),
        pytest.param(model("2.01", gain("a"), definition={"curve": None}), None, id="no curve"),
    ],
)
def test_the_table_of_situations(read: Manifest, expected: RoutesCompared | None) -> None:
    assert compared(read) == expected


@pytest.mark.parametrize(
    "score, expected", [("2.0025", "agree"), ("2.0037", "agree"), ("2.0050", "differ"), ("2.0095", "disagree")]
)
def test_how_far_apart_is_told_by_deviations(score: str, expected: str) -> None:
    """The gain of 2 to 8 has a deviation of 0.42 in its logarithm, so that a factor of 1.5 is about one of them."""
    assert situation(model(score, gain("a"))) == expected


# --- sandbagging ---------------------------------------------------------------------------------------------------

FIT: Tree = {
    "id": "curve",
    "law": "frontier",
    "floor": "1.8172",
    "parameter_coefficient": "482.01",
    "parameter_exponent": "0.3478",
    "data_coefficient": "2085.43",
    "data_exponent": "0.3658",
}


def emulated(score: str, **changes: Any) -> Manifest:
    made = definition(elicitation=None)
    return manifest(row(score, **changes), of=made, curves=[llama_2()], flop="6.3e24 FLOP")


def test_a_model_that_emulates_a_smaller_one_is_suspect() -> None:
    """Case L36: a 70B model with the score of a 7B model stands for 0.013 times its compute; honest, for more."""
    assert compared(emulated("0.437961")) == RoutesCompared(
        definition="house",
        situation="sandbag_suspect",
        says="the score stands for 0.013 times the model's actual compute, and no inefficiency is declared",
        log10_ratio=1.875061,
        causes=("weak elicitation or sandbagging: the score is low for the compute",),
    )
    assert situation(emulated("0.4379609636092418")) == "sandbag_suspect"
    assert situation(emulated("0.792329338617972")) == ""  # at least a tenth, and no gains to compare with


CHANCE: Tree = {
    "id": "curve",
    "law": "logistic",
    "floor": "0.25",
    "ceiling": "1",
    "slope": "2",
    "midpoint": "1e24 FLOP",
}


def guessing(score: str, flop: str, items: int) -> RoutesCompared | None:
    return compared(manifest(row(score, items=items), curves=[CHANCE], flop=flop))


def test_a_large_model_that_only_guesses_is_suspect() -> None:
    assert guessing("0.25", "1e25 FLOP", 1000) == RoutesCompared(
        definition="house",
        situation="sandbag_suspect",
        says="the baseline has this score without any compute, "
        "and a better one at 0.10 times the model's actual compute",
        causes=("weak elicitation or sandbagging: the score is low for the compute",),
    )
    assert guessing("0.24", "1e22 FLOP", 1000) is None  # a tenth of that would be lost in the noise
    assert guessing("0.25", "1e24 FLOP", 20) is None


def test_noise_that_may_be_all_there_is_to_a_suspicion_is_told() -> None:
    found = guessing("0.3", "1e24 FLOP", 20)
    assert found is not None
    assert (found.situation, found.says) == (
        "sandbag_suspect",
        "the score stands for 0.048 times the model's actual compute (by its interval up to 0.40), "
        "and no inefficiency is declared",
    )


@pytest.mark.parametrize(
    "read, expected",
    [
        pytest.param(model("2.2", gain("a", "0.6..0.9")), "sandbag_suspect", id="declares too little"),
        pytest.param(model("2.2", gain("a", "0.03..0.06")), "agree", id="declares it"),
        pytest.param(model("2.2", gain("a", "0.5..2")), "sandbag_suspect", id="declares that it does not know"),
    ],
)
def test_a_declared_inefficiency_explains_a_weak_score(read: Manifest, expected: str) -> None:
    assert situation(read) == expected


@pytest.mark.parametrize(
    "parameters, tokens, expected",
    [
        pytest.param("1e9", "1e14", "", id="an over-trained model"),
        pytest.param("70e9", "1.4e12", "sandbag_suspect", id="the best split"),
    ],
)
def test_the_split_of_a_model_explains_a_weak_score(parameters: str, tokens: str, expected: str) -> None:
    run = [{"component": "pretrain", "parameters": parameters, "tokens": tokens}]
    assert situation(model("2.2", curve=FIT, training=run)) == expected


# --- causes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "read, expected",
    [
        pytest.param(
            model("2.01", gain("a"), gain("b")),
            ("interaction: 2 gains are multiplied that were not measured together", WEAK),
            id="interaction",
        ),
        pytest.param(
            model("2.01", gain("a", joint_evidence="j"), gain("b", joint_evidence="j")), (WEAK,), id="measured together"
        ),
        pytest.param(
            model("2.01", gain("a", "4", measured_at=["1e21 FLOP"])),
            ("extrapolated scale: the gain 'a' is used 1.0 orders of magnitude above the measured range", WEAK),
            id="extrapolated gain",
        ),
        pytest.param(
            model("2.01", gain("a", "4"), curve=power(domain="1e18..1e21 FLOP", score_domain="2.01..3")),
            (
                "extrapolated scale of the curve: 1e22 FLOP is 1.0 orders of magnitude above the fitted compute, "
                "which ends at 1e21 FLOP",
                WEAK,
            ),
            id="extrapolated curve",
        ),
        pytest.param(
            model("2.0005", gain("a", "2"), public_since="2020", cutoff="2024"),
            ("contamination: 'loss' is public since 2020, the data reach to 2024", TOO_SMALL),
            id="public before the data end",
        ),
        pytest.param(
            model("2.0005", gain("a", "2"), public_since="2025", cutoff="2024"), (TOO_SMALL,), id="public after that"
        ),
        pytest.param(
            model("2.0005", gain("a", "2"), public_since="2025"),
            ("contamination, which cannot be excluded: [data] cutoff not stated", TOO_SMALL),
            id="nobody says how far the data reach",
        ),
        pytest.param(
            model("2.0005", gain("a", "2"), clean_score="2.01", public_since="2025", cutoff="2024"),
            ("contamination: the score on unseen problems of the same kind is 2.01", TOO_SMALL),
            id="worse on what it cannot have seen",
        ),
        pytest.param(
            model("2.01", gain("a", "4", metric_kind="accuracy")),
            ("metric mismatch: the gain 'a' was measured on a metric of kind accuracy, not loss", WEAK),
            id="another kind of metric",
        ),
        pytest.param(
            model(
                "2.01",
                gain("a", "4", kind="allocation"),
                definition={"baseline": {"techniques": ["dense"], "allocation": "compute_optimal"}},
            ),
            (WEAK, "allocation counted twice: 'a' is a gain, and the baseline is compute-optimal already"),
            id="allocation twice",
        ),
    ],
)
def test_the_causes_in_their_order(read: Manifest, expected: tuple[str, ...]) -> None:
    assert causes(read) == expected


def test_another_fit_that_says_otherwise_is_named() -> None:
    made = {**definition(LOSS, elicitation=None), "other_curves": ["other"]}
    curves = [power(), power(id="other", floor="2.002")]
    read = manifest(loss("2.0025"), of=made, curves=curves, flop="1e22 FLOP", enhancement=[gain("a")])
    found = compared(read)
    assert found is not None
    assert (found.situation, found.says) == ("agree", "both give the same; by 'other': disagree")


# --- laws ----------------------------------------------------------------------------------------------------------

ORDER = ("agree", "differ", "disagree")


@settings(max_examples=40, deadline=None)
@given(st.integers(20001, 20095), st.integers(0, 20), st.integers(1, 20))
def test_wider_gains_never_make_routes_disagree_more(score: int, off: int, more: int) -> None:
    def judged(width: int) -> str:
        share = {"value": "4", "low": f"{4 / 1.05**width:.6f}", "high": f"{4 * 1.05**width:.6f}"}
        return situation(model(f"{score / 10000}", gain("a", share)))

    assert ORDER.index(judged(off + more)) <= ORDER.index(judged(off))
