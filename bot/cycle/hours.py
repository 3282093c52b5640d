"""Clock times as people write them: «12.00–13.00», «kl 12:00-13:00», «kl. 1200 – 1500»."""

import re
from datetime import time

_SPAN = re.compile(r"^(?:kl\.?\s*)?(\d{1,2})[.:]?(\d{2})?\s*[-–—]\s*(?:kl\.?\s*)?(\d{1,2})[.:]?(\d{2})?$", re.IGNORECASE)


def span(text: str) -> tuple[time, time] | None:
    """Start and end of a span in one day, or None when `text` is not one (or ends before it starts)."""
    match = _SPAN.match(text.strip())
    if match is None:
        return None
    start_hour, start_minute, end_hour, end_minute = (int(part or 0) for part in match.groups())
    if max(start_hour, end_hour) > 23 or max(start_minute, end_minute) > 59:  # noqa: PLR2004  hours and minutes
        return None
    start, end = time(start_hour, start_minute), time(end_hour, end_minute)
    return (start, end) if start < end else None


def clock(text: str) -> time:
    """«08:00» as a time; the schema has already refused anything else."""
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
