"""The file of findings that a project lives with for now: new ones alone are shown and decide the exit status.

A finding is known again by its file and its fingerprint, never by its line. What kept a file from being read is never
accepted. Paths in the file are relative to its folder.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal

from flopguard.document import validate
from flopguard.errors import UsageError
from flopguard.fields import STRICT, DayField
from flopguard.finding import Accepted, Finding
from flopguard.listing import listed
from flopguard.problems import Problem
from flopguard.reading.file import read_text
from flopguard.reading.trees import read_tree
from flopguard.record import record
from flopguard.result import ManifestReport
from flopguard.source import Source
from flopguard.syntax import Syntax

FORMAT = "flopguard-baseline/1"
Key = tuple[str, str]
"""Path and fingerprint."""


@record
class Known:
    """A finding that was accepted on a day; code, place and message are for the reader."""

    __pydantic_config__ = STRICT

    path: str
    code: str
    at: str
    message: str
    fingerprint: str
    accepted: Annotated[date, DayField()]
    reason: str | None = None


@record
class Baseline:
    """A baseline file."""

    __pydantic_config__ = STRICT

    format: Literal["flopguard-baseline/1"]
    findings: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A baseline and the file that it stands in."""

    name: str
    findings: tuple[Known, ...] = ()

    def path_of(self, entry: ManifestReport) -> str:
        """How the file calls the path of a manifest."""
        return os.path.relpath(entry.path or ".", os.path.dirname(self.name) or ".").replace(os.sep, "/")

    def is_gone(self, known: Known) -> bool:
        """Whether the file of a finding is not there any more."""
        return not os.path.lexists(os.path.join(os.path.dirname(self.name), known.path))


def read_baseline(name: str, *, may_be_new: bool = False) -> Kept:
    """A baseline file; `may_be_new` takes one that does not exist for an empty one. Raises UsageError with lines."""
    if may_be_new and not os.path.lexists(name):
        return Kept(name)
    text = read_text(name)
    if isinstance(text, Problem):
        raise UsageError(f"{name}: {text.message}; --write-baseline makes one")
    tree = read_tree(text, Syntax.JSON)
    found = tree if isinstance(tree, tuple) else validate(tree, Baseline)
    if isinstance(found, tuple):
        raise UsageError(listed(Source(name, text, Syntax.JSON), found))
    return Kept(name, found.findings)


def with_baseline(
    entry: ManifestReport, kept: Kept, known: Mapping[Key, Known], ran: Callable[[str, str], bool]
) -> ManifestReport:
    """The report of a manifest with what the baseline knows taken out of its findings, and a note of what is gone.

    `known` is `by_key` of the baseline; `ran` says of a path and a code whether that rule had its say there.
    """
    if not entry.readable:
        return entry
    path = kept.path_of(entry)
    accepted = tuple(_accepted(f, known[path, f.fingerprint]) for f in entry.findings if (path, f.fingerprint) in known)
    gone = tuple(one for one in gone_from(entry, kept) if ran(entry.path, one.code))
    return replace(
        entry,
        findings=tuple(finding for finding in entry.findings if (path, finding.fingerprint) not in known),
        accepted=(*entry.accepted, *accepted),
        notes=(*entry.notes, *_note(gone, kept)),
    )


def by_key(kept: Kept) -> dict[Key, Known]:
    """The findings of a baseline by what they are known by."""
    return {(known.path, known.fingerprint): known for known in kept.findings}


def gone_from(entry: ManifestReport, kept: Kept) -> tuple[Known, ...]:
    """What the baseline knows of a manifest and is found there no more."""
    path = kept.path_of(entry)
    found = {finding.fingerprint for finding in (*entry.findings, *entry.accepted)}
    return tuple(known for known in kept.findings if known.path == path and known.fingerprint not in found)


def _accepted(finding: Finding, known: Known) -> Finding:
    return replace(finding, accepted=Accepted(by="baseline", reason=known.reason or ""))


def _note(gone: Sequence[Known], kept: Kept) -> tuple[str, ...]:
    if not gone:
        return ()
    codes = ", ".join(sorted({known.code for known in gone}))
    count = "1 finding" if len(gone) == 1 else f"{len(gone)} findings"
    return (f"{count} of {os.path.basename(kept.name)} found no more ({codes}); --write-baseline takes them out",)


# --- writing ---------------------------------------------------------------------------------------------------


def renewed(entries: Iterable[ManifestReport], kept: Kept, day: date, ran: Callable[[str, str], bool]) -> Kept:
    """The baseline that accepts today's findings of the manifests; those of other files stay while these are there.

    What was accepted before keeps its day and its reason.
    """
    known, checked = by_key(kept), [entry for entry in entries if entry.readable]
    new = {(one.path, one.fingerprint): one for entry in checked for one in _known(entry, kept, known, day)}
    gone = {
        (one.path, one.fingerprint) for entry in checked for one in gone_from(entry, kept) if ran(entry.path, one.code)
    }
    staying = {key: one for key, one in known.items() if key not in gone and not kept.is_gone(one)}
    findings = sorted({**staying, **new}.values(), key=lambda one: (one.path, one.code, one.at, one.fingerprint))
    return replace(kept, findings=tuple(findings))


def _known(entry: ManifestReport, kept: Kept, known: Mapping[Key, Known], day: date) -> Iterable[Known]:
    path = kept.path_of(entry)
    for finding in entry.findings:
        before = known.get((path, finding.fingerprint))
        yield Known(
            path=path,
            code=finding.code,
            at=finding.at,
            message=finding.message,
            fingerprint=finding.fingerprint,
            accepted=before.accepted if before else day,
            reason=before.reason if before else None,
        )


def baseline_text(kept: Kept) -> str:
    """The file: one key a line, so that a change of it can be reviewed."""
    tree = {"format": FORMAT, "findings": [_entry(known) for known in kept.findings]}
    return json.dumps(tree, indent=2, ensure_ascii=True) + "\n"


def _entry(known: Known) -> dict[str, Any]:
    reason = {"reason": known.reason} if known.reason else {}
    return {
        "path": known.path,
        "code": known.code,
        "at": known.at,
        "message": known.message,
        "fingerprint": known.fingerprint,
        "accepted": known.accepted.isoformat(),
        **reason,
    }
