"""`check`: all that is wrong in every file, at once, each with its line and what to write instead."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Aarshjul, change

SETUP = """\
start = 2027-01-01

[secretariat]
name = "Sekretariatet"
email = "sekretariat@example.no"

[post]
out = "out/post"
in = "in"

[journal]
url = "sqlite:///state/journal.db"

[weekly]
day = "monday"
"""
SCHEDULE = """\
[group]
id = "gruppe"
name = "faggruppe for samarbeid"
language = "nb"
counties = ["Innlandet"]
members = "medlemmer.csv"
agenda = "gruppe"

[[activity]]
id = "mote"
title = "Møte"
when = { month = 11, weekday = "thursday", nth = 2 }
time = "12.00–13.00"
place = { name = "Rådhuset" }
responsible = "Sekretariatet"

[[activity]]
id = "arsmelding"
title = "Årsmelding"
programme = "duty"
when = { quarter = 1 }
responsible = "Leder"
"""
ITEMS = """\
numbering = "{n}."

[[item]]
id = "innkalling"
title = "Godkjenning av innkalling"

[[item]]
id = "referat"
title = "Referat fra {{ forrige_dato }}"
only = "has-previous"

[[item]]
id = "nye"
title = "Nye saker"
added = true
"""
GROUP = """
[group]
id = "gruppe"
name = "den andre gruppen"
counties = ["Inlandet"]
members = "../../etc/passwd"
agenda = "grupe"

[[activity]]
id = "mote"
title = "Møte"
when = { date = "02-30" }
time = "12 til 13"
responsible = "Leder"
members = "medlemer.csv"

[[activity]]
id = "frist"
title = "Frist"
programme = "dutty"
when = { before = "møte", workdays = 3 }
depends = ["mot"]
"""
STEPS = """
[[step]]
name = "remind"
at = "-5wd"
to = "responsible"
letter = "dutyy"
requires = "notice"

[[step]]
name = "remind"
to = "members"
letter = "remind"
"""
LETTER = "emne: Møte {{ aar | talll }}\n---\nHei {{ forname }}\n"
GOLDEN = """\
agendas/gruppe.toml:7: feil: navnet «forige_dato» finnes ikke
    Mente du «forrige_dato»?
config.toml:5: feil: «email» kan ikke være «sekretariat»
    Skriv en e-postadresse: «post@example.no».
config.toml:15: feil: «day» kan ikke være «mandag»
    Skriv «monday».
programmes/egen.toml:3: feil: to steg heter «remind»
    Gi hvert steg sitt eget navn.
programmes/egen.toml:6: feil: det finnes ingen brevmal «dutyy»
    Mente du «duty»?
programmes/egen.toml:7: feil: det finnes ikke noe steg «notice»
    Disse finnes: remind.
programmes/egen.toml:10: feil: steget «remind» må ha enten «at» eller «on»
    Skriv at = "-7d" for en dag, eller on = "moved" for en endring.
programmes/egen.toml:10: feil: to steg heter «remind»
    Gi hvert steg sitt eget navn.
programmes/feil.toml:4: feil: «at» kan ikke være «-5 dager»
    Skriv dager eller arbeidsdager fra møtet: «-7d», «-2wd», «+1d».
schedules/andre.toml:5: advarsel: school.toml har ingen skoleferier for «Inlandet»
    Mente du «Innlandet»?
schedules/andre.toml:6: feil: «../../etc/passwd» er ikke et medlemsregister
    Skriv navnet på en .csv- eller .xlsx-fil i samme mappe.
schedules/andre.toml:7: feil: det finnes ingen agendas/grupe.toml
    Mente du «gruppe»?
schedules/andre.toml:9: advarsel: møtet «Møte» har ikke sted
    Legg til place = { name = "…" } når det er klart.
schedules/andre.toml:12: feil: «02-30» er ikke en dato
    Skriv måned og dag, for eksempel «03-31», eller en hel dato, for eksempel 2026-12-31.
schedules/andre.toml:13: feil: «12 til 13» er ikke et tidsrom
    Skriv det slik: «12.00–13.00».
schedules/andre.toml:15: feil: «medlemer.csv» finnes ikke
    Mente du «medlemmer.csv»?
