"""What the Graph server of the demo has seen, beside what the journal says: the letters as they were delivered, and the figures."""

import json
from base64 import b64decode
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.cli.tenant import Abroad, uid
from bot.cycle.memory import StoredLetter
from bot.desk import dispatch
from bot.post.folder import file_name

PORTION = 25
REFUSED = 400
KINDS = (("invitation", "invitasjoner"), ("update", "endringer av møter"), ("cancellation", "avlysninger"))


@dataclass
class Account:
    """The year seen from the other side. `letters` is the folder where what was delivered is laid."""

    lived: Abroad
    letters: Path
    delivered: Counter[str] = field(default_factory=Counter)

    def fetch(self) -> None:
        """Lay every letter in the folder as its recipient got it, under the name of its key."""
        self.letters.mkdir(parents=True, exist_ok=True)
        keys = {letter.receipt: letter.key for letter in self._sent(invitations=False)}
        while some := self._portion(self.delivered.total()):
            for one in some:
                name = one["internet_message_id"]
                self.delivered[name] += 1
                if name in keys:
                    (self.letters / file_name(keys[name])).write_bytes(b64decode(one["mime"]))

    def _portion(self, skip: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.lived.tenant.ask("GET", "delivered", skip=skip, most=PORTION)["delivered"]
        return found

    def figures(self) -> tuple[tuple[str, int], ...]:
        """The server's side of the year, in numbers."""
        seen = self.lived.tenant.ask("GET", "figures")
        statuses: Counter[int] = Counter()
        for row in seen["operations"].values():
            statuses.update({int(status): number for status, number in row.items()})
        return (
            ("kall til Graph", seen["calls"]),
            ("brev levert av Graph", self.delivered.total()),
            *((f"{name} fra Graph", seen["invited"].get(kind, 0)) for kind, name in KINDS),
            ("feil lagt inn i øvingen", seen["faults"]),
            ("kall som ble avvist", sum(number for status, number in statuses.items() if status >= REFUSED)),
            ("svar som ikke kom fram", statuses[0]),
            ("brev eller invitasjoner som kom to ganger, eller ikke kom", len(self.astray())),
            ("brudd på Microsofts regler for kallene", len(seen["violations"])),
        )

    def wrong(self) -> bool:
        """Whether the server has seen what must never be."""
        return bool(self.astray() or self.lived.tenant.ask("GET", "figures")["violations"])

    def astray(self) -> tuple[str, ...]:
        """Keys of what the journal calls sent and did not arrive exactly once; and whatever arrived that the journal does not know."""
        wanted = Counter(letter.receipt for letter in self._sent(invitations=False))
        calendars = self._sent(invitations=True)
        asked = {f"{uid(letter)} {letter.recipient}" for letter in calendars if letter.recipient != _sender(letter)}
        told = Counter(
            f"{one['key']} {one['attendee']}" for one in self.lived.tenant.ask("GET", "invited")["invited"] if one["kind"] == "invitation"
        )
        return tuple(
            name
            for want, got in ((wanted, self.delivered), (Counter(asked), told))
            for name in want | got
            if not want[name] == got[name] == 1
        )

    def _sent(self, *, invitations: bool) -> list[StoredLetter]:
        journal = self.lived.desk.journal
        steps = dict.fromkeys(record.step for record in journal.records() if record.what == "letter.sent")
        letters = (letter for step in steps for letter in journal.letters(step) if letter.state == "sent")
        return [letter for letter in letters if dispatch.invitation(letter.key) == invitations]


def _sender(letter: StoredLetter) -> str:
    return str(json.loads(letter.content)["sender"])
