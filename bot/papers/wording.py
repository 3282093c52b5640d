"""Templates to blocks: a first line `emne: …`, then `---`, then Markdown with Jinja2. No character of a value becomes markup."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType

import jinja2
from jinja2 import nodes
from jinja2.exceptions import FilterArgumentError, SecurityError, TemplateSyntaxError, UndefinedError

from bot.cycle.model import Fault
from bot.cycle.written import Language
from bot.errors import TemplateFaulty
from bot.papers import markup, sandbox
from bot.papers.characters import one_line
from bot.papers.model import Block, Run, Text
from bot.papers.values import Link, is_blocks, runs

MAX_TEMPLATE = 64_000
MAX_RENDERED = 2_000_000
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
SUBJECT = re.compile(r"emne:[ \t]*(\S.*)", re.IGNORECASE)

__all__ = ["Faulty", "Link", "Template", "faults", "fragment", "line", "read", "render"]


class Faulty(TemplateFaulty):
    """A template does not render. `fault` says where, why and what to write, in Norwegian."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.file}, linje {fault.line}: {fault.message}" + (f" – {fault.advice}" if fault.advice else ""))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Template:
    """A template that has been read: its text, and where in the file its body starts."""

    name: str
    language: Language
    subject: str
    body: str
    offset: int = field(default=0, repr=False)


def read(text: str, name: str, language: Language = "nb") -> Template:
    """Split a template into its subject line and its body. Raises Faulty; `name` is the file as the secretariat knows it."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    _check_characters(text, name)
    found = SUBJECT.fullmatch(lines[0].rstrip())
    if found is None:
        raise Faulty(Fault(name, 1, "første linje er ikke emnet", "skriv «emne: …» på første linje"))
    if lines[1:2] == [] or lines[1].strip() != "---":
        raise Faulty(Fault(name, 2, "skillet mellom emnet og teksten mangler", "skriv «---» på andre linje"))
    return Template(name, language, found[1], "\n".join(lines[2:]), offset=2)


def render(template: Template, values: Mapping[str, object]) -> Text:
    """A template with its values, as a subject line and blocks. Raises Faulty."""
    subject = line(template.subject, template.name, values, template.language)
    return Text(subject, fragment(template.body, template.name, values, template.language, template.offset))


def line(text: str, name: str, values: Mapping[str, object], language: Language = "nb") -> str:
    """One line of a person's text with its values: a subject or a title. No Markdown is read in it. Raises Faulty."""
    source, given = _filled(text, name, values, language, 0)
    with _placed(text, name, values, given, 0):
        return one_line(markup.expand(source, given))


def fragment(text: str, name: str, values: Mapping[str, object], language: Language = "nb", offset: int = 0) -> tuple[Block, ...]:
    """A piece of Markdown with its values, as blocks; `offset` is how many lines stand before it in the file. Raises Faulty."""
    source, given = _filled(text, name, values, language, offset)
    with _placed(text, name, values, given, offset):
        return markup.blocks(source, given)


def faults(
    text: str, name: str, sample: Mapping[str, object], required: Collection[str] = (), language: Language = "nb"
) -> tuple[Fault, ...]:
    """All that is wrong with a template, tried on `sample` values; `required` are names it must write out, alone on a line."""
    try:
        form = read(text, name, language)
        trees = [(_parsed(form.subject, name, language, 0), 0), (_parsed(form.body, name, language, form.offset), form.offset)]
    except Faulty as faulty:
        return (faulty.fault,)
    found = [
        _moved(fault, offset) for tree, offset in trees for fault in sandbox.syntax_faults(tree, name, frozenset(sample), language)
    ] + [
        Fault(name, len(text.splitlines()), f"malen mangler «{needed}»", f"skriv «{{{{ {needed} }}}}» alene på en linje")
        for needed in required
        if needed not in sandbox.shown(trees[1][0])
    ]
    return tuple(found) or tuple(_trial(form, sample))


def _trial(form: Template, sample: Mapping[str, object]) -> Iterator[Fault]:
    """The first fault with everything filled in, or with nothing: most conditions are then tried both ways."""
    for values in (sample, {name: () if is_blocks(value) else "" for name, value in sample.items()}):
        try:
            render(form, values)
        except Faulty as faulty:
            yield faulty.fault
            return


def _moved(fault: Fault, offset: int) -> Fault:
    return Fault(fault.file, fault.line + offset, fault.message, fault.advice)


def _check_characters(text: str, name: str) -> None:
    if len(text) > MAX_TEMPLATE:
        raise Faulty(Fault(name, 1, f"malen er for lang ({len(text)} tegn)", f"kort den ned til {MAX_TEMPLATE} tegn"))
    found = PRIVATE.search(text)
    if found is not None:
        where = text.count("\n", 0, found.start()) + 1
        raise Faulty(
            Fault(name, where, f"tegnet U+{ord(found[0]):04X} kan ikke brukes i en mal", "slett tegnet; det er ikke synlig overalt")
        )


