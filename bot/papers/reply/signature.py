"""The end of a letter: sign-off, name, title, telephone, slogan. Only near the end, and only what looks like it; prose below stays."""

# ruff: noqa: PLR2004  how many words or letters a thing has stands where it is asked

import re
from collections.abc import Sequence

from bot.papers.reply import notices, words
from bot.papers.reply.line import Line, segments, take, tidy, without

MOST_LINES = 40
MOST_SIGNED = 8  # words on a line with a sign-off

_PHONE = re.compile(
    r"(?:\+|00)\d[\d ()]{6,16}\d|\b\d{2} \d{2} \d{2} \d{2}\b|\b\d{3} \d{2} \d{3}\b|\b[2-9]\d{7}\b|\b\d{4}[ -]\d{2} ?\d{2} ?\d{2}\b"
)
_CONTACT = re.compile(
    r"(?:^|[|,/·•] ?)(?:tlf|tel|telefon|mob|mobil|mobile|phone|direkte|sentralbord|e-?post|e-?mail|epost|mail|web|www|nettside|"
    r"heimeside|hjemmeside|m|t|e|w)\b\.? ?(?::|\+?\d)|"
    r"\b(?:org\.? ?nr|besøksadresse|postadresse|postboks|pb\.?)\b|https?://|www\.|@[\w-]+\.\w|\b\d{4} [A-ZÆØÅ][a-zæøåA-ZÆØÅ]+$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÆØÅÄÖÜÉ][\w'’.-]{0,30}(?: (?:[A-ZÆØÅÄÖÜÉ][\w'’.-]{0,30}|von|van|de|af|og|and|&|/)){0,5}")
