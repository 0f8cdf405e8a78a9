"""Adds the pages of the rules to the documentation while it is built; mkdocs calls these functions."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from flopguard.lint.run import all_rules
from flopguard.pages.rule_table import entry_of, rule_index
from flopguard.policy.lint.run import all_rules as all_policy_rules


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Make one page a rule, and the table of them all."""
    entries = [entry_of(rule) for rule in (*all_rules(), *all_policy_rules())]
    files.append(File.generated(config, "rules/index.md", content=rule_index(entries)))
    for entry in entries:
        files.append(File.generated(config, f"rules/{entry['code']}.md", content=entry["page"]))
    return files
