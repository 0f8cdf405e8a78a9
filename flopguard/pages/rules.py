"""The page of a lint rule, from its docstring."""

from __future__ import annotations

from inspect import cleandoc

from flopguard.lint.rule import Rule


def rule_page(rule: Rule) -> str:
    """Title, severity and the docstring of a rule."""
    return (
        f"# {rule.code} {rule.name}\n\nSeverity: {rule.severity.value}. Since {rule.since}.\n\n{cleandoc(rule.doc)}\n"
    )
