"""By what factor an answer could differ: from the rates that a policy or its readings name, and from its line."""

import pytest

from tests.policy.lint.support import found_in

RATE = """\
[[trend]]
id = "own"
of = "{of}"
{rate}
source = "x"
verified = "primary"

"""
TRIGGER = """\
[[trigger]]
id = "t"
title = "x"
cite = "x"
watches = "release"
condition = "x"
threshold = [{{ from = 2026-01-01, cite = "x", when = {{ quantity = "effective_compute", {leaf} }} }}]
"""
MULTIPLE = 'relative_to = "last_assessment", counting = "all", measure = "trend", trend = "own", at_least = "{line}"'
ABSOLUTE = 'counting = "all", trend = "own", at_least = "1e26 FLOP"'
APART = "where two models are measured from recipes a year apart, the multiple is off by "


def said(code: str, leaf: str, rate: str = 'per_year = "3x"', of: str = "algorithms", more: str = "") -> str:
    """What stands behind the last semicolon of the finding of a code: the factor."""
    example = RATE.format(of=of, rate=rate) + TRIGGER.format(leaf=leaf) + more
    (found,) = [finding for finding in found_in(example) if finding.code == code]
    return found.message.partition("settles it")[2].removeprefix("; ")


@pytest.mark.parametrize(
    "code, leaf, rate, of, expected",
    [
        ("FG701", MULTIPLE.format(line="4x"), 'per_year = "3x"', "algorithms", APART + "3x (own)"),
        ("FG701", MULTIPLE.format(line="4x"), 'doubling_months = "12"', "algorithms", APART + "2x (own)"),
        ("FG701", MULTIPLE.format(line="4x"), 'doubling_months = "6"', "algorithms", APART + "4x (own)"),
        (
            "FG701",
            MULTIPLE.format(line="4x"),
            'doubling_months = { value = "12", low = "6", high = "24", level = "90%" }',
            "algorithms",
            APART + "2x (1.4x to 4x; own)",
        ),
        (
            "FG701",
            MULTIPLE.format(line="4x"),
            'per_year = "3x"\nfirst = "2012"\nlast = "2023"',
            "algorithms",
            APART + "3x (own, of 2012 to 2023)",
        ),
        ("FG701", MULTIPLE.format(line="4x"), 'per_year = "3x"', "post_training", ""),
        (
            "FG701",
            ABSOLUTE,
            'per_year = "3x"',
            "algorithms",
            "a recipe that is a year older makes the number larger by 3x (own)",
        ),
        (
            "FG705",
            MULTIPLE.format(line="4x"),
            'per_year = "3x"',
            "post_training",
            "between models a year apart it is worth 3x (own)",
        ),
        ("FG705", MULTIPLE.format(line="4x"), 'per_year = "3x"', "algorithms", ""),
        (
            "FG706",
            MULTIPLE.format(line="6x"),
            'per_year = "3x"',
            "algorithms",
            "two steps just under 6x come to almost 36x together",
        ),
        ("FG706", MULTIPLE.format(line="1x"), 'per_year = "3x"', "algorithms", ""),
    ],
)
def test_the_factor_of_a_point(code: str, leaf: str, rate: str, of: str, expected: str) -> None:
    assert said(code, leaf, rate, of) == expected


QUESTION = """
[parameters]
measure = "nominal"

[[open_question]]
id = "q"
triggers = ["t"]
asks = "x"
text = "x"
readings = [
    {{ id = "a", set = {{ "parameters.measure" = "nominal" }} }},
    {{ id = "b", set = {{ "parameters.measure" = "{other}" }} }},
]
"""


@pytest.mark.parametrize(
    "other, expected",
    [
        (
            "trend",
            "of the readings with a known rate 'a' and 'b' are furthest apart, by 3x for two models a year apart",
        ),
        ("loss", ""),
    ],
)
def test_the_factor_between_readings(other: str, expected: str) -> None:
    leaf = MULTIPLE.format(line="4x").replace('"trend",', '"$measure",', 1)
    assert said("FG703", leaf, more=QUESTION.format(other=other)) == expected
