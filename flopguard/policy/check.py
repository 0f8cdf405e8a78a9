"""What a policy file must satisfy beyond its types; every problem is listed with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import partial
from typing import get_args

from flopguard.components import ComponentKey
from flopguard.dates import CALENDARS, DateError, period
from flopguard.fields import ShareBasis
from flopguard.formula import Comparison
from flopguard.policy.conditions import leaves, named_parameters, nodes, parts
from flopguard.policy.fits import line_text, misfits
from flopguard.policy.trends import STATED, alternatives, bundled_rates
from flopguard.policy.types import (
    AllOf,
    AnyOf,
    Applies,
    Condition,
    FactLeaf,
    JudgementLeaf,
    Mark,
    Measure,
    MediaLeaf,
    OpenQuestion,
    ParameterLeaf,
    Policy,
    QuantityLeaf,
    QuantityName,
    Scalar,
    TriggerLeaf,
)
from flopguard.problems import Problem
from flopguard.quantity import QuantityError, parse
from flopguard.units import Dimension

UNSTATED = "unstated"
CLOCKS = (
    "last_assessment",
    "last_assessment_started",
    "last_assessment_published",
    "last_assessment_model_released",
)

_DIMENSIONS = {
    QuantityName.TRAINING_COMPUTE: Dimension.FLOP,
    QuantityName.EFFECTIVE_COMPUTE: Dimension.FLOP,
    QuantityName.ELAPSED: Dimension.MONTHS,
    QuantityName.REVENUE: Dimension.USD,
    QuantityName.COST: Dimension.USD,
    QuantityName.SPEND: Dimension.USD,
    QuantityName.PROGRESS_RATE: Dimension.RATIO,
    QuantityName.BENCHMARK: Dimension.RATIO,
    QuantityName.PARAMETERS: Dimension.PARAMETERS,
    QuantityName.USERS: Dimension.ITEMS,
    QuantityName.BIOLOGICAL_SHARE: Dimension.RATIO,
    QuantityName.CLUSTER_RATE: Dimension.FLOP_PER_SECOND,
}
SAMPLING = ("single", "mean")
_COUNTRY = re.compile(r"[A-Z]{2}")


_MONEY = (Dimension.USD, Dimension.EUR, Dimension.KRW)


def line_dimension(leaf: QuantityLeaf, text: str = "") -> Dimension:
    """What the line of a leaf is measured in: a multiple where the leaf is relative to something.

    Money is in the currency that the line is written in.
    """
    if leaf.relative_to is not None:
        return Dimension.RATIO
    usual = _DIMENSIONS[leaf.quantity]
    if usual is not Dimension.USD:
        return usual
    return next((currency for currency in _MONEY if text.endswith(currency.value)), usual)


def problems_of(policy: Policy) -> tuple[Problem, ...]:
    """Every problem of a policy that its types allow."""
    return (
        *_counting(policy),
        *_definitions(policy),
        *_dates(policy),
        *_without_numbers(policy),
        *_triggers(policy),
        *_questions(policy),
    )


def _problem(at: str, message: str, help: str) -> Problem:
    return Problem(kind="policy", at=at, message=message, help=help)


def _counting(policy: Policy) -> Iterator[Problem]:
    for name, rule in policy.counting.items():
        marked = Counter(key for key, _ in rule.marked())
        lists = {
            "not marked": [key.value for key in ComponentKey if not marked[key]],
            "marked more than once": [key.value for key in ComponentKey if marked[key] > 1],
        }
        for said, keys in lists.items():
            if keys:
                listed = f"{said}: {', '.join(keys)}"
                yield _problem(f"/counting/{name}", listed, "mark every component exactly once")


def _dates(policy: Policy) -> Iterator[Problem]:
    if not policy.status:
        yield _problem("/status", "the policy has no status", 'add status = [{ from = ..., is = "..." }]')
    yield from _rising("/status", [entry.from_ for entry in policy.status])
    for number, trigger in enumerate(policy.trigger):
        at = f"/trigger/{number}/threshold"
        if not trigger.threshold:
            yield _problem(at, f"trigger '{trigger.id}' has no threshold", "add [[trigger.threshold]]")
        yield from _rising(at, [entry.from_ for entry in trigger.threshold])


def _without_numbers(policy: Policy) -> Iterator[Problem]:
    if not policy.trigger and policy.without_numbers is None:
        help = 'add [[trigger]], or say what the text has instead: without_numbers = "..."'
        yield _problem("/policy", "the policy has no trigger", help)


def _definitions(policy: Policy) -> Iterator[Problem]:
    if policy.definition or policy.curve or policy.trend:
        from flopguard.definition.load import duplicates  # few policies define anything

        yield from duplicates(definition=policy.definition, curve=policy.curve, trend=policy.trend)


def _rising(at: str, days: Iterable[object]) -> Iterator[Problem]:
    listed = list(days)
    if listed != sorted(set(listed), key=str):
        yield _problem(at, "the dates do not rise", "list each date once, the earliest first")


def _triggers(policy: Policy) -> Iterator[Problem]:
    known = [trigger.id for trigger in policy.trigger]
    for name, count in Counter(known).items():
        if count > 1:
            yield _problem("/trigger", f"trigger '{name}' stands {count} times", "give each trigger its own id")
    for number, trigger in enumerate(policy.trigger):
        at = f"/trigger/{number}"
        if trigger.tolerance is not None:
            yield from _readable(f"{at}/tolerance", trigger.tolerance, Dimension.RATIO)
        yield from _country(f"{at}/applies_when/developer_outside", trigger.applies_when)
        for duty_number, duty in enumerate(trigger.duty):
            if duty.calendar not in CALENDARS:
                options = ", ".join(CALENDARS)
                yield _problem(f"{at}/duty/{duty_number}/calendar", f"'{duty.calendar}' is not a calendar", options)
        for threshold_number, threshold in enumerate(trigger.threshold):
            yield from _condition(policy, f"{at}/threshold/{threshold_number}/when", threshold.when)
    yield from _cycles(policy)


def _country(at: str, applies: Applies | None) -> Iterator[Problem]:
    country = applies.developer_outside if applies is not None else None
    if country is not None and not _COUNTRY.fullmatch(country):
        yield _problem(at, f"'{country}' is not a country in two capital letters", 'such as "KR"')


def _condition(policy: Policy, at: str, condition: Condition) -> Iterator[Problem]:
    if any(isinstance(node, (AllOf, AnyOf)) and not parts(node) for node in nodes(condition)):
        yield _problem(at, "all or any of no conditions", "write the conditions, or leave it out")
    for leaf in leaves(condition):
        match leaf:
            case QuantityLeaf():
                yield from _quantity_leaf(policy, at, leaf)
            case TriggerLeaf(trigger=name) if not _may_name(policy, name):
                yield _problem(at, f"trigger '{name}' is not in this policy", "name it, or write policy/trigger")
            case ParameterLeaf(parameter=name):
                yield from _switch(policy, at, name)
            case JudgementLeaf() | TriggerLeaf() | MediaLeaf() | FactLeaf():
                pass


def _switch(policy: Policy, at: str, name: str) -> Iterator[Problem]:
    if name not in policy.parameters:
        yield _problem(at, f"{name} is not in [parameters]", f"add {name} = false to [parameters]")
    elif any(not isinstance(value, bool) for value in _settings(policy, name)):
        yield _problem(at, f"the parameter {name} is not always true or false", "set it to true or false")


def _may_name(policy: Policy, name: str) -> bool:
    """Whether a trigger's name may be right: whether another policy has it is seen when all are loaded."""
    inside = name.removeprefix(f"{policy.id}/")
    return "/" in inside or inside in {trigger.id for trigger in policy.trigger}


