"""Reports made by hand, for the golden files: each shows what the others do not."""

from dataclasses import replace

from flopguard.finding import Accepted, Confidence, Edit, Factor, Finding, Fix, Severity
from flopguard.result import (
    Acknowledged,
    Calculation,
    Cause,
    Claim,
    Component,
    Compute,
    CountingBasis,
    CrossCheck,
    Due,
    Duty,
    Effective,
    EffectiveValue,
    Equivalent,
    GainCurve,
    Inference,
    ManifestReport,
    MethodGap,
    MetricVerdict,
    OpenComponent,
    Outcome,
    Range,
    Reading,
    Report,
    RoutesCompared,
    ScalePoint,
    Settling,
    SizeCost,
    Step,
    StepInput,
    Summary,
    TokenCost,
    Total,
    Upcoming,
    Verdict,
    Workload,
    Worth,
)

ESCAPE = "\x1b[31m"  # would turn a terminal red
RIGHT_TO_LEFT = "\u202e"  # would print what follows backwards


def amount(low: str, central: str | None = None, high: str | None = None, text: str = "") -> Range:
    return Range(low=low, central=central, high=high, text=text)


def point(value: str) -> Range:
    return amount(value, value, value, text=value)


# --- one manifest that uses every field --------------------------------------------------------------------------

TOKENS = StepInput(name="tokens", value="1.5e13", evidence="reported", source="https://example.com/card, section 2")
PARAMETERS = StepInput(name="parameters", value="7.06e10", evidence="reported", source="https://example.com/card")
SIX_ND = Step(what="6 × parameters × tokens", inputs=(PARAMETERS, TOKENS), result="6.354e24 FLOP")

PRETRAIN = Component(
    at="/training/0",
    component="pretrain",
    name="main run",
    run="r1",
    origin=None,
    flop=amount("6.1e24", "6.4e24", "6.7e24", text="6.4e24"),
    method="reported",
    evidence="reported",
    source="https://example.com/papers/example-70b-technical-report, section 3.2",
    assumptions=("the interval is the one that the source gives",),
    cross_checks=(
        CrossCheck(method="parameters-tokens", flop=point("6.354e24"), ratio=0.9928, independent=True, steps=(SIX_ND,)),
        CrossCheck(
            method="hardware-time",
            flop=amount("1.1e25", "1.3e25", "1.6e25"),
            ratio=2.03,
            independent=False,
            assumptions=("utilisation 30% .. 50%, not reported",),
        ),
    ),
    gaps=(MethodGap(method="energy", needs=("energy", "energy per FLOP")),),
    steps=(
        Step(
            what="taken as reported",
            inputs=(StepInput(name="flop", value="6.4e24 FLOP", evidence="reported", source="section 3.2"),),
            result="6.4e24 FLOP",
        ),
    ),
)
ROLLOUT = Component(
    at="/training/1",
    component="rl_rollout",
    name="rl_rollout",
    run="r1",
    origin=None,
    flop=None,
    method=None,
    evidence=None,
    source=None,
    gaps=(
        MethodGap(method="parameters-tokens", needs=("parameters",)),
        MethodGap(method="hardware-time", needs=("hardware hours", "utilisation")),
    ),
)
INHERITED = Component(
    at="/model/base/0",
    component="base_inherited",
    name="pretraining of the base",
    run="base",
    origin="Example-Base 1.0",
    flop=amount("3.75e25", "3.8e25", "3.85e25", text="3.8e25"),
    method="parameters-tokens",
    evidence="derived",
    source="reference table",
)

GOING_ON = Component(
    at="/training/2",
    component="post_deploy",
    name="updates",
    run="r2",
    origin=None,
    flop=point("2e24"),
    method="reported",
    evidence="reported",
    source=None,
    status="running",
    why="the source states it",
    so_far=amount("3e23", "4e23", "5e23"),
)
PER_ITEM = Step(what="flop per item x items", result="3.4e25 FLOP")
SIMULATION = Workload(
    at="/workload/0",
    name="connectome",
    flop=point("3.20544e25"),
    method="rate-time",
    source="https://example.com/simulation",
    cross_checks=(
        CrossCheck(method="per-item", flop=point("3.4e25"), ratio=1.06, independent=True, steps=(PER_ITEM,)),
    ),
    gaps=(MethodGap(method="other", needs=("/workload/0/other",)),),
    steps=(Step(what="rate x duration", result="3.2e25 FLOP"),),
    notes=("rate-time and per-item contradict each other: per-item gives 3.4e25, 1.1x that",),
)
SERVING = Workload(
    at="/workload/1",
    name="reports",
    flop=None,
    method=None,
    gaps=(MethodGap(method="per-item", needs=("/workload/1/items",)),),
    worth=Worth(
        flop=point("1e14"),
        expert_hours=amount("1", "2", "4"),
        evidence="assumed",
        source="https://example.com/essay",
        flop_per_hour=amount("2.5e13", "5e13", "1e14"),
    ),
)

