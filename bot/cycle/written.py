"""What a person writes in the text files, as types: a cycle with its rules for when, programmes, agendas, one secretariat."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Identity = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Line = Annotated[str, Field(min_length=1, max_length=10_000)]
Language = Literal["nb", "nn"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Written(BaseModel):
    """Anything a person writes in a text file: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


# --- when ------------------------------------------------------------------------------------------------------------


class Rule(Written):
    """What every when-rule may carry: the years in which it applies."""

    every: int = Field(1, ge=1, le=50, description="Hvert n-te år, regnet fra `anchor`.")
    anchor: int | None = Field(None, ge=1900, le=2200, description="Et år der aktiviteten finner sted.")


class NthWeekday(Rule):
    """Nth weekday of a month: `{ month = 11, weekday = "thursday", nth = 1 }`; `nth = -1` is the last."""

    month: Annotated[int, Field(ge=1, le=12)] | tuple[Annotated[int, Field(ge=1, le=12)], ...]
    weekday: Weekday
    nth: Literal[1, 2, 3, 4, 5, -1]


class IsoWeek(Rule):
    """A weekday in an ISO week: `{ week = 45, weekday = "thursday" }`. Week 53 exists in some years only."""

    week: Annotated[int, Field(ge=1, le=53)] | tuple[Annotated[int, Field(ge=1, le=53)], ...]
    weekday: Weekday


class Quarter(Rule):
    """A quarter alone: `{ quarter = 1 }`. The program proposes a date in it, the same one in every run."""

    quarter: Annotated[int, Field(ge=1, le=4)] | tuple[Annotated[int, Field(ge=1, le=4)], ...]
    weekday: Weekday | None = None


class FixedDate(Rule):
    """A date: `{ date = "03-31" }` every year, `{ date = 2026-12-31 }` once, or a list of either."""

    date: str | date | tuple[str | date, ...]


class Recurrence(Rule):
    """An iCalendar RRULE (RFC 5545, 3.3.10) from its first day: `{ rrule = "FREQ=MONTHLY;BYDAY=2TU", start = 2027-01-12 }`."""

    rrule: str
    start: date


class Relative(Rule):
    """Days or working days from another activity or a named deadline: `{ before = "rullering", workdays = 10 }`."""

    after: str | None = None
    before: str | None = None
    days: int | None = Field(None, ge=0, le=1000)
    workdays: int | None = Field(None, ge=0, le=1000)


RULES: Mapping[str, type[Rule]] = {
    "rrule": Recurrence, "date": FixedDate, "week": IsoWeek, "quarter": Quarter, "month": NthWeekday, "after": Relative, "before": Relative,
}  # fmt: skip


def kind_of_rule(raw: object) -> str | None:
    """The rule a raw table is meant to be: decided by the one key that only that rule has."""
    if isinstance(raw, Rule):
        return type(raw).__name__
    return next((rule.__name__ for key, rule in RULES.items() if isinstance(raw, dict) and key in raw), None)


When = Annotated[
    Annotated[Recurrence, Tag("Recurrence")]
    | Annotated[FixedDate, Tag("FixedDate")]
    | Annotated[IsoWeek, Tag("IsoWeek")]
    | Annotated[Quarter, Tag("Quarter")]
    | Annotated[NthWeekday, Tag("NthWeekday")]
    | Annotated[Relative, Tag("Relative")],
    Discriminator(kind_of_rule),
]


# --- a programme -----------------------------------------------------------------------------------------------------

Audience = Literal["secretariat", "members", "everyone", "unanswered", "responsible", "owners", "told"]


