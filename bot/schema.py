"""Writes the JSON Schema of each kind of text file to schema/, so that an editor completes and warns: `python -m bot.schema`."""

import json
from pathlib import Path

from bot.cycle.written import Agenda, Config, Programme, Schedule, Written
from bot.workspace import SchoolWeeks

KINDS: dict[str, type[Written]] = {"agenda": Agenda, "config": Config, "programme": Programme, "schedule": Schedule, "school": SchoolWeeks}


def text(kind: type[Written]) -> str:
    """The schema of one kind, in the same bytes every time."""
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **kind.model_json_schema()}
    return json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write(folder: Path) -> None:
    """Write every schema to `folder`."""
    folder.mkdir(exist_ok=True)
    for name, kind in KINDS.items():
        (folder / f"{name}.schema.json").write_text(text(kind), encoding="utf-8")


if __name__ == "__main__":
    write(Path("schema"))
