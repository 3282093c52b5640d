"""The files in a mail, byte for byte, under names that are safe to write."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.papers.reply import mime

MOST = 40
LARGEST = 40_000_000
LONGEST_NAME = 100


class File(NamedTuple):
    """A file as it was sent."""

    name: str
    mime: str
    content: bytes


def files(raw: bytes) -> Iterator[File]:
    """Each file that a person has attached to a raw mail, in its order: not pictures that stand in the text. Any bytes give an answer."""
    _, leaves = mime.read(raw)
    given = 0
    for leaf in leaves:
        inline = leaf.mime.startswith("image/") and not leaf.attached and "content-id" in leaf.headers
        if not (leaf.name or leaf.attached) or inline or leaf.mime == "message/delivery-status":
            continue
        yield File(safe(leaf.name) or "vedlegg", leaf.mime, leaf.decoded(LARGEST))
        given += 1
        if given == MOST:
            return


def safe(name: str) -> str:
    """A name without folders, marks that a system keeps for itself, or a leading full stop; empty when nothing is left."""
    kept = "".join(char if char.isalnum() or char in " -–_.,()+" else " " for char in name)
    words = " ".join(kept.split()).lstrip(". ")
    stem, dot, suffix = words.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}" if dot and len(suffix) < 10 else words[:LONGEST_NAME]  # noqa: PLR2004
