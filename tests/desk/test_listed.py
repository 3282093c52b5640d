"""What is new since a person edited a file may only be told of, and not put into it: `[papers] proposals = "list"`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.rehearsal import Rehearsal
from tests.desk.moody import MEETING, NOTICE, edit, reread, text
from tests.desk.test_handing import drafts, edited, members_got, paper, renamed, send_back


def listed(year: Rehearsal) -> Rehearsal:
    """The secretariat wants no tracked changes."""
    office = year.desk.office
    papers = office.config.papers.model_copy(update={"proposals": "list"})
    year.desk = replace(year.desk, office=replace(office, config=office.config.model_copy(update={"papers": papers})))
    return year


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_is_new_is_told_and_the_file_leaves_untouched(begin: Callable[[str], Rehearsal], root: Path, language: str) -> None:
    edit(root / "schedules" / "naering.toml", 'agenda = "naering"\n', f'agenda = "naering"\nlanguage = "{language}"\n')
    year = begin("2027-10-01")
    reread(year, root)
    year = listed(year).until("2027-10-21T12:00")
    [draft] = drafts(year, NOTICE)
    file = edited(paper(draft)[1], renamed)
    send_back(year, draft, "Her", file, "2027-10-22T09:00")
    year.add_item(MEETING, "Valg av nestleder", "Valgkomiteen legger fram et forslag.").until("2027-10-23T09:00")
    *_, newest = drafts(year, NOTICE)
    said, alone = (
        text(newest),
        {"nb": ", og står ikke i dokumentet. Vil du ha det med", "nn": ", og står ikkje i dokumentet. Vil du ha det med"},
    )
    assert alone[language] in said
    assert "Ny sak «Valg av nestleder» er satt inn etter" in said
    assert "Teksten «Sak 4» er endret til «Sak 5»." in said  # the same text by another number is not told twice over
    assert paper(newest)[1] == file
    send_back(year, newest, "Godkjent", None, "2027-11-04T09:30")
    assert set(members_got(year, NOTICE).values()) == {file}
