"""The reader against the corpus: what people wrote comes out whole, and nothing that they did not write."""

from functools import cache
from pathlib import Path

import pytest

from bot.papers.reply import understand
from bot.papers.reply.model import Bounce, CalendarAnswer, Details, Forwarded, Reading
from tests.replies import build
from tests.replies.expected import SECRETARIAT, Mail, mails
from tests.replies.score import score

MAILS = tuple(mails())
each = pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.slug)


@cache
def reading(mail: Mail) -> Reading:
    return understand(mail.raw, mail.request, SECRETARIAT)


def test_the_files_are_what_the_builders_make() -> None:
    made = dict(build.files())

    assert {path.name: path.read_bytes() for path in build.CORPUS.iterdir()} == made


def test_there_are_at_least_120_mails() -> None:
    assert len(MAILS) >= 120


@each
def test_verdict(mail: Mail) -> None:
    assert str(reading(mail).verdict) == mail.verdict, mail.note


@each
def test_nothing_written_is_lost(mail: Mail) -> None:
    if mail.text is not None:
        assert score(mail.text, reading(mail).text).lost == (), mail.note


@each
def test_the_contribution_is_what_goes_into_the_papers(mail: Mail) -> None:
    if mail.contribution is not None:
        assert score(mail.contribution, reading(mail).contribution).exact, mail.note


@each
def test_on_behalf_of(mail: Mail) -> None:
    if mail.on_behalf_of is not None:
        assert reading(mail).on_behalf_of == mail.on_behalf_of, mail.note


@each
def test_what_a_machine_or_a_forward_tells(mail: Mail) -> None:
    if mail.about is not None:
        assert told(reading(mail).details) == mail.about, mail.note


def told(details: Details) -> str:
    """Who was not reached, the answer to an invite, or whose text was sent on."""
    match details:
        case Bounce(recipients=(one, *_)):
            return one.recipient
        case CalendarAnswer(partstat=answer):
            return answer.lower()
        case Forwarded(sender=sender):
            return sender
        case _:
            return ""


def test_nearly_every_text_is_exact() -> None:
    """Aim of the project: 0.95 exact."""
    scored = {mail.slug: score(mail.text, reading(mail).text) for mail in MAILS if mail.text is not None}
    wrong = [slug for slug, found in scored.items() if not found.exact]

    assert len(wrong) <= 0.05 * len(scored), wrong


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    build.main(tmp_path / "corpus")

    assert {path.name: path.read_bytes() for path in (tmp_path / "corpus").iterdir()} == dict(build.files())
