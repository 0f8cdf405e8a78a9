"""What counts as settled: by the condition itself, by a definition that it names, by a judgement of the words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.finding import Severity
from flopguard.policy.events import EVENTS
from flopguard.policy.lint.run import lint_policy
from flopguard.policy.lint.settled import Asked
from flopguard.policy.types import Openness, Point, Policy
from tests.evaluate.support import card, judged, policy, pretrain
from tests.policy.lint.support import found_in, policy_with

FOUR = """\
[[trigger]]
id = "four"
title = "x"
cite = "x"
watches = "{watches}"
condition = "x"
{tables}[[trigger.threshold]]
from = 2026-01-01
cite = "x"
when = {{ {when} }}
"""
MULTIPLE = 'quantity = "effective_compute", relative_to = "last_assessment", at_least = "4x"'
ABSOLUTE = 'quantity = "effective_compute", at_least = "1e26 FLOP"'
PARTS = {
    "baseline": 'baseline = { techniques = ["x"] }',
    "scale": 'reference_scale = "1e25 FLOP"',
    "metric": 'metric = { name = "x", kind = "loss" }',
    "post_training": "elicitation = { tools = false }",
    "compute_scope": 'compute_scope = ["pretrain"]',
}
CODES = {
    "baseline": "FG701",
    "scale": "FG702",
    "metric": "FG703",
    "timing": "FG704",
    "post_training": "FG705",
    "reset": "FG706",
    "reference": "FG707",
    "compute_scope": "FG708",
}
NAME = {code: point for point, code in CODES.items()}


def four(when: str, watches: str = "continuous", tables: str = "") -> str:
    return FOUR.format(when=when, watches=watches, tables=tables)


def open_in(example: str) -> set[str]:
    """The points that an example leaves open."""
    return {NAME[finding.code] for finding in found_in(example) if finding.code in NAME}


def with_definition(when: str, *parts: str) -> str:
    table = '[[definition]]\nid = "d"\n' + "\n".join(PARTS[part] for part in parts) + "\n"
    return table + four(f'{when}, definition = "d"')


@pytest.mark.parametrize(
    "example, points",
    [
        (four(MULTIPLE), {*CODES} - {"reference"}),
        (four(MULTIPLE, "training"), {*CODES} - {"reference", "timing"}),
        (four(ABSOLUTE), {*CODES} - {"reference", "reset"}),
        (four(MULTIPLE.replace("last", "first")), {*CODES} - {"reference", "reset"}),
        (four(MULTIPLE + ', measure = "nominal", counting = "all"'), {"timing", "reset"}),
        (four(MULTIPLE + ', measure = "loss"'), {*CODES} - {"reference"}),
        (four('quantity = "training_compute", counting = "all", more_than = "1e25 FLOP"'), set()),
        (
            four('quantity = "training_compute", counting = "all", relative_to = "base", more_than = "1/3"'),
            set(),
        ),
        (
            four('quantity = "training_compute", counting = "all", relative_to = "last_assessment", more_than = "2x"'),
            {"timing", "reset"},
        ),
        (
            four('quantity = "benchmark", benchmark = "b", relative_to = "last_assessment", at_least = "5%"'),
            {"timing", "reset"},
        ),
        (
            four('quantity = "progress_rate", relative_to = "expected", rate_as = "growth", at_least = "2x"'),
            {"baseline", "metric", "timing", "post_training"},
        ),
        (
            four('quantity = "progress_rate", of = "best_model", at_least = "1000x"'),
            {"baseline", "metric", "timing", "post_training"},
        ),
        (with_definition(MULTIPLE, *PARTS), {"timing", "reset"}),
        (four(MULTIPLE + ', definition = "absent"'), {*CODES} - {"reference"}),
    ],
)
def test_which_points_a_comparison_leaves_open(example: str, points: set[str]) -> None:
    assert open_in(example) == points


@pytest.mark.parametrize("level, severity", [("open", "warning"), ("partly", "info"), ("defined", None)])
@pytest.mark.parametrize("point", [*CODES])
def test_a_judgement_of_the_words_decides(point: str, level: str, severity: str | None) -> None:
    tables = f'[trigger.ambiguity]\n{point} = {{ is = "{level}", note = "why" }}\n'
    found = [finding for finding in found_in(four(MULTIPLE, tables=tables)) if finding.code == CODES[point]]
    assert [finding.severity.value for finding in found] == ([severity] if severity else [])
    assert all("why" in finding.message for finding in found)


@pytest.mark.parametrize("point", ["baseline", "scale", "metric"])
def test_a_point_is_not_called_defined_where_nothing_defines_it(point: str) -> None:
    tables = f'[trigger.ambiguity]\n{point} = {{ is = "defined" }}\n'
    (found,) = [finding for finding in found_in(four(MULTIPLE, tables=tables)) if finding.code == "FG711"]
    assert found.severity is Severity.ERROR
    assert found.at == f"/trigger/0/ambiguity/{point}"


def test_a_not_applicable_point_is_not_asked() -> None:
    tables = '[trigger.ambiguity]\nscale = { is = "not_applicable" }\n'
    assert "scale" not in open_in(four(MULTIPLE, tables=tables))


def test_a_point_that_was_judged_open_is_told_whatever_is_compared() -> None:
    """A share of a base turns on what counts, and its text may be judged on that, though the rule does not ask."""
    third = 'quantity = "training_compute", counting = "all", relative_to = "base", more_than = "1/3"'
    judged_open = '[trigger.ambiguity]\ncompute_scope = { is = "open" }\n'
    assert open_in(four(third)) == set()
    assert open_in(four(third, tables=judged_open)) == {"compute_scope"}
    message = next(f.message for f in found_in(four(third, tables=judged_open)) if f.code == "FG708")
    assert message == "'four' leaves open which compute counts: the text does not settle it"


def test_a_trigger_is_told_once_for_each_point_and_not_again_through_another() -> None:
    outer = four('trigger = "four"').replace('id = "four"', 'id = "outer"')
    twice = four(f"any = [{{ {MULTIPLE} }}, {{ {MULTIPLE} }}]")
    codes = [finding.code for finding in found_in(twice + outer)]
    assert codes.count("FG703") == 1


@given(
    st.sets(st.sampled_from(sorted(PARTS))),
    st.sets(st.sampled_from(sorted(PARTS))),
    st.sampled_from([MULTIPLE, ABSOLUTE, MULTIPLE + ', measure = "loss"']),
    st.dictionaries(st.sampled_from(sorted(PARTS)), st.sampled_from(["open", "partly", "not_applicable"])),
)
def test_saying_more_in_a_definition_never_adds_a_finding(
    parts: set[str], more: set[str], when: str, judged: dict[str, str]
) -> None:
    points = "".join(f'{point} = {{ is = "{level}" }}\n' for point, level in judged.items())
    tables = f"[trigger.ambiguity]\n{points}" if judged else ""

    def found(example: str) -> set[tuple[str, str]]:
        changed = example.replace('condition = "x"\n', f'condition = "x"\n{tables}')
        return {(finding.code, finding.severity.value) for finding in found_in(changed)}

    without, little, much = four(when), with_definition(when, *parts), with_definition(when, *parts, *more - parts)
    assert found(much) <= found(little) <= found(without)


@given(st.sampled_from(list(Asked)), st.sampled_from([Openness.DEFINED, Openness.NOT_APPLICABLE]))
def test_settling_a_point_in_a_judgement_silences_it_and_no_other(point: Asked, level: Openness) -> None:
    policy = policy_with(four(MULTIPLE, tables='[trigger.ambiguity]\nreset = { is = "open" }\n'))
    before, after = lint_policy(policy), lint_policy(_judged(policy, point, level))
    gone = {finding.code for finding in before} - {finding.code for finding in after}
    assert gone <= {CODES.get(point.value)}
    assert {finding.code for finding in after} - {finding.code for finding in before} <= {"FG711"}


def _judged(policy: Policy, point: Asked, level: Openness) -> Policy:
    (trigger,) = policy.trigger
    assert trigger.ambiguity is not None
    ambiguity = replace(trigger.ambiguity, **{point.value: Point(is_=level)})
    return replace(policy, trigger=(replace(trigger, ambiguity=ambiguity),))


@pytest.mark.parametrize("event", [*EVENTS, "incident_discovered"])
def test_the_events_that_a_manifest_states_are_those_that_a_deadline_is_counted_from(event: str) -> None:
    duty = f"""[[trigger.duty]]
action = "tell"
modality = "must"
cite = "1"
within = "30 days"
counted_from = ["{event}"]
"""
    card_of_a_crossing = card(pretrain("1e26"), model="released = 2026-01-01")
    (told,) = judged(card_of_a_crossing, policy(more=duty)).duties
    (due,) = told.due
    assert due.why.endswith("is not in the manifest") is (event not in EVENTS)
