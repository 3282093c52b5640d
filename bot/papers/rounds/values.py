"""Every name that a round gives its templates, for one recipient or for none."""

import re
from collections.abc import Mapping, Sequence

from bot.cycle.answered import Answered, Reported
from bot.cycle.model import Member
from bot.papers import norsk
from bot.papers.characters import clean, one_line
from bot.papers.measuring import table as measuring
from bot.papers.model import Block, Listing, Paragraph, Run
from bot.papers.rounds import budget, inputs, questions, status
from bot.papers.rounds.model import Asked, Round
from bot.papers.values import Link


def values(round_: Round, to: Member | None = None, *, left: bool = False) -> Mapping[str, object]:
    """The names and their values; of one who is reminded, only what is `left` to answer."""
    cost = budget.values(round_) if round_.rule.cost else {}
    return {**_asking(round_), **_own(round_, to, left=left), **_answers(round_), **cost}


def _asking(round_: Round) -> dict[str, object]:
    activity = round_.occurrence.activity
    return {
        "runde": one_line(activity.title),
        "emnelinje": one_line(activity.subject),
        "skjema": Link(activity.link, activity.link) if activity.link else "",
        "sporsmal": questions.asked(round_) if round_.rule.about == "questions" else (),
        "offentlig_tekst": _paragraphs(activity.public),
        "fordeling": _shared_out(round_),
    }


def _shared_out(round_: Round) -> tuple[Block, ...]:
    """Who is asked about what, where each is asked about something else."""
    match round_.rule.about:
        case "measures":
            return status.asked(round_)
        case "goals":
            return measuring.asked(round_)
        case _:
            return ()


def _goals(round_: Round, one: Asked, *, left: bool) -> dict[str, object]:
    wanted = round_.wanting(one) if left else one.goals
    return {
        "egne_mal": measuring.mine(wanted, round_),
        "antall_mal": len(wanted),
        "eksempel": measuring.example(wanted) if wanted else "",
        "egen_del": one_line(next((part.region for part in wanted if part.region), "")),
        "ukjente_ansvarlige": status.unknown(one),
    }


def _own(round_: Round, to: Member | None, *, left: bool) -> dict[str, object]:
    mine = round_.of(to.email) if to else None
    if mine is not None and mine.goals:
        return _goals(round_, mine, left=left)
    if mine is None or not mine.measures:
        return {}
    measures = round_.left(mine) if left else mine.measures
    return {
        "egne_tiltak": status.mine(measures, round_),
        "antall_tiltak": len(measures),
        "eksempel": measures[0].number if measures else "",
        "ukjente_ansvarlige": status.unknown(mine),
    }


def _answers(round_: Round) -> dict[str, object]:
    silent = round_.silent()
    whole = len(round_.asked) if round_.rule.about in ("measures", "goals") else len({one.to.organisation for one in round_.asked})
    found: dict[str, object] = {
        "spurt": whole,
        "svart": whole - len(_names(silent, round_)),
        "ikke_svart": _listed(_names(silent, round_)),
        "antall_svar": len(round_.answers),
        "antall_sent": sum(round_.late(one) for one in round_.answers),
        "antall_andre": sum(not one.listed for one in round_.answers),
        "innspillstabell": inputs.table(round_),
    }
    match round_.rule.about:
        case "measures":
            return found | {"statustabell": status.table(round_), "uten_nummer": status.unnumbered(round_)}
        case "goals":
            return found | {"maltall": measuring.table(round_), "malene": measuring.sections(round_)}
        case "questions":
            asked = {"svar_per_sporsmal": questions.answers(round_), "svar_uten_navn": questions.unnamed(round_)}
            return found | asked | {"uten_nummer": status.unnumbered(round_)}
        case "text":
            return found | {"innspillene": inputs.texts(round_), "samlet_vurdering": inputs.whole()}


def _names(silent: Sequence[Asked], round_: Round) -> tuple[str, ...]:
    """Who has not answered: each person and about which measures, else each organisation once."""
    if round_.rule.about == "goals":
        titles = {one.to.email: "; ".join(part.goal.title for part in round_.wanting(one)) for one in silent}
        return tuple(sorted((f"{_person(one.to)}: {titles[one.to.email]}" for one in silent), key=norsk.collate))
    if round_.rule.about == "measures":
        numbers = {one.to.email: ", ".join(measure.number for measure in round_.left(one)) for one in silent}
        named = (": ".join(filter(None, (_person(one.to), numbers[one.to.email]))) for one in silent)  # others may have told all of theirs
        return tuple(sorted(named, key=norsk.collate))
    return tuple(sorted({one_line(one.to.organisation) for one in silent}, key=norsk.collate))


def _person(one: Member) -> str:
    return one_line(one.name if one.organisation in one.name else f"{one.name}, {one.organisation}")


def receipt(round_: Round, one: Answered) -> Mapping[str, object]:
    """What the receipt for an answer says of it: that it came too late, and how it was understood."""
    told = [(said.number, Reported(said.state, said.until, said.note, one.organisation, one.at)) for said in one.said if said.number]
    shown = status.understood(told, round_.language) if round_.rule.about == "measures" else ()
    shown = budget.understood(one, round_) if round_.rule.cost else shown
    shown = measuring.understood(one.said, round_) if round_.rule.about == "goals" else shown
    return {
        "svar_uforstatt": _unread(round_, one),
        "svar_sent": "ja" if round_.late(one) else "",
        "svar_forstatt": shown,
        "emnelinje": one_line(round_.occurrence.activity.subject),
    }


def _unread(round_: Round, one: Answered) -> tuple[Block, ...]:
    """What the sender wrote under a number that is none of what was asked, or that nobody could read."""
    match round_.rule.about:
        case "goals":
            return measuring.unread(one.said)
        case "measures":
            return status.strays(one)
        case _:
            return ()


def _listed(texts: Sequence[str]) -> tuple[Block, ...]:
    return (Listing(tuple((Paragraph((Run(text),)),) for text in texts)),) if texts else ()


def _paragraphs(text: str) -> tuple[Block, ...]:
    parts = re.split(r"\n[ \t]*\n", clean(text))
    return tuple(Paragraph((Run(" ".join(part.split())),)) for part in parts if part.strip())
