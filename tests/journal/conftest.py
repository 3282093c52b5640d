"""A journal, open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.journal import Journal


@pytest.fixture
def journal(journal_url: str, tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(journal_url, tmp_path / "state") as opened:
        yield opened
