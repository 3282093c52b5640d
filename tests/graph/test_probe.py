"""`doctor --graph`: every permission is tried, nothing is sent, and what is wrong is said in words an administrator can act on."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.now import clock as real
from bot.post.graph import probe, words
from bot.post.graph.door import Door
from bot.post.graph.probe import Finding
from bot.post.graph.settings import Certificate, Secret
from tests.graph.conftest import Clock, settings, trust
from tests.graph.server import CLIENT, ELSEWHERE, SECRETARIAT, Fault, Site, State, serving
from tests.graph.server.ca import app

REPOSITORY = Path(__file__).parents[2]
LOGIN = "innlogging og forbindelse"
REFUSALS = [(403, "ErrorAccessDenied"), (403, "ErrorSendAsDenied"), (404, "ErrorInvalidUser")]
REFUSALS += [(400, "ErrorInvalidRecipients"), (413, ""), (507, "")]
DENIED = "Appen har ikke tilgang (403 ErrorAccessDenied). Kontroller rollene for appen i Exchange og at postkassen er med i dem."


@dataclass
class Askew:
    """A machine whose clock is wrong by so many seconds."""

    clock: Clock
    seconds: float

    def now(self) -> datetime:
        return self.clock.now() + timedelta(seconds=self.seconds)

    def wait(self, seconds: float) -> None:
        self.clock.wait(seconds)


Look = Callable[..., dict[str, Finding]]


@pytest.fixture
def look(site: Site, clock: Clock) -> Look:
    """What doctor finds with these settings, by what was looked at."""

    def looked(other: str = "", askew: float = 0, **changes: object) -> dict[str, Finding]:
        given, hours = settings(site, **changes), Askew(clock, askew)
        door = Door(given, hours, trust(site))
        try:
            return {one.what: one for one in probe.findings(door, given, hours, other)}
        finally:
            door.close()

    return looked


def bad(found: dict[str, Finding]) -> dict[str, str]:
    return {one.what: one.said for one in found.values() if not one.good}


def test_all_is_well_and_nothing_is_left_behind_or_sent(look: Look, site: Site) -> None:
    found = look(other=ELSEWHERE)

    assert bad(found) == {}
    assert list(found) == [
        LOGIN,
        "klokken",
        f"lese {SECRETARIAT}",
        f"lage og slette utkast i {SECRETARIAT}",
        f"sende fra {SECRETARIAT}",
        f"lese kalenderen til {SECRETARIAT}",
        f"endre kalenderen til {SECRETARIAT}",
        f"se ledig tid for {SECRETARIAT}",
        f"språk og tidssone i {SECRETARIAT}",
        "andre postkasser",
    ]
    assert found["andre postkasser"].said == f"{ELSEWHERE} er stengt for appen, som den skal"
    assert site.state.items(SECRETARIAT, "drafts") == []
    assert (site.state.delivered, site.state.invited) == ([], [])


def test_a_draft_that_an_interrupted_look_left_is_swept_up(look: Look, site: Site) -> None:
    site.state.faults.append(Fault("message.delete", "403"))
    assert f"lage og slette utkast i {SECRETARIAT}" in bad(look())
    assert len(site.state.items(SECRETARIAT, "drafts")) == 1

    assert bad(look()) == {}
    assert site.state.items(SECRETARIAT, "drafts") == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"credential": Secret("feil")}, "Hemmeligheten er feil.*AADSTS7000215"),
        ({"credential": Secret("gammel")}, "Hemmeligheten er utløpt.*AADSTS7000222"),
        ({"client": "ukjent"}, "Appen finnes ikke hos denne leietakeren.*AADSTS700016"),
        ({"tenant": "ukjent", "authority": "base"}, "Leietakeren finnes ikke.*AADSTS90002"),
        ({"endpoint": "https://localhost:9/v1.0"}, "Microsoft svarer ikke nå"),
        ({"authority": "https://localhost:9/x"}, "Innloggingen hos Microsoft svarer ikke"),
    ],
)
def test_what_is_wrong_for_all_is_said_once(look: Look, site: Site, changes: dict[str, object], words: str) -> None:
    site.state.clients[CLIENT]["gammel"] = "expired"
    mailboxes = (SECRETARIAT, "annen@example.no")
    found = look(other=ELSEWHERE, mailboxes=mailboxes, **changes | ({"authority": site.base} if changes.get("authority") == "base" else {}))

    assert list(found) == [LOGIN]
    assert not found[LOGIN].good
    assert re.search(words, found[LOGIN].said)
    assert not any(secret in str(found) for secret in ("gammel", site.secret))


@pytest.mark.parametrize("name", ["authority", "endpoint"])
def test_a_machine_that_does_not_trust_what_it_meets_is_told_of_the_setting(site: Site, clock: Clock, name: str) -> None:
    given = settings(site)
    door = Door(given, clock)  # trusts the machine's own authorities, as behind a proxy with one of its own
    [found] = probe.findings(door, given, clock)
    door.close()

    assert (found.what, found.good) == (LOGIN, False)
    assert "Sett SSL_CERT_FILE" in found.said


@pytest.mark.parametrize(
    ("operation", "what", "role"),
    [
        ("message.list", f"lese {SECRETARIAT}", "Mail.ReadWrite"),
        ("message.create", f"lage og slette utkast i {SECRETARIAT}", "Mail.ReadWrite"),
        ("message.send", f"sende fra {SECRETARIAT}", "Mail.Send"),
        ("event.list", f"lese kalenderen til {SECRETARIAT}", "Calendars.ReadWrite"),
        ("event.cancel", f"endre kalenderen til {SECRETARIAT}", "Calendars.ReadWrite"),
        ("calendar.schedule", f"se ledig tid for {SECRETARIAT}", "Calendars.ReadWrite"),
    ],
)
def test_each_role_that_is_missing_is_named(look: Look, site: Site, operation: str, what: str, role: str) -> None:
    site.state.faults.append(Fault(operation, "403", times=99))
    found = bad(look())

    assert found[what] == f"{DENIED} Her trengs rollen «Application {role}»."
    assert len(found) == (2 if operation == "message.list" else 1)  # a draft can't be made where nothing can be read


@pytest.mark.parametrize(("role", "number"), [("Mail.ReadWrite", 2), ("Mail.Send", 1), ("Calendars.ReadWrite", 3)])
def test_a_role_that_the_tenant_never_gave(look: Look, site: Site, role: str, number: int) -> None:
    site.state.granted.discard(role)
    found = bad(look())

    assert len(found) == number
    assert all(said.endswith(f"Her trengs rollen «Application {role}».") for said in found.values())


def test_a_server_that_is_down_is_no_missing_role(look: Look, site: Site) -> None:
    site.state.faults.append(Fault("message.send", "503", times=99))
    [said] = bad(look()).values()

    assert "Microsoft svarer ikke nå" in said
    assert "rollen" not in said


def test_a_mailbox_that_is_not_there_and_the_others_are_still_looked_at(look: Look) -> None:
    found = look(mailboxes=("feilskrevet@example.no", SECRETARIAT))

    assert list(bad(found)) == ["lese feilskrevet@example.no"]
    assert "Postkassen finnes ikke (404" in bad(found)["lese feilskrevet@example.no"]
    assert found[f"sende fra {SECRETARIAT}"].good


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("styret@example.no", "styret@example.no er åpen for appen. Fjern tillatelsene i Entra ID; se docs/microsoft365.md, punkt 2 og 4"),
        (SECRETARIAT, f"{SECRETARIAT} er en av våre egne; oppgi en som appen ikke skal komme inn i"),
        ("finnes.ikke@example.no", "det er ikke vist at finnes.ikke@example.no er stengt: Postkassen finnes ikke"),
    ],
)
def test_another_mailbox_must_be_shown_to_be_shut(tls: Path, clock: Clock, other: str, words: str) -> None:
    with serving(tls, State(mailboxes=(SECRETARIAT, "styret@example.no"))) as site:
        given = settings(site)
        door = Door(given, Clock(site.state), trust(site))
        found = {one.what: one for one in probe.findings(door, given, Clock(site.state), other)}
        door.close()

    assert found["andre postkasser"].said.startswith(words)
    assert list(bad(found)) == ["andre postkasser"]


@pytest.mark.parametrize(
    ("ends", "good", "words"),
    [
        (datetime(2027, 1, 30, tzinfo=UTC), False, "utløper 30.01.2027, om 29 dager; lag et nytt nå, se docs/microsoft365.md, punkt 7"),
        (datetime(2027, 2, 1, tzinfo=UTC), True, "utløper 01.02.2027, om 31 dager"),
        (datetime(2026, 12, 31, tzinfo=UTC), False, "utløp 31.12.2026; lag et nytt nå, se docs/microsoft365.md, punkt 7"),
    ],
)
@pytest.mark.parametrize("kind", ["pfx", "pem"])
def test_a_certificate_that_is_about_to_end(  # noqa: PLR0917
    look: Look,
    site: Site,
    tmp_path: Path,
    ends: datetime,
    good: bool,  # noqa: FBT001
    words: str,
    kind: str,
) -> None:
    papers = app(tmp_path, "ord og ærlighet", ends)
    site.state.trust(CLIENT, papers.public)
    found = look(credential=Certificate(papers.pfx, papers.passphrase) if kind == "pfx" else Certificate(papers.pem))

    assert found["sertifikatet"] == Finding("sertifikatet", good, words)
    assert found[LOGIN].good  # it is the tenant that says whether it is taken


def test_a_certificate_that_the_tenant_does_not_know(look: Look, tmp_path: Path) -> None:
    found = look(credential=Certificate(app(tmp_path, "x").pem))

    assert found["sertifikatet"].good
    assert found[LOGIN].said == (
        "Sertifikatet hører ikke til appen, eller det er utløpt. Last opp det offentlige sertifikatet i Entra. (AADSTS700027)"
    )


@pytest.mark.parametrize("content", [None, b"", b"tull", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
@pytest.mark.parametrize("name", ["app.pfx", "app.pem"])
def test_a_certificate_that_cannot_be_opened_is_said_in_norwegian(look: Look, tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)
    found = look(credential=Certificate(path, "passord"))

    assert str(path) in found["sertifikatet"].said
    assert ("kan ikke leses" if content is None else "AARSHJUL_GRAPH_PASSPHRASE") in found["sertifikatet"].said
    assert "passord)" not in str(found)
    assert not found[LOGIN].good


def test_a_wrong_passphrase(look: Look, tmp_path: Path) -> None:
    found = look(credential=Certificate(app(tmp_path, "riktig").pfx, "feil"))

    assert "passordet må være rett (miljøvariabelen AARSHJUL_GRAPH_PASSPHRASE)" in found["sertifikatet"].said


@pytest.mark.parametrize(
    ("askew", "words"), [(0, "0 sekunder fra Microsofts"), (-300, "300 sekunder fra Microsofts; slå på tidssynkronisering (NTP)")]
)
def test_a_clock_that_is_off(look: Look, askew: float, words: str) -> None:
    assert look(askew=askew)["klokken"] == Finding("klokken", askew == 0, words)


def test_a_mailbox_of_another_country_is_told_of_and_one_that_we_may_not_see_is_not(look: Look, site: Site) -> None:
    site.state.language, site.state.time_zone = "en-US", "Pacific Standard Time"
    what = f"språk og tidssone i {SECRETARIAT}"
    assert bad(look()) == {what: "uventet: Pacific Standard Time, en-US; møtene blir likevel i norsk tid"}

    site.state.granted.discard("MailboxSettings.Read")
    assert look()[what] == Finding(what, True, "får ikke se det; det trengs ikke")


def test_the_administrators_page_has_every_fault_in_the_programs_own_words() -> None:
    page = (REPOSITORY / "docs" / "microsoft365.md").read_text(encoding="utf-8").partition("## 6.")[2].partition("## 7.")[0]
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")][1:]
    refusals = [words.refusal(status, code).words for status, code in REFUSALS]
    spoken = [*words.AADSTS.values(), *refusals, words.unreached(ValueError("CERTIFICATE_VERIFY_FAILED"))]

    for row in rows:
        said, _, codes = row.partition(" (AADSTS")
        assert any(one.startswith(said) for one in spoken), row
        for code in re.findall(r"\d+", codes):
            assert words.AADSTS[code].startswith(said)
    assert set(re.findall(r"AADSTS(\d+)", page)) == set(words.AADSTS)


# --- the command itself ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Machine:
    """A workspace that is set up for the server, and the command as the operator runs it there."""

    site: Site
    root: Path
    secret: str

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        own = {"AARSHJUL_GRAPH_SECRET": self.secret, "SSL_CERT_FILE": str(self.site.ca)}
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments, "--workspace", str(self.root)],
            cwd=REPOSITORY, env=os.environ | own | environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip


@pytest.fixture
def machine(tls: Path, tmp_path: Path) -> Iterator[Machine]:
    root = tmp_path / "arbeid"
    assert main(["init", str(root)]) == 0
    with serving(tls, State(now=real())) as site:
        graph = {"tenant": site.tenant, "client": site.client, "authority": site.authority, "endpoint": site.endpoint}
        lines = [f'{name} = "{value}"' for name, value in graph.items()]
        config = (root / "config.toml").read_text(encoding="utf-8").replace('channel = "folder"', 'channel = "graph"')
        (root / "config.toml").write_text("\n".join((config, "[post.graph]", *lines, "")), encoding="utf-8")
        yield Machine(site, root, site.secret)
        assert site.state.violations == []


def test_the_command_with_what_the_administrator_has_set_up(machine: Machine) -> None:
    said = machine.run("doctor", "--graph", "--other", ELSEWHERE)

    assert (said.returncode, said.stderr) == (0, "")
    assert f"i orden  sende fra {SECRETARIAT}: virker" in said.stdout.splitlines()
    assert f"i orden  andre postkasser: {ELSEWHERE} er stengt for appen, som den skal" in said.stdout.splitlines()
    assert machine.secret not in said.stdout


def test_the_command_with_an_expired_secret_and_one_role_too_few(machine: Machine) -> None:
    machine.site.state.clients[CLIENT]["veldig-gammel"] = "expired"
    old = machine.run("doctor", "--graph", "--json", AARSHJUL_GRAPH_SECRET="veldig-gammel")
    machine.site.state.granted.discard("Mail.Send")
    poor = machine.run("doctor", "--graph")

    assert [one["said"] for one in json.loads(old.stdout) if not one["good"]] == [
        "Hemmeligheten er utløpt. Lag en ny under «Certificates & secrets» i Entra, og legg den inn. (AADSTS7000222)"
    ]
    assert (old.returncode, poor.returncode) == (1, 1)
    assert [line for line in poor.stdout.splitlines() if line.startswith("FEIL")] == [
        f"FEIL     sende fra {SECRETARIAT}: {DENIED} Her trengs rollen «Application Mail.Send»."
    ]
    for said in (old, poor):
        assert "veldig-gammel" not in said.stdout + said.stderr
        assert machine.secret not in said.stdout + said.stderr


def test_the_command_without_a_secret_or_without_trust_in_the_server(machine: Machine) -> None:
    without = machine.run("doctor", "--graph", AARSHJUL_GRAPH_SECRET="")
    unknown = machine.run("doctor", "--graph", SSL_CERT_FILE="")

    assert "trenger et sertifikat (certificate), eller en hemmelighet i AARSHJUL_GRAPH_SECRET" in without.stdout
    assert f"FEIL     {LOGIN}: Sertifikatet til Microsoft er ikke godkjent på denne maskinen. Sett SSL_CERT_FILE" in unknown.stdout
    assert [call.operation for call in machine.site.state.calls] == []


def test_the_plan_says_how_many_are_taken(machine: Machine) -> None:
    year = real().year + 1
    plan = json.loads(machine.run("plan", "--year", str(year), "--json").stdout)
    meeting = next(one for one in plan if "T00:00" not in one["start"])
    register = (machine.root / "schedules" / "medlemmer.csv").read_text(encoding="utf-8")
    for address in re.findall(r"[^;\s]+@[^;\s]+", register):
        machine.site.state.occupy(address, datetime.fromisoformat(meeting["start"]), datetime.fromisoformat(meeting["end"]), "Legetime")
    said = machine.run("plan", "--year", str(year), "--busy", "--json")

    told = {one["key"]: [warning for warning in one["warnings"] if "opptatt" in warning] for one in json.loads(said.stdout)}
    assert [key for key in told if told[key]] == [meeting["key"]]
    assert re.fullmatch(r"(\d+) av \1 organisasjon(er)? er opptatt", told[meeting["key"]][0])
    assert "Legetime" not in said.stdout + said.stderr


def test_a_day_when_everybody_is_taken_is_not_proposed(machine: Machine) -> None:
    year = real().year + 1
    free = json.loads(machine.run("propose", str(year), "--busy", "--json").stdout)["plans"][0]["meetings"][-1]
    register = (machine.root / "schedules" / "medlemmer.csv").read_text(encoding="utf-8")
    for address in re.findall(r"[^;\s]+@[^;\s]+", register):
        machine.site.state.occupy(address, datetime.fromisoformat(free["start"]), datetime.fromisoformat(free["end"]), "Legetime")
    said = machine.run("propose", str(year), "--busy", "--json")

    plan = json.loads(said.stdout)["plans"][0]
    assert free["start"] not in [one["start"] for one in plan["meetings"]]
    assert any("organisasjoner er opptatt" in cost for cost in plan["costs"])
    assert "Legetime" not in said.stdout + said.stderr


def test_a_service_that_cannot_log_in_tells_a_person_knocks_less_and_less_often_and_goes_on_when_it_can(machine: Machine) -> None:
    environment = os.environ | {"AARSHJUL_GRAPH_SECRET": "feil", "SSL_CERT_FILE": str(machine.site.ca)}
    with (machine.root / "logg").open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "bot", "serve", "--workspace", str(machine.root), "--every", "1"]
        with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=log) as service:
            try:
                beats = watched(machine.root / "state" / "heartbeat.json", 7)
            finally:
                service.terminate()
    alarm = (machine.root / "state" / "VARSEL.txt").read_text(encoding="utf-8")
    knocks = sum(call.operation == "token.get" for call in machine.site.state.calls)

    assert 1 <= knocks < len(beats)
    assert len({beat["since"] for beat in beats}) == 1
    for part in ("Hemmeligheten er feil", "AADSTS7000215", "Siden ", "brev venter på å bli sendt", "«aarshjul doctor --graph»"):
        assert part in alarm
    assert "@" not in alarm
    said = machine.run("status").stdout.splitlines()
    assert said[0] == "Venter på deg:"
    assert said[1].startswith("  Tjenesten: siste runde stoppet: Hemmeligheten er feil.")
    assert machine.run("doctor").stdout.startswith("FEIL     tjenesten: siste runde stoppet: Hemmeligheten er feil.")
    assert "Traceback" not in (machine.root / "logg").read_text(encoding="utf-8")

    with subprocess.Popen(command, cwd=REPOSITORY, env=environment | {"AARSHJUL_GRAPH_SECRET": machine.secret}) as service:
        try:
            until(lambda: not (machine.root / "state" / "VARSEL.txt").exists())
        finally:
            service.terminate()
    assert machine.run("doctor").returncode == 0


def watched(heartbeat: Path, number: int) -> list[dict[str, str]]:
    """So many different beats of a service."""
    found: dict[str, dict[str, str]] = {}

    def seen() -> bool:
        if heartbeat.exists():
            beat = json.loads(heartbeat.read_text(encoding="utf-8"))
            found[beat["at"]] = beat
        return len(found) >= number

    until(seen)
    return list(found.values())


def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
