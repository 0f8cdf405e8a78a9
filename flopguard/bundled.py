"""Where the bundled policies, schemas and tables lie; the only module that knows.

A wheel has them beside this module; a checkout, also one installed as editable, has them at its top.
"""

from functools import cache
from pathlib import Path

from flopguard.errors import BundleError

_PACKAGE = Path(__file__).resolve().parent


def policies_dir() -> Path:
    """The folder of policy files, by publisher."""
    return _find("policies", _PACKAGE)


def schemas_dir() -> Path:
    """The folder of JSON Schemas for manifest, policy and report."""
    return _find("schemas", _PACKAGE)


def cases_dir() -> Path:
    """The folder of the cases of the bundled policies, laid out as that of the policies."""
    return _find("policy_cases", _PACKAGE, "tests/policies")


def definitions_dir() -> Path:
    """The folder of bundled definitions of effective compute."""
    return data_dir() / "definitions"


def data_dir() -> Path:
    """The folder of tables that lie beside the code."""
    return _PACKAGE / "data"


@cache
def _find(name: str, package: Path, in_tree: str = "") -> Path:
    in_wheel = package / name
    if in_wheel.is_dir():
        return in_wheel
    checkout = package.parent
    if not _is_checkout(checkout):
        raise BundleError(
            f"{in_wheel}: flopguard's own {name.replace('_', ' ')} are missing, so this installation is incomplete; "
            "install it again: python -m pip install --force-reinstall flopguard"
        )
    where = in_tree or name
    in_checkout = checkout / where
    if not in_checkout.is_dir():
        raise BundleError(f"{in_checkout}: this checkout has no {where}; restore them: git checkout -- {where}")
    return in_checkout


def _is_checkout(folder: Path) -> bool:
    # One line is looked for and nothing parsed: a TOML parser would cost every start of a checkout some milliseconds.
    try:
        text = (folder / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return 'name = "flopguard"' in text.splitlines()
