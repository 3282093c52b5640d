"""What has come in: by delta over the inbox and the junk of each mailbox, and once a day by a list of what delta may have missed."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.cycle.memory import Incoming
from bot.errors import PostFailed
from bot.post.graph import shapes
from bot.post.graph.call import MIME_LIMIT, PREFER, Call, path
from bot.post.graph.door import Door
from bot.post.graph.faults import Garbled, Rejected, TooLarge
from bot.post.graph.memory import Handed, Hours, Memory
from bot.post.graph.settings import Settings

FOLDERS = ("inbox", "junkemail")
BACK = timedelta(days=7)
"""How far back a lost delta begins again, and the daily list looks. What is seen again counts once."""
OURS = "aarshjul:"
"""How a category of ours begins."""
HANDLED = "handled"
LOST_CODES = {"syncstatenotfound", "resyncrequired", "syncstateinvalid"}
GONE, NOT_FOUND = 410, 404
PAGE, MOST_PAGES = 50, 10_000


class Place(NamedTuple):
    """A folder of a mailbox, how far it has been read, and when a round of it was last whole (ISO 8601); empty when never."""

    mailbox: str
    folder: str
    link: str = ""
    whole: str = ""


class Mark(NamedTuple):
    """How far everything has been read, and the last day that was listed too (ISO 8601)."""

    places: tuple[Place, ...]
    day: str

    def at(self, place: Place) -> "Mark":
        return self._replace(places=tuple(place if one[:2] == place[:2] else one for one in self.places))

    def text(self) -> str:
        return json.dumps({"places": [list(place) for place in self.places], "day": self.day}, separators=(",", ":"))


class Inbox:
    """The incoming mail of our mailboxes. Nothing is moved, deleted or marked as read."""

    def __init__(self, door: Door, settings: Settings, hours: Hours, memory: Memory, start: datetime) -> None:
        self._door = door
        self._settings = settings
        self._hours = hours
        self._memory = memory
        self._start = start

    def read(self, mark: str) -> Iterator[Incoming]:
        """Everything since the mark (empty: since the start), whole. A mail may come more than once; none is left out.

        The mark of a mail is where its page began: a reader that dies finds the page again. Raises PostFailed.
        """
        here = self._opened(mark)
        for place in here.places:
            for found in self._round(here, place):
                yield found
                here = self._opened(found.mark)
        today = self._hours.now().date().isoformat()
        if here.day != today:
            if here.day:
                yield from self._listed(here)
            yield _moved(here._replace(day=today))

    def handled(self, post_id: str, category: str) -> None:
        """Put our category on a mail, in place of an older one of ours; what people have put there stays. A mail that is gone is gone."""
        mailbox, _, mail = post_id.partition("/")
        if self._settings.mailbox(mailbox) is None:
            return
        url = path(mailbox, "messages", mail)
        try:
            before = shapes.texts(
                self._door.json(Call.get("categories", path(mailbox, "messages", mail, select="categories"))), "categories"
            )
            wanted = [*(each for each in before if not each.startswith(OURS)), category]
            if list(before) != wanted:
                self._door.run(Call.change("category", url, {"categories": wanted}))
        except Rejected as fault:
            if fault.status != NOT_FOUND:
                raise
        self._memory.hand(Handed(post_id, HANDLED, self._hours.now(), mailbox, 0, "{}"))

    def _round(self, mark: Mark, place: Place) -> Iterator[Incoming]:
        """One folder to its end. A link that has expired begins again a week before the last whole round, once."""
        try:
            yield from self._pages(mark, place)
        except Rejected as fault:
            if not _lost(fault):
                raise
        else:
            return
        since = datetime.fromisoformat(place.whole) - BACK if place.whole else self._start
        again = place._replace(link=self._first(place, max(since, self._start)))
        yield _moved(mark.at(again))
        yield from self._pages(mark.at(again), again)

    def _pages(self, mark: Mark, place: Place) -> Iterator[Incoming]:
        place = place._replace(link=place.link or self._first(place, self._start))
        began = self._hours.now().isoformat()
        for _ in range(MOST_PAGES):
            page = self._door.json(Call("delta", "GET", place.link, headers={"Prefer": f"{PREFER}, odata.maxpagesize={PAGE}"}))
            yield from self._mails(mark.at(place), place, page)
            more, last = shapes.text(page, "@odata.nextLink"), shapes.text(page, "@odata.deltaLink")
            if bool(more) == bool(last):
                raise Garbled("Microsoft svarte uten å si om det er mer post.")
            place = place._replace(link=more or last, whole=place.whole if more else began)
            if not (last and place.link == self._link(mark, place) and not shapes.rows(page)):
                yield _moved(mark.at(place))
            if last:
                return
        raise Garbled("Microsoft svarte med flere sider post enn det kan være.")

    def _mails(self, mark: Mark, place: Place, page: shapes.Node) -> Iterator[Incoming]:
        """A row only points at a mail: it may be told of before, changed in part, or gone."""
        told = dict.fromkeys(shapes.text(row, "id", needed=True) for row in shapes.rows(page) if "@removed" not in row)
        for mail in told:
            found = self._fetched(mark, place, mail)
            if found is not None:
                yield found

    def _fetched(self, mark: Mark, place: Place, mail: str) -> Incoming | None:
        """The mail with every byte; None when it is handled already, or gone."""
        post_id = f"{place.mailbox}/{mail}"
        if self._memory.handed(post_id) is not None:
            return None
        name = f"{place.folder} {mail[-12:]}"
        try:
            raw = self._door.run(Call("mail", "GET", path(place.mailbox, "messages", mail, "$value"), raw=True, limit=MIME_LIMIT)).content
        except TooLarge:
            return Incoming(name, None, mark.text(), f"er større enn {MIME_LIMIT // 1024 // 1024} MB", post_id)
        except Rejected as fault:
            if fault.status == NOT_FOUND:
                return None
            if fault.permanent:
                return Incoming(name, None, mark.text(), f"kan ikke leses ({fault.status} {fault.code})", post_id)
            raise
        except PostFailed:
            # when the mailbox answers and this mail alone does not, it must not stand in the way of the others
            self._door.json(Call.get("size", path(place.mailbox, "messages", mail, select="id")))
            return Incoming(name, None, mark.text(), "kan ikke hentes fra Microsoft", post_id)
        if not raw:
            raise PostFailed("Microsoft svarte med en tom e-post. Den blir hentet igjen.")
        return Incoming(name, raw, mark.text(), "", post_id)

    def _listed(self, mark: Mark) -> Iterator[Incoming]:
        """What came lately and bears no category of ours: whatever delta told of, or forgot."""
        since = max(self._hours.now() - BACK, self._start)
        for place in mark.places:
            found = f"receivedDateTime ge {_zulu(since)}"
            url = path(
                place.mailbox, "mailFolders", place.folder, "messages",
                filter=found, orderby="receivedDateTime", select="id,receivedDateTime,categories", top=str(PAGE),
            )  # fmt: skip
            while url:
                page = self._door.json(Call.get("daily list", url))
                for row in shapes.rows(page):
                    if not any(each.startswith(OURS) for each in shapes.texts(row, "categories")):
                        mail = self._fetched(mark, place, shapes.text(row, "id", needed=True))
                        if mail is not None:
                            yield mail
                url = shapes.text(page, "@odata.nextLink")

    def _first(self, place: Place, since: datetime) -> str:
        query = {"filter": f"receivedDateTime ge {_zulu(since)}", "select": "id,receivedDateTime"}
        return path(place.mailbox, "mailFolders", place.folder, "messages", "delta", **query)

    def _link(self, mark: Mark, place: Place) -> str:
        return next((one.link for one in mark.places if one[:2] == place[:2]), "")

    def _opened(self, text: str) -> Mark:
        """A mark as it was stored, with the folders that are ours now. Another post's mark, or none, begins at the start."""
        known: dict[tuple[str, str], Place] = {}
        day = ""
        try:
            stored = shapes.parsed(text.encode())
            day = shapes.text(stored, "day")
            listed = stored.get("places")
            for one in listed if isinstance(listed, list) else ():
                mailbox, folder, link, whole = one
                known[mailbox, folder] = Place(str(mailbox), str(folder), str(link), str(whole))
        except (Garbled, TypeError, ValueError):
            known = {}
        ours = ((mailbox, folder) for mailbox in self._settings.mailboxes for folder in FOLDERS)
        return Mark(tuple(known.get(name, Place(*name)) for name in ours), day)


def _moved(mark: Mark) -> Incoming:
    return Incoming("", None, mark.text())


def _lost(fault: Rejected) -> bool:
    return fault.status == GONE or fault.code.casefold() in LOST_CODES


def _zulu(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
