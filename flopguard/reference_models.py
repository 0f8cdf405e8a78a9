"""Published training runs: shape, data, hardware, and the totals that methods and people give for them.

The figures lie in data/reference_models.json, each row with its source and how far it was verified.
Totals of one run may differ by more than a factor of ten; the note says why, where that is known.
"""

import difflib
import functools
import json
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).with_name("data")
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class ReferenceModel:
    """One training run; figures are decimal text as the source has them.

    None means that the source is silent. verified is primary, secondary or memory, and holds for the row:
    single figures may be weaker, as the note says. Two stacks are written "24+24" layers.

    n_active is the developer's figure; n_matmul counts the parameters in a matrix product for one token,
    output head included. samples counts tokens unless unit says otherwise. utilisation is as reported, a
    share of the peak; utilisation_kind says whether recomputation is in it (HFU) or not (MFU), or that it
    was assumed.

    All totals are FLOP of training: as published, 6ND with n_active, counted layer by layer with the
    attention mask (exact_flop) and without it, and Epoch AI's estimate.
    """

    id: str
    name: str
    developer: str
    released: str
    domain: str
    architecture: str
    unit: str
    source: str
    verified: str
    n_total: str | None = None
    n_active: str | None = None
    n_matmul: str | None = None
    samples: str | None = None
    seq_len: str | None = None
    layers: str | None = None
    d_model: str | None = None
    heads: str | None = None
    kv_heads: str | None = None
    head_dim: str | None = None
    d_ff: str | None = None
    gated_mlp: bool | None = None
    vocab: str | None = None
    tied_embeddings: bool | None = None
    experts: str | None = None
    experts_per_token: str | None = None
    shared_experts: str | None = None
    expert_d_ff: str | None = None
    dense_layers: str | None = None
    hardware: str | None = None
    chips: str | None = None
    chip_hours: str | None = None
    peak_flop_per_s: str | None = None
    utilisation: str | None = None
    utilisation_kind: str | None = None
    published_flop: str | None = None
    published_kind: str | None = None
    six_nd_flop: str | None = None
    exact_flop: str | None = None
    exact_full_attention_flop: str | None = None
    epoch_flop: str | None = None
    epoch_method: str | None = None
    note: str = ""


def find_reference(id: str) -> ReferenceModel | None:
    """The run with this id ("llama-3.1-405b"; case does not matter), or None."""
    return _table().get(id.strip().casefold())


def known_references() -> tuple[ReferenceModel, ...]:
    """All runs, in the order of their ids."""
    return tuple(_table().values())


def nearest(id: str) -> tuple[str, ...]:
    """Up to three ids that look like this one, the most alike first."""
    return tuple(difflib.get_close_matches(id.strip().casefold()[:_LONGEST_ID], _table(), n=3, cutoff=0.5))


@functools.cache
def _table() -> dict[str, ReferenceModel]:
    rows = json.loads((_DATA / "reference_models.json").read_text(encoding="utf-8"))
    return {row["id"]: ReferenceModel(**row) for row in rows}
