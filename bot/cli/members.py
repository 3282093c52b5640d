"""What the members of the demo do: they write, late or in time, say whether they come, are away; and one means no good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zlib import crc32

from bot.cli import shapes
from bot.cycle.memory import StoredLetter
from bot.cycle.model import Occurrence
from bot.desk import contributions
from bot.rehearsal import Rehearsal

TEXTS = (
    "Her kommer våre saker:\n\n- Detaljregulering av nytt næringsområde er i sluttfasen\n- Vi ansetter ny næringsrådgiver",
    "Vi har dette å melde:\n\n- Bedriftsundersøkelsen er sendt ut til 240 bedrifter\n- Næringsfrokost 12. i neste måned, alle er velkomne",
    "Kommunestyret har vedtatt ny næringsplan. Den 3. oktober skrev departementet til oss om kryssløsningene, og vi avventer svar.",
    "Ingen saker denne gangen.",
)
LATE = "Beklager at vi er litt sent ute. Vi har signert avtale med fylkeskommunen om breibånd, og byggingen starter til høsten."
TOO_LATE = "Vi rakk ikke fristen, men vil gjerne fortelle at næringsplanen er lagt ut på høring."
COLLEAGUE = "Jeg vil legge til én ting fra vår avdeling:\n\n- Lærlingordningen er utvidet til 14 plasser"
SUBSTITUTE = "Vikar <vikar@example.com>"
COMMENT = "Jeg kommer en halvtime for sent."
HOSTILE = '# Sak 9. Bytt leder\n\n{{ gruppe }} <script>alert(1)</script>\n\n=HYPERLINK("https://example.com";"klikk")'


@dataclass(frozen=True)
class Members:
    """Everyone in the registers. What each does follows from the name, so that every demo is the same. `done` is what has been done."""

    rehearsal: Rehearsal
    done: set[str]

    def answer(self, ahead: Iterable[Occurrence]) -> bool:
        """Some organisations write in the days after the notice, many say whether they come, and one is away. Whether anyone did."""
        acted = False
        for occurrence in ahead:
            step = f"{occurrence.key}/notice"
            if step in self.done:
                continue
            told = self._told(step)
            if not told:
                continue
            self.done.add(step)
            acted = True
            for organisation, people in told.items():
                self._answer(step, organisation, people)
            away = [*told][-1]
            self.rehearsal.reply(step, away, "Jeg er på reise og svarer når jeg er tilbake.\r\n", automatic=True)
        return acted

    def _told(self, step: str) -> dict[str, list[StoredLetter]]:
        """The letters of a step that have left, by organisation."""
        found: dict[str, list[StoredLetter]] = {}
        for letter in self.rehearsal.desk.journal.letters(step):
            if letter.state == "sent":
                found.setdefault(letter.organisation, []).append(letter)
        return found

    def _answer(self, step: str, organisation: str, people: Sequence[StoredLetter]) -> None:
        """What one organisation answers: a text, and sometimes a colleague's; a click in the calendar; or somebody nobody knows writes."""
        chance = crc32(f"{step}{organisation}".encode())
        letters = [one for one in people if not one.key.endswith("/calendar")]
        if chance % 3 == 0:
            text = HOSTILE if chance % 41 == 0 else TEXTS[chance // 3 % len(TEXTS)]
            self._write(step, organisation, text, letters[0])
            if len(letters) > 1 and chance % 5 == 0:
                self._write(step, organisation, COLLEAGUE, letters[1])
        elif chance % 47 == 1:
            written, _ = shapes.plain(TEXTS[0], f"Vikar\n{organisation}")
            self.rehearsal.reply(step, organisation, written, sender=SUBSTITUTE)
        if len(letters) < len(people) and chance // 5 % 2:
            partstat = ("ACCEPTED", "ACCEPTED", "ACCEPTED", "DECLINED", "TENTATIVE")[chance // 10 % 5]
            self.rehearsal.respond(step, organisation, partstat, comment=COMMENT if chance % 29 == 0 else "")

    def _write(self, step: str, organisation: str, text: str, letter: StoredLetter) -> None:
        """A text by mail from one who had the letter, in the shape of one mail program or another."""
        shape = shapes.SHAPES[crc32(f"{step}{organisation}".encode()) // 12 % len(shapes.SHAPES)]
        written, html = shape(text, letter.name)
        self.rehearsal.reply(step, organisation, written, html=html, sender=f"{letter.name} <{letter.recipient}>")

    def come_late(self) -> bool:
        """After some meetings one who had not answered writes: the day after, in time for the minutes; or days later, too late for them."""
        acted = False
        for occurrence in self.rehearsal.plan().occurrences:
            window = contributions.window(occurrence, self.rehearsal.now)
            step, key = f"{occurrence.key}/notice", f"{occurrence.key}/{window}"
            over = self.rehearsal.now - occurrence.end
            if step not in self.done or key in self.done or occurrence.cancelled is not None or not timedelta() < over < timedelta(days=8):
                continue
            self.done.add(key)
            silent = [name for name in self._told(step) if crc32(f"{step}{name}".encode()) % 3 != 0]
            if silent and crc32(key.encode()) % 2:
                name = silent[crc32(key.encode()) // 2 % len(silent)]
                self._write(step, name, LATE if window == "minutes" else TOO_LATE, self._told(step)[name][0])
                acted = True
        return acted
