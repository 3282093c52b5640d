"""Who is to do it, as people write it: a member, an organisation or a role of the register, several of them, all, or free text."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from bot.cycle.model import Member
from bot.papers import norsk
from bot.papers.characters import one_line

MOST = 300
"""Characters of a text that may name an owner."""
MOST_PARTS = 20
MOST_WORDS = 12
SHOWN = 60
ALIKE = 0.85
FEWEST_LETTERS = 3
"""Of a name that is proposed because an organisation's name begins with it."""

SEPARATOR = re.compile(r"((?<![-\s])\s*(?:[/,;&+\n]|(?<!\w)(?:og|samt)(?!\w))\s*)")
ALL = re.compile(
    r"(?:alle|samtlige|samtlege)(?: (?:sammen|saman|medlem(?:m?er|m?ene|mane)?|organisasjon(?:er|ene|ar|ane)))?|(?:hele|heile) gruppa"
)
ALL_MUNICIPALITIES = re.compile(r"(?:alle|samtlige|samtlege) kommun(?:er|ene|ar|ane)|kommunene|kommunane")
SECRETARIAT = re.compile(r"sekr(?:etariat(?:et)?)?")
NOBODY = re.compile(r"[-–—.?\s]*|ingen|ikke satt|ikkje sett|n n")
MUNICIPAL = re.compile(r"\bkommune\b")
MUNICIPALITY = re.compile(r" (?:kommunen?|komm?|k)$")
COUNTY = re.compile(r" (?:fylkeskommunen|fylkeskomm?|fylke|fk)$")
BETWEEN = ("i", "ved", "v", "fra", "frå", "for", "hos")
SINGULAR, PLURAL = ("", "en", "n", "a"), ("er", "ene", "ne", "e", "ar", "ane")


class Owner(NamedTuple):
    """Whom a text means. When not `sure`, the members are a proposal to a person. `why` is Norwegian."""

    text: str
    members: tuple[Member, ...]
    sure: bool
    why: str


class Hit(NamedTuple):
    """Those who fit a text, and the names to choose between when they are too many."""

    members: tuple[Member, ...] = ()
    sure: bool = True
    said: str = ""
    choices: tuple[str, ...] = ()


def find(text: str, members: Sequence[Member]) -> Owner:
    """Whom a text names among the members who count now. One it could mean several of means nobody; a part that is unknown leaves doubt."""
    return _find(text, tuple(members))


@lru_cache(maxsize=5_000)  # asked again for each measure at every round
def _find(text: str, members: tuple[Member, ...]) -> Owner:
    if len(text) > MOST:
        return Owner(text, (), sure=False, why=f"«{_shown(text)}» er for langt til å være en ansvarlig")
    if NOBODY.fullmatch(_key(text)):
        return Owner(text, (), sure=False, why="ingen ansvarlig er satt")
    register = Register(members)
    hits = [(part, register.find(part)) for part in _parts(text, register)]
    known = [(part, hit) for part, hit in hits if hit is not None]
    sure = len(known) == len(hits) and all(hit.sure for _, hit in known)
    found = tuple(dict.fromkeys(chain.from_iterable(hit.members for _, hit in known)))
    return Owner(text, found, sure, "; ".join(_why(part, hit, register) for part, hit in hits))


def _parts(text: str, register: "Register") -> Iterator[str]:
    """The owners in a text: the longest pieces that the register has, since an organisation's own name may have «og» or «/» in it."""
    pieces = SEPARATOR.split(text, maxsplit=MOST_PARTS)
    start = 0
    while start < len(pieces):
        ends = range(len(pieces), start, -2)
        end = next((end for end in ends if register.find("".join(pieces[start:end]))), start + 1)
        if part := "".join(pieces[start:end]).strip():
            yield part
        start = end + 1


def _why(part: str, hit: Hit | None, register: "Register") -> str:
    shown = f"«{_shown(part)}»"
    if hit is None:
        close = register.close(part)
        return f"{shown} står ikke i registeret" + (f"; kanskje {close}" if close else "")
    if hit.choices:
        return f"{shown} kan være " + ", eller ".join((", ".join(hit.choices[:-1]), hit.choices[-1]))
    return f"{shown} er {hit.said}" if hit.sure else f"{shown} er kanskje {hit.said}"


