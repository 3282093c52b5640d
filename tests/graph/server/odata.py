"""The query options of the service: `$filter`, `$orderby`, `$select`, `$expand`; and what of them it refuses (graph.md 1, 2 and 6)."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from tests.graph.server.problem import Json, Problem

Test = Callable[[Json, Mapping[str, str]], bool]
TOKEN = re.compile(r"\s*('(?:[^']|'')*'|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|[A-Za-z_][\w/]*|-?\d+|[():,])")
COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "ge": lambda a, b: str(a) >= str(b),
    "gt": lambda a, b: str(a) > str(b),
    "le": lambda a, b: str(a) <= str(b),
    "lt": lambda a, b: str(a) < str(b),
}
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "startswith": lambda whole, part: whole.lower().startswith(part.lower()),
    "contains": lambda whole, part: part.lower() in whole.lower(),
}
NAMES = """
receivedDateTime sentDateTime createdDateTime lastModifiedDateTime isDraft isRead internetMessageId conversationId subject
hasAttachments importance from/emailAddress/address sender/emailAddress/address start/dateTime end/dateTime iCalUId
isCancelled isOrganizer
"""
FIELDS = frozenset(NAMES.split())
PROPERTY = re.compile(r"(?i)(string|integer|boolean|systemtime) (?:0x([0-9a-f]+)|\{([0-9a-f-]{36})\} name (.+))")


def bad(message: str, code: str = "ErrorInvalidUrlQueryFilter") -> Problem:
    return Problem(400, code, message)


@cache
def property_name(text: str) -> tuple[str, ...]:
    """An extended property's id, so that two of the same compare equal: type, tag and GUID in any case, but the name exactly."""
    parts = PROPERTY.fullmatch(text)
    if parts is None:
        raise bad(f"'{text}' is not an extended property", "ErrorInvalidProperty")
    return *(str(part).lower() for part in parts.groups()[:3]), str(parts[4])


def value_of(props: Json, path: str) -> object:
    found: object = props
    for part in path.split("/"):
        found = found.get(part) if isinstance(found, dict) else None
    return found


