"""One request in, one reply out: the plan's faults, the door, the limits, the work; and the record of the call."""

from tests.graph.server import delta, fault, routes
from tests.graph.server.fault import SEMANTIC, SHAPED, SILENT, Fault
from tests.graph.server.model import Call, Mailbox
from tests.graph.server.problem import Json, Problem, Reply
from tests.graph.server.request import Request
from tests.graph.server.world import World

HTML = b"<html><head><title>Service unavailable</title></head><body><h2>Our services aren't available right now</h2></body></html>"
CODES = {
    400: "ErrorInvalidRequest",
    401: "InvalidAuthenticationToken",
    403: "ErrorAccessDenied",
    404: "ErrorItemNotFound",
    409: "ErrorIrresolvableConflict",
    410: "syncStateNotFound",
    412: "ErrorIrresolvableConflict",
    429: "ApplicationThrottled",
    500: "ErrorInternalServerError",
    502: "BadGateway",
    503: "ErrorServerBusy",
    504: "UnknownError",
    507: "ErrorQuotaExceeded",
}


def respond(world: World, request: Request) -> Reply:
    """The reply to a request; also recorded in `world.calls`. Its `fault` tells the wire what to do to the bytes."""
    route = routes.find(request)
    if route is None:
        world.violations.append(f"no such call: {request.method} {request.path}")
        return error(world, request, Problem(404, "ResourceNotFound", "No such call here."))
    mailbox = request.names.get("user", "").lower()
    box = world.boxes.get(mailbox)
    with world.door:
        struck = fault.strike(world.faults, world.weather, request.operation, mailbox)
        crowded = _enter(world, box)
    try:
        reply = _struck(world, request, route, struck, crowded=crowded)
    finally:
        with world.door:
            _leave(box)
    heard = 0 if reply.fault and reply.fault.kind in SILENT else reply.status
    path = request.path + (f"?{request.query}" if request.query else "")
    world.heard(Call(request.method, path, request.operation, heard, world.now, mailbox, struck.kind if struck else ""))
    return reply


def _enter(world: World, box: Mailbox | None) -> bool:
    """Whether there are too many calls at once to this mailbox."""
    if box is None:
        return False
    box.in_flight += 1
    return box.in_flight > world.concurrent


def _leave(box: Mailbox | None) -> None:
    if box is not None:
        box.in_flight -= 1


def _struck(world: World, request: Request, route: routes.Route, struck: Fault | None, *, crowded: bool) -> Reply:
    """The reply as the fault would have it: instead of the work, after the work, or in the work itself."""
    if struck is None or struck.kind in SEMANTIC:
        request.fault = struck
        return _reply(world, request, route, crowded=crowded)
    if struck.kind in SHAPED or struck.after_effect:
        done = _reply(world, request, route, crowded=crowded)
        return _harmed(world, request, struck, done)
    return _harmed(world, request, struck, Reply(503))


def _harmed(world: World, request: Request, struck: Fault, done: Reply) -> Reply:
    if struck.kind in SILENT | SHAPED:
        done.fault = struck
        return done
    late = {"Retry-After": struck.retry_after} if struck.retry_after is not None else {}
    if struck.kind == "html":
        return Reply(struck.status, HTML, late, "text/html")
    if struck.kind == "empty":
        return Reply(struck.status, None, late)
    status = int(struck.kind)
    return error(world, request, Problem(status, struck.code or CODES.get(status, "UnknownError"), "A fault of the plan.", late))


def _reply(world: World, request: Request, route: routes.Route, *, crowded: bool) -> Reply:
    try:
        with world.lock:
            _door(world, request, route)
            _alone(crowded=crowded)
            _habits(world, request)
            return route.work(world, request)
    except Problem as problem:
        return error(world, request, problem)


def _door(world: World, request: Request, route: routes.Route) -> None:
    if not route.permission:
        return
    kind, _, name = request.headers.get("Authorization", "").partition(" ")
    if kind != "Bearer" or name not in world.tokens:
        raise Problem(
            401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", {"WWW-Authenticate": "Bearer"}
        )
    if route.permission not in world.granted:
        raise Problem(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def _alone(*, crowded: bool) -> None:
    if crowded:
        raise Problem(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", {"Retry-After": "1"})


def _habits(world: World, request: Request) -> None:
    """What a caller should do every time, and the service does not ask for."""
    if request.operation.startswith(routes.IDTYPED) and not request.immutable:
        world.violations.append(f'{request.operation}: Prefer: IdType="ImmutableId" is missing')
    if request.path.startswith("/v1.0/") and "client-request-id" not in request.headers:
        world.violations.append(f"{request.operation}: client-request-id is missing")


def error(world: World, request: Request, problem: Problem) -> Reply:
    if not problem.code:
        return Reply(problem.status, HTML, problem.headers, "text/html")
    if problem.status == 410 and request.operation.startswith("delta") and problem.code == "syncStateNotFound":
        problem.headers = {"Location": delta.afresh(request), **problem.headers}
    inner: Json = {"date": f"{world.now:%Y-%m-%dT%H:%M:%S}", "request-id": world.name("", 32)}
    inner["client-request-id"] = request.headers.get("client-request-id", inner["request-id"])
    return Reply(problem.status, {"error": {"code": problem.code, "message": problem.message, "innerError": inner}}, problem.headers)
