"""`flopguard effective`: effective compute by definition, and a gain against scale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.inputs import NO_MANIFEST, known_to, manifests_of, policies_of, stdin_option
from flopguard.cli.lint_options import lint_options, selection_of
from flopguard.cli.options import Chosen, evaluation_options
from flopguard.cli.terminal import terminal_style
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from fractions import Fraction

    from flopguard.definition.types import Curve, Definition, Definitions
    from flopguard.manifest.load import Loaded
    from flopguard.manifest.types import Manifest
    from flopguard.result import GainCurve


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@evaluation_options
@lint_options
@click.option(
    "--curve", multiple=True, metavar="OLD:NEW", help="Gain of one curve over another against scale; repeatable."
)
@click.option(
    "--definitions", multiple=True, metavar="FILE", help="File with further curves; alone: check it; repeatable."
)
@click.option("--at", multiple=True, metavar="FLOP", help="A compute to show the gain at; repeatable.")
@click.option("--draw", multiple=True, metavar="FILE", help="Draw the gain into this .svg or .png; repeatable.")
@stdin_option
def effective(
    paths: tuple[str, ...],
    chosen: Chosen,
    curve: tuple[str, ...],
    definitions: tuple[str, ...],
    at: tuple[str, ...],
    draw: tuple[str, ...],
    stdin_name: str,
) -> ExitStatus:
    """Show effective compute by definition and route, from the evidence to the result.

    With --curve it shows a gain as a function of compute instead or as well, for either side of the scale: the range
    in which it was measured, where the curves cross, and from where on it is unbounded. Files of --definitions alone
    are checked.
    """
    from flopguard.check import check_loaded, of_effective, report_of
    from flopguard.discovery import Search
    from flopguard.report.formats import FORMATS

    _coherent(paths, curve, draw, at, definitions)
    if not paths and not curve:
        return _judge(definitions)
    settings, policies = chosen.settings(), policies_of(chosen)
    selection = selection_of(chosen)
    search = Search(chosen.exclude, chosen.base)
    loaded = tuple(manifests_of(paths, stdin_name, search, chosen))
    entries = tuple(of_effective(check_loaded(one, policies, settings, known_to(chosen), selection)) for one in loaded)
    if paths and not entries:
        click.echo(NO_MANIFEST, err=True)
        return ExitStatus.CLEAN if chosen.allow_empty else ExitStatus.NO_MANIFEST
    curves = _gain_curves(curve, definitions, at, loaded)
    report = replace(report_of(entries, settings, search.skipped), gain_curves=curves)
    if draw:
        _draw(_gain_curves(curve, definitions, at, loaded, fine=True)[0], draw)
    style = replace(terminal_style(verbose=0, explain=True), verdicts=False, compute=False)
    click.echo(FORMATS[chosen.format](report, style), nl=False, color=style.colour)
    return ExitStatus.FOUND if report.summary.errors else ExitStatus.CLEAN


def _coherent(
    paths: tuple[str, ...],
    curve: tuple[str, ...],
    draw: tuple[str, ...],
    at: tuple[str, ...],
    definitions: tuple[str, ...],
) -> None:
    from flopguard.report.draw import FORMATS

    if not paths and not curve and not definitions:
        raise UsageError("nothing is named: give a manifest, or two curves as --curve OLD:NEW")
    if (draw or at) and not curve:
        raise UsageError("--draw and --at are about a gain against scale; name its curves: --curve OLD:NEW")
    if paths and definitions and not curve:
        raise UsageError(
            "--definitions adds curves for --curve; a manifest names its files of definitions itself (from)"
        )
    if draw and len(curve) > 1:
        raise UsageError("--draw draws one gain; give one --curve")
    for name in draw:
        if name.rpartition(".")[2].lower() not in FORMATS:
            raise UsageError(f"--draw: '{name}' ends neither in .svg nor in .png")


def _gain_curves(
    names: tuple[str, ...],
    files: tuple[str, ...],
    at: tuple[str, ...],
    loaded: tuple[Loaded, ...],
    *,
    fine: bool = False,
) -> tuple[GainCurve, ...]:
    if not names:
        return ()
    from flopguard.effective.curves.usable import metric_of
    from flopguard.effective.gain_curve import GainCurveError, gain_curve

    known, defined = _known_curves(files, loaded)
    scales = [_scale(text) for text in at]
    made = []
    for name in names:
        old, colon, new = name.partition(":")
        if not (old and colon and new):
            raise UsageError(f"--curve: '{name}' is not two ids; write OLD:NEW")
        try:
            pair = _named(old, known), _named(new, known)
            metrics = metric_of(pair[0], defined), metric_of(pair[1], defined)
            made.append(gain_curve(*pair, scales, metrics, fine=fine))
        except GainCurveError as error:
            raise UsageError(f"--curve {name}: {error}") from None
    return tuple(made)


def _known_curves(
    files: tuple[str, ...], loaded: tuple[Loaded, ...]
) -> tuple[dict[str, Curve], tuple[Definition, ...]]:
    """The curves by id, and the definitions that may name them.

    Those of flopguard come first, then those of the files and of the manifests; of one id the later curve wins, and
    definitions are in the order in which they are asked.
    """
    from flopguard.definition.load import bundled_definitions

    manifests = [entry.manifest for entry in loaded if entry.manifest is not None]
    parts: list[Definitions | Manifest] = [bundled_definitions(), *map(_definitions_in, files), *manifests]
    curves = {curve.id: curve for part in parts for curve in part.curve if not curve.confidential}
    return curves, tuple(entry for part in reversed(parts) for entry in part.definition if not entry.confidential)


def _definitions_in(path: str) -> Definitions:
    """A file of definitions. Raises UsageError that lists every problem of it."""
    from flopguard.definition.load import definitions_of_text
    from flopguard.problems import Problem
    from flopguard.reading.file import read_text

    text = read_text(path)
    if isinstance(text, Problem):
        raise UsageError(f"--definitions: {path}: {text.message}")
    read = definitions_of_text(text, path)
    if isinstance(read, str):
        raise UsageError(read)
    return read


def _judge(files: tuple[str, ...]) -> ExitStatus:
    """What is wrong with files of definitions, a line each; without manifests there is nothing else to say of them."""
    from flopguard.effective.curves.usable import problems_of
    from flopguard.listing import listed
    from flopguard.reading.file import read_text
    from flopguard.report.safe import no_command, safe
    from flopguard.source import Source

    status = ExitStatus.CLEAN
    for path in files:
        found = _definitions_in(path)
        problems, text = problems_of(found), read_text(path)
        assert isinstance(text, str)
        counts = ", ".join(f"{len(getattr(found, kind))} [[{kind}]]" for kind in ("definition", "curve", "trend"))
        lines = listed(Source(path, text), problems) if problems else f"{path}: {counts}: nothing found"
        for line in lines.split("\n"):
            click.echo(no_command(safe(line)))
        status = ExitStatus.FOUND if problems else status
    return status


def _named(name: str, known: dict[str, Curve]) -> Curve:
    from difflib import get_close_matches

    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(sorted(known))}"
        raise UsageError(f"--curve: there is no curve '{name}'; {hint}")
    return known[name]


def _scale(text: str) -> Fraction:
    from flopguard.quantity import QuantityError, parse
    from flopguard.units import Dimension

    try:
        found = parse(text, Dimension.FLOP)
    except QuantityError as error:
        raise UsageError(f"--at: {error.message}") from None
    if not found.is_point or found.low <= 0:
        raise UsageError(f"--at: '{text}' is not one compute above 0; write 1e25")
    return found.low


def _draw(curve: GainCurve, files: tuple[str, ...]) -> None:
    """The picture in each file; a file is whole or not there."""
    from flopguard.cli.files import write_whole
    from flopguard.report.draw import drawn

    pictures = {name: drawn(curve, name.rpartition(".")[2].lower()) for name in files}
    for name, data in pictures.items():
        write_whole(name, data)
