"""FG273: emissions in the front matter that are not those of the text."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import one_factor, shown, stated, value_of
from flopguard.lint.rule import Need, Subject, rule

GRAMS = 1000
TOLERANCE = Fraction(1, 10)
PLACE = "/co2_eq_emissions/emissions"


@rule(
    "FG273",
    "emissions-disagree",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=Need.CLAIMS,
)
def emissions_disagree(subject: Subject) -> Iterator[Finding]:
    """Emissions in the front matter, which are grams, that differ from the kilograms of the text.

    ## Why
    The field `co2_eq_emissions.emissions` of a model hub is in grams. Kilograms or tonnes written there are read as
    a thousandth or a millionth, and tables made of many cards carry the mistake on.
    ## Flagged
    ```markdown
    ---
    co2_eq_emissions:
      emissions: 962
    ---
    - **Emissions:** 962 KgCO2 (Germany)
    ```
    ## Instead
    ```markdown
    ---
    co2_eq_emissions:
      emissions: 962000
    ---
    - **Emissions:** 962 KgCO2 (Germany)
    ```
    """
    grams = _in_front(subject.front)
    in_text = {value for claim in stated(subject, "emissions") if (value := value_of(claim))}
    if not grams or len(in_text) != 1:  # of several, such as those of a base model, which one is meant cannot be told
        return
    (kilograms,) = in_text
    if abs(grams / (kilograms * GRAMS) - 1) <= TOLERANCE:
        return
    ratio = kilograms * GRAMS / grams
    yield Finding(
        at=PLACE,
        message=f"{shown(grams)} grams are {shown(grams / GRAMS)} kg; the text says {shown(kilograms)} kg",
        help=f"the field is in grams: write {round(kilograms * GRAMS)} there, or mend the text",
        factor=one_factor(min(ratio, Fraction(1)), max(ratio, Fraction(1))),
    )


def _in_front(front: Mapping[str, object] | None) -> Fraction | None:
    found = (front or {}).get("co2_eq_emissions")
    said = found.get("emissions") if isinstance(found, Mapping) else found
    try:
        return Fraction(str(said)) if said is not None and not isinstance(said, bool) else None
    except (ValueError, ZeroDivisionError):
        return None
