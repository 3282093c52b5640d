"""One exchange over HTTPS: what is sent with every call, where links may lead, how much is read, and what may be logged of it."""

import logging
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from bot.errors import PostFailed
from bot.post.graph import shapes, words
from bot.post.graph.call import PREFER, Call, Kind
from bot.post.graph.faults import Garbled, TooLarge, Unanswered
from bot.post.graph.memory import Hours
from bot.post.graph.settings import Settings
from bot.post.graph.token import Tokens

log = logging.getLogger(__name__)

DRIP = 10
"""An answer that comes drop by drop may take so many times the longest silence."""
REFUSED = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def json(self) -> shapes.Node:
        return shapes.parsed(self.content)

    @property
    def code(self) -> str:
        """Microsoft's own word for a refusal; empty when there is none that can be read."""
        if self.status < REFUSED:
            return ""
        try:
            return words.plain(shapes.inner(self.json, "error").get("code"))
        except Garbled:
            return ""


class Wire:
    """One caller at a time. `context` decides which certificates are trusted; without it, the machine's own and SSL_CERT_FILE."""

    def __init__(self, settings: Settings, hours: Hours, context: ssl.SSLContext | None) -> None:
        for library in ("httpx", "httpcore", "msal"):
            logging.getLogger(library).setLevel(logging.WARNING)  # they log addresses
        self._timeout = settings.timeout
        self._endpoint = settings.endpoint.rstrip("/")
        self._host = urlsplit(self._endpoint).netloc.lower()
        self._client = httpx.Client(
            verify=context or ssl.create_default_context(),
            timeout=httpx.Timeout(settings.timeout, connect=min(settings.timeout, 10)),
            limits=httpx.Limits(max_connections=1),
            follow_redirects=False,
        )
        self.tokens = Tokens(settings, self._client, hours)

    def close(self) -> None:
        self._client.close()

    def attempt(self, call: Call) -> Answer:
        """One exchange. Raises Unanswered when it may have had an effect, PostFailed when it surely had none."""
        client_request = str(uuid4())
        request = self._request(call, client_request)
        answer: Answer | None = None
        try:
            response = self._client.send(request, stream=True)
            try:
                answer = Answer(response.status_code, response.headers, self._read(response, call.limit))
            finally:
                response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as fault:
            raise self._unreached(call, fault) from fault
        except httpx.HTTPError as fault:
            raise Unanswered(type(fault).__name__) from fault
        finally:
            _tell(call, answer, client_request)
        return answer

    def _request(self, call: Call, client_request: str) -> httpx.Request:
        headers = self._headers(call, client_request)
        try:
            return self._client.build_request(call.method, self._target(call), content=call.content or None, headers=headers)
        except (httpx.InvalidURL, ValueError) as fault:
            raise Garbled("Microsoft svarte med noe som ikke er en lenke.") from fault

    def _unreached(self, call: Call, fault: httpx.TransportError) -> PostFailed | Unanswered:
        if isinstance(fault.__cause__, Exception) and "CERTIFICATE_VERIFY_FAILED" in str(fault):
            return PostFailed(f"Sertifikatet til {self._host} er ikke godkjent på denne maskinen. Sett SSL_CERT_FILE, eller se på proxyen.")
        if call.kind is Kind.ONCE:
            return PostFailed(f"{self._host} kan ikke nås nå ({type(fault).__name__}).")
        return Unanswered(type(fault).__name__)

    def _read(self, response: httpx.Response, limit: int) -> bytes:
        end = time.monotonic() + DRIP * self._timeout
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > limit:
                raise TooLarge(f"Svaret er større enn {limit // 1024 // 1024} MB.")
            if time.monotonic() > end:
                raise httpx.ReadTimeout("drop by drop")
            parts.append(part)
        return b"".join(parts)

    def _headers(self, call: Call, client_request: str) -> dict[str, str]:
        if call.anonymous:
            return dict(call.headers)
        own = {"Authorization": f"Bearer {self.tokens.bearer()}", "Accept": "*/*" if call.raw else "application/json"}
        if call.method != "GET" and not call.content:
            own["Content-Length"] = "0"
        return own | {"client-request-id": client_request, "return-client-request-id": "true", "Prefer": PREFER} | dict(call.headers)

    def _target(self, call: Call) -> str:
        """The address to call. A link is followed to the endpoint's own host; one that needs no token, to any host over HTTPS."""
        if call.url.startswith("/"):
            return self._endpoint + call.url
        parts = urlsplit(call.url)
        ours = parts.netloc.lower() == self._host
        if parts.scheme != "https" or parts.username or not parts.hostname or not (ours or call.anonymous):
            raise Garbled("Microsoft svarte med en lenke til et annet sted, og den følges ikke.")
        return call.url


def _tell(call: Call, answer: Answer | None, client_request: str) -> None:
    """Status, code and request ids, and nothing else: no address, no token, no content."""
    if answer is None:
        log.warning("graph %s: no answer, client-request-id %s", call.what, client_request)
        return
    level = logging.DEBUG if call.method == "GET" and answer.status < REFUSED else logging.INFO
    request = words.plain(answer.headers.get("request-id"))
    log.log(level, "graph %s: %d %s, request-id %s, client-request-id %s", call.what, answer.status, answer.code, request, client_request)
