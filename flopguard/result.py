"""What flopguard answers: compute, verdicts and the report that holds them. Frozen, no behaviour.

Amounts are decimal text, so that a reader of the report never meets a rounded double. The JSON Schema of the report
is generated from these types.
"""

from dataclasses import field
from enum import StrEnum

from flopguard.finding import Finding
from flopguard.record import record

CONFIDENTIAL = "confidential"
"""What stands in the `text` of an amount that is not to be told."""
OVER_BY_ITSELF = "actual compute is over the line by itself"
"""How a step begins that says so of effective compute."""
DECIDES = ": it decides"
"""How it ends where the text counts actual compute by itself."""
UNDER_WHEN_ADJUSTED = "the adjusted amount is not over it"
"""What such a step says where effective compute is surely not over the line."""


class Outcome(StrEnum):
    """The answer for one trigger."""

    TRIGGERED = "triggered"
    NOT_TRIGGERED = "not_triggered"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    NOT_IN_FORCE = "not_in_force"


class Cause(StrEnum):
    """Why an outcome is undetermined."""

    INTERVAL = "interval"
    MISSING = "missing"
    READINGS = "readings"
    JUDGEMENT = "judgement"
    CONFLICT = "conflict"


@record
class Range:
    """Low, central and high as decimal text; `high` None is unbounded, `central` None means only a bound is known."""

    low: str
    central: str | None
    high: str | None
    text: str = ""


@record
class StepInput:
    """One figure that a step used, with where it comes from."""

    name: str
    value: str
    evidence: str
    source: str | None = None


@record
class Step:
    """One recorded step of a calculation or an evaluation; explaining prints it and computes nothing."""

    what: str
    inputs: tuple[StepInput, ...] = ()
    result: str = ""


@record
class CrossCheck:
    """Another method's figure for the same phase; `ratio` is that figure over the chosen one."""

    method: str
    flop: Range
    ratio: float | None
    independent: bool
    assumptions: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@record
class MethodGap:
    """A method that could not be used for a phase and the inputs that it lacks."""

    method: str
    needs: tuple[str, ...]


@record
class Component:
    """The compute of one training phase; `flop` None when no method could be used."""

    at: str
    component: str
    name: str
    run: str
    origin: str | None
    """The ancestor that spent it, None for the model's own training."""
    flop: Range | None
    method: str | None
    evidence: str | None
    source: str | None
    assumptions: tuple[str, ...] = ()
    cross_checks: tuple[CrossCheck, ...] = ()
    gaps: tuple[MethodGap, ...] = ()
    steps: tuple[Step, ...] = ()
    status: str = "done"
    """How far the phase has come: planned, running, done or abandoned. `flop` is what it comes to in the end."""
    why: str = ""
    """Why this method's figure was chosen before the others."""
    so_far: Range | None = None
    """For a phase that goes on: what is spent of it; None where that is not stated."""


@record
class Worth:
    """One item of a workload beside the hours of an expert that it is said to be worth.

    `flop_per_hour` is their ratio for this task and this model, and no factor to turn hours into FLOP with.
    """

    flop: Range | None
    expert_hours: Range
    evidence: str
    source: str | None
    flop_per_hour: Range | None


