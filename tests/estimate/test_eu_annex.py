"""The eight worked examples of the Commission's guidelines (Annex A.3), and what the annex prints for them."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import pytest

from flopguard.evaluate.compute_view import view
from flopguard.policy.load import bundled_policies
from tests.estimate.support import compute_of, phase_of

TOKENS = '[architecture]\nparameters = "{}"\n[[training]]\ncomponent = "pretrain"\ntokens = "{}"\n'
HARDWARE = (
    '[[training]]\ncomponent = "pretrain"\nhardware = [{{ chip = "{}", peak = "{}", chip_hours = "{}", '
    'utilisation = "50%", utilisation_kind = "mfu" }}]\n'
)
ROUNDED, CUT = ROUND_HALF_EVEN, ROUND_DOWN
EXAMPLES = [
    # model, manifest, exact, printed in the annex, in how many digits and how
    ("A", TOKENS.format("3.8e9", "3.3e12"), "7.524e22", "7.5E+22", 2, ROUNDED),
    ("B", HARDWARE.format("a100-pcie-40gb", "300 TFLOP/s", "200e3"), "1.08e23", "1E+23", 1, ROUNDED),
    ("C", TOKENS.format("0.6e9", "36e12"), "1.296e23", "1.3E+23", 2, ROUNDED),
    ("D", TOKENS.format("1.54e9", "18e12"), "1.6632e23", "1.663E+23", 4, ROUNDED),
    ("D in the list", TOKENS.format("1.54e9", "18e12"), "1.6632e23", "1.6E+23", 2, CUT),
    ("E", TOKENS.format("1.7e9", "36e12"), "3.672e23", "3.7E+23", 2, ROUNDED),
    ("F", TOKENS.format("2.5e9", "12e12"), "1.8e23", "1.8E+23", 2, ROUNDED),
    ("G", TOKENS.format("2.6e9", "10e12"), "1.56e23", "1.5E+23", 2, CUT),
    ("H", HARDWARE.format("h100-sxm5-80gb", "989 TFLOP/s", "370e3"), "6.58674e23", "6.5E+23", 2, CUT),
]
"""The annex cuts D in its list, G and H off, where rounding gives 1.7e23, 1.6e23 and 6.6e23. The epochs of G, 61e9
tokens seen 164 times, are 1.0004e13 tokens, which the annex takes as 10e12."""


@pytest.mark.parametrize("model, text, exact, printed, digits, how", EXAMPLES, ids=lambda value: str(value)[:14])
def test_the_annex_examples(model: str, text: str, exact: str, printed: str, digits: int, how: str) -> None:
    chosen = phase_of(text).chosen
    assert chosen is not None
    bounds = chosen.amount.bounds()
    assert bounds.low == bounds.central == bounds.high == Fraction(exact)
    assert Context(prec=digits, rounding=how).plus(Decimal(exact)) == Decimal(printed)


def test_every_epoch_of_model_g_counts() -> None:
    chosen = phase_of(TOKENS.format("2.6e9", str(61 * 10**9 * 164))).chosen
    assert chosen is not None
    assert chosen.amount.bounds().low == Fraction("1.560624e23")


GENERATED = (
    '[[training]]\ncomponent = "syn_private_kept"\nparameters = "7e9"\ntokens = "10e9"\n'
    '[[training]]\ncomponent = "syn_private_discarded"\nparameters = "7e9"\ntokens = "90e9"\n'
    "[scope]\ncomplete = true\n"
)


def test_of_a_hundred_generated_samples_of_which_ten_are_used_all_count() -> None:
    """In the cumulative total; the one of what directly updates the weights holds none of them for sure."""
    eu = tuple(policy for policy in bundled_policies() if policy.id == "eu-gl")
    totals = {total.counting: total.lower for total in view(compute_of(GENERATED), eu, None).totals}
    assert {name: Fraction(total.low) for name, total in totals.items()} == {
        "cumulative": Fraction(2 * 7 * 10**9 * 100 * 10**9),
        "direct": 0,
    }
