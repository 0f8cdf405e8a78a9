"""Figures with their evidence, dates and whole numbers, as a document gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import pytest

from flopguard.dates import PartialDate, Period
from flopguard.document import json_schema, validate
from flopguard.fields import (
    STRICT,
    DateField,
    DayField,
    Evidence,
    Figure,
    FigureOf,
    PeriodField,
    WholeNumber,
)
from flopguard.problems import Problem
from flopguard.quantity import Estimate
from flopguard.units import Dimension as D

F = Fraction
E25 = F(10**25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One field of each kind."""

    __pydantic_config__ = STRICT

    flop: Annotated[Figure | None, FigureOf((D.FLOP,))] = None
    hours: Annotated[Figure | None, FigureOf((D.SECONDS,), bare=3600)] = None
    size: Annotated[Figure | None, FigureOf((D.PARAMETERS,), positive=True)] = None
    money: Annotated[Figure | None, FigureOf((D.USD, D.EUR, D.KRW))] = None
    claimed: Annotated[Figure | None, FigureOf((D.RATIO, D.FLOP))] = None
    when: Annotated[PartialDate | None, DateField()] = None
    day: Annotated[date | None, DayField()] = None
    period: Annotated[Period | None, PeriodField()] = None
    layers: Annotated[int | None, WholeNumber()] = None
    shots: Annotated[int | None, WholeNumber(least=0)] = None
    year: Annotated[int | None, WholeNumber(most=9999)] = None


def read(**tree: Any) -> Sheet:
    sheet = validate(tree, Sheet)
    assert isinstance(sheet, Sheet), sheet
    return sheet


def problems(**tree: Any) -> list[tuple[str, str, str]]:
    """Kind, place and message of every problem."""
    found = validate(tree, Sheet)
    assert isinstance(found, tuple)
    assert all(isinstance(problem, Problem) for problem in found)
    return [(problem.kind, problem.at, problem.message) for problem in found]


def estimate(low: object, central: object, high: object, dimension: D, text: str = "", **open_ends: bool) -> Estimate:
    bottom, middle, top = (None if end is None else F(str(end)) for end in (low, central, high))
    assert bottom is not None
    return Estimate(bottom, middle, top, dimension, text=text, **open_ends)


@pytest.mark.parametrize(
    "tree, expected",
    [
        ({"flop": "1e25 FLOP"}, estimate("1e25", "1e25", "1e25", D.FLOP, "1e25 FLOP")),
        ({"flop": Decimal("1e25")}, estimate("1e25", "1e25", "1e25", D.FLOP, "1e25")),
        ({"flop": 10**25}, estimate("1e25", "1e25", "1e25", D.FLOP, "1" + "0" * 25)),
        ({"flop": 0}, estimate(0, 0, 0, D.FLOP, "0")),
        # a bare number of hours is in hours, whatever else the text holds
        ({"hours": 2}, estimate(7200, 7200, 7200, D.SECONDS, "2")),
        ({"hours": "2"}, estimate(7200, 7200, 7200, D.SECONDS, "2")),
        ({"hours": "2E0"}, estimate(7200, 7200, 7200, D.SECONDS, "2E0")),
        ({"hours": "1/2"}, estimate(1800, 1800, 1800, D.SECONDS, "1/2")),
        ({"hours": "2e0 ±10%"}, estimate(6480, 7200, 7920, D.SECONDS, "2e0 ±10%")),
        ({"hours": "2 +/- 10%"}, estimate(6480, 7200, 7920, D.SECONDS, "2 +/- 10%")),
        ({"hours": "2 ± 1 h"}, estimate(3600, 7200, 10800, D.SECONDS, "2 ± 1 h")),
        ({"hours": "2 h ± 60 min"}, estimate(3600, 7200, 10800, D.SECONDS, "2 h ± 60 min")),
        ({"hours": "1..4"}, estimate(3600, 7200, 14400, D.SECONDS, "1..4")),
        ({"hours": ">2"}, estimate(7200, None, None, D.SECONDS, ">2", low_open=True)),
        ({"hours": "2 days"}, estimate(172800, 172800, 172800, D.SECONDS, "2 days")),
        ({"hours": "2 h ±10%"}, estimate(6480, 7200, 7920, D.SECONDS, "2 h ±10%")),
        ({"size": "70B"}, estimate("7e10", "7e10", "7e10", D.PARAMETERS, "70B")),
        ({"size": ">=0"}, estimate(0, None, None, D.PARAMETERS, ">=0")),
        ({"money": "2e9"}, estimate("2e9", "2e9", "2e9", D.USD, "2e9")),
        ({"money": "2e9 EUR"}, estimate("2e9", "2e9", "2e9", D.EUR, "2e9 EUR")),
        ({"money": "2 billion KRW"}, estimate("2e9", "2e9", "2e9", D.KRW, "2 billion KRW")),
        ({"claimed": "4x"}, estimate(4, 4, 4, D.RATIO, "4x")),
        ({"claimed": "1/3"}, estimate("1/3", "1/3", "1/3", D.RATIO, "1/3")),
        ({"claimed": "1e25 FLOP"}, estimate("1e25", "1e25", "1e25", D.FLOP, "1e25 FLOP")),
    ],
)
def test_a_figure_in_short(tree: dict[str, Any], expected: Estimate) -> None:
    ((name, _),) = tree.items()
    assert getattr(read(**tree), name) == Figure(estimate=expected)


