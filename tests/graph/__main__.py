"""The server as a process: `python -m tests.graph --port 0 --folder DIR` prints where it is, and runs until it is told to stop."""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.graph.server import ELSEWHERE, SECRETARIAT, START, State, serving


def main() -> None:
    """One JSON line with authority, endpoint, ca and the app's settings; then answer until POST /_rehearsal/stop."""
    parser = argparse.ArgumentParser(prog="python -m tests.graph")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", type=Path, required=True, help="gets the certificates")
    parser.add_argument("--mailbox", action="append", help="a mailbox within the app's scope; may be repeated")
    parser.add_argument("--now", type=datetime.fromisoformat, default=START, help="the server's hour, with offset")
    parser.add_argument("--delay", type=float, default=2, help="seconds that a sent letter lies in Drafts, on the server's clock")
    asked = parser.parse_args()
    state = State(mailboxes=tuple(asked.mailbox or [SECRETARIAT]), outside=(ELSEWHERE,), now=asked.now.astimezone(UTC))
    state.delay = timedelta(seconds=asked.delay)
    with serving(asked.folder, state, port=asked.port) as site:
        where = {"authority": site.authority, "endpoint": site.endpoint, "ca": str(site.ca)}
        app = {"tenant": site.tenant, "client": site.client, "secret": site.secret, "rehearsal": f"{site.base}/_rehearsal"}
        sys.stdout.write(json.dumps(where | app) + "\n")
        sys.stdout.flush()
        site.stopped.wait()


if __name__ == "__main__":
    main()
