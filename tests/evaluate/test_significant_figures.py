"""A notification that gives two significant figures: what it states, and where it hides a crossing."""

from __future__ import annotations

from datetime import date

import pytest

from flopguard.document import validate
from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.manifest.load import Loaded, related_of
from flopguard.manifest.types import Manifest
from flopguard.policy.load import bundled_policies

HIDES = ", which does not show that {} is over the line"


@pytest.mark.parametrize(
    "flop, states",
    [
        ("3.8e25", "3.8e25 FLOP (2 significant figures of the likely total)"),
        ("2.349e25", "2.3e25 FLOP (2 significant figures of the likely total)"),
        ("1.04e25", "1.0e25 FLOP (2 significant figures of the likely total)" + HIDES.format("1.04e25")),
        ("1.0000001e25", "1.0e25 FLOP (2 significant figures of the likely total)" + HIDES.format("1.0000001e25")),
        ("1.06e25", "1.1e25 FLOP (2 significant figures of the likely total)"),
        (
            "2e25..4e25",
            "2.8e25 FLOP (2 significant figures of the likely total)",
        ),
        ("9.99e60", "1.0e61 FLOP (2 significant figures of the likely total)"),  # more than a figure may be written as
    ],
)
def test_what_the_notification_states(flop: str, states: str) -> None:
    training = [{"component": "pretrain", "flop": flop}]
    model = {"name": "m", "outputs": ["text"], "base": "none"}
    tree = {"manifest": 1, "scope": {"complete": True}, "model": model, "training": training}
    manifest = validate(tree, Manifest)
    assert isinstance(manifest, Manifest), manifest
    loaded = related_of(manifest, Loaded(path="m", text="", digest=None, manifest=manifest))
    settings = Settings(date(2026, 11, 22), triggers=frozenset({"eu-aiact/51-2"}))
    (found,) = verdicts(bundled_policies(), gather(loaded, settings))
    assert [duty.states for duty in found.duties] == [states, ""]
