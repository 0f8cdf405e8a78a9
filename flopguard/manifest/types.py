"""What a manifest may say: version 1, one frozen type a table. Importing this module imports no validator."""

from dataclasses import field
from datetime import date as Day
from typing import Annotated, Any, Literal

from flopguard.components import ComponentKey
from flopguard.dates import PartialDate
from flopguard.definition.types import Curve, Definition, Elicitation, Enhancement, Side, Trend
from flopguard.fields import (
    STRICT,
    DateField,
    DayField,
    Evidence,
    Figure,
    FigureOf,
    Medium,
    ShareBasis,
    TrueFalseOrWord,
    TrueOrFalse,
    WholeNumber,
)
from flopguard.figures import (
    Flag,
    Flop,
    Items,
    Marked,
    Money,
    Ratio,
    When,
    Whole,
)
from flopguard.manifest.training import (
    Architecture,
    Calculation,
    Training,
    Workload,
)
from flopguard.record import record
from flopguard.units import Dimension as D


@record
class ModelRef:
    """Another model: by its manifest, by an id of the reference table, or by what is known of it."""

    __pydantic_config__ = STRICT

    manifest: str | None = None
    reference: str | None = None
    name: str | None = None
    version: str | None = None
    developer: str | None = None
    relation: Literal["finetune", "merge", "adapter", "quantise", "init"] | None = None
    compute: Flop = None
    open_weights: Flag = None
    systemic_risk: Flag = None
    source: str | None = None
    confidential: Marked = False


class NoneWord:
    """`base = "none"` says that there is no base; an absent base is unstated."""

    members = (ModelRef,)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(lambda v: () if v == "none" else v, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"const": "none"}, handler(schema["schema"])]}


@record
class Model:
    """Which model it is, who made it, what goes in and comes out, and what it was made from."""

    __pydantic_config__ = STRICT

    name: str
    version: str | None = None
    developer: str | None = None
    released: When = None
    inputs: tuple[Medium, ...] | None = None
    outputs: tuple[Medium, ...] | None = None
    base: Annotated[tuple[ModelRef, ...] | None, NoneWord()] = None
    open_weights: Flag = None
    source: str | None = None


@record
class Scope:
    """Whether the components that are stated are all there are."""

    __pydantic_config__ = STRICT

    complete: Annotated[bool, TrueOrFalse()] = False
    source: str | None = None
    date: When = None


@record
class Data:
    """What the training data are made of."""

    __pydantic_config__ = STRICT

    cutoff: When = None
    """The day up to which the data reach."""
    biological_share: Ratio = None
    basis: ShareBasis | None = None
    source: str | None = None
    confidential: Marked = False


@record
class Benchmark:
    """A score with what it takes to compare it."""

    __pydantic_config__ = STRICT

    name: str
    version: str | None = None
    split: str | None = None
    score: Ratio = None
    items: Whole = None
    standard_error: Ratio = None
    unit: str | None = None
    tokenizer: str | None = None
    floor: Ratio = None
    ceiling: Ratio = None
    elicitation: Elicitation | None = None
    date: When = None
    public_since: When = None
    """Since when its problems could be trained on."""
    clean_score: Ratio = None
    """The score on problems of the same kind that could not have been seen."""
    source: str | None = None
    confidential: Marked = False


@record
class ClaimReading:
    """One way to read a claim: what its factor then is, and how the slots that differ between readings are filled."""

    __pydantic_config__ = STRICT

    says: str
    multiplier: Ratio = None
    slots: dict[str, str] = field(default_factory=dict)


@record
class Claim:
    """A statement about compute as the card makes it; what it leaves open is linted."""

    __pydantic_config__ = STRICT

    quantity: Literal["effective_compute", "training_compute", "algorithmic_gain"]
    value: Annotated[Figure | None, FigureOf((D.RATIO, D.FLOP))] = None
    relative_to: str | None = None
    definition: str | None = None
    metric: str | None = None
    baseline: str | None = None
    scale: Flop = None
    side: Side | None = None
    date: When = None
    actual_compute: Flop = None
    phases: tuple[ComponentKey, ...] | None = None
    policy: str | None = None
    """The policy or trigger that the claim is an answer to, as `id` or `id/trigger`."""
    reading: tuple[ClaimReading, ...] = ()
    """The ways to read it, where somebody has listed them; without a list they follow from what it leaves open."""
    text: str | None = None
    source: str | None = None
    confidential: Marked = False


@record
class Assessment:
    """An event in the history that a policy's "since the last assessment" counts from."""

    __pydantic_config__ = STRICT

    series: str
    kind: str
    date: Annotated[PartialDate, DateField()]
    started: When = None
    published: When = None
    model: ModelRef | None = None
    benchmark: tuple[Benchmark, ...] = ()
    """Scores that the model then had; those of its own manifest come beside them."""
    source: str | None = None
    confidential: Marked = False


@record
class OutsideModel:
    """Another developer's model that a policy compares with."""

    __pydantic_config__ = STRICT

    name: str
    version: str | None = None
    developer: str | None = None
    released: When = None
    compute: Flop = None
    open_weights: Flag = None
    judged_below: tuple[str, ...] = ()
    """The series of the policies by which it was evaluated as definitively below the threshold."""
    judged_by: str | None = None
    benchmark: tuple[Benchmark, ...] = ()
    source: str | None = None
    confidential: Marked = False


