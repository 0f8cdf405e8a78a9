"""FG505: a claim that counts post-training under a policy that leaves it out, or the reverse."""

from collections.abc import Iterator

from flopguard.components import ComponentKey as Key
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.citations import Citation, citations
from flopguard.lint.rule import Need, Subject, rule

POST = (Key.MIDTRAIN_SFT, Key.RL_UPDATE, Key.RL_ROLLOUT, Key.POST_DEPLOY)
GAINS = ("post_training", "prompting", "scaffolding", "inference_compute")


@rule(
    "FG505",
    "post-training-mixed",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=Need.VERDICTS,
    covers=("EC-POSTTRAIN-MIXED",),
)
def post_training_mixed(subject: Subject) -> Iterator[Finding]:
    """A claim that holds post-training and cites a policy that leaves it out, or the other way round.

    ## Why
    A policy may measure the pre-trained model and have a clock of its own for what comes after. A multiple with
    post-training in it is then too high an answer to the one, and none to the other.
    ## Seen
    Anthropic's policies 2.0 to 2.2 leave post-training out of their 4x, and count it by a clock of six months. Their
    figure of 35x a year, for another threshold, has a term for post-training in it. (Source:
    https://www-cdn.anthropic.com/616dee633636e5bd309cb73aed8622e80fe47839.pdf. Primary.)
    ## Flagged
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "5x"
    phases = ["pretrain", "rl_update"]
    policy = "anthropic-rsp-2.2/ec4"
    ```
    ## Instead
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "3x"
    phases = ["pretrain"]
    policy = "anthropic-rsp-2.2/ec4"
    ```
    """
    for cited in citations(subject):
        counts, what = _counts(cited), _held(cited, subject)
        if counts is None or what is None or cited.claim.quantity == "algorithmic_gain":
            continue
        if not counts and what:
            yield Finding(
                at=f"{cited.at}/phases" if cited.claim.phases else cited.at,
                message=f"the claim holds {what}, and {cited.text} leaves post-training out of its number",
                help='state the multiple of the pre-trained model: phases = ["pretrain"]',
            )
        elif counts and not what:
            yield Finding(
                at=f"{cited.at}/phases",
                message=f"the claim leaves post-training out, and {cited.text} counts it",
                help="add the phases of post-training to the claim and to its figure",
            )


def _held(cited: Citation, subject: Subject) -> str | None:
    """What of the claim is post-training, empty where none is; None where it does not say."""
    used = [gain for gain in subject.card.enhancement if gain.definition and gain.definition == cited.claim.definition]
    gains = [f"the gain of {gain.name[:60]}" for gain in used if gain.kind in GAINS]
    if cited.claim.phases is None:
        return gains[0] if gains else None
    return next(iter([*(phase.value for phase in cited.claim.phases if phase in POST), *gains]), "")


def _counts(cited: Citation) -> bool | None:
    """Whether the trigger's number has post-training inside; None where its text does not settle it."""
    from flopguard.policy.conditions import leaves  # few claims cite a policy
    from flopguard.policy.types import Openness, QuantityLeaf

    if cited.policy is None or cited.trigger is None or cited.trigger.ambiguity is None:
        return None
    point = cited.trigger.ambiguity.post_training
    found = [leaf for leaf in leaves(cited.trigger.threshold[-1].when) if isinstance(leaf, QuantityLeaf)]
    if point is None or point.is_ is not Openness.DEFINED:
        return None
    names = {str(cited.policy.parameters.get((leaf.counting or "").removeprefix("$"), leaf.counting)) for leaf in found}
    rules = [cited.policy.counting[name] for name in names if name in cited.policy.counting]
    inside = {Key.RL_UPDATE in rule.in_ for rule in rules}
    return inside.pop() if len(inside) == 1 else None
