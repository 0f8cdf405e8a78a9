"""Make flopguard/data/hardware.json from a table of chips: `make_hardware_table.py FACTS_CSV`.

Figures stay the text they are in the table, so that no digit is lost or won; peaks are dense TFLOP/s
(int8: 10^12 operations/s). The notes are our own, in hardware_notes.json: where a figure for the chip is
easily misread.
"""

import csv
import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "flopguard" / "data" / "hardware.json"

PEAK_COLUMNS = {
    "fp64": "fp64_vector_tflops",
    "fp64-matrix": "fp64_matrix_tflops",
    "fp32": "fp32_vector_tflops",
    "tf32": "tf32_dense_tflops",
    "bf16": "bf16_dense_tflops",
    "fp16": "fp16_dense_tflops",
    "fp8": "fp8_dense_tflops",
    "fp4": "fp4_dense_tflops",
    "int8": "int8_dense_tops",
}

TEXT_COLUMNS = {
    "name": "chip",
    "vendor": "vendor",
    "unit_counted": "unit_counted",
    "released": "release_date",
    "sparsity": "sparsity_factor_in_vendor_sheet",
    "tdp_w": "tdp_w",
    "memory_gb": "memory_gb",
    "memory_tb_per_s": "memory_bw_tb_s",
    "best_matmul_tflops": "measured_best_bf16_matmul_tflops",
    "source": "source",
    "verified": "verified",
}

NOTES = json.loads(Path(__file__).with_name("hardware_notes.json").read_text(encoding="utf-8"))


def chip(row: dict[str, str]) -> dict[str, object]:
    """One chip as the package stores it: keys without a value are left out."""
    texts = {key: row[column] for key, column in TEXT_COLUMNS.items() if row[column]}
    peaks = {precision: row[column] for precision, column in PEAK_COLUMNS.items() if row[column]}
    note = {"note": NOTES[row["id"]]} if row["id"] in NOTES else {}
    return {"id": row["id"], **texts, "peaks": peaks, **note}


def main(facts: str) -> None:
    """Write the table, one chip a line, in the order of the ids."""
    with Path(facts).open(encoding="utf-8", newline="") as table:
        chips = sorted((chip(row) for row in csv.DictReader(table)), key=lambda made: str(made["id"]))
    if unused := NOTES.keys() - {made["id"] for made in chips}:
        sys.exit(f"{facts}: no such chip, though there is a note on it: {', '.join(sorted(unused))}")
    lines = ",\n".join(json.dumps(made, ensure_ascii=False, sort_keys=True) for made in chips)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
