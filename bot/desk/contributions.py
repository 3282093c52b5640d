"""From a mail that has been read to what stands in the papers: which window it belongs to, and what it takes the place of."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Literal, NamedTuple

from bot.cycle.memory import Contribution, NewContribution
from bot.cycle.model import OSLO, Contributed, Occurrence
from bot.cycle.written import Agenda, AgendaItem, Language
from bot.desk import remarks
from bot.papers import agenda, norsk, stored
from bot.papers.model import Block, Paragraph, Run, plain, walk
from bot.papers.reply import Reading

Window = Literal["agenda", "minutes", "late"]
KIND, COMMENT = "contribution", "comment"
"""What the steps of meetings expect: a text for the agenda, or a word on the minutes."""
FIRST = ("salutation", "cover")
"""What was cut that stood before the text; anything else stood after it."""
SHORT = 60
"""So many words of an earlier contribution are enough to know it again."""
MOSTLY = 0.6
"""The share of the earlier text's lines that a newer one from the same person repeats when it is the same text put right."""
_INSTEAD = re.compile(
    r"\b(?:erstatt|ny versjon|ny utg[aå]ve|rettet|retta|korrigert|oppdatert versjon|bruk (?:heller |heller )?denn[ea])", re.IGNORECASE
)
_LONG = re.compile(r"\w{5,}")
LEAD = 10
"""A first line of so few words that ends with a colon says what the rest is: «Rettet versjon, bruk denne:»."""


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
        "marks": list(remarks.of(blocks, text)),
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


def whole(kept: Mapping[str, Any], parts: Iterable[int] = ()) -> str:
    """The content with what was cut put back: the parts with these numbers, from 1, or else the greeting and the covering note.

    The text between stays as it was, lists and headings and all. Raises IndexError for a part that is not there.
    """
    cut = kept["cut"]
    numbers = frozenset(parts) or frozenset(at for at, part in enumerate(cut, 1) if part["kind"] in FIRST)
    if not numbers <= frozenset(range(1, len(cut) + 1)):
        raise IndexError(max(numbers))
    back = [part for at, part in enumerate(cut, 1) if at in numbers]
    above = "\n\n".join(part["text"] for part in back if part["kind"] in FIRST)
    below = "\n\n".join(part["text"] for part in back if part["kind"] not in FIRST)
    text = "\n\n".join(filter(None, (above, str(kept["text"]), below)))
    blocks = (*_paragraphs(above), *stored.read(kept["blocks"]), *_paragraphs(below))
    left = [part for at, part in enumerate(cut, 1) if at not in numbers]
    again = {**kept, "text": text, "blocks": stored.write(blocks), "cut": left, "marks": list(remarks.of(blocks, text))}
    return json.dumps(again, ensure_ascii=False, sort_keys=True)


def replaced(new: NewContribution, cover: str, before: Iterable[Contribution], limit: int = 0) -> tuple[int, ...]:
    """Which earlier texts of the same person the new one takes the place of: those it says so of, mostly repeats, or makes shorter.

    `limit` is how many words are wished, 0 for no limit: the receipt for a longer text asks for a shorter one. What is answered under
    numbers takes the place of what was answered under the same ones, and of no text.
    """
    if json.loads(new.content).get("updates"):
        return ()
    mine = [
        one for one in before if (one.sender, one.organisation, one.kind, one.state) == (new.sender, new.organisation, new.kind, "active")
    ]
    lines = _lines(new.content)
    instead = _INSTEAD.search(f"{cover}\n{_lead(new.content)}")
    return tuple(one.id for one in mine if instead or _repeats(lines, _lines(one.content)) or _shorter(new.content, one.content, limit))


def _lead(kept: str) -> str:
    """The line that introduces a text, where it has one; empty otherwise."""
    first = str(json.loads(kept)["text"]).strip().partition("\n")[0].strip()
    return first if first.endswith(":") and len(first.split()) <= LEAD else ""


def _lines(kept: str) -> frozenset[str]:
    text: str = json.loads(kept)["text"]
    return frozenset(line for raw in text.splitlines() if (line := " ".join(raw.split()).casefold()))


def _repeats(new: frozenset[str], old: frozenset[str]) -> bool:
    return bool(old) and len(new & old) >= MOSTLY * len(old)


def _shorter(new: str, old: str, limit: int) -> bool:
    """Whether a text is a shorter edition of one that was too long: mostly in the words of the old one."""
    text, before = str(json.loads(new)["text"]), str(json.loads(old)["text"])
    if not limit < agenda.words(before) > agenda.words(text) or not limit:
        return False
    said = frozenset(_LONG.findall(text.casefold()))
    return bool(said) and len(said & frozenset(_LONG.findall(before.casefold()))) >= MOSTLY * len(said)


