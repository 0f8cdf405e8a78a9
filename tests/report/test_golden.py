"""Every format against its golden files.

After a change that is meant, write them anew and read the difference: FLOPGUARD_UPDATE_GOLDEN=1 pytest tests/report
"""

import os
import re
from pathlib import Path

import pytest

from flopguard.report.formats import FORMATS
from flopguard.report.style import Style
from tests.report.reports import REPORTS

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
UPDATE = os.environ.get("FLOPGUARD_UPDATE_GOLDEN") == "1"

# The looks of a format, by the name of the golden file; a format that heeds no style has one.
LOOKS = {
    "text": {
        "60": Style(width=60),
        "80": Style(width=80),
        "120": Style(width=120),
        "200": Style(width=200),
        "80-colour": Style(width=80, colour=True),
        "80-verbose": Style(width=80, verbose=1),
        "80-explain": Style(width=80, explain=True),
        "120-verbose-explain": Style(width=120, verbose=1, explain=True),
        "120-verbose-explain-colour": Style(width=120, verbose=1, explain=True, colour=True),
    }
}
ONE_LOOK = {"": Style()}

CASES = [
    pytest.param(format, report, style, id="-".join(filter(None, (format, report, look))))
    for format in FORMATS
    for report in REPORTS
    for look, style in LOOKS.get(format, ONE_LOOK).items()
]


def golden_file(case_id: str) -> Path:
    format, _, name = case_id.partition("-")
    return GOLDEN / format / f"{name}.{format}"


@pytest.mark.parametrize("format, report, style", CASES)
def test_a_report_is_written_as_its_golden_file_has_it(
    format: str, report: str, style: Style, request: pytest.FixtureRequest
) -> None:
    written = FORMATS[format](REPORTS[report], style)
    file = golden_file(request.node.callspec.id)
    if UPDATE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written.encode())
    assert file.is_file(), f"{file.relative_to(GOLDEN.parent)} is missing; {__doc__}"
    assert written == file.read_bytes().decode()


def test_there_is_no_golden_file_without_a_report() -> None:
    expected = {golden_file(str(case.id)) for case in CASES}
    assert {file for file in GOLDEN.rglob("*") if file.is_file() and file.parent.name in FORMATS} - expected == set()
    assert {folder.name for folder in GOLDEN.iterdir()} == set(FORMATS)


@pytest.mark.parametrize("report", REPORTS)
def test_colour_adds_nothing_but_colour(report: str) -> None:
    plain = Style(verbose=1, explain=True)
    coloured = Style(verbose=1, explain=True, colour=True)
    text = FORMATS["text"](REPORTS[report], coloured)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == FORMATS["text"](REPORTS[report], plain)
    for line in text.splitlines():
        assert line.count("\x1b[0m") * 2 == line.count("\x1b["), "colour ends on the line where it begins"
