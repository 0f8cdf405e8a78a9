"""Run every rule over a folder of model cards: a table by rule for docs/, and a sample of findings to be judged by eye.

python scripts/lint_cards.py CARDS                                  writes docs/lint-on-cards.md
python scripts/lint_cards.py CARDS --sample 200 --to sample.csv     draws findings at random, always the same ones
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
from flopguard.finding import Finding
from flopguard.lint.rule import Rule
from flopguard.lint.run import all_rules
from flopguard.lint.selection import Selection
from flopguard.reading.card import ENDINGS, load_card
from flopguard.result import ManifestReport

PAGE = Path(__file__).parents[1] / "docs" / "lint-on-cards.md"
SEED = 20261122
COLUMNS = ("file", "line", "code", "set", "message", "excerpt", "judgement", "remark")
LONGEST = 200


@dataclass(frozen=True)
class Result:
    """What was found in one card."""

    file: str
    report: ManifestReport


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page, or a sample where one is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cards", type=Path)
    parser.add_argument("--sample", type=int, metavar="N", help="draw N findings instead of writing the page")
    parser.add_argument("--to", type=Path, default=Path("sample.csv"), metavar="FILE")
    chosen = parser.parse_args(arguments)
    results = list(results_of(chosen.cards))
    if chosen.sample is None:
        PAGE.write_text(page(results), encoding="utf-8")
    else:
        write_sample(results, chosen.sample, chosen.to)


def results_of(folder: Path) -> Iterator[Result]:
    """Every Markdown file of the folder as a card, whatever it is called."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    for path in files:
        yield Result(path.relative_to(folder).as_posix(), check_card(load_card(str(path)), Selection(strict=True)))


def findings_of(results: Sequence[Result]) -> list[tuple[Result, Finding]]:
    """Every finding with its card. Raises ValueError for one without a line."""
    found = [(result, finding) for result in results for finding in result.report.findings]
    for result, finding in found:
        if finding.line is None:
            raise ValueError(f"{result.file}: {finding.code} has no line")
    return found


def page(results: Sequence[Result]) -> str:
    """The page: how many cards and claims, and the findings by rule in the default and in the strict set."""
    found = Counter(finding.code for _, finding in findings_of(results))
    cards = {code: len({r.file for r, f in findings_of(results) if f.code == code}) for code in found}
    severities = {finding.code: finding.severity.value for _, finding in findings_of(results)}
    rules = [rule for rule in all_rules() if rule.code in found]
    strict = {rule.code for rule in all_rules() if rule.strict}
    quiet = sum(not any(f.code not in strict for f in result.report.findings) for result in results)
    claims = sum(len(result.report.claims) for result in results)
    return "\n".join(
        [
            "# Lint on published model cards",
            "",
            "Every rule over a collection of published model cards, by `scripts/lint_cards.py`. Most cards say",
            "little about compute, and a rule that is on by default should seldom speak.",
            "",
            f"{len(results)} files, {claims} claims understood, {quiet} files without a finding of the default set.",
            "",
            "| rule | severity | set | findings | cards |",
            "| --- | --- | --- | --- | --- |",
            *(_row(rule, severities[rule.code], found[rule.code], cards[rule.code]) for rule in rules),
            f"| all of the default set | | | {sum(n for code, n in found.items() if code not in strict)} | |",
            f"| all of the strict set | | | {sum(n for code, n in found.items() if code in strict)} | |",
            "",
        ]
    )


def _row(rule: Rule, severity: str, findings: int, cards: int) -> str:
    kind = "strict" if rule.strict else "default"
    return f"| {rule.code} {rule.name} | {severity} | {kind} | {findings} | {cards} |"


def write_sample(results: Sequence[Result], size: int, to: Path) -> None:
    """A sample drawn with a seed, all of them if there are fewer; judgement and remark are left to be filled in."""
    found = findings_of(results)
    drawn = sorted(random.Random(SEED).sample(range(len(found)), min(size, len(found))))
    strict = {rule.code for rule in all_rules() if rule.strict}
    with to.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for result, finding in (found[number] for number in drawn):
            kind = "strict" if finding.code in strict else "default"
            excerpt = _excerpt(finding)
            writer.writerow([result.file, finding.line, finding.code, kind, finding.message, excerpt, "", ""])


def _excerpt(finding: Finding) -> str:
    """The line around what is pointed at."""
    start = max(0, (finding.column or 1) - 1 - LONGEST // 3)
    return " ".join(finding.line_text[start : start + LONGEST].split())


if __name__ == "__main__":
    main()
