"""How wide words are in Arial and the fonts that are as wide; words shortened and parted to fit. Lengths are in units of the drawing."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate

from bot.papers.characters import one_line

FONTS = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
"""Every system has one of these, and all but the last are equally wide."""
MORE = "…"
EM = 1000
# Thousandths of the letters' size. Read from the tables of Liberation Sans, which is as wide as Arial and Helvetica.
REGULAR: Mapping[int, str] = {
    191: "'′", 222: "ijlįĵĺļłſ‘’‚", 260: "|¦", 278: " !,./:;I[\\]ft\xa0·ÌÍÎÏìíîïĨĩĪīĬĭĮİıţŧ", 292: "ľ",
    334: "()-`r¡¨²³´¸¹ŕŗř“”„{}ŀ",
    355: '"•″', 370: "ªº", 375: "ť", 400: "*°", 444: "ĳ", 469: "^", 500: "JcksvxyzçýÿćĉċčĴķĸśŝşšŷźżž", 537: "¶", 549: "±÷≤≥", 552: "¯",
    556: "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþāăąđēĕėęěĝğġģĥħĹĻĽĿŁńņňŋōŏőũūŭůűų–†€", 584: "+<=>~¬×µ−",
    615: "FTZ¿ßøŉďŢŤŦŹŻŽ", 667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚĶŚŜŞŠŶŸ",
    723: "CDHNRUwÇÐÑÙÚÛÜĆĈĊČĎĐĤĦŃŅŇŔŖŘŨŪŬŮŰŲŵŊ", 737: "©®Ĳ", 778: "GOQÒÓÔÕÖØĜĞĠĢŌŎŐ",
    834: "Mm¼½¾", 889: "%æ", 944: "WœŴ", 1015: "@ÆŒ—…‰™←→", 1073: "№",
}  # fmt: skip
BOLD: Mapping[int, str] = {
    278: " ,./I\\ijl\xa0·ÌÍÎÏìíîïĨĩĪīĬĭĮįİıĵĺļłſ‘’‚'′|¦", 333: "!()-:;[]`ft¡¨²³´¸¹ţŧ", 370: "ªº•", 400: "*r{}ŕŗř°ľ", 479: 'ŀť″"',
    500: "zźżž“”„", 556: "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿāăąćĉċčēĕėęěĳĴķĸśŝşšŷ–†€±÷≤≥¯", 584: "+<=>^~¬×µ−",
    611: "?FLTZbdghnopqu¿ßðñòóôõöøùúûüþđĝğġģĥħĹĻĽĿŁńņňŋōŏőŢŤŦũūŭůűųŹŻŽ", 667: "EPSVXYÈÉÊËÝÞĒĔĖĘĚŚŜŞŠŶŸ",
    723: "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜĀĂĄĆĈĊČĎĐĤĦĶŃŅŇŔŖŘŨŪŬŮŰŲŊŉď", 785: "©®GOQwÒÓÔÕÖØĜĞĠĢŌŎŐŵĲ", 834: "M¼½¾", 889: "%mæ", 975: "@WœŴ",
    1115: "ÆŒ—…‰™←→№",
}  # fmt: skip
WIDTHS = {bold: {letter: wide for wide, letters in table.items() for letter in letters} for bold, table in ((False, REGULAR), (True, BOLD))}
FOREIGN = 1400
"""A letter that Arial may lack comes from some other font: none is wider than this."""
BORROWED = 1.3
"""Beside such a letter some programs set all of it in that other font."""
# What shows nothing by itself, or turns the letters around it: nobody sees it in a label, and no width can be told for it.
UNSEEN = re.compile("[\x80-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")


def shown(words: str) -> str:
    """Words on one line, without letters that cannot be seen, and with single spaces."""
    return " ".join(UNSEEN.sub("", one_line(words)).split())


@lru_cache(maxsize=4096)
def _ruler(words: str, bold: bool) -> tuple[float, ...]:  # noqa: FBT001 - the cache tells arguments apart by place
    """How far each letter of some words begins from the first, and where the last one ends: in sizes of the letters."""
    known = WIDTHS[bold]
    em = EM / (1 if all(letter in known for letter in words) else BORROWED)
    return tuple(accumulate((known.get(letter, FOREIGN) / em for letter in words), initial=0.0))


def width(words: str, size: float, *, bold: bool = False) -> float:
    """How wide words are at most, whatever program draws them."""
    return _ruler(words, bold)[-1] * size


def shortened(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """The words, or as many of their letters as there is room for, and «…»."""
    ruler = _ruler(words + MORE, bold)
    if ruler[-2] * size <= room:
        return words
    letters = bisect_right(ruler, room / size - (ruler[-1] - ruler[-2])) - 1
    return words[: max(letters, 0)].rstrip(" ,.;:–-(«") + MORE


def parted(words: str, size: float, first: float, room: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """Words in at most so many lines: the first has room for `first`, the others for `room`. What does not fit becomes «…».

    The first is empty when no word of it fits there.
    """
    found: list[str] = []
    ruler, start = _ruler(words, bold), 0
    while start < len(words) and len(found) < lines - 1:
        space = room if found else first
        end = _line_end(words, ruler, start, space / size, broken=bool(found))
        found.append(words[start:end].rstrip())
        start = end + (words[end : end + 1] == " ")
    if start < len(words):
        found.append(shortened(words[start:], size, room if found else first, bold=bold))
    return tuple(found)


def _line_end(words: str, ruler: tuple[float, ...], start: int, space: float, *, broken: bool) -> int:
    """Where a line ends that begins at `start`: after as many whole words as fit. A word too long for a line is broken when it must be."""
    most = max(bisect_right(ruler, ruler[start] + space + 1e-9, lo=start) - 1, start)  # no room at all, when the date takes it
    if most == len(words) or words[most] == " ":
        return most
    whole = words.rfind(" ", start, most)
    return whole if whole > start else max(most, start + 1) if broken else start
