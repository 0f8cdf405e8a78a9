"""Tiny policies and manifests, written out in the test, and their verdicts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from flopguard.components import ComponentKey
from flopguard.document import validate
from flopguard.evaluate.facts import DecisionRule, Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.manifest.load import Loaded, load, load_text
from flopguard.policy.load import with_definitions
from flopguard.policy.types import Mark, Policy
from flopguard.reading.trees import read_tree
from flopguard.result import Verdict

DAY = date(2026, 3, 1)


def counting(name: str = "all", *, rest: str = "in", **marks: str) -> str:
    """A counting rule: the marks that are given, `rest` for every other component."""
    chosen = {key.value: marks.get(key.value, rest) for key in ComponentKey}
    lines = [f"{mark.value} = {[k for k, m in chosen.items() if m == mark.value]}" for mark in Mark]
    return "\n".join([f"[counting.{name}]", 'basis = "a test"', *lines, ""]).replace("'", '"')


def policy(
    when: str = 'quantity = "training_compute", counting = "all", more_than = "1e25"',
    *,
    rule: str | None = None,
    trigger: str = "",
    top: str = "",
    more: str = "",
    watches: str = "continuous",
    id: str = "p",
) -> Policy:
    """A policy of one trigger `t`; `trigger` goes into its table, `more` behind it, `top` before the counting rule."""
    text = f'''
policy = 1
id = "{id}"
series = "s"
version = "v1"
title = "A test"
publisher = "Nobody"
kind = "law"
status = [{{ from = 2020-01-01, is = "in_force" }}]
source = "https://example.com"
verified = "memory"
{top}
{counting() if rule is None else rule}
[[trigger]]
id = "t"
title = "the line"
cite = "1"
watches = "{watches}"
condition = "over the line"
{trigger}
[[trigger.threshold]]
from = 2020-01-01
cite = "1"
when = {{ {when} }}
{more}
'''
    found = validate(read_tree(text), Policy)  # without the checks of a whole file: some questions here change nothing
    assert isinstance(found, Policy), found
    whole, problems = with_definitions(found, lambda name: f"cannot be read: {name}")
    assert not problems, problems
    return whole


def question(id: str, *readings: str, triggers: str = '"t"', facts: str = "") -> str:
    """An open question; each reading is what its `set` table holds."""
    tables = ", ".join(f'{{ id = "r{n}", set = {{ {text} }} }}' for n, text in enumerate(readings))
    return f'''
[[open_question]]
id = "{id}"
triggers = [{triggers}]
asks = "{id}?"
text = "open"
readings = [{tables}]
facts = [{facts}]
'''


def more_trigger(id: str, when: str, *, table: str = "", start: str = "2020-01-01") -> str:
    """Another trigger of the same policy."""
    return f'''
[[trigger]]
id = "{id}"
title = "{id}"
cite = "2"
watches = "continuous"
condition = "{id}"
{table}
[[trigger.threshold]]
from = {start}
cite = "1"
when = {{ {when} }}
'''


def card(*phases: str, model: str = "", complete: bool = False, more: str = "") -> str:
    """A manifest; each phase is what its table holds, on one line or several."""
    tables = "".join(f"[[training]]\n{phase}\n" for phase in phases)
    scope = "[scope]\ncomplete = true\n" if complete else ""
    return f'manifest = 1\n[model]\nname = "M"\n{model}\n{scope}{tables}{more}'


def pretrain(flop: str, *more: str) -> str:
    """A pre-training phase of this much."""
    return "\n".join(('component = "pretrain"', f'flop = "{flop}"', *more))


def phase(component: str, flop: str, *more: str) -> str:
    """A phase of this component of this much."""
    return "\n".join((f'component = "{component}"', f'flop = "{flop}"', *more))


def settings(
    as_of: date = DAY,
    unstated: int | None = 1,
    rule: DecisionRule = DecisionRule.UNDETERMINED,
    *,
    as_if_in_force: bool = False,
    at_event: bool = False,
) -> Settings:
    share = None if unstated is None else Fraction(unstated)
    return Settings(as_of, share, rule, as_if_in_force, at_event)


def read(text: str) -> Loaded:
    found = load_text(text)
    assert found.manifest is not None, found.problems
    assert not found.problems, found.problems
    return found


def judged_all(text: str | Loaded, *policies: Policy, how: Settings | None = None) -> dict[str, Verdict]:
    """Every verdict, by policy and trigger."""
    found = text if isinstance(text, Loaded) else read(text)
    answers = verdicts(policies, gather(found, how or settings()))
    return {f"{answer.policy}/{answer.trigger}": answer for answer in answers}


def judged(text: str | Loaded, law: Policy | None = None, how: Settings | None = None) -> Verdict:
    """The verdict on trigger `t`."""
    law = law or policy()
    return judged_all(text, law, how=how)[f"{law.id}/t"]


def family(folder: Path, **files: str) -> Loaded:
    """The manifest `own` among files that may name each other."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    found = load(str(folder / "own.toml"))
    assert found.manifest is not None, found.problems
    return found
