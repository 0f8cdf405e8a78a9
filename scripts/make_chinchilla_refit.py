"""Makes flopguard/data/definitions/chinchilla-refit.toml: the parametric loss law of 2022 fitted again, with draws.

The points are those that Besiroglu and others (arXiv 2404.10102) took out of a figure of arXiv 2203.15556:
svg_extracted_data.csv in their repository epoch-research/analyzing-chinchilla, with the columns Model Size, Training
FLOP and loss. They come without a licence, so that they are not kept here; the parameters and draws are computed from
them by `flopguard fit` and by nothing else. As there, the five highest losses are left out.

    python scripts/make_chinchilla_refit.py svg_extracted_data.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from flopguard.bundled import definitions_dir
from flopguard.effective.fit.fit import Wanted, fit
from flopguard.effective.fit.points import Columns, read_points
from flopguard.effective.fit.summary import summary
from flopguard.effective.fit.written import Naming, curve_lines

ALL, LEFT_OUT = 245, 5
DRAWS, SEED = 400, 0
SOURCE = (
    "own fit to the points of arXiv 2404.10102 (epoch-research/analyzing-chinchilla 9225883, svg_extracted_data.csv)"
)
HEAD = """\
# Made by scripts/make_chinchilla_refit.py; not to be edited by hand.
definitions = 1
title = "The parametric loss law of 2022 fitted again, with 400 refits to resampled points"

"""


def table(path: Path) -> str:
    """The estimation sample as a table that `flopguard fit` reads: all points but the five highest losses."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [(row["Model Size"], row["Training FLOP"], row["loss"]) for row in csv.DictReader(stream)]
    assert len(rows) == ALL, f"{path} has {len(rows)} points, not {ALL}"
    line = sorted(float(loss) for _, _, loss in rows)[-LEFT_OUT]
    kept = [row for row in rows if float(row[2]) < line]
    assert len(kept) == ALL - LEFT_OUT
    return "parameters,compute,score\n" + "".join(f"{','.join(row)}\n" for row in kept)


def main(path: str) -> None:
    """Writes the file and tells of the fit."""
    points = read_points(table(Path(path)), Path(path).name, Columns(named={}, frontier=True))
    made = fit(points, Wanted(law="frontier", bootstrap=DRAWS, seed=SEED))
    naming = Naming(id="chinchilla-refit", metric="MassiveText loss", source=SOURCE)
    lines = curve_lines(made, naming, "Refit of the 2022 data, with its uncertainty as draws")
    (definitions_dir() / "chinchilla-refit.toml").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(summary(made))


if __name__ == "__main__":
    main(*sys.argv[1:])
