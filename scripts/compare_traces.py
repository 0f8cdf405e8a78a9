"""Write docs/shape-counts.md: flopguard's counts beside those of torch's operation counter, for every configuration.

`compare_traces.py` reads tests/data/architectures alone; nothing is traced anew.
"""

import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flopguard.estimate.architecture.convention import Convention, Scores  # noqa: E402
from flopguard.estimate.architecture.decoder import Decoder  # noqa: E402
from flopguard.estimate.architecture.hub.families import network_of  # noqa: E402
from flopguard.estimate.architecture.recurrent import Mamba2, Parallel  # noqa: E402
from flopguard.estimate.architecture.work import Mixer, Network, Sample  # noqa: E402

CONFIGURATIONS = ROOT / "tests" / "data" / "architectures"
PAGE = ROOT / "docs" / "shape-counts.md"
ALL = Convention(scores=Scores.ALL)
"""A counter sees every product that is worked out, also of what is masked afterwards."""
LENGTHS = ("input_ids", "input_values", "input_features")


@dataclass(frozen=True)
class Compared:
    """One configuration: what the counter saw, and what flopguard counts or why it does not."""

    name: str
    family: str
    traced: dict[str, Any]
    origin: str
    network: Network | tuple[str, ...]
    sample: Sample

    @property
    def forward(self) -> int:
        """FLOP of a forward pass with all pairs, and with the library's own way to share out groups."""
        assert not isinstance(self.network, tuple)
        return self.network.work(self.sample).forward_flop(ALL) + expanded(self.network, self.sample)


def expanded(network: Network, sample: Sample) -> int:
    """What the library works out once for each head of a state space, and a kernel once for each group."""
    if not isinstance(network, Decoder):
        return 0
    return sum(count * _expanded(mixer, sample.length) for count, mixer in network.attention)


def _expanded(mixer: Mixer, length: int) -> int:
    if isinstance(mixer, Parallel):
        return _expanded(mixer.first, length) + _expanded(mixer.second, length)
    if not isinstance(mixer, Mamba2):
        return 0
    return 2 * length * mixer.chunk * mixer.states * (mixer.heads - mixer.groups)


def compared() -> list[Compared]:
    """Every configuration that was traced, in the order of the table."""
    table = tomllib.loads((CONFIGURATIONS / "traced.toml").read_text(encoding="utf-8"))
    origins = tomllib.loads((CONFIGURATIONS / "origins.toml").read_text(encoding="utf-8"))
    origin = {row["name"]: row["origin"] for row in origins["architecture"]}
    return [_compared(row, origin[row["name"]]) for row in table["traced"]]


def _compared(row: dict[str, Any], origin: str) -> Compared:
    config = json.loads((CONFIGURATIONS / row["name"] / "config.json").read_text(encoding="utf-8"))
    inputs = row["inputs"]
    if "pixel_values" in inputs and "image_size" in config:
        config["image_size"] = inputs["pixel_values"][-1]  # some are run on larger images than they were made for
    length = next((inputs[name][1] for name in LENGTHS if name in inputs), 0)
    sample = Sample(length, inputs.get("decoder_input_ids", (0, 0))[1])
    family = config.get("model_type") or config.get("_class_name") or "without a name"
    return Compared(row["name"], family, row, origin, network_of(config), sample)


def versions() -> str:
    """The versions that the counts were made with."""
    table = tomllib.loads((CONFIGURATIONS / "traced.toml").read_text(encoding="utf-8"))
    return (
        f"torch {table['torch']}, transformers {table['transformers']}, diffusers {table['diffusers']}, {table['date']}"
    )


def page() -> str:
    """The whole page."""
    rows = compared()
    counted = [row for row in rows if not isinstance(row.network, tuple)]
    families = {row.family for row in counted}
    exact = sum(row.forward == row.traced["forward_flop"] for row in counted)
    lines = [
        HEAD.format(
            versions=versions(), configurations=len(counted), families=len(families), exact=exact, traced=len(rows)
        ),
        "| configuration | `model_type` | counter, FLOP a sample | flopguard / counter |",
        "| --- | --- | ---: | ---: |",
        *(_line(row) for row in counted),
        "",
        "## Traced, and not counted by flopguard",
        "",
        ", ".join(f"`{name}`" for name in sorted({row.family for row in rows if isinstance(row.network, tuple)})) + ".",
    ]
    return "\n".join(lines) + "\n"


def _line(row: Compared) -> str:
    ratio = row.forward / row.traced["forward_flop"]
    shown = "1" if row.forward == row.traced["forward_flop"] else f"{ratio:.8f}"
    return f"| {row.name} | `{row.family}` | {row.traced['forward_flop']:,} | {shown} |"


HEAD = """# Counts beside an operation counter

`scripts/trace_architectures.py` builds models from configurations without weights and lets torch count the operations
of a forward pass ({versions}). `tests/data/architectures/` has each
configuration with its origin and digest. Of {traced} configurations flopguard counts {configurations}, of {families}
families: {exact} to the last FLOP, all within 0.1 %.

The counter sees what is worked out, so every pair of query and key is in both figures here, masked or not. Where the
two are not the same:

- Convolutions over the last tokens (`mamba`, `mamba2`, `qwen3_next` and other hybrids) are padded in the library,
  which works out a few positions beyond the end. flopguard counts the sequence.
- State spaces of the second kind (`mamba2`, `bamba`, `falcon_h1`, `granitemoehybrid`, `nemotron_h`) share scores among
  the heads of a group. The library works them out for each head, kernels and flopguard once a group: that difference,
  2 x tokens x chunk x states x (heads - groups) a layer, is added to flopguard's figure in this table only. The states
  that are carried between chunks are left out: they grow with the square of the number of chunks and stay below 0.1 %.
- Encoders have a product once a sequence or image (a pooled vector, a head) in some classes and not in others.
- The counter sees no triangular solves, no Fourier transforms, no products written as a multiplication and a sum.
  Gated delta layers have two such solves a chunk, which flopguard leaves out as well: about half a chunk x (key + value
  size) multiply-adds a token and head.
- Experts are traced with exactly those that a token visits; Llama 4's published code runs all of them.
- Images have the size that the model was run at, which is not always that of its configuration.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
