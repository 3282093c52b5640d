"""The only wiring: a workspace folder becomes a desk with an office, a journal and a post."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot import workspace
from bot.cycle.model import Fault, Severity
from bot.desk.desk import Desk
from bot.desk.ports import Post
from bot.errors import JournalFailed, WorkspaceFaulty
from bot.journal.journal import Journal
from bot.papers.office import Office
from bot.post.folder import Folder

STATE = "state"


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
def opened(root: Path, found: Office | None = None, post: Post | None = None) -> Iterator[Desk]:
    """A desk for the workspace in `root`; its journal is closed afterwards. Raises WorkspaceFaulty."""
    found = found or office(root)
    config = found.config
    way = post or Folder(root / config.post.out, root / config.post.inbox, root / config.post.calendars)
    try:
        with Journal.open(journal_url(root, config.journal.url), Paths(root).state) as journal:
            yield Desk(found, journal, way)
    except SQLAlchemyError as fault:
        where = make_url(config.journal.url).render_as_string()  # without the password
        reason = str(getattr(fault, "orig", None) or fault).partition("\n")[0]
        raise JournalFailed(f"Journalen {where} kan ikke brukes: {reason}. Se [journal] i config.toml, og sikkerhetskopien.") from fault
