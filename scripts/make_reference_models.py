"""Make flopguard/data/reference_models.json from a table of runs: `make_reference_models.py FACTS_CSV`.

Figures stay decimal text with every digit of the table, with exponents written as e23 and not e+23. The
notes and the short forms of long descriptions are our own, in reference_notes.json.
"""

import csv
import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "flopguard" / "data" / "reference_models.json"
LONGEST_LABEL = 40

TEXT_COLUMNS = {
    "name": "model",
    "developer": "org",
    "released": "release_date",
    "domain": "domain",
    "unit": "unit",
    "hardware": "hardware",
    "source": "source",
    "verified": "verified",
}

LABEL_COLUMNS = {
    "utilisation_kind": "utilisation_kind",
    "published_kind": "published_kind",
    "epoch_method": "epoch_method",
}

FIGURE_COLUMNS = {
    "n_total": "n_total",
    "n_active": "n_active",
    "n_matmul": "matmul_params_per_token",
    "samples": "train_tokens_or_samples",
    "seq_len": "train_seq_len",
    "layers": "layers",
    "d_model": "d_model",
    "heads": "heads",
    "kv_heads": "kv_heads",
    "head_dim": "head_dim",
    "d_ff": "d_ff",
    "vocab": "vocab",
    "experts": "experts",
    "experts_per_token": "experts_per_token",
    "shared_experts": "shared_experts",
    "expert_d_ff": "expert_d_ff",
    "dense_layers": "dense_layers",
    "chips": "chips",
    "chip_hours": "chip_hours",
    "peak_flop_per_s": "peak_flop_per_s_used",
    "utilisation": "reported_utilisation",
    "published_flop": "published_flop",
    "six_nd_flop": "six_nd_flop",
    "exact_flop": "exact_mask_aware_flop",
    "exact_full_attention_flop": "exact_full_attn_flop",
    "epoch_flop": "epoch_flop",
}

YES_NO_COLUMNS = {"gated_mlp": "gated_mlp", "tied_embeddings": "tied_embeddings"}

# The table repeats the total there, and a wrong figure is worse than none.
LEFT_OUT = {("switch-c-1.6t", "n_active")}

WORDS = json.loads(Path(__file__).with_name("reference_notes.json").read_text(encoding="utf-8"))
NOTES: dict[str, str] = WORDS["notes"]
SHORT_LABELS: dict[str, str] = WORDS["short_labels"]


def slug(name: str) -> str:
    """The id of a model: its name in lower case, hyphens for all but letters, digits and points."""
    return re.sub(r"[^a-z0-9.]+", "-", name.casefold()).strip("-")


def figure(text: str) -> str:
    """The same decimal with its exponent written as e23: no plus sign, no leading zeros."""
    return re.sub(r"e\+?(-?)0*(\d+)", r"e\1\2", text)


def label(text: str) -> str:
    """A description as it is if it is short, otherwise our short form of it."""
    short = SHORT_LABELS.get(text, text)
    if len(short) > LONGEST_LABEL:
        sys.exit(f"no short form for {text!r}: add one to reference_notes.json")
    return short


def model(row: dict[str, str]) -> dict[str, object]:
    """One training run as the package stores it: keys without a value are left out."""
    made: dict[str, object] = {"id": slug(row["model"])}
    made |= {key: row[column] for key, column in TEXT_COLUMNS.items() if row[column]}
    made |= {key: label(row[column]) for key, column in LABEL_COLUMNS.items() if row[column]}
    made |= {key: figure(row[column]) for key, column in FIGURE_COLUMNS.items() if row[column]}
    made |= {key: row[column] == "1" for key, column in YES_NO_COLUMNS.items() if row[column]}
    made |= {"architecture": SHORT_LABELS.get(row["arch_type"], row["arch_type"])}
    made |= {"note": NOTES[slug(row["model"])]} if slug(row["model"]) in NOTES else {}
    return {key: value for key, value in made.items() if (made["id"], key) not in LEFT_OUT}


def main(facts: str) -> None:
    """Write the table, one run a line, in the order of the ids."""
    with Path(facts).open(encoding="utf-8", newline="") as table:
        models = sorted((model(row) for row in csv.DictReader(table)), key=lambda made: str(made["id"]))
    if unused := NOTES.keys() - {made["id"] for made in models}:
        sys.exit(f"{facts}: no such model, though there is a note on it: {', '.join(sorted(unused))}")
    lines = ",\n".join(json.dumps(made, ensure_ascii=False, sort_keys=True) for made in models)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
