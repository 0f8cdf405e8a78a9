"""Tokens by their parts, tokens that contradict each other, and steps that were run twice."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flopguard.estimate.types import Estimated
from flopguard.result import Step, StepInput
from tests.estimate.support import phase_of

HEAD = '[architecture]\nparameters = "1e9"\n[[training]]\ncomponent = "pretrain"\n'


def chosen(lines: str) -> Estimated:
    found = phase_of(HEAD + lines)
    assert found.chosen is not None, found.gaps
    return found.chosen


def tokens_of(lines: str) -> tuple[Fraction | None, ...]:
    bounds = chosen(lines).amount.bounds()
    return tuple(None if end is None else end / (6 * 10**9) for end in (bounds.low, bounds.central, bounds.high))


@pytest.mark.parametrize(
    "lines, expected",
    [
        ('tokens = "4e9"', ("4e9", "4e9", "4e9")),
        ('unique_tokens = "1e9"\nepochs = 4', ("4e9", "4e9", "4e9")),
        ('unique_tokens = "1e9"\nepochs = "2.5"', ("2.5e9", "2.5e9", "2.5e9")),
        ('unique_tokens = "1e9..4e9"\nepochs = "1..4"', ("1e9", "4e9", "16e9")),
        ('unique_tokens = ">1e9"\nepochs = 4', ("4e9", None, None)),
        ('steps = 1000\ntokens_per_step = "4e6"', ("4e9", "4e9", "4e9")),
        # The published pair: 771e9 unique tokens, 1.8e12 seen.
        ('tokens = "1.8e12"\nunique_tokens = "771e9"\nepochs = "2.33"', ("1796430000000", "1.8e12", "1.8e12")),
        ('unique_tokens = "1e9"\nepochs = 4\nsteps = 1000\ntokens_per_step = "4.2e6"', ("4e9", "4e9", "4e9")),
        ('tokens = "4.4e9"\nunique_tokens = "1e9"\nepochs = 4', ("4e9", "4.4e9", "4.4e9")),
    ],
)
def test_the_tokens_that_were_seen(lines: str, expected: tuple[str | None, ...]) -> None:
    assert tokens_of(lines) == tuple(None if end is None else Fraction(end) for end in expected)


AGREES = "/training/0/tokens on which all that is stated of them agrees"


@pytest.mark.parametrize(
    "lines, need",
    [
        ('unique_tokens = "1e9"', "/training/0/epochs (or /training/0/tokens, every epoch counted)"),
        ("epochs = 4", "/training/0/unique_tokens (or /training/0/tokens, every epoch counted)"),
        ("steps = 4", "/training/0/tokens_per_step (or /training/0/tokens, every epoch counted)"),
        ("", "/training/0/tokens"),
        ('tokens = "1e9"\nunique_tokens = "1e9"\nepochs = 4', AGREES),
        ('tokens = "4.5e9"\nunique_tokens = "1e9"\nepochs = 4', AGREES),
        ('unique_tokens = "1e9"\nepochs = 4\nsteps = 1000\ntokens_per_step = "1e6"', AGREES),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_named(lines: str, need: str) -> None:
    found = phase_of(HEAD + lines)
    assert found.chosen is None
    assert {gap.method: gap.needs for gap in found.gaps}["parameters-tokens"] == (need,)


def test_the_step_that_made_the_tokens_stands_first() -> None:
    first, second = chosen(
        'unique_tokens = { value = "1e9", source = "the card" }\nepochs = { value = "4", evidence = "assumed" }'
    ).steps
    assert first == Step(
        what="tokens seen: unique tokens x epochs",
        inputs=(
            StepInput(name="unique_tokens", value="1e9", evidence="reported", source="the card"),
            StepInput(name="epochs", value="4", evidence="assumed"),
        ),
        result="4.0e9 tokens",
    )
    assert second.inputs[-1] == StepInput(name="tokens", value="4.0e9", evidence="assumed", source="the card")


def test_a_shape_is_counted_over_them_as_well() -> None:
    shape = (
        'kind = "decoder-transformer"\nlayers = 2\nhidden_size = 64\nheads = 4\nkv_heads = 4\nintermediate_size = 256\n'
        "vocabulary = 100\ntied_embeddings = false\ngated_mlp = false\n"
    )
    phase = '[[training]]\ncomponent = "pretrain"\nsequence_length = 128\n'
    both = [
        phase_of(f"[architecture]\n{shape}{phase}{tokens}").chosen
        for tokens in ('tokens = "4e9"', 'unique_tokens = "1e9"\nepochs = 4')
    ]
    assert [(answer.method, answer.amount.bounds().low) for answer in both if answer] == [
        ("architecture", both[0].amount.bounds().low if both[0] else None)
    ] * 2


@pytest.mark.parametrize(
    "included, said",
    [
        ("", ()),
        (
            "rolled_back_included = true",
            ("steps that were thrown away and run again are in it, as often as they were run",),
        ),
        (
            "rolled_back_included = false",
            ("steps that were thrown away and run again are not in it: they are a phase of their own",),
        ),
    ],
)
@pytest.mark.parametrize("figure", ['tokens = "4e9"', 'flop = "4e20"', "hardware = [{ peak = 1e15, chip_hours = 1 }]"])
def test_the_steps_say_what_the_figure_holds(figure: str, included: str, said: tuple[str, ...]) -> None:
    assert tuple(step.what for step in chosen(f"{figure}\n{included}").steps[1:]) == said


def test_the_interval_holds_as_much_as_the_wider_stated_one() -> None:
    found = chosen(
        'unique_tokens = { value = "1e9", low = "0.9e9", high = "1.1e9" }\n'
        'epochs = { value = "4", low = "3", high = "5", level = "50%" }'
    )
    assert [item.level for item in found.amount.inputs if item.name.endswith("tokens")] == [Fraction(1, 2)]
