"""Field types of documents: figures with their evidence, dates and periods, read while a document is validated.

The classes here are plain frozen dataclasses; the markers tell the validator how to read a field and what the
published JSON Schema says about it. Importing this module imports no validator.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal

from flopguard.dates import DateError, PartialDate, Period, partial_date, period
from flopguard.quantity import DEFAULT_LEVEL, Estimate, QuantityError, from_number, middle, parse
from flopguard.record import record
from flopguard.units import Dimension

STRICT: Any = {"extra": "forbid", "alias_generator": lambda name: name.rstrip("_")}
"""Configuration of every document type: unknown keys are errors; `from_` is written `from`."""

Medium = Literal["text", "code", "image", "video", "audio", "speech", "music", "action", "structure", "sequence"]
ShareBasis = Literal["tokens", "bytes", "samples", "compute"]


class Evidence(StrEnum):
    """Where a number comes from."""

    REPORTED = "reported"
    MEASURED = "measured"
    DERIVED = "derived"
    ASSUMED = "assumed"


@record
class Figure:
    """A figure as a document states it: the estimate, the evidence for it, and where it stands."""

    estimate: Estimate
    evidence: Evidence = Evidence.REPORTED
    source: str | None = None
    section: str | None = None
    date: PartialDate | None = None
    method: str | None = None
    level: Fraction = DEFAULT_LEVEL
    level_stated: bool = False

    @property
    def citation(self) -> str | None:
        """Source and section in one text."""
        parts = [part for part in (self.source, self.section and f"section {self.section}") if part]
        return ", ".join(parts) or None


class _Custom(ABC):
    """A marker with its own reading function and JSON Schema."""

    @abstractmethod
    def read(self, value: object) -> object:
        """The value as it is meant, or a QuantityError or DateError."""

    @abstractmethod
    def json_schema(self) -> dict[str, Any]:
        """What the published schema says of the field."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(_guarded(self.read))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return self.json_schema()


def _guarded(read: Callable[[object], object]) -> Callable[[object], object]:
    """The reading function with its errors turned into the validator's."""

    def guarded(value: object) -> object:
        try:
            return read(value)
        except QuantityError as error:
            raise custom_error(error.kind, error.message, error.help) from None
        except DateError as error:
            message, _, help = str(error).partition("; ")
            raise custom_error("malformed-date", message, help or "write a day that there is") from None

    return guarded


def custom_error(kind: str, message: str, help: str = "") -> Exception:
    """A validation error whose kind, message and help reach the finding unchanged."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("flopguard", "{message}", {"kind": kind, "message": message, "help": help})


class DateField(_Custom):
    """A date that may be partial."""

    def read(self, value: object) -> PartialDate:
        return partial_date(value)

    def json_schema(self) -> dict[str, Any]:
        pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
        return {"type": ["string", "integer"], "pattern": pattern, "description": "a date, a month or a year"}


class DayField(_Custom):
    """A whole date."""

    def read(self, value: object) -> date:
        found = partial_date(value)
        if found.first != found.last:
            raise DateError(f"'{found}' is not a whole date; write year, month and day")
        return found.first

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class PeriodField(_Custom):
    """A stretch of the calendar."""

    def read(self, value: object) -> Period:
        if not isinstance(value, str):
            raise DateError('a period is text such as "6 months" or "2 weeks"')
        return period(value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{1,4} *(year|month|week|day|hour)s?$"}


_NOT_EXACT = "one value is needed here, not an interval or a bound"


@dataclass(frozen=True)
class FigureOf:
    """A figure in one of some dimensions; a bare number is in the first one, times `bare`."""

    dimensions: tuple[Dimension, ...]
    bare: int = 1
    positive: bool = False
    exact: bool = False
    """One value is needed: an interval or a bound says nothing here."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        table = handler.generate_schema(FigureTable)

        def read(value: object, read_table: "Callable[[object], FigureTable]") -> Figure:
            if isinstance(value, Mapping):
                return self._from_table(read_table(value))
            return Figure(estimate=_guarded(self._estimate)(value))  # type: ignore[arg-type]

        return core_schema.no_info_wrap_validator_function(read, table)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        unit = " or ".join(self.dimensions)
        text = {"type": "string", "description": f"a figure in {unit}, such as a value, an interval a..b or a bound"}
        number = {"type": "number", "minimum": 0, "description": f"a bare number in {self._bare_unit()}"}
        return {"anyOf": [text, number, handler(schema["schema"])]}

    def _bare_unit(self) -> str:
        return "hours" if self.bare == 3600 else str(self.dimensions[0])

    def _estimate(self, value: object) -> Estimate:
        estimate = self._scaled(value)
        if self.positive and estimate.high == 0:
            raise QuantityError("number-out-of-range", "0 is not a possible value here", "give a figure above zero")
        if self.exact and not estimate.is_point:
            raise QuantityError("malformed-quantity", _NOT_EXACT, "write one value, such as " + self._one_value())
        return estimate

    def _one_value(self) -> str:
        return '"2x"' if self.dimensions[0] is Dimension.RATIO else f'"1e3 {self.dimensions[0]}"'

    def _scaled(self, value: object) -> Estimate:
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            message = f"a figure in {self.dimensions[0]} is needed here, not {_kind_of(value)}"
            raise QuantityError("malformed-quantity", message, "write a number or text")
        if isinstance(value, str) and _has_unit(value):
            return self._in_any_dimension(value)
        first = self.dimensions[0]
        read = parse(value, first) if isinstance(value, str) else from_number(value, first)
        return read if self.bare == 1 else replace(read.scaled(Fraction(self.bare)), text=read.text)

    def _in_any_dimension(self, text: str) -> Estimate:
        errors: list[QuantityError] = []
        for dimension in self.dimensions:
            try:
                return parse(text, dimension)
            except QuantityError as error:
                errors.append(error)
        raise errors[0]

    def _from_table(self, table: "FigureTable") -> Figure:
        lines: list[Any] = []
        ends = {name: _part(self, name, getattr(table, name), lines) for name in ("value", "low", "high")}
        level = _level(table.level, lines)
        if lines:
            raise _validation_error(lines)
        estimate = _combined(ends)
        if self.exact and not estimate.is_point:
            raise _error_at("value", "malformed-quantity", _NOT_EXACT, f"write one value, such as {self._one_value()}")
        return Figure(
            estimate=estimate,
            evidence=table.evidence,
            source=table.source,
            section=table.section,
            date=table.date,
            method=table.method,
            level=level,
            level_stated=table.level is not None,
        )


