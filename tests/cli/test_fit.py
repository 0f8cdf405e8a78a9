"""`flopguard fit` from the outside: what it prints and writes, what it refuses, and what it needs."""

import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from flopguard.cli import main
from flopguard.cli.exit_status import ExitStatus
from flopguard.definition.load import definitions_of_text
from flopguard.definition.types import Definitions, LawKind
from flopguard.effective.curves.read import law_of
from tests.effective.fit.tables import line, power, scales

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = "compute,score\n" + "".join(f"{at:.6e},{power(at):.8f}\n" for at in scales(18, 24, 12))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("points.csv").write_text(GOOD, encoding="utf-8")
    return Path("points.csv")


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(["fit", *args])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_file_goes_to_standard_output_and_the_report_to_standard_error(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "points.csv", "--law", "power", "--metric", "held-out loss")
    found = definitions_of_text(out, "out")
    assert isinstance(found, Definitions), found
    (curve,), (definition,) = found.curve, found.definition
    assert (status, curve.id, curve.law, curve.metric) == (ExitStatus.CLEAN, "points", LawKind.POWER, "held-out loss")
    assert (definition.id, definition.curve) == ("points", "points")
    assert curve.source == "points.csv"
    assert "standard error" in err
    assert "warning" not in err


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "points.csv", "--law", "power", "-o", "house.toml", "--id", "house")
    assert (status, out) == (ExitStatus.CLEAN, "")
    assert sorted(path.name for path in Path().iterdir()) == ["house.toml", "points.csv"]
    assert isinstance(definitions_of_text(Path("house.toml").read_text(encoding="utf-8"), "x"), Definitions)


def test_a_place_that_cannot_be_written_is_told(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "points.csv", "--law", "power", "-o", "absent/house.toml")
    assert status == ExitStatus.USAGE
    assert "error: absent/house.toml: the file cannot be written: No such file or directory" in err
    assert [path.name for path in Path().iterdir()] == ["points.csv"]


def test_points_that_do_not_support_the_curve_make_the_status_1_and_stay_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("few.csv").write_text("\n".join(GOOD.splitlines()[:5]), encoding="utf-8")
    status, out, err = run(capsys, "few.csv", "--law", "power", "--floor", "1.7")
    assert status == ExitStatus.FOUND
    told = "4 points for 2 parameters: fewer than 5 leave little to judge the fit by"
    assert f"warning: {told}" in err
    found = definitions_of_text(out, "out")
    assert isinstance(found, Definitions)
    assert f"Doubt: {told}." in (found.curve[0].note or "")
    assert "Held, not fitted: floor." in (found.curve[0].note or "")


def test_bad_rows_are_all_told_and_nothing_is_written(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(GOOD + "x,1\n1e20,\n", encoding="utf-8")
    status, out, err = run(capsys, "points.csv", "--law", "power", "-o", "house.toml")
    assert (status, out) == (ExitStatus.USAGE, "")
    assert err == (
        "error: points.csv:14: compute: 'x' is not a figure in FLOP (write for example \"3.8e25 FLOP\")\n"
        "points.csv:15: score: the cell is empty (fill it in, or give --skip-incomplete)\n"
    )
    assert not Path("house.toml").exists()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    status, out, _ = run(capsys, "-", "--law", "power")
    assert status == ExitStatus.CLEAN
    assert 'id = "fitted"' in out


@pytest.mark.parametrize(
    "args, message",
    [
        (["absent.csv", "--law", "power"], "absent.csv: the file does not exist (check the path)"),
        (["points.csv", "--law", "logistic", "--ceiling", "1"], "a logistic needs its floor: --floor VALUE"),
        (["points.csv", "--law", "power", "--ceiling", "1"], "--ceiling has no meaning for --law power; leave it out"),
        (["points.csv", "--law", "log_linear", "--floor", "0"], "--floor has no meaning for --law log_linear"),
        (["points.csv", "--law", "power", "--floor", "x"], "--floor: 'x' is not a figure in x"),
        (["points.csv", "--law", "power", "--floor", "1..2"], "--floor: '1..2' is an interval; one number is needed"),
        (["points.csv", "--law", "power", "--delta", "0"], "--delta: '0' is not above 0"),
        (["points.csv", "--law", "frontier"], "points.csv:1: there is no column 'parameters'; name it with --param"),
        (["points.csv", "--law", "log_linear"], "the score does not rise with compute; for a loss take --law power"),
    ],
)
def test_what_cannot_be_carried_out(
    args: list[str], message: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *args)
    assert (status, out) == (ExitStatus.USAGE, "")
    assert message in err


def test_the_extra_is_named_where_it_is_missing(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flopguard.cli.fit.NEEDED", ("numpy", "no_such_module_at_all"))
    status, _, err = run(capsys, "points.csv", "--law", "power")
    assert status == ExitStatus.USAGE
    assert err == (
        "error: flopguard fit needs no_such_module_at_all, which a plain installation does not have; "
        "install the extra: python -m pip install 'flopguard[fit]'\n"
    )


@pytest.mark.parametrize("args", [["check", "examples/llama-3.1-405b.flopguard.toml"], ["fit", "--help"], ["--help"]])
def test_nothing_else_loads_numpy_or_scipy(args: list[str]) -> None:
    program = (
        "import json, sys; from flopguard.cli import main; main(sys.argv[1:]); "
        "print(json.dumps([name for name in ('numpy', 'scipy', 'matplotlib') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", program, *args], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_the_same_points_give_the_same_bytes(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["points.csv", "--law", "power", "--bootstrap", "20", "--seed", "7"]
    first, second = run(capsys, *args)[1], run(capsys, *args)[1]
    assert first == second
    assert "seed = 7" in first


LAWS = {
    "power": (GOOD, []),
    "log_linear": ("compute,score\n" + "".join(f"{at:.6e},{line(at):.8f}\n" for at in scales(22, 25, 9)), []),
    "logistic": (
        "compute,score\n" + "".join(f"{at:.6e},{0.25 + 0.7 / (1 + 1e24 / at):.8f}\n" for at in scales(22, 26, 12)),
        ["--floor", "25%", "--ceiling", "fit"],
    ),
    "frontier": (
        "parameters,tokens,score\n"
        + "".join(
            f"{n:.6e},{n * ratio:.6e},{1.8 + 480 * n**-0.35 + 2100 * (n * ratio) ** -0.37:.9f}\n"
            for n in scales(8, 11, 6)
            for ratio in (3, 10, 30, 100)
        ),
        [],
    ),
}


@pytest.mark.parametrize("law", LAWS)
def test_what_is_written_is_a_curve_that_gives_back_the_compute_of_its_points(
    law: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text, more = LAWS[law]
    monkeypatch.chdir(tmp_path)
    Path("points.csv").write_text(text, encoding="utf-8")
    _, out, _ = run(capsys, "points.csv", "--law", law, *more, "--bootstrap", "3")
    found = definitions_of_text(out, "out")
    assert isinstance(found, Definitions), found
    (curve,), (definition,) = found.curve, found.definition
    read = law_of(curve, definition.metric)
    assert not isinstance(read, str), read
    assert len(curve.draws) == 3
    assert len(curve.covariance) == len(curve.uncertain)
    assert curve.domain is not None
    middle = (curve.domain.estimate.low * (curve.domain.estimate.high or 1)) ** 0.5
    compute = Decimal(repr(float(middle)))
    score = read.score(compute)
    assert score is not None
    assert float(read.compute(score).value) == pytest.approx(float(middle), rel=1e-6)
