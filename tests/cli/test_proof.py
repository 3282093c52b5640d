"""`proof`: the paper that says what has left, on disk where the secretary looks for it."""

import re
from pathlib import Path

from tests.cli.conftest import MEETING, Aarshjul, change

NOTICE = f"{MEETING}/notice"
NAME = "utsendelseskvittering-gruppe-mote-2027-4-notice"
LATER = "2027-11-05T09:00"


def test_the_proof_lies_in_out_as_word_and_says_whom_it_is_for(sent: Aarshjul, root: Path) -> None:
    said = sent(LATER, "proof", NOTICE)

    assert said.status == 0
    assert said.out.splitlines() == [
        f"Skrev {root / 'out' / NAME}.docx.",
        "Kvitteringen inneholder e-postadresser: den er til sekretariatet og arkivet, og skal ikke sendes videre.",
    ]
    assert (root / "out" / f"{NAME}.docx").read_bytes().startswith(b"PK")
    assert not (root / "out" / f"{NAME}.pdf").exists()


def test_word_and_pdf_in_another_folder_the_same_bytes_each_time(sent: Aarshjul, tmp_path: Path) -> None:
    for at, folder in ((LATER, "en"), ("2027-11-09T15:00", "to")):
        assert sent(at, "proof", NOTICE, "--out", tmp_path / folder, "--pdf").status == 0

    files = [{path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("en", "to")]
    assert sorted(files[0]) == [f"{NAME}.docx", f"{NAME}.pdf"]
    assert files[0] == files[1]


def test_before_anything_has_left_there_is_nothing_to_prove(desk: Aarshjul, root: Path) -> None:
    said = desk("2027-10-21T09:00", "proof", NOTICE)

    assert (said.status, said.err) == (2, f"Ingenting er sendt for «{NOTICE}» ennå, så det er ingenting å kvittere for.\n")
    assert desk(LATER, "proof", MEETING).status == 2
    assert not (root / "out" / f"{NAME}.docx").exists()


def test_preview_shows_the_pdf_beside_the_word_file(desk: Aarshjul, root: Path, tmp_path: Path) -> None:
    change(root / "config.toml", "pdf = false", "pdf = true")
    said = desk("2027-10-21T09:00", "preview", NOTICE, "--out", tmp_path / "se")

    paper = "Innkalling – faggruppe for samarbeid – 11. november 2027"
    assert re.findall(r"(?m)^Vedlegg: (.+) \(\d+ kB\)$", said.out) == [f"{paper}.docx", f"{paper}.pdf"]
    assert {f"{paper}.docx", f"{paper}.pdf"} < {path.name for path in (tmp_path / "se").iterdir()}
    assert (tmp_path / "se" / f"{paper}.pdf").read_bytes().startswith(b"%PDF-")
