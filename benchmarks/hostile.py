"""How long the slowest mails of tests/papers/reply/hostile.py take, in processor time: what else the machine does is not counted.

`python -m benchmarks.hostile all` tries every kind, some minutes.
"""

import sys
from collections.abc import Iterator, Sequence
from time import process_time

from bot.papers.reply import envelope, understand
from tests.papers.reply import hostile

AIM = 1.0  # seconds
SHOWN = 5


def figures(kinds: Sequence[hostile.Hostile]) -> list[tuple[float, int, str]]:
    """Seconds, bytes and name of each kind, the slowest first. The least of two readings: what is more is noise."""
    understand(b"Vi har en sak.", hostile.REQUEST)
    return sorted((_figure(kind) for kind in kinds), reverse=True)


def _figure(kind: hostile.Hostile) -> tuple[float, int, str]:
    raw = kind.make(hostile.MILLION)
    return min(_seconds(raw), _seconds(raw)), len(raw), kind.name


def _seconds(raw: bytes) -> float:
    began = process_time()
    envelope.read(raw)
    understand(raw, hostile.REQUEST)
    return process_time() - began


def lines(*, every: bool = False) -> Iterator[str]:
    """The slowest mails, and whether the worst of them is within the aim."""
    found = figures([kind for kind in hostile.kinds() if every or kind.name in hostile.WORST])
    worst = found[0][0]
    yield f"{f'reading {len(found)} hostile mails':52} {'ms':>10} {'mail MB':>10}"
    for seconds, size, name in found[:SHOWN]:
        yield f"{name[:52]:52} {seconds * 1000:10.1f} {size / 1_000_000:10.1f}"
    yield f"{'the worst of them':52} {worst * 1000:10.1f} {'':10} {'':7} ≤ {AIM * 1000:.0f}  {'ok' if worst <= AIM else 'over'}"


def main(*, every: bool = False) -> None:
    for row in lines(every=every):
        print(row, flush=True)


if __name__ == "__main__":
    main(every=sys.argv[1:] == ["all"])
