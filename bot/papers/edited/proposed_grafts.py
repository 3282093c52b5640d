"""What is taken over from one Word file into another: paragraphs, tables and controls, with their looks, lists, links and pictures."""

from copy import deepcopy
from posixpath import basename, splitext

from lxml import etree
from lxml.etree import SubElement

from bot.papers import known
from bot.papers.document import HYPERLINK
from bot.papers.edited import looks
from bot.papers.edited.names import CONTROL_LOOKS, PPR, VAL, W
from bot.papers.edited.proposed_places import Laid
from bot.papers.known import CONTENT
from bot.papers.letterhead import RELATIONS, R
from bot.papers.package import serialized

OFFICE = HYPERLINK.rpartition("/")[0]
NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
NAMED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
OWN_MARKS = (f"{W}nsid", f"{W}tmpl")
"""By these Word takes two lists for one."""


class Graft:
    """Takes parts of `source` over into `goal`. `changed` are the parts of the goal's package that it had to add to."""

    def __init__(self, source: Laid, goal: Laid) -> None:
        self.source, self.goal = source, goal
        self.trees: dict[str, etree._Element] = {}
        self.files: dict[str, bytes] = {}
        self.styles = _styles(source, goal)
        self.relations: dict[str, str] = {}
        self.lists: dict[str, str] = {}
        self.controls = {one.get(VAL) for one in goal.root.iter(f"{W}id")}
        self.drawn = len([one for one in goal.root.iter() if str(one.tag).endswith("}docPr")])
        folder, _, file = goal.package.main.rpartition("/")
        self.folder, self.links = folder, f"{folder}/_rels/{file}.rels"

    def changed(self) -> dict[str, bytes]:
        return {**self.files, **{name: serialized(tree) for name, tree in self.trees.items()}}

    def take(self, one: etree._Element, like: etree._Element | None = None) -> etree._Element:
        """A copy of a paragraph, a table or a control. A case's title counts on as the title `like` does, which stands in the goal."""
        copy = deepcopy(one)
        copy.tail = None
        for looks_ in list(copy.iter(PPR)):
            self._list(looks_, like)
        for named in list(copy.iter(*NAMED)):
            self._style(named)
        for element in copy.iter():
            for name in [name for name in element.attrib if str(name).startswith(R)]:
                element.set(name, self._relation(element.get(name, "")))
            if str(element.tag).endswith("}docPr"):
                self.drawn += 1
                element.set("id", str(self.drawn))
        for control in copy.iter(CONTROL_LOOKS):
            number = control.find(f"{W}id")
            if number is not None and number.get(VAL) in self.controls:
                control.remove(number)
        return copy

    # --- looks

    def _style(self, named: etree._Element) -> None:
        style = named.get(VAL, "")
        if style in self.styles:
            named.set(VAL, self.styles[style])
            return
        parent = named.getparent()
        level = self.source.styles.levels.get(style, 0)
        if parent is not None:
            parent.remove(named)
            if level and parent.tag == PPR:
                SubElement(parent, f"{W}outlineLvl", {VAL: str(level - 1)})

    def _list(self, looks_: etree._Element, like: etree._Element | None) -> None:
        """Which list it is in, in the goal: a case's title that of the others, a bullet that of its style, and a number one of its own."""
        found, named = looks_.find(f"{W}numPr"), looks_.find(f"{W}pStyle")
        if found is None:
            return
        style = "" if named is None else named.get(VAL, "")
        number = found.find(f"{W}numId")
        if like is not None and self.source.styles.levels.get(style):
            there = like.find(f"{PPR}/{W}numPr")
            if there is None:
                looks_.remove(found)
            else:
                for child in [*found]:
                    found.remove(child)
                found.extend(deepcopy(child) for child in there if child.tag in (f"{W}ilvl", f"{W}numId"))
        elif number is not None:
            listed = self.goal.styles.lists.get(self.styles.get(style, ""))
            bullet = number.get(VAL, "") not in self.source.lists.numbered
            number.set(VAL, listed[0] if bullet and listed else self._numbers(number.get(VAL, "")))

    def _numbers(self, number: str) -> str:
        """A list of the source as one more in the goal."""
        if number not in self.lists:
            ours = self.source.package.tree(self.source.package.related["numbering"])
            kinds = {} if ours is None else {one.get(f"{W}abstractNumId", ""): one for one in ours.iter(f"{W}abstractNum")}
            lists = {} if ours is None else {one.get(f"{W}numId", ""): one for one in ours.iter(f"{W}num")}
            theirs = self._numbering()
            listed, free = deepcopy(lists[number]), str(_free(theirs))
            inner = listed.find(f"{W}abstractNumId")
            if inner is None:
                raise ValueError("a list of our own without a kind")
            kind = deepcopy(kinds[inner.get(VAL, "")])
            for one in [one for one in kind if one.tag in OWN_MARKS]:
                kind.remove(one)
            kind.set(f"{W}abstractNumId", free)
            listed.set(f"{W}numId", free)
            inner.set(VAL, free)
            first = theirs.find(f"{W}num")
            theirs.insert(len(theirs) if first is None else theirs.index(first), kind)
            last = theirs.findall(f"{W}num")
            theirs.insert(theirs.index(last[-1] if last else kind) + 1, listed)
            self.lists[number] = free
        return self.lists[number]

    def _numbering(self) -> etree._Element:
        name = self.goal.package.related.get("numbering", f"{self.folder}/numbering.xml")
        if name not in self.goal.package.names and name not in self.trees:
            self.trees[name] = etree.Element(f"{W}numbering", nsmap={"w": W[1:-1]})
            self._related(f"{OFFICE}/numbering", "numbering.xml")
            self._typed("Override", {"PartName": f"/{name}", "ContentType": NUMBERING})
        return self._tree(name)

    # --- what lies outside the text

    def _relation(self, identity: str) -> str:
        """A link or a picture of the source, as one in the goal."""
        if identity not in self.relations:
            folder, _, file = self.source.package.main.rpartition("/")
            rels = self.source.package.tree(f"{folder}/_rels/{file}.rels")
            found = next((one for one in (() if rels is None else rels) if one.get("Id") == identity), None)
            if found is None:
                raise ValueError(f"a relation of our own that is not there: {identity}")
            target, outside = found.get("Target", ""), found.get("TargetMode") == "External"
            self.relations[identity] = self._related(
                found.get("Type", ""), target if outside else self._file(f"{folder}/{target}"), outside=outside
            )
        return self.relations[identity]

    def _related(self, kind: str, target: str, *, outside: bool = False) -> str:
        rels = self._tree(self.links, "Relationships", RELATIONS)
        there = {one.get("Id") for one in rels}
        identity = next(name for at in range(len(rels) + 1) if (name := f"aarshjul{at}") not in there)
        made = SubElement(rels, f"{RELATIONS}Relationship", {"Id": identity, "Type": kind, "Target": target})
        if outside:
            made.set("TargetMode", "External")
        return identity

    def _file(self, name: str) -> str:
        """A picture put into the goal. Returns its name beside the text."""
        stem, extension = splitext(basename(name))
        taken = {one.lower() for one in (*self.goal.package.names, *self.files)}
        target = next(
            path for at in range(len(taken) + 1) if (path := f"media/{stem}-{at}{extension}") and f"{self.folder}/{path}" not in taken
        )
        self.files[f"{self.folder}/{target}"] = self.source.package.part(name)
        types = self.source.package.tree(known.TYPES)
        for one in () if types is None else types.iter(f"{CONTENT}Default"):
            if one.get("Extension", "").lower() == extension[1:].lower():
                self._typed("Default", {"Extension": extension[1:], "ContentType": one.get("ContentType", "")})
        return target

    def _typed(self, name: str, given: dict[str, str]) -> None:
        types = self._tree(known.TYPES)
        key = next(iter(given))
        if not any((one.get(key) or "").lower() == given[key].lower() for one in types.iter(f"{CONTENT}{name}")):
            types.insert(0 if name == "Default" else len(types), etree.Element(f"{CONTENT}{name}", given))

    def _tree(self, name: str, root: str = "", space: str = "") -> etree._Element:
        if name not in self.trees:
            found = self.goal.package.tree(name)
            self.trees[name] = etree.Element(f"{space}{root}", nsmap={None: space[1:-1]}) if found is None else found
        return self.trees[name]


def _styles(source: Laid, goal: Laid) -> dict[str, str]:
    """The goal's style for each of the source: a heading by its level, any other by its name."""
    headings = {
        level: style for style, level in reversed(list(goal.styles.levels.items())) if looks.HEADING.match(goal.styles.names[style])
    }
    names = {name.casefold(): style for style, name in goal.styles.names.items()}
    found = {}
    for style, name in source.styles.names.items():
        level = source.styles.levels.get(style, 0)
        there = headings.get(level, "") if level and looks.HEADING.match(name) else names.get(name.casefold(), "")
        if there:
            found[style] = there
    return found


def _free(numbering: etree._Element) -> int:
    used = [one.get(name, "") for one in numbering for name in (f"{W}numId", f"{W}abstractNumId")]
    return max((int(one) for one in used if one.isdecimal()), default=0) + 1
