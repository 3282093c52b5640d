"""The server as a process: `python -m tests.graph --port 0 --folder DIR` prints where it is, and runs until it is told to stop."""

import argparse
import json
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.graph.server import ELSEWHERE, SECRETARIAT, START, State, serving
from tests.graph.traffic import line


def main() -> None:
    """One JSON line with authority, endpoint, ca and the app's settings; then answer until POST /_rehearsal/stop."""
    parser = argparse.ArgumentParser(prog="python -m tests.graph")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", type=Path, required=True, help="gets the certificates")
    parser.add_argument("--mailbox", action="append", help="a mailbox within the app's scope; may be repeated")
    parser.add_argument("--now", type=datetime.fromisoformat, default=START, help="the server's hour, with offset")
    parser.add_argument("--delay", type=float, default=2, help="seconds that a sent letter lies in Drafts, on the server's clock")
    parser.add_argument(
        "--excess", choices=("delay", "refuse"), default="delay", help="what becomes of more letters a minute than it lets out"
    )
    parser.add_argument("--latency", type=float, default=0, help="seconds that each call takes, on the server's clock")
    parser.add_argument("--traffic", type=Path, help="a file that gets a line for every call, as it is answered")
    asked = parser.parse_args()
    state = State(mailboxes=tuple(asked.mailbox or [SECRETARIAT]), outside=(ELSEWHERE,), now=asked.now.astimezone(UTC))
    state.delay, state.excess, state.latency = timedelta(seconds=asked.delay), asked.excess, timedelta(seconds=asked.latency)
    with ExitStack() as stack:
        if asked.traffic:
            file = stack.enter_context(asked.traffic.open("w", encoding="utf-8", buffering=1))
            state.watch = lambda call: file.write(line(call))
        site = stack.enter_context(serving(asked.folder, state, port=asked.port))
        where = {"authority": site.authority, "endpoint": site.endpoint, "ca": str(site.ca)}
        app = {"tenant": site.tenant, "client": site.client, "secret": site.secret, "rehearsal": f"{site.base}/_rehearsal"}
        sys.stdout.write(json.dumps(where | app) + "\n")
        sys.stdout.flush()
        site.stopped.wait()


if __name__ == "__main__":
    main()
