"""What an administrator decides: the tenant, the app, its credential, the addresses of the two services, and the mailboxes."""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from bot.errors import Refused

AUTHORITY = "https://login.microsoftonline.com"
ENDPOINT = "https://graph.microsoft.com/v1.0"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Secret:
    """A client secret. It is never shown: not in a log, not in a traceback."""

    text: str = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> Self:
        """From a file that nobody else may read (mode 0600). Raises Refused."""
        text = private(path).decode("utf-8", "replace").strip()
        if not text:
            raise Refused(f"{path} er tom. Legg hemmeligheten fra Entra i den.")
        return cls(text)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A file with the app's private key and certificate: PFX (.pfx, .p12), or PEM with both."""

    path: Path
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ManagedIdentity:
    """The identity that Azure gives the machine itself; `client` is empty for the machine's own."""

    client: str = ""


Credential = Secret | Certificate | ManagedIdentity


@dataclass(frozen=True, slots=True)
class Settings:
    """What the post needs to know. Raises Refused, in words an administrator can act on, when an address is not HTTPS.

    `authority` without a path gets the tenant added to it. `timeout` is the longest silence from a server, in seconds.
    """

    tenant: str
    client: str
    credential: Credential
    mailboxes: tuple[str, ...]
    authority: str = AUTHORITY
    endpoint: str = ENDPOINT
    teams: bool = False
    timeout: float = 30.0

    def __post_init__(self) -> None:
        for name, address in (("authority", self.authority), ("endpoint", self.endpoint)):
            parts = urlsplit(address)
            if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
                raise Refused(f"«{name}» må være en ren https-adresse, som {AUTHORITY if name == 'authority' else ENDPOINT}.")
        if not self.mailboxes:
            raise Refused("Ingen postkasse er satt opp for Microsoft 365.")

    @property
    def login(self) -> str:
        """The authority with the tenant in it."""
        return self.authority if urlsplit(self.authority).path.strip("/") else f"{self.authority.rstrip('/')}/{self.tenant}"

    def mailbox(self, address: str) -> str | None:
        """The mailbox with this address as the administrator wrote it, or None."""
        return next((mailbox for mailbox in self.mailboxes if mailbox.casefold() == address.casefold()), None)


def private(path: Path) -> bytes:
    """The bytes of a file that only its owner may read. Raises Refused."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as fault:
        raise Refused(f"{path} kan ikke leses: {fault.strerror}.") from fault
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise Refused(f"{path} er ikke en vanlig fil.")
        if mode & OTHERS:
            raise Refused(f"{path} kan leses av andre på maskinen. Kjør «chmod 600 {path}».")
        return file.read()
