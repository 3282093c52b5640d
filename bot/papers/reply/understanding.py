"""From a raw mail to a reading: classify, take the lines, cut what is not the person's own, and say why. Pure, and never raises."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.papers.reply import (
    answers,
    attached,
    blocks,
    charset,
    cover,
    history,
    markup,
    mime,
    notices,
    plain,
    reports,
    signature,
    verdict,
    words,
)
from bot.papers.reply.history import Found as History
from bot.papers.reply.line import Line, Piece, own, tidy, written
from bot.papers.reply.mime import Part
from bot.papers.reply.model import Bounce, CalendarAnswer, Cut, CutKind, Details, Forwarded, Found, Reading, Verdict

DISAGREE = 0.6  # of the words of the one part must stand in the other
MOST_ASKED = 3  # lines of the quote that are shown above an answer
LITTLE = 3  # words kept, when much was cut

_BEHALF = re.compile(
    r"(?:på vegne av|på vegner av|på vegna av|på uppdrag av|på vegne|on behalf of|im namen (?:von|der|des)|im auftrag (?:von|der|"
    r"des))\s+(?-i:([A-ZÆØÅÄÖ][^,.:;!?\n()]{1,80}))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """The lines of one body, worked on."""

    lines: list[Line]
    plain: bool
    history: History
    forwarded: Forwarded | None = None

    @property
    def text(self) -> str:
        return written(own(self.lines))


def understand(raw: bytes, request: str | None = None, secretariat: Collection[str] = ()) -> Reading:
    """Read a raw mail.

    `request` is the plain text of the letter it answers: what repeats it is history, and what was typed into it is an answer. `secretariat`
    are the secretariat's own addresses. Any bytes give a Reading; nothing is fetched and nothing is run.
    """
    whole, leaves = mime.read(raw)
    name, sender = _sender(whole)
    subject = mime.header(whole, "subject")
    names = signature.words_of(name, sender)
    why: list[str] = []
    early = verdict.by_headers(whole, leaves, sender)
    bodies = _bodies(leaves)
    draft = _draft(bodies, request, names, subject, _ours(whole, secretariat), why)
    if len(raw) > mime.MOST_BYTES or any(_cropped(part) for body in bodies for part in body) or len(draft.lines) >= plain.MOST_LINES:
        why.append("meldingen er svært lang; bare den første delen er lest")
    lines = draft.lines
    kept = own(lines)
    covered = cover.split([replace(line) for line in kept])
    contribution = [line for line in covered if not line.fate]
    contributed = _with_questions(lines, contribution)
    text = written(kept)
    found = [found for _, found in attached.files(leaves, [part for body in bodies for part in body])]
    said = written(contributed)
    decided: Verdict = early or ("forward" if draft.forwarded else verdict.by_text(said, sender, secretariat))
    details: Details = draft.forwarded
    if decided == "forward" and sender in {one.lower() for one in secretariat}:
        decided = "secretariat"
    if decided == "bounce":
        details = reports.bounce(whole, leaves)
    elif decided == "calendar":
        details = reports.calendar(leaves, sender)
    if decided in ("auto-reply", "bounce", "spam"):
        said, contributed = "", []
    elif decided in ("empty", "contribution", "forward") and not said.strip():
        found = _offered(leaves, bodies, found, why)
    reading = Reading(
        verdict=decided,
        sender=sender,
        on_behalf_of=_behalf(name, lines, draft.forwarded),
        text=text,
        contribution=said,
        blocks=blocks.build(contributed, plain=draft.plain),
        cut=_cuts(lines, covered),
        attachments=tuple(found),
        details=details,
        why=(),
    )
    return replace(reading, why=tuple(dict.fromkeys((*_told(reading), *_doubts(draft, leaves), *why))))


# --- the body ---------------------------------------------------------------------------------------------------------------------


def _sender(whole: Part) -> tuple[str, str]:
    found = mime.addresses(mime.header(whole, "from"))
    return found[0] if len(found) == 1 else ("", "")


def _cropped(part: Part) -> bool:
    return len(part.body) > charset.MOST_TEXT and len(part.decoded()) > charset.MOST_TEXT


def _ours(whole: Part, secretariat: Collection[str]) -> frozenset[str]:
    """Whom the mail was sent to: a «forwarded» letter from one of these is their own request coming back."""
    to = [address for name in ("to", "cc", "reply-to") for _, address in mime.addresses(mime.header(whole, name)) if name != "reply-to"]
    return frozenset((*to, *(one.lower() for one in secretariat)))


def _bodies(leaves: Sequence[Part]) -> list[list[Part]]:
    """The parts that are the mail's own text: of each place, the plain and the HTML form of it."""
    found: list[list[Part]] = []
    for leaf in leaves:
        if (
            leaf.mime not in ("text/plain", "text/html")
            or leaf.attached
            or (leaf.name and leaf.name.lower().endswith((".txt", ".htm", ".html")))
        ):
            continue
        if found and leaf.mime not in {part.mime for part in found[-1]} and "multipart/alternative" in leaf.within:
            found[-1].append(leaf)
        else:
            found.append([leaf])
    return found[:20]


