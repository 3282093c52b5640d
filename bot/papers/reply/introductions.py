"""What introduces history: a header block («Fra: … Sendt: …»), an attribution («… skrev …:»), a separator. Strict: own words stay."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.papers.reply import words
from bot.papers.reply.line import Line

LONGEST_LINE = 600
LONGEST_BLOCK = 30
MOST_WRAPPED = 4


class Introduction(NamedTuple):
    """`size` lines that introduce history; of a header block, its fields by what they label."""

    size: int
    kind: str  # header, attribution, separator, forward
    fields: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str:
        """A field's text, or nothing."""
        return dict(self.fields).get(name, "")


def at(lines: Sequence[Line], start: int) -> Introduction | None:
    """What is introduced at `start`, if anything."""
    text = lines[start].text
    if len(text) > LONGEST_LINE:
        return None
    ruled = lines[start].bar or lines[start].zone == "history"
    if _is_rule(text) and start + 1 < len(lines):
        block = header(lines, start + 1, ruled=True)
        return Introduction(block.size + 1, "header", block.fields) if block else None
    for kind, pattern in (("separator", words.SEPARATOR), ("forward", words.FORWARDED)):
        if pattern.fullmatch(text):
            block = header(lines, start + 1, ruled=True)
            return Introduction(1 + (block.size if block else 0), kind, block.fields if block else ())
    if text.startswith(">>>") and text.endswith(">>>") and words.DATE.search(text) and words.ADDRESS.search(text):
        return Introduction(1, "attribution")  # GroupWise
    return header(lines, start, ruled=ruled) or attribution(lines, start)


def _is_rule(text: str) -> bool:
    return bool(words.RULE.fullmatch(text))


# --- header block ---------------------------------------------------------------------------------------------------------------


def header(lines: Sequence[Line], start: int, *, ruled: bool) -> Introduction | None:
    """A block of at least three labels, among them a sender and a date.

    Below a rule, or where the mail program says that history starts, that is enough; elsewhere the sender needs an address, or the date a
    clock time with four labels, since people write «Fra: Bygdelista», «Til: alle» and «Emne: ferge» too.
    """
    fields: list[tuple[str, str]] = []
    count = wrapped = 0
    for line in lines[start : start + LONGEST_BLOCK]:
        text = line.text[:LONGEST_LINE]
        if count and line.gap and len({name for name, _ in fields}) >= 3:  # noqa: PLR2004
            break
        name, value = _label(text)
        if name and (name == "more" or name not in dict(fields)):
            fields.append((name, value))
            wrapped = 0
        elif not name and fields and wrapped < MOST_WRAPPED and not line.gap and _continues(text, fields[-1]):
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {text}")
            wrapped += 1
        else:
            break
        count += 1
    return Introduction(count, "header", tuple(fields)) if _enough(fields, ruled=ruled) else None


def _label(text: str) -> tuple[str, str]:
    """A line's label, by what it labels, and its value."""
    if not (text[:1].isalpha() or text[:1] == "*"):
        return "", ""
    label, colon, value = text.partition(":")
    name = words.LABELS.get(label.strip("* \t").lower(), "") if len(label) < 24 else ""  # noqa: PLR2004
    return (name, value.strip("* \t")) if colon else ("", "")


def _continues(text: str, last: tuple[str, str]) -> bool:
    """The rest of a long list of recipients, or a value that stands on a line below its label."""
    name, value = last
    if not value:
        return len(text) < 200  # noqa: PLR2004
    if name in ("to", "cc", "bcc", "from"):
        return value.endswith((";", ",", "<")) or text.startswith(("<", ";")) or (";" in text and "@" in text)
    return name == "subject" and value.endswith(("-", "–", ","))


def _enough(fields: Sequence[tuple[str, str]], *, ruled: bool) -> bool:
    found = dict(reversed(fields))
    names = set(found) - {"more"}
    if len(names) < 3 or "from" not in names or "date" not in names:  # noqa: PLR2004
        return False
    if not words.DATE.search(found["date"]):
        return False
    address = words.ADDRESS.search(found["from"])
    return bool(address or ruled or (len(names) >= 4 and words.CLOCK.search(found["date"])))  # noqa: PLR2004


# --- attribution ----------------------------------------------------------------------------------------------------------------


def attribution(lines: Sequence[Line], start: int) -> Introduction | None:
    """«tor. 28. okt. 2027 kl. 09:00 skrev Sekretariatet <…>:», on one line or wrapped over up to four.

    It needs a date and an address; or, without an address, a date with its year or hour and a quote right below.
    """
    if not any(line.text.endswith((":", ":*")) for line in lines[start : start + MOST_WRAPPED]) or not _opens(lines[start].text):
        return None
    joined = ""
    for count, line in enumerate(lines[start : start + MOST_WRAPPED], start=1):
        if line.gap and count > 1:
            return None
        joined = f"{joined} {line.text}" if joined else line.text
        if len(joined) > LONGEST_LINE:
            return None
        if joined.endswith((":", ":*")) and words.WROTE.search(joined):
            return Introduction(count, "attribution") if _dated(joined, lines, start + count) else None
        if joined.endswith((".", "!", "?")) and count == 1 and len(joined) > 120:  # noqa: PLR2004
            return None
    return None


def told(text: str) -> bool:
    """A line such as «Sekretariatet skrev 28.10.2027 09:00:», above what is known to be a quote."""
    return len(text) <= LONGEST_LINE and text.endswith((":", ">")) and bool(words.DATE.search(text) and words.WROTE.search(text))


def _opens(text: str) -> bool:
    """Starts with a date, or with who wrote it."""
    if words.OPENING.match(text[:80]):
        return True
    before = words.WROTE.search(text)
    return bool(before and (words.DATE.search(text) or words.ADDRESS.search(text)) and before.start() < 120)  # noqa: PLR2004


def _dated(text: str, lines: Sequence[Line], following: int) -> bool:
    if not words.DATE.search(text):
        return False
    if words.ADDRESS.search(text.replace("< ", "<")):
        return bool(words.YEAR.search(text) or words.CLOCK.search(text) or _quoted(lines, following))
    return bool((words.YEAR.search(text) or words.CLOCK.search(text)) and _quoted(lines, following))


def _quoted(lines: Sequence[Line], at_line: int) -> bool:
    return at_line < len(lines) and bool(lines[at_line].quote or lines[at_line].aside or lines[at_line].zone == "history")
