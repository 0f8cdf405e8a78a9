"""FG234 to FG242: what the European guidelines leave open, told where it could turn one of their lines."""

from __future__ import annotations

import pytest

from flopguard.finding import Severity
from flopguard.policy.load import bundled_policies
from tests.lint.support import checked_subject, yielded

W, INFO = Severity.WARNING, Severity.INFO
RUN = '[[training]]\ncomponent = "pretrain"\n'
SHARE, PEAK = "/training/0/hardware/0/utilisation", "/training/0/hardware/0/peak"
MIXED = '[architecture]\nparameters = "{all}"\nactive_parameters = "37e9"\n'
LONG = '[architecture]\nparameters = "70e9"\nlayers = 80\nhidden_size = 8192\ncontext = {context}\n'


def hours(millions: str, more: str = 'precision = "bf16"', share: str = "40%", kind: str = "", phase: str = "") -> str:
    """A run on H100 SXM, of which a million hours at 40 % of the dense 16-bit peak are 1.42e24 FLOP."""
    of_kind = f'\nutilisation_kind = "{kind}"' if kind else ""
    chips = f'chip = "h100-sxm5-80gb"\nchip_hours = "{millions}e6"\n{more}\nutilisation = "{share}"{of_kind}\n'
    return f"{RUN}{phase}[[training.hardware]]\n{chips}"


def tokens(count: str, more: str = "") -> str:
    return f'{RUN}tokens = "{count}"\n{more}'


def rolled(flop: str, more: str = "", thrown: str = "1e24") -> str:
    return f'{RUN}flop = "{flop}"\n{more}[[training]]\ncomponent = "run_rolled_back"\nflop = "{thrown}"\n'


def named(run: str, thrown: str) -> str:
    """Both with the run that they belong to."""
    text = rolled("1.05e25", f'run = "{run}"\n')
    return f'{text}run = "{thrown}"\n'


def public(flop: str, more: str = "", started: str = "", made: str = "8e23") -> str:
    return f'{RUN}flop = "{flop}"\n{started}[[training]]\ncomponent = "syn_public"\nflop = "{made}"\n{more}'


RL = '[[training]]\ncomponent = "rl_update"\nflop = "1e23"\n'
WHOLE = "[scope]\ncomplete = true\n"


def other(component: str) -> str:
    return f'[[training]]\ncomponent = "{component}"\nflop = "1e23"\n'


