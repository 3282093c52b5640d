"""The proposed meeting plan as the paper of its case: kept with the meeting that has the case, and found again there."""

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from bot.cycle.model import Facts, Occurrence
from bot.desk.contributions import Attached
from bot.papers import stored
from bot.papers.model import Block, Case, Heading, Paper, Paragraph, Run
from bot.planner.model import Proposal

PAPER = "meeting-plan"
"""The name under which the journal keeps it, among the editions of the meeting."""
CASE = "moteplan"
"""The standing item that the proposal is about."""


def mark(proposal: Proposal) -> str:
    """What the proposal says, but for when it was made: another one when a date, a place or a reason is another."""
    said = (proposal.names, proposal.plans, proposal.unplaced, proposal.remarks)
    return sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()


def content(paper: Paper, proposal: Proposal) -> str:
    """The paper as it is kept: JSON text. Its first heading is its title, and stands once."""
    blocks = paper.blocks[1:] if paper.blocks and _names(paper.blocks[0]) else paper.blocks
    return json.dumps(
        {"title": paper.title, "author": paper.author, "blocks": stored.write(blocks), "mark": mark(proposal)}, ensure_ascii=False
    )


def _names(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def kept(occurrence: Occurrence, facts: Facts) -> str:
    """The mark of the newest proposal that lies with a meeting; empty when none does."""
    fact = facts.editions.get((occurrence.key, PAPER))
    return str(json.loads(fact.content)["mark"]) if fact else ""


def attached(occurrence: Occurrence, facts: Facts) -> Sequence[Attached]:
    """The newest proposal that lies with a meeting, as a file to go with its papers."""
    fact = facts.editions.get((occurrence.key, PAPER))
    if fact is None:
        return ()
    found = json.loads(fact.content)
    return (Attached(found["title"], found["author"], stored.read(found["blocks"])),)


def mentioned(case: Case, papers: Sequence[Attached]) -> Case:
    """The case that the proposal is about says which file it is."""
    if case.id != CASE:
        return case
    return replace(case, blocks=(*case.blocks, *(Paragraph((Run(f"Vedlegg: {one.title}."),)) for one in papers)))
