"""What a manifest may say: the example of the design in full, and every kind of mistake in one place."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from flopguard.components import ComponentKey
from flopguard.dates import PartialDate
from flopguard.definition.types import Curve, Definition, Elicitation, Enhancement, GainKind
from flopguard.document import validate
from flopguard.fields import Evidence, Figure, FigureOf, WholeNumber
from flopguard.manifest.training import Hardware, Status, Training, UtilisationKind, Workload
from flopguard.manifest.types import (
    Acknowledgement,
    Answer,
    Assessment,
    Benchmark,
    Claim,
    Data,
    DeveloperFacts,
    Manifest,
    Model,
    ModelRef,
    Placement,
    Scope,
    YearlyFigure,
)
from flopguard.problems import Problem
from flopguard.quantity import Estimate
from flopguard.reading.trees import read_tree
from flopguard.units import Dimension as D

EXAMPLE = """\
manifest = 1

[model]
name = "Example-70B"
version = "1.0"
developer = "Example Lab"
released = 2026-03-01
inputs = ["text", "image"]
outputs = ["text", "code"]
base = [{ manifest = "example-base.toml", relation = "finetune" }, { reference = "llama-3.1-405b" }]

[scope]
complete = true
source = "https://example.org"

[data]
biological_share = "0%"
basis = "tokens"

[[training]]
name = "main run"
run = "r1"
component = "pretrain"
status = "done"
arithmetic = "float"
tokens = "15e12"
flop = { value = "6.4e24", evidence = "measured", source = "https://example.org", section = "3.2" }
started = 2025-06-01
ended = "2025-09"
hardware = [{ chip = "h100-sxm5-80gb", count = 16384, hours = 1800, precision = "bf16", utilisation = "38%..43%",
  utilisation_kind = "mfu" }]

[[training]]
component = "rl_rollout"
tokens = "2e12"

[[workload]]
name = "connectome"
rate = "53 EFLOP/s"
duration = "7 days"

[[benchmark]]
name = "gpqa-diamond"
score = "71.2%"
items = 198
elicitation = { shots = 0, reasoning = true, tools = false, scaffold = "none", samples = 1 }
date = 2026-02-20

[[definition]]
id = "loss-2023"

[[curve]]
id = "baseline-2023"

[[enhancement]]
name = "mixture of experts"
kind = "architecture"
gain = { value = "3.1", low = "2.5", high = "3.8", level = "90%" }
metric = "c4-loss"
measured_at = ["1e20 FLOP", "1e22 FLOP"]
side = "new"
baseline = "gpt-3-2020"
date = "2025-10"
source = "https://example.org"

[[claim]]
quantity = "effective_compute"
value = "4x"
relative_to = "Example-30B"
text = "about four times the effective compute"

[[assessment]]
series = "example-rsp"
kind = "comprehensive"
date = 2025-11-12
model = { manifest = "example-30b.toml" }

[[placement]]
market = "EU"
date = 2026-03-01

[developer_facts]
annual_revenue = [{ year = 2025, value = "2.1e9 USD", with_affiliates = true }]

[[answer]]
question = "eu-gl/base-unknown-and-not-estimable"
value = false
by = "compliance@example.com"
date = 2026-03-02

