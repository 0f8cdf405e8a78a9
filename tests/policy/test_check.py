"""Every mistake that the types of a policy allow is refused with its line and its cure."""

from pathlib import Path
from typing import Any

import pytest
import tomli

from flopguard.components import ComponentKey
from flopguard.errors import PolicyError
from flopguard.policy.load import policy_of_text

MINIMAL = """\
policy = 1
id = "p"
series = "p"
version = "1"
title = "A law"
publisher = "Nobody"
kind = "law"
status = [
  { from = 2025-01-01, is = "proposed" },
  { from = 2026-01-01, is = "in_force" },
]
source = "https://example.org"
verified = "memory"

[parameters]
line = "1e25 FLOP"
clock = "last_assessment"
operator = "more_than"

[counting.all]
basis = "Article 2"
in = ["pretrain"]
out = ["@OUT@"]

[[trigger]]
id = "t"
title = "much compute"
cite = "Article 3"
watches = "release"
condition = "more than much"
tolerance = "30%"
[[trigger.threshold]]
from = 2026-01-01
cite = "Section 1"
when = { quantity = "training_compute", counting = "all", more_than = "$line" }
[[trigger.threshold]]
from = 2027-01-01
cite = "Section 2"
when = { any = [{ trigger = "u" }, { judgement = "j", asks = "so?" }] }
[[trigger.threshold]]
from = 2028-01-01
cite = "Section 3"
when = { quantity = "training_compute", counting = "all", at_least = "$line" }
[[trigger.duty]]
action = "tell"
modality = "must"
cite = "Article 4"
within = "2 weeks"
calendar = "eu-1182-71"

[[trigger]]
id = "u"
title = "time"
cite = "Article 5"
watches = "continuous"
condition = "half a year"
[[trigger.threshold]]
from = 2026-01-01
cite = "Section 1"
when = { quantity = "elapsed", since = "$clock", at_least = "6 months" }

[[open_question]]
id = "q"
triggers = ["t"]
asks = "Which line?"
text = "it says two"
readings = [
  { id = "low", set = { "parameters.line" = "1e25 FLOP" } },
  { id = "high", set = { "parameters.line" = "1e26 FLOP", "counting.all.eval" = "in" } },
]
""".replace("@OUT@", '", "'.join(key for key in ComponentKey if key != "pretrain"))

ALL = '", "'.join(ComponentKey)
LEAF = '{ quantity = "training_compute", counting = "all", more_than = "$line" }'
ELAPSED = '{ quantity = "elapsed", since = "$clock", at_least = "6 months" }'
ANY = '{ any = [{ trigger = "u" }, { judgement = "j", asks = "so?" }] }'


def leaf(*changes: tuple[str, str]) -> str:
    text = LEAF
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_the_minimal_policy_is_right() -> None:
    assert policy_of_text(MINIMAL, "p.toml").id == "p"


RIGHT = [
    (LEAF, leaf(('more_than = "$line"', 'operator = "$operator", value = "$line"'))),
    (LEAF, leaf(('more_than = "$line"', 'value = "unstated"'))),
    (LEAF, leaf(('more_than = "$line"', 'at_most = "1e25/3 FLOP"'))),
    (LEAF, leaf(("more_than", 'relative_to = "base", more_than')).replace("$line", "4x")),
    (LEAF, "{ not = { not = " + LEAF + " } }"),
    (ANY, ANY.replace('"u"', '"p/u"')),
    (ANY, ANY.replace('"u"', '"another/one"')),
    (ANY, '{ outputs_any = ["image"], inputs_any = ["text"] }'),
    (ANY, '{ fact = "base_systemic_risk" }'),
    (ANY, '{ quantity = "biological_share", basis = "tokens", more_than = "1/2" }'),
    (ANY, '{ quantity = "benchmark", benchmark = "b", split = "new", samples = "mean", more_than = "50%" }'),
    (
        ANY,
        '{ quantity = "cluster_rate", at_least = "1e20 FLOP/s", network_more_than = "100 Gbit/s", colocated = true }',
    ),
    ('tolerance = "30%"\n', ""),
    ('calendar = "eu-1182-71"\n', ""),
]


@pytest.mark.parametrize("old, new", RIGHT)
def test_what_is_right_is_let_through(old: str, new: str) -> None:
    assert MINIMAL.count(old) == 1
    assert policy_of_text(MINIMAL.replace(old, new), "p.toml").id == "p"


MISTAKES = tomli.loads((Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake["what"] for mistake in MISTAKES])
def test_a_mistake_is_refused_at_its_line_with_its_cure(mistake: dict[str, Any]) -> None:
    assert MINIMAL.count(mistake["replace"]) == 1
    text = MINIMAL.replace(mistake["replace"], mistake["by"].replace("@ALL@", ALL)).replace(
        *mistake.get("and", ("", ""))
    )
    with pytest.raises(PolicyError) as raised:
        policy_of_text(text, "p.toml")
    places = [(mistake.get("at", mistake["by"]), mistake["says"])]
    if "also" in mistake:
        places.append((mistake["also"], mistake.get("also_says", mistake["says"])))
    assert str(raised.value).splitlines() == [f"p.toml:{line_of(text, place)}: {says}" for place, says in places]


def test_every_mistake_of_a_file_is_named_in_the_order_of_its_lines() -> None:
    changes = [('in = ["pretrain"]', "in = []"), ('cite = "Section 2"\n', ""), ('"6 months"', '"half a year"')]
    text = MINIMAL
    for old, new in changes:
        text = text.replace(old, new)
    with pytest.raises(PolicyError) as raised:
        policy_of_text(text, "p.toml")
    assert [line.partition(" (")[0] for line in str(raised.value).splitlines()] == [
        "p.toml:20: not marked: pretrain",
        "p.toml:36: the threshold of trigger 't' from 2027-01-01 has no cite",
        'p.toml:59: \'half a year\' is not a period; write for example "6 months", "2 weeks" or "15 days"',
    ]


def line_of(text: str, place: str) -> int:
    """The line of the first character of a place that is no end of a line."""
    start = text.index(place)
    return text.count("\n", 0, start + len(place) - len(place.lstrip("\n"))) + 1
