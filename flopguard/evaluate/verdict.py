"""One trigger against one model: combinations first, the whole condition in each, then the comparison of both."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache, partial

from flopguard.errors import PolicyError
from flopguard.evaluate.acknowledge import acknowledged
from flopguard.evaluate.applies import Applicability, applicability
from flopguard.evaluate.case import Case, Library, case_of
from flopguard.evaluate.choice import central_choice, central_ends, upper_ends
from flopguard.evaluate.condition import amounts, holds
from flopguard.evaluate.doubt import doubtful
from flopguard.evaluate.duties import duties
from flopguard.evaluate.facts import DecisionRule, Facts
from flopguard.evaluate.kleene import Answer, LeafAnswer, agreed
from flopguard.evaluate.memo import Same
from flopguard.evaluate.metrics import metrics
from flopguard.evaluate.own import as_if_own, is_taken_as_own
from flopguard.evaluate.readings import told
from flopguard.evaluate.settle import disagreements, settlings, tipping
from flopguard.evaluate.shown import assumptions, chance, comparison, margin, readings, steps
from flopguard.evaluate.standing import standing_on
from flopguard.evaluate.variants import other_methods
from flopguard.policy.types import Policy, Trigger
from flopguard.quantity import parse
from flopguard.result import Cause, Duty, Outcome, Settling, Verdict
from flopguard.units import Dimension

_CAUSES = tuple(Cause)


def verdict(policy: Policy, trigger: Trigger, facts: Facts, library: Library, asked: tuple[str, ...] = ()) -> Verdict:
    """The answer for one trigger, manifest and date.

    `asked` are the triggers of other policies that led here. Raises PolicyError when they go round in a circle.
    """
    if asked and f"{policy.id}/{trigger.id}" in asked:
        circle = " -> ".join((*asked, f"{policy.id}/{trigger.id}"))
        raise PolicyError(f"triggers depend on each other in a circle: {circle}")
    standing = standing_on(policy, trigger, facts.settings.as_of, library)
    if standing.idle is not None and not facts.settings.as_if_in_force:
        return standing.idle
    applies = applicability(trigger.applies_when, facts, own=is_taken_as_own(policy, facts))
    if applies.truth is False:
        return _not_applicable(Same(standing.blank), applies.reason)

    def evaluated() -> Verdict:
        asked_now = (*asked, f"{policy.id}/{trigger.id}")
        elsewhere = partial(_of_another_policy, library=library, asked=asked_now)
        blank = as_if_own(standing.blank, policy, trigger, facts)
        found = _evaluated(blank, case_of(policy, trigger, facts, library, applies, elsewhere))
        return found if standing.doubt is None else _in_doubt(found, standing.doubt, facts)

    # A trigger that others name is asked for more than once. How it was come to does not change its answer.
    return facts.memo.once(("verdict", Same(policy), Same(trigger), Same(library)), evaluated)


def _in_doubt(found: Verdict, doubt: str, facts: Facts) -> Verdict:
    """As if in force the text is evaluated like any other that may not be, and labelled so."""
    if not facts.settings.as_if_in_force:
        return doubtful(found, doubt)
    return replace(found, hypothetical=True, reason="; ".join(filter(None, (f"not known: {doubt}", found.reason))))


@lru_cache(maxsize=4096)  # most manifests are refused by the same triggers for the same few reasons
def _not_applicable(blank: Same[Verdict], reason: str) -> Verdict:
    return replace(blank.value, outcome=Outcome.NOT_APPLICABLE, reason=reason)


def _of_another_policy(name: str, facts: Facts, library: Library, asked: tuple[str, ...]) -> Answer:
    """The answer of another policy's trigger; one that is not in force or does not apply does not hold."""
    policy_id, _, trigger_id = name.partition("/")
    policy = library.get(policy_id)
    trigger = next((entry for entry in policy.trigger if entry.id == trigger_id), None) if policy else None
    if policy is None or trigger is None:
        raise PolicyError(f"trigger '{name}' is not in the library")
    found = verdict(policy, trigger, facts, library, asked)
    truth = {Outcome.TRIGGERED: True, Outcome.UNDETERMINED: None}.get(found.outcome, False)
    says = f"{name} is {found.outcome.value.replace('_', ' ')}"
    leaf = LeafAnswer(name, truth, says, frozenset(found.because), found.missing if truth is None else ())
    return Answer(truth, frozenset(found.because), (leaf,))


# --- the outcome -------------------------------------------------------------------------------------------------


def _evaluated(base: Verdict, case: Case | None) -> Verdict:
    if case is not None:
        return _decided(base, case)
    too_many = "more combinations of readings than can be evaluated; answer some of the open questions"
    return replace(base, because=(Cause.READINGS,), missing=(too_many,))


