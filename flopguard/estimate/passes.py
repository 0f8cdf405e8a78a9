"""What a phase does with a model, by its component: train it or only run it, and whether it may be another model."""

from __future__ import annotations

from flopguard.components import ComponentKey

FORWARD_ONLY = frozenset(
    {
        ComponentKey.RL_ROLLOUT,
        ComponentKey.AUX_INFER,
        ComponentKey.SYN_PRIVATE_KEPT,
        ComponentKey.SYN_PRIVATE_DISCARDED,
        ComponentKey.SYN_PUBLIC,
        ComponentKey.TEACHER_INFER,
        ComponentKey.DATA_PREP,
        ComponentKey.EVAL,
        ComponentKey.SERVE,
    }
)
"""Components that only run a model forward."""
OTHER_MODEL = frozenset(
    {
        ComponentKey.AUX_TRAIN,
        ComponentKey.AUX_INFER,
        ComponentKey.TEACHER_TRAIN,
        ComponentKey.TEACHER_INFER,
        ComponentKey.DATA_PREP,
        ComponentKey.SYN_PUBLIC,
        ComponentKey.SYN_PRIVATE_KEPT,
        ComponentKey.SYN_PRIVATE_DISCARDED,
    }
)
"""Components that may run another model: what the manifest says of its own model's shape does not hold for them."""
