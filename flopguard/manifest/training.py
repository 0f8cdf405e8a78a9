"""The tables of a manifest on compute: the shape, the phases of training, the hardware, other computation."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from flopguard.components import ComponentKey
from flopguard.fields import (
    STRICT,
    Figure,
    FigureOf,
    FormulaText,
)
from flopguard.figures import (
    _ANY_FIGURE,
    Count,
    Duration,
    Flag,
    Flop,
    Hours,
    Items,
    Marked,
    Parameters,
    Rate,
    Ratio,
    Tokens,
    When,
    Whole,
)
from flopguard.record import record
from flopguard.units import Dimension as D


@record
class Architecture:
    """The shape of the model."""

    __pydantic_config__ = STRICT

    kind: str | None = None
    config: str | dict[str, Any] | None = None
    """A model hub configuration: the name of its file, or its fields themselves."""
    parameters: Parameters = None
    active_parameters: Parameters = None
    layers: Whole = None
    hidden_size: Whole = None
    heads: Whole = None
    kv_heads: Whole = None
    head_size: Whole = None
    intermediate_size: Whole = None
    vocabulary: Whole = None
    context: Whole = None
    attention_window: Whole = None
    """Keys that a token meets in a layer with sliding-window attention, itself included."""
    windowed_layers: Count = None
    experts: Whole = None
    experts_per_token: Whole = None
    shared_experts: Count = None
    expert_intermediate_size: Whole = None
    dense_layers: Count = None
    tied_embeddings: Flag = None
    gated_mlp: Flag = None
    source: str | None = None
    confidential: Marked = False


class UtilisationKind(StrEnum):
    """What a utilisation figure is a share of: the model's own operations, with recomputation, or of time."""

    MFU = "mfu"
    HFU = "hfu"
    OCCUPANCY = "occupancy"


@record
class Hardware:
    """Chips, how long they ran, and how well they were used."""

    __pydantic_config__ = STRICT

    chip: str | None = None
    peak: Annotated[Figure | None, FigureOf((D.FLOP_PER_SECOND,), positive=True)] = None
    count: Items = None
    hours: Hours = None
    chip_hours: Hours = None
    precision: str | None = None
    utilisation: Ratio = None
    utilisation_kind: UtilisationKind | None = None
    energy: Annotated[Figure | None, FigureOf((D.WATT_HOURS,), positive=True)] = None
    pue: Annotated[Figure | None, FigureOf((D.RATIO,), positive=True)] = None
    """Energy of the facility over that of its machines: 1 where the energy is that of the machines alone."""
    power: Annotated[Figure | None, FigureOf((D.WATTS,), positive=True)] = None
    """What one chip drew on average, with its share of the host."""
    source: str | None = None
    confidential: Marked = False


class Status(StrEnum):
    """How far a phase has come."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    ABANDONED = "abandoned"


class RateKind(StrEnum):
    """What a rate is a rate of: the model's own operations, all that the hardware did, or all that it could do."""

    MODEL = "model"
    HARDWARE = "hardware"
    PEAK = "peak"


class Recomputation(StrEnum):
    """How many activations are computed a second time: none, those of attention, or all."""

    NONE = "none"
    SELECTIVE = "selective"
    FULL = "full"


class Passes(StrEnum):
    """What is done with every weight: run forward, the gradient passed on as well, or its own one made too."""

    FORWARD = "forward"
    INPUT_GRADIENT = "input_gradient"
    FULL = "full"


class Trained(StrEnum):
    """Which weights change, where not all of them do."""

    ALL = "all"
    ADAPTERS = "adapters"
    """Modules on top of a frozen model that passes the gradient on to them."""
    SCATTERED = "scattered"
    UPPER_LAYERS = "upper_layers"
    """With the head; the layers below are frozen and nothing goes backward through them."""
    HEAD = "head"


