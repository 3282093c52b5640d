"""Each mail program, once: a draft in, the body of the message out as that program makes it."""

# ruff: noqa: E501  markup is written as the client writes it

import textwrap
from dataclasses import dataclass, replace
from html import escape

from tests.replies import quotes, skins
from tests.replies.content import Content, Glyphs, said
from tests.replies.mime import Multi, Node, Part
from tests.replies.quotes import Quoted

WORD = Glyphs(first="  *   ", second="     *   ", cell="\t")
STAR = Glyphs(first="* ", second="  * ", cell="\t", bold="*")
RULE = "________________________________"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was written, and what the client and the server hang around it."""

    body: Content
    closing: str = "Med vennlig hilsen"
    signature: tuple[str, ...] = ("Næringssjef", "Horten kommune", "Telefon 22 00 00 00 | www.example.no")
    quoted: Quoted | None = None
    sent_from: str = ""
    banner: str = ""
    disclaimer: str = ""
    after: Content = ()
    pixel: bool = False
    hidden: str = ""
    charset: str = "utf-8"
    encoding: str = "quoted-printable"

    @property
    def farewell(self) -> tuple[str, ...]:
        lines = "\n".join((self.closing, *self.signature) if self.closing else self.signature)
        return (lines.removeprefix("\n"),) if lines else ()


def alternative(text: str, html: str, draft: Draft, boundary: str, kind: str = "alternative") -> Node:
    parts = tuple(
        Part(body, mime, charset=draft.charset, encoding=draft.encoding) for body, mime in ((text, "text/plain"), (html, "text/html"))
    )
    return Multi(kind, parts, boundary)


def _tail(draft: Draft) -> str:
    """What a server adds at the very end of a page."""
    notice = f'<p style="font-size:8pt;color:gray">{escape(draft.disclaimer)}</p>\n' if draft.disclaimer else ""
    return notice + ('<img src="https://track.example.no/o.gif?id=77" width="1" height="1" alt="">\n' if draft.pixel else "")


def _banner(draft: Draft) -> str:
    if not draft.banner:
        return ""
    return (
        '<table border="0" cellspacing="0" cellpadding="0" width="100%" style="width:100%"><tr><td style="background:#FFEB9C;padding:5pt">'
        f'<span style="font-size:10pt;color:black">{escape(draft.banner)}</span></td></tr></table>\n<br>\n'
    )


def _top(draft: Draft) -> str:
    hidden = draft.hidden and f'<div style="display:none;max-height:0px;overflow:hidden;mso-hide:all">{escape(draft.hidden)}</div>\n'
    return hidden + _banner(draft)


def _text(draft: Draft, glyphs: Glyphs, quoted: str) -> str:
    parts = [draft.banner, said(draft.body, glyphs), draft.sent_from, *draft.farewell, said(draft.after, glyphs), quoted, draft.disclaimer]
    return "\n\n".join(part for part in parts if part) + "\n"


# --- Outlook for Windows ---------------------------------------------------------------------------------------------------------

WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:m="http://schemas.microsoft.com/office/2004/12/omml" \
xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type content="text/html; charset={charset}">\
<meta name=Generator content="Microsoft Word 15 (filtered medium)"><!--[if !mso]><style>v\\:* {{behavior:url(#default#VML);}}
</style><![endif]--><style><!--
/* Font Definitions */
@font-face
\t{{font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}}
p.MsoNormal, li.MsoNormal, div.MsoNormal
\t{{margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}}
@list l0:level1
\t{{mso-level-number-format:bullet; mso-level-text:\\F0B7;}}
--></style><!--[if gte mso 9]><xml>
<o:shapedefaults v:ext="edit" spidmax="1026" />
</xml><![endif]--><!--[if gte mso 9]><xml>
<o:shapelayout v:ext="edit">
<o:idmap v:ext="edit" data="1" />
</o:shapelayout></xml><![endif]--></head><body lang=NO-BOK link="#0563C1" vlink="#954F72" style='word-wrap:break-word'><div class=WordSection1>
"""


