"""What a document may say about effective compute. Importing this module imports no validator.

A manifest, a policy and a file of definitions hold the same tables, so that one text can be moved between them.
"""

from enum import StrEnum
from typing import Annotated, Literal

from flopguard.components import ComponentKey
from flopguard.fields import STRICT, Figure, FigureOf, Signed
from flopguard.figures import Count, Flag, Flop, Marked, Ratio, Tokens, When, Whole
from flopguard.record import record
from flopguard.units import Dimension as D

Verification = Literal["primary", "secondary", "memory", "derived"]
"""How far a figure was checked: read at its source, in another's account, not looked up, or worked out here."""
Figures = tuple[Annotated[Figure, FigureOf((D.RATIO,))], ...]
Numbers = tuple[Signed, ...]


@record
class Elicitation:
    """The effort to bring capability out when a score was measured."""

    __pydantic_config__ = STRICT

    shots: Count = None
    reasoning: Flag = None
    tools: Flag = None
    scaffold: str | None = None
    samples: Whole = None
    over_samples: Literal["mean", "best", "majority"] | None = None
    """What is made of several samples of one problem."""
    inference_budget: Tokens = None
    harness: str | None = None


class MetricKind(StrEnum):
    """What a metric measures."""

    LOSS = "loss"
    ACCURACY = "accuracy"
    LATENT_INDEX = "latent_index"
    HORIZON = "horizon"
    ELO = "elo"


@record
class Baseline:
    """What is 1x: the techniques, until when, and how compute was allocated."""

    __pydantic_config__ = STRICT

    techniques: tuple[str, ...] = ()
    cutoff_date: When = None
    allocation: Literal["compute_optimal", "fixed_tokens_per_parameter", "as_trained"] | None = None
    tokens_per_parameter: Ratio = None
    """What the tokens are fixed to, where they are."""
    population: Literal["all_models", "record_frontier", "single_family"] | None = None
    family: str | None = None


@record
class Metric:
    """The measure on which models are called equal."""

    __pydantic_config__ = STRICT

    name: str
    kind: MetricKind
    version: str | None = None
    split: str | None = None
    items: Whole = None
    direction: Literal["lower_better", "higher_better"] | None = None
    unit: str | None = None
    tokenizer: str | None = None
    floor: Ratio = None
    ceiling: Ratio = None


@record
class FlopConvention:
    """How the compute of a definition is counted."""

    __pydantic_config__ = STRICT

    rule: str | None = None
    moe: Literal["active", "total"] | None = None
    embeddings: Flag = None
    attention: Literal["full", "causal", "none"] | None = None
    recompute: Flag = None


Side = Literal["new", "baseline"]


@record
class Interaction:
    """What stacking takes from a product of gains that nobody measured together, in log10 for each further one."""

    __pydantic_config__ = STRICT

    mean: Signed
    deviation: Ratio = None
    source: str | None = None


@record
class Definition:
    """Effective compute against what: without one there are readings, never one number."""

    __pydantic_config__ = STRICT

    id: str
    version: str | None = None
    from_: str | None = None
    """Where the definition stands: `bundled`, or the path of a file of definitions. Nothing else is then said here."""
    title: str | None = None
    baseline: Baseline | None = None
    metric: Metric | None = None
    elicitation: Elicitation | None = None
    compute_scope: tuple[ComponentKey, ...] | None = None
    flop_convention: FlopConvention | None = None
    scale_side: Side | None = None
    reference_scale: Flop = None
    curve: str | None = None
    other_curves: tuple[str, ...] = ()
    """Further published fits of the same baseline: each is a reading beside `curve`."""
    correlation: Ratio = None
    """Between the logarithms of the gains, where it is known."""
    interaction: Interaction | None = None
    inference_exchange: Ratio = None
    """How many orders of magnitude of training one of inference is worth; without it inference is never folded in."""
    source: str | None = None
    section: str | None = None
    verified: Verification | None = None
    note: str | None = None
    confidential: Marked = False


@record
class CurvePoint:
    """One measured point of a baseline."""

    __pydantic_config__ = STRICT

    compute: Flop = None
    score: Ratio = None
    standard_error: Ratio = None


class LawKind(StrEnum):
    """The form of a curve: how the score follows from compute."""

    POWER = "power"
    """floor + coefficient x C^-exponent, for a loss."""
    FRONTIER = "frontier"
    """The best split of C = flop_per_parameter_token x N x D in floor + A N^-a + B D^-b."""
    LOGISTIC = "logistic"
    """Between floor and ceiling, by slope for each tenfold of compute around the midpoint."""
    LOG_LINEAR = "log_linear"
    """By slope for each tenfold of compute, or e-fold, from the anchor."""
    POINTS = "points"
    """Between measured points and nowhere else."""