CUMULATIVE = Total(
    policy="eu-aiact",
    counting="cumulative",
    lower=amount("4.36e25", "4.44e25", "4.52e25"),
    likely=amount("4.36e25", "4.44e25", "4.52e25"),
    upper=amount("8.72e25", "8.88e25", "9.04e25"),
    open=(
        OpenComponent(component="rl_rollout", mark="leaning_in", stated=True),
        OpenComponent(component="data_prep", mark="silent", stated=False),
    ),
    unstated=("data_prep", "run_rolled_back", "serve"),
)
MODIFICATION = Total(
    policy="eu-gl",
    counting="modification",
    lower=CUMULATIVE.lower,
    likely=CUMULATIVE.likely,
    upper=CUMULATIVE.upper,
    open=CUMULATIVE.open,
    unstated=CUMULATIVE.unstated,
)
OWN_RUNS = Total(
    policy="us-ca-sb53",
    counting="training",
    lower=point("6.4e24"),
    likely=point("6.4e24"),
    upper=amount("6.4e24", None, None),
    open=(),
    unstated=("serve",),
)

CROSSED = Verdict(
    policy="eu-aiact",
    version="2024-1689",
    text="Regulation (EU) 2024/1689 (AI Act)",
    series="eu-aiact",
    trigger="51-2",
    title="presumption of high-impact capabilities",
    cite="Article 51(2)",
    outcome=Outcome.TRIGGERED,
    counted_by=(
        CountingBasis(counting="cumulative", basis="Guidelines, Annex A.1"),
        CountingBasis(counting="direct", basis="Guidelines, paragraph 115"),
    ),
    comparison="4.4e25 .. 9.0e25 FLOP against > 1e25",
    margin=4.44,
    probability=0.9999,
    fragile=True,
    status="in_force",
    verified="primary",
    assumptions=("components that are not stated add at most 1x of what is stated",),
    tipping=(
        Settling(
            input="/training/0/tokens",
            what="tokens of the main run",
            tips_at="3377000000000",
            plausible="0.64x what is stated",
        ),
        Settling(input="/model/base/0/compute", what="compute of the base", tips_at="3.6e24"),
    ),
    duties=(
        Duty(
            action="notify the AI Office",
            modality="must",
            cite="Article 52(1)",
            within="2 weeks",
            every="2 years",
            states="2.3e25 FLOP (2 significant figures of the likely total)",
            verified="secondary",
            due=(
                Due(counted_from="known_in_advance", date=None, why="no date of a training plan is given"),
                Due(counted_from="crossed", date="2026-03-16", why="the 15th is a Sunday"),
            ),
        ),
        Duty(action="publish a summary of the training content", modality="must", cite="Article 53(1)(d)"),
    ),
    acknowledgement=Acknowledged(
        by="compliance@example.com",
        reason="notified",
        evidence="https://example.com/notification",
        expires="2027-03-02",
    ),
    steps=(
        Step(
            what="counting rule cumulative: components that are in",
            inputs=(
                StepInput(name="pretrain", value="6.4e24 FLOP", evidence="reported", source="section 3.2"),
                StepInput(name="base_inherited", value="3.8e25 FLOP", evidence="derived"),
            ),
            result="4.44e25 FLOP",
        ),
        Step(what="4.44e25 FLOP > 1e25 FLOP", result="true"),
    ),
)
MODIFIED = Verdict(
    policy="eu-gl",
    version="2025-07",
    trigger="modifier-third",
    title="a modification with a third of the original compute",
    cite="Guidelines, paragraph 63",
    outcome=Outcome.UNDETERMINED,
    because=(Cause.INTERVAL, Cause.MISSING, Cause.READINGS, Cause.JUDGEMENT, Cause.CONFLICT),
    comparison="6.4e24 FLOP against > 1/3 of 3.8e25 FLOP",
    lean=Outcome.NOT_TRIGGERED,
    margin=0.505,
    probability=0.004,
    status="guidance",
    verified="secondary",
    readings=(
        Reading(
            choices={"integer-operations": "all", "rollouts": "in"},
            outcome=Outcome.TRIGGERED,
            says="every operation, rollouts too",
            amount="2.4e25",
        ),
        Reading(
            choices={"integer-operations": "all", "rollouts": "out"},
            outcome=Outcome.UNDETERMINED,
            because=(Cause.INTERVAL,),
        ),
        Reading(choices={"integer-operations": "float-only", "rollouts": "in"}, outcome=Outcome.TRIGGERED),
        Reading(
            choices={"integer-operations": "float-only", "rollouts": "out"},
            outcome=Outcome.UNDETERMINED,
            because=(Cause.INTERVAL,),
        ),
    ),
    compares=("training_compute", "effective_compute relative"),
    metrics=(
        MetricVerdict(metric="reasoning", definition="index-2024", outcome=Outcome.TRIGGERED, comparison="5.1x"),
        MetricVerdict(metric="recall", definition="loss-2023", outcome=Outcome.NOT_TRIGGERED, comparison="0.9x"),
    ),
    break_even="3.33333",
    deciding=(("integer-operations",), ("rollouts",)),
    extremes=("highest: all operations and rollouts, 2.4e25 FLOP", "lowest: float only, 3.0e24 FLOP"),
    missing=("/training/1/flop", "/architecture/parameters"),
    settled_by=(
        (Settling(input="scope.complete", what="[scope] complete = true"),),
        (
            Settling(input="/training/1/flop", what="compute of rl_rollout", tips_at="6.26666666667e24"),
            Settling(input="eu-gl/rollouts", what="an answer to the question of rollouts"),
        ),
        (Settling(input="/training/0/flop", what="", tips_at="1.26666666667e25"),),
    ),
    duties=(
        Duty(
            action="document the modification",
            modality="will",
            cite="Guidelines, paragraph 64",
            due=(Due(counted_from="placed_on_market", date="2026-03-01"),),
        ),
    ),
)
WOULD_CROSS = Verdict(
    policy="us-ca-sb1047",
    version="2024-vetoed",
    trigger="covered-model",
    text="California SB 1047, version 2024-vetoed",
    title="covered model",
    cite="22602(e)",
    outcome=Outcome.TRIGGERED,
    reason="vetoed on 2024-09-29 (the governor's letter)",
    about="developer",
    comparison="4.4e25 FLOP against > 3e25",
    margin=1.48,
    hypothetical=True,
    status="vetoed",
    verified="memory",
)
ONCE, PROMPT = amount("1.4e11", "1.412e11", "1.5e11"), amount("1.83e16", "1.858e16", "1.9e16")
PRINTED = Calculation(
    at="/calculation/0",
    name="FLOP per token",
    formula="E*V + L*(8*E^2*S + 4*E*H*S + H*S^2)",
    value="1.7327726592e15",
    printed="1.7313046528e15",
    unit="FLOP",
    agreement="differs",
    explained=("H is left out of 4*E*H*S",),
    per="token",
    source="https://example.com/essay",
)
CUT_OFF = Calculation(
    at="/calculation/1",
    name="chips",
    formula="need/each",
    value="1558823.52941",
    printed="1550000",
    unit="",
    agreement="cut_off",
)
AGREEING = Calculation(
    at="/calculation/2",
    name="neurons",
    formula="n*20000*1000",
    value="2e18",
    printed="2e18",
    unit="FLOP/s",
    agreement="exact",
)
WITHOUT_VALUE = Calculation(
    at="/calculation/3",
    name="unfinished",
    formula="2*N*S",
    value=None,
    printed=None,
    unit="",
    agreement="unknown",
    reason="'S' is not among the inputs",
)
INFERENCE = Inference(
    context=128_000,
    method="architecture",
    source="https://example.com/config",
    tokens=(
        TokenCost(kind="decode with a cache", flop=ONCE, in_all=None, because="one new token meets every key"),
        TokenCost(kind="prefill", flop=ONCE, in_all=PROMPT, because="a token of a prompt"),
    ),
    growth=(
        SizeCost(times=1, parameters=amount("7e10", "7.06e10", "7.1e10"), forward=ONCE, training=amount("6e23")),
        SizeCost(times=100, parameters=amount("7e12"), forward=amount("1e13"), training=amount("1e27", "6e27", "9e27")),
    ),
    growth_because="20 tokens a parameter are assumed",
    gaps=(MethodGap(method="parameters", needs=("/architecture/active_parameters",)),),
    notes=("weights only: attention is left out, which grows with the context",),
)
MAXIMAL_MANIFEST = ManifestReport(
    path="models/example-70b.flopguard.toml",
    model="Example-70B",
    developer="Example Lab",
    digest="sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    readable=True,
    compute=Compute(
        components=(PRETRAIN, ROLLOUT, GOING_ON, INHERITED),
        totals=(CUMULATIVE, MODIFICATION, OWN_RUNS),
        workloads=(SIMULATION, SERVING),
        equivalents=(
            Equivalent(
                unit="petaflop/s-days",
                amount=Range(low="70601.8518518", central="74074.0740741", high="77546.2962963"),
                because="1 is 8.64e19 FLOP; 2 phases without a central figure left out",
            ),
            Equivalent(
                unit="H100-years at full peak",
                amount=Range(low="195.368", central="204.976", high="214.585"),
                because="a real run takes longer",
            ),
        ),
        calculations=(PRINTED, CUT_OFF, AGREEING, WITHOUT_VALUE),
        inference=INFERENCE,
    ),
    effective=(
        Effective(
            definition="loss-2023",
            route="gains",
            result=EffectiveValue(kind="value", low="1.5e25", central="2.4e25", high="3.9e25"),
            steps=(
                Step(
                    what="actual compute × gain of mixture of experts",
                    inputs=(StepInput(name="gain", value="3.1 (2.5 .. 3.8)", evidence="reported"),),
                    result="2.4e25 FLOP",
                ),
            ),
        ),
        Effective(
            definition="loss-2023",
            route="curve",
            result=EffectiveValue(kind="at_least", low="1.2e25", reason="the curve ends at 1e23 FLOP"),
        ),
        Effective(
            definition="index-2024",
            route="inversion",
            metric="truthful-qa",
            curve="llama-2",
            result=EffectiveValue(kind="multivalued", values=("1.2e23", "2.1e23"), reason="the curve is not monotone"),
        ),
    ),
    routes=(
        RoutesCompared(
            definition="loss-2023",
            situation="disagree",
            says="the gains give 2.0x what the inversion gives",
            log10_ratio=0.30103,
            z=2.4,
            causes=("the metrics differ", "gains measured one at a time overlap"),
        ),
    ),
    upcoming=(
        Upcoming(
            policy="us-ny-raise-2026",
            version="2026",
            trigger="frontier-model",
            title="frontier model",
            cite="Gen. Bus. Law § 1420(9)",
            begins="2027-01-01",
            outcome=Outcome.UNDETERMINED,
            because=(Cause.INTERVAL,),
            comparison="9e25 .. 1.1e26 against > 1e26 FLOP",
            missing=("/training/0/tokens",),
            duties=(Duty(action="publish a report", modality="must", cite="§ 1421", every="3 months"),),
            verified="secondary",
        ),
        Upcoming(
            policy="example-lab-policy-2",
            version="2",
            text="Example Lab's policy",
            trigger="line",
            title="a line",
            cite="",
            begins="2027-03-01",
            outcome=Outcome.TRIGGERED,
            reason="as if the model were Example Lab's",
            hypothetical=True,
            duties=(
                Duty(
                    action="assess it",
                    modality="will",
                    cite="Section 3",
                    within="30 days",
                    every="6 months",
                    verified="memory",
                ),
            ),
            verified="primary",
        ),
        Upcoming(
            policy="us-il-sb315",
            version="PA 104-0538",
            trigger="large",
            title="large developer",
            cite="Section 5",
            begins="2027-01-01",
            outcome=Outcome.NOT_APPLICABLE,
            reason="outputs image; it asks for any of text",
        ),
    ),
    assessed=("anthropic-rsp", "gdm-fsf"),
    verdicts=(
        MODIFIED,
        WOULD_CROSS,
        CROSSED,
        Verdict(
            policy="us-ca-sb53",
            version="2025",
            trigger="frontier-model",
            title="frontier model",
            cite="22757.11(i)",
            outcome=Outcome.NOT_TRIGGERED,
            comparison="4.4e25 FLOP against > 1e26",
            margin=0.444,
            status="in_force",
            verified="primary",
            steps=(Step(what="4.44e25 FLOP > 1e26 FLOP", result="false"),),
        ),
        Verdict(
            policy="us-ny-raise",
            version="2025",
            trigger="frontier-developer",
            title="frontier developer",
            cite="1420(6)",
            outcome=Outcome.NOT_IN_FORCE,
            reason="enacted, applies from 2027-01-01",
            begins="2027-01-01",
            status="enacted_not_applicable",
        ),
        Verdict(
            policy="us-eo14110-biological-sequence-data",
            version="2023",
            trigger="bio-sequence",
            title="models trained on biological sequence data",
            cite="4.2(b)(i)",
            outcome=Outcome.NOT_APPLICABLE,
            reason="data.biological_share is 0 %",
        ),
    ),
    claims=(
        Claim(
            at="/claim/0",
            quantity="effective_compute",
            value="4",
            unit="x",
            text="about four times the effective compute of Example-30B",
            slots={"baseline": "given", "scale": "missing", "benchmark": "missing", "date": "partly", "phases": "n/a"},
            line=37,
        ),
        Claim(
            at="/claim/1", quantity="training_compute", value="6.4e24", unit="FLOP", text="", slots={"phases": "given"}
        ),
        Claim(
            at="/example-70b/hardware",
            quantity="chip_hours",
            value="7.7e6",
            unit="chip-hours",
            text="Pretraining took about 7.65 to 7.75 million H100 GPU hours.",
            slots={"baseline": "n/a", "scale": "partly", "benchmark": "n/a", "date": "missing", "phases": "given"},
            line=52,
            column=22,
            end_column=60,
            written="7.65 to 7.75 million H100 GPU hours",
            low="7.65e6",
            high="7.75e6",
            bound="about",
            hardware="H100",
            relative_to="the run before",
            of="pretraining",
            in_prose=True,
        ),
    ),
    findings=(
        Finding(
            at="/training/0/hardware/0/utilisation",
            message="the hardware gives 1.3e25 FLOP, 2.0x the reported 6.4e24: one of the two is wrong",
            help="check count, hours and utilisation",
            code="FG204",
            rule="methods-disagree",
            severity=Severity.WARNING,
            confidence=Confidence.LIKELY,
            observed="38%..43%",
            factor=Factor(low="0.49", high="2.0"),
            fix=Fix(
                says="write the range in words of its own",
                edits=(Edit(at="/training/0/hardware/0/utilisation", text='"38 % .. 43 %"'),),
                safe=False,
            ),
            fingerprint="5f0c2a9e1b7d4c36",
            line=31,
            column=1,
            end_column=9,
            line_text='hardware = [{ chip = "h100-sxm5-80gb", count = 16384, hours = 1800, utilisation = "38%..43%" }]',
            points_at="key",
        ),
        Finding(
            at="",
            message="no digest of the report is given",
            code="FG601",
            rule="source-without-digest",
            severity=Severity.INFO,
        ),
    ),
    accepted=(
        Finding(
            at="/claim/0",
            message="the claim names no scale",
            code="FG303",
            rule="gain-without-scale",
            fingerprint="90be11c7d2a45f08",
            accepted=Accepted(by="suppression", reason="quoted from the paper", expires="2027-06-30"),
        ),
    ),
    notes=("an evaluation of 2026-12-01 lies after the date of the report and was ignored",),
)
MAXIMAL = Report(
    version="0.1.0",
    as_of="2026-11-22",
    decision_rule="central",
    unstated="1x",
    horizon="12 months",
    manifests=(MAXIMAL_MANIFEST,),
    gain_curves=(
        GainCurve(
            baseline="lstm",
            new="transformer",
            metric="reducible loss",
            sources=("https://example.com/curves",),
            measured=Range(low="1e14", central=None, high="5e17"),
            points=(
                ScalePoint(
                    compute="1e16",
                    new=EffectiveValue(kind="value", low="16.7", central="16.7", high="16.7"),
                    new_outside=("0.000", "0.000"),
                    new_evidence="inside",
                    baseline=EffectiveValue(kind="at_least", low="7", reason="outside the points"),
                    baseline_outside=("0.000",),
                    baseline_evidence="inside",
                ),
                ScalePoint(
                    compute="1e25",
                    new=EffectiveValue(kind="unbounded", reason="past the floor"),
                    new_outside=("7.301",),
                    new_evidence="remote",
                    baseline=EffectiveValue(kind="multivalued", values=("12", "4.18e3"), reason="not monotone"),
                    baseline_outside=("0.700",),
                    baseline_evidence="far",
                ),
            ),
            crossings=("1.82e13",),
            touches=("5.5e18",),
            saturates_at="4.57e24",
            new_slope=0.446,
            baseline_slope=0.309,
            notes=("a floor of 1.9 nats is assumed of both",),
        ),
    ),
    summary=Summary(
        manifests=1, warnings=1, triggered=2, not_triggered=1, undetermined=1, not_applicable=1, not_in_force=1
    ),
)


