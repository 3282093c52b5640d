"""The message calls of the service: drafts, reading, listing, changing, moving, deleting (graph.md 1, rows 1 to 11)."""

from tests.graph.server import attachments, mime, odata, rules, store
from tests.graph.server.model import FOLDERS, Item, Mailbox
from tests.graph.server.problem import Json, Problem, Reply, gone
from tests.graph.server.request import Request
from tests.graph.server.world import World

WRITABLE = (
    "subject",
    "importance",
    "toRecipients",
    "ccRecipients",
    "bccRecipients",
    "replyTo",
    "categories",
    "isRead",
    "flag",
    "from",
    "sender",
)
WRITABLE_LATER = {"categories", "isRead", "flag", "importance", "singleValueExtendedProperties", "inferenceClassification"}
# Exchange may overwrite a client's own Message-ID (MS-OXCMAIL 2.1.3.2.11), and this server always does: nothing may rest on it.


def find(world: World, request: Request) -> tuple[Mailbox, Item]:
    box = request.box(world)
    item = box.item(request.names["id"])
    if item is None:
        raise gone()
    return box, item


def create(world: World, request: Request) -> Reply:
    box = request.box(world)
    body = request.content(world, store.MESSAGE)
    if wrong := rules.wrong_message(body, new=True):
        raise request.refused(world, wrong, "InvalidInternetMessageHeader" if "x-" in wrong[0] else "ErrorInvalidProperty")
    files = [attachments.made(world, request, each) for each in body.get("attachments") or []]
    item = store.add(world, box, "drafts", store.blank(world, box, draft=True))
    item.headers = body.get("internetMessageHeaders") or []
    item.attachments = files
    fill(item, body)
    return Reply(201, {"@odata.context": context(request, box), **store.shown(box, item, request)})


def fill(item: Item, body: Json) -> None:
    """What the caller wrote, as the store keeps it: HTML as a whole document, a recipient's name never empty."""
    for field in WRITABLE:
        if field in body:
            item.props[field] = _people(body[field]) if field.endswith("ecipients") or field == "replyTo" else body[field]
    if body.get("body"):
        kind, content = body["body"].get("contentType", "text"), body["body"].get("content") or ""
        item.props["body"] = {"contentType": kind, "content": mime.html_body(content) if kind == "html" else content}
    for each in body.get("singleValueExtendedProperties") or []:
        item.extended[each["id"]] = each["value"]


def _people(listed: list[Json] | None) -> list[Json]:
    return [mime.recipient(each["emailAddress"]["address"], each["emailAddress"].get("name") or "") for each in listed or []]


def context(request: Request, box: Mailbox, tail: str = "/$entity") -> str:
    return f"{request.base}/v1.0/$metadata#users('{box.address}')/messages{tail}"


def get(world: World, request: Request) -> Reply:
    box, item = find(world, request)
    return Reply(200, {"@odata.context": context(request, box), **store.shown(box, item, request)})


def value(world: World, request: Request) -> Reply:
    _, item = find(world, request)
    return Reply(200, mime.compose(item, world.now), content_type="text/plain")


def update(world: World, request: Request) -> Reply:
    box, item = find(world, request)
    body = request.content(world, store.MESSAGE)
    if wrong := rules.wrong_message(body, new=False):
        raise request.refused(world, wrong, "ErrorInvalidProperty")
    asked = request.headers.get("If-Match", "*")
    if asked not in {"*", f'W/"{store.change_key(item)}"'}:
        raise Problem(
            412, "ErrorIrresolvableConflict", "The send or update operation could not be performed because the change key is old."
        )
    if not item.draft and (frozen := set(body) - WRITABLE_LATER - {"@odata.type"}):
        raise Problem(400, "ErrorInvalidPropertySet", f"{min(frozen)} can be changed only while the message is a draft.")
    fill(item, body)
    store.touched(world, box, item)
    return Reply(200, {"@odata.context": context(request, box), **store.shown(box, item, request)})


def delete(world: World, request: Request) -> Reply:
    """To Deleted Items; from there, gone."""
    box, item = find(world, request)
    if item.folder == "deleteditems":
        store.remove(box, item)
    else:
        store.move(world, box, item, "deleteditems")
    return Reply(204)


def move(world: World, request: Request) -> Reply:
    box, item = find(world, request)
    folder = box.folder(str(request.content(world, "bodies.move").get("destinationId", "")))
    if folder is None:
        raise gone("folder")
    store.move(world, box, item, folder)
    return Reply(201, {"@odata.context": context(request, box), **store.shown(box, item, request)})


def listing(world: World, request: Request) -> Reply:
    """A page of the mailbox, or of one folder of it, newest first."""
    box = request.box(world)
    folder = _folder(box, request)
    text = request.options.get("$filter", "")
    chosen = odata.Filter(text) if text else None
    rows = [
        item.props | {"item": item}
        for item in ([] if request.fault and request.fault.kind == "stale" else box.items.values())
        if folder in {"", item.folder} and (chosen is None or chosen.test(item.props, item.extended))
    ]
    rows = odata.ordered(
        rows, request.options.get("$orderby", "receivedDateTime desc"), chosen.fields if chosen and "$orderby" in request.options else []
    )
    return Reply(200, _page(request, box, [row["item"] for row in rows]))


def _folder(box: Mailbox, request: Request) -> str:
    if "folder" not in request.names:
        return ""
    folder = box.folder(request.names["folder"])
    if folder is None:
        raise gone("folder")
    return folder


def _page(request: Request, box: Mailbox, items: list[Item]) -> Json:
    size, skip = request.page_size(10), int(request.options.get("$skip", "0"))
    page: Json = {
        "@odata.context": context(request, box, ""),
        "value": [store.shown(box, item, request) for item in items[skip : skip + size]],
    }
    if len(items) > skip + size:
        kept = "&".join(part for part in request.query.split("&") if not part.startswith(("$skip", "%24skip")))
        page["@odata.nextLink"] = f"{request.base}{request.path}?{kept}{'&' if kept else ''}%24skip={skip + size}"
    return page


def folder(world: World, request: Request) -> Reply:
    box = request.box(world)
    name = _folder(box, request)
    return Reply(200, folder_shown(box, name))


def folders(world: World, request: Request) -> Reply:
    box = request.box(world)
    return Reply(200, {"value": [folder_shown(box, name) for name in FOLDERS]})


def folder_shown(box: Mailbox, name: str) -> Json:
    inside = [item for item in box.items.values() if item.folder == name]
    return {
        "id": box.folder_id(name),
        "displayName": FOLDERS[name],
        "parentFolderId": box.folder_id("root"),
        "childFolderCount": 0,
        "unreadItemCount": sum(not item.props["isRead"] for item in inside),
        "totalItemCount": len(inside),
        "isHidden": False,
    }
