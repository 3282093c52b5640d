"""Mail on the server: drafts, queries, attachments, moving and deleting, mail from outside."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.graph.caller import KEY, Caller, calling, code, message, received
from tests.graph.server import SECRETARIAT

MB = 1024 * 1024


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with calling(tmp_path) as one:
        yield one
        assert one.state.violations == []


def _file(content: bytes, name: str = "innkalling.docx") -> dict[str, str]:
    encoded = b64encode(content).decode()
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": name,
        "contentType": "application/octet-stream",
        "contentBytes": encoded,
    }


def test_a_draft_gets_the_services_own_message_id_and_shows_its_key_only_when_asked(caller: Caller) -> None:
    made = caller.post("/messages", message("nøkkel", internetMessageId="<mitt@example.no>"))
    plain = caller.get(f"/messages/{made.json()['id']}").json()
    asked = caller.get(f"/messages/{made.json()['id']}", **{"$expand": f"singleValueExtendedProperties($filter=id eq '{KEY}')"}).json()

    assert made.status_code == 201
    assert made.json()["isDraft"]
    assert made.json()["internetMessageId"].endswith("prod.outlook.com>")
    assert "singleValueExtendedProperties" not in plain
    assert asked["singleValueExtendedProperties"] == [{"id": KEY, "value": "nøkkel"}]


def test_html_comes_back_as_a_whole_document(caller: Caller) -> None:
    body = caller.get(f"/messages/{caller.draft()}").json()["body"]["content"]

    assert body.startswith("<html>")
    assert "<p>Velkommen</p>" in body


def test_the_key_finds_in_any_case_and_its_name_only_in_its_own(caller: Caller) -> None:
    draft = caller.draft("Nøkkel'A")
    wrong = KEY.replace("AarshjulKey", "aarshjulkey")
    chosen = f"singleValueExtendedProperties/Any(ep: ep/id eq '{wrong}' and ep/value eq 'x')"

    assert [each["id"] for each in caller.find("nØKKEL''a")] == [draft]
    assert caller.get("/messages", **{"$filter": chosen}).json()["value"] == []


def test_a_message_is_found_by_its_message_id_when_it_is_encoded(caller: Caller) -> None:
    caller.state.receive(SECRETARIAT, received().replace(b"<1@", b"<1+2@"))
    url = f"{caller.site.endpoint}/users/{SECRETARIAT}/messages?$filter=internetMessageId eq "

    assert len(caller.get("/messages", **{"$filter": "internetMessageId eq '<1+2@example.no>'"}).json()["value"]) == 1
    assert caller.get(url + "'<1+2@example.no>'").json()["value"] == []


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"$filter": "internetMessageHeaders/any(h: h/name eq 'x-key')"}, "400 ErrorInvalidUrlQueryFilter"),
        ({"$filter": "isDraft eq true", "$orderby": "receivedDateTime"}, "400 InefficientFilter"),
        ({"$filter": "isDraft eq"}, "400 BadRequest"),
        ({"$select": "contentId"}, "400 RequestBroker--ParseUri"),
        ({"$top": "1001"}, "400 ErrorInvalidUrlQuery"),
        ({"$expand": "singleValueExtendedProperties"}, "400 ErrorInvalidUrlQuery"),
    ],
)
def test_queries_that_the_service_refuses(caller: Caller, query: dict[str, str], refusal: str) -> None:
    caller.draft()

    assert code(caller.get("/messages", **query)) == refusal


def test_a_listing_comes_in_pages_in_order(caller: Caller) -> None:
    for number in range(5):
        caller.state.receive(SECRETARIAT, received(f"Svar {number}", number=number))
        caller.state.advance(60)
    query = {"$filter": "receivedDateTime ge 2027-01-01T00:01:00Z", "$orderby": "receivedDateTime", "$top": "3", "$select": "subject"}
    first = caller.get("/mailFolders/inbox/messages", **query).json()
    second = caller.get(first["@odata.nextLink"]).json()

    assert [each["subject"] for each in first["value"] + second["value"]] == ["Svar 1", "Svar 2", "Svar 3", "Svar 4"]
    assert set(first["value"][0]) == {"@odata.etag", "id", "subject"}
    assert "@odata.nextLink" not in second


def test_a_small_attachment_is_listed_and_fetched_and_its_content_id_only_by_itself(caller: Caller) -> None:
    draft = caller.draft()
    made = caller.post(f"/messages/{draft}/attachments", _file(b"saker"))
    one = f"/messages/{draft}/attachments/{made.json()['id']}"
    listed = caller.get(f"/messages/{draft}/attachments", **{"$select": "id,name,size"}).json()["value"]

    assert made.status_code == 201
    assert (listed[0]["name"], listed[0]["size"] > 5) == ("innkalling.docx", True)
    assert caller.get(f"{one}/$value").content == b"saker"
    assert "contentId" in caller.get(one).json()
    assert code(caller.get(f"/messages/{draft}/attachments", **{"$select": "contentId"})) == "400 RequestBroker--ParseUri"
    assert caller.call("DELETE", one).status_code == 204
    assert caller.get(one).status_code == 404


def test_a_file_of_three_megabytes_goes_by_an_upload_session_and_a_smaller_may_not(caller: Caller) -> None:
    draft, content = caller.draft(), bytes(3 * MB) + b"slutt"
    small = caller.post(f"/messages/{draft}/attachments/createUploadSession", _session(3 * MB - 1))
    session = caller.post(f"/messages/{draft}/attachments/createUploadSession", _session(len(content))).json()
    first = _put(session["uploadUrl"], caller, content, 0, 2 * MB)
    again = _put(session["uploadUrl"], caller, content, 0, 2 * MB)
    status = caller.client.get(session["uploadUrl"]).json()
    last = _put(session["uploadUrl"], caller, content, 2 * MB, len(content))
    listed = caller.get(f"/messages/{draft}/attachments", **{"$select": "id"}).json()["value"]

    assert code(small) == "400 ErrorAttachmentSizeShouldNotBeLessThanMinimumSize"
    assert code(caller.post(f"/messages/{draft}/attachments", _file(content[: 3 * MB]))).startswith("413")
    assert first.json()["NextExpectedRanges"] == status["NextExpectedRanges"] == [f"{2 * MB}-"]
    assert again.status_code == 416
    assert (last.status_code, "Attachments" in last.headers["Location"]) == (201, True)
    assert caller.get(f"/messages/{draft}/attachments/{listed[0]['id']}/$value").content == content


def _session(size: int) -> dict[str, object]:
    return {"AttachmentItem": {"attachmentType": "file", "name": "vedlegg.pdf", "size": size}}


def _put(url: str, caller: Caller, content: bytes, first: int, end: int) -> httpx.Response:
    span = {"Content-Range": f"bytes {first}-{end - 1}/{len(content)}", "Content-Type": "application/octet-stream"}
    return caller.client.put(url, content=content[first:end], headers=span)


def test_an_upload_lasts_three_hours(caller: Caller) -> None:
    draft = caller.draft()
    session = caller.post(f"/messages/{draft}/attachments/createUploadSession", _session(3 * MB)).json()
    caller.state.advance(4 * 3600)

    assert caller.client.get(session["uploadUrl"]).status_code == 404


def test_a_moved_message_keeps_its_immutable_id_and_gets_another_plain_one(caller: Caller) -> None:
    mail = caller.state.receive(SECRETARIAT, received())
    plain = mail.rest_id
    moved = caller.post(f"/messages/{mail.id}/move", {"destinationId": "archive"})

    assert (moved.status_code, moved.json()["id"]) == (201, mail.id)
    assert caller.get(f"/messages/{plain}").status_code == 404
    assert caller.get("/mailFolders/archive").json()["totalItemCount"] == 1


def test_a_deleted_message_goes_to_deleted_items_and_then_away(caller: Caller) -> None:
    draft = caller.draft("slettet")
    caller.call("DELETE", f"/messages/{draft}")
    first = caller.find("slettet")
    caller.call("DELETE", f"/messages/{draft}")

    assert first[0]["parentFolderId"] == caller.get("/mailFolders/deleteditems").json()["id"]
    assert caller.find("slettet") == []


def test_a_received_mail_is_read_as_text_and_as_its_own_bytes_with_its_threads(caller: Caller) -> None:
    draft = caller.draft()
    sent = caller.get(f"/messages/{draft}").json()
    raw = received().replace(b"Subject", f"In-Reply-To: {sent['internetMessageId']}\r\nSubject".encode())
    mail = caller.state.receive(SECRETARIAT, raw)
    threads = "singleValueExtendedProperties($filter=id eq 'String 0x1042' or id eq 'String 0x1035')"
    shown = caller.get(f"/messages/{mail.id}", **{"$expand": threads}).json()
    headers = caller.get(f"/messages/{mail.id}", **{"$select": "internetMessageHeaders"}).json()["internetMessageHeaders"]

    assert caller.get(f"/messages/{mail.id}/$value").content == raw
    assert (shown["body"]["content"].strip(), shown["conversationId"]) == ("Vi kommer.", sent["conversationId"])
    assert {each["value"] for each in shown["singleValueExtendedProperties"]} == {sent["internetMessageId"], "<1@example.no>"}
    assert {"name": "Subject", "value": "SV: Innkalling"} in headers


def test_text_is_shown_for_html_when_preferred(caller: Caller) -> None:
    prefer = 'IdType="ImmutableId", outlook.body-content-type="text"'
    answer = caller.call("GET", f"/messages/{caller.draft()}", headers={"Prefer": prefer})

    assert answer.json()["body"] == {"contentType": "text", "content": "Velkommen"}
    assert "outlook.body-content-type" in answer.headers["Preference-Applied"]
