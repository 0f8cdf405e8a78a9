"""What a reader must know of a manifest beside its verdicts: what was left out, and what decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from flopguard.evaluate.acknowledge import acknowledgement_notes
from flopguard.evaluate.answers import answer_notes, contradiction_notes
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.other_reference import other_reference_notes
from flopguard.evaluate.without_numbers import without_numbers_notes
from flopguard.policy.types import Policy
from flopguard.result import Verdict


def notes(policies: Sequence[Policy], verdicts: Sequence[Verdict], facts: Facts) -> tuple[str, ...]:
    """Every note once; `verdicts` as they are shown."""
    return tuple(
        dict.fromkeys(
            (
                *without_numbers_notes(policies, facts),
                *facts.notes,
                *other_reference_notes(policies, verdicts, facts),
                *answer_notes(policies, facts),
                *contradiction_notes(facts),
                *acknowledgement_notes(policies, verdicts, facts),
            )
        )
    )
