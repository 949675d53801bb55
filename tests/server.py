"""The server of HTTP of tests and benchmarks: each request gets what the server is told to do with it."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class Request(BaseHTTPRequestHandler):
    """A request for a file, and the ways to answer it."""

    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))
        self.server.does(self)

    def send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        """An answer; 304 if the other side has what the `ETag` names."""
        if "ETag" in headers and self.headers.get("If-None-Match") == headers["ETag"]:
            status, content = 304, b""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def send_raw(self, content: bytes, *, reset: bool = False) -> None:
        """These bytes, and the end of the connection."""
        self.close_connection = True
        self.wfile.write(content)
        self.wfile.flush()
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.connection.shutdown(socket.SHUT_WR)
        self.connection.close()

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # the other side hung up, or we did
            super().handle()

    def finish(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().finish()


class Server(ThreadingHTTPServer):
    """On a port of this machine, any free one where none is named; at work while its `with` lasts.

    Attributes:
        does: what it does with a request.
        asked: the headers of each request that came.
        url: its address.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, does: Callable[[Request], None], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Request)
        self.does = does
        self.asked: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def start(self) -> Self:
        """Be at work until the `shutdown`."""
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __enter__(self) -> Self:
        return super().__enter__().start()

    def __exit__(self, *raised: object) -> None:
        self.shutdown()
        super().__exit__(*raised)

    def handle_error(self, *_: object) -> None:
        pass