def _shown(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """As texts are compared: Norwegian, without marks; «k.» and «fk» as what they are short for."""
    plain = norsk.collate(re.sub(r"[^\w\s@.-]|\.(?=\s|$)|(?<=\s)\.", " ", one_line(text)))[0]
    return MUNICIPALITY.sub("", COUNTY.sub(" fylkeskommune", plain))


@dataclass(frozen=True)
class Register:
    """The members, ready to be looked for."""

    members: tuple[Member, ...]

    def find(self, text: str) -> Hit | None:
        """Those a text names: None when it names nobody, and choices when it may name several."""
        key = _key(text)
        if not key or len(key.split()) > MOST_WORDS:
            return None
        looks: tuple[Callable[[str], Hit | None], ...] = (self._group, self._exact, self.role, self._within, self.part, self._guess)
        return next((hit for look in looks if (hit := look(key)) is not None), None)

    def close(self, text: str) -> str:
        """What in the register is spelt nearly like that."""
        names = {
            key: name for one in self.members for key, name in ((_key(one.organisation), one.organisation), (_key(one.name), one.name))
        }
        return names[near[0]] if (near := get_close_matches(_key(text), names, 1, 0.8)) else ""

    def _where(self, fits: Callable[[Member], bool]) -> tuple[Member, ...]:
        return tuple(one for one in self.members if fits(one))

    def _group(self, key: str) -> Hit | None:
        if SECRETARIAT.fullmatch(key):
            return Hit(self._where(lambda one: "sekretariat" in f"{one.role} {one.organisation}".lower()), said="sekretariatet")
        if ALL.fullmatch(key):
            return Hit(self.members, said="alle medlemmene")
        if ALL_MUNICIPALITIES.fullmatch(key):
            return Hit(self._where(lambda one: MUNICIPAL.search(one.organisation.lower()) is not None), said="alle kommunene")
        return None

    def _exact(self, key: str) -> Hit | None:
        return self.person(key) or _organisation(self._where(lambda one: key in self._organisations[one]))

    def person(self, key: str) -> Hit | None:
        """By the whole name, or the address."""
        return _person(self._where(lambda one: key in (_key(one.name), _key(f"{one.last_name} {one.first_name}"), one.email.lower())))

    def part(self, key: str) -> Hit | None:
        """By a first name or a last one, or an initial before the last one."""
        return _person(
            self._where(lambda one: key in (_key(one.first_name), _key(one.last_name), _key(f"{one.first_name[:1]} {one.last_name}")))
        )

    def role(self, key: str) -> Hit | None:
        """By the role, in one organisation; in several only when it stands in the plural."""
        held = self._where(lambda one: bool(one.role) and any(key == f"{_key(one.role)}{end}" for end in SINGULAR))
        every = self._where(lambda one: bool(one.role) and key in _plurals(_key(one.role)))
        return _holder(held) or (Hit(every, said=norsk.listed(tuple(map(_said, every)))) if every else None)

    def _within(self, key: str) -> Hit | None:
        """«Næringssjef i Røros», «Horten v/ Nordmann», «Kari (Ås)»: somebody of an organisation."""
        words = key.split()
        for cut in range(1, len(words)):
            left, right = " ".join(words[:cut]), _bare(words[cut:])
            for who, where in ((left, right), (right, left)):
                there = self._of(where)
                if there.members and (hit := there.person(who) or there.role(who) or there.part(who)):
                    return hit
        return None

    def _of(self, organisation: str) -> "Register":
        return Register(self._where(lambda one: organisation in self._organisations[one]))

    def _guess(self, key: str) -> Hit | None:
        """Initials, or the beginning of an organisation's name: near enough to ask about."""
        initials = self._where(lambda one: len(key) > 1 and key == _key("".join(word[0] for word in one.name.split())))
        begun = self._where(lambda one: len(key) >= FEWEST_LETTERS and any(name.startswith(f"{key} ") for name in self._organisations[one]))
        hit = _person(initials) or _organisation(begun)
        return hit and hit._replace(sure=False)

    @cached_property
    def _organisations(self) -> dict[Member, frozenset[str]]:
        return {one: frozenset(_key(name) for name in (one.organisation, *one.aliases)) - {""} for one in self.members}


def _bare(words: Sequence[str]) -> str:
    return " ".join(words[1:] if len(words) > 1 and words[0] in BETWEEN else words)


def _plurals(role: str) -> frozenset[str]:
    """«Næringssjefene», «daglige ledere»: a role's adjectives are bent too."""
    *adjectives, noun = role.split() or [""]
    bent = [word if word.endswith("e") else f"{word}e" for word in adjectives]
    stems = {noun, noun.removesuffix("r"), noun.removesuffix("er"), noun.removesuffix("ar")}
    return frozenset(" ".join((*bent, f"{stem}{end}")) for stem in stems for end in PLURAL) - {role}


def _said(one: Member) -> str:
    return one.name if one.organisation in one.name else f"{one.name}, {one.organisation}"


def _person(found: tuple[Member, ...]) -> Hit | None:
    """One by name. Several of a name are for a person to choose between."""
    if len(found) > 1:
        return Hit(sure=False, choices=tuple(map(_said, found)))
    return Hit(found, said=_said(found[0])) if found else None


def _organisation(found: tuple[Member, ...]) -> Hit | None:
    """All who stand for one organisation."""
    names = tuple(dict.fromkeys(one.organisation for one in found))
    return Hit(sure=False, choices=names) if len(names) > 1 else Hit(found, said=names[0]) if names else None


def _holder(found: tuple[Member, ...]) -> Hit | None:
    """Those who hold a role, in one organisation."""
    if len({one.organisation for one in found}) > 1:
        return Hit(sure=False, choices=tuple(map(_said, found)))
    return Hit(found, said=norsk.listed(tuple(map(_said, found)))) if found else None
