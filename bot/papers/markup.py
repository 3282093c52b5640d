"""Markdown to blocks: only what a letter needs, and every value put in after the parsing, so that it can never become structure."""

import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.papers.model import Block, Grid, Heading, Listing, PageBreak, Paragraph, Run, Runs, plain

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
ADDRESS = re.compile(r"(https://|mailto:)[^\s<>\"]+")

# What is left out is what a person types by accident: indented code, HTML, quotes, references, entities, underlined headings.
PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
PARSER.disable(["code", "fence", "blockquote", "html_block", "reference", "lheading", "backticks", "html_inline", "image", "entity"])
# An address is judged when its values are in (`_address`), not while it holds tokens.
PARSER.normalizeLink = lambda url: url  # type: ignore[method-assign]
PARSER.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005

PLAIN = "bruk avsnitt, overskrifter, lister, tabeller, **fet**, *kursiv* og [lenker](https://…)"
HTTPS = "en lenke må begynne med https:// eller mailto:"

Value = Run | tuple[Block, ...]


class Misplaced(ValueError):
    """Something that stands where it cannot, in Norwegian; `value` is the number of the value it is about, `near` what is written there."""

    def __init__(self, message: str, advice: str, value: int | None = None, near: str = "") -> None:
        super().__init__(message)
        self.advice, self.value, self.near = advice, value, near


def token(number: int) -> str:
    """What stands in the Markdown for the value with this number: characters that no template may contain."""
    return f"{OPEN}{number}{CLOSE}"


def blocks(source: str, values: Sequence[Value]) -> tuple[Block, ...]:
    """Blocks of a Markdown text in which tokens stand for values. Raises Misplaced."""
    return tuple(_blocks(SyntaxTreeNode(PARSER.parse(source)).children, values))


def expand(text: str, values: Sequence[Value]) -> str:
    """A text with its values put in as plain characters. Raises Misplaced for blocks."""
    return plain(tuple(_runs(text, Run(""), values)))


def _blocks(nodes: Sequence[SyntaxTreeNode], values: Sequence[Value]) -> Iterator[Block]:
    for node in nodes:
        yield from CONVERT.get(node.type, _unknown)(node, values)


def _unknown(node: SyntaxTreeNode, _: Sequence[Value]) -> Iterator[Block]:
    raise Misplaced(f"«{node.type}» kan ikke brukes i en mal", PLAIN)


def _heading(node: SyntaxTreeNode, values: Sequence[Value]) -> Iterator[Block]:
    runs = tuple(run._replace(text=run.text.replace("\n", " ")) for run in _inline(node, values))
    if plain(runs).strip():
        yield Heading(int(node.tag[1]), runs)


def _paragraph(node: SyntaxTreeNode, values: Sequence[Value]) -> Iterator[Block]:
    """A paragraph keeps the lines it was typed in; a line with only empty values is left out, and a line that is blocks becomes them."""
    lines: list[Run] = []
    for line in _lines(node.children[0].children if node.children else ()):
        owned = _sole_blocks(line, values)
        if owned is None:
            runs = tuple(_spans(line, Run(""), values))
            lines += ([Run("\n")] if lines and plain(runs).strip() else []) + (list(runs) if plain(runs).strip() else [])
            continue
        if lines:
            yield Paragraph(_joined(lines))
            lines = []
        yield from owned
    if lines:
        yield Paragraph(_joined(lines))


def _sole_blocks(line: Sequence[SyntaxTreeNode], values: Sequence[Value]) -> tuple[Block, ...] | None:
    """The blocks of a line that is nothing but one value made of blocks."""
    found = TOKEN.fullmatch(line[0].content.strip()) if len(line) == 1 and line[0].type == "text" else None
    value = _value(int(found[1]), values) if found else None
    return value if isinstance(value, tuple) and not isinstance(value, Run) else None


def _lines(nodes: Sequence[SyntaxTreeNode]) -> Iterator[list[SyntaxTreeNode]]:
    line: list[SyntaxTreeNode] = []
    for node in nodes:
        if node.type in {"softbreak", "hardbreak"}:
            yield line
            line = []
        else:
            line.append(node)
    yield line


def _listing(node: SyntaxTreeNode, values: Sequence[Value]) -> Iterator[Block]:
    entries = (tuple(_blocks(entry.children, values)) for entry in node.children)
    kept = tuple(entry for entry in entries if entry)
    if kept:
        yield Listing(kept, numbered=node.type == "ordered_list", start=int(node.attrs.get("start", 1)))


def _table(node: SyntaxTreeNode, values: Sequence[Value]) -> Iterator[Block]:
    rows = [tuple(plain(_inline(cell, values)) for cell in row.children) for part in node.children for row in part.children]
    yield Grid(rows[0], tuple(rows[1:]))


def _rule(_: SyntaxTreeNode, __: Sequence[Value]) -> Iterator[Block]:
    yield PageBreak()


CONVERT: dict[str, Callable[[SyntaxTreeNode, Sequence[Value]], Iterator[Block]]] = {
    "paragraph": _paragraph, "heading": _heading, "bullet_list": _listing, "ordered_list": _listing, "table": _table, "hr": _rule,
}  # fmt: skip


def _inline(node: SyntaxTreeNode, values: Sequence[Value]) -> Runs:
    return _joined(list(_spans(node.children[0].children if node.children else (), Run(""), values)))


def _spans(nodes: Sequence[SyntaxTreeNode], look: Run, values: Sequence[Value]) -> Iterator[Run]:
    for node in nodes:
        match node.type:
            case "text":
                yield from _runs(node.content, look, values)
            case "softbreak" | "hardbreak":
                yield look._replace(text="\n")
            case "strong":
                yield from _spans(node.children, look._replace(bold=True), values)
            case "em":
                yield from _spans(node.children, look._replace(italic=True), values)
            case "link":
                yield from _spans(node.children, look._replace(link=_address(str(node.attrs["href"]), values)), values)
            case kind:
                raise Misplaced(f"«{kind}» kan ikke brukes i en mal", PLAIN)


def _runs(text: str, look: Run, values: Sequence[Value]) -> Iterator[Run]:
    for at, part in enumerate(TOKEN.split(text)):
        if at % 2 == 0:
            yield look._replace(text=part)
            continue
        value = _value(int(part), values)
        if not isinstance(value, Run):
            raise Misplaced("er hele avsnitt og kan ikke stå inne i en linje", "la navnet stå alene på linjen", int(part))
        yield look._replace(text=value.text, link=_checked(value.link, int(part)) or look.link)


def _value(number: int, values: Sequence[Value]) -> Value:
    if number >= len(values):
        raise Misplaced("et tegn hører ikke hjemme i en mal", PLAIN)
    return values[number]


def _address(href: str, values: Sequence[Value]) -> str:
    return _checked(expand(href, values))


def _checked(href: str, value: int | None = None) -> str:
    """A link leads to a web page or a mailbox, and nowhere else: no script, no file, no unencrypted page."""
    if href and ADDRESS.fullmatch(href) is None:
        raise Misplaced(
            "har en lenke som ikke kan brukes" if value is not None else f"lenken «{href[:60]}» kan ikke brukes", HTTPS, value, href
        )
    return href


def _joined(runs: list[Run]) -> Runs:
    """Neighbours of one look as one run, and none that is empty."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1][1:] == run[1:]:
            joined[-1] = run._replace(text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return tuple(joined)
