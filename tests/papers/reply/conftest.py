"""Mails as each mail program writes them, from a body alone."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from bot.papers.reply import Reading, understand

Post = Callable[..., Reading]


def message(
    text: str = "", html: str = "", *, subject: str = "SV: Innkalling", name: str = "Kari Nordmann", **headers: str
) -> EmailMessage:
    """A mail to the secretariat. Header names have underscores for hyphens."""
    made = EmailMessage()
    made["From"] = f"{name} <kari.nordmann@horten.example.no>"
    made["To"] = "Sekretariatet <sekretariat@example.no>"
    made["Subject"] = subject
    for key, value in headers.items():
        made[key.replace("_", "-")] = value
    if text or not html:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


@pytest.fixture
def post() -> Post:
    """Read a mail made of these bodies and headers."""

    def reading(text: str = "", html: str = "", request: str | None = None, **others: str) -> Reading:
        return understand(message(text, html, **others).as_bytes(), request)

    return reading
