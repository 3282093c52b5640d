"""The words of the command line, in Norwegian. Imports nothing of the program."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

OSLO = "Europe/Oslo"
HOUR = 3600
FIRST_YEAR, LAST_YEAR = 2000, 2100
OCCURRENCE = 2
"""Slashes in the key of an occurrence."""


class Norwegian(argparse.ArgumentParser):
    """argparse with its own few words in Norwegian. Options are written in full, so that a new one never changes an old line."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401  argparse's own settings, passed on as they are
        super().__init__(**settings, allow_abbrev=False)

    def format_help(self) -> str:
        return _translated(super().format_help())

    def format_usage(self) -> str:
        return _translated(super().format_usage())

    def error(self, message: str) -> "argparse.NoReturn":  # type: ignore[name-defined]
        self.exit(2, f"{self.format_usage()}{self.prog}: {_translated(message)}\n")


WORDS = (
    ("usage:", "bruk:"),
    ("positional arguments:", "argumenter:"),
    ("options:", "valg:"),
    ("show this help message and exit", "vis denne hjelpen"),
    ("the following arguments are required:", "dette mangler:"),
    ("unrecognized arguments:", "ukjent:"),
    ("invalid choice:", "finnes ikke:"),
    ("(choose from", "(velg en av"),
    ("expected one argument", "trenger en verdi"),
    ("not allowed with argument", "kan ikke brukes sammen med"),
    ("ignored explicit argument", "tar ingen verdi:"),
    ("argument ", ""),
)


def _translated(text: str) -> str:
    for english, norwegian in WORDS:
        text = text.replace(english, norwegian)
    return text


def build() -> argparse.ArgumentParser:
    """The whole command line. Each command names the function that runs it, as `module:function` in bot.cli."""
    top = Norwegian(
        prog="aarshjul",
        description="Sekretariatets årshjul: planen for året, utkast, innkallinger, påminnelser og svar.",
        epilog="Slutter med 0 når alt er i orden, 1 ved feil i arbeidsområdet, 2 ved feil bruk og 3 når noe venter på en person.",
    )
    top.add_argument("--version", action="version", version="aarshjul 0.1.0", help="vis utgaven")
    top.add_argument("--workspace", type=Path, default=Path(), metavar="MAPPE", help="arbeidsområdet (ellers mappen du står i)")
    commands = top.add_subparsers(metavar="kommando", required=True, parser_class=Norwegian)

    def command(name: str, run: str, words: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words[:1].upper() + words[1:] + ".")
        made.add_argument(
            "--workspace", type=Path, default=argparse.SUPPRESS, metavar="MAPPE", help="arbeidsområdet (ellers mappen du står i)"
        )
        made.set_defaults(run=run)
        return made

    _seeing(command)
    _acting(command)
    _planning(command)
    _reading(command)
    _registers(command)
    _running(command)
    return top


Command = Callable[[str, str, str], argparse.ArgumentParser]


