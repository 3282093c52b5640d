"""The key to the door: an access token by client credentials, from MSAL over our own HTTP client."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode, urlsplit

import httpx
import msal
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509 import load_pem_x509_certificate

from bot.errors import PostFailed, Refused
from bot.post.graph import words
from bot.post.graph.memory import Hours
from bot.post.graph.settings import Certificate, ManagedIdentity, Secret, Settings, private

PATIENCE = timedelta(minutes=15)
"""What only a person can mend is not asked about again before this: no loop, and yet no restart is needed when it has been mended."""
PFX = {".pfx", ".p12"}


class App(Protocol):
    """What we use of MSAL."""

    def token(self) -> Mapping[str, object]: ...
    def forget(self) -> None: ...


class Tokens:
    """Gives a bearer token, from MSAL's memory while it lasts."""

    def __init__(self, settings: Settings, client: httpx.Client, hours: Hours) -> None:
        self._settings = settings
        self._http = _Http(client)
        self._hours = hours
        self._app: App | None = None
        self._shut: tuple[datetime, str] | None = None

    def bearer(self) -> str:
        """A token. Raises PostFailed, in words an administrator can act on; nothing is asked again while only a person can help."""
        now = self._hours.now()
        if self._shut is not None and now < self._shut[0]:
            raise PostFailed(self._shut[1])
        try:
            return self._asked()
        except _Lasting as fault:
            self._shut = (now + PATIENCE, str(fault))
            raise PostFailed(str(fault)) from fault

    def forget(self) -> None:
        """The token was refused: the next one is new."""
        if self._app is not None:
            self._app.forget()

    def _asked(self) -> str:
        self._http.said = ""
        try:
            self._app = self._app or _app(self._settings, self._http)
            answer = self._app.token()
        except Refused as fault:
            raise _Lasting(str(fault)) from fault
        except Exception as fault:  # MSAL lets through whatever its HTTP client and its own parsing raise
            if said := words.login(self._http.said):
                raise _Lasting(said) from fault
            raise PostFailed(f"Innloggingen hos Microsoft svarer ikke ({type(fault).__name__}).") from fault
        token = answer.get("access_token")
        if isinstance(token, str) and token:
            return token
        raise self._refused(answer)

    def _refused(self, answer: Mapping[str, object]) -> PostFailed:
        codes, error = answer.get("error_codes"), words.plain(answer.get("error"))
        said = words.login(f"{codes} {answer.get('error_description')}")
        if said is not None:
            return _Lasting(said)
        numbers = ", ".join(str(code) for code in codes if isinstance(code, int)) if isinstance(codes, list) else ""
        shown = f"{error} {numbers}".strip()
        if error in ("invalid_client", "unauthorized_client", "invalid_request", "invalid_scope", "access_denied"):
            return _Lasting(f"Microsoft slipper ikke appen inn ({shown}).")
        return PostFailed(f"Innloggingen hos Microsoft virker ikke nå ({shown}).")


class _Lasting(PostFailed):
    """Only a person can mend it."""


class _Http:
    """What MSAL asks of an HTTP client. It keeps the last refusal, because MSAL throws some of them away."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.said = ""

    def get(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, **_: object
    ) -> httpx.Response:
        return self._kept(self._client.get(url, params=params, headers=headers))

    def post(
        self, url: str, params: Mapping[str, str] | None = None, data: Mapping[str, str | bytes] | None = None,
        headers: Mapping[str, str] | None = None, **_: object,
    ) -> httpx.Response:  # fmt: skip
        # not httpx's own encoding: it would write the assertion, which MSAL gives as bytes, as «b'…'»
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._kept(self._client.post(url, params=params, content=urlencode(data or {}), headers=form | dict(headers or {})))

    def close(self) -> None:
        """The client is closed by its owner."""

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code >= 400:  # noqa: PLR2004 - refusals
            self.said = answer.text[:2000] or str(answer.status_code)
        return answer


class _Registered:
    """An app with a secret or a certificate."""

    def __init__(self, settings: Settings, http: _Http) -> None:
        self._scope = "{0.scheme}://{0.netloc}/.default".format(urlsplit(settings.endpoint))
        self._replies: dict[str, object] = {}
        self._app = msal.ConfidentialClientApplication(
            settings.client, authority=settings.login, client_credential=_credential(settings), http_client=http,
            instance_discovery=False, http_cache=self._replies,
        )  # fmt: skip

    def token(self) -> Mapping[str, object]:
        self._replies.clear()  # MSAL would repeat an old refusal by a clock of its own
        return dict(self._app.acquire_token_for_client([self._scope]) or {})

    def forget(self) -> None:
        self._app.remove_tokens_for_client()


class _Managed:
    """An app without a credential of its own: the machine at Azure vouches for it."""

    def __init__(self, settings: Settings, identity: ManagedIdentity, http: _Http) -> None:
        self._resource = "{0.scheme}://{0.netloc}".format(urlsplit(settings.endpoint))
        self._identity = (
            msal.UserAssignedManagedIdentity(client_id=identity.client) if identity.client else msal.SystemAssignedManagedIdentity()
        )
        self._http = http
        self.forget()

    def token(self) -> Mapping[str, object]:
        return dict(self._app.acquire_token_for_client(resource=self._resource))

    def forget(self) -> None:
        self._app = msal.ManagedIdentityClient(self._identity, http_client=self._http)


def _app(settings: Settings, http: _Http) -> App:
    if isinstance(settings.credential, ManagedIdentity):
        return _Managed(settings, settings.credential, http)
    return _Registered(settings, http)


def _credential(settings: Settings) -> str | dict[str, str]:
    match settings.credential:
        case Secret(text=text):
            return text
        case Certificate(path=path, passphrase=passphrase):
            return _certificate(path, passphrase)
        case _:
            raise Refused("Legg inn en hemmelighet eller et sertifikat for appen.")


def _certificate(path: Path, passphrase: str) -> dict[str, str]:
    content = private(path)
    secret = {"passphrase": passphrase} if passphrase else {}
    word = passphrase.encode() or None
    pfx = path.suffix.lower() in PFX
    try:
        if pfx:
            pkcs12.load_key_and_certificates(content, word)
        else:
            load_pem_private_key(content, word)
            load_pem_x509_certificate(content)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise Refused(f"{path} kan ikke åpnes: den må ha både den private nøkkelen og sertifikatet, og passordet må være rett.") from fault
    text = content.decode("ascii", "replace")
    return ({"private_key_pfx_path": str(path)} if pfx else {"private_key": text, "public_certificate": text}) | secret
