"""The ASGI application of the file process. It knows nothing of Django."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from videos.serving.files import OpenFile, ServedFile
from videos.serving.ranges import RangeRefused, Span, is_unchanged, requested_span

logger = logging.getLogger(__name__)

CHUNK_BYTES = 256 * 1024
# A killed or replaced file stops within this many bytes of a running answer.
RECHECK_BYTES = 8 * 1024 * 1024
DATABASE_THREADS = 4
FILE_THREADS = 4
# A kill must take effect within a minute, in every cache on the way.
PUBLIC_CACHE = b"public, max-age=60"
PRIVATE_CACHE = b"private, no-store"
METHODS = b"GET, HEAD, OPTIONS"

type Scope = dict[str, Any]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]
type Find = Callable[[str, str], ServedFile | None]

ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"referrer-policy", b"no-referrer"),
]
OPEN: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Accept-Ranges, Content-Length, Content-Range, ETag"),
]
PREFLIGHT: Headers = [
    (b"access-control-allow-methods", METHODS),
    (b"access-control-allow-headers", b"Range, If-Range, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]


class FileApplication:
    """Answers GET, HEAD and OPTIONS under ``/media/``. Cookies are never looked at.

    The database is asked in threads, each with a connection that it keeps. Files are read in
    threads too, a piece at a time and no faster than the reader takes them, so that a slow
    reader of a large file costs one piece of memory.
    """

    def __init__(self, find: Find) -> None:
        self.find = find
        self.database = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="database")
        self.files = ThreadPoolExecutor(FILE_THREADS, thread_name_prefix="files")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        match scope["method"]:
            case "OPTIONS":
                await _answer(send, 204, [*ALWAYS, *OPEN, *PREFLIGHT, (b"allow", METHODS)])
            case "GET" | "HEAD":
                await self._serve(scope, receive, send)
            case _:
                await _refuse(send, 405, b"Method not allowed.", [(b"allow", METHODS)])

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/healthz":
            await _answer(send, 200, [(b"content-type", b"text/plain")], b"ok\n")
            return
        path, query = scope["path"], scope.get("query_string", b"").decode("latin-1")
        found = await self._find(path, query)
        if found is not None and found.address:
            await _send_elsewhere(scope, send, found)
            return
        file = await self._open(found) if found is not None else None
        if found is None or file is None:
            await _refuse(send, 404, b"There is no such file.", [(b"cache-control", b"no-store")])
            return
        try:
            await self._send_file(scope, receive, send, found, file)
        finally:
            file.close()

    async def _send_file(
        self, scope: Scope, receive: Receive, send: Send, found: ServedFile, file: OpenFile
    ) -> None:
        size = file.size
        headers = _file_headers(found)
        request = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if is_unchanged(request.get(b"if-none-match", ""), found.etag):
            await _answer(send, 304, headers)
            return
        is_head = scope["method"] == "HEAD"
        try:
            asked = request.get(b"range", "") if not is_head else ""
            span = requested_span(asked, request.get(b"if-range", ""), size=size, etag=found.etag)
        except RangeRefused:
            refused = (b"content-range", b"bytes */%d" % size)
            await _answer(send, 416, [*headers, refused, (b"content-length", b"0")])
            return
        headers += _content_headers(found)
        if span is not None:
            headers.append((b"content-range", span.content_range(size).encode()))
        part = span or Span(0, size)
        headers.append((b"content-length", b"%d" % part.length))
        await send(
            {
                "type": "http.response.start",
                "status": 200 if span is None else 206,
                "headers": headers,
            }
        )
        if is_head or not part.length:
            await send({"type": "http.response.body", "body": b""})
            return
        path, query = scope["path"], scope.get("query_string", b"").decode("latin-1")
        await self._stream(receive, send, file, part, lambda: self._find(path, query))

    async def _stream(
        self,
        receive: Receive,
        send: Send,
        file: OpenFile,
        part: Span,
        look_again: Callable[[], Awaitable[ServedFile | None]],
    ) -> None:
        """Send the part piece by piece until it is done, the reader leaves or the file is gone."""
        loop = asyncio.get_running_loop()
        gone = asyncio.ensure_future(_reader_leaves(receive))
        position, end = part.start, part.start + part.length
        checked = position
        try:
            while position < end and not gone.done():
                if position - checked >= RECHECK_BYTES:
                    checked = position
                    if await look_again() is None:
                        raise ConnectionAbortedError("The file is no longer public.")
                length = min(CHUNK_BYTES, end - position)
                piece = await loop.run_in_executor(self.files, file.read, length, position)
                if not piece:
                    raise ConnectionAbortedError("The file became shorter.")
                position += len(piece)
                await send(
                    {"type": "http.response.body", "body": piece, "more_body": position < end}
                )
        finally:
            gone.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await gone

    async def _find(self, path: str, query: str) -> ServedFile | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.database, self.find, path, query)

    async def _open(self, found: ServedFile) -> OpenFile | None:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.files, OpenFile, found)
        except OSError:
            logger.exception("A file is missing", extra={"event": "file_missing"})
            return None


async def _send_elsewhere(scope: Scope, send: Send, found: ServedFile) -> None:
    """Name the address that the file has for some minutes; HEAD is answered here.

    That address is signed for GET alone, and for whoever asked: only our answer is checked anew.
    """
    if scope["method"] == "HEAD":
        headers = [*_file_headers(found), *_content_headers(found)]
        await _answer(send, 200, [*headers, (b"content-length", b"%d" % found.size_bytes)])
        return
    location = (b"location", found.address.encode("ascii"))
    cached = (b"cache-control", _cache_control(found))
    await _answer(send, 302, [*ALWAYS, *OPEN, location, cached, (b"content-length", b"0")])


def _file_headers(found: ServedFile) -> Headers:
    return [
        *ALWAYS,
        *OPEN,  # a signed address is as secret from other origins as a cookie would be
        (b"accept-ranges", b"bytes"),
        (b"etag", found.etag.encode()),
        (b"cache-control", _cache_control(found)),
    ]


def _content_headers(found: ServedFile) -> Headers:
    return [
        (b"content-type", found.content_type.encode("latin-1", "replace")),
        (b"content-disposition", found.disposition.encode("latin-1", "replace")),
    ]


def _cache_control(found: ServedFile) -> bytes:
    return PUBLIC_CACHE if found.is_public else PRIVATE_CACHE


async def _reader_leaves(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _refuse(send: Send, status: int, text: bytes, headers: Headers) -> None:
    content_type = (b"content-type", b"text/plain; charset=utf-8")
    await _answer(send, status, [*ALWAYS, content_type, *headers], text + b"\n")


async def _answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    if body:
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
