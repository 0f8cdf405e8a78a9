"""In which forms an enhancement states its factor. Every check asks this, so it imports next to nothing."""

from __future__ import annotations

from flopguard.definition.types import Enhancement


def forms_of(enhancement: Enhancement) -> tuple[str, ...]:
    """The keys by which an enhancement states its factor; exactly one is needed."""
    stated = {
        "gain": enhancement.gain is not None,
        "samples": bool(enhancement.samples),
        "gain_at": bool(enhancement.gain_at),
        "curves": enhancement.curves is not None,
    }
    return tuple(name for name, is_stated in stated.items() if is_stated)
