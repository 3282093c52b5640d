"""A Word file's parts outside the text: its language, its title and author, and the package they are all put into."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from lxml.etree import SubElement

from bot.cycle.written import Language
from bot.errors import TemplateFaulty
from bot.papers import letterhead as head
from bot.papers.characters import one_line
from bot.papers.letterhead import PARSER, W
from bot.papers.model import Paper

VAL = f"{W}val"
EPOCH = (1980, 1, 1, 0, 0, 0)
WORD_LANGUAGES: Mapping[Language, str] = {"nb": "nb-NO", "nn": "nn-NO"}
CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"/>'
)
DC = "{http://purl.org/dc/elements/1.1/}"


@lru_cache(maxsize=8)
def in_language(letterhead: bytes, language: Language) -> bytes:
    """The letterhead's styles with the paper's language as that of all text, so that a screen reader speaks it."""
    styles = etree.fromstring(head.read(letterhead).parts[head.STYLES], PARSER)
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    if defaults is None:
        raise TemplateFaulty("brevmalen har ingen standardskrift")
    found = defaults.find(f"{W}lang")
    spoken = SubElement(defaults, f"{W}lang") if found is None else found
    spoken.set(VAL, WORD_LANGUAGES[language])
    return serialized(styles)


def core(paper: Paper) -> bytes:
    """Title, author and language. No dates: they would differ from run to run, and the journal knows them."""
    properties = etree.fromstring(CORE, PARSER)
    for name, value in (("title", paper.title), ("creator", paper.author), ("language", WORD_LANGUAGES[paper.language])):
        SubElement(properties, f"{DC}{name}").text = one_line(value)
    return serialized(properties)


def serialized(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a package: the content types first, as readers expect, then by name, all with one constant time."""
    target = BytesIO()
    with ZipFile(target, "w") as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 3
            package.writestr(entry, parts[name])
    return target.getvalue()
