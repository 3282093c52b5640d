"""What a template may say about an occurrence: every name it can use, with its value for one meeting or duty and one recipient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.cycle.model import Contributed, Member, Occurrence, wall
from bot.cycle.written import Activity, Agenda, AgendaItem, FixedDate, Group, Joint, Language, Place, Sender
from bot.papers import agenda, leaving, minutes, norsk, proposed
from bot.papers.characters import clean, one_line
from bot.papers.followup import tables
from bot.papers.followup.tables import Open
from bot.papers.minutes import Action, Answer
from bot.papers.model import Attachment, Block, Case, Fields, Grid, Listing, Owned, Paragraph, Run
from bot.papers.reports import names as reports
from bot.papers.rounds import names as rounds
from bot.papers.values import Link

# The names that are whole blocks and must stand alone on a line.
BLOCKS = (
    "brevhode", "forberedelse", "sakskart", "inviterte", "endringer", "merknader", "kommer", "venter", "holdt", "utelatt",
    "lest", "nytt", "kommentarer", "referatsaker", "oppmote", "sist_meldt", "utkast", "motefakta", "oppfolging",
    "mottakere", "vedlegg", "meldt", "tiltak", "tiltak_frist", "tiltak_ellers", "tiltak_ukjent", "tiltak_svar",
    "kvittering_mottakere", "kvittering_filer", "kvittering_avvik",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """All that a paper or a letter about an occurrence is made of. A duty is one too: without members and cases."""

    occurrence: Occurrence
    sender: Sender
    letter_date: date
    members: tuple[Member, ...] = ()
    """Those invited, as they count on the day of the meeting."""
    agenda: Agenda | None = None
    cases: tuple[Case, ...] = ()
    previous: date | None = None
    """The day of the meeting before."""
    next: Occurrence | None = None
    """The meeting after, as far as it is planned."""
    number: int = 0
    """Which meeting of its year it is."""
    contributed: tuple[str, ...] = ()
    """The organisations that have contributed, in the order they did."""
    contributed_after: tuple[str, ...] = ()
    """Those of them whose text came after the meeting had begun."""
    last: str = ""
    """What the recipient's organisation contributed to the meeting before, shortened."""
    recipient: Member | None = None
    """Whom a letter is to; None in a paper, which is the same for all."""
    before: Occurrence | None = None
    """What the recipient was told last, when it has changed."""
    updated: date | None = None
    """The day of a re-issue."""
    changes: tuple[str, ...] = ()
    """What is new in a re-issue, a sentence each."""
    corrected: str = ""
    """What was wrong and is put right in a re-issue, as it goes on after «Endringen gjelder»."""
    approve: str = ""
    """The key to approve, in a draft to the secretariat."""
    outlook: bool = False
    """Whether what is to be approved waits in the mailbox's drafts, to be sent from there."""
    sends: datetime | None = None
    """When what is to be approved leaves, Europe/Oslo."""
    audience: tuple[Member, ...] = ()
    """Whom it leaves for."""
    files: tuple[Attachment, ...] = ()
    """What it carries."""
    calendar: str = ""
    """What goes to the recipients' calendars beside it: "request", "cancel" or nothing."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Who has said whether they come, by address."""
    actions: tuple[Action, ...] = ()
    """What is to be followed up, as the table in the minutes begins."""
    pending: tuple[Open, ...] = ()
    """What earlier meetings left open."""
    next_action: int = 1
    """The lowest number that a new measure may have."""
    approved: bool = False
    """Whether the minutes have been approved: until then they say that they are a draft."""
    remarks: tuple[str, ...] = ()
    """What a person should look at before approving, a sentence each."""
    understood: tuple[str, ...] = ()
    """What was read in a file that a person has edited, a sentence each."""
    proposed: tuple[str, ...] = ()
    """What is new since then, and stands in it as a proposal, a sentence each."""
    tracked: bool = True
    """Whether what is new stands in the file."""
    filled: bool = False
    """Whether a person has edited the papers that are to be approved."""
    comment_by: date | None = None
    """The last day for comments on what is sent."""
    comments: tuple[Contributed, ...] = ()
    """What was answered to what was sent for comment."""