# --- a card that says little, and says it in a hostile way -------------------------------------------------------


def _quiet(outcome: Outcome, count: int, policy: str, reason: str) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(
            policy=policy,
            version="1",
            trigger=f"t{number}",
            title=f"condition {number}",
            cite=f"section {number}",
            outcome=outcome,
            reason=reason,
        )
        for number in range(1, count + 1)
    )


LONG_LINE = 'notes = "' + "lorem ipsum " * 14 + '", value = "4x", more = "模型训练计算量' + "dolor sit amet " * 12 + '"'
VAGUE_VERDICT = Verdict(
    policy="eu-aiact",
    version="2024-1689",
    trigger="51-2",
    title="presumption of high-impact capabilities",
    cite="Article 51(2)",
    outcome=Outcome.UNDETERMINED,
    because=(Cause.INTERVAL,),
    comparison="9.0e24 .. 1.8e25 FLOP against > 1e25",
    lean=Outcome.NOT_TRIGGERED,
    margin=0.9,
    probability=0.21,
    status="in_force",
    verified="primary",
    assumptions=("components that are not stated add at most 1x of what is stated",),
    settled_by=(
        (Settling(input="[scope] complete", what="[scope] complete = true"),),
        (
            Settling(input="syn_private_discarded", what="compute of syn_private_discarded"),
            Settling(input="rl_rollout", what="compute of rl_rollout", tips_at="1e24"),
        ),
    ),
    duties=(
        Duty(
            action="notify the AI Office",
            modality="must",
            cite="Article 52(1)",
            within="2 weeks",
            due=(Due(counted_from="crossed", date=None, why="the training has no end date"),),
        ),
    ),
)
VAGUE_POLICY = Verdict(
    policy="anthropic-rsp-2.2",
    version="2.2",
    trigger="ec4",
    title="4x effective compute since the last assessment",
    cite="RSP 2.2, 3.1",
    outcome=Outcome.UNDETERMINED,
    because=(Cause.READINGS,),
    comparison="0.6x .. 17x against at least 4x",
    status="superseded",
    verified="primary",
    hypothetical=True,
    readings=(
        Reading(choices={"metric": "loss"}, outcome=Outcome.TRIGGERED),
        Reading(choices={"metric": "benchmark"}, outcome=Outcome.TRIGGERED),
        Reading(choices={"metric": "index"}, outcome=Outcome.TRIGGERED),
        Reading(choices={"metric": "nominal"}, outcome=Outcome.NOT_TRIGGERED),
        Reading(choices={"metric": "trend"}, outcome=Outcome.NOT_TRIGGERED),
    ),
    deciding=(("metric",),),
    tipping=tuple(Settling(input=f"/enhancement/{n}/gain", what=f"gain {n}", tips_at="4") for n in range(7)),
)
CLOCKS = tuple(
    Verdict(
        policy=f"{series}-{number}",
        version=str(number),
        series=series,
        trigger="clock",
        title="a report is due",
        cite=f"Section {number}",
        outcome=Outcome.UNDETERMINED,
        because=(Cause.MISSING,),
        about="publisher",
        missing=("the last assessment",),
        status="in_force",
        verified="primary",
    )
    for series in ("example-policy", "other-policy")
    for number in (1, 2)
)
VAGUE_FINDINGS = (
    Finding(
        at="/claim/0/value",
        message='"4x effective compute" names no metric, baseline, scale or date: it stands for 0.6x to 17x here',
        help='name the metric the gain was measured on (metric = "...")',
        code="FG301",
        rule="gain-without-metric",
        line=14,
        column=9,
        end_column=13,
        line_text='value = "4x"',
    ),
    Finding(
        at="/claim/1/value",
        message="2x what?",
        code="FG301",
        rule="gain-without-metric",
        line=9,
        column=LONG_LINE.index('"4x"') + 1,
        end_column=LONG_LINE.index('"4x"') + 5,
        line_text=LONG_LINE,
    ),
    Finding(
        at="/model/name",
        message=f"the name holds characters that are not shown: {ESCAPE}",
        help="write the name in plain letters",
        code="FG007",
        rule="hidden-character",
        severity=Severity.WARNING,
        line=103,
        column=8,
        end_column=30,
        line_text=f'\tname = "模型{ESCAPE}Vague-1{RIGHT_TO_LEFT}"',
    ),
)
VAGUE = Report(
    version="0.1.0",
    as_of="2026-11-22",
    decision_rule="undetermined",
    unstated="1x",
    horizon="6 months",
    manifests=(
        ManifestReport(
            path="vague.toml",
            model=f"模型{ESCAPE}Vague-1{RIGHT_TO_LEFT}",
            developer="示例实验室",
            digest="sha256:00",
            readable=True,
            compute=Compute(
                components=(
                    Component(
                        at="/training/0",
                        component="pretrain",
                        name="",
                        run="r1",
                        origin=None,
                        flop=amount("9.0e24", "9.0e24", "9.0e24", text="9.0e24 FLOP"),
                        method="reported",
                        evidence="reported",
                        source=None,
                    ),
                ),
                totals=(
                    Total(
                        policy="eu-aiact",
                        counting="cumulative",
                        lower=point("9.0e24"),
                        likely=point("9.0e24"),
                        upper=amount("9.0e24", "1.3e25", "1.8e25"),
                        open=(OpenComponent(component="rl_rollout", mark="leaning_in", stated=False),),
                        unstated=("rl_rollout", "syn_private_discarded"),
                    ),
                ),
            ),
            verdicts=(
                *_quiet(Outcome.NOT_TRIGGERED, 3, "kr-ai-basic-act", "9.0e24 FLOP against >= 1e26"),
                VAGUE_POLICY,
                *CLOCKS,
                VAGUE_VERDICT,
                *_quiet(Outcome.NOT_IN_FORCE, 4, "us-ny-raise", "proposed on 2026-11-22"),
                *_quiet(Outcome.NOT_APPLICABLE, 2, "a-policy-with-a-very-long-identifier-indeed", "no biology"),
            ),
            claims=(
                Claim(
                    at="/claim/0",
                    quantity="effective_compute",
                    value="4",
                    unit="x",
                    text="四倍的有效计算量，相当于上一代模型的四倍以上，并且在多个基准测试中得到了验证",  # noqa: RUF001
                    slots={"baseline": "missing", "scale": "missing", "benchmark": "missing", "date": "missing"},
                    line=14,
                ),
            ),
            findings=VAGUE_FINDINGS,
        ),
    ),
    summary=Summary(
        manifests=1, errors=2, warnings=1, undetermined=6, not_triggered=3, not_in_force=4, not_applicable=2
    ),
)


