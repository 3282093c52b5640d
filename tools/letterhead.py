"""Makes templates/letter.docx, the example letterhead, and its logo: python tools/letterhead.py. The same bytes every time."""

# ruff: noqa: E501 - an element of Word's XML reads best on one line

import struct
import zlib
from math import atan2, hypot, pi
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

TARGET = Path(__file__).parent.parent / "templates" / "letter.docx"
SIDE, SAMPLES = 144, 4
MONTHS, SEASON = 12, 3
INNER, OUTER, GAP = 0.56, 0.96, 0.03  # of half the side
BLUE, GREEN = (18, 59, 93), (30, 107, 94)
INK, HEADING, RULE = "1B1F24", "123B5D", "9AA7B2"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


# --- the logo: a ring of twelve months -------------------------------------------------------------------------------


def colour(x: float, y: float) -> tuple[int, int, int, int]:
    """One point of the ring, with twelve segments and a gap between them; the seasons change colour."""
    radius, turn = hypot(x, y), (atan2(x, -y) / (2 * pi)) % 1
    within = (turn * MONTHS) % 1
    gap = min(within, 1 - within) * 2 * pi * radius / MONTHS
    if not INNER <= radius <= OUTER or gap < GAP:
        return (255, 255, 255, 0)
    return (*(GREEN if int(turn * MONTHS) % SEASON == SEASON - 1 else BLUE), 255)


def pixel(column: int, row: int) -> bytes:
    """The average of a few points, so that edges are smooth."""
    points = [
        colour((column + (a + 0.5) / SAMPLES) / SIDE * 2 - 1, (row + (b + 0.5) / SAMPLES) / SIDE * 2 - 1)
        for a in range(SAMPLES)
        for b in range(SAMPLES)
    ]
    shown = [point for point in points if point[3]]
    if not shown:
        return bytes((255, 255, 255, 0))
    return bytes((*(sum(point[at] for point in shown) // len(shown) for at in range(3)), 255 * len(shown) // len(points)))


def logo() -> bytes:
    """The ring as PNG (RGBA)."""
    rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIDE)) for row in range(SIDE))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


# --- styles ----------------------------------------------------------------------------------------------------------


def heading(level: int, size: int, before: int, after: int) -> str:
    """A heading's looks; sizes in half points, distances in twentieths of a point."""
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        f'<w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}" w:line="240" '
        f'w:lineRule="auto"/><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:color w:val="{HEADING}"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def paragraph(identity: str, name: str, looks: str, run: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{looks}</w:pPr>{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


def table() -> str:
    border = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in ("top", "bottom", "insideH"))
    return (
        '<w:style w:type="table" w:styleId="Aarshjultabell"><w:name w:val="aarshjul tabell"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        '<w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:tblPr><w:tblBorders>{border}</w:tblBorders></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EEF2"/></w:tcPr></w:tblStylePr></w:style>'
    )


def styles() -> str:
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    return (
        f'{XML}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{font}<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="nb-NO" w:eastAsia="nb-NO" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + heading(1, 36, 360, 160)
        + heading(2, 28, 320, 100)
        + heading(3, 24, 200, 60)
        + heading(4, 22, 160, 40)
        + heading(5, 22, 120, 40).replace(f'<w:b/><w:color w:val="{HEADING}"/>', f'<w:b/><w:color w:val="{INK}"/>')
        + heading(6, 22, 120, 40).replace(f'<w:b/><w:color w:val="{HEADING}"/>', f'<w:color w:val="{HEADING}"/>')
        + paragraph("ListBullet", "List Bullet", listed(1))
        + paragraph("ListNumber", "List Number", listed(2))
        + paragraph(
            "Felt",
            "Felt",
            '<w:tabs><w:tab w:val="left" w:pos="1701"/></w:tabs><w:spacing w:after="240"/><w:ind w:left="1701" w:hanging="1701"/><w:contextualSpacing/>',
        )
        + paragraph("Lead", "Lead", '<w:spacing w:after="200"/>', '<w:sz w:val="24"/><w:szCs w:val="24"/>')
        + paragraph("Header", "header", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="20"/>')
        + paragraph(
            "Footer", "footer", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="right"/>', '<w:sz w:val="18"/>'
        )
        + '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B4F6C"/><w:u w:val="single"/></w:rPr>'
        "</w:style>" + table() + "</w:styles>"
    )


def listed(number: int) -> str:
    return f'<w:numPr><w:numId w:val="{number}"/></w:numPr><w:spacing w:after="120"/><w:contextualSpacing/>'


def numbering() -> str:
    """A bullet list and a numbered one, of nine levels each."""
    marks = ("•", "–", "◦")
    bullets = "".join(level(at, "bullet", marks[at % 3]) for at in range(9))
    numbers = "".join(level(at, ("decimal", "lowerLetter", "lowerRoman")[at % 3], f"%{at + 1}.") for at in range(9))
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for at, levels in enumerate((bullets, numbers), 1)
    )
    lists = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in (1, 2))
    return f"{XML}<w:numbering {NAMES}>{kinds}{lists}</w:numbering>"