schedules/andre.toml:20: feil: det finnes ingen programmes/dutty.toml
    Mente du «duty»?
schedules/andre.toml:21: feil: det finnes ingen aktivitet eller frist «møte»
    Mente du «mote»?
schedules/andre.toml:22: feil: det finnes ingen aktivitet «mot»
    Mente du «mote»?
schedules/gruppe.toml:2: feil: gruppen «gruppe» finnes også i schedules/andre.toml
    Gi den ene gruppen en annen id.
schedules/medlemmer.csv:2: feil: Medlem Horten, Horten kommune har ingen e-postadresse
    Fyll inn E-post, eller ta bort raden.
schedules/medlemmer.csv:3: feil: «31.02.2027» i kolonnen Til er ikke en dato
    Skriv 31.12.2027 eller 2027-12-31.
schedules/tredje.toml:5: feil: ukjent nøkkel «notise_days»
    Mente du «notice_days»?
schedules/tredje.toml:7: feil: ukjent nøkkel «aktivitet»
    Mente du «activity»?
school.toml:5: feil: 2027 har ikke uke 53
    Se på uken og året.
templates/letter.docx:1: feil: brevmalen er ikke en Word-fil (.docx)
    Ta utgangspunkt i templates/letter.docx, og endre stilene uten å slette dem
templates/nb/letters/egen.md:1: feil: filteret «talll» finnes ikke
    Mente du «tall»?
templates/nb/letters/egen.md:3: feil: navnet «forname» finnes ikke
    Mente du «fornavn»?
templates/nb/papers/notice.md:3: feil: malen mangler «brevhode»
    Skriv «{{ brevhode }}» alene på en linje
templates/nb/papers/notice.md:3: feil: malen mangler «inviterte»
    Skriv «{{ inviterte }}» alene på en linje
