"""What replies say about measures. Each text stands with the reading that was written down before the reader was made."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.papers.followup import updates
from bot.papers.followup.updates import Known

ONE = (Known("4", "Lage plan for felles profil"),)
THREE = (Known("4", "Lage plan for felles profil"), Known("7", "Invitere NAV til neste møte"), Known("9", "Kartlegge ledige tomter"))
PLAN = (Known("3.6", "Bedriftsbesøk for kommunestyrets medlemmer"), Known("3.6-2", "Næringssak hvert kvartal"), Known("4.1", "Sentrum"))
YEARS = (Known("2027/4", "Lage plan"), Known("2027/7", "Kartlegge tomter"))
Expected = list[tuple[str, str, str]]

# about one measure
ALONE: dict[str, tuple[str, str]] = {
    "Ferdig": ("done", ""),
    "ferdig!": ("done", ""),
    "Ferdig 😊": ("done", ""),
    "Dette er ferdig.": ("done", ""),
    "Tiltaket er gjennomført.": ("done", ""),
    "Hei!\n\nDette er nå ferdig.\n\nMvh Medlem": ("done", ""),
    "Ferdig, se vedlagt plan.": ("done", ""),
    "Gjort": ("done", ""),
    "Fullført 12. mai": ("done", ""),
    "Planen er laget og vedtatt.": ("done", ""),
    "Planen er levert til kommunestyret.": ("done", ""),
    "Tiltaket er avslutta.": ("done", ""),
    "Det er gjort.": ("done", ""),
    "100 % ferdig": ("done", ""),
    "4: ferdig": ("done", ""),
    "Tiltak 4 er ferdig": ("done", ""),
    "Vi er ferdige med dette.": ("done", ""),
    # not done, whatever stands there
    "Ikke ferdig": ("said", ""),
    "Ikkje ferdig enno": ("said", ""),
    "Nesten ferdig": ("running", ""),
    "Snart ferdig": ("running", ""),
    "Halvferdig": ("running", ""),
    "Delvis gjennomført": ("running", ""),
    "Blir ferdig 1. juni": ("said", ""),
    "Ferdig innen 1. juni": ("said", ""),
    "Ferdig i løpet av uka": ("said", ""),
    "Ferdig til neste møte": ("said", ""),
    "Når NAV er ferdig, begynner vi.": ("said", ""),
    "Vi håper å bli ferdige i mai.": ("said", ""),
    "Ferdig, men mangler godkjenning": ("said", ""),
    "Er den ikke ferdig?": ("said", ""),
    "Er dette ferdig?": ("said", ""),
    "Første utkast er ferdig": ("said", ""),
    "Møtet med fylkeskommunen er gjennomført": ("said", ""),
    "Vi er ferdige med kartleggingen": ("said", ""),
    "Uferdig": ("said", ""),
    "Dette kan vi ikke si er ferdig": ("said", ""),
    "Alt annet enn ferdig": ("said", ""),
    "OK": ("said", ""),
    "Takk for påminnelsen": ("said", ""),
    # postponed
    "Utsatt til 1. juni": ("postponed", "1. juni"),
    "Utsett til 1. juni.": ("postponed", "1. juni"),
    "Dette er utsatt til uke 12. Vi venter på NAV.": ("postponed", "uke 12"),
    "Utsatt til neste møte, fordi NAV ikke kunne": ("postponed", "neste møte"),
    "Vi må utsette til etter sommeren": ("postponed", "etter sommeren"),
    "Utsatt": ("postponed", ""),
    "Utsatt på ubestemt tid": ("postponed", ""),
    "Blir ikke ferdig før 1. juni": ("postponed", "1. juni"),
    "Vert ikkje ferdig før 1. juni": ("postponed", "1. juni"),
    "Vi rekker det ikke før sommeren": ("postponed", "sommeren"),
    "Ny frist: 1. juni 2027": ("postponed", "1. juni 2027"),
    "Fristen er flyttet til 1. juni": ("postponed", "1. juni"),
    "Fristen må flyttes til utgangen av mai.": ("postponed", "utgangen av mai"),
    "Ferdig først 1. juni": ("postponed", "1. juni"),
    "Ikke utsatt": ("said", ""),
    "Kan vi utsette til 1. juni?": ("said", ""),
    "Møtet er flyttet til Horten": ("said", ""),
    # dropped
    "Droppet": ("dropped", ""),
    "Ikke lenger aktuelt.": ("dropped", ""),
    "Ikkje lenger aktuelt": ("dropped", ""),
    "Tiltaket utgår": ("dropped", ""),
    "Vi skrinlegger dette.": ("dropped", ""),
    "Skrinlagt": ("dropped", ""),
    "Ikke droppet": ("said", ""),
    # on its way
    "Pågår": ("running", ""),
    "Vi er i gang": ("running", ""),
    "Under arbeid, ferdig 1. juni": ("running", ""),
    "Vi jobber med saken": ("running", ""),
    "Me arbeider med dette": ("running", ""),
    "Startet i mars": ("running", ""),
    # not begun
    "Ikke startet": ("not-started", ""),
    "Ikkje påbyrja": ("not-started", ""),
    "Vi er ikke i gang ennå": ("not-started", ""),
    "Har ikke begynt": ("not-started", ""),
    # two things at once
    "Ferdig. Eller: utsatt til 1. juni.": ("said", ""),
    "Arbeidet pågår. Kartleggingen er ferdig.": ("running", ""),
}
# about one of several, or several of them
MANY: dict[str, Expected] = {
    "4: ferdig": [("4", "done", "")],
    "4 ferdig": [("4", "done", "")],
    "4. ferdig": [("4", "done", "")],
    "4) Ferdig": [("4", "done", "")],
    "4 - ferdig": [("4", "done", "")],
    "nr. 4 er ferdig": [("4", "done", "")],
    "Tiltak 4: ferdig": [("4", "done", "")],
    "Tiltak nr. 4 er ferdig": [("4", "done", "")],
    "#4 ferdig": [("4", "done", "")],
    "- 4: ferdig\n- 7: utsatt til 1. juni": [("4", "done", ""), ("7", "postponed", "1. juni")],
    "4: ferdig. 7 utsatt til 1. juni": [("4", "done", ""), ("7", "postponed", "1. juni")],
    "4 ferdig, 7 pågår, 9 ikke startet": [("4", "done", ""), ("7", "running", ""), ("9", "not-started", "")],
    "4 er ferdig og 7 er utsatt til uke 20.": [("4", "done", ""), ("7", "postponed", "uke 20")],
    "Ferdig med 4 og 7": [("4", "done", ""), ("7", "done", "")],
    "Vi er ferdige med 4, men 7 er utsatt til 1. juni": [("4", "done", ""), ("7", "postponed", "1. juni")],
    "4 og 7 er ferdige. 9 utgår.": [("4", "done", ""), ("7", "done", ""), ("9", "dropped", "")],
    "4, 7 og 9: ferdig": [("4", "done", ""), ("7", "done", ""), ("9", "done", "")],
    "Tiltak 4 og 7 er gjennomførte": [("4", "done", ""), ("7", "done", "")],
    "Alt er ferdig": [("4", "done", ""), ("7", "done", ""), ("9", "done", "")],
    "Alle tre er ferdige!": [("4", "done", ""), ("7", "done", ""), ("9", "done", "")],
    "Alle tiltakene er fullført.": [("4", "done", ""), ("7", "done", ""), ("9", "done", "")],
    "Alt utsatt til 1. juni": [("4", "postponed", "1. juni"), ("7", "postponed", "1. juni"), ("9", "postponed", "1. juni")],
    "7 utsatt til 1. juni. Resten er ferdig.": [("7", "postponed", "1. juni"), ("4", "done", ""), ("9", "done", "")],
    "Alt er ferdig unntatt 7": [("", "said", "")],
    "Ikke alt er ferdig": [("", "said", "")],
    "Ferdig": [("", "said", "")],
    "Vi er godt i gang.": [("", "said", "")],
    "Takk for sist!\n\n4: ferdig": [("4", "done", "")],
    "4:\nFerdig.\n\n7:\nVi venter på NAV.\n\nDe svarer i mai.": [("4", "done", ""), ("7", "said", "")],
    "4: ferdig\n\nEllers trenger vi mer penger til profilen.": [("4", "done", ""), ("", "said", "")],
    "> 4. Lage plan for felles profil\nFerdig\n> 7. Invitere NAV til neste møte\nUtsatt til 1. juni": [
        ("4", "done", ""), ("7", "postponed", "1. juni"),
    ],
    "> Lage plan for felles profil\n\nDette er ferdig": [("4", "done", "")],
    "4. Lage plan for felles profil: ferdig": [("4", "done", "")],
    "Lage plan for felles profil: ferdig\nKartlegge ledige tomter – pågår": [("4", "done", ""), ("9", "running", "")],
    "4 | Lage plan for felles profil | Horten | 1.3. | ferdig": [("4", "done", "")],
    "| Nr. | Tiltak | Ansvarlig | Frist | Status |\n| 4 | Lage plan for felles profil | Horten | 1.3. | ferdig |\n"
    "| 7 | Invitere NAV til neste møte | Horten | 1.4. | |\n| 9 | Kartlegge ledige tomter | Ås | 1.5. | ikke påbegynt |": [
        ("4", "done", ""), ("9", "not-started", ""),
    ],
    "Nr.\tTiltak\tFrist\tStatus\n4\tLage plan for felles profil\t1.3.\tUtsatt til 1. juni": [("4", "postponed", "1. juni")],
    "4: ikke ferdig": [("4", "said", "")],
    "4: blir ikke ferdig før 1. juni": [("4", "postponed", "1. juni")],
    "4: venter til 7 er ferdig": [("4", "said", "")],
    "4: ferdig\n4: nei, utsatt til 1. juni": [("4", "said", "")],
    "12: ferdig": [("", "said", "")],
    "Tiltak 12 er ferdig": [("", "said", "")],
    "1. ferdig\n2. ferdig": [("", "said", "")],
    "4. juni er vi i mål": [("", "said", "")],
    "Om 4 uker er vi i mål": [("", "said", "")],
    "4 av 9 er ferdig": [("", "said", "")],
    "4-9 er ferdig": [("", "said", "")],
    "Når det gjelder 7, er det utsatt til 1. juni": [("7", "postponed", "1. juni")],
    "**4** ferdig": [("4", "done", "")],
    "Sak 4: ferdig": [("4", "done", "")],
    "Status 4: ferdig": [("4", "done", "")],
    "Vedr. tiltak 4: dette er nå gjennomført": [("4", "done", "")],
    "Frist for 4 må utsettes til 1. juni": [("4", "postponed", "1. juni")],
    "Ny frist for tiltak 7: 1. juni": [("7", "postponed", "1. juni")],
    "Utsatt fra 1. mars til 1. juni: 4": [("", "said", "")],
    "4: utsatt fra 1. mars til 1. juni": [("4", "postponed", "1. juni")],
    "4 og 7 er ferdige, resten pågår": [("4", "done", ""), ("7", "done", ""), ("9", "running", "")],
    "Vi melder at tiltak 4 er ferdig og at tiltak 7 er utsatt til 15.3.": [("4", "said", ""), ("7", "said", "")],
    "Hei, 4 er ferdig. 7 har vi ikke rukket, utsatt til neste møte. Når det gjelder 9, så er kartleggingen i gang.": [
        ("4", "done", ""), ("7", "postponed", "neste møte"), ("9", "running", ""),
    ],
    "Hei!\n\nTiltak 4: ferdig\nTiltak 9: ikkje starta\n\nMvh\nMedlem\nHorten kommune": [("4", "done", ""), ("9", "not-started", "")],
    "Begge er ferdige": [("", "said", "")],
    "Alle møtene er gjennomført": [("", "said", "")],
    "Nr.\tTiltak\tFrist\tStatus\n4\tLage plan for felles profil\t1.3.\t\n7\tInvitere NAV til neste møte\t1.4.\tGjort": [("7", "done", "")],
    "4\nferdig\n7\nutsatt til 1. juni": [("4", "done", ""), ("7", "postponed", "1. juni")],
    "7:\n\n4: ferdig": [("7", "said", ""), ("4", "done", "")],
    "": [],
    " \n\n": [],
}  # fmt: skip
OTHER: list[tuple[str, tuple[Known, ...], Expected]] = [
    ("3.6: besøk gjennomført 12. mai", PLAN, [("3.6", "done", "")]),
    ("3.6-2: utsatt til 2. kvartal", PLAN, [("3.6-2", "postponed", "2. kvartal")]),
    ("3.6 ferdig, 3.6-2 pågår", PLAN, [("3.6", "done", ""), ("3.6-2", "running", "")]),
    ("3.6\u20132 ferdig", PLAN, [("3.6-2", "done", "")]),
    ("4.1. ferdig", PLAN, [("4.1", "done", "")]),
    ("4: ferdig", PLAN, [("", "said", "")]),
    ("2027/4: ferdig\n2027/7: pågår", YEARS, [("2027/4", "done", ""), ("2027/7", "running", "")]),
    ("4: ferdig\n7: pågår", YEARS, [("2027/4", "done", ""), ("2027/7", "running", "")]),
    ("7: ferdig", ONE, [("", "said", "")]),
    ("Tiltak 7 er ferdig", ONE, [("", "said", "")]),
    ("Vi har brukt 4 uker på dette. Ferdig.", ONE, [("4", "done", "")]),
    ("Begge er ferdige", YEARS, [("2027/4", "done", ""), ("2027/7", "done", "")]),
    ("Noko anna", (), [("", "said", "")]),
]


def read(text: str, known: tuple[Known, ...]) -> Expected:
    return [(one.number, one.state, one.until) for one in updates.read(text, known)]


@pytest.mark.parametrize(("text", "expected"), ALONE.items())
def test_a_reply_about_one_measure(text: str, expected: tuple[str, str]) -> None:
    assert read(text, ONE) == [("4", *expected)]


@pytest.mark.parametrize(("text", "expected"), MANY.items())
def test_a_reply_about_several_measures(text: str, expected: Expected) -> None:
    assert read(text, THREE) == expected


@pytest.mark.parametrize(("text", "known", "expected"), OTHER)
def test_a_reply_with_other_numbers(text: str, known: tuple[Known, ...], expected: Expected) -> None:
    assert read(text, known) == expected


def test_what_a_person_wrote_stands_to_the_letter() -> None:
    found = updates.read("4: Ferdig – «profilen» ble VEDTATT\n  på møtet.\n\nTiltak 7 er ikke  påbegynt", THREE)

    assert [one.note for one in found] == ["Ferdig – «profilen» ble VEDTATT\n  på møtet.", "Tiltak 7 er ikke  påbegynt"]


def test_a_table_pasted_back_keeps_what_was_written_in_it() -> None:
    known = (Known("4", "Lage plan", owner="Horten", deadline="1.3.", status="pågår"), Known("7", "Kartlegge", "Ås", "1.4.", ""))

    assert updates.read("4 | Lage plan | Horten | 1.3. | pågår\n7 | Kartlegge | Ås | 1.6. | pågår", known) == (
        updates.Update("7", "running", "", "1.6. | pågår"),
    )


def test_what_we_sent_is_not_taken_for_an_answer() -> None:
    sent = "Hei\n\nVi ber om status på dette:\n\n4. Lage plan, Horten, frist 1.3.\n7. Kartlegge, Ås, frist 1.4.\n\nSvar med «ferdig»."
    known = (Known("4", "Lage plan"), Known("7", "Kartlegge"))
    text = "\n".join(f"> {line}" if line else ">" for line in sent.splitlines()) + "\n"

    assert updates.read(text, known, sent) == ()
    assert updates.read(text.replace("> 7.", "Ferdig.\n> 7."), known, sent) == (updates.Update("4", "done", "", "Ferdig."),)


@given(st.lists(st.builds(Known, st.text(max_size=6), st.text(max_size=12)), max_size=4), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_whatever_the_measures_are_called_the_words_are_kept(known: list[Known], text: str) -> None:
    reply = "\n".join([text, *(f"{one.number}: {one.what} ferdig" for one in known)])
    found = updates.read(reply, known)

    kept = {word for one in found for word in words(f"{one.number} {one.note}")}
    assert "ferdig" in kept or not known


def test_what_is_typed_at_the_end_of_a_quoted_line_is_not_lost() -> None:
    sent = "Vi ber om status på dette. Svar gjerne «ferdig».\n\n4. Lage plan for felles profil, Horten, frist 1.3."

    [found] = updates.read("> 4. Lage plan for felles profil, Horten, frist 1.3. – ferdig", THREE, sent)
    assert (found.number, found.state) == ("4", "done")
    [found] = updates.read("> 4. Lage plan for felles profil, Horten, frist 1.3.\n> Ferdig", THREE, sent)
    assert (found.number, found.state, found.note) == ("4", "done", "> Ferdig")


WORDS = st.sampled_from(
    ["ferdig", "ikke", "utsatt til 1. juni", "4", "7:", "tiltak 9", "> 4.", "nr. 12", "alt", "og", ",", ".", "\n", "\n\n", "- ", "|", "\t",
     "Lage plan for felles profil", "Horten", "resten", "mens", "er", "4 og 7", "3.6-2", "Hei!", "Mvh Medlem", "?", "«", "9)", "før uke 12"]
)  # fmt: skip
REPLIES = st.one_of(st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=12).map("".join), st.text(max_size=80))


@given(REPLIES, st.sampled_from([ONE, THREE, PLAN, YEARS, ()]))
@settings(max_examples=300, deadline=None)
def test_no_word_of_a_reply_is_lost(text: str, known: tuple[Known, ...]) -> None:
    found = updates.read(text, known)

    kept = {word for one in found for word in words(f"{one.number} {one.note}")} | {
        w for one in known for w in words(f"{one.number} {one.what}")
    }
    assert set(words(text)) - LABELS <= kept
    for one in found:
        assert one.number in {"", *(known_.number for known_ in known)}
        assert one.note.strip()
        assert one.until in one.note
        assert one.until == "" or one.state == "postponed"
    assert len({one.number for one in found}) == len(found)


LABELS = {"tiltak", "nr", "sak"}
"""What stands before a number and is no more than that."""


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@given(
    st.sampled_from(["ikke", "ikkje", "nesten", "snart", "når", "hvis", "aldri", "kanskje"]),
    st.sampled_from(["ferdig", "gjort", "fullført", "levert"]),
)
@settings(max_examples=40, deadline=None)
def test_no_doubt_is_read_as_done(doubt: str, done: str) -> None:
    for text in (f"{doubt} {done}", f"4: {doubt} {done}", f"Dette er {doubt} {done}.", f"{done} {doubt}", f"Alt er {doubt} {done}"):
        assert all(one.state != "done" for one in updates.read(text, ONE))
        assert all(one.state != "done" for one in updates.read(text, THREE))


@pytest.mark.parametrize("number", ["7", "99999", "99999999999999999999"])
def test_a_number_that_no_measure_has_is_never_the_only_one_there_is(number: str) -> None:
    assert all(one.number != "1" for one in updates.read(f"{number}: ferdig", [Known("1", "Sende innspill til planen")]))


def test_a_very_long_reply_is_answered_soon() -> None:
    for piece in ("4: ferdig ", "4 og 7 og ", "| ", "ferdig, ", "> 4.\n", "ikke ", "4.4.4."):
        assert updates.read(piece * 30_000, THREE)
