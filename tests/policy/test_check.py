"""Every mistake that the types of a policy allow is refused with its line and its cure."""

import pytest

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
when = { quantity = "training_compute", counting = "all", more_than = "$line" }
[[trigger.threshold]]
from = 2027-01-01
when = { any = [{ trigger = "u" }, { judgement = "j", asks = "so?" }] }
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

LEAF = '{ quantity = "training_compute", counting = "all", more_than = "$line" }'
ELAPSED = '{ quantity = "elapsed", since = "$clock", at_least = "6 months" }'
ANY = '{ any = [{ trigger = "u" }, { judgement = "j", asks = "so?" }] }'
LOW = '{ "parameters.line" = "1e25 FLOP" }'
CITE = 'cite = "Article 3"\n'
NAMES = "more_than, at_least, less_than, at_most"
ONE = f"a leaf has exactly one comparison (one of {NAMES}; or operator with value)"
SET = "a reading sets parameters.NAME or counting.NAME.COMPONENT"


def leaf(*changes: tuple[str, str]) -> str:
    text = LEAF
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def refusal(old: str, new: str) -> list[str]:
    assert MINIMAL.count(old) == 1, old
    with pytest.raises(PolicyError) as raised:
        policy_of_text(MINIMAL.replace(old, new), "p.toml")
    return str(raised.value).splitlines()


def line_of(text: str) -> int:
    """The line on which some text of the minimal policy starts."""
    return MINIMAL[: MINIMAL.index(text)].count("\n") + 1


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
    ('tolerance = "30%"\n', ""),
    ('calendar = "eu-1182-71"\n', ""),
]


@pytest.mark.parametrize("old, new", RIGHT)
def test_what_is_right_is_let_through(old: str, new: str) -> None:
    assert MINIMAL.count(old) == 1
    assert policy_of_text(MINIMAL.replace(old, new), "p.toml").id == "p"


