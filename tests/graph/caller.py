"""A plain caller of the server, with the habits it asks for, so that a test shows only what it is about."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.graph.server import SECRETARIAT, Site, State, serving

KEY = "String {6F0C6E4E-6B0A-4F0A-9B6A-2F7A0F3F0001} Name AarshjulKey"
PREFER = 'IdType="ImmutableId"'
Json = dict[str, Any]


def person(address: str) -> Json:
    return {"emailAddress": {"address": address}}


def message(key: str = "en", **more: object) -> Json:
    return {
        "subject": "Innkalling til møte",
        "body": {"contentType": "html", "content": "<p>Velkommen</p>"},
        "toRecipients": [person("medlem@example.no")],
        "singleValueExtendedProperties": [{"id": KEY, "value": key}],
        **more,
    }


def at(hour: int, day: int = 4) -> Json:
    return {"dateTime": f"2027-02-{day:02d}T{hour:02d}:00:00", "timeZone": "W. Europe Standard Time"}


def event(transaction: str = "t1", **more: object) -> Json:
    return {
        "subject": "Møte i faggruppen",
        "transactionId": transaction,
        "body": {"contentType": "html", "content": "<p>Saker</p>"},
        "start": at(9),
        "end": at(11),
        "attendees": [{"type": "required", **person("medlem@example.no")}, {"type": "required", **person("leder@example.no")}],
        "singleValueExtendedProperties": [{"id": KEY, "value": "møtet"}],
        **more,
    }


def received(subject: str = "SV: Innkalling", *, number: int = 1, sender: str = "medlem@example.no") -> bytes:
    who = f"From: {sender}\r\nTo: {SECRETARIAT}\r\nMessage-ID: <{number}@example.no>\r\n"
    head = f"{who}Subject: {subject}\r\nDate: Fri, 01 Jan 2027 08:00:00 +0100\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\nVi kommer.\r\n".encode()


class Caller:
    """Calls with a token, `Prefer` and a request id; paths are the mailbox's own («/messages»), or whole addresses."""

    def __init__(self, site: Site, *, wait: float = 10) -> None:
        self.site = site
        self.state = site.state
        self.client = httpx.Client(verify=ssl.create_default_context(cafile=str(site.ca)), timeout=wait)
        self.mailbox = SECRETARIAT
        self.headers = {"Prefer": PREFER, "client-request-id": "5f0c7c1e-0000-4000-8000-000000000001"}

    def token(self, **form: str) -> httpx.Response:
        given = {"grant_type": "client_credentials", "client_id": self.site.client, "client_secret": self.site.secret}
        given |= {"scope": "https://graph.microsoft.com/.default", **form}
        return self.client.post(f"{self.site.authority}/oauth2/v2.0/token", data=given)

    def log_in(self) -> None:
        self.headers["Authorization"] = f"Bearer {self.token().json()['access_token']}"

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own options
        url = path if path.startswith("https:") else f"{self.site.endpoint}/users/{self.mailbox}{path}"
        headers = {**self.headers, **more.pop("headers", {})}
        return self.client.request(method, url, headers=headers, **more)

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.call("GET", path, params=query) if query else self.call("GET", path)

    def post(self, path: str, body: object = None) -> httpx.Response:
        return self.call("POST", path) if body is None else self.call("POST", path, json=body)

    def patch(self, path: str, **body: object) -> httpx.Response:
        return self.call("PATCH", path, json=body)

    def draft(self, key: str = "en", **more: object) -> str:
        """A draft's id."""
        return str(self.post("/messages", message(key, **more)).json()["id"])

    def find(self, key: str, path: str = "/messages") -> list[Json]:
        """What bears the key, by the filter that Microsoft's staff recommend (graph.md 2)."""
        chosen = f"singleValueExtendedProperties/Any(ep: ep/id eq '{KEY}' and ep/value eq '{key}')"
        rows: list[Json] = self.get(path, **{"$filter": chosen}).json()["value"]
        return rows


@contextmanager
def calling(folder: Path, state: State | None = None, *, wait: float = 10) -> Iterator[Caller]:
    """A server and a caller that has a token."""
    with serving(folder, state) as site:
        caller = Caller(site, wait=wait)
        try:
            caller.log_in()
            yield caller
        finally:
            caller.client.close()


def code(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.json()['error']['code']}"
