"""Manifests with definitions, curves, gains and scores, written as text.

The curves of the two scores rise by 10 points for each tenfold of compute, from 50 % at 1e24 FLOP: 60 % is 1e25.
"""

from __future__ import annotations

from tests.evaluate.support import card, pretrain


def definition(id: str = "d", *, metric: str = "web", kind: str = "loss", curve: str = "", more: str = "") -> str:
    """A definition that counts pre-training; a `curve` of its own name is that of the score."""
    named = f'curve = "{curve}"\n' if curve else ""
    unit = ', unit = "bits/byte"' if kind == "loss" else ""
    return f'''
[[definition]]
id = "{id}"
baseline = {{ techniques = ["dense"], cutoff_date = "2023-06-30" }}
metric = {{ name = "{metric}", kind = "{kind}"{unit} }}
compute_scope = ["pretrain"]
scale_side = "new"
{named}{more}
'''


def gain(value: str, *, name: str = "moe", metric: str = "web", kind: str = "architecture", of: str = "") -> str:
    """A gain measured where it is used."""
    named = f'definition = "{of}"' if of else ""
    return f'''
[[enhancement]]
name = "{name}"
kind = "{kind}"
gain = "{value}"
metric = "{metric}"
measured_at = ["1e20 FLOP", "1e28 FLOP"]
{named}
'''


def line(id: str, *, slope: str = "10%", at: str = "1e24 FLOP") -> str:
    """A score of 50 % at a compute, and so much more with every tenfold."""
    return f'''
[[curve]]
id = "{id}"
law = "log_linear"
slope = "{slope}"
domain = "1e15..1e35 FLOP"
anchor = {{ compute = "{at}", score = "50%" }}
'''


def bent(id: str) -> str:
    """Points of a score that falls between 1e25 and 1e26 FLOP and rises again."""
    points = ", ".join(
        f'{{ compute = "{compute} FLOP", score = "{score}" }}'
        for compute, score in (("1e24", "50%"), ("1e25", "60%"), ("1e26", "55%"), ("1e27", "80%"))
    )
    return f'[[curve]]\nid = "{id}"\nlaw = "points"\npoints = [{points}]\n'


def power(id: str, *, floor: str = "1.5") -> str:
    """A loss over a floor; 10 * C^-0.1 above it."""
    return f'[[curve]]\nid = "{id}"\nlaw = "power"\nfloor = "{floor}"\ncoefficient = "1000"\nexponent = "0.1"\n'


def loss(value: str) -> str:
    """A loss without any sampling error."""
    return score(value, name="web", more='unit = "bits/byte"')


def score(value: str, *, name: str = "reasoning", more: str = "") -> str:
    """A score without any sampling error."""
    return f'[[benchmark]]\nname = "{name}"\nscore = "{value}"\nstandard_error = "0%"\n{more}\n'


def index(id: str = "d", metric: str = "reasoning", *, curve: str = "c", more: str = "") -> str:
    """A definition on a score with its curve."""
    return definition(id, metric=metric, kind="accuracy", curve=curve, more=more)


def model(*tables: str, flop: str = "3e25", name: str = "M", more: str = "") -> str:
    """A model of one run with these tables."""
    text = card(pretrain(flop), complete=True, model=more, more="".join(tables))
    return text.replace('name = "M"', f'name = "{name}"', 1)
