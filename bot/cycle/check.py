"""What no single key can show: names that lead nowhere, two groups with one id, a meeting without a room. Values in, faults out."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from bot.cycle import hours, lines, when
from bot.cycle.model import Cycle, Fault, Severity
from bot.cycle.written import Activity, Agenda, Config, Planned, Programme, Relative, SchoolWeek, StepRule

_NUMBER = re.compile(r"\{(?:m|n|n:0\d|yy|yyyy)\}")
_BRACES = re.compile(r"\{[^{}]*\}")
_SENTENCE = re.compile(r"\.\s(?=[A-ZÆØÅ])")
_JOURNAL = re.compile(r"sqlite:///.+|postgresql(\+psycopg)?://\S+")


class Place(NamedTuple):
    """A file and the lines of its keys."""

    file: str
    places: Mapping[lines.Path, int]

    def fault(self, path: lines.Path, message: str, advice: str, severity: Severity = Severity.ERROR) -> Fault:
        return Fault(self.file, lines.line(self.places, path), message, advice, severity)


class Source(NamedTuple):
    """A cycle with the file it was read from and the lines of its keys.

    `broken` names files that are there and have faults of their own («programmes/meeting»): that they are missing is not said as well.
    """

    file: str
    places: Mapping[lines.Path, int]
    cycle: Cycle
    broken: Collection[str] = ()

    def fault(self, path: lines.Path, message: str, advice: str = "", severity: Severity = Severity.ERROR) -> Fault:
        return Fault(self.file, lines.line(self.places, path), message, advice, severity)


def cycles(sources: Sequence[Source], school: Collection[SchoolWeek]) -> Iterator[Fault]:
    """Every fault and warning in and between the cycles of one workspace."""
    counties = {week.county for week in school}
    yield from _same_ids(sources)
    for source in sources:
        yield from _group(source, counties)
        yield from _entries(source)
        for place, activity in enumerate(source.cycle.schedule.activity):
            yield from _activity(source, place, activity)


def config(place: Place, value: Config) -> Iterator[Fault]:
    """What is wrong between the keys of the config."""
    post = value.post
    for key, folder in (("out", post.out), ("in", post.inbox)):
        if not folder:
            yield place.fault(("post", key), f"«{key}» er tom", "Skriv navnet på en mappe.")
    if post.out and _folder(post.out) == _folder(post.inbox):
        advice = "Gi brevene ut og brevene inn hver sin mappe; ellers leser programmet sine egne brev som svar."
        yield place.fault(("post", "in"), "«in» og «out» er den samme mappen", advice)
    if not _JOURNAL.fullmatch(value.journal.url):
        advice = "Skriv «sqlite:///state/journal.db» eller «postgresql+psycopg://bruker@tjener/aarshjul»."
        yield place.fault(("journal", "url"), "journalen kan bare ligge i SQLite eller PostgreSQL", advice)


def _folder(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part not in ("", "."))


def agenda(place: Place, value: Agenda) -> Iterator[Fault]:
    """Faults in and between the items of a standing agenda."""
    for braces in _BRACES.findall(value.numbering):
        if not _NUMBER.fullmatch(braces):
            yield place.fault(("numbering",), f"«{braces}» finnes ikke i nummereringen", "Bruk {n}, {n:03}, {m}, {yy} eller {yyyy}.")
    seen: set[str] = set()
    for at, item in enumerate(value.item):
        if item.id in seen:
            yield place.fault(("item", at, "id"), f"to saker heter «{item.id}»", "Gi hver sak sin egen id.")
        seen.add(item.id)
        if item.attach_long and not (item.minutes and item.collects):
            advice = "Skriv minutes = 3 og collects = true på den samme saken, eller ta bort attach_long."
            yield place.fault(("item", at, "attach_long"), "«attach_long» trenger «minutes» og «collects»", advice)


def school(place: Place, weeks: Sequence[SchoolWeek]) -> Iterator[Fault]:
    """School weeks that do not exist."""
    for at, week in enumerate(weeks):
        if week.week > date(week.year, 12, 28).isocalendar().week:  # 28 December is always in the last week
            yield place.fault(("week", at, "week"), f"{week.year} har ikke uke {week.week}", "Se på uken og året.")


class Steps(NamedTuple):
    """A programme with the file it was read from, and the names of the templates there are."""

    file: str
    places: Mapping[lines.Path, int]
    programme: Programme
    letters: Collection[str]
    papers: Collection[str]

    def fault(self, place: int, key: str, message: str, advice: str) -> Fault:
        return Fault(self.file, lines.line(self.places, ("step", place, key)), message, advice)


def programme(steps: Steps) -> Iterator[Fault]:
    """Faults between the steps of one programme, and between them and the templates."""
    names = [step.name for step in steps.programme.step]
    if not names:
        advice = "Aktiviteter som bruker dette programmet, sender ingenting. Legg til [[step]]."
        yield Fault(steps.file, 1, "programmet har ingen steg", advice, Severity.WARNING)
    for place, step in enumerate(steps.programme.step):
        if (step.at is None) == (step.on is None):
            advice = 'Skriv at = "-7d" for en dag, eller on = "moved" for en endring.'
            yield steps.fault(place, "name", f"steget «{step.name}» må ha enten «at» eller «on»", advice)
        if names.count(step.name) > 1:
            yield steps.fault(place, "name", f"to steg heter «{step.name}»", "Gi hvert steg sitt eget navn.")
        for key, name in (("requires", step.requires), ("drafts", step.drafts)):
            if name and name not in names:
                yield steps.fault(place, key, f"det finnes ikke noe steg «{name}»", _near(name, names))
        yield from _templates(steps, place, step)


def _templates(steps: Steps, place: int, step: StepRule) -> Iterator[Fault]:
    if step.letter not in steps.letters:
        yield steps.fault(place, "letter", f"det finnes ingen brevmal «{step.letter}»", _near(step.letter, steps.letters))
    if step.needs and step.draft not in steps.letters:
        yield steps.fault(place, "draft", f"det finnes ingen brevmal «{step.draft}»", _near(step.draft, steps.letters))
    for paper in step.papers:
        if paper not in steps.papers:
            yield steps.fault(place, "papers", f"det finnes ingen dokumentmal «{paper}»", _near(paper, steps.papers))


def _same_ids(sources: Sequence[Source]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for source in sources:
        name = source.cycle.schedule.group.id
        if name in first:
            yield source.fault(("group", "id"), f"gruppen «{name}» finnes også i {first[name]}", "Gi den ene gruppen en annen id.")
        first.setdefault(name, source.file)


def _group(source: Source, counties: Collection[str]) -> Iterator[Fault]:
    group = source.cycle.schedule.group
    for county in group.counties:
        if county not in counties:
            yield source.fault(
                ("group", "counties"), f"school.toml har ingen skoleferier for «{county}»", _near(county, counties), Severity.WARNING
            )
    if group.agenda and group.agenda not in source.cycle.agendas and f"agendas/{group.agenda}" not in source.broken:
        yield source.fault(("group", "agenda"), f"det finnes ingen agendas/{group.agenda}.toml", _near(group.agenda, source.cycle.agendas))


def _entries(source: Source) -> Iterator[Fault]:
    """Ids that stand twice, and rules that count from something that is not there, or from each other."""
    schedule = source.cycle.schedule
    seen: set[str] = set()
    rules = {entry.id: entry.when for entry in (*schedule.deadline, *schedule.activity)}
    kinds: tuple[tuple[str, tuple[Planned, ...]], ...] = (("deadline", schedule.deadline), ("activity", schedule.activity))
    for kind, entries in kinds:
        for place, entry in enumerate(entries):
            if entry.id in seen:
                yield source.fault(
                    (kind, place, "id"), f"«{entry.id}» er brukt to ganger i denne filen", "Gi hver aktivitet og frist sin egen id."
                )
            seen.add(entry.id)
            yield from _rule(source, (kind, place, "when"), entry, rules.keys())
            if _circular(entry.id, rules):
                yield source.fault((kind, place, "when"), f"«{entry.id}» regnes fra seg selv", "La den ene regelen være en egen dato.")


def _rule(source: Source, path: lines.Path, entry: Planned, known: Collection[str]) -> Iterator[Fault]:
    for said in when.faults(entry.when):
        yield source.fault(path, *_sentences(said))
    for said in when.notes(entry.when):
        yield source.fault(path, *_sentences(said), Severity.WARNING)
    if isinstance(entry.when, Relative):
        target = entry.when.after or entry.when.before or ""
        if target not in known:
            yield source.fault(path, f"det finnes ingen aktivitet eller frist «{target}»", _near(target, known))


def _circular(name: str, rules: Mapping[str, object]) -> bool:
    visited: set[str] = set()
    rule = rules.get(name)
    while isinstance(rule, Relative):
        target = rule.after or rule.before or ""
        if target == name:
            return True
        if target in visited:
            return False
        visited.add(target)
        rule = rules.get(target)
    return False


def _activity(source: Source, place: int, activity: Activity) -> Iterator[Fault]:
    path: lines.Path = ("activity", place)
    cycle = source.cycle
    way = cycle.programmes.get(activity.programme)
    if way is None and f"programmes/{activity.programme}" not in source.broken:
        yield source.fault(
            (*path, "programme"), f"det finnes ingen programmes/{activity.programme}.toml", _near(activity.programme, cycle.programmes)
        )
    if activity.time and hours.span(activity.time) is None:
        yield source.fault((*path, "time"), f"«{activity.time}» er ikke et tidsrom", "Skriv det slik: «12.00–13.00».")
    if activity.first and activity.last and activity.first > activity.last:
        yield source.fault((*path, "last"), f"siste år ({activity.last}) er før første år ({activity.first})", "Bytt om årene.")
    for name in activity.depends:
        if name not in {other.id for other in cycle.schedule.activity}:
            yield source.fault(
                (*path, "depends"), f"det finnes ingen aktivitet «{name}»", _near(name, [other.id for other in cycle.schedule.activity])
            )
    if way and way.meeting:
        yield from _meeting(source, path, activity)
    if way and not activity.responsible:
        yield source.fault(
            path,
            f"«{activity.title}» har ingen ansvarlig",
            "Brev om den går til sekretariatet til «responsible» er satt.",
            Severity.WARNING,
        )


def _meeting(source: Source, path: lines.Path, activity: Activity) -> Iterator[Fault]:
    cycle = source.cycle
    if not activity.time:
        yield source.fault(path, f"møtet «{activity.title}» har ikke klokkeslett", 'Legg til time = "12.00–13.00".')
    if not (activity.place.name or activity.place.online):
        yield source.fault(
            path, f"møtet «{activity.title}» har ikke sted", 'Legg til place = { name = "…" } når det er klart.', Severity.WARNING
        )
    if activity.agenda and activity.agenda not in cycle.agendas and f"agendas/{activity.agenda}" not in source.broken:
        yield source.fault((*path, "agenda"), f"det finnes ingen agendas/{activity.agenda}.toml", _near(activity.agenda, cycle.agendas))
    if not (activity.agenda or cycle.schedule.group.agenda):
        yield source.fault(path, f"møtet «{activity.title}» har ikke sakskart", "Sett agenda på gruppen eller på møtet.")
    if not (activity.members or cycle.schedule.group.members):
        yield source.fault(path, f"møtet «{activity.title}» har ingen å innkalle", 'Sett members = "….csv" på gruppen eller på møtet.')


def _sentences(said: str) -> tuple[str, str]:
    """What is wrong, and after the first full stop what to write."""
    message, _, advice = (_SENTENCE.sub("\n", said, count=1)).partition("\n")
    return message.removesuffix("."), advice


def _near(wrong: str, right: Collection[str]) -> str:
    close = get_close_matches(wrong, right, 1)
    if close:
        return f"Mente du «{close[0]}»?"
    return f"Disse finnes: {', '.join(sorted(set(right)))}." if right else "Det finnes ingen ennå."
