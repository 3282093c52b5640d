"""What members answer to an invitation: by the mail that their calendar sends (RFC 5546), or as the organizer's own calendar has it."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from bot.cycle.memory import Answer, Mark, Message, Response, Rsvp, StoredLetter
from bot.cycle.model import OSLO, Occurrence
from bot.desk import desk as desks
from bot.desk import whose
from bot.desk.desk import Desk, View
from bot.desk.ports import Convener
from bot.desk.whose import Owner
from bot.errors import PostFailed
from bot.papers import invite, norsk
from bot.papers.reply import CalendarAnswer, Envelope, Reading, mime

log = logging.getLogger(__name__)

SAID: Mapping[str, tuple[Answer, str]] = {
    "accepted": ("accepted", "kommer"),
    "declined": ("declined", "kommer ikke"),
    "tentative": ("tentative", "kommer kanskje"),
}
POLLED = "responses"
"""The name of the mark that says when the calendar was last asked."""
HOUR = timedelta(hours=1)
NO_TEXT = "svar på kalenderinvitasjonen; teller ikke som innspill"
LONGEST = 300
"""Characters of a comment that are shown; the mail itself is kept whole."""
FIRST_YEAR = 2000
"""A clock that shows less than this has never been set."""
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
# «Medlem Horten har godtatt denne invitasjonen»: some calendars write that in place of a person, who would not say it so
_BY_CALENDAR = re.compile(
    r"(?!(?:jeg|eg|vi|me|i|we|har|has)\b)[^.\n]{1,80} (?:har|has)\b[^.\n]{0,30}"
    r" (?:godtatt|akseptert|takket (?:ja|nei|kanskje)|avslått|avvist|svart|accepted|declined|replied)\b",
    re.IGNORECASE,
)


class Attendance(NamedTuple):
    """A calendar's mail as the journal will remember it, and the answer it gives to an invitation of ours, if it does."""

    message: Message
    rsvp: Rsvp | None = None


def read(  # noqa: PLR0913, PLR0917 - what is known of one mail
    desk: Desk, view: View, message: Message, envelope: Envelope, reading: Reading, letter: StoredLetter | None, sent: datetime
) -> Attendance:
    """Who answers what; `sent` is when. A bare answer is noted; a comment or another proposed time goes to the secretary's tray as well.

    It counts only from the one who was asked: the sender is the attendee, is known, and is not denied by the sender's domain (DMARC).
    """
    answer = reading.details
    if not isinstance(answer, CalendarAnswer) or not answer.method:
        return _noted(message, NO_TEXT)
    if answer.method not in ("REPLY", "COUNTER"):
        return _noted(message, "en kalenderhendelse fra avsenderen, ikke et svar på vår innkalling", seen=not envelope.automatic)
    remarks = _remarks(answer, reading)
    occurrence = _occurrence(desk, view, answer.uid, letter) or _at_that_hour(desk, view, answer, message.sender)
    if occurrence is None:
        return _noted(message, "; ".join(("svar på en kalenderinvitasjon vi ikke har sendt", *remarks)), seen=bool(remarks))
    owner = whose.owner(whose.members(desk, occurrence.key), (letter,) if letter else (), message.sender, None)
    known = replace(message, occurrence=occurrence.key, organisation=owner.organisation)
    if not (answer.attendee or answer.partstat or envelope.forged):
        return _noted(known, NO_TEXT)
    doubt = _doubt(answer, envelope, owner)
    return _noted(known, "; ".join((doubt, *remarks)), seen=True) if doubt else _counted(known, answer, remarks, sent)


def poll(desk: Desk, now: datetime) -> int:
    """Ask the organizer's own calendar, where the post has one, what members have answered; at most once an hour. Return how many were new.

    The calendar is the truth: mail programs tidy away the mails that carry the answers. A post that is shut is asked again next time.
    """
    last = desk.journal.mark(POLLED)
    if not isinstance(desk.post, Convener) or (last and now - datetime.fromisoformat(last) < HOUR):
        return 0
    view = desks.look(desk, now)
    asked = {
        _uid(desk, one): one for one in view.plan.occurrences if one.cancelled is None and one.end > now and view.facts.told.get(one.key)
    }
    try:
        found = [_told(desk, asked[response.uid], response) for response in desk.post.responses(tuple(asked))]
    except PostFailed as fault:
        log.warning("answers to invitations not read", extra={"why": str(fault)})
        return 0
    new = desk.journal.answer([rsvp for rsvp in found if rsvp is not None], now)
    desk.journal.move_mark(Mark(POLLED, now.isoformat()))
    return new


