"""To whom something leaves, and which files: by name under each organisation, and never an address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle.model import Member
from bot.papers import leaving, prose
from bot.papers.model import Attachment


def member(organisation: str, name: str = "Nordmann", first: str = "Medlem", email: str = "skjult@example.no") -> Member:
    return Member(first, name, organisation, email)


def told(*members: Member) -> str:
    return prose.text(leaving.recipients(members, "nb")).replace("\xa0", " ").strip()


def test_a_few_organisations_stand_on_a_line_each_as_norwegian_sorts() -> None:
    assert told(member("Ås kommune"), member("Horten kommune", "Å"), member("Aal kommune"), member("Horten kommune", "B")) == (
        "- Horten kommune (Medlem B, Medlem Å)\n- Aal kommune (Medlem Nordmann)\n- Ås kommune (Medlem Nordmann)"
    )


def test_forty_five_are_one_paragraph_that_names_each_once() -> None:
    members = [member(f"Kommune {at % 32:02}", f"Nr{at}") for at in range(45)]
    text = told(*members)

    assert "\n" not in text
    assert text.startswith("Kommune 00 (Medlem Nr0, Medlem Nr32); Kommune 01 (Medlem Nr1, Medlem Nr33); ")
    assert sorted(one.name for one in members if f"{one.name}," in text or f"{one.name})" in text) == sorted(one.name for one in members)
    assert leaving.organisations(members) == 32


def test_one_without_a_name_and_one_who_has_left_are_said_so_without_an_address() -> None:
    assert told(member("Horten kommune", "", ""), member("Horten kommune"), member("", "", "")) == (
        "- Horten kommune (Medlem Nordmann, uten navn)\n- 1 ikke lenger i registeret"
    )
    assert told(member("Horten kommune", "", ""), member("Horten kommune", "", "")) == "- Horten kommune (2 uten navn)"


def test_the_secretariat_is_not_said_twice() -> None:
    assert told(member("Sekretariatet for rådet", "Sekretariatet for rådet", "")) == "- Sekretariatet for rådet"


def test_nobody_and_no_file_is_nothing() -> None:
    assert leaving.recipients((), "nb") == leaving.files(()) == ()
    assert leaving.organisations(()) == 0


@given(st.lists(st.builds(member, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)), max_size=30))
@settings(deadline=None, max_examples=50)
def test_no_name_is_lost_and_no_address_is_told(members: list[Member]) -> None:
    for language in ("nb", "nn"):
        text = prose.text(leaving.recipients(members, language))

        assert "skjult@example.no" not in text
        assert bool(text.strip()) == bool(members)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 kB"), (1, "1 kB"), (38_000, "38 kB"), (38_001, "39 kB"), (999_000, "999 kB"), (1_240_000, "1,2 MB")]
)
def test_a_size_as_people_read_it(count: int, words: str) -> None:
    [listing] = leaving.files((Attachment("Innkalling.docx", "application/octet-stream", bytes(count)),))

    assert prose.text((listing,)).replace("\xa0", " ") == f"- Innkalling.docx ({words})\n"