def _seeing(command: Command) -> None:
    checked = command("check", "see:check", "finn alle feil i arbeidsområdet på én gang")
    plan = command("plan", "see:plan", "vis året med datoer og advarsler")
    plan.add_argument("--year", type=_year, metavar="ÅR", help="hvilket år (ellers året oppstartsdatoen eller i dag er i)")
    plan.add_argument("--group", metavar="GRUPPE", help="bare denne gruppen")
    plan.add_argument("--why", action="store_true", help="vis også hvorfor hver dato er valgt")
    plan.add_argument("--busy", action="store_true", help="se etter hvor mange som er opptatt på datoene (bare Microsoft 365)")
    shapes = plan.add_mutually_exclusive_group()
    shapes.add_argument("--ics", type=Path, metavar="FIL", help="skriv planen som kalender")
    shapes.add_argument("--docx", type=Path, metavar="FIL", help="skriv planen som møteplan i Word")
    shapes.add_argument("--json", action="store_true", help="skriv som JSON")
    wheel = command("wheel", "wheel:wheel", "tegn årshjulet, som bilde, side og dokument")
    wheel.add_argument("--year", type=_year, metavar="ÅR", help="hvilket år (ellers året oppstartsdatoen eller i dag er i)")
    wheel.add_argument("--group", metavar="GRUPPE", help="bare denne gruppen")
    wheel.add_argument("--rings", choices=("kind", "group"), help="en ring for hver type eller hver gruppe (type når bare én gruppe vises)")
    wheel.add_argument("--grey", action="store_true", help="i gråtoner, til utskrift")
    for shape, what in (
        ("svg", "bilde som kan gjøres så stort du vil"),
        ("png", "bilde i punkter, til et A3-ark"),
        ("html", "side med hjul og tabell"),
        ("docx", "Word-dokument med hjul og tabell"),
        ("pdf", "PDF med hjul og tabell"),
    ):
        wheel.add_argument(f"--{shape}", type=Path, metavar="FIL", help=what)
    wheel.add_argument("--json", action="store_true", help="skriv som JSON")
    _now(wheel)
    measures = command("measures", "measures:measures", "vis tiltakene i planene")
    measures.add_argument("--group", metavar="GRUPPE", help="bare denne gruppen")
    measures.add_argument("--responsible", metavar="NAVN", help="bare tiltakene denne er ansvarlig for")
    measures.add_argument("--xlsx", type=Path, metavar="FIL", help="skriv dem som arbeidsbok")
    goals = command("goals", "goals:goals", "vis målene med tall, hva som gjenstår, og mål som ikke er enige")
    goals.add_argument("--group", metavar="GRUPPE", help="bare denne gruppen")
    preview = command("preview", "see:preview", "vis nøyaktig hva et steg ville sendt, og til hvem")
    preview.add_argument("step", metavar="STEG", type=_step, help="nøkkelen, for eksempel naering/faggruppe/2027-2/notice")
    preview.add_argument("--out", type=Path, metavar="MAPPE", help="legg brevet og dokumentene her, så du kan åpne dem")
    pdf = command("pdf", "pdf:pdf", "skriv en redigert Word-fil som PDF, med LibreOffice")
    pdf.add_argument("file", metavar="FIL", type=Path)
    pdf.add_argument("--out", type=Path, metavar="FIL", help="hvor PDF-en legges (ellers ved siden av)")
    pdf.add_argument("--force", action="store_true", help="skriv over en som ligger der")
    proof = command("proof", "proof:proof", "skriv en kvittering for hva et steg har sendt, til hvem og når, til arkivet")
    proof.add_argument("step", metavar="STEG", type=_step)
    proof.add_argument("--out", type=Path, metavar="MAPPE", help="hvor kvitteringen legges (ellers out i arbeidsområdet)")
    proof.add_argument("--pdf", action="store_true", help="skriv den også som PDF")
    status = command("status", "see:status", "vis hva du må gjøre nå, og hva som kommer")
    read = command("read", "read:read", "vis hva programmet forstår av en e-post, eller av en redigert Word-fil")
    read.add_argument("file", type=Path, metavar="FIL", help="e-posten, som .eml; eller referatet, som .docx")
    read.add_argument(
        "--request",
        type=Path,
        metavar="FIL",
        help="brevet den svarer på, som .eml: det som gjentar det, er ikke svar; eller filen slik den var, som .docx",
    )
    for one in (checked, preview, status, read, measures, goals):
        one.add_argument("--json", action="store_true", help="skriv som JSON")
    for one in (preview, proof, status, read):
        _now(one)


