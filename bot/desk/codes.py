"""The code of a draft: it stands in the subject of the mail that lays the draft before a person, and nobody else can make it."""

import hmac
import re
from base64 import b32encode
from dataclasses import replace
from hashlib import sha256

from bot.papers.model import Letter

CODE = re.compile(r"\[utkast ([A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})\]", re.IGNORECASE)


def code(seal: bytes, step: str, version: int) -> str:
    """The code of one version of a draft: nobody can make it who has not seen the draft. Empty without a seal."""
    if not seal:
        return ""
    found = b32encode(hmac.digest(seal, f"{step}#{version}".encode(), sha256)).decode()
    return "-".join((found[:4], found[4:8], found[8:12]))


def marked(letter: Letter, seal: bytes, step: str, version: int) -> Letter:
    """The letter with the code in its subject, where every mail program keeps it in an answer."""
    mark = code(seal, step, version)
    return replace(letter, subject=f"{letter.subject} [utkast {mark}]") if mark else letter