TABLES = [
    ({"value": "1e25"}, estimate("1e25", "1e25", "1e25", D.FLOP, "1e25")),
    ({"value": "2e25", "low": "1e25"}, estimate("1e25", "2e25", "2e25", D.FLOP, "2e25")),
    ({"value": "2e25", "high": 10**26}, estimate("2e25", "2e25", "1e26", D.FLOP, "2e25")),
    ({"value": "2e25", "low": "1e25", "high": "3e25 FLOP"}, estimate("1e25", "2e25", "3e25", D.FLOP, "2e25")),
    ({"value": "2e25 ±10%", "low": "1e25"}, estimate("1e25", "2e25", "2.2e25", D.FLOP, "2e25 ±10%")),
    ({"low": "1e25", "high": "4e25"}, estimate("1e25", "2e25", "4e25", D.FLOP)),
    ({"low": "1e25"}, estimate("1e25", None, None, D.FLOP)),
    ({"high": "4e25"}, estimate(0, None, "4e25", D.FLOP)),
    ({"value": "<4e25", "low": "1e25"}, estimate("1e25", None, "4e25", D.FLOP, "<4e25", high_open=True)),
    ({"value": ">1e25"}, estimate("1e25", None, None, D.FLOP, ">1e25", low_open=True)),
    ({"value": "2e25", "low": ">1e25"}, estimate("1e25", "2e25", "2e25", D.FLOP, "2e25", low_open=True)),
    ({"value": "2e25", "high": "<4e25"}, estimate("2e25", "2e25", "4e25", D.FLOP, "2e25", high_open=True)),
    ({"value": "2e25", "high": ">=4e25"}, estimate("2e25", "2e25", None, D.FLOP, "2e25")),
]


@pytest.mark.parametrize("table, expected", TABLES)
def test_a_figure_in_full(table: dict[str, Any], expected: Estimate) -> None:
    assert read(flop=table).flop == Figure(estimate=expected)


def test_a_figure_with_all_that_is_said_of_it() -> None:
    table = {
        "value": "1e25",
        "low": "9e24",
        "high": "2e25",
        "level": "68%",
        "evidence": "derived",
        "source": "https://example.org",
        "section": "3.2",
        "date": "2026-03",
        "method": "6ND",
    }
    expected = Figure(
        estimate=estimate("9e24", "1e25", "2e25", D.FLOP, "1e25"),
        evidence=Evidence.DERIVED,
        source="https://example.org",
        section="3.2",
        date=PartialDate(date(2026, 3, 1), date(2026, 3, 31), "2026-03"),
        method="6ND",
        level=F(68, 100),
        level_stated=True,
    )
    assert read(flop=table).flop == expected
    assert expected.citation == "https://example.org, section 3.2"


