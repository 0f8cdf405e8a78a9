"""Settings of a project: which file wins, where each setting stands, and every mistake with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flopguard.configuration import Configuration, Configured, find_configuration, load_configuration
from flopguard.errors import UsageError

SHARED = '[project]\nname = "x"\n\n[tool.flopguard]\nunstated = "0x"\npolicy = ["eu-*"]\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository" / "sub"
    folder.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_the_nearest_file_wins_and_a_files_own_name_comes_first(here: Path) -> None:
    assert find_configuration() == Configured()
    (here.parent.parent / "flopguard.toml").write_text('unstated = "9x"')  # outside the repository
    assert find_configuration() == Configured()
    (here.parent / "pyproject.toml").write_text(SHARED)
    shared = Configuration(unstated="0x", policy=("eu-*",))
    assert find_configuration() == Configured(shared, "../pyproject.toml", {"unstated": 5, "policy": 6})
    (here / "pyproject.toml").write_text("[tool.other]\nx = 'flopguard'\n")
    assert find_configuration().path == "../pyproject.toml"
    (here.parent / "flopguard.toml").write_text("\nas_of = 2026-03-01\nas_if_in_force = false\n")
    own = Configuration(as_of=date(2026, 3, 1), as_if_in_force=False)
    found = find_configuration()
    assert found == Configured(own, "../flopguard.toml", {"as_of": 2, "as_if_in_force": 3})
    assert (found.folder, found.origin("as_of")) == ("..", "../flopguard.toml:2")


def test_a_shared_file_without_the_table_holds_no_settings(here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool.flopguardian]\nx = 1\n")
    assert load_configuration("pyproject.toml") is None


@pytest.mark.parametrize(
    "name, text, message",
    [
        (
            "flopguard.toml",
            'unsated = "0x"\nfail_on = ["eror"]\nallow_empty = "yes"\npolicy = "eu-*"\n',
            "flopguard.toml:1: unknown setting 'unsated' (did you mean 'unstated'?)\n"
            "flopguard.toml:2: 'eror' is not a value of fail_on (did you mean 'error'?)\n"
            "flopguard.toml:3: 'yes' is neither true nor false (write true or false)\n"
            "flopguard.toml:4: policy is 'eu-*' (it should be a list)",
        ),
        (
            "pyproject.toml",
            SHARED + "colour = 1\n",
            "pyproject.toml:7: unknown setting 'colour' (known here: acknowledgements, allow_empty, "
            "as_if_in_force, as_if_own, as_of, baseline, confidence, decision_rule, exclude, fail_on, format, "
            "horizon, ignore, jobs, per_file_ignore, policy, select, severity, strict, trigger, unstated)",
        ),
        (
            "flopguard.toml",
            "as_of = \n",
            "flopguard.toml:1: not valid TOML: invalid value (text values stand in quotes; see the manifest page of "
            "the documentation)",
        ),
    ],
)
def test_every_mistake_has_its_line(name: str, text: str, message: str, here: Path) -> None:
    (here / name).write_text(text)
    with pytest.raises(UsageError) as raised:
        find_configuration()
    assert str(raised.value) == message


def test_a_file_that_cannot_be_read_is_an_error(here: Path) -> None:
    with pytest.raises(UsageError, match=r"^none\.toml: the file does not exist; check the path$"):
        load_configuration("none.toml")
