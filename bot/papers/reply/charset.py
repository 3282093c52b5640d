"""Bytes to text: the label that was given, unless it is wrong."""

import codecs
import re

MOST_TEXT = 1_000_000

# what UTF-8 read as Windows-1252 looks like: «Ã¥», «Ã¸», «â€“»
_MOJIBAKE = re.compile("[ÃÂ][\x80-\xbf€-™Œœ‚-„†-•…ƒ˜Žž\xa0]|â€[\x80-\xff€-™œž¦]")
_SAME = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "ansi_x3.4-1968": "utf-8"}


def decode(raw: bytes, label: str) -> str:
    """Text of `raw` by its label; when that fails or gives mojibake, as UTF-8, and else as Windows-1252. Never raises."""
    if raw.startswith(codecs.BOM_UTF8):
        return raw[3:].decode("utf-8", "replace")
    name = _SAME.get(label.strip(" \"'").lower(), label.strip(" \"'").lower()) or "utf-8"
    text = _strictly(raw, name)
    if text is None or _MOJIBAKE.search(text) or "\x1b" in text[:1]:
        honest = _strictly(raw, "utf-8")
        if honest is not None:
            text = honest
        elif text is None:
            text = _torn(raw)
    return _once(text).replace("\x00", "")


def _once(text: str) -> str:
    """Text that somebody encoded as UTF-8 twice, put right; other text as it is."""
    if not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _torn(raw: bytes) -> str:
    """Neither the label nor UTF-8 fits: UTF-8 with a torn end or a few bad bytes, or Windows-1252, whichever has fewer faults."""
    lenient = raw.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    good = sum(character > "\x7f" for character in lenient) - bad
    return lenient if bad <= 1 < good or bad * 10 < good else raw.decode("cp1252", "replace")


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001  hex, zip and rot13 are codecs too
            return None
        return raw.decode(name)
    except (LookupError, ValueError, UnicodeError):
        return None