class StepRule(Written):
    """One dated thing to do for an occurrence: when, to whom, with which letter, and what it must wait for."""

    name: Identity
    at: str | None = Field(
        None, pattern=r"^[+-]?\d{1,3}(d|wd)$", description="Dager (d) eller arbeidsdager (wd) fra møtet: «-7d», «-2wd», «+1d»."
    )
    on: Literal["moved", "relocated", "cancelled", "changed", "asked", "answered"] | None = Field(
        None, description="Sendes når noe er endret («moved» …) eller når en person ber om det («asked»), i stedet for på en dag."
    )
    time: str = Field("08:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Klokkeslett på dagen, norsk tid.")
    to: Audience
    letter: Identity
    papers: tuple[Identity, ...] = ()
    calendar: Literal["request", "cancel"] | None = None
    mail: bool = Field(True, description="false: bare kalenderinvitasjonen, uten et eget brev.")
    quiet: int = Field(
        0, ge=0, le=10_080, description="Minutter uten nye endringer før en endring blir sendt; flere endringer blir ett brev."
    )
    needs: Literal["approval", "edited"] | None = Field(
        None, description="«approval»: en person godkjenner. «edited»: en person fyller ut dokumentet, sender det tilbake og godkjenner."
    )
    expects: Literal["contribution", "comment", "answer"] | None = Field(
        None,
        description="Hva svarene er: «contribution» er innspill til møtet, «comment» er merknader til det som er sendt, «answer» er svar "
        "slik [answer] sier.",
    )
    sheet: bool = Field(False, description="true: tabellen følger som regneark (.xlsx); til hver ansvarlig er det tiltakene deres.")
    bundle: bool = Field(False, description="true: alle svarene følger slik de kom, i en zip-fil.")
    awaits: bool = Field(False, description="true: venter til det aktiviteten bygger på (depends), er ferdig.")
    drafts: Identity | None = Field(None, description="Navnet på steget som dette er utkastet til.")
    draft: Identity = Field("draft", description="Brevet som legger utkastet til dette steget fram.")
    requires: Identity | None = Field(None, description="Navnet på et steg som må være sendt først.")
    wait: int = Field(0, ge=0, le=90, description="Så mange dager etter det steget; det er fristen for å svare på det.")
    only: Literal["news", "unfilled"] | None = Field(
        None, description="«news»: bare når det er kommet innspill eller saker siden sist. «unfilled»: bare når referatet ikke er kommet."
    )
    late: Literal["run", "skip", "hold"] = "hold"
    grace: int = Field(1, ge=0, le=365, description="Så mange dager etter tiden er steget ennå ikke for sent.")


class AnswerRule(Written):
    """What an answer is, to an activity that asks for answers: what it is read against, who may give it, and until when."""

    kind: Identity = Field(description="Et ord for svarene: «status», «horing», «undersokelse».")
    about: Literal["text", "measures", "questions", "goals"] = Field(
        "text",
        description="Hva svarene leses mot: «text» er hele svaret, «measures» er numrene på tiltakene til den ansvarlige, «questions» er "
        "numrene på spørsmålene, «goals» er tallene for målene til den som måler.",
    )
    cost: bool = Field(False, description="true: svarene er hva tiltakene koster neste år, og sier ikke hvordan det står med dem.")
    open: bool = Field(False, description="true: alle kan svare, ikke bare de som er spurt. Svarene kjennes på emnet (subject).")
    late: Literal["mark", "tray"] = Field(
        "mark", description="Etter fristen: «mark» tar svaret med og merker det, «tray» legger det i køen til sekretariatet."
    )


class Programme(Written):
    """The list of steps an activity goes through."""

    meeting: bool = Field(False, description="Et møte har sted, klokkeslett og inviterte; ellers er det en plikt med en frist.")
    answer: AnswerRule | None = Field(None, description="Aktiviteten ber om svar, og dagen den faller på, er fristen for dem.")
    covers: Literal["", "year-before", "since-last"] = Field(
        "", description="Tiden en rapport gjelder: «year-before» er året før, «since-last» er tiden siden forrige gang."
    )
    due: str = Field("", pattern=r"^(\d\d-\d\d)?$", description="Siste nyttige dag i året: «03-31». Er fristen senere, blir det sagt.")
    step: tuple[StepRule, ...] = ()


# --- a cycle ---------------------------------------------------------------------------------------------------------


class Place(Written):
    """Where a meeting is held: three sub-fields, and a link when it can be joined from afar."""

    name: str = ""
    room: str = ""
    entrance: str = ""
    online: str = Field("", pattern=r"^(https://\S+)?$")


