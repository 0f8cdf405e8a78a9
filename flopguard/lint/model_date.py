"""When a model is from, as far as its manifest says."""

from __future__ import annotations

from flopguard.dates import PartialDate
from flopguard.manifest.types import Manifest


def model_date(card: Manifest) -> PartialDate | None:
    """The day of its release, or else that on which its last phase of training ended."""
    if card.model.released is not None:
        return card.model.released
    ended = [phase.ended for phase in card.training if phase.ended is not None and not phase.confidential]
    return max(ended, key=lambda day: day.first, default=None)
