"""Small manifests for one quantity leaf: what it compares lies just below its line, exactly on it and just above.

Each maker is handed a leaf whose parameters have been put in. One that cannot make a manifest raises `NotMade`, with
the reason: what has no maker, or none for its form, is a gap of the coverage and never left out in silence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from flopguard.cases.points import HOLDS, Point, Side, number, points
from flopguard.components import INHERITED, ComponentKey
from flopguard.dates import add, period
from flopguard.evaluate.spend import window_of
from flopguard.evaluate.world import World
from flopguard.formula import Comparison
from flopguard.policy.check import line_dimension
from flopguard.policy.types import Mark, QuantityLeaf, QuantityName
from flopguard.quantity import parse
from flopguard.units import Dimension

DAY = date(2026, 3, 2)
_BEFORE = date(2025, 8, 1)
_STARTS = (date(2025, 1, 15), date(2024, 8, 31), date(2024, 2, 29))
_ALONE = 'scope = { complete = true }\nmodel = { name = "generated", developer = "Generated", base = "none" }\n'
_SURE = ", standard_error = 1e-9"
_APART = Fraction(1, 10**6)
_QUARTER = '"1/4"'
_SMALL = Fraction(10**20)  # so that a ratio of two totals is one of whole numbers


class NotMade(Exception):  # noqa: N818 - an answer, not a fault
    """Why no manifest can be made for a leaf."""


@dataclass(frozen=True, slots=True)
class Made:
    """A manifest as TOML, the day on which it is looked at, and on which side of the line it lies."""

    says: str
    side: Side | None
    """None where the text leaves it open."""
    text: str
    as_of: date = DAY
    earlier: str = ""
    """The manifest of the model that was assessed, where more is needed of it than the assessment says."""


Maker = Callable[[QuantityLeaf, World], Iterator[Made]]


def made_for(leaf: QuantityLeaf, world: World) -> Iterator[tuple[Made, bool | None]]:
    """Every manifest for a leaf, with whether the leaf then holds. Raises NotMade."""
    maker = _MAKERS.get(leaf.quantity)
    if maker is None:
        raise NotMade(f"there is no maker for {leaf.quantity}")
    for made in maker(leaf, world):
        yield made, None if made.side is None else made.side in HOLDS[_line_of(leaf)[0]]
    if leaf.network_more_than is not None:
        for made in _network(leaf, world):
            yield made, made.side in HOLDS[Comparison.MORE_THAN]


def _line_of(leaf: QuantityLeaf) -> tuple[Comparison, str]:
    if leaf.operator is not None and leaf.value is not None:
        return Comparison(leaf.operator), leaf.value
    return next(iter(leaf.comparisons().items()))


def _line(leaf: QuantityLeaf) -> tuple[Fraction, Dimension]:
    _, text = _line_of(leaf)
    dimension = line_dimension(leaf, text)
    return parse(text, dimension).low, dimension


def _each(found: Iterator[Point], text: Callable[[str], str], says: str = "") -> Iterator[Made]:
    for point in found:
        yield Made(f"{says}{point.side} the line, as {point.form}", point.side, f"manifest = 1\n{text(point.written)}")


# --- training compute --------------------------------------------------------------------------------------------


def _compute(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    if leaf.relative_to is not None:
        yield from _ratio(leaf, world)
        return
    if leaf.quantity is QuantityName.EFFECTIVE_COMPUTE:
        raise NotMade("there is no maker for an absolute amount of effective compute")
    line, _ = _line(leaf)
    component = _component(leaf.counting, world)
    yield from _each(points(line, " FLOP"), lambda flop: f"{_ALONE}{_phase(component, flop)}")
    if line >= _SMALL:
        yield from _runs(leaf, line, component, world)


def _runs(leaf: QuantityLeaf, line: Fraction, component: ComponentKey, world: World) -> Iterator[Made]:
    """What a leaf makes of two runs, of one that is planned, of one that goes on, and of what a base brings along."""
    part, twice = f'"{number(line * Fraction(3, 5))} FLOP"', f'"{number(line * 2)} FLOP"'
    run = f'component = "{component.value}"'
    above = {False: Side.BELOW, True: Side.ABOVE}
    two = f'training = [{{ {run}, run = "a", flop = {part} }}, {{ {run}, run = "b", flop = {part} }}]\n'
    yield _told("two runs of three fifths of the line", above[leaf.aggregate == "sum"], f"{_ALONE}{two}")
    planned = f'training = [{{ {run}, status = "planned", flop = {twice} }}]\n'
    yield _told("a planned run of twice the line", above[leaf.plans == "planned"], f"{_ALONE}{planned}")
    begun = f'training = [{{ {run}, status = "running", flop = {part}, intended_total = {twice} }}]\n'
    yield _told("a run of three fifths, meant for twice the line", above[leaf.plans != "spent"], f"{_ALONE}{begun}")
    yield from _bases(leaf, _phase(component, part), twice, world)


def _bases(leaf: QuantityLeaf, own: str, compute: str, world: World) -> Iterator[Made]:
    """A model below the line on a base over it, of somebody else and of the same developer; open where its mark is."""
    rule, marks = world.policy.counting[leaf.counting or ""], world.marks(leaf.counting or "")
    ours = ComponentKey.PRETRAIN if rule.own_ancestors else ComponentKey.BASE_INHERITED
    for developer, key in (("Other", ComponentKey.BASE_INHERITED), ("Generated", ours)):
        mark = Mark.OUT if leaf.own_only else marks[key]
        side = None if mark.is_open else Side.ABOVE if mark is Mark.IN else Side.BELOW
        base = f'base = [{{ name = "base", relation = "finetune", developer = "{developer}", compute = {compute} }}]'
        head = f'scope = {{ complete = true }}\nmodel = {{ name = "generated", developer = "Generated", {base} }}\n'
        yield _told(f"a base of twice the line, made by {developer}", side, f"{head}{own}")


def _told(says: str, side: Side | None, text: str) -> Made:
    return Made(says, side, f"manifest = 1\n{text}")


def _phase(component: ComponentKey, flop: str) -> str:
    return f'training = [{{ component = "{component.value}", flop = {flop} }}]\n'


def _component(counting: str | None, world: World) -> ComponentKey:
    """A component that the rule counts and that a model has of itself."""
    if counting is None:
        raise NotMade("it names no counting rule")
    counted = {key for key, mark in world.marks(counting).items() if mark is Mark.IN}
    own = [key for key in ComponentKey if key in counted and key not in INHERITED]
    if not own:
        raise NotMade(f"'{counting}' surely counts no component of the model's own")
    return own[0]


def _ratio(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    line, _ = _line(leaf)
    reference = line.denominator * _SMALL
    of_other = leaf.reference_counting or leaf.counting
    if of_other is None:
        raise NotMade("it names no counting rule")
    if world.marks(of_other).get(ComponentKey.PRETRAIN) is not Mark.IN:
        raise NotMade(f"'{of_other}' does not surely count the pre-training of the model that it is relative to")
    other = f'compute = "{number(reference)} FLOP"'
    match leaf.relative_to:
        case "base" | "first_base":
            base = f'base = [{{ name = "base", relation = "finetune", developer = "Other", {other} }}]'
            head = f'scope = {{ complete = true }}\nmodel = {{ name = "generated", developer = "Generated", {base} }}\n'
        case "last_assessment" | "first_assessment":
            model = f'model = {{ name = "earlier", {other} }}'
            head = f"{_ALONE}{_assessment(leaf, world, _BEFORE, model)}"
        case _:
            raise NotMade(f"there is no maker for what is relative to {leaf.relative_to}")
    component = _component(leaf.counting, world)
    yield from _each(points(line * reference, " FLOP"), lambda flop: f"{head}{_phase(component, flop)}")
    if leaf.quantity is QuantityName.TRAINING_COMPUTE:
        twice = f'"{number(line * reference * 2)} FLOP"'
        planned = f'training = [{{ component = "{component.value}", status = "planned", flop = {twice} }}]\n'
        side = Side.ABOVE if leaf.plans == "planned" else Side.BELOW
        yield _told("a planned run of twice the line", side, f"{head}{planned}")


def _assessment(leaf: QuantityLeaf, world: World, day: date, more: str) -> str:
    kind = json.dumps(leaf.kind or "assessment")
    return f"assessment = [{{ series = {json.dumps(world.policy.series)}, kind = {kind}, date = {day}, {more} }}]\n"


# --- time and money ----------------------------------------------------------------------------------------------


def _elapsed(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    length = period(_line_of(leaf)[1])
    for start in _STARTS:
        mark = add(start, length)
        text = f"manifest = 1\n{_ALONE}{_assessment(leaf, world, start, _clock(leaf, start))}"
        earlier = f'manifest = 1\nmodel = {{ name = "earlier", released = {start} }}\n'
        for side, day in zip(Side, (mark - timedelta(days=1), mark, mark + timedelta(days=1)), strict=True):
            if day >= start:
                yield Made(f"{day}, counted from {start}", side, text, day, earlier)
    if leaf.kind is not None:
        yield _another_kind(leaf, world, mark, earlier)


def _another_kind(leaf: QuantityLeaf, world: World, mark: date, earlier: str) -> Made:
    """A day past the line, and something of another kind on the line, from which no clock runs."""
    start, day = _STARTS[-1], mark + timedelta(days=1)
    rows = ((leaf, start), (replace(leaf, kind=f"not {leaf.kind}"), mark))
    found = [_assessment(one, world, when, _clock(leaf, when)).strip() for one, when in rows]
    listed = ", ".join(row.removeprefix("assessment = [").removesuffix("]") for row in found)
    text = f"manifest = 1\n{_ALONE}assessment = [{listed}]\n"
    return Made(f"{day}, with another kind on {mark}", Side.ABOVE, text, day, earlier)


def _clock(leaf: QuantityLeaf, start: date) -> str:
    match leaf.since:
        case "last_assessment" | "last_assessment_model_released":
            return 'model = { name = "earlier" }'
        case "last_assessment_started":
            return f"started = {start}"
        case "last_assessment_published":
            return f"published = {start}"
        case _:
            raise NotMade(f"there is no maker for time since {leaf.since}")


def _money(leaf: QuantityLeaf) -> Iterator[Point]:
    line, currency = _line(leaf)
    return points(line, f" {currency}", bare=currency is Dimension.USD)


def _revenue(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    field = "annual_ai_revenue" if leaf.of == "ai" else "annual_revenue"
    affiliates = ", with_affiliates = true" if leaf.with_affiliates else ""

    def row(value: str) -> str:
        return f"developer_facts.{field} = [{{ year = {DAY.year - 1}, value = {value}{affiliates} }}]\n{_ALONE}"

    yield from _each(_money(leaf), row)


def _cost(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    field = "fine_tuning_cost" if leaf.cost_of == "fine_tuning" else "compute_cost"
    yield from _each(_money(leaf), lambda value: f"developer_facts.{field} = {value}\n{_ALONE}")


def _spend(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    window = window_of(leaf, DAY)
    if window is None:
        raise NotMade(f"the window of {leaf.window} lies before the calendar")
    field, when = f"{leaf.of}_spend", f"started = {window.first}, ended = {window.last}"
    yield from _each(_money(leaf), lambda v: f"developer_facts.{field} = [{{ value = {v}, {when} }}]\n{_ALONE}")


# --- one figure of a manifest ------------------------------------------------------------------------------------


def _parameters(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    line, _ = _line(leaf)
    yield from _each(points(line, ""), lambda value: f"architecture.parameters = {value}\n{_ALONE}")


def _users(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    line, _ = _line(leaf)
    field = f"{leaf.of or 'monthly'}_users"
    yield from _each(points(line, ""), lambda value: f"developer_facts.{field} = {value}\n{_ALONE}")


def _share(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    line, _ = _line(leaf)
    basis = f', basis = "{leaf.basis}"' if leaf.basis else ""
    found = points(line, "%", most=Fraction(1))
    yield from _each(found, lambda value: f"data = {{ biological_share = {value}{basis} }}\n{_ALONE}")


def _cluster(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    line, _ = _line(leaf)
    yield from _each(points(line, " FLOP/s"), lambda peak: _with_cluster(leaf, peak, '"1e15 bit/s"'))


def _network(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    line = parse(leaf.network_more_than or "", Dimension.BITS_PER_SECOND).low
    peak = f'"{number(_line(leaf)[0] * (2 if _grows(leaf) else Fraction(1, 2)))} FLOP/s"'
    yield from _each(points(line, " bit/s"), lambda network: _with_cluster(leaf, peak, network), "network ")


def _grows(leaf: QuantityLeaf) -> bool:
    return Side.ABOVE in HOLDS[_line_of(leaf)[0]]


def _with_cluster(leaf: QuantityLeaf, peak: str, network: str) -> str:
    colocated = ", colocated = true" if leaf.colocated else ""
    return f"developer_facts.clusters = [{{ peak = {peak}, network = {network}{colocated} }}]\n{_ALONE}"


def _progress(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    """A rate; against an earlier one, a rate whose power or multiple is a whole number."""
    line, _ = _line(leaf)
    rest, mark = f'of = "{leaf.of or "publisher"}"', line
    if leaf.relative_to is not None:
        earlier = Fraction(2) ** line.denominator if leaf.rate_as == "growth" else Fraction(2)
        mark = Fraction(2) ** line.numerator if leaf.rate_as == "growth" else line * earlier
        rest += f', earlier = "{number(earlier)}x", compared_with = "{leaf.relative_to}"'
    yield from _each(points(mark, "x"), lambda now: f"progress = [{{ now = {now}, {rest} }}]\n{_ALONE}")


# --- scores ------------------------------------------------------------------------------------------------------


def _score(leaf: QuantityLeaf, world: World) -> Iterator[Made]:
    line, _ = _line(leaf)
    if leaf.relative_to == "last_assessment":
        yield from _step(leaf, world, line)
    elif leaf.relative_to == "outside_model":
        yield from _outside(leaf, world, line)
    else:
        most = Fraction(1) if line <= 1 else None
        yield from _each(points(line, "%" if line <= 1 else "", most=most), lambda s: f"{_ALONE}{_row(leaf, s)}")


def _row(leaf: QuantityLeaf, score: str, more: str = "") -> str:
    return f"benchmark = [{_entry(leaf, score, more)}]\n"


def _entry(leaf: QuantityLeaf, score: str, more: str = "") -> str:
    split = f", split = {json.dumps(leaf.split)}" if leaf.split else ""
    samples = {"single": "samples = 1", "mean": 'samples = 8, over_samples = "mean"'}.get(leaf.samples or "", "")
    return (
        f"{{ name = {json.dumps(leaf.benchmark)}, version = '1', score = {score}{split}"
        f", elicitation = {{ {samples} }}{more} }}"
    )


def _step(leaf: QuantityLeaf, world: World, line: Fraction) -> Iterator[Made]:
    """Points gained over 1/4. Both scores have an error, so that none lies exactly on the line for sure."""
    theirs = _entry(leaf, _QUARTER, _SURE)
    model = f'model = {{ name = "earlier" }}, benchmark = [{theirs}]'
    head = f"{_ALONE}{_assessment(leaf, world, _BEFORE, model)}"
    found = _apart(Fraction(1, 4) + line)
    yield from _each(found, lambda score: f"{head}{_row(leaf, score, _SURE)}")


def _apart(mark: Fraction) -> Iterator[Point]:
    """Scores farther from a mark than the errors of both rows reach."""
    for side, score in ((Side.BELOW, mark - _APART), (Side.ABOVE, mark + _APART)):
        if 0 <= score <= 1:
            yield Point(side, "text", f'"{number(score * 100)}%"')
            yield Point(side, "float", number(score))


def _outside(leaf: QuantityLeaf, world: World, line: Fraction) -> Iterator[Made]:
    """Points over the 1/4 of another developer's model, beside the line as in `_step`."""
    named = leaf if leaf.benchmark is not None else replace(leaf, benchmark="benchmark")
    theirs = f"benchmark = [{_entry(named, _QUARTER, _SURE)}], judged_below = [{json.dumps(world.policy.series)}]"
    head = f'{_ALONE}outside_model = [{{ name = "other", developer = "Other", {theirs} }}]\n'
    found = _apart(Fraction(1, 4) + line)
    yield from _each(found, lambda score: f"{head}{_row(named, score, _SURE)}")


_MAKERS: Mapping[QuantityName, Maker] = {
    QuantityName.TRAINING_COMPUTE: _compute,
    QuantityName.EFFECTIVE_COMPUTE: _compute,
    QuantityName.ELAPSED: _elapsed,
    QuantityName.REVENUE: _revenue,
    QuantityName.COST: _cost,
    QuantityName.SPEND: _spend,
    QuantityName.PARAMETERS: _parameters,
    QuantityName.USERS: _users,
    QuantityName.BIOLOGICAL_SHARE: _share,
    QuantityName.CLUSTER_RATE: _cluster,
    QuantityName.PROGRESS_RATE: _progress,
    QuantityName.BENCHMARK: _score,
}
