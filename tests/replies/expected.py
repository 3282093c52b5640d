"""The corpus as it lies on disk: raw mails, and what a careful reader takes from each."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SECRETARIAT = ("post@example.no",)


@dataclass(frozen=True, slots=True)
class Mail:
    """`text` and `contribution` are None where careful people would differ; `request` is the letter that is answered, or None."""

    slug: str
    raw: bytes
    note: str
    request: str | None
    verdict: str
    text: str | None
    contribution: str | None
    on_behalf_of: str | None
    about: str | None
    also: tuple[str, ...] = ()  # texts that are as good


def mails(folder: Path = HERE / "corpus") -> Iterator[Mail]:
    for path in sorted(folder.glob("*.toml")):
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        yield Mail(
            slug=path.stem, raw=path.with_suffix(".eml").read_bytes(), note=found["note"], request=_letter(found["request"]),
            verdict=found["verdict"], text=found.get("text"), contribution=found.get("contribution"),
            on_behalf_of=found.get("on_behalf_of"), about=found.get("about"),
        )  # fmt: skip


def _letter(name: str) -> str | None:
    return (HERE / "requests" / f"{name}.txt").read_text(encoding="utf-8") if name else None
