"""Adds the page of the known checks to the documentation while it is built; mkdocs calls this function."""

from __future__ import annotations

import csv
from pathlib import Path

import tomli
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from flopguard.lint.run import all_rules
from flopguard.pages.checks import Check, NotRule, checks_page
from flopguard.policy.lint.run import all_rules as all_policy_rules

ROOT = Path(__file__).resolve().parents[1]
CHECKS = ROOT / "tests" / "data" / "checks.csv"
NOT_RULES = ROOT / "docs" / "checks-not-rules.toml"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Make the page out of the rules and of the list of checks that are none."""
    files.append(File.generated(config, "checks.md", content=page()))
    return files


def page() -> str:
    """The page as the repository stands."""
    covers = {rule.code: rule.covers for rule in (*all_rules(), *all_policy_rules())}
    return checks_page(known_checks(), covers, not_rules())


def known_checks() -> list[Check]:
    """Every known check, source by source."""
    with CHECKS.open(encoding="utf-8", newline="") as file:
        return [Check(row["source"], row["slug"], row["asks"]) for row in csv.DictReader(file)]


def not_rules() -> dict[str, NotRule]:
    """By slug: why no rule carries it out."""
    entries = tomli.loads(NOT_RULES.read_text(encoding="utf-8")).get("check", [])
    return {entry["slug"]: NotRule(entry["why"], entry["done_in"]) for entry in entries}