28 feil, 2 advarsler.
"""


@pytest.fixture
def root(root: Path) -> Path:
    """A workspace whose lines are those above."""
    for name, text in (("config.toml", SETUP), ("schedules/gruppe.toml", SCHEDULE), ("agendas/gruppe.toml", ITEMS)):
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def broken(root: Path) -> Path:
    """A workspace with something wrong in every kind of file."""
    change(root / "config.toml", "sekretariat@example.no", "sekretariat")
    change(root / "config.toml", '"monday"', '"mandag"')
    change(root / "agendas/gruppe.toml", "forrige_dato", "forige_dato")
    (root / "programmes/egen.toml").write_text(STEPS, encoding="utf-8")
    (root / "programmes/feil.toml").write_text(STEPS.replace("-5wd", "-5 dager"), encoding="utf-8")
    (root / "schedules/andre.toml").write_text(GROUP, encoding="utf-8")
    (root / "schedules/tredje.toml").write_text(
        '\n[group]\nid = "tredje"\nname = "den tredje"\nnotise_days = 7\n\n[[aktivitet]]\nid = "x"\n', encoding="utf-8"
    )
    (root / "schedules/medlemmer.csv").write_bytes(
        "Fornavn;Etternavn;Organisasjon;E-post;Til\nMedlem;Horten;Horten kommune;;\n"
        "Medlem;Lørenskog;Lørenskog kommune;lorenskog@example.no;31.02.2027\n".encode("cp1252")
    )
    (root / "school.toml").write_text('[[week]]\ncounty = "Innlandet"\nname = "ferie"\nyear = 2027\nweek = 53\n', encoding="utf-8")
    (root / "templates/letter.docx").write_bytes((root / "templates/letter.docx").read_bytes()[:3000])
    (root / "templates/nb/letters/egen.md").write_text(LETTER, encoding="utf-8")
    (root / "templates/nb/papers/notice.md").write_text("emne: Innkalling\n---\n{{ sakskart }}\n", encoding="utf-8")
    return root


def test_every_fault_of_a_broken_workspace_is_told_in_one_run(aarshjul: Aarshjul, broken: Path) -> None:
    said = aarshjul("check", "--workspace", broken)

    assert said.out.splitlines() == GOLDEN.splitlines()
    assert (said.status, said.err) == (1, "")


def test_the_same_faults_for_other_programs(aarshjul: Aarshjul, broken: Path) -> None:
    said = aarshjul("check", "--json", "--workspace", broken)

    assert said.status == 1
    assert json.loads(said.out)[0] == {
        "file": "agendas/gruppe.toml",
        "line": 7,
        "message": "navnet «forige_dato» finnes ikke",
        "advice": "Mente du «forrige_dato»?",
        "severity": "feil",
    }


def test_with_warnings_only_all_is_good(aarshjul: Aarshjul, root: Path) -> None:
    change(root / "schedules/gruppe.toml", 'responsible = "Leder"', "")
    change(root / "schedules/gruppe.toml", "{ quarter = 1 }", '{ date = "02-29" }')

    said = aarshjul("check", "--workspace", root)

    assert said.status == 0
    assert said.out.splitlines() == [
        "schedules/gruppe.toml:17: advarsel: «Årsmelding» har ingen ansvarlig",
        "    Brev om den går til sekretariatet til «responsible» er satt.",
        "schedules/gruppe.toml:21: advarsel: 29. februar finnes bare i skuddår",
        "    De andre årene brukes 28. februar.",
        "ingen feil, 2 advarsler.",
    ]


def put(name: str, content: str | bytes) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    return edit


def swap(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda root: change(root / name, old, new)


def gone(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def folder(name: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        (root / name).mkdir()

    return edit


def circle(name: str) -> Callable[[Path], None]:
    """A file that nobody may read, the administrator included."""

    def edit(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(root / name)

    return edit


PLAN, CONFIG, AGENDA = "schedules/gruppe.toml", "config.toml", "agendas/gruppe.toml"
REGISTER = "schedules/medlemmer.csv"
FILES = [
    (gone(CONFIG), "config.toml:1", "filen mangler"),
    (put(CONFIG, ""), "config.toml:1", "«secretariat» mangler"),
    (put(CONFIG, bytes(range(256))), "config.toml:2", "filen er ikke lagret som UTF-8"),
    (folder(CONFIG), "config.toml:1", "«config.toml» er en mappe"),
    (circle(CONFIG), "config.toml:1", "«config.toml» kan ikke leses"),
    (swap(CONFIG, "[post]", "[pots]"), "config.toml:7", "ukjent nøkkel «pots»"),
    (swap(CONFIG, '"out/post"', '"./in"'), "config.toml:9", "«in» og «out» er den samme mappen"),
    (swap(CONFIG, '"in"', '""'), "config.toml:9", "«in» er tom"),
    (swap(CONFIG, '"sqlite:///state/journal.db"', '"journal.db"'), "config.toml:12", "journalen kan bare ligge i SQLite eller PostgreSQL"),
    (swap(CONFIG, "start = ", "start = 2027-02-30 #"), "config.toml:1", "datoen finnes ikke"),
    (swap(CONFIG, "start = ", "start = 2027-02-03T10:00:00 #"), "config.toml:1", "«start» kan ikke være «2027-02-03 10:00:00»"),
    (put("schedules/stor.toml", "# x\n" * 750_000), "schedules/stor.toml:1", "filen er for stor"),
    (put("schedules/x.toml", b"\x00\x01\xff"), "schedules/x.toml:1", "filen er ikke lagret som UTF-8"),
    (put("schedules/x.toml", "a = [" * 5000), "schedules/x.toml:1", "verdien kan ikke leses"),
    (put("schedules/x.toml", f"a = {'1' * 5000}"), "schedules/x.toml:1", "linjen kan ikke leses"),
    (folder("schedules/x.toml"), "schedules/x.toml:1", "«x.toml» er en mappe"),
    (gone(PLAN), "schedules:1", "ingen årshjul"),
    (swap(PLAN, '"medlemmer.csv"', '"/etc/passwd.csv"'), f"{PLAN}:6", "«/etc/passwd.csv» er ikke et medlemsregister"),
    (swap(PLAN, '"medlemmer.csv"', '"medlemmer.ods"'), f"{PLAN}:6", "«medlemmer.ods» er ikke et medlemsregister"),
    (gone(REGISTER), f"{PLAN}:6", "«medlemmer.csv» finnes ikke"),
    (put(REGISTER, ""), f"{REGISTER}:1", "registeret er tomt"),
    (put(REGISTER, bytes(range(256)) * 50), f"{REGISTER}:1", "dette er ikke en tekstfil"),
    (put(REGISTER, "A;B;C;a@example.no\n"), f"{REGISTER}:1", "første rad er ikke overskrifter"),
    (
        put(REGISTER, 'Fornavn;Organisasjon;E-post\nA;B;a@example.no\n"C;D;d@example.no\n'),
        f"{REGISTER}:3",
        "et anførselstegn er åpnet, men ikke lukket",
    ),
    (
        put(REGISTER, "Fornavn;Organisasjon;E-post;Epost\nA;B;a@example.no;b@example.no\n"),
        f"{REGISTER}:1",
        "kolonnen «Epost» står to ganger",
    ),
    (put("programmes/tom.toml", ""), "programmes/tom.toml:1", "programmet har ingen steg"),
    (put("programmes/Møte.toml", ""), "programmes/Møte.toml:1", "filnavnet «Møte.toml» kan ikke brukes"),
    (swap(AGENDA, '"{n}."', '"{n}/{aar}"'), f"{AGENDA}:1", "«{aar}» finnes ikke i nummereringen"),
    (swap(AGENDA, 'id = "referat"', 'id = "innkalling"'), f"{AGENDA}:8", "to saker heter «innkalling»"),
    (swap(AGENDA, "added = true", "added = True"), f"{AGENDA}:15", "verdien kan ikke leses"),
    (put(AGENDA, ""), f"{AGENDA}:1", "«item» mangler"),
    (put("templates/en/letters/x.md", "x"), "templates/en/letters/x.md:1", "«en» er ikke en målform"),
    (put("templates/nb/letters/notice.md", "Hei"), "templates/nb/letters/notice.md:1", "første linje er ikke emnet"),
    (put("templates/nb/pages/timeline.html", "{{ x"), "templates/nb/pages/timeline.html:1", "siden kan ikke settes opp"),
    (gone("templates/nb/pages/timeline.html"), "templates/nb/pages/timeline.html:1", "filen mangler"),
    (gone("templates/letter.docx"), "templates/letter.docx:1", "«letter.docx» finnes ikke"),
    (put("templates/letter.docx", ""), "templates/letter.docx:1", "brevmalen er ikke en Word-fil (.docx)"),
]


@pytest.mark.parametrize(("edit", "place", "message"), FILES)
def test_each_broken_file_is_found_where_it_is_broken(
    aarshjul: Aarshjul, root: Path, edit: Callable[[Path], None], place: str, message: str
) -> None:
    edit(root)

    said = aarshjul("check", "--workspace", root).out.splitlines()

    first = said[0]
    assert (first.rpartition(": ")[0].rpartition(": ")[0] or first, first.rpartition(": ")[2]) == (place, message)


WRITTEN = """
[group]
id = "g{number}"
name = "gruppe {number}"

