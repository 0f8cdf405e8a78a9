"""What is proposed for one line of a manifest: what stands there, what comes instead, and whether it is sure."""

import pytest

from flopguard.finding import Fix
from tests.fixing.support import HEAD, looked_at

PHASE = '[[training]]\ncomponent = "pretrain"\n'
HARDWARE = PHASE + "[[training.hardware]]\n"
SAFE, UNSAFE = True, False


def fixes(text: str) -> list[Fix]:
    return [found.fix for found in looked_at(HEAD + text).findings if found.fix]


def proposed(text: str) -> list[tuple[str, bool]]:
    return [(edit.text, fix.safe) for fix in fixes(text) for edit in fix.edits]


@pytest.mark.parametrize(
    "key, name, safe",
    [
        ("Tokens", "tokens", SAFE),
        ("TOKENS", "tokens", SAFE),
        ("unique-tokens", "unique_tokens", SAFE),
        ("uniqueTokens", "unique_tokens", SAFE),
        ("num_tokens", "tokens", SAFE),
        ("training_tokens", "tokens", SAFE),
        ("params", "parameters", SAFE),
        ("FLOP", "flop", SAFE),
        ("flops", "flop", UNSAFE),  # as often a rate
        ("tokns", "tokens", UNSAFE),
        ("compute", None, None),
        ("zzz", None, None),
    ],
)
def test_a_key_is_called_by_the_name_that_it_means(key: str, name: str | None, safe: bool | None) -> None:
    assert proposed(f'{PHASE}{key} = "1e12"\n') == ([(name, safe)] if name else [])


@pytest.mark.parametrize("others", ['tokens = "2e12"\n', 'TOKENS = "2e12"\n'])
def test_a_key_is_left_where_the_table_says_it_twice(others: str) -> None:
    assert ("tokens", SAFE) not in proposed(f'{PHASE}Tokens = "1e12"\n{others}')


def test_a_name_of_another_table_is_not_taken() -> None:
    assert proposed(f"{PHASE}num_layers = 3\n") == []
    assert proposed("[architecture]\nnum_layers = 3\n") == [("layers", SAFE)]


@pytest.mark.parametrize(
    "line, word, safe",
    [
        ('component = "Pretrain"', "pretrain", SAFE),
        ('component = "pre-training"', "pretrain", SAFE),
        ('component = "RL rollout"', "rl_rollout", SAFE),
        ('component = "rl"', None, None),
        ('component = "SFT"', "midtrain_sft", SAFE),
        ('component = "pretraim"', "pretrain", UNSAFE),
        ('component = "pretrain"\nstatus = "completed"', "done", SAFE),
        ('component = "pretrain"\nstatus = "dropped"', None, None),
        ('component = "pretrain"\nrate_kind = "Model"', "model", SAFE),
    ],
)
def test_a_word_of_a_closed_list(line: str, word: str | None, safe: bool | None) -> None:
    assert proposed(f"[[training]]\n{line}\n") == ([(word, safe)] if word else [])


@pytest.mark.parametrize(
    "field, written, instead, safe",
    [
        ("flop", "3e25 FLOPs", "3e25 FLOP", SAFE),
        ("flop", "3e25FLOPs", "3e25FLOP", SAFE),
        ("flop", "1e25..5e25 FLOPs", "1e25..5e25 FLOP", SAFE),
        ("flop", "3e25 FLOPs ±10%", "3e25 FLOP ±10%", SAFE),
        ("flop", "3e25 FLOPS", "3e25 FLOP", UNSAFE),
        ("flop", "3e10 PFLOPs", "3e10 PFLOP", UNSAFE),
        ("flop", "3640 pflops-days", "3640 PFLOP/s-days", SAFE),
        ("flop", "3640 petaflop days", "3640 petaFLOP/s-days", SAFE),
        ("flop", "3640 PF days", "3640 PF-days", SAFE),
        ("flop", "3e25 Flop", "3e25 FLOP", SAFE),
        ("flop", "3e25 operations", None, None),
        ("flop", "3 trillion FLOP", None, None),
        ("rate", "989 TFLOPS", "989 TFLOP/s", SAFE),
        ("rate", "989 TFLOPs", "989 TFLOP/s", SAFE),
        ("rate", "989 teraflops per second", "989 teraFLOP/s", SAFE),
        ("rate", "5 mFLOP/s", None, None),  # a thousandth, or a million
        ("duration", "54 Days", "54 days", SAFE),
        ("duration", "54 hrs", "54 hours", SAFE),
        ("duration", "54 GPU hours", None, None),
        ("tokens", "15 bn", "15 billion", SAFE),
        ("tokens", "15 Tokens", "15 tokens", SAFE),
        ("tokens", "15 words", None, None),
        ("epochs", "4 fold", "4 x", SAFE),
        ("epochs", "40 percent", "40 %", SAFE),
    ],
)
def test_a_unit(field: str, written: str, instead: str | None, safe: bool | None) -> None:
    assert proposed(f'{PHASE}{field} = "{written}"\n') == ([(instead, safe)] if instead else [])


