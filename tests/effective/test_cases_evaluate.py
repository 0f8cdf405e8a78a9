"""One model against the triggers of several texts: one factor satisfies one rule and not another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flopguard.policy.types import Policy
from flopguard.result import Outcome
from tests.effective.cases import case
from tests.evaluate.effective_support import definition, gain, model
from tests.evaluate.support import family, judged, policy

COVERS = {"L40"}
ASSESSED = '[[assessment]]\nseries = "s"\nkind = "full"\ndate = 2025-11-12\nmodel = { manifest = "old.toml" }\n'


def raw(line: Decimal) -> Policy:
    return policy(f'quantity = "training_compute", counting = "all", more_than = "{line:e}"')


def ratio(line: Decimal, sign: str) -> Policy:
    return policy(
        'quantity = "effective_compute", relative_to = "last_assessment", kind = "full", measure = "loss", '
        f'raw_floor = false, {sign} = "{line}x"'
    )


def rule(name: str, line: Decimal) -> Policy:
    """The texts' own operators: only the one of 2023 asks for more than its line."""
    if not name.endswith("effective_ratio"):
        return raw(line)
    return ratio(line, "more_than" if name.startswith("OpenAI") else "at_least")


def test_each_text_has_its_own_answer(tmp_path: Any) -> None:
    found = case("L40")
    loss, actual = definition(), found.inputs["actual_flop"]
    factor = found.inputs["effective_multiplier_vs_previous"]
    own = model(loss, gain(str(factor)), ASSESSED, flop=f"{actual:e}")
    loaded = family(tmp_path, own=own, old=model(loss, gain("1"), flop=f"{actual:e}", name="Old"))
    answers = {
        name: judged(loaded, rule(name, line)).outcome is Outcome.TRIGGERED
        for name, line in found.inputs["triggers"].items()
    }
    case("L40").check(answers, found.expected)
