"""The traffic for people to watch: when, what and with which answer; never a token, a body or what a search asks for."""

import re
from urllib.parse import parse_qsl, unquote

from tests.graph.server import Call

ID = re.compile(r"[\w+=-]{30,}")
"""No name of a folder, a call or a mailbox is as long as an id."""


def line(call: Call) -> str:
    """One call: «2027-01-04T08:00:02Z POST /users/…/messages/AAkALg…9f2c5=/send 202», with the fault of the plan at its end."""
    path, _, query = call.path.partition("?")
    where = ID.sub(lambda found: f"{found[0][:6]}…{found[0][-6:]}", unquote(path.removeprefix("/v1.0")))
    options = "&".join(name for name, _ in parse_qsl(query, keep_blank_values=True))
    heard = str(call.status) if call.status else "no answer"
    struck = f" [{call.fault}]" if call.fault else ""
    return f"{call.at:%Y-%m-%dT%H:%M:%SZ} {call.method} {where}{'?' if options else ''}{options} {heard}{struck}\n"
