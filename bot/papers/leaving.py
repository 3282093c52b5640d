"""What a draft says will leave: to whom, by name under each organisation, and which files. Never an address."""

from collections.abc import Mapping, Sequence

from bot.cycle.model import Member
from bot.cycle.written import Language
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.papers.model import Attachment, Block, Listing, Paragraph, Run

FEW = 8
"""So many organisations stand on a line each; more are one paragraph, which the eye runs through without scrolling past all else."""
KILO, MEGA = 1000, 1_000_000
UNKNOWN: Mapping[Language, str] = {"nb": "ikke lenger i registeret", "nn": "ikkje lenger i registeret"}
NAMELESS: Mapping[Language, str] = {"nb": "uten navn", "nn": "utan namn"}


def organisations(members: Sequence[Member]) -> int:
    """How many organisations they stand for."""
    return len({norsk.collate(one.organisation)[0] for one in members if one.organisation})


def recipients(members: Sequence[Member], language: Language) -> tuple[Block, ...]:
    """Each organisation once with its people, as Norwegian sorts: «**Horten kommune** (Medlem Nordmann)». Nothing for nobody."""
    under: dict[str, list[Member]] = {}
    for member in members:
        under.setdefault(one_line(member.organisation), []).append(member)
    told = [_organisation(name, under[name], language) for name in sorted(under, key=lambda name: (not name, norsk.collate(name)))]
    if len(told) <= FEW:
        return (Listing(tuple((Paragraph(runs),) for runs in told)),) if told else ()
    between = [(*runs, Run("; ")) for runs in told[:-1]]
    return (Paragraph((*(run for runs in between for run in runs), *told[-1])),)


def _organisation(name: str, people: Sequence[Member], language: Language) -> tuple[Run, ...]:
    names = sorted((one_line(one.name).replace(" ", norsk.NO_BREAK) for one in people if one.name), key=norsk.collate)
    if unnamed := len(people) - len(names):
        names.append(NAMELESS[language] if unnamed == 1 else f"{unnamed} {NAMELESS[language]}")
    if not name:  # one who was told, and has left the register since
        return (Run(f"{len(people)} {UNKNOWN[language]}" if len(people) == unnamed else f"{', '.join(names)} ({UNKNOWN[language]})"),)
    if names == [name.replace(" ", norsk.NO_BREAK)]:  # the secretariat itself
        return (Run(name, bold=True),)
    return Run(name, bold=True), Run(f" ({', '.join(names)})")


def files(attached: Sequence[Attachment]) -> tuple[Block, ...]:
    """Each file with its size, a line each: «Innkalling.docx (38 kB)»."""
    entries = tuple((Paragraph((Run(f"{one_line(one.filename)} ({size(len(one.content))})"),)),) for one in attached)
    return (Listing(entries),) if entries else ()


def size(count: int) -> str:
    """So many bytes as people read it: «38 kB», «1,2 MB»; never less than 1 kB unless it is empty."""
    if count >= MEGA:
        return f"{count / MEGA:.1f}{norsk.NO_BREAK}MB".replace(".", ",")
    return f"{-(-count // KILO)}{norsk.NO_BREAK}kB"
