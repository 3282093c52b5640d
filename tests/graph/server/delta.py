"""Changes in a folder, page by page, by opaque links that may repeat, reorder, stall and expire (graph.md 3)."""

from dataclasses import replace

from tests.graph.server import odata, store
from tests.graph.server.model import Item, Mailbox, Round
from tests.graph.server.problem import Json, Problem, Reply, gone
from tests.graph.server.request import Request
from tests.graph.server.world import World

MOST = 5000
LOST = {"gone": (410, "syncStateNotFound"), "syncStateNotFound": (404, "SyncStateNotFound"), "resyncRequired": (410, "resyncRequired")}


def name(request: Request) -> str:
    """The operation: a first call, the next page of a round, or a round since the last."""
    if request.options.get("$skiptoken"):
        return "delta.next"
    return "delta.since" if request.options.get("$deltatoken") else "delta"


def afresh(request: Request) -> str:
    return f"{request.base}{request.path}?%24deltatoken="


def delta(world: World, request: Request) -> Reply:
    box = request.box(world)
    kind = request.fault.kind if request.fault else ""
    if kind in LOST:
        raise Problem(*LOST[kind], "The sync state is not found.")
    here = _first(box, request) if request.operation == "delta" else _known(world, box, request)
    size = int(request.prefer.get("odata.maxpagesize", world.page))
    page, rest = here.entries[:size], here.entries[size:]
    if kind == "duplicate":
        rest = page + rest
    if kind == "reorder":
        page = page[::-1]
    if kind == "empty-page":
        page, rest = (), here.entries
    more = bool(rest) or kind == "empty-page"
    return Reply(200, _shown(world, box, request, replace(here, entries=rest), page, more=more))


def _shown(world: World, box: Mailbox, request: Request, after: Round, page: tuple[tuple[str, str], ...], *, more: bool) -> Json:
    token = world.name("AoGs-", 60)
    world.rounds[token] = after
    baked = replace(request, query=after.query)
    link = f"{request.base}/v1.0/users('{box.address}')/mailFolders('{box.folder_id(after.folder)}')/messages/delta?"
    return {
        "@odata.context": f"{request.base}/v1.0/$metadata#Collection(message)",
        "value": [_entity(box, baked, *entry) for entry in page],
        "@odata.nextLink" if more else "@odata.deltaLink": f"{link}%24{'skip' if more else 'delta'}token={token}",
    }


def _entity(box: Mailbox, baked: Request, name_of_item: str, what: str) -> Json:
    item = box.items.get(name_of_item)
    if item is None or what.startswith("removed"):
        reason = what.partition(" ")[2] or "deleted"
        return {"@odata.type": "#microsoft.graph.message", "id": name_of_item, "@removed": {"reason": reason}}
    full = {"@odata.type": item.kind, **store.shown(box, item, baked)}
    if what == "changed":
        return {key: full[key] for key in ("@odata.type", "@odata.etag", "id", "isRead", "parentFolderId") if key in full}
    return full


def _first(box: Mailbox, request: Request) -> Round:
    """Everything in the folder that the filter lets in, newest first."""
    folder = box.folder(request.names["folder"])
    if folder is None:
        raise gone("folder")
    _allowed(request)
    inside = sorted(
        (item for item in box.items.values() if item.folder == folder), key=lambda item: str(item.props["receivedDateTime"]), reverse=True
    )
    chosen = [item for item in inside if _let_in(request.query, item)]
    query = "&".join(part for part in request.query.split("&") if "token" not in part)
    return Round(folder, query, len(box.changes), tuple((item.id, "added") for item in chosen[:MOST]))


def _allowed(request: Request) -> None:
    text = request.options.get("$filter", "")
    wrong = text and (set(odata.Filter(text).fields) != {"receivedDateTime"} or " le " in text or " lt " in text or " eq " in text)
    if wrong or "$search" in request.options or request.options.get("$orderby", "receivedDateTime desc") != "receivedDateTime desc":
        raise odata.bad("delta filters only by receivedDateTime ge or gt, and sorts only by receivedDateTime desc", "ErrorInvalidUrlQuery")


def _let_in(query: str, item: Item) -> bool:
    text = Request("GET", "", "", query, {}, b"").options.get("$filter", "")
    return not text or odata.Filter(text).test(item.props, item.extended)


def _known(world: World, box: Mailbox, request: Request) -> Round:
    """What the token stands for. Its options are baked in; one that is not known has expired."""
    if any(option in request.options for option in ("$select", "$filter", "$orderby", "$top")):
        world.violations.append(f"{request.operation}: a link is followed as it is, without options of one's own")
    token = request.options.get("$skiptoken") or request.options["$deltatoken"]
    if token == "latest":
        raise Problem(400, "ErrorInvalidUrlQuery", "$deltatoken=latest is not supported here.")
    if token not in world.rounds:
        raise Problem(410, "syncStateNotFound", "The sync state generation is not found.")
    here = world.rounds[token]
    return here if request.operation == "delta.next" else _since(box, here)


def _since(box: Mailbox, here: Round) -> Round:
    """The log since the last round, one entry an item: its end, or that it came, or that a flag changed."""
    seen: dict[str, str] = {}
    for change in box.changes[here.since :]:
        if change.folder == here.folder:
            if change.what == "removed":
                seen[change.item] = f"removed {change.reason}"
            elif seen.get(change.item) != "added":
                seen[change.item] = change.what
    options = Request("GET", "", "", here.query, {}, b"").options
    quiet = "$select" in options and "isRead" not in options["$select"].split(",")
    kept = tuple(
        (name_of_item, what)
        for name_of_item, what in seen.items()
        if not (what == "changed" and quiet)
        and (what.startswith("removed") or (name_of_item in box.items and _let_in(here.query, box.items[name_of_item])))
    )
    return replace(here, since=len(box.changes), entries=kept)