def _acting(command: Command) -> None:
    approve = command("approve", "act:approve", "godkjenn et utkast, så det blir sendt når tiden er inne")
    approve.add_argument("step", metavar="STEG", type=_step)
    handed = command("hand-in", "act:hand_in", "ta inn en redigert Word-fil, som om den var sendt tilbake på e-post")
    handed.add_argument("file", metavar="FIL", type=Path)
    handed.add_argument("--approve", action="store_true", help="godkjenn den med det samme")
    back = command("return", "act:hand_back", "send et utkast tilbake med en merknad")
    back.add_argument("step", metavar="STEG", type=_step)
    back.add_argument("comment", metavar="MERKNAD", nargs="?", default="")
    move = command("move", "act:move", "flytt et møte eller en frist; de som har fått brev om det, får beskjed")
    move.add_argument("occurrence", metavar="MØTE", type=_occurrence, help="nøkkelen, for eksempel naering/faggruppe/2027-2")
    move.add_argument("day", metavar="DATO", type=_day, help="2027-11-11 eller 11.11.2027")
    move.add_argument("hours", metavar="KLOKKESLETT", nargs="?", default="", help="«12.00–13.00» (ellers som før)")
    place = command("place", "act:relocate", "gi et møte nytt sted; de som har fått brev om det, får beskjed")
    place.add_argument("occurrence", metavar="MØTE", type=_occurrence)
    place.add_argument("name", metavar="STED")
    place.add_argument("--room", metavar="ROM", default="")
    place.add_argument("--entrance", metavar="INNGANG", default="")
    place.add_argument("--online", metavar="LENKE", default="")
    cancel = command("cancel", "act:cancel", "avlys et møte; de som har fått brev om det, får beskjed")
    cancel.add_argument("occurrence", metavar="MØTE", type=_occurrence)
    cancel.add_argument("reason", metavar="ÅRSAK", nargs="?", default="")
    item = command("add-item", "act:add_item", "legg en sak til sakskartet for ett møte")
    item.add_argument("occurrence", metavar="MØTE", type=_occurrence)
    item.add_argument("title", metavar="TITTEL")
    item.add_argument("text", metavar="TEKST", nargs="?", default="")
    fix = command("correct", "act:correct", "si hva som er rettet i en innkalling som er sendt; du får den rettede til godkjenning")
    fix.add_argument("occurrence", metavar="MØTE", type=_occurrence)
    fix.add_argument("what", metavar="HVA", help="slik det står etter «Endringen gjelder»")
    dates = command("save-dates", "act:save_dates", "send kalenderinvitasjon til alle årets møter i en gruppe, lenge før innkallingene")
    dates.add_argument("group", metavar="GRUPPE")
    dates.add_argument("year", metavar="ÅR", type=_year)
    release = command("release", "act:release", "la et brev som ikke kom av gårde, prøve på nytt")
    release.add_argument("step", metavar="STEG")
    for one in (approve, handed, back, move, place, cancel, item, fix, dates, release):
        one.add_argument("--who", metavar="NAVN", default="", help="hvem som gjør det (ellers brukernavnet ditt)")
        _now(one)


def _planning(command: Command) -> None:
    propose = command("propose", "propose:propose", "foreslå datoer for et års møter, alle organer samlet: de tre beste planene")
    propose.add_argument("year", metavar="ÅR", type=_year)
    propose.add_argument("--group", metavar="GRUPPE", action="append", default=[], help="bare denne gruppen; kan gis flere ganger")
    propose.add_argument(
        "--ics", type=Path, metavar="FIL", action="append", default=[], help="en annen kalender å holde seg unna; flere kan gis"
    )
    propose.add_argument("--busy", action="store_true", help="se etter hvor mange som er opptatt på datoene (bare Microsoft 365)")
    propose.add_argument("--docx", type=Path, metavar="FIL", help="skriv forslaget som sakspapir i Word også")
    propose.add_argument("--json", action="store_true", help="skriv som JSON")
    adopt = command("adopt", "propose:adopt", "gjør et forslag til møteplan til planen, og send kalenderinvitasjonene")
    adopt.add_argument("file", metavar="FORSLAGSFIL", type=Path, help="filen «aarshjul propose» skrev")
    adopt.add_argument("--plan", type=int, choices=(1, 2, 3), default=1, help="hvilken av planene i filen (1)")
    year = command("year", "year:year", "vis hva som må ses på når årshjulet skal brukes et nytt år; ingenting blir endret")
    year.add_argument("--copy", type=_year, nargs=2, required=True, metavar=("FRA", "TIL"), help="fra et år til et annet: 2027 2028")
    year.add_argument("--json", action="store_true", help="skriv som JSON")
    for one in (propose, adopt):
        one.add_argument("--who", metavar="NAVN", default="", help="hvem som gjør det (ellers brukernavnet ditt)")
        _now(one)