def outlook(draft: Draft, *, border: str = "#E1E1E1") -> Node:
    """Outlook 2016–365 for Windows: Word's HTML, one MsoNormal a line, the header block under a thin border."""
    below = f"{skins.EMPTY}\n{skins.word(draft.after)}\n" if draft.after else ""
    farewell = "".join(f"{skins.EMPTY}\n" + "\n".join(map(_signed, lines.split("\n"))) + "\n" for lines in draft.farewell)
    html = (
        WORD_HEAD.format(charset=draft.charset) + _top(draft) + skins.word(draft.body) + "\n" + farewell + below
        + _word_quotes(draft.quoted, border) + "</div>\n" + _tail(draft) + "</body></html>"
    )  # fmt: skip
    return alternative(_text(draft, WORD, outlook_plain(draft.quoted)), html, draft, "_000_AM0PR05MB5678example_")


def _signed(line: str) -> str:
    return skins.normal(f"<span style='color:#1F3864;mso-ligatures:none'>{skins.rich(line)}</span>")


def _word_quotes(quoted: Quoted | None, border: str) -> str:
    if quoted is None:
        return ""
    rows = "<br>\n".join(f"<b>{label}:</b> {escape(value)}" for label, value in quotes.header(quoted))
    return (
        f"{skins.EMPTY}\n<div><div style='border:none;border-top:solid {border} 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        f"<p class=MsoNormal><span lang=EN-US style='font-family:\"Calibri\",sans-serif'>{rows}<o:p></o:p></span></p></div></div>\n"
        f"{skins.EMPTY}\n{skins.word(quoted.content)}\n{_word_quotes(quoted.earlier, border)}"
    )


def outlook_plain(quoted: Quoted | None, *, rule: bool = False) -> str:
    if quoted is None:
        return ""
    top = f"{RULE}\n" if rule else ""
    later = outlook_plain(quoted.earlier, rule=rule)
    return f"{top}{quotes.plain_header(quoted)}\n\n{said(quoted.content, WORD)}" + (f"\n\n{later}" if later else "")


# --- Outlook on the web, the new Outlook, Outlook for iOS and Android --------------------------------------------------------------

HEAD = '<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n{style}</head>\n<body dir="ltr">\n'
MARGINS = '<style type="text/css" style="display:none"> P {margin-top:0;margin-bottom:0;} </style>\n'


def owa(draft: Draft, *, prefix: str = "") -> Node:
    """Outlook on the web and the new Outlook for Windows. `prefix` is «x_» where the mail has been through another Outlook."""
    html = (
        HEAD.format(charset=draft.charset, style=MARGINS) + _top(draft) + skins.owa(draft.body) + "\n" + _owa_signature(draft, prefix)
        + (skins.owa(draft.after) + "\n" if draft.after else "") + _owa_quotes(draft.quoted, prefix) + _tail(draft) + "</body>\n</html>"
    )  # fmt: skip
    return alternative(_text(draft, WORD, outlook_plain(draft.quoted, rule=True)), html, draft, "_000_DB9P189MB1234example_")


def _owa_signature(draft: Draft, prefix: str) -> str:
    if not draft.farewell:
        return ""
    lines = f'<div {skins.OWA}><br></div>\n<div id="{prefix}Signature" class="elementToProof">\n'
    return lines + "\n".join(f'<p style="margin: 0cm;">{skins.rich(line)}</p>' for line in draft.farewell[0].split("\n")) + "\n</div>\n"


def _owa_quotes(quoted: Quoted | None, prefix: str) -> str:
    if quoted is None:
        return ""
    return (
        f'<div id="{prefix}appendonsend"></div>\n<hr tabindex="-1" style="display:inline-block; width:98%">\n'
        f'<div id="{prefix}divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">'
        f"{quotes.html_header(quoted)}</font>\n<div>&nbsp;</div>\n</div>\n"
        f"<div>{skins.owa(quoted.content)}\n{_owa_quotes(quoted.earlier, 'x_' + prefix)}</div>\n"
    )


