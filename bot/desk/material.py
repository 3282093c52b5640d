"""What a step is made of: its letters and papers. Reads values, makes values."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.cycle.memory import Told
from bot.cycle.model import OSLO, Contributed, EditionFact, Facts, Member, Occurrence, Plan, Step
from bot.cycle.written import Place
from bot.desk import compiled, contributions, editions, meetings, pending, recipients, reports
from bot.desk.contributions import Attached
from bot.desk.writing import DOCX, PDF, Made, files, marked, written
from bot.errors import Unknown
from bot.papers import agenda, invite, meeting, norsk, pdf, wording
from bot.papers.followup.tables import Open
from bot.papers.meeting import Meeting
from bot.papers.minutes import Answer
from bot.papers.model import Attachment, Case, Heading, Letter, Paper, Paragraph, Run
from bot.papers.office import Office
from bot.papers.wording import Template

LAST = "sist_meldt"
"""The name by which a letter's wording shows the organisation its own last contribution."""
LETTER = "brevet"
"""The name by which a draft shows the letter that it is about."""
CALENDAR = "calendar"
"""The wording that goes with every invitation, update and cancellation."""


def _none(_: bytes) -> bytes | None:
    return None


def _empty(sha256: str) -> bytes:
    raise Unknown(f"det er ingen filer her, heller ikke {sha256}")


class Cabinet(NamedTuple):
    """Where the files that people have edited are, by SHA-256; and who prints one as PDF, or has nothing to print with."""

    fetch: Callable[[str], bytes] = _empty
    printed: Callable[[bytes], bytes | None] = _none


