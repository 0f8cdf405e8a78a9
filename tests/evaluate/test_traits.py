"""Leaves that ask for more than an amount: media, the base, scores, clusters, shares of data, and costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from flopguard.evaluate.run import gather
from flopguard.evaluate.traits import base_by_another
from flopguard.policy.load import bundled_policies
from flopguard.result import Cause, Outcome
from tests.evaluate.support import (
    card,
    counting,
    family,
    judged,
    judged_all,
    phase,
    policy,
    pretrain,
    question,
    read,
    settings,
)

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
NA = Outcome.NOT_APPLICABLE


# --- what it makes of what ---------------------------------------------------------------------------------------

FROM_TEXT = 'outputs_any = ["image", "video"], inputs_any = ["text"]'
MEDIA = [
    ('outputs_any = ["text", "code"]', 'outputs = ["code"]', YES, ()),
    ('outputs_any = ["text", "code"]', 'outputs = ["action"]', NO, ()),
    ('outputs_any = ["text", "code"]', "", OPEN, ("/model/outputs",)),
    (FROM_TEXT, 'inputs = ["text", "image"]\noutputs = ["image"]', YES, ()),
    (FROM_TEXT, 'inputs = ["image"]\noutputs = ["image"]', NO, ()),
    (FROM_TEXT, 'outputs = ["image"]', OPEN, ("/model/inputs",)),
    (FROM_TEXT, 'inputs = ["text"]', OPEN, ("/model/outputs",)),
    (FROM_TEXT, 'inputs = ["image"]', NO, ()),
    (FROM_TEXT, 'outputs = ["text"]', NO, ()),
    (FROM_TEXT, "", OPEN, ("/model/outputs and /model/inputs",)),
]


@pytest.mark.parametrize("when, model, outcome, missing", MEDIA)
def test_what_comes_out_and_from_what(when: str, model: str, outcome: Outcome, missing: tuple[str, ...]) -> None:
    found = judged(card(model=model), policy(when))
    assert (found.outcome, found.missing) == (outcome, missing)
    assert found.because == ((Cause.MISSING,) if outcome is OPEN else ())


@pytest.mark.parametrize("value, outcome", [("true", YES), ("false", NO)])
def test_a_parameter_may_be_a_condition(value: str, outcome: Outcome) -> None:
    law = policy('parameter = "strict", says = "read strictly"', top=f"[parameters]\nstrict = {value}")
    assert judged(card(), law).outcome is outcome


def test_a_reading_that_is_not_taken_is_not_shown_as_taken() -> None:
    asked = 'any = [{ parameter = "strict", says = "read strictly" }, { judgement = "j", asks = "Is it so?" }]'
    told = {value: judged(card(), policy(asked, top=f"[parameters]\nstrict = {value}")) for value in ("true", "false")}
    assert told["true"].comparison == "read strictly, as the text is read here; Is it so?"
    assert told["false"].comparison == "Is it so?"
    assert "the text is not read here so that: read strictly" in [step.what for step in told["false"].steps]


def test_what_decides_beside_an_amount_is_shown_with_it() -> None:
    """An amount that is not over its line alone would say the contrary of the verdict."""
    amount = '{ quantity = "training_compute", counting = "all", more_than = "1e25" }'
    law = policy(f'any = [{amount}, {{ judgement = "j", asks = "Is it so?" }}]')
    answer = '[[answer]]\nquestion = "p/j"\nvalue = true'
    found = judged(card(pretrain("1e24"), complete=True, more=answer), law)
    assert found.outcome is YES
    assert found.comparison.endswith("; Is it so? answered yes")


def test_a_reading_may_set_it() -> None:
    asked = question("q", '"parameters.strict" = true', '"parameters.strict" = false')
    law = policy('parameter = "strict", says = "read strictly"', top="[parameters]\nstrict = true", more=asked)
    found = judged(card(), law)
    assert (found.outcome, found.because) == (OPEN, (Cause.READINGS,))


# --- the base ----------------------------------------------------------------------------------------------------


def base(*entries: str) -> str:
    return f"base = [{', '.join(f'{{ {entry} }}' for entry in entries)}]"


RISK = [
    ("", OPEN),
    ('base = "none"', NO),
    (base('name = "B"'), OPEN),
    (base('name = "B", systemic_risk = true'), YES),
    (base('name = "B", systemic_risk = false'), NO),
    (base('name = "B", systemic_risk = false', 'name = "C"'), OPEN),
    (base('name = "B", systemic_risk = true', 'name = "C"'), YES),
]


@pytest.mark.parametrize("model, outcome", RISK)
def test_whether_the_base_is_a_model_with_systemic_risk(model: str, outcome: Outcome) -> None:
    assert judged(card(model=model), policy('fact = "base_systemic_risk"')).outcome is outcome


KNOWN = [
    ("", OPEN),
    ('base = "none"', NO),
    (base('name = "B"'), NO),
    (base('name = "B", compute = "1e25"'), YES),
    (base('name = "B", compute = "<1e25"'), YES),
    (base('reference = "llama-3.1-405b"'), YES),
    (base('name = "B", compute = "1e25"', 'name = "C"'), NO),
]


@pytest.mark.parametrize("model, outcome", KNOWN)
def test_whether_the_compute_of_the_base_is_known(model: str, outcome: Outcome) -> None:
    assert judged(card(model=model), policy('fact = "base_compute_known"')).outcome is outcome


BY = [
    ("base_by_another", "", OPEN, "", ("/model/base",)),
    ("base_by_another", 'base = "none"', NA, "the model has no base", ()),
    ("base_by_another", 'developer = "Us"\n' + base('name = "B", developer = "Them"'), YES, "", ()),
    (
        "base_by_another",
        'developer = "Us"\n' + base('name = "B", developer = "us"'),
        NA,
        "the developer's own model is developed further",
        (),
    ),
    (
        "base_by_another",
        base('name = "B", developer = "Them"'),
        OPEN,
        "",
        ("/model/developer and that of the base (/model/base/*/developer)",),
    ),
    ("base_by_another", 'developer = "Us"\n' + base('reference = "llama-3.1-405b"'), YES, "", ()),
    ("base_compute_known = false\n#", base('name = "B"'), YES, "", ()),
    (
        "base_compute_known = false\n#",
        base('name = "B", compute = "1e24"'),
        NA,
        "the compute of the base is known",
        (),
    ),
]


@pytest.mark.parametrize("applies, model, outcome, reason, missing", BY)
def test_whose_base_it_is(applies: str, model: str, outcome: Outcome, reason: str, missing: tuple[str, ...]) -> None:
    law = policy(trigger=f"[trigger.applies_when]\n{applies} = true", rule=counting(base_inherited="out"))
    found = judged(card(pretrain("2e25"), complete=True, model=model), law)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert set(missing) <= set(found.missing)


CHAIN = [("Them", "Them", True), ("Us", "Us", False), ("Us", "Them", None), ("Them", "Us", True)]


@pytest.mark.parametrize("second, first, answer", CHAIN)
def test_a_chain_that_comes_back_to_its_developer(second: str, first: str, answer: bool | None, tmp_path: Path) -> None:
    """Whether changes in steps by one developer are one change is not said."""
    loaded = family(
        tmp_path,
        own=card(phase("rl_update", "1e22"), model='developer = "Us"\nbase = [{ manifest = "second.toml" }]'),
        second=card(
            phase("midtrain_sft", "1e22"), model=f'developer = "{second}"\nbase = [{{ manifest = "first.toml" }}]'
        ).replace('"M"', '"Second"', 1),
        first=card(pretrain("1e24"), model=f'developer = "{first}"\nbase = "none"').replace('"M"', '"First"', 1),
    )
    assert base_by_another(gather(loaded, settings())) is answer


@pytest.mark.parametrize("relative_to, outcome", [("base", NO), ("first_base", YES)])
def test_the_original_may_be_the_first_model_or_the_last(relative_to: str, outcome: Outcome, tmp_path: Path) -> None:
    loaded = family(
        tmp_path,
        own=card(phase("rl_update", "5e23"), model='base = [{ manifest = "second.toml" }]', complete=True),
        second=card(
            phase("midtrain_sft", "1e24"), model='base = [{ name = "First", compute = "1e24" }]', complete=True
        ).replace('"M"', '"Second"', 1),
    )
    when = f'quantity = "training_compute", counting = "all", relative_to = "{relative_to}", more_than = "1/3"'
    assert judged(loaded, policy(when)).outcome is outcome


def test_the_reference_may_be_counted_by_another_rule(tmp_path: Path) -> None:
    """Updates alone 3 of 10, with synthetic data 4 of 20; the one over the other is 4 of 10."""
    rules = counting(rest="out", pretrain="in", rl_update="in") + counting("most")
    base_card = card(pretrain("1e24"), phase("syn_private_kept", "1e24"), complete=True, model='base = "none"')
    own = (phase("rl_update", "3e23"), phase("syn_private_kept", "1e23"))
    loaded = family(
        tmp_path,
        own=card(*own, complete=True, model='base = [{ manifest = "base.toml" }]'),
        base=base_card.replace('"M"', '"Base"', 1),
    )
    when = 'quantity = "training_compute", counting = "{}", {}relative_to = "base", more_than = "1/3"'
    found = [
        judged(loaded, policy(when.format(*rule), rule=rules)).outcome
        for rule in (("all", ""), ("most", ""), ("most", 'reference_counting = "all", '))
    ]
    assert found == [NO, NO, YES]


def test_what_is_not_stated_of_a_base_is_bounded_by_what_is() -> None:
    text = card(phase("rl_update", "2e25"), model=base('name = "B", compute = "1e25"'))
    when = 'quantity = "training_compute", counting = "all", relative_to = "base", more_than = "{}"'
    assert [judged(text, policy(when.format(line))).outcome for line in ("1/3", "1x", "4x")] == [YES, OPEN, NO]


OWN = 'quantity = "training_compute", counting = "all", own_only = true, at_least = "3e25"'
ONLY = [
    ((phase("midtrain_sft", "3e25"),), base('name = "B", compute = "2e26"'), YES),
    ((phase("midtrain_sft", "2e25"),), base('name = "B", compute = "2e26"'), OPEN),
    ((phase("midtrain_sft", "1e25"),), base('name = "B", compute = "2e26"'), NO),
    ((phase("midtrain_sft", "1e25"),), base('name = "B"'), NO),
    ((phase("midtrain_sft", "1e25"), phase("base_inherited", "2e26")), base('name = "B"'), NO),
    ((), base('name = "B", compute = "2e26"'), OPEN),
    ((phase("midtrain_sft", "0"),), base('name = "B", compute = "2e26"'), OPEN),
    ((phase("midtrain_sft", "1e25"),), "", OPEN),
    ((phase("midtrain_sft", "1e25"),), 'base = "none"', OPEN),
    ((pretrain("1e25"),), 'base = "none"', NO),
]


@pytest.mark.parametrize("phases, model, outcome", ONLY)
def test_only_what_the_model_itself_took(phases: tuple[str, ...], model: str, outcome: Outcome) -> None:
    assert judged(card(*phases, model=model), policy(OWN)).outcome is outcome


# --- scores ------------------------------------------------------------------------------------------------------

SCORE = 'quantity = "benchmark", benchmark = "LiveCodeBench", more_than = "50%"'


def scored(*rows: str) -> str:
    return "".join(f'[[benchmark]]\nname = "livecodebench"\n{row}\n' for row in rows)


SCORES = [
    (('score = "60%"',), YES, ()),
    (('score = "50%"',), NO, ()),
    (('score = "60%"', 'score = "51%"'), YES, ()),
    (('score = "60%"', 'score = "40%"'), OPEN, (Cause.CONFLICT,)),
    (('score = "40%"', 'score = "60%"'), OPEN, (Cause.CONFLICT,)),
    (('score = "60%"', 'score = "40%"\ndate = 2026-04-01'), YES, ()),
    (('score = "60%"', 'version = "6"'), OPEN, (Cause.MISSING,)),
    (('score = "45%..55%"', 'score = "40%"'), OPEN, (Cause.INTERVAL,)),
    (('score = "45%..55%"', 'score = "40%"', 'score = "60%"'), OPEN, (Cause.CONFLICT,)),
]


@pytest.mark.parametrize("rows, outcome, because", SCORES)
def test_several_scores_count_as_far_as_they_agree(
    rows: tuple[str, ...], outcome: Outcome, because: tuple[Cause, ...]
) -> None:
    found = judged(card(more=scored(*rows)), policy(SCORE))
    assert (found.outcome, found.because) == (outcome, because)


def test_scores_that_disagree_are_named() -> None:
    found = judged(card(more=scored('score = "60%"', 'score = "40%"')), policy(SCORE))
    assert found.missing == ("which score on LiveCodeBench is right: /benchmark/0 60%, /benchmark/1 40%",)
    assert [[item.what for item in group] for group in found.settled_by] == [list(found.missing)]


@pytest.mark.parametrize("name, fits", [("LiveCodeBench", 1), ("live-code_bench ", 1), ("LiveCodeBench Pro", 0)])
def test_names_of_benchmarks_match_without_case_and_punctuation(name: str, fits: int) -> None:
    text = card(more=f'[[benchmark]]\nname = "{name}"\nscore = "60%"\n')
    assert judged(text, policy(SCORE)).outcome is (YES if fits else OPEN)


PARTS = 'quantity = "benchmark", benchmark = "LiveCodeBench", split = "new", samples = "{}", more_than = "50%"'
NEW = 'split = "New"\n'
ONE = "elicitation = { samples = 1 }\n"
MEAN = 'elicitation = { samples = 8, over_samples = "mean" }\n'
BEST = 'elicitation = { samples = 8, over_samples = "best" }\n'
SOME = "elicitation = { samples = 8 }\n"
SPLITS = [
    ((NEW + ONE + 'score = "60%"',), YES, OPEN),
    ((NEW + MEAN + 'score = "60%"',), OPEN, YES),
    ((NEW + BEST + 'score = "60%"',), OPEN, OPEN),
    ((NEW + SOME + 'score = "60%"',), OPEN, OPEN),
    ((NEW + 'score = "60%"',), OPEN, OPEN),
    ((ONE + 'score = "60%"',), OPEN, OPEN),
    (('split = "old"\n' + ONE + 'score = "60%"',), OPEN, OPEN),
    ((NEW + ONE + 'score = "60%"', 'split = "old"\n' + ONE + 'score = "40%"'), YES, OPEN),
    ((NEW + ONE + 'score = "60%"', 'score = "70%"'), YES, OPEN),
    ((NEW + ONE + 'score = "60%"', 'score = "40%"'), OPEN, OPEN),
    ((NEW + ONE + 'score = "40%"', 'score = "60%"'), OPEN, OPEN),
    ((NEW + ONE + 'score = "40%"', 'score = "30%"'), NO, OPEN),
]


@pytest.mark.parametrize("rows, single, mean", SPLITS)
def test_a_score_of_unknown_problems_or_sampling_is_not_that_score(
    rows: tuple[str, ...], single: Outcome, mean: Outcome
) -> None:
    text = card(more=scored(*rows))
    found = [judged(text, policy(PARTS.format(sampling))) for sampling in ("single", "mean")]
    assert [verdict.outcome for verdict in found] == [single, mean]
    assert all(verdict.because == (Cause.MISSING,) for verdict in found if verdict.outcome is OPEN)


# --- clusters ----------------------------------------------------------------------------------------------------

CLUSTER = 'quantity = "cluster_rate", {} = "1e20 FLOP/s", network_more_than = "100 Gbit/s", colocated = true'
FULL = '{ peak = "2e20 FLOP/s", network = "400 Gbit/s", colocated = true }'
CLUSTERS = [
    ("", OPEN),
    (FULL, YES),
    ('{ peak = "2e20 FLOP/s", network = "100 Gbit/s", colocated = true }', NO),
    ('{ peak = "2e20 FLOP/s", network = "400 Gbit/s", colocated = false }', NO),
    ('{ peak = "9e19 FLOP/s", network = "400 Gbit/s", colocated = true }', NO),
    ('{ peak = "2e20 FLOP/s", network = "400 Gbit/s" }', OPEN),
    ('{ peak = "2e20 FLOP/s", colocated = true }', OPEN),
    ('{ network = "400 Gbit/s", colocated = true }', OPEN),
    ('{ peak = "9e19 FLOP/s" }', NO),
    (
        '{ peak = "2e20 FLOP/s", network = "50 Gbit/s", colocated = true }, '
        '{ peak = "1e19 FLOP/s", network = "400 Gbit/s", colocated = true }',
        NO,
    ),
    ('{ peak = "9e19 FLOP/s" }, ' + FULL, YES),
    ('{ peak = "9e19 FLOP/s" }, { network = "400 Gbit/s" }', OPEN),
]


@pytest.mark.parametrize("clusters, outcome", CLUSTERS)
def test_one_cluster_must_satisfy_every_part(clusters: str, outcome: Outcome) -> None:
    text = card(more=f"[developer_facts]\nclusters = [{clusters}]\n")
    assert judged(text, policy(CLUSTER.format("at_least"))).outcome is outcome


@pytest.mark.parametrize("comparison, outcome", [("at_least", YES), ("more_than", NO)])
def test_exactly_the_rate(comparison: str, outcome: Outcome) -> None:
    text = card(more=f"[developer_facts]\nclusters = [{FULL.replace('2e20', '1e20')}]\n")
    assert judged(text, policy(CLUSTER.format(comparison))).outcome is outcome


# --- shares of the data, and costs -------------------------------------------------------------------------------

SHARE = 'quantity = "biological_share", basis = "tokens", more_than = "1/2"'
SHARES = [
    ("", OPEN),
    ('biological_share = "60%"\nbasis = "tokens"', YES),
    ('biological_share = "50%"\nbasis = "tokens"', NO),
    ('biological_share = "60%"\nbasis = "bytes"', OPEN),
    ('biological_share = "60%"', OPEN),
    ('biological_share = "0%"', NO),
    ('biological_share = "100%"\nbasis = "samples"', YES),
    ('biological_share = "0%..1%"\nbasis = "samples"', OPEN),
]


@pytest.mark.parametrize("data, outcome", SHARES)
def test_a_share_is_of_something(data: str, outcome: Outcome) -> None:
    found = judged(card(more=f"[data]\n{data}\n"), policy(SHARE))
    assert (found.outcome, found.because) == (outcome, (Cause.MISSING,) if outcome is OPEN else ())


@pytest.mark.parametrize("of, outcome", [("training", YES), ("fine_tuning", OPEN)])
def test_one_cost_never_stands_in_for_the_other(of: str, outcome: Outcome) -> None:
    text = card(more='[developer_facts]\ncompute_cost = "2e8 USD"\n')
    assert judged(text, policy(f'quantity = "cost", cost_of = "{of}", more_than = "1e7 USD"')).outcome is outcome
    other = text.replace("compute_cost", "fine_tuning_cost")
    assert judged(other, policy(f'quantity = "cost", cost_of = "{of}", more_than = "1e7 USD"')).outcome is not outcome


def test_what_is_read_has_no_problems() -> None:
    assert read(card(more=scored(NEW + MEAN))).problems == ()


def test_a_chain_of_changes_is_read_both_ways(tmp_path: Path) -> None:
    """The Guidelines do not say whether the original is the first model or the last."""
    own = card(
        phase("rl_update", "5e23"), model='developer = "Us"\nbase = [{ manifest = "second.toml" }]', complete=True
    )
    second = card(
        phase("midtrain_sft", "1e24"),
        model='developer = "Them"\nbase = [{ name = "First", developer = "They", compute = "1e24" }]',
        complete=True,
    )
    loaded = family(tmp_path, own=own, second=second.replace('"M"', '"Second"', 1))
    guidelines = next(policy for policy in bundled_policies() if policy.id == "eu-gl")
    found = judged_all(loaded, guidelines)["eu-gl/modifier"]
    assert (found.outcome, found.because) == (OPEN, (Cause.READINGS,))
    assert {reading.choices["original"]: reading.outcome for reading in found.readings} == {"last": NO, "first": YES}
