"""The cases of readings, each through a manifest and a policy to its verdict."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from flopguard.effective.routes.ratio import ratio
from flopguard.evaluate.run import gather
from flopguard.result import Cause, Outcome, Verdict
from tests.effective.cases import case
from tests.evaluate.effective_support import index
from tests.evaluate.support import card, family, judged, policy, pretrain, settings

COVERS = {"R01", "R02", "R03"}
TRIGGERED = {True: Outcome.TRIGGERED, False: Outcome.NOT_TRIGGERED}


def readings(multipliers: list[Decimal], says: list[str]) -> str:
    tables = zip(multipliers, says, strict=True)
    return "".join(f'[[claim.reading]]\nsays = "{text}"\nmultiplier = "{factor}"\n' for factor, text in tables)


def claimed(flop: Decimal, threshold: Decimal, listed: str) -> Verdict:
    claim = f'[[claim]]\nquantity = "algorithmic_gain"\nvalue = "8x"\nactual_compute = "{flop}"\n{listed}'
    by = policy(f'quantity = "effective_compute", at_least = "{threshold} FLOP"')
    return judged(card(pretrain(str(flop)), more=claim), by)


def amounts(found: Verdict) -> list[Decimal]:
    return [Decimal(reading.amount.removesuffix(" FLOP")) for reading in found.readings]


def test_a_claim_of_8x_is_read_in_seven_ways() -> None:
    known = case("R01")
    listed = known.inputs["readings"]
    tables = readings([row["multiplier"] for row in listed], [row["reading"] for row in listed])
    found = claimed(known.inputs["actual_flop"], known.inputs["threshold"], tables)
    assert [reading.outcome for reading in found.readings] == [TRIGGERED[is_] for is_ in known.expected["trigger"]]
    known.check(amounts(found), known.expected["effective"])
    assert found.break_even is not None
    known.check(Decimal(found.break_even), known.expected["break_even_multiplier"])
    assert f"{known.expected['n_trigger']} of {known.expected['n_total']} readings triggered" in found.comparison
    assert (found.outcome, found.because) == (Outcome.UNDETERMINED, (Cause.READINGS,))
    assert known.expected["verdict"] == "not robust"


def test_one_gain_of_an_index_is_five_multiples_under_five_slopes(tmp_path: Path) -> None:
    known = case("R02")
    slopes = known.inputs["slopes"]
    others = ", ".join(f'"{name}"' for name in list(slopes)[1:])
    curves = "".join(
        f'[[curve]]\nid = "{name}"\nlaw = "log_linear"\nslope_per = "e-fold"\nslope = "{slope}"\n'
        for name, slope in slopes.items()
    )
    definition = index(curve=next(iter(slopes)), more=f"other_curves = [{others}]").replace("accuracy", "latent_index")
    score = '[[benchmark]]\nname = "reasoning"\nscore = "{}"\nstandard_error = "0"\n'
    history = '[[assessment]]\nseries = "s"\nkind = "full"\ndate = 2025-11-12\nmodel = { manifest = "old.toml" }\n'
    own = card(pretrain("3e25"), more=definition + curves + score.format(1 + known.inputs["delta"]) + history)
    old = card(pretrain("1e25"), more=definition + curves + score.format(1)).replace('"M"', '"Old"')
    leaf = 'quantity = "effective_compute", relative_to = "last_assessment", measure = "index", at_least = "4x"'
    loaded = family(tmp_path, own=own, old=old)
    facts = gather(loaded, settings())
    theirs = {entry.curve: entry for entry in facts.assessed_effective[0]}
    multiples = {entry.curve: ratio(entry, theirs[entry.curve]).above for entry in facts.effective if entry.curve}
    known.check(
        {name: float(factor.central() or 0) for name, factor in multiples.items() if factor},
        known.expected["multiples"],
    )

    found = judged(loaded, policy(leaf))
    by_curve = {reading.choices["curve"]: reading for reading in found.readings}
    assert {name: reading.amount for name, reading in by_curve.items()} == {
        name: f"{round(number, 1)}x" for name, number in known.expected["multiples"].items()
    }
    outcomes = {name: reading.outcome for name, reading in by_curve.items()}
    assert outcomes == {name: TRIGGERED[is_] for name, is_ in known.expected["trigger"].items()}
    assert known.expected["verdict"] == "not robust"
    assert (found.outcome, found.because, found.deciding) == (
        Outcome.UNDETERMINED,
        (Cause.READINGS,),
        (("curve",),),
    )


def test_an_ambiguity_that_changes_nothing_is_harmless() -> None:
    known = case("R03")
    multipliers = known.inputs["multiplier_readings"]
    tables = readings(multipliers, [f"{factor}x" for factor in multipliers])
    found = claimed(known.inputs["actual_flop"], known.inputs["threshold"], tables)
    assert [reading.outcome for reading in found.readings] == [TRIGGERED[is_] for is_ in known.expected["trigger"]]
    assert (found.outcome, found.because) == (Outcome.TRIGGERED, ())
    assert known.expected["verdict"] == "robust: triggered under every reading"
    assert "the ambiguity is harmless, triggered under every one of 4 readings" in found.comparison
    assert "actual compute alone, 2.0e26 FLOP, is over the line" in found.comparison
