"""A notice with 45 invited as a Word file, beside docxtpl on the same content; and their invitations, beside plain icalendar.

Both have made one before: letterhead and wording are read. docxtpl reads its file each time, as it must.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.document import Document
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # without types of its own
from icalendar import Calendar, Event, vCalAddress
from lxml import etree

from benchmarks import example, measure
from bot.cycle.model import Member, Occurrence
from bot.papers import agenda, document, invite, meeting, wording
from bot.papers.letterhead import DOCUMENT, PARSER, W
from bot.papers.meeting import Meeting
from bot.papers.model import Block, Case, Fields, Grid, Heading, Listing, Owned, Paper, Paragraph, plain
from bot.papers.office import Office

KEY = "naering/fellesmote/2027-1"
INVITED = 45
PREVIOUS, SENT = date(2027, 9, 9), date(2027, 10, 28)
STAMP = datetime(2027, 10, 28, 7, tzinfo=UTC)
DOMAIN = "example.no"


def rows() -> Iterator[measure.Row]:
    office = example.office()
    about = _about(office)
    yield _notice(office, about)
    yield _invitations(about.occurrence, about.members)


def _about(office: Office) -> Meeting:
    occurrence = example.year(office, 2027).by_key[KEY]
    cycle = office.cycle(occurrence.group.id)
    members, standing = cycle.members_of(occurrence.activity, occurrence.day), cycle.agenda_of(occurrence.activity)
    if len(members) != INVITED or standing is None:
        raise ValueError(f"{len(members)} members")
    return Meeting(
        occurrence=occurrence, sender=office.sender(occurrence.group.id), letter_date=SENT, members=members, agenda=standing,
        previous=PREVIOUS, cases=agenda.cases(standing, occurrence, previous=PREVIOUS, last_of_year=True),
    )  # fmt: skip


# --- the notice ------------------------------------------------------------------------------------------------------------


def _notice(office: Office, about: Meeting) -> measure.Row:
    template = office.paper("nb", "notice")
    text = wording.render(template, meeting.values(about))
    form, values = Form(office.letterhead).filled(text.blocks)

    def ours() -> bytes:
        found = wording.render(template, meeting.values(about))
        return document.write(Paper(found.subject, "nb", found.blocks, about.sender.name), office.letterhead)

    def peer() -> bytes:
        return _by_docxtpl(form, values)

    if _words(ours()) != _words(peer()):
        raise ValueError("the two notices do not say the same")
    return measure.row(f"notice in Word, {INVITED} rows : docxtpl", 0.5, ours=ours, peer=peer, repeats=15)


def _by_docxtpl(form: bytes, values: Mapping[str, object]) -> bytes:
    template, target = DocxTemplate(BytesIO(form)), BytesIO()
    template.render(values, autoescape=True)
    template.save(target)
    return target.getvalue()


def _words(file: bytes) -> str:
    """All that a Word file says, in order."""
    with ZipFile(BytesIO(file)) as package:
        root = etree.fromstring(package.read(DOCUMENT), PARSER)
    return "".join("".join(text.text or "" for text in root.iter(f"{W}t")).split())


class Form:
    """A Word file with docxtpl's tags that gives the same notice: one tag a paragraph, a loop over the cases and one over the invited."""

    def __init__(self, letterhead: bytes) -> None:
        self.document: Document = docx.Document(BytesIO(letterhead))
        self.values: dict[str, object] = {}
        self.cases: list[dict[str, object]] = []

    def filled(self, blocks: tuple[Block, ...]) -> tuple[bytes, Mapping[str, object]]:
        """The file and the values of its tags."""
        for block in blocks:
            self._block(block)
        target = BytesIO()
        self.document.save(target)
        return target.getvalue(), self.values

    def _block(self, block: Block) -> None:
        match block:
            case Heading(level=level, runs=runs):
                self._line(plain(runs), f"Heading {level}")
            case Paragraph(runs=runs):
                self._line(plain(runs))
            case Fields(pairs=pairs):
                for label, value in pairs:
                    self._line(f"{label}:\t{value}")
            case Listing(entries=entries):
                for line in (inner for entry in entries for inner in entry if isinstance(inner, Paragraph)):
                    self._line(plain(line.runs), "List Bullet")
            case Owned(blocks=(Case() as case,)):
                self._case(case)
            case Owned(blocks=(Grid() as grid,)):
                self._invited(grid)
            case _:
                raise ValueError(block)

    def _line(self, words: str, style: str | None = None) -> None:
        name = f"linje{len(self.values)}"
        self.values[name] = words
        self.document.add_paragraph(f"{{{{ {name} }}}}", style)

    def _case(self, case: Case) -> None:
        if not self.cases:
            self.values["saker"] = self.cases
            for words, style in (
                ("{%p for sak in saker %}", None),
                ("{{ sak.tittel }}", "Heading 3"),
                ("{%p for linje in sak.linjer %}", None),
            ):
                self.document.add_paragraph(words, style)
            for words in ("{{ linje }}", "{%p endfor %}", "{%p endfor %}"):
                self.document.add_paragraph(words)
        lines = [plain(block.runs) for block in case.blocks if isinstance(block, Paragraph)]
        self.cases.append({"tittel": plain(case.title), "linjer": lines})

    def _invited(self, grid: Grid) -> None:
        self.values["inviterte"] = grid.rows
        table = self.document.add_table(4, len(grid.header))
        for row, words in enumerate(
            (grid.header, ("{%tr for rad in inviterte %}",), [f"{{{{ rad[{at}] }}}}" for at in range(3)], ("{%tr endfor %}",))
        ):
            for cell, text in zip(table.rows[row].cells, words, strict=False):
                cell.text = text


