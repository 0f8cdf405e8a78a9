"""What a policy file may say: version 1, one frozen type a table. Importing this module imports no validator.

A text in a leaf that starts with `$` names a parameter of the policy, so that a reading can change it.
"""

from collections.abc import Iterator
from dataclasses import field
from datetime import date as Day
from enum import StrEnum
from typing import Annotated, Any, Literal

from flopguard.components import ComponentKey
from flopguard.dates import Period
from flopguard.definition.types import Curve, Definition, Trend
from flopguard.fields import STRICT, DayField, Medium, PeriodField, WholeNumber
from flopguard.formula import Comparison
from flopguard.record import record


class PolicyStatus(StrEnum):
    """The standing of a text on a date."""

    PROPOSED = "proposed"
    ENACTED_NOT_APPLICABLE = "enacted_not_applicable"
    IN_FORCE = "in_force"
    NOT_ENFORCED = "not_enforced"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    VETOED = "vetoed"
    LAPSED = "lapsed"
    GUIDANCE = "guidance"

    @property
    def applies(self) -> bool:
        """Whether triggers of a text with this status are evaluated without being asked for."""
        return self in (PolicyStatus.IN_FORCE, PolicyStatus.NOT_ENFORCED, PolicyStatus.GUIDANCE)


class Verified(StrEnum):
    """How far the wording was checked."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    MEMORY = "memory"


@record
class StatusEntry:
    """From which day the text has which standing."""

    __pydantic_config__ = STRICT

    from_: Annotated[Day, DayField()]
    is_: PolicyStatus
    cite: str | None = None
    earliest: Annotated[Day | None, DayField()] = None
    """The earliest day that it may have begun, where sources differ; between the two days the standing is open."""
    doubt: str | None = None
    """What the sources say, where they differ."""


class Mark(StrEnum):
    """How a counting rule treats a component."""

    IN = "in"
    LEANING_IN = "leaning_in"
    SILENT = "silent"
    LEANING_OUT = "leaning_out"
    OUT = "out"

    @property
    def is_open(self) -> bool:
        """Whether the text leaves it open."""
        return self not in (Mark.IN, Mark.OUT)


@record
class CountingRule:
    """Which components an instrument counts; every component is marked exactly once."""

    __pydantic_config__ = STRICT

    basis: str
    in_: tuple[ComponentKey, ...] = ()
    leaning_in: tuple[ComponentKey, ...] = ()
    silent: tuple[ComponentKey, ...] = ()
    leaning_out: tuple[ComponentKey, ...] = ()
    out: tuple[ComponentKey, ...] = ()
    own_ancestors: bool = False
    """Whether an ancestor that the same developer trained counts as the model's own compute, not as inherited."""
    note: str | None = None

    def marked(self) -> Iterator[tuple[ComponentKey, Mark]]:
        """Every component with its mark, as often as it is marked."""
        for mark in Mark:
            for key in getattr(self, "in_" if mark is Mark.IN else mark.value):
                yield key, mark


# --- conditions --------------------------------------------------------------------------------------------------


@record
class AllOf:
    """True when every part is."""

    __pydantic_config__ = STRICT

    all: "tuple[Condition, ...]"


@record
class AnyOf:
    """True when one part is."""

    __pydantic_config__ = STRICT

    any: "tuple[Condition, ...]"


@record
class Not:
    """True when the part is false."""

    __pydantic_config__ = STRICT

    not_: "Condition"


@record
class TriggerLeaf:
    """Another trigger, of this policy or of a named one."""

    __pydantic_config__ = STRICT

    trigger: str


@record
class JudgementLeaf:
    """A matter for a person: unknown until an answer is given."""

    __pydantic_config__ = STRICT

    judgement: str
    asks: str


@record
class MediaLeaf:
    """What comes out of the model, and from what: one of each list where a list is given."""

    __pydantic_config__ = STRICT

    outputs_any: tuple[Medium, ...]
    inputs_any: tuple[Medium, ...] = ()


