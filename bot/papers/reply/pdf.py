"""The text of a PDF, with an allowance for the work: a PDF can say in a few lines what takes hours to carry out."""

import logging
import re
from io import BytesIO

from bot.papers.reply.allowance import Allowance, Spent

MOST_PAGES = 60
MOST_OBJECTS = 20_000
MOST_STREAM = 2_000_000  # bytes of a page's or a font's description, unpacked
MOST_COUNT = 100_000  # of anything in it

LIMITS = {
    **dict.fromkeys(
        (
            "array_based_stream_maximum_output_length", "lzw_maximum_output_length",
            "run_length_maximum_output_length", "zlib_maximum_output_length", "zlib_maximum_recovery_input_length",
            "brotli_maximum_output_length", "stream_decoding_work_maximum_length",
        ),
        MOST_STREAM,
    ),
    **dict.fromkeys(("stream_parsing_work_maximum_count", "array_maximum_element_count", "dictionary_maximum_element_count"), MOST_COUNT),
    "maximum_declared_stream_length": 25_000_000,  # a picture; it is not unpacked
    "page_tree_maximum_entries": 2_000,
    "page_tree_maximum_page_entries": MOST_COUNT,
    "xform_maximum_invocations_per_extraction": 200,
    "stream_filters_maximum_length": 4,
}  # fmt: skip


TAIL = 4_096
_END = re.compile(rb"[\r\n]startxref\s{1,4}\d{1,10}\s{1,4}%%EOF")  # a large file without it would be searched line by line


class Unreadable(Exception):
    """The file is broken or locked."""


class File(BytesIO):
    """The file. A large one is not given all at once: pypdf asks for that when its table is broken, and looks through it for long."""

    def read(self, size: int | None = -1) -> bytes:
        if (size is None or size < 0) and len(self.getbuffer()) > MOST_STREAM:
            raise Unreadable
        return super().read(size)


def read(raw: bytes, most: int, allowance: Allowance) -> tuple[str, bool]:
    """The text, at most so many characters, and whether it is all of it. Raises Unreadable."""
    if raw.count(b" obj") > MOST_OBJECTS or (len(raw) > MOST_STREAM and not _END.search(raw[-TAIL:])):
        raise Unreadable
    import pypdf  # noqa: PLC0415  slow to load, and seldom needed

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains a line for each fault; a hostile file has a million
    found: list[str] = []
    try:
        with pypdf.apply_configuration(pypdf.get_configuration().with_overwrites(**LIMITS)), allowance.counting():
            reader = pypdf.PdfReader(File(raw))
            for page in reader.pages[:MOST_PAGES]:
                found.append(page.extract_text())
                if sum(map(len, found)) > most:
                    break
            whole = len(reader.pages) <= MOST_PAGES
    except Spent:
        whole = False
    except Exception as broken:
        raise Unreadable from broken
    text = "\n".join(found).strip()
    return text[:most], whole and len(text) <= most
