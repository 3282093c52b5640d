"""Where what stands in the registers comes from: the meeting and its day, the file of the minutes, and what has become of it since."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from bot.cycle.memory import Measure
from bot.cycle.model import OSLO
from bot.desk import desk as desks
from bot.desk.desk import Desk
from bot.desk.register import ENTERED
from bot.papers import norsk

SPOKEN: Mapping[str, str] = {
    "what": "tiltak", "owner": "ansvarlig", "deadline": "frist", "due": "siste dag", "status": "status", "state": "tilstand",
}  # fmt: skip
"""What is told of a measure's history, by the name of the column."""
STATES: Mapping[str, str] = {"open": "åpent", "done": "ferdig", "dropped": "utgått"}


def filenames(desk: Desk, occurrences: Collection[str]) -> Mapping[tuple[str, str], str]:
    """The name that each file of minutes left under, by occurrence and SHA-256."""
    return {
        (key, record.sha256): str(json.loads(record.detail)["filename"])
        for key in occurrences
        for record in desk.journal.records(occurrence=key)
        if record.what == ENTERED
    }


def days(desk: Desk, occurrences: Collection[str]) -> Mapping[str, date]:
    """The day of each occurrence that the schedule still has, however long ago it was."""
    years = [int(key.rpartition("/")[2].partition("-")[0]) for key in occurrences]
    if not years:
        return {}
    laid = desks.lay(desk, date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1)).by_key
    return {key: laid[key].day for key in occurrences if key in laid}


def history(desk: Desk, one: Measure) -> Iterator[str]:
    """What has become of a measure, oldest first: when, who, and what was changed."""
    for record in desk.journal.records(occurrence=one.occurrence):
        detail = json.loads(record.detail)
        if record.what in ("measure.entered", "measure.changed") and detail["number"] == one.number:
            new = record.what == "measure.entered"
            said = [f"{SPOKEN[name]}: {_said(name, detail[name])}" for name in SPOKEN if name in detail and (detail[name] or not new)]
            what = "ført inn" if new else "endret"
            if said:
                yield f"{norsk.numeric(record.at.astimezone(OSLO).date())} {what} av {record.who}: {'; '.join(said)}"


def _said(name: str, value: str) -> str:
    if name == "due" and value:
        return norsk.long(date.fromisoformat(value))
    return (STATES.get(value, value) if name == "state" else value) or "tomt"
