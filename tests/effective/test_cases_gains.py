"""The numeric cases of gains: products, joint measurements, evidence and what is no gain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flopguard.definition.types import Metric, MetricKind
from flopguard.effective.curves.read import law_of
from flopguard.effective.distance import distance
from flopguard.effective.gains.counting import sort_out
from flopguard.effective.gains.evidence import quotient
from flopguard.effective.gains.grid import Grid, joint_over_product, log_share
from flopguard.effective.gains.loglog import LogLog
from flopguard.effective.gains.matched import Run, gain_of_runs, off_one, rest_of, years_between
from flopguard.effective.intervals import (
    Spread,
    correlated,
    decimal_of,
    independent,
    log_normal,
    orders,
    product,
    together,
)
from flopguard.effective.rates import MONTHS_PER_YEAR, doubling_months, implied_annual
from flopguard.effective.sampling import noise_factor
from flopguard.estimate.actual import actual_compute
from flopguard.formula import Amount, Comparison, compare, constant, ratio_bounds, renamed
from flopguard.lint.rules.fg323_uninformative_interval import holds_one, is_few
from flopguard.manifest.load import Loaded, manifest_of_tree, related_of
from flopguard.manifest.types import Manifest
from flopguard.quantity import DEFAULT_LEVEL, Estimate, interval, point
from flopguard.units import Dimension
from tests.effective.cases import Case, case
from tests.effective.gains.test_route import Tree, found, gain, manifest
from tests.lint.support import subject_of, yielded

COVERS = {
    *("A08", "A09", "A12", "A13"),
    *("L01", "L02", "L12", "L19", "L21", "L22", "L23", "L24", "L25", "L26", "L27", "L35", "L41", "L44", "L45"),
}


def factor(number: Decimal) -> Estimate:
    return point(Fraction(number), Dimension.RATIO)


def factors(of: Case) -> list[tuple[Estimate, Fraction]]:
    ends = of.inputs["intervals_90"]
    return [(interval(Fraction(low), Fraction(high), Dimension.RATIO), DEFAULT_LEVEL) for low, high in ends]


def number(exact: Fraction | None) -> Decimal:
    assert exact is not None
    return decimal_of(exact)


def ends(spread: Spread | Estimate | None) -> list[Decimal]:
    assert spread is not None
    return [number(spread.low), number(spread.high)]


def before_over_after(before: Decimal, after: Decimal) -> Decimal:
    """The factor in the columns of a table, by way of a manifest."""
    row = gain(evidence_arithmetic={"before": str(before), "after": str(after), "unit": "flop"})
    (enhancement,) = manifest(row).enhancement
    low, high = quotient(enhancement.evidence_arithmetic) or (None, None)
    assert low == high
    return number(low)


# --- products ------------------------------------------------------------------------------------------------------


def test_a08_three_intervals_apart_and_together() -> None:
    a08 = case("A08")
    apart = independent(factors(a08))
    assert apart is not None
    joint = ends(together(each for each, _ in factors(a08)))
    a08.check(
        {
            "median": number(apart.median),
            "independent_90": ends(apart),
            "comonotone_90": joint,
            "corner_product": joint,
            "mean_if_independent": number(apart.mean),
        },
        a08.expected,
    )


def test_a09_half_correlated() -> None:
    a09 = case("A09")
    rho = Fraction(a09.inputs["rho"])
    parts = [log_normal(*pair) for pair in factors(a09)]
    whole = product([part for part in parts if part is not None], rho)
    sd = orders(Fraction(10)) * whole.deviation / Decimal(10).ln()
    a09.check({"interval_90": ends(correlated(factors(a09), rho)), "log10_sd": sd}, a09.expected)


def test_a12_a_grid_of_two_changes() -> None:
    a12 = case("A12")
    cells = {name: Fraction(value) for name, value in a12.inputs["compute_to_bar"].items()}
    grid = Grid(
        neither=cells["old_algo_old_data"],
        first=cells["new_algo_old_data"],
        second=cells["old_algo_new_data"],
        both=cells["new_algo_new_data"],
    )
    algo, data = grid.shares
    a12.check(
        {
            "shapley_algo": algo,
            "shapley_data": data,
            "total": number(grid.joint),
            "product_of_one_at_a_time": number(grid.one_at_a_time),
            "interaction_factor": number(grid.interaction),
        },
        a12.expected,
    )


def test_a13_distance_from_the_measured_range() -> None:
    a13 = case("A13")
    low, high = map(Fraction, a13.inputs["measured_range"])
    places = [distance(point(Fraction(at), Dimension.FLOP), (low, high)) for at in a13.inputs["applied_at"]]
    known = [place for place in places if place is not None]
    a13.check([place.orders for place in known], a13.expected["oom_outside"])
    words = [str(place) for place in known]
    assert [next(side for side in ("inside", "above", "below") if side in text) for text in words] == a13.expected[
        "side"
    ]


# --- what the evidence gives ---------------------------------------------------------------------------------------


def test_l01_alexnet_level_training() -> None:
    l01 = case("L01")
    compute = l01.inputs["compute_tfs_days"]
    found_factor = before_over_after(compute["AlexNet"], compute["EfficientNet-b0"])
    first, last = map(date.fromisoformat, l01.inputs["dates"])
    years = years_between(first, last)
    l01.check(
        {
            "factor": found_factor,
            "months": years * MONTHS_PER_YEAR,
            "doubling_months_from_44.93": doubling_months(implied_annual(found_factor, years)),
        },
        {key: l01.expected[key] for key in ("factor", "months", "doubling_months_from_44.93")},
    )
    # What is reported is rounded: 44, and 16 months.
    assert round(found_factor) - 1 == l01.expected["reported_factor"]
    assert doubling_months(implied_annual(found_factor, years)) < l01.expected["reported_doubling_months"]


def test_l02_a_stated_factor_against_its_own_columns() -> None:
    l02 = case("L02")
    rows = l02.inputs["rows"]
    derived = [before_over_after(row["from"], row["to"]) for row in rows]
    l02.check(derived, l02.expected["derived"])
    over = [
        number(joint_over_product(Fraction(row["stated"]), [Fraction(each)]))
        for row, each in zip(rows, derived, strict=True)
    ]
    l02.check(over, l02.expected["stated_over_derived"])
    text = (
        '[[enhancement]]\nname = "x"\nkind = "architecture"\ngain = "{stated}"\n'
        'evidence_arithmetic = {{ before = "{from}", after = "{to}", unit = "flop" }}\n'
    )
    flags = [bool(yielded("FG314", subject_of(text.format(**row)))) for row in rows]
    assert flags == l02.expected["flag_at_20pct"]


def test_l21_a_gain_that_shrinks_with_size() -> None:
    l21 = case("L21")
    line = LogLog(tuple((Fraction(size), Fraction(gain)) for size, gain in l21.inputs["points_(params,multiplier)"]))
    one, far = line.scale_of_one(), Fraction(70 * 10**9)
    assert one is not None
    expected = {key: value for key, value in l21.expected.items() if key != "claimed_elsewhere"}
    l21.check(
        {
            "slope_ln_per_decade": line.slope(),
            "params_where_m=1": one,
            "m_at_70e9_if_extrapolated": line.continued(far),
        },
        expected,
    )
    # The line beyond the points is a scenario: what is read there is the nearest point.
    assert line.at(far) == Fraction("1.1")
    assert all(line.at(far) < claimed for claimed in l21.expected["claimed_elsewhere"])


def test_l22_time_is_split_into_flop_and_speed() -> None:
    l22 = case("L22")
    start, end, last = l22.inputs["start"], l22.inputs["end_2026_03"], l22.inputs["record_89"]
    flop = before_over_after(start["flop"], end["flop"])
    clock = before_over_after(start["minutes"], end["minutes"])
    by_category = l22.expected["cumulative_by_category_to_2025_12"]
    kinds = {
        "Architecture": "architecture",
        "Hyperparameter": "pretraining_algorithm",
        "Optimizer": "optimizer",
        "Systems": "hardware_utilisation",
    }
    rows = [
        gain(name=name, kind=kinds[name], gain=str(by_category[name]), joint_evidence="record series")
        for name in by_category
    ]
    got = found(*rows)
    assert got.amount is not None
    read = manifest(*rows)
    counted, left_out = sort_out(read, read.definition[0])
    assert [entry.name for entry, _ in left_out] == ["Systems"]
    l22.check(
        {
            "flop_factor": flop,
            "wallclock_factor": clock,
            "non_flop_factor": rest_of(clock, flop),
            "wallclock_factor_record_89": before_over_after(start["minutes"], last["minutes"]),
            "cumulative_by_category_to_2025_12": {
                entry.name: number(entry.size) for entry in sorted((*counted, left_out[0][0]), key=lambda e: e.number)
            },
            "product_of_categories": number(together(factor(each) for each in by_category.values()).low),
            "algorithmic_only_(excl Systems)": number(got.amount.bounds().low / 10**24),
        },
        l22.expected,
    )


# --- one at a time and together ------------------------------------------------------------------------------------


def joint_manifest(singles: dict[str, Decimal], joint: Decimal) -> Tree:
    """Gains one at a time, and one that measured them together."""
    rows = [gain(name=name, gain=str(single)) for name, single in singles.items()]
    return {"enhancement": [*rows, gain(name="joint", gain=str(joint), joint_of=list(singles))]}


def test_l12_six_ablations_that_overlap() -> None:
    l12 = case("L12")
    singles, joint = l12.inputs["one_at_a_time"], l12.inputs["joint_total"]
    naive = together(factor(single) for single in singles.values()).low
    over = 1 / joint_over_product(Fraction(joint), map(Fraction, singles.values()))
    l11 = case("L11")
    without = [Fraction(single) for name, single in singles.items() if name != "gelu_to_swiglu"]
    in_total = joint_over_product(Fraction(l11.inputs["joint_small_innovations_excl_swiglu"]), without)
    l12.check(
        {
            "naive_product": number(naive),
            "naive_over_joint": number(over),
            "total_2023_if_naive": rest_of(l11.expected["published_2023"], number(in_total)),
        },
        l12.expected,
    )
    got = found(*joint_manifest(singles, joint)["enhancement"])
    assert "product 3.57, joint 1.33" in got.steps[1].what
    assert got.amount is not None
    assert got.amount.bounds().low == Fraction("1.33") * 10**24


def test_l23_ablations_at_two_sizes() -> None:
    l23 = case("L23")
    small, large = l23.inputs["compact"], l23.inputs["full"]
    names = ("flash_attention", "rope", "layer_norm")

    def shared(size: dict[str, Decimal]) -> tuple[Decimal, Decimal]:
        singles = [Fraction(size[name]) for name in names]
        over = joint_over_product(Fraction(size["joint_fa_rope_ln"]), singles)
        return number(together(map(factor, (size[name] for name in names))).low), number(over)

    (compact, compact_over), (full, full_over) = shared(small), shared(large)
    l23.check(
        {
            "product_compact": compact,
            "joint_over_product_compact": compact_over,
            "product_full": full,
            "joint_over_product_full": full_over,
            "implied_noise_compact": off_one(small["flash_attention"]),
        },
        {key: value for key, value in l23.expected.items() if key != "flash_attention_should_be"},
    )
    # An exact method changes no score per FLOP: as what it is, its factor is 1.
    exact = found(gain(name="flash attention", kind="hardware_utilisation", gain=str(small["flash_attention"])))
    assert exact.amount is not None
    l23.check(number(exact.amount.bounds().low / 10**24), l23.expected["flash_attention_should_be"])
    text = f'[[enhancement]]\nname = "exact"\nkind = "architecture"\ngain = "{small["flash_attention"]}"\n'
    assert yielded("FG324", subject_of(text))


def test_l24_a_grid_of_data_and_algorithms() -> None:
    l24 = case("L24")
    given = {key: Fraction(value) for key, value in l24.inputs.items()}
    grid = Grid.of_first(
        alone=given["algo_gain_on_old_data"], on_second=given["algo_gain_on_new_data"], joint=given["joint"]
    )
    algo, data = grid.shares
    expected = {key: value for key, value in l24.expected.items() if key != "published_shapley"}
    l24.check(
        {
            "data_gain_under_old_algo": number(grid.second_alone),
            "shapley_algo": algo,
            "shapley_data": data,
            "naive_product_of_first_effects": number(grid.one_at_a_time),
            "naive_over_joint": number(1 / grid.interaction),
        },
        expected,
    )
    l24.check([algo, data], l24.expected["published_shapley"])
    l24.check(number(grid.first / grid.both), l24.inputs["data_gain_under_new_algo"])


def test_l25_the_same_grid_at_two_sizes() -> None:
    l25 = case("L25")
    sizes = [l25.inputs["124M"], l25.inputs["355M"]]
    totals = [number(together([factor(size["data"]), factor(size["algo"])]).low) for size in sizes]
    l25.check(totals, l25.expected["total"])
    l25.check(totals, l25.expected["published_total"])
    ratios = [rest_of(sizes[0][name], sizes[1][name]) for name in ("algo", "data")]
    l25.check(ratios, [l25.expected["algo_ratio"], l25.expected["data_ratio"]])


def test_l26_a_ratio_of_factors_is_no_share() -> None:
    l26 = case("L26")
    data, model = Fraction(l26.inputs["data"]), Fraction(l26.inputs["model"])
    total = number(together([factor(l26.inputs["data"]), factor(l26.inputs["model"])]).low)
    share = log_share(data, model)
    l26.check(
        {
            "product": total,
            "ratio_of_factors": rest_of(l26.inputs["data"], l26.inputs["model"]),
            "log_share_data": share,
            "log_ratio": rest_of(share, log_share(model, data)),
            "annual_total_over_6y": implied_annual(total, Decimal(6)),
        },
        l26.expected,
    )


# --- runs and scores -----------------------------------------------------------------------------------------------


def read(tree: Tree) -> Manifest:
    found_manifest = manifest_of_tree({"manifest": 1, "model": {"name": "M"}, **tree})
    assert isinstance(found_manifest, Manifest), found_manifest
    return found_manifest


def flop_of(parameters: Decimal, tokens: Decimal, active: Decimal | None = None) -> Amount:
    """6ND of a run, as a manifest with these figures has it; the active parameters where they are stated."""
    shape = {"parameters": str(parameters), **({"active_parameters": str(active)} if active else {})}
    tree = {"architecture": shape, "training": [{"component": "pretrain", "tokens": str(tokens)}]}
    loaded = Loaded(path="m.toml", text="", digest=None, manifest=read(tree))
    (phase,) = actual_compute(related_of(read(tree), loaded)).phases
    assert phase.chosen is not None
    # The method leaves attention open above 6ND; the cases are 6ND itself.
    amount = phase.chosen.amount
    return amount.fixed({item.name: Fraction(0) for item in amount.inputs if "attention" in item.name})


def flop(parameters: Decimal, tokens: Decimal, active: Decimal | None = None) -> Decimal:
    bounds = flop_of(parameters, tokens, active).bounds()
    assert bounds.low == bounds.high
    return number(bounds.low)


def test_l19_experts_counted_once_and_twice() -> None:
    l19 = case("L19")
    given = l19.inputs
    points = [{"compute": str(compute), "score": str(score)} for compute, score in given["llama2_curve_mmlu"]]
    (curve,) = read({"curve": [{"id": "llama-2", "law": "points", "points": points}]}).curve
    law = law_of(curve, Metric(name="mmlu", kind=MetricKind.ACCURACY))
    assert not isinstance(law, str), law
    baseline = Run(law.compute(given["mmlu"]).value, given["mmlu"])
    total, active = flop(given["total"], given["tokens"]), flop(given["total"], given["tokens"], given["active"])

    def gain_over(compute: Decimal) -> Decimal:
        return gain_of_runs(Run(compute, given["mmlu"]), baseline, lower_is_better=False).value

    leverage = before_over_after(given["total"], given["active"])
    l19.check(
        {
            "flop_total": total,
            "flop_active": active,
            "baseline_compute_MMLU": baseline.compute,
            "ceg_with_total": gain_over(total),
            "ceg_with_active": gain_over(active),
            "double_counted_if_active_and_5.71x_leverage": number(
                together([factor(gain_over(active)), factor(leverage)]).low
            ),
        },
        l19.expected,
    )


def test_l27_scores_that_do_not_match_give_only_a_bound() -> None:
    l27 = case("L27")
    dclm, llama = l27.inputs["dclm"], l27.inputs["llama3_8b"]
    spent = [flop(model["N"], model["D"]) for model in (dclm, llama)]
    found_gain = gain_of_runs(Run(spent[0], dclm["mmlu"]), Run(spent[1], llama["mmlu"]), lower_is_better=False)
    assert found_gain.kind == "at_most"
    gap = abs(llama["mmlu"] - dclm["mmlu"])
    l27.check(
        {
            "sixND": spent,
            "ratio": found_gain.value,
            "score_gap_pp": gap,
            "gap_as_compute_factor_at_12pp_per_10x": noise_factor(gap, Decimal(12)),
        },
        l27.expected,
    )
    l27.check(found_gain.value, l27.inputs["published_ratio"])


def test_l45_a_revised_score_moves_the_gain_and_no_model() -> None:
    l45 = case("L45")
    given = l45.inputs
    runs = [
        (
            Run(Decimal("0.14"), given[f"dclm_0.14T_core_{v}"]),
            Run(Decimal("0.28"), given[f"fineweb_edu_0.28T_core_{v}"]),
        )
        for v in ("v1", "v2")
    ]
    gains = [gain_of_runs(new, old, lower_is_better=False) for new, old in runs]
    assert [each.kind == "at_least" for each in gains] == l45.expected["dclm_half_tokens_beats_fineweb_edu"]
    assert {each.value for each in gains} == {l45.expected["token_ratio_lower_bound"]}
    names = ("dclm_core", "fineweb_edu_0.28T_core", "dclm_0.14T_core")
    revised = [abs(given[f"{name}_v2"] - given[f"{name}_v1"]) for name in names]
    l45.check(revised, l45.expected["revision_points"])


# --- what is no gain -----------------------------------------------------------------------------------------------


def test_l35_errors_of_a_public_table() -> None:
    l35 = case("L35")
    rows = [(row["model"], row["N_B"] * 10**9, row["D_T"] * 10**12, row["FLOP"]) for row in l35.inputs["rows"]]
    amounts = [flop_of(size, tokens) for _, size, tokens, _ in rows]
    for amount, (_, _, _, stated) in zip(amounts, rows, strict=True):
        l35.check(number(amount.bounds().low), stated)
    per_parameter = [ratio_bounds(constant(Fraction(t)), constant(Fraction(n))) for _, n, t, _ in rows]
    mended = flop_of(rows[0][1], rows[0][2] / 1000)
    error = ratio_bounds(renamed(amounts[0], lambda name: f"table#{name}"), mended)
    assert error is not None
    line = Fraction(10**25)
    crosses = [compare(amount.bounds(), Comparison.MORE_THAN, line) for amount in (amounts[0], mended)]
    text = 'manifest = 1\n[model]\nname = "{}"\n[architecture]\nparameters = "{}"\n'
    text += '[[training]]\ncomponent = "pretrain"\ntokens = "{}"\n'
    subjects = [subject_of(text.format(name, size, tokens)) for name, size, tokens, _ in rows]
    said = [[found_.message for _, found_ in yielded("FG329", subject)] for subject in subjects]
    l35.check(
        {
            "tokens_per_param": [number(each.low if each else None) for each in per_parameter],
            "btlm_correct_flop_if_627B": number(mended.bounds().low),
            "btlm_error_factor": number(error.low),
            "btlm_crosses_1e25_wrongly": crosses == [True, False],
            "name_vs_size_mismatch": [any("parameters, and the name" in each for each in texts) for texts in said],
            "dense_formula_on_moe": [any("mixture of experts" in each for each in texts) for texts in said],
        },
        l35.expected,
    )
    assert [bool(yielded("FG210", subject)) for subject in subjects] == [True, False, False]


def test_l41_the_price_of_inference_is_no_gain_in_training() -> None:
    l41 = case("L41")
    rows: list[dict[str, Any]] = l41.inputs["rows"]
    bounds = [
        Estimate(Fraction(row["ci90"][0]), Fraction(row["factor"]), Fraction(row["ci90"][1]), Dimension.RATIO)
        for row in rows
    ]
    fastest = Decimal(40)
    l41.check(
        {
            "interval_contains_1": [holds_one(each) for each in bounds],
            "n_below_10": [is_few(int(row["n"])) for row in rows],
            "square_of_40x_if_price_prop_to_params": number(together([factor(fastest), factor(fastest)]).low),
        },
        l41.expected,
    )
    for row in rows:
        got = found(gain(kind="price", gain=str(row["factor"])))
        assert got.left_out == (("/enhancement/0", "it changes what a FLOP costs, not what a FLOP achieves"),)


def test_l44_a_growth_account_is_no_property_of_a_model() -> None:
    l44 = case("L44")
    given = l44.inputs
    rows = [
        gain(name="software", gain=str(given["software"])),
        gain(name="hardware", kind="price", gain=str(given["hardware_price_performance"])),
        gain(name="chips", kind="price", gain=str(given["chip_production"])),
    ]
    got = found(*rows)
    assert got.amount is not None
    l44.check(
        {
            "product": number(together(map(factor, given.values())).low),
            "software_only": number(got.amount.bounds().low / 10**24),
        },
        l44.expected,
    )
