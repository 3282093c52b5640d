"""One secretariat's text files, read into an Office. Opens files; every fault in them is a value with its place."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import Field

from bot.cycle import check, goal_faults, lines, read, register, report_faults, round_faults
from bot.cycle.days import Days
from bot.cycle.measures import read as measures
from bot.cycle.measures.model import Register
from bot.cycle.model import Cycle, Fault, Member, Severity
from bot.cycle.written import Agenda, Config, Language, Programme, Schedule, SchoolWeek, Written
from bot.errors import TemplateFaulty
from bot.papers import agenda, letterhead, meeting, pdf, timeline, wheel, wording, workbook
from bot.papers.office import Office
from bot.papers.timeline import Timeline
from bot.papers.wheel import Wheel
from bot.papers.wording import Template

M = TypeVar("M", bound=Written)

LARGEST_FILE = 30_000_000
LANGUAGES: Mapping[str, Language] = {"nb": "nb", "nn": "nn"}
REQUIRED_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "papers/notice": ("brevhode", "sakskart", "inviterte"),
    "letters/weekly": ("kommer", "venter", "holdt"),
}


class SchoolWeeks(Written):
    """The file of school weeks: days off per county."""

    week: tuple[SchoolWeek, ...] = Field(default=())


IDENTITY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""How a file must be named to be named by another."""
PAGE = "nb/pages/timeline"


class Found(NamedTuple):
    """What the schedules may name: programmes and agendas that could be read, and those that are there and could not."""

    programmes: Mapping[str, Programme]
    agendas: Mapping[str, Agenda]
    broken: Collection[str]


