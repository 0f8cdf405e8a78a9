"""FG214: facts of the model's shape that cannot all be true."""

from collections.abc import Iterator, Mapping

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import shown, span_of
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.manifest.training import Architecture, Training
from flopguard.quantity import Estimate


@rule("FG214", "contradictory-shape")
def contradictory_shape(subject: Subject) -> Iterator[Found]:
    """Facts of the model's shape that contradict each other.

    ## Why
    Compute follows from the shape. Where two of its numbers cannot both be true, one was copied from another
    model or into the wrong field, and so may be the one that is counted with.
    ## Seen
    The training file of Pythia-12B has 40 layers and 36 heads, and the table of its README 36 layers and 40 heads. Of a
    width of 5,120 only 40 heads are equal parts, so the file has the two swapped. (Source: EleutherAI/pythia/README.md
    and EleutherAI/pythia/models/12B/pythia-12b-deduped.yml; Apache-2.0. Primary.)
    ```toml
    [architecture]
    layers = 40
    hidden_size = 5120
    heads = 36
    ```
    ## Flagged
    ```toml
    [architecture]
    parameters = "37e9"
    active_parameters = "671e9"
    experts = 256
    experts_per_token = 8
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "671e9"
    active_parameters = "37e9"
    experts = 256
    experts_per_token = 8
    ```
    """
    shape = subject.card.architecture
    if shape is not None:
        yield from _too_many(shape)
        yield from _uneven_heads(shape)
        yield from _experts_unknown(shape)
        yield from _beyond_context(shape, subject.card.training, shape.context or _longest(subject.config or {}))


def _too_many(shape: Architecture) -> Iterator[Finding]:
    """Parts of which there are more than of the whole."""
    part, whole = shape.active_parameters, shape.parameters
    if part is not None and whole is not None and _is_above(part.estimate, whole.estimate):
        yield _more("active_parameters", shown(part), "parameters", shown(whole))
    for name, few, whole_name, many in (
        ("kv_heads", shape.kv_heads, "heads", shape.heads),
        ("experts_per_token", shape.experts_per_token, "experts", shape.experts),
        ("dense_layers", shape.dense_layers, "layers", shape.layers),
        ("windowed_layers", shape.windowed_layers, "layers", shape.layers),
    ):
        if few is not None and many is not None and few > many:
            yield _more(name, str(few), whole_name, str(many))


def _is_above(part: Estimate, whole: Estimate) -> bool:
    """Whether no value of the part is as low as one of the whole."""
    if whole.high == part.low:
        return whole.high_open or part.low_open
    return span_of(whole).lies_below(span_of(part))


def _more(part: str, few: str, whole: str, many: str) -> Finding:
    return Finding(
        at=f"/architecture/{part}",
        message=f"{part} {few} is above {whole} {many}, of which it is a part",
        help="swap the two, or correct one",
    )


def _uneven_heads(shape: Architecture) -> Iterator[Found]:
    """Heads that can be shared out evenly neither among the key-value heads nor over the hidden size."""
    heads, groups, width = shape.heads, shape.kv_heads, shape.hidden_size
    if heads is None:
        return
    if groups is not None and groups < heads and heads % groups:
        yield Finding(
            at="/architecture/kv_heads",
            message=f"heads {heads} is no multiple of kv_heads {groups}, though each of these serves as many heads",
            help="correct one; without grouped queries kv_heads is the same as heads",
        )
    if width is not None and shape.head_size is None and width % heads:
        finding = Finding(
            at="/architecture/hidden_size",
            message=f"hidden_size {width} is no multiple of heads {heads}, and head_size is not stated",
            help="state head_size, or correct one of the two",
        )
        yield Rated(finding, Severity.WARNING)


def _experts_unknown(shape: Architecture) -> Iterator[Found]:
    """Experts that are described where nothing says that there are any: the model would be taken for a dense one."""
    kind = (shape.kind or "").lower()
    if shape.experts is not None or "mixture" in kind or "moe" in kind:
        return
    for name, value in (
        ("experts_per_token", shape.experts_per_token),
        ("expert_intermediate_size", shape.expert_intermediate_size),
        ("shared_experts", shape.shared_experts),
        ("dense_layers", _some(shape.dense_layers, shape.layers)),
    ):
        if value:
            finding = Finding(
                at=f"/architecture/{name}",
                message=f"{name} {value} is stated, and experts is not: the model is taken for a dense one",
                help="state experts; or, if there are none, delete this",
            )
            yield Rated(finding, Severity.WARNING)


def _some(dense: int | None, layers: int | None) -> int | None:
    """The dense layers where there are others; where all layers are dense, there need be no experts."""
    return None if dense is None or layers is None or dense >= layers else dense


def _longest(config: Mapping[str, object]) -> int | None:
    """The longest sequence by a configuration."""
    stated = (config.get(name) for name in ("max_position_embeddings", "n_positions", "max_seq_len", "n_ctx"))
    return next((length for length in stated if isinstance(length, int) and length > 0), None)


def _beyond_context(shape: Architecture, phases: tuple[Training, ...], context: int | None) -> Iterator[Found]:
    """Stretches of tokens that are longer than the longest that the model takes."""
    if context is None:
        return
    stated = [("/architecture/attention_window", "attention_window", shape.attention_window)]
    if shape.confidential:  # a sequence that is known would tell how short the context is
        phases = ()
    stated += [
        (f"/training/{n}/sequence_length", "sequence_length", phase.sequence_length) for n, phase in enumerate(phases)
    ]
    for at, name, length in stated:
        if length is not None and length > context:
            finding = Finding(
                at=at,
                message=f"{name} {length} is above context {context}, the longest that the model takes",
                help="correct one; context is what the model takes after all of its training",
            )
            yield Rated(finding, Severity.WARNING)