WRONG: list[tuple[str, str, str, str, str]] = [
    # what, text, what stands instead, the line that is named by its text, what is said
    ("unknown key", 'kind = "law"', 'knd = 1\nkind = "law"', 'kind = "law"', "unknown key 'knd' (did you mean 'kind'?)"),
    ("unknown key of a trigger", CITE, CITE + "tolerence = 1\n", 'watches = "release"', "unknown key 'tolerence' in [trigger] (did you mean 'tolerance'?)"),
    ("unknown key of a leaf", LEAF, leaf(("more_than", "raw = 1, more_than")), LEAF, "unknown key 'raw' in [trigger.threshold.when] (did you mean 'raw_floor'?)"),
    ("unknown key of a counting rule", 'basis = "Article 2"', 'basis = "Article 2"\nleaningin = []', 'in = ["pretrain"]', "unknown key 'leaningin' in [counting.all] (did you mean 'leaning_in'?)"),
    ("missing citation of a trigger", CITE, "", '[[trigger]]\nid = "t"', "[trigger] has no 'cite' (add cite = ...)"),
    ("missing citation of a duty", 'cite = "Article 4"\n', "", "[[trigger.duty]]", "[trigger.duty] has no 'cite' (add cite = ...)"),
    ("missing basis", 'basis = "Article 2"\n', "", "[counting.all]", "[counting.all] has no 'basis' (add basis = ...)"),
    ("a component marked twice", 'in = ["pretrain"]', 'in = ["pretrain", "eval"]', "[counting.all]", "marked more than once: eval (mark every component exactly once)"),
    ("a component marked twice in one list", 'in = ["pretrain"]', 'in = ["pretrain", "pretrain"]', "[counting.all]", "marked more than once: pretrain (mark every component exactly once)"),
    ("a component not marked", 'in = ["pretrain"]', "in = []", "[counting.all]", "not marked: pretrain (mark every component exactly once)"),
    ("no status", 'status = [\n  { from = 2025-01-01, is = "proposed" },\n  { from = 2026-01-01, is = "in_force" },\n]', "status = []", "status = [", 'the policy has no status (add status = [{ from = ..., is = "..." }])'),
    ("falling dates of the status", "from = 2025-01-01", "from = 2026-01-02", "status = [", "the dates do not rise (list each date once, the earliest first)"),
    ("one date twice", "from = 2025-01-01", "from = 2026-01-01", "status = [", "the dates do not rise (list each date once, the earliest first)"),
    ("falling dates of the thresholds", "from = 2027-01-01", "from = 2025-12-31", "[[trigger.threshold]]", "the dates do not rise (list each date once, the earliest first)"),
    ("one trigger twice", 'id = "u"', 'id = "t"', "[[trigger]]", "trigger 't' stands 2 times (give each trigger its own id)"),
    ("unknown trigger", ANY, ANY.replace('"u"', '"v"'), ANY, "trigger 'v' is not in this policy (name it, or write policy/trigger)"),
    ("unknown trigger by its full name", ANY, ANY.replace('"u"', '"p/v"'), ANY, "trigger 'p/v' is not in this policy (name it, or write policy/trigger)"),
    ("a circle", ANY, ANY.replace('"u"', '"t"'), "[[trigger]]", "trigger 't' depends on itself (break the cycle)"),
    ("a circle by the full name", ANY, ANY.replace('"u"', '"p/t"'), "[[trigger]]", "trigger 't' depends on itself (break the cycle)"),
    ("unknown $parameter", LEAF, leaf(("$line", "$lime")), LEAF, "$lime is not in [parameters] (add lime = ... to [parameters])"),
    ("two comparisons", LEAF, leaf(("more_than", 'at_least = "1", more_than')), LEAF, ONE),
    ("a comparison and a value", LEAF, leaf(("more_than", 'value = "1", more_than')), LEAF, ONE),
    ("a comparison and an operator", LEAF, leaf(("more_than", 'operator = "at_least", more_than')), LEAF, ONE),
    ("no comparison", LEAF, leaf((', more_than = "$line"', "")), LEAF, ONE),
    ("an operator alone", LEAF, leaf(('more_than = "$line"', 'operator = "at_least"')), LEAF, ONE),
    ("a value alone", LEAF, leaf(("more_than", "value")), LEAF, ONE),
    ("unknown operator", LEAF, leaf(('more_than = "$line"', 'operator = "over", value = "$line"')), LEAF, f"operator = 'over' is not known (one of: {NAMES})"),
    ("unknown operator in a parameter", 'operator = "more_than"\n\n[counting.all]', 'operator = "over"\n\n[counting.all]', "", ""),
    ("a line that is no figure", LEAF, leaf(("$line", "much")), LEAF, "'much' is not a figure in FLOP (write for example \"3.8e25 FLOP\")"),
    ("a line that is a rate", LEAF, leaf(("$line", "1e25 FLOP/s")), LEAF, "'1e25 FLOP/s' is a rate; an amount is needed here (multiply the rate by the time it ran, or drop '/s' if an amount was meant)"),
    ("a line that is an interval", LEAF, leaf(("$line", "1e25..2e25 FLOP")), LEAF, "'1e25..2e25 FLOP' is not one value (a line is one exact value)"),
    ("a multiple in FLOP", LEAF, leaf(("more_than", 'relative_to = "base", more_than')), LEAF, None),
    ("a line in a parameter", 'line = "1e25 FLOP"\nclock', 'line = "much"\nclock', LEAF, "'much' is not a figure in FLOP (write for example \"3.8e25 FLOP\")"),
    ("a line in a reading", '"1e26 FLOP"', '"2e26 tokens"', LEAF, "'2e26 tokens' is in tokens; FLOP is needed here (write it in FLOP, for example \"3.8e25 FLOP\")"),
    ("a clock in a parameter", 'clock = "last_assessment"', 'clock = "the last"', ELAPSED, "since = 'the last' is not known (one of: last_assessment, last_assessment_started, last_assessment_published)"),
    ("a time in seconds", ELAPSED, ELAPSED.replace("6 months", "6"), ELAPSED, "'6' is not a period; write for example \"6 months\", \"2 weeks\" or \"15 days\" (a time that passes is a period of the calendar)"),
    ("no clock", ELAPSED, ELAPSED.replace('since = "$clock", ', ""), ELAPSED, 'elapsed needs the event it is counted from (add since = "last_assessment")'),
    ("no counting rule", LEAF, leaf(('counting = "all", ', "")), LEAF, 'training_compute needs a counting rule (add counting = "...")'),
    ("unknown counting rule", LEAF, leaf(('"all"', '"most"')), LEAF, "counting = 'most' is not known (one of: all)"),
    ("unknown reference", LEAF, leaf(("$line", "4x"), ("more_than", 'relative_to = "bse", more_than')), LEAF, "relative_to = 'bse' is not known (one of: last_assessment, base)"),
    ("all of nothing", LEAF, "{ all = [] }", LEAF, "all or any of no conditions (write the conditions, or leave it out)"),
    ("any of nothing, inside", LEAF, "{ all = [{ not = { any = [] } }, " + LEAF + "] }", LEAF, "all or any of no conditions (write the conditions, or leave it out)"),
    ("no condition", LEAF, "{ quantty = 1 }", LEAF, "this is no condition (a condition has one of the keys all, any, not, trigger, judgement, quantity)"),
    ("unknown calendar", '"eu-1182-71"', '"lunar"', 'calendar = "eu', "'lunar' is not a calendar (calendar, eu-1182-71)"),
    ("a period that is none", '"2 weeks"', '"a fortnight"', 'within = "2', "'a fortnight' is not a period; write for example \"6 months\", \"2 weeks\" or \"15 days\""),
    ("a tolerance that is none", '"30%"', '"30 FLOP"', 'tolerance = "30', "'30 FLOP' is in FLOP; x is needed here (write it in x, for example \"4x\", \"38%\" or \"1/3\")"),
    ("a question of no trigger", 'triggers = ["t"]', 'triggers = ["v"]', 'triggers = ["t"]', "'v' is not a trigger of this policy (t, u)"),
    ("one reading", f'  {{ id = "low", set = {LOW} }},\n', "", "[[open_question]]", "question 'q' has fewer than two readings (add the other reading)"),
    ("a reading that sets nothing new", LOW, '{ "parameters.line" = "1e26 FLOP", "counting.all.eval" = "in" }', "[[open_question]]", "two readings of 'q' set the same (a reading that changes nothing is none)"),
    ("one reading twice", 'id = "low"', 'id = "high"', "[[open_question]]", "reading 'high' stands 2 times (give each reading its own id)"),
    ("a reading of an unknown parameter", LOW, '{ "parameters.lime" = 1 }', "[[open_question]]", f"reading 'low' sets 'parameters.lime', which is not there ({SET})"),
    ("a reading of an unknown rule", LOW, '{ "counting.most.eval" = "in" }', "[[open_question]]", f"reading 'low' sets 'counting.most.eval', which is not there ({SET})"),
    ("a reading of an unknown component", LOW, '{ "counting.all.other" = "in" }', "[[open_question]]", f"reading 'low' sets 'counting.all.other', which is not there ({SET})"),
    ("a reading of something else", LOW, '{ "trigger.t.cite" = "x" }', "[[open_question]]", f"reading 'low' sets 'trigger.t.cite', which is not there ({SET})"),
    ("a reading with an unknown mark", LOW, '{ "counting.all.eval" = "inn" }', "[[open_question]]", "reading 'low' sets 'counting.all.eval' to 'inn', which is no mark (one of: in, leaning_in, silent, leaning_out, out)"),
]  # fmt: skip