def phone(draft: Draft, *, android: bool = False) -> Node:
    """Outlook for iOS and Android: its own signature block, and the thread in a «reference message»."""
    words = draft.sent_from or ("Få Outlook for Android" if android else "Hent Outlook for iOS")
    lead, _, product = words.partition("Outlook")
    link = f'{lead}<a href="https://aka.ms/{"AAb9ysg" if android else "o0ukef"}">Outlook{product}</a>'
    mark = f'<div id="ms-outlook-mobile-signature" dir="ltr">{link}</div>\n'
    farewell = skins.ios(draft.farewell)
    html = (
        HEAD.format(charset=draft.charset, style="") + _top(draft) + skins.ios(draft.body) + "\n" + (f"<div><br></div>\n{farewell}\n" if farewell else "")
        + '<div id="ms-outlook-mobile-body-separator-line" dir="ltr"><br></div>\n' + mark + _phone_quotes(draft.quoted) + _tail(draft) + "</body>\n</html>"
    )  # fmt: skip
    text = _text(
        replace(draft, sent_from="", signature=(*draft.signature, "", f"{words}<https://aka.ms/o0ukef>")),
        WORD,
        outlook_plain(draft.quoted, rule=True),
    )
    return alternative(text, html, draft, "_000_VI1PR08MB4321example_")


def _phone_quotes(quoted: Quoted | None) -> str:
    if quoted is None:
        return ""
    return (
        '<div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message skipProofing">'
        '<hr style="display:inline-block;width:98%" tabindex="-1">\n<div id="divRplyFwdMsg" style="font-size: inherit;">'
        f'<font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">{quotes.html_header(quoted, dated="Dato")}</font></div>\n'
        f"{skins.word(quoted.content)}\n{_phone_quotes(quoted.earlier)}</div>\n"
    )


def mac(draft: Draft) -> Node:
    """Outlook for Mac: the border is B5C4DF, the date stands under «Dato», and nothing has an id."""
    rows = quotes.html_header(draft.quoted, dated="Dato") if draft.quoted else ""
    quote = (
        '<div id="mail-editor-reference-message-container"><div><div>'
        '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal" style="margin-bottom:12.0pt"><span style="font-size:12.0pt;color:black">{rows}<o:p></o:p></span></p></div>\n'
        f"{skins.word(draft.quoted.content)}</div></div></div>\n"
        if draft.quoted
        else ""
    )
    html = (
        WORD_HEAD.format(charset=draft.charset)
        + skins.word(draft.body)
        + f"\n{skins.EMPTY}\n{skins.word(draft.farewell)}\n"
        + quote
        + "</div></body></html>"
    )
    return alternative(_text(draft, WORD, outlook_plain(draft.quoted)), html, draft, "_000_PR3P191MB0987example_")


def windows_mail(draft: Draft) -> Node:
    """Mail for Windows 10: Word's paragraphs, its own «sent from», and the header block in one bordered div."""
    product = '<p class=MsoNormal>Sendt fra <a href="https://go.microsoft.com/fwlink/?LinkId=550986">E-post</a> for Windows</p>\n'
    farewell = f"{skins.EMPTY}\n{skins.word(draft.farewell)}\n" if draft.farewell else ""
    html = (
        WORD_HEAD.format(charset=draft.charset) + skins.word(draft.body) + "\n" + farewell + skins.EMPTY + "\n" + product
        + _word_quotes(draft.quoted, "#E1E1E1") + "</div></body></html>"
    )  # fmt: skip
    text = _text(replace(draft, signature=(*draft.signature, "", "Sendt fra E-post for Windows")), WORD, outlook_plain(draft.quoted))
    return alternative(text, html, draft, "_A1B2C3D4-0000-0000-0000-000000000000_")


# --- Gmail -----------------------------------------------------------------------------------------------------------------------


def gmail(draft: Draft, *, flow: int = 0) -> Node:
    """Gmail on the web: attribution and quote in gmail_quote, the address in the plain part wrapped before its «>:»."""
    farewell = f"<div><br></div>\n{skins.gmail(draft.farewell)}\n" if draft.closing else _gmail_signature(draft)
    quote = _gmail_quote(draft.quoted) if draft.quoted else ""
    after = f"<div><br></div>\n{skins.gmail(draft.after)}\n" if draft.after else ""
    html = f'<div dir="ltr">{_top(draft)}{skins.gmail(draft.body)}\n{farewell}{after}</div>\n{quote}{_tail(draft)}'
    text = _text(draft, STAR, gmail_plain(draft.quoted)) if draft.closing else _signed_text(draft)
    return alternative(wrap(text, flow), html, draft, "000000000000a1b2c305f0e1d2c3")


