"""What people of the demo answer to rounds: in time, when they are reminded, too late, and from outside the register."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from zlib import crc32

from bot.cli import shapes
from bot.cycle import goals, rounds
from bot.cycle.memory import StoredLetter
from bot.cycle.model import Occurrence
from bot.desk import answered
from bot.desk import desk as desks
from bot.papers.rounds.model import Round
from bot.rehearsal import Rehearsal

STATUS = (
    "Ferdig. Rapporten er levert.", "Pågår. Vi er i gang, og regner med å bli ferdige til høsten.", "Pågår, to møter er holdt i år.",
    "Utsatt til 1. oktober, fordi vi mangler folk.", "Ikke startet. Venter på kommunen.", "Utgår. Et annet tiltak dekker det.",
)  # fmt: skip
COSTS = ("150 000 kr", "40.000,- til reise og opphold", "1,2 mill. kroner, delt med fylkeskommunen", "75 000 kr. To samlinger")
NEW = "Nytt tiltak: felles profil for næringslivet, 300 000 kr"
FREE = "Det meste går som planlagt. Vi har hatt to samlinger med bedriftene, og skriver mer når tallene er klare."
INPUTS = (
    "Vi støtter hovedmålene, men mener at mer må gå til bedriftene som alt er her.\n\n- Flere lærlingplasser\n- Raskere byggesaker",
    "Strategien bør ha et eget mål for grønn industri, med tall og år.",
    "Ingen merknader.",
)
NUMBERS = ("4", "12", "7 årsverk, to av dem i sesongen", "25", "3")
YES = ("Ja", "Nei", "Ja, noe bedre", "Vet ikke", "Nei, snarere verre")
WISHES = (
    "Flere boliger til dem som vil flytte hit.",
    "Raskere svar i byggesaker.",
    "Samarbeid med skolen om lærlinger.",
    "Bredbånd i hele kommunen.",
)
STRANGERS = (
    ("Leder Vel <post@bygdelaget-vel.example.com>", "Vi ønsker at møteplassene i bygdene kommer med.", "Leder\nBygdelaget Vel"),
    ("Innbygger <innbygger@example.com>", "Jeg savner noe om turisme om vinteren.", "Innbygger"),
)  # fmt: skip
OPINION = ("uttalelse.txt", "Uttalelse fra Bygdelaget Vel\n\nMøteplassene i bygdene er viktige for næringslivet.\n".encode())
LATE = "Beklager at svaret kommer etter fristen. "


@dataclass(frozen=True)
class Respondents:
    """Everyone who is asked something. What each does follows from the name. `done` is what has been done."""

    rehearsal: Rehearsal
    done: set[str]

    def answer(self) -> bool:
        """Some answer the letter that asks, some when they are reminded, and one too late. Whether anyone did."""
        near = [one for one in self.rehearsal.plan().occurrences if rounds.asking(one) and self._near(one)]
        return any([self._step(one, step.key) for one in near for step in one.steps if self._due(step.key)] + [*map(self._outside, near)])

    def _near(self, occurrence: Occurrence) -> bool:
        return occurrence.cancelled is None and abs(self.rehearsal.now - occurrence.end) < timedelta(days=60)

    def _due(self, step: str) -> bool:
        return step not in self.done and step.rpartition("/")[2] in ("ask", "remind", "remind-last")

    def _step(self, occurrence: Occurrence, step: str) -> bool:
        """What comes of one sending, once it has left."""
        letters = [one for one in self.rehearsal.desk.journal.letters(step) if one.state == "sent"]
        round_ = self._round(occurrence) if letters else None
        if round_ is None:
            return False
        self.done.add(step)
        own = self.rehearsal.desk.office.sender(occurrence.group.id).email
        chosen = [one for one in letters if one.recipient != own and crc32(f"{step}{one.recipient}".encode()) % 2]
        for letter in chosen:
            self._reply(letter, round_)
        return bool(chosen)

    def _round(self, occurrence: Occurrence) -> Round | None:
        desk = self.rehearsal.desk
        return answered.of(desk.office, occurrence, desks.look(desk, self.rehearsal.now).facts)

    def _reply(self, letter: StoredLetter, round_: Round, before: str = "") -> None:
        write: Mapping[str, Callable[[StoredLetter, Round], str]] = {
            "measures": _status, "questions": _survey, "text": _input, "goals": _values,
        }  # fmt: skip
        text = before + write[round_.rule.about](letter, round_)
        shape = shapes.SHAPES[crc32(letter.key.encode()) // 8 % len(shapes.SHAPES)]
        written, html = shape(text, letter.name)
        self.rehearsal.reply(letter.step, letter.organisation, written, html=html, sender=f"{letter.name} <{letter.recipient}>")

    def _outside(self, occurrence: Occurrence) -> bool:
        """In the weeks before the last day of an open round others write too; and the day after it, one who has not answered."""
        acted = False
        round_ = self._round(occurrence) if self._waits(occurrence) else None
        if round_ is None:
            return False
        for number, (sender, text, name) in enumerate(STRANGERS if round_.rule.open and self.rehearsal.now < occurrence.end else ()):
            key = f"{occurrence.key}/outside-{number}"
            if key not in self.done and occurrence.end - self.rehearsal.now < timedelta(days=20 - 7 * number):
                self.done.add(key)
                files = (OPINION,) if number == 0 else ()
                self.rehearsal.write(sender, f"SV: {occurrence.activity.subject}", f"{text}\n\nMed vennlig hilsen\n{name}\n", *files)
                acted = True
        return self._too_late(occurrence, round_) or acted

    def _waits(self, occurrence: Occurrence) -> bool:
        asked = f"{occurrence.key}/ask" in self.done
        return asked and timedelta(days=-21) < self.rehearsal.now - occurrence.end < timedelta(days=3)

    def _too_late(self, occurrence: Occurrence, round_: Round) -> bool:
        key = f"{occurrence.key}/late"
        if self.rehearsal.now < occurrence.end or key in self.done:
            return False
        self.done.add(key)
        letter = next(self._silent(occurrence, round_), None)
        if letter is not None:
            self._reply(letter, round_, LATE if round_.rule.about == "text" else "")
        return letter is not None

    def _silent(self, occurrence: Occurrence, round_: Round) -> Iterator[StoredLetter]:
        silent = {one.to.email for one in round_.silent()}
        own = self.rehearsal.desk.office.sender(occurrence.group.id).email
        for letter in self.rehearsal.desk.journal.letters(f"{occurrence.key}/ask"):
            if letter.recipient in silent - {own}:
                yield letter


def _status(letter: StoredLetter, round_: Round) -> str:
    """A line for most of their measures; or, now and then, words alone."""
    mine = round_.of(letter.recipient)
    chance = crc32(letter.key.encode())
    if mine is not None and round_.rule.cost:
        told = [f"{one.number}: {COSTS[(chance + place) % len(COSTS)]}" for place, one in enumerate(mine.measures[:6:2])]
        return "\n\n".join([*told, *([NEW] if chance % 3 == 0 else [])])
    if mine is None or chance % 7 == 0:
        return FREE
    numbers = [(crc32(f"{letter.key}{one.number}".encode()), one.number) for one in mine.measures]
    return "\n".join(f"{number}: {STATUS[luck % len(STATUS)]}" for luck, number in numbers if luck % 6 or len(numbers) == 1)


def _values(letter: StoredLetter, round_: Round) -> str:
    """A value for each goal, near the last one that is known or what is aimed at."""
    mine, chance = round_.of(letter.recipient), crc32(letter.key.encode())
    told = []
    for one in mine.goals if mine else ():
        known, aimed = goals.last(one.values, one.region, one.year), goals.aim(one.goal)
        start = known.now.value if known else aimed.each_year or (aimed.target and aimed.target.value) or 100
        value = round(start * (0.9 + (chance + one.number) % 20 / 100))
        told.append(f"{one.number}: {value}" if mine and len(mine.goals) > 1 else f"{value} ({one.year})")
    return "\n".join(told)


def _survey(letter: StoredLetter, _: Round) -> str:
    chance = crc32(letter.key.encode())
    picked = (NUMBERS[chance % 5], NUMBERS[chance // 5 % 5], YES[chance // 25 % 5], YES[chance // 125 % 5], WISHES[chance // 625 % 4])
    return "\n".join(f"{number}. {text}" for number, text in enumerate(picked, 1))


def _input(letter: StoredLetter, _: Round) -> str:
    return INPUTS[crc32(letter.key.encode()) // 2 % len(INPUTS)]
