"""Which characters a text may hold: what Word, mail and calendars can all carry, and no line end where none may stand."""

import re

# XML 1.0, 2.2: anything else makes a Word file that does not open. Lone surrogates cannot be encoded at all.
NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Everything that str.splitlines() takes for a line end: the mail and calendar libraries split on more than \n.
LINE_ENDS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """The text without characters that XML forbids; every line end as a newline."""
    return NOT_ALLOWED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The text on one line, for a subject, a title or a name: line ends and tabs become one space."""
    return clean(LINE_ENDS.sub(" ", text)).strip()
