"""FG508: steps each below a line that pass it together."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import parse, show
from flopguard.result import Outcome, Verdict
from flopguard.units import Dimension

SAME = Fraction(1, 20)
"""How near the line that follows from a margin lies to that of the text."""
RELATIVE = ("training_compute relative", "effective_compute relative")


@rule(
    "FG508",
    "steps-add-up",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    needs=Need.VERDICTS,
    covers=("ACCUMULATE",),
)
def steps_add_up(subject: Subject) -> Iterator[Finding]:
    """Steps since an earlier assessment that are each below a policy's multiple, and pass it together.

    ## Why
    1.9x and again 1.9x are 3.6x. Where every assessment starts the counter afresh, a line of 2x is never met; few texts
    say what does. Told once a policy, for the earliest assessment from which the steps add up; silent where the ratio
    that the policy compares is another one than that of the compute that was spent.
    ## Seen
    OpenAI's 2x of 2023 says neither of which model nor what starts it afresh; Anthropic's 4x was counted from the last
    comprehensive assessment, so that several smaller steps added up only as long as none was made in between. (Sources:
    https://cdn.openai.com/openai-preparedness-framework-beta.pdf and
    https://www-cdn.anthropic.com/616dee633636e5bd309cb73aed8622e80fe47839.pdf. Primary.)
    ## Flagged
    ```toml
    [[assessment]]
    series = "example-rsp"
    kind = "comprehensive"
    date = 2025-01-15
    model = { name = "Example-1", compute = "1e24 FLOP" }
    [[assessment]]
    series = "example-rsp"
    kind = "comprehensive"
    date = 2025-09-15
    model = { name = "Example-2", compute = "1.9e24 FLOP" }
    [[training]]
    component = "pretrain"
    flop = "3.6e24 FLOP"
    ```
    ## Instead
    ```toml
    [[assessment]]
    series = "example-rsp"
    kind = "comprehensive"
    date = 2025-01-15
    model = { name = "Example-1", compute = "1.85e24 FLOP" }
    [[assessment]]
    series = "example-rsp"
    kind = "comprehensive"
    date = 2025-09-15
    model = { name = "Example-2", compute = "1.9e24 FLOP" }
    [[training]]
    component = "pretrain"
    flop = "3.6e24 FLOP"
    ```
    """
    if len(subject.since) < 2:
        return
    told: set[str] = set()
    for verdict in subject.verdicts:
        if verdict.policy in told or verdict.outcome is not Outcome.NOT_TRIGGERED or not verdict.margin:
            continue
        if len(verdict.compares) == 1 and verdict.compares[0] in RELATIVE:
            found = _added(subject, verdict, Fraction(verdict.margin))
            if found is not None:
                told.add(verdict.policy)
                yield found


def _line_of(subject: Subject, verdict: Verdict) -> Fraction | None:
    """The multiple of the trigger, where its text is at hand and has one."""
    policy = next((entry for entry in subject.policies if entry.id == verdict.policy), None)
    trigger = next((entry for entry in policy.trigger if entry.id == verdict.trigger), None) if policy else None
    if trigger is None:
        return None
    from flopguard.policy.conditions import leaves  # slow to import
    from flopguard.policy.types import QuantityLeaf

    ratios = [leaf for part in trigger.threshold for leaf in leaves(part.when) if isinstance(leaf, QuantityLeaf)]
    texts = {leaf.at_least or leaf.more_than for leaf in ratios if leaf.relative_to is not None}
    text = next(iter(texts), None) if len(texts) == 1 else None
    return central_of(parse(text, Dimension.RATIO)) if text else None


def _added(subject: Subject, verdict: Verdict, margin: Fraction) -> Finding | None:
    rows = subject.card.assessment
    known = [(rows[int(since.at.rpartition("/")[2])], since) for since in subject.since]
    ours = sorted(((row.date.last, since) for row, since in known if row.series == verdict.series), key=lambda p: p[0])
    if len(ours) < 2 or not central_of(ours[-1][1].compute):
        return None
    last = central_of(ours[-1][1].compute)
    line = last / margin
    stated = _line_of(subject, verdict)
    if stated is not None and abs(line / stated - 1) > SAME:
        return None  # the margin is one of another ratio than that of the compute that was spent
    for _, since in ours[:-1]:
        whole = central_of(since.compute)
        if whole >= line > last and whole / last < line:
            return Finding(
                at=since.at,
                message=(
                    f"since {since.model[:60]} the steps come to {show(whole)}x, each below the {show(line)}x of "
                    f"{verdict.policy}/{verdict.trigger}"
                ),
                help="give each [[assessment]] its kind, so that it is clear which of them starts the counter afresh",
            )
    return None
