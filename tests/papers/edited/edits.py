"""What secretaries do to the minutes, one thing each, and what the program must then say that they have done: that, and nothing else."""

from collections.abc import Callable
from copy import deepcopy
from typing import NamedTuple

from lxml.etree import SubElement

from tests.papers.edited.word import RUN, W, Word, a_run, new, write


class Edit(NamedTuple):
    name: str
    do: Callable[[Word], None]
    told: tuple[str, ...]


def _row(word: Word, *cells: str) -> None:
    """One more row in the attendance, copied from the last."""
    rows = list(word.control("attendance").iter(f"{W}tr"))
    row = deepcopy(rows[-1])
    for cell, text in zip(row.iter(f"{W}tc"), cells, strict=True):
        write(next(cell.iter(f"{W}p")), text)
    rows[-1].addnext(row)


def _measure(word: Word, number: str, *cells: str) -> None:
    for at, text in enumerate(cells, 1):
        word.cell("follow-up", number, at, text)


def _out(word: Word, tag: str, words: str) -> None:
    row = word.row(tag, words)
    row.getparent().remove(row)  # type: ignore[union-attr]


def _struck(word: Word) -> None:
    for run in word.row("follow-up", "1").iter(RUN):
        run.insert(0, a_run("", strike=True)[0])


def _title(word: Word, tag: str, text: str) -> None:
    write(next(word.control(tag).iter(f"{W}p")), text)


def _new_case(word: Word) -> None:
    """Typed below the last case: a heading in the same style and list, its text, a label and a decision."""
    last = word.control("case:eventuelt")
    heading = deepcopy(next(last.iter(f"{W}p")))
    write(heading, "Valg av ny leder")
    for one in (new("Medlem 4 ble valgt enstemmig."), new("Vedtak/konklusjon", "Heading4"), new("Leder har bedt om avløsning."), heading):
        last.addnext(one)


def _gone(word: Word, tag: str) -> None:
    control = word.control(tag)
    control.getparent().remove(control)  # type: ignore[union-attr]


def _first(word: Word) -> None:
    word.control("case:innkalling").addprevious(word.control("case:plan"))


def _listed(word: Word) -> None:
    word.say("decision:plan", "Vi ber om:", "")
    last = list(word.control("decision:plan").iter(f"{W}p"))[-1]
    for text in ("ny bane", "ny vei"):
        entry = new(text, "ListBullet")
        last.addprevious(entry)


def _below(word: Word) -> None:
    """A decision typed under the control, before the next heading."""
    word.control("decision:runde").addnext(new("Tatt til orientering."))


def _next_meeting(word: Word) -> None:
    (paragraph,) = (one for one in word.root.iter(f"{W}p") if "Neste møte er" in "".join(t.text or "" for t in one.iter(f"{W}t")))
    write(paragraph, "Neste møte er torsdag 18. mai 2028 kl. 10.00–12.00, Biblioteket.")


def _reference(word: Word) -> None:
    paragraph = word.paragraph("Vår ref.:")
    SubElement(paragraph, RUN).append(a_run("27/123")[0])


def _also(word: Word) -> None:
    word.fact("also", "Gjest fra Statsforvalteren\nGjest fra fylkeskommunen")


