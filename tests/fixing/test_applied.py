"""Fixes laid over a file: every other byte stays, in every syntax, and what makes things worse is not kept."""

from dataclasses import replace

import pytest

from flopguard.finding import Accepted, Edit, Finding, Fix
from flopguard.fixing.edits import applied
from flopguard.fixing.passes import mended
from flopguard.result import ManifestReport
from flopguard.source import Source
from flopguard.syntax import Syntax
from tests.fixing.support import HEAD, fixed, looked_at

TOML = """# a card  \r
[model]\r
"name" = 'x'   # its name\r
Developer='y'\r
released = "2026/3/1"\r
inputs = [ "Text",   # with a remark\r
\t"images" ]\r
\r
[[ trainng ]] # first\r
component = 'Pretrain'\r
flop = {value="3e25 FLOPs", source = "https://x"}\r
[[trainng]]\r
component = "sft"\r
flop="3e15 FLOP/s"\r
duration = "54 days"\r
hardware = [ {gpu = "H100 SXM", gpu_hours="1e6 GPU hours"} ]"""
TOML_AFTER = """manifest = 1\r
# a card  \r
[model]\r
"name" = 'x'   # its name\r
developer='y'\r
released = "2026-03-01"\r
inputs = [ "text",   # with a remark\r
\t"image" ]\r
\r
[[ training ]] # first\r
component = 'pretrain'\r
flop = {value="3e25 FLOP", source = "https://x"}\r
[[training]]\r
component = "midtrain_sft"\r
rate="3e15 FLOP/s"\r
duration = "54 days"\r
hardware = [ {chip = "H100 SXM", chip_hours="1e6 hours"} ]"""
YAML = """# a card
---
model: {name: x, Developer: 'y'}
training:
  - Component: Pretrain   # first
    flop: 3e25 FLOPs
    tokens: at least 1e12
  - tokns: "15 bn"
    component: >
      pretrain
"""
YAML_AFTER = """# a card
---
manifest: 1
model: {name: x, developer: 'y'}
training:
  - component: pretrain   # first
    flop: 3e25 FLOP
    tokens: ">=1e12"
  - tokens: "15 billion"
    component: >
      pretrain
"""
JSON = """
{
\t"model": {"name": "x", "Developer": "y"},
\t"training": [{"component": "Pretrain", "flop": "3e25 FLOPs"} ]
}"""
JSON_AFTER = """
{
\t"manifest": 1,
\t"model": {"name": "x", "developer": "y"},
\t"training": [{"component": "pretrain", "flop": "3e25 FLOP"} ]
}"""
JSON_LINE = '{"model": {"name": "x"}, "training": []}'
JSON_LINE_AFTER = '{"manifest": 1, "model": {"name": "x"}, "training": []}'
YAML_PIECES = 'model:\n  name: x\ntraining: [{component: "pre-training"}]\n'
YAML_PIECES_AFTER = 'manifest: 1\nmodel:\n  name: x\ntraining: [{component: "pretrain"}]\n'


@pytest.mark.parametrize(
    "path, before, after",
    [
        ("x.toml", TOML, TOML_AFTER),
        ("x.yaml", YAML_PIECES, YAML_PIECES_AFTER),
        ("x.json", JSON, JSON_AFTER),
        ("x.json", JSON_LINE, JSON_LINE_AFTER),
    ],
    ids=["toml", "yaml", "json", "json in a line"],
)
def test_a_file_is_mended_and_its_other_bytes_stay(path: str, before: str, after: str) -> None:
    found = fixed(before, path, unsafe=True)
    assert found.text == after
    assert looked_at(found.text, path).readable
    assert fixed(found.text, path, unsafe=True).text == found.text


def test_what_cannot_be_mended_stays_beside_what_can() -> None:
    found = fixed(YAML, "x.yaml", unsafe=True)
    assert found.text == YAML_AFTER
    assert [finding.code for finding in looked_at(found.text, "x.yaml").findings] == ["FG005"]


def test_a_guess_is_not_taken_unless_it_is_asked_for() -> None:
    text = f'{HEAD}[[training]]\ncomponent = "Pretrain"\ntokns = "1e12"\n'
    found = fixed(text)
    assert found.text == text.replace("Pretrain", "pretrain")
    assert [finding.code for finding in found.fixed] == ["FG005"]
    assert fixed(text, unsafe=True).text == text.replace("Pretrain", "pretrain").replace("tokns", "tokens")


