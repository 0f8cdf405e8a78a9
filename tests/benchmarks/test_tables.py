"""The tables: what is made of samples, how values are shown, and where they go on a page."""

import pytest

from benchmarks.budgets import BARE, SHARED, tables
from benchmarks.process import Sample
from benchmarks.table import Table, against, as_markdown, as_text, between_markers, digits, reaches, seconds, within

SMALL = Table("Two", ("what", "time"), (("a", "1.00 s"), ("long", "20.0 ms")))


def test_as_text() -> None:
    assert as_text(SMALL) == "Two\n  what     time\n  a      1.00 s\n  long  20.0 ms"


def test_as_markdown() -> None:
    assert as_markdown(SMALL) == ("### Two\n\n| what | time |\n| --- | ---: |\n| a | 1.00 s |\n| long | 20.0 ms |")


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    page = "a\n<!-- benchmarks: begin -->\nold\n<!-- benchmarks: end -->\nb\n"
    new = "a\n<!-- benchmarks: begin -->\n\nnew\n\n<!-- benchmarks: end -->\nb\n"
    assert between_markers(page, "new\n") == new
    assert between_markers(new, "new") == new


@pytest.mark.parametrize(
    "page", ["", "<!-- benchmarks: begin -->", "<!-- benchmarks: end --><!-- benchmarks: begin -->"]
)
def test_a_page_without_markers_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="the page lacks"):
        between_markers(page, "new")


@pytest.mark.parametrize(
    "value, shown",
    [(34.2, "34.2 s"), (1, "1.00 s"), (0.2504, "250 ms"), (0.001, "1.00 ms"), (17.94e-6, "17.9 us"), (2e-7, "0.20 us")],
)
def test_seconds(value: float, shown: str) -> None:
    assert seconds(value) == shown


@pytest.mark.parametrize("value, shown", [(0.174, "0.17"), (9.996, "10.0"), (99.96, "100"), (1234.5, "1,234")])
def test_digits(value: float, shown: str) -> None:
    assert digits(value) == shown


@pytest.mark.parametrize(
    "shown, expected",
    [
        (within(4, 5), "0.80 (holds)"),
        (within(5, 5), "1.00 (holds)"),
        (within(6, 5), "1.20 (over)"),
        (reaches(500, 400), "1.25 (holds)"),
        (reaches(100, 400), "0.25 (short)"),
        (against(1, 4), "0.25 (ahead)"),
        (against(4, 4), "1.00 (behind)"),
        (against(4, 1), "4.00 (behind)"),
    ],
)
def test_what_is_said_of_a_value(shown: str, expected: str) -> None:
    assert shown == expected


def sample(cpu: float, megabytes: int = 40) -> Sample:
    return Sample(cpu, 2 * cpu, megabytes * 1_000_000)


FOUND = {
    BARE: sample(0.01),
    "`--version`": sample(0.04),
    "`--help`": sample(0.05),
    "`explain FG301`": sample(0.06),
    "toml": sample(0.17),
    "yaml": sample(0.2),
    "json": sample(0.16),
    "100": sample(0.35),
    "1000": sample(2.0, 58),
    SHARED: sample(1.1, 60),
    "their start": sample(0.2),
    "their one": sample(0.3),
    "ours listed": sample(0.655),
    "their listed": sample(0.399),
}
CALLS = {"library": 5e-4, "library_worst": 3e-3, "not_in_force": 5e-7, "other_lab": 2e-6, "effective": 0.005}


def test_the_tables_of_some_samples() -> None:
    assert [table.rows for table in tables(FOUND, CALLS)] == [
        (
            ("`python -I -c pass`, bare interpreter", "10.0 ms", "20.0 ms", "1.00", "", ""),
            ("`--version`", "40.0 ms", "80.0 ms", "4.00", "5x", "0.80 (holds)"),
            ("`--help`", "50.0 ms", "100 ms", "5.00", "5x", "1.00 (holds)"),
            ("`explain FG301`", "60.0 ms", "120 ms", "6.00", "5x", "1.20 (over)"),
            ("`check`, one manifest in TOML", "170 ms", "340 ms", "17.0", "18x", "0.94 (holds)"),
            ("`check`, one manifest in YAML", "200 ms", "400 ms", "20.0", "18x", "1.11 (over)"),
            ("`check`, one manifest in JSON", "160 ms", "320 ms", "16.0", "18x", "0.89 (holds)"),
        ),
        (
            ("the whole bundled library on a model: median of the examples", "500 us", "1.00 ms", "0.50 (holds)"),
            ("the same: the slowest example", "3.00 ms", "", ""),
            ("one trigger that is out of force", "0.50 us", "1.00 us", "0.50 (holds)"),
            ("one trigger of a lab that did not make the model", "2.00 us", "1.00 us", "2.00 (over)"),
            ("effective compute: two definitions, eight gains", "5.00 ms", "50.0 ms", "0.10 (holds)"),
        ),
        (
            ("1,000 manifests, processor time", "2.00 s", "", ""),
            ("1,000 manifests, files a second a core", "500", "400", "1.25 (holds)"),
            ("1,000 manifests, wall time, one process", "4.00 s", "", ""),
            ("1,000 manifests, wall time, as many as pay", "2.20 s", "", ""),
            ("100 manifests, peak memory", "40.0 MB", "", ""),
            ("1,000 manifests, peak memory", "58.0 MB", "", ""),
            ("growth of memory a file", "20.0 kB", "flat", "1.45x for 10x the files (grows)"),
        ),
        (
            ("start (`--version`)", "40.0 ms", "200 ms", "0.20 (ahead)"),
            ("one JSON manifest, start included", "160 ms", "300 ms", "0.53 (ahead)"),
            ("100 JSON manifests, start included", "655 ms", "399 ms", "1.64 (behind)"),
            ("each further manifest, from one to 100", "5.00 ms", "1.00 ms", "5.00 (behind)"),
        ),
    ]
