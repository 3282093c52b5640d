"""From a mail that has been read to what stands in the papers: which window it belongs to, and what it takes the place of."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Literal

from bot.cycle.memory import Contribution, NewContribution
from bot.cycle.model import OSLO, Contributed, Occurrence
from bot.papers import privacy, stored
from bot.papers.model import Block, Paragraph, Run
from bot.papers.reply import Reading

Window = Literal["agenda", "minutes", "late"]
MOSTLY = 0.6
"""The share of the earlier text's lines that a newer one from the same person repeats when it is the same text put right."""
_INSTEAD = re.compile(r"\b(?:erstatt|ny versjon|ny utgave|rettet|retta|korrigert|oppdatert versjon|bruk (?:heller )?denne)", re.IGNORECASE)


def window(occurrence: Occurrence, at: datetime) -> Window:
    """Before the meeting: the agenda. Until the end of the day after: the minutes. Later: the next meeting."""
    if at < occurrence.start:
        return "agenda"
    closes = datetime.combine(occurrence.day + timedelta(days=2), time(), OSLO)
    return "minutes" if at < closes else "late"


def content(reading: Reading) -> str:
    """What is kept of a reading: the text as blocks, everything that was cut and may be put back, and why."""
    blocks, text = _own(reading)
    kept = {
        "text": text,
        "blocks": stored.write(blocks),
        "whole": reading.text,
        "cut": [{"kind": cut.kind, "text": cut.text} for cut in reading.cut],
        "attachments": [{"name": found.name, "mime": found.mime, "size": found.size} for found in reading.attachments],
        "why": list(reading.why),
        "marks": list(privacy.marks(text)),
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _own(reading: Reading) -> tuple[tuple[Block, ...], str]:
    """The contribution; or the text of an attached document, when the mail itself was empty."""
    if reading.contribution.strip():
        return reading.blocks or _paragraphs(reading.contribution), reading.contribution
    text = "\n\n".join(found.text for found in reading.attachments if found.text)
    return _paragraphs(text), text


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph((Run(part.strip()),)) for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def has_text(reading: Reading) -> bool:
    """Whether there is something to put in a paper."""
    return bool(_own(reading)[1].strip())


def whole(kept: Mapping[str, Any]) -> str:
    """The content with everything that the person wrote put back, greeting and all, as a person asked for."""
    text = str(kept["whole"]) or str(kept["text"])
    return json.dumps({**kept, "text": text, "blocks": stored.write(_paragraphs(text))}, ensure_ascii=False, sort_keys=True)


def replaced(new: NewContribution, cover: str, before: Iterable[Contribution]) -> tuple[int, ...]:
    """Which earlier texts of the same person the new one takes the place of: those it says so of, or mostly repeats."""
    mine = [one for one in before if one.sender == new.sender and one.state == "active" and one.organisation == new.organisation]
    lines = _lines(new.content)
    return tuple(one.id for one in mine if _INSTEAD.search(cover) or _repeats(lines, _lines(one.content)))


def _lines(kept: str) -> frozenset[str]:
    text: str = json.loads(kept)["text"]
    return frozenset(line for raw in text.splitlines() if (line := " ".join(raw.split()).casefold()))


def _repeats(new: frozenset[str], old: frozenset[str]) -> bool:
    return bool(old) and len(new & old) >= MOSTLY * len(old)


def contributed(found: Iterable[Contribution], occurrences: Mapping[str, Occurrence]) -> Mapping[str, tuple[Contributed, ...]]:
    """What belongs in each agenda, oldest first: active, and received before the occurrence began."""
    belongs: dict[str, tuple[Contributed, ...]] = {}
    for one in found:
        occurrence = occurrences.get(one.occurrence)
        if one.state == "active" and occurrence is not None and window(occurrence, one.received_at) == "agenda":
            kept = json.loads(one.content)
            mine = Contributed(one.id, one.organisation, kept["blocks"], kept["text"], one.name)
            belongs[one.occurrence] = (*belongs.get(one.occurrence, ()), mine)
    return belongs
