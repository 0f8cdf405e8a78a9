"""Claims of effective compute and measured gains alike: a factor with the terms that give it meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flopguard.dates import PartialDate
from flopguard.definition.types import Curve, Definition, Enhancement, GainKind, MetricKind, Side
from flopguard.effective.gains.forms import forms_of
from flopguard.fields import Figure
from flopguard.lint.amounts import shown
from flopguard.manifest.types import Claim, Manifest
from flopguard.units import Dimension

_SAYS_NOTHING = frozenset(
    {"", "?", "-", "...", "n/a", "na", "none", "tbd", "todo", "unknown", "unstated", "unspecified"}
)
_LOSS = re.compile(
    r"loss|perplexity|\bppl\b|\bbits?[- _]per[- _]|\bbpb\b|\bbpc\b|\bnats?\b|cross[- _]entropy", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """A factor with its terms; those that it leaves out are taken from the definition that it names."""

    at: str
    place: str
    """Where the factor itself stands."""
    said: str
    figure: Figure | None
    quantity: str
    """`effective_compute` or `algorithmic_gain` for a claim, `gain` for an enhancement."""
    metric: str | None
    baseline: str | None
    scale: tuple[Figure, ...]
    side: Side | None
    date: PartialDate | None
    definition: Definition | None
    actual: Figure | None = None
    """The training compute that a claim states beside it."""

    def cure(self, own: str, in_definition: str) -> str:
        """Where to write what is missing: beside the factor, or in its definition, if that stands here."""
        if self.definition is None or self.definition.from_ is not None:
            return own
        return f'{in_definition}, in [[definition]] "{self.definition.id}"'


def gains(manifest: Manifest) -> Iterator[Gain]:
    """Every claim and enhancement that must have its terms.

    Hardware techniques never count as gains, and a definition that does not exist hides the terms: both have
    rules of their own.
    """
    for number, claim in enumerate(manifest.claim):
        if claim.quantity != "training_compute" and not names_unknown_definition(claim, manifest):
            yield _of_claim(claim, f"/claim/{number}", manifest)
    for number, enhancement in enumerate(manifest.enhancement):
        if _must_have_terms(enhancement, manifest):
            yield _of_enhancement(enhancement, f"/enhancement/{number}", manifest)


def _must_have_terms(enhancement: Enhancement, manifest: Manifest) -> bool:
    return (
        states_gain(enhancement)
        and not is_hardware(enhancement)
        and not names_unknown_definition(enhancement, manifest)
    )


def _of_claim(claim: Claim, at: str, manifest: Manifest) -> Gain:
    definition = named_definition(claim, manifest)
    given = claim.relative_to if claim.quantity == "algorithmic_gain" else None
    return Gain(
        at=at,
        place=f"{at}/value" if claim.value else f"{at}/text" if claim.text else at,
        said=_claim_words(claim),
        figure=claim.value,
        quantity=claim.quantity,
        metric=said_something(claim.metric) or _metric_name(definition),
        baseline=said_something(claim.baseline) or said_something(given) or _baseline(definition),
        scale=(claim.scale,) if claim.scale else _reference_scale(definition),
        side=claim.side or (definition.scale_side if definition else None),
        date=claim.date or _cutoff(definition),
        definition=definition,
        actual=claim.actual_compute,
    )


def _of_enhancement(enhancement: Enhancement, at: str, manifest: Manifest) -> Gain:
    definition = governing_definition(enhancement, manifest)
    return Gain(
        at=at,
        place=place_of_gain(at, enhancement),
        said=enhancement_words(enhancement),
        figure=enhancement.gain,
        quantity="gain",
        metric=said_something(enhancement.metric) or _metric_name(definition),
        baseline=said_something(enhancement.baseline) or _baseline(definition),
        scale=_scale(enhancement, manifest),
        side=enhancement.side or (definition.scale_side if definition else None),
        date=enhancement.date or _cutoff(definition),
        definition=definition,
    )


def states_gain(enhancement: Enhancement) -> bool:
    """Whether the enhancement has a factor, in whatever form."""
    return bool(forms_of(enhancement))


def place_of_gain(at: str, enhancement: Enhancement) -> str:
    """Where the factor of an enhancement stands."""
    return f"{at}/{next(iter(forms_of(enhancement)), 'gain')}"


def _scale(enhancement: Enhancement, manifest: Manifest) -> tuple[Figure, ...]:
    """The compute at which it was measured: as stated, or that of its points, or of its two curves."""
    if enhancement.gain_at:
        return tuple(point.compute for point in enhancement.gain_at if point.compute)
    names = (enhancement.curves.baseline, enhancement.curves.new) if enhancement.curves else ()
    domains = [curve.domain for curve in manifest.curve if curve.id in names and curve.domain]
    return enhancement.measured_at or tuple(domains)


def said_something(text: str | None) -> str | None:
    """The text, unless it is one of the words for having nothing to say."""
    return None if text is None or text.strip().casefold() in _SAYS_NOTHING else text.strip()


def _claim_words(claim: Claim) -> str:
    quantity = claim.quantity.replace("_", " ")
    if claim.value is None:
        return f"the claim of {quantity}"
    unit = " FLOP" if claim.value.estimate.dimension is Dimension.FLOP else "x"
    written = shown(claim.value)
    has_unit = any((letter.isalpha() and letter not in "eE") or letter in "%×" for letter in written)
    return f'"{written}{"" if has_unit else unit} {quantity}"'


def enhancement_words(enhancement: Enhancement) -> str:
    """What to call an enhancement's gain in a message."""
    return f'the gain of "{enhancement.name[:60]}"'


