"""Rounds that ask for answers: each responsible about their measures, questions to everyone; what comes back and what is made of it."""

import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.cycle.memory import StoredLetter
from bot.desk import answers, envelope, rounds, status, tray
from bot.desk import desk as desks
from bot.rehearsal import Rehearsal
from tests.desk.conftest import rehearsed
from tests.desk.opened import file, mails, planned, rows, text

ROUND = "plan/status/2027-1"
ASK = f"{ROUND}/ask"
SCHEDULE = """
[group]
id = "plan"
name = "samarbeidsgruppe for næringsplanen"
owner = "Bergstaden kommune"
short = "plan"
members = "medlemmer.csv"
measures = "tiltak.csv"

[[activity]]
id = "status"
title = "Status for tiltakene"
programme = "status"
when = { date = "03-15" }
responsible = "Næringssjef"

[[activity]]
id = "undersokelse"
title = "Undersøkelse blant bedriftene"
programme = "survey"
when = { date = "02-26" }
responsible = "Næringssjef"
link = "https://skjema.example.no/naeringsliv"
questions = ["Hvor mange ansatte er dere?", "Er det lett å få tak i folk?", "Hva bør kommunen gjøre først?"]

[[activity]]
id = "offentliggjoring"
title = "Offentliggjøring av undersøkelsen"
programme = "publication"
when = { date = "04-15" }
responsible = "Næringssjef"
depends = ["undersokelse"]
"""
MEMBERS = """Fornavn;Etternavn;Organisasjon;E-post;Rolle;Fra;Til;Alias
Næringssjef;Bergstaden;Bergstaden kommune;naering@example.no;Næringssjef;;;
Ordfører;Bergstaden;Bergstaden kommune;ordforer@example.no;Ordfører;;;
Leder;Ressurs;Bergstaden Ressurs;leder@ressurs.example.no;Daglig leder;;;Ressurs
Medlem;Hagen;Bergstaden Næringshage;medlem@hagen.example.no;Medlem;;;BNH
"""
MEASURES = """Nr;Strategi;Tiltak;Indikator;Ansvarlig;Når;Status
1.1-1;Boliger;Se på tomteområder;Analyse;Næringssjef;2027;
1.1-2;;Legge til rette for utleieboliger;Bygging;Næringssjef / Ordfører;2028;
1.2-1;Tilflytting;Holde nettsidene oppdatert;;BNH;Kontinuerlig;
1.2-2;;Delta på messer;;Ressurs;Kontinuerlig;Ferdig
1.3-1;Besøk;Besøke bedriftene;Besøk gjennomført;Ordfører;Kontinuerlig;
1.3-2;;Møte fylket;;Fylkesutvalget;2027;
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return planned(tmp_path / "arbeid", SCHEDULE, medlemmer=MEMBERS, tiltak=MEASURES)


@pytest.fixture
def year(root: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The program is taken into use at New Year."""
    with ExitStack() as stack:
        yield stack.enter_context(rehearsed(root, tmp_path / "post", "2027-01-01"))


@pytest.fixture
def asked(year: Rehearsal) -> Rehearsal:
    """The letters have gone to those who are responsible."""
    return year.until("2027-02-19T12:00").approve(ASK).until("2027-02-22T10:00")


def as_sent(year: Rehearsal, letter: StoredLetter) -> EmailMessage:
    return message_from_bytes(envelope.compose(year.desk.journal, letter, year.now), policy=policy.default)


def to(year: Rehearsal, step: str, address: str) -> EmailMessage:
    [found] = [mail for mail in mails(year, step) if address in str(mail["To"])]
    return found


def said(year: Rehearsal, number: str) -> tuple[str, str, str]:
    one = rounds.statuses(year.desk, "plan", 2027)[number]
    return one.state, one.note, one.organisation


# --- who is asked ---------------------------------------------------------------------------------------------------------


def test_each_responsible_gets_one_letter_with_their_own_measures_as_a_table(asked: Rehearsal) -> None:
    letter = text(to(asked, ASK, "naering@example.no"))

    assert "de 2 tiltakene du har ansvaret for. Svar innen mandag 15. mars 2027." in letter
    assert "1.1-1 – Se på tomteområder – 2027" in letter
    assert "1.1-2 – Legge til rette for utleieboliger – 2028" in letter
    assert "1.3-1" not in letter


