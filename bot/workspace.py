"""One secretariat's text files, read into an Office. Opens files; every fault in them is a value with its place."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import Field

from bot.cycle import check, lines, read, register
from bot.cycle.days import Days
from bot.cycle.model import Agenda, Config, Cycle, Fault, Language, Member, Programme, Schedule, SchoolWeek, Severity, Written
from bot.papers import agenda, letterhead, meeting, wording
from bot.papers.office import Office
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


class Parsed(NamedTuple):
    """A TOML file that could be read, with the lines of its keys."""

    file: str
    places: Mapping[lines.Path, int]


@dataclass
class Reader:
    """Reads one workspace. Faults are gathered in the order they are met, and sorted at the end."""

    root: Path
    faults: list[Fault] = field(default_factory=list)

    def office(self) -> Office | None:
        """The office, or None when anything is missing that nothing can be built without. `faults` then says what."""
        config = self._one(Config, "config.toml")
        templates = dict(self._templates())
        letterhead = self._letterhead()
        if config is not None and f"{config.language}/letters/weekly" not in templates:
            self._fault(
                "config.toml",
                f"malen templates/{config.language}/letters/weekly.md mangler eller har feil",
                "Lag den, eller velg den andre målformen.",
            )
        school = self._one(SchoolWeeks, "school.toml", optional=True) or SchoolWeeks()
        agendas = self._agendas()
        programmes = self._programmes(templates)
        sources = tuple(self._sources(programmes, agendas))
        self.faults += check.cycles(sources, school.week)
        for source in sources:
            self.faults += _wording(source, templates.keys())
        if not sources and config is not None:
            self._fault("schedules", "ingen årshjul", "Lag en fil i mappen schedules/, eller start med «aarshjul init».")
        if config is None or letterhead is None:
            return None
        return Office(config, tuple(source.cycle for source in sources), Days(school.week), templates, letterhead, dict(self._pages()))

    # --- files of one kind

    def _sources(self, programmes: Mapping[str, Programme], agendas: Mapping[str, Agenda]) -> Iterator[check.Source]:
        for path, schedule, parsed in self._each(Schedule, "schedules"):
            names = {schedule.group.members, *(activity.members for activity in schedule.activity)} - {""}
            registers = {name: found for name in sorted(names) if (found := self._register(path.parent, name, parsed)) is not None}
            yield check.Source(parsed.file, parsed.places, Cycle(schedule, programmes, agendas, registers))

    def _programmes(self, templates: Mapping[str, Template]) -> Mapping[str, Programme]:
        letters = {key.partition("/letters/")[2] for key in templates if "/letters/" in key}
        papers = {key.partition("/papers/")[2] for key in templates if "/papers/" in key}
        found = {}
        for path, programme, parsed in self._each(Programme, "programmes"):
            self.faults += check.programme(check.Steps(parsed.file, parsed.places, programme, letters, papers))
            found[path.stem] = programme
        return found

    def _agendas(self) -> Mapping[str, Agenda]:
        found = {}
        for path, value, parsed in self._each(Agenda, "agendas"):
            self.faults += agenda.faults(value, parsed.file, lambda item, places=parsed.places: lines.line(places, ("item", item)))  # type: ignore[misc]
            found[path.stem] = value
        return found

    def _register(self, folder: Path, name: str, parsed: Parsed) -> tuple[Member, ...] | None:
        path = folder / name
        place = lines.line(parsed.places, ("group", "members"))
        if Path(name).name != name or path.suffix.lower() not in (".csv", ".xlsx"):
            self.faults.append(
                Fault(parsed.file, place, f"«{name}» er ikke et medlemsregister", "Skriv navnet på en .csv- eller .xlsx-fil i samme mappe.")
            )
            return None
        raw = self._bytes(path, parsed.file, place)
        if raw is None:
            return None
        rows, faults = (_xlsx_rows if path.suffix.lower() == ".xlsx" else register.rows)(self._named(path), raw)
        members, more = register.members(self._named(path), rows) if not faults else ((), ())
        self.faults += (*faults, *more)
        if not members and not faults:
            self._fault(self._named(path), "registeret er tomt", "Legg inn minst ett medlem.", Severity.WARNING)
        return members

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
            if text is not None:
                yield path.relative_to(self.root / "templates").with_suffix("").as_posix(), text

    def _letterhead(self) -> bytes | None:
        raw = self._bytes(self.root / "templates" / "letter.docx", "templates/letter.docx", 1)
        faults = letterhead.faults(raw, "templates/letter.docx") if raw is not None else ()
        self.faults += faults
        return None if faults else raw

    # --- one file

    def _each(self, kind: type[M], folder: str) -> Iterator[tuple[Path, M, Parsed]]:
        for path in sorted((self.root / folder).glob("*.toml")):
            text = self._text(path)
            value, faults = read.toml(kind, self._named(path), text) if text is not None else (None, ())
            self.faults += faults
            if value is not None and text is not None:
                yield path, value, Parsed(self._named(path), lines.index(text))

    def _one(self, kind: type[M], name: str, *, optional: bool = False) -> M | None:
        path = self.root / name
        if not path.exists():
            if not optional:
                self._fault(name, "filen mangler", "Start med «aarshjul init», eller oppgi riktig mappe med --workspace.")
            return None
        text = self._text(path)
        if text is None:
            return None
        value, faults = read.toml(kind, name, text)
        self.faults += faults
        return value

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
        except OSError:
            self.faults.append(
                Fault(file, line, f"«{path.name}» finnes ikke eller kan ikke leses", "Se etter at navnet er riktig og at filen ligger der.")
            )
            return None

    def _named(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _fault(self, file: str, message: str, advice: str, severity: Severity = Severity.ERROR) -> None:
        self.faults.append(Fault(file, 1, message, advice, severity))


def load(root: Path) -> tuple[Office | None, tuple[Fault, ...]]:
    """Read the workspace in `root`: the office when there is no error, and every fault and warning, by file and line."""
    reader = Reader(root)
    office = reader.office()
    faults = tuple(sorted(set(reader.faults)))
    broken = any(fault.severity is Severity.ERROR for fault in faults)
    return (None if broken else office), faults


def _wording(source: check.Source, templates: Collection[str]) -> Iterator[Fault]:
    """Letters and papers that the group's programmes use, and that do not exist in its language."""
    group = source.cycle.schedule.group
    used = {activity.programme for activity in source.cycle.schedule.activity} & source.cycle.programmes.keys()
    steps = [step for name in sorted(used) for step in source.cycle.programmes[name].step]
    needed = {f"letters/{step.letter}" for step in steps} | {f"papers/{paper}" for step in steps for paper in step.papers}
    if any(step.calendar for step in steps):
        needed.add("letters/calendar")
    for name in sorted(needed):
        if f"{group.language}/{name}" not in templates:
            yield source.fault(
                ("group", "language"),
                f"malen templates/{group.language}/{name}.md mangler eller har feil",
                "Lag den, eller velg den andre målformen.",
            )


def _xlsx_rows(file: str, raw: bytes) -> tuple[tuple[register.Row, ...], tuple[Fault, ...]]:
    """The rows of the first sheet. A workbook that unpacks to far more than it weighs is refused before it is opened."""
    import io  # noqa: PLC0415  openpyxl and what it needs are loaded only where a workbook is read
    import zipfile  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            if sum(entry.file_size for entry in package.infolist()) > LARGEST_FILE * 5:
                return (), (Fault(file, 1, "arbeidsboken er for stor", "Ta vare på bare arket med medlemmer."),)
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        found = tuple((number, row) for number, row in enumerate(sheet.iter_rows(values_only=True), 1) if number <= register.MOST_ROWS)
    except Exception as fault:  # noqa: BLE001  openpyxl raises whatever the broken file makes it raise
        return (), (
            Fault(
                file, 1, f"arbeidsboken kan ikke leses ({type(fault).__name__})", "Lagre den på nytt som .xlsx fra Excel, eller som CSV."
            ),
        )
    return found, ()
