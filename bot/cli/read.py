"""The command that shows what the program understands of a mail, or of an edited Word file: read. Stores nothing."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from bot.cli.now import say
from bot.cli.seen import Read
from bot.papers import reply
from bot.papers.model import Block, Grid, Heading, Listing, Paragraph, Run
from bot.papers.reply import Reading

WORDS = {
    "contribution": "bidrag",
    "nothing": "ingenting å melde",
    "auto-reply": "automatisk svar",
    "bounce": "kom ikke fram",
    "calendar": "svar på kalenderinvitasjon",
    "forward": "videresendt",
    "empty": "tom",
    "spam": "søppelpost",
    "secretariat": "fra sekretariatet",
    "command": "beskjed til programmet",
}
CUTS = {
    "history": "tidligere e-post",
    "signature": "signatur",
    "disclaimer": "standardtekst",
    "banner": "varsel",
    "mobile": "sendt fra",
    "tracking": "sporing",
    "salutation": "hilsen",
    "cover": "følgetekst",
}
WIDTH = 70


def read(options: argparse.Namespace) -> int:
    """Read one mail, and say what it is, what the person wrote, and what was cut. Always 0: any mail can be read.

    A Word file is read as a paper that somebody has edited. Raises Refused when it is none.
    """
    if options.file.suffix.lower() == ".docx":
        from bot.cli.paper import paper  # noqa: PLC0415 - a mail alone is read without loading all the rest

        return paper(options.file, options.request, as_json=options.json)
    raw = options.file.read_bytes()
    found = _looked_up(options, raw) or Read(reply.understand(raw))
    if options.request:
        found = found._replace(reading=reply.understand(raw, reply.understand(options.request.read_bytes()).text))
    if options.json:
        say(json.dumps(described(found), ensure_ascii=False, indent=2))
    else:
        _told(found)
    return 0


def _looked_up(options: argparse.Namespace, raw: bytes) -> Read | None:
    """The mail as the workspace would understand it; None where there is no workspace, or no journal has been opened in it."""
    root = options.workspace
    if not (root / "config.toml").is_file() or not (root / "state").is_dir():
        return None
    from bot.cli import lookup  # noqa: PLC0415 - a mail alone is read without loading all the rest

    return lookup.look(options, raw)


def described(found: Read) -> dict[str, Any]:
    """A reading as other programs read it; the keys are a contract. Whose it is and for what is empty without a workspace."""
    reading = found.reading
    return {
        "verdict": reading.verdict,
        "sender": reading.sender,
        "on_behalf_of": reading.on_behalf_of,
        "text": reading.text,
        "contribution": reading.contribution,
        "blocks": [_block(block) for block in reading.blocks],
        "cut": [cut._asdict() for cut in reading.cut],
        "attachments": [asdict(one) for one in reading.attachments],
        "details": _details(reading),
        "occurrence": found.occurrence,
        "organisation": found.organisation,
        "why": [*reading.why, *found.why],
    }


def _details(reading: Reading) -> dict[str, Any] | None:
    if reading.details is None:
        return None
    found = asdict(reading.details)
    if isinstance(reading.details, reply.Bounce):
        found["recipients"] = [one._asdict() for one in reading.details.recipients]
    return {"kind": type(reading.details).__name__.lower(), **found}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level=level, runs=runs):
            return {"kind": "heading", "level": level, "runs": [_run(run) for run in runs]}
        case Paragraph(runs=runs):
            return {"kind": "paragraph", "runs": [_run(run) for run in runs]}
        case Listing(entries=entries, numbered=numbered, start=start):
            return {
                "kind": "list",
                "numbered": numbered,
                "start": start,
                "entries": [[_block(inner) for inner in entry] for entry in entries],
            }
        case Grid(header=header, rows=rows):
            return {"kind": "table", "header": list(header), "rows": [list(row) for row in rows]}
        case _:
            return {"kind": type(block).__name__.lower()}


def _run(run: Run) -> dict[str, Any]:
    return {key: value for key, value in run._asdict().items() if value or key == "text"}


def _told(found: Read) -> None:
    reading = found.reading
    say(
        f"{WORDS[reading.verdict]}  ·  {reading.sender or 'ukjent avsender'}"
        + (f"  ·  for {reading.on_behalf_of}" if reading.on_behalf_of else "")
    )
    if found.occurrence:
        say(f"    gjelder {found.occurrence}" + (f", fra {found.organisation}" if found.organisation else ""))
    for reason in (*reading.why, *found.why):
        say(f"    {reason}")
    if reading.text:
        say(f"\n{reading.text}")
    for one in reading.attachments:
        say(f"\nvedlegg: {one.name} ({one.mime}, {one.size} byte)")
        if one.text:
            say(one.text)
    for cut in reading.cut:
        line = " ".join(cut.text.split())
        say(f"\ntatt bort ({CUTS[cut.kind]}): {line[:WIDTH]}{'…' if len(line) > WIDTH else ''}")
