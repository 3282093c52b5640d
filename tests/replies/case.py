"""One mail of the corpus: how it is made, and what a careful reader takes from it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.replies import quotes
from tests.replies.clients import Draft
from tests.replies.content import Content, Listing, Piece, said
from tests.replies.mime import Head, Node

HERE = Path(__file__).parent
REQUESTS = HERE / "requests"


@dataclass(frozen=True, slots=True)
class Case:
    """`text` and `contribution` are None where careful people would differ; `request` names the letter that is answered.

    `about` is what a machine or a forward tells: who was not reached, PARTSTAT, whose text was sent on.
    """

    slug: str
    node: Node
    text: str | None
    note: str
    verdict: str = "contribution"
    contribution: str | None = None
    head: Head = field(default_factory=Head)
    on_behalf_of: str | None = None
    request: str = "innkalling"
    about: str | None = None


def unknown(case: Case) -> Case:
    """The same mail, read without knowing which letter it answers."""
    return replace(case, slug=f"{case.slug}-unknown-request", note=f"{case.note}; the letter is not known", request="")


def asked(name: str = "innkalling") -> Content:
    """A request as content: its paragraphs, and its bullets as a list."""
    pieces: list[Piece] = []
    for paragraph in (REQUESTS / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        lines = paragraph.split("\n")
        pieces.append(Listing(tuple(line[2:] for line in lines)) if lines[0].startswith("- ") else paragraph)
    return tuple(pieces)


def quote(language: str = "nb", letter: str = "innkalling", **more: object) -> quotes.Quoted:
    return quotes.Quoted(asked(letter), language=language, **more)  # type: ignore[arg-type]  # its own fields by name


INVITATION = quote()
Client = Callable[[Draft], Node]


def reply(
    slug: str, client: Client, draft: Draft, note: str, *, cover: int | None = 0, head: Head | None = None,
    verdict: str = "contribution", request: str = "innkalling", on_behalf_of: str | None = None,
) -> Case:  # fmt: skip
    """An ordinary answer. `cover` counts the leading pieces that are salutation or covering note; None where that is unclear."""
    content = (*draft.body, *draft.after)
    return Case(
        slug,
        client(draft),
        said(content),
        note,
        verdict,
        None if cover is None else said(content[cover:]),
        head or Head(),
        on_behalf_of,
        request,
    )
