"""Everything on the pages that can be run: console examples print what they say, TOML examples are what they say.

On a page, a comment before a block tells what it is:

    <!-- file: my.flopguard.toml -->   the block is that file for the commands after it; a card ends in .md
    <!-- fragment -->                  laid over a minimal manifest
    <!-- policy fragment -->           laid over a minimal policy

A block of `console` holds commands after `$ `, each followed by all that it prints; `| head -n N`, `| tail -n N`,
`| grep TEXT` and `| sed -n '/TEXT/,$p'` shorten it, and `$ echo $?` shows the exit status. After a change that is
meant, write the output anew and read the difference: FLOPGUARD_UPDATE_DOCS=1 pytest tests/test_docs.py
"""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flopguard.cases.types import CaseFile
from flopguard.cli import main
from flopguard.configuration import Configuration
from flopguard.definition.types import Definitions
from flopguard.document import validate
from flopguard.manifest.acknowledgements import AcknowledgementFile
from flopguard.manifest.types import Manifest
from flopguard.policy.check import problems_of
from flopguard.policy.load import policy_of_text
from flopguard.policy.types import Policy
from flopguard.problems import Problem
from flopguard.reading.trees import read_tree
from flopguard.syntax import Syntax

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(file.name for file in DOCS.glob("*.md"))
UPDATE = os.environ.get("FLOPGUARD_UPDATE_DOCS") == "1"

BLOCK = re.compile(r"(?:^<!-- (?P<says>[^\n]*) -->\n)?^```(?P<kind>[a-z]+)\n(?P<body>.*?)^```$", re.M | re.S)
KINDS = {"console", "toml", "sh", "yaml", "json", "text", "markdown"}

MANIFEST = 'manifest = 1\n[model]\nname = "x"\n'
POLICY = """
policy = 1
id = "x"
series = "x"
version = "1"
title = "x"
publisher = "x"
kind = "guidance"
status = [{ from = 2026-01-01, is = "guidance" }]
source = "https://example.com"
verified = "primary"
[parameters]
count_integer = true
[counting.all]
basis = "x"
in = ["pretrain", "midtrain_sft", "rl_update", "rl_rollout", "aux_train", "aux_infer", "syn_private_kept",
  "syn_private_discarded", "syn_public", "teacher_train", "teacher_infer", "base_inherited", "ancestor_merge",
  "run_abandoned", "run_rolled_back", "explore", "recompute", "data_prep", "eval", "post_deploy", "serve"]
[[trigger]]
id = "line"
title = "x"
cite = "x"
watches = "continuous"
condition = "x"
[[trigger.threshold]]
from = 2026-01-01
cite = "x"
when = { quantity = "training_compute", counting = "all", more_than = "1e25 FLOP" }
"""


class Block(NamedTuple):
    says: str
    kind: str
    body: str
    line: int


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def blocks(page: str) -> Iterator[Block]:
    text = text_of(page)
    for match in BLOCK.finditer(text):
        yield Block(match["says"] or "", match["kind"], match["body"], text.count("\n", 0, match.start()) + 1)


def toml_blocks() -> list[Any]:
    found = [(page, block) for page in PAGES for block in blocks(page) if block.kind == "toml"]
    return [pytest.param(block, id=f"{page}:{block.line}") for page, block in found]


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_kind_that_is_known(page: str) -> None:
    assert {block.kind for block in blocks(page)} <= KINDS
    assert text_of(page).count("```") == 2 * len(list(blocks(page))), "a fence that opens no block, or an indented one"
    says = re.compile(r"|file: [a-z0-9-]+((\.flopguard|\.cases)?\.toml|\.md)|fragment|policy fragment")
    assert [block.says for block in blocks(page) if not says.fullmatch(block.says)] == []


