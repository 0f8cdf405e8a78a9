"""What a file of cases may say, one frozen type a table. Importing this module imports no validator."""

from dataclasses import field
from datetime import date as Day
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from flopguard.dates import Period
from flopguard.fields import STRICT, DayField, PeriodField, custom_error
from flopguard.policy.types import Mark, PolicyStatus
from flopguard.record import record
from flopguard.result import Cause, Outcome

NONE = "none"
"""What stands where there is no value: a lean that points nowhere, a due date that cannot be told."""
EVERY = "*"
"""Every trigger of the policy."""


class DueField:
    """The due dates of the first duty, or a list of them for each duty."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(_due)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        day = {"type": "string", "pattern": f"^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{NONE})$"}
        dates = {"type": "array", "items": day}
        return {"anyOf": [dates, {"type": "array", "items": dates, "minItems": 1}]}


def _due(value: object) -> tuple[Any, ...]:
    if isinstance(value, list) and value and all(isinstance(entry, list) for entry in value):
        return tuple(tuple(map(_day, entry)) for entry in value)
    if isinstance(value, list) and not any(isinstance(entry, list) for entry in value):
        return tuple(map(_day, value))
    raise custom_error("wrong-value", "due is no list of dates", f'write ["2026-03-01"], one list a duty, or "{NONE}"')


def _day(value: object) -> str:
    text = value.isoformat() if isinstance(value, Day) else value
    if text == NONE:
        return NONE
    try:
        return Day.fromisoformat(str(text)).isoformat()
    except ValueError:
        shown = str(text)[:40]
        raise custom_error("malformed-date", f"'{shown}' is not a day", f'write "2026-03-01" or "{NONE}"') from None


class NumberField:
    """An exact number, written as a number or as text; `none` stands for no value."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(_number)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, {"type": "string"}], "description": f"a number, or {NONE}"}


def _number(value: object) -> Decimal | None:
    if value == NONE:
        return None
    try:
        found = Decimal(value) if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool) else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite():
        raise custom_error("wrong-value", f"'{str(value)[:40]}' is not a number", f'write "1e25", 1e25 or "{NONE}"')
    return found


Number = Annotated[Decimal | None, NumberField()]
Due = Annotated[tuple[Any, ...], DueField()]


@record
class CaseEntry:
    """A manifest on a day, or on several, and what has to come out.

    `expect` names triggers, or all of them as `*`; every further expectation is compared whole.
    """

    __pydantic_config__ = STRICT

    name: str
    as_of: Annotated[Day | None, DayField()] = None
    expect: dict[str, Outcome] = field(default_factory=dict)
    on: dict[str, dict[str, Outcome]] = field(default_factory=dict)
    """Outcomes by day, instead of `as_of` with `expect`."""
    manifest: str | dict[str, Any] = field(default_factory=dict)
    """A manifest without its head, or the name of one of this file or of the shared `manifests.toml`."""
    as_if_in_force: bool = False
    as_if_own: bool = False
    """Whether the model is taken as the publisher's own, whoever made it."""
    horizon: Annotated[Period | None, PeriodField()] = None
    """How far ahead `upcoming` looks."""
    unstated: str = "1x"
    """How much the components that are not stated may add; `unbounded` is anything."""
    because: dict[str, tuple[Cause, ...]] = field(default_factory=dict)
    fragile: dict[str, bool] = field(default_factory=dict)
    lean: dict[str, Literal["none", "triggered", "not_triggered"]] = field(default_factory=dict)
    margin: dict[str, Number] = field(default_factory=dict)
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reason: dict[str, str] = field(default_factory=dict)
    """Why a trigger does not apply or is not in force, word for word."""
    due: dict[str, Due] = field(default_factory=dict)
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """How long each duty has: `within 72 hours`, `every 3 months`, both after a comma, or `none`."""
    standing: dict[str, PolicyStatus | Literal["none"]] = field(default_factory=dict)
    """By day, whatever the day of the case: the standing of the text, `none` before it was published."""
    upcoming: dict[str, Outcome] = field(default_factory=dict)
    """Every trigger that begins to apply within the horizon, with its outcome as of its first day."""
    totals: dict[str, tuple[Number, ...]] = field(default_factory=dict)
    """By counting rule: lower, likely and upper total in FLOP."""
    open: dict[str, dict[str, Mark]] = field(default_factory=dict)
    """By counting rule: the stated components that the text leaves open, with their marks."""
    note: str | None = None


@record
class CaseFile:
    """The cases of one policy, and manifests that several of them use."""

    __pydantic_config__ = STRICT

    case: tuple[CaseEntry, ...] = ()
    manifest: dict[str, dict[str, Any]] = field(default_factory=dict)
    note: str | None = None
