"""`flopguard fit`: measured points in, a curve and the skeleton of a definition out."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.files import write_whole
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.effective.fit.points import Points

NEEDED = ("numpy", "scipy")
STDIN = "-"
LAWS = ("power", "frontier", "logistic", "log_linear")
COLUMNS = ("compute", "score", "standard_error", "parameters", "tokens")


@click.command()
@click.argument("points", metavar="POINTS")
@click.option("--law", type=click.Choice(LAWS), required=True, help="The form of the curve.")
@click.option("--compute", metavar="COLUMN", help="The column of training compute; 'compute' if left out.")
@click.option("--score", metavar="COLUMN", help="The column of the score; 'score' if left out.")
@click.option("--standard-error", metavar="COLUMN", help="The column of the score's standard error, for weights.")
@click.option("--parameters", metavar="COLUMN", help="The column of parameters, for a frontier.")
@click.option("--tokens", metavar="COLUMN", help="The column of training tokens, for a frontier.")
@click.option("--skip-incomplete", is_flag=True, help="Leave out rows with an empty cell, and count them.")
@click.option("--floor", metavar="VALUE", help="The floor, or 'fit'. A loss has it fitted if left out.")
@click.option("--ceiling", metavar="VALUE", help="The ceiling of a logistic, or 'fit'.")
@click.option(
    "--delta", metavar="VALUE", default="0.001", show_default=True, help="Where Huber's function turns, on ln(loss)."
)
@click.option("--bootstrap", type=click.IntRange(0, 10_000), default=0, metavar="N", help="Refit to N resamplings.")
@click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=0, metavar="S", help="What the resampling starts with; 0."
)
@click.option("--id", "name", metavar="ID", help="The id of curve and definition; the file's name if left out.")
@click.option("--metric", metavar="NAME", help="What the score is; the column's name if left out.")
@click.option("--source", metavar="TEXT", help="Where the points come from; their file if left out.")
@click.option("--residuals", is_flag=True, help="Show the residual of every point.")
@click.option("-o", "--output", metavar="FILE", help="Write the file of definitions there, not to standard output.")
def fit(points: str, **given: Any) -> ExitStatus:
    """Fit a curve to the points of a CSV file and write it as a file of definitions.

    What is told of the fit goes to standard error. Exit status 1 says that the points do not support it in some way.
    """
    _need_extra()
    from flopguard.effective.fit.doubts import doubts
    from flopguard.effective.fit.fit import Wanted
    from flopguard.effective.fit.fit import fit as fitted
    from flopguard.effective.fit.points import PointsError
    from flopguard.effective.fit.summary import summary
    from flopguard.effective.fit.written import Naming, written
    from flopguard.report.safe import no_command, safe

    ends = {end: _end(end, given[end], given["law"]) for end in ("floor", "ceiling")}
    wanted = Wanted(
        law=given["law"],
        **ends,
        delta=_positive("delta", given["delta"]),
        bootstrap=given["bootstrap"],
        seed=given["seed"],
    )
    try:
        table = _points(points, given)
        made = fitted(table, wanted)
    except PointsError as error:
        raise UsageError(str(error)) from None
    name = given["name"] or _stem(points)
    naming = Naming(
        id=name, metric=given["metric"] or given["score"] or "score", source=given["source"] or Path(table.shown).name
    )
    text = written(made, naming)
    for line in summary(made, by_point=given["residuals"]).split("\n"):
        click.echo(no_command(safe(line)), err=True)
    _put(text, given["output"])
    return ExitStatus.FOUND if doubts(made) else ExitStatus.CLEAN


def _need_extra() -> None:
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        raise UsageError(
            f"flopguard fit needs {' and '.join(absent)}, which a plain installation does not have; "
            "install the extra: python -m pip install 'flopguard[fit]'"
        )


def _points(path: str, given: dict[str, Any]) -> Points:
    from flopguard.effective.fit.points import Columns, read_points
    from flopguard.problems import Problem
    from flopguard.reading.file import MAX_BYTES, decode, read_text

    text = decode(sys.stdin.buffer.read(MAX_BYTES + 1)) if path == STDIN else read_text(path)
    shown = "<stdin>" if path == STDIN else path
    if isinstance(text, Problem):
        raise UsageError(f"{shown}: {text.message} ({text.help})")
    named = {part: given[part] for part in COLUMNS if given[part] is not None}
    columns = Columns(named=named, frontier=given["law"] == "frontier", skip_incomplete=given["skip_incomplete"])
    return read_points(text, shown, columns)


def _end(end: str, text: str | None, law: str) -> float | None:
    """The floor or ceiling as given; None where it is to be fitted."""
    applies = law == "logistic" or (end == "floor" and law in ("power", "frontier"))
    if not applies:
        if text is not None:
            raise UsageError(f"--{end} has no meaning for --law {law}; leave it out")
        return None
    if text is None and law == "logistic":
        raise UsageError(f"a logistic needs its {end}: --{end} VALUE where it is known, such as chance, or --{end} fit")
    return None if text is None or text == "fit" else _number(end, text)


def _number(option: str, text: str) -> float:
    from flopguard.quantity import QuantityError, parse
    from flopguard.units import Dimension

    try:
        estimate = parse(text, Dimension.RATIO)
    except QuantityError as error:
        raise UsageError(f"--{option}: {error}") from None
    if not estimate.is_point or estimate.central is None:
        raise UsageError(f"--{option}: '{text}' is an interval; one number is needed")
    return float(estimate.central)


def _positive(option: str, text: str) -> float:
    value = _number(option, text)
    if value <= 0:
        raise UsageError(f"--{option}: '{text}' is not above 0")
    return value


def _stem(points: str) -> str:
    return "fitted" if points == STDIN else Path(points).stem


def _put(text: str, output: str | None) -> None:
    """The whole file or none of it: it is written beside its place and moved there."""
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(output, text.encode("utf-8"))
