"""Serves a folder as the file process serves media: by ranges, to scripts of every origin."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt",
    ".jpg": "image/jpeg",
}
RANGE = re.compile(r"bytes=([0-9]+)-([0-9]*)")


class MediaServer:
    """A running server, and what was asked of it."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.asked: list[str] = []
        self.missing: set[str] = set()
        self.pages: dict[str, str] = {}

    def url(self, name: str) -> str:
        return f"{self.origin}/{name}"


@contextmanager
def media_server(folder: Path) -> Iterator[MediaServer]:
    """Serve a folder on a port of its own.

    Names in ``missing`` are answered with 404, those in ``pages`` with their HTML.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.partition("?")[0].strip("/")
            running.asked.append(name)
            if name in running.pages:
                self._answer(200, running.pages[name].encode(), "text/html; charset=utf-8")
                return
            file = folder / name
            if name in running.missing or not file.is_file():
                self._answer(404, b"", "text/plain")
                return
            content, status, extra = file.read_bytes(), 200, {}
            if match := RANGE.fullmatch(self.headers.get("Range", "")):
                first, last = int(match[1]), int(match[2] or len(content) - 1)
                extra = {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
                content, status = content[first : last + 1], 206
            self._answer(status, content, TYPES[file.suffix], extra)

        def do_OPTIONS(self) -> None:
            self._answer(204, b"", "text/plain", {"Access-Control-Allow-Headers": "Range"})

        def _answer(
            self, status: int, content: bytes, kind: str, extra: dict[str, str] | None = None
        ) -> None:
            self.send_response(status)
            headers = {
                "Content-Type": kind,
                "Content-Length": str(len(content)),
                "Accept-Ranges": "bytes",
                "Access-Control-Allow-Origin": "*",
                **(extra or {}),
            }
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running = MediaServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
