"""Which rules run: words, their precedence, severities, the strict set, files; and what no choice can hide."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from flopguard.errors import UsageError
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint import catalogue, run
from flopguard.lint.rule import Subject
from flopguard.lint.run import all_rules, lint
from flopguard.lint.selection import Selection, Words, left_out_by, meant, per_file, severities
from flopguard.manifest.load import load_text
from tests.lint.support import manifest_text, subject_of

VAGUE = '[[claim]]\nquantity = "effective_compute"\nvalue = "4x"\nrelative_to = "Example-30B"\n'
OWN = {"FG202", "FG301", "FG302", "FG303", "FG304"}


def chosen(select: str = "", ignore: str = "", line_select: str = "", line_ignore: str = "") -> Selection:
    """What the words come to; those of the command line replace those of the file."""

    def words(line: str, file: str) -> Words:
        return Words(tuple((line or file).split()), "here", on_line=bool(line))

    left_out, named = left_out_by(words(line_select, select), words(line_ignore, ignore))
    return Selection(left_out=left_out, named=named)


def codes_of(selection: Selection, text: str = VAGUE) -> set[str]:
    return {finding.code for finding in lint(subject_of(text), None, selection)} & OWN


@pytest.mark.parametrize(
    "words, found",
    [
        ({}, OWN),
        ({"ignore": "all"}, set()),
        ({"ignore": "FG3"}, {"FG202"}),
        ({"ignore": "fg30"}, {"FG202"}),
        ({"select": "FG301"}, {"FG301"}),
        ({"select": "gain-without-metric Gain_Without_Scale"}, {"FG301", "FG303"}),
        ({"select": "FG3", "ignore": "FG302"}, {"FG301", "FG303", "FG304"}),
        ({"select": "FG302", "ignore": "FG3"}, {"FG302"}),
        ({"select": "FG302", "ignore": "FG302"}, set()),
        ({"select": "all", "ignore": "FG3"}, {"FG202"}),
        # The command line against the file: what is as specific wins there, what is less specific does not.
        ({"ignore": "FG302", "line_select": "FG302"}, {"FG302"}),
        ({"ignore": "FG302", "line_select": "FG3"}, {"FG301", "FG303", "FG304"}),
        ({"ignore": "FG3", "line_select": "FG302"}, {"FG302"}),
        ({"ignore": "FG3", "line_select": "all"}, {"FG202"}),
        ({"select": "FG302", "line_ignore": "FG302"}, set()),
        ({"select": "FG302", "line_ignore": "FG3"}, {"FG302"}),
        ({"select": "FG3", "line_select": "FG2"}, {"FG202"}),
        ({"ignore": "FG3", "line_ignore": "FG2"}, OWN - {"FG202"}),
    ],
)
def test_the_most_specific_word_decides(words: dict[str, str], found: set[str]) -> None:
    assert codes_of(chosen(**words)) == found


@pytest.mark.parametrize(
    "word, message",
    [
        ("FG398", "here: there is no rule 'FG398'; did you mean "),
        ("gain-without-metrics", r"did you mean FG301 \(gain-without-metric\)"),
        ("XY9", "there is no rule 'XY9'; codes run from FG001 to FG"),
        ("FG3011", "there is no rule 'FG3011'"),
        ("", "there is no rule ''"),
        ("F", "there is no rule 'F'"),
        ("FG9", "there is no rule 'FG9'; codes run from FG001 to FG"),
    ],
)
def test_a_word_that_means_no_rule_is_an_error_that_names_the_nearest(word: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        meant(word, "here")


def test_a_former_name_goes_on_working(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flopguard.lint.selection.former_names", lambda: {"vague-gain": "FG301"})
    assert codes_of(chosen(ignore="vague-gain")) == OWN - {"FG301"}


def test_former_names_are_those_of_the_rules() -> None:
    assert catalogue.former_names() == {name: rule.code for rule in all_rules() for name in rule.formerly}


def test_names_and_codes_are_those_of_the_rules() -> None:
    assert catalogue.codes() == {rule.name: rule.code for rule in all_rules()}


def test_an_ignored_rule_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []

    def watched(code: str) -> object:
        rule = catalogue.rule_of(code)
        return replace(rule, check=lambda subject: called.append(code) or ())

    monkeypatch.setattr(run, "rule_of", watched)
    run._chosen.cache_clear()
    lint(subject_of(VAGUE), None, chosen(ignore="FG3"))
    run._chosen.cache_clear()
    assert "FG202" in called
    assert not [code for code in called if code.startswith("FG3")]


def test_an_ignored_rule_is_not_even_imported() -> None:
    script = (
        "import sys\n"
        "from tests.lint.test_selection import VAGUE, chosen, codes_of\n"
        "assert codes_of(chosen(select='FG2')) == {'FG202'}\n"
        "rules = [name for name in sys.modules if name.startswith('flopguard.lint.rules.fg')]\n"
        "sys.exit(any('.fg2' not in name for name in rules) or not rules)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_severity_is_set_by_the_most_specific_word() -> None:
    set_to = severities({"FG3": "info", "gain-without-scale": "error"}, "here")
    found = {f.code: f.severity for f in lint(subject_of(VAGUE), None, Selection(severities=set_to)) if f.code in OWN}
    assert found["FG301"] is Severity.INFO
    assert found["FG303"] is Severity.ERROR
    assert found["FG202"] is catalogue.rule_of("FG202").severity


def test_a_severity_that_there_is_not_is_an_error() -> None:
    with pytest.raises(UsageError, match=r"^here: 'off' for FG3 is none of error, warning and info; to leave a rule"):
        severities({"FG3": "off"}, "here")


def test_a_rule_of_the_strict_set_runs_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = replace(catalogue.rule_of("FG301"), strict=True)
    monkeypatch.setattr(run, "rule_of", lambda code: strict if code == "FG301" else catalogue.rule_of(code))
    run._chosen.cache_clear()
    found = [
        "FG301" in codes_of(selection)
        for selection in (
            Selection(),
            Selection(strict=True),
            chosen(select="FG301"),
            chosen(select="gain-without-metric"),
            chosen(select="FG3"),
            replace(chosen(ignore="FG301"), strict=True),
        )
    ]
    run._chosen.cache_clear()
    assert found == [False, True, True, True, False, False]


@pytest.mark.parametrize(
    "least, heard",
    [("possible", {"possible", "likely", "certain"}), ("likely", {"likely", "certain"}), ("certain", {"certain"})],
)
def test_only_what_is_sure_enough_is_told(least: str, heard: set[str]) -> None:
    selection = Selection(confidence=Confidence(least))
    found = [Finding(at="", message="", confidence=confidence) for confidence in Confidence]
    assert {finding.confidence.value for finding in found if selection.hears(finding)} == heard


@pytest.mark.parametrize(
    "pattern, base, path, matches",
    [
        ("drafts/", ".", "drafts/a/m.toml", True),
        ("drafts/**", "cards", "cards/drafts/m.toml", True),
        ("drafts/**", ".", "cards/drafts/m.toml", False),
        ("*.toml", ".", "a/b/m.toml", True),
        ("/m.toml", ".", "a/m.toml", False),
        ("m.toml", ".", "./m.toml", True),
        ("old/*.toml", "..", "../old/m.toml", True),
    ],
)
def test_rules_are_left_out_for_the_files_of_a_pattern(pattern: str, base: str, path: str, matches: bool) -> None:
    selection = Selection(per_file=per_file([(pattern, ["FG3"])], "here"), base=base)
    left_out = selection.of_file(path).left_out
    assert ("FG301" in left_out) is matches
    assert "FG202" not in left_out


@pytest.mark.parametrize("text", ["manifest = 1\n[model\n", 'manifest = 1\n[model]\nnme = "x"\n'])
def test_what_keeps_a_file_from_being_used_is_told_whatever_is_chosen(text: str) -> None:
    subject = Subject(problems=load_text(text).problems)
    hidden = Selection(
        left_out=chosen(ignore="all").left_out,
        severities=severities({"all": "info"}, "here"),
        confidence=Confidence.CERTAIN,
    )
    assert lint(subject, None, hidden) == lint(subject)
    assert {finding.severity for finding in lint(subject)} == {Severity.ERROR}


def test_a_problem_of_a_usable_manifest_can_be_left_out() -> None:
    text = manifest_text("[model.x]\n").replace("[model.x]\n", 'base = [{ manifest = "none.toml" }]\n')
    assert "FG006" in {finding.code for finding in lint(subject_of(text))}
    assert "FG006" not in {finding.code for finding in lint(subject_of(text), None, chosen(ignore="FG006"))}
