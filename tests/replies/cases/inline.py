"""Answers between the lines of the request: plain, in Gmail, in Thunderbird, in Apple Mail, in colour in Outlook."""

# ruff: noqa: E501  a mail a line reads as a table
# fmt: off

from tests.replies import quotes, skins
from tests.replies.case import INVITATION, Case, asked
from tests.replies.clients import RULE, STAR, WORD_HEAD
from tests.replies.content import Content, Listing, said
from tests.replies.mime import Head, Multi, Node, Part

HEAD = Head(name="Fagleder, Nittedal kommune", address="fagleder@nittedal.example.no")
LEAD = "Hei, svar under hvert spørsmål."
ANSWERS = (
    "Vi har åpnet en ny barnehage og lagt ut 30 tomter.",
    "Vi vil løfte saken om jernbanestoppestedet.",
    "Ja: julegateåpning 27. november, alle er velkomne.",
)
RED = "<span style='color:red'>{}</span>"
FONT = '<font color="#ff0000">{}</font>'


def cases() -> list[Case]:
    said_all = "\n\n".join((LEAD, *ANSWERS))
    below = "\n\n".join(ANSWERS)
    made = [
        ("inline-plain", _plain(LEAD), said_all, "Between the quoted lines of a plain text"),
        ("inline-plain-no-lead", _plain(""), below, "The same with nothing above the quote"),
        ("inline-plain-signed", _plain(LEAD, "Mvh\nFagleder\nNittedal kommune"), said_all, "The same, signed under the quote"),
        ("inline-gmail", _gmail(), said_all, "In Gmail: the blockquote is closed and opened again inside gmail_quote"),
        ("inline-apple", _apple(), said_all, "In Apple Mail: between blockquotes of type cite"),
        ("inline-thunderbird", _thunderbird(), said_all, "In Thunderbird: between blockquotes"),
        ("inline-outlook-red", _outlook(RED, same_line=False), said_all, "In red, in a quote without any mark but its header block"),
        ("inline-outlook-red-same-line", _outlook(RED, same_line=True), said_all, "In red, after the question in its list item"),
        ("inline-outlook-blue-font", _outlook("<span style='color:#0070C0'>{}</span>", same_line=False), said_all, "In blue"),
        ("inline-owa-font", _owa(), said_all, "In a font tag with a colour, below divRplyFwdMsg"),
        ("inline-outlook-no-colour", _outlook("{}", same_line=False), said_all, "Not in colour: only the request that was sent tells them apart"),
        ("inline-outlook-plain-part", _outlook_text(), said_all, "Plain text from Outlook: an underscore rule, and the answers between unmarked lines"),
    ]
    return [Case(slug, node, text, note, head=HEAD) for slug, node, text, note in made]


def _woven() -> list[str | Listing | tuple[str, str]]:
    """The request, each of its questions with its answer."""
    woven: list[str | Listing | tuple[str, str]] = []
    for piece in asked():
        if isinstance(piece, Listing):
            woven += [(str(question), answer) for question, answer in zip(piece.items, ANSWERS, strict=True)]
        else:
            woven.append(str(piece))
    return woven


def _marked(quote: str) -> str:
    """The quoted request as plain text with the answers between its lines."""
    lines: list[str] = []
    for piece in _woven():
        if isinstance(piece, tuple):
            lines += [quote + "- " + piece[0], "", piece[1], ""]
        else:
            lines += [(quote + line).rstrip() for line in [*str(piece).split("\n"), ""]]
    return "\n".join(lines)


def _plain(lead: str, signed: str = "") -> Node:
    top = f"{lead}\n\n" if lead else ""
    return Part(f"{top}{quotes.thunderbird(INVITATION)}\n{_marked('> ')}\n\n{signed}\n")


def _outlook_text() -> Node:
    return Part(f"{LEAD}\n\nMed vennlig hilsen\nFagleder\nNittedal kommune\n{RULE}\n{quotes.plain_header(INVITATION)}\n\n{_marked('')}\n")


def _groups() -> list[tuple[Content, str]]:
    """Stretches of the request, and the answer that follows each."""
    groups: list[tuple[Content, str]] = []
    gathered: list[str | Listing] = []
    for piece in _woven():
        if isinstance(piece, tuple):
            groups.append(((*gathered, Listing((piece[0],))), piece[1]))
            gathered = []
        else:
            gathered.append(piece)
    return [*groups, (tuple(gathered), "")]


