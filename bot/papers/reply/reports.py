"""What machines answer: delivery reports (RFC 3464)."""

import re
from collections.abc import Sequence

from bot.papers.reply import charset
from bot.papers.reply.mime import Part
from bot.papers.reply.model import Bounce, Undelivered

MOST = 100
LONGEST = 200_000

_MESSAGE_ID = re.compile(r"^message-id:\s*+(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)


def bounce(whole: Part, leaves: Sequence[Part]) -> Bounce:
    """Who a letter did not reach, and why."""
    found: list[Undelivered] = []
    ids: list[str] = []
    for leaf in leaves:
        text = charset.decode(leaf.decoded()[:LONGEST], "utf-8").replace("\r\n", "\n")
        if leaf.mime == "message/delivery-status":
            found.extend(filter(None, (_recipient(block) for block in text.split("\n\n", MOST)[:MOST])))
        elif leaf.mime in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            ids.extend(_MESSAGE_ID.findall(text[:LONGEST]))
    if not found:
        failed = whole.headers.get("x-failed-recipients", "")
        found = [Undelivered(one.strip().lower(), "failed", "", "") for one in failed.split(",")[:MOST] if "@" in one]
    return Bounce(tuple(found), tuple(dict.fromkeys(ids)))


def _recipient(block: str) -> Undelivered | None:
    fields: dict[str, str] = {}
    name = ""
    for line in block.split("\n")[:MOST]:
        if line[:1] in (" ", "\t") and name:
            fields[name] = f"{fields[name]} {line.strip()}"[:1_000]
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, value.strip()[:1_000])
    address = (fields.get("original-recipient") or fields.get("final-recipient", "")).rpartition(";")[2].strip(" <>").lower()
    if not address:
        return None
    return Undelivered(address, fields.get("action", "").lower(), fields.get("status", "").split(" ")[0], fields.get("diagnostic-code", ""))