_INLINE = re.compile(
    r"(?<=[.!?:)»\"])\s+(?i:(?:med )?(?:vennlig|venleg|beste|venlig) (?:hilsen|helsing)|mvh\.?|m\.v\.h\.?|vh|hilsen|helsing|"
    r"hälsningar|(?:best |kind )?regards)"
    r"(?:[,:]?\s+[A-ZÆØÅÄÖ][\w'’.-]{0,30}(?: [A-ZÆØÅÄÖ][\w'’.-]{0,30}){0,4}[.!]?$|[.,!]?$)"
)
_SPEAKS = re.compile(r"\b(?:jeg|eg|meg|vi|oss|dere|dykk|du|jag|ni|ich|wir|i|we|you|min|vår|vårt|våre)\b", re.IGNORECASE)
_FROM = re.compile(r"(?:fra|frå|från|from|til|for|oss|alle|på vegne|på vegner|på vegna|ved|v/|i|av|von|im|from)\b|v/", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
DELIMITERS = ("--", "-- ", "—", "__", "– –")


def cut(lines: Sequence[Line], names: frozenset[str]) -> list[Line]:
    """Cut the sign-off and what belongs to it from each stretch of own lines. `names` are the words of the sender's name, small letters."""
    _zoned(lines)
    found = list(lines)
    for part in segments(lines):
        _segment(part, names)
        if ending := _hanging(part):
            after = next(at for at, line in enumerate(found) if line is ending[0])
            found.insert(after + 1, ending[1])
    return found


def words_of(name: str, address: str) -> frozenset[str]:
    """What a sender may sign with: the words of the display name and of the address before the @."""
    local = address.partition("@")[0]
    found = {one.strip(".,'\"()") for one in re.split(r"[\s,;/]+", name.lower())} | set(re.split(r"[._+\d-]+", local.lower()))
    initials = "".join(one[0] for one in name.lower().split() if one[0].isalpha())
    if len(initials) in (2, 3, 4):
        found.add(initials)
    return frozenset(
        one for one in found if len(one) > 1 and one not in ("post", "kommune", "fylkeskommune", "no", "for", "og", "via", "as", "at")
    )


def _zoned(lines: Sequence[Line]) -> None:
    """What the mail program says is a signature is one, if the person wrote elsewhere, and has not gone on writing inside it."""
    zoned = [line for line in lines if line.zone == "signature" and not line.fate]
    rest = [line for line in lines if line.zone != "signature" and not line.fate]
    if not zoned or not any(len(line.text) > 1 for line in rest):
        return
    kept = _prose(zoned, strict=True)
    take((line for line in zoned if not any(line is one for one in kept)), "signature")


def _segment(part: Sequence[Line], names: frozenset[str]) -> None:
    for at, line in enumerate(part):
        if at < len(part) - MOST_LINES or line.fate:
            continue
        tail = part[at + 1 :]
        delimited = line.text in DELIMITERS and not line.marker
        if not (delimited or signs(line, names, last=_ends(tail))):
            continue
        if _goes_on(tail, names):
            continue
        kept = _continued(tail, _prose(tail, strict=False))
        if not kept or (_after_name(tail, kept) and not _from(line.text)):
            take([line], "signature")
            take((one for one in tail if not any(one is other for other in kept)), "signature")
            break
    else:
        _unsigned(part, names)


def _goes_on(tail: Sequence[Line], names: frozenset[str]) -> bool:
    """The letter goes on below, to a sign-off of its own: this one stands in something that the person quotes."""
    later = next((at for at, line in enumerate(tail) if at and signs(line, names, last=False)), 0)
    between = [line for line in tail[:later] if not line.fate]
    if any(words.POSTSCRIPT.match(f"{line.text} ") for line in between):
        return False
    return any(
        line.gap
        and line.text.endswith((".", "!", "?"))
        and len(line.text.split()) >= 3
        and not _contact(line.text)
        and not notices.machine(line.text)
        for line in between
    )


def _continued(tail: Sequence[Line], kept: list[Line]) -> list[Line]:
    """What is kept, with a title that stands by itself right above it."""
    rest = [line for line in tail if not line.fate]
    first = next((at for at, line in enumerate(rest) if kept and line is kept[0]), 0)
    if first < 2 or words.POSTSCRIPT.match(f"{kept[0].text} "):
        return kept
    title = rest[first - 1]
    return [title, *kept] if title.gap and rest[first].gap and not _contact(title.text) and not notices.machine(title.text) else kept


def _ends(tail: Sequence[Line]) -> bool:
    return not [line for line in tail if not line.fate]


def signs(line: Line, names: frozenset[str], *, last: bool = False) -> bool:
    """A sign-off alone on its line, or with a name or «fra oss i Horten» after it."""
    text = line.text.strip(" *_")
    found = words.SIGN_OFF.match(text[:120])
    if not found or line.cells or (line.marker and line.marker != "- "):
        return False
    if words.AFTER_SIGN_OFF.fullmatch(text, found.end()):
        return not words.WEAK.fullmatch(found[0]) or not last or found[0].lower().rstrip(".") in ("vh", "lg", "vg", "kh", "bh", "v.h")
    between = text[found.end()]
    rest = text[found.end() :].strip(" ,.!:;–-")
    if between not in " ,.!:;–-/\n" or len(rest.split()) > MOST_SIGNED or (words.WEAK.fullmatch(found[0]) and not bears(rest, names)):
        return False
    if re.search(r"[.?:]$|[.!?:] ", text[found.end() + 1 :]) and not bears(rest, names):
        return False
    if len(rest.split()) <= 3 and not re.search(r"\b(?:ble|blir|var|er|har|vart|skal|vil|kommer|kan)\b", rest):
        return True  # «Mvh næringssjefen»
    return bool(
        _NAME.fullmatch(rest)
        or bears(rest, names)
        or (_FROM.match(rest) and len(text) <= 60 and not re.search(r"\b(?:ble|blir|var|er|har|vart|skal|vil)\b", rest))
    )


def _from(text: str) -> bool:
    """«Hilsen fra ordføreren»: may also be the title of what follows."""
    found = words.SIGN_OFF.match(text.strip(" *_")[:120])
    return bool(found and _FROM.match(text.strip(" *_")[found.end() :].strip(" ,")))


def bears(text: str, names: frozenset[str]) -> bool:
    """These few words are the sender's name, or begin with it."""
    found = [one.strip(".,!/()-–").lower() for one in text.split()]
    found = [one for one in found if one]
    return bool(found) and len(found) <= MOST_SIGNED and found[0] in names and (len(found) <= 4 or found[1] in names)


def _prose(tail: Sequence[Line], *, strict: bool) -> list[Line]:
    """What of the lines below a sign-off is more than a signature: a postscript, a list, sentences that speak."""
    kept: list[Line] = []
    keeping = False
    for at, line in enumerate(tail):
        if line.fate:
            continue
        if words.POSTSCRIPT.match(f"{line.text} "):
            keeping = True
        elif line.gap or not keeping:
            keeping = not strict and _own(line, tail, at)
        if keeping and not notices.disclaimer(line.text):
            kept.append(line)
    return kept


def _own(line: Line, tail: Sequence[Line], at: int) -> bool:
    """A person's sentence rather than a slogan, a title or an address."""
    text = line.text
    if notices.machine(text) or line.cells or (_contact(text) and len(text) < 120) or line.zone == "signature":
        return False
    count = len(text.split())
    if text.endswith(":") and at + 1 < len(tail) and count >= 2 and not tail[at + 1].gap:
        return True
    if line.marker:
        return count >= 4 or (at + 1 < len(tail) and bool(tail[at + 1].marker))
    sentences = len(_SENTENCE.findall(text))
    speaks = bool(_SPEAKS.search(text))
    return (
        (speaks and sentences >= 1 and count >= 7)
        or (count >= 14 and sentences >= 1)
        or (sentences >= 2 and count >= 8)
        or (speaks and text.endswith("?"))
    )


def _after_name(tail: Sequence[Line], kept: Sequence[Line]) -> bool:
    """Something stands between the sign-off and what is kept, or there is space: so that the sign-off ended something."""
    rest = [line for line in tail if not line.fate]
    return bool(rest) and (rest[0] is not kept[0] or kept[0].gap) and len(kept) <= len(rest)


def _contact(text: str) -> bool:
    return bool(_PHONE.search(text[:300]) or _CONTACT.search(text[:300]))


def _unsigned(part: Sequence[Line], names: frozenset[str]) -> None:
    """No sign-off: a last line with the sender's own name or a wish, with what stands below it, is a signature all the same."""
    rest = [line for line in part if not line.fate]
    for at in range(max(len(rest) - 12, 1), len(rest)):
        line, tail = rest[at], rest[at + 1 :]
        text = line.shown.lstrip("-–/ ")
        named = bears(text, names) and len(text.split()) <= 4 and not text.endswith((":", "?"))
        wished = bool(words.WISH.fullmatch(text[:60])) and not line.marker
        block = (
            line.gap
            and len(tail) >= 2
            and bool(_NAME.fullmatch(text))
            and len(text.split()) in (2, 3, 4)
            and sum(_contact(one.text) for one in tail) >= 2
        )
        before = rest[at - 1].text
        listed = before.endswith(":") or (bool(_NAME.fullmatch(before)) and not line.gap)
        if (named or block or wished) and not listed and (not tail or all(_below(one) for one in tail)):
            take(rest[at:], "signature")
            return


def _below(line: Line) -> bool:
    """A line that may stand below a name."""
    return (not line.marker and len(line.text) <= 120 and not _own(line, (line,), 0) and not line.text.endswith((".", "?", ":"))) or (
        _contact(line.text) and len(line.text) < 160
    )


def _hanging(part: Sequence[Line]) -> tuple[Line, Line] | None:
    """A sign-off at the end of the last sentence's own line: «Vi har ingen saker. Mvh Kari». The line, shorter, and what was cut off."""
    rest = [line for line in part if not line.fate]
    if not rest or rest[-1].cells or len(rest[-1].text) > 20_000:
        return None
    line = rest[-1]
    found = _INLINE.search(line.text, max(len(line.text) - 120, 0))
    if not found:
        return None
    ending = Line(tidy(found[0]), fate="signature")
    shorter = without(line, found.start(), len(line.text))
    line.text, line.pieces = shorter.text, shorter.pieces
    return line, ending
