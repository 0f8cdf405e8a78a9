"""Run every rule over model cards and over notes on models: tables by rule for docs/, and a sample to be judged by eye.

CARDS is a folder of Markdown files. NOTES is a table in CSV with one model a row, whose columns of prose become the
sections of one card a model.

python scripts/lint_cards.py CARDS NOTES                            writes docs/lint-on-cards.md
python scripts/lint_cards.py CARDS --sample 200 --to sample.csv     draws findings at random, always the same ones
python scripts/lint_cards.py NOTES --sample 200 --seed 7 --column "Training compute notes" --column Abstract
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flopguard.check import check_card
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Rule
from flopguard.lint.run import all_rules
from flopguard.lint.selection import Selection
from flopguard.reading.card import ENDINGS, load_card, load_card_bytes
from flopguard.result import ManifestReport

DATA = Path(__file__).parents[1] / "tests" / "data"
PAGE = Path(__file__).parents[1] / "docs" / "lint-on-cards.md"
JUDGED = DATA / "lint-cards-judged.csv"
NOTES_JUDGED = DATA / "lint-notes-judged.csv"
SEED = 20261122
COLUMNS = ("file", "line", "code", "set", "message", "excerpt", "judgement", "remark")
NOTES_COLUMNS = ("row", "model", "column", *COLUMNS[1:])
OF_PROSE = (
    "Training compute notes",
    "Dataset size notes",
    "Training time notes",
    "Finetune compute notes",
    "Utilization notes",
    "Abstract",
)
LONGEST, SHORT = 200, 120
STRICT = Selection(strict=True)


@dataclass(frozen=True)
class Result:
    """What was found in one card; `row` is that of a table, and `sections` say on which line a column begins."""

    file: str
    report: ManifestReport
    row: int | None = None
    sections: tuple[tuple[int, str], ...] = ()

    def place(self, finding: Finding) -> list[object]:
        """The file and the line, or for a table the row, the model, the column and the line in the cell."""
        line = finding.line or 1
        if self.row is None:
            return [self.file, line]
        start, column = max((section for section in self.sections if section[0] <= line), default=(1, ""))
        return [self.row, self.file, column, line - start + 1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page, or a sample where one is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sources", type=Path, nargs="+", metavar="CARDS | NOTES")
    parser.add_argument("--column", action="append", metavar="NAME", help="a column of NOTES that holds prose")
    parser.add_argument("--sample", type=int, metavar="N", help="draw N findings instead of writing the page")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--to", type=Path, default=Path("sample.csv"), metavar="FILE")
    chosen = parser.parse_args(arguments)
    of_cards = [result for source in chosen.sources if source.is_dir() for result in results_of(source)]
    tables = [source for source in chosen.sources if not source.is_dir()]
    of_notes = [result for source in tables for result in results_of_notes(source, chosen.column or OF_PROSE)]
    if chosen.sample is None:
        PAGE.write_text(page(of_cards, of_notes), encoding="utf-8")
    else:
        write_sample(of_cards or of_notes, chosen.sample, chosen.seed, chosen.to)


def results_of(folder: Path) -> Iterator[Result]:
    """Every Markdown file below the folder as a card; what lies directly in it speaks of the collection."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.parent != folder)
    for path in files:
        yield Result(path.relative_to(folder).as_posix(), check_card(load_card(str(path)), STRICT))


def results_of_notes(table: Path, columns: Sequence[str]) -> Iterator[Result]:
    """Every row with a word in one of the columns as a card: the first column is its title, each column a section."""
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream)
        names = next(rows)
        wanted = [(names.index(column), column) for column in columns]
        for number, row in enumerate(rows, 2):
            cells = [(column, row[place].strip()) for place, column in wanted if row[place].strip()]
            if cells:
                yield _of_row(number, " ".join(row[0].split()), cells)


def _of_row(number: int, model: str, cells: Sequence[tuple[str, str]]) -> Result:
    """A row as a card, with the line on which each cell begins. Line breaks in a cell are kept."""
    lines, sections = [f"# {model}", ""], []
    for column, cell in cells:
        lines += [f"## {column}", ""]
        sections.append((len(lines) + 1, column))
        lines += [*cell.splitlines(), ""]
    card = load_card_bytes("\n".join(lines).encode(), "card.md")
    return Result(model, check_card(card, STRICT), number, tuple(sections))


def findings_of(results: Sequence[Result]) -> list[tuple[Result, Finding]]:
    """Every finding with its card. Raises ValueError for one without a line."""
    found = [(result, finding) for result in results for finding in result.report.findings]
    for result, finding in found:
        if finding.line is None:
            raise ValueError(f"{result.file}: {finding.code} has no line")
    return found


def page(cards: Sequence[Result], notes: Sequence[Result]) -> str:
    """The page: for cards and for notes how many claims, the findings by rule, and how a sample was judged."""
    lines = [
        "# Lint on published model cards",
        "",
        "Every rule over a collection of published model cards, by `scripts/lint_cards.py`. Most cards say",
        "little about compute, and a rule that is on by default should seldom speak.",
        "",
        f"{_judged()} The sample is drawn with a seed; what was false was mended before it was drawn again.",
        "",
        *table(cards, "files", "cards"),
        "## Notes about models",
        "",
        "The columns of prose in Epoch AI's data on AI models, each row as one card and each column as one of its",
        "sections: what others wrote who had no linter in mind. (Epoch AI, Data on AI Models,",
        "<https://epoch.ai/data/ai-models>, CC BY 4.0, export of 2026-03-30.) The columns are",
        f"{', '.join(OF_PROSE)}.",
        "",
        *table(notes, "rows", "rows"),
        "### How the findings were judged",
        "",
        *_precision(),
    ]
    return "\n".join(lines)


