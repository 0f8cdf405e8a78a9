"""Compute along a lineage: every ancestor once, under the keys through which it enters."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from flopguard.components import ComponentKey as C
from flopguard.estimate.actual import base_compute, first_bases, related_compute
from flopguard.estimate.types import ActualCompute
from flopguard.evaluate.compute_view import view
from flopguard.manifest.confidential import masked
from flopguard.manifest.load import load
from flopguard.manifest.training import Status
from tests.estimate.support import compute_of, family

Entered = tuple[str | None, C, tuple[C, ...], Fraction | None]


def entered(compute: ActualCompute) -> list[Entered]:
    """Of each phase: whose it is, its key, the keys it came in through, and how much it is at the centre."""
    return [(p.origin, p.component, p.via, p.chosen.amount.central() if p.chosen else None) for p in compute.phases]


def doubts(compute: ActualCompute) -> list[tuple[str, str]]:
    return [(doubt.at, doubt.message) for doubt in compute.doubts]


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


AS_JSON = """{"manifest": 1, "model": {"name": "A", "developer": "Lab", "base": "none"},
"training": [{"component": "pretrain", "flop": "2e25"}]}"""
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


@pytest.mark.parametrize(
    "second, amounts", [("6e24", [Fraction(6 * 10**24), None]), ("7e24", [6 * 10**24, 7 * 10**24])]
)
def test_two_bases_without_a_name_are_two_unless_they_come_to_the_same(
    second: str, amounts: list[Fraction | None]
) -> None:
    found = compute_of(
        own(f'[{{ compute = "6e24", relation = "merge" }}, {{ compute = "{second}", relation = "merge" }}]')
    )
    assert [amount for *_, amount in entered(found)[1:]] == amounts


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


# --- one ancestor, several places --------------------------------------------------------------------------------

A = "Lab A"
LLAMA = Fraction("3.8e25")
TWICE = "Lab A is described in more than one way, and counts as unknown"
ONE_OR_TWO = "it cannot be told whether {} and {} are one model"

SAME = [
    # the ways to say one thing twice, and the files beside the model's own
    (["manifest = 'a.toml'", "manifest = 'a.toml'"], {}),
    (["manifest = 'a.toml'", "manifest = './a.toml'"], {}),
    (["manifest = 'a.toml'", "manifest = 'sub/../a.toml'"], {"sub/x.txt": ""}),
    (["manifest = 'a.toml'", "manifest = 'copy.toml'"], {"copy.toml": "# copied\n" + ancestor("A", "2e25")}),
    (["manifest = 'a.toml'", "manifest = 'copy.toml'"], {"copy.toml": ancestor("a ", "2e25").replace("Lab", "LAB")}),
    (["manifest = 'a.toml'", "manifest = 'a.json'"], {"a.json": AS_JSON}),
    (["manifest = 'a.toml'", "name = 'A', developer = 'Lab'"], {}),
    (["manifest = 'a.toml'", "name = 'A', developer = 'Lab', compute = '2.0e25 FLOP'"], {}),
    (["manifest = 'a.toml', compute = '20e24'"], {}),
    (["name = 'A', developer = 'Lab', compute = '2e25'", "name = 'a', developer = 'lab', compute = '2.0e25'"], {}),
    (["name = 'A', developer = 'Lab', compute = '2e25'", "name = 'A', developer = 'Lab'"], {}),
]


@pytest.mark.parametrize("entries, more", SAME)
def test_what_is_said_twice_counts_once(entries: list[str], more: dict[str, str], tmp_path: Path) -> None:
    for listed in (entries, entries[::-1]):
        base = "[" + ", ".join(f"{{ {entry} }}" for entry in listed) + "]"
        found = family(tmp_path, {"own.toml": own(base), "a.toml": ancestor("A", "2e25"), **more})
        assert [amount for *_, amount in entered(found)[1:]] == [Fraction(2 * 10**25)]
        assert (unknown(found), doubts(found)) == ([], [])


def test_a_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to("a.toml")
    base = "[{ manifest = 'a.toml' }, { manifest = 'link.toml' }]"
    found = family(tmp_path, {"own.toml": own(base), "a.toml": ancestor("A", "2e25")})
    assert [amount for *_, amount in entered(found)[1:]] == [Fraction(2 * 10**25)]


TABLE = [
    ["reference = 'llama-3.1-405b'", "reference = 'Llama-3.1-405B '"],
    ["reference = 'llama-3.1-405b'", "reference = 'llama-3.1-405b', name = 'L', developer = 'M'"],
    ["reference = 'llama-3.1-405b'", "name = 'Llama 3.1 405B', developer = 'Meta', compute = '3.8e25'"],
    ["reference = 'llama-3.1-405b'", "manifest = 'llama.toml'"],
    ["reference = 'llama-3.1-405b', compute = '3.8e25'", "manifest = 'llama.toml'"],
]


@pytest.mark.parametrize("entries", TABLE)
def test_a_model_of_the_table_is_the_one_of_that_name(entries: list[str], tmp_path: Path) -> None:
    for listed in (entries, entries[::-1]):
        base = "[" + ", ".join(f"{{ {entry} }}" for entry in listed) + "]"
        llama = ancestor("Llama 3.1 405B", "3.8e25").replace("Lab", "Meta")
        found = family(tmp_path, {"own.toml": own(base), "llama.toml": llama})
        assert [amount for *_, amount in entered(found)[1:]] == [LLAMA]
        assert (unknown(found), doubts(found)) == ([], [])


def test_what_is_stated_goes_before_the_table_wherever_it_is_stated(tmp_path: Path) -> None:
    base = "[{ reference = 'llama-3.1-405b' }, { manifest = 'llama.toml' }]"
    llama = ancestor("Llama 3.1 405B", "4e25").replace("Lab", "Meta")
    found = family(tmp_path, {"own.toml": own(base), "llama.toml": llama})
    assert [amount for *_, amount in entered(found)[1:]] == [Fraction(4 * 10**25)]


CONTRADICTORY = [
    (["manifest = 'a.toml'", "manifest = 'b.toml'"], {"b.toml": ancestor("A", "3e25")}),
    (["manifest = 'a.toml'", "name = 'A', developer = 'Lab', compute = '3e25'"], {}),
    (["manifest = 'a.toml', compute = '2.1e25'"], {}),
    (["name = 'A', developer = 'Lab', compute = '2e25'", "name = 'A', developer = 'Lab', compute = '3e25'"], {}),
    (
        ["manifest = 's/a.toml'", "manifest = 't/a.toml'"],  # the same words, and other bases behind them
        {
            "s/a.toml": ancestor("A", "1e22", "[{ manifest = 'x.toml' }]", component="midtrain_sft"),
            "t/a.toml": ancestor("A", "1e22", "[{ manifest = 'x.toml' }]", component="midtrain_sft"),
            "s/x.toml": ancestor("X", "1e24"),
            "t/x.toml": ancestor("Y", "5e25"),
        },
    ),
]


@pytest.mark.parametrize("entries, more", CONTRADICTORY)
def test_of_an_ancestor_of_which_two_things_are_said_nothing_is_known(
    entries: list[str], more: dict[str, str], tmp_path: Path
) -> None:
    for listed in (entries, entries[::-1]):
        base = "[" + ", ".join(f"{{ {entry} }}" for entry in listed) + "]"
        found = family(tmp_path, {"own.toml": own(base), "a.toml": ancestor("A", "2e25"), **more})
        assert not {A, "A"} & {phase.origin for phase in found.phases}
        assert len(unknown(found)) == 1
        assert [message for _, message in doubts(found)] == [TWICE]


PERHAPS = [
    # of two that may be one: what names them in the doubt, and the least and the most that they come to
    (["name = 'A', developer = 'Lab', compute = '2e25'", "name = 'A', compute = '2e25'"], (A, "A"), (2, 4)),
    (["manifest = 'a.toml'", "name = 'A', compute = '2e25'"], (A, "A"), (2, 4)),
    (["manifest = 'a.toml'", "name = 'Lab-A', compute = '2e25'"], (A, "Lab-A"), (2, 4)),
    (["manifest = 'a.toml'", "name = 'A', developer = 'Lab', version = '2', compute = '2e25'"], (A, "Lab A 2"), (2, 4)),
    (
        ["reference = 'llama-3.1-405b'", "name = 'llama_3.1_405b', compute = '4e25'"],
        ("Llama 3.1 405B of the reference table", "llama_3.1_405b"),
        (4, Fraction("7.8")),
    ),
    (["name = 'A', developer = 'Lab', compute = '2e25'", "name = 'A', compute = '3e25'"], (A, "A"), None),
    # of two that are two
    (
        ["name = 'A', developer = 'Lab', compute = '2e25'", "name = 'A', developer = 'M', compute = '2e25'"],
        None,
        (4, 4),
    ),
    (["name = 'A', version = '1', compute = '2e25'", "name = 'A', version = '2', compute = '2e25'"], None, (4, 4)),
    (["name = 'A-7B', compute = '2e25'", "name = 'A-70B', compute = '2e25'"], None, (4, 4)),
    (["reference = 'llama-3.1-70b'", "reference = 'llama-3.1-405b'"], None, None),
]


@pytest.mark.parametrize("entries, names, ends", PERHAPS)
def test_of_two_that_may_be_one_the_second_counts_from_nothing_to_once(
    entries: list[str], names: tuple[str, str] | None, ends: tuple[int, int] | None, tmp_path: Path
) -> None:
    for listed in (entries, entries[::-1]):
        base = "[" + ", ".join(f"{{ {entry} }}" for entry in listed) + "]"
        found = family(tmp_path, {"own.toml": own(base), "a.toml": ancestor("A", "2e25")})
        said = {message for _, message in doubts(found)}
        pairs = [names or (), (names or ())[::-1]]
        assert said <= {ONE_OR_TWO.format(*pair) for pair in pairs if pair}
        assert bool(said) is bool(names)
        if ends is not None:
            bounds = [phase.chosen.amount.bounds() for phase in found.phases[1:] if phase.chosen]
            low, high = sum(end.low for end in bounds), sum(end.high or 0 for end in bounds)
            assert (low, high) == (ends[0] * 10**25, ends[1] * 10**25)
        assert bool(unknown(found)) is (names is not None and ends is None)


def test_which_of_two_that_may_be_one_counts_whole_does_not_hang_on_their_order() -> None:
    entries = ["name = 'A', developer = 'Lab', compute = '2e25', relation = 'merge'", "name = 'A', compute = '2e25'"]
    found = [
        compute_of(own("[" + ", ".join(f"{{ {entry} }}" for entry in listed) + "]"))
        for listed in (entries, entries[::-1])
    ]
    whole = [
        [p.ways for p in compute.phases[1:] if p.chosen and p.chosen.amount.bounds().is_point] for compute in found
    ]
    assert whole == [[((MERGED,),)], [((MERGED,),)]]


def test_many_bases_of_one_name_are_told_apart_in_no_time() -> None:
    bases = ", ".join(f"{{ name = 'B', version = '{n}', compute = '1' }}" for n in range(400))
    found = compute_of(own(f"[{bases}]"))
    assert (len(found.phases), doubts(found)) == (401, [])


def test_a_model_and_its_base_are_two_although_their_names_are_alike(tmp_path: Path) -> None:
    tuned = ancestor("A", "1e22", "[{ manifest = 'a.toml' }]", component="midtrain_sft")
    tuned = tuned.replace('name = "A"', 'name = "A"\nversion = "1.1"')
    base = "[{ manifest = 'tuned.toml' }, { manifest = 'a.toml' }]"
    found = family(tmp_path, {"own.toml": own(base), "tuned.toml": tuned, "a.toml": ancestor("A", "2e25")})
    assert sorted(amount or 0 for *_, amount in entered(found)[1:]) == [10**22, 2 * 10**25]
    assert doubts(found) == []


MISNAMED = [
    ("name = 'Z'", "/name", "name is 'Z' here and 'A' in 'a.toml', which is what counts"),
    ("developer = 'Z'", "/developer", "developer is 'Z' here and 'Lab' in 'a.toml', which is what counts"),
    ("reference = 'llama-3.1-405b'", "/reference", "a reference beside 'a.toml', which is what counts"),
]


@pytest.mark.parametrize("said, place, message", MISNAMED)
def test_a_file_counts_whatever_is_said_beside_it(said: str, place: str, message: str, tmp_path: Path) -> None:
    files = {"own.toml": own(f"[{{ manifest = 'a.toml', {said} }}]"), "a.toml": ancestor("A", "2e25")}
    found = family(tmp_path, files)
    assert entered(found)[1:] == [(A, C.PRETRAIN, (INHERITED,), Fraction(2 * 10**25))]
    assert doubts(found) == [(f"/model/base/0{place}", message)]


def test_a_base_of_the_same_name_as_the_model_is_told(tmp_path: Path) -> None:
    base = ancestor("Own", "2e25").replace("Lab", "Us")
    found = family(tmp_path, {"own.toml": own("[{ manifest = 'base.toml' }]"), "base.toml": base})
    said = "Us Own is also what this model is called, and is counted beside it"
    assert doubts(found) == [("/model/base/0", said)]


# --- the ways in -------------------------------------------------------------------------------------------------


def test_the_shortest_way_in_counts_in_whatever_order_the_bases_stand(tmp_path: Path) -> None:
    entries = ["manifest = 'b.toml', relation = 'finetune'", "manifest = 'a.toml', relation = 'merge'"]
    b = ancestor("B", "1e23", "[{ manifest = 'a.toml', relation = 'merge' }]", component="midtrain_sft")
    for listed in (entries, entries[::-1]):
        base = "[" + ", ".join(f"{{ {entry} }}" for entry in listed) + "]"
        found = family(tmp_path, {"own.toml": own(base), "b.toml": b, "a.toml": ancestor("A", "2e25")})
        (phase,) = (phase for phase in found.phases if phase.origin == A)
        assert phase.ways == ((C.PRETRAIN, MERGED),)


def test_an_ancestor_that_is_taken_over_and_merged_counts_where_either_does(tmp_path: Path) -> None:
    base = "[{ manifest = 'a.toml', relation = 'merge' }, { manifest = 'a.toml', relation = 'finetune' }]"
    found = family(tmp_path, {"own.toml": own(base), "a.toml": ancestor("A", "2e25")})
    assert found.phases[1].ways == ((C.PRETRAIN, INHERITED), (C.PRETRAIN, MERGED))
    stated = "[{ name = 'S', compute = '1e24', relation = 'merge' }, { name = 'S', compute = '1e24' }]"
    assert compute_of(own(stated)).phases[1].ways == ((INHERITED,), (MERGED,))


def test_an_adapter_on_a_quantised_base_brings_the_base(tmp_path: Path) -> None:
    quantised = '[{ manifest = "a.toml", relation = "quantise" }]'
    files = {
        "own.toml": own('[{ manifest = "int4.toml", relation = "adapter" }]'),
        "int4.toml": f'manifest = 1\n[model]\nname = "A-int4"\nbase = {quantised}\n',
        "a.toml": ancestor("A", "2e25"),
    }
    found = family(tmp_path, files)
    assert entered(found)[1:] == [(A, C.PRETRAIN, (INHERITED,), Fraction(2 * 10**25))]
    assert unknown(found) == []


def test_that_nothing_else_was_spent_does_not_tell_what_an_ancestor_was_made_from(tmp_path: Path) -> None:
    scope = "[scope]\ncomplete = true"
    base = ancestor("A", "1e22", component="midtrain_sft", scope=scope).replace('base = "none"\n', "")
    files = {"own.toml": own('[{ manifest = "a.toml" }]', more=scope), "a.toml": base}
    assert unknown(family(tmp_path, files)) == ["A"]


def test_runs_of_an_ancestor_are_no_runs_of_the_model(tmp_path: Path) -> None:
    files = {
        "own.toml": own('[{ manifest = "a.toml" }]') + 'run = "r"\n',
        "a.toml": ancestor("A", "2e25") + 'run = "r"\n',
    }
    assert [phase.run for phase in family(tmp_path, files).phases] == ["r", "Lab A#r"]


def test_a_ladder_of_merges_is_walked_once(tmp_path: Path) -> None:
    """Each step rests on the next in two ways: thirty of them are a thousand million ways, and thirty ancestors."""
    steps = 30
    files = {"own.toml": own("[{ manifest = 'l1.toml' }, { manifest = './l1.toml' }]")}
    for n in range(1, steps + 1):
        base = f"[{{ manifest = 'l{n + 1}.toml' }}, {{ manifest = './l{n + 1}.toml', relation = 'merge' }}]"
        files[f"l{n}.toml"] = ancestor(f"L{n}", "1e20", base if n < steps else '"none"')
    found = family(tmp_path, files)
    assert len(found.phases) == steps + 1
    loaded = load(str(tmp_path / "own.toml"))
    assert first_bases(loaded) == {f"Lab L{steps}"}
    assert masked(loaded) is loaded


ALIKE = [
    ('name = "Foo-7B", version = "1.0"', 'name = "Foo-7B", version = "v1.0"', True),
    ('name = "Foo-7B", version = "1.0"', 'name = "Foo-7B", version = "1.1"', False),
    ('name = "Foo-7B", developer = "Google DeepMind"', 'name = "Foo-7B", developer = "DeepMind"', True),
    ('name = "Foo-7B", developer = "Meta"', 'name = "Foo-7B", developer = "DeepMind"', False),
]


@pytest.mark.parametrize("first, second, doubtful", ALIKE)
def test_spellings_that_may_be_of_one_model(first: str, second: str, doubtful: bool) -> None:
    bases = ", ".join(f'{{ {named}, compute = "6e24", relation = "merge" }}' for named in (first, second))
    amounts = [amount for *_, amount in entered(compute_of(own(f"[{bases}]")))[1:]]
    assert amounts.count(None) == doubtful