@record
class Training:
    """One phase of training: which component, and all that is known of its compute."""

    __pydantic_config__ = STRICT

    component: ComponentKey
    name: str | None = None
    run: str | None = None
    status: Status = Status.DONE
    arithmetic: Literal["float", "int8", "int4", "integer", "mixed"] | None = None
    parameters: Parameters = None
    trainable_parameters: Annotated[Figure | None, FigureOf((D.PARAMETERS, D.RATIO), positive=True)] = None
    """Those that are updated, in number or as a share of the parameters."""
    trained: Trained | None = None
    passes: Passes | None = None
    tokens: Tokens = None
    unique_tokens: Annotated[Figure | None, FigureOf((D.TOKENS,), positive=True)] = None
    epochs: Annotated[Figure | None, FigureOf((D.RATIO,), positive=True)] = None
    """How often the unique tokens were gone through."""
    steps: Annotated[Figure | None, FigureOf((D.ITEMS,), positive=True)] = None
    tokens_per_step: Annotated[Figure | None, FigureOf((D.TOKENS,), positive=True)] = None
    recomputation: Recomputation | None = None
    """Which activations were computed a second time to save memory."""
    rolled_back_included: Flag = None
    """Whether the figures hold the steps that were thrown away and run again."""
    public_since: When = None
    """For synthetic data: since when everybody can have them."""
    sequence_length: Whole = None
    """Tokens that see each other: of one sequence as it was trained on, not the longest that the model takes."""
    target_length: Whole = None
    """Tokens of the output side, where the model has one."""
    samples: Annotated[Figure | None, FigureOf((D.ITEMS,), positive=True)] = None
    """What one forward pass takes, as often as it was seen: images, pairs, sequences, windows of sound."""
    flop: Flop = None
    intended_total: Flop = None
    rate: Annotated[Figure | None, FigureOf((D.FLOP_PER_SECOND,), positive=True)] = None
    """What the whole system achieved on average over the duration."""
    rate_kind: RateKind | None = None
    duration: Annotated[Figure | None, FigureOf((D.SECONDS,), positive=True)] = None
    flop_per_item: Annotated[Figure | None, FigureOf((D.FLOP,), positive=True)] = None
    """What one item takes in training, all passes together."""
    items: Annotated[Figure | None, FigureOf((D.ITEMS,), positive=True)] = None
    """How many items were gone through, every epoch counted."""
    item: str | None = None
    """What one item is."""
    started: When = None
    ended: When = None
    hardware: tuple[Hardware, ...] = ()
    source: str | None = None
    confidential: Marked = False


@record
class Workload:
    """Computation that is not training; it never enters a training total."""

    __pydantic_config__ = STRICT

    name: str
    rate: Rate = None
    duration: Duration = None
    flop_per_item: Flop = None
    items: Items = None
    parameters: Parameters = None
    """Of the model that made the items, the active ones."""
    tokens_per_item: Tokens = None
    expert_hours: Hours = None
    """What one item is said to be worth of an expert's time; never turned into FLOP."""
    item: str | None = None
    """What one item is."""
    precision: str | None = None
    source: str | None = None
    confidential: Marked = False


@record
class Calculation:
    """A figure as a source works it out: the formula, what goes in, and what it prints. flopguard works it out anew."""

    __pydantic_config__ = STRICT

    name: str
    formula: Annotated[str, FormulaText()]
    inputs: dict[str, Annotated[Figure, FigureOf(_ANY_FIGURE, exact=True)]]
    printed: Annotated[Figure | None, FigureOf(_ANY_FIGURE, exact=True)] = None
    per: Literal["token", "sequence", "item"] | None = None
    """What the source says that the figure is the cost of one of."""
    lengths: tuple[str, ...] = ()
    """Inputs that are lengths of a sequence."""
    cache: Flag = None
    """For the cost of a token: false where the whole sequence is read again for each."""
    text: str | None = None
    source: str | None = None
    confidential: Marked = False
