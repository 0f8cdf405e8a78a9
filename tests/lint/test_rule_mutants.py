"""The mistakes that are made in rules on purpose: which ones there are, and that one changes nothing else."""

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from flopguard.lint.run import all_rules
from flopguard.policy.lint.run import all_rules as all_policy_rules

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rule_mutants", SCRIPTS / "rule_mutants.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rule_mutants"] = module
    spec.loader.exec_module(module)
    return module


RULE = '''
FEW = 10

@rule("FG999", "x")
def check(subject):
    """A page with a number, 3."""
    for item in subject.items:
        if item.a < FEW and not item.b:
            yield Finding(item)

def _is(value) -> bool:
    return known(value)

def _text(items) -> str:
    return ", ".join(item for item in items if item.c == 2)
'''


def test_the_mistakes_of_a_small_rule(script: ModuleType) -> None:
    assert [(mutant.says, mutant.is_main) for mutant in script.mutants(RULE)] == [
        ("the number 10 as 20", False),
        ("the number 10 as 5", False),
        ("if item.a < FEW and (not item.b): turned round", True),
        ("item.a < FEW and (not item.b): and for or, or for and", True),
        ("item.a < FEW as item.a <= FEW", True),
        ("yield Finding(item): not said", True),
        ("return known(value): turned round", True),
        ("for ... if item.c == 2: turned round", False),
        ("item.c == 2 as item.c != 2", False),
        ("item.c == 2 as item.c == 3", False),
        ("item.c == 2 as item.c == 1", False),
    ]


def test_a_mistake_changes_one_place(script: ModuleType) -> None:
    texts = [ast.unparse(mutant.tree) for mutant in script.mutants(RULE)]
    whole = ast.unparse(ast.parse(RULE)).splitlines()
    assert len(set(texts)) == len(texts)
    assert all(sum(a != b for a, b in zip(text.splitlines(), whole, strict=True)) == 1 for text in texts)


def test_every_rule_can_be_made_wrong(script: ModuleType) -> None:
    for rule in (*all_rules(), *all_policy_rules()):
        file = sys.modules[rule.check.__module__].__file__
        assert any(mutant.is_main for mutant in script.mutants(Path(str(file)).read_text(encoding="utf-8"))), rule.code
