"""`wheel`: the year as a picture, as a paper, as a page and for other programs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.conftest import REPOSITORY, Aarshjul, change

WORD_CHECK = REPOSITORY.parent / "shared" / "ooxml" / "check.py"
SVG = "{http://www.w3.org/2000/svg}"
NOW = ("--now", "2027-03-14T10:00")


def test_the_year_is_drawn_into_out_when_nothing_else_is_asked_for(root: Path, aarshjul: Aarshjul) -> None:
    said = aarshjul("wheel", "--workspace", root, "--year", "2027", *NOW)

    files = [root / "out" / f"arshjul-2027.{shape}" for shape in ("svg", "png", "html")]
    assert said.out.splitlines() == [f"Skrev {file}." for file in files]
    assert files[0].read_text("utf-8").startswith("<svg ")
    assert files[1].read_bytes().startswith(b"\x89PNG")
    assert "<!DOCTYPE html>" in files[2].read_text("utf-8")


def test_the_picture_has_what_the_plan_has_and_leads_to_the_page_beside_it(root: Path, aarshjul: Aarshjul, tmp_path: Path) -> None:
    plan = json.loads(aarshjul("plan", "--workspace", root, "--year", "2027", "--json").out)
    aarshjul(
        "wheel", "--workspace", root, "--year", "2027", "--svg", tmp_path / "a" / "hjul.svg", "--html", tmp_path / "b" / "et år.html", *NOW
    )

    links = list(etree.parse(tmp_path / "a" / "hjul.svg").iter(f"{SVG}a"))
    page = (tmp_path / "b" / "et år.html").read_text("utf-8")
    assert len(plan) == len(links) > 3
    for occurrence in plan:
        assert any(occurrence["title"] in (link.findtext(f"{SVG}title") or "") for link in links)
    for link in links:
        file, _, row = (link.get("href") or "").partition("#")
        assert file == "../b/et%20%C3%A5r.html"
        assert f'<tr id="{row}">' in page


def test_json_is_the_entries_with_dates(root: Path, aarshjul: Aarshjul) -> None:
    plan = json.loads(aarshjul("plan", "--workspace", root, "--year", "2027", "--json").out)
    found = json.loads(aarshjul("wheel", "--workspace", root, "--year", "2027", "--json", *NOW).out)

    assert [list(one) for one in found] == [["key", "title", "start", "end", "kind", "group", "link"]] * len(plan)
    assert sorted(one["key"] for one in found) == sorted(one["key"] for one in plan)
    assert [one["start"] for one in found] == sorted(one["start"][:10] for one in plan)


def test_today_has_a_hand_in_this_year_only(root: Path, aarshjul: Aarshjul, tmp_path: Path) -> None:
    aarshjul("wheel", "--workspace", root, "--year", "2027", "--svg", tmp_path / "i.svg", *NOW)
    aarshjul("wheel", "--workspace", root, "--year", "2028", "--svg", tmp_path / "neste.svg", *NOW)

    assert "I dag 14. mars" in (tmp_path / "i.svg").read_text("utf-8")
    assert "I dag" not in (tmp_path / "neste.svg").read_text("utf-8")
    assert ">2028<" in (tmp_path / "neste.svg").read_text("utf-8")


def test_one_group_has_a_ring_for_each_kind_and_all_groups_a_ring_for_each(aarshjul: Aarshjul, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.svg" for name in ("alle", "en", "typer")]
    for file, more in zip(files, ([], ["--group", "naering"], ["--rings", "kind"]), strict=True):
        aarshjul("wheel", "--workspace", REPOSITORY, "--year", "2027", "--svg", file, *more)
    all_of_them, one, kinds = (file.read_text("utf-8") for file in files)

    assert ">Osloregionen: faggruppe for næringssamarbeid</text>" in all_of_them
    assert ">Møte</text>" not in all_of_them
    assert ">Møte</text>" in one
    assert "Årshjul 2027 – Osloregionen: faggruppe for næringssamarbeid" in one
    assert "Røros" not in one
    assert ">Møte</text>" in kinds
    assert kinds.count("<a ") == all_of_them.count("<a ") > one.count("<a ")


def test_what_is_cancelled_says_so(desk: Aarshjul, root: Path, tmp_path: Path) -> None:
    desk("2027-10-01T09:00", "cancel", "gruppe/mote/2027-4", "Sykdom", "--who", "Sekretæren")
    desk("2027-10-01T09:00", "wheel", "--svg", tmp_path / "a.svg")

    assert "torsdag 11. november 2027: Avlyst: " in (tmp_path / "a.svg").read_text("utf-8")


@pytest.mark.skipif(not WORD_CHECK.exists(), reason="../shared/ooxml/check.py er ikke her")
def test_the_paper_opens_in_word(root: Path, aarshjul: Aarshjul, tmp_path: Path) -> None:
    word, pdf = tmp_path / "hjul.docx", tmp_path / "hjul.pdf"
    assert aarshjul("wheel", "--workspace", root, "--year", "2027", "--docx", word, "--pdf", pdf, "--grey", *NOW).status == 0
    checked = subprocess.run([sys.executable, WORD_CHECK, word], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_grey_has_no_colour(root: Path, aarshjul: Aarshjul, tmp_path: Path) -> None:
    aarshjul("wheel", "--workspace", root, "--year", "2027", "--grey", "--svg", tmp_path / "a.svg", *NOW)

    colours = re.findall("#([0-9a-f]{6})", (tmp_path / "a.svg").read_text("utf-8"))
    assert colours
    assert all(colour[:2] == colour[2:4] == colour[4:] for colour in colours)


def test_an_unknown_group_is_named_with_those_that_are_there(root: Path, aarshjul: Aarshjul) -> None:
    said = aarshjul("wheel", "--workspace", root, "--group", "finnes-ikke")

    assert said.status != 0
    assert "Det finnes ingen gruppe «finnes-ikke»" in said.err


def test_a_workspace_without_the_page_says_where_to_get_it(root: Path, aarshjul: Aarshjul, tmp_path: Path) -> None:
    (root / "templates" / "nb" / "pages" / "wheel.html").unlink()
    said = aarshjul("wheel", "--workspace", root, "--html", tmp_path / "a.html")

    assert said.status != 0
    assert "templates/nb/pages/wheel.html mangler" in said.err
    assert aarshjul("wheel", "--workspace", root, "--svg", tmp_path / "a.svg").status == 0


def test_a_page_that_cannot_be_set_up_is_a_fault_with_its_place(root: Path, aarshjul: Aarshjul) -> None:
    assert aarshjul("check", "--workspace", root).status == 0
    change(root / "templates" / "nb" / "pages" / "wheel.html", "{{ total|tall }}", "{{ finnes_ikke }}")
    change(root / "templates" / "nb" / "pages" / "wheel.html", "{% if not total %}", "{% if finnes_ikke %}")

    assert "templates/nb/pages/wheel.html" in aarshjul("check", "--workspace", root).out
