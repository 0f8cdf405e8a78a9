"""FG203: the name of a chip fits several with different peaks."""

from collections.abc import Iterator

from flopguard.chips import Ambiguous
from flopguard.finding import Finding, Severity
from flopguard.lint.chips_used import hardware_used
from flopguard.lint.rule import Subject, rule


@rule("FG203", "ambiguous-chip", severity=Severity.WARNING)
def ambiguous_chip(subject: Subject) -> Iterator[Finding]:
    """A chip's name that fits several chips with different peak rates.

    ## Why
    "H100" is 989 TFLOP/s (dense, 16-bit) as SXM, 836 as NVL and 756 as PCIe. The compute from chips and
    hours moves with it, so flopguard does not choose.
    ## Seen
    Inflection-2 is said to have run on 5,000 H100 GPUs in 8-bit mixed precision for about 1e25 FLOP. Which H100 is not
    said. (Source: https://inflection.ai/inflection-2, by way of the notes of Epoch AI, CC BY 4.0. Secondary.)
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "H100", count = 5000 }]
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "H100", count = 1024, hours = 700 }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "H100 SXM", count = 1024, hours = 700 }]
    ```
    """
    for used in hardware_used(subject):
        if isinstance(used.named, Ambiguous) and used.entry.peak is None:
            yield _finding(used.at, used.named)


def _finding(at: str, named: Ambiguous) -> Finding:
    if len(named.candidates) == 1:
        message = f"'{named.name[:60]}' has a variant with another peak than {named.candidates[0]}"
        return Finding(at=f"{at}/chip", message=message, help='write the full name, or state peak = "... TFLOP/s"')
    return Finding(
        at=f"{at}/chip",
        message=f"'{named.name[:60]}' is the name of {len(named.candidates)} chips with different peaks",
        help=f"write one of {', '.join(named.candidates)}",
    )
