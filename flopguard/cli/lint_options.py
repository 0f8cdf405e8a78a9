"""The options that choose lint rules, shared by the commands that show findings, and what they come to together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from flopguard.cli.options import COMMAND_LINE, Chosen
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.lint.selection import Selection, Words

F = TypeVar("F", bound=Callable[..., Any])

CONFIDENCES = ("certain", "likely", "possible")


def lint_options(command: F) -> F:
    """The options that decide which rules run and how bad their findings are; `evaluation_options` collects them."""
    options = (
        click.option("--select", multiple=True, metavar="RULES", help="Only these rules; codes, names; repeatable."),
        click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules out; repeatable."),
        click.option(
            "--per-file-ignore",
            multiple=True,
            metavar="PATTERN:RULES",
            help="Leave rules out for files that match, as in .gitignore; repeatable.",
        ),
        click.option("--severity", multiple=True, metavar="RULE=LEVEL", help="Severity of a rule; repeatable."),
        click.option("--strict/--no-strict", help="Run the rules made for auditors too."),
        click.option(
            "--confidence",
            type=click.Choice(CONFIDENCES),
            show_default="possible",
            help="Tell only findings that are at least so sure.",
        ),
    )
    made: Any = command
    for option in reversed(options):
        made = option(made)
    return made  # type: ignore[no-any-return]


def selection_of(chosen: Chosen) -> Selection:
    """What was chosen of the rules. Raises UsageError, for a word that means no rule too."""
    from flopguard.finding import Confidence
    from flopguard.lint.selection import Selection, left_out_by, per_file, severities

    left_out, named = left_out_by(_words(chosen, "select"), _words(chosen, "ignore"))
    return Selection(
        left_out=left_out,
        named=named,
        severities=severities(dict(_levels(chosen)), chosen.named("severity")),
        strict=chosen.strict,
        confidence=Confidence(chosen.confidence),
        per_file=per_file(map(_file_words(chosen), chosen.per_file_ignore), chosen.named("per_file_ignore")),
        base=chosen.base_of("per_file_ignore"),
    )


def _words(chosen: Chosen, name: str) -> Words:
    from flopguard.lint.selection import Words

    words = tuple(word for text in getattr(chosen, name) for word in _split(text))
    return Words(words, chosen.named(name), chosen.origins.get(name) == COMMAND_LINE)


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


def _levels(chosen: Chosen) -> list[tuple[str, str]]:
    pairs = [text.rpartition("=") for text in chosen.severity]
    for word, equals, level in pairs:
        if not (word and equals):
            raise UsageError(f"{chosen.named('severity')}: '{level}' is no RULE=LEVEL; write FG313=info")
    return [(word.strip(), level.strip()) for word, _, level in pairs]


def _file_words(chosen: Chosen) -> Callable[[str], tuple[str, list[str]]]:
    def parts(text: str) -> tuple[str, list[str]]:
        pattern, colon, words = text.rpartition(":")
        if not (pattern and colon and words):
            told = chosen.named("per_file_ignore")
            raise UsageError(f"{told}: '{text}' is no PATTERN:RULES; write 'drafts/**:FG3,FG401'")
        return pattern, _split(words)

    return parts
