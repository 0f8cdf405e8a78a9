"""An assessed model and the model that it is compared with, read from their files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flopguard.effective.routes.ratio import Ratio, ratio
from flopguard.evaluate.facts import Facts, Settings
from flopguard.evaluate.run import gather
from flopguard.formula import ratio_bounds
from flopguard.manifest.load import load
from flopguard.quantity import show

DEFINITION = """
[[definition]]
id = "house"
baseline = { techniques = ["dense transformer"], cutoff_date = "2023-06-30" }
metric = { name = "loss", kind = "loss", unit = "nats/byte" }
compute_scope = ["pretrain"]
scale_side = "new"
curve = "curve"

[[curve]]
id = "curve"
metric = "loss"
law = "power"
floor = "2"
coefficient = "1e20"
exponent = "1"
source = "fit"
"""
GAIN = """
[[enhancement]]
name = "moe"
kind = "architecture"
gain = "2..8"
metric = "loss"
measured_at = ["1e20 FLOP", "1e26 FLOP"]
source = "paper"
"""


def text(name: str, flop: str, score: str, more: str = GAIN) -> str:
    return f"""
manifest = 1
[model]
name = "{name}"
[[training]]
component = "pretrain"
flop = "{flop}"
[[benchmark]]
name = "loss"
score = "{score}"
unit = "nats/byte"
{DEFINITION}{more}"""


ASSESSMENT = """
[[assessment]]
series = "s"
kind = "k"
date = 2025-01-01
model = { manifest = "old.toml" }
"""


def gathered(folder: Path, new: str, old: str) -> Facts:
    (folder / "old.toml").write_text(old, encoding="utf-8")
    (folder / "new.toml").write_text(new + ASSESSMENT, encoding="utf-8")
    loaded = load(str(folder / "new.toml"))
    assert loaded.manifest is not None, loaded.problems
    return gather(loaded, Settings(date(2026, 3, 1)))


def between(facts: Facts, route: str) -> Ratio:
    ours, theirs = (
        next(e for e in answers if e.route == route) for answers in (facts.effective, facts.assessed_effective[0])
    )
    return ratio(ours, theirs)


def shown(found: Ratio) -> str:
    assert found.above is not None
    ends = found.above.bounds() if found.below is None else ratio_bounds(found.above, found.below)
    assert ends is not None
    return " .. ".join("-" if end is None else show(end, 3) for end in (ends.low, ends.high))


@pytest.mark.parametrize(
    "old, expected",
    [
        pytest.param(text("Old", "1e23 FLOP", "2.04"), "4.00 .. 4.00", id="the same evidence cancels"),
        pytest.param(
            text("Old", "1e23 FLOP", "2.04", GAIN.replace("paper", "memo")), "1.00 .. 16.0", id="other does not"
        ),
        pytest.param(text("Old", "1e23 FLOP", "2.04", ""), "8.00 .. 32.0", id="what is new stays"),
    ],
)
def test_gains_over_those_of_the_assessed_model(old: str, expected: str, tmp_path: Path) -> None:
    facts = gathered(tmp_path, text("New", "4e23 FLOP", "2.01"), old)
    assert shown(between(facts, "gains")) == expected


def test_scores_over_those_of_the_assessed_model(tmp_path: Path) -> None:
    facts = gathered(tmp_path, text("New", "4e23 FLOP", "2.01"), text("Old", "1e23 FLOP", "2.04"))
    assert shown(between(facts, "inversion")) == "4.00 .. 4.00"


def test_two_scores_alike_are_two_measurements(tmp_path: Path) -> None:
    """Only a measurement over itself is certainly 1; that of another model has a noise of its own."""
    noisy = text("{}", "1e23 FLOP", "2.04").replace('score = "2.04"', 'score = "2.04"\nstandard_error = "0.001"')
    facts = gathered(tmp_path, noisy.replace("{}", "New"), noisy.replace("{}", "Old"))
    assert shown(between(facts, "inversion")) == "0.944 .. 1.06"


def test_the_routes_of_the_model_are_compared(tmp_path: Path) -> None:
    facts = gathered(tmp_path, text("New", "1e22 FLOP", "2.0025"), text("Old", "1e23 FLOP", "2.04"))
    assert [(entry.definition, entry.situation) for entry in facts.routes] == [("house", "agree")]
