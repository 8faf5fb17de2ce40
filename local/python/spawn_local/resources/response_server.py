"""Where custom resources put their answers: on AWS a signed S3 address, here a loopback address with a secret in it."""

import contextlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ResponseServer:
    _lock = threading.Lock()
    _instance: "ResponseServer | None" = None

    def __init__(self) -> None:
        self._waiting: dict[str, Callable[[dict | str], None]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="custom-resource-responses", daemon=True).start()

    @classmethod
    def instance(cls) -> "ResponseServer":
        with cls._lock:
            if cls._instance is None:
                cls._instance = cls()
            return cls._instance

    @contextlib.contextmanager
    def expecting(self, hear: Callable[[dict | str], None]) -> Iterator[str]:
        """The address for one answer. It is good for one, and only as long as somebody waits."""
        token = secrets.token_urlsafe(32)
        self._waiting[token] = hear
        try:
            yield f"http://127.0.0.1:{self._server.server_address[1]}/{token}"
        finally:
            self._waiting.pop(token, None)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        waiting = self._waiting

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                hear = waiting.pop(self.path.strip("/"), None)
                self.send_response(200 if hear else 403)
                self.send_header("Content-Length", "0")
                self.end_headers()
                if hear:
                    hear(_parse(body))

            def log_message(self, format: str, *args) -> None:
                return

        return Handler


def _parse(body: bytes) -> dict | str:
    try:
        answer = json.loads(body)
    except ValueError as error:
        return f"the custom resource's response is no JSON ({error}): {body[:200]!r}"
    if not isinstance(answer, dict):
        return f"the custom resource's response is no JSON object: {body[:200]!r}"
    return answer
