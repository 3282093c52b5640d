"""How a goal stands, in words: what it is, where it began, what is left and how much that is a year, and where two goals disagree."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.cycle.figures import Figure
from bot.cycle.goals import Aim, Disagreement, Point, Standing
from bot.cycle.written import Language
from bot.papers import norsk

WHOLE = 10
"""From this on a pace is told in whole numbers: nobody hires six tenths of a person."""
NO_BREAK = norsk.NO_BREAK


class Words(NamedTuple):
    """The sentences, each without its full stop. In braces stand a figure with its unit, years, and titles."""

    goal: str
    goal_undated: str
    grow: str
    each: str
    reach: str
    unset: str
    baseline: str
    no_baseline: str
    assumed: str
    latest: str
    no_values: str
    remains: str
    a_year: str
    past: str
    met: str
    met_each: str
    unmet_each: str
    more: str
    less: str
    even: str
    disagree: str
    asks: str
    says: str
    leads: str
    bounds: dict[str, str]
    unknown: str


WORDS: dict[Language, Words] = {
    "nb": Words(
        goal="Målet er {figure} i {year}", goal_undated="Målet er {figure}. Året er ikke satt",
        grow="Målet er en økning på {figure} i året",
        each="Målet er {figure} hvert år", reach="Målet skal være nådd i {year}. Det er ikke tallfestet", unset="Målet er ikke tallfestet",
        baseline="Utgangspunktet er {value} i {year}", no_baseline="Utgangspunktet mangler",
        assumed="Utgangspunktet er ikke oppgitt, og det regnes fra {value} i {year}", latest="I {year} var tallet {value}",
        no_values="Ingen tall er satt inn ennå", remains="Det gjenstår {value}", a_year=", det er {value} i året",
        past="Året for målet er {year}, og det er ikke nådd", met="Målet er nådd", met_each="Målet ble nådd",
        unmet_each="Målet ble ikke nådd",
        more="Det er {value} mer enn ved jevn utvikling", less="Det er {value} mindre enn ved jevn utvikling",
        even="Det er som ved jevn utvikling", disagree="Målene «{one}» og «{other}» er ikke enige",
        asks="det første krever {value} i året", says="det andre sier {value} i året",
        leads="Med {pace} i året fra {from_value} i {from_year} blir det {value} i {year}, ikke {aim}",
        bounds={"more": "over", "less": "under", "at-least": "minst", "at-most": "høyst", "about": "om lag"}, unknown="ikke oppgitt",
    ),
    "nn": Words(
        goal="Målet er {figure} i {year}", goal_undated="Målet er {figure}. Året er ikkje sett",
        grow="Målet er ein auke på {figure} i året",
        each="Målet er {figure} kvart år", reach="Målet skal vere nådd i {year}. Det er ikkje talfesta", unset="Målet er ikkje talfesta",
        baseline="Utgangspunktet er {value} i {year}", no_baseline="Utgangspunktet manglar",
        assumed="Utgangspunktet er ikkje oppgitt, og det blir rekna frå {value} i {year}", latest="I {year} var talet {value}",
        no_values="Ingen tal er sette inn enno", remains="Det står att {value}", a_year=", det er {value} i året",
        past="Året for målet er {year}, og det er ikkje nådd", met="Målet er nådd", met_each="Målet vart nådd",
        unmet_each="Målet vart ikkje nådd",
        more="Det er {value} meir enn ved jamn utvikling", less="Det er {value} mindre enn ved jamn utvikling",
        even="Det er som ved jamn utvikling", disagree="Måla «{one}» og «{other}» er ikkje samde",
        asks="det første krev {value} i året", says="det andre seier {value} i året",
        leads="Med {pace} i året frå {from_value} i {from_year} blir det {value} i {year}, ikkje {aim}",
        bounds={"more": "over", "less": "under", "at-least": "minst", "at-most": "høgst", "about": "om lag"}, unknown="ikkje oppgitt",
    ),
}  # fmt: skip


def number(value: float) -> str:
    """As in «8 500» and «63,5»: at most two decimals, and none that are noughts."""
    rounded = round(value, 2)
    whole, decimals = int(abs(rounded)), f"{abs(rounded):.2f}".partition(".")[2].rstrip("0")
    sign = "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{norsk.number(whole)}{',' if decimals else ''}{decimals}"


def pace(value: float) -> str:
    """How much a year: in whole numbers, or with one decimal where it is little."""
    return number(round(value) if abs(value) >= WHOLE else round(value, 1))


def figure(found: Figure, unit: str, language: Language) -> str:
    """As in «over 85 prosent», «70–100 prosent», «8 500 sysselsatte»."""
    return with_unit(span(found, language), unit or found.unit)


def span(found: Figure, language: Language) -> str:
    """A figure without what is counted: «over 85», «70–100»."""
    if found.value is None:
        return WORDS[language].unknown
    said = f"{number(found.value)}–{number(found.high)}" if found.high is not None else number(found.value)
    bound = WORDS[language].bounds.get(found.bound, "")
    return f"{bound} {said}".lstrip()


def with_unit(value: str, unit: str) -> str:
    """A number and what is counted, on one line."""
    return f"{value}{NO_BREAK}{unit}" if unit else value


def goal(aim: Aim, language: Language) -> str:
    """What a goal says, in one sentence or two."""
    words, unit = WORDS[language], aim.goal.unit
    if aim.target is not None and aim.year is not None:
        return f"{words.goal.format(figure=figure(aim.target, unit, language), year=aim.year)}."
    if aim.target is not None:
        return f"{words.goal_undated.format(figure=figure(aim.target, unit, language))}."
    if aim.per_year is not None:
        return f"{words.grow.format(figure=with_unit(number(aim.per_year), unit))}."
    if aim.each_year is not None:
        return f"{words.each.format(figure=figure(Figure(aim.each_year, bound=aim.goal.direction), unit, language))}."
    return f"{words.reach.format(year=aim.year) if aim.year is not None else words.unset}."


def sentences(standing: Standing, language: Language) -> tuple[str, ...]:
    """How a goal stands: the goal, its baseline, the newest value, and what remains («Det gjenstår 689, det er 63 i året»)."""
    return (goal(standing.aim, language), *(f"{said}." for said in _standing(standing, WORDS[language])))


def _standing(standing: Standing, words: Words) -> Iterator[str]:
    aim, latest = standing.aim, standing.latest
    counted = aim.target is not None or aim.per_year is not None or aim.each_year is not None
    if aim.baseline is not None and counted:
        said = words.assumed if aim.assumed else words.baseline
        yield said.format(value=number(aim.baseline.value), year=aim.baseline.year)
    elif aim.end is not None or aim.per_year is not None:
        yield words.no_baseline
    if latest is not None:
        yield words.latest.format(value=number(latest.value), year=latest.year)
    elif counted:
        yield words.no_values
    if aim.each_year is not None:
        if standing.met is not None:
            yield words.met_each if standing.met else words.unmet_each
        return
    yield from _against_path(standing, words)
    yield from _remaining(standing, words)


def _against_path(standing: Standing, words: Words) -> Iterator[str]:
    if standing.latest is None or standing.expected is None or standing.met or _is_start(standing.aim, standing.latest):
        return
    off = round(standing.latest.value - standing.expected, 2)
    shown = pace(abs(off))
    yield words.even if shown == "0" else (words.more if off > 0 else words.less).format(value=shown)


def _is_start(aim: Aim, latest: Point) -> bool:
    return aim.baseline is not None and aim.baseline.year >= latest.year


def _remaining(standing: Standing, words: Words) -> Iterator[str]:
    if standing.met:
        yield words.met
    elif standing.remaining is not None and standing.a_year is not None:
        yield words.remains.format(value=number(abs(standing.remaining))) + words.a_year.format(value=pace(abs(standing.a_year)))
    elif standing.remaining is not None:
        yield words.past.format(year=standing.aim.year)


def disagreement(found: Disagreement, language: Language) -> str:
    """Both goals and what each asks for, and where the one would lead the other."""
    words, one, other = WORDS[language], found.one, found.other
    said = words.disagree.format(one=one.goal.title, other=other.goal.title)
    if one.pace is None or other.pace is None:
        both = " / ".join(goal(aim, language).removesuffix(".") for aim in (one, other))
        return f"{said}: {both}."
    said = f"{said}: {words.asks.format(value=pace(one.pace))}, {words.says.format(value=pace(other.pace))}."
    if found.leads is None or one.baseline is None or one.end is None:
        return said
    return f"{said} " + words.leads.format(
        pace=pace(other.pace), from_value=number(one.baseline.value), from_year=one.baseline.year,
        value=number(found.leads.value), year=found.leads.year, aim=number(one.end.value),
    ) + "."  # fmt: skip
