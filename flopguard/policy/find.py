"""Finding a trigger by its full name."""

from __future__ import annotations

from difflib import get_close_matches

from flopguard.errors import UsageError
from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Policy, Trigger


def find_trigger(name: str) -> tuple[Policy, Trigger]:
    """The bundled trigger called `policy/trigger`. Raises UsageError that names the nearest ones."""
    known = {
        f"{policy.id}/{trigger.id}": (policy, trigger) for policy in bundled_policies() for trigger in policy.trigger
    }
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "see `flopguard policy list`"
        raise UsageError(f"no trigger '{name}'; {hint}")
    return known[name]
