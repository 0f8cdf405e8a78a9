"""A confidential gain: nothing that is shown says anything of its factor, in whatever form that stands."""

from __future__ import annotations

from datetime import date

import pytest

from flopguard.check import check_loaded, report_of
from flopguard.evaluate.facts import Settings
from flopguard.manifest.load import load_text
from flopguard.redact import SAID
from flopguard.report.formats import FORMATS
from flopguard.report.style import Style

SETTINGS = Settings(date(2026, 11, 22))
HEAD = """manifest = 1
[model]
name = "x"
[scope]
complete = true
[[training]]
component = "pretrain"
flop = "1e24 FLOP"
[[curve]]
id = "old"
law = "power"
floor = "1.7"
coefficient = "20.7319"
exponent = "0.05"
domain = "1e20..1e30 FLOP"
confidential = true
[[curve]]
id = "new"
law = "power"
floor = "1.7"
coefficient = "20"
exponent = "0.05"
domain = "1e20..1e30 FLOP"
[[definition]]
id = "d"
baseline = { techniques = ["dense"] }
metric = { name = "c4-loss", kind = "loss" }
compute_scope = ["pretrain"]
scale_side = "new"
"""
GAIN = '[[enhancement]]\nname = "moe"\nkind = "architecture"\nmetric = "c4-loss"\nmeasured_at = ["1e24 FLOP"]\n'
OPEN = GAIN.replace("moe", "open") + 'gain = "2"\n'
FORMS = {
    "gain": 'gain = "7.319"\n',
    "gsd": 'gain = "7.319"\ngsd = "1.7319"\n',
    "samples": 'samples = ["7.319", "7.3191", "7.3192"]\n',
    "gain_at": 'gain_at = [{ compute = "1e24 FLOP", gain = "7.319" }]\n',
    "joint": 'gain = "7.319"\njoint_of = ["open"]\n',
    "overlap": 'gain = "7.319"\noverlaps_with = ["open"]\n',
}


def shown(text: str) -> str:
    """All that any format prints of a manifest, and its effective compute."""
    report = report_of([check_loaded(load_text(text), (), SETTINGS)], SETTINGS, 0)
    (entry,) = report.manifests
    assert [(each.result.kind, each.result.reason) for each in entry.effective] == [("undefined", SAID)]
    styles = (Style(width=120), Style(width=120, explain=True, verbose=1))
    return "".join(render(report, style) for render in FORMATS.values() for style in styles)


@pytest.mark.parametrize("form", FORMS)
def test_no_digit_of_a_confidential_gain_is_shown(form: str) -> None:
    assert "7319" not in shown(HEAD + OPEN + GAIN + FORMS[form] + "confidential = true\n").replace(".", "")


def test_no_digit_of_a_confidential_curve_is_shown() -> None:
    assert "7319" not in shown(HEAD + GAIN + 'curves = { baseline = "old", new = "new" }\n').replace(".", "")


def test_a_confidential_prior_is_not_shown_by_its_product() -> None:
    prior = 'interaction = { mean = "-0.7319", deviation = "0.0017319" }\nconfidential = true\n'
    text = HEAD + prior + OPEN + OPEN.replace("open", "other")
    assert "7319" not in shown(text).replace(".", "")