def _reading(command: Command) -> None:
    one = command("inbox", "tray:inbox", "vis e-post som du må se på selv")
    two = command("contributions", "tray:contributions", "vis innspillene til et møte, og hva som er tatt bort fra dem")
    two.add_argument("occurrence", metavar="MØTE")
    for shown in (one, two):
        shown.add_argument("--json", action="store_true", help="skriv som JSON")
    answers = command("answers", "rounds:answers", "vis svarene på en runde (status, høring, undersøkelse), og hvem som ikke har svart")
    answers.add_argument("occurrence", metavar="RUNDE", type=_occurrence, help="nøkkelen, for eksempel roros/status/2027-1")
    answers.add_argument("--json", action="store_true", help="skriv som JSON")
    answers.add_argument("--out", type=Path, metavar="MAPPE", help="skriv hver e-post og hvert vedlegg hit, slik de kom")
    answers.add_argument("--xlsx", type=Path, metavar="FIL", help="skriv svarene som regneark")
    told = command("measured", "measured:measured", "sett inn eller rett et tall for et mål; det som sto før, blir husket")
    told.add_argument("goal", metavar="MÅL", help="id-en til målet, slik «aarshjul goals» viser den i parentes")
    told.add_argument("year", metavar="ÅR", type=_year, help="året tallet gjelder")
    told.add_argument("value", metavar="TALL", help="slik du ville skrevet det: «8 012», «75,2»")
    told.add_argument("--region", metavar="REGION", default="", help="tallet gjelder en annen region, eller en som måler sin egen del")
    told.add_argument("--source", metavar="KILDE", default="", help="hvor tallet er fra")
    told.add_argument("--group", metavar="GRUPPE", help="når flere grupper har et mål med denne id-en")
    told.add_argument("--who", metavar="NAVN", default="", help="hvem som gjør det (ellers brukernavnet ditt)")
    _now(told)
    budget = command("budget", "budget:budget", "vis tiltakene som er meldt til budsjettet, og hva det ble til")
    budget.add_argument("group", metavar="GRUPPE")
    budget.add_argument("year", metavar="ÅR", type=_year, help="budsjettåret")
    budget.add_argument("--set", nargs=2, metavar=("NR", "in|partly|out"), help="si om et tiltak kom inn, delvis inn eller ikke inn")
    budget.add_argument("--xlsx", type=Path, metavar="FIL", help="skriv tiltakene som regneark")
    budget.add_argument("--json", action="store_true", help="skriv som JSON")
    budget.add_argument("--who", metavar="NAVN", default="", help="hvem som gjør det (ellers brukernavnet ditt)")
    _now(budget)
    assign = command("assign", "tray:assign", "si hvilket møte og hvilken organisasjon en e-post gjelder")
    ignore = command("ignore", "tray:ignore", "legg en e-post til side")
    for mail in (assign, ignore):
        mail.add_argument("message", metavar="ID", help="id fra «aarshjul inbox»")
    assign.add_argument("occurrence", metavar="MØTE", nargs="?", default="", help="ellers som foreslått")
    assign.add_argument("organisation", metavar="ORGANISASJON", nargs="?", default="", help="ellers som foreslått")
    restore = command("restore", "tray:restore", "sett inn igjen det som er tatt bort fra et innspill")
    restore.add_argument("occurrence", metavar="MØTE")
    aside = command("set-aside", "tray:set_aside", "ta et innspill ut av papirene")
    again = command("let-in", "tray:let_in", "ta et innspill inn igjen")
    for change in (restore, aside, again):
        change.add_argument("number", metavar="NR", type=int)
    restore.add_argument(
        "parts", metavar="DEL", type=int, nargs="*", help="nummeret på delen i «aarshjul contributions» (ellers hilsen og følgetekst)"
    )
    for change in (assign, ignore, restore, aside, again):
        change.add_argument("--who", metavar="NAVN", default="", help="hvem som gjør det (ellers brukernavnet ditt)")
    for dated in (one, answers, assign, ignore, restore, aside, again):
        _now(dated)