class ModelFact(StrEnum):
    """What a manifest answers with yes or no."""

    BASE_SYSTEMIC_RISK = "base_systemic_risk"
    BASE_COMPUTE_KNOWN = "base_compute_known"
    OPEN_WEIGHTS = "open_weights"


@record
class FactLeaf:
    """A yes or no of the manifest; unknown where it is not stated."""

    __pydantic_config__ = STRICT

    fact: ModelFact


@record
class ParameterLeaf:
    """A parameter of the policy that is true or false, so that a reading decides; `says` has it in words."""

    __pydantic_config__ = STRICT

    parameter: str
    says: str


class QuantityName(StrEnum):
    """What a leaf compares."""

    TRAINING_COMPUTE = "training_compute"
    EFFECTIVE_COMPUTE = "effective_compute"
    ELAPSED = "elapsed"
    REVENUE = "revenue"
    BENCHMARK = "benchmark"
    PARAMETERS = "parameters"
    USERS = "users"
    COST = "cost"
    SPEND = "spend"
    PROGRESS_RATE = "progress_rate"
    BIOLOGICAL_SHARE = "biological_share"
    CLUSTER_RATE = "cluster_rate"


class Measure(StrEnum):
    """How a multiple of effective compute is read; the standard readings of such a claim."""

    NOMINAL = "nominal"
    TREND = "trend"
    LOSS = "loss"
    BENCHMARK = "benchmark"
    INDEX = "index"


@record
class QuantityLeaf:
    """A quantity against a line. Exactly one comparison is given, or `operator` with `value`.

    `value = "unstated"` says that the text draws a line without saying where.
    """

    __pydantic_config__ = STRICT

    quantity: QuantityName
    counting: str | None = None
    more_than: str | None = None
    at_least: str | None = None
    less_than: str | None = None
    at_most: str | None = None
    operator: str | None = None
    value: str | None = None
    relative_to: str | None = None
    reference_counting: str | None = None
    """How the model that it is relative to is counted, where not by the same rule."""
    own_only: bool = False
    """Whether only the model's own phases count, without any ancestor's."""
    since: str | None = None
    kind: str | None = None
    aggregate: Literal["sum", "max_run"] = "sum"
    plans: Literal["planned", "begun", "spent"] = "planned"
    """Which plans count: all of them, those of runs that have begun, or only what is spent so far."""
    measure: str | None = None
    definition: str | None = None
    """The definition that it is about; without one, every definition that fits."""
    primary_metric: Literal["any", "all", "median"] | None = None
    """What is made of several metrics: one is enough, all are needed, or the middle one decides."""
    trend: str | None = None
    """The rates that multiply a nominal ratio, by id (`algorithms x post-training`); `stated`: the manifest's."""
    raw_floor: bool = True
    """Whether actual compute over the line is enough, whatever an adjustment makes of it."""
    benchmark: str | None = None
    split: str | None = None
    """Which problems of the benchmark; a score for which that is not stated is not that score."""
    samples: str | None = None
    """`single`: one attempt a problem; `mean`: the average over several."""
    basis: str | None = None
    """What a share is a share of."""
    cost_of: Literal["training", "fine_tuning"] = "training"
    network_more_than: str | None = None
    """The cluster whose rate is compared has a faster network than this."""
    colocated: bool = False
    """The cluster whose rate is compared stands in one place."""
    year: Literal["preceding"] | None = None
    with_affiliates: bool | None = None
    of: str | None = None
    """Which of several figures: users `monthly` (the default), `daily` or `registered_business`; revenue `all` (the
    default) or `ai`; spend `ai` or `compute`; progress of the `publisher` (the default) or of the `best_model`."""
    window: str | None = None
    """Over which time money is summed, a period that ends where it is tested."""
    tested: Literal["day", "month_start"] = "day"
    """On which day a window ends: that of the check, or the first of its month."""
    rate_as: str | None = None
    """What twice a rate of progress means: `growth`, the yearly factor squared, or `factor`, twice the factor."""
    judged: str | None = None
    """The outside model that a score is compared with was judged so: `below` the threshold."""

    def comparisons(self) -> dict[Comparison, str]:
        """The comparisons that are given, by name."""
        return {c: text for c in Comparison if (text := getattr(self, c.value)) is not None}


