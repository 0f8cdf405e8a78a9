"""Count the operations of real architectures with torch's own counter: `trace_architectures.py [--only NAME] OUT`.

Every folder of tests/data/architectures has a config.json and a row in origins.toml, which says what to build and
what to feed it. Each model is built on the meta device, where tensors have a shape and no content, with eager
attention, and its operators are counted one by one at full scores: torch's counter knows nothing of masks.
Needs `pip install -e '.[trace]'`. Results and versions go to OUT as TOML.
"""

import argparse
import datetime
import hashlib
import json
import sys
import tomllib
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode
from torch.utils.weak import WeakIdKeyDictionary
from trace_patches import NOTES, value_free

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "architectures"

# Counted as nothing although they do arithmetic on matrices: where one was met, the count is too low.
BLIND = {
    "mv", "addmv", "dot", "vdot", "addbmm", "bilinear", "_trilinear", "_grouped_mm", "_fft_r2c", "_fft_c2c", "_fft_c2r",
    "linalg_solve_triangular", "triangular_solve", "_scaled_dot_product_flash_attention_for_cpu",
    "_thnn_fused_lstm_cell", "grid_sampler_2d", "upsample_bicubic2d", "upsample_bilinear2d",
}  # fmt: skip
INTEGER_INPUTS = ("input_ids", "decoder_input_ids", "class_labels", "timestep")
DROPPED = ("quantization_config", "auto_map", "architectures", "torch_dtype", "dtype", "transformers_version")


class Watch(TorchDispatchMode):
    """Notes the operators that the counter does not see, and the convolutions with groups, which it inflates."""

    def __init__(self) -> None:
        super().__init__()
        self.blind: Counter[str] = Counter()
        self.grouped_convolution = 0
        self._products = WeakIdKeyDictionary()  # results of broadcast multiplications, while they live

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run the operator and note it."""
        result = func(*args, **(kwargs or {}))
        name = func.overloadpacket.__name__
        if name in BLIND:
            self.blind[name] += 1
        elif name == "mul" and (_is_outer(args, result) or any(factor in self._products for factor in _tensors(args))):
            self._products[result] = True
        elif name == "sum" and args[0] in self._products:
            self.blind["mul_sum"] += 2 * args[0].numel()
        elif name == "convolution" and args[8] > 1 and not args[6]:
            self.grouped_convolution += 2 * result.numel() * args[1][0].numel()
        return result


def _is_outer(factors: Any, product: torch.Tensor) -> bool:
    return product.numel() > max(factor.numel() for factor in _tensors(factors))


def _tensors(values: Any) -> list[torch.Tensor]:
    return [value for value in values if isinstance(value, torch.Tensor)]


def eager(config: Any) -> None:
    """Ask this configuration and those inside it for plain attention, for experts as products, and for no cache."""
    config._attn_implementation = "eager"
    config._experts_implementation = "batched_mm"
    if getattr(config, "use_cache", False):
        config.use_cache = False
    for key in getattr(config, "sub_configs", {}):
        if isinstance(inner := getattr(config, key, None), transformers.PreTrainedConfig):
            eager(inner)


def build(row: dict[str, Any], raw: dict[str, Any]) -> torch.nn.Module:
    """The model of a row, without content."""
    library, name = row["class"].split(".")
    fields = {key: value for key, value in raw.items() if key not in DROPPED}
    with torch.device("meta"):
        if library == "diffusers":
            return getattr(diffusers, name).from_config(fields).eval()
        fields.pop("model_type", None)
        renamed = {key: None if value == "none" else value for key, value in row.get("also", {}).items()}
        config = getattr(transformers, name).config_class.from_dict(fields | renamed)
        eager(config)
        return getattr(transformers, name)(config).eval()


def feed(inputs: dict[str, list[int]]) -> dict[str, torch.Tensor]:
    """Tensors of these shapes: whole numbers for tokens and classes, else fractions."""
    return {
        name: torch.zeros(shape, dtype=torch.long if name in INTEGER_INPUTS else torch.float32, device="meta")
        for name, shape in inputs.items()
    }


def tensors(output: Any) -> list[torch.Tensor]:
    """The differentiable tensors of a model's output."""
    values = output.values() if isinstance(output, dict) else output
    return [value for value in values if isinstance(value, torch.Tensor) and value.requires_grad]


def per_operator(counter: FlopCounterMode) -> dict[str, int]:
    """FLOP by operator, in the order of their names."""
    flop = counter.get_flop_counts()["Global"]
    return {name: flop[key] for name, key in sorted((str(key).removeprefix("aten."), key) for key in flop)}


def forward(model: torch.nn.Module, inputs: dict[str, torch.Tensor]) -> dict[str, Any]:
    """What one pass costs, and what of it the counter did not see."""
    watch = Watch()
    model.requires_grad_(False)
    with torch.no_grad(), torch.device("meta"), FlopCounterMode(display=False) as counter, watch:
        model(**inputs)
    found: dict[str, Any] = {"forward_flop": counter.get_total_flops(), "by_operator": per_operator(counter)}
    if watch.grouped_convolution:
        found["grouped_convolution_flop"] = watch.grouped_convolution
    if watch.blind:
        found["not_counted"] = dict(sorted(watch.blind.items()))
    return found


