"""Make the tables that spare a start work, after a change of policies or lint rules: `make_snapshots.py`.

The codes of new rules are added to `tests/data/rule-codes.csv`, the list of those that may not change any more.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flopguard.bundled import data_dir, policies_dir  # noqa: E402
from flopguard.lint.rule import Rule  # noqa: E402
from flopguard.lint.run import all_rules  # noqa: E402
from flopguard.pages import rules  # noqa: E402
from flopguard.pages.rule_table import table_text  # noqa: E402
from flopguard.policy import snapshot  # noqa: E402
from flopguard.policy.lint.rule import PolicyRule  # noqa: E402
from flopguard.policy.lint.run import all_rules as all_policy_rules  # noqa: E402
from flopguard.policy.load import library, policy_files  # noqa: E402

CODES = ROOT / "tests" / "data" / "rule-codes.csv"


def every_rule() -> tuple[Rule | PolicyRule, ...]:
    """The rules about manifests and those about policies."""
    return (*all_rules(), *all_policy_rules())


def codes_text() -> str:
    """The list of released codes with a line more for each rule that is not in it; no line changes or goes."""
    lines = CODES.read_text(encoding="utf-8").splitlines() if CODES.exists() else ["code,name,since,retired"]
    known = {line.partition(",")[0] for line in lines}
    lines += [f"{rule.code},{rule.name},{rule.since}," for rule in every_rule() if rule.code not in known]
    return "\n".join([lines[0], *sorted(lines[1:])]) + "\n"


def snapshots() -> dict[str, str]:
    """The text of every table, by its name. Raises PolicyError where a policy is not right."""
    files = policy_files(policies_dir())
    library(files, whole=True)
    return {snapshot.NAME: snapshot.snapshot_text(files), rules.NAME: table_text(every_rule())}


def main() -> None:
    """Write them all."""
    for name, text in snapshots().items():
        (data_dir() / name).write_text(text, encoding="utf-8")
    CODES.write_text(codes_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
