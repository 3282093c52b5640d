"""Blocks as plain text and as an HTML mail: the two shapes of a letter's body."""

from collections.abc import Iterator
from html import escape

from bot.cycle.written import Language
from bot.papers.characters import clean, one_line
from bot.papers.model import Block, Case, Fields, Grid, Heading, Listing, Owned, PageBreak, Paragraph, Picture, Run, Runs

# Inline only: mail programs drop style sheets. Contrast: text 16:1, links 9:1 on white (WCAG 2.2 AA asks 4.5:1). 16 px at least.
FONT = "font-family:Calibri,Carlito,'Segoe UI',Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5"
BODY = f"margin:0;padding:16px;{FONT};color:#1b1f24;background:#ffffff"
MAIN = "max-width:42em"
HEADINGS = {1: "24px", 2: "20px", 3: "18px"}
CELL = "padding:4px 16px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid #c5ccd3"
TABLE = "border-collapse:collapse;margin:0 0 16px;font-size:16px"
LINK = "color:#0b4f6c"


# --- plain text ------------------------------------------------------------------------------------------------------


def text(blocks: tuple[Block, ...]) -> str:
    """Blocks as plain text, a blank line between them and a newline at the end; links as «tekst (https://…)». Lines are not wrapped."""
    return clean("\n\n".join(part for part in map(_text, blocks) if part)) + "\n"


def _text(block: Block) -> str:  # noqa: PLR0911 - one return for each kind of block
    match block:
        case Heading(runs=runs) | Paragraph(runs=runs):
            return _words(runs)
        case Listing(entries=entries, numbered=numbered, start=start):
            return "\n".join(_entry(f"{start + at}. " if numbered else "- ", entry) for at, entry in enumerate(entries))
        case Fields(pairs=pairs):
            return "\n".join(f"{label}: {value}".rstrip() for label, value in pairs)
        case Grid(header=header, rows=rows, caption=caption):
            return "\n".join(filter(None, (one_line(caption), *map(_row, (header, *rows)))))
        case Case(label=label, title=title, blocks=inner):
            return "\n\n".join(part for part in (f"{label} {_words(title)}", *map(_text, inner)) if part)
        case Owned(blocks=inner):
            return "\n\n".join(part for part in map(_text, inner) if part)
        case Picture(alt=alt):
            return one_line(alt)
        case PageBreak():
            return ""


def _row(cells: tuple[str, ...]) -> str:
    """The cells of a row on one line; none that are empty at its end."""
    filled = [one_line(cell) for cell in cells]
    while filled and not filled[-1]:
        filled.pop()
    return " – ".join(filled)


def _entry(mark: str, entry: tuple[Block, ...]) -> str:
    """An entry of a list: its later lines stand under its text, not under its mark."""
    return mark + "\n".join(filter(None, map(_text, entry))).replace("\n", "\n" + " " * len(mark))


def _words(runs: Runs) -> str:
    return "".join(f"{run.text} ({_shown(run)})" if run.link and _shown(run) != run.text else run.text for run in runs)


def _shown(run: Run) -> str:
    return run.link.removeprefix("mailto:")


# --- HTML ------------------------------------------------------------------------------------------------------------


def html(blocks: tuple[Block, ...], title: str, language: Language) -> str:
    """Blocks as one whole HTML document for a mail, in the language a screen reader shall speak."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{_escape(one_line(title))}</title>\n</head>\n'
        f'<body style="{BODY}">\n<div role="main" style="{MAIN}">\n{part(blocks)}\n</div>\n</body>\n</html>\n'
    )


def part(blocks: tuple[Block, ...]) -> str:
    """Blocks as HTML elements, for a page that has its own head."""
    return "\n".join(element for block in blocks for element in _elements(block))


def _elements(block: Block) -> Iterator[str]:  # noqa: C901 - one branch for each kind of block
    match block:
        case Heading(level=level, runs=runs):
            yield _heading(level, _inline(runs))
        case Paragraph(runs=runs):
            yield f'<p style="margin:0 0 16px">{_inline(runs)}</p>'
        case Listing(entries=entries, numbered=numbered, start=start):
            items = "".join(f"<li>{_tight(entry)}</li>" for entry in entries)
            yield f'<ol start="{start}" style="margin:0 0 16px">{items}</ol>' if numbered else f'<ul style="margin:0 0 16px">{items}</ul>'
        case Fields(pairs=pairs):
            yield f'<p style="margin:0 0 16px">{"<br>".join(f"{_escape(label)}: {_escape(value)}" for label, value in pairs)}</p>'
        case Grid():
            yield _table(block)
        case Case(label=label, title=title, blocks=inner):
            yield _heading(3, f"{_escape(label)} {_inline(title)}")
            yield part(inner)
        case Owned(blocks=inner):
            yield part(inner)
        case Picture(alt=alt):  # mail programs take an SVG out, and block pictures: the words always arrive
            yield f'<p style="margin:0 0 16px">{_escape(one_line(alt))}</p>'
        case PageBreak():
            yield '<hr style="border:0;border-top:1px solid #c5ccd3;margin:24px 0">'


def _heading(level: int, words: str) -> str:
    return f'<h{level} style="margin:24px 0 8px;font-size:{HEADINGS.get(level, "16px")};line-height:1.25">{words}</h{level}>'


def _tight(entry: tuple[Block, ...]) -> str:
    """A list's entry: a single paragraph without the room around it."""
    match entry:
        case (Paragraph(runs=runs), *rest):
            return _inline(runs) + part(tuple(rest))
    return part(entry)


def _table(grid: Grid) -> str:
    caption = f'<caption style="text-align:left">{_escape(grid.caption)}</caption>' if grid.caption else ""
    head = "".join(f'<th scope="col" style="{CELL}">{_escape(cell)}</th>' for cell in grid.header)
    cells = ("".join(f'<td style="{CELL}">{_escape(cell)}</td>' for cell in row) for row in grid.rows)
    rows = "".join(f"<tr>{row}</tr>" for row in cells)
    return f'<table style="{TABLE}">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _inline(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    words = _escape(run.text)
    words = f"<em>{words}</em>" if run.italic else words
    words = f"<strong>{words}</strong>" if run.bold else words
    return f'<a href="{_escape(run.link, lines=False)}" style="{LINK}">{words}</a>' if run.link else words


def _escape(words: str, *, lines: bool = True) -> str:
    escaped = escape(clean(words), quote=True)
    return escaped.replace("\n", "<br>") if lines else escaped
