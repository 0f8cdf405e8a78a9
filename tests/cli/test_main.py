"""The command line around its commands: what is loaded, what is printed, and the exit status of every ending."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from flopguard.__about__ import __version__
from flopguard.cli import COMMANDS, main
from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.lazy import LazyCommand, LazyGroup

ROOT = Path(__file__).resolve().parent.parent.parent

FAKES = """
import sys
import click
from flopguard.cli.exit_status import ExitStatus
from flopguard.errors import PolicyError

@click.command()
def nothing(): click.echo("nothing found")

@click.command()
def found(): return ExitStatus.FOUND

@click.command()
def no_manifest(): return ExitStatus.NO_MANIFEST

@click.command()
@click.argument("file", type=click.File())
def reads(file): pass

@click.command()
@click.pass_context
def leaves(ctx): ctx.exit(4)

@click.command()
def refuses(): raise PolicyError("eu.toml: trigger '51-2' has no threshold; add [[trigger.threshold]]")

@click.command()
def breaks(): raise ValueError("not\\n  expected")

@click.command()
def interrupted(): raise KeyboardInterrupt

@click.command()
def aborted(): raise click.Abort

@click.command()
def chatters():
    while True: print("x" * 10_000)

@click.command()
def writes_little(): print("x")

@click.command()
def exotic(): print("6 × parameters \\udcff")

no_command = "a text"
"""
NAMES = [
    "nothing", "found", "no_manifest", "reads", "leaves", "refuses", "breaks", "interrupted", "aborted",
    "chatters", "writes_little", "exotic", "no_command",
]  # fmt: skip

BUG = "(a bug in flopguard 0.1.0; please report it with the command line and what FLOPGUARD_DEBUG=1 adds)\n"

Run = Callable[..., int]


def fake_group() -> LazyGroup:
    table = {name: LazyCommand("flopguard_fakes", name, f"Does {name}.") for name in NAMES}
    table["absent"] = LazyCommand("flopguard_no_such_module", "absent", "Is not there.")
    return LazyGroup("flopguard", table=table)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one fake command in this process."""
    (tmp_path / "flopguard_fakes.py").write_text(FAKES, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "flopguard_fakes", raising=False)
    monkeypatch.delenv("FLOPGUARD_DEBUG", raising=False)
    return lambda *args: main(args, group=fake_group())