# --- a file that cannot be read beside one where all is well -----------------------------------------------------

UNREADABLE = Report(
    version="0.1.0",
    as_of="event",
    decision_rule="undetermined",
    unstated="unbounded",
    manifests=(
        ManifestReport(
            path="cards/broken.toml",
            model=None,
            developer=None,
            digest=None,
            readable=False,
            findings=(
                Finding(
                    at="",
                    message="the file is not UTF-8",
                    help="save it as UTF-8",
                    code="FG001",
                    rule="unreadable-file",
                    line=3,
                ),
            ),
        ),
        ManifestReport(
            path="cards/small.toml",
            model="Small-1B",
            developer=None,
            digest="sha256:01",
            readable=True,
            compute=Compute(
                components=(
                    Component(
                        at="/training/0",
                        component="pretrain",
                        name="",
                        run="r1",
                        origin=None,
                        flop=point("1.26e22"),
                        method="parameters-tokens",
                        evidence="derived",
                        source="model card",
                    ),
                ),
            ),
            verdicts=_quiet(Outcome.NOT_TRIGGERED, 2, "eu-aiact", "1.3e22 FLOP against > 1e25"),
        ),
        ManifestReport(
            path="cards/silent.toml",
            model="Silent",
            developer="Example Lab",
            digest="sha256:02",
            readable=True,
            compute=Compute(components=()),
        ),
        ManifestReport(path="cards/wrong.toml", model="Wrong", developer=None, digest="sha256:03", readable=True),
    ),
    summary=Summary(manifests=4, unreadable=1, errors=1, not_triggered=2),
)

