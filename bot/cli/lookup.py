"""What a workspace knows of a mail that `read` shows: the letter it answers, the meeting and the organisation. Stores nothing."""

import argparse
from hashlib import sha256
from pathlib import Path

from bot import house
from bot.cli.now import now
from bot.cli.seen import Read
from bot.cycle.memory import Incoming
from bot.desk import collect
from bot.desk import desk as desks
from bot.errors import BotError
from bot.papers import reply
from bot.post.folder import Folder

SQLITE = "sqlite:///"


def look(options: argparse.Namespace, raw: bytes) -> Read | None:
    """The mail as a round of the inbox would understand it now; None when there is no journal yet.

    A workspace with a fault does not keep a mail from being read: then `why` says that nothing was looked up.
    """
    root = options.workspace
    try:
        office = house.office(root)
        url = house.journal_url(root, office.config.journal.url)
        if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
            return None
        post = office.config.post  # nothing is fetched or sent here, whatever the channel is
        nowhere = Folder(root / post.out, root / post.inbox, root / post.calendars)
        with house.opened(root, office, nowhere) as desk:
            at = now(options, office.config)
            seen = collect.understand(desk, desks.look(desk, at), sha256(raw).hexdigest(), Incoming(options.file.name, raw, ""), at)
    except BotError as fault:
        return Read(reply.understand(raw), why=(f"møte og organisasjon er ikke slått opp: {str(fault).splitlines()[0]}",))
    return Read(seen.reading, seen.message.occurrence, seen.message.organisation, (seen.message.why,))
