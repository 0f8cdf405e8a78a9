"""Whatever stands in a file or at a path gives a finding: what, where, what to do. The next file is checked.

Each kind of bad input is written in every syntax in which it can be. The command runs beside a good file: its own line
in the report shows that one broken file stops nothing.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flopguard.cli import main
from flopguard.cli.exit_status import ExitStatus

ROOT = Path(__file__).resolve().parent.parent
GOOD = 'manifest = 1\n[model]\nname = "good"\noutputs = ["text"]\n[[training]]\ncomponent = "pretrain"\nflop = "1e20"\n'
SUFFIXES = ("toml", "yaml", "json")


def toml(phase: str = "", model: str = "", more: str = "") -> str:
    return f'manifest = 1\n{more}\n[model]\nname = "m"\n{model}\n[[training]]\ncomponent = "pretrain"\n{phase}\n'


def yaml(phase: str = "", model: str = "", more: str = "") -> str:
    return f"manifest: 1\n{more}\nmodel:\n  name: m\n  {model}\ntraining:\n- component: pretrain\n  {phase}\n"


def jsonned(phase: str = "", model: str = "", more: str = "") -> str:
    model, phase, more = (f", {text}" if text else "" for text in (model, phase, more))
    head = f'{{"manifest": 1{more},\n"model": {{"name": "m"{model}}},\n'
    return f'{head}"training": [{{"component": "pretrain"\n{phase}}}]}}'


WRITERS = {"toml": toml, "yaml": yaml, "json": jsonned}


@dataclass(frozen=True)
class Bad:
    """A value of one field, as each syntax writes it, and what is said of it."""

    name: str
    key: str
    values: tuple[str | None, str | None, str | None]  # in TOML, YAML, JSON; None where it cannot be written
    code: str
    said: str

    def text(self, suffix: str) -> str | None:
        value = self.values[SUFFIXES.index(suffix)]
        key = {"toml": f"{self.key} = ", "yaml": f"{self.key}: ", "json": f'"{self.key}": '}[suffix]
        return None if value is None else WRITERS[suffix](phase=key + value)


def all_three(value: str) -> tuple[str, str, str]:
    return value, value, value


FLOP = [
    Bad("a list", "flop", all_three("[1]"), "FG103", "a figure in FLOP is needed here, not a list"),
    Bad("true", "flop", all_three("true"), "FG103", "a figure in FLOP is needed here, not true"),
    Bad("a word", "tokens", all_three('"many"'), "FG103", "'many' is not a figure in tokens"),
    Bad("negative", "flop", all_three("-1e25"), "FG106", "negative"),
    Bad("negative text", "flop", all_three('"-1e25"'), "FG106", "negative"),
    Bad("zero where none can be", "parameters", all_three("0"), "FG106", "0 is not a possible value here"),
    Bad("not a number", "flop", ("nan", ".nan", "NaN"), "FG106", "is not a finite number"),
    Bad("infinite", "flop", ("inf", ".inf", "Infinity"), "FG106", "is not a finite number"),
    Bad("infinite by its exponent", "flop", all_three("1e999999999999"), "FG106", "exponent beyond ±60"),
    Bad("an exponent beyond 60", "flop", all_three("1e61"), "FG106", "exponent beyond ±60"),
    Bad("an exponent below -60", "flop", all_three('"1e-61"'), "FG106", "exponent beyond ±60"),
    Bad("full-width digits", "flop", all_three('"\uff13e25"'), "FG103", "\uff13e25"),
    Bad("digits of another script", "tokens", all_three('"\u0663"'), "FG103", "\u0663"),
    Bad("a rate", "flop", all_three('"3e25 FLOP/s"'), "FG101", "is a rate; an amount is needed here"),
    Bad("a date for a number", "flop", ("2026-03-01", "2026-03-01", None), "FG103", "figure in FLOP"),
    Bad("the text of a date", "flop", all_three('"2026-03-01"'), "FG103", "2026-03-01"),
    Bad("a number for a date", "started", all_three("1e25"), "FG107", "is not a date"),
    Bad("no day of the calendar", "started", all_three('"2026-02-30"'), "FG107", "is not a day of the calendar"),
    Bad("a table for a text", "name", ('{ a = "x" }', "{a: x}", '{"a": "x"}'), "FG005", "name is a table"),
    Bad("a number for a text", "name", all_three("7"), "FG005", "name is '7'"),
    Bad("a word no text takes", "status", all_three('"finished"'), "FG005", "'finished' is not a value of status"),
    Bad("no for false", "confidential", ('"no"', "no", '"no"'), "FG005", "the table is confidential"),
    Bad("an unknown key", "flops", all_three("1"), "FG003", "unknown key 'flops' in [training]"),
    Bad("a lone surrogate", "name", (None, None, '"\\ud83d"'), "FG005", "half of a surrogate pair"),
]
LONG = "1" * 5000


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("bad", FLOP, ids=lambda bad: bad.name)
def test_a_value_that_cannot_be(bad: Bad, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = bad.text(suffix)
    if text is None:
        return
    line = max(number for number, row in enumerate(text.splitlines(), 1) if bad.key in row)
    found = finding_in(tmp_path, suffix, text.encode(), capsys)
    assert (found["code"], found["line"]) == (bad.code, line)
    assert bad.said in found["message"]
    assert found["help"] or "confidential" in found["message"] or bad.code == "FG107", "what to do"


def test_a_character_outside_the_plane_may_be_written_as_a_pair(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '{"manifest": 1, "model": {"name": "\\ud83d\\ude00"}}'
    assert checked(tmp_path, "json", text.encode(), capsys)["model"] == "\U0001f600"


def each(**texts: str) -> dict[str, bytes]:
    return {suffix: text.encode() for suffix, text in texts.items()}


def phases(value: str, key: str = "flop") -> dict[str, bytes]:
    """A phase with this value, in each syntax."""
    return each(toml=toml(f"{key} = {value}"), yaml=yaml(f"{key}: {value}"), json=jsonned(f'"{key}": {value}'))


BOMB = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
BOMB += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
TWICE = each(
    toml=toml('name = "a"\nname = "b"'), yaml=yaml("name: a\n  name: b"), json=jsonned('"name": "a", "name": "b"')
)
BRACKETS = each(toml="a = " + "[" * 200_000, yaml="a: " + "[" * 200_000, json='{"a": ' + "[" * 200_000)
BRACES = each(toml="a=" + "{a=" * 200_000, yaml="{a: " * 200_000, json='{"a":' * 200_000)
TAG = "a: !!python/object/apply:os.system ['touch built']"

FILES: dict[str, tuple[dict[str, bytes], str, str]] = {
    "a whole number of 5,000 digits": (phases(LONG), "FG002", "a number is too long to read"),
    "a text of 5,000 digits": (phases(f'"{LONG}"'), "FG103", "a figure of 5000 characters is too long to read"),
    "a key twice": (TWICE, "FG002", ""),
    "200,000 brackets": (BRACKETS, "FG002", "nest"),
    "200,000 braces": (BRACES, "FG002", "nest"),
    "200,000 dashes": (each(yaml="- " * 200_000), "FG002", "nested deeper than 100"),
    "dots that nest": (each(toml="a." * 90 + "a = 1"), "FG003", "unknown key 'a'"),
    "an alias bomb": (each(yaml="\n".join(BOMB)), "FG002", "aliases and values come to more than"),
    "an alias of itself": (each(yaml="a: &x [*x]"), "FG002", "stands inside what it names"),
    "a tag that builds": (each(yaml=TAG), "FG002", "is not allowed"),
    "two documents": (each(yaml="manifest: 1\n---\nmanifest: 1\n"), "FG002", "more than one document"),
    "a list": (each(yaml="- manifest: 1\n", json="[1]"), "FG002", "the document is not"),
    "nothing": (each(toml="", yaml=""), "FG004", "the document has no 'manifest'"),
    "nothing in JSON": (each(json=""), "FG002", "not valid JSON"),
    "not UTF-8": (dict.fromkeys(SUFFIXES, b"# caf\xe9\n"), "FG001", "the file is not UTF-8"),
    "UTF-16": (dict.fromkeys(SUFFIXES, GOOD.encode("utf-16")), "FG001", "not UTF-8 but UTF-16"),
    "a NUL byte": (dict.fromkeys(SUFFIXES, b"\n\n\0"), "FG001", "the file has a NUL byte"),
    "50 MB": (dict.fromkeys(SUFFIXES, b"#" * 50_000_000), "FG001", "the file is larger than 1 MB"),
}
CASES = [(name, suffix) for name, (texts, _, _) in FILES.items() for suffix in texts]


@pytest.mark.parametrize("name, suffix", CASES)
def test_a_file_that_cannot_be(name: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts, code, said = FILES[name]
    found = finding_in(tmp_path, suffix, texts[suffix], capsys)
    assert found["code"] == code
    assert said in found["message"]
    assert not (tmp_path / "built").exists()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_byte_order_mark_moves_nothing(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = WRITERS[suffix](phase={"toml": "flop = [1]", "yaml": "flop: [1]", "json": '"flop": [1]'}[suffix]).encode()
    plain = finding_in(tmp_path, suffix, text, capsys)
    assert finding_in(tmp_path, suffix, b"\xef\xbb\xbf" + text, capsys) == plain


def finding_in(folder: Path, suffix: str, data: bytes, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The first finding about a file of these bytes."""
    entry = checked(folder, suffix, data, capsys)
    assert entry["model"] is None
    assert entry["verdicts"] == [], "an unreadable file has no verdict"
    found: dict[str, Any] = entry["findings"][0]
    return found


