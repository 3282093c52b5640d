"""Own words below another's whole mail, where no mark tells them apart: between that mail's sign-off and the sender's own."""

from collections.abc import Sequence

from bot.papers.reply import introductions, mime, signature
from bot.papers.reply.history import Found
from bot.papers.reply.line import Line, take


def rescue(lines: Sequence[Line], past: Found, sender: str, names: frozenset[str]) -> None:
    """Make them own again. `names` are the words that the sender signs with.

    Only where there can be no doubt: one mail is pasted, it is somebody else's and signed, and the sender signs at the very end, not above.
    """
    if past.first is None or past.first_at != past.open_at or not _foreign(past.first.value("from"), sender):
        return
    pasted = lines[past.open_at + past.first.size :]
    if any(line.quote for line in pasted):
        return
    if any(signature.signs(line, names) for line in lines[: past.first_at]) or not _signed_by(pasted, names):
        return
    theirs = next((at for at, line in enumerate(pasted) if signature.signs(line, names)), len(pasted))
    own = _next_letter(pasted, theirs)
    if own and not any(introductions.at(pasted, at) for at in range(len(pasted))):
        for line in pasted[own:]:
            line.fate = ""
        take(pasted[:own], "history")


def _foreign(written: str, sender: str) -> bool:
    found = mime.addresses(written)
    return bool(found) and bool(sender) and found[0][1] != sender


def _signed_by(pasted: Sequence[Line], names: frozenset[str]) -> bool:
    """The last sign-off is the sender's: the name stands on it, or right below."""
    last = next((at for at in range(len(pasted) - 1, -1, -1) if signature.signs(pasted[at], names)), len(pasted))
    return any(signature.bears(line.text, names) for line in pasted[last + 1 : last + 2])


def _next_letter(pasted: Sequence[Line], signed: int) -> int:
    """Where, below a sign-off and its names and titles, a paragraph begins that is said in full; 0 when none does."""
    for at in range(signed + 1, len(pasted)):
        if not pasted[at].gap:
            continue
        end = next((other for other in range(at + 1, len(pasted)) if pasted[other].gap), len(pasted))
        if pasted[end - 1].text.endswith((".", "!", "?", ":")) or pasted[at].marker:
            return at
    return 0
