"""Make the JSON Schemas in schemas/ from the types: `make_schemas.py`."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flopguard.cases.types import CaseFile  # noqa: E402
from flopguard.definition.types import Definitions  # noqa: E402
from flopguard.document import json_schema  # noqa: E402
from flopguard.manifest.types import Manifest  # noqa: E402
from flopguard.pages.rule_table import rule_schema  # noqa: E402
from flopguard.policy.types import Policy  # noqa: E402
from flopguard.report.schema import DIALECT, report_schema  # noqa: E402

DOCUMENTS = {"cases": CaseFile, "definitions": Definitions, "manifest": Manifest, "policy": Policy}


def document_schema(name: str) -> dict[str, Any]:
    """The schema that the validator of a document follows, with its name and dialect."""
    body = json_schema(DOCUMENTS[name])
    return {
        "$schema": DIALECT,
        "$id": f"urn:flopguard:schema:{name}:1",
        **body,
        "title": f"flopguard {name}, version 1",
    }


def schemas() -> dict[str, str]:
    """The text of every schema file, by its name."""
    made = {name: document_schema(name) for name in DOCUMENTS} | {
        "report": report_schema(),
        "rules": rule_schema(DIALECT),
    }
    return {f"{name}.schema.json": json.dumps(body, indent=2, ensure_ascii=False) + "\n" for name, body in made.items()}


def main() -> None:
    """Write them all."""
    folder = ROOT / "schemas"
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
