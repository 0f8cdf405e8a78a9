"""Measure how well claims are found in prose: `measure_claims.py CLAIMS [CARDS]` writes docs/claims-measured.md.

CLAIMS is a table of labelled statements with the columns of tests/data/claims/claims.csv, CARDS a folder of model
cards whose claims are counted. Without CARDS what the page says of cards stays as it is.
"""

import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flopguard.claims.prose import claims_in  # noqa: E402
from flopguard.claims.terms.slots import SLOTS  # noqa: E402
from flopguard.result import Claim  # noqa: E402

PAGE = ROOT / "docs" / "claims-measured.md"
DATA = ROOT / "tests" / "data" / "claims"
CARDS_HEADING = "## All the cards"
LABELS = {"yes": "given", "partly": "partly", "no": "missing", "n/a": "n/a"}
HOURS = {"days": Fraction(24), "weeks": Fraction(168), "months": Fraction(1461, 2)}


@dataclass(frozen=True)
class Expected:
    """What a row says that stands in its statement; `value` None where it is words and no number."""

    value: Fraction | None
    unit: str


def expected_of(row: dict[str, str]) -> Expected:
    """The value and unit of a row in ours."""
    value, unit = row["value"], row["unit"]
    if unit.endswith("x time"):
        kind = "core" if unit.startswith("core") else "chip"
        return Expected(_chip_hours(value), f"{kind}-hours")
    if unit == "tokens":
        return Expected(_product(value), "tokens")
    if unit == "steps x batch":
        return Expected(_product(value), "sequences")
    if unit == "USD":
        return Expected(None, "USD")
    factor, ours = _scaled(unit)
    return Expected(Fraction(value.lstrip("~")) * factor, ours)


def _scaled(unit: str) -> tuple[Fraction, str]:
    for start, factor, ours in (
        ("GPU-hours", 1, "chip-hours"),
        ("TPU-days", 24, "chip-hours"),
        ("hours", 1, "hours"),
        ("GPUs", 1, "chips"),
        ("FLOP", 1, "FLOP"),
        ("PF/s-days", 10**15 * 86400, "FLOP"),
        ("TFLOP/s per GPU", 10**12, "FLOP/s per chip"),
        ("tokens/s per GPU", 1, "tokens/s per chip"),
        ("tokens/s per core", 1, "tokens/s per core"),
        ("% MFU", 1, "% MFU"),
        ("% hardware FLOPs utilisation", 1, "% HFU"),
        ("kWh", 1, "kWh"),
        ("x per year", 1, "x per year"),
        ("x", 1, "x"),
    ):
        if unit.startswith(start):
            return Fraction(factor), ours
    raise ValueError(f"a unit that is not known: {unit}")


def _product(value: str) -> Fraction:
    numbers = re.findall(r"[\d.]+(?:e\d+)?", value)
    result = Fraction(1)
    for number in numbers:
        result *= Fraction(number)
    return result


def _chip_hours(value: str) -> Fraction:
    """`96x8 GPUs x 163 days`, `128 cores x 2 weeks + 2 days`."""
    chips, _, times = re.sub(r"(\d)x(\d)", r"\1*\2", value).partition(" x ")
    count = _product(chips.replace("*", " "))
    return count * sum(Fraction(n) * HOURS[unit] for n, unit in re.findall(r"([\d.]+) (\w+)", times))


def found_for(row: dict[str, str], claims: tuple[Claim, ...]) -> Claim | None:
    """The claim that has the row's value, to two thousandths or inside its range, in the row's unit."""
    wanted = expected_of(row)
    return next((claim for claim in claims if claim.unit == wanted.unit and _fits(wanted.value, claim)), None)


def _fits(wanted: Fraction | None, claim: Claim) -> bool:
    if wanted is None:
        return claim.value == ""
    if not claim.value:
        return False
    value = Fraction(claim.value)
    return abs(value - wanted) <= abs(wanted) / 500


def half_of(row: dict[str, str]) -> str:
    """Which half of the rows it is in: the grammar was worked out on the odd ones."""
    return "odd" if int(row["claim_id"][1:]) % 2 else "even"


def amounts_table(rows: list[dict[str, str]], found: dict[str, Claim | None]) -> list[str]:
    """How many amounts were found, by half and by type."""
    lines = ["| Rows | Amounts | Found | Share |", "| --- | ---: | ---: | ---: |"]
    groups = [("all", rows), *((f"{half} ids", [r for r in rows if half_of(r) == half]) for half in ("odd", "even"))]
    types = sorted({row["claim_type"] for row in rows})
    groups += [(f"`{kind}`", [row for row in rows if row["claim_type"] == kind]) for kind in types]
    for name, group in groups:
        hits = sum(found[row["claim_id"]] is not None for row in group)
        lines.append(f"| {name} | {len(group)} | {hits} | {_share(hits, len(group))} |")
    return lines


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def misses(
    rows: list[dict[str, str]], found: dict[str, Claim | None], claims: dict[str, tuple[Claim, ...]]
) -> list[str]:
    """Every row whose amount was not found, with what was found in its place."""
    lines = ["| Row | Half | Looked for | Found instead |", "| --- | --- | --- | --- |"]
    for row in rows:
        if found[row["claim_id"]] is None:
            others = "; ".join(f"{c.quantity} {c.value} {c.unit}" for c in claims[row["claim_id"]]) or "nothing"
            lines.append(f"| {row['claim_id']} | {half_of(row)} | {row['value']} {row['unit']} | {others} |")
    return lines