def test_hours_of_chips_belong_under_their_own_key() -> None:
    assert proposed(f'{HARDWARE}chip_hours = "1e6 GPU hours"\n') == [("1e6 hours", SAFE)]
    assert proposed(f'{HARDWARE}hours = "1e6 GPU hours"\n') == []


@pytest.mark.parametrize(
    "rest, instead",
    [
        ('duration = "54 days"\n', [("rate", SAFE)]),
        ("", []),
        ('duration = "54 days"\nrate = "3e15 FLOP/s"\n', []),
        ("hardware = [{ hours = 3 }]\n", []),
    ],
)
def test_a_rate_moves_to_its_key_where_the_duration_is_there(rest: str, instead: list[tuple[str, bool]]) -> None:
    assert proposed(f'{PHASE}flop = "3e15 FLOP/s"\n{rest}') == instead


def test_a_rate_in_a_table_moves_with_it() -> None:
    (fix,) = fixes(f'{PHASE}flop = {{ value = "3e15 FLOP/s", source = "x" }}\nduration = "54 days"\n')
    assert [(edit.at, edit.text, edit.points_at) for edit in fix.edits] == [("/training/0/flop", "rate", "key")]


@pytest.mark.parametrize(
    "written, instead",
    [
        ("at least 3e25 FLOP", ">=3e25 FLOP"),
        ("At most 3e25", "<=3e25"),
        ("up to 3e25", "<=3e25"),
        ("more than 3e25", ">3e25"),
        ("less than 3e25", "<3e25"),
        ("1e24 to 5e24 FLOP", "1e24..5e24 FLOP"),
        ("1e24...5e24", "1e24..5e24"),
        ("1e24-5e24", None),
        ("3,800,000", None),
        ("over 3e25", None),
        ("3.8 x 10^25", None),
    ],
)
def test_a_bound_or_a_range_in_words(written: str, instead: str | None) -> None:
    assert proposed(f'{PHASE}flop = "{written}"\n') == ([(instead, SAFE)] if instead else [])


@pytest.mark.parametrize(
    "written, instead",
    [
        ("2026/03/01", "2026-03-01"),
        ("2026-3-1", "2026-03-01"),
        ("2026.3", None),  # or a number
        ("2026.3.1", "2026-03-01"),
        ("03/04/2026", None),
        ("2026/3-1", None),
        ("2026-13-1", None),
        ("2026-2-30", None),
        ("March 2026", None),
    ],
)
def test_a_date(written: str, instead: str | None) -> None:
    assert proposed(f'{PHASE}started = "{written}"\n') == ([(instead, SAFE)] if instead else [])


def test_the_version_is_added_to_what_is_a_manifest() -> None:
    def of(text: str) -> list[str]:
        return [edit.text for found in looked_at(text).findings if found.fix for edit in found.fix.edits]

    assert of('[model]\nname = "x"\n') == ["manifest = 1"]
    assert of("[scope]\ncomplete = true\n") == []
    assert of('Manifest = 1\n[model]\nname = "x"\n') == ["manifest"]
