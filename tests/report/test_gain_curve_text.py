"""The cells of the table of a gain against scale."""

import pytest

from flopguard.report.text.gain_curve import _gain
from flopguard.result import EffectiveValue


@pytest.mark.parametrize(
    "value, text",
    [
        (EffectiveValue(kind="value", low="1.96", central="1.96", high="1.96"), "2.0x"),
        # A bound never says more than is known.
        (EffectiveValue(kind="at_least", low="1.96"), ">= 1.9x"),
        (EffectiveValue(kind="at_least", low="2.0"), ">= 2.0x"),
        (EffectiveValue(kind="at_most", high="1.92"), "<= 2.0x"),
        (EffectiveValue(kind="at_most", high="1.21e7"), "<= 1.3e7x"),
        (EffectiveValue(kind="at_least", low="unclear"), ">= unclearx"),
        (EffectiveValue(kind="multivalued", values=("2", "3")), "2 values"),
        (EffectiveValue(kind="unbounded"), "unbounded"),
        (EffectiveValue(kind="undefined"), "undefined"),
    ],
)
def test_a_gain_in_a_cell(value: EffectiveValue, text: str) -> None:
    assert _gain(value) == text
