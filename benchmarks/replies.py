"""What people wrote, found in the mails of tests/replies: ours beside mail-parser-reply and quotequail, how rightly and how fast.

Each is given the raw mail. The peers take text: the plain part, or what stands in the HTML where there is none. Ours also knows the
letter that was answered; no peer asks for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import MIMEPart
from statistics import fmean

import mailparser_reply  # type: ignore[import-untyped]  # without types of its own
import quotequail  # type: ignore[import-untyped]  # without types of its own
from lxml import html

from benchmarks import measure
from bot.papers.reply import understand
from tests.replies import unseen
from tests.replies.expected import SECRETARIAT, Mail, mails
from tests.replies.score import Score, best

LANGUAGES = ["da", "sv", "en"]  # it has no Norwegian; these did best on Norwegian mails
OURS = (*SECRETARIAT, *unseen.SECRETARIAT)
BREAKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote")
Reader = Callable[[Mail], str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the mails with an expected text: shares from 0 to 1, lost and leaking as a number of mails, seconds for one round."""

    exact: float
    f1: float
    lost: int
    leaking: int
    seconds: float
    mails: int


def ours(mail: Mail) -> str:
    return understand(mail.raw, mail.request, OURS).text


def by_latest_reply(mail: Mail) -> str:
    return str(mailparser_reply.EmailReplyParser(languages=LANGUAGES).parse_reply(text=plain(mail.raw)) or "")


def by_body(mail: Mail) -> str:
    replies = mailparser_reply.EmailReplyParser(languages=LANGUAGES).read(text=plain(mail.raw)).replies
    return str(replies[0].body or "") if replies else ""


def by_quote(mail: Mail) -> str:
    return "\n".join(text for shown, text in quotequail.quote(plain(mail.raw)) if shown)


def by_unwrap(mail: Mail) -> str:
    text = plain(mail.raw)
    return str((quotequail.unwrap(text) or {"text_top": text}).get("text_top", ""))


def by_quote_html(mail: Mail) -> str:
    page = message_from_bytes(mail.raw, policy=policy.default).get_body(("html",))
    if page is None:
        return by_quote(mail)
    return _flat("".join(markup for shown, markup in quotequail.quote_html(_decoded(page)) if shown))


READERS: dict[str, Reader] = {
    "ours": ours,
    "mail-parser-reply latest_reply": by_latest_reply,
    "mail-parser-reply body": by_body,
    "quotequail quote": by_quote,
    "quotequail unwrap": by_unwrap,
    "quotequail quote_html": by_quote_html,
}


def plain(raw: bytes) -> str:
    """The text that a peer is given: the plain part, else what the HTML says, one block a line."""
    part = message_from_bytes(raw, policy=policy.default).get_body(("plain", "html"))
    if part is None:
        return ""
    text = _decoded(part)
    return _flat(text) if part.get_content_type() == "text/html" else text.replace("\r\n", "\n")


def _decoded(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _flat(page: str) -> str:
    if not page.strip():
        return ""
    root = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in root.iter(*BREAKS):
        element.tail = "\n" + (element.tail or "")
    return str(root.text_content())


def figures(reader: Reader, corpus: tuple[Mail, ...]) -> Figures:
    scored = [best((mail.text or "", *mail.also), reader(mail)) for mail in corpus]
    seconds = min(measure.seconds(lambda: [reader(mail) for mail in corpus]) for _ in range(3))
    return Figures(
        exact=fmean(one.exact for one in scored),
        f1=fmean(one.f1 for one in scored),
        lost=_count(scored, "lost"),
        leaking=_count(scored, "leaked"),
        seconds=seconds,
        mails=len(corpus),
    )


def _count(scored: list[Score], kind: str) -> int:
    return sum(1 for one in scored if getattr(one, kind))


def lines() -> Iterator[str]:
    """A table for our own corpus, and one for the blind test: the mails of people, not of machines."""
    for title, found in (("replies", mails()), ("blind replies", unseen.corpus())):
        corpus = tuple(mail for mail in found if mail.text is not None)
        yield f"{f'reading {len(corpus)} {title}':36} {'exact':>7} {'line F1':>8} {'lost':>5} {'leak':>5} {'mails/s':>8}"
        for name, reader in READERS.items():
            yield line(name, figures(reader, corpus))


def line(name: str, found: Figures) -> str:
    return f"{name:36} {found.exact:7.1%} {found.f1:8.3f} {found.lost:5} {found.leaking:5} {found.mails / found.seconds:8.0f}"


def main() -> None:
    for row in lines():
        print(row, flush=True)


if __name__ == "__main__":
    main()