def _gmail_signature(draft: Draft) -> str:
    lines = "<br>".join(map(escape, draft.signature))
    if not lines:
        return ""
    return (
        '<div><br></div><span class="gmail_signature_prefix">-- </span><br>'
        f'<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">{lines}</div></div>\n'
    )


def _signed_text(draft: Draft) -> str:
    mark = "-- \n" + "\n".join(draft.signature) if draft.signature else ""
    return _text(replace(draft, signature=(mark,) if mark else ()), STAR, gmail_plain(draft.quoted))


def _gmail_quote(quoted: Quoted) -> str:
    line = escape(quotes.gmail(quoted)).replace(
        escape(f"<{quoted.address}>"), f'&lt;<a href="mailto:{quoted.address}">{quoted.address}</a>&gt;'
    )
    earlier = _gmail_quote(quoted.earlier) if quoted.earlier else ""
    return (
        f'<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{line}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f'<div dir="ltr">{skins.gmail(quoted.content)}</div>\n{earlier}</blockquote></div>\n'
    )


def gmail_plain(quoted: Quoted | None) -> str:
    if quoted is None:
        return ""
    line = quotes.gmail(quoted)
    if len(line) > 70:  # Gmail breaks the line inside the angle brackets
        line = line.replace(f"{quoted.address}>:", f"\n{quoted.address}>:")
    earlier = gmail_plain(quoted.earlier)
    return line + "\n\n" + chevrons(said(quoted.content, STAR) + (f"\n\n{earlier}" if earlier else ""))


def chevrons(text: str) -> str:
    return "\n".join((">" + line if line.startswith(">") else f"> {line}").rstrip() for line in text.split("\n"))


def wrap(text: str, width: int) -> str:
    """Hard line breaks, quoted lines left alone."""
    if not width:
        return text
    lines = (
        textwrap.wrap(line, width, break_on_hyphens=False) if line and not line.startswith(">") else [line] for line in text.split("\n")
    )
    return "\n".join(piece for line in lines for piece in line or [""])


# --- Apple -----------------------------------------------------------------------------------------------------------------------


def apple(draft: Draft) -> Node:
    """Mail on a Mac: AppleMailSignature, blockquote type=cite."""
    signature = (
        f'<br><div><meta charset="UTF-8"><div>{"<br>".join(map(escape, draft.farewell[0].split(chr(10))))}</div></div>\n'
        if draft.farewell
        else ""
    )
    html = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        '<body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">'
        f'{_top(draft)}{skins.apple(draft.body)}\n<div id="AppleMailSignature">{signature}</div>\n{_mac_quote(draft.quoted)}{_tail(draft)}</body></html>'
    )
    return alternative(
        _text(draft, Glyphs(first="• ", second="• "), apple_plain(draft.quoted)),
        html,
        draft,
        "Apple-Mail=_11AA22BB-33CC-44DD-55EE-66FF77AA88BB",
    )


def iphone(draft: Draft) -> Node:
    """Mail on an iPhone: its own «sent from», the quote after it."""
    words = draft.sent_from or "Sendt fra min iPhone"
    farewell = f"<div><br></div>\n{skins.apple(draft.farewell)}\n" if draft.farewell else ""
    html = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
        f'{skins.apple(draft.body)}\n{farewell}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{words}</div>\n{_apple_quote(draft.quoted)}</body></html>'
    )
    text = _text(replace(draft, sent_from="", signature=(*draft.signature, "", words)), Glyphs(first="• "), apple_plain(draft.quoted))
    return alternative(text, html, draft, "Apple-Mail-A1A2A3A4-B5B6-C7C8-D9D0-E1E2E3E4E5E6")


