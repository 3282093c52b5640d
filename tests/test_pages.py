"""The papers opened in a real word processor: how many pages, and what stands at the top and the bottom of each."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import house, rehearsal
from bot.desk import acts
from bot.desk import desk as desks

REPOSITORY = Path(__file__).parents[1]
HEADER = ["Fornavn", "Etternavn", "Organisasjon"]


@pytest.fixture(scope="module")
def office() -> str:
    """LibreOffice, where it is installed; `.ci/run` installs it."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None or shutil.which("pdftotext") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice and poppler-utils are not installed")
        pytest.skip("LibreOffice and poppler-utils are not installed")
    return found


@pytest.fixture(scope="module")
def pages(office: str, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The lines of each page of the notice to the joint meeting with its 45 invited."""
    folder = tmp_path_factory.mktemp("pages")
    now = datetime(2027, 10, 20, 8, tzinfo=UTC)
    with rehearsal.begin(house.office(REPOSITORY), folder, now) as year:
        view = desks.look(year.desk, now)
        made = acts.make(year.desk, view, *acts.find(view, "naering/fellesmote/2027-1/notice"), now)
    paper = folder / "innkalling.docx"
    paper.write_bytes(made[0].letter.attachments[0].content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(paper)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = subprocess.run(
        ["pdftotext", "-layout", str(folder / "innkalling.pdf"), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f") if page.strip()]


def test_the_notice_keeps_its_page_count(pages: list[list[str]]) -> None:
    assert len(pages) == 3
    assert [page[-1] for page in pages] == ["Side 1 av 3", "Side 2 av 3", "Side 3 av 3"]


def test_the_header_of_the_invited_is_repeated_on_every_page_of_the_table(pages: list[list[str]]) -> None:
    assert all(page[0].split() == HEADER for page in pages[1:])


def test_every_one_of_the_45_stands_on_a_line_of_one_page(pages: list[list[str]]) -> None:
    rows = [line for page in pages for line in page if line.startswith("Medlem") and not line.startswith("Medlemm")]

    assert len([row for row in rows if "kommune" in row or len(row.split()) > 2]) >= 45


def test_no_heading_stands_alone_at_the_end_of_a_page(pages: list[list[str]]) -> None:
    for page in pages[:-1]:
        last = page[-2]
        assert last != "Inviterte"
        assert last.split() != HEADER
        assert not last.startswith(("Innkalling til", "Sakskart til", "5. Eventuelt"))