[[acknowledgement]]
trigger = "eu-aiact/51-2"
policy_version = "2024-1689"
up_to = "2x"
by = "compliance@example.com"
reason = "notified"
date = 2026-03-02
expires = 2027-03-02
"""


def exactly(text: str, value: object, dimension: D) -> Figure:
    exact = Fraction(str(value))
    return Figure(estimate=Estimate(exact, exact, exact, dimension, text=text))


def day(text: str) -> PartialDate:
    return PartialDate(date.fromisoformat(text), date.fromisoformat(text), text)


def month(text: str, last: int) -> PartialDate:
    return PartialDate(date.fromisoformat(f"{text}-01"), date.fromisoformat(f"{text}-{last}"), text)


def test_the_example_of_the_design() -> None:
    six_and_more = Fraction("6.4e24")
    tree = read_tree(EXAMPLE)
    assert isinstance(tree, dict)
    assert validate(tree, Manifest) == Manifest(
        manifest=1,
        model=Model(
            name="Example-70B",
            version="1.0",
            developer="Example Lab",
            released=day("2026-03-01"),
            inputs=("text", "image"),
            outputs=("text", "code"),
            base=(
                ModelRef(manifest="example-base.toml", relation="finetune"),
                ModelRef(reference="llama-3.1-405b"),
            ),
        ),
        scope=Scope(complete=True, source="https://example.org"),
        data=Data(biological_share=exactly("0%", 0, D.RATIO), basis="tokens"),
        training=(
            Training(
                component=ComponentKey.PRETRAIN,
                name="main run",
                run="r1",
                status=Status.DONE,
                arithmetic="float",
                tokens=exactly("15e12", "15e12", D.TOKENS),
                flop=Figure(
                    estimate=Estimate(six_and_more, six_and_more, six_and_more, D.FLOP, text="6.4e24"),
                    evidence=Evidence.MEASURED,
                    source="https://example.org",
                    section="3.2",
                ),
                started=day("2025-06-01"),
                ended=month("2025-09", 30),
                hardware=(
                    Hardware(
                        chip="h100-sxm5-80gb",
                        count=exactly("16384", 16384, D.ITEMS),
                        hours=exactly("1800", 1800 * 3600, D.SECONDS),
                        precision="bf16",
                        utilisation=Figure(
                            estimate=Estimate(
                                Fraction(38, 100), Fraction("0.404228"), Fraction(43, 100), D.RATIO, text="38%..43%"
                            )
                        ),
                        utilisation_kind=UtilisationKind.MFU,
                    ),
                ),
            ),
            Training(component=ComponentKey.RL_ROLLOUT, tokens=exactly("2e12", "2e12", D.TOKENS)),
        ),
        workload=(
            Workload(
                name="connectome",
                rate=exactly("53 EFLOP/s", "53e18", D.FLOP_PER_SECOND),
                duration=exactly("7 days", 604800, D.SECONDS),
            ),
        ),
        benchmark=(
            Benchmark(
                name="gpqa-diamond",
                score=exactly("71.2%", "0.712", D.RATIO),
                items=198,
                elicitation=Elicitation(shots=0, reasoning=True, tools=False, scaffold="none", samples=1),
                date=day("2026-02-20"),
            ),
        ),
        definition=(Definition(id="loss-2023"),),
        curve=(Curve(id="baseline-2023"),),
        enhancement=(
            Enhancement(
                name="mixture of experts",
                kind=GainKind.ARCHITECTURE,
                gain=Figure(
                    estimate=Estimate(Fraction("2.5"), Fraction("3.1"), Fraction("3.8"), D.RATIO, text="3.1"),
                    level_stated=True,
                ),
                metric="c4-loss",
                measured_at=(exactly("1e20 FLOP", "1e20", D.FLOP), exactly("1e22 FLOP", "1e22", D.FLOP)),
                side="new",
                baseline="gpt-3-2020",
                date=month("2025-10", 31),
                source="https://example.org",
            ),
        ),
        claim=(
            Claim(
                quantity="effective_compute",
                value=exactly("4x", 4, D.RATIO),
                relative_to="Example-30B",
                text="about four times the effective compute",
            ),
        ),
        assessment=(
            Assessment(
                series="example-rsp",
                kind="comprehensive",
                date=day("2025-11-12"),
                model=ModelRef(manifest="example-30b.toml"),
            ),
        ),
        placement=(Placement(market="EU", date=day("2026-03-01")),),
        developer_facts=DeveloperFacts(
            annual_revenue=(YearlyFigure(year=2025, value=exactly("2.1e9 USD", "2.1e9", D.USD), with_affiliates=True),)
        ),
        answer=(
            Answer(
                question="eu-gl/base-unknown-and-not-estimable",
                value=False,
                by="compliance@example.com",
                date=day("2026-03-02"),
            ),
        ),
        acknowledgement=(
            Acknowledgement(
                trigger="eu-aiact/51-2",
                policy_version="2024-1689",
                up_to=exactly("2x", 2, D.RATIO),
                by="compliance@example.com",
                reason="notified",
                date=date(2026, 3, 2),
                expires=date(2027, 3, 2),
            ),
        ),
    )


COMPONENTS = [
    "pretrain",
    "midtrain_sft",
    "rl_update",
    "rl_rollout",
    "aux_train",
    "aux_infer",
    "syn_private_kept",
    "syn_private_discarded",
    "syn_public",
    "teacher_train",
    "teacher_infer",
    "base_inherited",
    "ancestor_merge",
    "run_abandoned",
    "run_rolled_back",
    "explore",
    "recompute",
    "data_prep",
    "eval",
    "post_deploy",
    "serve",
]


def test_every_component_and_no_other() -> None:
    for component in COMPONENTS:
        assert isinstance(manifest(training=[{"component": component}]), Manifest)
    known = f"one of: {', '.join(COMPONENTS)}"
    assert problems(training=[{"component": "other"}]) == [
        ("wrong-value", "/training/0/component", "'other' is not a value of component", known)
    ]


def manifest(**tables: Any) -> Manifest | tuple[Problem, ...]:
    return validate({"manifest": 1, "model": {"name": "x"}, **tables}, Manifest)


def problems(**tables: Any) -> list[tuple[str, str, str, str]]:
    """Kind, place, message and cure of every problem."""
    found = manifest(**tables)
    assert isinstance(found, tuple)
    return [(problem.kind, problem.at, problem.message, problem.help) for problem in found]


def model(**fields: Any) -> dict[str, Any]:
    return {"model": {"name": "x", **fields}}


def phase(**fields: Any) -> dict[str, Any]:
    return {"training": [{"component": "pretrain", **fields}]}


WRONG: list[tuple[dict[str, Any], str, str, str, str]] = [
    ({"manifest": 2}, "wrong-value", "/manifest", "'2' is not a value of manifest", "one of: 1"),
    ({"manifest": "1"}, "wrong-value", "/manifest", "'1' is not a value of manifest", "one of: 1"),
    ({"traning": []}, "unknown-key", "/traning", "unknown key 'traning'", "did you mean 'training'?"),
    ({"model": {}}, "missing-key", "/model", "[model] has no 'name'", "add name = ..."),
    (model(nme=1), "unknown-key", "/model/nme", "unknown key 'nme' in [model]", "did you mean 'name'?"),
    (model(inputs=["txt"]), "wrong-value", "/model/inputs/0", "'txt' is not a value of inputs", "did you mean 'text'?"),
    (model(inputs="text"), "wrong-value", "/model/inputs", "inputs is 'text'", "it should be a list"),
    (
        model(released="soon"),
        "malformed-date",
        "/model/released",
        "'soon' is not a date",
        'write 2026-03-01, "2026-03" or "2026"',
    ),
    (model(base="non"), "wrong-value", "/model/base", "base is 'non'", "it should be a list"),
    (
        model(base=[{"relation": "tuned"}]),
        "wrong-value",
        "/model/base/0/relation",
        "'tuned' is not a value of relation",
        "did you mean 'finetune'?",
    ),
    (
        model(base=[{"manifst": "a"}]),
        "unknown-key",
        "/model/base/0/manifst",
        "unknown key 'manifst' in [model.base]",
        "did you mean 'manifest'?",
    ),
    ({"training": [{}]}, "missing-key", "/training/0", "[training] has no 'component'", "add component = ..."),
    (
        phase(flop="3e25 FLOP/s"),
        "rate-as-amount",
        "/training/0/flop",
        "'3e25 FLOP/s' is a rate; an amount is needed here",
        "multiply the rate by the time it ran, or drop '/s' if an amount was meant",
    ),
    (
        phase(tokens="15T FLOP"),
        "wrong-dimension",
        "/training/0/tokens",
        "'15T FLOP' is in FLOP; tokens is needed here",
        'write it in tokens, for example "15.6e12" or "15.6T"',
    ),
    (
        phase(parameters="0"),
        "number-out-of-range",
        "/training/0/parameters",
        "0 is not a possible value here",
        "give a figure above zero",
    ),
    (
        phase(status="finished"),
        "wrong-value",
        "/training/0/status",
        "'finished' is not a value of status",
        "one of: planned, running, done, abandoned",
    ),
    (
        phase(hardware={"chip": "h100"}),
        "wrong-value",
        "/training/0/hardware",
        "hardware is a table",
        "it should be a list",
    ),
    (
        phase(hardware=[{"chips": "h100"}]),
        "unknown-key",
        "/training/0/hardware/0/chips",
        "unknown key 'chips' in [training.hardware]",
        "did you mean 'chip'?",
    ),
    (
        phase(confidential="perhaps"),
        "wrong-value",
        "/training/0/confidential",
        "'perhaps' is neither true nor false",
        "write true or false",
    ),
    (
        {"architecture": {"layers": 0}},
        "number-out-of-range",
        "/architecture/layers",
        "'0' is not a whole number above zero",
        "",
    ),
    (
        {"answer": [{"question": "q", "value": 5}]},
        "wrong-value",
        "/answer/0/value",
        "'5' is no answer",
        "write true, false or the id of a reading",
    ),
    (
        {"enhancement": [{"name": "a", "kind": "architecture", "measured_at": ["1e20", "x"]}]},
        "malformed-quantity",
        "/enhancement/0/measured_at/1",
        "'x' is not a figure in FLOP",
        'write for example "3.8e25 FLOP"',
    ),
]


@pytest.mark.parametrize("tables, kind, at, message, help", WRONG)
def test_a_mistake_has_its_place_and_its_cure(
    tables: dict[str, Any], kind: str, at: str, message: str, help: str
) -> None:
    assert problems(**tables) == [(kind, at, message, help)]


@pytest.mark.parametrize(
    "written, base",
    [
        ({}, None),
        ({"base": "none"}, ()),
        ({"base": []}, ()),
        ({"base": [{}]}, (ModelRef(),)),
    ],
)
def test_no_base_is_not_the_same_as_none_stated(written: dict[str, Any], base: tuple[ModelRef, ...] | None) -> None:
    found = manifest(**model(**written))
    assert isinstance(found, Manifest)
    assert found.model.base == base


@pytest.mark.parametrize("value", [True, False, "float-only", "true"])
def test_an_answer_is_true_or_false_or_the_name_of_a_reading(value: bool | str) -> None:
    found = manifest(answer=[{"question": "q", "value": value}])
    assert isinstance(found, Manifest)
    assert (found.answer[0].value, type(found.answer[0].value)) == (value, type(value))


def test_all_problems_in_the_order_of_the_document() -> None:
    tables = {
        "traning": [],
        "answer": [{"question": 1}],
        "model": {"released": "soon", "nme": "x", "name": "x"},
        "training": [{"component": "pretrain", "tokens": "x"}, {"component": "nope"}],
    }
    assert [(kind, at) for kind, at, _, _ in problems(**tables)] == [
        ("malformed-date", "/model/released"),
        ("unknown-key", "/model/nme"),
        ("unknown-key", "/traning"),
        ("missing-key", "/answer/0"),
        ("wrong-value", "/answer/0/question"),
        ("malformed-quantity", "/training/0/tokens"),
        ("wrong-value", "/training/1/component"),
    ]


# --- every figure of a manifest refuses what is no figure --------------------------------------------------------


STRICTLY = "__pydantic_config__"  # what sets a document type apart


def document_types(found: type[Any], seen: dict[type[Any], None]) -> dict[type[Any], None]:
    """A document type and all that its fields may hold."""
    seen[found] = None
    for hint in get_type_hints(found, include_extras=True).values():
        for part in parts_of(hint):
            if is_dataclass(part) and isinstance(part, type) and hasattr(part, STRICTLY) and part not in seen:
                document_types(part, seen)
    return seen


def parts_of(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from parts_of(part)


def marks(hint: Any) -> list[Any]:
    return list(get_args(hint)[1:]) if get_origin(hint) is Annotated else []


NUMBERS = [
    pytest.param(kind, name, mark, id=f"{kind.__name__}.{name}")
    for kind in document_types(Manifest, {})
    for name, hint in get_type_hints(kind, include_extras=True).items()
    for mark in marks(hint)
    if isinstance(mark, (FigureOf, WholeNumber))
]
NO_NUMBERS = [
    -1,
    Decimal("-0.5"),
    Decimal("nan"),
    Decimal("inf"),
    Decimal("-inf"),
    True,
    False,
    [],
    [1],
    date(2026, 1, 1),
    "",
    "one",
]


def test_there_are_numbers_to_test() -> None:
    assert len(NUMBERS) > 50


@pytest.mark.parametrize("kind, name, mark", NUMBERS)
def test_every_number_refuses_what_is_none(kind: type[Any], name: str, mark: Any) -> None:
    wrong = [
        *NO_NUMBERS,
        *([0, "0", "0%"[: 1 + (mark.dimensions[0] is D.RATIO)]] if getattr(mark, "positive", False) else []),
    ]
    for value in wrong:
        found = validate({name: value}, kind)
        assert isinstance(found, tuple)
        assert [p.kind for p in found if p.at == f"/{name}"] in (["malformed-quantity"], ["number-out-of-range"]), value


def test_no_number_is_left_to_the_validator() -> None:
    """A plain `int` would take true for 1 and "5" for 5."""
    plain = [
        f"{kind.__name__}.{name}"
        for kind in document_types(Manifest, {})
        for name, hint in get_type_hints(kind, include_extras=True).items()
        if {int, float, Decimal} & set(parts_of(hint)) and not marks(hint)
    ]
    assert plain == []
