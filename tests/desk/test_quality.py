"""What the draft asks a person to look at: one remark for each thing that is empty or odd, and none when all is well."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot import house
from bot.cycle import decide, plan
from bot.cycle.memory import Told
from bot.cycle.model import Amendment, Cancelled, Change, Contributed, EditionFact, Facts, Item, ItemAdded, Moved, Relocated, wall
from bot.cycle.written import Place
from bot.desk import desk as desks
from bot.desk import quality, recipients
from bot.desk.desk import View
from bot.desk.readings import KeptCase
from bot.desk.remarks import BOOK
from bot.papers import stored
from bot.papers.model import Paragraph, Run
from tests.desk.conftest import MEMBERS, Begin
from tests.desk.moody import NOTICE, edit

MEETING = "naering/faggruppe/2027-3"
SCHEDULE, AGENDA, REGISTER = "schedules/naering.toml", "agendas/naering.toml", "schedules/medlemmer.csv"
DAY = date(2027, 11, 11)
NOTHING = Facts(start=datetime(2027, 1, 1, tzinfo=UTC))
ACT = datetime(2027, 10, 1, tzinfo=UTC)
PLACE = 'place = { name = "Oslo rådhus", room = "møteromssenteret" }'
Edit = tuple[str, str, str]


def said(root: Path, *edits: Edit, changes: Sequence[Change] = (), facts: Facts = NOTHING, step: str = "notice") -> list[str]:
    """The remarks on a step of the November meeting, after edits of the workspace's files and acts of the secretary."""
    for name, old, new in edits:
        edit(root / name, old, new)
    office = house.office(root)
    acts = [Amendment(MEETING, change, "Sekretæren", ACT) for change in changes]
    whole = plan.lay(office.cycles, office.days, date(2026, 1, 1), date(2028, 1, 1), acts)
    view, occurrence = View(whole, whole, facts, {}), whole.by_key[MEETING]
    reactions = (decide.reaction(rule, occurrence, facts) for rule in occurrence.reactions)
    found = next(one for one in (*occurrence.steps, *reactions) if one.rule.name == step)
    to = recipients.of(office, occurrence, found, facts, frozenset(), None)
    return [line.replace("\xa0", " ") for line in quality.remarks(office, view, occurrence, found, to)]


def added(title: str, text: str = "") -> tuple[ItemAdded, ...]:
    return (ItemAdded(Item("ny-1", title, text)),)


def test_nothing_is_said_of_what_is_as_it_should_be(root: Path) -> None:
    assert said(root) == []


def test_the_words_of_the_agenda_are_no_matter_of_a_duty_that_has_none(root: Path) -> None:
    edit(root / SCHEDULE, 'short = "næring"', 'short = "næring"\nlanguage = "nn"')
    office = house.office(root)
    whole = plan.lay(office.cycles, office.days, date(2027, 1, 1), date(2028, 1, 1), ())
    duty = whole.by_key["naering/arsmelding/2027-1"]

    assert [line for line in said(root) if line.startswith("Språket:")]
    found = quality.remarks(office, View(whole, whole, NOTHING, {}), duty, duty.steps[0], ())
    assert not [line for line in found if line.startswith("Språket:")]


@pytest.mark.parametrize("step", ["draft", "update", "save-date", "minutes"])
def test_no_step_of_a_sound_meeting_has_a_remark(root: Path, step: str) -> None:
    assert said(root, step=step) == []


@pytest.mark.parametrize("step", ["remind", "moved", "cancelled", "remind-last"])
def test_what_goes_to_those_who_were_called_says_that_there_are_none_yet(root: Path, step: str) -> None:
    assert said(root, step=step) == ["Ingen skal ha dette nå: ingen har fått brev om det ennå, eller alle har svart."]


