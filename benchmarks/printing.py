"""A notice with 45 invited as PDF from its blocks, beside LibreOffice from the Word file: nothing where that is not installed.

Each notice differs from the last, so that only fonts and letterhead are remembered. LibreOffice is started for each, as a service would.
"""

import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import example, measure, notice
from bot.papers import document, meeting, pdf, wording
from bot.papers.model import Heading, Paper, Run


def rows() -> Iterator[measure.Row]:
    program = shutil.which("soffice")
    if program is None:
        return
    office = example.office()
    about = notice._about(office)  # noqa: SLF001 - the same notice as there
    text, number = wording.render(office.paper("nb", "notice"), meeting.values(about)), count(1)

    def paper() -> Paper:
        return Paper(text.subject, "nb", (Heading(1, (Run(f"Innkalling {next(number)}"),)), *text.blocks), about.sender.name)

    def ours() -> bytes:
        return pdf.write(paper(), office.letterhead, notice.SENT).content

    with TemporaryDirectory() as folder:
        word = Path(folder, "notice.docx")

        def peer() -> bytes:
            word.write_bytes(document.write(paper(), office.letterhead))
            profile = f"-env:UserInstallation=file://{folder}/profile"
            subprocess.run(
                [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, word], check=True, capture_output=True
            )
            return word.with_suffix(".pdf").read_bytes()

        ours(), peer()  # fonts are found, and a profile is made, once
        yield measure.row(f"notice in PDF, {notice.INVITED} rows : LibreOffice", 0.25, ours=ours, peer=peer, repeats=5)
