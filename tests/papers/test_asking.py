"""The letter to those who are to do something: short, in both written languages, with what is due first and how to answer."""

from datetime import date
from pathlib import Path

import pytest

from bot.cycle.written import Group, Language, Sender
from bot.papers import asking, lint, prose, wording
from bot.papers.asking import Asked

ROOT = Path(__file__).parents[2] / "templates"
DAY = date(2027, 9, 24)
PLAN = Asked(4, "Lage plan for felles profil", "innen 1. oktober", date(2027, 10, 1), "", "Horten kommune", found=True)
BREV = Asked(7, "Sende brev", "snarest", None, "meldt 3. mai: i rute", "Horten kommune", found=True)
UNKNOWN = Asked(9, "Kartlegge\ntomter = 5", "1. oktober", date(2027, 10, 1), "", "Kulturkontoret", found=False)
LANGUAGES: tuple[Language, ...] = ("nb", "nn")


def written(language: Language, to: str, due: tuple[Asked, ...], rest: tuple[Asked, ...] = ()) -> str:
    """Subject and text as they leave."""
    source = (ROOT / language / "letters" / "followup.md").read_text("utf-8")
    group = Group(id="naering", name="faggruppe for næringssamarbeid", language=language)
    sender = Sender(name="Sekretariatet", email="post@example.no", officer="Rådgiver")
    text = wording.render(wording.read(source, "followup", language), asking.values(group, sender, DAY, to, due, rest))
    return f"{text.subject}\n{prose.text(text.blocks)}".replace("\xa0", " ")


def test_the_letter_to_a_member() -> None:
    assert written("nb", "Horten kommune", (PLAN,), (BREV,)).rstrip() == (
        "Påminnelse: oppfølging i faggruppe for næringssamarbeid, frist 1. oktober 2027\n"
        "Hei\n\n"
        "Vi minner om dette tiltaket fra møtene i faggruppe for næringssamarbeid, som du eller Horten kommune har ansvaret for.\n\n"
        "- Nr. 4: Lage plan for felles profil\n  Frist: 1. oktober 2027\n\n"
        "Dette er også åpent:\n\n"
        "- Nr. 7: Sende brev\n  Frist: snarest\n  Status: meldt 3. mai: i rute\n\n"
        "Svar på denne e-posten med nummeret og hvordan det står til. Du kan for eksempel skrive «4: ferdig» eller «4: utsatt til 1. juni»"
        ", og gjerne noen ord om hva som er gjort.\n\n"
        "Med vennlig hilsen\nRådgiver\nSekretariatet"
    )


def test_the_letter_to_the_secretariat_says_why_it_comes_there() -> None:
    letter = written("nb", "", (UNKNOWN,), (PLAN._replace(owner="", found=False),))

    assert "- Nr. 9: Kartlegge tomter = 5\n" in letter
    assert "kommer bare til sekretariatet:\n\n- Nr. 9: «Kulturkontoret»\n- Nr. 4: uten ansvarlig\n" in letter
    assert "har ansvaret for" not in letter


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("due", [(PLAN,), (PLAN, BREV), (UNKNOWN,)])
def test_it_has_no_fault_of_language(language: Language, due: tuple[Asked, ...]) -> None:
    assert lint.faults(written(language, "Horten kommune" if due[0].found else "", due, (PLAN,)), language) == ()