def recall(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Recall averaged over the labels that occur, and that of the best single label."""
    labels = sorted({label for label, _ in pairs})
    shares = []
    for label in labels:
        of_label = [said for truth, said in pairs if truth == label]
        shares.append(sum(said == label for said in of_label) / len(of_label))
    return sum(shares) / len(shares), 1 / len(labels)


def slots_table(
    rows: list[dict[str, str]], found: dict[str, Claim | None], claims: dict[str, tuple[Claim, ...]]
) -> list[str]:
    """Per slot the macro-averaged recall, with partly by itself, as given and as missing."""
    readings = {"by itself": {}, "as given": {"partly": "given"}, "as missing": {"partly": "missing"}}
    lines = ["| Slot | Partly | All | Odd ids | Even ids | One label |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for slot in SLOTS:
        for name, merged in readings.items():
            cells = []
            constant = 0.0
            for half in ("all", "odd", "even"):
                pairs = [_pair(row, slot, found, claims, merged) for row in rows if half in ("all", half_of(row))]
                share, one = recall(pairs)
                constant = one if half == "all" else constant
                cells.append(f"{share:.2f}")
            lines.append(f"| {slot} | {name} | {' | '.join(cells)} | {constant:.2f} |")
    return lines


def _pair(
    row: dict[str, str],
    slot: str,
    found: dict[str, Claim | None],
    claims: dict[str, tuple[Claim, ...]],
    merged: dict[str, str],
) -> tuple[str, str]:
    """The label and what was read, of the amount that was looked for, else of the first; none where nothing was."""
    every = claims[row["claim_id"]]
    claim = found[row["claim_id"]] or (every[0] if every else None)
    truth, said = LABELS[row[f"{slot}_specified"]], claim.slots[slot] if claim else "none"
    return merged.get(truth, truth), merged.get(said, said)


def negatives() -> list[str]:
    """The paragraphs without compute in which a claim was found."""
    with (DATA / "paragraphs-without-compute.csv").open(encoding="utf-8", newline="") as file:
        paragraphs = list(csv.DictReader(file))
    wrong = [(row, claims) for row in paragraphs if (claims := claims_in(row["text"] + "\n"))]
    lines = [f"A claim was found in {len(wrong)} of {len(paragraphs)} paragraphs without compute."]
    for row, claims in wrong:
        lines += ["", f"- {row['id']} of `{row['file']}`: {claims[0].quantity} `{claims[0].written}`"]
    return lines


def cards_lines(folder: Path) -> list[str]:
    """How many claims of each quantity all the cards of a folder hold."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    cards = [file for file in files if file.suffix == ".md" and file.parent != folder]
    claims = {file: claims_in(file.read_bytes().decode("utf-8", "replace")) for file in files}
    counts = Counter(claim.quantity for card in cards for claim in claims[card])
    silent = sum(not claims[card] for card in cards)
    table = [f"| {name} | {count} |" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return [
        CARDS_HEADING,
        "",
        f"All {len(files)} files were read, whatever they are; {len(cards)} of them are cards in Markdown, and in",
        f"{silent} of these no claim about compute was found.",
        "",
        "| Quantity | Claims |",
        "| --- | ---: |",
        *table,
    ]


INTRODUCTION = """\
# How well claims are found

Made by `scripts/measure_claims.py`; a test holds it to the code. The statements are the rows of
`tests/data/claims/claims.csv`: real statements in paraphrase, labelled once. The grammar was worked out on the rows
with odd ids; the even ones were measured by the script alone. Whoever wrote the grammar had read the whole table
before, so that the even half is unseen by the tuning and not by the eye.

An amount counts as found if one claim of the statement has its value, to two thousandths, in its unit. The units of the
table become ours: GPU-hours, GPU-days and chips × days become chip-hours (a month is 730.5 hours), PF/s-days become
FLOP, TFLOP/s per GPU becomes FLOP/s per chip, steps × batch becomes sequences, steps × batch × length becomes tokens,
hours of which it is not said whether they are chip-hours stay hours, every kind of `x` becomes x, and "a few $10M" is
an amount in USD without a value.
"""


SLOTS_SAY = """\
Recall averaged over the labels that occur, with *partly* as a label by itself, counted as *given* and counted as
*missing*; beside it what the best single label reaches. Where the amount was not found, the first claim of the
statement is judged, and nothing found is wrong in every slot."""


def page(claims_file: Path, cards: list[str]) -> str:
    """The whole page."""
    with claims_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    claims = {row["claim_id"]: claims_in(row["claim"] + "\n") for row in rows}
    found = {row["claim_id"]: found_for(row, claims[row["claim_id"]]) for row in rows}
    parts = [
        INTRODUCTION.rstrip(),
        "",
        "## Amounts",
        "",
        *amounts_table(rows, found),
        "",
        "Not found:",
        "",
        *misses(rows, found, claims),
        "",
        "## Slots",
        "",
        *SLOTS_SAY.splitlines(),
        "",
        *slots_table(rows, found, claims),
        "",
        "## Paragraphs without compute",
        "",
        *negatives(),
        "",
        *cards,
    ]
    return "\n".join(parts).rstrip() + "\n"


def kept_cards() -> list[str]:
    """What the page as it stands says of the cards."""
    if not PAGE.exists():
        return []
    _, heading, rest = PAGE.read_text(encoding="utf-8").partition(CARDS_HEADING)
    return [(heading + rest).rstrip()] if heading else []


def main() -> None:
    """Print the page and write it."""
    cards = cards_lines(Path(sys.argv[2])) if len(sys.argv) > 2 else kept_cards()
    text = page(Path(sys.argv[1]), cards)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
