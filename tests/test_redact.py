"""No figure of a confidential table reaches any output, to the order of magnitude, and outcomes stay what they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from flopguard.check import check_loaded, report_of
from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.manifest.acknowledgements import acknowledgements_of_text, with_acknowledgements
from flopguard.manifest.load import Loaded, load, load_text
from flopguard.manifest.types import Manifest
from flopguard.policy.load import bundled_policies
from flopguard.redact import NOTE, SAID
from flopguard.report.formats import FORMATS
from flopguard.report.style import Style
from flopguard.result import CONFIDENTIAL, ManifestReport, Outcome
from tests.evaluate.effective_support import definition, gain, index, line, model, score
from tests.evaluate.support import family, policy

SETTINGS = Settings(date(2026, 11, 22))
STYLES = [
    Style(width=60),
    Style(width=80, explain=True),
    Style(width=80, verbose=1),
    Style(width=120, verbose=1, explain=True),
]
LAWS = [
    *bundled_policies(),
    policy('quantity = "benchmark", benchmark = "b", at_least = "50%"', id="scores"),
    policy('quantity = "revenue", with_affiliates = true, more_than = "500 million USD"', id="money"),
    policy('quantity = "revenue", of = "ai", more_than = "500 million USD"', id="ai-money"),
    policy('quantity = "spend", of = "ai", window = "36 months", more_than = "1 billion USD"', id="spent"),
    policy('quantity = "progress_rate", relative_to = "expected", rate_as = "growth", at_least = "2x"', id="rate"),
    policy('quantity = "benchmark", relative_to = "outside_model", judged = "below", less_than = "0%"', id="outside"),
    policy(
        'quantity = "training_compute", counting = "all", relative_to = "first_assessment", at_least = "4x"', id="grid"
    ),
    policy('quantity = "parameters", more_than = "1e11"', id="size"),
    policy('quantity = "training_compute", counting = "all", relative_to = "base", more_than = "1/3"', id="ratio"),
    policy(
        more="""