def values(meeting: Meeting) -> Mapping[str, object]:
    """Every name a template may use, the same ones for every occurrence; what does not apply is empty."""
    language = meeting.occurrence.group.language
    return {
        **empty(),
        **_about(meeting.occurrence),
        **_where(meeting.occurrence.place, meeting.occurrence.activity.joint, language),
        **_who(meeting),
        **_issue(meeting),
        "brevhode": letter_head(meeting.sender, meeting.letter_date, language),
        "forberedelse": agenda.preparation(meeting.agenda, meeting.cases, meeting.occurrence, meeting.previous) if meeting.agenda else (),
        "innlegg": _collects(meeting),
        "sakskart": agenda.owned(meeting.cases),
        **_after(meeting),
        "inviterte": (Owned("invited", (invited(meeting.members, language),)),) if meeting.members else (),
    }


def empty() -> dict[str, object]:
    """Every name a template may use, each with nothing in it."""
    texts = (
        "gruppe", "gruppe_med_eier", "eier", "anledning", "anledningen", "kort", "gruppemote", "tittel", "merknad", "nokkel",
        "mote", "avlyst", "arsak", "start", "slutt", "tid", "fristdato", "forrige_dato", "aar", "neste_aar", "uke",
        "sted", "stedsnavn", "rom", "inngang", "nettmote", "felles", "felles_tittel", "innlegg",
        "ansvarlig", "organisasjon", "fornavn", "mottaker", "avsender", "avsender_epost", "avsender_tlf", "saksbehandler", "brevdato",
        "godkjenn", "i_outlook", "utfall", "utkast_til", "grunn", "sendes_dato", "hvem", "var_godkjent", "brev_sendt", "brev_holdt",
        "kan_rettes", "steg",
        "sendes", "antall", "organisasjoner", "kalender",
        "oppdatert", "rettet", "gammel_start", "gammel_slutt", "gammel_tid", "gammelt_sted",
        "nytt_tidspunkt", "nytt_sted",
        "innspill_sak", "innspill_referat", "innspill_ingen", "innspill_ord", "innspill_minutter", "innspill_grense",
        "kommentarfrist", "stille", "fylt", "nytt_sporet", "innspill_vedlegg", "innspill_sent", "innspill_fra", "innspill_etter",
        "motenummer",
        "neste_tid", "neste_sted",
        "kvittering_steg", "kvittering_emne", "kvittering_sendt", "kvittering_antall", "kvittering_invitert", "kvittering_godkjent",
        "kvittering_godkjent_naar", "kvittering_varsel", "kvittering_dager", "kvittering_arbeidsdager", "kvittering_regel",
        "kvittering_holdt", "tiltak_nummer", "uklart",
    )  # fmt: skip
    return {**dict.fromkeys(texts, ""), **dict.fromkeys(BLOCKS, ()), **rounds.empty(), **reports.empty(), **proposed.empty()}


def letter_head(sender: Sender, letter_date: date, language: Language) -> tuple[Block, ...]:
    """The fields at the top of a letter, printed also when they are empty (domain 4.5)."""
    words = norsk.words(language)
    phone = f"{words.phone} {norsk.phone(sender.phone)}" if sender.phone else ""
    officer = "\n".join(filter(None, (one_line(sender.officer), phone)))
    return (
        Fields((
            (words.letter_date, norsk.numeric(letter_date)),
            (words.your_ref, ""),
            (words.our_ref, one_line(sender.our_ref)),
            (words.officer, officer),
            (words.archive_code, one_line(sender.archive_code)),
        )),
    )  # fmt: skip


def invited(members: Sequence[Member], language: Language) -> Grid:
    """The invited, by first name as Norwegian sorts; name and organisation, never an address."""
    ordered = sorted(members, key=lambda member: tuple(map(norsk.collate, (member.first_name, member.last_name, member.organisation))))
    rows = tuple((one_line(member.first_name), one_line(member.last_name), one_line(member.organisation)) for member in ordered)
    return Grid(norsk.words(language).invited, rows, norsk.words(language).invited_caption)


def rows(texts: Sequence[str], none: str = "") -> tuple[Block, ...]:
    """Texts as a bullet list, each to the letter; `none` is said when there are none."""
    if texts:
        return (Listing(tuple((Paragraph((Run(text),)),) for text in texts)),)
    return (Paragraph((Run(none),)),) if none else ()