# --- the invitations -------------------------------------------------------------------------------------------------------


def _invitations(occurrence: Occurrence, members: tuple[Member, ...]) -> measure.Row:
    def each(write: Callable[[Occurrence, Member], bytes]) -> list[bytes]:
        return [write(occurrence, member) for member in members]

    if [_event(one) for one in each(_ours)] != [_event(one) for one in each(_by_icalendar)]:
        raise ValueError("the two invitations do not say the same")
    return measure.row(f"{INVITED} invitations : icalendar", 0.5, ours=lambda: each(_ours), peer=lambda: each(_by_icalendar), repeats=7)


def _event(file: bytes) -> tuple[object, ...]:
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return tuple(event.decoded(name) for name in ("uid", "dtstart", "dtend", "summary", "location", "organizer", "attendee", "sequence"))


def _ours(occurrence: Occurrence, member: Member) -> bytes:
    return invite.write(
        uid=invite.uid(occurrence.key, DOMAIN), sequence=0, occurrence=occurrence, summary=occurrence.activity.title,
        description=occurrence.activity.note, organizer=("Sekretariatet", f"post@{DOMAIN}"), attendee=(member.name, member.email),
        stamp=STAMP, method="REQUEST",
    )  # fmt: skip


def _by_icalendar(occurrence: Occurrence, member: Member) -> bytes:
    calendar, event = Calendar(), Event()
    calendar.add("version", "2.0")
    calendar.add("prodid", invite.PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "REQUEST")
    values = {
        "uid": invite.uid(occurrence.key, DOMAIN), "dtstamp": STAMP, "dtstart": occurrence.start, "dtend": occurrence.end, "sequence": 0,
        "summary": occurrence.activity.title, "location": invite.location(occurrence.place), "status": "CONFIRMED", "transp": "OPAQUE",
    }  # fmt: skip
    for name, value in values.items():
        event.add(name, value)
    event.add("organizer", _person("Sekretariatet", f"post@{DOMAIN}"))
    guest = _person(member.name, member.email)
    guest.params.update({"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    event.add("attendee", guest)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _person(name: str, where: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{where}")
    person.params["CN"] = name
    return person
