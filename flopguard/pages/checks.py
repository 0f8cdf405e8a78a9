"""The page of the known checks of compute claims: what each asks, and which rules carry it out or why none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

SOURCES = {
    "effective-compute": (
        "Effective compute and gains",
        "Sixty-eight checks of claims that rest on effective compute, the most telling first.",
    ),
    "lab-policies": (
        "Policies of labs",
        "Twenty-two conditions that keep a policy from being applied to a card, or a card from answering to a policy.",
    ),
    "accounting-traps": (
        "Traps of accounting",
        "Twenty-two ways in which a figure of training compute goes wrong; "
        "[what catches each](accounting-traps.md) beside rules is told on a page of its own.",
    ),
    "eu-annex": (
        "What the EU's guidelines leave open",
        "Ten points on which the annex on training compute is silent. Each is told where the card leaves it open and "
        "the answer to a European line could change by it.",
    ),
}
HEAD = """\
# Known checks

Which of the known checks of compute claims flopguard carries out, and where. A rule of the families FG0 to FG6 is about
a manifest, one of FG7 about [the text of a policy](policy-lint.md). Where no rule does, it is said why not, and what
does instead.
"""
TABLE = ("| check | asks | carried out by |", "| --- | --- | --- |")


class Check(NamedTuple):
    """One known check: where it is listed, what it is called and what it asks."""

    source: str
    slug: str
    asks: str


class NotRule(NamedTuple):
    """Why no rule carries out a check, and where it is done."""

    why: str
    done_in: str


def checks_page(
    checks: Iterable[Check], covers: Mapping[str, Iterable[str]], not_rules: Mapping[str, NotRule], link: str = "rules/"
) -> str:
    """The page; `covers` has the slugs by the code of the rule, `not_rules` the reasons by slug."""
    by_slug: dict[str, list[str]] = {}
    for code in sorted(covers):
        for slug in covers[code]:
            by_slug.setdefault(slug, []).append(f"[{code}]({link}{code}.md)")
    listed = list(checks)
    parts = [HEAD]
    for source, (title, about) in SOURCES.items():
        rows = _rows([check for check in listed if check.source == source], by_slug, not_rules)
        parts.append("\n".join((f"## {title}\n", f"{about}\n", *TABLE, *rows, "")))
    return "\n".join(parts)


def _rows(checks: Iterable[Check], by_slug: Mapping[str, list[str]], not_rules: Mapping[str, NotRule]) -> Iterator[str]:
    for check in checks:
        yield f"| `{check.slug}` | {_cell(check.asks)} | {_where(check.slug, by_slug, not_rules)} |"


def _where(slug: str, by_slug: Mapping[str, list[str]], not_rules: Mapping[str, NotRule]) -> str:
    if slug in by_slug:
        return ", ".join(by_slug[slug])
    reason = not_rules.get(slug)
    return f"no rule: {_cell(reason.why)} Done in: {_cell(reason.done_in)}" if reason is not None else "not yet"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