def checked(folder: Path, suffix: str, data: bytes, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the JSON report says of a file of these bytes, beside a good one; the text report is printed as well."""
    (folder / f"bad.flopguard.{suffix}").write_bytes(data)
    (folder / "good.flopguard.toml").write_text(GOOD, encoding="utf-8")
    paths = [str(folder / f"bad.flopguard.{suffix}"), str(folder / "good.flopguard.toml")]
    assert main(["check", "--isolated", *paths]) in (0, 1)
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert "good" in said.out
    assert main(["check", "--isolated", *paths, "--format", "json"]) in (0, 1)
    report = json.loads(capsys.readouterr().out)
    bad, good = report["manifests"]
    assert good["model"] == "good"
    assert len(good["verdicts"]) > 20
    entry: dict[str, Any] = bad
    return entry


# --- manifests that contradict themselves --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more, code, said",
    [
        (
            '[[training]]\nname = "a"\nrun = "r"\ncomponent = "pretrain"\nflop = "1e24"\n' * 2,
            "FG213",
            "says the same as phase 0",
        ),
        (
            '[model]\nname = "m"\nbase = [{ name = "b", compute = "1e24" }]\n'
            '[[training]]\ncomponent = "base_inherited"\nflop = "1e24"\n',
            "FG212",
            "counts the base's compute twice",
        ),
        ('[model]\nname = "m"\nbase = [{ manifest = "../outside.toml" }]\n', "FG006", "lies outside the project"),
        ('[model]\nname = "m"\nbase = [{ manifest = "m.flopguard.toml" }]\n', "FG006", "names itself"),
        ('[model]\nname = "m"\nbase = [{ manifest = "/etc/passwd" }]\n', "FG006", "lies outside the project"),
        ('[architecture]\nconfig = "../config.json"\n', "FG006", "lies outside the project"),
        ('[architecture]\nconfig = "m.flopguard.toml"\n', "FG006", "names the manifest itself"),
        ('[architecture]\nconfig = "missing.json"\n', "FG006", "does not exist"),
    ],
)
def test_a_manifest_that_contradicts_itself(
    more: str, code: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    head = "manifest = 1\n" if "[model]" in more else 'manifest = 1\n[model]\nname = "m"\n'
    (folder / "m.flopguard.toml").write_text(head + more, encoding="utf-8")
    (tmp_path / "outside.toml").write_text(GOOD, encoding="utf-8")
    main(["check", "--isolated", str(folder / "m.flopguard.toml"), "--format", "json"])
    (entry,) = json.loads(capsys.readouterr().out)["manifests"]
    assert [f for f in entry["findings"] if f["code"] == code and said in f["message"]] != [], entry["findings"]


# --- places --------------------------------------------------------------------------------------------------------


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def run(*args: str, cwd: Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, with its memory and time bounded."""

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (512 * 2**20, 512 * 2**20))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))  # against hanging; how fast it is the benchmarks show

    command = [sys.executable, "-m", "flopguard", *args]
    given = {"env": ENVIRONMENT, "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, **options}
    return subprocess.run(command, cwd=cwd, stderr=subprocess.PIPE, preexec_fn=bounded, check=False, **given)


def test_odd_places_are_told_and_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "good.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "m.flopguard.toml").write_text(GOOD, encoding="utf-8")
    paths = ["loop", "pipe", "/dev/zero", "", "none", "good.toml/x", "x" * 300, "good.toml"]
    done = run("check", "--format", "json", *paths, cwd=tmp_path)
    found = {entry["path"]: entry["findings"][:1] for entry in json.loads(done.stdout)["manifests"]}
    assert {path[:9]: entry[0]["message"] for path, entry in found.items() if entry and path != "good.toml"} == {
        "loop": "the file is a link that leads nowhere or to itself",
        "pipe": "the path is not a regular file",
        "/dev/zero": "the path is not a regular file",
        "": "the path is empty",
        "none": "the file does not exist",
        "good.toml": "the file does not exist",
        "x" * 9: "the file cannot be read: File name too long",
    }
    assert (done.returncode, done.stderr) == (ExitStatus.FOUND, b"")


@pytest.mark.parametrize("name, suffix", [case for case in CASES if case[0] != "50 MB"])
def test_memory_and_time_stay_bounded(name: str, suffix: str, tmp_path: Path) -> None:
    done = run("check", "-", "--stdin-name", f"a.{suffix}", cwd=tmp_path, input=FILES[name][0][suffix], stdin=None)
    assert (done.returncode, done.stderr) == (ExitStatus.FOUND, b"")


def test_input_without_end_is_cut(tmp_path: Path) -> None:
    with open("/dev/zero", "rb") as endless:
        done = run("check", "-", cwd=tmp_path, stdin=endless)
    assert b"the file is larger than 1 MB" in done.stdout


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = f"import os, sys; os.rmdir({str(gone)!r}); from flopguard.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "."], cwd=gone, env=ENVIRONMENT, capture_output=True, check=False
    )
    said = b"error: the folder that flopguard runs in is gone; change to one that exists\n"
    assert (done.returncode, done.stdout, done.stderr) == (ExitStatus.USAGE, b"", said)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD, encoding="utf-8")
    with open("/dev/full", "wb") as full:
        done = run("check", "good.toml", cwd=tmp_path, stdout=full)
    said = b"error: the report cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (ExitStatus.USAGE, said)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(closed: str, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD, encoding="utf-8")
    command = f"{sys.executable} -m flopguard check good.toml - {closed}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (ExitStatus.FOUND, b"")