def train(model: torch.nn.Module, inputs: dict[str, torch.Tensor]) -> dict[str, int]:
    """What one pass and its gradients cost; nothing where a gradient cannot be had without values."""
    model.requires_grad_(True)
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        loss = sum(value.float().sum() for value in tensors(model(**inputs)))
        try:
            loss.backward()
        except (AssertionError, NotImplementedError, RuntimeError) as error:
            print(f"  no training count: {error}", file=sys.stderr)
            return {}
    return {"train_flop": counter.get_total_flops()}


def parameters(model: torch.nn.Module) -> dict[str, int]:
    """Parameters, each counted once, and those that are rows of a look-up table."""
    tables = {id(part.weight): part.weight for part in model.modules() if isinstance(part, torch.nn.Embedding)}
    return {
        "parameters": sum(part.numel() for part in model.parameters()),
        "embedding_parameters": sum(table.numel() for table in tables.values()),
    }


def trace(row: dict[str, Any]) -> dict[str, Any]:
    """The row of one architecture."""
    content = (FOLDER / row["name"] / "config.json").read_bytes()
    raw = json.loads(content)
    model = build(row, raw)
    inputs = feed(row["inputs"])
    found = forward(model, inputs)
    if row.get("train", True) and "grouped_convolution_flop" not in found:
        found |= train(model, inputs)
    notes = [note for note in (row.get("note"), NOTES.get(getattr(model.config, "model_type", ""))) if note]
    return {
        "name": row["name"],
        "model_type": raw.get("model_type") or raw.get("_class_name") or row["class"].split(".")[1],
        "class": row["class"],
        "config_sha256": hashlib.sha256(content).hexdigest(),
        "inputs": row["inputs"],
        **parameters(model),
        **found,
        **({"note": "; ".join(notes)} if notes else {}),
    }


def as_toml(value: Any) -> str:
    """One value in TOML."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{ " + ", ".join(f"{json.dumps(key)} = {as_toml(inner)}" for key, inner in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(as_toml, value)) + "]"
        case int():
            return str(value)
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def versions() -> dict[str, str]:
    """The releases that the counts are true of."""
    return {"torch": torch.__version__, "transformers": transformers.__version__, "diffusers": diffusers.__version__}


def table(rows: list[dict[str, Any]]) -> str:
    """The file: the day of the run and versions, then one table an architecture, in the order of the names."""
    today = datetime.datetime.now(datetime.UTC).date()
    parts = ["# Made by scripts/trace_architectures.py; never edited by hand.", block({"date": today} | versions())]
    return "\n".join(parts + [f"[[traced]]\n{block(row)}" for row in sorted(rows, key=lambda row: row["name"])])


def block(values: dict[str, Any]) -> str:
    """Keys and values, one a line."""
    return "".join(f"{key} = {as_toml(value)}\n" for key, value in values.items())


def attempt(row: dict[str, Any]) -> dict[str, Any] | None:
    """The traced row, or None with the reason on the error channel."""
    try:
        return trace(row)
    except Exception as error:  # whatever one model raises, the others are still counted
        print(f"{row['name']}: {type(error).__name__}: {str(error)[:300]}", file=sys.stderr)
        return None


def kept(out: Path, names: set[str]) -> list[dict[str, Any]]:
    """The rows with these names of an earlier table, which must be of the same versions."""
    earlier = tomllib.loads(out.read_text(encoding="utf-8"))
    if differing := [key for key, version in versions().items() if earlier[key] != version]:
        sys.exit(f"{out}: made with another release of {', '.join(differing)}: leave out --only and count all again")
    return [row for row in earlier["traced"] if row["name"] in names]


def main() -> None:
    """Trace all rows, or those asked for into the table that is there; fail if any could not be traced."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    options.add_argument("--only", metavar="NAME", action="append", help="trace this one and keep the others of OUT")
    chosen = options.parse_args()
    transformers.logging.set_verbosity_error()
    warnings.simplefilter("ignore")
    listed = tomllib.loads((FOLDER / "origins.toml").read_text(encoding="utf-8"))["architecture"]
    wanted = [row for row in listed if not chosen.only or row["name"] in chosen.only]
    others = {row["name"] for row in listed} - {row["name"] for row in wanted}
    before = kept(chosen.out, others) if others and chosen.out.exists() else []
    with value_free():
        traced = [attempt(row) for row in wanted]
    chosen.out.write_text(table(before + [row for row in traced if row]), encoding="utf-8")
    if None in traced:
        sys.exit(f"{traced.count(None)} of {len(traced)} could not be traced")


if __name__ == "__main__":
    main()