def _decided(base: Verdict, case: Case) -> Verdict:
    answer = _with_applicability(agreed(list(case.answers), Cause.READINGS), case.applies)
    truth = answer.truth
    conflict = truth is not None and (_conflict(case, truth) or _unsettled(case, truth))
    if conflict:
        answer = Answer(None, frozenset({Cause.CONFLICT}), answer.leaves)
    lean = None if conflict or answer.truth is not None else _lean(case, answer)
    outcome, rule_note = _outcome(answer, case)
    if rule_note and _conflict(case, outcome is Outcome.TRIGGERED):
        conflict, outcome, rule_note = True, Outcome.UNDETERMINED, ""
        answer = replace(answer, causes=answer.causes | {Cause.CONFLICT})
    fragile = answer.truth is not None and _fragile(case, answer.truth)
    settled = answer.truth is None and outcome is Outcome.UNDETERMINED
    share = margin(case)
    read = readings(case) if len(case.questions) > 1 else ()
    found = replace(
        base,
        outcome=outcome,
        because=tuple(cause for cause in _CAUSES if cause in answer.causes) if answer.truth is None else (),
        comparison=comparison(case),
        lean=lean if answer.truth is None else None,
        margin=None if share is None else float(share),
        probability=chance(case),
        fragile=fragile,
        readings=read,
        break_even=told.break_even(case),
        deciding=told.deciding(read),
        extremes=told.extremes(case),
        metrics=metrics(case),
        assumptions=assumptions(case, rule_note),
        missing=_missing(answer, case),
        settled_by=_settled_by(case, conflict) if settled else (),
        tipping=() if case.claims else tipping(case.questions),
        duties=_duties(case, share) if outcome in (Outcome.TRIGGERED, Outcome.UNDETERMINED) else (),
        steps=steps(case, conflict, fragile),
    )
    covered = acknowledged(found, share, case.facts)
    return found if covered is None else replace(found, acknowledgement=covered)


def _duties(case: Case, share: Fraction | None) -> tuple[Duty, ...]:
    """The duties of the trigger, told with the likely total; `share` is how many times its line that is."""
    lines = {found.line for question in case.questions for found in amounts(question)}
    likely = (share * min(lines), min(lines)) if share and len(lines) == 1 else None
    return duties(case.trigger, case.facts, case.trigger.verified or case.policy.verified, likely)


def _with_applicability(answer: Answer, applies: Applicability) -> Answer:
    if applies.truth is True:
        return answer
    return Answer(None, answer.causes | {Cause.MISSING}, answer.leaves)


def _missing(answer: Answer, case: Case) -> tuple[str, ...]:
    if answer.truth is not None:
        return ()
    per_world = (what for found in case.answers if found.truth is None for what in found.missing)
    return tuple(dict.fromkeys((*case.applies.missing, *per_world)))


def _settled_by(case: Case, conflict: bool) -> tuple[tuple[Settling, ...], ...]:
    if conflict:
        return tuple((item,) for item in disagreements(case.facts))
    return settlings(case.questions, case.answers, case.applies.missing)


def _conflict(case: Case, truth: bool) -> bool:
    """Whether independent methods put the model on the other side of the line."""
    return any(found is (not truth) for facts in other_methods(case.facts) for found in case.on(facts))


def _unsettled(case: Case, truth: bool) -> bool:
    """Whether by another method's value what was certain is open: a judgement then matters, or what is not stated."""
    values = other_methods(case.facts, assumed=False)
    return any(found is not truth for facts in values for found in case.on(facts))


def _fragile(case: Case, truth: bool) -> bool:
    """Whether the last digit of a figure or the instrument's tolerance reaches over the line."""
    tolerance = parse(case.trigger.tolerance, Dimension.RATIO).low if case.trigger.tolerance else Fraction(0)
    return any(found is not truth for found in case.loosened(tolerance))


def _lean(case: Case, answer: Answer) -> Outcome | None:
    """Which way the likely central estimate points, where only amounts are open."""
    if answer.causes & {Cause.JUDGEMENT, Cause.CONFLICT} or case.applies.truth is None or _unbounded(case):
        return None
    truths = set()
    for question in case.questions:
        choice = central_choice(amounts(question))
        truths.add(None if choice is None else holds(question, choice))
    if truths == {True}:
        return Outcome.TRIGGERED
    return Outcome.NOT_TRIGGERED if truths == {False} else None


def _unbounded(case: Case) -> bool:
    return any(counted.unbounded for q in case.questions for found in amounts(q) for counted in found.tallies)


def _outcome(answer: Answer, case: Case) -> tuple[Outcome, str]:
    """The outcome, and a note where the decision rule made it out of an interval."""
    if answer.truth is not None:
        return (Outcome.TRIGGERED if answer.truth else Outcome.NOT_TRIGGERED), ""
    rule = case.facts.settings.decision_rule
    if rule is DecisionRule.UNDETERMINED or answer.causes != {Cause.INTERVAL}:
        return Outcome.UNDETERMINED, ""
    choice = central_ends if rule is DecisionRule.CENTRAL else upper_ends
    truths = {holds(question, choice(amounts(question))) for question in case.questions}
    if truths not in ({True}, {False}):
        return Outcome.UNDETERMINED, ""
    decided = Outcome.TRIGGERED if truths == {True} else Outcome.NOT_TRIGGERED
    return decided, f"decision rule {rule}: the interval alone leaves it open"