def _draft(
    bodies: Sequence[Sequence[Part]], request: str | None, names: frozenset[str], subject: str, ours: frozenset[str], why: list[str]
) -> Draft:
    """The body read from HTML, or from plain text when there is none or it holds nothing."""
    rich = [line for body in bodies for line in _lines(body, html=True)]
    has_html = any(part.mime == "text/html" for body in bodies for part in body)
    first = _worked(rich, request, names, subject, ours, plain_mail=not has_html)
    if not has_html or not any(part.mime == "text/plain" for body in bodies for part in body):
        return first
    if not first.text and not first.forwarded:
        bare = [line for body in bodies for line in _lines(body, html=False)]
        other = _worked(bare, request, names, subject, ours, plain_mail=True)
        if other.text:
            why.append("HTML-delen ga ingen tekst; lest fra den rene teksten")
            return other
    return first


def _lines(body: Sequence[Part], *, html: bool) -> list[Line]:
    rich = next((part for part in body if part.mime == "text/html"), None)
    bare = next((part for part in body if part.mime == "text/plain"), None)
    part = (rich or bare) if html else (bare or rich)
    if part is None:
        return []
    if part.mime == "text/html":
        return markup.read(part.text())
    flowed = part.parameters.get("format", "").lower() == "flowed"
    found = plain.read(part.text(), flowed, part.parameters.get("delsp", "").lower() == "yes")
    return [plain.unlinked(line) for line in found]


def _worked(
    lines: list[Line], request: str | None, names: frozenset[str], subject: str, ours: frozenset[str], *, plain_mail: bool
) -> Draft:
    """Cut a body's history, what machines added, and its signature."""
    past = history.mark(lines)
    passed = _passed_on(lines, past, subject, ours)
    if passed is None:
        lines = answers.rescue(lines, request)
    lines = _finished(lines, names if passed is None else names | signature.words_of(passed.name, passed.sender))
    plain.typed(own(lines))
    return Draft(lines, plain_mail, past, passed)


def _finished(lines: list[Line], names: frozenset[str]) -> list[Line]:
    lines = notices.cut(lines)
    lines = signature.cut(lines, names)
    for line in lines:
        if line.zone == "append":
            line.fate = line.fate or "tracking"
    _ruled(lines)
    return lines


def _ruled(lines: Sequence[Line]) -> None:
    """A rule that is left at the end, or that stood between the text and the history, belongs to what was cut."""
    rest = [line for line in lines if not line.fate]
    for line in reversed(rest):
        if not words.RULE.fullmatch(line.text):
            break
        line.fate = "history"