def table(results: Sequence[Result], them: str, column: str) -> list[str]:
    """How many there are, and the findings by rule in the default and in the strict set."""
    every = findings_of(results)
    found = Counter(finding.code for _, finding in every)
    cards = {code: len({(r.row, r.file) for r, f in every if f.code == code}) for code in found}
    severities = {code: _severities([f for _, f in every if f.code == code]) for code in found}
    rules = [rule for rule in all_rules() if rule.code in found]
    strict = {rule.code for rule in all_rules() if rule.strict}
    spoken = [[f for f in result.report.findings if f.code not in strict] for result in results]
    warned = sum(any(f.severity is not Severity.INFO for f in findings) for findings in spoken)
    claims = sum(len(result.report.claims) for result in results)
    return [
        f"{len(results)} {them}, {claims} claims understood, {sum(not f for f in spoken)} {them} without a finding of"
        f" the default set, {warned} with a warning.",
        "",
        f"| rule | severity | set | findings | {column} |",
        "| --- | --- | --- | --- | --- |",
        *(_row(rule, severities[rule.code], found[rule.code], cards[rule.code]) for rule in rules),
        f"| all of the default set | | | {sum(n for code, n in found.items() if code not in strict)} | |",
        f"| all of the strict set | | | {sum(n for code, n in found.items() if code in strict)} | |",
        "",
    ]


def _severities(findings: Sequence[Finding]) -> str:
    return ", ".join(sorted({finding.severity.value for finding in findings}))


def _judged() -> str:
    """How the last sample of cards was judged by eye."""
    judgements = [row["judgement"] for row in _rows(JUDGED)]
    return f"{len(judgements)} findings were judged by eye, and {judgements.count('true')} were true."


def _precision() -> list[str]:
    """How the samples of notes were judged, before the false findings were mended and after, in all and by rule."""
    rows = _rows(NOTES_JUDGED)
    runs = {run: [row for row in rows if row["run"] == run] for run in ("first", "after")}
    codes = sorted({row["code"] for row in rows})
    said = [f"{name} {_true_of(kept)}" for name, kept in zip(("before", "after"), runs.values(), strict=True)]
    return [
        "Two samples were drawn at random and judged by eye, one before anything was changed and one, with another",
        f"seed, after what was false had been mended. True are {said[0]}, {said[1]}.",
        "A finding is true where the text shows what it says and its author could act on it; false where an amount, a",
        "chip or a meaning is misread, or where there is nothing to complain of; doubtful ones count as not true.",
        "The mending was done on these same notes, between two more samples that are not kept, by the one who judged:",
        "the second figure is not one for text that nobody here has seen. A few readings changed after it was drawn.",
        "",
        "| rule | before: true of all | doubtful | after: true of all | doubtful |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {code} | {_cells(runs['first'], code)} | {_cells(runs['after'], code)} |" for code in codes),
        f"| all | {_cells(runs['first'])} | {_cells(runs['after'])} |",
        "",
    ]


def _true_of(rows: Sequence[dict[str, str]]) -> str:
    true = sum(row["judgement"] == "true" for row in rows)
    return f"{true} of {len(rows)} ({true / max(1, len(rows)):.2f})"


def _cells(rows: Sequence[dict[str, str]], code: str = "") -> str:
    kept = [row for row in rows if row["code"] == code or not code]
    judged = Counter(row["judgement"] for row in kept)
    return f"{judged['true']} of {len(kept)} | {judged['doubtful']}" if kept else "| "


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _row(rule: Rule, severity: str, findings: int, cards: int) -> str:
    kind = "strict" if rule.strict else "default"
    return f"| {rule.code} {rule.name} | {severity} | {kind} | {findings} | {cards} |"


def write_sample(results: Sequence[Result], size: int, seed: int, to: Path) -> None:
    """A sample drawn with a seed, all of them if there are fewer; judgement and remark are left to be filled in."""
    found = findings_of(results)
    drawn = sorted(random.Random(seed).sample(range(len(found)), min(size, len(found))))
    strict = {rule.code for rule in all_rules() if rule.strict}
    is_of_notes = any(result.row is not None for result in results)
    with to.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(NOTES_COLUMNS if is_of_notes else COLUMNS)
        for result, finding in (found[number] for number in drawn):
            kind = "strict" if finding.code in strict else "default"
            excerpt = _excerpt(finding, SHORT if is_of_notes else LONGEST)
            writer.writerow([*result.place(finding), finding.code, kind, finding.message, excerpt, "", ""])


def _excerpt(finding: Finding, longest: int) -> str:
    """The line around what is pointed at."""
    start = max(0, (finding.column or 1) - 1 - longest // 3)
    return " ".join(finding.line_text[start : start + longest].split())


if __name__ == "__main__":
    main()
