"""The papers in a mail, byte for byte: what a secretary sends back after having edited it."""

from bot.papers.reply import mime
from bot.papers.reply.mime import Part

MOST = 4  # files; who sends more has sent something else
LARGEST = 40_000_000  # bytes of one that is read; of a larger one come as many and one more, so that it is seen to be too large
WORD = ".docx"
OTHERS = (".doc", ".docm", ".dotx", ".dotm", ".odt", ".ods", ".rtf", ".pages", ".pdf")
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def documents(raw: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each paper that is attached to a raw mail, Word files (.docx) first. Any bytes give an answer; nothing is opened.

    One that is saved as something else is there too: whoever answers with it means it, and must be told that it cannot be used.
    """
    _, leaves = mime.read(raw, 2 * LARGEST)  # base64 makes four bytes of three: a file that may be read is never torn
    found = sorted((leaf for leaf in leaves if _paper(leaf)), key=lambda leaf: not _word(leaf))
    return tuple((leaf.name, leaf.decoded(LARGEST + 1)) for leaf in found[:MOST])


def _word(leaf: Part) -> bool:
    return leaf.mime == TYPE or leaf.name.lower().endswith(WORD)


def _paper(leaf: Part) -> bool:
    return _word(leaf) or leaf.name.lower().endswith(OTHERS)