def test_the_letter_has_a_sheet_to_fill_in_with_the_same_measures(asked: Rehearsal) -> None:
    sheet = load_workbook(io.BytesIO(file(to(asked, ASK, "medlem@hagen.example.no"), ".xlsx"))).active

    assert sheet is not None
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == [
        ["Nr.", "Tiltak", "Frist", "Status", "Kommentar"],
        ["1.2-1", "Holde nettsidene oppdatert", "løpende", "", ""],
    ]


def test_what_is_done_by_the_table_is_not_asked_about(asked: Rehearsal) -> None:
    assert "Bergstaden Ressurs" not in asked.recipients(ASK)


def test_the_secretariat_is_asked_about_those_whom_the_register_does_not_have_and_told_why(asked: Rehearsal) -> None:
    letter = text(to(asked, ASK, "sekretariat@example.no"))

    assert "«Fylkesutvalget» står ikke i registeret: 1.3-2." in letter
    assert "1.3-2 – Møte fylket" in letter


def test_whoever_approves_sees_the_letter_and_how_many_measures_each_has(year: Rehearsal) -> None:
    year.until("2027-02-15T12:00")
    [draft] = mails(year, f"{ASK}/draft-1")

    assert "Vi ber om status for" in text(draft)
    assert "Ordfører Bergstaden – Bergstaden kommune – 2" in text(draft)


def test_nobody_is_asked_before_a_person_has_approved(year: Rehearsal) -> None:
    assert year.until("2027-02-25T12:00").recipients(ASK) == []


# --- what they answer -----------------------------------------------------------------------------------------------------


