"""Conditions in words."""

import pytest

from flopguard.document import validate
from flopguard.pages.conditions import in_words
from flopguard.policy.types import Threshold
from flopguard.problems import Problem
from flopguard.reading.trees import read_tree

WORDS = [
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