def limit_of(standing: Agenda | None) -> int:
    """How many words are wished of a contribution; 0 when there is no limit."""
    item = agenda.collecting(standing)
    return item.minutes * agenda.WORDS_A_MINUTE if item and item.minutes else 0


def contributed(found: Iterable[Contribution], occurrences: Mapping[str, Occurrence]) -> Mapping[str, tuple[Contributed, ...]]:
    """What belongs in each agenda or its minutes: active and in one of the two windows; by organisation, the oldest of each first."""
    belongs: dict[str, tuple[Contributed, ...]] = {}
    for one in found:
        occurrence = occurrences.get(one.occurrence)
        came = window(occurrence, one.received_at) if occurrence is not None else "late"
        if one.kind == KIND and one.state == "active" and came != "late":
            kept = json.loads(one.content)
            mine = Contributed(one.id, one.organisation, kept["blocks"], kept["text"], one.name, after=came == "minutes")
            belongs[one.occurrence] = (*belongs.get(one.occurrence, ()), mine)
    return {key: tuple(sorted(all_, key=lambda one: norsk.collate(one.organisation))) for key, all_ in belongs.items()}


def comments(found: Iterable[Contribution]) -> Mapping[str, tuple[Contributed, ...]]:
    """What was answered to papers that were sent for comment, by occurrence, oldest first."""
    given: dict[str, tuple[Contributed, ...]] = {}
    for one in found:
        if one.kind == COMMENT and one.state == "active":
            kept = json.loads(one.content)
            mine = Contributed(one.id, one.organisation, kept["blocks"], kept["text"], one.name)
            given[one.occurrence] = (*given.get(one.occurrence, ()), mine)
    return given


# --- in the papers --------------------------------------------------------------------------------------------------------


class Attached(NamedTuple):
    """A contribution that goes as a file of its own: its title, whose it is, and all of it."""

    title: str
    organisation: str
    blocks: tuple[Block, ...]


class Placed(NamedTuple):
    """Contributions as they stand in a paper: blocks under each organisation, and what goes beside it."""

    under: Mapping[str, tuple[Block, ...]]
    attached: tuple[Attached, ...]


def placed(found: Iterable[Contributed], item: AgendaItem | None, language: Language) -> Placed:
    """Contributions to one meeting under the names of their organisations; a second text says whose it is, a late one that it is late.

    One that is far too long for the item goes as an attachment, where the secretariat wants it so: then its beginning stands here.
    """
    words, numbers = norsk.words(language), Counter[str]()
    under: dict[str, tuple[Block, ...]] = {}
    attached: list[Attached] = []
    for one in found:
        blocks = stored.read(one.blocks)
        shown = blocks
        if item and agenda.attached(item, one.text):
            numbers[one.organisation] += 1
            more = f" ({numbers[one.organisation]})" if numbers[one.organisation] > 1 else ""
            title = f"{words.contribution_file} {one.organisation}{more}"
            attached.append(Attached(title, one.organisation, blocks))
            shown = (*_beginning(blocks, item), Paragraph((Run(f"{words.attached}: {title}.", italic=True),)))
        said = _said(one, words.after_meeting, again=one.organisation in under)
        under[one.organisation] = (*under.get(one.organisation, ()), *said, *shown)
    return Placed(under, tuple(attached))


def _said(one: Contributed, late: str, *, again: bool) -> tuple[Block, ...]:
    """The line above a contribution: who wrote it when it is one more, and whether it came after the meeting."""
    parts = [one.by] if one.by and again else []
    parts += [late if parts else late.capitalize()] if one.after else []
    return (Paragraph((Run(f"{', '.join(parts)}:", italic=True),)),) if parts else ()


def _beginning(blocks: tuple[Block, ...], item: AgendaItem) -> tuple[Block, ...]:
    """The first paragraph; or its first words, when it is too long for the item by itself."""
    first = next((block for block in walk(blocks) if isinstance(block, Paragraph) and plain(block.runs).strip()), None)
    if first is None:
        return ()
    text = plain(first.runs)
    whole = agenda.words(text) <= item.minutes * agenda.WORDS_A_MINUTE
    return (Paragraph(first.runs) if whole else Paragraph((Run(shortened(text)),)),)


def shortened(text: str) -> str:
    """The first words of a text, in its own lines; «…» when there is more."""
    lines: list[str] = []
    left = SHORT
    for words in filter(None, (line.split() for line in text.splitlines())):
        if left <= 0 or len(words) > left:
            return "\n".join([*lines, " ".join([*words[:left], "…"])])
        lines.append(" ".join(words))
        left -= len(words)
    return "\n".join(lines)


def private(found: Iterable[Contributed]) -> Iterator[str]:
    """What in contributions a person should look at, a sentence each, before anything of it is issued."""
    for one in found:
        for mark in remarks.of(stored.read(one.blocks), one.text):
            yield f"Innspillet fra {one.organisation} (nr. {one.id}) har {mark}."
