"""A Word file in a test's hands: what a person does to it, and how each program saves it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from lxml.etree import SubElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
VAL = f"{W}val"
P, RUN, TEXT, CONTROL = f"{W}p", f"{W}r", f"{W}t", f"{W}sdt"
MAIN = "word/document.xml"


class Word:
    """A file that is open for editing."""

    def __init__(self, content: bytes, main: str = MAIN) -> None:
        with ZipFile(BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.main = main
        self.root = etree.fromstring(self.parts[main])

    @property
    def body(self) -> etree._Element:
        return self.root[0]

    def saved(self) -> bytes:
        self.parts[self.main] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return self.zipped()

    def zipped(self) -> bytes:
        """The parts as they are, whatever was done to them by hand."""
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED) as package:
            for name, part in self.parts.items():
                package.writestr(name, part)
        return target.getvalue()

    # --- finding

    def control(self, tag: str) -> etree._Element:
        return next(one for one in self.root.iter(CONTROL) if any(name.get(VAL) == tag for name in one.findall(f"{W}sdtPr/{W}tag")))

    def paragraph(self, text: str) -> etree._Element:
        return next(one for one in self.root.iter(P) if said(one) == text)

    def row(self, tag: str, words: str) -> etree._Element:
        """The row of a table in a control, by any of its words."""
        return next(row for row in self.control(tag).iter(f"{W}tr") if any(said(cell) == words for cell in row.iter(f"{W}tc")))

    # --- editing

    def say(self, tag: str, *lines: str) -> None:
        """Write in a control: the first line in its last paragraph, the others below."""
        paragraph = list(self.control(tag).iter(P))[-1]
        write(paragraph, lines[0])
        for line in reversed(lines[1:]):
            paragraph.addnext(new(line))

    def fact(self, tag: str, value: str) -> None:
        """Write after the label, where the value stands."""
        (paragraph,) = self.control(f"fact:{tag}").iter(P)
        for run in list(paragraph.iter(RUN))[1:]:
            run.getparent().remove(run)  # type: ignore[union-attr]
        paragraph.append(a_run(value))

    def cell(self, tag: str, words: str, column: int, text: str) -> None:
        cell = list(self.row(tag, words).iter(f"{W}tc"))[column]
        write(next(cell.iter(P)), text)

    def delete_row(self, tag: str, words: str) -> None:
        """Delete a row with «Spor endringer» on."""
        looks = self.row(tag, words).find(f"{W}trPr")
        assert looks is not None
        SubElement(looks, f"{W}del", {f"{W}id": "2", f"{W}author": "Leder"})

    def property(self, part: str, edit: Callable[[bytes], bytes]) -> None:
        self.parts[part] = edit(self.parts[part])

    def add_part(self, name: str, content: bytes, kind: str, content_type: str) -> None:
        """One more part that the text is related to."""
        self.parts[name] = content
        self.relate(kind, name.removeprefix("word/"))
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        SubElement(types, f"{TYPES}Override", {"PartName": f"/{name}", "ContentType": content_type})
        self.parts["[Content_Types].xml"] = etree.tostring(types)

    def relate(self, kind: str, target: str, *, outside: bool = False) -> None:
        rels = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        made = SubElement(rels, f"{RELATIONS}Relationship", {"Id": f"ny{len(rels)}", "Type": f"{OFFICE}/{kind}", "Target": target})
        if outside:
            made.set("TargetMode", "External")
        self.parts["word/_rels/document.xml.rels"] = etree.tostring(rels)


def said(part: etree._Element) -> str:
    return "".join(text.text or "" for text in part.iter(TEXT)).replace("\xa0", " ")


def a_run(text: str, *, strike: bool = False) -> etree._Element:
    run = etree.Element(RUN)
    if strike:
        SubElement(SubElement(run, f"{W}rPr"), f"{W}strike")
    for at, line in enumerate(text.split("\n")):
        if at:
            SubElement(run, f"{W}br")
        SubElement(run, TEXT, {SPACE: "preserve"}).text = line
    return run


def new(text: str, style: str = "", *, strike: bool = False) -> etree._Element:
    """A new paragraph."""
    paragraph = etree.Element(P)
    if style:
        SubElement(SubElement(paragraph, f"{W}pPr"), f"{W}pStyle", {VAL: style})
    paragraph.append(a_run(text, strike=strike))
    return paragraph


def write(paragraph: etree._Element, text: str, *, strike: bool = False) -> None:
    """Replace the words of a paragraph."""
    for child in [child for child in paragraph if child.tag != f"{W}pPr"]:
        paragraph.remove(child)
    paragraph.append(a_run(text, strike=strike))


def inside(control: etree._Element) -> list[etree._Element]:
    """What stands in a content control."""
    content = control.find(f"{W}sdtContent")
    return [] if content is None else list(content)


# --- how each program saves a file


def unwrapped(root: etree._Element) -> None:
    """The content controls gone, and what stood in them left."""
    for control in list(root.iter(CONTROL)):
        for child in inside(control):
            control.addprevious(child)
        control.getparent().remove(control)  # type: ignore[union-attr]


def forgotten(word: Word) -> None:
    """The document's own properties gone."""
    del word.parts["docProps/custom.xml"]
    for part in ("_rels/.rels", "[Content_Types].xml"):
        root = etree.fromstring(word.parts[part])
        for one in [one for one in root if "custom.xml" in (one.get("Target") or one.get("PartName") or "")]:
            root.remove(one)
        word.parts[part] = etree.tostring(root)


