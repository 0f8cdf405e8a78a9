"""Each way of installing flopguard, laid out in a temporary folder, and what a broken one says."""

import subprocess
import sys
from pathlib import Path

import pytest

from flopguard import bundled
from flopguard.errors import BundleError

FOLDERS = {"policies": bundled.policies_dir, "schemas": bundled.schemas_dir}
OURS = '[project]\nname = "flopguard"\n'
ANOTHERS = '[project]\nname = "something-else"\n'


def lay_out(root: Path, *, beside: bool = False, above: bool = False, pyproject: str | None = None) -> Path:
    """A package folder as an installation has it, with the data folders in it or above it."""
    package = root / "flopguard"
    package.mkdir()
    for name in FOLDERS:
        if beside:
            (package / name).mkdir()
        if above:
            (root / name).mkdir()
    if pyproject is not None:
        (root / "pyproject.toml").write_text(pyproject, encoding="utf-8")
    return package


@pytest.fixture(params=FOLDERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def find(name: str, package: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bundled, "_PACKAGE", package)
    return FOLDERS[name]()


def test_a_wheel_has_them_beside_the_module(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = lay_out(tmp_path, beside=True)
    assert find(name, package, monkeypatch) == package / name


def test_a_checkout_has_them_at_its_top(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = lay_out(tmp_path, above=True, pyproject=OURS)
    assert find(name, package, monkeypatch) == tmp_path / name


def test_a_wheel_in_a_folder_with_a_like_named_neighbour_keeps_its_own(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = lay_out(tmp_path, beside=True, above=True)
    assert find(name, package, monkeypatch) == package / name


@pytest.mark.parametrize("pyproject", [None, ANOTHERS, '# name = "flopguard"\n'])
def test_folders_of_another_project_are_not_ours(
    name: str, pyproject: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = lay_out(tmp_path, above=True, pyproject=pyproject)
    with pytest.raises(BundleError) as caught:
        find(name, package, monkeypatch)
    assert str(caught.value) == (
        f"{package / name}: flopguard's own {name} are missing, so this installation is incomplete; "
        "install it again: python -m pip install --force-reinstall flopguard"
    )


def test_a_checkout_without_them_says_how_to_get_them_back(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = lay_out(tmp_path, pyproject=OURS)
    with pytest.raises(BundleError) as caught:
        find(name, package, monkeypatch)
    assert str(caught.value) == (
        f"{tmp_path / name}: this checkout has no {name}; restore them: git checkout -- {name}"
    )


def test_a_file_in_their_place_does_not_count(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = lay_out(tmp_path, above=True, pyproject=OURS)
    (package / name).write_text("", encoding="utf-8")
    assert find(name, package, monkeypatch) == tmp_path / name


def test_the_cases_of_the_policies_lie_among_the_tests_of_a_checkout_and_beside_the_module_in_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = lay_out(tmp_path, pyproject=OURS)
    monkeypatch.setattr(bundled, "_PACKAGE", package)
    with pytest.raises(BundleError, match="this checkout has no tests/policies"):
        bundled.cases_dir()
    (tmp_path / "tests" / "policies").mkdir(parents=True)
    assert bundled.cases_dir() == tmp_path / "tests" / "policies"
    bundled._find.cache_clear()
    (package / "policy_cases").mkdir()
    assert bundled.cases_dir() == package / "policy_cases"


def test_an_editable_install_reads_the_checkout_from_anywhere(tmp_path: Path) -> None:
    """What an editable install does: the checkout is on the path and the work goes on elsewhere."""
    checkout = Path(__file__).resolve().parent.parent
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from flopguard import bundled; print(bundled.policies_dir())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(checkout)], cwd=elsewhere, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == checkout / "policies"
