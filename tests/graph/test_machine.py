"""A secretariat, its people and a server in any order: letters, rounds, faults, deaths, and hands in Outlook. Never twice, never silent."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.cycle.memory import Handed, NewLetter
from bot.desk import dispatch
from bot.desk.ports import StoredLetter
from bot.journal import Journal
from bot.papers import letter as papers
from bot.papers.model import Letter
from bot.post.graph.graph import Graph
from tests.graph.conftest import Clock, trust
from tests.graph.secretariat import NOW, STEP, calendar
from tests.graph.secretariat import settings as given
from tests.graph.server import SECRETARIAT, Fault, State, foul, serving
from tests.graph.server.model import Item

STORMS = foul(0.01)


class Mortal(Journal):
    """A journal whose process dies just after the write it is told to."""

    writes = 0

    def hand(self, row: Handed) -> None:
        super().hand(row)
        self.writes -= 1
        if self.writes == 0:
            raise KeyboardInterrupt


class Secretariat(RuleBasedStateMachine):
    """Everything that can happen around a mailbox while letters leave from it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="aarshjul-machine-"))
        self.serving = serving(self.folder, State())
        self.site = self.serving.__enter__()
        self.state = self.site.state
        self.letters: dict[str, Letter] = {}
        self.touched: set[str] = set()
        self.journal = Mortal.open(f"sqlite:///{self.folder}/journal.db", self.folder)

    def teardown(self) -> None:
        """The storm passes, and the rounds go on until all is settled: each has arrived once, or is held with the reason."""
        self.state.faults.clear()
        for _ in range(12):
            self.state.advance(200)
            self.live()
        self.state.advance(200)
        try:
            for one in self.journal.letters(STEP):
                came = self.arrived()[one.key]
                assert one.state in ("sent", "held"), (one.key, one.state)
                assert one.state == "held" or came == 1 or one.key in self.touched, f"{one.key}: {came}"
                assert one.state == "sent" or one.reason
            assert self.state.violations == []
        finally:
            self.journal.shut()
            self.serving.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    def arrived(self) -> Counter[str]:
        """How many times each letter or invitation has reached its recipient."""
        keys = {(one.recipient, bool(one.calendar)): key for key, one in self.letters.items()}
        found = [keys[one.recipient, False] for one in self.state.delivered]
        return Counter(found + [keys[one.attendee, True] for one in self.state.invited if one.kind != "cancellation"])

    def live(self, dies_after: int = 0) -> None:
        """One process, one round; with `dies_after`, it dies after so many writes about letters."""
        app = {"tenant": self.site.tenant, "client": self.site.client, "secret": self.site.secret}
        post = Graph(
            given(self.site.authority, self.site.endpoint, app), Clock(self.state), self.journal,
            public=self.folder, start=NOW, context=trust(self.site),
        )  # fmt: skip

        def compose(one: StoredLetter, _: object) -> bytes:
            return papers.compose(self.letters[one.key], NOW)

        self.journal.writes = dies_after
        try:
            dispatch.run(self.journal, post, self.state.now, compose)
        except KeyboardInterrupt:
            pass
        finally:
            self.journal.writes = 0
            post.close()

    def waiting(self) -> list[Item]:
        return self.state.items(SECRETARIAT, "drafts")

    @precondition(lambda self: len(self.letters) < 6)
    @rule(invitation=st.booleans())
    def approve(self, invitation: bool) -> None:  # noqa: FBT001 - Hypothesis names it
        """One more letter, or one more invitation to the same meeting, is ready to leave."""
        number = len(self.letters)
        to = f"medlem{number}@example.no"
        key = f"{STEP}/{number}" + ("/calendar" if invitation else "")
        made = Letter(
            key=key, sender_name="Sekretariatet", sender=SECRETARIAT, recipient_name="Medlem", recipient=to, subject="Innkalling",
            text="Hei\n", html="<p>Hei</p>", language="nb",
            calendar=calendar(to) if invitation else b"", calendar_method="REQUEST" if invitation else "",
        )  # fmt: skip
        self.letters[key] = made
        row = NewLetter(key, STEP, "naering/faggruppe/2027-1", to, "Medlem", "", None, papers.message_id(key, SECRETARIAT), "{}")
        self.journal.enqueue([row], self.state.now)

    @rule()
    def round(self) -> None:
        self.live()

    @rule(writes=st.integers(1, 6))
    def round_that_dies(self, writes: int) -> None:
        self.live(writes)

    @rule(seconds=st.sampled_from([1, 60, 400, 900]))
    def time_passes(self, seconds: int) -> None:
        self.state.advance(seconds)

    @rule(storm=st.sampled_from(STORMS), skip=st.integers(0, 4))
    def fault(self, storm: Fault, skip: int) -> None:
        self.state.faults.append(
            Fault(storm.operation, storm.kind, 1, skip, storm.after_effect, storm.retry_after, storm.seconds, storm.status, storm.code)
        )

    @precondition(lambda self: self.waiting())
    @rule(data=st.data(), what=st.sampled_from(["send", "edit", "delete"]))
    def hand_in_outlook(self, data: st.DataObject, what: str) -> None:
        """A person does something with a draft that lies there."""
        item = data.draw(st.sampled_from(self.waiting()))
        self.touched |= set(self.letters)
        if what == "send":
            self.state.send_draft(SECRETARIAT, item.id, classic=True)
        elif what == "edit":
            self.state.edit_draft(SECRETARIAT, item.id, subject="Rettet i Outlook")
        else:
            self.state.delete_draft(SECRETARIAT, item.id)

    @invariant()
    def never_twice(self) -> None:
        assert all(times == 1 for times in self.arrived().values()), self.arrived()


TestSecretariat = Secretariat.TestCase
TestSecretariat.settings = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