CASES = [
    # 12 million hours are 1.71e25 at 40 %; at half of that 8.5e24.
    ("FG234", hours("12"), [(W, SHARE, "0.5", "1")]),
    ("FG234", hours("12", kind="mfu"), []),
    ("FG234", hours("12", kind="hfu"), []),
    ("FG234", hours("15"), []),  # 2.14e25, of which half is still above
    ("FG234", hours("14"), [(W, SHARE, "0.5", "1")]),
    ("FG234", hours("7"), []),  # 9.97e24: what is below stays below
    ("FG234", hours("15", share="25%"), [(W, SHARE, "0.7143", "1")]),
    ("FG234", hours("17", share="25%"), []),
    ("FG234", hours("12", share="30%"), [(W, SHARE, "0.6667", "1")]),
    ("FG234", hours("12", share="29%"), [(W, SHARE, "0.7143", "1")]),
    (
        "FG234",
        hours("12").replace('chip_hours = "12e6"', 'energy = "12 GWh"\npue = 1\npower = "1 kW"'),
        [(W, SHARE, "0.5", "1")],
    ),
    ("FG234", hours("12", phase='flop = "1.7e25"\n'), []),  # the figure does not come from the share
    ("FG234", hours("0.1"), [(W, SHARE, "0.5", "1")]),  # 1.42e23, beside the line of 1e23
    ("FG235", hours("5", 'peak = "1979 TFLOP/s"', kind="mfu"), [(W, PEAK, "0.4999", "1")]),
    ("FG235", hours("5", 'peak = "1979 TFLOP/s"\nprecision = "fp8"', kind="mfu"), []),
    ("FG235", hours("8", 'peak = "1979 TFLOP/s"', kind="mfu"), []),  # 2.28e25, above by either
    ("FG235", hours("3", 'peak = "1979 TFLOP/s"', kind="mfu"), []),
    ("FG235", hours("8", 'peak = "989.4 TFLOP/s"', kind="mfu"), []),
    ("FG235", hours("5", 'peak = "2018 TFLOP/s"', kind="mfu"), [(W, PEAK, "0.4903", "1")]),
    ("FG235", hours("5", 'peak = "2058 TFLOP/s"', kind="mfu"), []),
    (
        "FG235",
        hours("8", 'peak = "989 TFLOP/s"', kind="mfu").replace('chip = "h100-sxm5-80gb"\n', ""),
        [(W, PEAK, "0.5", "1")],
    ),
    ("FG236", hours("8", kind="hfu"), [(W, "/training/0", "0.75", "1")]),
    ("FG236", hours("8", kind="mfu"), []),
    ("FG236", hours("8", kind="hfu", phase='recomputation = "full"\n'), []),
    ("FG236", hours("8", kind="hfu", phase='recomputation = "none"\n'), []),
    ("FG236", hours("10", kind="hfu"), []),  # three quarters of 1.42e25 are above
    ("FG236", hours("7", kind="hfu"), []),
    (
        "FG236",
        RUN + 'rate = "4e18 FLOP/s"\nduration = "30 days"\nrate_kind = "hardware"\n',
        [(W, "/training/0", "0.75", "1")],
    ),
    ("FG236", RUN + 'rate = "4e18 FLOP/s"\nduration = "30 days"\nrate_kind = "model"\n', []),
    ("FG237", MIXED.format(all="671e9") + tokens("14.8e12"), [(INFO, "/architecture/active_parameters", "1", "18.14")]),
    ("FG237", MIXED.format(all="100e9") + tokens("14.8e12"), []),
    ("FG237", MIXED.format(all="671e9") + tokens("60e12"), []),
    ("FG237", MIXED.format(all="671e9") + tokens("14.8e12", 'parameters = "37e9"\n'), []),
    ("FG237", MIXED.format(all="55.5e9") + tokens("40e12"), [(INFO, "/architecture/active_parameters", "1", "1.5")]),
    ("FG237", MIXED.format(all="37e9") + tokens("40e12"), []),
    ("FG237", '[architecture]\nparameters = "70e9"\n' + tokens("15e12"), []),
    ("FG237", '[architecture]\nactive_parameters = "37e9"\n' + tokens("15e12"), []),
    ("FG237", RUN + 'flop = "9e24"\n', []),
    ("FG238", RUN + 'flop = "9e24"\n', []),
    ("FG238", '[architecture]\nparameters = "70e9"\nlayers = 80\nhidden_size = 8192\n' + tokens("15e12"), []),
    ("FG238", LONG.format(context=131072).replace("layers = 80\n", "") + tokens("15e12"), []),
    ("FG238", LONG.format(context=131072).replace('parameters = "70e9"\n', "") + RUN + 'flop = "9e24"\n', []),
    ("FG238", LONG.format(context=131072) + tokens("15e12"), [(INFO, "/training/0", "1", "2.227")]),
    ("FG238", LONG.format(context=131072) + tokens("15e12", "sequence_length = 8192\n"), []),
    ("FG238", LONG.format(context=8192) + tokens("15e12"), []),
    ("FG238", LONG.format(context=131072) + tokens("30e12"), []),
    ("FG239", RUN + 'flop = "1e24"\n' + RL, [(INFO, "/training/1/component", None, None)]),
    ("FG239", RUN + 'flop = "1e24"\n' + RL + other("rl_rollout"), []),
    ("FG239", RUN + 'flop = "1e24"\n' + RL + WHOLE, []),
    ("FG239", RUN + 'flop = "1e24"\n', []),
    ("FG240", other("aux_train"), [(INFO, "/training/0/component", None, None)]),
    ("FG240", other("aux_train") + other("aux_infer"), []),
    ("FG240", other("aux_train") + other("teacher_infer"), [(INFO, "/training/0/component", None, None)]),
    ("FG240", other("teacher_train"), [(INFO, "/training/0/component", None, None)]),
    ("FG240", other("teacher_train") + other("teacher_infer"), []),
    ("FG240", other("teacher_train") + WHOLE, []),
    ("FG241", rolled("1.05e25"), [(W, "/training/0/flop", "0.9048", "1.095")]),
    ("FG241", rolled("1.05e25", "rolled_back_included = false\n"), []),
    ("FG241", rolled("1.05e25", "rolled_back_included = true\n"), []),
    ("FG241", rolled("1.05e25", 'run = "a"\n') + 'run = "b"\n', []),
    ("FG241", rolled("1.05e25", 'run = "a"\n') + 'run = "a"\n', [(W, "/training/0/flop", "0.9048", "1.095")]),
    ("FG241", rolled("1.2e25"), []),
    # more than the figure itself cannot be in it
    ("FG241", rolled("9e24", thrown="2e25"), [(W, "/training/0/flop", "1", "3.222")]),
    ("FG241", rolled("9.5e24"), [(W, "/training/0/flop", "0.8947", "1.105")]),
    ("FG241", rolled("9e24"), []),  # 1e25 is not more than 1e25
    ("FG241", rolled("9e24", thrown="1.01e24"), [(W, "/training/0/flop", "0.8878", "1.112")]),
    ("FG241", rolled("1.1e25"), [(W, "/training/0/flop", "0.9091", "1.091")]),  # 1.1e25 less 1e24 is not more
    ("FG241", named("a", "a"), [(W, "/training/0/flop", "0.9048", "1.095")]),
    ("FG241", named("a", "b"), []),
    ("FG242", public("9.5e24"), [(W, "/training/1/component", "1", "1.084")]),
    ("FG242", public("9.5e24", "public_since = 2024-11-01\n"), []),
    ("FG242", public("9.2e24"), []),
    ("FG242", public("1.1e25"), []),
    ("FG242", public("9.5e24", "public_since = 2024-11-01\n", "started = 2024-11-01\n"), []),
    (
        "FG242",
        public("9.5e24", "public_since = 2024-11-02\n", "started = 2024-11-01\n"),
        [(W, "/training/1/public_since", "1", "1.084")],
    ),
]