@pytest.mark.parametrize(
    "source, section, citation",
    [(None, None, None), ("a", None, "a"), (None, "3", "section 3"), ("a", "3", "a, section 3"), ("", "", None)],
)
def test_the_citation_of_a_figure(source: str | None, section: str | None, citation: str | None) -> None:
    figure = Figure(estimate=estimate(1, 1, 1, D.FLOP), source=source, section=section)
    assert figure.citation == citation


@pytest.mark.parametrize(
    "level, exact", [("90%", F(9, 10)), ("0.95", F(19, 20)), (Decimal("0.5"), F(1, 2)), ("1/3", F(1, 3))]
)
def test_the_level_of_an_interval(level: object, exact: Fraction) -> None:
    found = read(flop={"value": 1, "level": level}).flop
    assert found is not None
    assert (found.level, found.level_stated) == (exact, True)


def test_the_level_is_90_percent_unless_it_says_otherwise() -> None:
    found = read(flop={"value": 1}).flop
    assert found is not None
    assert (found.level, found.level_stated) == (F(9, 10), False)


WRONG_FIGURES: list[tuple[dict[str, Any], list[tuple[str, str, str]]]] = [
    (
        {"flop": {"low": "2e25", "high": "1e25"}},
        [("malformed-quantity", "/flop/low", "low lies above high")],
    ),
    (
        {"flop": {"value": "1e25", "low": "2e25"}},
        [("malformed-quantity", "/flop/low", "low lies above high")],
    ),
    (
        {"flop": {"value": "5e25", "low": "1e25", "high": "2e25"}},
        [("malformed-quantity", "/flop/value", "the value lies outside low and high")],
    ),
    (
        {"flop": {"value": "5e24", "low": "1e25", "high": "2e25"}},
        [("malformed-quantity", "/flop/value", "the value lies outside low and high")],
    ),
    (
        {"flop": {"value": "1e25", "low": ">1e25", "high": "2e25"}},
        [("malformed-quantity", "/flop/value", "the value lies outside low and high")],
    ),
    (
        {"flop": {"value": "2e25", "low": "1e25", "high": "<2e25"}},
        [("malformed-quantity", "/flop/value", "the value lies outside low and high")],
    ),
    (
        {"flop": {"low": ">1e25", "high": "1e25"}},
        [("malformed-quantity", "/flop/low", "low lies above high")],
    ),
    ({"flop": {}}, [("missing-key", "/flop", "the figure has no value")]),
    ({"flop": {"evidence": "reported"}}, [("missing-key", "/flop", "the figure has no value")]),
    (
        {"flop": {"value": 1, "level": "90"}},
        [("malformed-quantity", "/flop/level", "a level lies between 0 and 1")],
    ),
    ({"flop": {"value": 1, "level": 1}}, [("malformed-quantity", "/flop/level", "a level lies between 0 and 1")]),
    ({"flop": {"value": 1, "level": "0"}}, [("malformed-quantity", "/flop/level", "a level lies between 0 and 1")]),
    ({"flop": {"value": 1, "level": ">0.5"}}, [("malformed-quantity", "/flop/level", "a level lies between 0 and 1")]),
    (
        {"flop": {"value": "x", "low": "3 FLOP/s", "high": -1, "level": "~90%"}},  # all of them at once
        [
            ("malformed-quantity", "/flop/value", "'x' is not a figure in FLOP"),
            ("rate-as-amount", "/flop/low", "'3 FLOP/s' is a rate; an amount is needed here"),
            ("number-out-of-range", "/flop/high", "'-1' is negative"),
            (
                "approximate-without-interval",
                "/flop/level",
                "'~90%' is approximate without saying how far off it may be",
            ),
        ],
    ),
    (
        {"flop": {"value": [1], "evidence": "rumoured", "when": 1}},
        [
            ("malformed-quantity", "/flop/value", "a number or text is needed here"),
            ("wrong-value", "/flop/evidence", "'rumoured' is not a value of evidence"),
            ("unknown-key", "/flop/when", "unknown key 'when' in [flop]"),
        ],
    ),
    (
        {"flop": {"value": 1, "date": "soon"}},
        [("malformed-date", "/flop/date", "'soon' is not a date")],
    ),
    ({"flop": True}, [("malformed-quantity", "/flop", "a figure in FLOP is needed here, not true")]),
    ({"flop": False}, [("malformed-quantity", "/flop", "a figure in FLOP is needed here, not false")]),
    ({"flop": None}, [("malformed-quantity", "/flop", "a figure in FLOP is needed here, not nothing")]),
    ({"flop": []}, [("malformed-quantity", "/flop", "a figure in FLOP is needed here, not a list")]),
    ({"flop": -1}, [("number-out-of-range", "/flop", "'-1' is negative")]),
    ({"flop": Decimal("-1e25")}, [("number-out-of-range", "/flop", "'-1e25' is negative")]),
    ({"flop": Decimal("inf")}, [("number-out-of-range", "/flop", "'Infinity' is not a finite number")]),
    ({"flop": 10**5000}, [("number-out-of-range", "/flop", "a whole number of 16610 bits is no figure")]),
    (
        {"flop": 10**61},
        [("number-out-of-range", "/flop", "'1000000000000000000000000000000000000...' has an exponent beyond ±60")],
    ),
    ({"flop": {"value": True}}, [("malformed-quantity", "/flop/value", "a number or text is needed here")]),
    (
        {"flop": {"value": Decimal("-inf")}},
        [("number-out-of-range", "/flop/value", "'-Infinity' is not a finite number")],
    ),
    ({"hours": "2 ± 1"}, [("malformed-quantity", "/hours", "'2 ± 1' has a tolerance without a unit")]),
    ({"hours": "6 months ±10%"}, [("wrong-dimension", "/hours", "'6 months' is in months; s is needed here")]),
    ({"flop": [1]}, [("malformed-quantity", "/flop", "a figure in FLOP is needed here, not a list")]),
    ({"flop": date(2026, 3, 1)}, [("malformed-quantity", "/flop", "a figure in FLOP is needed here, not a date")]),
    ({"flop": Decimal("nan")}, [("number-out-of-range", "/flop", "'NaN' is not a finite number")]),
    ({"size": 0}, [("number-out-of-range", "/size", "0 is not a possible value here")]),
    ({"size": "0..0"}, [("number-out-of-range", "/size", "0 is not a possible value here")]),
    ({"size": {"value": "0"}}, [("number-out-of-range", "/size/value", "0 is not a possible value here")]),
    ({"money": "5 GBP"}, [("unknown-unit", "/money", "in '5 GBP': 'GBP' is not a unit")]),
    (
        {"money": {"value": "2e9 EUR", "low": "1e9"}},  # a bare number is in USD
        [("wrong-dimension", "/money/low", "low is in USD, the rest of the figure in EUR")],
    ),
    (
        {"claimed": {"value": "1e25 FLOP", "high": "2x"}},
        [("wrong-dimension", "/claimed/high", "high is in x, the rest of the figure in FLOP")],
    ),
    ({"hours": "6 months"}, [("wrong-dimension", "/hours", "'6 months' is in months; s is needed here")]),
]


