"""The stated compute in everyday units, and that nothing confidential is in it."""

from __future__ import annotations

from itertools import takewhile

import pytest

from flopguard.check import check_loaded, of_compute, report_of
from flopguard.estimate.everyday import equivalents
from flopguard.manifest.load import load_text
from flopguard.report.formats import FORMATS
from flopguard.report.style import Style
from flopguard.result import Equivalent, Range
from tests.estimate.support import compute_of, loaded
from tests.evaluate.support import settings

PRETRAIN = '[[training]]\ncomponent = "pretrain"\n'
TUNING = '[[training]]\ncomponent = "midtrain_sft"\n'
WORKLOAD = '[[workload]]\nname = "w"\nrate = "1 EFLOP/s"\nduration = "1 s"\n'
BASE = '[[model.base]]\nname = "B"\ncompute = "3.8e25 FLOP"\nrelation = "finetune"\n'
PEAK = (
    "one H100 SXM5 80GB at 100% of its dense BF16 peak of 9.894e14 FLOP/s for 365.25 days; "
    "a real run takes longer: divide by the utilisation"
)
GPT_3 = "its published total is 3.14e23 FLOP (6ND, model FLOP, no recompute), verified: secondary"
LLAMA = "its published total is 3.8e25 FLOP (6ND, model FLOP), verified: primary"


def whole(days: Range, years: Range, gpt_3: Range, llama: Range, left_out: str = "") -> tuple[Equivalent, ...]:
    return (
        Equivalent(unit="petaflop/s-days", amount=days, because=f"1 is 8.64e19 FLOP{left_out}"),
        Equivalent(unit="H100-years at full peak", amount=years, because=PEAK + left_out),
        Equivalent(unit="times GPT-3 175B", amount=gpt_3, because=GPT_3 + left_out),
        Equivalent(unit="times Llama 3.1 405B", amount=llama, because=LLAMA + left_out),
    )


def span(low: str, central: str, high: str | None) -> Range:
    return Range(low=low, central=central, high=high)


# 8.64e24 FLOP: 8.64e24 / (9.894e14 * 31557600), / 3.14e23 and / 3.8e25, each end rounded outward.
ONE_RUN = (
    span("100000", "100000", "100000"),
    span("276.718292614", "276.718292615", "276.718292615"),
    span("27.5159235668", "27.5159235669", "27.5159235669"),
    span("0.227368421052", "0.227368421053", "0.227368421053"),
)
ONE = "; 1 phase without a central figure left out"
TWO = "; 2 phases without a central figure left out"


@pytest.mark.parametrize(
    "text, expected",
    [
        (f'{PRETRAIN}flop = "8.64e24 FLOP"\n', whole(*ONE_RUN)),
        (f'{PRETRAIN}flop = "8e24 FLOP"\n{TUNING}flop = "6.4e23 FLOP"\n', whole(*ONE_RUN)),
        (
            f'{PRETRAIN}flop = "8.64e24 FLOP ±50%"\n',
            whole(
                span("50000", "100000", "150000"),
                span("138.359146307", "276.718292615", "415.077438923"),
                span("13.7579617834", "27.5159235669", "41.2738853504"),
                span("0.113684210526", "0.227368421053", "0.341052631579"),
            ),
        ),
        (f'{PRETRAIN}flop = "8.64e24 FLOP"\n{TUNING}flop = ">1e23 FLOP"\n', whole(*ONE_RUN, ONE)),
        (f'{PRETRAIN}flop = "8.64e24 FLOP"\n{TUNING}flop = "<1e23 FLOP"\n{TUNING}', whole(*ONE_RUN, TWO)),
        (f'{BASE}{PRETRAIN}flop = "8.64e24 FLOP"\n', whole(*ONE_RUN)),
        (BASE, ()),
        (f'{PRETRAIN}flop = ">1e25 FLOP"\n', ()),
        (PRETRAIN, ()),
        (WORKLOAD, ()),
        ("", ()),
    ],
)
def test_what_the_stated_compute_comes_to(text: str, expected: tuple[Equivalent, ...]) -> None:
    assert equivalents(compute_of(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        f'{PRETRAIN}flop = "8.64e24 FLOP"\nconfidential = true\n',
        f'{PRETRAIN}flop = "8.64e24 FLOP"\n{TUNING}flop = "1e24 FLOP"\nconfidential = true\n',
        f'{PRETRAIN}flop = "8.64e24 FLOP"\n{WORKLOAD}confidential = true\n',
    ],
)
def test_there_are_none_where_anything_is_confidential(text: str) -> None:
    told = check_loaded(loaded(text), (), settings()).compute
    open_one = check_loaded(loaded(text.replace("confidential = true\n", "")), (), settings()).compute
    assert told is not None
    assert open_one is not None
    assert (told.equivalents, len(open_one.equivalents)) == ((), 4)


@pytest.mark.parametrize("figure", ["8.64e24", "1.234567e30 FLOP ±30%", "1..1e26 FLOP", "1e-3"])
@pytest.mark.parametrize("more", ["", f"{TUNING}"])
def test_the_compute_command_alone_tells_them_in_three_lines(figure: str, more: str) -> None:
    text = f'manifest = 1\n[model]\nname = "M"\n{PRETRAIN}flop = "{figure}"\n{more}'
    entry = of_compute(check_loaded(load_text(text), (), settings()))
    report = report_of((entry,), settings())
    lines = FORMATS["text"](report, Style(verbose=1, explain=True, verdicts=False)).splitlines()
    (start,) = [at for at, line in enumerate(lines) if line.startswith("    own phases ")]
    shown = [lines[start], *takewhile(lambda line: line.startswith("      "), lines[start + 1 :])]
    assert len(shown) <= 3
    assert max(map(len, shown)) <= 80
    assert shown[-1].endswith("Llama 3.1 405B")
    assert "own phases " not in FORMATS["text"](report, Style(verbose=1, explain=True))


def test_the_paragraph_is_short_and_says_what_it_rests_on() -> None:
    text = f'manifest = 1\n[model]\nname = "M"\n{PRETRAIN}flop = "8.64e24"\n{TUNING}'
    report = report_of((of_compute(check_loaded(load_text(text), (), settings())),), settings())
    assert (
        "    own phases with a central figure: about 1.0e5 petaflop/s-days,\n"
        "      280 H100-years at full peak, 28 times GPT-3 175B,\n"
        "      0.23 times Llama 3.1 405B\n"
    ) in FORMATS["text"](report, Style(verdicts=False))


def test_nothing_is_no_multiple_of_anything() -> None:
    assert equivalents(compute_of(PRETRAIN + 'flop = "0"\n')) == ()
