"""Attachments of messages and events: small ones in one call, large ones by upload session (graph.md 1, rows 5 to 8)."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import timedelta

from tests.graph.server import store
from tests.graph.server.model import Attached, Item, Mailbox, Meeting, Upload
from tests.graph.server.problem import Json, Problem, Reply, gone
from tests.graph.server.request import MOST, Request
from tests.graph.server.world import World

SMALL = 3 * 1024 * 1024
LARGE = 150 * 1024 * 1024
FIELDS = frozenset({"id", "name", "contentType", "size", "isInline", "lastModifiedDateTime"})


def owner(world: World, request: Request) -> tuple[Mailbox, Item | Meeting]:
    box = request.box(world)
    found = box.meeting(request.names["id"]) if "/events/" in request.path else box.item(request.names["id"])
    if found is None:
        raise gone()
    return box, found


def changed(world: World, box: Mailbox, found: Item | Meeting) -> None:
    if isinstance(found, Item):
        store.touched(world, box, found)
    else:
        found.version += 1


def made(world: World, request: Request, body: Json) -> Attached:
    """A file attachment from JSON, within what one request may carry."""
    if body.get("@odata.type") != "#microsoft.graph.fileAttachment":
        raise request.refused(world, ["only file attachments are known here"])
    if world.schema and (wrong := world.schema.problems("microsoft.graph.fileAttachment", body)):
        raise request.refused(world, wrong)
    try:
        content = b64decode(body.get("contentBytes") or "", validate=True)
    except NotBase64:
        raise request.refused(world, ["contentBytes is not base64"], "ErrorInvalidRequest") from None
    if len(content) >= SMALL:
        raise Problem(413, "ErrorMessageSizeExceeded", "A file of 3 MB or more goes by an upload session.")
    return store.attached(world, body, content)


def create(world: World, request: Request) -> Reply:
    box, found = owner(world, request)
    if isinstance(found, Item) and not found.draft:
        raise Problem(400, "ErrorInvalidOperation", "Attachments are added to drafts only.")
    added = made(world, request, request.content(world))
    _fits(world, found, len(added.content))
    found.attachments.append(added)
    changed(world, box, found)
    return Reply(
        201, {"@odata.context": f"{request.base}/v1.0/$metadata#attachments/$entity", **store.attachment_shown(added, content=True)}
    )


def _fits(world: World, found: Item | Meeting, more: int) -> None:
    if sum(len(each.content) for each in found.attachments) + more > world.message_limit:
        raise Problem(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.")


def listing(world: World, request: Request) -> Reply:
    """`$select=contentId` fails: the base type has no such property."""
    _, found = owner(world, request)
    select = request.options.get("$select", "")
    rows = [store.attachment_shown(each, content=not select) for each in found.attachments]
    if select:
        names = {name.strip() for name in select.split(",")}
        if unknown := sorted(names - FIELDS):
            raise Problem(
                400, "RequestBroker--ParseUri", f"Could not find a property named '{unknown[0]}' on type 'microsoft.graph.attachment'."
            )
        rows = [{key: value for key, value in row.items() if key in names | {"id"} or key.startswith("@")} for row in rows]
    return Reply(200, {"value": rows})


def _one(world: World, request: Request) -> tuple[Mailbox, Item | Meeting, Attached]:
    box, found = owner(world, request)
    for each in found.attachments:
        if each.id == request.names["attachment"]:
            return box, found, each
    raise gone("attachment")


def get(world: World, request: Request) -> Reply:
    return Reply(200, store.attachment_shown(_one(world, request)[2], content=True))


def value(world: World, request: Request) -> Reply:
    each = _one(world, request)[2]
    return Reply(200, each.content, content_type=each.content_type)


def delete(world: World, request: Request) -> Reply:
    box, found, each = _one(world, request)
    found.attachments.remove(each)
    changed(world, box, found)
    return Reply(204)


def open_session(world: World, request: Request) -> Reply:
    box, found = owner(world, request)
    body = request.content(world, "bodies.createUploadSession")
    asked = body.get("AttachmentItem") or body.get("attachmentItem") or {}
    size = int(asked.get("size") or 0)
    if asked.get("attachmentType") != "file" or not asked.get("name"):
        raise request.refused(world, ["an upload session is for a file with a name"], "ErrorInvalidRequest")
    if size < SMALL:
        raise Problem(400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize", "The attachment size should be larger than 3 MB.")
    if size > LARGE:
        raise Problem(400, "ErrorAttachmentSizeLimitExceeded", "The attachment is larger than 150 MB.")
    _fits(world, found, size)
    name = world.name("", 40)
    kind = asked.get("contentType") or "application/octet-stream"
    world.uploads[name] = Upload(box, found, asked["name"], kind, size, world.now + timedelta(hours=3))
    # another host than the endpoint's, as in life: outlook.office.com
    url = f"{request.base.replace('localhost', '127.0.0.1')}/upload/{name}?authtoken={world.name('eyJ', 40)}"
    session = {"uploadUrl": url, "expirationDateTime": _until(world.uploads[name]), "nextExpectedRanges": ["0-"]}
    return Reply(201, {"@odata.context": f"{request.base}/v1.0/$metadata#microsoft.graph.uploadSession", **session})


def _until(upload: Upload) -> str:
    return f"{upload.until:%Y-%m-%dT%H:%M:%SZ}"


def _session(world: World, request: Request) -> Upload:
    if "Authorization" in request.headers:
        world.violations.append("upload: a pre-authenticated URL got an Authorization header")
        raise Problem(401, "InvalidAudienceForResource", "The audience claim value is invalid for current resource.")
    found = world.uploads.get(request.names["session"])
    if found is None or found.until <= world.now:
        raise Problem(404, "ErrorItemNotFound", "The upload session was not found.")
    return found


def _next(upload: Upload) -> Reply:
    return Reply(200, {"ExpirationDateTime": _until(upload), "NextExpectedRanges": [f"{len(upload.content)}-"]})


def status(world: World, request: Request) -> Reply:
    return _next(_session(world, request))


def put(world: World, request: Request) -> Reply:
    """One chunk, of 4 MB at most, in its turn. The last answers 201."""
    upload = _session(world, request)
    match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers.get("Content-Range", ""))
    if match is None or len(request.body) > MOST:
        world.violations.append("upload: a chunk without a range, or above 4 MB")
        raise Problem(400 if match is None else 413, "ErrorInvalidContentRange", "Content-Range is missing, or the chunk is above 4 MB.")
    first, last, total = (int(number) for number in match.groups())
    if last - first + 1 != len(request.body) or total != upload.size:
        world.violations.append("upload: the range does not fit the bytes")
        raise Problem(400, "ErrorInvalidContentRange", "The range does not fit the bytes.")
    if first != len(upload.content):
        raise Problem(416, "ErrorInvalidContentRange", f"Expected {len(upload.content)}.")
    upload.content += request.body
    if len(upload.content) < upload.size:
        return _next(upload)
    return _finish(world, request, upload)


def _finish(world: World, request: Request, upload: Upload) -> Reply:
    added = store.attached(world, {"name": upload.name, "contentType": upload.content_type}, bytes(upload.content))
    upload.owner.attachments.append(added)
    changed(world, upload.box, upload.owner)
    del world.uploads[request.names["session"]]
    where = f"{request.base}/api/v2.0/Users('{upload.box.address}')/Messages('{upload.owner.rest_id}')/Attachments('{added.id}')"
    return Reply(201, None, {"Location": where})
