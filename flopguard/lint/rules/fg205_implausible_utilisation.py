"""FG205: a utilisation that no run reaches, or that few fall to."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.amounts import factor, shown
from flopguard.lint.chips_used import HIGHEST_MFU, Used, hardware_used
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.manifest.training import UtilisationKind
from flopguard.quantity import Estimate, show

LOWEST = Fraction("0.15")
WHOLE = 100


@rule("FG205", "implausible-utilisation", confidence=Confidence.LIKELY, covers=("trap-02",))
def implausible_utilisation(subject: Subject) -> Iterator[Found]:
    """A utilisation beyond what the hardware can reach, or so low that the hours may hold more than this run.

    ## Why
    Recorded large runs lie between 0.19 and 0.54 of the dense peak (MFU, the middle nine tenths). More than
    0.60, or more than the best single matrix product measured on the chip, points to a peak that is too low
    or to a share of something else. Less than 0.15 points to hours that hold several models, teachers or
    restarts.
    ## Seen
    The card hours of Llama 3.2 1B imply 5.1 % (derived), those of Stable Diffusion 1.4 imply 2.9 to 4.3 % (measured
    count): the hours hold teachers, other checkpoints or restarts. An example of the EU's guidelines takes 50 % for
    hours that match those of Llama 3.2 1B. (Sources: https://github.com/meta-llama/llama-models and
    https://github.com/CompVis/stable-diffusion/blob/main/Stable_Diffusion_v1_Model_Card.md.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", utilisation = "85%", utilisation_kind = "mfu" }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", utilisation = "42%", utilisation_kind = "mfu" }]
    ```
    """
    for used in hardware_used(subject):
        stated = used.entry.utilisation
        found = _judged(used, stated.estimate) if stated is not None else None
        if found is not None:
            yield found


def _judged(used: Used, share: Estimate) -> Found | None:
    kind, best = used.entry.utilisation_kind, used.best_share
    if share.low > 1:
        return _finding(used, share, "is more than all of the peak", 'write a share such as "42%"', _of_percent(share))
    if share.high is not None and share.high > 1:
        return _finding(used, share, "reaches beyond all of the peak", 'write a range such as "38%..43%"')
    if kind is UtilisationKind.OCCUPANCY:
        return None
    if best is not None and share.low > best:
        said = f"is above {show(best * 100)}%, the best matrix product measured on this chip"
        return _finding(used, share, said, "check the peak, the precision and the number of chips")
    if kind is not UtilisationKind.HFU and share.low > HIGHEST_MFU:
        return _too_high(used, share)
    if best is not None and share.high is not None and share.high > best:
        said = f"reaches above {show(best * 100)}%, the best matrix product measured on this chip"
        help = "end the range at what can be reached, or check the peak and the number of chips"
        return Rated(_finding(used, share, said, help), Severity.WARNING)
    if share.high is not None and share.high < LOWEST:
        said = "is below 15%, which is unusual for one large run"
        help = "check whether the hours hold other models or restarts, and whether all tokens are counted"
        return Rated(_finding(used, share, said, help), Severity.INFO)
    return None


def _of_percent(share: Estimate) -> Factor | None:
    """What is most likely meant by a number up to 100: that many per cent."""
    return factor(Fraction(1, 100)) if share.low <= WHOLE else None


def _too_high(used: Used, share: Estimate) -> Found:
    said = "is above 60%, more than any large run is known to have kept up"
    help = 'if recomputation is counted in it, write utilisation_kind = "hfu"'
    finding = _finding(used, share, said, help)
    return finding if used.entry.utilisation_kind else Rated(finding, Severity.WARNING)


def _finding(used: Used, share: Estimate, said: str, help: str, by: Factor | None = None) -> Finding:
    message = f"a utilisation of {shown(share)} {said}"
    return Finding(at=f"{used.at}/utilisation", message=message, help=help, factor=by)
