"""No figure of a confidential phase reaches any output."""

from __future__ import annotations

from datetime import date

import pytest

from flopguard.check import check_loaded, report_of
from flopguard.evaluate.facts import Settings
from flopguard.manifest.load import load_text
from flopguard.policy.load import bundled_policies
from flopguard.report.formats import FORMATS
from flopguard.report.style import Style

SETTINGS = Settings(date(2026, 11, 22))
CARD = """
manifest = 1
[model]
name = "Secret-1"
outputs = ["text"]
[[training]]
component = "pretrain"
flop = "{flop} FLOP"
parameters = "271e9"
tokens = "{tokens}"
confidential = {confidential}
hardware = [{{ chip = "h100-sxm5-80gb", chip_hours = "12.47e6", utilisation = "37.3%", utilisation_kind = "mfu" }}]
"""
FIGURES = ("6.83", "3.71", "271", "12.47", "37.3", "4.39")


def written(form: str, confidential: str, flop: str = "6.83e24") -> str:
    text = CARD.format(flop=flop, tokens="4.39e12", confidential=confidential)
    report = report_of([check_loaded(load_text(text, "secret.toml"), bundled_policies(), SETTINGS)], SETTINGS)
    return FORMATS[form](report, Style(width=120, verbose=1, explain=True))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("flop", ["6.83e24", "6.83e25"])
def test_figures_of_a_confidential_phase_stay_inside(form: str, flop: str) -> None:
    shown = written(form, "true", flop)
    assert [figure for figure in FIGURES if figure in shown] == []
    assert "eu-aiact" in shown


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_figures_are_shown_where_they_are_not_confidential(form: str) -> None:
    assert [figure for figure in FIGURES if figure not in written(form, "false")] == ["3.71"]


def test_outcomes_do_not_change() -> None:
    outcomes = []
    for confidential in ("true", "false"):
        text = CARD.format(flop="6.83e25", tokens="4.39e12", confidential=confidential)
        report = check_loaded(load_text(text, "secret.toml"), bundled_policies(), SETTINGS)
        outcomes.append([(v.trigger, v.outcome, v.because) for v in report.verdicts])
    assert outcomes[0] == outcomes[1]