@record
class Progress:
    """How fast capability moves now against an earlier rate, on one index or in aggregate."""

    __pydantic_config__ = STRICT

    now: Ratio = None
    """The factor a year, or the points a year on an index."""
    unit: Literal["factor", "points"] = "factor"
    earlier: Ratio = None
    """The rate that it is compared with, in the same unit."""
    compared_with: Literal["expected", "fastest_observed", "historical"] | None = None
    of: Literal["publisher", "best_model"] = "publisher"
    index: str | None = None
    breakpoint: str | None = None
    """From where on it is called now."""
    started: When = None
    ended: When = None
    source: str | None = None
    confidential: Marked = False


@record
class Placement:
    """When the model was placed on a market."""

    __pydantic_config__ = STRICT

    market: str
    date: Annotated[PartialDate, DateField()]
    evidence: Evidence = Evidence.REPORTED
    source: str | None = None
    confidential: Marked = False


@record
class YearlyFigure:
    """Money of one calendar year."""

    __pydantic_config__ = STRICT

    year: Annotated[int, WholeNumber(most=9999)]
    value: Annotated[Figure, FigureOf((D.USD, D.EUR, D.KRW))]
    with_affiliates: Flag = None
    source: str | None = None
    confidential: Marked = False


@record
class Spend:
    """Money over a stretch of time."""

    __pydantic_config__ = STRICT

    value: Annotated[Figure, FigureOf((D.USD, D.EUR, D.KRW))]
    started: When = None
    ended: When = None
    source: str | None = None
    confidential: Marked = False


@record
class Cluster:
    """A computing cluster as some texts describe it."""

    __pydantic_config__ = STRICT

    peak: Annotated[Figure | None, FigureOf((D.FLOP_PER_SECOND,))] = None
    network: Annotated[Figure | None, FigureOf((D.BITS_PER_SECOND,))] = None
    colocated: Flag = None
    hosts: str | None = None
    source: str | None = None
    confidential: Marked = False


@record
class DeveloperFacts:
    """What some texts ask of the developer rather than of the model."""

    __pydantic_config__ = STRICT

    country: str | None = None
    annual_revenue: tuple[YearlyFigure, ...] = ()
    compute_cost: Money = None
    """Of the model's own training, without its base."""
    fine_tuning_cost: Money = None
    ai_spend: tuple[Spend, ...] = ()
    """Spent on developing AI, however it is booked."""
    compute_spend: tuple[Spend, ...] = ()
    """Spent on computing for training."""
    annual_ai_revenue: tuple[YearlyFigure, ...] = ()
    """Revenue from AI services alone."""
    monthly_users: Items = None
    daily_users: Items = None
    registered_business_users: Items = None
    clusters: tuple[Cluster, ...] = ()
    source: str | None = None
    confidential: Marked = False


@record
class Answer:
    """An answer to a judgement or an open question of a policy: true or false, or the id of a reading."""

    __pydantic_config__ = STRICT

    question: str
    value: Annotated[bool | str, TrueFalseOrWord()]
    policy_version: str | None = None
    by: str | None = None
    date: When = None
    source: str | None = None


@record
class Acknowledgement:
    """A crossing that is known and handled; bound to a policy version and a margin, and it ends."""

    __pydantic_config__ = STRICT

    trigger: str
    policy_version: str
    up_to: Annotated[Figure, FigureOf((D.RATIO,), positive=True, exact=True)]
    by: str
    reason: str
    date: Annotated[Day, DayField()]
    expires: Annotated[Day, DayField()]
    evidence: str | None = None


@record
class Suppression:
    """A finding that is known and accepted, with the reason; without `at` wherever the rule finds it."""

    __pydantic_config__ = STRICT

    rule: str
    """Code or name of the rule."""
    reason: str
    at: str | None = None
    """The path of a field or table, in which a table of an array may be named by its id or name."""
    expires: Annotated[Day | None, DayField()] = None
    """The last day on which it holds."""
    by: str | None = None


@record
class Manifest:
    """A model card in machine-readable form, version 1."""

    __pydantic_config__ = STRICT

    manifest: Literal[1]
    model: Model
    scope: Scope | None = None
    architecture: Architecture | None = None
    data: Data | None = None
    training: tuple[Training, ...] = ()
    workload: tuple[Workload, ...] = ()
    calculation: tuple[Calculation, ...] = ()
    benchmark: tuple[Benchmark, ...] = ()
    definition: tuple[Definition, ...] = ()
    curve: tuple[Curve, ...] = ()
    enhancement: tuple[Enhancement, ...] = ()
    trend: tuple[Trend, ...] = ()
    claim: tuple[Claim, ...] = ()
    assessment: tuple[Assessment, ...] = ()
    outside_model: tuple[OutsideModel, ...] = ()
    progress: tuple[Progress, ...] = ()
    placement: tuple[Placement, ...] = ()
    developer_facts: DeveloperFacts | None = None
    answer: tuple[Answer, ...] = ()
    acknowledgement: tuple[Acknowledgement, ...] = ()
    suppression: tuple[Suppression, ...] = ()
