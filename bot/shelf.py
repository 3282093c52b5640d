"""A folder where the papers lie for people to edit: on a shared disk, or synchronised with SharePoint or OneDrive."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bot.errors import PostFailed

LARGEST = 40_000_000
"""Bytes of a file: what is larger is no paper."""
MOST = 2_000
"""Files that are looked at."""
OPEN = "~$"
"""What Word puts before the name of a file that somebody has open, in a small file beside it."""


class Lying(NamedTuple):
    """A Word file in the folder. `changed` (aware, UTC) is when it was saved last, and `in_use` says that somebody has it open."""

    name: str
    changed: datetime
    in_use: bool


class Shelf:
    """The folder `root`, made when it is first needed. Nothing in it is ever written over or deleted.

    What fails raises PostFailed, with the reason in Norwegian.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def lay(self, name: str, content: bytes) -> str:
        """Put a file in the folder, whole from the first moment, and return its name there: beside one that has the name already."""
        with self._shut(), self._part(content) as part:
            for number in range(1, MOST):
                free = self.root / (name if number == 1 else f"{Path(name).stem} ({number}){Path(name).suffix}")
                if _linked(part, free):
                    return free.name
            raise PostFailed(f"Mappen {self.root} er full av utgaver av «{name}».")

    @contextmanager
    def _part(self, content: bytes) -> Iterator[Path]:
        self.root.mkdir(parents=True, exist_ok=True)
        part = self.root / f".{secrets.token_hex(8)}.part"
        part.write_bytes(content)
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def _shut(self) -> Iterator[None]:
        """A folder on a disk that is away is told of, and tried again."""
        try:
            yield
        except OSError as fault:
            raise PostFailed(f"Mappen {self.root} kan ikke brukes: {fault.strerror}.") from fault

    def lying(self) -> Iterator[Lying]:
        """Each Word file in the folder itself, by name."""
        if not self.root.is_dir():
            return
        found = sorted(path for path in self.root.glob("*.docx") if not path.name.startswith((OPEN, ".")))
        for path in found[:MOST]:
            try:
                known = path.stat()
            except OSError:  # it was moved meanwhile
                continue
            # Word leaves out the first letters of a long name in the name of its own little file
            in_use = any((self.root / f"{OPEN}{name}").exists() for name in (path.name, path.name[2:]))
            if path.is_file() and not path.is_symlink() and known.st_size <= LARGEST:
                yield Lying(path.name, datetime.fromtimestamp(known.st_mtime, UTC), in_use)

    def read(self, name: str) -> bytes:
        """The bytes of a file in the folder. Raises PostFailed when it cannot be read."""
        with self._shut():
            return (self.root / Path(name).name).read_bytes()


def _linked(part: Path, free: Path) -> bool:
    try:
        os.link(part, free)
    except FileExistsError:
        return False
    return True