@dataclass
class Reader:
    """Reads one workspace. Faults are gathered in the order they are met, and sorted at the end."""

    root: Path
    faults: list[Fault] = field(default_factory=list)

    def office(self) -> Office | None:
        """The office, or None when anything is missing that nothing can be built without. `faults` then says what."""
        if not self.root.is_dir():
            self._fault(str(self.root), "mappen finnes ikke", "Oppgi en annen med --workspace, eller lag den med «aarshjul init».")
            return None
        config = self._config()
        templates = dict(self._templates())
        letterhead = self._letterhead()
        pages = dict(self._pages())
        school = self._school()
        found = self._found()
        sources = tuple(self._sources(found))
        self.faults += check.cycles(sources, school)
        for source in sources:
            self.faults += (*goal_faults.of(source), *round_faults.activities(source), *_wording(source, self._written()))
        if not self._stems("schedules"):
            self._fault("schedules", "ingen årshjul", "Lag en fil i mappen schedules/, eller start med «aarshjul init».")
        if config is None or letterhead is None:
            return None
        if config.papers.pdf:  # Word shows all of it, so none of this stops anything
            self.faults += (replace(fault, severity=Severity.WARNING) for fault in pdf.faults(letterhead, "templates/letter.docx"))
        days = Days(school)
        if not any(fault.severity is Severity.ERROR for fault in self.faults):
            self.faults += (*round_faults.deadlines(sources, days, config.start), *report_faults.late(sources, days, config.start))
        return Office(config, tuple(source.cycle for source in sources), days, templates, letterhead, pages)

    # --- files of one kind

    def _config(self) -> Config | None:
        config, place = self._one(Config, "config.toml")
        if place is None:
            self._fault("config.toml", "filen mangler", "Start med «aarshjul init», eller oppgi riktig mappe med --workspace.")
        if config is None or place is None:
            return None
        self.faults += check.config(place, config)
        if f"{config.language}/letters/weekly" not in self._written():
            missing = f"malen templates/{config.language}/letters/weekly.md mangler"
            self.faults.append(place.fault(("language",), missing, "Lag den, eller velg den andre målformen."))
        return config

    def _school(self) -> tuple[SchoolWeek, ...]:
        value, place = self._one(SchoolWeeks, "school.toml")
        if value is None or place is None:
            return ()
        self.faults += check.school(place, value.week)
        return value.week

    def _found(self) -> Found:
        agendas, programmes = self._agendas(), self._programmes()
        unread = {f"agendas/{name}" for name in self._stems("agendas") if name not in agendas}
        return Found(programmes, agendas, unread | {f"programmes/{name}" for name in self._stems("programmes") if name not in programmes})

    def _sources(self, found: Found) -> Iterator[check.Source]:
        for path, schedule, place in self._each(Schedule, "schedules"):
            named: dict[str, lines.Path] = {activity.members: ("activity", at, "members") for at, activity in enumerate(schedule.activity)}
            named |= {schedule.group.members: ("group", "members"), schedule.group.informed: ("group", "informed")}
            read = {name: self._register(path.parent, name, place, key) for name, key in sorted(named.items()) if name}
            registers = {name: members for name, members in read.items() if members is not None}
            cycle = Cycle(schedule, found.programmes, found.agendas, registers, self._measures(path.parent, schedule, place))
            yield check.Source(place.file, place.places, cycle, found.broken)

    def _programmes(self) -> Mapping[str, Programme]:
        letters = {key.partition("/letters/")[2] for key in self._written() if "/letters/" in key}
        papers = {key.partition("/papers/")[2] for key in self._written() if "/papers/" in key}
        found = {}
        for path, programme, place in self._each(Programme, "programmes"):
            self._name(path)
            steps = check.Steps(place.file, place.places, programme, letters, papers)
            self.faults += (*check.programme(steps), *round_faults.programme(steps))
            found[path.stem] = programme
        return found

    def _agendas(self) -> Mapping[str, Agenda]:
        found = {}
        for path, value, place in self._each(Agenda, "agendas"):
            self._name(path)
            self.faults += check.agenda(place, value)
            self.faults += agenda.faults(value, place.file, lambda item, places=place.places: lines.line(places, ("item", item)))  # type: ignore[misc]
            found[path.stem] = value
        return found

    def _name(self, path: Path) -> None:
        if not IDENTITY.fullmatch(path.stem):
            advice = "Gi filen et navn med små bokstaver a–z, tall og bindestrek."
            self._fault(self._named(path), f"filnavnet «{path.name}» kan ikke brukes", advice, Severity.WARNING)

    def _register(self, folder: Path, name: str, named_by: check.Place, key: lines.Path) -> tuple[Member, ...] | None:
        rows = self._table(folder, name, named_by, key, "et medlemsregister")
        if rows is None:
            return None
        file = self._named(folder / name)
        members, faults = register.members(file, rows)
        self.faults += faults
        if not members and not faults:
            self._fault(file, "registeret er tomt", "Legg inn minst ett medlem.", Severity.WARNING)
        return members

    def _measures(self, folder: Path, schedule: Schedule, place: check.Place) -> Register:
        name = schedule.group.measures
        rows = self._table(folder, name, place, ("group", "measures"), "et tiltaksregister") if name else None
        if rows is None:
            return Register()
        found, faults = measures.read(self._named(folder / name), rows, schedule.names)
        self.faults += faults
        return found

    def _table(self, folder: Path, name: str, named_by: check.Place, key: lines.Path, kind: str) -> Sequence[register.Row] | None:
        """The rows of a file that a schedule names, or None when there is none to read; `kind` says what it should be."""
        path = folder / name
        if Path(name).name != name or path.suffix.lower() not in (".csv", ".xlsx"):
            self.faults.append(named_by.fault(key, f"«{name}» er ikke {kind}", "Skriv navnet på en .csv- eller .xlsx-fil i samme mappe."))
            return None
        raw = self._bytes(path, named_by.file, lines.line(named_by.places, key))
        if raw is None:
            return None
        rows, faults = (workbook.rows if path.suffix.lower() == ".xlsx" else register.rows)(self._named(path), raw)
        self.faults += faults
        return None if faults else rows

    def _templates(self) -> Iterator[tuple[str, Template]]:
        for path in sorted((self.root / "templates").glob("*/*/*.md")):
            key = path.relative_to(self.root / "templates").with_suffix("").as_posix()
            text = self._text(path)
            if text is None:
                continue
            language, _, name = key.partition("/")
            if language not in LANGUAGES:
                self._fault(self._named(path), f"«{language}» er ikke en målform", "Bruk mappen nb (bokmål) eller nn (nynorsk).")
                continue
            faults = wording.faults(text, self._named(path), meeting.sample(), REQUIRED_BLOCKS.get(name, ()), LANGUAGES[language])
            self.faults += faults
            if not faults:
                yield key, wording.read(text, self._named(path), LANGUAGES[language])

    def _pages(self) -> Iterator[tuple[str, str]]:
        for path in sorted((self.root / "templates").glob("*/pages/*.html")):
            text = self._text(path)
            if text is not None and self._renders(path, text):
                yield path.relative_to(self.root / "templates").with_suffix("").as_posix(), text
        if not (self.root / "templates" / f"{PAGE}.html").exists():
            advice = "«aarshjul demo» trenger den. Hent den fra et nytt arbeidsområde: «aarshjul init»."
            self._fault(f"templates/{PAGE}.html", "filen mangler", advice, Severity.WARNING)

    def _renders(self, path: Path, text: str) -> bool:
        try:
            if path.stem == "wheel":
                wheel.page(Wheel("", 2027, ()), text)
            else:
                timeline.page(Timeline("", 2027, (), (), ()), text)
        except TemplateFaulty:
            self._fault(self._named(path), "siden kan ikke settes opp", "Hent den fra et nytt arbeidsområde: «aarshjul init».")
            return False
        return True

    def _letterhead(self) -> bytes | None:
        raw = self._bytes(self.root / "templates" / "letter.docx", "templates/letter.docx", 1)
        faults = letterhead.faults(raw, "templates/letter.docx") if raw is not None else ()
        self.faults += faults
        return None if faults else raw

    # --- one file

    def _stems(self, folder: str) -> frozenset[str]:
        return frozenset(path.stem for path in (self.root / folder).glob("*.toml"))

    def _written(self) -> frozenset[str]:
        """The names of all templates, with faults or without: «nb/letters/notice»."""
        folder = self.root / "templates"
        return frozenset(path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob("*/*/*.md"))

    def _each(self, kind: type[M], folder: str) -> Iterator[tuple[Path, M, check.Place]]:
        for path in sorted((self.root / folder).glob("*.toml")):
            value, place = self._one(kind, self._named(path))
            if value is not None and place is not None:
                yield path, value, place

    def _one(self, kind: type[M], name: str) -> tuple[M | None, check.Place | None]:
        """A file as a value, where it is without fault, and its place, where there is a file."""
        path = self.root / name
        if not path.is_symlink() and not path.exists():
            return None, None
        text = self._text(path)
        if text is None:
            return None, check.Place(name, {})
        value, faults = read.toml(kind, name, text)
        self.faults += faults
        return value, check.Place(name, lines.index(text) if value is not None else {})

    def _text(self, path: Path) -> str | None:
        raw = self._bytes(path, self._named(path), 1)
        try:
            return raw.decode("utf-8-sig") if raw is not None else None
        except UnicodeDecodeError as fault:
            line = (raw or b"")[: fault.start].count(b"\n") + 1
            self.faults.append(Fault(self._named(path), line, "filen er ikke lagret som UTF-8", "Lagre den på nytt med tegnsettet UTF-8."))
            return None

    def _bytes(self, path: Path, file: str, line: int) -> bytes | None:
        try:
            if path.stat().st_size > LARGEST_FILE:
                self.faults.append(Fault(file, line, f"«{path.name}» er for stor", "En fil kan ha høyst 30 MB."))
                return None
            return path.read_bytes()
        except OSError as fault:
            self.faults.append(Fault(file, line, *_unread(path, fault)))
            return None

    def _named(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _fault(self, file: str, message: str, advice: str, severity: Severity = Severity.ERROR) -> None:
        self.faults.append(Fault(file, 1, message, advice, severity))


def load(root: Path) -> tuple[Office | None, tuple[Fault, ...]]:
    """Read the workspace in `root`: the office when there is no error, and every fault and warning, by file and line."""
    reader = Reader(root)
    office = reader.office()
    faults = tuple(sorted({replace(fault, advice=fault.advice[:1].upper() + fault.advice[1:]) for fault in reader.faults}))
    broken = any(fault.severity is Severity.ERROR for fault in faults)
    return (None if broken else office), faults


def _unread(path: Path, fault: OSError) -> tuple[str, str]:
    """Why a file could not be read, and what to do."""
    if isinstance(fault, IsADirectoryError):
        return f"«{path.name}» er en mappe", "Her skal det være en fil. Gi mappen et annet navn."
    if not isinstance(fault, FileNotFoundError):
        return f"«{path.name}» kan ikke leses", "Se etter at den som kjører aarshjul, har lov til å lese filen."
    close = get_close_matches(path.name, [other.name for other in path.parent.glob(f"*{path.suffix}")], 1)
    return f"«{path.name}» finnes ikke", f"Mente du «{close[0]}»?" if close else "Se etter at navnet er riktig og at filen ligger der."


def _wording(source: check.Source, templates: Collection[str]) -> Iterator[Fault]:
    """What the group's programmes use and that exists in another language only. What exists in none is a fault of the programme."""
    group = source.cycle.schedule.group
    used = {activity.programme for activity in source.cycle.schedule.activity} & source.cycle.programmes.keys()
    steps = [step for name in sorted(used) for step in source.cycle.programmes[name].step]
    needed = {f"letters/{step.letter}" for step in steps} | {f"papers/{paper}" for step in steps for paper in step.papers}
    needed &= {name.partition("/")[2] for name in templates}
    if any(step.calendar for step in steps):
        needed.add("letters/calendar")
    if group.remind_measures and any(step.needs and "minutes" in step.papers for step in steps):
        needed.add("letters/followup")
    missing = [f"templates/{group.language}/{name}.md" for name in sorted(needed) if f"{group.language}/{name}" not in templates]
    if missing:
        said = f"malen {missing[0]} mangler" if len(missing) == 1 else f"{len(missing)} maler mangler: {', '.join(missing)}"
        yield source.fault(("group", "language"), said, "Lag dem i denne målformen, eller velg den andre.")
