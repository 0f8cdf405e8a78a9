"""Adds the pages of the policy library to the documentation while it is built; mkdocs calls these functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import tomli
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from flopguard.bundled import policies_dir
from flopguard.pages.library import CaseRow, library_index, library_page
from flopguard.policy.load import load_policy, policy_files
from flopguard.policy.types import Policy

ROOT = Path(__file__).resolve().parents[1]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages under the policies in the navigation, by publisher."""
    policies = sorted((load_policy(file) for file in policy_files(policies_dir())), key=_place)
    groups = [{publisher: [_entry(p) for p in found]} for publisher, found in groupby(policies, lambda p: p.publisher)]
    for entry in config.nav or []:
        if "Policy library" in entry:
            entry["Policy library"] = [{"All policies": "library/index.md"}, *groups]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Make one page a policy, and the table of them all."""
    found = {file: load_policy(file) for file in policy_files(policies_dir())}
    files.append(File.generated(config, "library/index.md", content=library_index(sorted(found.values(), key=_place))))
    for file, policy in found.items():
        text = _nested(library_page(policy, _cases(file)))
        files.append(File.generated(config, f"library/{policy.id}.md", content=text))
    return files


def _nested(text: str) -> str:
    """Lists within lists as mkdocs reads them: by four spaces, where two are enough for others."""
    return re.sub(r"(?m)^( +)- ", lambda found: f"{found[1] * 2}- ", text)


def _place(policy: Policy) -> tuple[str, str, str]:
    return (policy.publisher.casefold(), policy.series, policy.status[0].from_.isoformat())


def _entry(policy: Policy) -> dict[str, str]:
    return {policy.id: f"library/{policy.id}.md"}


def _cases(policy_file: Path) -> Iterable[CaseRow]:
    file = ROOT / "tests" / "policies" / policy_file.relative_to(policies_dir())
    for case in tomli.loads(file.read_text(encoding="utf-8"))["case"]:
        for day, expected in case.get("on", {case.get("as_of"): case.get("expect", {})}).items():
            yield CaseRow(case["name"], str(day), tuple(_outcomes(expected)))


def _outcomes(expected: dict[str, Any]) -> Iterable[tuple[str, str]]:
    return ((name, str(outcome).replace("_", " ")) for name, outcome in expected.items())