_SLOTS = ("baseline", "scale", "benchmark", "date", "phases")


def _slots(*states: str) -> dict[str, str]:
    return dict(zip(_SLOTS, states, strict=True))


_ABSOLUTE = _slots("n/a", "given", "n/a", "missing", "partly")
_OF_A_CARD = (
    Claim(
        at="Training > Compute",
        quantity="training_compute",
        value="430000000000000000000000",
        unit="FLOP",
        text="This required ~4.30E+23 FLOPs of compute, or roughly 33 days on 1024 GPUs.",
        slots=_ABSOLUTE,
        line=12,
        column=15,
        end_column=30,
        written="~4.30E+23 FLOPs",
        bound="about",
        of="Example-175B",
        in_prose=True,
    ),
    Claim(
        at="Results",
        quantity="effective_compute",
        value="4",
        unit="x",
        text="It is worth four times the effective compute of \u202eExample-30B.",
        slots=_slots("partly", "missing", "missing", "missing", "missing"),
        line=131,
        column=1,
        end_column=11,
        written="four times",
        relative_to="Example-30B",
        in_prose=True,
    ),
    Claim(
        at="Results",
        quantity="utilisation",
        value="",
        unit="%",
        low="38",
        high="43",
        text="",
        slots=_slots("n/a", "given", "n/a", "given", "n/a"),
        line=1204,
        written="38-43 %",
        in_prose=True,
    ),
)
_CARD = ManifestReport(
    path="README.md",
    model="Example-175B",
    developer=None,
    digest="sha256:04",
    readable=True,
    claims=_OF_A_CARD,
    findings=(
        Finding(
            at="Results",
            message='"four times the effective compute" names no metric, scale or date',
            help="name what was measured, on which test and version",
            code="FG301",
            rule="gain-without-metric",
            severity=Severity.WARNING,
            line=131,
            column=13,
            end_column=23,
            line_text="It is worth four times the effective compute of \u202eExample-30B.",
        ),
    ),
    kind="card",
    notes=("a model card: no trigger can be evaluated on it alone; state its figures in a manifest beside it",),
)
_MANY = tuple(
    Claim(
        at="Specs",
        quantity="tokens" if number % 3 else "chip_hours",
        value=str(number * 10**9),
        unit="tokens" if number % 3 else "h",
        text=f"{number}B of them",
        slots=_ABSOLUTE,
        line=number,
        bound="at_least" if number == 7 else "",
        in_prose=True,
    )
    for number in range(1, 61)
)
CARDS = Report(
    version="0.1.0",
    as_of="2026-11-22",
    decision_rule="undetermined",
    unstated="1x",
    manifests=(
        _CARD,
        replace(_CARD, path="many/README.md", model=None, claims=_MANY, findings=()),
        replace(_CARD, path="silent.md", model="Silent", claims=(), findings=()),
        ManifestReport(path="bad.md", model=None, developer=None, digest=None, readable=False, kind="card"),
    ),
    summary=Summary(manifests=4, cards=4, unreadable=1, warnings=1),
)

REPORTS = {"maximal": MAXIMAL, "vague": VAGUE, "unreadable": UNREADABLE, "cards": CARDS}
