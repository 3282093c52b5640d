"""The names of Word's XML that more than one part of the reading asks for."""

from lxml import etree

from bot.papers.letterhead import R, W

VAL, ID, RID = f"{W}val", f"{W}id", f"{R}id"
P, PPR, RUN, RPR, TEXT = f"{W}p", f"{W}pPr", f"{W}r", f"{W}rPr", f"{W}t"
TABLE, ROW, CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
CONTROL, CONTENT, CONTROL_LOOKS = f"{W}sdt", f"{W}sdtContent", f"{W}sdtPr"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
OFF = ("0", "false", "off")

__all__ = [
    "CELL",
    "CONTENT",
    "CONTROL",
    "CONTROL_LOOKS",
    "FALLBACK",
    "ID",
    "PPR",
    "RID",
    "ROW",
    "RPR",
    "RUN",
    "TABLE",
    "TEXT",
    "VAL",
    "P",
    "W",
    "on",
    "tag",
]  # fmt: skip


def on(parent: etree._Element | None, name: str) -> bool:
    """Whether a switch such as w:strike stands there, and is on."""
    found = None if parent is None else parent.find(f"{W}{name}")
    return found is not None and found.get(VAL) not in OFF


def tag(control: etree._Element) -> str:
    """What a content control is called: its tag, or its title where a program has kept only that (LibreOffice 7)."""
    looks = control.find(CONTROL_LOOKS)
    if looks is None:
        return ""
    found = (looks.find(f"{W}tag"), looks.find(f"{W}alias"))
    return next((one.get(VAL, "") for one in found if one is not None and one.get(VAL)), "")