# --- console -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page for page in PAGES if "```console" in text_of(page)])
def test_console_examples_print_what_the_page_shows(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")  # a reader stands in a clone, and writes files there
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "FLOPGUARD_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    text = text_of(page)
    written = BLOCK.sub(lambda match: _carried_out(match, capsys), text)
    if UPDATE:
        (DOCS / page).write_bytes(written.encode())
    assert written == text or UPDATE, f"{page} shows other output than the commands print; {__doc__}"


def _carried_out(match: re.Match[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The block with the output that its commands have now; a file is written."""
    if (match["says"] or "").startswith("file: "):
        Path(match["says"].removeprefix("file: ")).write_text(match["body"], encoding="utf-8")
    if match["kind"] != "console":
        return match[0]
    commands = [line for line in match["body"].splitlines() if line.startswith("$ ")]
    assert match["body"].startswith("$ "), f"a console block starts with a command: {match['body'][:60]!r}"
    status, shown = 0, []
    for command in commands:
        status, output = _run(command.removeprefix("$ "), status, capsys)
        shown.append(f"{command}\n{output}")
    head = match[0][: match.start("body") - match.start()]
    return f"{head}{''.join(shown)}```"


def _run(command: str, last_status: int, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    if command == "echo $?":
        return 0, f"{last_status}\n"
    first, *filters = command.split(" | ")
    program, *arguments = shlex.split(first)
    assert program == "flopguard", f"only flopguard is run on the pages, not {program}"
    capsys.readouterr()
    status = main(arguments)
    said = capsys.readouterr()
    lines = (said.out + said.err).splitlines()
    for entry in filters:
        lines = _filtered(shlex.split(entry), lines)
    assert not any(line.startswith("```") for line in lines), f"{command} prints a fence, which would end the block"
    return status, "".join(f"{line}\n" for line in lines)


def _filtered(words: list[str], lines: list[str]) -> list[str]:
    match words:
        case ["head", "-n", number]:
            return lines[: int(number)]
        case ["tail", "-n", number]:
            return lines[-int(number) :]
        case ["grep", wanted]:
            return [line for line in lines if wanted in line]
        case ["sed", "-n", script] if found := re.fullmatch(r"/(.+)/,\$p", script):
            first = next((number for number, line in enumerate(lines) if found[1] in line), len(lines))
            return lines[first:]
    raise AssertionError(f"no filter that is known here: {words}")


def test_the_verdicts_of_the_tutorial_are_those_that_its_text_speaks_of() -> None:
    checks = [block.body for block in blocks("first-check.md") if block.body.startswith("$ flopguard check card")]
    outcomes = [re.findall(r"^  (triggered|not triggered|undetermined) ", body, re.M) for body in checks]
    assert outcomes == [["undetermined"], ["undetermined"], ["not triggered"], ["undetermined"], ["not triggered"]]
    assert "figures that contradict each other" in checks[3]


# --- TOML ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", toml_blocks())
def test_toml_examples_are_valid(block: Block) -> None:
    if block.says == "policy fragment":
        assert _problems(_laid_over(POLICY, block.body), Policy) == ()
    elif block.says == "fragment":
        assert _problems(_laid_over(MANIFEST, block.body), Manifest) == ()
    elif block.says in ("file: settings.toml", "file: lint.toml"):
        assert _problems(_tree(block.body), Configuration) == ()
    elif block.says.endswith(".cases.toml"):
        assert _problems(_tree(block.body), CaseFile) == ()
    elif block.body.startswith("acknowledgements = 1"):
        assert _problems(_tree(block.body), AcknowledgementFile) == ()
    elif block.body.startswith("definitions = 1"):
        assert _problems(_tree(block.body), Definitions) == ()
    elif block.body.startswith("policy = 1"):
        policy_of_text(block.body, "page")
    else:
        assert block.body.startswith("manifest = 1"), "a whole manifest, a whole policy, or marked as a fragment"
        assert _problems(_tree(block.body), Manifest) == ()


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(b, id=f"{page}:{b.line}")
        for page in PAGES
        for b in blocks(page)
        if b.kind == "yaml" and "manifest:" in b.body
    ],
)
def test_yaml_examples_are_valid(block: Block) -> None:
    tree = read_tree(block.body, Syntax.YAML)
    assert isinstance(tree, dict), tree
    assert _problems(tree, Manifest) == ()


def _problems(tree: dict[str, Any], target: type[Any]) -> tuple[Problem, ...]:
    found = validate(tree, target)
    if isinstance(found, tuple):
        return found
    return problems_of(found) if isinstance(found, Policy) else ()


def _tree(text: str) -> dict[str, Any]:
    tree = read_tree(text)
    assert isinstance(tree, dict), tree
    return tree


def _laid_over(minimal: str, fragment: str) -> dict[str, Any]:
    """The fragment's tables in place of the minimal ones; keys of one table are put together."""
    return _merged(_tree(minimal), _tree(fragment))


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    both = {key: _merged(under[key], over[key]) for key in under.keys() & over.keys() if _are_tables(under, over, key)}
    return {**under, **over, **both}


def _are_tables(under: dict[str, Any], over: dict[str, Any], key: str) -> bool:
    return isinstance(under[key], dict) and isinstance(over[key], dict)


# --- what the pages leave out ----------------------------------------------------------------------------------------


def _keys(target: type[Any]) -> set[str]:
    """Every key that a document type knows, at any depth."""
    from flopguard.document import json_schema

    found: set[str] = set()
    waiting: list[Any] = [json_schema(target)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            properties = node.get("properties")
            found |= set(properties) if isinstance(properties, dict) else set()
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return found


@pytest.mark.parametrize(
    "page, target", [("manifest.md", Manifest), ("policies.md", Policy), ("policies.md", CaseFile)]
)
def test_every_key_is_on_its_page(page: str, target: type[Any]) -> None:
    pages = {page, "manifest.md", "definitions.md"}  # a policy has definitions too, and they have an elicitation
    known = set(re.findall(r"\w+", " ".join(map(text_of, sorted(pages)))))
    assert sorted(_keys(target) - known) == []


def test_every_command_and_option_is_on_the_page_of_commands(capsys: pytest.CaptureFixture[str]) -> None:
    text = text_of("commands.md")
    commands = (
        "check",
        "compute",
        "config",
        "effective",
        "explain",
        "fit",
        "policy list",
        "policy show",
        "policy test",
        "schema",
    )
    for command in commands:
        main([*command.split(), "--help"])
        options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
        assert f"flopguard {command}" in text
        assert sorted(option for option in options if option not in text) == []


FAMILY = re.compile(r"`([^`]+)`")


def test_the_page_of_shapes_lists_every_family() -> None:
    from flopguard.estimate.architecture.hub.families import FAMILIES

    rows = [line.split("|")[2] for line in text_of("shapes.md").splitlines() if line.startswith("| ")]
    listed = [name for row in rows for name in FAMILY.findall(row.partition(", with")[0])]
    assert sorted(listed) == sorted([*FAMILIES, "model_type"])