def _passed_on(lines: list[Line], past: History, subject: str, ours: frozenset[str]) -> Forwarded | None:
    """A forward of somebody else's text: that text is made own again, without its header, and its own history cut in turn."""
    if past.first is None or not history.forwarded(past, subject):
        return None
    found = mime.addresses(past.first.value("from"))
    name, address = found[0] if found else (past.first.value("from"), "")
    if address and address in ours:
        return None
    start = past.first_at + past.first.size
    inner = lines[start:]
    for line in inner:
        line.fate, line.head = "", False
        line.quote, line.aside = max(line.quote - 1, 0), max(line.aside - 1, 0)
        line.zone = "" if line.zone in ("history", "attribution") else line.zone
    history.mark(inner)
    return Forwarded(address, tidy(re.sub(r"<[^>]{0,200}>", "", name or past.first.value("from"))).strip("\" '"))


# --- what is told -----------------------------------------------------------------------------------------------------------------


def _with_questions(lines: Sequence[Line], contribution: Sequence[Line]) -> list[Line]:
    """The contribution with, above each answer that stands inside the quote, the line that it answers."""
    return list(contribution) if not _inline(lines) else _answered(lines, contribution)


def _inline(lines: Sequence[Line]) -> bool:
    """Own text stands between quoted lines, and is not just below the quote or above it."""
    kinds = [
        "own" if not line.fate else "quoted"
        for line in lines
        if line.text and (not line.fate or (line.fate == "history" and not line.head))
    ]
    runs = [kind for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
    return "own" in runs[2 if runs[:1] == ["own"] else 1 : -1] or any(line.answer for line in lines)


def _answered(lines: Sequence[Line], contribution: Sequence[Line]) -> list[Line]:
    waiting = iter(contribution)
    upcoming = next(waiting, None)
    found: list[Line] = []
    asked: list[Line] = []
    for line in lines:
        if line.fate == "history":
            asked = [] if line.head or not line.text else ([line] if line.gap or line.marker else [*asked, line])
        elif not line.fate and upcoming is not None and line.text.endswith(upcoming.text):
            if asked:
                found.append(_question(asked, line))
            asked = []
            found.append(upcoming)
            upcoming = next(waiting, None)
    return [*found, *([upcoming] if upcoming is not None else []), *waiting]


def _question(asked: Sequence[Line], answer: Line) -> Line:
    """The paragraph that is answered, or the last line of a long one; without the answer, when that was typed at its end."""
    text = " ".join(one.text for one in asked) if len(asked) <= MOST_ASKED else asked[-1].text
    text = text.removesuffix(answer.text).strip() or text
    return Line(text, (Piece(text, italic=True),), gap=True, answer=True)


def _cuts(lines: Sequence[Line], covered: Sequence[Line]) -> tuple[Cut, ...]:
    """What was cut, in stretches of one kind."""
    found: list[Cut] = []
    for group in (lines, covered):
        run: list[Line] = []
        for line in (*group, Line("")):
            if run and line.fate != run[0].fate:
                found.append(Cut(_kind(run[0].fate), written(run)))
                run = []
            if line.fate and line.text:
                run.append(line)
    return tuple(cut for cut in found if cut.text)


def _kind(fate: str) -> CutKind:
    kinds: tuple[CutKind, ...] = ("history", "signature", "disclaimer", "banner", "mobile", "tracking", "salutation", "cover")
    return next(kind for kind in kinds if kind == fate)


def _behalf(name: str, lines: Iterable[Line], forwarded: Forwarded | None) -> str:
    """For whom the sender writes: said at the top, in the signature or in the sender's name; or whose text is passed on."""
    texts = [name, *(line.text for line in lines if line.fate == "signature")]
    texts.extend(line.text for line in [line for line in lines if not line.fate][:3])
    for text in texts:
        if found := _BEHALF.search(text[:400]):
            return re.split(r"\s(?:vil|ønsker|har|melder|sender|kan|skal|er|og\s(?:vi|jeg))\b", tidy(found[1]))[0]
    return (forwarded.sender or forwarded.name) if forwarded else ""


def _offered(leaves: Sequence[Part], bodies: Sequence[Sequence[Part]], found: list[Found], why: list[str]) -> list[Found]:
    """The files, with the text of those that can be read: the mail itself says nothing."""
    offered: list[Found] = []
    for part, file in attached.files(leaves, [part for body in bodies for part in body]):
        if file.kind != "document":
            offered.append(file)
            continue
        text, trouble = attached.text(part, file.name)
        offered.append(replace(file, text=text))
        if trouble:
            why.append(trouble)
        elif text:
            why.append(f"e-posten er tom; teksten i «{file.name}» kan brukes som bidrag")
    return offered or found


_TOLD: dict[str, str] = {
    "history": "den siterte teksten fra tidligere er tatt bort",
    "signature": "hilsen og signatur er tatt bort",
    "disclaimer": "en standardtekst om e-post er tatt bort",
    "banner": "et varsel fra e-postsystemet er tatt bort",
    "mobile": "«sendt fra …» er tatt bort",
    "tracking": "bildeplassholdere er tatt bort",
    "salutation": "innledende hilsen står ikke i bidraget",
    "cover": "følgeteksten står ikke i bidraget",
}


def _told(reading: Reading) -> list[str]:
    """Why it is what it is, for a person."""
    verdicts = {
        "auto-reply": "automatisk svar; teller ikke som svar",
        "bounce": "melding om at et brev ikke kom fram",
        "calendar": "svar på en kalenderinvitasjon",
        "spam": "ser ut som reklame eller søppelpost",
        "secretariat": "fra sekretariatet selv",
        "command": "beskjed fra sekretariatet til programmet",
        "nothing": "svaret er at det ikke er noe å melde",
        "empty": "ingen egen tekst",
    }
    found = [verdicts[reading.verdict]] if reading.verdict in verdicts else []
    if isinstance(reading.details, Forwarded):
        found.append(f"videresendt tekst fra {reading.details.sender or reading.details.name or 'ukjent avsender'}")
    if isinstance(reading.details, Bounce):
        found.extend(f"{one.recipient}: {one.status or one.action}".rstrip(": ") for one in reading.details.recipients[:5])
    if isinstance(reading.details, CalendarAnswer) and reading.details.method == "COUNTER":
        found.append("foreslår et annet tidspunkt")
    return [*found, *dict.fromkeys(_TOLD[cut.kind] for cut in reading.cut)]


def _doubts(draft: Draft, leaves: Sequence[Part]) -> list[str]:
    """What a person should look at."""
    found = []
    if _inline(draft.lines):
        found.append("svarene står inne i den siterte teksten; se at hvert svar står under riktig punkt")
    elif draft.forwarded is None and draft.history.open_at < len(draft.lines) and answers.announced(draft.lines):
        found.append("det står at svar er skrevet inn under, men ingen er funnet der; se i den siterte teksten")
    count = len(draft.text.split())
    much = sum(len(line.text.split()) for line in draft.lines if line.fate == "history")
    if 0 < count <= LITTLE and much > 30 * LITTLE:
        found.append("lite er skrevet og mye er tatt bort; se etter at ingenting mangler")
    if any(_refused(leaf) for leaf in leaves):
        found.append("vedlegget winmail.dat kan ikke leses; be avsenderen sende som HTML eller ren tekst")
    if _disagree(draft, leaves):
        found.append("den rene teksten og HTML-delen er ulike; se etter at ingenting mangler")
    return found


def _refused(leaf: Part) -> bool:
    return leaf.mime == "application/ms-tnef" or leaf.name.lower() == "winmail.dat"


def _disagree(draft: Draft, leaves: Sequence[Part]) -> bool:
    """Words of the plain part that the HTML part does not have at all, own or cut."""
    bare = [leaf for leaf in leaves if leaf.mime == "text/plain" and not leaf.attached and not leaf.name]
    rich = [leaf for leaf in leaves if leaf.mime == "text/html" and not leaf.attached]
    if not bare or not rich:
        return False
    mine = set(re.findall(r"\w{4,}", bare[0].text()[:20_000].lower()))
    theirs = set(re.findall(r"\w{4,}", " ".join(line.text for line in draft.lines)[:200_000].lower()))
    return len(mine) >= 5 and len(mine & theirs) < DISAGREE * len(mine)  # noqa: PLR2004
