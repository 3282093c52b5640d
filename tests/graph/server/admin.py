"""The rehearsal's own door, `/_rehearsal/`: the clock, mail from outside, answers, faults; and what was delivered."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from tests.graph.server.fault import Fault
from tests.graph.server.problem import Json, Reply
from tests.graph.server.request import Request
from tests.graph.server.state import State


def clock(state: State, body: Json) -> Json:
    """{now: ISO with offset} or {advance: seconds}."""
    if "now" in body:
        state.now = datetime.fromisoformat(body["now"])
    state.advance(float(body.get("advance", 0)))
    return {"now": state.now.isoformat().replace("+00:00", "Z")}


def mail(state: State, body: Json) -> Json:
    """{mailbox, mime: base64, folder}."""
    return {"id": state.receive(body["mailbox"], b64decode(body["mime"]), folder=body.get("folder", "inbox")).id}


def answer(state: State, body: Json) -> Json:
    """{mailbox, event: id, UID or key, attendee, response, at, comment, mail}."""
    at = datetime.fromisoformat(body["at"]) if body.get("at") else None
    extra = {"comment": body.get("comment", ""), "mail": body.get("mail", True)}
    state.answer(body["mailbox"], body["event"], body["attendee"], body["response"], at, **extra)
    return {}


def fault(state: State, body: Json) -> Json:
    """A Fault's fields."""
    state.faults.append(Fault(**body))
    return {}


def delivered(state: State, body: Json) -> Json:
    """{skip, most}: a year of letters is too much for one answer."""
    first = int(body.get("skip", 0))
    some = state.delivered[first : first + int(body.get("most", len(state.delivered)))]
    return {"delivered": [{**asdict(each), "at": each.at.isoformat(), "mime": b64encode(each.mime).decode()} for each in some]}


def invited(state: State, _: Json) -> Json:
    return {"invited": [{**asdict(each), "at": each.at.isoformat()} for each in state.invited]}


def figures(state: State, _: Json) -> Json:
    return state.figures()


def stop(state: State, _: Json) -> Json:
    return {"stopped": True}


DOORS: dict[tuple[str, str], Callable[[State, Json], Json]] = {
    ("POST", "clock"): clock,
    ("POST", "mail"): mail,
    ("POST", "answer"): answer,
    ("POST", "fault"): fault,
    ("GET", "delivered"): delivered,
    ("GET", "invited"): invited,
    ("GET", "figures"): figures,
    ("POST", "stop"): stop,
}


def respond(state: State, request: Request) -> Reply:
    """One admin call. What is wrong with it comes back as 400 in words."""
    door = DOORS.get((request.method, request.path.rpartition("/")[2]))
    if door is None:
        return Reply(404, {"error": "no such door"})
    try:
        with state.lock:
            return Reply(200, door(state, json.loads(request.body or b"{}")))
    except (KeyError, TypeError, ValueError) as wrong:
        return Reply(400, {"error": repr(wrong)})
