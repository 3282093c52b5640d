"""The blind test: mails written by somebody who had not seen the reader, and how a reading is judged by what that person expects."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.papers.reply import Reading
from tests.replies.expected import Mail
from tests.replies.score import Score, best

HERE = Path(__file__).parent / "blind"
SECRETARIAT = ("sekretariatet@regionsamarbeidet.example.no",)


@dataclass(frozen=True, slots=True)
class Unseen:
    """`expected` holds text, contribution, verdict and more; `accepted` other values that are as good, by the same names."""

    name: str
    raw: bytes
    note: str
    expected: dict[str, Any]
    accepted: dict[str, list[Any]]

    def values(self, field: str) -> list[Any]:
        """All values that are right; none when the field is not to be judged."""
        wanted = self.expected[field]
        return [] if wanted is None else [wanted, *self.accepted.get(field, [])]


def mails() -> Iterator[Unseen]:
    for path in sorted(HERE.glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        yield Unseen(path.stem, path.with_suffix(".eml").read_bytes(), found["note"], found, found.get("also_ok", {}))


def corpus() -> Iterator[Mail]:
    """The same as mails of a corpus, for those that read text only."""
    for mail in mails():
        text, *also = mail.values("text") or [None]
        yield Mail(mail.name, mail.raw, mail.note, request(), mail.expected["verdict"], text, None, None, None, tuple(also))


def request() -> str:
    return (HERE / "request.txt").read_text(encoding="utf-8")


def judge(mail: Unseen, reading: Reading, field: str) -> Score | None:
    """The best score of a text field against what is accepted; None when it is not to be judged."""
    wanted = mail.values(field)
    return best(wanted, getattr(reading, field)) if wanted else None