@pytest.mark.parametrize("tree, expected", WRONG_FIGURES)
def test_a_figure_that_is_wrong(tree: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert problems(**tree) == expected


NO_DATE = "is not a date"


@pytest.mark.parametrize(
    "tree, expected",
    [
        ({"when": date(2026, 3, 1)}, PartialDate(date(2026, 3, 1), date(2026, 3, 1), "2026-03-01")),
        ({"when": 2026}, PartialDate(date(2026, 1, 1), date(2026, 12, 31), "2026")),
        ({"day": date(2026, 3, 1)}, date(2026, 3, 1)),
        ({"day": "2026-03-01"}, date(2026, 3, 1)),
        ({"period": "6 months"}, Period(months=6, text="6 months")),
        ({"layers": 80}, 80),
        ({"shots": 0}, 0),
        ({"year": 2025}, 2025),
        ({"layers": 10**12}, 10**12),
    ],
)
def test_the_other_fields(tree: dict[str, Any], expected: object) -> None:
    ((name, _),) = tree.items()
    assert getattr(read(**tree), name) == expected


WRONG_FIELDS: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"when": time(10, 0)}, ("malformed-date", "/when", f"'10:00:00' {NO_DATE}")),
    (
        {"when": datetime.fromisoformat("2026-03-01T10:00:00")},
        ("malformed-date", "/when", "'2026-03-01 10:00:00' has a time of day"),
    ),
    (
        {"day": datetime.fromisoformat("2026-03-01T10:00:00Z")},
        ("malformed-date", "/day", "'2026-03-01 10:00:00+00:00' has a time of day"),
    ),
    ({"when": True}, ("malformed-date", "/when", f"'true' {NO_DATE}")),
    ({"when": {"a": 1}}, ("malformed-date", "/when", f"a dict {NO_DATE}")),
    ({"day": "2026-03"}, ("malformed-date", "/day", "'2026-03' is not a whole date")),
    ({"day": 2026}, ("malformed-date", "/day", "'2026' is not a whole date")),
    ({"period": 6}, ("malformed-date", "/period", 'a period is text such as "6 months" or "2 weeks"')),
    (
        {"period": "half a year"},
        (
            "malformed-date",
            "/period",
            "'half a year' is not a period",
        ),
    ),
    ({"shots": -1}, ("number-out-of-range", "/shots", "'-1' is not a whole number from 0")),
    ({"shots": True}, ("number-out-of-range", "/shots", "'true' is not a whole number from 0")),
    ({"year": "2025"}, ("number-out-of-range", "/year", "'2025' is not a whole number from 1 to 9999")),
    ({"year": 20255}, ("number-out-of-range", "/year", "'20255' is not a whole number from 1 to 9999")),
    ({"layers": 0}, ("number-out-of-range", "/layers", "'0' is not a whole number above zero")),
    ({"layers": -1}, ("number-out-of-range", "/layers", "'-1' is not a whole number above zero")),
    ({"layers": True}, ("number-out-of-range", "/layers", "'true' is not a whole number above zero")),
    ({"layers": "80"}, ("number-out-of-range", "/layers", "'80' is not a whole number above zero")),
    ({"layers": Decimal("80.0")}, ("number-out-of-range", "/layers", "'80.0' is not a whole number above zero")),
    ({"layers": 10**12 + 1}, ("number-out-of-range", "/layers", "'1000000000001' is not a whole number above zero")),
]


@pytest.mark.parametrize("tree, expected", WRONG_FIELDS)
def test_the_other_fields_that_are_wrong(tree: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert problems(**tree) == [expected]


def test_the_problems_of_all_fields_come_in_one_go() -> None:
    tree = {"flop": "x", "hours": {"value": "y"}, "when": "z", "layers": 0, "nope": 1}
    assert [at for _, at, _ in problems(**tree)] == ["/flop", "/hours/value", "/when", "/layers", "/nope"]


def test_the_schema_says_what_each_field_may_be() -> None:
    properties: Mapping[str, Any] = json_schema(Sheet)["properties"]
    said = {name: [part.get("type") for part in entry.get("anyOf", [entry])] for name, entry in properties.items()}
    assert said == {
        **{name: ["string", "number", None] for name in ("flop", "hours", "size", "money", "claimed")},
        "when": [["string", "integer"]],
        "day": ["string"],
        "period": ["string"],
        **{name: ["integer"] for name in ("layers", "shots", "year")},
    }
    assert properties["hours"]["anyOf"][1]["description"] == "a bare number in hours"
