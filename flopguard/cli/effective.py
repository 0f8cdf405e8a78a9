"""`flopguard effective`: effective compute by definition, and a gain against scale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.inputs import NO_MANIFEST, known_to, manifests_of, policies_of, stdin_option
from flopguard.cli.options import Chosen, evaluation_options
from flopguard.cli.terminal import terminal_style
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from fractions import Fraction

    from flopguard.definition.types import Curve
    from flopguard.manifest.load import Loaded
    from flopguard.result import GainCurve


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@evaluation_options
@click.option(
    "--curve", multiple=True, metavar="OLD:NEW", help="Gain of one curve over another against scale; repeatable."
)
@click.option("--definitions", multiple=True, metavar="FILE", help="File with further curves; repeatable.")
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
    in which it was measured, where the curves cross, and from where on it is unbounded.
    """
    from flopguard.check import check_loaded, of_effective, report_of
    from flopguard.discovery import Search
    from flopguard.report.formats import FORMATS

    _coherent(paths, curve, draw, at)
    settings, policies = chosen.settings(), policies_of(chosen)
    search = Search(chosen.exclude, chosen.base)
    loaded = tuple(manifests_of(paths, stdin_name, search, chosen))
    entries = tuple(of_effective(check_loaded(one, policies, settings, known_to(chosen))) for one in loaded)
    if paths and not entries:
        click.echo(NO_MANIFEST, err=True)
        return ExitStatus.CLEAN if chosen.allow_empty else ExitStatus.NO_MANIFEST
    curves = _gain_curves(curve, definitions, at, loaded)
    report = replace(report_of(entries, settings, search.skipped), gain_curves=curves)
    _draw(curves, draw)
    style = replace(terminal_style(verbose=0, explain=True), verdicts=False, compute=False)
    click.echo(FORMATS[chosen.format](report, style), nl=False, color=style.colour)
    return ExitStatus.FOUND if report.summary.errors else ExitStatus.CLEAN


def _coherent(paths: tuple[str, ...], curve: tuple[str, ...], draw: tuple[str, ...], at: tuple[str, ...]) -> None:
    from flopguard.report.draw import FORMATS

    if not paths and not curve:
        raise UsageError("nothing is named: give a manifest, or two curves as --curve OLD:NEW")
    if (draw or at) and not curve:
        raise UsageError("--draw and --at are about a gain against scale; name its curves: --curve OLD:NEW")
    if draw and len(curve) > 1:
        raise UsageError("--draw draws one gain; give one --curve")
    for name in draw:
        if name.rpartition(".")[2].lower() not in FORMATS:
            raise UsageError(f"--draw: '{name}' ends neither in .svg nor in .png")


def _gain_curves(
    names: tuple[str, ...], files: tuple[str, ...], at: tuple[str, ...], loaded: tuple[Loaded, ...]
) -> tuple[GainCurve, ...]:
    if not names:
        return ()
    from flopguard.effective.gain_curve import GainCurveError, gain_curve

    known = _known_curves(files, loaded)
    scales = [_scale(text) for text in at]
    made = []
    for name in names:
        old, colon, new = name.partition(":")
        if not (old and colon and new):
            raise UsageError(f"--curve: '{name}' is not two ids; write OLD:NEW")
        try:
            made.append(gain_curve(_named(old, known), _named(new, known), scales))
        except GainCurveError as error:
            raise UsageError(f"--curve {name}: {error}") from None
    return tuple(made)


def _known_curves(files: tuple[str, ...], loaded: tuple[Loaded, ...]) -> dict[str, Curve]:
    """The curves by id: those of flopguard, of the files, then of the manifests; the later ones win."""
    from flopguard.definition.load import bundled_definitions, definitions_of_text
    from flopguard.problems import Problem
    from flopguard.reading.file import read_text

    found = {curve.id: curve for curve in bundled_definitions().curve}
    for path in files:
        text = read_text(path)
        if isinstance(text, Problem):
            raise UsageError(f"--definitions: {path}: {text.message}")
        read = definitions_of_text(text, path)
        if isinstance(read, str):
            raise UsageError(read)
        found.update((curve.id, curve) for curve in read.curve)
    for manifest in (entry.manifest for entry in loaded if entry.manifest is not None):
        found.update((curve.id, curve) for curve in manifest.curve if not curve.confidential)
    return found


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


def _draw(curves: tuple[GainCurve, ...], files: tuple[str, ...]) -> None:
    """The picture in each file; a file is whole or not there."""
    if not files:
        return
    from flopguard.cli.files import write_whole
    from flopguard.report.draw import drawn

    pictures = {name: drawn(curves[0], name.rpartition(".")[2].lower()) for name in files}
    for name, data in pictures.items():
        write_whole(name, data)
