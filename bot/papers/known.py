"""What a Word file knows of itself: the step and version it belongs to, and the cases it was made with. Written as document properties."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import SubElement

from bot.papers import package
from bot.papers.characters import one_line
from bot.papers.letterhead import PARSER, RELATIONS
from bot.papers.model import Block, Case, Heading, Owned, Paper, plain, walk

PART, RELS, TYPES = "docProps/custom.xml", "_rels/.rels", "[Content_Types].xml"
KIND = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
VALUE = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # that of every custom property (ECMA-376, 15.2.12.2)
NAME, CASE = "aarshjul", "aarshjul-sak-"
LONGEST = 255  # characters that Word keeps of a property
MOST_CASES = 500
LONGEST_TAG = 64  # characters that Word takes as a tag
OUTER = "paper:"
EMPTY = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"/>'
)


@dataclass(frozen=True, slots=True)
class Known:
    """The step's key and version, both empty when nothing says it; and the title of each case, by id, in the order they had."""

    step: str = ""
    version: int = 0
    cases: tuple[tuple[str, str], ...] = ()


def tagged(paper: Paper) -> tuple[Block, ...]:
    """The blocks, with the main heading in a control that names the step: it goes along when the text is pasted into another file."""
    tag = f"{OUTER}{_name(paper)}"
    if not paper.step or len(tag) > LONGEST_TAG:
        return paper.blocks
    first = next((block for block in paper.blocks if isinstance(block, Heading)), None)
    return tuple(Owned(tag, (block,)) if block is first else block for block in paper.blocks)


def parts(paper: Paper, found: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts that tell of it, beside what the letterhead's own properties say; none for a paper without a step."""
    if not paper.step:
        return {}
    root = etree.fromstring(found.get(PART, EMPTY), PARSER)
    for one in [one for one in root if (one.get("name") or "").startswith(NAME)]:
        root.remove(one)
    number = max((int(one.get("pid") or 1) for one in root), default=1)
    for number, (name, value) in enumerate(_properties(paper), number + 1):  # noqa: B020  it counts on
        entry = SubElement(root, f"{CUSTOM}property", {"fmtid": FORMAT, "pid": str(number), "name": name})
        SubElement(entry, f"{VALUE}lpwstr").text = one_line(value)[:LONGEST]
    made = {PART: package.serialized(root)}
    return made if PART in found else {**made, RELS: _related(found[RELS]), TYPES: _typed(found[TYPES])}


def _properties(paper: Paper) -> Iterator[tuple[str, str]]:
    yield NAME, _name(paper)
    cases = (block for block in walk(paper.blocks) if isinstance(block, Case))
    for number, case in enumerate(cases, 1):
        yield f"{CASE}{number}", f"{case.id} {plain(case.title)}"


def _name(paper: Paper) -> str:
    return f"{paper.step}@{paper.version}"


def _related(rels: bytes) -> bytes:
    root = etree.fromstring(rels, PARSER)
    SubElement(root, f"{RELATIONS}Relationship", {"Id": "aarshjul", "Type": RELATION, "Target": PART})
    return package.serialized(root)


def _typed(types: bytes) -> bytes:
    root = etree.fromstring(types, PARSER)
    SubElement(root, f"{CONTENT}Override", {"PartName": f"/{PART}", "ContentType": KIND})
    return package.serialized(root)


def read(properties: etree._Element | None) -> Known:
    """What the properties of a file say, whatever else stands in them."""
    if properties is None:
        return Known()
    values = {one.get("name") or "": "".join(map(str, one.itertext())).strip() for one in properties}
    step, version = name(values.get(NAME, ""))
    numbered = sorted((int(key.removeprefix(CASE)), value) for key, value in values.items() if _counts(key))
    cases = (value.partition(" ") for _, value in numbered)
    return Known(step, version, tuple((case, title) for case, _, title in cases)[:MOST_CASES])


def _counts(key: str) -> bool:
    number = key.removeprefix(CASE)
    return number != key and number.isdecimal() and len(number) < 5  # noqa: PLR2004  more cases than any agenda has


def name(text: str) -> tuple[str, int]:
    """A step's key and version as they stand in a property or a tag."""
    step, _, version = text.removeprefix(OUTER).rpartition("@")
    return (step, int(version)) if step and version.isdecimal() and len(version) < 10 else ("", 0)  # noqa: PLR2004  digits
