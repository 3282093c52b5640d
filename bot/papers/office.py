"""One secretariat as values: its cycles, its calendar of open days, its wording and its letterhead."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cycle.days import Days
from bot.cycle.model import Cycle
from bot.cycle.written import Config, Language, Sender
from bot.papers.wording import Template


@dataclass(frozen=True, slots=True)
class Office:
    """Everything a person has written, found without fault.

    `templates` has keys such as "nb/letters/notice"; `pages` holds HTML, under keys such as "nb/pages/timeline".
    """

    config: Config
    cycles: tuple[Cycle, ...]
    days: Days
    templates: Mapping[str, Template]
    letterhead: bytes
    pages: Mapping[str, str]

    def letter(self, language: Language, name: str) -> Template:
        return self.templates[f"{language}/letters/{name}"]

    def paper(self, language: Language, name: str) -> Template:
        return self.templates[f"{language}/papers/{name}"]

    def sender(self, group: str) -> Sender:
        """Who signs for a group: its own sender, or the secretariat."""
        return self.cycle(group).schedule.group.sender or self.config.secretariat

    def cycle(self, group: str) -> Cycle:
        """The cycle of a group. Raises StopIteration never: every occurrence comes from a cycle of the office."""
        return next(cycle for cycle in self.cycles if cycle.schedule.group.id == group)
