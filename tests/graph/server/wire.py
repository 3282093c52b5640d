"""Real HTTPS on loopback: bytes in, bytes out, and the harm that a plan does to them."""

import json
import socket
import ssl
import struct
import traceback
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any

from tests.graph.server import admin, app
from tests.graph.server.ca import Papers
from tests.graph.server.fault import SILENT
from tests.graph.server.problem import Reply
from tests.graph.server.request import CaseLess, Request
from tests.graph.server.state import State

PIECE = 20
LINGER_NONE = struct.pack("ii", 1, 0)  # close with a reset


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet an answer
    timeout = 600
    server: "Server"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        request = Request(self.command, self.server.base, path, query, CaseLess(self.headers.items()), body)
        world = self.server.world
        reply = admin.respond(world, request) if path.startswith("/_rehearsal/") else app.respond(world, request)
        if reply.fault and reply.fault.kind in SILENT:
            self._say_nothing(reply.fault.kind, reply.fault.seconds)
        else:
            self._say(request, reply)
        if path == "/_rehearsal/stop":
            self.wfile.flush()
            self.server.stopped.set()

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _answer  # noqa: N815 - the library's names

    def _say_nothing(self, kind: str, seconds: float) -> None:
        if kind == "timeout":
            self.server.world.closing.wait(seconds)
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NONE)
        self.close_connection = True

    def _say(self, request: Request, reply: Reply) -> None:
        content = b"" if reply.body is None else reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        self.send_response_only(reply.status)
        for name, value in self._headers(request, reply, len(content)).items():
            self.send_header(name, value)
        self.end_headers()
        kind = reply.fault.kind if reply.fault else ""
        if kind == "truncated":
            content, self.close_connection = content[: len(content) // 2], True
        if kind == "slow" and reply.fault:
            self._dribble(content, reply.fault.seconds)
        else:
            self.wfile.write(content)

    def _dribble(self, content: bytes, seconds: float) -> None:
        size = len(content) // PIECE + 1
        for at in range(0, len(content), size):
            self.wfile.write(content[at : at + size])
            self.wfile.flush()
            self.server.world.closing.wait(seconds / PIECE)

    def _headers(self, request: Request, reply: Reply, length: int) -> dict[str, str]:
        world = self.server.world
        named = world.name("", 32)
        headers = {
            "Date": format_datetime(world.now, usegmt=True),
            "request-id": named,
            "client-request-id": request.headers.get("client-request-id", named),
            "x-ms-ags-diagnostic": '{"ServerInfo":{"DataCenter":"Norway East","Slice":"E","Ring":"4","RoleInstance":"OSL00000001"}}',
        }
        if applied := [part for part in ("outlook.body-content-type", "outlook.timezone") if part in request.prefer]:
            headers["Preference-Applied"] = ", ".join(f'{name}="{request.prefer[name]}"' for name in applied)
        if reply.status != 204:
            # a truncated answer to nothing still promises something
            headers["Content-Length"] = str(length or (10 if reply.fault and reply.fault.kind == "truncated" else 0))
        if length:
            headers["Content-Type"] = reply.content_type
        return headers | reply.headers

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the library's names
        """Say nothing: `world.calls` is the log."""


class Server(ThreadingHTTPServer):
    """Threads that end with the server; each connection's handshake in its own thread."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, world: State, papers: Papers, port: int = 0) -> None:
        self.world = world
        self.stopped = Event()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(papers.certificate, papers.key)
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)
        self.base = f"https://localhost:{self.server_address[1]}"

    def get_request(self) -> tuple[socket.socket, Any]:
        plain, address = super().get_request()
        wrapped = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._open.add(wrapped)
        return wrapped, address

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - the library's signature
        """End the connection with TCP's own end; TLS's farewell would answer a call that is to hear nothing."""
        self._open.discard(request)
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's signature
        """A caller that hangs up is daily fare; a fault of this server is on record, for tests to see."""
        fault = traceback.format_exc()
        if not any(name in fault for name in ("SSLError", "SSLEOFError", "ConnectionResetError", "BrokenPipeError", "TimeoutError")):
            self.world.violations.append(f"the server itself: {fault}")

    def close(self) -> None:
        """Stop answering, hang up on everybody, and wait for the threads."""
        self.world.closing.set()
        self.shutdown()
        for connection in list(self._open):
            try:
                socket.socket.shutdown(connection, socket.SHUT_RDWR)  # below TLS: its thread may be reading
            except OSError:
                self._open.discard(connection)
        self.server_close()
