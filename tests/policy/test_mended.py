"""A file that its types refuse shows in the same run what else is wrong with it, and nothing that only seems so."""

from pathlib import Path

import pytest

from flopguard.errors import PolicyError
from flopguard.policy.load import library, policies_in, policy_of_text
from tests.policy.test_check import MINIMAL

BEYOND = {  # what only the checks beyond the types find, with what they say
    'in = ["pretrain"]': ('in = ["pretrain", "eval"]', "marked more than once: eval"),
    "{ from = 2026-01-01, is": ("{ from = 2024-01-01, is", "the dates do not rise: 2024-01-01"),
    '{ trigger = "u" }': ('{ trigger = "t" }', "trigger 't' depends on itself"),
    'line" = "1e26 FLOP", "counting.all.eval" = "in"': ('line" = "1e25 FLOP"', "two readings of 'q' set the same"),
}
KINDS = {  # what the types refuse
    "an unknown key of the file": ('kind = "law"', 'kind = "law"\nzzqq = 1'),
    "a misspelt key of the file": ("\n[parameters]", "suprsedes = []\n\n[parameters]"),
    "an unknown key of a trigger": ('cite = "Article 3"', 'cite = "Article 3"\nuntil = 2027-01-01'),
    "an unknown key of a leaf": ('"$clock", at', '"$clock", zzqq = 1, at'),
    "a misspelt key of a leaf": ('"$clock", at_least', '"$clock", at_leest'),
    "a misspelt key that is needed": ('modality = "must"', 'modalty = "must"'),
    "a missing citation": ('cite = "Article 3"\n', ""),
    "a missing basis": ('basis = "Article 2"\n', ""),
    "a wrong word": ('watches = "release"', 'watches = "relese"'),
    "a wrong value that may be left out": ('tolerance = "30%"', "tolerance = []"),
}


def refused(text: str) -> list[str]:
    with pytest.raises(PolicyError) as raised:
        policy_of_text(text, "p.toml")
    return str(raised.value).splitlines()


@pytest.mark.parametrize("old, new", KINDS.values(), ids=KINDS)
def test_what_the_types_refuse_hides_nothing_else(old: str, new: str) -> None:
    wrong = MINIMAL.replace(old, new)
    alone = refused(wrong)
    for right, (by, says) in BEYOND.items():
        lines = refused(wrong.replace(right, by))
        assert len(lines) == len(alone) + 1
        assert {line.partition(": ")[2] for line in alone} < {line.partition(": ")[2] for line in lines}
        assert any(says in line for line in lines)
        assert [int(line.split(":")[1]) for line in lines] == sorted(int(line.split(":")[1]) for line in lines)


@pytest.mark.parametrize(
    "old, new",
    [
        ('line = "1e25 FLOP"', "line = []"),
        ('clock = "last_assessment"\n', "clok = []\n"),
        ("[counting.all]", "[countingg.all]"),
        ('counting = "all", more_than', "counting = [], more_than"),
        ('id = "u"\n', ""),
        ('id = "u"', "id = 1"),
        ('cite = "Article 3"', 'citte = "Article 3"\ncite = "Article 3"'),
        ('"pretrain"]', '"pretrian"]'),
        ('"pretrain"]', '"xyzzy"]'),
        ('trigger = "u" }', 'trigger = ["u"] }'),
        ('set = { "parameters.line" = "1e25 FLOP" }', "set = 1"),
        ('id = "q"', "id = 5"),
        ('triggers = ["t"]', 'triggers = "t"'),
    ],
)
def test_nothing_is_said_that_only_follows_from_it(old: str, new: str) -> None:
    """Without it a name would seem to be unknown, or a component unmarked."""
    assert MINIMAL.count(old) == 1
    assert len(refused(MINIMAL.replace(old, new))) == 1


def test_every_wrong_file_of_a_folder_is_told(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(MINIMAL.replace('kind = "law"', 'kind = "law"\nzzqq = 1'), encoding="utf-8")
    other.write_text(MINIMAL.replace('in = ["pretrain"]', "in = []"), encoding="utf-8")
    with pytest.raises(PolicyError) as raised:
        library([one, other])
    first, second = str(raised.value).splitlines()
    assert first.startswith(f"{one}:8: unknown key 'zzqq'")
    assert second.startswith(f"{other}:20: not marked: pretrain")


def test_a_folder_holds_policies_beside_their_cases_and_manifests(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "marked.toml").write_text(f"\ufeff# A law.\n{MINIMAL}", encoding="utf-8")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfep")
    (tmp_path / "p.cases.toml").write_text('[[case]]\nname = "a"\npolicy = 1\n', encoding="utf-8")
    (tmp_path / "m.flopguard.toml").write_text('manifest = 1\n[model]\nname = "M"\n', encoding="utf-8")
    assert policies_in(tmp_path) == [tmp_path / "odd.toml", tmp_path / "rules" / "marked.toml"]
