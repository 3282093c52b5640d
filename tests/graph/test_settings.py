"""What an administrator sets up, and the words that tell what is wrong with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import PostFailed, Refused
from bot.post.graph.graph import Graph
from bot.post.graph.settings import Certificate, Credential, ManagedIdentity, Secret, Settings
from tests.graph.conftest import letter, parcel
from tests.graph.server import CLIENT, Fault, Site
from tests.graph.server.ca import app


def tokens(site: Site) -> int:
    return sum(call.operation == "token.get" for call in site.state.calls)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"credential": Secret("feil")}, "Hemmeligheten er feil.*AADSTS7000215"),
        ({"credential": Secret("gammel")}, "Hemmeligheten er utløpt.*AADSTS7000222"),
        ({"client": "ukjent"}, "Appen finnes ikke.*AADSTS700016"),
        ({"tenant": "ukjent", "authority": "base"}, "Leietakeren finnes ikke.*AADSTS90002"),
    ],
)
def test_a_fault_that_only_a_person_can_mend_is_said_once_in_a_while(
    make: Callable[..., Graph], site: Site, changes: dict[str, object], words: str
) -> None:
    site.state.clients[CLIENT]["gammel"] = "expired"
    post = make(**changes | ({"authority": site.base} if changes.get("authority") else {}))
    for _ in range(3):
        with pytest.raises(PostFailed, match=words) as shut:
            post.send(*parcel(letter()))
        assert not shut.value.permanent
    assert len(site.state.calls) <= 2, "discovery and one token"

    before = len(site.state.calls)
    site.state.advance(16 * 60)
    with pytest.raises(PostFailed, match=words):
        post.send(*parcel(letter()))
    assert len(site.state.calls) > before, "and when it has been mended, no restart is needed"


@pytest.mark.parametrize("kind", ["pfx", "pem"])
def test_a_certificate_opens_the_door(make: Callable[..., Graph], site: Site, tmp_path: Path, kind: str) -> None:
    papers = app(tmp_path, "ord og ærlighet")
    for file in (papers.pfx, papers.pem):
        file.chmod(0o600)
    credential = Certificate(papers.pfx, papers.passphrase) if kind == "pfx" else Certificate(papers.pem)
    with pytest.raises(PostFailed, match="Sertifikatet hører ikke til appen"):
        make(credential=credential).send(*parcel(letter()))

    site.state.trust(CLIENT, papers.public)
    make(credential=credential).send(*parcel(letter()))
    assert site.state.items("sekretariat@example.no", "drafts") == []


def test_a_wrong_passphrase_is_said(make: Callable[..., Graph], site: Site, tmp_path: Path) -> None:
    with pytest.raises(PostFailed, match="passordet må være rett"):
        make(credential=Certificate(app(tmp_path, "riktig").pfx, "feil")).send(*parcel(letter()))
    assert site.state.calls == []


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        (b"-----BEGIN PRIVATE KEY-----\n", 0o600, "den private nøkkelen og sertifikatet"),
        (b"x", 0o644, "chmod 600"),
        (None, 0, "kan ikke leses"),
    ],
)
def test_a_certificate_that_cannot_be_used_is_said(
    make: Callable[..., Graph], site: Site, tmp_path: Path, content: bytes | None, mode: int, words: str
) -> None:
    file = tmp_path / "app.pem"
    if content is not None:
        file.write_bytes(content)
        file.chmod(mode)
    with pytest.raises(PostFailed, match=words):
        make(credential=Certificate(file)).send(*parcel(letter()))
    assert site.state.calls == []


def test_a_secret_lies_in_a_file_of_its_owner_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "hemmelighet"
    file.write_text("veldig-hemmelig\n")
    file.chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        Secret.read(file)
    file.chmod(0o600)
    secret = Secret.read(file)
    assert secret.text == "veldig-hemmelig"
    assert "hemmelig" not in repr(settings_with(secret))
    file.write_text("\n")
    with pytest.raises(Refused, match="er tom"):
        Secret.read(file)


def settings_with(credential: Credential) -> Settings:
    return Settings("t", "c", credential, ("post@example.no",))


@pytest.mark.parametrize("field", ["authority", "endpoint"])
@pytest.mark.parametrize(
    "address", ["http://graph.example.no/v1.0", "graph.example.no", "https://u@graph.example.no", "https://x.no/?a=b", ""]
)
def test_only_https_will_do(field: str, address: str) -> None:
    with pytest.raises(Refused, match=f"«{field}»"):
        Settings("t", "c", Secret("s"), ("post@example.no",), **{field: address})  # type: ignore[arg-type]


def test_the_tenant_is_part_of_the_authority_and_an_address_has_no_case() -> None:
    given = settings_with(ManagedIdentity())
    assert given.login == "https://login.microsoftonline.com/t"
    assert given.mailbox("POST@example.no") == "post@example.no"
    with pytest.raises(Refused, match="Ingen postkasse"):
        Settings("t", "c", Secret("s"), ())


def test_a_login_service_that_is_down_is_asked_again_the_next_time(make: Callable[..., Graph], site: Site) -> None:
    site.state.faults.append(Fault("token.get", "503"))
    post = make()
    with pytest.raises(PostFailed, match="Innloggingen hos Microsoft svarer ikke"):
        post.send(*parcel(letter()))
    post.send(*parcel(letter()))
    assert len(site.state.delivered) == 1
    assert tokens(site) == 2
