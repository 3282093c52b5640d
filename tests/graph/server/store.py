"""Messages in a mailbox: made, shown, moved, removed; every change on the log that delta reads."""

from base64 import b64encode
from typing import Any

from tests.graph.server import mime, odata
from tests.graph.server.model import Attached, Item, Mailbox
from tests.graph.server.problem import Json
from tests.graph.server.request import Request
from tests.graph.server.world import World

MESSAGE = "microsoft.graph.message"
NAMES = """
id createdDateTime lastModifiedDateTime changeKey categories receivedDateTime sentDateTime hasAttachments internetMessageId
subject bodyPreview importance parentFolderId conversationId conversationIndex isDeliveryReceiptRequested
isReadReceiptRequested isRead isDraft webLink inferenceClassification body uniqueBody sender from toRecipients ccRecipients
bccRecipients replyTo flag internetMessageHeaders singleValueExtendedProperties attachments
"""
FIELDS = frozenset(NAMES.split())


def blank(world: World, box: Mailbox, *, draft: bool) -> Json:
    """The properties every message has, before anybody fills them."""
    own = mime.recipient(box.address)
    return {
        "createdDateTime": world.stamp(),
        "lastModifiedDateTime": world.stamp(),
        "receivedDateTime": world.stamp(),
        "sentDateTime": world.stamp(),
        "categories": [],
        "internetMessageId": f"<{world.name('', 32)}@NORPRD01.prod.outlook.com>",
        "subject": "",
        "importance": "normal",
        "conversationId": world.name("AAQkAG", 60) + "=",
        "conversationIndex": "AQHb" + world.name("", 18),
        "isDeliveryReceiptRequested": False,
        "isReadReceiptRequested": False,
        "isRead": draft,
        "isDraft": draft,
        "inferenceClassification": "focused",
        "body": {"contentType": "text", "content": ""},
        "sender": own if draft else None,
        "from": own if draft else None,
        "toRecipients": [],
        "ccRecipients": [],
        "bccRecipients": [],
        "replyTo": [],
        "flag": {"flagStatus": "notFlagged"},
    }


def add(world: World, box: Mailbox, folder: str, props: Json) -> Item:
    item = Item(world.name("AAkALgAAAAAAHYQDEapmEc2byACqAC-E", 40) + "=", rest_id(world), folder, props)
    box.items[item.id] = item
    box.log(folder, item.id, "added")
    return item


def rest_id(world: World) -> str:
    return world.name("AAMkAGI2-_", 60) + "="


def touched(world: World, box: Mailbox, item: Item) -> None:
    """A change to the item: a new version, and a row on the log."""
    item.version += 1
    item.props["lastModifiedDateTime"] = world.stamp()
    box.log(item.folder, item.id, "changed")


def move(world: World, box: Mailbox, item: Item, folder: str) -> None:
    """To another folder: the plain id changes, the immutable one does not."""
    box.log(item.folder, item.id, "removed", "changed")
    item.folder, item.rest_id = folder, rest_id(world)
    item.version += 1
    item.props["lastModifiedDateTime"] = world.stamp()
    box.log(folder, item.id, "added")


def remove(box: Mailbox, item: Item) -> None:
    del box.items[item.id]
    box.log(item.folder, item.id, "removed", "deleted")


def change_key(item: Item) -> str:
    return f"CQAAABYAAAC{item.version:06d}{item.id[-9:-1]}"


def shown(box: Mailbox, item: Item, request: Request) -> Json:
    """The message as the request's `$select`, `$expand` and `Prefer` would have it."""
    props = item.props
    full: Json = {
        "@odata.etag": f'W/"{change_key(item)}"',
        "id": item.id if request.immutable else item.rest_id,
        **props,
        "body": body_shown(props["body"], request),
        "bodyPreview": (mime.plain(props["body"]["content"]) if props["body"]["contentType"] == "html" else props["body"]["content"])[:255],
        "changeKey": change_key(item),
        "hasAttachments": any(not each.inline for each in item.attachments),
        "parentFolderId": box.folder_id(item.folder),
        "webLink": f"https://outlook.office365.com/owa/?ItemID={item.rest_id}",
    }
    if item.kind != f"#{MESSAGE}":
        full = {"@odata.type": item.kind, **full}
    return narrowed(full, item, request)


def narrowed(full: Json, item: Item, request: Request) -> Json:
    select = request.options.get("$select", "")
    if "uniqueBody" in select:
        full["uniqueBody"] = full["body"]
    if "internetMessageHeaders" in select and item.headers and item.raw is not None:
        full["internetMessageHeaders"] = item.headers
    if select:
        full = odata.selected(full, select, FIELDS, MESSAGE)
    for name, inner in odata.expansions(request.options.get("$expand", "")).items():
        if name == "singleValueExtendedProperties":
            if listed := odata.extended_shown(item.extended, odata.wanted_properties(inner)):
                full[name] = listed
        elif name == "attachments":
            full[name] = [attachment_shown(each, content=True) for each in item.attachments]
        else:
            raise odata.bad(f"Could not expand '{name}'.", "RequestBroker--ParseUri")
    return full


def body_shown(body: Json, request: Request) -> Json:
    if body["contentType"] == "html" and request.prefer.get("outlook.body-content-type") == "text":
        return {"contentType": "text", "content": mime.plain(body["content"])}
    return dict(body)


def attachment_shown(each: Attached, *, content: bool) -> Json:
    listed: dict[str, Any] = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "@odata.mediaContentType": each.content_type,
        "id": each.id,
        "lastModifiedDateTime": each.modified,
        "name": each.name,
        "contentType": each.content_type,
        "size": len(each.content) + 150,  # the store counts its own overhead
        "isInline": each.inline,
        "contentId": each.content_id,
        "contentLocation": None,
    }
    return listed | {"contentBytes": b64encode(each.content).decode()} if content else listed


def attached(world: World, body: Json, content: bytes) -> Attached:
    return Attached(
        world.name("AAMkATT", 40) + "=",
        str(body.get("name") or "vedlegg"),
        body.get("contentType") or "application/octet-stream",
        content,
        bool(body.get("isInline")),
        body.get("contentId"),
        world.stamp(),
    )