class Joint(Written):
    """A day that several groups share: its title and the page with the papers."""

    title: Line
    link: str = Field("", pattern=r"^(https://\S+)?$")
    link_text: str = ""


class Planned(Written):
    """What has a name and a rule for when, so that other rules may count from it."""

    id: Identity
    title: Line
    when: When
    source: tuple[str, ...] = Field((), description="Hvor dette står i kilden.")


class Activity(Planned):
    """An entry in the cycle: a meeting, a report, a duty."""

    programme: Identity = "meeting"
    time: str = Field("", description="Klokkeslett, norsk tid: «12.00–13.00». Tomt for en plikt som gjelder hele dagen.")
    place: Place = Place()
    responsible: str = ""
    depends: tuple[str, ...] = Field((), description="Aktiviteter som må være gjort først.")
    closed: Literal["warn", "move"] = "warn"
    first: int | None = Field(None, description="Første år aktiviteten finner sted.")
    last: int | None = Field(None, description="Siste år aktiviteten finner sted.")
    joint: Joint | None = None
    agenda: Identity | None = None
    members: str = ""
    note: str = ""
    # what a round asks: `exclude`, since what is approved of other activities stays approved when there is more to ask with
    subject: str = Field("", max_length=150, exclude=True, description="Fast emne for svarene: «Høringsinnspill næringsstrategi».")
    questions: tuple[Line, ...] = Field((), exclude=True, description="Spørsmålene, som besvares under numrene sine.")
    link: str = Field("", pattern=r"^(https://\S+)?$", exclude=True, description="Skjemaet det kan svares i, eller forslaget på høring.")
    public: str = Field("", exclude=True, description="Teksten til nettsiden, når alle kan svare.")
    goals: tuple[Identity, ...] = Field(
        (), exclude=True, description="Id til målene det blir spurt om tall for. Tomt: alle som måles hvert år."
    )


class Deadline(Planned):
    """An external deadline with a name, which other rules may count from."""


class Sender(Written):
    """Who signs: the secretariat, its case officer, and where answers go."""

    name: Line
    email: str = Field(pattern=r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+$")
    phone: str = ""
    plus: bool = Field(
        False, description="true når e-posttjeneren tar imot navn+merke@…: da finner hvert svar tilbake til brevet det svarer på."
    )
    officer: str = ""
    our_ref: str = ""
    archive_code: str = ""


class Group(Written):
    """A faggruppe, forum or council, and what holds for everything it does."""

    id: Identity
    name: Line = Field(description="Slik navnet står i en setning: «faggruppe for næringssamarbeid».")
    owner: str = Field("", description="Organisasjonen gruppen hører til: «Osloregionen».")
    short: str = Field("", max_length=30, description="Kort navn i emnefeltet: «næring».")
    language: Language = "nb"
    counties: tuple[str, ...] = ()
    members: str = Field("", description="Medlemsregisteret: en .csv- eller .xlsx-fil ved siden av denne.")
    measures: str = Field("", exclude=True, description="Tiltakene i planen: en .csv- eller .xlsx-fil ved siden av denne.")
    agenda: Identity | None = Field(None, description="Faste saker: navnet på en fil i agendas/.")
    notice_days: int = Field(7, ge=0, le=90, description="Så mange dager før møtet skal innkallingen senest være sendt.")
    apart: int = Field(
        0, ge=0, le=180, exclude=True,  # no letter shows it, so what is approved stays approved when it changes
        description="Minst så mange dager mellom to møter når møteplanen foreslås; 0: halvparten av avstanden i reglene, høyst 28.",
    )  # fmt: skip
    approvers: tuple[str, ...] = Field((), description="Roller i medlemsregisteret som også kan godkjenne utkast: «Leder».")
    approvals: int = Field(1, ge=1, le=2, description="Så mange må godkjenne før noe går ut.")
    informed: str = Field(
        "", exclude=True, description="De som bare skal ha endelig referat: en .csv- eller .xlsx-fil som medlemsregisteret."
    )
    silence: bool = Field(default=False, description="true: et referat ingen har merknader til innen fristen, er godkjent.")
    remind_measures: tuple[Annotated[int, Field(ge=0, le=90)], ...] = Field(
        (7, 0), max_length=6, exclude=True,  # as for `apart`
        description="Så mange dager før fristen for et tiltak de ansvarlige får påminnelse; 0 er på dagen. Tom: ingen påminnelser.",
    )  # fmt: skip
    votes: bool = Field(
        default=False, exclude=True, description="true: referatet skal ha avstemningsresultat for hvert vedtak (kommuneloven § 11-4)."
    )
    sender: Sender | None = None


Figure = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)] | Annotated[str, Field(min_length=1, max_length=100)]
"""A number, or one as people write it: 8500, «8.500», «over 85 %», «70–100 prosent»."""
Year = Annotated[int, Field(ge=1900, le=2200)]