[[activity]]
id = "mote"
title = "Møte"
programme = "duty"
responsible = "Leder"
{line}
"""
LINES = [
    ('when = { month = 3, weekday = "torsdag", nth = 2 }', "«weekday» kan ikke være «torsdag»", "Skriv «thursday»."),
    ('when = { month = 3, weekday = "thursday", nth = "2" }', "«nth» kan ikke være «2»", "Skriv 2 uten anførselstegn."),
    ('when = { month = 3, weekday = "thursday" }', "«nth» mangler", "Legg til nth = … mellom klammene."),
    ('when = { month = [3, 13], weekday = "thursday", nth = 2 }', "«month» er 13", "Tallet skal være høyst 12."),
    ('when = { month = "mars", weekday = "thursday", nth = 2 }', "«month» kan ikke være «mars»", "Skriv et helt tall uten anførselstegn."),
    ("when = { quarter = true }", "«quarter» kan ikke være true", "Skriv et helt tall uten anførselstegn."),
    ("when = { quater = 1 }", "«when» er ikke en regel for når", 'Skriv for eksempel { month = 11, weekday = "thursday", nth = 1 }, '),
    ("when = { date = 2027-02-30 }", "datoen finnes ikke", "Skriv en dato som 2027-03-31."),
    ('when = { date = "2027-02-30" }', "«2027-02-30» er ikke en dato", "Skriv måned og dag, for eksempel «03-31», "),
    ('when = { date = ["03-31", 12] }', "«date» kan ikke være 12", "Skriv «03-31» når det er hvert år, og 2026-12-31 når det er én gang."),
    ("when = { date = 331 }", "«date» kan ikke være 331", "Skriv «03-31» når det er hvert år, og 2026-12-31 når det er én gang."),
    ('when = { rrule = "FREQ=SECONDLY", start = 2027-01-01 }', "«FREQ=SECONDLY» kan ikke brukes", "Skriv FREQ=DAILY, WEEKLY, MONTHLY "),
    ('when = { after = "mote", days = 4 }', "«mote» regnes fra seg selv", "La den ene regelen være en egen dato."),
    ("when = { quarter = 1, every = 4 }", "«every = 4» trenger et år der aktiviteten finner sted", "Skriv for eksempel «anchor = 2024»."),
    ("when = “mars”", "anførselstegnene er krøllete", 'Bruk rette anførselstegn: navn = "tekst".'),
    ("when = { quarter = 1", "en tabell er ikke lukket", "Sett komma mellom verdiene, og } på slutten."),
    ("when = mars", "verdien kan ikke leses", 'Sett anførselstegn rundt tekst: navn = "tekst". Ja og nei skrives true og false.'),
    ("when = { quarter = 1 }\n[x]", "ukjent nøkkel «x»", "Bruk en av disse: activity, deadline, goal, group, names."),
    ('when = { quarter = 1 }\ndepends = "arsmelding"', "«depends» kan ikke være «arsmelding»", 'Skriv en liste: ["…", "…"].'),
    ('when = { quarter = 1 }\nfirst = "2030"', "«first» kan ikke være «2030»", "Skriv et helt tall uten anførselstegn."),
    ('when = { quarter = 1 }\nnote = """', "et anførselstegn er åpnet, men ikke lukket", "Sett et anførselstegn på slutten."),
    ("when = { quarter = 1 }\nclosed = 1", "«closed» kan ikke være 1", "Bruk en av disse: move, warn."),
]


