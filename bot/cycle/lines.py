"""On which line a key of a TOML text stands: tomllib gives values without places, and a fault without a place helps nobody."""

import re
from collections.abc import Iterator, Mapping, Sequence

Path = tuple[str | int, ...]

_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_OPENERS = ('"""', "'''")


def index(text: str) -> dict[Path, int]:
    """Each table and key of `text`, as a path, with its line (from 1). Arrays of tables carry their place: ("activity", 2, "when")."""
    places: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _outside_strings(text):
        if header := _TABLE.match(line):
            table = _enter(_parts(header[2]), counts, repeated=header[1] == "[[")
            places.setdefault(table, number)
        elif key := _KEY.match(line):
            places.setdefault((*table, *_parts(key[1])), number)
    return places


def line(places: Mapping[Path, int], path: Sequence[str | int]) -> int:
    """The line of the longest beginning of `path` that is known; 1 when none is."""
    for length in range(len(path), 0, -1):
        if (found := places.get(tuple(path[:length]))) is not None:
            return found
    return 1


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _enter(names: Path, counts: dict[Path, int], *, repeated: bool) -> Path:
    """The path of a table header: names of arrays of tables met earlier get the place of their newest entry."""
    path: Path = ()
    for depth, name in enumerate(names):
        path = (*path, name)
        if repeated and depth == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """Lines that do not begin inside a multi-line string."""
    closing = ""
    for number, content in enumerate(text.splitlines(), 1):
        if closing:
            closing = "" if closing in content else closing
            continue
        yield number, content
        closing = next((quote for quote in _OPENERS if content.count(quote) % 2), "")
