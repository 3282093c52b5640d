"""The year as a page: the wheel, and the table with its links. Values in, HTML out; all its words are in the template."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from bot.errors import TemplateFaulty
from bot.papers import norsk
from bot.papers.characters import one_line
from bot.papers.timeline import address
from bot.papers.wheel import table
from bot.papers.wheel.drawing import draw
from bot.papers.wheel.model import Entry, Wheel


class _Row(NamedTuple):
    """An entry as the template meets it. `link` is empty when it leads nowhere."""

    number: int
    day: str
    title: str
    who: str
    kind: str
    link: str


class _Month(NamedTuple):
    name: str
    rows: tuple[_Row, ...]


def page(wheel: Wheel, template: str, *, grey: bool = False) -> str:
    """One self-contained HTML page from a Jinja2 template. In the wheel each entry leads to its row; in the table, to its own link.

    Raises TemplateFaulty, and ValueError for a link that is neither relative, https nor mailto.
    """
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    sandbox.filters["tall"] = norsk.number
    try:
        return sandbox.from_string(template).render(_values(wheel, grey=grey))
    except TemplateError as error:
        raise TemplateFaulty(str(error)) from error


def _values(wheel: Wheel, *, grey: bool) -> Mapping[str, object]:
    """The names of the template."""
    here = replace(wheel, entries=tuple(entry._replace(link=f"#rad-{number}") for number, entry in enumerate(wheel.shown, 1)))
    wide, narrow = (draw(here, grey=grey, narrow=narrow, titled=False) for narrow in (False, True))
    return {
        "title": one_line(wheel.title),
        "year": wheel.year,
        "wide": Markup(wide),  # noqa: S704 - drawn here, and every word in it escaped
        "narrow": Markup(narrow),  # noqa: S704 - as above
        "months": tuple(_month(wheel, name, entries) for name, entries in table.months(wheel)),
        "closed": table.breaks(wheel),
        "total": len(wheel.shown),
    }


def _month(wheel: Wheel, name: str, entries: tuple[tuple[int, Entry], ...]) -> _Month:
    return _Month(
        name.capitalize(),
        tuple(
            _Row(number, table.day(entry, wheel.year, wheel.language), one_line(entry.title), one_line(entry.group), one_line(entry.kind),
                 address(entry.link))
            for number, entry in entries
        ),
    )  # fmt: skip
