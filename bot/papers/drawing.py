"""A picture in a Word file: an inline drawing with a PNG that every program shows, and the SVG beside it for those that can."""

from collections.abc import Mapping

from lxml import etree
from lxml.etree import SubElement

from bot.papers import package, picture
from bot.papers.characters import one_line
from bot.papers.known import CONTENT, TYPES
from bot.papers.letterhead import PARSER, RELATIONS, R, W
from bot.papers.model import Picture
from bot.papers.picture import Size

EMU = 12700
"""English Metric Units in a point."""
DENSITY = 200 / 72
"""Pixels a point: what an office printer can show."""
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
BESIDE = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # Office's own number for an SVG beside its stand-in (MS-ODRAWXML, 2.4.1)
MIMES = (("png", "image/png"), ("svg", "image/svg+xml"))


def draw(paragraph: etree._Element, drawn: Picture, number: int, links: etree._Element, points: Size) -> dict[str, bytes]:
    """Put a picture into a paragraph, as the `number`th of its file, so large. Returns the parts of the package that it needs.

    Raises NotDrawable.
    """
    width, height = points
    files = {"png": picture.png(drawn.svg, round(width * DENSITY)), "svg": drawn.svg.encode()}
    for kind in files:
        target = {"Id": f"bilde{number}-{kind}", "Type": IMAGE, "Target": f"media/{_file(number, kind)}"}
        SubElement(links, f"{RELATIONS}Relationship", target)
    extent = {"cx": str(round(width * EMU)), "cy": str(round(height * EMU))}
    run = SubElement(paragraph, f"{W}r")
    inline = SubElement(SubElement(run, f"{W}drawing"), f"{{{WP}}}inline", dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
    SubElement(inline, f"{{{WP}}}extent", extent)
    named = {"id": str(number), "name": f"Bilde {number}", "descr": one_line(drawn.alt)}
    SubElement(inline, f"{{{WP}}}docPr", named)
    graphic = SubElement(inline, f"{{{A}}}graphic", nsmap={"a": A})
    _graphic(SubElement(graphic, f"{{{A}}}graphicData", {"uri": PIC}), named, f"bilde{number}", extent)
    return {f"word/media/{_file(number, kind)}": content for kind, content in files.items()}


def _file(number: int, kind: str) -> str:
    return f"aarshjul-bilde{number}.{kind}"


def _graphic(data: etree._Element, named: Mapping[str, str], relation: str, extent: Mapping[str, str]) -> None:
    one = SubElement(data, f"{{{PIC}}}pic", nsmap={"pic": PIC})
    held = SubElement(one, f"{{{PIC}}}nvPicPr")
    SubElement(held, f"{{{PIC}}}cNvPr", dict(named))
    SubElement(held, f"{{{PIC}}}cNvPicPr")
    fill = SubElement(one, f"{{{PIC}}}blipFill")
    blip = SubElement(fill, f"{{{A}}}blip", {f"{R}embed": f"{relation}-png"})
    more = SubElement(SubElement(blip, f"{{{A}}}extLst"), f"{{{A}}}ext", {"uri": BESIDE})
    SubElement(more, f"{{{ASVG}}}svgBlip", {f"{R}embed": f"{relation}-svg"}, nsmap={"asvg": ASVG})
    SubElement(SubElement(fill, f"{{{A}}}stretch"), f"{{{A}}}fillRect")
    shape = SubElement(one, f"{{{PIC}}}spPr")
    form = SubElement(shape, f"{{{A}}}xfrm")
    SubElement(form, f"{{{A}}}off", {"x": "0", "y": "0"})
    SubElement(form, f"{{{A}}}ext", dict(extent))
    SubElement(SubElement(shape, f"{{{A}}}prstGeom", {"prst": "rect"}), f"{{{A}}}avLst")


def typed(types: bytes) -> dict[str, bytes]:
    """The package's content types, with those of pictures."""
    root = etree.fromstring(types, PARSER)
    there = {(one.get("Extension") or "").lower() for one in root.iter(f"{CONTENT}Default")}
    for at, (extension, mime) in enumerate(one for one in MIMES if one[0] not in there):
        root.insert(at, etree.Element(f"{CONTENT}Default", {"Extension": extension, "ContentType": mime}))
    return {TYPES: package.serialized(root)}