def where(place: Place) -> str:
    """Where it is, in a sentence: «Oslo rådhus, møteromssenteret»."""
    return ", ".join(one_line(part) for part in (place.name, place.room) if part)


def _about(occurrence: Occurrence) -> dict[str, object]:
    group, activity = occurrence.group, occurrence.activity
    return {
        "gruppe": one_line(group.name),
        "gruppe_med_eier": _owned(one_line(group.name), one_line(group.owner), group.language),
        "eier": one_line(group.owner),
        "tittel": one_line(activity.title),
        **_called(one_line(group.name), one_line(activity.title)),
        "merknad": activity.note,
        "nokkel": occurrence.key,
        "start": occurrence.start,
        "slutt": occurrence.end,
        "tid": norsk.moment(occurrence.start, occurrence.end, group.language),
        "fristdato": occurrence.day + timedelta(days=1) if occurrence.meeting else occurrence.day,
        "aar": occurrence.day.year,
        "neste_aar": occurrence.day.year + 1,
        "arsak": (occurrence.cancelled or "").strip().rstrip("."),
        "avlyst": "ja" if occurrence.cancelled is not None else "",
        "ansvarlig": one_line(activity.responsible),
        "mote": "ja" if occurrence.meeting else "",
    }


def _owned(group: str, owner: str, language: Language) -> str:
    """The group with its owner, when its name does not say it: «Osloregionens faggruppe …», in nynorsk «faggruppe … i Osloregionen»."""
    if not owner or owner.casefold() in group.casefold():
        return group
    between = norsk.words(language).owned_by
    return f"{group} {between} {owner}" if between else f"{norsk.genitive(owner)} {group}"


def _called(group: str, title: str) -> dict[str, object]:
    """What running text calls it: «møte i faggruppe for …» and «møtet i …», or its own title when it is not the group's meeting."""
    own = title.casefold().startswith(f"møte i {group}".casefold())
    # «Årlig samling» takes a small letter in a sentence; «IPR-møte» keeps its own.
    name = f"møte i {group}" if own else title[:1].lower() + title[1:] if title[1:2].islower() else title
    return {
        "anledning": name,
        "anledningen": f"møtet {name.removeprefix('møte ')}" if name.startswith("møte ") else f"«{title}»",
        "kort": group if own else name,
        "gruppemote": "ja" if own else "",
    }


def _where(place: Place, joint: Joint | None, language: Language) -> dict[str, object]:
    return {
        "sted": where(place),
        "stedsnavn": one_line(place.name),
        "rom": one_line(place.room),
        "inngang": one_line(place.entrance),
        "nettmote": Link(norsk.words(language).online_link, place.online) if place.online else "",
        "felles": Link(one_line(joint.link_text or joint.title), joint.link) if joint else "",
        "felles_tittel": one_line(joint.title) if joint else "",
    }


def _who(meeting: Meeting) -> dict[str, object]:
    sender, recipient = meeting.sender, meeting.recipient
    return {
        "organisasjon": one_line(recipient.organisation) if recipient else "",
        "fornavn": one_line(recipient.first_name) if recipient else "",
        "mottaker": one_line(recipient.name) if recipient else "",
        "avsender": one_line(sender.name),
        "avsender_epost": Link(sender.email, f"mailto:{sender.email}"),
        "avsender_tlf": norsk.phone(sender.phone),
        "saksbehandler": one_line(sender.officer),
        "brevdato": meeting.letter_date,
    }


