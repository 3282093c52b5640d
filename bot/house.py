"""The only wiring: a workspace folder becomes a desk with an office, a journal and a post."""

import logging
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot import printing, workspace
from bot.cycle.model import Fault, Severity
from bot.cycle.written import GraphConfig
from bot.desk.desk import Desk, beginning
from bot.desk.ports import Post
from bot.errors import JournalFailed, Refused, WorkspaceFaulty
from bot.journal.journal import Journal
from bot.papers.office import Office
from bot.post.folder import Folder
from bot.shelf import Shelf

if TYPE_CHECKING:
    from bot.post.graph.settings import Credential, Settings

log = logging.getLogger(__name__)

STATE = "state"
SECRET, PASSPHRASE = "AARSHJUL_GRAPH_SECRET", "AARSHJUL_GRAPH_PASSPHRASE"
"""Where in the environment the secret of the app, or the password of its certificate, may be."""


class Time(Protocol):
    """Whoever knows the hour (aware, UTC), and can wait so many seconds."""

    def now(self) -> datetime: ...
    def wait(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Paths:
    """Where one workspace keeps what is not text: the journal, the lock and the heartbeat."""

    root: Path

    @property
    def state(self) -> Path:
        return self.root / STATE

    @property
    def heartbeat(self) -> Path:
        return self.state / "heartbeat.json"


def office(root: Path) -> Office:
    """The office of a workspace. Raises WorkspaceFaulty, with every error in words, when there are any."""
    found, faults = workspace.load(root)
    if found is None:
        raise WorkspaceFaulty(told(faults))
    return found


def told(faults: Sequence[Fault]) -> str:
    """Errors as lines that a person can act on."""
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    lines = [f"{fault.file}:{fault.line}: {fault.message}. {fault.advice}".rstrip() for fault in errors]
    return "\n".join((f"Arbeidsområdet har {len(errors)} feil. Ingenting er gjort.", *lines))


def journal_url(root: Path, url: str) -> str:
    """The journal's address, with the file of SQLite counted from the workspace."""
    prefix = "sqlite:///"
    return f"{prefix}{(root / url.removeprefix(prefix)).resolve()}" if url.startswith(prefix) else url


@contextmanager
def memory(root: Path, found: Office) -> Iterator[Journal]:
    """The journal of the workspace in `root`, closed afterwards. Raises JournalFailed when the database says no."""
    config = found.config.journal
    try:
        with Journal.open(journal_url(root, config.url), Paths(root).state) as journal:
            yield journal
    except SQLAlchemyError as fault:
        where = make_url(config.url).render_as_string()  # without the password
        reason = str(getattr(fault, "orig", None) or fault).partition("\n")[0]
        raise JournalFailed(f"Journalen {where} kan ikke brukes: {reason}. Se [journal] i config.toml, og sikkerhetskopien.") from fault


@contextmanager
def opened(
    root: Path, found: Office | None = None, post: Post | None = None, hours: Time | None = None, seal: bytes = b""
) -> Iterator[Desk]:
    """A desk for the workspace in `root`; its journal and its post are closed afterwards. Raises WorkspaceFaulty, JournalFailed.

    A post that has to wait (Microsoft 365) asks `hours`; whoever knows the hour gives it. `seal` is for rehearsals, which must not differ.
    """
    found = found or office(root)
    with memory(root, found) as journal, ExitStack() as stack:
        folder = found.config.papers.folder
        yield Desk(
            found, journal, post or _post(root, found, journal, hours, stack), seal or _seal(Paths(root).state), _printed,
            Shelf(root / folder) if folder else None,
        )  # fmt: skip


def _printed(word: bytes) -> bytes | None:
    """A Word file that a person has edited as PDF; None when LibreOffice is not here, or makes none of it: then it goes as Word alone."""
    printer = printing.find()
    try:
        return printer.pdf(word) if printer else None
    except printing.NotPrinted as fault:
        log.warning("no PDF of an edited paper: %s", fault)
        return None


def _seal(state: Path) -> bytes:
    """What codes in drafts are signed with: made once, whole or not at all, readable for the owner alone."""
    path = state / "approval.key"
    if not path.exists():
        part = state / f".{secrets.token_hex(8)}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first
            os.link(part, path)
        part.unlink(missing_ok=True)
    return path.read_bytes()


def _post(root: Path, found: Office, journal: Journal, hours: Time | None, stack: ExitStack) -> Post:
    """The way out and in that the config names."""
    config = found.config.post
    if config.channel == "folder":
        return Folder(root / config.out, root / config.inbox, root / config.calendars)
    if hours is None:
        raise ValueError("this post has to wait now and then, and nobody gave it the hour")
    from bot.post.graph.graph import Graph  # noqa: PLC0415 - msal and httpx are loaded only where they are used

    settings = graph_settings(root, found, os.environ)
    return stack.enter_context(closing(Graph(settings, hours, journal, public=root / config.calendars, start=beginning(found))))


def graph_settings(root: Path, found: Office, environment: Mapping[str, str]) -> "Settings":
    """What is needed to reach Microsoft 365. Raises Refused, in words an administrator can act on."""
    from bot.post.graph.settings import Settings  # noqa: PLC0415 - as above

    config = found.config.post.graph
    missing = [name for name in ("tenant", "client") if not getattr(config, name) and not (name == "client" and config.managed_identity)]
    if missing:
        raise Refused(f"[post.graph] i config.toml mangler {' og '.join(missing)}. Se docs/microsoft365.md.")
    senders = (found.config.secretariat.email, *(found.sender(cycle.schedule.group.id).email for cycle in found.cycles))
    return Settings(
        config.tenant, config.client, _credential(root, config, environment), tuple(dict.fromkeys(config.mailboxes or senders)),
        authority=config.authority, endpoint=config.endpoint, teams=config.teams,
    )  # fmt: skip


def _credential(root: Path, config: GraphConfig, environment: Mapping[str, str]) -> "Credential":
    from bot.post.graph.settings import Certificate, ManagedIdentity, Secret  # noqa: PLC0415 - as above

    if config.managed_identity:
        return ManagedIdentity(config.client)
    if config.certificate:
        return Certificate(root / config.certificate, environment.get(PASSPHRASE, ""))
    if secret := environment.get(SECRET, ""):
        return Secret(secret)
    if config.secret:
        return Secret.read(root / config.secret)
    raise Refused(f"[post.graph] trenger et sertifikat (certificate), eller en hemmelighet i {SECRET}. Se docs/microsoft365.md.")
