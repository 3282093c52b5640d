"""The post without a server: letters become files in one folder, and mail is files in another."""

import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cycle.memory import Incoming
from bot.errors import PostFailed

LIMIT = 150 * 1024 * 1024
"""Bytes. A mail larger than what Exchange Online lets through is no mail."""
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


class Folder:
    """Writes `out/*.eml` and reads `in/*.eml`. A key has one file name, and a name is taken once: sending twice is impossible."""

    def __init__(self, out: Path, inbox: Path, public: Path, limit: int = LIMIT) -> None:
        self._out = out
        self._in = inbox
        self._public = public
        self._limit = limit
        self._tidy = False

    def send(self, key: str, message_id: str, message: bytes) -> str:  # noqa: ARG002 - part of every post; here the key is enough
        """Lay a letter in the folder, whole and safe on disk, and return the receipt: the file's name.

        The same key with the same bytes gives the same receipt, and nothing more happens; with other bytes it is refused.
        Raises PostFailed when nothing was laid there. Any other error means that it may have been: ask `find`.
        """
        name = file_name(key)
        with _wrapped(f"Brevet kunne ikke legges i {self._out}"):
            self._clean()
            if not self._lay(name, message) and (self._out / name).read_bytes() != message:
                raise PostFailed(f"Det ligger alt et annet brev i {self._out / name}.", permanent=True)
        self._sync()
        return name

    def find(self, key: str, message_id: str) -> str | None:  # noqa: ARG002 - as above
        """The receipt of a letter that has left, or None if it has not. A folder always knows."""
        name = file_name(key)
        with _wrapped(f"{self._out} kan ikke leses"):
            self._clean()
            if not os.path.lexists(self._out / name):
                return None
            self._sync()  # whoever laid it there may have died before this
        return name

    def inbox(self, mark: str) -> Iterator[Incoming]:
        """What has come since `mark` (empty at first), by name. Nothing is moved or changed; a link is not followed.

        Lay a file there by renaming it into the folder, or half a mail may be read.
        """
        with _wrapped(f"{self._in} kan ikke leses"):
            self._in.mkdir(parents=True, exist_ok=True)
            with os.scandir(self._in) as entries:
                found = sorted(
                    (entry for entry in entries if entry.name.lower().endswith(".eml")), key=lambda entry: os.fsencode(entry.name)
                )
            prints = [(entry.name, _fingerprint(entry)) for entry in found]
        before = set(mark.split())
        seen = {fingerprint for _, fingerprint in prints if fingerprint in before}
        for name, fingerprint in prints:
            if fingerprint not in before:
                seen.add(fingerprint)
                yield self._open(name, " ".join(sorted(seen)))

    def publish(self, name: str, content: bytes) -> None:
        """Lay a file where anyone may fetch it, in place of the one that lay there: whole at every moment. Raises PostFailed."""
        part = self._public / f".{secrets.token_hex(8)}.part"
        with _wrapped(f"{name} kan ikke legges i {self._public}"):
            self._public.mkdir(parents=True, exist_ok=True)
            try:
                _write(part, content)
                part.replace(self._public / name)
            finally:
                part.unlink(missing_ok=True)

    def _lay(self, name: str, message: bytes) -> bool:
        """Write beside, then take the name: the letter is there whole or not at all. False if the name was taken already."""
        part = self._out / f".{secrets.token_hex(8)}.part"
        try:
            _write(part, message)
            try:
                os.link(part, self._out / name)
            except FileExistsError:
                return False
            except OSError as fault:
                if fault.errno in NO_LINKS:
                    raise PostFailed(
                        f"Disken under {self._out} støtter ikke harde lenker. Velg en annen mappe for utgående brev."
                    ) from fault
                raise
        finally:
            part.unlink(missing_ok=True)
        return True

    def _clean(self) -> None:
        """Remove what a process that died left half written. A living one that loses its part fails before it takes the name."""
        if self._tidy:
            return
        self._out.mkdir(parents=True, exist_ok=True)
        for part in self._out.glob(".*.part"):
            part.unlink(missing_ok=True)
        self._tidy = True

    def _sync(self) -> None:
        directory = os.open(self._out, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _open(self, name: str, mark: str) -> Incoming:
        shown = os.fsencode(name).decode("utf-8", "replace")
        try:
            # O_NONBLOCK: a named pipe must not make us wait for a writer
            handle = os.open(self._in / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as fault:
            link = fault.errno == errno.ELOOP
            return Incoming(shown, None, mark, "er en lenke, og lenker følges ikke" if link else f"kan ikke åpnes ({fault.strerror})")
        try:
            return self._read(handle, shown, mark)
        finally:
            os.close(handle)

    def _read(self, handle: int, shown: str, mark: str) -> Incoming:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            return Incoming(shown, None, mark, "er ikke en vanlig fil")
        if about.st_size <= self._limit:
            with os.fdopen(handle, "rb", closefd=False) as file:
                raw = file.read(self._limit + 1)
            if len(raw) <= self._limit:  # it may have grown meanwhile
                return Incoming(shown, raw, mark)
        return Incoming(shown, None, mark, f"er større enn {self._limit // 1024 // 1024} MB")


def file_name(key: str) -> str:
    """The one file name of a key: readable, safe in any folder, and different for different keys."""
    slug = re.sub(r"[^a-z0-9@_]+", "-", key.lower()).strip("-")[:100]
    return f"{slug}--{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}.eml"


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _fingerprint(entry: os.DirEntry[str]) -> str:
    """Tells one file from another, and from itself after a change, without opening it."""
    about = entry.stat(follow_symlinks=False)
    facts = (about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    return hashlib.sha256(os.fsencode(entry.name) + repr(facts).encode()).hexdigest()[:16]


@contextmanager
def _wrapped(message: str) -> Iterator[None]:
    """A disk that is full, or a folder that is shut, is a post that failed for now."""
    try:
        yield
    except OSError as fault:
        raise PostFailed(f"{message}: {fault.strerror or fault}.") from fault
