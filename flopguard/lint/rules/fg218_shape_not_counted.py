"""FG218: a configuration that is stated and not counted."""

from collections.abc import Iterator

from flopguard.estimate.architecture.shape import AT, MAKES_UP
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Found, Need, Rated, Subject, rule

SHOWN = 5


@rule("FG218", "shape-not-counted", severity=Severity.WARNING, needs=Need.COMPUTE, covers=("trap-06",))
def shape_not_counted(subject: Subject) -> Iterator[Found]:
    """A configuration or shape that is stated and that no figure can be made of.

    ## Why
    A shape is stated to be counted. Where a field is missing, two fields contradict each other, or the shape makes
    another number of parameters than the card states, the figure is silently a worse one. A family that flopguard
    does not know is a note only.
    ## Seen
    The training file of Pythia-12B has 36 heads for a width of 5,120, which no head size divides; the README has 40.
    (Source: EleutherAI/pythia/README.md and EleutherAI/pythia/models/12B/pythia-12b-deduped.yml; Apache-2.0. Primary.)
    ```toml
    [architecture.config]
    model_type = "gpt_neox"
    num_hidden_layers = 40
    num_attention_heads = 36
    hidden_size = 5120
    intermediate_size = 20480
    vocab_size = 50688
    [[training]]
    component = "pretrain"
    tokens = "300e9"
    ```
    ## Flagged
    ```toml
    [architecture]
    parameters = "8e9"
    [architecture.config]
    model_type = "mixtral"
    hidden_size = 4096
    num_hidden_layers = 32
    num_attention_heads = 32
    num_key_value_heads = 8
    intermediate_size = 14336
    vocab_size = 32000
    num_local_experts = 8
    num_experts_per_tok = 9
    sliding_window = 4096
    [[training]]
    component = "pretrain"
    tokens = "1e12"
    sequence_length = 4096
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "46.7e9"
    active_parameters = "12.9e9"
    [architecture.config]
    model_type = "mixtral"
    hidden_size = 4096
    num_hidden_layers = 32
    num_attention_heads = 32
    num_key_value_heads = 8
    intermediate_size = 14336
    vocab_size = 32000
    num_local_experts = 8
    num_experts_per_tok = 2
    sliding_window = 4096
    [[training]]
    component = "pretrain"
    tokens = "1e12"
    sequence_length = 4096
    ```
    """
    needs = [
        need
        for part in subject.own_components
        for gap in part.gaps
        if gap.method == "architecture"
        for need in gap.needs
    ]
    absent = [need for need in dict.fromkeys(needs) if _is_absent(subject, need)]
    if absent:
        yield _absent(sorted(need.removeprefix(f"{AT}/") for need in absent))
    for need in dict.fromkeys(needs):
        if need in absent:
            continue
        if need.startswith(f"{AT}/"):
            yield _finding(subject, need)
        elif need.startswith((AT, MAKES_UP)) and need not in (f"{AT} that can be read", f"{AT} (confidential)"):
            yield Finding(
                at=AT if need.startswith(AT) else "/architecture",
                message=f"the shape is not counted; what would be is {need.removeprefix('/')}",
                help="correct the shape, or what is stated of the model beside it",
            )


def _is_absent(subject: Subject, need: str) -> bool:
    """Whether it is a field of the configuration that is not there, and nothing more is to be said of it."""
    field = need.removeprefix(f"{AT}/")
    held = subject.card.architecture.config if subject.card.architecture else None
    return need.startswith(f"{AT}/") and " " not in field and not (isinstance(held, dict) and field in held)


def _absent(fields: list[str]) -> Finding:
    """One finding for all of them: they are wanted together."""
    more = f" and {len(fields) - SHOWN} more" if len(fields) > SHOWN else ""
    return Finding(
        at=AT,
        message=f"the configuration is not counted for want of {', '.join(fields[:SHOWN])}{more}",
        help="complete the configuration; else the figure rests on what is stated beside it",
    )


def _finding(subject: Subject, need: str) -> Found:
    """At the field itself where it stands in the manifest."""
    field, _, more = need.removeprefix(f"{AT}/").partition(" ")
    held = subject.card.architecture.config if subject.card.architecture else None
    here = isinstance(held, dict) and field in held
    found = Finding(
        at=f"{AT}/{field}" if here else AT,
        message=f"the configuration is not counted for want of {field} {more}".rstrip(),
        help="correct or complete the configuration; else the figure rests on what is stated beside it",
    )
    return Rated(found, Severity.INFO) if field == "model_type" and more else found