def test_each_wrong_line_is_answered_with_what_to_write(aarshjul: Aarshjul, root: Path) -> None:
    """A file for each, all read in one run."""
    for number, (line, _, _) in enumerate(LINES):
        put(f"schedules/r{number:02}.toml", WRITTEN.format(number=number, line=line))(root)

    said = aarshjul("check", "--json", "--workspace", root).out

    found = {fault["file"]: (fault["message"], fault["advice"]) for fault in json.loads(said)}
    assert len(found) == len(json.loads(said)) == len(LINES)
    for number, (_, message, advice) in enumerate(LINES):
        was, write = found[f"schedules/r{number:02}.toml"]
        assert (was, write[: len(advice)]) == (message, advice)
    words = set(re.split(r"[^a-zA-Z]+", said))
    assert not words & {"constrained", "datetime", "dict", "tuple", "None", "True", "str", "int"}


def test_a_broken_file_is_one_fault_and_not_also_missing(aarshjul: Aarshjul, root: Path) -> None:
    """A programme and an agenda that are there and faulty are not said to be missing by the schedule that names them."""
    change(root / "programmes/meeting.toml", 'to = "members"', 'to = "medlemmer"')
    change(root / AGENDA, 'only = "has-previous"', 'only = "forrige"')

    assert aarshjul("check", "--workspace", root).out.splitlines()[-1] == "2 feil, ingen advarsler."


def test_a_language_without_wording_is_one_fault_that_names_every_file(aarshjul: Aarshjul, root: Path) -> None:
    change(root / PLAN, 'language = "nb"', 'language = "nn"')
    for path in (root / "templates").glob("nn/*/*.md"):
        path.unlink()

    said = aarshjul("check", "--workspace", root).out.splitlines()

    assert len(said) == 3
    assert " maler mangler: templates/nn/letters/calendar.md, " in said[0]
    assert said[1] == "    Lag dem i denne målformen, eller velg den andre."


def test_a_folder_that_is_not_there(aarshjul: Aarshjul, tmp_path: Path) -> None:
    said = aarshjul("check", "--workspace", tmp_path / "ingen")

    assert said.status == 1
    assert said.out.startswith(f"{tmp_path / 'ingen'}:1: feil: mappen finnes ikke\n")
