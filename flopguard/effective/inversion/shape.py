"""How a model split its compute between parameters and tokens, against the baseline's best split."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.effective.curves.frontier import Frontier
from flopguard.effective.curves.law import Law
from flopguard.effective.inversion.noise import exact
from flopguard.estimate.mixtures import is_mixture
from flopguard.fields import Figure
from flopguard.manifest.types import Manifest


def allocation_penalty(manifest: Manifest, law: Law) -> Decimal | None:
    """Compute over what the best split needs for the same loss; None where the law or the manifest has no split.

    Tokens are those of the one pre-training phase, parameters its own or, where it states none, those of a dense model.
    """
    if not isinstance(law, Frontier):
        return None
    pretraining = [phase for phase in manifest.training if phase.component is ComponentKey.PRETRAIN]
    if len(pretraining) != 1:
        return None
    phase, shape = pretraining[0], manifest.architecture
    of_model = shape.parameters if shape is not None and not is_mixture(shape, None) else None
    parameters, tokens = _positive(phase.parameters or of_model), _positive(phase.tokens)
    if parameters is None or tokens is None:
        return None
    answer = law.allocation_penalty(exact(parameters), exact(tokens))
    return answer.value if answer.kind == "value" else None


def _positive(figure: Figure | None) -> Fraction | None:
    central = figure.estimate.central if figure is not None else None
    return central if central else None