@pytest.mark.parametrize("code, text, expected", CASES)
def test_an_open_point_is_told_where_it_could_turn_a_line(
    code: str, text: str, expected: list[tuple[Severity, str, str | None, str | None]]
) -> None:
    found = yielded(code, checked_subject(text))
    told = [(severity, f.at, f.factor and f.factor.low, f.factor and f.factor.high) for severity, f in found]
    assert told == expected


def test_a_line_is_named_once_and_with_its_policy() -> None:
    ((_, found),) = yielded("FG234", checked_subject(hours("12")))
    assert found.message.endswith("which turns eu-aiact/51-2")


def test_the_margin_of_the_guidelines_is_told_for_reports_from_769e22_on() -> None:
    """Of a report within 30 % of the line, and half of its last digit, it is not known on which side the truth lies."""
    for flop, fragile in (("7.68e24", False), ("7.69e24", True), ("1.43e25", True), ("1.44e25", False)):
        text = f"{WHOLE}{RUN}flop = '{flop}'\n"
        told = [entry.message for _, entry in yielded("FG501", checked_subject(text))]
        assert any(message.startswith("eu-aiact/51-2 ") for message in told) is fragile, flop


def test_the_texts_that_leave_these_points_open_are_known() -> None:
    assert {"eu-aiact", "eu-gl"} <= {policy.id for policy in bundled_policies()}