def _issue(meeting: Meeting) -> dict[str, object]:
    occurrence, before = meeting.occurrence, meeting.before
    found: dict[str, object] = {
        "forrige_dato": meeting.previous or "",
        "oppdatert": meeting.updated or "",
        "rettet": one_line(meeting.corrected),
        "endringer": rows(meeting.changes),
        "merknader": rows(meeting.remarks),
        "lest": rows(meeting.understood),
        "nytt": rows(meeting.proposed),
        "nytt_sporet": "ja" if meeting.tracked else "",
        "kommentarer": rows(tuple(f"{one.organisation}{f' ({one.by})' if one.by else ''}: {one.text}" for one in meeting.comments)),
        "kommentarfrist": meeting.comment_by or "",
        "fylt": "ja" if meeting.filled else "",
        "stille": "ja" if meeting.occurrence.group.silence else "",
        "godkjenn": meeting.approve,
        "i_outlook": "ja" if meeting.outlook else "",
        "sendes": meeting.sends or "",
        "antall": len(meeting.audience),
        "organisasjoner": leaving.organisations(meeting.audience),
        "mottakere": leaving.recipients(meeting.audience, occurrence.group.language),
        "vedlegg": leaving.files(meeting.files),
        "kalender": meeting.calendar,
    }
    if before is None:
        return found
    return found | {
        "gammel_start": before.start,
        "gammel_slutt": before.end,
        "gammel_tid": norsk.moment(before.start, before.end, occurrence.group.language),
        "gammelt_sted": where(before.place),
        "nytt_tidspunkt": "ja" if (before.start, before.end) != (occurrence.start, occurrence.end) else "",
        "nytt_sted": "ja" if before.place != occurrence.place else "",
    }


def _after(meeting: Meeting) -> dict[str, object]:
    """What is known for the minutes: the cases with room, who was invited, who contributed; and what the recipient said last time."""
    occurrence, following = meeting.occurrence, meeting.next
    group, language = occurrence.group, occurrence.group.language
    number = f"{meeting.number}/{occurrence.day.year}" if meeting.number and occurrence.meeting else ""
    body = _owned(one_line(group.name), one_line(group.owner), language)
    return {
        "motenummer": number,
        "utkast": () if meeting.approved else minutes.draft(language),
        "motefakta": minutes.facts(
            language,
            body=body[:1].upper() + body[1:],
            number=number,
            when=norsk.moment(occurrence.start, occurrence.end, language),
            where=where(occurrence.place),
        ),
        "referatsaker": minutes.cases(meeting.cases, language),
        "oppmote": minutes.attendance(meeting.members, meeting.answers, language) if meeting.members else (),
        "tiltak": (Owned("open-measures", tables.grouped(meeting.pending, language, 3)),) if meeting.pending else (),
        "oppfolging": minutes.actions(meeting.actions, language, meeting.next_action) if occurrence.meeting else (),
        "neste_tid": norsk.moment(following.start, following.end, language) if following else "",
        "neste_sted": where(following.place) if following else "",
        "innspill_fra": norsk.listed(tuple(map(one_line, meeting.contributed))),
        "innspill_etter": norsk.listed(tuple(map(one_line, meeting.contributed_after))),
        "sist_meldt": (Paragraph((Run(clean(meeting.last)),)),) if meeting.last else (),
    }


def _collects(meeting: Meeting) -> str:
    """Whether a case of this meeting collects contributions, which are then due the day after."""
    ids = {case.id for case in meeting.cases}
    return "ja" if meeting.agenda and any(item.collects and item.id in ids for item in meeting.agenda.item) else ""


# --- a trial ---------------------------------------------------------------------------------------------------------


def sample() -> Mapping[str, object]:
    """Every name with a value that looks real, for trying out a template before anything depends on it."""
    names = ("kommer", "venter", "holdt", "utelatt", "meldt", "tiltak_frist", "tiltak_ellers", "tiltak_ukjent", "tiltak_svar")
    listed = {name: rows(("Møte i faggruppe for næringssamarbeid 4. november 2027",)) for name in names}
    receipt = {"innspill_sak": "sak 4", "innspill_ord": 670, "innspill_minutter": 5, "innspill_grense": 3, "innspill_vedlegg": "ja"}
    approval = {"utfall": "approved", "utkast_til": "Innkalling", "grunn": "Det er over.", "sendes_dato": "28. oktober 2027",
                "hvem": "Leder Nordmann", "var_godkjent": "ja", "brev_sendt": 2, "brev_holdt": 43, "kan_rettes": "ja",
                "steg": "naering/mote/2027-1/notice"}  # fmt: skip
    return {
        **values(example()),
        **listed,
        **receipt,
        **approval,
        **_sent(),
        **rounds.sample(),
        **reports.sample(),
        **proposed.sample(),
        "uke": 45,
        "tiltak_nummer": 4,
        "uklart": "Vi ser på det.",
    }