def _both(html: str, lead: str = LEAD) -> Node:
    text = f"{lead}\n\n{quotes.gmail(INVITATION)}\n{_marked('> ')}\n"
    return Multi("alternative", (Part(text), Part(html, "text/html")), "=_inline_0123456789")


def _gmail() -> Node:
    style = 'class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"'
    woven = "\n".join(f"<blockquote {style}>{skins.gmail(content)}</blockquote><div><br></div><div>{answer}</div>" for content, answer in _groups())
    return _both(
        f'<div dir="ltr"><div>{LEAD}</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f'{skins.rich(quotes.gmail(INVITATION)).replace("post@example.no", "<a href=mailto:post@example.no>post@example.no</a>")}<br></div>{woven}</div>'
    )


def _apple() -> Node:
    woven = "\n".join(f'<blockquote type="cite"><div>{skins.apple(content)}</div></blockquote><div><br></div><div>{answer}</div><br>' for content, answer in _groups())
    return _both(f'<html><body style="overflow-wrap: break-word;"><div>{LEAD}</div><div><br><blockquote type="cite"><div>{skins.rich(quotes.apple(INVITATION))}</div><br></blockquote>{woven}</div></body></html>')


def _thunderbird() -> Node:
    woven = "\n".join(f'<blockquote type="cite" cite="mid:2027-2@example.no">{skins.simple(content)}</blockquote>\n{answer}<br>' for content, answer in _groups())
    return _both(f'<html><body><p>{LEAD}</p>\n<div class="moz-cite-prefix">{skins.rich(quotes.thunderbird(INVITATION))}<br></div>\n{woven}</body></html>')


def _coloured(colour: str, *, same_line: bool) -> str:
    lines: list[str] = []
    for content, answer in _groups():
        if not answer:
            lines.append(skins.word(content))
        elif same_line:
            lines.append(skins.word(content).removesuffix("<o:p></o:p></p>") + f" {colour.format(answer)}<o:p></o:p></p>")
        else:
            lines += [skins.word(content), f"<p class=MsoNormal>{colour.format(answer)}<o:p></o:p></p>"]
    return "\n".join(lines)


def _outlook(colour: str, *, same_line: bool) -> Node:
    rows = quotes.html_header(INVITATION)
    html = (
        WORD_HEAD.format(charset="utf-8") + skins.word((LEAD,)) + f"\n{skins.EMPTY}\n{skins.word(('Med vennlig hilsen', 'Fagleder', 'Nittedal kommune'))}\n"
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        f"<p class=MsoNormal><span lang=EN-US>{rows}<o:p></o:p></span></p></div></div>\n{_coloured(colour, same_line=same_line)}</div></body></html>"
    )
    text = f"{LEAD}\n\nMed vennlig hilsen\nFagleder\nNittedal kommune\n\n{quotes.plain_header(INVITATION)}\n\n{_flat(same_line=same_line)}\n"
    return Multi("alternative", (Part(text), Part(html, "text/html")), "_000_colour0123_")


def _flat(*, same_line: bool) -> str:
    return "\n\n".join(said(content, STAR) + ((" " if same_line else "\n\n") + answer if answer else "") for content, answer in _groups())


def _owa() -> Node:
    woven = "\n".join(skins.owa(content) + (f'\n<div class="elementToProof">{FONT.format(answer)}</div>' if answer else "") for content, answer in _groups())
    html = (
        f'<html><head></head><body dir="ltr">{skins.owa((LEAD,))}\n<div id="Signature"><p>Mvh</p><p>Fagleder</p></div><div id="appendonsend"></div>'
        f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">{quotes.html_header(INVITATION)}</font>'
        f"<div>&nbsp;</div></div><div>{woven}</div></body></html>"
    )
    text = f"{LEAD}\n\nMvh\nFagleder\n{RULE}\n{quotes.plain_header(INVITATION)}\n\n{_flat(same_line=False)}\n"
    return Multi("alternative", (Part(text), Part(html, "text/html")), "_000_colour4567_")
