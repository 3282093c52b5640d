"""Word files that a person has edited, printed as PDF by LibreOffice: found on this machine, shut in, stopped when it takes too long."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import is_zipfile

from bot.errors import BotError

NAMES = ("soffice", "libreoffice")
LIMIT = 60
"""Seconds: a cold start takes two, a hundred pages five."""
LARGEST = 100_000_000
"""A PDF with more bytes than this goes with no letter."""
STANDARDS = '{"PDFUACompliance":{"type":"boolean","value":"true"},"SelectPdfVersion":{"type":"long","value":"2"}}'
"""PDF/UA-1 and PDF/A-2, in LibreOffice's own words (from 7.4)."""
OFFLINE = ("unshare", "--map-root-user", "--net")
"""A network of its own with nothing in it, where the machine lets an ordinary user have one."""
STAND_INS = {"Carlito": "Calibri", "Caladea": "Cambria", "Liberation Sans": "Arial", "Liberation Serif": "Times New Roman"}
"""Fonts with the same widths as Word's own: without them, lines and pages break elsewhere than in Word."""
PACKAGES = "fonts-crosextra-carlito, fonts-crosextra-caladea og fonts-liberation"
SETTINGS = "/org.openoffice.Office."
PROFILE = tuple(
    f'<item oor:path="{SETTINGS}{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
    for path, name, value in (
        ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
        ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
        ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
        ("Common/Security/Scripting", "DisableActiveContent", "true"),
        ("Writer/Content/Update", "Link", "0"),
    )
)
REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    f"{''.join(PROFILE)}</oor:items>"
)


class NotPrinted(BotError):
    """LibreOffice made no PDF of the file."""


class Seen(NamedTuple):
    """One thing looked at, for `doctor`: what, whether it is well, and in words."""

    what: str
    good: bool
    said: str


@dataclass(frozen=True, slots=True)
class Printer:
    """LibreOffice at `program`. `within` is the command that shuts it off from the network; empty where there is none."""

    program: Path
    within: tuple[str, ...] = ()
    seconds: float = LIMIT

    def pdf(self, word: bytes) -> bytes:
        """A .docx file as PDF/UA-1 and PDF/A-2. LibreOffice stamps the hour in it, so that no two are alike.

        Each run has a profile of its own that runs no macros and fetches no links. Raises NotPrinted, in Norwegian.
        """
        if not is_zipfile(BytesIO(word)):  # of nothing at all LibreOffice makes an empty page
            raise NotPrinted("Filen er ikke en hel Word-fil (.docx).")
        with TemporaryDirectory(prefix="aarshjul-") as name:
            folder = Path(name)
            (folder / "profile" / "user").mkdir(parents=True)
            (folder / "profile" / "user" / "registrymodifications.xcu").write_text(REGISTRY, encoding="utf-8")
            (folder / "inn.docx").write_bytes(word)
            self._run(folder)
            return _checked(folder / "ut" / "inn.pdf")

    def _run(self, folder: Path) -> None:
        command = (
            *self.within, str(self.program), f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard",
            "--infilter=MS Word 2007 XML",  # whatever else the file may be, it is not opened as that
            "--convert-to", f"pdf:writer_pdf_Export:{STANDARDS}", "--outdir", str(folder / "ut"), str(folder / "inn.docx"),
        )  # fmt: skip
        # none of our own environment: it may hold secrets, and an address to a proxy
        environment = {"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
        quiet = subprocess.DEVNULL
        try:
            running = subprocess.Popen(  # noqa: S603 - the program that was found, and files of our own naming
                command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
            )
        except OSError as fault:
            raise NotPrinted(f"LibreOffice ({self.program}) kan ikke startes: {fault.strerror}.") from fault
        try:
            running.wait(self.seconds)
        except subprocess.TimeoutExpired as late:
            raise NotPrinted(f"LibreOffice ble ikke ferdig med filen på {self.seconds:.0f} sekunder.") from late
        finally:
            _end(running)


def find(path: str | None = None) -> Printer | None:
    """LibreOffice on this machine, shut off from the network where that can be done; None when it is not installed.

    `path` is where to look, as in PATH; the environment's own when None.
    """
    found = next((program for name in NAMES if (program := shutil.which(name, path=path))), None)
    return Printer(Path(found).absolute(), _offline()) if found else None


def findings(path: str | None = None) -> tuple[Seen, ...]:
    """What `doctor` says of it: that LibreOffice is not there is no fault, but what it then lacks is."""
    printer = find(path)
    if printer is None:
        said = "ikke installert; filer som noen har redigert i Word, går ut som Word alene"
        return (Seen("LibreOffice", True, said),)
    network = "uten nett" if printer.within else "kan ikke stenges av fra nettet her; steng det ute i brannmuren for denne brukeren"
    here = Seen("LibreOffice", True, f"{printer.program}, {network}")
    missing = _missing()
    if not missing:
        return (here, Seen("skrifter", True, "alle som er like brede som Words egne"))
    listed = ", ".join(f"{font} (for {STAND_INS[font]})" for font in missing)
    return (here, Seen("skrifter", False, f"mangler {listed}; installer {PACKAGES}"))


@lru_cache(maxsize=1)
def _offline() -> tuple[str, ...]:
    """The command that takes the network away, where it works: a machine may deny it to ordinary users."""
    program = shutil.which(OFFLINE[0])
    command = (program, *OFFLINE[1:]) if program else ()
    return command if command and _answer(*command, "true") is not None else ()


def _missing() -> tuple[str, ...]:
    """Those stand-ins that LibreOffice will not find. Where fontconfig cannot be asked, none are said to be missing."""
    answer = _answer("fc-list", ":", "family")
    families = {name.strip() for line in (answer or "").splitlines() for name in line.split(",")}
    return tuple(font for font in STAND_INS if font not in families) if answer is not None else ()


def _answer(*command: str) -> str | None:
    """What a small program of the system says; None when it says no or is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - named here
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _end(running: "subprocess.Popen[bytes]") -> None:
    """No part of it outlives the run: soffice is a script that starts a program that starts another."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _checked(made: Path) -> bytes:
    """The file that was made, when it is a whole PDF."""
    if not made.is_file() or made.is_symlink():
        raise NotPrinted("LibreOffice kunne ikke lese filen, og laget ingen PDF.")
    if made.stat().st_size > LARGEST:
        raise NotPrinted("PDF-en ble for stor.")
    content = made.read_bytes()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise NotPrinted("LibreOffice laget en fil som ikke er en hel PDF.")
    return content