class Baseline(Written):
    """Where a goal is counted from."""

    year: Year
    value: Figure


class Target(Written):
    """Where a goal is to end. One of the two may be missing: a goal without a figure, or without a year."""

    year: Year | None = None
    value: Figure | None = None


class Value(Written):
    """What was measured for one year. A later correction carries its date, so that it counts before what came by mail until then."""

    year: Year
    value: Figure
    region: str = Field("", description="Tomt for dere selv; ellers en av «regions».")
    source: str = ""
    at: date | None = Field(None, description="Dagen tallet ble satt inn eller rettet.")


class Goal(Written):
    """A goal of a plan and its indicator: from where, to where, who measures it, and what was measured."""

    id: Identity
    title: Line
    source: tuple[str, ...] = Field((), description="Hvor dette står i kilden.")
    unit: str = Field("", max_length=60, description="Det som telles, slik det står etter tallet: «sysselsatte», «prosent».")
    direction: Literal["at-least", "at-most"] = Field("at-least", description="at-most: målet er nådd når tallet er så lavt eller lavere.")
    baseline: Baseline | None = None
    target: Target | None = None
    per_year: Figure | None = Field(None, description="Så mye skal tallet øke hvert år.")
    each_year: Figure | None = Field(None, description="Så mye skal tallet være hvert år.")
    beside: tuple[str, ...] = Field((), description="Id til mål om det samme: de vises sammen, og det sies når de ikke er enige.")
    measurer: str = Field("", description="Rollen eller organisasjonen som måler.")
    measured_in: str = Field("", description="Hvor tallet finnes: en statistikk, et register.")
    frequency: Literal["", "yearly"] = Field("", description="yearly: den som måler, blir spurt én gang i året.")
    asked_year: Literal["before", "same"] = Field(
        "before", repr=False,  # no report shows it, so what is approved stays approved
        description="Hvilket år det blir spurt om tallet for: «before» er året før det spørres, «same» er året det spørres i.",
    )  # fmt: skip
    regions: tuple[Line, ...] = Field((), description="Regioner å sammenligne med.")
    compare: Literal["values", "index"] = Field("values", description="index: vises som indeks, når regionene er av ulik størrelse.")
    values: tuple[Value, ...] = ()
    note: str = ""
    part: str = Field("", max_length=20, description="Nummeret på delmålet i tiltakstabellen: tallet og tiltakene vises da sammen.")


