"""Commands that show and change nothing: check, plan, preview, status."""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot import house, workspace
from bot.cli import beat
from bot.cli.now import clock, now, say
from bot.cycle import plan as plans
from bot.cycle.model import OSLO, Occurrence, Severity
from bot.desk import acts, availability, bounces, quality
from bot.desk import desk as desks
from bot.desk import status as statuses
from bot.desk.answers import BEST, Answers
from bot.desk.writing import Made
from bot.errors import Unknown
from bot.hours import Hours
from bot.house import Paths
from bot.papers import document, invite, leaving, letter, norsk, plan_paper
from bot.papers.model import Paper
from bot.papers.office import Office

COMING: Mapping[str, str] = {"accepted": "kommer", "tentative": "kommer kanskje", "declined": "kommer ikke"}


def check(options: argparse.Namespace) -> int:
    """Every fault in the workspace: 1 when there is an error, 0 with warnings or none."""
    _, faults = workspace.load(options.workspace)
    if options.json:
        say(json.dumps([asdict(fault) for fault in faults], ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            say(f"{fault.file}:{fault.line}: {fault.severity}: {fault.message}")
            if fault.advice:
                say(f"    {fault.advice}")
    errors = sum(fault.severity is Severity.ERROR for fault in faults)
    if not options.json:
        say(f"{_count(errors, 'feil', 'feil')}, {_count(len(faults) - errors, 'advarsel', 'advarsler')}.")
    return 1 if errors else 0


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'ingen'} {one if number == 1 else many}"


# --- plan -----------------------------------------------------------------------------------------------------------------


def plan(options: argparse.Namespace) -> int:
    """The dated year, in the shape that was asked for."""
    office = house.office(options.workspace)
    groups = {cycle.schedule.group.id for cycle in office.cycles}
    if options.group is not None and options.group not in groups:
        raise Unknown(f"Det finnes ingen gruppe «{options.group}». Disse finnes: {', '.join(sorted(groups))}.")
    year = options.year or max(office.config.start.year, clock().astimezone(OSLO).year)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        laid = desks.lay(desk, date(year, 1, 1), date(year + 1, 1, 1))
        found = tuple(occurrence for occurrence in laid.occurrences if options.group in (None, occurrence.group.id))
        if options.busy:
            found = availability.warned(desk, found, clock())
    if options.json:
        say(json.dumps([described(occurrence) for occurrence in found], ensure_ascii=False, indent=2))
    elif options.ics:
        domain = office.config.secretariat.email.partition("@")[2]
        _write(
            options.ics, invite.calendar(found, f"{office.config.secretariat.name} {year}", datetime(year, 1, 1, tzinfo=UTC), domain=domain)
        )
    elif options.docx:
        _write(options.docx, _paper(office, found, year))
    else:
        _table(found, why=options.why)
    return 0


def described(occurrence: Occurrence) -> dict[str, Any]:
    """An occurrence as other programs read it; the keys are a contract."""
    return {
        "key": occurrence.key,
        "group": occurrence.group.id,
        "activity": occurrence.activity.id,
        "kind": occurrence.activity.programme,
        "title": occurrence.activity.title,
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "place": invite.location(occurrence.place),
        "responsible": occurrence.activity.responsible,
        "cancelled": occurrence.cancelled,
        "why": list(occurrence.why),
        "warnings": list(occurrence.warnings),
        "steps": [
            {
                "key": step.key,
                "name": step.rule.name,
                "at": step.at.astimezone(OSLO).isoformat(),
                "to": step.rule.to,
                "letter": step.rule.letter,
                "needs": step.rule.needs,
                "why": step.why,
            }
            for step in occurrence.steps
        ],
    }


def _paper(office: Office, occurrences: Sequence[Occurrence], year: int) -> bytes:
    title = f"Møteplan {year}"
    blocks = plan_paper.meeting_plan(occurrences, title, office.config.language)
    return document.write(Paper(title, office.config.language, blocks, office.config.secretariat.name), office.letterhead)


def _table(occurrences: Iterable[Occurrence], *, why: bool) -> None:
    for occurrence in occurrences:
        state = "  AVLYST" if occurrence.cancelled is not None else ""
        hours = "" if norsk.all_day(occurrence.start, occurrence.end) else norsk.time_span(occurrence.start, occurrence.end)
        say(f"{occurrence.day:%d.%m.%Y} {plans.NAMES[occurrence.day.weekday()][:3]}  {hours:<18} {occurrence.activity.title}{state}")
        say(f"{'':>16}{occurrence.key}" + (f"  ·  {invite.location(occurrence.place)}" if invite.location(occurrence.place) else ""))
        for reason in occurrence.why if why else ():
            say(f"{'':>16}fordi: {reason}")
        for warning in occurrence.warnings:
            say(f"{'':>16}merk: {warning}")


def _write(path: Path, content: bytes, *, said: bool = True) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if said:
        say(f"Skrev {path}.")


# --- preview --------------------------------------------------------------------------------------------------------------


def preview(options: argparse.Namespace) -> int:
    """What a step would send, and to whom, by name."""
    office = house.office(options.workspace)
    at = now(options, office.config)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        view = desks.look(desk, at)
        occurrence, step = acts.find(view, options.step)
        made = acts.make(desk, view, occurrence, step, at)
        to = acts.audience(desk, view, occurrence, step)
        remarks = (*bounces.remarks(desk, to, at), *quality.remarks(desk.office, view, occurrence, step, to))
    if options.out:
        _laid_out(options.out, made, at, said=not options.json)
    if options.json:
        letters = [one for one in made if not one.letter.calendar]
        say(json.dumps(_described(step.key, step.at, letters or made, remarks), ensure_ascii=False, indent=2))
    else:
        _shown(step.key, step.at, made, remarks)
    return 0


def _described(key: str, at: datetime, letters: Sequence[Made], remarks: Sequence[str]) -> dict[str, Any]:
    return {
        "key": key,
        "at": at.astimezone(OSLO).isoformat(),
        "recipients": [
            {"name": one.letter.recipient_name, "organisation": one.organisation, "email": one.letter.recipient} for one in letters
        ],
        "subject": letters[0].letter.subject if letters else "",
        "text": letters[0].letter.text if letters else "",
        "papers": [file.filename for file in letters[0].letter.attachments] if letters else [],
        "remarks": list(remarks),
    }


def _shown(key: str, at: datetime, made: Sequence[Made], remarks: Sequence[str]) -> None:
    letters = [one for one in made if not one.letter.calendar]
    invitations = len(made) - len(letters)
    say(f"{key} – sendes {statuses.local(at)}")
    for remark in remarks:
        say(f"  merk: {remark}")
    with_invitations = f", og {_count(invitations, 'kalenderinvitasjon', 'kalenderinvitasjoner')}" if invitations else ""
    say(f"{_count(len(letters), 'brev', 'brev')}{with_invitations}, til:")
    for one in letters or made:
        say(f"  {one.letter.recipient_name}, {one.organisation} <{one.letter.recipient}>")
    if letters:
        say(f"\nEmne: {letters[0].letter.subject}\n\n{letters[0].letter.text}")
        for file in letters[0].letter.attachments:
            say(f"Vedlegg: {file.filename} ({leaving.size(len(file.content))})")


def _laid_out(folder: Path, made: Sequence[Made], at: datetime, *, said: bool) -> None:
    """The first letter and its files, to be opened in the programs people have."""
    folder.mkdir(parents=True, exist_ok=True)
    first = next((one for one in made if not one.letter.calendar), None)
    if first is not None:
        _write(folder / "brev.eml", letter.compose(first.letter, at), said=said)
        for file in first.letter.attachments:
            _write(folder / file.filename, file.content, said=said)
    invitation = next((one for one in made if one.letter.calendar), None)
    if invitation is not None:
        _write(folder / "invitasjon.ics", invitation.letter.calendar, said=said)


# --- status ---------------------------------------------------------------------------------------------------------------


def status(options: argparse.Namespace) -> int:
    """What must I do now: 3 when something waits or is held, 0 when nothing does. Above all that the service stands still, if it does."""
    office = house.office(options.workspace)
    with house.opened(options.workspace, office, hours=Hours()) as desk:
        found = statuses.status(desk, now(options, office.config))
    service = beat.life(Paths(options.workspace).heartbeat, clock())
    if not service.good:
        found = found._replace(waiting=(f"Tjenesten: {service.said}.", *found.waiting))
    if options.json:
        coming = [step._asdict() | {"at": step.at.astimezone(OSLO).isoformat()} for step in found.coming]
        standing = [_standing(one) for one in found.answers]
        said = {"waiting": found.waiting, "held": found.held, "coming": coming, "answers": standing, "reported": found.reported}
        say(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _list("Venter på deg", found.waiting)
        _list("Holdt tilbake", found.held)
        for one in found.answers:
            _list(f"Svar: {one.title}", tuple(answered(one)))
        if found.reported:
            _list("Oppfølging meldt den siste uken", found.reported)
        _list("De neste to ukene", tuple(f"{statuses.local(step.at)}: {step.what}" for step in found.coming))
    return 3 if found.waiting or found.held else 0


def _standing(one: Answers) -> dict[str, Any]:
    """Who has answered, as other programs read it; the keys are a contract. `answered` is those with a text and those with nothing."""
    counts: dict[str, int] = {name: len(one.having(name)) for name in ("contribution", "nothing", "none")}
    rsvps = {name: len(one.represented(name)) for name in (*BEST, "none")} if one.meeting else {}
    return {
        "key": one.key,
        "title": one.title,
        "answered": one.answered,
        "contribution": one.having("contribution"),
        "nothing": one.having("nothing"),
        "silent": one.silent,
        "represented": {name: one.represented(name) for name in rsvps},
        "totals": {"organisations": len(one.organisations), **counts, "rsvp": rsvps},
        "organisations": [standing._asdict() for standing in one.organisations],
    }


def answered(one: Answers) -> Iterator[str]:
    """Who has answered, as a person reads it: what is nothing is not said."""
    yield f"{len(one.answered)} av {_count(len(one.organisations), 'organisasjon', 'organisasjoner')} har svart"
    numbers = {standing.organisation: standing.contributions for standing in one.organisations}
    sent = tuple(f"{name} ({numbers[name]} innspill)" if numbers[name] > 1 else name for name in one.having("contribution"))
    groups = [("har sendt innspill", sent), ("har ingen saker", one.having("nothing")), ("har ikke svart ennå", one.silent)]
    if one.meeting:
        groups += [(f"{words} på møtet", one.represented(rsvp)) for rsvp, words in COMING.items()]
    yield from (f"{words} ({len(names)}): {', '.join(names)}" for words, names in groups if names)
    unsure = len(one.represented("none"))
    if one.meeting and unsure:
        yield f"har ikke sagt om de kommer: {_count(unsure, 'organisasjon', 'organisasjoner')}"


def _list(title: str, lines: Sequence[str]) -> None:
    say(f"{title}:")
    for line in lines or ("ingenting",):
        say(f"  {line}")
