"""What in a member's text a person should look at before it is issued: numbers and words that may be private. Marks, never changes."""

import re

_ELEVEN = re.compile(r"(?<!\d)(\d{6}) ?(\d{5})(?!\d)")
_PHONE = re.compile(r"(?<![\d.,])(?:\+47 ?)?([2-9]\d(?: ?\d\d){3}|[489]\d\d ?\d\d ?\d\d\d)(?![\d.,]\d|\d)")
_PRIVATE_MAIL = re.compile(r"[\w.+-]{1,64}@(?:gmail|hotmail|outlook|live|yahoo|icloud|online)\.(?:com|no)", re.IGNORECASE)
_PERSONAL = re.compile(r"(?:tusen takk|takk|hilsen?|helsing) (?:til|for hjelpen|for hjelpa)\b[^.!?\n]{0,80}", re.IGNORECASE)
_FIRST, _SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def marks(text: str) -> tuple[str, ...]:
    """What stands in the text, as a person would name it: «fødselsnummer», «telefonnummer 22 00 00 00», «personlig hilsen: …»."""
    found = ["fødselsnummer" for match in _ELEVEN.finditer(text) if national(match[1] + match[2])]
    rest = _ELEVEN.sub(" ", text)
    found += [f"telefonnummer {match[0].strip()}" for match in _PHONE.finditer(rest)]
    found += [f"privat e-postadresse {match[0]}" for match in _PRIVATE_MAIL.finditer(text)]
    found += [f"personlig hilsen: «{match[0].strip()}»" for match in _PERSONAL.finditer(text)]
    return tuple(dict.fromkeys(found))


def national(digits: str) -> bool:
    """Whether eleven digits are a national identity number: both control digits are right (weights 3716…, 5432…, modulus 11)."""
    numbers = [int(digit) for digit in digits]
    return all(sum(a * b for a, b in zip(numbers, weights, strict=False)) % 11 == 0 for weights in (_FIRST, _SECOND))