def test_no_home_a_c_locale_and_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "caf\u00e9.flopguard.toml").write_text(GOOD.replace('"good"', '"caf\u00e9 \u202e"'), encoding="utf-8")
    tmp_path.chmod(0o500)
    environment = {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = run("check", ".", cwd=tmp_path, env=environment)
    tmp_path.chmod(0o700)
    assert (done.returncode, done.stderr) == (ExitStatus.CLEAN, b"")
    assert rb" \u202e" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["caf\u00e9.flopguard.toml"]


HOSTILE = '"::error file=a::owned \\u001b[31m=cmd()|\\u202e ##[error]x"'


@pytest.mark.parametrize("form", ["text", "json"])
def test_names_cannot_speak_to_a_terminal_or_a_runner(form: str, tmp_path: Path) -> None:
    text = GOOD.replace('"good"', HOSTILE).replace(
        'flop = "1e20"', f'flop = "9e24"\nname = {HOSTILE}\nsource = {HOSTILE}'
    )
    (tmp_path / "::error::m.toml").write_text(text, encoding="utf-8")
    (tmp_path / "::error::n.toml").write_text("::error::x = 1\n", encoding="utf-8")
    done = run("check", "-v", "--explain", "--format", form, "::error::m.toml", "::error::n.toml", cwd=tmp_path)
    lines = done.stdout.decode().splitlines()
    assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line or "\x1b" in line] == []
    assert "\u202e" not in done.stdout.decode()
    if form == "json":
        assert json.loads(done.stdout)["manifests"][0]["model"] == json.loads(HOSTILE)