def _registers(command: Command) -> None:
    decisions = command("decisions", "registers:decisions", "vis vedtakene i referatene, nummerert for hver gruppe og hvert år")
    decisions.add_argument("--year", type=_year, metavar="ÅR", help="bare vedtak fra dette året")
    decisions.add_argument("--search", metavar="TEKST", help="bare vedtak der saken eller vedtaket har denne teksten")
    actions = command("actions", "registers:actions", "vis tiltakene som skal følges opp, hvem som har dem, og hvordan det står til")
    actions.add_argument("--open", action="store_true", help="bare de åpne")
    actions.add_argument("--owner", metavar="TEKST", help="bare de som har denne teksten i ansvarlig")
    for listed in (decisions, actions):
        listed.add_argument("--group", metavar="GRUPPE", help="bare denne gruppen")
        shape = listed.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="skriv som JSON")
        shape.add_argument("--xlsx", type=Path, metavar="FIL", help="skriv som arbeidsbok")
    one = command("action", "registers:action", "vis ett tiltak og hva som har skjedd med det, eller endre det")
    one.add_argument("group", metavar="GRUPPE")
    one.add_argument("number", metavar="NR", type=int)
    one.add_argument("--status", metavar="TEKST", help="hvordan det står til")
    one.add_argument("--deadline", metavar="FRIST", help="ny frist, slik du ville skrevet den: «1. juni», «uke 12», «neste møte»")
    one.add_argument("--owner", metavar="HVEM", help="ny ansvarlig")
    states = one.add_mutually_exclusive_group()
    ends = (("--done", "done", "det er ferdig"), ("--drop", "dropped", "det utgår"), ("--reopen", "open", "åpne det igjen"))
    for option, state, words in ends:
        states.add_argument(option, dest="state", action="store_const", const=state, help=words)
    one.add_argument("--who", metavar="NAVN", default="", help="hvem som gjør det (ellers brukernavnet ditt)")
    for dated in (decisions, actions, one):
        _now(dated)


def _running(command: Command) -> None:
    for name, run, words in (
        ("tick", "run:tick", "gjør det som er forfalt, én gang"),
        ("collect", "run:collect", "hent inn nye svar, én gang"),
    ):
        one = command(name, run, words)
        one.add_argument("--json", action="store_true", help="skriv som JSON")
        _now(one)
    serve = command("serve", "run:serve", "kjør hele tiden: våkn, hent svar, gjør det som er forfalt")
    serve.add_argument("--every", type=_seconds, default=60, metavar="SEKUNDER", help="hvor ofte programmet våkner (60)")
    demo = command("demo", "demo:demo", "lev gjennom et helt år på sekunder, og se hva som går ut")
    demo.add_argument("--year", type=_year, default=2027, metavar="ÅR")
    demo.add_argument("--out", type=Path, default=Path("out/demo"), metavar="MAPPE", help="hvor resultatet legges (out/demo)")
    demo.add_argument("--post", choices=("folder", "graph"), default="folder", help="til en mappe, eller over en øvingstjener for Graph")
    doctor = command("doctor", "doctor:doctor", "se etter om denne installasjonen er i orden")
    doctor.add_argument("--json", action="store_true", help="skriv som JSON")
    doctor.add_argument("--graph", action="store_true", help="prøv hver tillatelse i Microsoft 365 også; ingenting blir sendt")
    doctor.add_argument("--other", default="", metavar="ADRESSE", help="en annen postkasse, som programmet ikke skal komme inn i")
    init = command("init", "start:init", "lag et nytt arbeidsområde")
    init.add_argument("folder", type=Path, metavar="MAPPE")


def _now(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--now", type=_moment, metavar="TIDSPUNKT", help="lat som om klokken er dette (norsk tid): bare til øving, med mappepost"
    )


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» er ikke et tidspunkt; skriv 2027-11-04T09:00") from None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(OSLO))


def _day(text: str) -> datetime:
    """A day as people write it; the clock time comes from elsewhere."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZoneInfo(OSLO))
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"«{text}» er ikke en dato; skriv 2027-11-11 eller 11.11.2027")


def _year(text: str) -> int:
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"«{text}» er ikke et år; skriv for eksempel 2027")
    return int(text)


def _occurrence(text: str) -> str:
    """The key of a meeting or a deadline; said here, because a key with a part too many or too few is a slip of the hand."""
    if text.count("/") != OCCURRENCE:
        raise argparse.ArgumentTypeError(f"«{text}» er ikke en nøkkel; skriv for eksempel naering/faggruppe/2027-2")
    return text


def _step(text: str) -> str:
    if text.count("/") != OCCURRENCE + 1:
        raise argparse.ArgumentTypeError(f"«{text}» er ikke nøkkelen til et steg; skriv for eksempel naering/faggruppe/2027-2/notice")
    return text


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= HOUR:
        raise argparse.ArgumentTypeError("skriv et tall fra 1 til 3600")
    return int(text)