def _quantity_leaf(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    named = named_parameters(leaf)
    for parameter in named.values():
        if parameter not in policy.parameters:
            yield _problem(at, f"${parameter} is not in [parameters]", f"add {parameter} = ... to [parameters]")
    yield from _comparison(policy, at, leaf)
    closed = {
        "counting": policy.counting.keys(),
        "reference_counting": policy.counting.keys(),
        "basis": get_args(ShareBasis),
        "samples": SAMPLING,
        "rate_as": ("growth", "factor"),
        "judged": ("below",),
        "since": CLOCKS,
        "measure": [m.value for m in Measure],
        "operator": [c.value for c in Comparison],
    }
    for name, options in closed.items():
        for value in _values(policy, getattr(leaf, name)):
            if value not in options:
                yield _problem(at, f"{name} = '{value}' is not known", f"one of: {', '.join(options)}")
    for message, help in misfits(leaf, partial(_values, policy)):
        yield _problem(at, message, help)
    yield from _rates(policy, at, leaf)
    if leaf.quantity is QuantityName.TRAINING_COMPUTE and leaf.counting is None:
        yield _problem(at, "training_compute needs a counting rule", 'add counting = "..."')
    if leaf.quantity is QuantityName.ELAPSED and leaf.since is None:
        yield _problem(at, "elapsed needs the event it is counted from", 'add since = "last_assessment"')
    if leaf.quantity is QuantityName.BENCHMARK and leaf.benchmark is None and leaf.relative_to != "outside_model":
        yield _problem(at, "benchmark needs the name of one", 'add benchmark = "..."')
    yield from _ratio_of_operations(policy, at, leaf)
    yield from _step_in_score(policy, at, leaf)
    if leaf.window is not None:
        yield from _period(at, leaf.window)
    elif leaf.quantity is QuantityName.SPEND:
        yield _problem(at, "spend needs the time over which it is summed", 'add window = "12 months"')
    if leaf.network_more_than is not None:
        yield from _readable(at, leaf.network_more_than, Dimension.BITS_PER_SECOND)


def _ratio_of_operations(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    """A measure that rests on the ratio of training compute needs another model, and a rule to count by."""
    by_ratio = {Measure.NOMINAL.value, Measure.TREND.value} & set(_values(policy, leaf.measure))
    for measure in sorted(by_ratio):
        if leaf.relative_to is None:
            yield _problem(at, f"measure = '{measure}' is of a ratio", 'add relative_to = "last_assessment"')
        elif leaf.counting is None:
            yield _problem(at, f"measure = '{measure}' needs a counting rule", 'add counting = "..."')


def _step_in_score(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    """A gain in points is measured from the last assessment, and upwards."""
    if leaf.quantity is not QuantityName.BENCHMARK or leaf.relative_to != "last_assessment":
        return
    if "0" in (text.rstrip("%") for text in _values(policy, line_text(leaf))):
        yield _problem(at, "a step of no points is none", "write how many points, such as 5%")


def _rates(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    """Rates of progress that look misspelt; any other may be one that a manifest states."""
    known = {STATED, *(trend.id for trend in policy.trend)}
    named = {name for text in _values(policy, leaf.trend) for option in alternatives(text) for name in option}
    for name in sorted(named - known):
        near = [] if name in bundled_rates() else get_close_matches(name, [*known, *bundled_rates()], n=1, cutoff=0.85)
        if near:
            yield _problem(at, f"no rate '{name}' is known here", f"did you mean '{near[0]}'?")


def _values(policy: Policy, text: str | None) -> list[str]:
    """What a text of a leaf may stand for: itself, or every value that its parameter has in some reading."""
    if text is None or not text.startswith("$"):
        return [] if text is None else [text]
    return list(dict.fromkeys(str(value) for value in _settings(policy, text[1:])))


def _settings(policy: Policy, name: str) -> list[Scalar]:
    """Every value that a parameter has in some reading."""
    path = f"parameters.{name}"
    chosen = [r.set[path] for question in policy.open_question for r in question.readings if path in r.set]
    return [policy.parameters[name], *chosen] if name in policy.parameters else chosen


def _comparison(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    given = leaf.comparisons()
    general = sum(part is not None for part in (leaf.operator, leaf.value))
    if leaf.value == UNSTATED and not given:
        return
    if (len(given), general) not in ((1, 0), (0, 2)):
        names = ", ".join(Comparison)
        yield _problem(at, "a leaf has exactly one comparison", f"one of {names}; or operator with value")
        return
    for text in _values(policy, leaf.value if leaf.value is not None else next(iter(given.values()))):
        if text == UNSTATED:
            continue
        if leaf.quantity is QuantityName.ELAPSED:
            yield from _period(at, text)
        else:
            yield from _readable(at, text, line_dimension(leaf, text))


def _readable(at: str, text: str, dimension: Dimension) -> Iterator[Problem]:
    try:
        if not parse(text, dimension).is_point:
            yield _problem(at, f"'{text}' is not one value", "a line is one exact value")
    except QuantityError as error:
        yield _problem(at, error.message, error.help)


def _period(at: str, text: str) -> Iterator[Problem]:
    try:
        period(text)
    except DateError as error:
        yield _problem(at, str(error), "a time that passes is a period of the calendar")


def _cycles(policy: Policy) -> Iterator[Problem]:
    links = {
        trigger.id: {
            leaf.trigger.removeprefix(f"{policy.id}/")
            for threshold in trigger.threshold
            for leaf in leaves(threshold.when)
            if isinstance(leaf, TriggerLeaf)
        }
        for trigger in policy.trigger
    }
    for start in links:
        reached, frontier = set[str](), set(links[start])
        while frontier:
            reached |= frontier
            frontier = {name for via in frontier for name in links.get(via, ())} - reached
        if start in reached:
            yield _problem("/trigger", f"trigger '{start}' depends on itself", "break the cycle")


def _questions(policy: Policy) -> Iterator[Problem]:
    triggers = {trigger.id for trigger in policy.trigger}
    for name, count in Counter(question.id for question in policy.open_question).items():
        if count > 1:
            yield _problem("/open_question", f"question '{name}' stands {count} times", "give each its own id")
    for number, question in enumerate(policy.open_question):
        at = f"/open_question/{number}"
        for name in question.triggers:
            if name not in triggers:
                yield _problem(
                    f"{at}/triggers", f"'{name}' is not a trigger of this policy", ", ".join(sorted(triggers))
                )
        for name, count in Counter(reading.id for reading in question.readings).items():
            if count > 1:
                yield _problem(at, f"reading '{name}' stands {count} times", "give each reading its own id")
        if len(question.readings) < 2:
            yield _problem(at, f"question '{question.id}' has fewer than two readings", "add the other reading")
        yield from _readings(policy, at, question)


def _readings(policy: Policy, at: str, question: OpenQuestion) -> Iterator[Problem]:
    effects = [tuple(sorted(reading.set.items())) for reading in question.readings]
    if len(set(effects)) < len(effects):
        yield _problem(at, f"two readings of '{question.id}' set the same", "a reading that changes nothing is none")
    for reading in question.readings:
        for path, value in reading.set.items():
            if not _settable(policy, path):
                help = "a reading sets parameters.NAME or counting.NAME.COMPONENT"
                yield _problem(at, f"reading '{reading.id}' sets '{path}', which is not there", help)
            elif path.startswith("counting.") and value not in set(Mark):
                help = f"one of: {', '.join(Mark)}"
                yield _problem(at, f"reading '{reading.id}' sets '{path}' to '{value}', which is no mark", help)


def _settable(policy: Policy, path: str) -> bool:
    match path.split("."):
        case ["parameters", name]:
            return name in policy.parameters
        case ["counting", name, component]:
            return name in policy.counting and component in set(ComponentKey)
        case _:
            return False
