"""What the files of a library must satisfy together; every problem with the place of each file that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import combinations

from flopguard.policy.check.circles import in_words, named_by, way_round
from flopguard.policy.types import Policy, PolicyStatus, StatusEntry
from flopguard.policy.when import status_on

Place = Callable[[Policy, str], str]
"""Where a part of a policy stands, as `file:line`."""

ENDED = (PolicyStatus.SUPERSEDED, PolicyStatus.REVOKED, PolicyStatus.LAPSED, PolicyStatus.VETOED)


def problems_between(policies: Sequence[Policy], known: Sequence[Policy], place: Place, *, whole: bool) -> list[str]:
    """Every problem of some policies beside each other and beside those that are known.

    `whole` says that no other policies exist, so that a policy that is named and absent is a mistake.
    """
    everything = [*policies, *known]
    return [
        *_unknown_triggers(policies, everything, place),
        *_circles(policies, everything, place),
        *_together(policies, place),
        *_not_ended(policies, place),
        *_never_there(policies, everything, place, whole=whole),
    ]


def _did_you_mean(name: str, names: Sequence[str], otherwise: str) -> str:
    near = get_close_matches(name, names, n=1)
    return f"did you mean '{near[0]}'?" if near else otherwise


def _unknown_triggers(policies: Sequence[Policy], everything: Sequence[Policy], place: Place) -> Iterator[str]:
    known = _triggers(everything)
    for policy in policies:
        for number, trigger in enumerate(policy.trigger):
            for name in sorted(set(named_by(policy, trigger)) - set(known)):
                cure = _did_you_mean(name, known, "name one that there is")
                yield f"{place(policy, f'/trigger/{number}')}: no policy has a trigger '{name}' ({cure})"


def _triggers(policies: Sequence[Policy]) -> list[str]:
    return [f"{policy.id}/{trigger.id}" for policy in policies for trigger in policy.trigger]


def _circles(policies: Sequence[Policy], everything: Sequence[Policy], place: Place) -> Iterator[str]:
    links = {f"{p.id}/{trigger.id}": set(named_by(p, trigger)) for p in everything for trigger in p.trigger}
    for policy in policies:
        for number, trigger in enumerate(policy.trigger):
            way = way_round(f"{policy.id}/{trigger.id}", links)
            if way:
                yield f"{place(policy, f'/trigger/{number}')}: {in_words(way[0], way)} (break the cycle)"


# --- versions of one text ----------------------------------------------------------------------------------------


def _together(policies: Sequence[Policy], place: Place) -> Iterator[str]:
    """Two versions of one series that apply on the same day."""
    for one, other in combinations(policies, 2):
        day = _first_day_of_both(one, other) if one.series == other.series else None
        if day is not None:
            old, new = sorted((one, other), key=lambda policy: (_begins(policy) or date.max, policy.id))
            said = f"'{old.id}' and '{new.id}' ({place(new, '/status')}) of series '{old.series}' both apply on {day}"
            cure = f"add {{ from = {day}, is = \"superseded\" }} to the status of '{old.id}'"
            yield f"{place(old, '/status')}: {said} ({cure})"


def _first_day_of_both(one: Policy, other: Policy) -> date | None:
    """The first day on which both surely apply."""
    days = sorted(entry.from_ for entry in (*one.status, *other.status))
    return next((day for day in days if _applies(one, day) and _applies(other, day)), None)


def _applies(policy: Policy, day: date) -> bool:
    """Whether a policy surely applies on a day: not where its end may already have come."""
    status = status_on(policy, day)
    return status is not None and status.is_.applies and not _is_open(policy, day)


def _is_open(policy: Policy, day: date) -> bool:
    """Whether sources differ on the standing of a day."""
    following = next((entry for entry in policy.status if entry.from_ > day), None)
    return following is not None and _may_have_begun(following, day)


def _may_have_begun(entry: StatusEntry, day: date) -> bool:
    return entry.earliest <= day if entry.earliest is not None else entry.doubt is not None


def _begins(policy: Policy) -> date | None:
    """The day from which a policy applies; None where it never does."""
    return next((entry.from_ for entry in policy.status if entry.is_.applies), None)


def _not_ended(policies: Sequence[Policy], place: Place) -> Iterator[str]:
    """Versions that a newer one supersedes and whose own status does not say that they have ended by then."""
    by_id = {policy.id: policy for policy in policies}
    for new in policies:
        day = _begins(new)
        for old in (by_id[name] for name in new.supersedes if name in by_id):
            if day is None or (new.series == old.series and _first_day_of_both(new, old) is not None):
                continue  # never begins, or is told as two versions that apply on one day
            status = status_on(old, day)
            if (status is None or status.is_ not in ENDED) and not _is_open(old, day):
                standing = "has no status" if status is None else f"is {status.is_.value.replace('_', ' ')}"
                said = f"'{old.id}' {standing} on {day}, when '{new.id}' ({place(new, '/supersedes')}) supersedes it"
                yield f'{place(old, "/status")}: {said} (add {{ from = {day}, is = "superseded" }})'


# --- what is named -----------------------------------------------------------------------------------------------


def _never_there(
    policies: Sequence[Policy], everything: Sequence[Policy], place: Place, *, whole: bool
) -> Iterator[str]:
    """Older versions and removed triggers that the library does not have."""
    ids, triggers = [policy.id for policy in everything], _triggers(everything)
    for policy in policies:
        for number, name in enumerate(policy.supersedes):
            if whole and name not in ids:
                cure = _did_you_mean(name, ids, "add its file, or leave it out")
                yield f"{place(policy, f'/supersedes/{number}')}: no policy '{name}' is in the library ({cure})"
        for number, gone in enumerate(policy.removed):
            had_by = gone.trigger.partition("/")[0]
            if gone.trigger not in triggers and (whole or had_by in ids):
                cure = _did_you_mean(gone.trigger, triggers, "name a trigger that there was, or leave it out")
                at = place(policy, f"/removed/{number}/trigger")
                yield f"{at}: no policy had a trigger '{gone.trigger}' ({cure})"
