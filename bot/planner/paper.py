"""The paper «Forslag til møteplan»: a proposal as the values of its template, the chosen plan first."""

from collections.abc import Mapping, Sequence

from bot.cycle.model import OSLO
from bot.cycle.written import Language
from bot.papers import meeting, norsk
from bot.papers.model import Block, Grid, Listing, Paper, Paragraph, Run
from bot.papers.proposed import PLANS
from bot.papers.wording import Template, render
from bot.planner import words
from bot.planner.model import Alternative, Placed, Proposal, Unplaced

NAME = "papers/meeting-plan"


def paper(proposal: Proposal, template: Template, author: str) -> Paper:
    """The proposal as a paper, ready to be written as Word. Raises wording.Faulty for a template that does not render."""
    text = render(template, values(proposal))
    return Paper(text.subject, proposal.language, text.blocks, author)


def values(proposal: Proposal) -> Mapping[str, object]:
    """The names of the template (`papers.proposed`), and those of every paper with nothing in them."""
    language = proposal.language
    found: dict[str, object] = {
        **meeting.empty(),
        "moteplan_aar": proposal.year,
        "moteplan_grupper": norsk.listed(proposal.names),
        "moteplan_laget": proposal.made_at.astimezone(OSLO).date(),
        "moteplan_uten": _unplaced(proposal.unplaced),
        "moteplan_umulig": meeting.rows(proposal.clash),
        "moteplan_merk": meeting.rows(proposal.remarks),
        "moteplan_vekter": meeting.rows(words.WORDS[language].weights),
    }
    for number, plan in enumerate(proposal.plans[:PLANS], 1):
        found |= {
            f"moteplan_{number}": (_table(plan, language, f"{proposal.year}, plan {number}"),),
            f"moteplan_kostnad_{number}": meeting.rows(plan.costs, words.WORDS[language].free),
            f"moteplan_vekt_{number}": str(plan.points),
            f"moteplan_ulik_{number}": meeting.rows(plan.differs),
            f"moteplan_usikker_{number}": "" if plan.proven else "ja",
        }
    return found


def _table(plan: Alternative, language: Language, caption: str) -> Grid:
    """A row for each meeting, oldest first, in the shape of the meeting plan itself."""
    return Grid(norsk.words(language).plan, tuple(_row(one, language) for one in plan.placed), caption)


def _row(one: Placed, language: Language) -> tuple[str, ...]:
    return (words.day(one.start.date(), language), norsk.time_span(one.start, one.end), one.group, one.title, one.place, one.note)


def _unplaced(found: Sequence[Unplaced]) -> tuple[Block, ...]:
    """Each meeting without a date, with what shut its days out in a list below it."""
    entries = tuple((Paragraph((Run(one.title),)), *meeting.rows(one.reasons)) for one in found)
    return (Listing(entries),) if entries else ()
