"""A manifest mended as `check --fix` mends it, without files."""

from datetime import date

from flopguard.check import check_loaded
from flopguard.evaluate.facts import Settings
from flopguard.fixing.passes import Mended, mended
from flopguard.manifest.load import load_text
from flopguard.result import ManifestReport
from flopguard.source import Source
from flopguard.syntax import syntax_of

SETTINGS = Settings(date(2026, 11, 22))
HEAD = 'manifest = 1\n[model]\nname = "x"\n'


def looked_at(text: str, path: str = "x.toml") -> ManifestReport:
    return check_loaded(load_text(text, path), (), SETTINGS)


def fixed(text: str, path: str = "x.toml", *, unsafe: bool = False) -> Mended:
    return mended(Source(path, text, syntax_of(path)), lambda new: looked_at(new, path), unsafe=unsafe)