NOTHING = Cabinet()


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes what one step sends. `letter_date` is the date that stands on it."""

    office: Office
    whole: Plan
    occurrence: Occurrence
    step: Step
    letter_date: date
    facts: Facts
    cabinet: Cabinet = NOTHING
    version: int = 0
    """Which draft of the step it is, where it is one."""
    now: datetime | None = None
    """The hour (aware), where it is known: a step whose time has passed leaves at once."""
    mended: bool = False
    """Whether what is corrected stands in the person's own file already: then the paper itself says nothing of it."""

    stamp: date | None = None
    """The day of a re-issue, where that is another than the date of the paper."""

    def about(self) -> Meeting:
        """All that the papers and letters of this step are made of, before anyone is named as recipient."""
        office, occurrence = self.office, self.occurrence
        cycle = office.cycle(occurrence.group.id)
        series = meetings.of(office, self.whole, occurrence)
        changes, corrected = self._news()
        return Meeting(
            occurrence=occurrence,
            sender=office.sender(occurrence.group.id),
            letter_date=self.letter_date,
            members=cycle.members_of(occurrence.activity, occurrence.day) if occurrence.meeting else (),
            agenda=cycle.agenda_of(occurrence.activity) if occurrence.meeting else None,
            cases=self._cases() if occurrence.meeting else (),
            previous=meetings.previous(series, occurrence),
            next=meetings.following(series, occurrence),
            number=meetings.number(series, occurrence),
            contributed=tuple(dict.fromkeys(one.organisation for one in self._given())),
            contributed_after=tuple(dict.fromkeys(one.organisation for one in self._given() if one.after)),
            remarks=tuple(contributions.private(self._given())) if self._over else (),
            answers={who: Answer(comes) for who, comes in self.facts.comes.get(occurrence.key, {}).items()} if self._over else {},
            actions=pending.actions(pending.of(office, occurrence, self.facts), occurrence.group.language) if self._over else (),
            next_action=pending.first(occurrence, self.facts) if self._over else 1,
            pending=() if self._over else self._pending(),
            approved=self._settled,
            comment_by=self._comment_by(),
            comments=self.facts.comments.get(occurrence.key, ()) if self.step.rule.wait else (),
            updated=(self.stamp or self.letter_date) if self._reissue else None,
            changes=changes,
            corrected=corrected,
        )

    def _pending(self) -> tuple[Open, ...]:
        """What earlier meetings left open, on the day that stands on the paper."""
        found = pending.of(self.office, self.occurrence, self.facts)
        return pending.shown(found, self.whole, self.letter_date, self.occurrence.group.language)

    def _cases(self) -> tuple[Case, ...]:
        """As they were made in the notice itself; as they were issued in everything else."""
        edited = self._over or not self.step.rule.papers
        return meetings.cases(self.office, self.whole, self.occurrence, self.facts, after=self._over, edited=edited)

    def _comment_by(self) -> date | None:
        """The last day for comments on what this step sends, when another step waits for them."""
        waits = (one.rule.wait for one in self.occurrence.steps if one.rule.requires == self.step.rule.name and one.rule.wait)
        return next((self.letter_date + timedelta(days=days) for days in waits), None)

    def _news(self) -> tuple[tuple[str, ...], str]:
        """What a re-issue has that was not in the notice before: sentences, and what was corrected."""
        if not self._reissue:
            return (), ""
        issued, words = self._issued(), norsk.words(self.occurrence.group.language)
        added, texts = self._added()
        corrected = tuple(what for what in self.occurrence.corrections if f"rettet {what}" not in issued)
        return (*added, *(f"{words.corrected}: {what}" for what in corrected), *texts), norsk.listed(corrected)

    def _added(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a re-issue has that no correction has put there: cases that were added, and contributions; a sentence each."""
        issued, words = self._issued(), norsk.words(self.occurrence.group.language)
        added = tuple(f"{words.new_case}: {item.title}" for item in self.occurrence.items if item.id not in issued)
        heard = self.facts.told.get(self.occurrence.key, {}).values()
        known = {number for told in heard if told.items is not None for number in told.contributions.split("|")}
        new = [one.organisation for one in self._given() if str(one.id) not in known]
        names = norsk.listed(tuple(sorted(dict.fromkeys(new), key=norsk.collate)))
        return added, ((f"{words.contribution_from} {names}",) if names else ())

    @property
    def _reissue(self) -> bool:
        """Whether this sends a paper that people have had before, with something new in it."""
        return not self.mended and (self.step.rule.on == "changed" or self.step.rule.only == "news")

    @property
    def _over(self) -> bool:
        """Whether the step belongs after the meeting, and so has what came after it too."""
        return self.step.at >= self.occurrence.end

    def _given(self) -> tuple[Contributed, ...]:
        """What has been contributed to the paper of this step."""
        return tuple(one for one in self.facts.contributed.get(self.occurrence.key, ()) if self._over or not one.after)

    def _issued(self) -> frozenset[str]:
        """The added items and corrections that went out before."""
        heard = self.facts.told.get(self.occurrence.key, {}).values()
        return frozenset(part for told in heard if told.items is not None for part in told.items.split("|"))

    def papers(self, *, shown: bool = False) -> tuple[Attachment, ...]:
        """The papers of the step, and beside them the contributions that are too long to stand in them: as Word, and as PDF when wished.

        One that a person has edited is the person's; `shown` gives it with what is new proposed in it, for whoever approves.
        """
        made = tuple(file for name, paper in self._papers() for file in self._files(name, paper, shown=shown))
        return (*made, *self._enclosed())

    def _enclosed(self) -> Iterator[Attachment]:
        """The minutes that the agenda has for approval, as they were sent."""
        series = meetings.of(self.office, self.whole, self.occurrence) if meetings.NOTICE in self.step.rule.papers else ()
        if found := meetings.enclosed(series, self.occurrence, self.facts):
            day = norsk.long(found.day, self.occurrence.group.language)
            yield Attachment(f"Referat {day}.docx", DOCX, editions.clean(self.cabinet.fetch(found.fact.sha256)))

    def _files(self, name: str, paper: Paper, *, shown: bool) -> Iterator[Attachment]:
        fact = self.facts.editions.get((self.occurrence.key, name))
        if fact is None:
            yield from files(self.office, paper, self.letter_date)
            return
        at = editions.midnight(self.letter_date) if self.office.config.papers.proposals == "tracked" else None
        mine = editions.attachment(self._fresh(name, fact), fact, self.cabinet.fetch, at, shown=shown, approved=self._settled)
        yield mine
        if self.office.config.papers.pdf and (printed := self.cabinet.printed(mine.content)) is not None:
            yield Attachment(f"{mine.filename.removesuffix('.docx')}.pdf", PDF, printed)

    def _fresh(self, name: str, fact: EditionFact) -> Attachment:
        """What the program itself would make of a paper that a person has edited, with the date that it had then: that is no news.

        Nor is a correction: it stands in the file, or nobody but the person could put it there. The letter tells of it.
        """
        then = replace(self, letter_date=editions.dated(fact) or self.letter_date, mended=not any(self._added()), stamp=self.letter_date)
        return then.own(name)

    def own(self, name: str) -> Attachment:
        """A paper of the step as the program itself makes it, whatever a person has made of it."""
        return next(files(self.office, self._paper(name, self._values(self.about())), self.letter_date))

    @property
    def _settled(self) -> bool:
        """Whether the paper has been out for comment, in a group where silence is consent: then it is no draft any more."""
        return self.step.rule.wait > 0 and self.occurrence.group.silence

    def news(self) -> tuple[str, ...]:
        """What is new since a person edited the papers of the step, a sentence each."""
        at, facts = editions.midnight(self.letter_date), self.facts.editions
        edited = ((name, fact) for name in self.step.rule.papers if (fact := facts.get((self.occurrence.key, name))) is not None)
        return tuple(one for name, fact in edited for one in editions.news(self._fresh(name, fact), fact, self.cabinet.fetch, at))

    def lost(self) -> str:
        """The letters in the papers that their PDFs show as □; none when no PDF goes out."""
        if not self.office.config.papers.pdf:
            return ""
        mine = (paper for name, paper in self._papers() if (self.occurrence.key, name) not in self.facts.editions)
        found = (pdf.write(paper, self.office.letterhead, self.letter_date).lost for paper in mine)
        return "".join(dict.fromkeys("".join(found)))

    def _papers(self) -> Iterator[tuple[str, Paper]]:
        """Each paper with its name; a contribution that goes beside them has none."""
        if not self.step.rule.papers:
            return
        about = self._values(self.about())
        given = meetings.given(self.office, self.occurrence, self.facts, after=self._over) if self.occurrence.meeting else None
        yield from ((name, self._paper(name, about)) for name in self.step.rule.papers)
        yield from (("", self._contribution(one)) for one in given.attached) if given else ()

    def _paper(self, name: str, about: Mapping[str, object]) -> Paper:
        group = self.occurrence.group
        text = wording.render(self.office.paper(group.language, name), about)
        return Paper(text.subject, group.language, text.blocks, self.office.sender(group.id).name, self.step.key, self.version)

    def _contribution(self, one: Attached) -> Paper:
        """A contribution as a file of its own: to the letter, under the name of its organisation and the meeting it is for."""
        occurrence = self.occurrence
        to = f"{occurrence.activity.title}, {norsk.long(occurrence.day, occurrence.group.language)}"
        head = (Heading(1, (Run(one.title),)), Paragraph((Run(to),)))
        return Paper(one.title, occurrence.group.language, (*head, *agenda.below(one.blocks, 1)), one.organisation)

    def letters(self, to: Iterable[Member], stamp: datetime) -> Iterator[Made]:
        """One letter to each, and an invitation of its own where the step carries one. `stamp` is when the invitation was made."""
        about, papers, template = self.about(), self.papers(), self.office.letter(self.occurrence.group.language, self.step.rule.letter)
        series = meetings.of(self.office, self.whole, self.occurrence)
        last = meetings.last(series, self.occurrence, self.facts) if self.occurrence.meeting and LAST in template.body else {}
        for member in to:
            mine = replace(about, recipient=member, before=self._before(member), last=last.get(member.organisation, ""))
            made = marked(
                written(
                    template, self._values(mine), f"{self.step.key}/{recipients.who(member)}", about.sender, member,
                    (*papers, *self._beside(member)),
                ),
                self.occurrence,
            )  # fmt: skip
            tells = None if self.step.rule.to == "secretariat" else self._tells(member)
            if self.step.rule.mail:
                yield Made(made, member.organisation, tells)
            if self.step.rule.calendar:
                yield Made(self._invitation(mine, stamp), member.organisation, tells)  # it may arrive where the letter does not

    def draft(self, template: Template, remarks: tuple[str, ...], audience: Sequence[Member], version: int, to: Member) -> Made:
        """The letter that lays this step before one who may approve it: to whom it would go, and the papers as they would leave."""
        occurrence, papers = self.occurrence, self.papers(shown=True)
        about = replace(
            self.about(), recipient=to, approve=self.step.key, remarks=remarks,
            audience=tuple(audience), files=papers if self.step.rule.mail else (), calendar=self.step.rule.calendar or "",
            outlook=self.office.config.post.in_outlook and self.step.rule.mail and occurrence.group.approvals == 1
            and self.step.rule.to != "owners",
            sends=self.step.at.astimezone(OSLO) if self.step.rule.at and (self.now is None or self.now < self.step.at) else None,
            understood=editions.understood(self.cabinet.fetch, self.facts, occurrence, self.step), proposed=self.news(),
            tracked=self.office.config.papers.proposals == "tracked",
            filled=any((occurrence.key, name) in self.facts.editions for name in self.step.rule.papers),
        )  # fmt: skip
        key = f"{self.step.key}/draft-{version}/{recipients.who(to)}"
        values, sender = self._values(about) | self._letter(template, about), self.office.sender(occurrence.group.id)
        return Made(written(template, values, key, sender, to, papers), to.organisation, None)

    def _values(self, about: Meeting) -> dict[str, object]:
        """Every name a template may use, those of a round too."""
        said = compiled.of_letter(self.office, self.whole, self.occurrence, self.step, self.facts, about.recipient)
        reported = reports.of_letter(self.office, self.whole, self.occurrence, self.facts)
        return {**meeting.values(about), **said, **reported}

    def _letter(self, template: Template, about: Meeting) -> dict[str, object]:
        """The letter itself as the first of those it goes to will read it, for a draft that shows it."""
        if LETTER not in template.body or not about.audience:
            return {}
        own = about.sender.email  # the secretariat may be asked too, and its letter tells less
        to = next((one for one in about.audience if one.email != own), about.audience[0])
        mine = replace(self.about(), recipient=to)
        letter_to_them = self.office.letter(self.occurrence.group.language, self.step.rule.letter)
        return {LETTER: wording.render(letter_to_them, self._values(mine)).blocks}

    def _beside(self, to: Member) -> Iterator[Attachment]:
        """What goes with the letter to one recipient and is no paper."""
        return compiled.beside(self.office, self.occurrence, self.step, self.facts, to, self.cabinet.fetch)

    def _tells(self, member: Member) -> Told:
        """What the recipient knows after this letter. Only a paper tells of the agenda: after a reminder, an added item is still news."""
        current = self.occurrence.told
        if self.step.rule.papers:
            return current._replace(contributions=self.facts.contributions(self.occurrence.key))
        before = self.facts.told.get(self.occurrence.key, {}).get(member.email)
        return current._replace(items=before.items if before else None, contributions=before.contributions if before else "")

    def _before(self, member: Member) -> Occurrence | None:
        """The occurrence as this recipient last heard of it, when that is not how it is."""
        told = self.facts.told.get(self.occurrence.key, {}).get(member.email)
        if told is None or self.step.rule.on is None:
            return None
        start, _, end = told.span.partition("/")
        name, room, entrance, online = told.place.split("|") if told.place.count("|") == 3 else (told.place, "", "", "")  # noqa: PLR2004  Told.place has four parts
        place = Place(name=name, room=room, entrance=entrance, online=online)
        return self.occurrence._replace(
            start=datetime.fromisoformat(start).astimezone(OSLO), end=datetime.fromisoformat(end).astimezone(OSLO), place=place
        )

    def _invitation(self, mine: Meeting, stamp: datetime) -> Letter:
        """The calendar's own mail: short, because the letter says the rest."""
        occurrence, to = self.occurrence, mine.recipient or recipients.secretariat(self.office, self.occurrence)
        template = self.office.letter(occurrence.group.language, CALENDAR if self.step.rule.mail else self.step.rule.letter)
        made = written(template, meeting.values(mine), f"{self.step.key}/{recipients.who(to)}/calendar", mine.sender, to, ())
        method: invite.Method = "CANCEL" if self.step.rule.calendar == "cancel" else "REQUEST"
        calendar = invite.write(
            uid=invite.uid(occurrence.key, made.sender.partition("@")[2]),
            sequence=occurrence.revision,
            occurrence=occurrence,
            summary=occurrence.activity.title,
            description=made.text,
            organizer=(made.sender_name, made.sender),
            attendee=(made.recipient_name, made.recipient),
            stamp=stamp,
            method=method,
        )
        return marked(replace(made, calendar=calendar, calendar_method=method), occurrence)
