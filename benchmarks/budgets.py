"""What is measured, and against which budget: the commands, and the tables made of their samples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import EXAMPLES, ROOT, in_syntax, write_copies
from benchmarks.process import BIN, Command, Sample
from benchmarks.table import Table, against, digits, reaches, seconds, within

AS_OF = ("--as-of", "2026-11-22")
ONE = "llama-3.1-405b"
FEW, MANY = 100, 1000
SHARED = "shared among processes"
BARE = "bare interpreter"
CHECKED = (0, 1)
"""With 1 a check has done its work and found something."""

START = {"`--version`": ("--version",), "`--help`": ("--help",), "`explain FG301`": ("explain", "FG301")}
SYNTAXES = ("toml", "yaml", "json")
START_BUDGET, CHECK_BUDGET, RATE_BUDGET = 5, 18, 400
WARM = (
    ("the whole bundled library on a model: median of the examples", "library", 1e-3),
    ("the same: the slowest example", "library_worst", None),
    ("one trigger that is out of force", "not_in_force", 1e-6),
    ("one trigger of a lab that did not make the model", "other_lab", 1e-6),
    ("effective compute: two definitions, eight gains", "effective", 50e-3),
)


@dataclass(frozen=True)
class Plan:
    """The commands, those that are quick apart from those that take seconds."""

    light: tuple[Command, ...]
    heavy: tuple[Command, ...]


def plan(folder: Path) -> Plan:
    """Write the manifests into the folder, and say what is to be run on them there."""
    for syntax in SYNTAXES:
        text = (EXAMPLES / f"{ONE}.flopguard.toml").read_text(encoding="utf-8")
        (folder / _one(syntax)).write_text(in_syntax(text, syntax), encoding="utf-8")
    for number in (FEW, MANY):
        write_copies(folder / str(number), number)
    listed = tuple(str(file.relative_to(folder)) for file in write_copies(folder / "json", FEW, "json"))
    start = (_flopguard(name, *args) for name, args in START.items())
    single = (_check(syntax, _one(syntax)) for syntax in SYNTAXES)
    theirs = (_other("their start", "--version"), _schema_check("their one", _one("json")))
    folders = (_check(str(number), str(number), "--jobs", "1") for number in (FEW, MANY))
    return Plan(
        light=(*start, *single, *theirs),
        heavy=(
            *folders,
            _check(SHARED, str(MANY)),
            _check("ours listed", *listed, "--jobs", "1"),
            _schema_check("their listed", *listed),
        ),
    )


def _one(syntax: str) -> str:
    return f"{ONE}.flopguard.{syntax}"


def _flopguard(name: str, *args: str, statuses: tuple[int, ...] = (0,)) -> Command:
    return Command(name, (str(BIN / "flopguard"), *args), statuses)


def _check(name: str, *paths: str) -> Command:
    return _flopguard(name, "check", *AS_OF, *paths, statuses=CHECKED)


def _other(name: str, *args: str) -> Command:
    return Command(name, (str(BIN / "check-jsonschema"), *args))


def _schema_check(name: str, *paths: str) -> Command:
    return _other(name, "--schemafile", str(ROOT / "schemas" / "manifest.schema.json"), *paths)


# --- the tables --------------------------------------------------------------------------------------------------

Measured = Mapping[str, Sample]


def tables(found: Measured, warm: Mapping[str, float]) -> Sequence[Table]:
    """All of them, from the medians of the commands and the seconds of the calls."""
    return (
        Table("Commands", ("command", "processor", "wall", "x bare", "budget", "of budget"), _commands(found)),
        Table("Inside a process", ("work", "time", "budget", "of budget"), _calls(warm)),
        Table("Many manifests", ("`check` of a folder", "value", "budget", "of budget"), _folders(found)),
        Table("Beside check-jsonschema", ("processor time", "flopguard", "check-jsonschema", "ratio"), _beside(found)),
    )


def _commands(found: Measured) -> tuple[tuple[str, ...], ...]:
    checks = {f"`check`, one manifest in {syntax.upper()}": syntax for syntax in SYNTAXES}
    return (
        _command(found, f"`python -I -c pass`, {BARE}", BARE, None),
        *(_command(found, name, name, START_BUDGET) for name in START),
        *(_command(found, shown, name, CHECK_BUDGET) for shown, name in checks.items()),
    )


def _command(found: Measured, shown: str, name: str, budget: int | None) -> tuple[str, ...]:
    sample = found[name]
    multiple = sample.cpu / found[BARE].cpu
    kept = ("", "") if budget is None else (f"{budget}x", within(multiple, budget))
    return (shown, seconds(sample.cpu), seconds(sample.wall), digits(multiple), *kept)


def _calls(warm: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    return tuple((shown, seconds(warm[name]), *_kept(warm[name], budget)) for shown, name, budget in WARM)


def _kept(value: float, budget: float | None) -> tuple[str, str]:
    return ("", "") if budget is None else (seconds(budget), within(value, budget))


def _folders(found: Measured) -> tuple[tuple[str, ...], ...]:
    few, many = found[str(FEW)], found[str(MANY)]
    rate = MANY / many.cpu
    growth = (many.peak - few.peak) / (MANY - FEW)
    return (
        (f"{MANY:,} manifests, processor time", seconds(many.cpu), "", ""),
        (f"{MANY:,} manifests, files a second a core", digits(rate), str(RATE_BUDGET), reaches(rate, RATE_BUDGET)),
        (f"{MANY:,} manifests, wall time, one process", seconds(many.wall), "", ""),
        (f"{MANY:,} manifests, wall time, as many as pay", seconds(found[SHARED].wall), "", ""),
        (f"{FEW} manifests, peak memory", _megabytes(few.peak), "", ""),
        (f"{MANY:,} manifests, peak memory", _megabytes(many.peak), "", ""),
        ("growth of memory a file", f"{digits(growth / 1e3)} kB", "flat", _flat(many.peak / few.peak)),
    )


def _megabytes(amount: int) -> str:
    return f"{digits(amount / 1e6)} MB"


def _flat(ratio: float) -> str:
    # Allocators leave some slack; a tenth more for ten times the files is not growth with the files.
    return f"{digits(ratio)}x for {MANY // FEW}x the files ({'holds' if ratio <= 1.1 else 'grows'})"


def _beside(found: Measured) -> tuple[tuple[str, ...], ...]:
    costs = {
        "start (`--version`)": (found["`--version`"].cpu, found["their start"].cpu),
        "one JSON manifest, start included": (found["json"].cpu, found["their one"].cpu),
        f"{FEW} JSON manifests, start included": (found["ours listed"].cpu, found["their listed"].cpu),
        f"each further manifest, from one to {FEW}": (
            _further(found["json"], found["ours listed"]),
            _further(found["their one"], found["their listed"]),
        ),
    }
    return tuple(
        (what, seconds(ours), seconds(theirs), against(ours, theirs)) for what, (ours, theirs) in costs.items()
    )


def _further(one: Sample, few: Sample) -> float:
    return (few.cpu - one.cpu) / (FEW - 1)