def _mac_quote(quoted: Quoted | None) -> str:
    if quoted is None:
        return ""
    return (
        f'<div><br><blockquote type="cite"><div>{escape(quotes.apple(quoted))}</div><br class="Apple-interchange-newline">'
        f'<div><div style="font-family: Helvetica; font-size: 12px;">{skins.apple(quoted.content)}</div>\n{_mac_quote(quoted.earlier)}</div></blockquote></div>\n'
    )


def _apple_quote(quoted: Quoted | None) -> str:
    if quoted is None:
        return ""
    return (
        f'<div dir="ltr"><br><blockquote type="cite">{escape(quotes.apple(quoted))}<br><br></blockquote></div>\n'
        f'<blockquote type="cite"><div dir="ltr">{skins.apple(quoted.content)}\n{_apple_quote(quoted.earlier)}</div></blockquote>\n'
    )


def apple_plain(quoted: Quoted | None) -> str:
    if quoted is None:
        return ""
    earlier = apple_plain(quoted.earlier)
    return f"> {quotes.apple(quoted)}\n> \n" + chevrons(said(quoted.content) + (f"\n\n{earlier}" if earlier else ""))


# --- Thunderbird and other text ----------------------------------------------------------------------------------------------------


def thunderbird(draft: Draft) -> Node:
    """Thunderbird with HTML: moz-cite-prefix, moz-signature."""
    quote = (
        f'<div class="moz-cite-prefix">{escape(quotes.thunderbird(draft.quoted))}<br>\n</div>\n'
        f'<blockquote type="cite" cite="mid:2027-2-notice@example.no">\n{skins.simple(draft.quoted.content)}\n</blockquote>\n'
        if draft.quoted
        else ""
    )
    farewell = f'{skins.rich(draft.closing)}<br>\n<pre class="moz-signature" cols="72">-- \n{escape(chr(10).join(draft.signature))}</pre>\n'
    html = (
        '<!DOCTYPE html>\n<html>\n  <head>\n    <meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n  </head>\n  <body>\n'
        f"{_top(draft)}{skins.simple(draft.body)}\n{farewell}{quote}{_tail(draft)}</body>\n</html>"
    )
    text = _text(replace(draft, signature=("-- ", *draft.signature)), STAR, thunderbird_plain(draft.quoted))
    return alternative(text, html, draft, "------------0A1B2C3D4E5F6A7B8C9D0E1F")


def thunderbird_plain(quoted: Quoted | None) -> str:
    return f"{quotes.thunderbird(quoted)}\n{chevrons(said(quoted.content))}" if quoted else ""


def flowed(draft: Draft, *, below: bool = False) -> Node:
    """Thunderbird with plain text: format=flowed, soft breaks at 72 with a space before them. `below`: the answer stands under the quote."""
    quote = thunderbird_plain(draft.quoted)
    own = "\n".join(_soft(line) for line in said(draft.body).split("\n"))
    signed = "\n\n" + "\n".join([draft.closing, "-- ", *draft.signature]) if draft.signature else ""
    text = f"{quote}\n\n{own}{signed}\n" if below else f"{own}\n\n{quote}{signed}\n"
    return Part(text, charset=draft.charset, encoding="8bit", params="; format=flowed")


def _soft(line: str) -> str:
    return " \n".join(textwrap.wrap(line, 72, break_on_hyphens=False)) if len(line) > 72 else line


def text(draft: Draft, *, quote: str = "", encoding: str = "quoted-printable", label: str | None = None, width: int = 0) -> Node:
    """Plain text alone."""
    return Part(wrap(_text(draft, Glyphs(), quote), width), charset=draft.charset, encoding=encoding, label=label)


def html_only(node: Node, *, encoding: str = "quoted-printable", charset: str = "utf-8", label: str | None = None) -> Node:
    """The HTML of a message without its plain part."""
    match node:
        case Multi(parts=(_, Part() as page)):
            return replace(page, encoding=encoding, charset=charset, label=label)
    raise ValueError(node)


def plain_only(node: Node, *, encoding: str = "quoted-printable", charset: str = "utf-8", label: str | None = None) -> Node:
    match node:
        case Multi(parts=(Part() as page, _)):
            return replace(page, encoding=encoding, charset=charset, label=label)
    raise ValueError(node)