[[trigger.duty]]
action = "notify"
within = "2 weeks"
modality = "must"
counted_from = ["known_in_advance", "crossed", "released"]
cite = "52"
[[trigger.transition]]
placed_before = 2025-08-02
due = 2027-08-02
market = "EU"
cite = "111"
""",
        id="duties",
    ),
]
HEAD = """manifest = 1
[model]
name = "Secret"
developer = "Anthropic"
outputs = ["text"]
released = 2026-02-01
"""
OPEN_RUN = '[[training]]\ncomponent = "pretrain"\nflop = "2e25 FLOP"\nsource = "s"\n'
GAIN = '[[enhancement]]\nname = "e"\nkind = "architecture"\nmetric = "m"\nside = "new"\nbaseline = "x"\ndate = "2025"\n'
UNDER = """[[definition]]
id = "d"
baseline = { techniques = ["t"] }
metric = { name = "m", kind = "latent_index" }
compute_scope = ["pretrain"]
scale_side = "new"
curve = "c"
"""
LINE = '[[curve]]\nid = "c"\nlaw = "log_linear"\nslope = "0.5"\n'
ANCHOR = 'anchor = { compute = "2e25 FLOP", score = "2" }\n'


@dataclass(frozen=True)
class Kind:
    """A manifest whose figures FIG and SAME and whose dates DAY stand in tables with the mark MARK."""

    text: str
    exponent: int = 24

    def written(self, mantissa: str, mark: str = "true", day: str = "2025-07-11") -> str:
        text = self.text.replace("MARK", f"confidential = {mark}")
        return HEAD + text.replace("FIG", f"{mantissa}e{self.exponent}").replace("DAY", day)


KINDS = {
    "training flop": Kind('[[training]]\ncomponent = "pretrain"\nflop = "FIG FLOP"\nMARK\n'),
    "training flop, high": Kind('[[training]]\ncomponent = "pretrain"\nflop = "FIG FLOP ±10%"\nMARK\n', 25),
    "training tokens": Kind(
        '[architecture]\nparameters = "70e9"\n[[training]]\ncomponent = "pretrain"\ntokens = "FIG"\nMARK\n', 12
    ),
    "training parameters and tokens": Kind(
        '[[training]]\ncomponent = "pretrain"\nparameters = "FIG"\ntokens = "15e12"\nMARK\n', 11
    ),
    "training beside an open one": Kind(
        OPEN_RUN + '[[training]]\ncomponent = "rl_rollout"\nflop = "FIG"\nMARK\nstarted = DAY\nended = DAY\n'
    ),
    "running": Kind(
        '[[training]]\ncomponent = "pretrain"\nstatus = "running"\nflop = "FIG"\nintended_total = "9.9e26"\nMARK\n'
    ),
    "planned": Kind('[[training]]\ncomponent = "pretrain"\nstatus = "planned"\nintended_total = "FIG"\nMARK\n', 25),
    "dates of training": Kind(
        '[[training]]\ncomponent = "pretrain"\nflop = "FIG"\nstarted = DAY\nended = DAY\nMARK\n', 25
    ),
    "hardware beside a reported figure": Kind(
        OPEN_RUN + '[[training.hardware]]\nchip = "h100-sxm5-80gb"\nprecision = "bf16"\nchip_hours = "FIG"\n'
        'utilisation = "40%"\nutilisation_kind = "mfu"\nMARK\n',
        7,
    ),
    "hardware alone": Kind(
        '[[training]]\ncomponent = "pretrain"\n[[training.hardware]]\npeak = "FIG FLOP/s"\ncount = 16384\n'
        'hours = 1800\n'
        'utilisation = "40%"\nutilisation_kind = "mfu"\nMARK\n',
        14,
    ),
    "utilisation": Kind(
        OPEN_RUN + 'hardware = [{ chip = "h100-sxm5-80gb", chip_hours = "3e7", utilisation = "FIG", '
        'utilisation_kind = "hfu", MARK }]\n',
        -1,
    ),
    "architecture": Kind(
        '[architecture]\nparameters = "FIG"\nactive_parameters = "FIG"\nlayers = 61\nexperts = 7\nMARK\n'
        '[[training]]\ncomponent = "pretrain"\ntokens = "15e12"\n',
        10,
    ),
    "architecture beside a reported figure": Kind(
        OPEN_RUN + 'tokens = "15e12"\n[architecture]\nparameters = "FIG"\nMARK\n', 10
    ),
    "data": Kind(OPEN_RUN + '[data]\nbiological_share = "FIG"\nbasis = "tokens"\nMARK\n', -2),
    "workload": Kind(
        OPEN_RUN + '[[workload]]\nname = "w"\nrate = "FIG FLOP/s"\nduration = "7 days"\nitems = "FIG"\n'
        'flop_per_item = "1e9"\nMARK\n',
        19,
    ),
    "benchmark": Kind(
        OPEN_RUN + '[[benchmark]]\nname = "b"\nscore = "FIG"\nitems = 198\nstandard_error = "1e-2"\ndate = DAY\nMARK\n',
        -1,
    ),
    "definition": Kind(
        OPEN_RUN + '[[definition]]\nid = "d"\nreference_scale = "FIG"\nMARK\n' + GAIN
        + 'gain = "3"\ndefinition = "d"\nmeasured_at = ["1e20", "1e22"]\n'
    ),
    "curve": Kind(
        OPEN_RUN + '[[curve]]\nid = "c"\nlaw = "power"\ncoefficient = "FIG"\nexponent = "0.05"\n'
        'domain = "FIG FLOP"\nMARK\n'
    ),
    "enhancement": Kind(OPEN_RUN + GAIN + 'gain = "FIG"\nmeasured_at = ["FIG", "1e26"]\nMARK\n', 0),
    "evidence of an enhancement": Kind(
        OPEN_RUN + GAIN + 'gain = "3"\nMARK\nevidence_arithmetic = { before = "FIG", after = "1", unit = "flop" }\n', 0
    ),
    "score on a curve": Kind(
        OPEN_RUN + UNDER + LINE + ANCHOR + GAIN + 'gain = "2..3"\nmeasured_at = ["1e25", "1e26"]\n'
        '[[benchmark]]\nname = "m"\nscore = "FIG"\nstandard_error = "0.1"\ndate = DAY\nMARK\n',
        0,
    ),
    "curve below an open score": Kind(
        OPEN_RUN + UNDER + LINE + 'anchor = { compute = "FIG FLOP", score = "2" }\nMARK\n'
        + GAIN + 'gain = "2..3"\nmeasured_at = ["1e25", "1e26"]\n'
        '[[benchmark]]\nname = "m"\nscore = "2.2"\nstandard_error = "0.1"\n',
        25,
    ),
    "gain beside an open score": Kind(
        OPEN_RUN + UNDER + LINE + ANCHOR + GAIN + 'gain = "FIG"\nmeasured_at = ["1e25", "1e26"]\nMARK\n'
        '[[benchmark]]\nname = "m"\nscore = "2.2"\nstandard_error = "0.1"\n',
        0,
    ),
    "claim": Kind(
        OPEN_RUN + '[[claim]]\nquantity = "training_compute"\nvalue = "FIG FLOP"\ntext = "FIG FLOP"\ndate = DAY\nMARK\n'
    ),
    "assessed model": Kind(
        OPEN_RUN + '[[assessment]]\nseries = "anthropic-rsp"\nkind = "comprehensive"\ndate = 2025-06-01\n'
        'model = { name = "Old", compute = "FIG", MARK }\n'
    ),
    "assessment": Kind(
        OPEN_RUN + '[[assessment]]\nseries = "anthropic-rsp"\nkind = "comprehensive"\ndate = DAY\nstarted = DAY\n'
        'MARK\nmodel = { name = "Old", compute = "FIG" }\n'
    ),
    "placement": Kind(OPEN_RUN + '[[placement]]\nmarket = "EU"\ndate = DAY\nMARK\n'),
    "developer facts": Kind(
        OPEN_RUN + "[developer_facts]\nMARK\ncompute_cost = 'FIG USD'\nmonthly_users = 'FIG'\n"
        "annual_revenue = [{ year = 2025, value = 'FIG USD', with_affiliates = true }]\n",
        9,
    ),
    "revenue": Kind(
        OPEN_RUN + "[developer_facts]\nannual_revenue = "
        "[{ year = 2025, value = 'FIG USD', with_affiliates = true, MARK }]\n",
        9,
    ),
    "spend": Kind(
        OPEN_RUN + "[developer_facts]\nai_spend = [{ value = 'FIG USD', started = DAY, ended = DAY, MARK }]\n", 9
    ),
    "AI revenue": Kind(
        OPEN_RUN + "[developer_facts]\nannual_ai_revenue = [{ year = 2025, value = 'FIG USD', MARK }]\n", 9
    ),
    "progress": Kind(
        OPEN_RUN + '[[progress]]\nnow = "FIG"\nearlier = "1.7"\ncompared_with = "expected"\nended = DAY\n'
        'breakpoint = "DAY"\nMARK\n',
        0,
    ),
    "earlier progress": Kind(
        OPEN_RUN + '[[progress]]\nnow = "40"\nearlier = "FIG"\nunit = "points"\ncompared_with = "expected"\nMARK\n', 1
    ),
    "outside model": Kind(
        OPEN_RUN + '[[benchmark]]\nname = "o"\nversion = "1"\nscore = "41%"\nitems = 198\nelicitation = { shots = 0 }\n'
        '[[outside_model]]\nname = "O"\njudged_below = ["s"]\nMARK\n[[outside_model.benchmark]]\nname = "o"\n'
        'version = "1"\nscore = "FIG"\nitems = 198\nelicitation = { shots = 0 }\ndate = DAY\n',
        -1,
    ),
    "model assessed first": Kind(
        OPEN_RUN + '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 2025-06-01\n'
        'model = { name = "First", compute = "FIG", MARK }\n'
        '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 2025-09-01\nmodel = { name = "Last", compute = "1e25" }\n'
    ),
    "cluster": Kind(
        OPEN_RUN + "[developer_facts]\nclusters = [{ peak = 'FIG FLOP/s', network = '100 Gbit/s', MARK }]\n", 20
    ),
    "base": Kind(
        'base = [{ name = "B", relation = "finetune", compute = "FIG", MARK }]\n'
        + OPEN_RUN.replace("pretrain", "rl_update")
    ),
}  # fmt: skip

DIGITS = (
    st.integers(1000, 9999)
    .filter(lambda n: n % 10 and len(set(str(n))) > 2)
    .map(lambda n: f"{n // 1000}.{n % 1000:03}")
)


def reported(text: str, how: Settings = SETTINGS) -> ManifestReport:
    loaded = load_text(text, "secret.toml")
    assert loaded.manifest is not None, loaded.problems
    return check_loaded(loaded, LAWS, how)


def every_format(report: ManifestReport, how: Settings = SETTINGS) -> str:
    whole = report_of([report], how)
    return "\n".join(write(whole, style) for write in FORMATS.values() for style in STYLES)


def digits_of(text: str) -> str:
    """The output with nothing between digits, so that 8.319e24, 83.19 and 8319 look alike."""
    return re.sub(r"(?<=[0-9])[.,_](?=[0-9])", "", text)


DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 30))


def outcomes(report: ManifestReport) -> list[tuple[Any, ...]]:
    return [(v.policy, v.trigger, v.outcome, v.because, v.acknowledgement) for v in report.verdicts]


slow = profile(max_examples=3, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@pytest.mark.parametrize("kind", KINDS)
@slow
@given(mantissa=DIGITS)
def test_no_digit_of_a_confidential_figure_is_shown(kind: str, mantissa: str) -> None:
    digits = mantissa.replace(".", "")
    shown = digits_of(every_format(reported(KINDS[kind].written(mantissa))))
    blank = digits_of(every_format(reported(KINDS[kind].written("1.000"))))
    assume(digits not in blank)  # such as a year
    assert digits not in shown
    derived = f"{6 * float(mantissa) * 15:.3g}".replace(".", "")
    assert derived in blank or derived not in shown


@pytest.mark.parametrize("kind", KINDS)
@slow
@given(
    one=DIGITS,
    other=DIGITS,
    days=st.tuples(DAYS, DAYS),
)
def test_two_figures_with_the_same_outcomes_give_the_same_bytes(
    kind: str, one: str, other: str, days: tuple[date, date]
) -> None:
    reports = [
        reported(KINDS[kind].written(mantissa, day=day.isoformat()))
        for mantissa, day in zip((one, other), days, strict=True)
    ]
    assume(outcomes(reports[0]) == outcomes(reports[1]))
    assert reports[0] == reports[1]
    assert every_format(reports[0]) == every_format(reports[1])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("exponents", [(-3, 3), (0, 2)])
def test_nor_does_another_order_of_magnitude_show(kind: str, exponents: tuple[int, int]) -> None:
    entry = KINDS[kind]
    reports = [reported(replace(entry, exponent=entry.exponent + more).written("3.17")) for more in exponents]
    if outcomes(reports[0]) == outcomes(reports[1]):
        assert reports[0] == reports[1]
    kept = [(entry.findings, entry.notes, entry.compute, entry.claims, entry.effective) for entry in reports]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mantissa", ["1.234", "8.319"])
def test_the_mark_changes_no_outcome_and_loses_no_duty(kind: str, mantissa: str) -> None:
    marked, plain = (reported(KINDS[kind].written(mantissa, mark)) for mark in ("true", "false"))
    assert outcomes(marked) == outcomes(plain)
    assert [[duty.action for duty in v.duties] for v in marked.verdicts] == [
        [duty.action for duty in v.duties] for v in plain.verdicts
    ]
    assert (marked.digest, plain.digest is None) == (None, False)
    assert (marked.notes[:1], NOTE in plain.notes) == ((NOTE,), False)


NEVER_SHOWN = {"data", "curve", "cluster", "placement"}  # no output has a figure of these anyway


@pytest.mark.parametrize("kind", sorted(set(KINDS) - NEVER_SHOWN))
def test_without_the_mark_something_is_shown_that_rests_on_the_figure(kind: str) -> None:
    """What the tests above look for would be there to be found."""
    one, other = (every_format(reported(KINDS[kind].written(mantissa, "false"))) for mantissa in ("8.319", "8.327"))
    assert one != other


def test_what_does_not_rest_on_it_is_shown_as_ever() -> None:
    text = KINDS["benchmark"].written("8.319")
    marked, plain = reported(text), reported(text.replace("confidential = true", "confidential = false"))
    assert plain.compute is not None
    assert marked.compute == replace(plain.compute, equivalents=())
    assert marked.effective == plain.effective
    pairs = zip(marked.verdicts, plain.verdicts, strict=True)
    hidden = [v.policy for v, w in pairs if replace(v, duties=()) != replace(w, duties=())]
    assert hidden == ["scores"]
    (score,) = (v for v in marked.verdicts if v.policy == "scores")
    assert (score.outcome, score.comparison, score.steps, score.margin) == (Outcome.TRIGGERED, SAID, (), None)


def test_a_part_that_is_open_bounds_a_total_from_below() -> None:
    found = reported(KINDS["training beside an open one"].written("8.319"))
    assert found.compute is not None
    shown = [(part.component, part.flop and (part.flop.low, part.flop.text)) for part in found.compute.components]
    assert shown == [("pretrain", ("2e25", "")), ("rl_rollout", ("0", CONFIDENTIAL))]
    assert {total.lower.low for total in found.compute.totals} >= {"2e25"}


def test_the_text_says_confidential_and_no_amount() -> None:
    text = FORMATS["text"](report_of([reported(KINDS["training flop"].written("8.319"))], SETTINGS), Style())
    assert "pretrain  confidential, reported" in text
    assert "any amount" not in text


@pytest.mark.parametrize("day", ["2025-07-11", "2025-09-11"])
def test_a_confidential_date_moves_no_due_date(day: str) -> None:
    dues = [
        [(due.counted_from, due.date, due.why) for v in reported(KINDS[kind].written("8.319", day=day)).verdicts
         if v.policy == "duties" for duty in v.duties for due in duty.due]
        for kind in ("placement", "dates of training")
    ]  # fmt: skip
    unknown = [
        ("known_in_advance", None, "the start of training is not stated, or is confidential"),
        ("crossed", None, "the end of training is not stated, or is confidential"),
        ("released", "2026-02-15", "counted from the release, 2026-02-01, at the latest"),
    ]
    assert dues == [unknown] * 2  # released too late for the transition, wherever it was placed


# --- models that a manifest rests on -----------------------------------------------------------------------------

BASE = 'manifest = 1\n[model]\nname = "Base"\n[[training]]\ncomponent = "pretrain"\nflop = "FIGe24"\n'
OWN = (
    HEAD
    + 'base = [{ manifest = "base.toml", relation = "finetune"MORE }]\n'
    + OPEN_RUN.replace("pretrain", "rl_update")
)


@pytest.mark.parametrize(
    "base, more, secret",
    [
        ("confidential = true\n", "", True),
        ("", ", confidential = true", True),
        ("confidential = false\n", ", confidential = false", False),
    ],
)
def test_a_confidential_figure_of_a_base_stays_inside(tmp_path: Path, base: str, more: str, secret: bool) -> None:
    shown = []
    for mantissa in ("8.319", "8.327"):
        (tmp_path / "base.toml").write_text(BASE.replace("FIG", mantissa) + base, encoding="utf-8")
        (tmp_path / "own.toml").write_text(OWN.replace("MORE", more), encoding="utf-8")
        report = check_loaded(load(str(tmp_path / "own.toml")), LAWS, SETTINGS)
        shown.append(every_format(report))
        assert (report.digest is None) is secret
    assert (shown[0] == shown[1]) is secret
    assert ("8.319" in shown[0]) is not secret


def test_a_confidential_base_of_the_reference_table_gives_no_total() -> None:
    base = 'base = [{ reference = "llama-3.1-405b", relation = "finetune", MARK }]\n'.replace(
        "MARK", "confidential = true"
    )
    found = reported(HEAD + base + OPEN_RUN.replace("pretrain", "rl_update"))
    assert found.compute is not None
    assert [part.flop and part.flop.text for part in found.compute.components] == ["", CONFIDENTIAL]
    assert "3.8e25" not in every_format(found)


def test_a_broken_base_repeats_nothing_of_a_confidential_table(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(BASE.replace("FIG", "8.319") + "confidential = true\ntokens = '8.319 days'\n")
    (tmp_path / "own.toml").write_text(OWN.replace("MORE", ""), encoding="utf-8")
    assert "8.319" not in every_format(check_loaded(load(str(tmp_path / "own.toml")), LAWS, SETTINGS))


# --- the text of the file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '[model]\nname = "x"\nbase = [{ compute = "8.319e24", confidential = true }]\ntypo = 1\n',
        '[model]\nname = "x"\nbase = [{ compute = "8.319e24", confidental = true }]\n',
        '[[training]]\nCONFIDENTIAL = true\nflop = "8.319e24 FLOP/s"\ncomponent = "pretrain"\n[model]\nname = "x"\n',
        '[[training]]\nconfidental = true\nflop = "8.319e24 FLOP/s"\ncomponent = "pretrain"\n[model]\nname = "x"\n',
        '[[training]]\nconfidential = "true"\nflop = "8.319e24 FLOP/s"\ncomponent = "pretrain"\n[model]\nname = "x"\n',
        '[[training]]\nconfidential = true\nflop = "8.319e24\n',
    ],
)
def test_a_file_that_cannot_be_used_gives_nothing_away(text: str) -> None:
    loaded = load_text("manifest = 1\n" + text, "secret.toml")
    assert loaded.manifest is None
    report = check_loaded(loaded, LAWS, SETTINGS)
    assert report.digest is None
    assert report.findings
    assert "8.319" not in every_format(report)


def test_a_line_that_is_shared_shows_neither_text_nor_columns() -> None:
    line = 'base = [{ compute = "FIG", confidential = true }]'
    shared = f'manifest = 1\nmodel = {{ name = "x", {line}, outputs = ["text"] }}\n'
    claim = '[[claim]]\nquantity = "effective_compute"\nvalue = "4x"\n'
    texts = [shared.replace("FIG", figure) + claim for figure in ("8.319e24", "8.3e24")]
    one, other = (check_loaded(load_text(text), LAWS, SETTINGS) for text in texts)
    assert one.findings
    assert one == other


def test_the_other_lines_are_shown() -> None:
    text = KINDS["training flop"].written("8.319") + '[[claim]]\nquantity = "effective_compute"\nvalue = "4x"\n'
    assert {'value = "4x"' in found.line_text for found in reported(text).findings if found.at == "/claim/0/value"} <= {
        True
    }
    assert any(found.line_text for found in reported(text).findings)


# --- the evaluation itself ---------------------------------------------------------------------------------------


def test_the_mark_is_a_matter_of_reports_alone() -> None:
    marked, plain = (load_text(KINDS["training flop"].written("8.319", mark)) for mark in ("true", "false"))
    assert [verdicts(LAWS, gather(loaded, SETTINGS)) for loaded in (marked, plain)].count(
        verdicts(LAWS, gather(plain, SETTINGS))
    ) == 2


def test_a_mark_on_a_table_without_figures_hides_nothing() -> None:
    text = HEAD + OPEN_RUN + '[data]\nbasis = "tokens"\nconfidential = true\n'
    found = reported(text)
    assert found.digest is not None
    assert NOTE not in found.notes


@pytest.mark.parametrize("kind", KINDS)
def test_on_the_day_of_the_event_nothing_is_shown_either(kind: str) -> None:
    how = replace(SETTINGS, at_event=True)
    shown = digits_of(every_format(reported(KINDS[kind].written("8.319"), how), how))
    assert "8319" not in shown


def test_every_kind_is_a_manifest() -> None:
    for kind in KINDS.values():
        loaded: Loaded = load_text(kind.written("8.319"))
        assert isinstance(loaded.manifest, Manifest)
        assert json.loads(FORMATS["json"](report_of([check_loaded(loaded, LAWS, SETTINGS)], SETTINGS), Style()))


SHARED = """acknowledgements = 1
[[acknowledgement]]
model = { name = "M" }
trigger = "p/t"
policy_version = "v1"
up_to = "4x"
by = "b"
reason = "r"
date = 2026-01-01
expires = 2027-01-01
"""


@pytest.mark.parametrize("marked, covered", [(True, False), (False, True)])
def test_an_acknowledgement_of_another_file_does_not_measure_a_confidential_figure(marked: bool, covered: bool) -> None:
    found = acknowledgements_of_text(SHARED)
    assert not isinstance(found, tuple)
    mark = "confidential = true\n" if marked else ""

    def told(flop: str) -> ManifestReport:
        text = 'manifest = 1\n[model]\nname = "M"\nbase = "none"\n[scope]\ncomplete = true\n[[training]]\n'
        card = load_text(f'{text}component = "pretrain"\nflop = "{flop}"\n{mark}', "m.toml")
        return check_loaded(with_acknowledgements(card, found.acknowledgement), [policy()], SETTINGS)

    below, above = told("3e25"), told("5e25")
    assert [verdict.outcome for verdict in below.verdicts] == [Outcome.TRIGGERED]
    assert (below.verdicts[0].acknowledgement is not None) is covered
    assert (every_format(below) == every_format(above)) is marked


# --- effective compute -------------------------------------------------------------------------------------------

TREND = '[[trend]]\nid = "r"\nper_year = "2.8x"\nfirst = 2018\nlast = 2027\n'
CLAIMED = '[[claim]]\nquantity = "algorithmic_gain"\nvalue = "2.8x"\nactual_compute = "2e25 FLOP"\n'
LAST = (
    '[[assessment]]\nseries = "s"\nkind = "full"\ndate = 2025-01-01\nmodel = { manifest = "old.toml" }\n'
    '[[assessment.benchmark]]\nname = "steps"\nversion = "1"\nscore = "2.8%"\nstandard_error = "1%"\n'
)
OF_LAST = 'quantity = "effective_compute", relative_to = "last_assessment", kind = "full", counting = "all", '
BY_EFFECTIVE = [
    policy('quantity = "effective_compute", at_least = "1e26 FLOP", primary_metric = "any"', id="line"),
    policy('quantity = "effective_compute", definition = "none", at_least = "1e26 FLOP"', id="claimed"),
    policy(f'{OF_LAST} at_least = "4x", primary_metric = "any"', id="multiple"),
    policy(f'{OF_LAST} at_least = "4x", measure = "trend", trend = "stated"', id="trend"),
    policy('quantity = "benchmark", benchmark = "steps", relative_to = "last_assessment", at_least = "5%"', id="step"),
]
PLACES = [
    ("own", "[[enhancement]]", 'gain = "2.8"'),
    ("own", "[[definition]]", "reference_scale"),
    ("own", "[[curve]]", "slope"),
    ("own", "[[benchmark]]", 'score = "62.8%"'),
    ("own", "[[trend]]", 'per_year = "2.8x"'),
    ("own", "[[claim]]", 'value = "2.8x"'),
    ("own", "[[assessment.benchmark]]", 'score = "2.8%"'),
    ("old", "[[training]]", 'flop = "2.8e24"'),
    ("old", "[[enhancement]]", 'gain = "1.28"'),
    ("old", "[[benchmark]]", 'score = "52.8%"'),
    ("policy", "[[curve]]", "slope"),
]


@pytest.mark.parametrize("where, table, figure", PLACES)
def test_no_figure_behind_effective_compute_is_shown(tmp_path: Path, where: str, table: str, figure: str) -> None:
    """Two manifests that differ in one confidential figure alone give the same bytes in every format."""
    defined = definition(more='reference_scale = "2.8e24 FLOP"') + index("k") + line("c", slope="12.8%")
    own = model(defined, gain("2.8", of="d"), score("62.8%"), TREND, CLAIMED, LAST, more="released = 2026-01-01")
    old = model(defined, gain("1.28", of="d"), score("52.8%"), flop="2.8e24", name="Old", more="released = 2025-01-01")
    ruled = index("k") + line("c", slope="12.8%")

    def written(eight: str) -> str:
        texts = {"own": own, "old": old, "policy": ruled}
        head, _, rest = texts[where].partition(table)
        begins = rest.index(figure)
        rest = rest[:begins] + rest[begins:].replace("2.8", f"2.{eight}", 1)
        texts[where] = f"{head}{table}\nconfidential = true{rest}"
        loaded = family(tmp_path, own=texts["own"], old=texts["old"])
        law = policy('quantity = "effective_compute", at_least = "1e26 FLOP"', more=texts["policy"], id="owner")
        how = Settings(date(2026, 3, 1))
        return every_format(check_loaded(loaded, [*BY_EFFECTIVE, law], how), how)

    assert written("8") == written("3") == written("9")
