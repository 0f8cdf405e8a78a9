"""A Markdown text becomes the tree of its front matter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flopguard.places.markdown import front_matter
from flopguard.problems import Problem


def tree_of(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    """The tree of the front matter, empty where there is none; or why it has none."""
    front = front_matter(text)
    if not front.partition("\n")[2].strip():
        return {}
    from flopguard.reading.yaml import tree_of as tree_of_yaml

    found = tree_of_yaml(front)
    return found if isinstance(found, dict) else tuple(map(_of_front_matter, found))


def _of_front_matter(problem: Problem) -> Problem:
    help = "mend the YAML between the lines of dashes; a model hub reads none of it as it is"
    return replace(problem, message=f"the front matter cannot be read: {problem.message}", help=help)
