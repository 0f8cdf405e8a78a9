"""Conditions in words."""

import pytest

from flopguard.document import validate
from flopguard.pages.conditions import in_words
from flopguard.policy.types import Threshold
from flopguard.problems import Problem
from flopguard.reading.trees import read_tree

WORDS = [
    (
        '{ quantity = "training_compute", counting = "all", aggregate = "max_run", operator = "$line", '
        'value = "1e22" }',
        "- training compute (counted by `all`) (the largest run alone) against 1e22 (a reading of `line` says by which "
        "operator)\n",
    ),
    (
        '{ quantity = "training_compute", counting = "$way", relative_to = "$original", more_than = "1/3" }',
        "- training compute (counted as a reading of `way` says) relative to what a reading of `original` says "
        "is more than 1/3\n",
    ),
    (
        '{ quantity = "training_compute", counting = "all", plans = "begun", more_than = "1e26" }',
        "- training compute (counted by `all`) (with what a run that has begun is meant to reach) is more than 1e26\n",
    ),
    (
        '{ quantity = "training_compute", counting = "all", plans = "spent", more_than = "1e26" }',
        "- training compute (counted by `all`) (only what is spent so far) is more than 1e26\n",
    ),
    (
        '{ quantity = "training_compute", counting = "all", own_only = true, more_than = "1e23/3 FLOP" }',
        "- training compute (counted by `all`) (without any ancestor's) is more than 1e23/3 FLOP\n",
    ),
    (
        '{ quantity = "training_compute", counting = "most", reference_counting = "all", relative_to = "first_base", '
        'more_than = "1/3" }',
        "- training compute (counted by `most`) relative to the first base (counted by `all`) is more than 1/3\n",
    ),
    (
        '{ quantity = "cluster_rate", at_least = "1e20 FLOP/s", network_more_than = "100 Gbit/s", colocated = true }',
        "- the peak rate of one computing cluster is at least 1e20 FLOP/s, and its network is faster than 100 Gbit/s, "
        "and it stands in one datacenter\n",
    ),
    (
        '{ quantity = "benchmark", benchmark = "b", split = "new", samples = "mean", more_than = "50%" }',
        "- benchmark score on b (problems `new`) (the mean of several attempts a problem) is more than 50%\n",
    ),
    (
        '{ quantity = "benchmark", benchmark = "b", samples = "$how", more_than = "50%" }',
        "- benchmark score on b (sampling `$how`) is more than 50%\n",
    ),
    (
        '{ quantity = "biological_share", basis = "$basis", more_than = "1/2" }',
        "- the share of biological sequence data (by `$basis`) is more than 1/2\n",
    ),
    (
        '{ quantity = "cost", cost_of = "fine_tuning", more_than = "1e7 USD" }',
        "- the compute cost of fine-tuning is more than 1e7 USD\n",
    ),
    (
        '{ quantity = "cost", value = "unstated" }',
        "- the compute cost of training against a line that the text does not state\n",
    ),
    (
        '{ quantity = "revenue", of = "ai", year = "preceding", at_least = "10 billion KRW" }',
        "- the revenue from AI services of the preceding calendar year is at least 10 billion KRW\n",
    ),
    ('{ quantity = "users", of = "daily", at_least = "1e6" }', "- the number of daily users is at least 1e6\n"),
    (
        '{ quantity = "spend", of = "ai", window = "36 months", tested = "month_start", more_than = "1e9 USD" }',
        "- what was spent on developing AI in the 36 months that end the day before the first of the month "
        "is more than 1e9 USD\n",
    ),
    (
        '{ quantity = "spend", of = "compute", window = "12 months", more_than = "1e8 USD" }',
        "- what was spent on computing for training in the 12 months that end the day before the check "
        "is more than 1e8 USD\n",
    ),
    (
        '{ quantity = "elapsed", since = "last_assessment_model_released", at_least = "6 months" }',
        "- the time since the release of the model that was assessed last is at least 6 months\n",
    ),
    (
        '{ quantity = "progress_rate", of = "best_model", at_least = "1000x" }',
        "- the yearly factor of progress of the most capable model in the world is at least 1000x\n",
    ),
    (
        '{ quantity = "progress_rate", relative_to = "fastest_observed", rate_as = "growth", at_least = "2x" }',
        "- the rate of progress of the publisher (twice the rate squares the yearly factor) "
        "relative to the fastest rate observed is at least 2x\n",
    ),
    (
        '{ quantity = "progress_rate", relative_to = "expected", rate_as = "$means", at_least = "2x" }',
        "- the rate of progress of the publisher (read as `$means`) relative to the expected rate is at least 2x\n",
    ),
    (
        '{ quantity = "benchmark", relative_to = "outside_model", judged = "below", primary_metric = "all", '
        'less_than = "0%" }',
        "- benchmark score minus that of an outside model that was evaluated as definitively below the threshold, "
        "on each benchmark that is stated for it (all of them), is less than 0%\n",
    ),
    (
        '{ quantity = "benchmark", benchmark = "b", relative_to = "outside_model", at_most = "5%" }',
        "- benchmark score minus that of an outside model, on b, is at most 5%\n",
    ),
    (
        '{ quantity = "training_compute", counting = "all", relative_to = "first_assessment", at_least = "4x" }',
        "- training compute (counted by `all`) relative to the model of the first assessment, "
        "on the grid of every power of the multiple, is at least 4x\n",
    ),
    ('{ fact = "open_weights" }', "- the weights of the model are published\n"),
    ('{ fact = "base_systemic_risk" }', "- the base is a model with systemic risk\n"),
    ('{ fact = "base_compute_known" }', "- the training compute of the base is known\n"),
    ('{ outputs_any = ["image", "video"], inputs_any = ["text"] }', "- the model makes image or video from text\n"),
    ('{ outputs_any = ["text"] }', "- the model makes text\n"),
    ('{ parameter = "strict", says = "strictly" }', "- strictly (`strict`, which a reading sets)\n"),
    (
        '{ not = { all = [{ trigger = "t" }, { judgement = "j", asks = "so?" }] } }',
        "- not\n  - all of\n    - the trigger `t`\n    - a judgement (`j`): so?\n",
    ),
]


@pytest.mark.parametrize("text, words", WORDS)
def test_a_condition_is_said_in_words(text: str, words: str) -> None:
    tree = read_tree(f"from = 2026-01-01\nwhen = {text}\n")
    assert not isinstance(tree, Problem)
    threshold = validate(tree, Threshold)
    assert isinstance(threshold, Threshold), threshold
    assert in_words(threshold.when) == words
