"""The reader against the blind test: mails by somebody who had not seen it."""

import pytest

from bot.papers.reply import understand
from bot.papers.reply.model import Reading
from tests.replies import unseen
from tests.replies.score import Score

MAILS = tuple(unseen.mails())


@pytest.fixture(scope="module")
def readings() -> tuple[Reading, ...]:
    return tuple(understand(mail.raw, unseen.request(), unseen.SECRETARIAT) for mail in MAILS)


def scores(readings: tuple[Reading, ...], field: str) -> dict[str, Score]:
    found = {mail.name: unseen.judge(mail, reading, field) for mail, reading in zip(MAILS, readings, strict=True)}
    return {name: score for name, score in found.items() if score}


def test_nothing_written_is_lost(readings: tuple[Reading, ...]) -> None:
    assert {name: score.lost for field in ("text", "contribution") for name, score in scores(readings, field).items() if score.lost} == {}


def test_nearly_every_text_is_exact(readings: tuple[Reading, ...]) -> None:
    """The rest are forwards: this test wants them without the text that was sent on, the specification with it."""
    found = scores(readings, "text")

    assert sum(score.exact for score in found.values()) >= 0.95 * len(found)


def test_nearly_every_verdict_is_right(readings: tuple[Reading, ...]) -> None:
    wrong = [mail.name for mail, reading in zip(MAILS, readings, strict=True) if reading.verdict not in mail.values("verdict")]

    assert len(wrong) <= 1, wrong