def _told(desk: Desk, occurrence: Occurrence, response: Response) -> Rsvp | None:
    """What the calendar knows of one attendee; None for one that is not in the register (somebody passed the invitation on)."""
    address = response.attendee.lower()
    owner = next((one for one in whose.members(desk, occurrence.key) if one.email == address), None)
    return Rsvp(occurrence.key, address, owner.organisation, response.answer, response.comment, response.at) if owner else None


def _uid(desk: Desk, occurrence: Occurrence) -> str:
    """The identity that our invitation to an occurrence has in every calendar."""
    return invite.uid(occurrence.key, desk.office.sender(occurrence.group.id).email.partition("@")[2])


def _doubt(answer: CalendarAnswer, envelope: Envelope, owner: Owner) -> str:
    """Why an answer does not count by itself; empty when it does."""
    if envelope.forged:
        return "kalendersvaret er ikke bekreftet av mottakerens e-posttjener (DMARC)"
    if answer.attendee != envelope.sender:
        return "kalendersvaret gjelder en annen enn avsenderen"
    return "" if owner.sure else f"svar på innkallingen; {owner.why}"


def _noted(message: Message, why: str, *, seen: bool = False) -> Attendance:
    """What gives no answer; `seen` when a person should look at it."""
    return Attendance(replace(message, state="tray" if seen else "ignored", why=why))


def _counted(message: Message, answer: CalendarAnswer, remarks: tuple[str, ...], sent: datetime) -> Attendance:
    """The answer of the one who was asked."""
    if answer.partstat not in SAID:
        delegated = answer.partstat == "delegated"
        words = "har sendt innkallingen videre til en annen" if delegated else "svarer verken ja eller nei på innkallingen"
        return _noted(message, "; ".join((words, *remarks)), seen=delegated or bool(remarks))
    given, words = SAID[answer.partstat]
    rsvp = Rsvp(message.occurrence, message.sender, message.organisation, given, "; ".join(remarks), sent)
    noted = _noted(message, "; ".join((words, *(remarks or (NO_TEXT,)))), seen=bool(remarks))
    return noted._replace(rsvp=rsvp)


def _occurrence(desk: Desk, view: View, uid: str, letter: StoredLetter | None) -> Occurrence | None:
    """By the identity that our invitation has in every calendar; else by the letter that is answered."""
    for occurrence in view.plan.occurrences if uid else ():
        if _uid(desk, occurrence).lower() == uid.lower():
            return occurrence
    return view.plan.by_key.get(letter.occurrence) if letter else None


def _at_that_hour(desk: Desk, view: View, answer: CalendarAnswer, sender: str) -> Occurrence | None:
    """The one meeting at that hour that the sender knows of, where the post has a calendar of its own: its identity there is another."""
    start = _instant(answer.start) if isinstance(desk.post, Convener) else None
    told = [one for one in view.plan.occurrences if one.start == start and sender in view.facts.told.get(one.key, {})]
    return told[0] if len(told) == 1 else None


def _remarks(answer: CalendarAnswer, reading: Reading) -> tuple[str, ...]:
    """What a person should see beside yes and no."""
    own = reading.contribution or reading.text
    comment = " ".join((answer.comment or ("" if _BY_CALENDAR.match(own) else own)).split())
    proposed = f"foreslår nytt tidspunkt: {_moment(answer)}".removesuffix(": ") if answer.method == "COUNTER" else ""
    said = f"kommentar: {comment if len(comment) <= LONGEST else f'{comment[:LONGEST]}…'}" if comment else ""
    return tuple(filter(None, (proposed, said)))


def _moment(answer: CalendarAnswer) -> str:
    """The proposed time as people say it; empty when the calendar does not say one."""
    start = _instant(answer.start)
    end = _instant(answer.end) or start
    return norsk.moment(start, max(end, start)) if start and end else ""


def _instant(written: str) -> datetime | None:
    """A time in a calendar as wall time in Norway. One that names a zone is almost always ours; a day is its midnight."""
    found = _TIME.fullmatch(written.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        clock = time(int(hour or 0), int(minute or 0), min(int(second or 0), 59))
        return datetime.combine(date(int(year), int(month), int(day)), clock, UTC if utc else OSLO).astimezone(OSLO)
    except (ValueError, OverflowError):
        return None


def sent_at(raw: bytes, now: datetime) -> datetime:
    """When a mail says that it was written (aware UTC): of two answers the later counts, in whatever order they come.

    It is `now` when the mail does not say, or says what cannot be.
    """
    try:
        said = parsedate_to_datetime(mime.header(mime.read(raw)[0], "date"))
        at = (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return now
    return at if at.year >= FIRST_YEAR and at < now else now
