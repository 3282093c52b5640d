"""The command init: a new workspace with something in it that works, to be changed line by line."""

import argparse
import shutil
from pathlib import Path

import bot
from bot import schema
from bot.cli.now import clock, say
from bot.cycle.model import OSLO
from bot.errors import Refused

COPIED = ("templates", "programmes", "school.toml")


def init(options: argparse.Namespace) -> int:
    """Make a workspace in a folder that is empty or does not exist."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} finnes og er ikke tom. Velg en ny mappe.")
    source = starter()
    shutil.copytree(source / "init", folder, dirs_exist_ok=True)
    for name in COPIED:
        copy = shutil.copytree if (source / name).is_dir() else shutil.copyfile
        copy(source / name, folder / name)
    schema.write(folder / "schema")
    config = folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("{start}", clock().astimezone(OSLO).date().isoformat()), encoding="utf-8")
    say(f"Nytt arbeidsområde i {folder}. Neste steg:")
    say(f"  aarshjul check --workspace {folder}")
    say(f"  aarshjul plan --workspace {folder}")
    say(f"  aarshjul demo --workspace {folder}")
    say("Skriv inn deres egen gruppe i schedules/gruppe.toml og medlemmene i schedules/medlemmer.csv.")
    return 0


def starter() -> Path:
    """Where the shipped text files are: in the installed package, or at the top of the checkout."""
    package = Path(bot.__file__).parent
    return package / "starter" if (package / "starter").is_dir() else package.parent