# --- where and when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "remark"),
    [
        ('place = { name = "" }', "Møtet har ikke sted. Skriv hvor det er, eller sett inn lenken til nettmøtet."),
        ('place = { name = "Oslo rådhus" }', "Møtet har ikke rom. Skriv hvilket rom det er i, om ikke alle vet det."),
        ('place = { name = "Teams" }', "Stedet er «Teams», men møtet har ikke lenke. Sett inn lenken til nettmøtet."),
        (
            'place = { name = "Oslo rådhus", room = "rom 2 og digitalt" }',
            "Stedet er «Oslo rådhus, rom 2 og digitalt», men møtet har ikke lenke. Sett inn lenken til nettmøtet.",
        ),
        ('place = { online = "https://example.no/teams" }', ""),
        ('place = { name = "Teams", online = "https://example.no/teams" }', ""),
    ],
)
def test_a_meeting_without_a_place_a_room_or_a_link(root: Path, place: str, remark: str) -> None:
    assert said(root, (SCHEDULE, PLACE, place)) == ([remark] if remark else [])


def test_an_item_that_promises_teams_and_a_meeting_without_a_link(root: Path) -> None:
    promise = added("Godstog", "Innlederen er med på Teams.")

    assert said(root, changes=promise) == ["Teksten sier «på Teams», men møtet har ikke lenke. Sett inn lenken til nettmøtet."]
    linked = Place(name="Oslo rådhus", room="bystyresalen", online="https://example.no/teams")
    assert said(root, changes=(*promise, Relocated(linked))) == []


def test_the_link_that_microsoft_365_will_make_is_not_missed(root: Path) -> None:
    with (root / "config.toml").open("a", encoding="utf-8") as config:
        config.write('[post]\nchannel = "graph"\n[post.graph]\nteams = true\n')

    assert said(root, (SCHEDULE, PLACE, 'place = { name = "Teams" }')) == []


def test_a_joint_day_without_a_link_to_its_papers(root: Path) -> None:
    joint = f'{PLACE}\njoint = {{ title = "Felles faggruppemøte" }}'

    assert said(root, (SCHEDULE, PLACE, joint)) == ["Møtet er del av en felles dag, men har ikke lenke til sakspapirene. Sett inn lenken."]


@pytest.mark.parametrize(
    ("start", "end", "remark"),
    [
        (wall(DAY, time(1)), wall(DAY, time(2)), "Møtet er torsdag 11. november 2027 kl. 01.00–02.00. Se at klokkeslettet er rett."),
        (wall(DAY, time(20)), wall(DAY, time(22)), "Møtet er torsdag 11. november 2027 kl. 20.00–22.00. Se at klokkeslettet er rett."),
        (wall(DAY, time(7)), wall(DAY, time(21)), ""),
        (wall(DAY, time(12)), wall(DAY + timedelta(days=1), time(14)), ""),
        (wall(DAY, time(12)), wall(DAY, time(12)), "Møtet har ikke slutt. Skriv når det slutter."),
        (wall(DAY, time()), wall(DAY + timedelta(days=1), time()), "Møtet har ikke klokkeslett. Skriv når det begynner og slutter."),
    ],
)
def test_a_meeting_without_an_end_or_in_the_night(root: Path, start: datetime, end: datetime, remark: str) -> None:
    assert said(root, changes=(Moved(start, end),)) == ([remark] if remark else [])


def test_of_a_meeting_that_is_over_or_off_nobody_asks_for_a_room(root: Path) -> None:
    assert said(root, (SCHEDULE, PLACE, 'place = { name = "Teams" }'), step="minutes") == []
    assert said(root, changes=(Cancelled("for få påmeldte"),), step="cancelled") == [
        "Ingen skal ha dette nå: ingen har fått brev om det ennå, eller alle har svart."
    ]


def test_a_notice_that_leaves_too_late(root: Path) -> None:
    assert said(root, (SCHEDULE, 'agenda = "naering"', 'agenda = "naering"\nnotice_days = 14')) == [
        "Innkallingen går ut 4. november 2027, senere enn 14 dager før møtet. Godkjenn den likevel, eller flytt møtet."
    ]


# --- what stands in it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "called"), [("Sak", ", bare «Sak»"), ("…", ", bare «…»"), ("xxx", ", bare «xxx»"), ("TBA", ", bare «TBA»"), ("   ", "")]
)
def test_an_item_without_a_title(root: Path, title: str, called: str) -> None:
    assert said(root, changes=added(title)) == [f"Sak 4 har ikke tittel{called}. Skriv hva saken gjelder."]


