"""The minutes go out half written, come back filled in, and are sent as that very file: by mail, with one word or in two rounds."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.desk import desk as desks
from bot.rehearsal import Rehearsal
from tests.desk.moody import MEETING, NOTICE, letters, text, to_members
from tests.papers.edited.word import TEXT, P, Word, write

SECRETARIAT = "sekretariat@example.no"
REVIEW, FINAL = f"{MEETING}/review", f"{MEETING}/final"
DOCX = "vnd.openxmlformats-officedocument.wordprocessingml.document"
Edit = Callable[[Word], None]


def drafts(year: Rehearsal, step: str) -> list[EmailMessage]:
    """The mails that laid a step before the secretariat, oldest first."""
    laid = re.compile(rf"{re.escape(step.replace('/', '-'))}-draft-\d+-[0-9a-f]{{12}}")
    return [mail for name, mail in letters(year).items() if laid.search(name) and "[utkast" in str(mail["Subject"])]


def paper(mail: EmailMessage) -> tuple[str, bytes]:
    [(name, content)] = [(str(one.get_filename()), one.get_content()) for one in mail.iter_attachments()]
    return name, content


def edited(content: bytes, edit: Edit) -> bytes:
    word = Word(content)
    edit(word)
    return word.saved()


def send_back(year: Rehearsal, draft: EmailMessage, said: str, file: bytes | None, when: str, sender: str = SECRETARIAT) -> Rehearsal:
    """The secretary answers a draft, with a file or without."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Date"] = sender, SECRETARIAT, year.now
    mail["Subject"], mail["In-Reply-To"] = f"SV: {draft['Subject']}", str(draft["Message-ID"])
    mail.set_content(f"{said}\n\nMed vennlig hilsen\nRådgiver\n\nFra: {SECRETARIAT}\nEmne: Utkast\n\nHer er utkastet.\n")
    if file is not None:
        mail.add_attachment(file, maintype="application", subtype=DOCX, filename=paper(draft)[0])
    year.inbox.mkdir(parents=True, exist_ok=True)
    (year.inbox / f"{len(list(year.inbox.iterdir()))}.eml").write_bytes(mail.as_bytes())
    return year.until(when)


def fill(word: Word) -> None:
    """What a secretary writes after a meeting."""
    word.fact("chair", "Leder")
    word.fact("minute-taker", "Rådgiver")
    word.say("decision:runde", "Tatt til orientering.")
    word.say("decision:innkalling", "Godkjent, enstemmig.")


@pytest.fixture
def held(told: Rehearsal) -> Rehearsal:
    """The meeting of Thursday 11 November has been held, and the half-written minutes lie with the secretariat."""
    return told.until("2027-11-15T08:30")


def members_got(year: Rehearsal, step: str) -> dict[str, bytes]:
    """The files that left with a step, by recipient."""
    prefix = step.replace("/", "-")
    return {str(mail["To"]): paper(mail)[1] for name, mail in to_members(year).items() if prefix in name and "calendar" not in name}


