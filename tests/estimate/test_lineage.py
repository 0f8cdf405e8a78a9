"""Compute along a lineage: every ancestor once, under the keys through which it enters."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from flopguard.components import ComponentKey as C
from flopguard.estimate.actual import base_compute, related_compute
from flopguard.estimate.types import ActualCompute
from flopguard.evaluate.compute_view import view
from flopguard.manifest.load import load
from flopguard.manifest.types import Status
from tests.estimate.support import compute_of, family

Entered = tuple[str | None, C, tuple[C, ...], Fraction | None]


def entered(compute: ActualCompute) -> list[Entered]:
    """Of each phase: whose it is, its key, the keys it came in through, and how much it is at the centre."""
    return [(p.origin, p.component, p.via, p.chosen.amount.central() if p.chosen else None) for p in compute.phases]


def unknown(compute: ActualCompute) -> list[str]:
    return [base.name for base in compute.unknown_bases]


def own(base: str, flop: str = "1e22", component: str = "midtrain_sft", *, more: str = "") -> str:
    return (
        f'manifest = 1\n[model]\nname = "Own"\ndeveloper = "Us"\nbase = {base}\n{more}\n'
        f'[[training]]\ncomponent = "{component}"\nflop = "{flop}"\n'
    )


def ancestor(name: str, flop: str, base: str = '"none"', *, component: str = "pretrain", scope: str = "") -> str:
    return (
        f'manifest = 1\n[model]\nname = "{name}"\ndeveloper = "Lab"\nbase = {base}\n{scope}\n'
        f'[[training]]\ncomponent = "{component}"\nflop = "{flop}"\n'
    )


OWN: Entered = (None, C.MIDTRAIN_SFT, (), Fraction(10**22))
INHERITED, MERGED = C.BASE_INHERITED, C.ANCESTOR_MERGE
RELATIONS = [
    ("finetune", INHERITED),
    ("adapter", INHERITED),
    ("quantise", INHERITED),
    ("merge", MERGED),
    ("init", MERGED),
]


@pytest.mark.parametrize("relation, key", RELATIONS)
def test_the_relation_decides_the_key_under_which_a_base_enters(relation: str, key: C, tmp_path: Path) -> None:
    base = f'[{{ manifest = "base.toml", relation = "{relation}" }}]'
    found = family(tmp_path, {"own.toml": own(base), "base.toml": ancestor("Base", "2e25")})
    assert entered(found) == [OWN, ("Lab Base", C.PRETRAIN, (key,), Fraction(2 * 10**25))]


@pytest.mark.parametrize("relation, key", RELATIONS)
def test_a_base_of_which_only_a_total_is_stated_is_a_lump(relation: str, key: C) -> None:
    found = compute_of(own(f'[{{ name = "B", compute = "2e25", relation = "{relation}" }}]'))
    assert entered(found) == [OWN, ("B", key, (), Fraction(2 * 10**25))]
    assert not unknown(found)


def test_a_relation_that_is_not_stated_is_an_inheritance() -> None:
    assert entered(compute_of(own('[{ name = "B", compute = "2e25" }]')))[1][1] is INHERITED


def test_a_reference_id_brings_the_total_of_the_table() -> None:
    found = compute_of(own('[{ reference = "llama-3.1-405b", relation = "finetune" }]'))
    assert entered(found) == [OWN, ("Llama 3.1 405B", INHERITED, (), Fraction("3.8e25"))]


def test_a_stated_total_goes_before_the_table() -> None:
    found = compute_of(own('[{ reference = "llama-3.1-405b", compute = "4e25" }]'))
    assert entered(found)[1][3] == Fraction(4 * 10**25)


SOURCES = [
    ('compute = { value = "4e25", source = "of the figure" }', "of the figure"),
    ('compute = { value = "4e25", source = "of the figure" }, source = "of the base"', "of the figure"),
    ('compute = "4e25", source = "of the base"', "of the base"),
    ('compute = "4e25"', None),
]


@pytest.mark.parametrize("said, source", SOURCES)
def test_a_stated_total_has_its_own_source_or_that_of_the_base(said: str, source: str | None) -> None:
    (_, lump) = compute_of(own(f'[{{ name = "B", {said} }}]')).phases
    assert lump.chosen is not None
    assert (lump.chosen.source, lump.chosen.steps[0].inputs[0].source) == (source, source)


NAMES = [
    ('developer = "Lab"', "Lab Base-2", "Lab Base-2"),
    ('developer = "Lab"', "Lab-2", "Lab-2"),
    ('developer = "lab"\nversion = "1.0"', "Lab-2", "Lab-2 1.0"),
    ("", "Lab-2", "Lab-2"),
]


@pytest.mark.parametrize("lines, name, shown", NAMES)
def test_an_ancestor_is_shown_by_its_name_and_its_developer_once(
    lines: str, name: str, shown: str, tmp_path: Path
) -> None:
    name = name.removeprefix("Lab ")
    base = f'manifest = 1\n[model]\nname = "{name}"\n{lines}\n[[training]]\ncomponent = "pretrain"\n'
    found = view(family(tmp_path, {"own.toml": own('[{ manifest = "base.toml" }]'), "base.toml": base}), (), None)
    (_, part) = found.components
    gaps = [need for gap in part.gaps for need in gap.needs]
    assert (part.origin, gaps[0]) == (shown, f"/training/0/flop of {shown}")
    assert all(need.endswith(f" of {shown}") for need in gaps)


def test_a_base_of_which_nothing_is_known_is_kept_as_unknown() -> None:
    found = compute_of(own('[{ name = "B", developer = "Lab" }]'))
    assert (entered(found), unknown(found), found.no_base) == ([OWN], ["B"], False)


def test_a_base_manifest_without_training_is_unknown(tmp_path: Path) -> None:
    base = 'manifest = 1\n[model]\nname = "Base"\nbase = "none"\n'
    found = family(tmp_path, {"own.toml": own('[{ manifest = "base.toml" }]'), "base.toml": base})
    assert unknown(found) == ["Base"]


def test_no_base_is_something_else_than_silence() -> None:
    assert compute_of(own('"none"')).no_base
    silent = own('"none"').replace('base = "none"\n', "")
    assert not compute_of(silent).no_base


def test_a_fine_tune_of_a_fine_tune_keeps_the_whole_way_in(tmp_path: Path) -> None:
    files = {
        "own.toml": own('[{ manifest = "tuned.toml", relation = "finetune" }]'),
        "tuned.toml": ancestor("Tuned", "3e22", '[{ manifest = "base.toml" }]', component="rl_update"),
        "base.toml": ancestor("Base", "2e25"),
    }
    assert entered(family(tmp_path, files)) == [
        OWN,
        ("Lab Tuned", C.RL_UPDATE, (INHERITED,), Fraction(3 * 10**22)),
        ("Lab Base", C.PRETRAIN, (INHERITED,), Fraction(2 * 10**25)),
    ]


def test_a_merge_below_a_fine_tune_counts_only_where_both_keys_do(tmp_path: Path) -> None:
    files = {
        "own.toml": own('[{ manifest = "merged.toml", relation = "finetune" }]'),
        "merged.toml": ancestor("Merged", "1e20", '[{ manifest = "base.toml", relation = "merge" }]'),
        "base.toml": ancestor("Base", "2e25"),
    }
    assert entered(family(tmp_path, files))[2] == (
        "Lab Base",
        C.PRETRAIN,
        (INHERITED, MERGED),
        Fraction(2 * 10**25),
    )


def test_two_ancestors_that_share_a_base_bring_it_once(tmp_path: Path) -> None:
    shared = '[{ manifest = "base.toml", relation = "finetune" }]'
    files = {
        "own.toml": own('[{ manifest = "a.toml", relation = "merge" }, { manifest = "b.toml", relation = "merge" }]'),
        "a.toml": ancestor("A", "1e23", shared, component="midtrain_sft"),
        "b.toml": ancestor("B", "2e23", shared, component="midtrain_sft"),
        "base.toml": ancestor("Base", "2e25"),
    }
    found = family(tmp_path, files)
    assert sorted(phase.origin or "" for phase in found.phases) == ["", "Lab A", "Lab B", "Lab Base"]
    assert sum(amount or 0 for *_, amount in entered(found)) == 2 * 10**25 + 3 * 10**23 + 10**22


def test_two_bases_without_a_name_are_two_bases() -> None:
    found = compute_of(own('[{ compute = "6e24", relation = "merge" }, { compute = "6e24", relation = "merge" }]'))
    assert [amount for *_, amount in entered(found)[1:]] == [Fraction(6 * 10**24)] * 2


def test_a_base_that_bears_the_name_of_the_model_itself_is_still_a_base(tmp_path: Path) -> None:
    files = {"own.toml": own('[{ manifest = "base.toml" }]'), "base.toml": ancestor("Own", "2e25")}
    files["base.toml"] = files["base.toml"].replace('"Lab"', '"Us"')
    assert [amount for *_, amount in entered(family(tmp_path, files))[1:]] == [Fraction(2 * 10**25)]


def test_a_base_that_names_neither_its_pretraining_nor_its_own_base_is_unknown(tmp_path: Path) -> None:
    base = ancestor("Base", "1e22", component="midtrain_sft").replace('base = "none"\n', "")
    found = family(tmp_path, {"own.toml": own('[{ manifest = "base.toml" }]'), "base.toml": base})
    assert unknown(found) == ["Base"]


def test_completeness_is_said_by_the_model_and_all_its_ancestors(tmp_path: Path) -> None:
    scope = "[scope]\ncomplete = true"
    for mine, theirs in ((scope, scope), (scope, ""), ("", scope), ("", "")):
        files = {
            "own.toml": own('[{ manifest = "base.toml" }]', more=mine),
            "base.toml": ancestor("Base", "2e25", scope=theirs),
        }
        assert family(tmp_path, files).complete is bool(mine and theirs)


def test_abandoned_training_of_an_ancestor_counts_as_such(tmp_path: Path) -> None:
    base = ancestor("Base", "2e25") + 'status = "abandoned"\n'
    found = family(tmp_path, {"own.toml": own('[{ manifest = "base.toml" }]'), "base.toml": base})
    assert [(p.component, p.status) for p in found.phases[1:]] == [(C.RUN_ABANDONED, Status.ABANDONED)]


def test_the_base_alone_is_what_a_ratio_to_it_divides_by(tmp_path: Path) -> None:
    files = {"own.toml": own('[{ manifest = "base.toml" }]'), "base.toml": ancestor("Base", "2e25")}
    found = base_compute(family(tmp_path, files))
    assert found is not None
    assert entered(found) == [("Lab Base", C.PRETRAIN, (), Fraction(2 * 10**25))]
    assert base_compute(compute_of(own('[{ name = "B" }]'))) is None
    assert base_compute(compute_of(own('"none"'))) is None


def test_an_assessed_model_is_computed_by_itself(tmp_path: Path) -> None:
    event = '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 2025-01-01\nmodel = {}\n'
    (tmp_path / "other.toml").write_text(ancestor("Other", "2e24"), encoding="utf-8")
    for ref, expected in (
        ('{ manifest = "other.toml" }', Fraction(2 * 10**24)),
        ('{ name = "O", compute = "3e24" }', Fraction(3 * 10**24)),
        ('{ name = "O" }', None),
    ):
        (tmp_path / "own.toml").write_text(own('"none"') + event.format(ref), encoding="utf-8")
        found = related_compute(load(str(tmp_path / "own.toml")).assessed[0])
        assert (entered(found)[0][3] if found else None) == expected


def test_figures_of_different_manifests_are_different_variables(tmp_path: Path) -> None:
    files = {
        "own.toml": own('[{ name = "P", compute = "1e24" }, { manifest = "b.toml" }]'),
        "b.toml": ancestor("B", "1e20", '[{ name = "Q", compute = "9e24" }]'),
    }
    names = [
        item.name for phase in family(tmp_path, files).phases if phase.chosen for item in phase.chosen.amount.inputs
    ]
    assert len(names) == len(set(names)) == 4


def test_a_base_whose_pretraining_has_no_known_amount_is_unknown(tmp_path: Path) -> None:
    base = ancestor("Base", "1e22", component="midtrain_sft") + '[[training]]\ncomponent = "pretrain"\n'
    found = family(tmp_path, {"own.toml": own('[{ manifest = "base.toml" }]'), "base.toml": base})
    assert unknown(found) == ["Base"]