def python(program: str, *args: str, **environment: str) -> list[str] | dict[str, object]:
    """What a fresh interpreter answers, as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", program, *args],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    answer: list[str] | dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


# --- what a start costs ----------------------------------------------------------------------------------------------

LOADED_BY = """
import json, sys
before = set(sys.modules)
from flopguard.cli import main
main(sys.argv[1:])
print(json.dumps(sorted(set(sys.modules) - before)))
"""
HEAVY = {
    "asyncio", "difflib", "email", "http", "importlib.metadata", "jsonschema", "pydantic", "pydantic_core", "socket",
    "sqlite3", "ssl", "tomli", "tomllib", "traceback", "urllib.request", "yaml", "zipfile",
}  # fmt: skip
LIGHT = [
    "flopguard", "flopguard.__about__", "flopguard.cli", "flopguard.cli.exit_status", "flopguard.cli.lazy",
    "flopguard.errors",
]  # fmt: skip


@pytest.mark.parametrize("args", [["--version"], ["--help"]])
def test_help_and_version_load_click_and_little_else(args: list[str]) -> None:
    loaded = python(LOADED_BY, *args)
    assert HEAVY.intersection(loaded) == set()
    assert [name for name in loaded if name.split(".")[0] == "flopguard"] == LIGHT


ALWAYS = {"flopguard.effective", "flopguard.effective.gains", "flopguard.effective.gains.forms"}


def test_a_check_loads_nothing_on_effective_compute_where_a_manifest_says_nothing_of_it() -> None:
    loaded = set(python(LOADED_BY, "check", "examples/llama-3.1-405b.flopguard.toml"))
    on_it = {name for name in loaded if name.startswith(("flopguard.effective", "flopguard.claims"))}
    on_it |= {"flopguard.definition.load", "flopguard.evaluate.since", "flopguard.evaluate.readings.claims"} & loaded
    assert on_it <= ALWAYS
    assert {"numpy", "scipy", "matplotlib"} & loaded == set()


def test_the_package_alone_loads_nothing_else() -> None:
    program = (
        "import json, sys; b = set(sys.modules); import flopguard; print(json.dumps(sorted(set(sys.modules) - b)))"
    )
    assert python(program) == ["flopguard"]


def test_the_package_answers_for_its_public_names_only() -> None:
    import flopguard

    assert flopguard.__version__ == __version__
    assert set(flopguard.__all__) <= set(dir(flopguard))
    with pytest.raises(AttributeError, match="module 'flopguard' has no attribute 'no_such_name'"):
        getattr(flopguard, "no_such_name")  # noqa: B009


# --- help, version, unknown commands ---------------------------------------------------------------------------------


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "flopguard 0.1.0\n"


def test_help_is_printed_from_the_table_in_its_order(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    listed = capsys.readouterr().out.partition("Commands:\n")[2].split("\n")
    assert [line.split()[0] for line in listed if line] == [*NAMES, "absent"]
    assert "flopguard_fakes" not in sys.modules


def test_every_line_of_the_help_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > 80] == []


def test_no_command_at_all_shows_the_help_and_is_wrong_usage(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    assert run() == ExitStatus.USAGE
    assert "Commands:" in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "typed, advice",
    [
        ("fuond", "there is no command 'fuond'; did you mean 'found'?"),
        ("FOUND", "there is no command 'FOUND'; did you mean 'found'?"),
        ("qqq", f"there is no command 'qqq'; the commands are {', '.join([*NAMES, 'absent'])}"),
    ],
)
def test_an_unknown_command_names_the_nearest(
    typed: str, advice: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(typed) == ExitStatus.USAGE
    assert capsys.readouterr().err.endswith(f"Error: {advice}\n")
    assert "flopguard_fakes" not in sys.modules


def test_an_unknown_option_is_wrong_usage(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--no-such-option") == ExitStatus.USAGE
    assert "No such option" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_there(name: str) -> None:
    group = LazyGroup("flopguard", table=COMMANDS)
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.name == name


# --- exit statuses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args, status, out, err",
    [
        (["nothing"], 0, "nothing found\n", ""),
        (["found"], 1, "", ""),
        (["no_manifest"], 4, "", ""),
        (["leaves"], 4, "", ""),
        (["interrupted"], 130, "", ""),
        (["aborted"], 130, "", ""),
        (["refuses"], 2, "", "error: eu.toml: trigger '51-2' has no threshold; add [[trigger.threshold]]\n"),
        (["breaks"], 3, "", f"internal error: ValueError: not expected {BUG}"),
        (
            ["absent"],
            3,
            "",
            f"internal error: ModuleNotFoundError: No module named 'flopguard_no_such_module' {BUG}",
        ),
        (
            ["no_command"],
            3,
            "",
            f"internal error: AssertionError: flopguard_fakes.no_command is no click command {BUG}",
        ),
    ],
)
def test_how_a_command_ends(
    args: list[str], status: int, out: str, err: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*args) == status
    assert capsys.readouterr() == (out, err)


def test_a_file_that_click_cannot_open_is_wrong_usage_and_not_a_finding(run: Run) -> None:
    assert run("reads", "no-such-file") == ExitStatus.USAGE


def test_the_traceback_of_a_bug_is_shown_on_demand(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FLOPGUARD_DEBUG", "1")
    assert run("breaks") == ExitStatus.INTERNAL
    first, second, *_, last = capsys.readouterr().err.splitlines()
    assert first.startswith("internal error: ValueError")
    assert second == "Traceback (most recent call last):"
    assert last == "  expected"


# --- the process -----------------------------------------------------------------------------------------------------

RUN_FAKE = """
import sys
sys.path.insert(0, sys.argv[1])
from flopguard_group import fake_group
from flopguard.cli import main
sys.exit(main(sys.argv[2:], group=fake_group()))
"""


def start(folder: Path, *args: str, encoding: str = "utf-8") -> subprocess.Popen[bytes]:
    """One fake command as a process of its own."""
    (folder / "flopguard_fakes.py").write_text(FAKES, encoding="utf-8")
    table = f"{{name: LazyCommand('flopguard_fakes', name, '') for name in {NAMES}}}"
    (folder / "flopguard_group.py").write_text(
        "from flopguard.cli.lazy import LazyCommand, LazyGroup\n"
        f"def fake_group(): return LazyGroup('flopguard', table={table})\n",
        encoding="utf-8",
    )
    return subprocess.Popen(
        [sys.executable, "-c", RUN_FAKE, str(folder), *args],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
@pytest.mark.parametrize("command", ["chatters", "writes_little", "--help"])
def test_a_reader_that_goes_away_is_met_with_silence(command: str, tmp_path: Path) -> None:
    with start(tmp_path, command) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (ExitStatus.BROKEN_PIPE, b"")


def test_a_character_that_the_output_lacks_is_printed_as_an_escape(tmp_path: Path) -> None:
    out, err = start(tmp_path, "exotic", encoding="ascii").communicate()
    assert (out.decode().strip(), err) == (r"6 \xd7 parameters \udcff", b"")


def test_python_dash_m_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flopguard", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "flopguard 0.1.0\n"


# --- policies of the user's own --------------------------------------------------------------------------------------

OWN = """
policy = 1
id = "mine"
series = "mine"
version = "1"
title = "Mine"
publisher = "me"
kind = "proposal"
status = [{ from = 2020-01-01, is = "in_force" }]
source = "here"
verified = "primary"
[[trigger]]
id = "line"
title = "as California"
cite = "1"
watches = "continuous"
condition = "as California has it"
threshold = [{ from = 2020-01-01, when = { trigger = "us-ca-sb53/frontier-model" }, cite = "1" }]
"""


@pytest.mark.parametrize("named", ["mine.toml", "policies"])
def test_a_policy_of_ones_own_may_name_a_bundled_trigger(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policies").mkdir()
    for name in ("mine.toml", "policies/mine.toml"):
        (tmp_path / name).write_text(OWN, encoding="utf-8")
    card = 'manifest = 1\nscope = { complete = true }\n[model]\nname = "m"\nbase = "none"\noutputs = ["text"]\n'
    (tmp_path / "m.toml").write_text(f'{card}[[training]]\ncomponent = "pretrain"\nflop = "2e26"\n', encoding="utf-8")
    policy = named if named.endswith(".toml") else f"./{named}"
    assert (
        main(["check", "m.toml", "--policy", policy, "--format", "json", "--as-of", "2026-03-01"]) == ExitStatus.FOUND
    )
    verdicts = json.loads(capsys.readouterr().out)["manifests"][0]["verdicts"]
    assert [(v["policy"], v["trigger"], v["outcome"]) for v in verdicts] == [("mine", "line", "triggered")]


def test_a_page_about_a_policy_of_ones_own_does_not_steer_the_terminal(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "house-1e26.policy.toml").read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title = "))
    file = tmp_path / "house.toml"
    file.write_text(text.replace(title, 'title = "a \\u001b[31m\\u202e\\r title"'), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "flopguard", "policy", "show", str(file)], capture_output=True, check=True, cwd=ROOT
    )
    shown = done.stdout.decode()
    assert "a \\x1b[31m\\u202e\\r title" in shown
    assert all(char.isprintable() or char == "\n" for char in shown.replace("\r\n", "\n"))
