"""FG204: a chip that is not in the table of chips."""

import re
from collections.abc import Iterator

from flopguard.chips import Unknown
from flopguard.finding import Finding, Severity
from flopguard.lint.chips_used import hardware_used
from flopguard.lint.rule import Subject, rule

_NO_CHIP = r"(?i)\b(core|device|superchip|server|node|pod|slice|board)s?\b"


@rule("FG204", "unknown-chip", severity=Severity.WARNING, covers=("trap-03",))
def unknown_chip(subject: Subject) -> Iterator[Finding]:
    """A chip that flopguard does not know, without its peak rate.

    ## Why
    Chips and hours say nothing of compute unless the peak rate of one chip is known. Cores, servers and
    superchips are no chips: a count of them is off by a factor.
    ## Seen
    AlphaFold-Multimer took two weeks on 128 TPU v3 cores. A core is half a chip, and has no peak of its own in the
    table. (Source: https://www.biorxiv.org/content/10.1101/2021.10.04.463034v1, by way of the notes of Epoch AI, CC BY
    4.0.)
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "TPUv3 core", count = 128, hours = 336 }]
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "Example One", count = 1024, hours = 700 }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "Example One", peak = "400 TFLOP/s", count = 1024, hours = 700 }]
    ```
    """
    for used in hardware_used(subject):
        if isinstance(used.named, Unknown) and used.entry.peak is None:
            yield Finding(
                at=f"{used.at}/chip",
                message=f"'{used.named.name[:60]}' is not in the table of chips",
                help=_help(used.named),
            )


def _help(named: Unknown) -> str:
    """What to write instead; of a part or a group of chips the nearest chip's name would be wrong by a factor."""
    if unit := re.search(_NO_CHIP, named.name):
        return f"a {unit[1].lower()} is no chip: count chips, or state the dense peak of one {unit[1].lower()}"
    near = " or ".join(named.nearest)
    return (f"did you mean {near}? If not, " if near else "") + 'state its dense peak: peak = "... TFLOP/s"'
