"""Manifests as text, and their compute, for the tests of the estimation."""

from __future__ import annotations

from pathlib import Path

from flopguard.estimate.actual import actual_compute
from flopguard.estimate.types import ActualCompute, PhaseCompute
from flopguard.manifest.load import Loaded, load, load_text
from flopguard.quantity import Estimate

HEAD = 'manifest = 1\n[model]\nname = "M"\n'


def loaded(text: str) -> Loaded:
    """A manifest from the text after its first lines; it must be readable."""
    read = load_text(text if text.lstrip().startswith("manifest") else HEAD + text)
    assert read.manifest is not None, read.problems
    return read


def compute_of(text: str) -> ActualCompute:
    return actual_compute(loaded(text))


def phase_of(text: str) -> PhaseCompute:
    """The only phase of a manifest."""
    (only,) = compute_of(text).phases
    return only


def bounds_of(text: str) -> Estimate:
    """The interval of the only phase."""
    phase = phase_of(text)
    assert phase.chosen is not None, phase.gaps
    return phase.chosen.amount.bounds()


def family(folder: Path, files: dict[str, str]) -> ActualCompute:
    """The compute of the manifest `own.toml` among files that may name each other."""
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        whole = text.startswith(("manifest", "#", "{")) or not text
        (folder / name).write_text(text if whole else HEAD + text, encoding="utf-8")
    read = load(str(folder / "own.toml"))
    assert read.manifest is not None, read.problems
    return actual_compute(read)
