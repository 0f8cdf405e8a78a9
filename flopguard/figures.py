"""The kinds of figures, numbers and dates that the tables of a manifest hold."""

from typing import Annotated

from flopguard.dates import PartialDate
from flopguard.fields import (
    DateField,
    Figure,
    FigureOf,
    TrueOrFalse,
    WholeNumber,
)
from flopguard.units import Dimension as D

Flop = Annotated[Figure | None, FigureOf((D.FLOP,))]
Tokens = Annotated[Figure | None, FigureOf((D.TOKENS,))]
Parameters = Annotated[Figure | None, FigureOf((D.PARAMETERS,), positive=True)]
Ratio = Annotated[Figure | None, FigureOf((D.RATIO,))]
Hours = Annotated[Figure | None, FigureOf((D.SECONDS,), bare=3600)]
Items = Annotated[Figure | None, FigureOf((D.ITEMS,))]
Rate = Annotated[Figure | None, FigureOf((D.FLOP_PER_SECOND,))]
Duration = Annotated[Figure | None, FigureOf((D.SECONDS,))]
Money = Annotated[Figure | None, FigureOf((D.USD, D.EUR, D.KRW))]
_ANY_FIGURE = (D.RATIO, D.FLOP, D.FLOP_PER_SECOND, D.SECONDS, D.TOKENS, D.PARAMETERS, D.ITEMS)
Flag = Annotated[bool | None, TrueOrFalse()]
Whole = Annotated[int | None, WholeNumber()]
Count = Annotated[int | None, WholeNumber(least=0)]
When = Annotated[PartialDate | None, DateField()]
Marked = Annotated[bool, TrueOrFalse()]
"""Whether the figures and dates of a table, and of the tables in it, stay out of every output."""