def _kind_of(value: object) -> str:
    """What a value that is no figure is called."""
    if isinstance(value, bool):
        return str(value).lower()
    return {list: "a list", dict: "a table", type(None): "nothing"}.get(type(value), f"a {type(value).__name__}")


def _part(form: FigureOf, name: str, value: object, lines: list[Any]) -> Estimate | None:
    """One figure of a table, or None and a line more: every mistake of a table is told at once."""
    if value is None:
        return None
    try:
        return form._estimate(value)
    except QuantityError as error:
        lines.append(_line_at(name, error.kind, error.message, error.help))
        return None


def _error_at(name: str, kind: str, message: str, help: str = "") -> Exception:
    """A validation error at a key of the table that is being read."""
    return _validation_error([_line_at(name, kind, message, help)])


def _line_at(name: str, kind: str, message: str, help: str) -> dict[str, Any]:
    return {"type": custom_error(kind, message, help), "loc": (name,), "input": ""}


def _validation_error(lines: list[Any]) -> Exception:
    from pydantic_core import ValidationError

    return ValidationError.from_exception_data("figure", lines)


_SHARE_OFF = re.compile(r"(±|\+/-|\+-)\s*[0-9.eE+_-]+\s*%\s*\Z")


def _has_unit(text: str) -> bool:
    """Whether a unit is written; the percent sign of a tolerance is none."""
    figure = _SHARE_OFF.sub("", text)
    return any((letter.isalpha() and letter not in "eE") or letter in "%×" for letter in figure)


def _combined(ends: Mapping[str, Estimate | None]) -> Estimate:
    """One estimate from a value and the ends of its interval. Raises the validator's error where they contradict."""
    value, low, high = ends["value"], ends["low"], ends["high"]
    base = value or low or high
    if base is None:
        raise _error_at("value", "missing-key", "the figure has no value", 'add value = "..."')
    _in_one_dimension(ends, base)
    text = value.text if value else ""
    bottom = low.low if low else base.low if value else Fraction(0)
    top = high.high if high else base.high if value else None
    low_open, high_open = (low or base).low_open, (high or base).high_open
    if top is not None and (bottom > top or (bottom == top and (low_open or high_open))):
        at = "low" if low else "high"
        raise _error_at(at, "malformed-quantity", "low lies above high", "swap them, or correct one")
    central = value.central if value else None
    if central is not None and _outside(central, bottom, top, low_open, high_open):
        raise _error_at("value", "malformed-quantity", "the value lies outside low and high", "correct one of them")
    if central is None and value is None and low and high and low.high is not None and high.high is not None:
        central = middle(bottom, high.high)
    return Estimate(bottom, central, top, base.dimension, low_open, high_open, text)