CASE = "Høring om transportplan"
NEXT = "Neste møte er torsdag 11. mai 2028 kl. 12.00–13.00, Rådhuset, møterom 1."
EDITS = (
    Edit("another day", lambda w: w.fact("when", "fredag 5. november 2027 kl. 12.00–13.00"),
         ("Datoen er endret fra torsdag 4. november 2027 til fredag 5. november 2027.",)),
    Edit("other hours, written otherwise", lambda w: w.fact("when", "4.11.2027 kl 10:30 - 1200"),
         ("Klokkeslettet er endret fra kl. 12.00–13.00 til kl. 10.30–12.00.",)),
    Edit("the same moment, written otherwise", lambda w: w.fact("when", "4. nov. 2027, kl. 12–13"), ()),
    Edit("another place", lambda w: w.fact("where", "Biblioteket"), ("Sted er endret fra «Rådhuset, møterom 1» til «Biblioteket».",)),
    Edit("the chair", lambda w: w.fact("chair", "Leder, Horten kommune"), ("Møteleder: «Leder, Horten kommune» er fylt inn.",)),
    Edit("the minute-taker", lambda w: w.fact("minute-taker", "Rådgiver"), ("Referent: «Rådgiver» er fylt inn.",)),
    Edit("others who were there, a line each", _also, (
        "Dessuten møtte: «Gjest fra Statsforvalteren» er ført opp.", "Dessuten møtte: «Gjest fra fylkeskommunen» er ført opp.",
    )),
    Edit("one more who was there", lambda w: w.fact("also", "Gjest fra Sametinget; Gjest fra Kystverket"), (
        "Dessuten møtte: «Gjest fra Sametinget» er ført opp.", "Dessuten møtte: «Gjest fra Kystverket» er ført opp.",
    )),
    Edit("a tick", lambda w: w.cell("attendance", "Medlem Hansen", 2, "X"), ("Medlem Hansen (Horten kommune) er ført som til stede.",)),
    Edit("a word for a tick", lambda w: w.cell("attendance", "Medlem Vik", 3, "meldt forfall"),
         ("Medlem Vik (Drammen kommune) er ført med forfall.",)),
    Edit("a substitute", lambda w: w.cell("attendance", "Medlem Dahl", 4, "Vara Berg"),
         ("Vara Berg er ført som vara for Medlem Dahl (Ås kommune).",)),
    Edit("a substitute on a row of their own", lambda w: _row(w, "Ås kommune", "Vara Berg (vara for Medlem Dahl)", "✓", "", ""), (
        "Vara Berg (Ås kommune) er ny i oppmøtet og ført som til stede.", "Vara Berg (Ås kommune) møtte som vara for Medlem Dahl.",
    )),
    Edit("one taken out of the attendance", lambda w: _out(w, "attendance", "Medlem Vik"),
         ("Medlem Vik (Drammen kommune) er tatt ut av oppmøtet.",)),
    Edit("a decision", lambda w: w.say("decision:innkalling", "Godkjent. Enstemmig."),
         ("Vedtak i saken «Godkjenning av innkalling og dagsorden»: «Godkjent. Enstemmig.» er fylt inn.",)),
    Edit("a decision of two paragraphs", lambda w: w.say("decision:referat", "Referatet er godkjent.", "Enstemmig."),
         ("Vedtak i saken «Godkjenning av referat fra møtet 9. september 2027»: «Referatet er godkjent. Enstemmig.» er fylt inn.",)),
    Edit("a decision with a list", _listed, (f"Vedtak i saken «{CASE}»: «Vi ber om: - ny bane - ny vei» er fylt inn.",)),
    Edit("a decision below its control", _below, ("Vedtak i saken «Runde rundt bordet»: «Tatt til orientering.» er fylt inn.",)),
    Edit("a follow-up under a case", lambda w: w.say("follow-up:eventuelt", "Rådgiver ringer."),
         ("Oppfølging i saken «Eventuelt»: «Rådgiver ringer.» er fylt inn.",)),
    Edit("a measure", lambda w: _measure(w, "2", "Kalle inn", "Leder", "uke 12"),
         ("Nytt tiltak nr. 2: «Kalle inn», ansvarlig «Leder» og frist «uke 12».",)),
    Edit("a measure that is done", lambda w: w.cell("follow-up", "1", 4, "ferdig"),
         ("Status for tiltaket «Sende brev til departementet» er endret fra «pågår» til «ferdig».",)),
    Edit("a new deadline", lambda w: w.cell("follow-up", "1", 3, "neste møte"),
         ("Frist for tiltaket «Sende brev til departementet» er endret fra «innen 1. mars» til «neste møte».",)),
    Edit("a measure taken out", lambda w: _out(w, "follow-up", "1"), ("Tiltaket nr. 1 «Sende brev til departementet» er tatt ut.",)),
    Edit("a measure struck out", _struck, ("Tiltaket nr. 1 «Sende brev til departementet» er strøket.",)),
    Edit("another title", lambda w: _title(w, "case:plan", "Høring om ny transportplan"),
         (f"Saken «{CASE}» heter nå «Høring om ny transportplan».",)),
    Edit("a wholly other title", lambda w: _title(w, "case:plan", "Vei og bane"), (f"Saken «{CASE}» heter nå «Vei og bane».",)),
    Edit("another order", _first, (f"Saken «{CASE}» er flyttet og står nå først.",)),
    Edit("a new case", _new_case, (
        "Ny sak som nr. 6: «Valg av ny leder».", "Vedtak i saken «Valg av ny leder»: «Medlem 4 ble valgt enstemmig.» er fylt inn.",
    )),
    Edit("a case taken out", lambda w: _gone(w, "case:plan"), (f"Saken «{CASE}» er tatt ut.",)),
    Edit("the text of a case", lambda w: write(w.paragraph("Se vedlegg."), "Se saksframlegget."),
         (f"Teksten i saken «{CASE}» er endret.",)),
    Edit("no draft any more", lambda w: _gone(w, "draft"), ("Merket om at dette er et utkast, er tatt bort.",)),
    Edit("the next meeting", _next_meeting, (
        f"Neste møte er endret fra «{NEXT}» til «Neste møte er torsdag 18. mai 2028 kl. 10.00–12.00, Biblioteket.».",
    )),
    Edit("a field of the letterhead", _reference, ("«Vår ref.:» er endret til «Vår ref.: 27/123».",)),
    Edit("nothing", lambda _: None, ()),
)  # fmt: skip
