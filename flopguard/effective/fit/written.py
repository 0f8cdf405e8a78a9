"""A fit as a file of definitions: the curve in full, and a definition whose missing parts are comments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from flopguard.definition.load import definitions_of_text
from flopguard.definition.types import Definitions
from flopguard.effective.fit.doubts import bad_draws, doubts
from flopguard.effective.fit.fit import Fit, figure
from flopguard.effective.fit.points import FLOP_PER_PARAMETER_TOKEN
from flopguard.quantity import exact_text

DIGITS = 10
"""Digits of every parameter: rounding would be one more uncertainty, and near a floor a large one."""
FALLING = ("power", "frontier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How a curve is called, and where its points come from."""

    id: str
    metric: str
    source: str


def written(fit: Fit, naming: Naming) -> str:
    """The file's text, which is valid as it stands."""
    parts = ["definitions = 1", "", *_definition(fit, naming), "", *curve_lines(fit, naming)]
    text = "\n".join(parts) + "\n"
    assert isinstance(definitions_of_text(text, "fit"), Definitions), definitions_of_text(text, "fit")
    return text


def quoted(text: str) -> str:
    """A text as TOML has it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def number(value: float) -> str:
    """A number to the digits of a parameter."""
    return figure(value, DIGITS)


def _definition(fit: Fit, naming: Naming) -> Iterator[str]:
    """What a fit knows of a definition, and as comments what only its author does."""
    falls = fit.law in FALLING
    shares = all(row.score <= 1 for row in fit.points.rows)
    kind = "loss" if falls else "accuracy" if shares else "latent_index"
    direction = "lower_better" if falls else "higher_better"
    more = 'unit = "nats/token", tokenizer = "..."' if falls else 'split = "...", items = 198'
    allocation = "compute_optimal" if fit.law == "frontier" else "as_trained"
    yield "[[definition]]"
    yield f"id = {quoted(naming.id)}"
    yield '# version = "1"'
    yield '# title = "what is 1x, in a line"'
    yield (
        f'# baseline = {{ techniques = ["..."], cutoff_date = "2026-01", allocation = "{allocation}", '
        'population = "all_models" }'
    )
    yield f'metric = {{ name = {quoted(naming.metric)}, kind = "{kind}", direction = "{direction}" }}'
    yield f'# to be added to the metric: version = "1", {more}'
    if not falls:
        yield '# elicitation = { shots = 0, reasoning = false, tools = false, scaffold = "none", samples = 1 }'
    yield '# compute_scope = ["pretrain"]'
    yield '# flop_convention = { rule = "6ND" }'
    yield '# scale_side = "new"'
    yield f'# reference_scale = "{_domain(fit)}"'
    yield f"curve = {quoted(naming.id)}"
    yield '# source = "https://..."'


def curve_lines(fit: Fit, naming: Naming, title: str = "") -> Iterator[str]:
    """The `[[curve]]` table."""
    yield "[[curve]]"
    yield f"id = {quoted(naming.id)}"
    if title:
        yield f"title = {quoted(title)}"
    yield f"metric = {quoted(naming.metric)}"
    yield f'law = "{fit.law}"'
    yield from _parameters(fit)
    yield from _uncertainty(fit)
    yield f'domain = "{_domain(fit)}"'
    scores = [row.score for row in fit.points.rows]
    yield f'score_domain = "{exact_text(min(scores))}..{exact_text(max(scores))}"'
    yield f"source = {quoted(naming.source)}"
    yield 'verified = "derived"'
    yield f"note = {quoted(_note(fit))}"


def _domain(fit: Fit) -> str:
    computes = [row.compute for row in fit.points.rows]
    return f"{exact_text(min(computes))}..{exact_text(max(computes))} FLOP"


def _parameters(fit: Fit) -> Iterator[str]:
    if fit.law == "log_linear":
        yield f'slope = "{number(fit.value("slope"))}"'
        yield f'anchor = {{ compute = "{fit.anchor} FLOP", score = "{number(fit.value("anchor.score"))}" }}'
        return
    for name in fit.names:
        plain = name.removeprefix("ln ")
        unit = " FLOP" if plain == "midpoint" else ""
        yield f'{plain} = "{number(fit.value(plain))}{unit}"'
    if fit.law == "frontier":
        yield f'flop_per_parameter_token = "{FLOP_PER_PARAMETER_TOKEN}"'


def _uncertainty(fit: Fit) -> Iterator[str]:
    if not fit.errors_known:
        return
    yield f"uncertain = [{', '.join(quoted(fit.names[place]) for place in fit.uncertain)}]"
    yield "covariance = ["
    for one in fit.uncertain:
        yield f"  {_row(fit.covariance[one][other] for other in fit.uncertain)},"
    yield "]"
    if fit.draws and not bad_draws(fit):
        yield "draws = ["
        for row in fit.draws:
            yield f"  {_row(row[place] for place in fit.uncertain)},"
        yield "]"
        yield f"seed = {fit.seed}"


def _row(values: Iterator[float]) -> str:
    return f"[{', '.join(quoted(number(value)) for value in values)}]"


def _note(fit: Fit) -> str:
    """How it was fitted, and every doubt, which so stays with the curve."""
    what = "ln(score)" if fit.logarithmic else "the score"
    objective = f"Huber's function with delta {fit.delta:g}" if fit.delta is not None else "least squares"
    weights = ", weighted by standard errors" if fit.weighted else ""
    parts = [
        f"Fitted to {len(fit.points.rows)} points by {objective} of residuals of {what}{weights}.",
        f"Residuals have an rmse of {figure(fit.rmse, 2)}.",
        f"Covariance: {fit.method}.",
    ]
    if fit.fixed:
        parts.append(f"Held, not fitted: {', '.join(name for name in fit.names if name in fit.fixed)}.")
    return " ".join([*parts, *(f"Doubt: {doubt}." for doubt in doubts(fit))])
