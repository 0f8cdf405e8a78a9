"""Definitions and rates that a policy takes from elsewhere, or names."""

from __future__ import annotations

from pathlib import Path

import pytest

from flopguard.errors import PolicyError
from flopguard.policy.load import bundled_policies, load_policy
from flopguard.policy.trends import alternatives
from tests.policy.test_load import text

OWN = """definitions = 1
[[trend]]
id = "ours"
per_year = "2x"
[[definition]]
id = "loss"
curve = "c"
[[curve]]
id = "c"
"""
LEAF = '{ quantity = "effective_compute", relative_to = "last_assessment", trend = "%s", at_least = "4x" }'


def test_a_policy_takes_definitions_with_their_curves_and_rates(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    more = '\n[[definition]]\nid = "loss"\nfrom = "own.toml"\n[[trend]]\nid = "ours"\nfrom = "own.toml"\n'
    more += '[[trend]]\nid = "language-2024"\nfrom = "bundled"\n'
    (tmp_path / "p.toml").write_text(text() + more, encoding="utf-8")
    found = load_policy(tmp_path / "p.toml")
    assert [entry.curve for entry in found.definition] == ["c"]
    assert [curve.id for curve in found.curve] == ["c"]
    assert [trend.source for trend in found.trend] == [
        None,
        "arXiv 2403.05812; epoch-research/lm-algorithmic-progress",
    ]


BROKEN = [
    ('[[trend]]\nid = "r"\nfrom = "absent.toml"\n', "p.toml:27: 'absent.toml' cannot be used"),
    ('[[trend]]\nid = "r"\nfrom = "../p.toml"\n', "p.toml:27: '../p.toml' lies outside the policy's folder"),
    ('[[trend]]\nid = "language-2042"\nfrom = "bundled"\n', "did you mean 'language-2024'?"),
]


@pytest.mark.parametrize("more, message", BROKEN)
def test_what_cannot_be_taken_is_refused_at_its_line(tmp_path: Path, more: str, message: str) -> None:
    (tmp_path / "p.toml").write_text(text() + more, encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load_policy(tmp_path / "p.toml")
    assert message in str(refused.value)


NAMES = [("stated", True), ("language-2024", True), ("a rate of a manifest", True), ("language-2025", False)]


@pytest.mark.parametrize("name, is_right", NAMES)
def test_a_misspelt_rate_is_refused(tmp_path: Path, name: str, is_right: bool) -> None:
    (tmp_path / "p.toml").write_text(text(when=LEAF % name), encoding="utf-8")
    if is_right:
        assert load_policy(tmp_path / "p.toml").id == "p"
        return
    with pytest.raises(PolicyError, match="did you mean 'language-2024'"):
        load_policy(tmp_path / "p.toml")


def test_the_policies_that_come_with_flopguard_take_nothing_from_elsewhere() -> None:
    """They are read from a snapshot, in which nothing is looked up any more."""
    taken = [e.from_ for policy in bundled_policies() for e in (*policy.definition, *policy.trend) if e.from_]
    assert taken == []


def test_rates_are_alternatives_of_products() -> None:
    assert alternatives("stated") == (("stated",),)
    assert alternatives("stated or a x b") == (("stated",), ("a", "b"))