def split(root: etree._Element) -> None:
    """Each run in two, with the marks that Word leaves where somebody has stopped to think."""
    for number, run in enumerate(list(root.iter(RUN))):
        texts = run.findall(TEXT)
        if len(texts) == 1 and len(words := texts[0].text or "") > 2 and len(run.findall(f"{W}tab")) == 0:
            other = deepcopy(run)
            texts[0].text, other.find(TEXT).text = words[:2], words[2:]  # type: ignore[union-attr]
            for text in (texts[0], *other.iter(TEXT)):
                text.set(SPACE, "preserve")
            for one in (run, other):
                one.set(f"{W}rsidR", f"00{number % 90 + 10:02}A1B2")
            run.addnext(other)
            run.addnext(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))


def word_desktop(content: bytes) -> bytes:
    word = Word(content)
    split(word.root)
    for number, paragraph in enumerate(list(word.root.iter(P))):
        paragraph.set(f"{W}rsidR", "00AB12CD")
        looks = paragraph.find(f"{W}pPr")
        at = 0 if looks is None else 1
        paragraph.insert(at, etree.Element(f"{W}bookmarkEnd", {f"{W}id": str(number)}))
        paragraph.insert(at, etree.Element(f"{W}bookmarkStart", {f"{W}id": str(number), f"{W}name": f"_Toc{number}"}))
    return word.saved()


def word_web(content: bytes) -> bytes:
    """The text under another name, as SharePoint has it; and words in smart tags."""
    word = Word(content)
    for run in list(word.root.iter(RUN)):
        if run.getparent().tag == P and said(run).strip():  # type: ignore[union-attr]
            smart = etree.Element(f"{W}smartTag", {f"{W}uri": "urn:x", f"{W}element": "date"})
            run.addprevious(smart)
            smart.append(run)
    word.parts["word/document2.xml"] = word.parts.pop(MAIN)
    word.parts["word/_rels/document2.xml.rels"] = word.parts.pop("word/_rels/document.xml.rels")
    for part in ("_rels/.rels", "[Content_Types].xml"):
        word.property(part, lambda raw: raw.replace(b"word/document.xml", b"word/document2.xml"))
    word.main = "word/document2.xml"
    return word.saved()


def word_mac(content: bytes) -> bytes:
    """Every run with a language and a hint of its own, and a part of the text in a custom XML element."""
    word = Word(content)
    split(word.root)
    for run in word.root.iter(RUN):
        looks = run.find(f"{W}rPr")
        if looks is None:
            looks = etree.Element(f"{W}rPr")
            run.insert(0, looks)
        SubElement(looks, f"{W}lang", {VAL: "en-GB"})
    control = word.control("attendance")
    wrap = etree.Element(f"{W}customXml", {f"{W}element": "del", f"{W}uri": "urn:x"})
    control.addprevious(wrap)
    wrap.append(control)
    return word.saved()


def google_docs(content: bytes) -> bytes:
    """No controls, no properties, no styles but its own; bookmarks at the headings."""
    word = Word(content)
    unwrapped(word.root)
    forgotten(word)
    for number, paragraph in enumerate(list(word.root.iter(P))):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(VAL) in ("Felt", "Lead"):
            style.getparent().remove(style)  # type: ignore[union-attr]
        elif style is not None:
            paragraph.insert(1, etree.Element(f"{W}bookmarkStart", {f"{W}id": str(number), f"{W}name": f"_heading=h.{number}"}))
            paragraph.insert(2, etree.Element(f"{W}bookmarkEnd", {f"{W}id": str(number)}))
        for run in paragraph.findall(RUN):
            looks = run.find(f"{W}rPr")
            if looks is None:
                looks = etree.Element(f"{W}rPr")
                run.insert(0, looks)
            SubElement(looks, f"{W}rtl", {VAL: "0"})
    return word.saved()


