"""One run and its totals by each instrument's own counting: lower, likely and upper."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flopguard.check import check_loaded
from flopguard.policy.load import bundled_policies
from flopguard.result import Total
from tests.estimate.support import loaded
from tests.evaluate.support import settings

PARTS = {
    "pretrain": "8.0",
    "midtrain_sft": "0.6",
    "rl_update": "0.5",
    "rl_rollout": "1.5",
    "syn_private_kept": "0.6",
    "syn_private_discarded": "0.6",
    "syn_public": "0.3",
    "aux_train": "0.2",
    "teacher_train": "20",
    "teacher_infer": "0.4",
    "data_prep": "0.3",
    "run_abandoned": "0.9",
    "explore": "1.0",
    "recompute": "2.0",
    "eval": "0.1",
}
"""In units of 1e25 FLOP; together 37.0."""
SUMS = [
    # Updates alone; nothing leans in; rollouts, private data, the teacher's runs, filtering, the lost run lean out.
    ("eu-gl/direct", "9.1", "9.1", "13.4"),
    # Updates and private synthetic data; rollouts and the teacher's runs lean in; filtering and the lost run may count.
    ("eu-gl/cumulative", "10.3", "12.2", "13.4"),
    ("eu-aiact/cumulative", "10.3", "12.2", "13.4"),
    # Updates; rollouts lean in; the text excludes nothing.
    ("us-ca-sb53/model", "9.1", "10.6", "37.0"),
    ("us-ca-sb53/developer", "9.1", "10.6", "37.0"),
    # Updates and filtering; rollouts, auxiliary models, kept data and the teacher's runs lean in; evaluation is out.
    ("kr-aibasic/notice", "9.4", "12.1", "36.9"),
]


def totals(unit: Fraction) -> dict[str, Total]:
    phases = (
        f'[[training]]\ncomponent = "{key}"\nflop = "{int(Fraction(share) * unit)}"\n' for key, share in PARTS.items()
    )
    read = loaded('base = "none"\n[scope]\ncomplete = true\n' + "".join(phases))
    compute = check_loaded(read, bundled_policies(), settings()).compute
    assert compute is not None
    return {f"{total.policy}/{total.counting}": total for total in compute.totals}


@pytest.mark.parametrize("unit", [Fraction(10**25), Fraction(10**24)])
@pytest.mark.parametrize("counting, lower, likely, upper", SUMS)
def test_each_instrument_has_its_own_total(counting: str, lower: str, likely: str, upper: str, unit: Fraction) -> None:
    total = totals(unit)[counting]
    found = [part.central for part in (total.lower, total.likely, total.upper)]
    assert [Fraction(text or "-1") / unit for text in found] == [Fraction(text) for text in (lower, likely, upper)]