def of(at: str, text: str, points_at: str = "value") -> Finding:
    return Finding(at=at, message="x", fix=Fix(says="x", edits=(Edit(at=at, text=text, points_at=points_at),)))


def laid(text: str, *findings: Finding, syntax: Syntax = Syntax.TOML) -> tuple[str, int]:
    after, done = applied(Source("x", text, syntax), findings)
    return after, len(done)


def test_of_two_that_overlap_the_first_is_laid_over_the_text() -> None:
    assert laid('a = "x"\nb = "y"\n', of("/a", "p"), of("/a", "q"), of("/b", "r")) == ('a = "p"\nb = "r"\n', 2)


def test_edits_of_one_fix_are_all_made_or_none() -> None:
    both = Finding(at="/a", message="x", fix=Fix(says="x", edits=(Edit(at="/a", text="p"), Edit(at="/c", text="q"))))
    assert laid('a = "x"\nb = "y"\n', both) == ('a = "x"\nb = "y"\n', 0)


@pytest.mark.parametrize(
    "text, finding, after",
    [
        ('a = "3e25 FLOP"', of("/a", "3e24 FLOP"), None),
        ('a = "3e25 FLOP"', of("/a", "FLOP"), None),
        ('a = "x"', of("/a", "3 x"), None),
        ("a = 3", of("/a", "4"), None),
        ("a = 3", of("/a", "b = 5", "line"), None),
        ("a = 3", of("/a", 'b = "c"', "line"), 'b = "c"\na = 3'),
        ('a = "H100"', of("/a", "h100-sxm5"), 'a = "h100-sxm5"'),
        ("[t]\n  a = 3", of("/t/a", 'b = "c"', "line"), '[t]\n  b = "c"\n  a = 3'),
        ("t = { a = 3 }", of("/t/a", 'b = "c"', "line"), 't = { b = "c", a = 3 }'),
        ("[[t]]\na = 3", of("/t", "b = true", "line"), "b = true\n[[t]]\na = 3"),
        ("a = 'x'", of("/a", "it's"), 'a = "it\'s"'),
        ("a = true", of("/a", "false"), "a = false"),
        ("a = true", of("/a", "yes"), 'a = "yes"'),
        ('a = """\nx"""', of("/a", "y"), None),
        ("a = [1]", of("/a", "y"), None),
        ("[a]\nb = 1", of("/a", "y"), None),
        ("a = 1", of("/b", "y"), None),
        ("a = 1", of("/a", "a b", "key"), '"a b" = 1'),
        ('"a" = 1', of("/a", "b", "key"), '"b" = 1'),
        ("a.b = 1\na.c = 2", of("/a", "d", "key"), "d.b = 1\nd.c = 2"),
        ("[a]\n[a.b]\n[[a.c]]", of("/a", "d", "key"), "[d]\n[d.b]\n[[d.c]]"),
    ],
)
def test_an_edit_is_written_as_the_file_writes_it(text: str, finding: Finding, after: str | None) -> None:
    assert laid(text, finding) == ((text, 0) if after is None else (after, 1))


def test_what_is_accepted_is_not_fixed() -> None:
    text = HEAD + '[[training]]\ncomponent = "Pretrain"\n'

    def look(new: str) -> ManifestReport:
        report = looked_at(new)
        accepted = [replace(known, accepted=Accepted(by="suppression")) for known in report.findings]
        return replace(report, findings=(), accepted=tuple(accepted))

    assert mended(Source("x.toml", text), look, unsafe=True).text == text


def test_a_fix_that_brings_a_new_error_is_not_kept_and_the_others_are() -> None:
    text = HEAD + '[scope]\nsource = "x"\n'

    def look(new: str) -> ManifestReport:
        report = looked_at(new)
        findings = [of("/scope/source", "bad"), of("/model/name", "y")]
        said = [known for known in findings if known.fix and f'"{known.fix.edits[0].text}"' not in new]
        worse = [Finding(at="/scope", message="worse")] if '"bad"' in new else []
        return replace(report, findings=(*said, *worse))

    found = mended(Source("x.toml", text), look)
    assert found.text == text.replace('"x"\n[scope]', '"y"\n[scope]')
    assert [finding.at for finding in found.refused] == ["/scope/source"]
