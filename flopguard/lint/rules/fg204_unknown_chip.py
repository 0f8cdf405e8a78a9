"""FG204: a chip that is not in the table of chips."""

from collections.abc import Iterator

from flopguard.chips import Unknown
from flopguard.lint.chips_used import hardware_used
from flopguard.lint.rule import Subject, rule
from flopguard.result import Finding, Severity


@rule("FG204", "unknown-chip", severity=Severity.WARNING)
def unknown_chip(subject: Subject) -> Iterator[Finding]:
    """A chip that flopguard does not know, without its peak rate.

    ## Why
    Chips and hours say nothing of compute unless the peak rate of one chip is known. Cores, servers and
    superchips are no chips: a count of them is off by a factor.
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
            near = " or ".join(used.named.nearest)
            yield Finding(
                at=f"{used.at}/chip",
                message=f"'{used.named.name[:60]}' is not in the table of chips",
                help=(f"did you mean {near}? If not, " if near else "") + 'state its dense peak: peak = "... TFLOP/s"',
            )
