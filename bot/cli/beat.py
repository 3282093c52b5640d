"""The sign of life that `serve` leaves: whether it lives, and whether its last round went well."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bot.cycle.model import OSLO


class Life(NamedTuple):
    """Whether all is well with the service, and in Norwegian what was seen."""

    good: bool
    said: str


def life(path: Path, now: datetime) -> Life:
    """What the heartbeat in a file tells at `now` (aware): it has beaten within three of its own intervals, and its last went well."""
    try:
        beat = json.loads(path.read_text(encoding="utf-8"))
        at, every, fault = datetime.fromisoformat(beat["at"]), int(beat["every"]), str(beat["fault"])
        since = datetime.fromisoformat(beat.get("since") or beat["at"])
        silent = now - at
    except FileNotFoundError:
        return Life(good=True, said="«aarshjul serve» har ikke kjørt her ennå")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Life(good=False, said=f"{path} kan ikke leses; slett den, og start «aarshjul serve» på nytt")
    stopped = f"siste runde stoppet: {fault.splitlines()[0]} (slik har det vært siden {_local(since)})" if fault.strip() else ""
    if silent > timedelta(seconds=3 * every + 60):
        return Life(good=False, said="; ".join(filter(None, (f"ikke hørt fra siden {_local(at)}; start «aarshjul serve»", stopped))))
    if stopped:
        return Life(good=False, said=stopped)
    return Life(good=True, said=f"våknet for {int(silent.total_seconds())} sekunder siden")


def _local(at: datetime) -> str:
    return f"{at.astimezone(OSLO):%d.%m.%Y kl. %H.%M}"
