"""What a step is made of: what it would be made from, and the letters and papers themselves. Reads values, makes values."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from bot.cycle import decide
from bot.cycle.model import OSLO, Contributed, Facts, Member, Occurrence, Plan, Step, Told
from bot.cycle.written import Place, Sender
from bot.desk import contributions, meetings, recipients
from bot.desk.contributions import Attached
from bot.papers import agenda, document, invite, letter, meeting, norsk, pdf, prose, wording
from bot.papers.meeting import Meeting
from bot.papers.minutes import Answer
from bot.papers.model import Attachment, Heading, Letter, Paper, Paragraph, Run
from bot.papers.office import Office
from bot.papers.wording import Template

LAST = "sist_meldt"
"""The name by which a letter's wording shows the organisation its own last contribution."""
CALENDAR = "calendar"
"""The wording that goes with every invitation, update and cancellation."""
DOCX, PDF = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"


@dataclass(frozen=True, slots=True)
class Made:
    """A letter to one recipient, ready but for the hour. `organisation` and `told` are what the journal remembers of it."""

    letter: Letter
    organisation: str
    told: Told | None


# --- from what -----------------------------------------------------------------------------------------------------------


def with_basis(office: Office, whole: Plan, near: Iterable[Occurrence], facts: Facts, now: datetime) -> Facts:
    """The facts, with a fingerprint of what each step that needs approval would be made from, where that matters at `now`."""
    found: dict[str, str] = {}
    for occurrence in near:
        steps = [step for step in occurrence.steps if step.rule.needs and _matters(step, occurrence, facts, now)]
        if occurrence.key in facts.told:
            steps += [decide.reaction(rule, occurrence, facts) for rule in occurrence.reactions if rule.needs]
        found |= {step.key: basis(office, whole, occurrence, step, facts) for step in steps}
    return replace(facts, basis=found)


def _matters(step: Step, occurrence: Occurrence, facts: Facts, now: datetime) -> bool:
    """Whether the step has a draft, or its time or its draft's time has come."""
    if step.key in facts.done or step.key in facts.skipped:
        return False
    starts = [other.at for other in occurrence.steps if other is step or other.rule.drafts == step.rule.name]
    return step.key in facts.drafts or min(starts) <= now


def basis(office: Office, whole: Plan, occurrence: Occurrence, step: Step, facts: Facts) -> str:
    """Changes when anything changes that a recipient would see, or when somebody else would see it; not with the day it is made."""
    language = occurrence.group.language
    rule, cycle = step.rule, office.cycle(occurrence.group.id)
    templates = [office.letter(language, rule.letter), *(office.paper(language, name) for name in rule.papers)]
    if rule.calendar and rule.mail:
        templates.append(office.letter(language, CALENDAR))
    standing, series = cycle.agenda_of(occurrence.activity), meetings.of(office, whole, occurrence)
    seen = (
        occurrence.told,
        occurrence.activity.model_dump_json(),
        occurrence.group.model_dump_json(),
        office.sender(occurrence.group.id).model_dump_json(),
        [(case.label, case.title, str(case.blocks)) for case in meetings.cases(office, whole, occurrence, facts)],
        [(one.title, str(one.blocks)) for one in meetings.given(office, occurrence, facts).attached],
        meetings.last(series, occurrence, facts) if any(LAST in template.body for template in templates) else {},
        [(item.title, item.text) for item in occurrence.items],
        [_seen(member) for member in recipients.of(office, occurrence, step, facts, frozenset(), None)],
        [_seen(member) for member in cycle.members_of(occurrence.activity, occurrence.day)] if occurrence.meeting else [],
        standing.model_dump_json() if standing else "",
        meetings.previous(series, occurrence),
        (rule.to, rule.letter, rule.papers, rule.calendar, rule.mail, rule.at, rule.time),
        [(template.subject, template.body) for template in templates],
        sha256(office.letterhead).hexdigest(),
        *(["pdf"] if office.config.papers.pdf else []),  # nothing when off: what was approved before there was a choice stays approved
    )
    return sha256(json.dumps(seen, ensure_ascii=False, default=str).encode()).hexdigest()


def _seen(member: Member) -> tuple[str, ...]:
    return (member.email, member.first_name, member.last_name, member.organisation)


