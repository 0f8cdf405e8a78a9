"""`flopguard policy lint`: what it reads, what it prints, and its exit status."""

import json
from pathlib import Path

import pytest

from flopguard.cli import main
from flopguard.policy.load import bundled_policies
from tests.policy.lint.support import text_with

LEAF = 'quantity = "effective_compute", relative_to = "last_assessment", measure = "loss", at_least = "4x"'
OPEN = """\
[[trigger]]
id = "four"
title = "x"
cite = "x"
watches = "release"
condition = "x"
{}threshold = [{{ from = 2026-01-01, when = {{ LEAF }}, cite = "x" }}]
""".replace("LEAF", LEAF)
CONTRADICTED = OPEN.format("ambiguity = { baseline = { is = 'defined' } }\n")


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    status = main(["policy", "lint", *args])
    out, err = capsys.readouterr()
    return status, out, err


def written(folder: Path, name: str, example: str) -> str:
    (folder / name).write_text(text_with(example), encoding="utf-8")
    return str(folder / name)


def test_a_file_is_read_with_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "own.toml", OPEN.format(""))
    status, out, err = run(capsys, path, "--as-of", "2026-11-01", "--format", "json")
    assert (status, err) == (0, "")
    (policy,) = json.loads(out)["policies"]
    line = Path(path).read_text(encoding="utf-8").splitlines().index(OPEN.format("").splitlines()[-1]) + 1
    found = {(finding["code"], finding["severity"], finding["line"]) for finding in policy["findings"]}
    assert found == {(f"FG70{number}", "warning", line) for number in (1, 2, 3, 5, 6, 8)}
    assert policy["path"] == path


@pytest.mark.parametrize(
    "example, fail_on, status",
    [
        (OPEN.format(""), "error", 0),
        (OPEN.format(""), "warning", 1),
        (OPEN.format(""), "info", 1),
        (OPEN.format(""), "nothing", 0),
        (CONTRADICTED, "error", 1),
        (CONTRADICTED, "nothing", 0),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_exit_status_is_that_of_the_worst_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], example: str, fail_on: str, status: int, form: str
) -> None:
    path = written(tmp_path, "own.toml", example)
    assert run(capsys, path, "--fail-on", fail_on, "--format", form)[0] == status


def test_a_folder_is_searched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, "one.toml", OPEN.format(""))
    assert run(capsys, str(tmp_path), "--as-of", "2026-11-01")[1].endswith(
        "1 policy as of 2026-11-01: 0 errors, 6 warnings, 0 notes\n"
    )


def test_without_a_name_the_whole_library_is_read_and_on_a_day_what_applies_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def ids(*args: str) -> set[str]:
        return {policy["id"] for policy in json.loads(run(capsys, "--format", "json", *args)[1])["policies"]}

    everything = {policy.id for policy in bundled_policies()}
    assert ids() == everything
    then, now = ids("--in-force", "--as-of", "2024-06-01"), ids("--in-force", "--as-of", "2026-06-01")
    assert "openai-pf-beta" in then - now
    assert "us-ca-sb53" in now - then
    assert ids("openai-pf-b*") == {"openai-pf-beta"}


def test_notes_are_counted_and_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    short, long = (run(capsys, "gdm-fsf-1.0", "--as-of", "2024-06-01", *more)[1] for more in ((), ("-v",)))
    assert ": info FG721 operator-open" in long
    assert ": info" not in short
    assert "(-v shows them)" in short


@pytest.mark.parametrize(
    "args, message",
    [
        (("nowhere",), "no policy 'nowhere'"),
        (("nowhere.toml",), "nowhere.toml: the file does not exist"),
        (("openai-pf-beta", "--trigger", "ec3"), "--trigger: none of these policies has a trigger 'ec3'"),
        (("--as-of", "soon"), "--as-of: 'soon' is not a date"),
        (("--fail-on", "triggered"), "'triggered' is not one of"),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(
    capsys: pytest.CaptureFixture[str], args: tuple[str, ...], message: str
) -> None:
    status, out, err = run(capsys, *args)
    assert (status, out) == (2, "")
    assert message in err


def test_a_refused_file_is_refused_with_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "own.toml", OPEN.format("").replace(', cite = "x" }]', " }]"))
    status, _, err = run(capsys, path)
    assert status == 2
    assert "the threshold of trigger 'four' from 2026-01-01 has no cite" in err