def test_two_items_with_the_same_title(root: Path) -> None:
    assert said(root, changes=added("EVENTUELT")) == [
        "Saken «EVENTUELT» står to ganger i sakskartet. Ta bort den ene, eller gi dem hver sin tittel."
    ]


def test_an_agenda_with_no_items(root: Path) -> None:
    (root / AGENDA).write_text('[[item]]\nid = "tillegg"\ntitle = "Saker"\nadded = true\n', encoding="utf-8")

    assert said(root) == ["Sakskartet har ingen saker. Legg til saker, eller se at gruppen har en fast saksliste."]


def test_a_weekday_that_is_not_the_date_s(root: Path) -> None:
    assert said(root, changes=added("Befaring fredag 11. november")) == [
        "Teksten sier «fredag 11. november», men 11. november 2027 er en torsdag. Rett ukedagen eller datoen."
    ]
    assert said(root, changes=added("Frist torsdag 2. desember")) == []


def test_the_wording_of_a_letter_is_read_too(root: Path) -> None:
    path = root / "templates/nb/letters/notice.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n\nHusk mandag 11. november, og [sett inn fristen].\n", encoding="utf-8")

    assert said(root) == [
        "Teksten har «[sett inn fristen]», som noen skulle ha fylt ut. Fyll det ut, eller ta det bort.",
        "Teksten sier «mandag 11. november», men 11. november 2027 er en torsdag. Rett ukedagen eller datoen.",
    ]


def test_a_date_in_a_contribution_is_not_ours(root: Path) -> None:
    assert (
        said(root, facts=contributed("Horten kommune", "Møtet er fredag 1. november på Teams. [fyll inn] 31. november"), step="update")
        == []
    )


@pytest.mark.parametrize("text", ["Lorem ipsum dolor", "{{ forrige_dato }}", "[fyll inn]"])
def test_a_text_that_nobody_has_written(root: Path, text: str) -> None:
    [remark] = said(root, changes=added("Godstog", text))

    assert remark.startswith("Teksten har «")
    assert remark.endswith("», som noen skulle ha fylt ut. Fyll det ut, eller ta det bort.")


def test_exempt_text_without_the_law(root: Path) -> None:
    assert said(root, changes=added("Tomtekjøp", "Vedlegget er unntatt offentlighet.")) == [
        "Sak 4 sier «unntatt offentlighet», men ikke etter hvilken lov. Skriv hjemmelen, som «offl. § 13», eller ta det ut."
    ]
    assert said(root, changes=added("Tomtekjøp", "Vedlegget er unntatt offentlighet (offl. § 23).")) == []


def test_a_national_identity_number_in_an_item(root: Path) -> None:
    assert said(root, changes=added("Søknad", "Gjelder 01010750160.")) == ["Sak 4 har et fødselsnummer. Ta det ut."]


def contributed(organisation: str, text: str) -> Facts:
    one = Contributed(7, organisation, stored.write((Paragraph((Run(text),)),)), text)
    return replace(NOTHING, contributed={MEETING: (one,)})


def test_what_a_person_has_written_into_the_minutes_is_read_as_the_person_s(root: Path) -> None:
    case = KeptCase("godstog", "Godstog", (), "Ny befaring fredag 2. desember.", "Notatet er unntatt offentlighet. [fyll inn]", new=True)
    kept = json.dumps({"cases": [case._asdict() | {"blocks": stored.write(())}]})
    facts = replace(NOTHING, editions={(MEETING, "minutes"): EditionFact("", "", kept)})

    assert said(root, facts=facts, step="review") == [
        "Saken «Godstog» sier «unntatt offentlighet», men ikke etter hvilken lov. Skriv hjemmelen, som «offl. § 13», eller ta det ut.",
        "Teksten har «[fyll inn]», som noen skulle ha fylt ut. Fyll det ut, eller ta det bort.",
        "Teksten sier «fredag 2. desember», men 2. desember 2027 er en torsdag. Rett ukedagen eller datoen.",
    ]


