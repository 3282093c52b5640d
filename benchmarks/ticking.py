"""One tick of the example workspace with 100,000 finished letters in the journal, beside the same tick with 100."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Table, create_engine, insert

from benchmarks import example, measure
from bot import house
from bot.desk import tick
from bot.desk.desk import Desk
from bot.journal import tables

FEW, MANY = 100, 100_000
PORTION = 10_000
NOW = datetime(2027, 10, 15, 7, tzinfo=UTC)
LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)
LETTERS_A_STEP = 50
TEXT = "Innkalling til møte i faggruppe for næringssamarbeid. " * 20

Made = Mapping[str, object]


def rows() -> Iterator[measure.Row]:
    """The desk stays open, and has done what was due: an hour like most others, when only the looking is left."""
    with TemporaryDirectory() as folder, ExitStack() as stack:

        def worker(count: int) -> Callable[[], object]:
            return _worker(stack.enter_context(house.opened(_workspace(Path(folder) / str(count), count))))

        yield measure.row(f"tick with {MANY} finished : with {FEW}", 1.5, ours=worker(MANY), peer=worker(FEW), repeats=15)


def _worker(desk: Desk) -> Callable[[], object]:
    """What ticks, a minute later each time."""
    now = NOW
    tick.tick(desk, now)

    def work() -> tick.Round:
        nonlocal now
        now += timedelta(minutes=1)
        return tick.tick(desk, now)

    return work


def _workspace(root: Path, finished: int) -> Path:
    """A copy of the example whose journal remembers so many letters of years long gone."""
    example.copied(root)
    with house.opened(root) as desk:
        url = house.journal_url(root, desk.office.config.journal.url)
    engine = create_engine(url)
    for start in range(0, finished, PORTION):
        numbers = range(start, min(start + PORTION, finished))
        with engine.begin() as connection:
            for table, made in _finished(numbers):
                connection.execute(insert(table), list(made))
    engine.dispose()
    return root


def _finished(numbers: range) -> Iterator[tuple[Table, Iterable[Made]]]:
    yield tables.letter, (_letter(number) for number in numbers)
    yield tables.step, (_step(number) for number in numbers)
    yield tables.record, (_record(number) for number in numbers)


def _occurrence(number: int) -> str:
    return f"naering/faggruppe/{2019 - number // 50_000}-{number // LETTERS_A_STEP}"


def _letter(number: int) -> Made:
    at = LONG_AGO + timedelta(minutes=number)
    return {
        "key": f"{_occurrence(number)}/notice/{number}", "step": f"{_occurrence(number)}/notice", "occurrence": _occurrence(number),
        "recipient": f"medlem{number % LETTERS_A_STEP}@example.no", "name": "Medlem", "organisation": "Horten kommune", "told": "",
        "message_id": f"<{number}@example.no>", "content": TEXT, "state": "sent", "sha256": f"{number:064x}", "receipt": f"{number}.eml",
        "created_at": at, "claimed_at": at, "closed_at": at, "reason": "",
    }  # fmt: skip


def _step(number: int) -> Made:
    return {
        "key": f"{_occurrence(number)}/step-{number}", "occurrence": _occurrence(number), "state": "done", "reason": "",
        "at": LONG_AGO + timedelta(minutes=number),
    }  # fmt: skip


def _record(number: int) -> Made:
    return {
        "at": LONG_AGO + timedelta(minutes=number), "who": "aarshjul", "what": "letter.sent", "occurrence": _occurrence(number),
        "step": f"{_occurrence(number)}/notice", "recipient": f"medlem{number % LETTERS_A_STEP}@example.no", "sha256": f"{number:064x}",
        "detail": "{}",
    }  # fmt: skip