@record
class Workload:
    """Computation that is not training, by a rate over a time or by so much an item; `flop` None where neither goes."""

    at: str
    name: str
    flop: Range | None
    method: str | None
    source: str | None = None
    cross_checks: tuple[CrossCheck, ...] = ()
    gaps: tuple[MethodGap, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    worth: Worth | None = None


@record
class OpenComponent:
    """A component that a counting rule neither clearly counts nor clearly leaves out."""

    component: str
    mark: str
    stated: bool


@record
class Total:
    """One instrument's totals: lower counts what is in, likely adds what leans in, upper whatever is not out."""

    policy: str
    counting: str
    lower: Range
    likely: Range
    upper: Range
    open: tuple[OpenComponent, ...]
    unstated: tuple[str, ...]
    """Components that are not out and that the source says nothing about."""


@record
class Equivalent:
    """The model's own training compute in another unit; `because` says what one of it is."""

    unit: str
    amount: Range
    because: str


@record
class Calculation:
    """A figure that a source works out, worked out anew; `value` None where it cannot be, and `reason` says why.

    `agreement` is exact, rounded, cut_off, differs or unknown; `explained` are the omissions that give what is printed.
    """

    at: str
    name: str
    formula: str
    value: str | None
    printed: str | None
    unit: str
    agreement: str
    explained: tuple[str, ...] = ()
    reason: str = ""
    per: str | None = None
    source: str | None = None


@record
class TokenCost:
    """FLOP of one token in one of the senses in which it is quoted; `in_all` where it is a share of a whole prompt."""

    kind: str
    flop: Range
    in_all: Range | None
    because: str


@record
class SizeCost:
    """What the model would cost at some times its size: FLOP a token forward, FLOP of compute-optimal training."""

    times: int
    parameters: Range
    forward: Range
    training: Range


@record
class Inference:
    """What a token costs at inference; `method` None where the manifest does not say enough, and `gaps` say what."""

    context: int
    """Tokens, the one that is worked out among them."""
    method: str | None
    source: str | None = None
    tokens: tuple[TokenCost, ...] = ()
    growth: tuple[SizeCost, ...] = ()
    growth_because: str = ""
    gaps: tuple[MethodGap, ...] = ()
    notes: tuple[str, ...] = ()


@record
class Compute:
    """Actual training compute by component and by instrument, and beside it the workloads, which no total counts."""

    components: tuple[Component, ...]
    totals: tuple[Total, ...] = ()
    workloads: tuple[Workload, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()
    """The own phases that have a central figure, summed, in everyday units; none where anything is confidential."""
    calculations: tuple[Calculation, ...] = ()
    inference: Inference | None = None
    """FLOP of a token; None where nobody asked for it."""


@record
class EffectiveValue:
    """A tagged effective-compute result, never a bare number.

    `kind` is value, at_least, at_most, unbounded, multivalued or undefined; `reason` says why there is no value.
    """

    kind: str
    low: str | None = None
    central: str | None = None
    high: str | None = None
    values: tuple[str, ...] = ()
    """Each of them, for multivalued."""
    reason: str = ""


@record
class Effective:
    """Effective compute under one definition by one route: gains or inversion."""

    definition: str
    route: str
    result: EffectiveValue
    metric: str = ""
    curve: str = ""
    """The curve that was inverted."""
    steps: tuple[Step, ...] = ()


@record
class RoutesCompared:
    """The two routes to effective compute under one definition, beside each other and never averaged.

    `situation` is agree, differ, disagree, contradiction, cannot_adjudicate or sandbag_suspect; `causes` are the likely
    ones, the most likely first.
    """

    definition: str
    situation: str
    says: str
    log10_ratio: float | None = None
    """Of the gains over the inversion."""
    z: float | None = None
    causes: tuple[str, ...] = ()


@record
class Reading:
    """The outcome under one combination of readings; `amount` is what is compared there, where it is one amount."""

    choices: dict[str, str]
    outcome: Outcome
    because: tuple[Cause, ...] = ()
    says: str = ""
    """The reading in plain words, where the choices alone do not say it."""
    amount: str = ""


@record
class MetricVerdict:
    """The answer on one metric alone, beside the combined one, so that no metric hides another."""

    metric: str
    definition: str
    outcome: Outcome
    comparison: str = ""


@record
class Settling:
    """One thing that would help to settle a verdict, with the value at which the outcome flips where it has one."""

    input: str
    what: str
    tips_at: str | None = None
    plausible: str = ""
    """How the tipping value lies to what is stated or assumed of the input, and to what is published of its kind."""


@record
class Due:
    """When a duty falls due, counted from one event; `date` None when the event's date is not known."""

    counted_from: str
    date: str | None
    why: str = ""


@record
class Duty:
    """What the text asks for once its condition is met."""

    action: str
    modality: str
    cite: str
    within: str | None = None
    every: str | None = None
    """After which time it is due again."""
    states: str = ""
    """Training compute as it is stated there, where the text says to how many significant figures."""
    due: tuple[Due, ...] = ()
    verified: str = ""


@record
class CountingBasis:
    """A counting rule of a text, and what its marks rest on."""

    counting: str
    basis: str


@record
class Acknowledged:
    """A crossing that somebody knows of and handles."""

    by: str
    reason: str
    evidence: str | None
    expires: str | None


@record
class Verdict:
    """The answer for one trigger, manifest and date, with its steps."""

    policy: str
    version: str
    text: str = ""
    """What the policy is called."""
    series: str = ""
    """What the versions of the text share; assessments name it."""
    trigger: str
    title: str
    cite: str
    outcome: Outcome
    because: tuple[Cause, ...] = ()
    reason: str = ""
    """Which condition or status decided it, for not_applicable and not_in_force; why it is hypothetical."""
    begins: str | None = None
    """For not_in_force: the next day on which it begins to apply, where one is known."""
    about: str = "model"
    """What the trigger is about: model, developer, or the publisher as a whole."""
    compares: tuple[str, ...] = ()
    """The quantities that its condition compares, such as `training_compute` or `effective_compute relative`."""
    counted_by: tuple[CountingBasis, ...] = ()
    """The counting rules that the amounts are counted by, under any reading."""
    comparison: str = ""
    """The amounts against the line, for people."""
    lean: Outcome | None = None
    margin: float | None = None
    probability: float | None = None
    fragile: bool = False
    hypothetical: bool = False
    status: str = ""
    verified: str = ""
    readings: tuple[Reading, ...] = ()
    metrics: tuple[MetricVerdict, ...] = ()
    break_even: str | None = None
    """The factor on actual compute from which the line is crossed, where a factor is what is in question."""
    deciding: tuple[tuple[str, ...], ...] = ()
    """The smallest sets of questions whose answers make all that remains unanimous, whatever the answers are."""
    extremes: tuple[str, ...] = ()
    """The reading farthest on each side of the line, in plain words."""
    assumptions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    settled_by: tuple[tuple[Settling, ...], ...] = ()
    tipping: tuple[Settling, ...] = ()
    duties: tuple[Duty, ...] = ()
    acknowledgement: Acknowledged | None = None
    steps: tuple[Step, ...] = ()


@record
class Upcoming:
    """A trigger that is not in force yet and will be within the time asked for, judged as of the day it begins.

    `outcome` holds if nothing about the model changes until then.
    """

    policy: str
    version: str
    text: str = ""
    trigger: str
    title: str
    cite: str
    begins: str
    """The day from which the text, or this threshold of it, applies."""
    outcome: Outcome
    because: tuple[Cause, ...] = ()
    reason: str = ""
    """For not_applicable, which condition decided it; for a hypothetical one, why it is that."""
    hypothetical: bool = False
    comparison: str = ""
    missing: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    verified: str = ""


@record
class Claim:
    """A statement about compute as the card makes it, with what was understood of it.

    Slots are given, partly, missing or n/a. In prose `at` is made of the headings above it, `value`, `low` and `high`
    are in `unit`, whatever unit was written, and `written` is the amount as it stands there.
    """

    at: str
    quantity: str
    value: str
    unit: str
    text: str
    slots: dict[str, str]
    line: int | None = None
    column: int | None = None
    end_column: int | None = None
    written: str = ""
    low: str | None = None
    high: str | None = None
    bound: str = ""
    """Empty for a plain figure, else about, at_least, more_than, at_most, less_than or up_to."""
    hardware: str = ""
    """The chip as written, where the amount is one of hardware."""
    relative_to: str = ""
    """What a multiple is a multiple of, as written."""
    of: str = ""
    """What the words ascribe the amount to, such as a model or a phase; empty where they do not say."""
    in_prose: bool = False


@record
class ManifestReport:
    """All that was found out about one manifest; no compute when it could not be read.

    `digest` is None when the file could not be read, and when it or a model it rests on holds anything confidential:
    whoever has the rest of such a file could try figures until the digest fits.
    """

    path: str
    model: str | None
    developer: str | None
    digest: str | None
    readable: bool
    compute: Compute | None = None
    effective: tuple[Effective, ...] = ()
    routes: tuple[RoutesCompared, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    """Where they were asked for: what begins to apply within the time of the report's `horizon`."""
    assessed: tuple[str, ...] = ()
    """The series of policies under which an assessment is stated."""
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    """Findings that a suppression or the baseline file takes out of those above."""
    kind: str = "manifest"
    """`card` for a model card in Markdown: its claims are linted, and no trigger can be evaluated on it."""
    notes: tuple[str, ...] = ()


@record
class ScalePoint:
    """A gain at one compute, read as that of either side, and how far outside the measured range that lies.

    `outside` are orders of magnitude, of the compute itself and of what it is worth on the other side, empty where
    nothing was measured; `evidence`, by the farther of the two, is inside, near, far, beyond or remote.
    """

    compute: str
    new: EffectiveValue
    new_outside: tuple[str, ...]
    new_evidence: str
    baseline: EffectiveValue
    baseline_outside: tuple[str, ...]
    baseline_evidence: str


@record
class GainCurve:
    """The gain of one curve over another against scale, on both sides; amounts in FLOP.

    The slopes are orders of magnitude of gain for each of compute, None where they change with scale.
    """

    baseline: str
    new: str
    metric: str
    sources: tuple[str, ...]
    measured: Range | None
    points: tuple[ScalePoint, ...]
    crossings: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    """Where the curves meet without crossing."""
    saturates_at: str | None = None
    """Compute of the new recipe from which no compute of the baseline reaches the same score."""
    new_slope: float | None = None
    baseline_slope: float | None = None
    notes: tuple[str, ...] = ()


@record
class Summary:
    """Counts over all manifests of a report."""

    manifests: int = 0
    skipped: int = 0
    """Data files in the folders that are no manifests."""
    unreadable: int = 0
    cards: int = 0
    """How many of the manifests are model cards in Markdown."""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    suppressed: int = 0
    in_baseline: int = 0
    triggered: int = 0
    not_triggered: int = 0
    undetermined: int = 0
    not_applicable: int = 0
    not_in_force: int = 0


@record
class Report:
    """One run of a check."""

    version: str
    as_of: str
    decision_rule: str
    unstated: str
    horizon: str | None = None
    """The time within which triggers that are still to come were looked for; None where nobody asked."""
    manifests: tuple[ManifestReport, ...]
    gain_curves: tuple[GainCurve, ...] = ()
    """Gains against scale, where they were asked for."""
    summary: Summary = field(default_factory=Summary)
