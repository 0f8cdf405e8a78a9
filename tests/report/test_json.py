"""The JSON report and its schema say the same, for any report."""

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from flopguard.report.formats import FORMATS
from flopguard.report.schema import report_schema
from flopguard.report.style import Style
from flopguard.result import Report
from tests.report import strategies
from tests.report.reports import ESCAPE, MAXIMAL, MAXIMAL_MANIFEST, REPORTS, RIGHT_TO_LEFT

SCHEMA = report_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def written(report: Report) -> Any:
    return json.loads(FORMATS["json"](report, Style()), parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


@pytest.mark.parametrize("report", REPORTS)
def test_the_reports_by_hand_fit_the_schema(report: str) -> None:
    VALIDATOR.validate(written(REPORTS[report]))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(strategies.REPORTS)
def test_any_report_fits_the_schema(report: Report) -> None:
    VALIDATOR.validate(written(report))


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every part of a schema that has keys of its own."""
    inside = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    own = [schema] if isinstance(schema, dict) and isinstance(schema.get("properties"), dict) else []
    return own + [found for part in inside for found in objects(part)]


def test_the_schema_is_closed_and_complete_everywhere() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    found = objects(SCHEMA)
    assert len(found) > 20
    assert [part for part in found if part["additionalProperties"] is not False] == []
    assert [part for part in found if part["required"] != list(part["properties"])] == []


def used(schema: dict[str, Any], value: Any, path: str = "Report") -> set[str]:
    """The keys of the schema, as `Type.key`, that a document gives a value to."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return used(SCHEMA["$defs"][name], value, name)
    if "anyOf" in schema:
        return used(schema["anyOf"][0], value, path) if value is not None else set()
    if isinstance(value, list):
        return {key for item in value for key in used(schema["items"], item, path)}
    if not isinstance(value, dict) or "properties" not in schema:
        return set()
    given_keys = {f"{path}.{key}" for key, item in value.items() if item not in (None, "", [], {})}
    return given_keys | {k for key, item in value.items() for k in used(schema["properties"][key], item, path)}


def test_the_maximal_report_uses_every_key() -> None:
    every = {f"Report.{key}" for key in SCHEMA["properties"]}
    every |= {f"{name}.{key}" for name, part in SCHEMA["$defs"].items() for key in part.get("properties", ())}
    assert used(SCHEMA, written(MAXIMAL)) == every


def test_numbers_that_json_lacks_become_null() -> None:
    strange = [
        replace(verdict, margin=number, probability=number)
        for verdict, number in zip(MAXIMAL_MANIFEST.verdicts, (float("inf"), float("-inf"), float("nan")), strict=False)
    ]
    tree = written(replace(MAXIMAL, manifests=(replace(MAXIMAL_MANIFEST, verdicts=tuple(strange)),)))
    assert [(v["margin"], v["probability"]) for v in tree["manifests"][0]["verdicts"]] == [(None, None)] * 3


def test_letters_are_written_as_they_are_and_controls_escaped() -> None:
    name = f"模型{ESCAPE}\x7f{RIGHT_TO_LEFT}\ud800\U000e0041é"
    report = replace(MAXIMAL, manifests=(replace(MAXIMAL_MANIFEST, model=name),))
    text = FORMATS["json"](report, Style())
    assert r'"模型\u001b[31m\u007f\u202e\ud800\udb40\udc41é"' in text
    assert text.isprintable() or (set(text) - {"\n"} and text.replace("\n", "").isprintable())
    assert json.loads(text)["manifests"][0]["model"] == name


@pytest.mark.parametrize(
    "format, foreign",
    [("text", ("json", "pydantic", "jsonschema")), ("json", ("flopguard.report.text", "pydantic", "jsonschema"))],
)
def test_a_format_loads_no_other(format: str, foreign: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom flopguard.report.formats import FORMATS\nfrom flopguard.report.style import Style\n"
        "from flopguard.result import Report\n"
        "report = Report(version='', as_of='', decision_rule='', unstated='', manifests=())\n"
        f"FORMATS[{format!r}](report, Style())\n"
        f"print(sorted(set(sys.modules) & set({foreign!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