class Filter:
    """A `$filter` as a test of an item's properties and extended properties. Raises Problem for what the service would refuse."""

    def __init__(self, text: str) -> None:
        self.fields: list[str] = []
        self._tokens = self._split(text)
        self.test = self._either()
        if self._tokens:
            raise bad(f"Syntax error at '{self._tokens[0]}'", "BadRequest")

    @staticmethod
    def _split(text: str) -> list[str]:
        tokens, at = [], 0
        while at < len(text.rstrip()):
            match = TOKEN.match(text, at)
            if match is None:
                raise bad(f"Syntax error at position {at} in '{text}'", "BadRequest")
            tokens.append(match[1])
            at = match.end()
        return tokens

    def _take(self, *expected: str) -> str:
        if not self._tokens or (expected and self._tokens[0].lower() not in expected):
            raise bad(f"Syntax error: {expected or 'more'} expected", "BadRequest")
        return self._tokens.pop(0)

    def _next_is(self, word: str) -> bool:
        if self._tokens and self._tokens[0] == word:
            self._tokens.pop(0)
            return True
        return False

    def _either(self) -> Test:
        tests = [self._both()]
        while self._next_is("or"):
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda props, extended: any(test(props, extended) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._next_is("and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda props, extended: all(test(props, extended) for test in tests)

    def _one(self) -> Test:
        if self._next_is("("):
            inner = self._either()
            self._take(")")
            return inner
        word = self._take()
        if word in FUNCTIONS:
            return self._function(word)
        if word.lower() == "singlevalueextendedproperties/any":
            return self._extended()
        return self._comparison(word)

    def _function(self, name: str) -> Test:
        self._take("(")
        path = self._field(self._take())
        self._take(",")
        wanted = str(self._literal())
        self._take(")")
        return lambda props, _: FUNCTIONS[name](str(value_of(props, path) or ""), wanted)

    def _comparison(self, word: str) -> Test:
        path = self._field(word)
        compare = COMPARISONS[self._take(*COMPARISONS).lower()]
        wanted = self._literal()
        return lambda props, _: compare(value_of(props, path), wanted)

    def _extended(self) -> Test:
        """Any(ep: ep/id eq 'X' and ep/value eq 'Y'): the name exactly, the value in any case."""
        for part in ("(", "ep", ":", "ep/id", "eq"):
            self._take(part)
        named = str(self._literal())
        wanted = property_name(named)
        self._take("and")
        name = self._take("ep/value", "startswith", "contains")
        compare = self._value_test() if name == "ep/value" else self._value_function(name)
        self._take(")")
        return lambda _, extended: any(compare(value) and property_name(key) == wanted for key, value in extended.items())

    def _value_test(self) -> Callable[[str], bool]:
        operator = self._take("eq", "ne")
        wanted = str(self._literal()).lower()
        return lambda value: (value.lower() == wanted) == (operator == "eq")

    def _value_function(self, name: str) -> Callable[[str], bool]:
        for part in ("(", "ep/value", ","):
            self._take(part)
        wanted = str(self._literal())
        self._take(")")
        return lambda value: FUNCTIONS[name](value, wanted)

    def _field(self, path: str) -> str:
        if path not in FIELDS:
            raise bad(f"The property '{path}' does not support filtering.")
        self.fields.append(path)
        return path

    def _literal(self) -> object:
        text = self._take()
        if text.startswith("'"):
            return text[1:-1].replace("''", "'")
        if text in {"true", "false"}:
            return text == "true"
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise bad(f"'{text}' is not a value", "BadRequest") from None
        if moment.tzinfo is None:
            raise bad(f"'{text}' has no offset", "BadRequest")
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def ordered(rows: list[Json], orderby: str, fields: list[str]) -> list[Json]:
    """Rows as `$orderby` says. Its fields must lead the filter's, else the service calls the query inefficient."""
    parts = [part.split() for part in orderby.split(",") if part.strip()]
    if fields and [part[0] for part in parts] != fields[: len(parts)]:
        raise bad("The restriction or sort order is too complex for this operation.", "InefficientFilter")
    for path, *way in reversed(parts):
        if path not in FIELDS:
            raise bad(f"The property '{path}' does not support sorting.")
        rows = sorted(rows, key=lambda row: str(value_of(row, path)), reverse=way == ["desc"])
    return rows


def expansions(text: str) -> dict[str, str]:
    """`$expand` as {name: what stands in its parentheses}."""
    parts = re.findall(r"([\w./]+)(?:\(((?:[^()']|'[^']*')*)\))?", text)
    return dict(parts)


def wanted_properties(inner: str) -> list[str]:
    """The ids in `$filter=id eq 'X' or id eq 'Y'`."""
    ids = re.findall(r"\bid eq '([^']*)'", inner)
    if not ids:
        raise bad(
            "Extended properties are returned by id: $expand=singleValueExtendedProperties($filter=id eq '...')", "ErrorInvalidUrlQuery"
        )
    return ids


def extended_shown(extended: Mapping[str, str], ids: list[str]) -> list[Json]:
    wanted = {property_name(each) for each in ids}
    return [{"id": name, "value": value} for name, value in extended.items() if property_name(name) in wanted]


def selected(shown: Json, select: str, known: frozenset[str], kind: str) -> Json:
    """Only the fields of `$select`, with the id and the control information."""
    names = [name.strip() for name in select.split(",")]
    if unknown := [name for name in names if name not in known]:
        raise Problem(400, "RequestBroker--ParseUri", f"Could not find a property named '{unknown[0]}' on type '{kind}'.")
    return {name: value for name, value in shown.items() if name in {*names, "id"} or name.startswith("@")}
