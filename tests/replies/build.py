"""Writes the corpus anew: `python -m tests.replies.build`. Each mail is a file NNN-slug.eml, what is expected of it NNN-slug.toml."""

from collections.abc import Iterator
from pathlib import Path

from tests.replies import mime
from tests.replies.case import HERE, Case
from tests.replies.cases import apple, charsets, google, hard, inline, kinds, learned, outlook, rarer, surroundings, text, traps

CORPUS = HERE / "corpus"
MODULES = (outlook, google, apple, text, inline, traps, charsets, kinds, surroundings, rarer, hard, learned)


def files() -> Iterator[tuple[str, bytes]]:
    """Name and content of every file, in order."""
    for number, case in enumerate((case for module in MODULES for case in module.cases()), start=1):
        stem = f"{number:03}-{case.slug}"
        yield f"{stem}.eml", mime.message(case.head, case.node, number)
        yield f"{stem}.toml", toml(case).encode()


def toml(case: Case) -> str:
    lines = [f"note = {_short(case.note)}", f"request = {_short(case.request)}", f"verdict = {_short(case.verdict)}"]
    if case.on_behalf_of:
        lines.append(f"on_behalf_of = {_short(case.on_behalf_of)}")
    if case.about:
        lines.append(f"about = {_short(case.about)}")
    if case.text is not None:
        lines.append(f"text = {_long(case.text)}")
    if case.contribution is not None:
        lines.append(f"contribution = {_long(case.contribution)}")
    return "\n".join([*lines, ""])


def _short(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _long(words: str) -> str:
    return '"""\n' + words.replace("\\", "\\\\").replace('"', '\\"') + '"""' if words else '""'


def main(target: Path = CORPUS) -> None:
    target.mkdir(exist_ok=True)
    for old in [*target.glob("*.eml"), *target.glob("*.toml")]:
        old.unlink()
    for name, content in files():
        (target / name).write_bytes(content)


if __name__ == "__main__":
    main()