def pages(content: bytes) -> bytes:
    """No controls, no properties, styles by Norwegian names, a font on every run, and the numbers of the cases as typed text."""
    word = Word(content)
    unwrapped(word.root)
    forgotten(word)
    number = 0
    for paragraph in word.root.iter(P):
        listed, style = paragraph.find(f"{W}pPr/{W}numPr"), paragraph.find(f"{W}pPr/{W}pStyle")
        if listed is not None and style is not None and style.get(VAL) == "Heading3":
            number += 1
            listed.getparent().remove(listed)  # type: ignore[union-attr]
            paragraph.insert(1, a_run(f"{number}. "))
        for run in paragraph.iter(RUN):
            looks = etree.Element(f"{W}rPr")
            SubElement(looks, f"{W}rFonts", {f"{W}ascii": "Helvetica Neue", f"{W}hAnsi": "Helvetica Neue"})
            old = run.find(f"{W}rPr")
            if old is not None:
                looks.extend(list(old))
                run.remove(old)
            run.insert(0, looks)
    word.property(
        "word/styles.xml", lambda raw: raw.replace(b'"heading ', b'"Overskrift ').replace(b'w:styleId="Heading', b'w:styleId="Overskrift')
    )
    for style in word.root.iter(f"{W}pStyle"):
        style.set(VAL, style.get(VAL, "").replace("Heading", "Overskrift"))
    return word.saved()


def libreoffice(content: bytes) -> bytes:
    """As LibreOffice 7.4 does: a control that held paragraphs is put inside the first of them, and only its title is kept."""
    word = Word(content)
    for control in list(word.root.iter(CONTROL)):
        held = inside(control)
        for child in held:
            control.addprevious(child)
        first = next((one for child in held for one in child.iter(P)), None)
        if first is not None:
            runs = first.findall(RUN)
            for name in control.findall(f"{W}sdtPr/{W}tag"):
                name.getparent().remove(name)  # type: ignore[union-attr]
            content_ = control.find(f"{W}sdtContent")
            assert content_ is not None
            content_.extend(runs)
            first.append(control)
        else:
            control.getparent().remove(control)  # type: ignore[union-attr]
    return word.saved()


PRODUCERS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda content: content,
    "Word": word_desktop,
    "Word on the web": word_web,
    "Word for Mac": word_mac,
    "LibreOffice": libreoffice,
    "Google Docs": google_docs,
    "Pages": pages,
}


# --- tracked changes and comments


def tracked(kind: str, *children: etree._Element, author: str = "Rådgiver") -> etree._Element:
    one = etree.Element(f"{W}{kind}", {f"{W}id": "900", f"{W}author": author, f"{W}date": "2027-11-05T10:00:00Z"})
    one.extend(children)
    if kind in ("del", "moveFrom"):
        for text in list(one.iter(TEXT)):
            text.tag = f"{W}delText"
    return one


def replace_tracked(paragraph: etree._Element, text: str) -> None:
    """The words of a paragraph replaced with «Spor endringer» on."""
    old = paragraph.findall(RUN)
    at = len([child for child in paragraph if child.tag == f"{W}pPr"])
    paragraph.insert(at, tracked("del", *old))
    paragraph.append(tracked("ins", a_run(text)))


def comment(word: Word, paragraph: etree._Element, text: str, author: str = "Leder") -> None:
    """A comment on a whole paragraph."""
    space = f'xmlns:w="{W[1:-1]}"'
    inner = f'<w:comment w:id="7" w:author="{author}" w:initials="L"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    word.add_part("word/comments.xml", f"<w:comments {space}>{inner}</w:comments>".encode(), "comments", kind)
    at = len([child for child in paragraph if child.tag == f"{W}pPr"])
    paragraph.insert(at, etree.Element(f"{W}commentRangeStart", {f"{W}id": "7"}))
    paragraph.append(etree.Element(f"{W}commentRangeEnd", {f"{W}id": "7"}))
    run = SubElement(paragraph, RUN)
    SubElement(run, f"{W}commentReference", {f"{W}id": "7"})


def names(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as package:
        yield from package.namelist()