def named_definition(item: Claim | Enhancement, manifest: Manifest) -> Definition | None:
    """The definition that a claim or gain names, where there is one of this id."""
    return next((entry for entry in manifest.definition if entry.id == item.definition), None)


def names_unknown_definition(item: Claim | Enhancement, manifest: Manifest) -> bool:
    """Whether it names a definition that the manifest does not have."""
    return item.definition is not None and named_definition(item, manifest) is None


def governing_definition(item: Claim | Enhancement, manifest: Manifest) -> Definition | None:
    """The definition that it names, or the only one there is where it names none."""
    if item.definition is None and len(manifest.definition) == 1:
        return manifest.definition[0]
    return named_definition(item, manifest)


def curve_of(definition: Definition | None, manifest: Manifest) -> Curve | None:
    """The baseline's curve that a definition names."""
    if definition is None or definition.curve is None:
        return None
    return next((curve for curve in manifest.curve if curve.id == definition.curve), None)


def same_metric(left: str, right: str) -> bool:
    """Whether two names mean one metric: case, spaces, hyphens and underscores do not tell them apart."""
    return _plain(left) == _plain(right)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())


def is_on_loss(enhancement: Enhancement, manifest: Manifest) -> bool:
    """Whether the gain is on next-token loss: by its stated kind, its metric's name, or its definition."""
    if enhancement.metric_kind is not None:
        return enhancement.metric_kind is MetricKind.LOSS
    own = said_something(enhancement.metric)
    definition = governing_definition(enhancement, manifest)
    metric = definition.metric if definition else None
    if metric is not None and (own is None or same_metric(own, metric.name)):
        return metric.kind is MetricKind.LOSS
    return own is not None and _LOSS.search(own) is not None


def _metric_name(definition: Definition | None) -> str | None:
    return said_something(definition.metric.name) if definition and definition.metric else None


def _baseline(definition: Definition | None) -> str | None:
    baseline = definition.baseline if definition else None
    if baseline is None:
        return None
    return ", ".join(filter(None, map(said_something, baseline.techniques))) or said_something(baseline.population)


def _cutoff(definition: Definition | None) -> PartialDate | None:
    return definition.baseline.cutoff_date if definition and definition.baseline else None


def _reference_scale(definition: Definition | None) -> tuple[Figure, ...]:
    return (definition.reference_scale,) if definition and definition.reference_scale else ()


# --- what never counts ----------------------------------------------------------------------------------

_HARDWARE_KINDS = (GainKind.HARDWARE_UTILISATION, GainKind.PRICE)
_SYSTEMS = re.compile(
    r"""flash[\s_-]*(?:attention|attn|mla|decod) | paged[\s_-]*attention | ring[\s_-]*attention
    | \bcuda\b | \btriton\b | \b(?:fused|custom|faster)\s+kernel\b | \bkernels\b
    | \bkernel\s+(?:fusion|optimi[sz]ation) | torch\.?compile | \bfsdp\b | \bdeepspeed\b
    | \b(?:tensor|pipeline|data|expert|sequence|context)[\s_-]+parallel
    | \bzero-[123]\b | (?:activation|gradient)[\s_-]+checkpointing | communication[\s_-]+overlap
    | \b(?:mfu|hfu)\b | utili[sz]ation | throughput | tokens?\s+per\s+second | tokens?/s\b""",
    re.IGNORECASE | re.VERBOSE,
)


_GROWTH = re.compile(
    r"""\b(?:chips?|gpus?|accelerators?|hardware)[\s_-]+(?:production|shipments?|count|stock|supply|generations?|growth)
    | \b(?:hardware|chip|gpu)[\s_-]+(?:price[\s_-]*)?performance | \bprice[\s_-]*performance
    | \bmore\s+(?:chips|gpus|accelerators|spending|training\s+compute) | \bmoore'?s?\s+law
    | \bgrowth\s+(?:of|in)\s+(?:chips|hardware|compute|spending|investment)
    | \b(?:spending|investment|cluster)[\s_-]+(?:growth|scale-?up|scaling)\b | \bcompute[\s_-]+growth\b
    | \b(?:larger|bigger)\s+(?:clusters?|budgets?)""",
    re.IGNORECASE | re.VERBOSE,
)


def is_hardware(enhancement: Enhancement) -> bool:
    """Whether it changes how many FLOP there are, or their time or price, and not what a FLOP achieves."""
    return enhancement.kind in _HARDWARE_KINDS or _is_systems(enhancement.name) or is_growth_of_compute(enhancement)


def is_growth_of_compute(enhancement: Enhancement) -> bool:
    """Whether it is more or cheaper computation, by its name; the FLOP that were spent have that in them."""
    return _is_growth(enhancement.name)


@lru_cache(maxsize=256)
def _is_systems(name: str) -> bool:
    return _SYSTEMS.search(name) is not None  # remembered, since most rules on gains ask


@lru_cache(maxsize=256)
def _is_growth(name: str) -> bool:
    return _GROWTH.search(name) is not None
