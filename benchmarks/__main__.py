"""Runs every benchmark and prints one table: what is measured, our time, the peer's time, their ratio, and the aim."""

from collections.abc import Iterator

from benchmarks import graph, hostile, measures, notice, planning, printing, replies, solving, starting, ticking, wheel
from benchmarks.measure import Row

HEAD = f"{'ours : peer':52} {'ours ms':>10} {'peer ms':>10} {'ratio':>7} {'aim':>6}"


def rows() -> Iterator[Row]:
    for subject in (planning, ticking, starting, notice, printing, wheel, measures, solving):
        yield from subject.rows()


def line(row: Row) -> str:
    aim = "" if row.aim is None else f"≤ {row.aim}"
    return f"{row.name:52} {row.ours * 1000:10.1f} {row.peer * 1000:10.1f} {row.ratio:7.2f} {aim:>6}  {row.verdict}".rstrip()


def main() -> None:
    print(HEAD)
    for row in rows():
        print(line(row), flush=True)
    replies.main()
    hostile.main()
    graph.main()


if __name__ == "__main__":
    main()
