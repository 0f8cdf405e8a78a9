"""Make the tables that spare a start work, after a change of policies or lint rules: `make_snapshots.py`."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flopguard.bundled import data_dir, policies_dir  # noqa: E402
from flopguard.lint.rule import Rule  # noqa: E402
from flopguard.lint.run import all_rules  # noqa: E402
from flopguard.pages import rules  # noqa: E402
from flopguard.policy import snapshot  # noqa: E402
from flopguard.policy.lint.rule import PolicyRule  # noqa: E402
from flopguard.policy.lint.run import all_rules as all_policy_rules  # noqa: E402
from flopguard.policy.load import library, policy_files  # noqa: E402


def rules_text() -> str:
    """The page of every rule, about manifests and about policies, by code: title, severity and docstring."""
    pages = {rule.code: {"name": rule.name, "page": _page(rule)} for rule in (*all_rules(), *all_policy_rules())}
    return json.dumps(pages, ensure_ascii=False, indent=1) + "\n"


def _page(rule: Rule | PolicyRule) -> str:
    return f"# {rule.code} {rule.name}\n\nSeverity: {rule.severity.value}. Since {rule.since}.\n\n{rule.doc}\n"


def snapshots() -> dict[str, str]:
    """The text of every table, by its name. Raises PolicyError where a policy is not right."""
    files = policy_files(policies_dir())
    library(files, whole=True)
    return {snapshot.NAME: snapshot.snapshot_text(files), rules.NAME: rules_text()}


def main() -> None:
    """Write them all."""
    for name, text in snapshots().items():
        (data_dir() / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