def test_filled_in_and_approved_in_one_mail_the_very_file_goes_to_the_members(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    file = edited(paper(draft)[1], fill)
    send_back(held, draft, "Godkjent", file, "2027-11-15T10:00")
    assert [subject.partition(":")[0] for subject in subjects(held, "approved")] == ["Godkjent"]
    got = members_got(held, REVIEW)
    assert len(got) == 3
    assert set(got.values()) == {file}


def subjects(year: Rehearsal, outcome: str) -> list[str]:
    return [str(mail["Subject"]) for name, mail in letters(year).items() if re.search(rf"draft-\d+-{outcome}", name)]


def test_handed_in_without_a_word_it_is_read_back_to_the_secretary_first(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    file = edited(paper(draft)[1], fill)
    send_back(held, draft, "Her er referatet", file, "2027-11-15T10:00")
    assert not members_got(held, REVIEW)
    [_, second] = drafts(held, REVIEW)
    said = text(second)
    assert str(second["Subject"]).startswith("Til godkjenning: referat")
    assert "Møteleder: «Leder» er fylt inn." in said
    assert "«Tatt til orientering.»" in said
    assert "har verken vedtak eller konklusjon" in said  # the cases that were left empty
    assert paper(second)[1] == file
    send_back(held, second, "OK", None, "2027-11-15T11:00")
    assert set(members_got(held, REVIEW).values()) == {file}
    assert "Har du merknader, svar på denne e-posten innen mandag 22. november 2027." in text(review_mail(held))


def review_mail(year: Rehearsal) -> EmailMessage:
    return next(mail for name, mail in to_members(year).items() if REVIEW.replace("/", "-") in name)


def test_empty_minutes_cannot_be_approved_by_a_slip(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    send_back(held, draft, "Godkjent", None, "2027-11-15T10:00")
    assert not members_got(held, REVIEW)
    assert any("ikke fylt ut" in text(mail) for name, mail in letters(held).items() if "refused" in name)
    send_back(held, draft, "Godkjent", paper(draft)[1], "2027-11-15T11:00")  # the same file, as it was
    assert not members_got(held, REVIEW)


def test_someone_else_can_hand_in_nothing(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    send_back(held, draft, "Godkjent", edited(paper(draft)[1], fill), "2027-11-15T10:00", sender="horten@example.no")
    assert held.desk.journal.editions([MEETING]) == ()
    assert any(
        "kan ikke godkjenne" in message.why or "en som ikke kan godkjenne" in message.why for message in held.desk.journal.messages("tray")
    )


def test_comments_by_reply_become_a_list_for_the_secretary_and_the_final_minutes_go_to_all(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    file = edited(paper(draft)[1], fill)
    send_back(held, draft, "Godkjent", file, "2027-11-15T10:00")
    held.reply(REVIEW, "Lørenskog kommune", "Under sak 2 skal det stå fylkeskommunen.").until("2027-11-22T12:00")
    assert not drafts(held, FINAL)  # the last day for comments is not over
    held.until("2027-11-23T09:00")
    [final] = drafts(held, FINAL)
    assert "Lørenskog kommune (Medlem Lørenskog): Under sak 2 skal det stå fylkeskommunen." in text(final)
    corrected = edited(paper(final)[1], lambda word: word.say("follow-up:runde", "Fylkeskommunen følger opp."))
    send_back(held, final, "Godkjent", corrected, "2027-11-23T10:00")
    assert set(members_got(held, FINAL).values()) == {corrected}
    held.reply(REVIEW, "Horten kommune", "Jeg har også en merknad.").until("2027-11-24T09:00")
    assert any("alt sendt" in message.why for message in held.desk.journal.messages("tray"))


def test_the_secretary_is_reminded_kindly_when_no_minutes_come_back(held: Rehearsal) -> None:
    held.until("2027-11-22T09:00")
    [nag] = [mail for name, mail in letters(held).items() if "nag" in name]
    assert "er ikke kommet tilbake ennå" in text(nag)


def test_no_nag_when_they_have(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    send_back(held, draft, "Her", edited(paper(draft)[1], fill), "2027-11-24T09:00")
    assert not [name for name in letters(held) if "nag" in name]


def test_an_old_mail_read_once_more_brings_no_old_file_back(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    first = edited(paper(draft)[1], lambda word: word.fact("chair", "Nestleder"))
    send_back(held, draft, "Her", first, "2027-11-15T10:00")
    second = edited(paper(draft)[1], fill)
    send_back(held, draft, "Her er den rette", second, "2027-11-15T11:00")
    replay = (held.inbox / "0.eml").read_bytes()
    (held.inbox / "replay.eml").write_bytes(replay)
    held.until("2027-11-15T12:00")
    assert [one.sha256 for one in held.desk.journal.editions([MEETING])][-1] == held.desk.journal.keep(second)


def test_a_file_of_another_meeting_is_refused_with_the_reason(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    other = Word(edited(paper(draft)[1], fill))
    for part in ("docProps/custom.xml", "word/document.xml"):
        other.parts[part] = other.parts[part].replace(b"2027-3/review", b"2027-2/review")
    send_back(held, draft, "Godkjent", Word(other.zipped()).zipped(), "2027-11-15T10:00")
    assert held.desk.journal.editions([MEETING]) == ()
    assert any("hører til naering/faggruppe/2027-2" in message.why for message in held.desk.journal.messages("tray"))


def test_a_file_saved_again_with_nothing_written_in_it_is_not_filled_in(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    send_back(held, draft, "Godkjent", edited(paper(draft)[1], lambda _: None), "2027-11-15T10:00")
    assert not members_got(held, REVIEW)


def test_a_file_with_macros_is_refused_and_said(held: Rehearsal) -> None:
    [draft] = drafts(held, REVIEW)
    word = Word(edited(paper(draft)[1], fill))
    word.parts["word/vbaProject.bin"] = b"macro"
    send_back(held, draft, "Godkjent", word.zipped(), "2027-11-15T10:00")
    assert held.desk.journal.editions([MEETING]) == ()
    assert any("makroer" in text(mail) for name, mail in letters(held).items() if "refused" in name)


# --- the agenda ---------------------------------------------------------------------------------------------------------


def test_the_agenda_comes_back_with_another_order_and_that_file_is_what_the_members_get_and_the_minutes_follow(
    begin: Callable[[str], Rehearsal],
) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00")
    [draft] = drafts(year, NOTICE)

    def reorder(word: Word) -> None:
        word.control("case:runde").addnext(word.control("case:innkalling"))
        write(next(word.control("case:eventuelt").iter(P)), "Eventuelt og vel hjem")

    file = edited(paper(draft)[1], reorder)
    send_back(year, draft, "Godkjent", file, "2027-11-04T09:30")
    assert set(members_got(year, NOTICE).values()) == {file}
    year.until("2027-11-15T08:30")
    [minutes] = drafts(year, REVIEW)
    titles = re.findall(r"(?m)^(?:Runde rundt|Godkjenning av innkalling|Eventuelt og vel hjem)", "\n".join(_lines(paper(minutes)[1])))
    assert titles[-3:] == ["Runde rundt", "Godkjenning av innkalling", "Eventuelt og vel hjem"]


def _lines(content: bytes) -> list[str]:
    from tests.desk.test_minutes import paragraphs  # noqa: PLC0415

    return paragraphs(content)


def test_a_new_date_in_the_agenda_is_asked_about_and_a_word_moves_the_meeting(begin: Callable[[str], Rehearsal]) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00")
    [draft] = drafts(year, NOTICE)
    file = edited(paper(draft)[1], later)
    send_back(year, draft, "Godkjent", file, "2027-10-21T13:00")
    assert not year.desk.journal.amendments_of(MEETING)
    [_, second] = drafts(year, NOTICE)
    assert "Filen sier torsdag 18. november 2027 kl. 12.00–13.00, men møtet står torsdag 11. november 2027 kl. 12.00–13.00." in text(second)
    assert "Svar «Flytt»" in text(second)
    send_back(year, second, "Godkjent", None, "2027-10-21T14:00")
    assert [one.state for one in year.desk.journal.drafts(["open", "approved"])] == ["open"]
    send_back(year, second, "Flytt", None, "2027-10-21T16:00")
    assert desks.look(year.desk, year.now).occurrence(MEETING).day.isoformat() == "2027-11-18"
    *_, third = drafts(year.until("2027-10-28T09:00"), NOTICE)  # the draft is due three weeks before the new date
    assert "men møtet står" not in text(third)
    send_back(year, third, "Godkjent", None, "2027-11-11T09:30")
    [got] = set(members_got(year, NOTICE).values())
    before, after = _lines(file), _lines(got)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [(re.findall(r"\d+\. november", old), re.findall(r"\d+\. november", new)) for old, new in changed] == [
        (["12. november"], ["19. november"])
    ]


def later(word: Word) -> None:
    for paragraph in word.root.iter(P):
        for one in paragraph.iter(TEXT):
            one.text = (one.text or "").replace("11. november 2027", "18. november 2027").replace("11.11.2027", "18.11.2027")


# --- the agenda, after it has left -------------------------------------------------------------------------------------------

CHANGED = f"{MEETING}/changed-1"


def renamed(word: Word) -> None:
    write(next(word.control("case:eventuelt").iter(P)), "Eventuelt og vel hjem")


@pytest.fixture
def sent(told: Rehearsal) -> Rehearsal:
    """The notice of the November meeting has left, as it was drafted."""
    return told


def test_an_agenda_edited_after_it_left_is_laid_for_approval_and_leaves_as_that_very_file(sent: Rehearsal) -> None:
    [draft] = drafts(sent, NOTICE)
    file = edited(paper(draft)[1], renamed)
    send_back(sent, draft, "Godkjent", file, "2027-11-04T10:00")
    [answer] = [mail for name, mail in letters(sent).items() if "draft-1-handed" in name]
    assert "Saken «Eventuelt» heter nå «Eventuelt og vel hjem»." in text(answer)
    assert "En rettet innkalling med filen kommer til godkjenning om en halv time." in text(answer)
    assert not members_got(sent.until("2027-11-04T10:40"), CHANGED)

    [corrected] = drafts(sent, CHANGED)
    assert "Rettet: tittelen på saken «Eventuelt og vel hjem»" in text(corrected)
    assert paper(corrected)[1] == file
    send_back(sent, corrected, "Godkjent", None, "2027-11-04T11:00")
    assert set(members_got(sent, CHANGED).values()) == {file}
    [mail, *_] = [mail for name, mail in to_members(sent).items() if "changed-1" in name]
    assert str(mail["Subject"]).startswith("Rettet innkalling")
    assert "Endringen gjelder tittelen på saken «Eventuelt og vel hjem»." in text(mail)


def test_a_second_correction_tells_of_what_it_adds_and_the_same_file_twice_asks_once(sent: Rehearsal) -> None:
    [draft] = drafts(sent, NOTICE)
    first = edited(paper(draft)[1], renamed)
    send_back(sent, draft, "Rettet", first, "2027-11-04T10:00")
    send_back(sent, draft, "Rettet", first, "2027-11-04T10:05")
    second = edited(first, lambda word: word.control("case:runde").addnext(word.control("case:innkalling")))
    send_back(sent, draft, "Og slik", second, "2027-11-04T10:10")
    assert desks.look(sent.desk, sent.now).occurrence(MEETING).corrections == (
        "tittelen på saken «Eventuelt og vel hjem»", "rekkefølgen på sakene"
    )  # fmt: skip
    *_, corrected = drafts(sent.until("2027-11-04T11:00"), CHANGED)
    assert paper(corrected)[1] == second


def test_a_file_that_says_what_was_sent_asks_for_nothing(sent: Rehearsal) -> None:
    [draft] = drafts(sent, NOTICE)
    send_back(sent, draft, "Godkjent", edited(paper(draft)[1], lambda _: None), "2027-11-04T10:00")
    [answer] = [mail for name, mail in letters(sent).items() if "draft-1-handed" in name]
    assert "Filen sier det samme som den som er sendt." in text(answer)
    assert not drafts(sent.until("2027-11-04T11:00"), CHANGED)


def test_a_new_date_after_the_notice_left_is_asked_about_and_a_word_moves_the_meeting(sent: Rehearsal) -> None:
    [draft] = drafts(sent, NOTICE)
    send_back(sent, draft, "Her", edited(paper(draft)[1], later), "2027-11-04T10:00")
    [answer] = [mail for name, mail in letters(sent).items() if "draft-1-handed" in name]
    assert "Filen sier torsdag 18. november 2027" in text(answer)
    assert "Svar «Flytt»" in text(answer)
    send_back(sent, answer, "Flytt", None, "2027-11-04T12:00")
    assert desks.look(sent.desk, sent.now).occurrence(MEETING).day.isoformat() == "2027-11-18"
    assert len(members_got_mail(sent, f"{MEETING}/moved-1")) == 3


def members_got_mail(year: Rehearsal, step: str) -> list[str]:
    return [name for name in to_members(year) if step.replace("/", "-") in name and "calendar" not in name]


def test_an_edited_agenda_that_is_sent_anew_says_the_day_that_it_is(begin: Callable[[str], Rehearsal]) -> None:
    year = begin("2027-10-01").until("2027-10-21T12:00")
    [draft] = drafts(year, NOTICE)
    send_back(year, draft, "Godkjent", edited(paper(draft)[1], renamed), "2027-11-04T09:30")
    year.reply(NOTICE, "Horten kommune", "Vi planlegger en messe for bedriftene i havnen.").until("2027-11-10T13:00")
    [update] = drafts(year, f"{MEETING}/update")
    assert "Ny tekst «Oppdatert 10.11.2027» er satt inn." in text(update)
    assert "Ny tekst «Dette er endret» er satt inn." in text(update)
