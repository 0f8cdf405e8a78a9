"""Generated cards and policies: small whole amounts, so that lines are often met exactly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.manifest.load import Loaded, manifest_of_tree, related_of
from flopguard.manifest.types import Manifest
from flopguard.policy.types import Policy
from flopguard.result import Verdict
from tests.evaluate.support import counting, policy, question, settings

Tree = dict[str, Any]

COMPONENTS = ("pretrain", "rl_update", "rl_rollout", "eval")
MARKS = ("in", "leaning_in", "silent", "leaning_out", "out")
UP = ("more_than", "at_least")
DOWN = ("less_than", "at_most")

amounts = st.integers(0, 12)
lines = st.integers(1, 24)


# --- cards -------------------------------------------------------------------------------------------------------


@st.composite
def intervals(draw: st.DrawFn) -> str:
    low = draw(amounts)
    return f"{low}..{low + draw(amounts)}"


points = amounts.map(str)
bounds = st.builds(lambda sign, value: f"{sign}{value}", st.sampled_from(["<", "<=", ">", ">="]), st.integers(1, 12))
figures = st.one_of(points, intervals(), bounds)


def stated(flop: st.SearchStrategy[str]) -> st.SearchStrategy[Tree]:
    return st.fixed_dictionaries({"component": st.sampled_from(COMPONENTS), "flop": flop})


counted: st.SearchStrategy[Tree] = st.fixed_dictionaries(
    {
        "component": st.sampled_from(COMPONENTS),
        "tokens": st.one_of(points, intervals()),
        "parameters": st.sampled_from(["1", "1/6", "1/2", "1/6..1/2"]),
    }
)
timed: st.SearchStrategy[Tree] = st.fixed_dictionaries(
    {
        "component": st.sampled_from(COMPONENTS),
        "hardware": st.fixed_dictionaries(
            {"peak": st.just("1 FLOP/s"), "chip_hours": amounts.map(lambda n: f"{n} s")},
            optional={
                "utilisation": st.sampled_from(["50%", "100%", "20%..80%"]),
                "utilisation_kind": st.sampled_from(["mfu", "hfu", "occupancy"]),
            },
        ).map(lambda entry: [entry]),
    }
)
above_zero = st.integers(1, 12).map(str)
by_rate: st.SearchStrategy[Tree] = st.fixed_dictionaries(
    {"component": st.sampled_from(COMPONENTS), "rate": above_zero, "duration": st.just("1 s")},
    optional={"rate_kind": st.sampled_from(["model", "hardware", "peak"])},
)
by_parts: st.SearchStrategy[Tree] = st.fixed_dictionaries(
    {
        "component": st.sampled_from(COMPONENTS),
        "unique_tokens": above_zero,
        "epochs": st.sampled_from(["1", "1..2"]),
        "parameters": st.sampled_from(["1", "1/6"]),
    },
    optional={
        "trainable_parameters": st.sampled_from(["1/6", "50%"]),
        "trained": st.sampled_from(["all", "adapters", "scattered", "upper_layers", "head"]),
        "passes": st.sampled_from(["forward", "input_gradient", "full"]),
    },
)
silent: st.SearchStrategy[Tree] = st.fixed_dictionaries({"component": st.sampled_from(COMPONENTS)})
extras: st.SearchStrategy[Tree] = st.fixed_dictionaries(
    {},
    optional={
        "run": st.sampled_from(["a", "b"]),
        "status": st.sampled_from(["planned", "running", "abandoned", "done"]),
        "arithmetic": st.sampled_from(["float", "int8", "mixed"]),
        "started": st.sampled_from(["2025-06-01", "2026", "2027-01-01"]),
    },
)
one_method = st.one_of(stated(figures), counted, timed, by_rate, by_parts, silent)
phases = st.builds(lambda figure, more: {**figure, **more}, one_method, extras)
plain_phases = st.builds(
    lambda figure, more: {**figure, **more},
    stated(st.one_of(points, intervals())),
    st.fixed_dictionaries({}, optional={"run": st.sampled_from(["a", "b"])}),
)
bases: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.just("none"),
    st.lists(
        st.fixed_dictionaries(
            {"relation": st.sampled_from(["finetune", "merge"])},
            optional={
                "compute": st.one_of(points, intervals()),
                "name": st.sampled_from(["B", "C"]),
                "systemic_risk": st.booleans(),
            },
        ),
        min_size=1,
        max_size=2,
    ),
)


@st.composite
def cards(draw: st.DrawFn, of: st.SearchStrategy[Tree] = phases, base: st.SearchStrategy[Any] = bases) -> Tree:
    """One to five phases, with or without a base and a word on completeness."""
    model: Tree = {"name": "M"}
    found = draw(base)
    if found is not None:
        model["base"] = found
    if draw(st.booleans()):
        model["outputs"] = draw(st.sampled_from([["text"], ["action"]]))
    tree: Tree = {"manifest": 1, "model": model, "training": draw(st.lists(of, min_size=1, max_size=5))}
    if draw(st.booleans()):
        tree["scope"] = {"complete": True}
    return tree


# --- policies ----------------------------------------------------------------------------------------------------


def leaves(comparisons: tuple[str, ...], aggregates: tuple[str, ...] = ("sum",)) -> st.SearchStrategy[str]:
    return st.builds(
        lambda comparison, line, rule, aggregate, own: (
            f'{{ quantity = "training_compute", counting = "{rule}", {comparison} = "{line}", '
            f'aggregate = "{aggregate}"{own} }}'
        ),
        st.sampled_from(comparisons),
        lines,
        st.sampled_from(["all", "other"]),
        st.sampled_from(aggregates),
        st.sampled_from(["", ", own_only = true"]),
    )


def ratios() -> st.SearchStrategy[str]:
    return st.builds(
        lambda comparison, line, reference: (
            f'{{ quantity = "training_compute", counting = "all", {reference}, {comparison} = "{line}" }}'
        ),
        st.sampled_from(UP + DOWN),
        st.sampled_from(["1/3", "1x", "2x"]),
        st.sampled_from(
            [
                'relative_to = "base"',
                'relative_to = "first_base"',
                'relative_to = "base", reference_counting = "other"',
            ]
        ),
    )


# Whether a base's compute is known is left out: that asks what is said, so saying less may answer it.
judgements = st.sampled_from(
    [
        '{ judgement = "j", asks = "so?" }',
        '{ fact = "base_systemic_risk" }',
        '{ outputs_any = ["text"] }',
        '{ outputs_any = ["text"], inputs_any = ["action"] }',
    ]
)


def conditions(of: st.SearchStrategy[str], *, negated: bool) -> st.SearchStrategy[str]:
    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        lists = st.lists(inner, min_size=1, max_size=3).map(", ".join)
        joined = [lists.map(lambda text: f"{{ all = [{text}] }}"), lists.map(lambda text: f"{{ any = [{text}] }}")]
        return st.one_of(*joined, *([inner.map(lambda text: f"{{ not = {text} }}")] if negated else []))

    return st.recursive(of, grown, max_leaves=4)


upward = conditions(leaves(UP, ("sum", "max_run")), negated=False)
any_way = conditions(st.one_of(leaves(UP + DOWN), ratios(), judgements), negated=True)


@dataclass(frozen=True)
class Law:
    """The parts of a generated policy, so that a question may gain a reading."""

    condition: str
    marks: tuple[tuple[str, ...], tuple[str, ...]]
    rest: str
    count_integer: bool
    applies: bool = False
    readings: tuple[str, ...] = ()

    def policy(self, id: str = "p") -> Policy:
        return _policy(self, id)


@cache
def _policy(law: Law, id: str) -> Policy:
    rules = "".join(
        counting(name, rest=law.rest, **dict(zip(COMPONENTS, marks, strict=True)))
        for name, marks in zip(("all", "other"), law.marks, strict=True)
    )
    readings = [text for text in law.readings if f'"{text.split(".")[1]}"' in law.condition]  # of a rule that is used
    asked = question("q", *readings) if len(readings) > 1 else ""
    return policy(
        law.condition[1:-1].strip(),
        rule=rules,
        id=id,
        top=f"[parameters]\ncount_integer = {str(law.count_integer).lower()}",
        trigger='[trigger.applies_when]\noutputs_any = ["text"]' if law.applies else "",
        more=asked,
    )


def marks_for_all() -> st.SearchStrategy[tuple[str, ...]]:
    return st.tuples(*(st.sampled_from(MARKS) for _ in COMPONENTS))


def laws(
    condition: st.SearchStrategy[str],
    readings: st.SearchStrategy[tuple[str, ...]] | None = None,
    rest: tuple[str, ...] = ("in", "out", "silent"),
) -> st.SearchStrategy[Law]:
    return st.builds(
        Law,
        condition=condition,
        marks=st.tuples(marks_for_all(), marks_for_all()),
        rest=st.sampled_from(rest),
        count_integer=st.booleans(),
        applies=st.booleans(),
        readings=readings if readings is not None else st.just(()),
    )


effects = [f'"counting.{name}.{key}" = "{mark}"' for name in ("all", "other") for key in COMPONENTS for mark in MARKS]
some_readings = st.lists(st.sampled_from(effects), min_size=3, max_size=4, unique=True).map(tuple)


# --- verdicts ----------------------------------------------------------------------------------------------------


def loaded(tree: Tree) -> Loaded:
    manifest = manifest_of_tree(tree)
    assert isinstance(manifest, Manifest), manifest
    return related_of(manifest, Loaded(path="card.toml", text="", digest=None, manifest=manifest))


def judged(tree: Tree, law: Law, how: Settings | None = None) -> Verdict:
    (found,) = verdicts([law.policy()], gather(loaded(tree), how or settings()))
    return found
