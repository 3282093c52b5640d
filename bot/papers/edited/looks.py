"""What paragraphs are by their looks: headings with their level, entries of lists. Known by the styles' names, in any language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from bot.papers.edited.names import PPR, VAL, W

HEADING = re.compile(r"(?:heading|overskrift|rubrik|überschrift|titre)[ _]?([1-9])\b", re.IGNORECASE)
PASTED = re.compile(r"(?:normal|vanlig) \(web\)|mso\w+|default", re.IGNORECASE)
DEEPEST = 9
CHAIN = 12  # styles that build on each other


@dataclass(frozen=True, slots=True)
class Styles:
    """By style id: a heading's level, whether it is an entry of a list, its name."""

    levels: Mapping[str, int]
    lists: Mapping[str, tuple[str, int]]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lists:
    """Which lists are numbered, by w:numId."""

    numbered: frozenset[str]


def styles(root: etree._Element | None) -> Styles:
    """The styles of a file."""
    found = {one.get(f"{W}styleId", ""): one for one in (() if root is None else root.iter(f"{W}style"))}
    names = {identity: _value(one, "name") for identity, one in found.items()}
    levels, lists = {}, {}
    for identity in found:
        chain = list(_chain(identity, found))
        if level := next((level for one in chain if (level := _level(one, names))), 0):
            levels[identity] = level
        if listed := next((listed for one in chain if (listed := number(one.find(PPR)))), None):
            lists[identity] = listed
    return Styles(levels, lists, names)


def _chain(identity: str, found: Mapping[str, etree._Element]) -> list[etree._Element]:
    chain: list[etree._Element] = []
    while identity in found and len(chain) < CHAIN:
        chain.append(found[identity])
        identity = _value(found[identity], "basedOn")
    return chain


def _level(style: etree._Element, names: Mapping[str, str]) -> int:
    named = HEADING.match(names.get(style.get(f"{W}styleId", ""), ""))
    return int(named[1]) if named else outline(style.find(PPR))


def outline(looks: etree._Element | None) -> int:
    """The level of a heading that says so itself; 0 for body text."""
    found = None if looks is None else looks.find(f"{W}outlineLvl")
    level = found.get(VAL, "") if found is not None else ""
    return int(level) + 1 if level.isdecimal() and int(level) < DEEPEST else 0


def number(looks: etree._Element | None) -> tuple[str, int] | None:
    """Which list a paragraph is in, and how deep; a list «0» takes it out of one."""
    listed = None if looks is None else looks.find(f"{W}numPr")
    if listed is None:
        return None
    level = _value(listed, "ilvl")
    return (_value(listed, "numId"), min(int(level), DEEPEST - 1) if level.isdecimal() else 0)


def lists(root: etree._Element | None) -> Lists:
    """The lists of a file."""
    if root is None:
        return Lists(frozenset())
    kinds = {one.get(f"{W}abstractNumId", ""): one.find(f"{W}lvl/{W}numFmt") for one in root.iter(f"{W}abstractNum")}
    numbered = {identity for identity, kind in kinds.items() if kind is not None and kind.get(VAL) not in ("bullet", "none")}
    return Lists(frozenset(one.get(f"{W}numId", "") for one in root.iter(f"{W}num") if _value(one, "abstractNumId") in numbered))


def _value(parent: etree._Element, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return found.get(VAL, "") if found is not None else ""
