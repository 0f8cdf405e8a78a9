"""FG225: an occupancy where a share of the peak is needed."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.chips_used import hardware_used
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import UtilisationKind


@rule("FG225", "occupancy-for-utilisation", severity=Severity.INFO, covers=("trap-02", "annex-utilisation"))
def occupancy_for_utilisation(subject: Subject) -> Iterator[Finding]:
    """An occupancy, which is a share of time and not of the peak rate.

    ## Why
    A monitor that shows 98 % says that units were busy, not how much they did: the same run can reach 20 % or 50 % of
    the peak. The figure is not used; the usual range of utilisations is assumed instead.
    ## Seen
    An analysis of the EU's guidelines, with code, sets 0.9 to 0.99 for the share of time beside 0.2 to 0.5 for the
    model's own share of the peak: up to five times, under one word. (Source: https://doi.org/10.5281/zenodo.22881088
    and the repository nikosvil/flopcheck. Primary.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", utilisation = "98%", utilisation_kind = "occupancy" }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", utilisation = "41%", utilisation_kind = "mfu" }]
    ```
    """
    for used in hardware_used(subject):
        stated = used.entry.utilisation
        if stated is not None and used.entry.utilisation_kind is UtilisationKind.OCCUPANCY:
            yield Finding(
                at=f"{used.at}/utilisation",
                message=f"an occupancy of {shown(stated)} is a share of time and says nothing of FLOP",
                help="state what was achieved of the dense peak (mfu or hfu), or leave it out",
            )
