"""What is said of answers, acknowledgements and placements that decide nothing, and that they decide nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flopguard.check import check_loaded, report_of
from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.report.formats import FORMATS
from flopguard.report.style import Style
from flopguard.result import ManifestReport, Outcome, Verdict
from tests.evaluate.support import card, counting, judged, policy, pretrain, question, read, settings

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED


def notes_of(text: str, law: Any = None, how: Settings | None = None) -> tuple[str, ...]:
    return check_loaded(read(text), [law or policy()], how or settings()).notes


# --- answers -----------------------------------------------------------------------------------------------------

JUDGED = policy('judgement = "j", asks = "so?"')
ASKED = policy(
    rule=counting(),
    more=question("q", '"counting.all.pretrain" = "in"', '"counting.all.pretrain" = "out"'),
)


def answer(question: str = "p/j", value: str = "true", *more: str) -> str:
    return "\n".join(["[[answer]]", f'question = "{question}"', f"value = {value}", *more, ""])


ANSWERS = [
    (JUDGED, answer(), YES, ()),
    (JUDGED, answer(value="false"), NO, ()),
    (JUDGED, answer() + answer(), YES, ()),
    (JUDGED, answer() + answer(value="false"), OPEN, ("the answers to p/j contradict each other",)),
    (
        JUDGED,
        answer(value='"true"'),
        OPEN,
        ("the answer to 'p/j' answers nothing: it takes true or false, not the text 'true'",),
    ),
    (JUDGED, answer() + answer(value='"true"'), OPEN, ("the answers to p/j contradict each other",)),
    (JUDGED, answer("p/k"), OPEN, ("the answer to 'p/k' answers nothing: known questions are j",)),
    (JUDGED, answer("j"), OPEN, ("the answer to 'j' answers nothing: it names no policy; write POLICY/j",)),
    (JUDGED, answer("other/j"), OPEN, ()),
    (JUDGED, answer("p/j", "true", "date = 2026-03-02"), OPEN, ("1 answer dated after 2026-03-01 left out",)),
    (JUDGED, answer("p/j", "true", "date = 2026-03-01"), YES, ()),
    (JUDGED, answer("p/j", "true", 'date = "2026-03"'), YES, ()),
    (
        JUDGED,
        answer("p/j", "true", "date = 2027-01-01") * 2 + answer(value="false"),
        NO,
        ("2 answers dated after 2026-03-01 left out",),
    ),
    (JUDGED, answer("p/j", "true", 'policy_version = "v1"'), YES, ()),
    (
        JUDGED,
        answer("p/j", "true", 'policy_version = "v2"'),
        OPEN,
        ("the answer to 'p/j' does not count: it was made for version v2 of p, and this is v1",),
    ),
    (
        JUDGED,
        answer("p/j", "true", 'policy_version = "v2"') + answer(value="false"),
        NO,
        ("the answer to 'p/j' does not count: it was made for version v2 of p, and this is v1",),
    ),
    (ASKED, answer("p/q", '"r0"'), YES, ()),
    (ASKED, answer("p/q", '"r1"'), NO, ()),
    (ASKED, answer("p/q", '"r0"') + answer("p/q", '"r1"'), OPEN, ("the answers to p/q contradict each other",)),
    (ASKED, answer("p/q", "true"), OPEN, ("the answer to 'p/q' answers nothing: possible answers are r0, r1",)),
    (ASKED, answer("p/q", '"r9"'), OPEN, ("the answer to 'p/q' answers nothing: possible answers are r0, r1",)),
    (
        ASKED,
        answer("p/q", '"r1"', 'policy_version = "v0"'),
        OPEN,
        ("the answer to 'p/q' does not count: it was made for version v0 of p, and this is v1",),
    ),
]


@pytest.mark.parametrize("law, more, outcome, said", ANSWERS)
def test_what_an_answer_answers(law: Any, more: str, outcome: Outcome, said: tuple[str, ...]) -> None:
    text = card(pretrain("2e25"), complete=True, more=more)
    assert judged(text, law).outcome is outcome
    assert notes_of(text, law) == said


def test_an_answer_for_another_version_does_not_count_on_the_day_of_the_event_either() -> None:
    stale = answer("p/j", "true", 'policy_version = "v2"')
    text = card(pretrain("2e25"), model="released = 2026-02-01", complete=True, more=stale)
    assert judged(text, JUDGED, settings(at_event=True)).outcome is OPEN


# --- acknowledgements --------------------------------------------------------------------------------------------

GOOD = {
    "trigger": '"p/t"',
    "policy_version": '"v1"',
    "up_to": '"2x"',
    "by": '"x@example.com"',
    "reason": '"notified"',
    "date": "2026-01-01",
    "expires": "2026-12-31",
}


def known(**changes: str) -> str:
    return "\n".join(["[[acknowledgement]]", *(f"{key} = {value}" for key, value in {**GOOD, **changes}.items()), ""])


SAID = "the acknowledgement of 'p/t' by x@example.com does not cover: "
VERSION = "it is for version v2, and this is v1"
LATER = "it is dated 2026-03-02, after 2026-03-01"
PAST = "it expired on 2026-02-28"
ABOVE = "the margin, 2.5x the line, is above its up_to of 2.0x"
ACKNOWLEDGED = [
    (known(), "2e25", True, ()),
    (known(policy_version='"v2"'), "2e25", False, (SAID + VERSION,)),
    (known(date="2026-03-02"), "2e25", False, (SAID + LATER,)),
    (known(expires="2026-02-28"), "2e25", False, (SAID + PAST,)),
    (known(policy_version='"v2"', expires="2026-02-28"), "2e25", False, (f"{SAID}{VERSION} and {PAST}",)),
    (known(), "2.5e25", False, (SAID + ABOVE,)),
    (known(), "2.000001e25", False, (SAID + "the margin, 2.000001x the line, is above its up_to of 2.0x",)),
    (known(), "2.0000000000000000001e25", False, (SAID + "the margin is just above its up_to of 2.0x",)),
    (known(), ">1.5e25", False, (SAID + "its up_to does not reach the margin, or the margin is not known",)),
    (known(), "9e24", False, (SAID + "the verdict is not triggered",)),
    (known(), "9e24..2e25", False, (SAID + "the verdict is undetermined",)),
    (known(policy_version='"v2"'), "9e24", False, (SAID + "the verdict is not triggered",)),
    (
        known(trigger='"p/u"'),
        "2e25",
        False,
        ("the acknowledgement of 'p/u' by x@example.com covers nothing: the triggers of p are t",),
    ),
    (
        known(trigger='"t"'),
        "2e25",
        False,
        ("acknowledgements of triggers of 't' cover nothing here: those policies were not evaluated",),
    ),
    (
        known(trigger='"other/t"') + known(trigger='"more/t"') + known(trigger='"other/u"'),
        "2e25",
        False,
        ("acknowledgements of triggers of 'other', 'more' cover nothing here: those policies were not evaluated",),
    ),
    # one that covers is enough; those after it need no word on their margin, those before it do
    (known(up_to='"3x"') + known(), "2.5e25", True, ()),
    (known() + known(up_to='"3x"'), "2.5e25", True, (SAID + ABOVE,)),
    (known(up_to='"3x"') + known(policy_version='"v2"'), "2.5e25", True, (SAID + VERSION,)),
]  # fmt: skip


@pytest.mark.parametrize("entries, flop, covered, said", ACKNOWLEDGED)
def test_an_acknowledgement_that_does_not_cover_says_why(
    entries: str, flop: str, covered: bool, said: tuple[str, ...]
) -> None:
    text = card(pretrain(flop), complete=True, more=entries)
    assert (judged(text).acknowledgement is not None) is covered
    assert notes_of(text) == said


def test_of_a_text_that_is_not_in_force_nothing_is_acknowledged() -> None:
    text = card(pretrain("2e25"), complete=True, more=known())
    assert notes_of(text, how=settings(date(2010, 1, 1))) == (SAID + "the verdict is not in force",)


@pytest.mark.parametrize("released, said", [("2026-02-01", 0), ("2025-12-01", 1)])
def test_on_the_day_of_the_event_an_acknowledgement_has_to_exist_already(released: str, said: int) -> None:
    text = card(pretrain("2e25"), model=f"released = {released}", complete=True, more=known())
    expected = (SAID + "it did not hold, or not for this margin, on the day that the trigger watches",)
    assert notes_of(text, how=settings(at_event=True)) == expected[:said]


def test_no_acknowledgement_silences_a_duty_or_an_outcome() -> None:
    duty = '[[trigger.duty]]\naction = "notify"\nmodality = "must"\ncite = "1"\n'
    plain, covered = (
        judged(card(pretrain("2e25"), complete=True, more=more), policy(more=duty)) for more in ("", known())
    )
    assert covered.acknowledgement is not None
    assert covered == replace(plain, acknowledgement=covered.acknowledgement)
    assert covered.duties


@pytest.mark.parametrize("form", FORMATS)
def test_the_notes_reach_every_format(form: str) -> None:
    found = check_loaded(read(card(pretrain("2.5e25"), complete=True, more=known())), [policy()], settings())
    assert SAID + ABOVE in " ".join(FORMATS[form](report_of([found], settings()), Style()).split())


def test_of_a_confidential_figure_the_note_says_no_margin() -> None:
    text = card(pretrain("2.5e25", "confidential = true"), complete=True, more=known())
    assert notes_of(text)[1:] == (SAID + "its up_to does not reach the margin, or the margin is not known",)


# --- placements and revenues -------------------------------------------------------------------------------------

MARKETS = "the placements on the EU market contradict each other; where it matters, none of them decides"
YEARS = "the revenues of 2025 contradict each other; none of them is used"


def placed(day: str, market: str = "EU") -> str:
    return f'[[placement]]\nmarket = "{market}"\ndate = {day}\n'


@pytest.mark.parametrize(
    "placements, said",
    [
        (placed("2025-08-01"), ()),
        (placed("2025-08-01") * 2, ()),
        (placed("2025-08-01") + placed('"2025"'), ()),
        (placed("2025-08-01") + placed("2026-01-01", "US"), ()),
        (placed("2025-08-01") + placed("2025-08-02"), (MARKETS,)),
        (placed('"2024"') + placed('"2025"'), (MARKETS,)),
        (placed('"2025"') + placed('"2025-01"') + placed('"2025-02"'), (MARKETS,)),
    ],
)
def test_placements_that_contradict_each_other(placements: str, said: tuple[str, ...]) -> None:
    assert notes_of(card(pretrain("2e25"), more=placements)) == said


def revenue(*rows: str) -> str:
    return f"[developer_facts]\nannual_revenue = [{', '.join('{ ' + row + ' }' for row in rows)}]\n"


LAW = policy('quantity = "revenue", with_affiliates = true, more_than = "500 million USD"')
PLAIN = policy('quantity = "revenue", more_than = "500 million USD"')
REVENUES = [
    (LAW, ('year = 2025, value = "6e8", with_affiliates = true',), YES, ()),
    (LAW, ('year = 2025, value = "6e8", with_affiliates = true',) * 2, YES, ()),
    (
        LAW,
        (
            'year = 2025, value = "6e8", with_affiliates = true',
            'year = 2025, value = "600 million USD", with_affiliates = true',
        ),
        YES,
        (),
    ),
    (
        LAW,
        (
            'year = 2025, value = "6e8", with_affiliates = true',
            'year = 2025, value = "4e8", with_affiliates = true',
        ),
        OPEN,
        (YEARS,),
    ),
    # with and without affiliates are two figures
    (
        LAW,
        (
            'year = 2025, value = "4e8", with_affiliates = false',
            'year = 2025, value = "6e8", with_affiliates = true',
        ),
        YES,
        (),
    ),
    (
        PLAIN,
        (
            'year = 2025, value = "4e8", with_affiliates = false',
            'year = 2025, value = "6e8", with_affiliates = true',
        ),
        NO,
        (),
    ),
    (LAW, ('year = 2024, value = "6e8", with_affiliates = true',), OPEN, ()),
    (
        LAW,
        (
            'year = 2024, value = "6e8", with_affiliates = true',
            'year = 2025, value = "4e8", with_affiliates = true',
        ),
        NO,
        (),
    ),
]  # fmt: skip


@pytest.mark.parametrize("law, rows, outcome, said", REVENUES)
def test_two_revenues_of_one_year(law: Any, rows: tuple[str, ...], outcome: Outcome, said: tuple[str, ...]) -> None:
    text = card(pretrain("2e25"), complete=True, more=revenue(*rows))
    assert judged(text, law).outcome is outcome
    assert notes_of(text, law) == said


def test_the_evaluation_alone_leaves_out_what_the_notes_say() -> None:
    """Whoever evaluates without a report gets the same verdicts."""
    loaded = read(card(pretrain("2e25"), more=answer("p/j", "true", 'policy_version = "v2"')))
    found: tuple[Verdict, ...] = verdicts([JUDGED], gather(loaded, settings()))
    whole: ManifestReport = check_loaded(loaded, [JUDGED], settings())
    assert found == whole.verdicts


# --- claims over another model than the text compares with -------------------------------------------------------

FOUR = policy(
    'quantity = "effective_compute", relative_to = "last_assessment", kind = "$kind", at_least = "4x"',
    top='[parameters]\nkind = "full"',
    more=question("which", '"parameters.kind" = "full"', '"parameters.kind" = "other"'),
)
FULL = '[[assessment]]\nseries = "s"\nkind = "full"\ndate = 2026-01-01\nmodel = { name = "Old" }\n'
OTHER = FULL.replace('"full"', '"other"').replace("Old", "Older")
CLAIM = '[[claim]]\nquantity = "effective_compute"\nvalue = "5x"\nrelative_to = "NAME"\n'


@pytest.mark.parametrize(
    "name, history, more, theirs",
    [
        ("Elder", FULL, "", "'Old', assessed on 2026-01-01"),
        ("Elder", FULL + OTHER, "", "'Old', assessed on 2026-01-01 or 'Older', assessed on 2026-01-01"),
        ("old", FULL, "", None),
        ("Older", FULL + OTHER, "", None),
        ("Elder", "", "", None),
        ("Elder", FULL.replace('{ name = "Old" }', '{ compute = "1e24 FLOP" }'), "", None),
        ("Elder", FULL + "confidential = true\n", "", None),
        ("Elder", FULL, "confidential = true\n", None),
        ("Elder", FULL.replace("2026-01-01", "2026-04-01"), "", None),
    ],
)
def test_a_claim_over_another_model_than_the_reference_is_told(
    name: str, history: str, more: str, theirs: str | None
) -> None:
    found = notes_of(card(more=history + CLAIM.replace("NAME", name) + more), FOUR)
    told = [note for note in found if note.startswith("the claim")]
    says = f"the claim at /claim/0 is over '{name}'; p/t compares with {theirs}: it is no answer to it"
    assert told == ([] if theirs is None else [says])
