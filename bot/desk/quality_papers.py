"""What a person should look at in the papers and the letter of a step before approving: items, dates, exempt text, contributions."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from bot.cycle.model import Step
from bot.desk import contributions, editions, quality_text
from bot.desk import remarks as marks
from bot.desk.desk import View
from bot.desk.readings import Kept
from bot.papers import agenda, lint, meeting, norsk, privacy, prose, wording
from bot.papers.meeting import Meeting
from bot.papers.model import Case, Heading, plain
from bot.papers.office import Office
from bot.papers.wording import Template


class Said(NamedTuple):
    """What an item says in our own words, with its title, and how a sentence names it: «Sak 4»."""

    name: str
    title: str
    text: str


def remarks(office: Office, view: View, about: Meeting, step: Step, *, coming: bool, linked: bool) -> Iterator[str]:
    """Sentences, each with what to do. `coming` says that the meeting is yet to be held, `linked` that it has a link to join by."""
    edited = _edited(view, about, step)
    items = tuple(_items(about, edited)) if step.rule.papers else ()
    if about.occurrence.meeting and step.rule.papers:
        yield from _agenda(items, coming=coming)
    if step.rule.to != "secretariat":  # what it is to fill in itself may well be empty
        text = "\n".join(_ours(office, about, step, items if edited else ()))
        yield from _text(text, about, items)
        yield from _online(text) if coming and not linked else ()
    yield from _contributions(view, about, timed=coming and bool(step.rule.papers))


def _items(about: Meeting, edited: Sequence[Kept]) -> Iterator[Said]:
    """The items in our own words: as a person's edition of the paper has them, or as they stand. What members have written is not ours."""
    for one in edited[0].cases if edited else ():
        ours = prose.text(tuple(takewhile(lambda block: not isinstance(block, Heading), one.blocks)))
        yield Said(f"Saken «{one.title}»", one.title, f"{one.title}\n{ours}\n{one.decision}\n{one.follow_up}")
    for case in about.cases if not edited else ():
        ours = "".join(prose.text(one.blocks) for one in lint.own((case,)) if isinstance(one, Case))
        yield Said(agenda.reference(case, about.occurrence.group.language), plain(case.title).strip(), f"{plain(case.title)}\n{ours}")


def _edited(view: View, about: Meeting, step: Step) -> Sequence[Kept]:
    """What was read in the papers of the step that a person has edited."""
    found = (editions.kept(view.facts, about.occurrence.key, name) for name in step.rule.papers)
    return [kept for kept in found if kept and kept.cases]


# --- the items ---------------------------------------------------------------------------------------------------------


def _agenda(items: Sequence[Said], *, coming: bool) -> Iterator[str]:
    if coming and not items:
        yield "Sakskartet har ingen saker. Legg til saker, eller se at gruppen har en fast saksliste."
    for item in items:
        if quality_text.untitled(item.title):
            called = f", bare «{item.title}»" if item.title else ""
            yield f"{item.name} har ikke tittel{called}. Skriv hva saken gjelder."
    titles = {norsk.collate(item.title)[0]: item.title for item in reversed(items) if not quality_text.untitled(item.title)}
    times = Counter(norsk.collate(item.title)[0] for item in items)
    for same, title in titles.items():
        if times[same] > 1:
            often = "to" if times[same] == 2 else times[same]  # noqa: PLR2004  twice
            yield f"Saken «{title}» står {often} ganger i sakskartet. Ta bort den ene, eller gi dem hver sin tittel."
    for item in items:
        for words in marks.exempt(item.text):
            yield f"{item.name} sier «{words}», men ikke etter hvilken lov. Skriv hjemmelen, som «offl. § 13», eller ta det ut."
        if "fødselsnummer" in privacy.marks(item.text):
            yield f"{item.name} har et fødselsnummer. Ta det ut."


# --- the text ----------------------------------------------------------------------------------------------------------


def _text(text: str, about: Meeting, items: Sequence[Said]) -> Iterator[str]:
    """What is odd in the papers and the letter as they will be read."""
    occurrence = about.occurrence
    titles = {item.title for item in items}  # of a title that is none it has been said
    for words in quality_text.placeholders(text):
        if words not in titles:
            yield f"Teksten har «{words}», som noen skulle ha fylt ut. Fyll det ut, eller ta det bort."
    yield from quality_text.dates(text, occurrence.day)
    title = quality_text.others(occurrence.activity.title, occurrence, own=True)
    yield from dict.fromkeys((*title, *quality_text.others("\n".join(item.text for item in items), occurrence)))


def _online(text: str) -> Iterator[str]:
    for words in quality_text.online(text):
        yield f"Teksten sier «{words}», men møtet har ikke lenke. Sett inn lenken til nettmøtet."


def _ours(office: Office, about: Meeting, step: Step, edited: Sequence[Said]) -> Iterator[str]:
    """Each paper and the letter in our own words; the items instead of the papers that a person has `edited`.

    What people have answered to a round is not ours, and is left empty.
    """
    language, values = about.occurrence.group.language, meeting.values(about)
    yield from (item.text for item in edited)
    yield from (_rendered(office.paper(language, name), values) for name in step.rule.papers if not edited)
    yield _rendered(office.letter(language, step.rule.letter), values)


def _rendered(template: Template, values: Mapping[str, object]) -> str:
    text = wording.render(template, values)
    return f"{text.subject}\n{prose.text(lint.own(text.blocks))}"


# --- the contributions -------------------------------------------------------------------------------------------------


def _contributions(view: View, about: Meeting, *, timed: bool) -> Iterator[str]:
    """What in the members' texts a person should look at: private things, and, where they are `timed`, those too long for their minutes."""
    given = view.facts.contributed.get(about.occurrence.key, ())
    private = tuple(contributions.private(given))
    yield from private
    item, limit = agenda.collecting(about.agenda), contributions.limit_of(about.agenda)
    for one in given if limit and timed else ():
        count = agenda.words(one.text)
        if limit < count <= marks.BOOK and not agenda.attached(item, one.text):
            long = f"har {norsk.number(count)} ord, og det er satt av tid til {norsk.number(limit)}"
            yield f"Innspillet fra {one.organisation} (nr. {one.id}) {long}. La det stå, eller be om en kortere tekst."
    if private:
        yield f"«aarshjul contributions {about.occurrence.key}» viser innspillene, og «aarshjul set-aside» tar ett ut."
