"""Policy files, the library they make, and what holds on a date."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.bundled import policies_dir
from flopguard.errors import PolicyError, UsageError
from flopguard.policy.conditions import leaves, named_parameters, nodes, with_parameters
from flopguard.policy.find import find_trigger
from flopguard.policy.load import bundled_policies, library, load_policy, policy_of_text
from flopguard.policy.standing import why_not_in_force
from flopguard.policy.types import JudgementLeaf, Policy, QuantityLeaf, QuantityName, TriggerLeaf
from flopguard.policy.when import status_on, threshold_on

NAMED = """\
policy = 1
id = "{id}"
series = "{id}"
version = "1"
title = "A law"
publisher = "Nobody"
kind = "law"
status = [
  {{ from = 2025-01-01, is = "proposed" }},
  {{ from = 2025-06-01, is = "in_force" }},
  {{ from = 2027-01-01, is = "revoked" }},
]
source = "https://example.org"
verified = "memory"
[[trigger]]
id = "t"
title = "a trigger"
cite = "Article 1"
watches = "release"
condition = "in words"
threshold = [
  {{ from = 2026-01-01, when = {when}, cite = "1" }},
  {{ from = 2026-07-01, when = {{ judgement = "later", asks = "so?" }}, cite = "1" }},
]
"""
JUDGEMENT = '{ judgement = "j", asks = "so?" }'


def text(id: str = "p", when: str = JUDGEMENT) -> str:
    return NAMED.format(id=id, when=when)


def policy(when: str = JUDGEMENT) -> Policy:
    return policy_of_text(text(when=when), "p.toml")


# --- files -------------------------------------------------------------------------------------------------------


def test_the_policies_that_come_with_flopguard_load_in_the_order_of_their_ids() -> None:
    files = sorted(policies_dir().rglob("*.toml"))
    ids = [policy.id for policy in bundled_policies()]
    assert ids == sorted(ids)
    assert len(ids) == len(files) > 0
    assert {"eu-aiact", "us-ca-sb53", "anthropic-rsp-2.2", "openai-pf-beta"} <= set(ids)
    assert library(files[::-1]) == bundled_policies()


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes(b"\xef\xbb\xbf" + text().replace("\n", "\r\n").encode())
    assert load_policy(tmp_path / "p.toml") == policy()


@pytest.mark.parametrize(
    "data, message",
    [
        (None, "{path}: the file does not exist; check the path"),
        (b"policy = \xff", "{path}: the file is not UTF-8; save it as UTF-8"),
        (
            b"policy = 1\nid = p",
            "{path}:2: not valid TOML: invalid value "
            "(text values stand in quotes; see the manifest page of the documentation)",
        ),
        (b"[" * 200, "{path}:1: brackets are nested deeper than 100 (no document here needs brackets as deep as this)"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, data: bytes | None, message: str) -> None:
    path = tmp_path / "p.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(PolicyError) as raised:
        load_policy(path)
    assert str(raised.value) == message.format(path=path)


def test_every_problem_of_a_file_is_named_with_its_line() -> None:
    broken = text().replace("2025-06-01", '"soon"').replace('watches = "release"', 'watches = "relase"\nwatch = 1')
    with pytest.raises(PolicyError) as raised:
        policy_of_text(broken.replace('title = "a trigger"\n', ""), "p.toml")
    assert str(raised.value).splitlines() == [
        'p.toml:10: \'soon\' is not a date (write 2026-03-01, "2026-03" or "2026")',
        "p.toml:15: [trigger] 't' has no 'title' (add title = ...)",
        "p.toml:18: 'relase' is not a value of watches (did you mean 'release'?)",
        "p.toml:19: unknown key 'watch' in [trigger] (did you mean 'watches'?)",
    ]


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_a_policy_or_refused(written: str) -> None:
    with pytest.raises(PolicyError):
        policy_of_text(written, "p.toml")


@given(st.integers(0, 600), st.text(st.characters(exclude_categories=()), max_size=3), st.integers(0, 5))
def test_a_policy_with_a_slip_is_a_policy_or_refused(start: int, slip: str, length: int) -> None:
    written = text()
    with suppress(PolicyError):
        policy_of_text(written[:start] + slip + written[start + length :], "p.toml")


# --- a library ---------------------------------------------------------------------------------------------------


def files(folder: Path, **texts: str) -> list[Path]:
    for name, written in texts.items():
        (folder / f"{name}.toml").write_text(written, encoding="utf-8")
    return [folder / f"{name}.toml" for name in texts]


def test_policies_may_name_each_others_triggers(tmp_path: Path) -> None:
    found = library(files(tmp_path, b=text("q", '{ trigger = "p/t" }'), a=text("p")))
    assert [policy.id for policy in found] == ["p", "q"]


@pytest.mark.parametrize(
    "texts, message",
    [
        ({"a": text("p"), "b": text("p")}, "{b}:2: policy id 'p' stands in {a}:2 too (give each file its own id)"),
        (
            {"a": text("p", '{ not = { trigger = "q/s" } }'), "b": text("q")},
            "{a}:15: no policy has a trigger 'q/s' (did you mean 'q/t'?)",
        ),
        (
            {"a": text("p", '{ trigger = "nowhere/at-all" }')},
            "{a}:15: no policy has a trigger 'nowhere/at-all' (name one that there is)",
        ),
        (
            {
                "a": text("p", '{ trigger = "q/t" }'),
                "b": text("q", '{ trigger = "r/t" }'),
                "c": text("r", '{ any = [{ not = { trigger = "q/t" } }] }'),
            },
            "{b}:15: trigger 'q/t' depends on itself through 'r/t' (break the cycle)\n"
            "{c}:15: trigger 'r/t' depends on itself through 'q/t' (break the cycle)",
        ),
    ],
)
def test_policies_that_do_not_fit_together_are_refused(tmp_path: Path, texts: dict[str, str], message: str) -> None:
    with pytest.raises(PolicyError) as raised:
        library(files(tmp_path, **texts))
    assert str(raised.value) == message.format(**{name: tmp_path / f"{name}.toml" for name in texts})


def version(id: str, status: str, more: str = "") -> str:
    """A policy of the series `s` with this status."""
    start, _, rest = text(id).partition("status = [")
    return start.replace(f'series = "{id}"', 'series = "s"') + f"status = [{status}]\n{more}" + rest.partition("]\n")[2]


OLD, NEW = '{ from = 2024-01-01, is = "in_force" }', '{ from = 2025-01-01, is = "in_force" }'
ENDED = OLD + ', { from = 2025-01-01, is = "superseded" }'
LATE = OLD + ', { from = 2025-01-02, is = "superseded" }'
BOTH = "{a}:8: 'p' and 'q' ({b}:8) of series 's' both apply on 2025-01-01 "
CURE = "(add {{ from = 2025-01-01, is = \"superseded\" }} to the status of 'p')"
SUPERSEDES = 'supersedes = ["p"]\n'
GONE = '[[removed]]\ntrigger = "{}"\nreplaced_by = "words"\nannounced = "no"\ncite = "Annex"\n'


@pytest.mark.parametrize(
    "old, new, message",
    [
        (OLD, NEW, BOTH + CURE),
        (LATE, NEW, BOTH + CURE),
        (ENDED, NEW, None),
        (OLD + ', { from = 2025-02-01, earliest = 2025-01-01, doubt = "either", is = "superseded" }', NEW, None),
        (OLD + ', { from = 2025-02-01, earliest = 2025-01-02, doubt = "either", is = "superseded" }', NEW, BOTH + CURE),
        (OLD + ', { from = 2025-02-01, doubt = "or a month before", is = "superseded" }', NEW, None),
        (OLD.replace("in_force", "guidance"), NEW.replace("in_force", "not_enforced"), BOTH + CURE),
        (OLD, NEW.replace("in_force", "proposed"), None),
        (OLD.replace("in_force", "proposed"), NEW, None),
        (
            ENDED + ', { from = 2026-01-01, is = "in_force" }',
            NEW,
            BOTH.replace("2025", "2026") + CURE.replace("2025", "2026"),
        ),
    ],
)
def test_two_versions_of_one_text_do_not_apply_on_the_same_day(
    tmp_path: Path, old: str, new: str, message: str | None
) -> None:
    written = files(tmp_path, a=version("p", old), b=version("q", new))
    assert refusal(written, tmp_path) == message


def refusal(written: list[Path], folder: Path, *, whole: bool = False) -> str | None:
    """What a library is refused for, with `{name}` for the path of a file."""
    try:
        library(written, whole=whole)
    except PolicyError as error:
        return (
            re.sub(rf"{re.escape(str(folder))}/(\w+)\.toml", r"{\1}", str(error))
            .replace(" { ", " {{ ")
            .replace(" }", " }}")
        )
    return None


@pytest.mark.parametrize(
    "old, new, message",
    [
        (ENDED, NEW, None),
        (
            OLD.replace("in_force", "proposed"),
            NEW,
            "{a}:8: 'p' is proposed on 2025-01-01, when 'q' ({b}:9) supersedes it ",
        ),
        (NEW.replace("2025", "2026"), NEW, "{a}:8: 'p' has no status on 2025-01-01, when 'q' ({b}:9) supersedes it "),
        (OLD.replace("in_force", "vetoed"), NEW, None),
        (OLD.replace("in_force", "proposed"), NEW.replace("in_force", "vetoed"), None),
    ],
)
def test_a_version_that_is_superseded_says_so_from_that_day(
    tmp_path: Path, old: str, new: str, message: str | None
) -> None:
    written = files(
        tmp_path, a=version("p", old), b=version("q", new, SUPERSEDES).replace('series = "s"', 'series = "r"')
    )
    assert refusal(written, tmp_path) == (message and message + '(add {{ from = 2025-01-01, is = "superseded" }})')


@pytest.mark.parametrize(
    "more, whole, message",
    [
        (SUPERSEDES, True, None),
        ('supersedes = ["pp"]\n', True, "{b}:9: no policy 'pp' is in the library (did you mean 'p'?)"),
        ('supersedes = ["pp"]\n', False, None),
        (GONE.format("p/t"), True, None),
        (GONE.format("p/s"), True, "{b}:12: no policy had a trigger 'p/s' (did you mean 'p/t'?)"),
        (GONE.format("p/s"), False, "{b}:12: no policy had a trigger 'p/s' (did you mean 'p/t'?)"),
        (GONE.format("o/s"), False, None),
        (
            GONE.format("o/s"),
            True,
            "{b}:12: no policy had a trigger 'o/s' (name a trigger that there was, or leave it out)",
        ),
    ],
)
def test_what_a_version_names_of_older_ones_is_there(
    tmp_path: Path, more: str, whole: bool, message: str | None
) -> None:
    new = version("q", NEW, more if more.startswith("sup") else "")
    new = new if more.startswith("sup") else new.replace("[[trigger]]", more + "[[trigger]]")
    written = files(tmp_path, a=version("p", ENDED), b=new)
    assert refusal(written, tmp_path, whole=whole) == message


def test_what_the_library_names_is_in_it() -> None:
    assert library(sorted(policies_dir().rglob("*.toml")), whole=True) == bundled_policies()


def test_a_trigger_is_found_by_its_full_name() -> None:
    found, trigger = find_trigger("eu-aiact/51-2")
    assert (found.id, trigger.id) == ("eu-aiact", "51-2")


@pytest.mark.parametrize(
    "name, hint",
    [
        ("eu-aiact/51-3", "did you mean eu-aiact/51-2"),
        ("zzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "see `flopguard policy list`"),
        ("", "see `flopguard policy list`"),
    ],
)
def test_a_trigger_that_is_not_there_is_refused(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        find_trigger(name)
    assert str(raised.value).startswith(f"no trigger '{name}'; {hint}")


# --- a date ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day, status, threshold, why",
    [
        ("2024-12-31", None, None, "not yet published: proposed from 2025-01-01, applies from 2026-01-01"),
        ("2025-01-01", "proposed", None, "proposed since 2025-01-01, applies from 2026-01-01"),
        ("2025-05-31", "proposed", None, "proposed since 2025-01-01, applies from 2026-01-01"),
        ("2025-06-01", "in_force", None, "applies from 2026-01-01"),
        ("2025-12-31", "in_force", None, "applies from 2026-01-01"),
        ("2026-01-01", "in_force", "j", None),
        ("2026-06-30", "in_force", "j", None),
        ("2026-07-01", "in_force", "later", None),
        ("2026-12-31", "in_force", "later", None),
        ("2027-01-01", "revoked", "later", "revoked since 2027-01-01"),
    ],
)
def test_what_holds_on_a_day(day: str, status: str | None, threshold: str | None, why: str | None) -> None:
    law, on = policy(), date.fromisoformat(day)
    standing, line = status_on(law, on), threshold_on(law.trigger[0], on)
    assert (standing.is_.value if standing else None) == status
    assert (line.when.judgement if line and isinstance(line.when, JudgementLeaf) else None) == threshold
    assert why_not_in_force(law, law.trigger[0], on) == why


# --- conditions --------------------------------------------------------------------------------------------------


def test_the_leaves_of_a_condition_in_the_order_of_the_text() -> None:
    inside = '{ not = { any = [{ judgement = "b", asks = "?" }, { judgement = "c", asks = "?" }] } }'
    when = policy(f'{{ all = [{{ judgement = "a", asks = "?" }}, {inside}, {{ judgement = "d", asks = "?" }}] }}')
    condition = when.trigger[0].threshold[0].when
    assert list(leaves(condition)) == [JudgementLeaf(judgement=name, asks="?") for name in "abcd"]
    kinds = [type(node).__name__ for node in nodes(condition)]
    assert kinds == ["AllOf", "JudgementLeaf", "Not", "AnyOf", "JudgementLeaf", "JudgementLeaf", "JudgementLeaf"]


def test_a_leaf_has_its_own_condition_only() -> None:
    leaf = TriggerLeaf(trigger="t")
    assert (list(leaves(leaf)), list(nodes(leaf))) == ([leaf], [leaf])


def test_parameters_are_put_in() -> None:
    leaf = QuantityLeaf(quantity=QuantityName.TRAINING_COMPUTE, counting="$rule", more_than="$line")
    assert named_parameters(leaf) == {"counting": "rule", "more_than": "line"}
    assert with_parameters(leaf, {"rule": "all", "line": 5, "more": True}) == QuantityLeaf(
        quantity=QuantityName.TRAINING_COMPUTE, counting="all", more_than="5"
    )
    with pytest.raises(PolicyError) as raised:
        with_parameters(leaf, {"rule": "all"})
    assert str(raised.value) == "$line is not in [parameters]"


def test_a_leaf_without_parameters_stays_as_it_is() -> None:
    leaf = QuantityLeaf(quantity=QuantityName.USERS, at_least="1e6")
    assert with_parameters(leaf, {"users": 1}) is leaf