def level(at: int, kind: str, mark: str) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{397 * (at + 1)}" w:hanging="397"/></w:pPr></w:lvl>'
    )


# --- the pages -------------------------------------------------------------------------------------------------------


def first_header() -> str:
    """The logo, and a line for the secretariat's own name and address: empty until somebody writes there in Word."""
    side = 648000
    picture = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{side}" cy="{side}"/>'
        '<wp:docPr id="1" name="Logo" descr="Logo: en ring med tolv felt, ett for hver måned"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="logo.png" '
        'descr="Logo: en ring med tolv felt, ett for hver måned"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    line = '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p>'
    return f'{XML}<w:hdr {NAMES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r>{picture}</w:r></w:p>{line}</w:hdr>'


def later_header() -> str:
    return f'{XML}<w:hdr {NAMES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>'


def footer() -> str:
    def count(name: str) -> str:
        return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def words(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    inner = f"{words('Side ')}{count('PAGE')}{words(' av ')}{count('NUMPAGES')}"
    return f'{XML}<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{inner}</w:p></w:ftr>'


def document() -> str:
    references = (
        '<w:headerReference w:type="first" r:id="rId3"/><w:headerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="first" r:id="rId5"/><w:footerReference w:type="default" r:id="rId5"/>'
    )
    return (
        f'{XML}<w:document {NAMES}><w:body><w:p/><w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1304" w:left="1418" w:header="624" w:footer="624" w:gutter="0"/><w:titlePg/></w:sectPr>'
        "</w:body></w:document>"
    )


def relations(*targets: tuple[str, str]) -> str:
    inner = "".join(f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets, 1))
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def content_types() -> str:
    parts = (
        ("/word/document.xml", f"{WORD}.document.main+xml"),
        ("/word/styles.xml", f"{WORD}.styles+xml"),
        ("/word/numbering.xml", f"{WORD}.numbering+xml"),
        ("/word/settings.xml", f"{WORD}.settings+xml"),
        ("/word/header1.xml", f"{WORD}.header+xml"),
        ("/word/header2.xml", f"{WORD}.header+xml"),
        ("/word/footer1.xml", f"{WORD}.footer+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    )
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )


def settings() -> str:
    return (
        f'{XML}<w:settings {NAMES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="nb-NO"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def core() -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Brevmal</dc:title><dc:creator>Sekretariatet</dc:creator>'
        "<dc:language>nb-NO</dc:language></cp:coreProperties>"
    )


def app() -> str:
    return f'{XML}<Properties xmlns="{OFFICE}/extended-properties"><Application>aarshjul</Application></Properties>'


def package() -> dict[str, bytes]:
    """Every part of the letterhead, by its name in the package."""
    kinds = f"{OFFICE}/relationships"
    texts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations(
            (f"{kinds}/officeDocument", "word/document.xml"),
            ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{kinds}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": app(),
        "docProps/core.xml": core(),
        "word/_rels/document.xml.rels": relations(
            (f"{kinds}/styles", "styles.xml"),
            (f"{kinds}/numbering", "numbering.xml"),
            (f"{kinds}/header", "header1.xml"),
            (f"{kinds}/header", "header2.xml"),
            (f"{kinds}/footer", "footer1.xml"),
            (f"{kinds}/settings", "settings.xml"),
        ),
        "word/_rels/header1.xml.rels": relations((f"{kinds}/image", "media/logo.png")),
        "word/document.xml": document(),
        "word/footer1.xml": footer(),
        "word/header1.xml": first_header(),
        "word/header2.xml": later_header(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/styles.xml": styles(),
    }
    return {name: text.encode() for name, text in texts.items()} | {"word/media/logo.png": logo()}


def main() -> None:
    with ZipFile(TARGET, "w") as target:
        for name, part in package().items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 3
            target.writestr(entry, part)
    print(f"{TARGET}: {TARGET.stat().st_size} byte")


if __name__ == "__main__":
    main()