def _in_one_dimension(ends: Mapping[str, Estimate | None], base: Estimate) -> None:
    for name, end in ends.items():
        if end is not None and end.dimension != base.dimension:
            message = f"{name} is in {end.dimension}, the rest of the figure in {base.dimension}"
            raise _error_at(name, "wrong-dimension", message, f"write all of it in {base.dimension}")


def _outside(central: Fraction, low: Fraction, high: Fraction | None, low_open: bool, high_open: bool) -> bool:
    below = central < low or (central == low and low_open)
    return below or (high is not None and (central > high or (central == high and high_open)))


def _level(value: object, lines: list[Any]) -> Fraction:
    if value is None:
        return DEFAULT_LEVEL
    level = _part(FigureOf((Dimension.RATIO,)), "level", value, lines)
    if level is not None and (not level.is_point or not 0 < level.low < 1):
        lines.append(_line_at("level", "malformed-quantity", "a level lies between 0 and 1", 'write level = "90%"'))
    return level.low if level else DEFAULT_LEVEL


class FormulaText(_Custom):
    """Arithmetic that can be read; kept as written."""

    def read(self, value: object) -> str:
        if not isinstance(value, str):
            raise custom_error("wrong-value", f"a formula is text, not {_kind_of(value)}", 'write "2*N*S"')
        from flopguard.arithmetic import FormulaError, parsed  # few documents have a formula

        try:
            parsed(value)
        except FormulaError as error:
            raise custom_error("wrong-value", f"this is no formula: {error}", "write one such as 2*N*S") from None
        return value

    def json_schema(self) -> dict[str, Any]:
        from flopguard.arithmetic import MAX_LENGTH

        return {
            "type": "string",
            "maxLength": MAX_LENGTH,
            "description": "numbers and names of inputs with + - * / ^ and brackets",
        }


class TrueOrFalse(_Custom):
    """True or false, never a word or a number that could mean either."""

    def read(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise custom_error("wrong-value", f"'{str(value)[:40]}' is neither true nor false", "write true or false")

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class TrueFalseOrWord(_Custom):
    """True or false, or the name of a choice."""

    def read(self, value: object) -> bool | str:
        if isinstance(value, (bool, str)):
            return value
        shown = f"'{value}'" if isinstance(value, (int, Decimal)) else _kind_of(value)
        raise custom_error("wrong-value", f"{shown[:60]} is no answer", "write true, false or the id of a reading")

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["boolean", "string"]}


@dataclass(frozen=True)
class WholeNumber(_Custom):
    """A whole number: above zero, as counts of layers or heads are, unless it says from where to where."""

    least: int = 1
    most: int = 10**12

    def read(self, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most:
            return value
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        raise QuantityError("number-out-of-range", f"'{shown[:40]}' is not a whole number {self._range()}")

    def _range(self) -> str:
        if self.most < 10**12:
            return f"from {self.least} to {self.most}"
        return "above zero" if self.least == 1 else f"from {self.least}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class SignedNumber(_Custom):
    """A pure number that may be negative, exact as written: an entry of a covariance, a logarithm."""

    def read(self, value: object) -> Fraction:
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            raise QuantityError("malformed-quantity", f"a number is needed here, not {_kind_of(value)}")
        text = str(value).strip()
        if not _SIGNED.fullmatch(text):
            raise QuantityError("malformed-quantity", f"'{text[:40]}' is not a number", "write one such as -0.15")
        return Fraction(Decimal(text))

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}


_SIGNED = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?")
Signed = Annotated[Fraction, SignedNumber()]


class NumberOrText(_Custom):
    """A figure's number or text, kept as written until its dimension is known."""

    def read(self, value: object) -> object:
        if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
            return value
        raise QuantityError("malformed-quantity", "a number or text is needed here", 'write for example "3.8e25 FLOP"')

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"]}


@record
class FigureTable:
    """The long form of a figure: value with interval, evidence and place."""

    __pydantic_config__ = STRICT

    value: Annotated[Any, NumberOrText()] = None
    low: Annotated[Any, NumberOrText()] = None
    high: Annotated[Any, NumberOrText()] = None
    level: Annotated[Any, NumberOrText()] = None
    evidence: Evidence = Evidence.REPORTED
    source: str | None = None
    section: str | None = None
    date: Annotated[PartialDate | None, DateField()] = None
    method: str | None = None
