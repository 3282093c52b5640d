"""From a raw mail to a reading: classify, take the lines, cut what is not the person's own, and say why. Pure, and never raises."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.papers.reply import attached, blocks, body, cover, inline, invitation, mime, reasons, reports, signature, verdict
from bot.papers.reply.body import Body, Context, Draft
from bot.papers.reply.line import Line, own, tidy, written
from bot.papers.reply.mime import Part
from bot.papers.reply.model import Cut, CutKind, Details, Forwarded, Reading, Verdict

# what these say goes into no paper
SILENT: tuple[Verdict, ...] = ("auto-reply", "bounce", "spam", "nothing", "calendar", "secretariat", "command")
EMPTY: tuple[Verdict, ...] = ("empty", "contribution", "forward")  # these may have their text in a file

_BEHALF = re.compile(
    r"(?:på vegne av|på vegner av|på vegna av|på uppdrag av|på vegne|on behalf of|im namen (?:von|der|des)|im auftrag (?:von|der|"
    r"des))\s+(?:(?:\w{1,20}\s)?\w{1,30}\s(?:i|for|ved|hos)\s)?(?-i:([A-ZÆØÅÄÖ][^,.:;!?\n()]{1,80}))",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s(?:vil|ønsker|har|melder|sender|kan|skal|er|og\s(?:vi|jeg))\b")  # what ends a name within a sentence


def understand(raw: bytes, request: str | None = None, secretariat: Collection[str] = ()) -> Reading:
    """Read a raw mail.

    `request` is the plain text of the letter it answers: what repeats it is history, and what was typed into it is an answer. `secretariat`
    are the secretariat's own addresses. Any bytes give a Reading; nothing is fetched and nothing is run.
    """
    whole, leaves = mime.read(raw)
    name, sender = _sender(whole)
    bodies = body.bodies(leaves)
    known = frozenset(one.lower() for one in secretariat)
    about = Context(request, sender, signature.words_of(name, sender), mime.header(whole, "subject"), _sent_to(whole) | known)
    draft = body.draft(bodies, about)
    draft.whole = draft.whole and len(raw) <= mime.MOST_BYTES
    early = verdict.by_headers(whole, leaves, sender)
    if early == "calendar":
        invitation.unspoken(draft.lines)
    lines, kept = draft.lines, own(draft.lines)
    covered = cover.split([*(replace(line) for line in kept[: cover.FIRST]), *kept[cover.FIRST :]])
    contributed = inline.with_questions(lines, [line for line in covered if not line.fate])
    said = written(contributed)
    decided = _decided(early, draft, said, sender, known)
    if decided in SILENT:
        said, contributed = "", []
    files, found_there = attached.files(leaves, _parts(bodies), reading=decided in EMPTY and not said.strip())
    reading = Reading(
        verdict=decided,
        sender=sender,
        on_behalf_of=_behalf(name, lines, draft.forwarded),
        text=written(kept),
        contribution=said,
        blocks=blocks.build(contributed, plain=draft.plain),
        cut=_cuts(lines, covered),
        attachments=files,
        details=_details(decided, whole, leaves, sender, draft),
    )
    return replace(reading, why=tuple(dict.fromkeys((*reasons.told(reading), *reasons.doubts(draft, leaves), *found_there))))


def _sender(whole: Part) -> tuple[str, str]:
    """Name and lower-case address; none when From names several."""
    found = mime.addresses(mime.header(whole, "from"))
    return found[0] if len(found) == 1 else ("", "")


def _sent_to(whole: Part) -> frozenset[str]:
    return frozenset(address for name in ("to", "cc") for _, address in mime.addresses(mime.header(whole, name)))


def _parts(bodies: Iterable[Body]) -> list[Part]:
    return [part for one in bodies for part in one]


def _decided(early: Verdict | None, draft: Draft, said: str, sender: str, secretariat: Collection[str]) -> Verdict:
    """What the mail is: by its headers, as a forward, or by what a person wrote."""
    if early == "auto-reply" and sender in secretariat:
        return "secretariat"
    if early:
        return early
    if draft.forwarded:
        return "secretariat" if sender in secretariat else "forward"
    return verdict.by_text(said, sender, secretariat)


def _details(decided: Verdict, whole: Part, leaves: Sequence[Part], sender: str, draft: Draft) -> Details:
    if decided == "bounce":
        return reports.bounce(whole, leaves)
    if decided == "calendar":
        return invitation.read(leaves, sender, draft.text)
    return draft.forwarded


def _behalf(name: str, lines: Iterable[Line], forwarded: Forwarded | None) -> str:
    """For whom the sender writes: said at the top, in the signature or in the sender's name; or whose text is passed on."""
    texts = [name, *(line.text for line in lines if line.fate == "signature")]
    texts.extend(line.text for line in own(lines)[:3])
    for text in texts:
        if found := _BEHALF.search(text[:400]):
            return _GOES_ON.split(tidy(found[1]))[0]
    return (forwarded.sender or forwarded.name) if forwarded else ""


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