# --- the letters and papers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes what one step sends. `letter_date` is the date that stands on it."""

    office: Office
    whole: Plan
    occurrence: Occurrence
    step: Step
    letter_date: date
    facts: Facts

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
            cases=meetings.cases(office, self.whole, occurrence, self.facts, after=self._over) if occurrence.meeting else (),
            previous=meetings.previous(series, occurrence),
            next=meetings.following(series, occurrence),
            number=meetings.number(series, occurrence),
            contributed=tuple(dict.fromkeys(one.organisation for one in self._given())),
            contributed_after=tuple(dict.fromkeys(one.organisation for one in self._given() if one.after)),
            remarks=tuple(contributions.private(self._given())) if self._over else (),
            answers={who: Answer(comes) for who, comes in self.facts.comes.get(occurrence.key, {}).items()} if self._over else {},
            updated=self.letter_date if self._reissue else None,
            changes=changes,
            corrected=corrected,
        )

    def _news(self) -> tuple[tuple[str, ...], str]:
        """What a re-issue has that was not in the notice before: sentences, and what was corrected."""
        if not self._reissue:
            return (), ""
        issued, words = self._issued(), norsk.words(self.occurrence.group.language)
        added = tuple(f"{words.new_case}: {item.title}" for item in self.occurrence.items if item.id not in issued)
        corrected = tuple(what for what in self.occurrence.corrections if f"rettet {what}" not in issued)
        heard = self.facts.told.get(self.occurrence.key, {}).values()
        known = {number for told in heard if told.items is not None for number in told.contributions.split("|")}
        new = [one.organisation for one in self._given() if str(one.id) not in known]
        names = norsk.listed(tuple(sorted(dict.fromkeys(new), key=norsk.collate)))
        texts = (f"{words.contribution_from} {names}",) if names else ()
        return (*added, *(f"{words.corrected}: {what}" for what in corrected), *texts), norsk.listed(corrected)

    @property
    def _reissue(self) -> bool:
        """Whether this sends a paper that people have had before, with something new in it."""
        return self.step.rule.on == "changed" or self.step.rule.only == "news"

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

    def papers(self) -> tuple[Attachment, ...]:
        """The papers of the step, and beside them the contributions that are too long to stand in them: as Word, and as PDF when wished."""
        return tuple(file for paper in self._papers() for file in files(self.office, paper, self.letter_date))

    def lost(self) -> str:
        """The letters in the papers that their PDFs show as □; none when no PDF goes out."""
        if not self.office.config.papers.pdf:
            return ""
        found = (pdf.write(paper, self.office.letterhead, self.letter_date).lost for paper in self._papers())
        return "".join(dict.fromkeys("".join(found)))

    def _papers(self) -> Iterator[Paper]:
        if not self.step.rule.papers:
            return
        about = meeting.values(self.about())
        given = meetings.given(self.office, self.occurrence, self.facts, after=self._over) if self.occurrence.meeting else None
        yield from (self._paper(name, about) for name in self.step.rule.papers)
        yield from (self._contribution(one) for one in given.attached) if given else ()

    def _paper(self, name: str, about: Mapping[str, object]) -> Paper:
        group = self.occurrence.group
        text = wording.render(self.office.paper(group.language, name), about)
        return Paper(text.subject, group.language, text.blocks, self.office.sender(group.id).name, self.step.key)

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
                written(template, meeting.values(mine), f"{self.step.key}/{recipients.who(member)}", about.sender, member, papers),
                self.occurrence,
            )
            tells = None if self.step.rule.to == "secretariat" else self._tells(member)
            if self.step.rule.mail:
                yield Made(made, member.organisation, tells)
            if self.step.rule.calendar:
                yield Made(self._invitation(mine, stamp), member.organisation, tells)  # it may arrive where the letter does not

    def draft(self, template: Template, remarks: tuple[str, ...], count: int, version: int, to: Member) -> Made:
        """The letter that lays this step before one who may approve it, with the papers as they would leave."""
        occurrence = self.occurrence
        about = replace(
            self.about(), recipient=to, approve=self.step.key, recipients=count, remarks=remarks,
            outlook=self.office.config.post.in_outlook and self.step.rule.mail and occurrence.group.approvals == 1,
            sends=self.step.at.astimezone(OSLO) if self.step.rule.at else None,
        )  # fmt: skip
        key = f"{self.step.key}/draft-{version}/{recipients.who(to)}"
        return Made(
            written(template, meeting.values(about), key, self.office.sender(occurrence.group.id), to, self.papers()), to.organisation, None
        )

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


def files(office: Office, paper: Paper, day: date, *, both: bool = False) -> Iterator[Attachment]:
    """A paper as a Word file in the letterhead's looks, and as PDF dated `day` when asked for `both` or the secretariat always wants it."""
    name = _file_name(paper.title)
    yield Attachment(f"{name}.docx", DOCX, document.write(paper, office.letterhead))
    if both or office.config.papers.pdf:
        yield Attachment(f"{name}.pdf", PDF, pdf.write(paper, office.letterhead, day).content)


def written(
    template: Template, values: Mapping[str, object], key: str, sender: Sender, to: Member, papers: tuple[Attachment, ...]
) -> Letter:
    """One letter: its text and HTML from the same blocks."""
    text = wording.render(template, values)
    return Letter(
        key=key, sender_name=sender.name, sender=sender.email, recipient_name=to.name, recipient=to.email, subject=text.subject,
        text=prose.text(text.blocks), html=prose.html(text.blocks, text.subject, template.language), language=template.language,
        attachments=papers, reply_to=reply_address(sender, key),
    )  # fmt: skip


def reply_address(sender: Sender, key: str) -> str:
    """Where an answer goes: the secretariat's address, with the mark of the letter where its server accepts that (RFC 5233)."""
    if not sender.plus:
        return sender.email
    local, _, domain = sender.email.partition("@")
    return f"{local}+{letter.message_id(key, sender.email)[1:33]}@{domain}"


def marked(made: Letter, occurrence: Occurrence) -> Letter:
    """The letter with a mark in its subject that people can read, and by which an answer is known: «[næring 4. nov.]»."""
    group = occurrence.group
    return replace(made, subject=f"{made.subject} [{group.short or group.id} {norsk.brief(occurrence.day, group.language)}]")


def message_id(made: Letter) -> str:
    return letter.message_id(made.key, made.sender)


def _file_name(subject: str) -> str:
    """A subject as a file name that every system accepts, cut where a person still reads it."""
    kept = "".join(char if char.isalnum() or char in " -–.,()" else " " for char in subject)
    return " ".join(kept.split())[:100].strip(" .") or "dokument"