def _parsed(text: str, name: str, language: Language, offset: int) -> nodes.Template:
    _check_characters(text, name)
    try:
        return sandbox.environment(language).parse(text)
    except TemplateSyntaxError as error:
        raise Faulty(
            Fault(name, error.lineno + offset, _syntax(error.message or ""), "se etter {{ uten }} og {% if %} uten {% endif %}")
        ) from error
    except RecursionError as error:
        raise Faulty(Fault(name, 1 + offset, "for mange nivåer inni hverandre", "del teksten opp")) from error


def _syntax(message: str) -> str:
    """What Jinja2 says of a template it cannot read, in Norwegian."""
    for pattern, words in _JINJA:
        if found := re.search(pattern, message):
            return f"malen kan ikke leses: {words.format(*found.groups())}"
    return "malen kan ikke leses"


_JINJA = (
    (r"unknown tag '(\w+)'", "merket «{0}» finnes ikke"),
    (r"expected token 'end of (?:print|statement)[^']*', got '([^']*)'", "«{0}» står der merket skulle vært lukket"),
    (r"[Uu]nexpected end of template", "den slutter midt i et merke"),
    (r"unexpected '([^']*)'", "«{0}» står der det ikke kan stå"),
    (r"expected token '([^']*)', got '([^']*)'", "her skulle det stått «{0}», men det står «{1}»"),
    (r"tag name expected", "det mangler et ord etter {{% "),
    (r"Missing end of|end of print statement", "{{{{ er ikke lukket med }}}}"),
    (r"unexpected char '?(.*?)'? at", "tegnet {0} kan ikke stå her"),
    (r"Expected an expression", "det mangler et navn mellom {{{{ og }}}}"),
    (r"has no attribute '([^']+)'", "navnet har ikke noe «{0}»"),
)


@lru_cache(maxsize=512)
def _compiled(text: str, name: str, language: Language, offset: int) -> jinja2.Template:
    tree = _parsed(text, name, language, offset)
    for fault in sandbox.syntax_faults(tree, name, None, language):
        raise Faulty(_moved(fault, offset))
    return sandbox.environment(language).from_string(tree)


def _filled(text: str, name: str, values: Mapping[str, object], language: Language, offset: int) -> tuple[str, list[markup.Value]]:
    """The text with a token for every value, and the values in the order of their tokens."""
    compiled, given, size = _compiled(text, name, language, offset), list[markup.Value](), 0

    def finalize(value: object) -> str:
        nonlocal size
        written = value if is_blocks(value) else runs(value, language)
        if written is None:
            raise TypeError(value)
        size += len(written.text) if isinstance(written, Run) else 0
        if size > MAX_RENDERED:
            raise MemoryError
        given.append(written)
        return markup.token(len(given) - 1)

    mark = sandbox.FINALIZE.set(finalize)
    try:
        return compiled.render(dict(values)), given
    except Exception as error:  # what a template can raise is not a closed list; every one of them is a fault in it
        raise Faulty(_rendering_fault(error, name, values, offset)) from error
    finally:
        sandbox.FINALIZE.reset(mark)


def _rendering_fault(error: Exception, name: str, values: Mapping[str, object], offset: int) -> Fault:  # noqa: PLR0911 - one for each kind
    where = _line_of(error.__traceback__) + offset
    match error:
        case UndefinedError():
            missing = re.search(r"'([^']+)' is undefined", str(error))
            if missing is None:
                return Fault(name, where, _syntax(str(error)), "se etter skrivefeil; et navn står alene, uten punktum")
            return Fault(name, where, f"navnet «{missing[1]}» finnes ikke", sandbox.nearest(missing[1], values))
        case MemoryError():
            return Fault(name, where, "teksten blir for lang", "skriv færre verdier ut")
        case SecurityError():
            return Fault(name, where, "dette er ikke tillatt i en mal", "bruk bare navn, filtre, if og for")
        case TypeError() if error.args and not isinstance(error.args[0], str):
            return Fault(name, where, "en verdi som ikke er tekst, kan ikke skrives ut", "bruk den i en if, eller bruk et filter")
        case FilterArgumentError():
            return Fault(name, where, str(error), "bruk et annet filter, eller skriv verdien uten filter")
    return Fault(name, where, "linjen kan ikke fylles ut", "se på linjen, og prøv igjen")


def _line_of(traceback: TracebackType | None) -> int:
    """The line of the template an error arose in: Jinja2 writes it into the traceback."""
    where = 1
    while traceback is not None:
        where = traceback.tb_lineno if traceback.tb_frame.f_code.co_filename == "<template>" else where
        traceback = traceback.tb_next
    return where


@contextmanager
def _placed(text: str, name: str, values: Mapping[str, object], given: Collection[markup.Value], offset: int) -> Iterator[None]:
    """A Misplaced value as a Fault on the line where its name is written."""
    try:
        yield
    except markup.Misplaced as misplaced:
        about = list(given)[misplaced.value] if misplaced.value is not None else None
        named = next((key for key, value in values.items() if about is not None and value is about), "")
        at = re.search(rf"\{{\{{-?\s*{re.escape(named)}\b" if named else re.escape(misplaced.near), text)
        where = offset + 1 + (text.count("\n", 0, at.start()) if at else 0)
        raise Faulty(Fault(name, where, f"«{named}» {misplaced}" if named else str(misplaced), misplaced.advice)) from misplaced
