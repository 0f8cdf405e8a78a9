"""A small policy with one condition, to be replaced, and its cases."""

from __future__ import annotations

from flopguard.components import ComponentKey
from flopguard.policy.load import policy_of_text
from flopguard.policy.types import Policy

LINE = '{ quantity = "training_compute", counting = "all", at_least = "3e24 FLOP" }'
_EVERY = ", ".join(f'"{key.value}"' for key in ComponentKey if key is not ComponentKey.SERVE)
_TEXT = f"""
policy = 1
id = "rule"
series = "rule"
version = "1"
title = "A rule"
publisher = "A lab"
kind = "lab-policy"
status = [{{ from = 2026-01-01, is = "in_force" }}]
source = "https://example.com"
verified = "primary"

[parameters]
operator = "more_than"

[counting.all]
basis = "Section 1"
in = [{_EVERY}]
out = ["serve"]

[[trigger]]
id = "line"
title = "a line"
cite = "Section 2"
watches = "release"
condition = "As the test says."

[[trigger.duty]]
action = "report it"
within = "1 month"
modality = "must"
counted_from = ["released"]
cite = "Section 3"

[[trigger.threshold]]
from = 2026-01-01
cite = "Section 2"
when = WHEN
"""

OPERATOR_IS_OPEN = """
[[open_question]]
id = "operator"
triggers = ["line"]
asks = "Is exactly on the line enough?"
text = "The text says both."
[[open_question.readings]]
id = "enough"
set = { "parameters.operator" = "at_least" }
[[open_question.readings]]
id = "not-enough"
set = { "parameters.operator" = "more_than" }
"""

CASES = """
[[case]]
name = "exactly on the line is enough"
as_of = 2026-03-01
expect = { line = "triggered" }
due = { line = ["2026-02-28"] }
totals.all = ["3e24", 3e24, 3000000000000000000000000]
[case.manifest]
scope = { complete = true }
model = { base = "none", released = 2026-01-31 }
training = [{ component = "pretrain", flop = "3e24" }]

[[case]]
name = "just below the line, and served"
manifest = "below"
totals.all = ["2999e21", "2999e21", "2999e21"]
[case.on]
2025-12-31 = { "*" = "not_in_force" }
2026-01-01 = { "*" = "not_triggered" }

[[case]]
name = "nothing is stated"
as_of = 2026-03-01
expect = { line = "undetermined" }
because = { line = ["missing"] }

[[case]]
name = "the standing"
standing = { 2025-12-31 = "none", 2026-01-01 = "in_force" }

[manifest.below]
scope = { complete = true }
model = { base = "none" }
training = [{ component = "pretrain", flop = "2.999e24" }, { component = "serve", flop = "1e25" }]
"""


def policy_text(when: str = LINE, more: str = "") -> str:
    """The text of the policy with another condition, and what is added to it."""
    return _TEXT.replace("WHEN", when) + more


def policy_with(when: str = LINE, more: str = "") -> Policy:
    """The policy with another condition."""
    return policy_of_text(policy_text(when, more), "rule.toml")
