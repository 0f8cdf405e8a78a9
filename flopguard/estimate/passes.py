"""What a phase does with a model: train it, only run it, or train a part of it; and whether it may be another model.

A pass of one parameter and token is 2 FLOP. Training makes three: forward, the gradient of the inputs, the gradient of
the weights. Weights that are frozen need no gradient of their own, but may have to let one through.
"""

from __future__ import annotations

from flopguard.components import ComponentKey
from flopguard.manifest.training import Passes, Trained, Training

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


UNFIT_KINDS = (
    *(
        "encoder-decoder",
        "encoder/decoder",
        "encoder and decoder",
        "seq2seq",
        "vision",
        "diffusion",
        "vit",
        "unet",
        "convolution",
        "cnn",
        "lstm",
        "hyena",
        "clip",
        "dual encoder",
    ),
    *("protein", "alphafold", "evoformer", "pairformer", "pair representation", "structure prediction"),
)
"""Words in a kind of models whose work does not go as parameters times tokens: tokens that see half of the parameters,
samples that are images, filters that are used at many places, work that grows with the square or cube of a length."""

FORWARD_FLOP, TRAINING_FLOP = 2, 6
FLOP_OF = {Passes.FORWARD: FORWARD_FLOP, Passes.INPUT_GRADIENT: 4, Passes.FULL: TRAINING_FLOP}
"""FLOP per parameter and token of the passes that are made."""
PARTLY = {
    Trained.ADAPTERS: (4, 6),
    Trained.SCATTERED: (4, 2),
    Trained.UPPER_LAYERS: (2, 4),
    Trained.HEAD: (2, 2),
}
"""FLOP per token for each parameter of the model, and for each one that is trained.

Adapters come on top of the model and let it pass the gradient on; scattered ones are of the model, as are upper layers,
below which nothing goes backward, and a head, which needs no gradient of its inputs either.
"""
LEAST_OF_A_PART, MOST_OF_A_PART = PARTLY[Trained.HEAD], PARTLY[Trained.ADAPTERS]


def passes_of(training: Training) -> Passes:
    """The passes as stated, or those that the component makes."""
    if training.passes is not None:
        return training.passes
    return Passes.FORWARD if training.component in FORWARD_ONLY else Passes.FULL


def trains_a_part(training: Training) -> bool:
    """Whether only a part of the model is trained."""
    return training.trained not in (None, Trained.ALL) or training.trainable_parameters is not None
