"""`init`: a folder that works from the first minute, and never on top of somebody's files."""

from pathlib import Path

import pytest

from tests.cli.conftest import Aarshjul


def test_a_new_workspace_has_no_fault_and_no_warning(aarshjul: Aarshjul, tmp_path: Path) -> None:
    made = aarshjul("init", tmp_path / "ny")

    assert made.status == 0
    assert f"aarshjul check --workspace {tmp_path / 'ny'}" in made.out
    assert aarshjul("check", "--workspace", tmp_path / "ny") == (0, "ingen feil, ingen advarsler.\n", "")


def test_an_empty_folder_may_be_filled(aarshjul: Aarshjul, tmp_path: Path) -> None:
    assert aarshjul("init", tmp_path).status == 0


@pytest.mark.parametrize("name", ["brev.txt", ".skjult"])
def test_a_folder_with_anything_in_it_is_left_alone(aarshjul: Aarshjul, tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()

    refused = aarshjul("init", tmp_path)

    assert (refused.status, refused.out) == (2, "")
    assert refused.err == f"{tmp_path} finnes og er ikke tom. Velg en ny mappe.\n"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder(aarshjul: Aarshjul, tmp_path: Path) -> None:
    (tmp_path / "fil").touch()

    assert aarshjul("init", tmp_path / "fil").status == 2
    assert aarshjul("init", tmp_path / "fil" / "under").err.startswith(f"«{tmp_path / 'fil' / 'under'}» kan ikke leses eller skrives.")


def test_every_file_that_an_editor_reads_names_a_schema_that_is_there(fresh: Path) -> None:
    for path in [fresh / "config.toml", *fresh.glob("schedules/*.toml"), *fresh.glob("agendas/*.toml")]:
        named = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("#:schema ")
        assert (path.parent / named).is_file()
