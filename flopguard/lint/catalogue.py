"""Which rules there are, by code: known by the names of their modules, and imported one by one when they are to run."""

from __future__ import annotations

import pkgutil
import re
from functools import cache
from importlib import import_module
from pathlib import Path

from flopguard.lint.rule import Rule

_RULES = "flopguard.lint.rules"
_MODULE = re.compile(r"(fg[0-9]{3})_([a-z0-9_]+)")


@cache
def _modules() -> dict[str, str]:
    """The module of each rule by its code, in the order of the codes."""
    folder = str(Path(__file__).with_name("rules"))
    names = sorted(module.name for module in pkgutil.iter_modules([folder]))
    return {match[1].upper(): match[0] for name in names if (match := _MODULE.fullmatch(name))}


@cache
def codes() -> dict[str, str]:
    """The code of each rule by its name, in the order of the codes; no rule is imported to tell them."""
    return {module.partition("_")[2].replace("_", "-"): code for code, module in _modules().items()}


@cache
def rule_of(code: str) -> Rule:
    """The rule of a code."""
    module = import_module(f"{_RULES}.{_modules()[code]}")
    (found,) = (item for item in vars(module).values() if isinstance(item, Rule))
    return found


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(rule_of(code) for code in _modules())


@cache
def former_names() -> dict[str, str]:
    """The code of each rule by the names that it once had; this alone imports them all."""
    return {name: rule.code for rule in all_rules() for name in rule.formerly}
