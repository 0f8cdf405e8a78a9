"""The page on fitting: its table is what the bundled curves say, and its example points are what it says they are.

After a change that is meant: FLOPGUARD_UPDATE_DOCS=1 pytest tests/test_fitting_page.py
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import exp
from pathlib import Path
from random import Random

from flopguard.definition.load import bundled_definitions
from flopguard.effective.curves.read import law_of
from flopguard.effective.curves.spread import Inversion, invert
from flopguard.quantity import show

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "fitting.md"
POINTS = ROOT / "examples" / "points"
BEGIN, END = "<!-- table of fits: begin -->\n", "<!-- table of fits: end -->\n"

LOSSES = ("3.0", "2.5", "2.2", "2.0", "1.95", "1.90", "1.85", "1.82", "1.80")
CURVES = ("hoffmann-2022-rounded", "hoffmann-2022", "besiroglu-2024", "chinchilla-refit")
HEAD = """\
| loss | 2022, as printed | 2022, unrounded | 2024 | refit | refit, 90 % | never reached |
| --- | ---: | ---: | ---: | ---: | --- | ---: |
"""


def inverted(name: str, loss: str) -> Inversion:
    (curve,) = (curve for curve in bundled_definitions().curve if curve.id == name)
    anywhere = replace(curve, score_domain=None, domain=None)
    law = law_of(anywhere, None)
    assert not isinstance(law, str), law
    return invert(anywhere, law, Decimal(loss), None)


def shown(value: Decimal | None) -> str:
    return "no end" if value is None else show(Fraction(value))


def row(loss: str) -> str:
    found = [inverted(name, loss) for name in CURVES]
    values = [shown(each.answer.value) if each.answer.kind == "value" else each.answer.kind for each in found]
    refit = found[-1]
    interval = f"{shown(refit.low)} to {shown(refit.high)}"
    share = f"{100 * refit.share_unreachable:.3g} %"
    return f"| {' | '.join([loss, *values, interval, share])} |\n"


def test_the_table_is_what_the_curves_say() -> None:
    table = HEAD + "".join(map(row, LOSSES))
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    written = f"{before}{BEGIN}\n{table}\n{END}{after}"
    if os.environ.get("FLOPGUARD_UPDATE_DOCS") == "1":
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written


def synthetic() -> Iterator[str]:
    random = Random(2022)
    for number in range(13):
        compute = 10 ** (18 + number / 3)
        loss = (1.7 + 1000 * compute**-0.15) * exp(random.gauss(0, 0.002))
        yield f"{compute:.3e},{loss:.4f}".replace("e+", "e")


def test_the_synthetic_points_are_of_the_law_that_the_page_states() -> None:
    lines = (POINTS / "synthetic-loss.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["compute,loss", *synthetic()]
    assert "1.7 + 1000 C^-0.15" in PAGE.read_text(encoding="utf-8")


def test_the_real_points_name_their_origin() -> None:
    with (POINTS / "gpqa-diamond.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 52
    for text in ((ROOT / "NOTICE"), (ROOT / "examples" / "README.md"), PAGE):
        assert "Epoch AI" in text.read_text(encoding="utf-8")