@record
class Curve:
    """How the score of a baseline depends on compute: a fitted law, or points, and where that was measured."""

    __pydantic_config__ = STRICT

    id: str
    title: str | None = None
    metric: str | None = None
    law: LawKind | None = None
    floor: Ratio = None
    ceiling: Ratio = None
    coefficient: Ratio = None
    exponent: Ratio = None
    parameter_coefficient: Ratio = None
    parameter_exponent: Ratio = None
    data_coefficient: Ratio = None
    data_exponent: Ratio = None
    flop_per_parameter_token: Ratio = None
    slope: Ratio = None
    slope_per: Literal["tenfold", "e-fold"] = "tenfold"
    midpoint: Flop = None
    anchor: CurvePoint | None = None
    points: tuple[CurvePoint, ...] = ()
    interpolation: Literal["linear", "logit", "log_excess"] = "linear"
    """What is linear in log C between points: the score, its logit, or the logarithm of its excess over the floor."""
    uncertain: tuple[str, ...] = ()
    """The parameters that the covariance and the draws are of, in their order; `ln NAME` is its logarithm."""
    covariance: tuple[Numbers, ...] = ()
    draws: tuple[Numbers, ...] = ()
    """The parameters of refits to resampled data, a row a refit."""
    seed: Count = None
    """What the resampling was started with."""
    domain: Flop = None
    score_domain: Ratio = None
    first: When = None
    last: When = None
    source: str | None = None
    section: str | None = None
    verified: Verification | None = None
    note: str | None = None
    confidential: Marked = False


class GainKind(StrEnum):
    """What kind of improvement a gain is; the kind decides whether and how often it may count."""

    PRETRAINING_ALGORITHM = "pretraining_algorithm"
    DATA = "data"
    ALLOCATION = "allocation"
    ARCHITECTURE = "architecture"
    OPTIMIZER = "optimizer"
    POST_TRAINING = "post_training"
    PROMPTING = "prompting"
    SCAFFOLDING = "scaffolding"
    INFERENCE_COMPUTE = "inference_compute"
    HARDWARE_UTILISATION = "hardware_utilisation"
    PRICE = "price"


@record
class Measurement:
    """What stood before and after an improvement, in one unit."""

    __pydantic_config__ = STRICT

    before: Ratio = None
    after: Ratio = None
    unit: Literal["flop", "steps", "tokens", "gpu_hours", "usd"] | None = None
    before_score: Ratio = None
    after_score: Ratio = None
    """What the two runs scored: a gain is compute at equal scores."""
    standard_error: Ratio = None
    """That of the difference between the two scores."""


@record
class GainPoint:
    """A gain as measured at one scale."""

    __pydantic_config__ = STRICT

    compute: Flop
    gain: Ratio


@record
class CurvePair:
    """The curve before an improvement and the one after it."""

    __pydantic_config__ = STRICT

    baseline: str
    new: str


@record
class Enhancement:
    """An algorithmic gain and the evidence for it."""

    __pydantic_config__ = STRICT

    name: str
    kind: GainKind
    gain: Ratio = None
    gsd: Ratio = None
    """The geometric standard deviation around `gain`, which is then the median."""
    samples: Figures = ()
    """The gain in each of several runs."""
    gain_at: tuple[GainPoint, ...] = ()
    """The gain at several scales, in place of one figure."""
    curves: CurvePair | None = None
    """The two curves that the gain follows from, in place of one figure."""
    metric: str | None = None
    metric_kind: MetricKind | None = None
    target_score: Ratio = None
    measured_at: tuple[Annotated[Figure, FigureOf((D.FLOP,))], ...] | None = None
    side: Side | None = None
    baseline: str | None = None
    date: When = None
    evidence_arithmetic: Measurement | None = None
    elicitation: Elicitation | None = None
    tuned_baseline: Literal["yes", "no", "unknown"] | None = None
    seeds: Whole = None
    relative_to: tuple[str, ...] = ()
    overlaps_with: tuple[str, ...] = ()
    joint_evidence: str | None = None
    joint_of: tuple[str, ...] = ()
    """The gains that this one measures together, which it stands for."""
    definition: str | None = None
    source: str | None = None
    section: str | None = None
    confidential: Marked = False


@record
class Headline:
    """The factor of several years as it is quoted, and from when to when."""

    __pydantic_config__ = STRICT

    factor: Ratio = None
    first: When = None
    last: When = None


@record
class Trend:
    """A published rate of progress: how much less compute the same result takes, a year on."""

    __pydantic_config__ = STRICT

    id: str
    from_: str | None = None
    """Where the trend stands: `bundled`, or the path of a file of definitions. Nothing else is then said here."""
    title: str | None = None
    of: Literal["algorithms", "post_training", "both"] = "algorithms"
    per_year: Ratio = None
    doubling_months: Ratio = None
    """The other way of saying the rate; the longer, the slower."""
    headline: Headline | None = None
    """The same progress as one factor; its window is that of the data unless it says otherwise."""
    metric: str | None = None
    population: str | None = None
    first: When = None
    last: When = None
    """The window of the data; a rate says nothing of the years outside it."""
    source: str | None = None
    section: str | None = None
    verified: Verification | None = None
    note: str | None = None
    confidential: Marked = False


@record
class Definitions:
    """A file of definitions: what manifests and policies may name."""

    __pydantic_config__ = STRICT

    definitions: Literal[1]
    title: str | None = None
    source: str | None = None
    definition: tuple[Definition, ...] = ()
    curve: tuple[Curve, ...] = ()
    trend: tuple[Trend, ...] = ()
