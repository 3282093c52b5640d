"""An agenda that comes back edited after it was sent: what a member would see differs, so that a corrected one can be laid for approval."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.cycle.model import Facts, Occurrence, Step
from bot.cycle.written import Language
from bot.desk import acts, editions, envelope
from bot.desk.desk import Desk, View
from bot.desk.taking import Giver
from bot.papers import edited, norsk
from bot.papers.edited import Edited
from bot.papers.edited.blocks import quoted
from bot.papers.edited.model import Change

MOST = 5
"""Things that are named in the letter to the members; the file has the rest."""
TOLD = 10
"""Sentences to the one who handed the file in; the draft has the rest."""
ELSEWHERE = frozenset({"date", "time", "when", "where", "place"})
"""What says another time or place: that is a move, and is asked about."""
SAME = "Filen sier det samme som den som er sendt. Ingenting er endret."


class Kinds(NamedTuple):
    """What was corrected, as it goes on after «Endringen gjelder». `{}` is the title of the case."""

    title: str
    renamed: str
    text: str
    added: str
    removed: str
    order: str
    rest: str


KINDS: dict[Language, Kinds] = {
    "nb": Kinds("overskriften", "tittelen på saken {}", "teksten i saken {}", "den nye saken {}", "saken {}, som er tatt ut",
                "rekkefølgen på sakene", "teksten i innkallingen"),
    "nn": Kinds("overskrifta", "tittelen på saka {}", "teksten i saka {}", "den nye saka {}", "saka {}, som er teken ut",
                "rekkjefølgja på sakene", "teksten i innkallinga"),
}  # fmt: skip


def possible(occurrence: Occurrence, step: Step, facts: Facts, giver: Giver) -> bool:
    """Whether a paper of a step that has left can be sent anew, corrected: before the meeting, to those who have it."""
    papers = {name for rule in occurrence.reactions if rule.on == "changed" for name in rule.papers}
    return step.key in facts.done and giver.at < occurrence.start and bool(papers & set(step.rule.papers))


def correct(desk: Desk, view: View, occurrence: Occurrence, paper: str, giver: Giver) -> str:
    """Ask for a corrected notice where the newest edition of a paper differs from what was sent. Returns what differs and follows.

    Of two such files the second is compared with the first, which is on its way already. The same file twice asks once.
    """
    content = desk.journal.fetch(view.facts.editions[occurrence.key, paper].sha256)
    before, after = _before(desk, view, occurrence, paper, content), editions.opened(content)
    if after is None or before is None:
        what: str = KINDS[occurrence.group.language].rest
        changes: Sequence[Change] = ()
    else:
        changes = edited.changes(before, after)
        what = _what(changes, before, after, occurrence.group.language)
    if what and what not in occurrence.corrections[-1:]:
        acts.correct(desk, occurrence.key, what, giver.who, giver.at)
    return _told(changes, what)


def _before(desk: Desk, view: View, occurrence: Occurrence, paper: str, content: bytes) -> Edited | None:
    """What the members have, or will get: the newest file that was handed in before this one after they got it, else the one they got."""
    got = [key for key in view.facts.done if key.startswith(f"{occurrence.key}/") and "/draft-" not in key]
    for key in sorted(got, key=lambda key: view.facts.finished[key], reverse=True):
        sent = (file for one in desk.journal.letters(key) if one.state == "sent" for file in envelope.files(one.content))
        file = next((file for file in sent if file.filename.lower().endswith(".docx")), None)
        if file is not None:
            since = [
                one for one in desk.journal.editions([occurrence.key])
                if one.paper == paper and one.at >= view.facts.finished[key] and desk.journal.fetch(one.sha256) != content
            ]  # fmt: skip
            return editions.opened(desk.journal.fetch(since[-1].sha256 if since else file.sha256))
    return None


def _what(changes: Sequence[Change], before: Edited, after: Edited, language: Language) -> str:
    """What was corrected, in a phrase that a member reads; empty when nothing was but the time and the place."""
    found = tuple(dict.fromkeys(_kinds(changes, before, after, KINDS[language])))
    # a case's title and a name may have any sign, and «|» divides what people have been told
    return norsk.listed(found if len(found) <= MOST else (*found[: MOST - 1], KINDS[language].rest)).replace("|", "/")


def _kinds(changes: Sequence[Change], before: Edited, after: Edited, words: Kinds) -> Iterator[str]:
    titles = {case.id: case.title for case in (*before.cases, *after.cases)}
    for one in changes:
        title = quoted(titles.get(one.case, ""))
        match one.kind:
            case kind if kind in ELSEWHERE:
                continue
            case "title":
                yield words.title
            case "case-title":
                yield words.renamed.format(title)
            case "case-text" | "decision" | "follow-up":
                yield words.text.format(title)
            case "case-added":
                added = next((case.title for case in after.cases if case.new and f"{quoted(case.title)}." in one.text), "")
                yield words.added.format(quoted(added)) if added else words.rest
            case "case-removed":
                yield words.removed.format(title)
            case "case-moved":
                yield words.order
            case _:
                yield words.rest


def _told(changes: Sequence[Change], what: str) -> str:
    if not changes and not what:
        return SAME
    said = " ".join(one.text for one in changes[:TOLD]) + (" …" if len(changes) > TOLD else "")
    sent = f"Innkallingen er alt sendt. Dette er annerledes i filen: {said}" if said else "Innkallingen er alt sendt."
    return f"{sent} En rettet innkalling med filen kommer til godkjenning om en halv time." if what else sent
