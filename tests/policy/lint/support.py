"""A minimal policy around the tables of an example."""

from flopguard.components import ComponentKey
from flopguard.finding import Finding
from flopguard.policy.lint.run import lint_policy
from flopguard.policy.load import policy_of_text
from flopguard.policy.types import Policy
from flopguard.source import Source

HEAD = """\
policy = 1
id = "x"
series = "x"
title = "x"
publisher = "x"
kind = "lab-policy"
status = [{ from = 2026-01-01, is = "in_force" }]
source = "https://example.com"
verified = "primary"
"""
VERSION = 'version = "1"\n'
COUNTING = '[counting.all]\nbasis = "x"\nin = ["' + '", "'.join(ComponentKey) + '"]\n'
TRIGGER = """\
[[trigger]]
id = "other"
title = "x"
cite = "x"
watches = "release"
condition = "x"
threshold = [{ from = 2026-01-01, when = { fact = "open_weights" }, cite = "x" }]
"""


def text_with(example: str) -> str:
    """A policy that has the tables of an example, and what else a policy needs."""
    head, _, tables = example.partition("[") if not example.startswith("[") else ("", "", example[1:])
    tables = f"[{tables}" if tables else ""
    version = "" if "version" in head else VERSION
    trigger = "" if "[[trigger]]" in tables else TRIGGER
    return f"{HEAD}{version}{head}\n{tables}\n{COUNTING}{trigger}"


def policy_with(example: str) -> Policy:
    return policy_of_text(text_with(example), "x.toml")


def found_in(example: str, *library: Policy) -> tuple[Finding, ...]:
    """What is found in a policy with the tables of an example, with lines and columns."""
    text = text_with(example)
    policy = policy_of_text(text, "x.toml")
    return lint_policy(policy, (policy, *library), None, Source("x.toml", text))
