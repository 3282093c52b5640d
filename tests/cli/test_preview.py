"""What preview shows beside the letter: the size of each file, and the invited of a step that sends calendar invitations only."""

import json

from tests.cli.conftest import MEETING, Aarshjul


def test_each_file_is_shown_with_its_size(desk: Aarshjul) -> None:
    last = desk("2027-10-21T09:05", "preview", f"{MEETING}/notice").out.replace("\N{NO-BREAK SPACE}", " ").splitlines()[-1]

    assert last.startswith("Vedlegg: Innkalling – ")
    assert last.endswith(" kB)")


def test_who_gets_an_invitation_alone_is_shown_too(desk: Aarshjul) -> None:
    shown = desk("2027-10-21T09:05", "preview", f"{MEETING}/save-date-1").out.splitlines()
    described = json.loads(desk("2027-10-21T09:05", "preview", f"{MEETING}/save-date-1", "--json").out)

    assert shown[1:4] == [
        "ingen brev, og 2 kalenderinvitasjoner, til:",
        "  Medlem Horten, Horten kommune <medlem.horten@example.no>",
        "  Medlem Lørenskog, Lørenskog kommune <medlem.lorenskog@example.no>",
    ]
    assert [one["name"] for one in described["recipients"]] == ["Medlem Horten", "Medlem Lørenskog"]
