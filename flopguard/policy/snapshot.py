"""The bundled policies, checked ahead: one JSON file beside the code instead of many TOML files at every start.

The file is made by `scripts/make_snapshots.py` and holds the trees of the policies with a digest of their texts. Where
the digest differs, as in a checkout whose policies are being worked on, the TOML files themselves are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from flopguard.bundled import data_dir
from flopguard.policy.types import Policy
from flopguard.reading.trees import read_tree
from flopguard.validator import validator

NAME = "policies.json"


def snapshot_text(files: Sequence[Path]) -> str:
    """What the snapshot of these policy files says; they must be right."""
    trees = [read_tree(file.read_text(encoding="utf-8")) for file in files]
    body = {"digest": _digest(file.read_bytes() for file in files), "policies": trees}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_day) + "\n"


def from_snapshot(files: Sequence[Path]) -> tuple[Policy, ...] | None:
    """The policies of these files, by id, or None where the snapshot is not theirs."""
    try:
        body: dict[str, Any] = json.loads((data_dir() / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if body.get("digest") != _digest(file.read_bytes() for file in files):
        return None
    read = validator(Policy).validate_python
    return tuple(sorted((read(tree) for tree in body["policies"]), key=lambda policy: policy.id))


def _digest(texts: Iterable[bytes]) -> str:
    made = blake2b(digest_size=16)
    for text in texts:
        made.update(b"%d:" % len(text))
        made.update(text)
    return made.hexdigest()


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a policy holds a {type(value).__name__}, which the snapshot has no form for")
