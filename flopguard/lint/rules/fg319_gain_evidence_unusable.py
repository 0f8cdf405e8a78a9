"""FG319: evidence for a gain that gives no factor."""

from collections.abc import Iterator

from flopguard.definition.types import Enhancement
from flopguard.effective.gains.forms import forms_of
from flopguard.finding import Finding
from flopguard.lint.gains import enhancement_words
from flopguard.lint.rule import Subject, rule


@rule("FG319", "gain-evidence-unusable")
def gain_evidence_unusable(subject: Subject) -> Iterator[Finding]:
    """A gain stated in several forms at once, in one from which no factor follows, or on top of an unknown one.

    ## Why
    A gain is one figure, a median with its geometric standard deviation, several runs, points by compute, or two
    curves. Two forms can contradict each other, and a bound between two points leaves nothing to read: the effective
    compute is then undefined.
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    samples = ["2.9", "3.1", "3.4"]
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    samples = ["2.9", "3.1", "3.4"]
    ```
    """
    known = frozenset(enhancement.name for enhancement in subject.card.enhancement)
    for number, enhancement in enumerate(subject.card.enhancement):
        yield from _unknown(f"/enhancement/{number}", enhancement, known)
        forms = forms_of(enhancement)
        if not forms or (forms == ("curves",) and enhancement.gsd is None) or _is_zero(forms, enhancement.gain):
            continue
        from flopguard.effective.gains.evidence import evidence_of  # slow to import, and few manifests state gains

        found = evidence_of(enhancement)
        if isinstance(found, str):
            at = f"/enhancement/{number}/{'gsd' if enhancement.gsd is not None and len(forms) == 1 else forms[-1]}"
            yield Finding(at=at, message=f"{enhancement_words(enhancement)} {found}", help=_HELP)


def _unknown(at: str, enhancement: Enhancement, known: frozenset[str]) -> Iterator[Finding]:
    """Other gains that it names and that there are not."""
    for key in ("relative_to", "overlaps_with", "joint_of"):
        for place, name in enumerate(getattr(enhancement, key)):
            if name not in known or (name == enhancement.name and key != "relative_to"):
                which = "there is no other gain of this name"
                message = f"{enhancement_words(enhancement)} names '{name[:60]}' in {key}: {which}"
                yield Finding(at=f"{at}/{key}/{place}", message=message, help="name it as its own name says")


def _is_zero(forms: tuple[str, ...], gain: object) -> bool:
    """A gain of 0 has a rule of its own."""
    estimate = getattr(gain, "estimate", None)
    return forms == ("gain",) and estimate is not None and 0 in (estimate.central, estimate.high)


_HELP = "state it once: gain (with gsd where that is known), samples, gain_at or curves"
