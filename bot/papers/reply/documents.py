"""The Word files in a mail, byte for byte: what a secretary sends back after having edited it."""

from bot.papers.reply import mime

MOST = 4  # files; who sends more has sent something else
LARGEST = 40_000_000  # bytes of one


def documents(raw: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each Word file that is attached to a raw mail, in its order. Any bytes give an answer; nothing is opened."""
    _, leaves = mime.read(raw)
    found = (leaf for leaf in leaves if leaf.name.lower().endswith(".docx") and not leaf.longer_than(LARGEST))
    return tuple((leaf.name, leaf.decoded(LARGEST)) for leaf, _ in zip(found, range(MOST), strict=False))
