"""What holds of every rule: its name, its page, and that the examples on the page are true."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from flopguard.lint.rule import Need, Rule, Subject
from flopguard.lint.run import all_rules, lint
from flopguard.result import Cause, Outcome, Verdict
from flopguard.source import Source
from tests.lint.support import (
    checked_subject,
    compared,
    manifest_text,
    over_by_itself,
    subject_of,
    subject_of_card,
    subject_of_file,
    verdict,
    yielded,
)

RULES = all_rules()
FOLDER = Path(__file__).parents[2] / "flopguard" / "lint" / "rules"
PACKAGE = FOLDER.parents[1]
HEADINGS = ("Why", "Flagged", "Instead")
SEEN = "Seen"  # a real instance with its source, where the public cards have one

# Examples that say in words how the file is saved.
SAVED_AS = {"FG001": {"Flagged": "utf-16", "Instead": "utf-8"}}
# Rules about verdicts, with those that their examples would lead to.
_STEP, _RATIO = "benchmark relative", "effective_compute relative"
_read = replace(verdict("51-2", fragile=False), outcome=Outcome.UNDETERMINED, because=(Cause.READINGS,))
_split = replace(compared("ec4", Outcome.UNDETERMINED, _RATIO), because=(Cause.INTERVAL,))
_below = replace(compared("ec2", Outcome.NOT_TRIGGERED, _RATIO), series="example-rsp", margin=1.8947368421052633 / 2)
VERDICTS: dict[str, dict[str, tuple[Verdict, ...]]] = {
    "FG403": {
        "Flagged": (
            compared("step", Outcome.TRIGGERED, _STEP),
            compared("ratio", Outcome.NOT_TRIGGERED, _RATIO),
        ),
        "Instead": (
            compared("step", Outcome.NOT_TRIGGERED, _STEP),
            compared("ratio", Outcome.NOT_TRIGGERED, _RATIO),
        ),
    },
    "FG502": {"Flagged": (_read,), "Instead": ()},
    "FG503": {"Flagged": (_split,), "Instead": ()},
    "FG508": {"Flagged": (_below,), "Instead": (_below,)},
    "FG356": {
        "Flagged": (over_by_itself("ec"),),
        "Instead": (compared("ec", Outcome.NOT_TRIGGERED, "effective_compute"),),
    },
    "FG412": {
        "Flagged": (compared("ec4", Outcome.NOT_TRIGGERED, _RATIO),),
        "Instead": (compared("ec4", Outcome.NOT_TRIGGERED, _RATIO),),
    },
    "FG501": {"Flagged": (verdict("51-2", fragile=True),), "Instead": (verdict("51-2", fragile=False),)},
}


def sections(rule: Rule) -> dict[str, str]:
    """The text under each heading of a rule's page."""
    parts = re.split(r"^## (.+)$", rule.doc, flags=re.MULTILINE)
    return dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


class Example(str):
    """The text of an example, and what it is written in."""

    kind: str


def examples(rule: Rule, heading: str) -> list[Example]:
    found = re.findall(r"^```(toml|text|markdown)\n(.*?)^```$", sections(rule)[heading], re.MULTILINE | re.DOTALL)
    return [_example(kind, text) for kind, text in found]


def _example(kind: str, text: str) -> Example:
    example = Example(text)
    example.kind = kind
    return example


def codes_of(rule: Rule, heading: str, example: Example, folder: Path) -> set[str]:
    """The codes that the example is flagged with."""
    subject = _subject(rule, heading, example, folder)
    if rule.needs is Need.VERDICTS and rule.code in VERDICTS:
        assert subject.manifest is not None
        verdicts = VERDICTS[rule.code][heading]
        subject = replace(subject, problems=(), verdicts=verdicts)
    elif rule.needs is Need.VERDICTS:
        subject = checked_subject(example)
    if rule.strict:
        return {rule.code} if yielded(rule.code, subject) else set()
    return {finding.code for finding in lint(subject)}


def _subject(rule: Rule, heading: str, example: Example, folder: Path) -> Subject:
    if example.kind == "markdown":
        return subject_of_card(example)
    encoding = SAVED_AS.get(rule.code, {}).get(heading)
    if encoding is None:
        return subject_of(example)
    file = folder / "x.flopguard.toml"
    file.write_text('manifest = 1\n[model]\nname = "x"\n', encoding=encoding)
    return subject_of_file(file)


CASES = [
    pytest.param(rule, heading, example, id=f"{rule.code}-{heading}")
    for rule in RULES
    for heading in ("Flagged", "Instead")
    for example in examples(rule, heading)
]


@pytest.mark.parametrize("rule, heading, example", CASES)
def test_each_example_is_judged_as_its_heading_says(rule: Rule, heading: str, example: Example, tmp_path: Path) -> None:
    assert (rule.code in codes_of(rule, heading, example, tmp_path)) is (heading == "Flagged")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_good_example_loads(rule: Rule, tmp_path: Path) -> None:
    for example in examples(rule, "Instead"):
        assert _subject(rule, "Instead", example, tmp_path).problems == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_a_summary_a_reason_and_both_examples(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z].*\.", rule.doc.partition("\n")[0])
    assert tuple(heading for heading in sections(rule) if heading != SEEN) == HEADINGS
    assert list(sections(rule)).index(SEEN) == 1 if SEEN in sections(rule) else True
    assert all(sections(rule).values())
    assert examples(rule, "Flagged")
    assert examples(rule, "Instead")


def test_codes_and_names_are_unique() -> None:
    for taken in ([rule.code for rule in RULES], [name for rule in RULES for name in (rule.name, *rule.formerly)]):
        assert sorted(taken) == sorted(set(taken))


def test_every_rule_has_a_file_of_its_name_and_every_file_is_a_rule() -> None:
    files = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")
    assert files == [f"{rule.code.lower()}_{rule.name.replace('-', '_')}" for rule in RULES]


def test_codes_are_of_a_known_family() -> None:
    assert all(re.fullmatch(r"FG[0-6]\d\d", rule.code) for rule in RULES)


def test_every_kind_of_problem_has_exactly_one_rule() -> None:
    reported = [rule.name for rule in RULES if rule.needs is Need.PROBLEMS]
    assert set(reported) == kinds_in_the_code()


def kinds_in_the_code() -> set[str]:
    """The kinds with which the package makes problems and errors of quantities, read from its text."""
    made = re.compile(
        r'(?:\bkind=|QuantityError\(\s*|custom_error\(\s*|error_at\(\s*\([^)]*\),\s*[^,]+,\s*)"([a-z]+(?:-[a-z]+)+)"'
    )
    texts = (file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py")))
    return {kind for text in texts for kind in made.findall(text)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_which_kinds_of_fix_its_findings_have(rule: Rule) -> None:
    assert rule.fixes in ((), ("safe",), ("unsafe",), ("safe", "unsafe"))
    for example in examples(rule, "Flagged"):
        text = manifest_text(example)
        found = lint(subject_of(text), Source("x.toml", text))
        fixes = [finding.fix for finding in found if finding.code == rule.code and finding.fix]
        assert {"safe" if fix.safe else "unsafe" for fix in fixes} <= set(rule.fixes)
