"""Who is to do it, as people write it in minutes. Each text stands with whom it means; «?» is somebody that only a person can find."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cycle.model import Member
from bot.papers.followup import owner

MEMBERS = (
    Member("Medlem", "Nordmann", "Horten kommune", "nordmann@example.no", "Leder"),
    Member("Kari", "Eksempel", "Horten kommune", "eksempel@example.no", "Medlem"),
    Member("Kari", "Prøve", "Ås kommune", "prove@example.no", "Medlem", aliases=("Ås",)),
    Member("Ola", "Haakonsen", "Røros kommune", "haakonsen@example.no", "Næringssjef", aliases=("RK",)),
    Member("Per", "Test", "Trøndelag fylkeskommune", "test@example.no", "Rådgiver"),
    Member("Daglig leder", "RNH", "Rørosregionen Næringshage", "rnh@example.no", "Daglig leder", aliases=("RNH",)),
    Member("Rådgiver", "Sekretariatet", "Sekretariatet for Osloregionen", "sekretariat@example.no", "Sekretariatet"),
    Member("Medlem", "Indre", "Indre Østfold kommune", "indre@example.no", "Medlem"),
    Member("Leiar", "Indre", "Indre Østfold IPR", "ipr@example.no", "Daglig leder"),
    Member("Medlem", "Forum", "Næringsforum i Fjellregionen", "forum@example.no", "Medlem"),
    Member("Medlem", "Nittedal", "Nittedal kommune/SNR", "nittedal@example.no", "Medlem"),
)
HORTEN = ["eksempel", "nordmann"]
EVERYBODY = sorted(one.email.partition("@")[0] for one in MEMBERS)

SURE = {
    # people
    "Medlem Nordmann": ["nordmann"],
    "medlem  nordmann": ["nordmann"],
    "Nordmann, Medlem": ["nordmann"],
    "Nordmann": ["nordmann"],
    "M. Nordmann": ["nordmann"],
    "Ola": ["haakonsen"],
    "Håkonsen": ["haakonsen"],
    "Kari Prøve": ["prove"],
    "Kari (Ås)": ["prove"],
    "nordmann@example.no": ["nordmann"],
    "Horten v/Nordmann": ["nordmann"],
    # organisations
    "Horten kommune": HORTEN,
    "Horten": HORTEN,
    "HORTEN": HORTEN,
    "Horten k.": HORTEN,
    "Horten komm.": HORTEN,
    "Ås": ["prove"],
    "Aas kommune": ["prove"],
    "RNH": ["rnh"],
    "Trøndelag fylkeskommune": ["test"],
    "Trøndelag fk": ["test"],
    "Indre Østfold": ["indre"],
    "Indre Østfold IPR": ["ipr"],
    "Nittedal kommune/SNR": ["nittedal"],
    "Næringsforum i Fjellregionen": ["forum"],
    # roles
    "Leder": ["nordmann"],
    "lederen": ["nordmann"],
    "Næringssjef": ["haakonsen"],
    "Næringssjefen i Røros": ["haakonsen"],
    "Næringssjef, Røros kommune": ["haakonsen"],
    "Daglig leder RNH": ["rnh"],
    "Medlem, Horten kommune": ["eksempel"],
    "daglige ledere": ["ipr", "rnh"],
    # several
    "Horten / Ås": [*HORTEN, "prove"],
    "Horten og Ås": [*HORTEN, "prove"],
    "Horten, Ås og Røros": [*HORTEN, "haakonsen", "prove"],
    "Horten\nÅs kommune": [*HORTEN, "prove"],
    "Leder/Næringssjef": ["haakonsen", "nordmann"],
    "Nordmann og Kari Eksempel": HORTEN,
    "Horten og Nordmann": HORTEN,
    # all of them
    "alle": EVERYBODY,
    "Alle medlemmene": EVERYBODY,
    "alle medlemene": EVERYBODY,
    "Alle kommunene": sorted(["eksempel", "haakonsen", "indre", "nittedal", "nordmann", "prove"]),
    "sekretariatet": ["sekretariat"],
    "Sekr.": ["sekretariat"],
    "Sekretariatet og Horten": [*HORTEN, "sekretariat"],
}  # fmt: skip
PROPOSED = {
    "KP": ["prove"],
    "Næringsforum": ["forum"],
    "Trøndelag": ["test"],
    "Horten / Statens vegvesen": HORTEN,
}
NOBODY = ["", " ", "-", "Kari", "Medlem", "RNH NAV", "Statens vegvesen", "Daglig leder", "Hortn", "n.n.", "Kari / Medlem", "x" * 4000]


def found(text: str) -> tuple[list[str], bool]:
    read = owner.find(text, MEMBERS)
    return sorted(one.email.partition("@")[0] for one in read.members), read.sure


@pytest.mark.parametrize(("text", "who"), SURE.items())
def test_an_owner_is_found_in_the_register(text: str, who: list[str]) -> None:
    assert found(text) == (sorted(who), True)


@pytest.mark.parametrize(("text", "who"), PROPOSED.items())
def test_a_guess_is_a_proposal_to_a_person(text: str, who: list[str]) -> None:
    assert found(text) == (sorted(who), False)


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_chosen_where_it_is_not_said_who(text: str) -> None:
    assert found(text) == ([], False)
    assert owner.find(text, MEMBERS).why


def test_it_is_said_why() -> None:
    def why(text: str) -> str:
        return owner.find(text, MEMBERS).why

    assert why("Horten") == "«Horten» er Horten kommune"
    assert why("Nordmann") == "«Nordmann» er Medlem Nordmann, Horten kommune"
    assert why("Kari") == "«Kari» kan være Kari Eksempel, Horten kommune, eller Kari Prøve, Ås kommune"
    assert why("Hortn") == "«Hortn» står ikke i registeret; kanskje Horten kommune"
    assert why("RNH NAV") == "«RNH NAV» står ikke i registeret"
    assert why("") == "ingen ansvarlig er satt"
    assert why("Horten / NAV") == "«Horten» er Horten kommune; «NAV» står ikke i registeret"


def test_the_secretariat_need_not_stand_in_the_register() -> None:
    read = owner.find("sekretariatet", MEMBERS[:2])

    assert (read.members, read.sure) == ((), True)


@given(st.text(max_size=80), st.lists(st.sampled_from(MEMBERS), max_size=6, unique=True))
@settings(max_examples=100, deadline=None)
def test_any_text_is_answered_with_members_of_the_register(text: str, members: list[Member]) -> None:
    read = owner.find(text, members)

    assert read.text == text
    assert read.why
    assert len(set(read.members)) == len(read.members)
    assert set(read.members) <= set(members)


@given(st.sampled_from(MEMBERS), st.sampled_from(MEMBERS))
@settings(max_examples=60, deadline=None)
def test_two_who_are_named_in_full_are_both_found(one: Member, other: Member) -> None:
    for separator in (" / ", ", ", " og ", "\n"):
        assert set(owner.find(f"{one.name}{separator}{other.name}", MEMBERS).members) == {one, other}
