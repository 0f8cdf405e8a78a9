"""Both sides of conditions on the text of policies that the examples leave out."""

import pytest

from flopguard.finding import Severity
from tests.policy.lint.support import found_in

LINE = """
[[trigger]]
id = "line"
title = "a line"
cite = "Section 3"
watches = "release"
condition = "A condition in words."
"""
WHEN = """
[[trigger.threshold]]
from = 2026-01-01
cite = "Section 3"
when = { quantity = "QUANTITY", MORE }
"""
COUNTED = WHEN.replace("QUANTITY", "training_compute").replace("MORE", 'counting = "all", more_than = "1e25 FLOP"')
DUTY = '[[trigger.duty]]\naction = "assess it"\nmodality = "{}"\ncite = "Section 4"\n{}\n'
JUDGED = (
    LINE + '[[trigger.threshold]]\nfrom = 2026-01-01\ncite = "x"\nwhen = { judgement = "severe", asks = "Is it?" }\n'
)
GONE = '[[removed]]\ntrigger = "older/line"\nreplaced_by = "words"\nannounced = "{}"\ncite = "Change log"\n'


def said(code: str, example: str) -> list[tuple[Severity, str, str]]:
    return [(found.severity, found.at, found.message) for found in found_in(example) if found.code == code]


STEP = 'relative_to = "last_assessment", at_least = "4x"'


@pytest.mark.parametrize(
    "point, quantity, more, count",
    [
        ("reference", "training_compute", f'counting = "all", {STEP}', 0),  # the leaf itself names it
        ("metric", "effective_compute", STEP, 1),
        ("metric", "effective_compute", f'{STEP}, measure = "loss"', 0),
        ("baseline", "effective_compute", f'{STEP}, measure = "loss"', 1),
    ],
)
def test_a_point_that_is_called_defined_has_to_be(point: str, quantity: str, more: str, count: int) -> None:
    when = WHEN.replace("QUANTITY", quantity).replace("MORE", more)
    example = f'{LINE}[trigger.ambiguity]\n{point} = {{ is = "defined" }}\n{when}'
    assert len(said("FG711", example)) == count


@pytest.mark.parametrize(
    "head, message",
    [
        ("", "no trigger of 'x' compares a number"),
        (
            'without_numbers = "levels of capability"\n',
            "no trigger of 'x' compares a number; instead: levels of capability",
        ),
    ],
)
def test_what_a_text_without_numbers_has_instead_is_told_once(head: str, message: str) -> None:
    example = head + JUDGED + JUDGED.replace('id = "line"', 'id = "other"')
    assert [found.message for found in found_in(example) if found.code == "FG712"] in ([message], [])


@pytest.mark.parametrize(
    "trigger, duty, deadline",
    [
        ("memory", 'within = "30 days"\ncounted_from = ["crossed"]', True),
        ("memory", 'within = "30 days"\nverified = "primary"\ncounted_from = ["crossed"]', False),
        ("primary", 'within = "30 days"\nverified = "memory"\ncounted_from = ["crossed"]', True),
        ("primary", 'within = "30 days"\ncounted_from = ["crossed"]', False),
        ("memory", 'counted_from = ["crossed"]', False),
    ],
)
def test_a_deadline_from_memory(trigger: str, duty: str, deadline: bool) -> None:
    example = f'{LINE}verified = "{trigger}"\n{COUNTED}{DUTY.format("must", duty)}'
    found = [at for _, at, _ in said("FG716", example) if at.endswith("within")]
    assert found == (["/trigger/0/duty/0/within"] if deadline else [])


@pytest.mark.parametrize(
    "standing, number",
    [('verified = "memory"', True), ("", False)],
)
def test_a_threshold_says_itself_how_it_was_checked(standing: str, number: bool) -> None:
    threshold = COUNTED.replace('cite = "Section 3"', f'cite = "Section 3"\n{standing}')
    assert bool(said("FG716", LINE + threshold)) is number


@pytest.mark.parametrize(
    "modality, counted, severity",
    [
        ("must", 'counted_from = ["crossed"]', Severity.WARNING),
        ("must", "", Severity.INFO),
        ("aim", 'counted_from = ["crossed"]', Severity.INFO),
        ("may", 'counted_from = ["crossed"]', None),
    ],
)
def test_how_much_a_missing_deadline_matters(modality: str, counted: str, severity: Severity | None) -> None:
    found = [each for each, _, _ in said("FG717", LINE + COUNTED + DUTY.format(modality, counted))]
    assert found == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    "announced, severity, words",
    [
        ("no", Severity.WARNING, "is not told of in an account of the changes"),
        ("in_part", Severity.INFO, "is told of only in part"),
    ],
)
def test_a_removal_that_is_told_in_part_is_a_note(announced: str, severity: Severity, words: str) -> None:
    ((found, _, message),) = said("FG720", GONE.format(announced))
    assert found is severity
    assert words in message
