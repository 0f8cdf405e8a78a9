"""Make tests/data/policy-ids.csv from the pages of facts: `list_policy_ids.py FACTS_DIR`.

The list holds every id that the pages give to a text, to a trigger or to a row of a text's own table, so that a test
can ask of the library where each of them is. Kinds: `policy`, a text; `trigger`, one condition, `text/condition`;
`row`, a line of a table on one text, or of the index of laws.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).resolve().parents[1] / "tests" / "data" / "policy-ids.csv"

ID = re.compile(r"`([a-z0-9-]+(?:\.[0-9]+)?)`")
HEADING = re.compile(r"^#{2,3} (?P<number>[0-9]+(?:\.[0-9]+)*)\.? (?P<title>.*)")
LAWS = re.compile(r"(eu|us|kr|int)-")
ONE_CONDITION = ("2", "6")
"""The parts of the page on laws whose headings name one condition each and not a text: European Union, South Korea."""
VERSIONS = {
    "anthropic-rsp-2.x": ("anthropic-rsp-2.0", "anthropic-rsp-2.1", "anthropic-rsp-2.2"),
    "anthropic-rsp-3.x": tuple(f"anthropic-rsp-3.{n}" for n in range(5)),
    "anthropic-rsp-3.1+": tuple(f"anthropic-rsp-3.{n}" for n in range(1, 5)),
    "gdm-fsf-3.x": ("gdm-fsf-3.0", "gdm-fsf-3.1"),
    "microsoft-fgf-*": ("microsoft-fgf-1", "microsoft-fgf-2026"),
}
"""Which versions a spelling for several stands for."""
TWO_IN_ONE = {"naver-asf-2024/6x-3mo": ("6x", "3mo")}
"""Lines of the table of all triggers that stand for two rows of the text's own table."""
STATES = {
    "California": "us-ca",
    "Massachusetts": "us-ma",
    "Michigan": "us-mi",
    "Nebraska": "us-ne",
    "Tennessee": "us-tn",
    "Utah": "us-ut",
}


class Entry(NamedTuple):
    """One id of the pages."""

    file: str
    id: str
    kind: str


class Row(NamedTuple):
    """One line of a table, the number and title of the section it stands in, and the head of its first column."""

    number: str
    title: str
    head: str
    cells: list[str]


def rows(text: str) -> Iterator[Row]:
    """Every line of every table."""
    number = title = head = ""
    for line in text.splitlines():
        if found := HEADING.match(line):
            number, title, head = found["number"], found["title"], ""
        elif not line.startswith("|"):
            head = ""
        elif not set(line) <= set("|-: "):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if head:
                yield Row(number, title, head, cells)
            head = head or cells[0]


def headings(text: str) -> Iterator[tuple[str, str]]:
    """The numbers and titles of all sections."""
    for line in text.splitlines():
        if found := HEADING.match(line):
            yield found["number"], found["title"]


def laws(text: str) -> Iterator[Entry]:
    """The ids of the page on laws."""
    for row in rows(text):
        if row.head == "id":
            kind = "row" if row.number in ("0", "10") else "policy"
            yield from (Entry("laws", id, kind) for id in ID.findall(row.cells[0]))
        elif row.number == "3.6":
            yield Entry("laws", _bill(row.cells[0]), "policy")
    for number, title in headings(text):
        kind = "row" if number.partition(".")[0] in ONE_CONDITION else "policy"
        yield from (Entry("laws", id, kind) for id in ID.findall(title) if LAWS.match(id))


def _bill(named: str) -> str:
    """`Massachusetts S.37, later S.2630` is us-ma-s37: the state and the first number."""
    state, number = named.split(" ", 1)
    first = re.match(r"[A-Z]+[ .]*[0-9]+", number)
    assert first is not None, named
    return f"{STATES[state]}-{re.sub('[ .]', '', first[0]).lower()}"


def labs(text: str) -> Iterator[Entry]:
    """The ids of the page on policies of labs."""
    for row in rows(text):
        if row.number == "2":
            yield from (Entry("lab_policies", id, "policy") for id in _listed(row.cells[0]))
        elif row.number == "3":
            text_id, _, trigger = row.cells[0].partition("/")
            for version in VERSIONS.get(text_id, (text_id,)):
                each = TWO_IN_ONE.get(f"{version}/{trigger}", (trigger,))
                yield from (Entry("lab_policies", f"{version}/{name}", "trigger") for name in each)
        elif row.head == "id":
            for version in _listed(" ".join(ID.findall(row.title)[:1]) + _more(row.title)):
                names = re.split(r" / ", row.cells[0])
                yield from (Entry("lab_policies", f"{version}/{name}", "row") for name in names)


def _more(title: str) -> str:
    """Further versions in a heading: `, -3.2, -3.3`."""
    return "".join(f", {suffix}" for suffix in re.findall(r"`(-[0-9.]+)`", title))


def _listed(cell: str) -> list[str]:
    """`a-1 / 1.1 / 2` and `a-20250210, -20250220` are ids that share the beginning of the first."""
    first, *others = re.split(r" / |, ", cell)
    stem = first.rpartition("-")[0]
    return [first, *(f"{stem}-{other.removeprefix('-')}" for other in others)]


def entries(facts: Path) -> list[Entry]:
    """All ids, each once, in order; an id that is a text of its own is none of its triggers."""
    found = [
        *laws((facts / "laws.md").read_text(encoding="utf-8")),
        *labs((facts / "lab_policies.md").read_text(encoding="utf-8")),
    ]
    rank = {"policy": 0, "trigger": 1, "row": 2}
    best: dict[str, Entry] = {}
    for entry in sorted(found, key=lambda entry: rank[entry.kind]):
        best.setdefault(entry.id, entry)
    return sorted(best.values())


def main(facts: Path) -> None:
    """Write the list."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Entry._fields)
        writer.writerows(entries(facts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