def _sent() -> dict[str, object]:
    """What a proof of notice says (`papers.proof`)."""
    at = wall(date(2027, 10, 28), time(9))
    return {
        "kvittering_steg": "naering/mote/2027-1/notice", "kvittering_emne": "Innkalling: næring, 4. november 2027",
        "kvittering_sendt": "torsdag 28. oktober 2027 kl. 09.00", "kvittering_antall": 45, "kvittering_invitert": 45,
        "kvittering_godkjent": "Sekretæren", "kvittering_godkjent_naar": at, "kvittering_varsel": "ja", "kvittering_dager": 7,
        "kvittering_arbeidsdager": 5, "kvittering_regel": 7, "kvittering_holdt": "ja",
        **{name: rows(("Medlem Nordmann, Horten kommune",)) for name in BLOCKS if name.startswith("kvittering_")},
    }  # fmt: skip


def example() -> Meeting:
    """A meeting with everything a meeting can have. No person in it is real."""
    standing = Agenda(
        item=(
            AgendaItem(id="innkalling", title="Godkjenning av innkalling og dagsorden"),
            AgendaItem(id="referat", title="Godkjenning av referat fra møtet {{ forrige_dato }}", only="has-previous"),
            AgendaItem(
                id="runde", title="Runde rundt bordet", note="Hver deltaker orienterer.", prepare="Forbered et kort innlegg.", collects=True
            ),
            AgendaItem(id="eventuelt", title="Eventuelt"),
        )
    )
    group = Group(id="naering", name="faggruppe for næringssamarbeid", owner="Regionrådet", short="næring")
    link = "https://example.no/moter"
    activity = Activity(
        id="mote", title="Møte i faggruppe for næringssamarbeid", when=FixedDate(date="11-04"),
        responsible="Sekretariatet", note="Merk datoen.",
        joint=Joint(title="Felles faggruppemøte", link=link, link_text="Faggruppesamling i november"),
    )  # fmt: skip
    day, place = date(2027, 11, 4), Place(name="Rådhuset", room="møterom 1", entrance="inngang fra sjøsiden", online=link)
    start, end = wall(day, time(12)), wall(day, time(13))
    occurrence = Occurrence(
        "naering/mote/2027-1", group, activity, start, end, place, (), (), (), (), True, None, (), (), 0, None, frozenset()
    )
    member = Member("Medlem", "Nordmann", "Horten kommune", "medlem@example.no")
    previous = date(2027, 9, 9)
    meeting = Meeting(
        occurrence=occurrence, sender=Sender(name="Sekretariatet", email="post@example.no", phone="22000000", officer="Rådgiver"),
        letter_date=date(2027, 10, 28), members=(member,), agenda=standing, previous=previous, recipient=member,
        approve="naering/mote/2027-1/notice",
        outlook=True,
        cases=agenda.cases(standing, occurrence, previous=previous, last_of_year=True),
        sends=wall(date(2027, 10, 28), time(9)), audience=(member, replace(member, first_name="Vara")), calendar="request",
        files=(Attachment("Innkalling.docx", "application/octet-stream", bytes(38_000)),),
        before=occurrence._replace(start=start - timedelta(days=7), end=end - timedelta(days=7), place=Place(name="Biblioteket")),
        last="Vi bygger ny skole.\nTomten er klar. …", number=3,
        contributed=("Horten kommune", "Ås kommune"), contributed_after=("Ås kommune",),
        next=occurrence._replace(start=wall(date(2028, 5, 11), time(12)), end=wall(date(2028, 5, 11), time(13))),
        understood=("Vedtak i saken «Runde rundt bordet»: «Tatt til orientering.» er fylt inn.",),
        proposed=("Nytt innspill fra Ås kommune.",),
        filled=True, comment_by=date(2027, 11, 22), comments=(Contributed(1, "Ås kommune", "[]", "Sak 2 mangler et navn."),),
        pending=(Open("2", "Sende brev til departementet", "Horten kommune", "1. mars 2028", "pågår", overdue=False, since="9. mai 2027"),),
        updated=date(2027, 10, 29), changes=("Sak 3 er ny.",), corrected="klokkeslettet", remarks=("Møtet mangler rom.",),
    )  # fmt: skip
    return replace(meeting, occurrence=occurrence._replace(cancelled="for få påmeldte"))
