"""FG406: a score and its baseline that were obtained with different effort."""

from collections.abc import Iterator

from flopguard.definition.types import Definition, Elicitation, Enhancement
from flopguard.finding import Finding, Severity
from flopguard.lint.gains import enhancement_words, governing_definition, same_metric
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.lint.scores import is_of
from flopguard.manifest.types import Benchmark, Manifest


@rule("FG406", "elicitation-mismatch", covers=("elicitation-mismatch",))
def elicitation_mismatch(subject: Subject) -> Iterator[Found]:
    """A score set against a baseline, or an assessed model, with other shots, reasoning, tools, samples or budget.

    ## Why
    The difference of effort is then read as compute. It is a gain of its own, and counts where it is stated as one.
    ## Seen
    Chain of thought on GSM8K, against the same family without it, is worth 4.9x of compute on Llama-2-7B and 40x on
    Qwen1.5-0.5B, and is a loss on Pythia-6.9B (case L34). (Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "llama-2"
    metric = { name = "gsm8k", kind = "accuracy" }
    elicitation = { shots = 5, reasoning = false }
    curve = "llama-2"
    [[curve]]
    id = "llama-2"
    law = "points"
    points = [{ compute = "8.4e22 FLOP", score = "6.8%" }, { compute = "8.4e23 FLOP", score = "17.8%" }]
    [[benchmark]]
    name = "gsm8k"
    score = "14.2%"
    elicitation = { shots = 5, reasoning = true }
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "llama-2"
    metric = { name = "gsm8k", kind = "accuracy" }
    elicitation = { shots = 5, reasoning = false }
    curve = "llama-2"
    [[curve]]
    id = "llama-2"
    law = "points"
    points = [{ compute = "8.4e22 FLOP", score = "6.8%" }, { compute = "8.4e23 FLOP", score = "17.8%" }]
    [[benchmark]]
    name = "gsm8k"
    score = "9.4%"
    elicitation = { shots = 5, reasoning = false }
    ```
    """
    card = subject.card
    for definition in card.definition:
        if definition.elicitation is not None and definition.curve is not None:
            yield from _against_baseline(card, definition, definition.elicitation)
    for number, enhancement in enumerate(card.enhancement):
        if enhancement.elicitation is not None:
            yield from _of_gain(card, f"/enhancement/{number}", enhancement, enhancement.elicitation)
    yield from _since_assessment(card)


def _against_baseline(card: Manifest, definition: Definition, wanted: Elicitation) -> Iterator[Finding]:
    """Rows of the definition's metric, where none of them was obtained as the baseline was."""
    rows = [
        (number, row.elicitation)
        for number, row in enumerate(card.benchmark)
        if definition.metric is not None and row.elicitation is not None and is_of(row, definition.metric)
    ]
    differences = [(number, row, _unexplained(card, definition, wanted, row)) for number, row in rows]
    if any(not names for _, _, names in differences):
        return
    for number, had, names in differences:
        name = names[0]
        yield Finding(
            at=f"/benchmark/{number}/elicitation/{name}",
            message=(
                f"{card.benchmark[number].name[:60]} was scored with {_words(name, had)}, and the baseline of "
                f"{definition.id[:60]} with {_words(name, wanted)}: the difference would count as compute"
            ),
            help="score it as the baseline was, or state the difference as an [[enhancement]] of its own kind",
        )


def _unexplained(card: Manifest, definition: Definition, wanted: Elicitation, had: Elicitation) -> list[str]:
    """The differences that no gain beside them stands for."""
    from flopguard.effective.gains.elicited import CONCERNS  # slow to import

    beside = (entry for entry in card.enhancement if entry.definition in (None, definition.id))
    covered = {name for entry in beside for name in CONCERNS.get(entry.kind, ())}
    return [name for name in _differing(wanted, had) if name not in covered]


def _differing(one: Elicitation, other: Elicitation) -> Iterator[str]:
    """The parts of two efforts that both state, differently."""
    from flopguard.effective.gains.elicited import differing

    yield from differing(one, other)
    budgets = (one.inference_budget, other.inference_budget)
    ends = [(budget.estimate.low, budget.estimate.high) for budget in budgets if budget is not None]
    if len(ends) == 2 and ends[0] != ends[1]:
        yield "inference_budget"


def _words(name: str, of: Elicitation) -> str:
    value = getattr(of, name)
    said = str(value).lower() if isinstance(value, bool) else getattr(getattr(value, "estimate", None), "text", value)
    return f"{name.replace('_', ' ')} {said}"


def _of_gain(card: Manifest, at: str, gain: Enhancement, had: Elicitation) -> Iterator[Rated]:
    """A gain that is none of elicitation, and was measured with another one than the definition's."""
    from flopguard.effective.gains.elicited import CONCERNS

    definition = governing_definition(gain, card)
    if definition is None or definition.elicitation is None or gain.kind in CONCERNS:
        return
    for name in _differing(definition.elicitation, had):
        message = (
            f"{enhancement_words(gain)} was measured with {_words(name, had)}, and {definition.id[:60]} is with "
            f"{_words(name, definition.elicitation)}"
        )
        found = Finding(at=f"{at}/elicitation/{name}", message=message, help="measure it as the definition says")
        yield Rated(found, Severity.WARNING)
        return


def _since_assessment(card: Manifest) -> Iterator[Rated]:
    """Scores of a model that was assessed, where no score of this one was obtained in the same way."""
    for assessment in card.assessment:
        for theirs in assessment.benchmark:
            ours = [(n, row) for n, row in enumerate(card.benchmark) if _is_same(row, theirs)]
            yield from _since(ours, theirs)


def _is_same(row: Benchmark, other: Benchmark) -> bool:
    return same_metric(row.name, other.name) and (row.version, row.split) == (other.version, other.split)


def _since(ours: list[tuple[int, Benchmark]], theirs: Benchmark) -> Iterator[Rated]:
    before = theirs.elicitation
    known = [(number, row, row.elicitation) for number, row in ours if row.elicitation is not None]
    if before is None or not known or any(not list(_differing(before, had)) for _, _, had in known):
        return
    for number, row, had in known:
        name = next(_differing(before, had))
        message = (
            f"{row.name[:60]} was scored with {_words(name, had)}, and when the earlier model was assessed with "
            f"{_words(name, before)}: the two cannot be compared"
        )
        found = Finding(
            at=f"/benchmark/{number}/elicitation/{name}",
            message=message,
            help="score both in the same way, and state it for both",
        )
        yield Rated(found, Severity.WARNING)
