"""Every id of the committed list is in the library, in what a policy says it leaves out, or on the page of what is not.

After a change of the pages of facts: python scripts/list_policy_ids.py FACTS_DIR
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Policy

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "not-encoded.md").read_text(encoding="utf-8")
KINDS = {"policy", "trigger", "row"}

NOT_ENCODED = frozenset(re.findall(r"^\| `([^`]+)` \|", PAGE, re.M))


def listed() -> list[dict[str, str]]:
    with (ROOT / "tests" / "data" / "policy-ids.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_in_library(id: str, library: tuple[Policy, ...]) -> bool:
    """A policy or a series by its id; else the longest policy id that begins it, and a trigger or what is left out."""
    if any(id in (policy.id, policy.series) or is_a_text_of(id, policy) for policy in library):
        return True
    if any(id == entry.id for policy in library for entry in policy.left_out):
        return True
    return any(rest in parts_of(policy) for policy, rest in longest(id, library))


def is_a_text_of(id: str, policy: Policy) -> bool:
    """Two texts under one label are told apart by a letter: `1.0a` and `1.0b` are both `1.0`."""
    return re.fullmatch(re.escape(id) + "[a-z]", policy.id) is not None


def longest(id: str, library: tuple[Policy, ...]) -> list[tuple[Policy, str]]:
    """The policies whose id begins this one, the longest, with what is left of it; several where a label has texts."""
    found = [
        (len(stem), policy, id[len(stem) + 1 :])
        for policy in library
        for stem in (policy.id, policy.id[:-1] if is_a_text_of(policy.id[:-1], policy) else policy.id)
        if id.startswith((f"{stem}-", f"{stem}/"))
    ]
    most = max((length for length, _, _ in found), default=0)
    return [(policy, rest) for length, policy, rest in found if length == most]


def parts_of(policy: Policy) -> set[str]:
    return {entry.id for entry in (*policy.trigger, *policy.left_out)}


def test_every_id_is_in_the_library_or_said_to_be_left_out() -> None:
    library = bundled_policies()
    nowhere = sorted({row["id"] for row in listed() if not is_in_library(row["id"], library)} - NOT_ENCODED)
    assert not nowhere, f"{len(nowhere)} ids are nowhere:\n" + "\n".join(nowhere)


def test_what_is_said_not_to_be_encoded_is_not() -> None:
    library = bundled_policies()
    assert {id for id in NOT_ENCODED if is_in_library(id, library)} == set()
    assert NOT_ENCODED - {row["id"] for row in listed()} == set()


def test_the_list_is_in_order_and_has_every_id_once() -> None:
    found = [(row["file"], row["id"], row["kind"]) for row in listed()]
    assert found == sorted(found)
    assert len({id for _, id, _ in found}) == len(found)
    assert {kind for _, _, kind in found} == KINDS


@pytest.mark.parametrize(
    "id, there",
    [
        ("us-ca-sb53", True),
        ("us-ca-sb53-large", True),
        ("us-ca-sb53-larger", False),
        ("us-eo14110-iaas", True),
        ("anthropic-rsp-2.2/ec4", True),
        ("anthropic-rsp-2.2/ec5", False),
        ("eu-gl-modifier-fallback-sr", True),
        ("us-3a090", False),
        ("eu", False),
    ],
)
def test_how_an_id_is_looked_up(id: str, there: bool) -> None:
    assert is_in_library(id, bundled_policies()) is there