_FORMS = {
    "all": AllOf,
    "any": AnyOf,
    "not": Not,
    "trigger": TriggerLeaf,
    "judgement": JudgementLeaf,
    "quantity": QuantityLeaf,
    "outputs_any": MediaLeaf,
    "fact": FactLeaf,
    "parameter": ParameterLeaf,
}


class OneForm:
    """Chooses the form of a condition by the key that only it has, so that a mistake gives one message."""

    members = tuple(_FORMS.values())

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        choices = {tag: handler.generate_schema(form) for tag, form in _FORMS.items()}
        return core_schema.tagged_union_schema(
            choices,
            discriminator=_form_of,
            custom_error_type="wrong_form",
            custom_error_message=f"a condition has one of the keys {', '.join(_FORMS)}",
        )


def _form_of(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((tag for tag in _FORMS if tag in value), None)
    return next((tag for tag, form in _FORMS.items() if isinstance(value, form)), None)


Leaf = TriggerLeaf | JudgementLeaf | QuantityLeaf | MediaLeaf | FactLeaf | ParameterLeaf
Condition = Annotated[AllOf | AnyOf | Not | Leaf, OneForm()]


# --- triggers ----------------------------------------------------------------------------------------------------


@record
class Applies:
    """When a trigger has a subject at all; an unknown fact makes the verdict undetermined, never not applicable."""

    __pydantic_config__ = STRICT

    inputs_any: tuple[str, ...] = ()
    outputs_any: tuple[str, ...] = ()
    developer_any: tuple[str, ...] = ()
    has_base: bool | None = None
    base_by_another: bool | None = None
    """Whether somebody else made the base."""
    base_compute_known: bool | None = None
    developer_outside: str | None = None
    """The country, as two letters, outside which the developer is established."""
    assumes: str | None = None
    """What the condition stands for, printed with every verdict that rests on it."""


@record
class Threshold:
    """The condition from a day on; the next entry's day ends it."""

    __pydantic_config__ = STRICT

    from_: Annotated[Day, DayField()]
    when: Condition
    cite: str | None = None
    verified: Verified | None = None


@record
class Duty:
    """What the text asks for, by when, how firmly, and from which event the clock runs."""

    __pydantic_config__ = STRICT

    action: str
    modality: Literal["must", "will", "aim", "may"]
    cite: str
    within: Annotated[Period | None, PeriodField()] = None
    every: Annotated[Period | None, PeriodField()] = None
    """After which time it is due again."""
    counted_from: tuple[str, ...] = ()
    calendar: str = "calendar"
    from_: Annotated[Day | None, DayField()] = None
    """From which day on it is owed, where that is later than the day from which its threshold holds."""
    significant_figures: Annotated[int | None, WholeNumber(most=12)] = None
    """To how many significant figures training compute is stated where the duty is met."""
    verified: Verified | None = None
    """How far the wording of this duty was checked, where that differs from its trigger."""


@record
class Transition:
    """A later due date for models that were on the market before a day."""

    __pydantic_config__ = STRICT

    placed_before: Annotated[Day, DayField()]
    due: Annotated[Day, DayField()]
    cite: str
    market: str | None = None


class Watches(StrEnum):
    """Which event of a model's life a trigger looks at."""

    RELEASE = "release"
    TRAINING = "training"
    CONTINUOUS = "continuous"


class Openness(StrEnum):
    """How far a text settles one of the points on which a trigger turns."""

    DEFINED = "defined"
    PARTLY = "partly"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


@record
class Point:
    """One point on which a trigger turns, and how far its text settles it."""

    __pydantic_config__ = STRICT

    is_: Openness
    note: str | None = None


@record
class Ambiguity:
    """How far a text settles each of the points on which a trigger turns; a point without an entry was not judged."""

    __pydantic_config__ = STRICT

    baseline: Point | None = None
    """Which algorithms or recipe are 1x."""
    reference: Point | None = None
    """Compared with which model or event."""
    scale: Point | None = None
    """At which compute scale equivalence is evaluated or extrapolated."""
    metric: Point | None = None
    """Loss on which data, which benchmark, which weights."""
    timing: Point | None = None
    """When it is measured, when a clock starts and stops."""
    post_training: Point | None = None
    """Whether fine-tuning, scaffolding, tools and elicitation are inside the number."""
    compute_scope: Point | None = None
    """Which compute counts."""
    operator: Point | None = None
    """More than or at least, rounding, significant figures."""
    consequence: Point | None = None
    """Whether the action and its deadline are defined."""
    subject: Point | None = None
    """Which models: new, modified, in training, internal, distilled."""
    modality: Point | None = None
    """Commitment, aim or option."""
    reset: Point | None = None
    """Whether the counter starts again after each assessment, and small steps add up."""


@record
class Trigger:
    """One condition of a policy with its consequence."""

    __pydantic_config__ = STRICT

    id: str
    title: str
    cite: str
    watches: Watches
    condition: str
    """The condition in words, in our own wording."""
    tolerance: str | None = None
    applies_when: Applies | None = None
    about: Literal["model", "developer", "publisher"] = "model"
    """What it is about; `publisher`: a clock or a commitment of the publisher as a whole, not of any one model."""
    ambiguity: Ambiguity | None = None
    threshold: tuple[Threshold, ...]
    duty: tuple[Duty, ...] = ()
    transition: tuple[Transition, ...] = ()
    verified: Verified | None = None
    note: str | None = None


Scalar = bool | int | str


@record
class ReadingChoice:
    """One stated interpretation: which marks and parameters it sets."""

    __pydantic_config__ = STRICT

    id: str
    set: dict[str, Scalar]
    says: str | None = None


@record
class OpenQuestion:
    """A point that a text leaves open. It branches only where a manifest has the facts that it turns on.

    `facts` are patterns of manifest fields (`/training/*/arithmetic`); without any the question always branches. Where
    nothing may be taken for granted (`--unstated unbounded`), it branches as well where the manifest is silent on them.
    """

    __pydantic_config__ = STRICT

    id: str
    triggers: tuple[str, ...]
    asks: str
    text: str
    readings: tuple[ReadingChoice, ...]
    facts: tuple[str, ...] = ()


@record
class Removed:
    """A trigger of an earlier version that this one no longer has, and what stands in its place."""

    __pydantic_config__ = STRICT

    trigger: str
    """By its full name, `policy/trigger`."""
    replaced_by: str
    """What took its place, in words."""
    numeric: bool = False
    """Whether a number took its place."""
    announced: Literal["yes", "no", "in_part"]
    """Whether the text's own account of its changes says that it is gone."""
    cite: str


@record
class LeftOut:
    """A number or a clause of the text that is no trigger here, and why."""

    __pydantic_config__ = STRICT

    id: str
    says: str
    """What the text has, in our own words, with its place."""
    why: str


@record
class Policy:
    """One version of a law or a lab policy as reviewable data."""

    __pydantic_config__ = STRICT

    policy: Literal[1]
    id: str
    series: str
    version: str
    title: str
    publisher: str
    kind: Literal["law", "guidance", "lab-policy", "bill", "proposal"]
    status: tuple[StatusEntry, ...]
    source: str
    verified: Verified
    supersedes: tuple[str, ...] = ()
    parameters: dict[str, Scalar] = field(default_factory=dict)
    counting: dict[str, CountingRule] = field(default_factory=dict)
    trigger: tuple[Trigger, ...] = ()
    removed: tuple[Removed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    without_numbers: str | None = None
    """What it has instead, where no trigger compares a number; required there."""
    open_question: tuple[OpenQuestion, ...] = ()
    definition: tuple[Definition, ...] = ()
    """What effective compute means in its leaves, where the text says so."""
    curve: tuple[Curve, ...] = ()
    trend: tuple[Trend, ...] = ()
    note: str | None = None