def test_an_answer_under_the_numbers(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig, lagt ut 3. mars").until("2027-02-23T10:00")

    assert said(asked, "1.2-1") == ("done", "ferdig, lagt ut 3. mars", "Bergstaden Næringshage")


def test_an_answer_in_the_sheet(asked: Rehearsal) -> None:
    mail = to(asked, ASK, "naering@example.no")
    book = load_workbook(io.BytesIO(file(mail, ".xlsx")))
    sheet = book.active
    assert sheet is not None
    sheet["D2"], sheet["E3"] = "Ferdig", "Utsatt til 1. juni"
    answer(asked, mail, "Se arket.", ("svar.xlsx", saved(book)))

    asked.until("2027-02-23T10:00")

    assert said(asked, "1.1-1")[0] == "done"
    assert rounds.statuses(asked.desk, "plan", 2027)["1.1-2"].until == "1. juni"


def saved(book: object) -> bytes:
    out = io.BytesIO()
    book.save(out)  # type: ignore[attr-defined]  # whatever load_workbook gave
    return out.getvalue()


def answer(year: Rehearsal, letter: EmailMessage, words: str, *files: tuple[str, bytes]) -> None:
    """Whoever got a letter answers it, with files."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = letter["To"], letter["From"], f"SV: {letter['Subject']}", year.now
    mail["In-Reply-To"] = letter["Message-ID"]
    mail.set_content(words)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    lay(year, mail.as_bytes())


def lay(year: Rehearsal, raw: bytes) -> None:
    year.inbox.mkdir(parents=True, exist_ok=True)
    (year.inbox / f"{len(list(year.inbox.iterdir()))}-svar.eml").write_bytes(raw)


def test_free_words_count_as_an_answer_and_stand_below_the_table(asked: Rehearsal) -> None:
    words = "Vi har holdt tre møter om boliger, og ser lyst på det."
    asked.reply(ASK, "Bergstaden kommune", words, sender="Næringssjef <naering@example.no>").until("2027-03-17T10:00")

    assert "naering@example.no" not in addresses(asked, f"{ROUND}/remind")
    assert words in "\n".join(one.text for one in Document(io.BytesIO(compiled(asked))).paragraphs)


def addresses(year: Rehearsal, step: str) -> list[str]:
    return [letter.recipient for letter in year.desk.journal.letters(step) if letter.state == "sent"]


def compiled(year: Rehearsal) -> bytes:
    return file(mails(year, f"{ROUND}/compile")[0], ".docx")


def test_whoever_has_answered_is_not_reminded_and_others_only_of_what_is_left(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: pågår").reply(
        ASK, "Bergstaden kommune", "1.1-1: ferdig", sender="Næringssjef <naering@example.no>"
    ).until("2027-03-08T12:00")

    assert sorted(addresses(asked, f"{ROUND}/remind")) == ["naering@example.no", "ordforer@example.no", "sekretariat@example.no"]
    reminder = text(to(asked, f"{ROUND}/remind", "naering@example.no"))
    assert "Vi mangler status for ett tiltak" in reminder
    assert "1.1-2 – " in reminder
    assert "1.1-1 – " not in reminder


def test_what_one_has_answered_the_other_responsible_is_not_asked_again(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden kommune", "1.1-2: ferdig", sender="Næringssjef <naering@example.no>").until("2027-03-08T12:00")

    assert "1.1-2" not in text(to(asked, f"{ROUND}/remind", "ordforer@example.no"))


def test_the_receipt_says_how_the_answer_was_understood(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: utsatt til 1. juni").until("2027-02-23T10:00")

    assert "1.2-1: Utsatt til 1. juni" in receipt(asked, "medlem@hagen.example.no")


def receipt(year: Rehearsal, address: str) -> str:
    [step] = [record.step for record in year.desk.journal.records() if record.what == "letter.sent" and "/receipt-" in record.step]
    return text(to(year, step, address))


def test_the_receipt_tells_back_a_number_that_is_none_of_theirs(asked: Rehearsal) -> None:
    words = "1.2-1: pågår\n9.9: dette finnes ikke\n1.1: ferdig. Møtet var 12. mai"
    asked.reply(ASK, "Bergstaden Næringshage", words).until("2027-02-23T10:00")

    said = receipt(asked, "medlem@hagen.example.no")
    assert "- 1.2-1: Pågår" in said
    assert "Dette klarte vi ikke å lese som svar på det vi spurte om." in said
    assert [line for line in said.splitlines() if "«" in line][1:] == ["- «9.9: dette finnes ikke»", "- «1.1: ferdig. Møtet var 12. mai»"]


def test_a_word_beside_the_sheet_says_nothing_of_the_measure(asked: Rehearsal) -> None:
    mail = to(asked, ASK, "medlem@hagen.example.no")
    book = load_workbook(io.BytesIO(file(mail, ".xlsx")))
    sheet = book.active
    assert sheet is not None
    sheet["D2"] = "Ferdig"
    answer(asked, mail, "Se arket.", ("svar.xlsx", saved(book)))
    asked.until("2027-02-23T10:00")

    assert [line for line in receipt(asked, "medlem@hagen.example.no").splitlines() if "1.2-1" in line] == ["- 1.2-1: Ferdig"]


def test_the_title_of_the_table_in_the_quoted_letter_is_no_part_of_the_answer(asked: Rehearsal) -> None:
    mail = to(asked, ASK, "naering@example.no")
    quoted = mail.get_body(("html",))
    assert quoted is not None
    reply = EmailMessage(policy=policy.SMTP)
    reply["From"], reply["To"], reply["Subject"], reply["Date"] = mail["To"], mail["From"], f"SV: {mail['Subject']}", asked.now
    reply["In-Reply-To"] = mail["Message-ID"]
    above = '<p class="MsoNormal">1.1-1: ferdig<o:p></o:p></p><p class="MsoNormal">7.7-7: ukjent<o:p></o:p></p>'
    head = f'<div style="border-top:solid #E1E1E1 1.0pt"><p><b>Fra:</b> Sekretariatet<br><b>Emne:</b> {mail["Subject"]}</p></div>'
    reply.set_content(f"<html><body>{above}{head}{quoted.get_content()}</body></html>", subtype="html")
    lay(asked, reply.as_bytes())
    asked.until("2027-02-23T10:00")

    [kept] = [json.loads(one.content) for one in asked.desk.journal.contributions([ROUND])]
    assert "7.7-7: ukjent" in kept["text"]
    assert "siste kjente status" not in kept["text"] + json.dumps(kept["updates"], ensure_ascii=False)


def test_an_endless_answer_does_not_fill_the_paper(asked: Rehearsal) -> None:
    words = "Vi vil gjerne fortelle litt mer. " * 1_000
    asked.reply(ASK, "Bergstaden kommune", words, sender="Næringssjef <naering@example.no>").until("2027-03-17T10:00")

    [entry] = [one.text for one in Document(io.BytesIO(compiled(asked))).paragraphs if "fortelle litt mer" in one.text]
    assert len(entry) < 5_200
    assert entry.endswith("… (resten står i e-posten)")


def test_two_responsible_who_disagree_both_stand_in_the_table(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden kommune", "1.1-2: pågår", sender="Næringssjef <naering@example.no>").until("2027-02-23T10:00")
    asked.reply(ASK, "Bergstaden kommune", "1.1-2: ferdig", sender="Ordfører <ordforer@example.no>").until("2027-03-17T10:00")

    [row] = [row for row in rows(compiled(asked)) if row[0] == "1.1-2"]
    assert row[3] == "Ferdig"
    assert row[4] == "ferdig · Bergstaden kommune, 22. feb.: Pågår"


def test_the_newest_answer_counts(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: pågår").until("2027-02-23T10:00")
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig").until("2027-02-24T10:00")

    assert said(asked, "1.2-1")[0] == "done"


def test_nothing_new_is_an_answer(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "Ingen endring.").until("2027-03-08T12:00")

    assert "medlem@hagen.example.no" not in addresses(asked, f"{ROUND}/remind")


def test_an_automatic_reply_is_no_answer(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "Jeg er på ferie.", automatic=True).until("2027-03-08T12:00")

    assert "medlem@hagen.example.no" in addresses(asked, f"{ROUND}/remind")


def test_a_stranger_is_laid_in_the_tray_and_can_be_let_in(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig", sender="Vikar <vikar@example.com>").until("2027-02-23T10:00")
    [mail] = asked.desk.journal.messages("tray")

    tray.assign(asked.desk, mail.id[:12], "", "", "Sekretæren", asked.now)

    assert said(asked, "1.2-1") == ("done", "ferdig", "Bergstaden Næringshage")


# --- what is made of it -----------------------------------------------------------------------------------------------------


def test_the_day_after_the_secretariat_has_the_table_in_word_and_as_a_sheet(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig, lagt ut 3. mars").until("2027-03-17T10:00")

    assert ["1.2-1", "Holde nettsidene oppdatert", "BNH", "Ferdig", "ferdig, lagt ut 3. mars", "Bergstaden Næringshage, 22. feb."] in rows(
        compiled(asked)
    )
    assert ["1.1-1", "Se på tomteområder", "Næringssjef", "Ikke svart", "", ""] in rows(compiled(asked))
    sheet = load_workbook(io.BytesIO(file(mails(asked, f"{ROUND}/compile")[0], ".xlsx"))).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Nr.", "1.1-1", "1.1-2", "1.2-1", "1.3-1", "1.3-2"]


def test_an_answer_after_the_last_day_is_kept_and_marked(asked: Rehearsal) -> None:
    asked.until("2027-03-16T07:00").reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig").until("2027-03-16T15:00")

    assert ["1.2-1", "Holde nettsidene oppdatert", "BNH", "Ferdig", "ferdig", "Bergstaden Næringshage, 16. mars (for sent)"] in rows(
        compiled(asked)
    )


def test_the_whole_of_the_last_day_is_in_time(asked: Rehearsal) -> None:
    asked.until("2027-03-15T23:30").reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig").until("2027-03-16T15:00")

    assert "(for sent)" not in str(rows(compiled(asked)))


def test_what_a_late_answer_is_can_be_left_to_a_person(root: Path, tmp_path: Path) -> None:
    path = root / "programmes" / "status.toml"
    path.write_text(path.read_text("utf-8").replace('late = "mark"', 'late = "tray"'), encoding="utf-8")
    with rehearsed(root, tmp_path / "post", "2027-01-01") as year:
        year.until("2027-02-19T12:00").approve(ASK).until("2027-03-16T07:00")
        year.reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig").until("2027-03-16T15:00")

        [mail] = year.desk.journal.messages("tray")
        assert mail.why.startswith("kom etter fristen 15. mars 2027")
        assert rounds.statuses(year.desk, "plan", 2027) == {}


def test_what_was_done_last_year_is_not_asked_about_this_year(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig").reply(
        ASK, "Bergstaden kommune", "1.1-1: pågår, to tomter vurdert", sender="Næringssjef <naering@example.no>"
    ).until("2028-02-21T12:00").approve("plan/status/2028-1/ask").until("2028-02-23T12:00")
    letter = text(to(asked, "plan/status/2028-1/ask", "naering@example.no"))

    assert "Bergstaden Næringshage" not in asked.recipients("plan/status/2028-1/ask")
    assert "1.1-1 – Se på tomteområder – 2027 – Pågår (meldt 22. februar 2027)" in letter


def test_what_was_done_years_ago_is_still_done(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig").until("2027-02-24T10:00")
    far = asked.now.replace(year=2031)
    view = desks.look(asked.desk, far)

    assert ROUND in view.facts.answers


def test_status_shows_who_has_answered(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: ferdig").until("2027-02-24T10:00")
    [one] = [one for one in status.status(asked.desk, asked.now).answers if one.key == ROUND]

    assert one.answered == ("Bergstaden Næringshage",)
    assert one.silent == ("Bergstaden kommune", "Sekretariatet for Osloregionen")
    assert answers.briefly(one, "nb") == "1 av 3 organisasjoner har svart."


# --- a survey, and what builds on it ----------------------------------------------------------------------------------------

SURVEY = "plan/undersokelse/2027-1"
PUBLISH = "plan/offentliggjoring/2027-1/publish"


@pytest.fixture
def surveyed(year: Rehearsal) -> Rehearsal:
    year.until("2027-02-02T12:00").approve(f"{SURVEY}/ask").until("2027-02-05T10:00")
    year.reply(f"{SURVEY}/ask", "Bergstaden Næringshage", "1: 12\n2: Nei.\n3: Bygge flere boliger, og få opp farten på nettet.")
    year.reply(f"{SURVEY}/ask", "Bergstaden Ressurs", "1. 4\n2. nei\n3. Rydde i sentrum.")
    return year.until("2027-02-08T10:00")


def test_a_survey_has_the_link_and_the_questions(surveyed: Rehearsal) -> None:
    letter = text(to(surveyed, f"{SURVEY}/ask", "medlem@hagen.example.no"))

    assert "https://skjema.example.no/naeringsliv" in letter
    assert "2. Er det lett å få tak i folk?" in letter


def test_only_those_who_have_not_answered_are_reminded(surveyed: Rehearsal) -> None:
    surveyed.reply(f"{SURVEY}/ask", "Bergstaden kommune", "Svart").until("2027-02-26T12:00")

    assert surveyed.recipients(f"{SURVEY}/remind") == []


def test_the_answers_to_each_question_stand_together(surveyed: Rehearsal) -> None:
    surveyed.until("2027-03-02T12:00")
    paper = file(mails(surveyed, f"{SURVEY}/compile")[0], ".docx")

    assert ["Bergstaden Næringshage", "12"] in rows(paper)
    assert "Korte svar: nei (2)" in [one.text for one in Document(io.BytesIO(paper)).paragraphs]


def test_the_results_are_published_without_names(surveyed: Rehearsal) -> None:
    surveyed.until("2027-04-05T12:00").approve(PUBLISH).until("2027-04-15T12:00")
    [first, *_] = mails(surveyed, PUBLISH)
    paper = "\n".join(one.text for one in Document(io.BytesIO(file(first, ".docx"))).paragraphs)

    assert "Korte svar: nei (2)" in paper
    assert "Rydde i sentrum." in paper
    assert "Bergstaden Ressurs" not in paper


def test_nothing_is_published_before_the_survey_is_done(year: Rehearsal) -> None:
    """Nobody approved the survey, so that it was never sent and never compiled."""
    year.until("2027-04-15T12:00")

    held = {hold.key: hold.reason for hold in year.desk.journal.held()}
    assert held[PUBLISH] == "venter på «Undersøkelse blant bedriftene», som ikke er ferdig"
    assert year.recipients(PUBLISH) == []


def test_when_the_survey_is_called_off_nothing_is_published(year: Rehearsal) -> None:
    year.until("2027-02-01T12:00").cancel(SURVEY, "nytt skjema").until("2027-04-15T12:00")

    assert "som ikke er ferdig" in {hold.key: hold.reason for hold in year.desk.journal.held()}[PUBLISH]


def test_json_of_what_is_kept_has_the_numbers(asked: Rehearsal) -> None:
    asked.reply(ASK, "Bergstaden Næringshage", "1.2-1: utsatt til 1. juni").until("2027-02-24T10:00")
    [one] = asked.desk.journal.contributions([ROUND])

    assert json.loads(one.content)["updates"] == [
        {"number": "1.2-1", "state": "postponed", "until": "1. juni", "note": "utsatt til 1. juni"}
    ]
    assert one.kind == "status"