class Schedule(Written):
    """One cycle: the year of one group, and what its plan holds: goals here, measures in a table of their own."""

    group: Group
    activity: tuple[Activity, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    goal: tuple[Goal, ...] = ()
    names: Mapping[str, str | tuple[str, ...]] = Field(
        {}, description="Navn i tiltakene, og hva de står for: «Næringsjef» = «Næringssjef», eller en liste når det er flere."
    )


class AgendaItem(Written):
    """A standing item. Its title may use {{ forrige_dato }} and {{ neste_aar }}."""

    id: Identity
    title: Line
    note: str = ""
    prepare: str = Field("", description="Hva deltakerne bes forberede; står i innkallingen med sakens nummer.")
    only: Literal["", "has-previous", "last-of-year"] = ""
    added: bool = Field(default=False, description="Her settes saker som sekretariatet legger til; punktet selv vises ikke.")
    minutes: int = Field(0, ge=0, le=600, description="Så lenge et innlegg helst skal vare; brukes i kvitteringen.")
    attach_long: bool = Field(
        default=False,
        description="true: et innlegg som er mer enn dobbelt så langt som «minutes», følger som vedlegg, med første avsnitt i sakskartet.",
    )
    collects: bool = Field(default=False, description="Under denne saken står innspillene fra medlemmene.")


class Agenda(Written):
    """A standing agenda, one a body."""

    numbering: str = Field(
        "{n}.", pattern=r"\{n\}|\{n:0\d\}", description="«{n}.», «{n}/{yy}», «Sak {n}/{yy}», «PS {yyyy}/{n:03}», «S {m}.{n}/{yy}»."
    )
    item: tuple[AgendaItem, ...] = Field(min_length=1)


class SchoolWeek(Written):
    """Days off school in one county: «vinterferie» in a week of a year. Set by the county, so data."""

    county: Line
    name: Line
    year: int = Field(ge=2000, le=2200)
    week: int = Field(ge=1, le=53)


# --- one secretariat ---------------------------------------------------------------------------------------------------


class GraphConfig(Written):
    """What the tenant's administrator gives for Microsoft 365. A secret never stands here: see docs/microsoft365.md."""

    tenant: str = Field("", description="Leietakeren (Directory ID), en GUID.")
    client: str = Field("", description="Appregistreringen (Application ID), en GUID.")
    mailboxes: list[str] = Field([], description="Postkassene programmet sender fra og leser. Tom: sekretariatets og gruppenes egne.")
    certificate: str = Field("", description="Filen med sertifikat og nøkkel (.pfx eller .pem), rettigheter 0600.")
    secret: str = Field("", description="Filen med hemmeligheten, rettigheter 0600. AARSHJUL_GRAPH_SECRET i miljøet går foran.")
    managed_identity: bool = Field(default=False, description="Programmet kjører i Azure og bruker maskinens egen identitet.")
    authority: str = "https://login.microsoftonline.com"
    endpoint: str = "https://graph.microsoft.com/v1.0"
    teams: bool = Field(default=False, description="Lag en Teams-lenke når en kalenderhendelse opprettes.")


class PostConfig(Written):
    """The way out and in."""

    channel: Literal["folder", "graph"] = "folder"
    approval: Literal["aarshjul", "outlook"] = Field(
        "aarshjul", description="outlook: det ferdige brevet ligger i postkassens utkast, og går når sekretæren trykker Send der."
    )
    out: str = "out/post"
    inbox: str = Field("in", alias="in")
    calendars: str = Field("out/calendar", description="Her legges én kalender for hver gruppe, til å abonnere på.")
    graph: GraphConfig = GraphConfig()

    @property
    def in_outlook(self) -> bool:
        """Whether finished letters wait in the mailbox's drafts for a person to send them."""
        return self.channel == "graph" and self.approval == "outlook"


class JournalConfig(Written):
    """Where the memory is kept: SQLite beside the workspace, or PostgreSQL."""

    url: str = "sqlite:///state/journal.db"


class WeeklyConfig(Written):
    """When the weekly letter to the secretariat leaves, Norwegian time."""

    day: Weekday = "monday"
    time: str = Field("07:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")


class PapersConfig(Written):
    """The shapes that papers leave in."""

    pdf: bool = Field(default=False, description="true: en PDF går ut ved siden av hvert Word-dokument, for skjermlesere og arkiv.")
    proposals: Literal["tracked", "list"] = Field(
        "tracked",
        description="Nytt i en fil noen har redigert: «tracked» setter det inn som sporede endringer, «list» sier bare fra om det.",
    )
    folder: str = Field("", description="En mappe der utkastene også ligger, til å redigere i. Det som lagres der, blir tatt inn.")


class Config(Written):
    """One secretariat: who it is, from when, and which doors it uses."""

    start: date = Field(description="Ingenting som skulle vært sendt før denne dagen, blir sendt til andre enn sekretariatet.")
    language: Language = "nb"
    secretariat: Sender
    post: PostConfig = PostConfig()
    journal: JournalConfig = JournalConfig()
    weekly: WeeklyConfig = WeeklyConfig()
    papers: PapersConfig = PapersConfig()
