"""What a template may say: Jinja2 cut down to values, filters, conditions and one loop, so that it always ends and reaches nothing."""

from collections.abc import Callable, Collection, Iterator
from contextvars import ContextVar
from difflib import get_close_matches
from functools import lru_cache

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.cycle.model import Fault
from bot.cycle.written import Language
from bot.papers.values import filters

# Everything a template may be built of. No calls, no arithmetic, no assignment and no loop in a loop: then the time and the
# memory a template takes are in proportion to its length and its values, and `range(10**9)` cannot even be written.
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Const, nodes.CondExpr, nodes.Filter,
    nodes.Test, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.Concat, nodes.Getattr,
)  # fmt: skip
SAYS = {
    nodes.Call: "funksjonskall (parenteser etter et navn)", nodes.Getitem: "hakeparenteser", nodes.Block: "block", nodes.Macro: "macro",
    nodes.Include: "include", nodes.Extends: "extends", nodes.Import: "import", nodes.FromImport: "import",
    nodes.Assign: "set", nodes.AssignBlock: "set",
}  # fmt: skip
KEPT_FILTERS = frozenset({"default", "trim", "upper", "lower"})

FINALIZE: ContextVar[Callable[[object], str]] = ContextVar("finalize")


def _finalize(value: object) -> str:
    """Every `{{ … }}` comes here, constants too, and becomes a token of the rendering that is going on."""
    return FINALIZE.get()(value)


@lru_cache
def environment(language: Language) -> ImmutableSandboxedEnvironment:
    """The sandbox of one language: no loader, no globals, and only the filters of `values` and a few harmless ones."""
    sandbox = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # the optimizer would fold constants past `finalize`
        autoescape=False,  # nothing here is HTML: the writers escape, each for its own format
    )
    sandbox.globals.clear()
    sandbox.filters = {name: sandbox.filters[name] for name in KEPT_FILTERS} | dict(filters(language))
    return sandbox


def syntax_faults(tree: nodes.Template, name: str, known: Collection[str] | None, language: Language) -> Iterator[Fault]:
    """What a parsed template uses that it may not. `known` are the names it may use; None means that rendering will tell."""
    own = {found.name for found in tree.find_all(nodes.Name) if found.ctx == "store"} | {"loop"}
    for node in _walk(tree):
        if not isinstance(node, ALLOWED):
            what = SAYS.get(type(node), type(node).__name__.lower())
            yield Fault(name, node.lineno, f"{what} kan ikke brukes i en mal", "bruk bare navn, filtre, if og for")
        elif isinstance(node, nodes.Filter) and node.name not in environment(language).filters:
            yield Fault(name, node.lineno, f"filteret «{node.name}» finnes ikke", nearest(node.name, environment(language).filters))
        elif isinstance(node, nodes.For) and (node.recursive or any(node.find_all(nodes.For))):
            yield Fault(name, node.lineno, "en for-løkke kan ikke stå inni en annen", "del den i to løkker etter hverandre")
        elif known is not None and isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in own and node.name not in known:
            yield Fault(name, node.lineno, f"navnet «{node.name}» finnes ikke", nearest(node.name, known))


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def nearest(word: str, known: Collection[str]) -> str:
    """Advice: the name that was probably meant, or all there are."""
    close = get_close_matches(word, sorted(known), n=1)
    return f"mente du «{close[0]}»?" if close else f"bruk et av disse: {', '.join(sorted(known))}"


def shown(tree: nodes.Template) -> set[str]:
    """The names that a template writes out as they are, `{{ name }}`, anywhere in it."""
    return {child.name for output in tree.find_all(nodes.Output) for child in output.nodes if isinstance(child, nodes.Name)}
