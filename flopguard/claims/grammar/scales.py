"""What the words and letters are worth that scale a number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

LETTERS: Mapping[str, Fraction] = {
    "": Fraction(1),
    "k": Fraction(10**3),
    "K": Fraction(10**3),
    "M": Fraction(10**6),
    "mn": Fraction(10**6),
    "B": Fraction(10**9),
    "G": Fraction(10**9),
    "b": Fraction(10**9),
    "bn": Fraction(10**9),
    "T": Fraction(10**12),
    "t": Fraction(10**12),
    "tn": Fraction(10**12),
    "hundred": Fraction(100),
    "thousand": Fraction(10**3),
    "million": Fraction(10**6),
    "billion": Fraction(10**9),
    "trillion": Fraction(10**12),
    "quadrillion": Fraction(10**15),
    "millionen": Fraction(10**6),
    "milliarden": Fraction(10**9),
    "billionen": Fraction(10**12),
    "milliards": Fraction(10**9),
    "millones": Fraction(10**6),
    "milhões": Fraction(10**6),
    "bilhões": Fraction(10**9),
    "trilhões": Fraction(10**12),
    "千": Fraction(10**3),
    "万": Fraction(10**4),
    "億": Fraction(10**8),
    "兆": Fraction(10**12),
}
SCALES = (
    "hundred|thousand|million|billion|trillion|quadrillion"
    "|Millionen|Milliarden|Billionen|milliards|millones|milhões|bilhões|trilhões"
)
WORDS: Mapping[str, int] = {
    **{
        word: number
        for number, word in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
            ],
            start=1,
        )
    },
    **{
        word: 10 * number
        for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
    },
}