def test_a_contribution_over_the_limit(root: Path) -> None:
    long = contributed("Horten kommune", "ord " * 670)
    [remark] = said(root, facts=long, step="update")

    assert remark == (
        "Innspillet fra Horten kommune (nr. 7) har 670 ord, og det er satt av tid til 390. La det stå, eller be om en kortere tekst."
    )
    assert said(root, facts=contributed("Horten kommune", "ord " * 390), step="update") == []
    assert said(root, (AGENDA, "attach_long = false", "attach_long = true"), facts=contributed("Horten kommune", "ord " * 800)) == []
    assert said(root, facts=long, step="minutes") == [], "there is nothing to shorten for any more"


def test_what_is_private_in_a_contribution_comes_with_how_to_take_it_out(root: Path) -> None:
    assert said(root, facts=contributed("Horten kommune", f"Notatet er u.off. {'ord ' * BOOK}"), step="update") == [
        "Innspillet fra Horten kommune (nr. 7) har ordene «u.off.» uten hjemmel.",
        "Innspillet fra Horten kommune (nr. 7) har 2 003 ord.",
        f"«aarshjul contributions {MEETING}» viser innspillene, og «aarshjul set-aside» tar ett ut.",
    ]


# --- who -------------------------------------------------------------------------------------------------------------------


def test_nobody_to_send_to(root: Path) -> None:
    [remark] = said(root, (REGISTER, MEMBERS, MEMBERS.splitlines()[0] + "\n"))

    assert remark == "Registeret har ingen å sende til. Se at det er rett register, og at ingen har sluttet."


def test_a_member_without_a_name_and_one_who_is_there_twice(root: Path) -> None:
    (root / REGISTER).write_text(
        "Fornavn;Etternavn;Organisasjon;E-post\n;;Horten kommune;a@example.no\nMedlem;Ås;Ås kommune;b@example.no\n"
        "medlem;ås;Ås kommune;c@example.no\n",
        encoding="utf-8",
    )

    assert said(root) == [
        "Et medlem for Horten kommune har ikke navn. Skriv navnet i registeret.",
        "Medlem Ås, Ås kommune, står to ganger i registeret og får to brev. Ta bort den ene raden.",
    ]


def test_one_who_has_left_the_register_is_counted_and_never_named_by_the_address(root: Path) -> None:
    told = {MEETING: {who: Told(False, "", "", None) for who in ("borte@example.no", "horten@example.no")}}
    found = said(root, facts=replace(NOTHING, told=told), step="moved")

    assert found == [
        "Én mottaker står ikke lenger i registeret, men har fått brev om møtet før og får beskjed nå. Ring om det er feil.",
        "2 i registeret har ikke fått innkallingen. Send den videre til dem.",
    ]


# --- the draft itself ------------------------------------------------------------------------------------------------------


def test_the_draft_says_to_whom_by_name_with_which_files_and_that_an_invitation_goes_along(begin: Begin) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00")
    [draft] = year.desk.journal.letters(f"{NOTICE}/draft-1")
    text = json.loads(draft.content)["text"].replace("\xa0", " ")

    assert "Programmet fant ingenting som er tomt eller ikke stemmer." in text
    assert "Går til 3 mottakere i 2 organisasjoner:" in text
    assert "- Horten kommune (Medlem Horten, Vara Horten)\n- Lørenskog kommune (Medlem Lørenskog)" in text
    assert "Vedlegg:\n\n- Innkalling – faggruppe for næringssamarbeid – 11. november 2027.docx (" in text
    assert "Hver mottaker får også en kalenderinvitasjon." in text
    assert "@" not in text


def test_the_draft_says_what_is_empty_before_anyone_approves(begin: Begin, root: Path) -> None:
    edit(root / SCHEDULE, PLACE, 'place = { name = "" }')
    year = begin("2027-10-01").until("2027-10-21T12:00")
    view = desks.look(year.desk, year.now)
    [draft] = year.desk.journal.letters(f"{NOTICE}/draft-1")

    assert view.occurrence(MEETING).place == Place()
    assert "Se på dette før du godkjenner:\n\n- Møtet har ikke sted." in json.loads(draft.content)["text"]
