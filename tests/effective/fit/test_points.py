"""Reading the points: every bad row with its line, all at once."""

from fractions import Fraction

import pytest

from flopguard.effective.fit.points import Columns, Point, Points, PointsError, read_points

PLAIN = Columns(named={})
FRONTIER = Columns(named={}, frontier=True)


def problems(text: str, columns: Columns = PLAIN) -> list[str]:
    with pytest.raises(PointsError) as caught:
        read_points(text, "p.csv", columns)
    return str(caught.value).splitlines()


def test_figures_are_read_by_the_grammar_of_quantities() -> None:
    text = 'compute,score,standard_error,model\n1e21 FLOP,71.2%,2%,"a, b"\n\n2 petaflop/s-days,0.5,0.01,c\r\n'
    assert read_points(text, "p.csv", PLAIN) == Points(
        shown="p.csv",
        rows=(
            Point(line=2, compute=Fraction(10**21), score=Fraction(712, 1000), standard_error=Fraction(2, 100)),
            Point(
                line=4,
                compute=Fraction(2 * 86400 * 10**15),
                score=Fraction(1, 2),
                standard_error=Fraction(1, 100),
            ),
        ),
    )


def test_columns_can_have_other_names() -> None:
    columns = Columns(named={"compute": "Training FLOP", "score": "loss"})
    (row,) = read_points("loss,Training FLOP,score\n2.5,1e20,9\n", "p.csv", columns).rows
    assert (row.compute, row.score) == (Fraction(10**20), Fraction(5, 2))


@pytest.mark.parametrize(
    "header, cells, compute, tokens",
    [
        ("parameters,tokens,score", "1e9,20e9,2.5", 6 * 10**9 * 20 * 10**9, 20 * 10**9),
        ("parameters,compute,score", "1e9,1.2e20,2.5", 12 * 10**19, 20 * 10**9),
        ("parameters,compute,tokens,score", "1B,1.3e20,20B,2.5", 13 * 10**19, 20 * 10**9),
    ],
)
def test_compute_or_tokens_follow_from_the_others(header: str, cells: str, compute: int, tokens: int) -> None:
    (row,) = read_points(f"{header}\n{cells}\n", "p.csv", FRONTIER).rows
    assert (row.compute, row.parameters, row.tokens) == (compute, 10**9, tokens)


def test_every_bad_row_is_told_at_once() -> None:
    text = "compute,score\n1e21 FLOP/s,0.5\n1e21\n1e21..2e21,0.5\n,0.5\n0,0.5\n1e21,x\n~1e21,>0.5\n1e21,0.5\n"
    told = problems(text)
    assert [line.partition(" (")[0] for line in told] == [
        "p.csv:2: compute: '1e21 FLOP/s' is a rate; an amount is needed here",
        "p.csv:3: the row has 1 cells and the header 2",
        "p.csv:4: compute: '1e21..2e21' is an interval; a fit takes one number",
        "p.csv:5: compute: the cell is empty",
        "p.csv:6: compute: '0' is not above 0",
        "p.csv:7: score: 'x' is not a figure in x",
        "p.csv:8: compute: '~1e21' is approximate without saying how far off it may be",
        "p.csv:8: score: '>0.5' is an interval; a fit takes one number",
    ]
    assert told[3].endswith("(fill it in, or give --skip-incomplete)")


def test_of_very_many_problems_the_first_are_listed() -> None:
    told = problems("compute,score\n" + 80 * "1e21,x\n")
    assert (len(told), told[-1]) == (51, "and 30 more")


def test_rows_with_an_empty_cell_can_be_left_out_but_not_those_with_a_bad_one() -> None:
    columns = Columns(named={}, skip_incomplete=True)
    text = "compute,score,note\n1e21,0.5,\n,0.5,x\n1e21,,\n1e22,0.6,\n"
    found = read_points(text, "p.csv", columns)
    assert ([row.line for row in found.rows], found.left_out) == ([2, 5], 2)
    (told,) = problems("compute,score\n1e21,\n1e21,x\n", columns)
    assert told.startswith("p.csv:3: score: 'x' is not a figure in x")


@pytest.mark.parametrize(
    "text, columns, expected",
    [
        ("", PLAIN, ["p.csv:1: the table is empty (the first row names the columns)"]),
        ("\n \n", PLAIN, ["p.csv:1: the table is empty (the first row names the columns)"]),
        ("compute,score\n", PLAIN, ["p.csv: the table has no points"]),
        (
            "compute,score\n1e21,\n",
            Columns(named={}, skip_incomplete=True),
            ["p.csv: the table has no points; 1 rows were left out, each for an empty cell"],
        ),
        (
            "flop,score,score\n",
            PLAIN,
            [
                "p.csv:1: the header has the column 'score' twice",
                "p.csv:1: there is no column 'compute'; name it with --compute (the header has flop, score, score)",
            ],
        ),
        (
            "a,score\n",
            Columns(named={"compute": "b", "standard_error": "se"}),
            [
                "p.csv:1: there is no column 'b' for the compute; the header has a, score",
                "p.csv:1: there is no column 'se' for the standard_error; the header has a, score",
            ],
        ),
        (
            "score,parameters\n",
            FRONTIER,
            ["p.csv:1: a frontier needs tokens or compute beside the parameters; name one with --tokens or --compute"],
        ),
        (
            'compute,score\n1e21,"0.5\n',
            PLAIN,
            ["p.csv:2: this is no CSV: unexpected end of data (commas between, quotes around)"],
        ),
    ],
)
def test_a_table_that_cannot_be_used(text: str, columns: Columns, expected: list[str]) -> None:
    assert problems(text, columns) == expected
