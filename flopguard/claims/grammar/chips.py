"""How chips are called in prose."""

from __future__ import annotations

_MAKER = (
    r"(?:(?:NVIDIA|Nvidia|nvidia|AMD|Google|Intel|AWS|Huawei|Cloud|cloud|Tesla|GeForce|Instinct|Ascend|Quadro|Habana"
    r"|Amazon|Cerebras|Apple)[- ]){0,3}"
)
_MODEL = (
    r"(?:RTX[- ]?(?:A\d{4}|\d{4}(?:[- ]?Ti|D)?)|GTX[- ]?\d{3,4}(?:[- ]?Ti)?|DGX[- ][ABH]\d{3}|HGX[- ][ABH]\d{3}"
    r"|GH200|GB[23]00"
    r"|A(?:10G?|16|30|40|100X?|800|[456]000)|H(?:100|200|800|20)|B(?:100|200|300)|L(?:4|20|40S?)|V100|P(?:4|40"
    r"|100)|T4"
    r"|[KM](?:20[cmxX]?|40[cm]?|80)|MI\d{3}[XAP]?|910[ABCD]|Trainium ?\d?|Trn[12]|Gaudi ?\d|WSE-\d|CS-[23]"
    r"|(?<=Tesla )[CMSK]\d{2,4}[a-z]?|(?:TITAN|Titan)[- ](?:Xp?|RTX|V|Black)"
    r"|(?:TPU|tpu)s?[- ]?[vV]\d(?:[a-z]|\.\d|[- ]\d{1,4})?|TPUs?)"
)
_KIND = (
    r"(?:[- /](?:SXM\d?|PCIe|PCIE|PCI-E|NVL\d{0,2}|HGX"
    r"|Tensor[- ]Core)){0,2}(?:[- /(]{1,2}\d{2,3} ?[Gg](?:i?[Bb])?\)?(?![A-Za-z0-9]))?"
)
_SIZE_FIRST = r"(?:\d{2,3} ?[Gg]i?[Bb] )?"

CHIP = rf"{_SIZE_FIRST}{_MAKER}{_MODEL}(?![a-rt-zA-Z0-9]){_KIND}(?:[- ](?:SXM\d?|PCIe|80GB|40GB))?"
"""A chip by its name, with its maker, its memory and the way it is plugged in."""
GENERIC = (
    r"(?:GPU|TPU|NPU|IPU|HPU|XPU|gpu|tpu|Gpu|accelerator|Accelerator|chip|Chip|core|Core|node|Node|card"
    r"|device|processor)"
)
"""Any chip, core or node."""


def kind_of(words: str) -> str:
    """What one hour of it is an hour of: chips, cores or nodes."""
    lower = words.lower()
    if "core" in lower and "tensor" not in lower:
        return "core"
    if "node" in lower or "server" in lower or "machine" in lower or "dgx" in lower:
        return "node"
    return "chip"
