"""What rules say of `[[calculation]]`: figures that a source works out, worked out anew."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.estimate.calculation import (
    Agreement,
    Growth,
    Worked,
    agreement,
    explained,
    given,
    growth,
    open_calculations,
    worked,
)
from flopguard.estimate.inference import inference
from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import factor, shown_range
from flopguard.lint.rule import Found, Rated, Subject
from flopguard.manifest.training import Calculation
from flopguard.quantity import show

LEAST_WHOLE, MOST_WHOLE = 10**3, 10**18


# --- a printed figure that the formula does not give ---------------------------------------------------------------


def not_reproduced(subject: Subject) -> Iterator[Found]:
    """Printed figures that are neither the value nor the value rounded; those that are cut off, as a note."""
    for at, stated in open_calculations(subject.card):
        done = worked(stated)
        match agreement(done):
            case Agreement.DIFFERS:
                yield _differs(done, f"{at}/printed")
            case Agreement.CUT_OFF:
                yield Rated(_cut_off(done, f"{at}/printed"), Severity.INFO)


def _differs(done: Worked, at: str) -> Finding:
    assert done.value is not None
    assert done.printed is not None
    off = abs(done.printed / done.value - 1) * 100 if done.value else None
    by = "" if off is None else f", {show(off)} % {'more' if done.printed > done.value else 'less'}"
    return Finding(
        at=at,
        message=f"the formula gives {_shown(done)}, not the {_text(done)} that is printed{by}{where(explained(done))}",
        help="correct the printed figure, the formula or an input",
        factor=factor(1, abs(done.value / done.printed)) if done.printed else None,
    )


def where(omissions: tuple[str, ...]) -> str:
    """The omissions that would explain a figure, as the end of a message."""
    return "".join(f"; that comes out where {what}" for what in omissions)


def _cut_off(done: Worked, at: str) -> Finding:
    return Finding(
        at=at,
        message=f"the formula gives {_shown(done)}; the {_text(done)} that is printed is cut off, not rounded",
        help="round the printed figure",
    )


def _shown(done: Worked) -> str:
    """The value to the last whole where it is of a size at which one compares digits."""
    assert done.value is not None
    if not LEAST_WHOLE < abs(done.value) < MOST_WHOLE:
        return f"{'-' if done.value < 0 else ''}{show(abs(done.value), 4)}{done.unit}"
    return f"{'' if done.value.denominator == 1 else 'about '}{round(done.value)}{done.unit}"


def _text(done: Worked) -> str:
    assert done.stated.printed is not None
    return done.stated.printed.estimate.text


# --- the cost of a sequence, called that of a token ----------------------------------------------------------------


def per_token_of_a_sequence(subject: Subject) -> Iterator[Finding]:
    """Costs per token that are a multiple of a length of the sequence, or grow faster than it."""
    for at, stated in open_calculations(subject.card):
        if stated.per != "token" or stated.cache is False:
            continue
        for length in stated.lengths:
            found = growth(stated, length) if length in stated.inputs else None
            if found is not None:
                yield _grows(f"{at}/per", stated, length, found, _by_shape(subject, stated, length))


def _grows(at: str, stated: Calculation, length: str, found: Growth, by_shape: str) -> Finding:
    return Finding(
        at=at,
        message=f"'{stated.name}' grows {found} {length}, as the cost of a whole sequence does{by_shape}",
        help='write per = "sequence"; or cache = false, where each token reads the whole sequence again',
    )


def _by_shape(subject: Subject, stated: Calculation, length: str) -> str:
    """What a token and the whole sequence cost by the model's own shape, where that is stated."""
    tokens = given(stated)[length]
    if tokens.denominator != 1 or tokens < 1:
        return ""
    known = inference(subject.card, int(tokens))
    if known.method != "architecture":
        return ""
    decode, prefill, _ = known.tokens
    assert prefill.in_all is not None
    return (
        f"; by /architecture a token costs {shown_range(decode.flop, 4)} FLOP with a cache, "
        f"and a prompt of {int(tokens)} tokens {shown_range(prefill.in_all, 4)}"
    )
