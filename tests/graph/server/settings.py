"""The mailbox's own settings, and its list of categories."""

from tests.graph.server.problem import Reply
from tests.graph.server.request import Request
from tests.graph.server.world import World


def mailbox(world: World, request: Request) -> Reply:
    request.box(world)
    return Reply(
        200,
        {
            "archiveFolder": "",
            "timeZone": world.time_zone,
            "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
            "dateFormat": "dd.MM.yyyy",
            "timeFormat": "HH:mm",
            "userPurpose": "shared",
            "language": {"locale": world.language, "displayName": world.language},
        },
    )


def categories(world: World, request: Request) -> Reply:
    request.box(world)
    return Reply(200, {"value": [{"id": "5a3d9f4e-0000-4000-8000-000000002027", "displayName": "Rød kategori", "color": "preset0"}]})
