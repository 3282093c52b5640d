"""The shapes that mail programs give an answer: what a member of the demo writes, above or around what was answered."""

from collections.abc import Callable
from html import escape

REQUEST = "Vi innkaller til møte. Innkallingen med sakskart er lagt ved."
FROM = "Sekretariatet <sekretariat@example.no>"

Shape = tuple[str, str]
"""Plain text, and HTML (empty when there is none)."""


def plain(text: str, name: str) -> Shape:
    """An answer above a quote, in a program that writes text only."""
    quoted = f"Den 28. oktober 2027 kl. 09:00 skrev {FROM}:\n> {REQUEST}"
    return f"Hei\n\n{text}\n\nMed vennlig hilsen\n{name}\n\n{quoted}\n", ""


def outlook(text: str, name: str) -> Shape:
    """Outlook on a desk: Word's HTML, a rule and a header block before what was answered."""
    written = ("Hei", *text.split("\n"), "", "Med vennlig hilsen", name)
    lines = "".join(f'<p class="MsoNormal">{escape(line) or "&nbsp;"}<o:p></o:p></p>' for line in written)
    sent = "torsdag 28. oktober 2027 09:00"
    head = f"<b>Fra:</b> {escape(FROM)}<br><b>Sendt:</b> {sent}<br><b>Til:</b> {escape(name)}<br><b>Emne:</b> Innkalling"
    rule = '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    return _both(
        text, name, f'<div class="WordSection1">{lines}{rule}<p class="MsoNormal">{head}</p></div><p class="MsoNormal">{REQUEST}</p></div>'
    )


def gmail(text: str, name: str) -> Shape:
    """Gmail: the date first, and the request in a quote."""
    body = "<br>".join(escape(line) for line in ("Hei", "", *text.split("\n"), "", "Mvh", name))
    quote = f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{REQUEST}</blockquote>'
    attribution = f'<div dir="ltr" class="gmail_attr">tor. 28. okt. 2027 kl. 09:00 skrev {escape(FROM)}:<br></div>'
    return _both(text, name, f'<div dir="ltr">{body}</div><br><div class="gmail_quote">{attribution}{quote}</div>')


def telephone(text: str, name: str) -> Shape:
    """A telephone: a short answer, and a line that says what it was sent from."""
    body = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n"))
    quote = f'<blockquote type="cite"><div>28. okt. 2027 kl. 09:00 skrev {escape(FROM)}:</div><div>{REQUEST}</div></blockquote>'
    return _both(text, name, f"<html><body>{body}<div><br></div><div>Sendt fra min iPhone</div><div><br>{quote}</div></body></html>")


def _both(text: str, name: str, html: str) -> Shape:
    return plain(text, name)[0], html


SHAPES: tuple[Callable[[str, str], Shape], ...] = (plain, outlook, gmail, telephone)
