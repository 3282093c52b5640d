"""A file as it may leave: tracked changes accepted, comments and their authors gone, and every other part the same bytes as before."""

import zipfile
from collections.abc import Collection, Mapping
from io import BytesIO

from lxml import etree

from bot.papers import known
from bot.papers.edited import accepted, opened
from bot.papers.edited.names import CELL, CONTENT, CONTROL, OFF, TABLE, TEXT, VAL, P, W, tag
from bot.papers.edited.opened import Package
from bot.papers.letterhead import RELATIONS
from bot.papers.package import EPOCH, serialized

TEXTS = ("header", "footer", "footnotes", "endnotes")
GONE = ("comments", "commentsextended", "commentsids", "commentsextensible", "people")
"""Parts that only comments and their authors need."""
DRAFT = "draft"
DRAFTS = ("utkast – ikke godkjent", "utkast – ikkje godkjent")
AT_ONCE = 1 << 16


def clean(content: bytes, *, approved: bool = False) -> bytes:
    """The same file without tracked changes and comments, and with `approved` without its mark as a draft.

    Nothing to take out: the same bytes. Raises opened.Refused for a file that cannot be read.
    """
    package = opened.read(content)
    changed = dict(_texts(package, approved=approved))
    gone = {name for name in package.names if _stem(name) in GONE}
    for name in package.names:
        if gone and name.endswith(".rels"):
            changed |= _unrelated(package, name, gone)
    if gone:
        changed |= _untyped(package, gone)
    if package.own_template:
        changed |= _without_template(package)
    changed |= _untracked(package)
    return packed(package, changed, gone) if changed or gone else content


def texts(package: Package) -> tuple[str, ...]:
    """The parts with words beside the text itself, and the settings."""
    words = (name for name in package.names if name.endswith(".xml") and _stem(name).rstrip("0123456789") in TEXTS)
    return (*words, *(name for name in (package.related.get("settings", ""),) if name))


def _texts(package: Package, *, approved: bool) -> Mapping[str, bytes]:
    found = {}
    for name in (package.main, *texts(package)):
        root = package.tree(name)
        if root is None:
            continue
        told = next(root.iter(*accepted.MARKS, *accepted.COMMENTS), None) is not None
        accepted.accept(root)
        accepted.uncomment(root)
        if (approved and name == package.main and _approved(root)) or told:
            found[name] = serialized(root)
    return found


def _approved(root: etree._Element) -> bool:
    """Take out the mark of a draft: its control, or the paragraph that says nothing else. Returns whether there was one."""
    marks = [one for one in root.iter(CONTROL) if tag(one) == DRAFT]
    lines = [one for one in root.iter(P) if "".join(text.text or "" for text in one.iter(TEXT)).strip().casefold() in DRAFTS]
    holders = [_holder(mark) for mark in marks] + [
        line for line in lines if not any(tag(one) == DRAFT for one in line.iterancestors(CONTROL))
    ]
    for one in dict.fromkeys(holders):
        parent = one.getparent()
        if parent is not None and (parent.tag not in (CELL, CONTENT) or len([child for child in parent if child.tag in (P, TABLE)]) > 1):
            parent.remove(one)
    return bool(holders)


def _holder(control: etree._Element) -> etree._Element:
    """What to take out for a control: the paragraph that it is in, when it stands in one and is all that it says."""
    paragraph = next(control.iterancestors(P), None)
    if paragraph is None:
        return control
    said = ["".join(text.text or "" for text in one.iter(TEXT)).strip() for one in (paragraph, control)]
    return paragraph if said[0] == said[1] else control


def _unrelated(package: Package, name: str, gone: set[str]) -> Mapping[str, bytes]:
    root = package.tree(name)
    ours = [] if root is None else [one for one in root.iter(f"{RELATIONS}Relationship") if _leads(one, gone)]
    for one in ours:
        one.getparent().remove(one)  # type: ignore[union-attr]  # it was found below the root
    return {name: serialized(root)} if ours and root is not None else {}


def _leads(relation: etree._Element, gone: set[str]) -> bool:
    return (relation.get("Target") or "").rpartition("/")[2] in {name.rpartition("/")[2] for name in gone}


def _untyped(package: Package, gone: set[str]) -> Mapping[str, bytes]:
    root = package.tree(known.TYPES)
    if root is None:
        return {}
    for one in [one for one in root if (one.get("PartName") or "").lstrip("/") in gone]:
        root.remove(one)
    return {known.TYPES: serialized(root)}


def _without_template(package: Package) -> Mapping[str, bytes]:
    """The name of a template on somebody's own machine tells outsiders who that is."""
    found: dict[str, bytes] = {}
    for name in package.names:
        if not name.endswith("settings.xml.rels"):
            continue
        root, settings = package.tree(name), package.tree(part := package.related.get("settings", "word/settings.xml"))
        for one in [] if root is None else [one for one in root if (one.get("Type") or "").endswith("/attachedTemplate")]:
            root.remove(one)  # type: ignore[union-attr]  # there is no child without it
        for one in [] if settings is None else settings.findall(f"{W}attachedTemplate"):
            settings.remove(one)  # type: ignore[union-attr]
        found |= {key: serialized(tree) for key, tree in ((name, root), (part, settings)) if tree is not None}
    return found


def _untracked(package: Package) -> Mapping[str, bytes]:
    """The settings without «Spor endringer»."""
    name = package.related.get("settings", "")
    root = package.tree(name) if name else None
    tracking = None if root is None else root.find(f"{W}trackRevisions")
    if root is None or tracking is None or tracking.get(VAL) in OFF:
        return {}
    root.remove(tracking)
    for one in root.findall(f"{W}attachedTemplate") if package.own_template else ():
        root.remove(one)
    return {name: serialized(root)}


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".xml").lower().removesuffix(".xml.rels")


def packed(package: Package, changed: Mapping[str, bytes], gone: Collection[str] = ()) -> bytes:
    """The package anew, entry by entry in its old order; what is not changed is copied, a piece at a time. New parts come last."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(package.content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.infolist():
            if entry.filename in gone or _owner_gone(entry.filename, gone):
                continue
            kept = zipfile.ZipInfo(entry.filename, entry.date_time)
            kept.compress_type, kept.external_attr, kept.create_system = entry.compress_type, entry.external_attr, entry.create_system
            if entry.filename in changed:
                made.writestr(kept, changed[entry.filename])
                continue
            with source.open(entry) as old, made.open(kept, "w") as new:
                while piece := old.read(AT_ONCE):
                    new.write(piece)
        for name in sorted(changed.keys() - set(package.names)):
            made.writestr(zipfile.ZipInfo(name, EPOCH), changed[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _owner_gone(name: str, gone: Collection[str]) -> bool:
    """Whether these are the relations of a part that is gone."""
    return name.endswith(".rels") and name.replace("_rels/", "").removesuffix(".rels") in gone
